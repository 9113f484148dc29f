//! What a fuzzer has come upon, and what it began with, once more: nothing
//! panics, and what the targets ask holds.

#[path = "../fuzz/src/lib.rs"]
#[expect(unreachable_pub, reason = "there it is a library")]
mod targets;

use crate::support::{files_of, root};

/// Runs a target over its corpus; all inputs that fail are named.
fn replayed(name: &str, target: fn(&[u8])) {
    let corpus = files_of(&root().join("tests/fuzz/corpus").join(name));
    assert!(corpus.len() > 5, "{name}: {}", corpus.len());
    let failed: Vec<&String> = corpus
        .iter()
        .filter(|(_, input)| std::panic::catch_unwind(|| target(input)).is_err())
        .map(|(path, _)| path)
        .collect();
    assert!(failed.is_empty(), "{name}: {failed:?}");
}

#[test]
fn records_are_read_whatever_they_hold() {
    replayed("record", targets::record);
}

#[test]
fn registers_are_read_whatever_they_hold() {
    replayed("register", targets::register);
}

#[test]
fn checklists_are_read_whatever_they_hold() {
    replayed("checklist", targets::checklist);
}

#[test]
fn sheets_are_taken_in_or_refused_whatever_they_hold() {
    replayed("import", targets::import);
}

#[test]
fn workbooks_are_taken_in_or_refused_whatever_they_hold() {
    replayed("workbook", targets::workbook);
}

#[test]
fn a_change_changes_what_it_was_asked_to_and_no_more() {
    replayed("edit", targets::edit);
}
