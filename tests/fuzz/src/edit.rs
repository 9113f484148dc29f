//! Changes of records and registers: what is asked for, and nothing else.

use super::{SHAPES, choice, text_of};
use apcheck::edit::register::{Day, recorded, set};
use apcheck::edit::{
    Change, Entry, Refusal, Replacement, add_lines, append, merge_records, merge_registers,
    ordered, ordered_days, put,
};
use apcheck::records::{self, Reading, Shape, is_well_formed, register};
use apcheck::source::Paths;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use toml::{Table, Value};

/// A digit for what is done, a digit for the shape, and the text it is done to.
pub fn edit(data: &[u8]) {
    let [what, which, bytes @ ..] = data else {
        return;
    };
    let Some(text) = text_of(bytes) else {
        return;
    };
    // What is no number is not equal to itself.
    if text.contains("nan") {
        return;
    }
    let shape = choice(&SHAPES[..3], *which);
    match choice(&[0, 1, 2, 3, 4, 5, 6], *what) {
        0 => appends(&text, shape),
        1 => adds_a_line(&text, shape),
        2 => puts(&text, shape),
        3 => orders(&text, shape),
        4 => merges(&text, shape),
        5 => marks(&text, *which),
        _ => orders_days(&text),
    }
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 10, 12).unwrap()
}

/// An entry as commands write it, with a reason that has what is awkward.
const REASON: &str = "six weeks, # \"animal\" care\\ ]}'";

fn entry() -> Entry {
    Entry::default().text("reason", REASON).date("until", day())
}

fn written() -> Table {
    format!(
        "reason = {}\nuntil = {}\n",
        apcheck::edit::quoted(REASON),
        day()
    )
    .parse()
    .unwrap()
}

fn read(text: &str, shape: &'static Shape) -> Reading {
    records::read(Paths::default().add("x.toml"), text, shape)
}

/// The text after a change; none where it is refused, or would be since nothing
/// but TOML is ever written.
fn changed(text: &str, change: Result<Vec<Replacement>, Refusal>) -> Option<String> {
    let change = Change {
        path: "x.toml".into(),
        before: text.to_owned(),
        is_new: false,
        replacements: change.ok()?,
    };
    let mut done = 0;
    for new in &change.replacements {
        assert!(
            done <= new.from && new.from <= new.to,
            "{:?}",
            change.replacements
        );
        done = new.to;
        assert!(text.get(new.from..new.to).is_some());
    }
    change.written();
    Some(change.after())
}

/// The same of a record in which nothing but blanks may have been taken out, or
/// braces with nothing inside.
fn added(text: &str, change: Result<Vec<Replacement>, Refusal>) -> Option<String> {
    for new in change.iter().flatten() {
        let taken = text[new.from..new.to]
            .split_whitespace()
            .collect::<String>();
        assert!(["", "{}"].contains(&&*taken), "{new:?}");
    }
    changed(text, change).filter(|after| is_well_formed(after))
}

fn with_entry(text: &str, shape: &'static Shape) -> Option<String> {
    let table = read(text, shape).table;
    added(text, append(text, &table, "exceptions", &[entry()]))
}

fn with_line(text: &str, shape: &'static Shape) -> Option<String> {
    let table = read(text, shape).table;
    added(
        text,
        add_lines(text, &table, &[("first-aid".into(), entry())]),
    )
}

/// What a text says once an entry is in the list.
fn says_entry(text: &str) -> Option<Table> {
    let mut table: Table = text.parse().ok()?;
    let list = table
        .entry("exceptions")
        .or_insert(Value::Array(Vec::new()));
    list.as_array_mut()?.push(Value::Table(written()));
    Some(table)
}

/// What a text says once a line is behind the others of its key.
fn says_line(text: &str) -> Option<Table> {
    let mut table: Table = text.parse().ok()?;
    let checks = table.entry("checks").or_insert(Value::Table(Table::new()));
    let checks = checks.as_table_mut()?;
    let new = Value::Table(written());
    let line = match checks.remove("first-aid") {
        None => new,
        Some(Value::Array(mut lines)) => {
            lines.push(new);
            Value::Array(lines)
        }
        Some(line) => Value::Array(vec![line, new]),
    };
    checks.insert("first-aid".into(), line);
    Some(table)
}

fn appends(text: &str, shape: &'static Shape) {
    if !is_well_formed(text) {
        return;
    }
    if let Some(after) = with_entry(text, shape) {
        assert_eq!(after.parse::<Table>().ok(), says_entry(text), "{after}");
    }
}

fn adds_a_line(text: &str, shape: &'static Shape) {
    if !is_well_formed(text) {
        return;
    }
    if let Some(after) = with_line(text, shape) {
        assert_eq!(after.parse::<Table>().ok(), says_line(text), "{after}");
    }
}

fn puts(text: &str, shape: &'static Shape) {
    if !is_well_formed(text) {
        return;
    }
    let table = read(text, shape).table;
    if let Some(after) = added(text, put(text, &table, "ending", &entry())) {
        let mut says: Table = text.parse().unwrap();
        assert!(
            says.insert("ending".into(), Value::Table(written()))
                .is_none(),
            "{after}"
        );
        assert_eq!(after.parse::<Table>().unwrap(), says, "{after}");
    }
}

/// Lines are moved, and none is lost; and once is enough.
fn orders(text: &str, shape: &'static Shape) {
    if !is_well_formed(text) {
        return;
    }
    if let Some(after) = changed(text, ordered(text, shape)) {
        assert_eq!(text.parse::<Table>().ok(), after.parse::<Table>().ok());
        same_lines(text, &after);
        assert_eq!(ordered(&after, shape), Ok(Vec::new()), "{after}");
    }
}

fn same_lines(before: &str, after: &str) {
    let sorted = |text: &str| {
        let lines = text.lines().map(|line| line.trim_end().to_owned());
        let mut lines: Vec<_> = lines.filter(|line| !line.is_empty()).collect();
        lines.sort_unstable();
        lines
    };
    assert_eq!(sorted(before), sorted(after));
}

/// Two that each add something: both are in what becomes of it.
fn merges(text: &str, shape: &'static Shape) {
    if !is_well_formed(text) {
        let parts: Vec<&str> = text.splitn(3, super::PARTED).collect();
        if let [base, ours, theirs] = parts[..] {
            let _ = merge_records(base, ours, theirs, shape);
            let _ = merge_registers(base, ours, theirs);
        }
        return;
    }
    let (Some(ours), Some(theirs)) = (with_entry(text, shape), with_line(text, shape)) else {
        return;
    };
    for (ours, theirs) in [(&ours, &theirs), (&theirs, &ours)] {
        let Some(merged) = merge_records(text, ours, theirs, shape) else {
            continue;
        };
        // Where line ends are mixed, what nobody changed may seem changed; both
        // are kept then, one beside the other.
        let mixed = text.matches('\n').count() != text.matches("\r\n").count();
        if mixed && text.contains("\r\n") && !merged.contradictions.is_empty() {
            continue;
        }
        assert!(merged.contradictions.is_empty(), "{merged:?}");
        let with_both = says_entry(theirs_with_line(ours, theirs));
        let merged_says = merged.text.parse::<Table>().ok();
        assert_eq!(
            merged_says.map(in_any_order),
            with_both.map(in_any_order),
            "{}",
            merged.text
        );
    }
}

/// The same with its lists sorted: a merge puts entries in the order of their days.
fn in_any_order(table: Table) -> Table {
    let sorted = |value| match value {
        Value::Table(table) => Value::Table(in_any_order(table)),
        Value::Array(mut items) => {
            items.sort_by_key(|item| format!("{item:?}"));
            Value::Array(items)
        }
        other => other,
    };
    let entries = table.into_iter();
    entries.map(|(key, value)| (key, sorted(value))).collect()
}

/// Of the two, the one that has the line and not the entry.
fn theirs_with_line<'t>(one: &'t str, other: &'t str) -> &'t str {
    let entries = |text: &str| text.matches("reason = \"six weeks").count();
    let checks = |text: &str| {
        let table: Table = text.parse().unwrap();
        table
            .get("exceptions")
            .map_or(0, |list| list.as_array().map_or(0, Vec::len))
    };
    assert_eq!(entries(one), entries(other));
    if checks(one) < checks(other) {
        one
    } else {
        other
    }
}

/// A day of a register is set, and the others are as they were.
fn marks(text: &str, which: u8) {
    let file = Paths::default().add("x.csv");
    if register::read(file, text).0.unreadable.is_some() {
        return;
    }
    let some = |words: &str| Some(words.to_owned());
    let wanted = [
        Day {
            am: some("/"),
            ..Day::default()
        },
        Day {
            am: some("L"),
            minutes_late: some("15"),
            ..Day::default()
        },
        Day {
            pm: some("O"),
            note: some("bus, \"late\"  twice\n"),
            ..Day::default()
        },
    ];
    let wanted = &wanted[usize::from(which) % wanted.len()];
    let Some(after) = changed(text, set(text, &BTreeMap::from([(day(), wanted.clone())]))) else {
        return;
    };
    let (old, new) = (register::read(file, text).0, register::read(file, &after).0);
    assert!(new.unreadable.is_none(), "{after:?}");
    for row in old.rows.iter().filter(|row| row.date != day()) {
        assert_eq!(recorded(text, row.date), recorded(&after, row.date));
        assert!(new.row(row.date).is_some());
    }
    let was = recorded(text, day()).unwrap();
    let one_line = |words: &String| words.split_whitespace().collect::<Vec<_>>().join(" ");
    let either = |new: &Option<String>, old: Option<String>| new.as_ref().map(one_line).or(old);
    let expected = Day {
        am: either(&wanted.am, was.am),
        pm: either(&wanted.pm, was.pm),
        minutes_late: either(&wanted.minutes_late, was.minutes_late),
        note: either(&wanted.note, was.note),
    };
    assert_eq!(recorded(&after, day()), Ok(expected), "{after:?}");
    // No other line is touched, but for the first, which may name a column more.
    let lines = |text| str::lines(text).map(|line| line.trim_end_matches('\r'));
    let mut others: Vec<&str> = lines(&after).collect();
    for line in lines(text)
        .skip(1)
        .filter(|line| !line.trim_start().starts_with("2026-10-12"))
    {
        let at = others.iter().position(|other| *other == line);
        others.remove(at.unwrap_or_else(|| panic!("{line:?} is lost in {after:?}")));
    }
}

fn orders_days(text: &str) {
    let file = Paths::default().add("x.csv");
    if register::read(file, text).0.unreadable.is_some() {
        return;
    }
    if let Some(after) = changed(text, ordered_days(text)) {
        same_lines(text, &after);
        let marks = |text: &str| {
            let rows = register::read(file, text).0.rows;
            let marks = |row: register::Row| row.marks.map(|mark| mark.map(|mark| mark.text));
            rows.into_iter()
                .map(|row| (row.date, marks(row)))
                .collect::<Vec<_>>()
        };
        assert_eq!(marks(text), marks(&after));
        assert_eq!(ordered_days(&after), Ok(Vec::new()), "{after}");
    }
}
