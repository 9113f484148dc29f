//! Both loaders.

use super::{SHAPES, choice, passage, text_of};
use apcheck::edit::register::recorded;
use apcheck::records::{self, Fault, Is, Table, Value, is_well_formed};
use apcheck::source::Paths;

/// A digit for the shape, then the bytes of a record.
pub fn record(data: &[u8]) {
    let Some((shape, bytes)) = data.split_first() else {
        return;
    };
    let Some(text) = text_of(bytes) else {
        return;
    };
    let file = Paths::default().add("x.toml");
    let reading = records::read(file, &text, choice(&SHAPES, *shape));
    in_table(&text, &reading.table);
    are_said(&text, &reading.faults);
    assert!(reading.readable || !reading.complete);
    assert!(reading.complete || !reading.faults.is_empty());
    assert!(is_well_formed(&text) || !reading.faults.is_empty());
}

/// A key stands where it is said to stand, but for what is only likely to be meant.
fn in_table(text: &str, table: &Table) {
    passage(text, table.place);
    for entry in &table.entries {
        let key = passage(text, entry.key_place);
        let is_bare = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        let is_meant = entry.value.is_unreadable();
        assert!(
            !key.chars().all(is_bare) || key == &*entry.key || is_meant,
            "{key}"
        );
        in_value(text, &entry.value);
    }
}

fn in_value(text: &str, value: &Value) {
    passage(text, value.place);
    match &value.is {
        Is::List(items) => items.iter().for_each(|item| in_value(text, item)),
        Is::Table(table) => in_table(text, table),
        _ => {}
    }
}

/// A fault is a sentence, and stands somewhere.
fn are_said(text: &str, faults: &[Fault]) {
    for fault in faults {
        passage(text, fault.place);
        if let Some((place, _)) = &fault.other {
            passage(text, *place);
        }
        assert!(!fault.message.is_empty() && !fault.next.is_empty());
    }
}

/// The bytes of a register.
pub fn register(data: &[u8]) {
    let Some(text) = text_of(data) else {
        return;
    };
    let (register, faults) = records::register::read(Paths::default().add("x.csv"), &text);
    are_said(&text, &faults);
    let days: Vec<_> = register.rows.iter().map(|row| row.date).collect();
    assert!(days.is_sorted_by(|one, next| one < next), "{days:?}");
    let unreadable = |fault: &Fault| matches!(fault.id, "file-readable" | "row-readable");
    assert_eq!(register.unreadable.is_some(), faults.iter().any(unreadable));
    for row in &register.rows {
        passage(&text, row.place);
        for mark in row.marks.iter().flatten() {
            let stands = passage(&text, mark.place);
            assert!(stands == &*mark.text || stands.replace("\"\"", "\"") == *mark.text);
        }
    }
    if register.unreadable.is_some() {
        return;
    }
    // Whoever writes a register reads in it what whoever reports it does.
    for row in register.rows.iter().filter(|row| !row.disputed) {
        let Ok(day) = recorded(&text, row.date) else {
            continue;
        };
        let [am, pm] = &row.marks;
        let read = [am, pm].map(|mark| mark.as_ref().map(|mark| &*mark.text));
        assert_eq!([day.am.as_deref(), day.pm.as_deref()], read);
    }
}
