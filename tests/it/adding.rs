//! A line of a check, or an entry of a log, is added to a record: it changes
//! only the lines it is put into, and reads back as the old ones and the new.

use crate::writing::{bare, bare_table, examples};
use apcheck::edit::{Change, Entry, Replacement, add_lines, append, put};
use apcheck::records::{Is, Kind, Shape, Table, Value, fields, is_well_formed, read};
use apcheck::source::Paths;
use chrono::NaiveDate;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 10, 12).unwrap()
}

fn line(evidence: &str) -> Entry {
    Entry::default()
        .date("date", day())
        .text("by", "rok")
        .text("evidence", evidence)
}

fn table_of(text: &str, shape: &'static Shape) -> (Table, usize) {
    let reading = read(Paths::default().add("x.toml"), text, shape);
    (reading.table, reading.faults.len())
}

fn changed(text: &str, replacements: Vec<Replacement>) -> Change {
    Change {
        path: "x.toml".into(),
        before: text.to_owned(),
        is_new: false,
        replacements,
    }
}

/// The lines of each check, and the record without them.
fn checks(text: &str, shape: &'static Shape) -> (BTreeMap<String, Vec<String>>, String, usize) {
    let (mut table, faults) = table_of(text, shape);
    let lines = |value: &Value| value.items().iter().map(bare).collect();
    let checks = table.table("checks").map_or_else(BTreeMap::new, |checks| {
        checks
            .entries
            .iter()
            .map(|entry| (entry.key.to_string(), lines(&entry.value)))
            .collect()
    });
    table.entries.retain(|entry| &*entry.key != "checks");
    (checks, bare_table(&table), faults)
}

/// The entries of a list, and the record without them.
fn entries(text: &str, shape: &'static Shape, list: &str) -> (Vec<String>, String, usize) {
    let (mut table, faults) = table_of(text, shape);
    let entries = table.get(list).map_or(&[][..], Value::items);
    let entries = entries.iter().map(bare).collect();
    table.entries.retain(|entry| &*entry.key != list);
    (entries, bare_table(&table), faults)
}

/// Every line that nothing was put into is there still, in the same order.
fn only_its_lines(change: &Change) -> bool {
    let touched: Vec<usize> = change
        .replacements
        .iter()
        .map(|new| change.before[..new.from].matches('\n').count())
        .collect();
    let after = change.after();
    let mut after = after.lines();
    change
        .before
        .lines()
        .enumerate()
        .filter(|(number, _)| !touched.contains(number))
        .all(|(_, line)| after.any(|other| other == line))
}

/// Logs of a kind of record: lists of tables.
fn logs(shape: &'static Shape) -> Vec<&'static str> {
    let is_log = |kind: &Kind| matches!(kind, Kind::Tables(shape) if shape.field("date").is_some());
    let logs = shape.fields.iter().filter(|field| is_log(&field.kind));
    logs.map(|field| field.name).collect()
}

const EVIDENCE: &str = "[a-zé ,#\"'\\\\\\]\\[{}=\n-]{1,30}";

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_line_of_a_check_is_added_behind_the_older_ones(
        which in any::<prop::sample::Index>(),
        old in prop::collection::vec(any::<prop::sample::Index>(), 0..3),
        new in 0usize..3,
        without in any::<bool>(),
        crlf in any::<bool>(),
        end in any::<bool>(),
        evidence in EVIDENCE,
    ) {
        let examples = examples();
        let (text, shape) = &examples[which.index(examples.len())];
        let mut text = text.trim_end().to_owned();
        if without && let Some(at) = text.find("\n[checks]") {
            text.truncate(at);
        }
        text.push_str(if end { "\n" } else { "" });
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        let (table, _) = table_of(&text, shape);
        let (was, rest, faults) = checks(&text, shape);
        let known: Vec<&String> = was.keys().collect();
        let mut keys: Vec<String> = Vec::new();
        if !known.is_empty() {
            keys.extend(old.iter().map(|old| known[old.index(known.len())].clone()));
        }
        keys.extend((0..new).map(|new| format!("a-new-check-{new}")));
        keys.sort();
        keys.dedup();
        let lines: Vec<_> = keys.iter().map(|key| (key.clone(), line(&evidence))).collect();
        let change = changed(&text, add_lines(&text, &table, &lines).unwrap());
        let after = change.after();

        prop_assert!(is_well_formed(&after), "{after}");
        let (now, now_rest, now_faults) = checks(&after, shape);
        for (key, was) in &was {
            prop_assert_eq!(&now[key][..was.len()], &was[..], "{}", &after);
        }
        for (key, now) in &now {
            let new = usize::from(keys.contains(key));
            prop_assert_eq!(now.len(), was.get(key).map_or(0, Vec::len) + new, "{}", &after);
            let said = format!("evidence={:?}", Is::Text(evidence.clone().into()));
            prop_assert!(new == 0 || evidence.trim().is_empty() || now.last().unwrap().contains(&said));
        }
        prop_assert!(keys.iter().all(|key| now.contains_key(key)));
        prop_assert_eq!(now_rest, rest);
        prop_assert!(evidence.trim().is_empty() || now_faults == faults);
        prop_assert!(only_its_lines(&change), "{after}");
        prop_assert!(!crlf || after.matches('\n').count() == after.matches("\r\n").count());
    }

    #[test]
    fn an_entry_of_a_log_is_added_behind_the_older_ones(
        which in any::<prop::sample::Index>(),
        log in any::<prop::sample::Index>(),
        crlf in any::<bool>(),
        end in any::<bool>(),
        evidence in EVIDENCE,
    ) {
        let examples = examples();
        let (text, shape) = &examples[which.index(examples.len())];
        let logs = logs(shape);
        let log = logs[log.index(logs.len())];
        let mut text = text.trim_end().to_owned();
        text.push_str(if end { "\n" } else { "" });
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        let (table, _) = table_of(&text, shape);
        let (was, rest, _) = entries(&text, shape, log);
        let change = changed(&text, append(&text, &table, log, &[line(&evidence)]).unwrap());
        let after = change.after();

        prop_assert!(is_well_formed(&after), "{after}");
        let (now, now_rest, _) = entries(&after, shape, log);
        prop_assert_eq!(now.len(), was.len() + 1, "{}", &after);
        prop_assert_eq!(&now[..was.len()], &was[..]);
        prop_assert!(now.last().unwrap().contains("date=Date(2026-10-12)"));
        prop_assert_eq!(now_rest, rest);
        prop_assert!(only_its_lines(&change), "{after}");
        prop_assert!(!crlf || after.matches('\n').count() == after.matches("\r\n").count());
    }
}

/// However the checks are written, a new line stands as the others do.
#[test]
fn a_line_stands_like_the_others() {
    let cases = [
        ("", "[checks]\nfirst-aid = {…}\n"),
        (
            "name = \"A\"",
            "name = \"A\"\n\n[checks]\nfirst-aid = {…}\n",
        ),
        ("[checks]", "[checks]\nfirst-aid = {…}\n"),
        (
            "[checks] # none\n\n[agreed]\n",
            "[checks] # none\nfirst-aid = {…}\n\n[agreed]\n",
        ),
        (
            "[checks]\nx            = { by = \"b\" }\na-longer-key = { by = \"b\" }  # so far\n\n[agreed]\n",
            "[checks]\nx            = { by = \"b\" }\na-longer-key = { by = \"b\" }  # so far\nfirst-aid    = {…}\n\n[agreed]\n",
        ),
        (
            "[checks]\nfirst-aid = { by = \"b\" } # so far\nx = { by = \"b\" }\n",
            "[checks]\nfirst-aid = [\n  { by = \"b\" }, # so far\n  {…},\n]\nx = { by = \"b\" }\n",
        ),
        (
            "[checks]\n  \"first-aid\" = { by = \"b\" }",
            "[checks]\n  \"first-aid\" = [\n    { by = \"b\" },\n    {…},\n  ]",
        ),
        (
            "[checks]\nfirst-aid = [{ by = \"b\" }, { by = \"c\" }]\n",
            "[checks]\nfirst-aid = [{ by = \"b\" }, { by = \"c\" }, {…}]\n",
        ),
        ("checks = {}\n", "checks = { first-aid = {…} }\n"),
        (
            "checks = { x = { by = \"b\" } }\n",
            "checks = { x = { by = \"b\" }, first-aid = {…} }\n",
        ),
        (
            "checks = { first-aid = { by = \"b\" }, x = { by = \"b\" } }\n",
            "checks = { first-aid = [{ by = \"b\" }, {…}], x = { by = \"b\" } }\n",
        ),
        (
            "checks.x = { by = \"b\" }\nname = \"A\"\n",
            "checks.x = { by = \"b\" }\nchecks.first-aid = {…}\nname = \"A\"\n",
        ),
        (
            "checks.first-aid = { by = \"b\" }\n",
            "checks.first-aid = [\n  { by = \"b\" },\n  {…},\n]\n",
        ),
        (
            "[[checks.first-aid]]\nby = \"b\"\n",
            "[[checks.first-aid]]\nby = \"b\"\n\n[[checks.first-aid]]\n…\n",
        ),
        (
            "[checks.x]\nby = \"b\"\n\n[agreed]\n",
            "[checks.x]\nby = \"b\"\n\n[agreed]\n\n[checks]\nfirst-aid = {…}\n",
        ),
        (
            "[checks]\ny = { by = \"b\" }\n[checks.x]\nby = \"b\"\n",
            "[checks]\ny = { by = \"b\" }\nfirst-aid = {…}\n[checks.x]\nby = \"b\"\n",
        ),
    ];
    for (before, expected) in cases {
        let (table, _) = table_of(before, &fields::PROVIDER);
        let lines = [("first-aid".to_owned(), line("e"))];
        let after = changed(before, add_lines(before, &table, &lines).unwrap()).after();
        let shown = after
            .replace(
                "{ date = 2026-10-12, by = \"rok\", evidence = \"e\" }",
                "{…}",
            )
            .replace("date = 2026-10-12\nby = \"rok\"\nevidence = \"e\"", "…");
        assert_eq!(shown.trim_start(), expected, "{before}");
        assert!(is_well_formed(&after), "{after}");
        let (now, _, _) = checks(&after, &fields::PROVIDER);
        assert!(
            now["first-aid"].last().unwrap().contains("evidence"),
            "{after}"
        );
    }
    for before in [
        "checks = 7\n",
        "[checks]\nfirst-aid = 7\n",
        "[checks]\nfirst-aid.by = \"b\"\n",
        "[checks.first-aid]\nby = \"b\"\n",
    ] {
        let (table, _) = table_of(before, &fields::PROVIDER);
        let lines = [("first-aid".to_owned(), line("e"))];
        assert!(add_lines(before, &table, &lines).is_err(), "{before}");
    }
}

#[test]
fn a_table_is_put_at_the_end_once() {
    let before = "reason = \"r\"\r\n";
    let (table, _) = table_of(before, &fields::PLACEMENT);
    let ending = Entry::default().date("date", day());
    let change = changed(before, put(before, &table, "ending", &ending).unwrap());
    assert_eq!(
        change.after(),
        "reason = \"r\"\r\n\r\n[ending]\r\ndate = 2026-10-12\r\n"
    );
    let (table, _) = table_of(&change.after(), &fields::PLACEMENT);
    assert!(put(&change.after(), &table, "ending", &ending).is_err());
}
