//! Where a new entry of a list goes: `[[exceptions]]` and its like.

use super::{Refusal, Replacement};
use crate::records::{Is, Table, Value};
use chrono::NaiveDate;

/// An entry to be written: its fields in the order they are to stand in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry(Vec<(String, String)>);

impl Entry {
    pub fn text(self, key: &str, text: &str) -> Entry {
        self.toml(key, quoted(text))
    }

    pub fn date(self, key: &str, date: NaiveDate) -> Entry {
        self.toml(key, date.to_string())
    }

    /// A value that is TOML already.
    pub fn toml(mut self, key: &str, value: String) -> Entry {
        self.0.push((key.to_owned(), value));
        self
    }

    fn lines(&self) -> String {
        let lines = self
            .0
            .iter()
            .map(|(key, value)| format!("{key} = {value}\n"));
        lines.collect()
    }

    /// `{ date = 2026-09-01, by = "dsl" }`.
    pub fn inline(&self) -> String {
        let fields: Vec<_> = self
            .0
            .iter()
            .map(|(key, value)| format!("{key} = {value}"))
            .collect();
        format!("{{ {} }}", fields.join(", "))
    }
}

/// Adds entries to the list `key` at the top level of a well-formed record:
/// as blocks at the end of the file, or inside the brackets where the list is
/// written as `key = [ … ]`. `record` is what the reader made of `text`.
pub fn append(
    text: &str,
    record: &Table,
    key: &str,
    entries: &[Entry],
) -> Result<Vec<Replacement>, Refusal> {
    let mut replacements = match record.entry(key) {
        Some(list) if is_value(text, list.key_place.end as usize) => match &list.value.is {
            Is::List(items) => in_brackets(text, &list.value, items, entries),
            _ => {
                return Err(Refusal(format!(
                    "`{key}` is there, but it is not a list that could be read; mend it first"
                )));
            }
        },
        _ => vec![block_at_the_end(text, &format!("[[{key}]]"), entries)],
    };
    keep_line_endings(text, &mut replacements);
    Ok(replacements)
}

/// Puts the table `[key]` at the end of a record that has none yet.
pub fn put(
    text: &str,
    record: &Table,
    key: &str,
    entry: &Entry,
) -> Result<Vec<Replacement>, Refusal> {
    if record.entry(key).is_some() {
        return Err(Refusal(format!("there is a [{key}] in it already")));
    }
    let block = block_at_the_end(text, &format!("[{key}]"), std::slice::from_ref(entry));
    let mut replacements = vec![block];
    keep_line_endings(text, &mut replacements);
    Ok(replacements)
}

/// New lines end as those of the file do.
pub(super) fn keep_line_endings(text: &str, replacements: &mut [Replacement]) {
    if text.contains("\r\n") {
        for new in replacements {
            new.text = new.text.replace('\n', "\r\n");
        }
    }
}

/// Whether the key that ends at `end` stands in `key = …`, not in `[[key]]`.
pub(super) fn is_value(text: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    rest.trim_start_matches(['"', '\'', ' ', '\t'])
        .starts_with('=')
}

/// Entries at the end of the file, each under the heading.
pub(super) fn block_at_the_end(text: &str, heading: &str, entries: &[Entry]) -> Replacement {
    let mut block = String::new();
    if !text.is_empty() && !text.ends_with('\n') {
        block.push('\n');
    }
    for (at, entry) in entries.iter().enumerate() {
        if at > 0 || !text.ends_with("\n\n") && !text.ends_with("\n\r\n") {
            block.push('\n');
        }
        block.push_str(&format!("{heading}\n{}", entry.lines()));
    }
    Replacement::insert(text.len(), block)
}

/// Inside `[ … ]`: on lines of their own where the closing bracket has one, and
/// otherwise behind the last entry.
pub(super) fn in_brackets(
    text: &str,
    list: &Value,
    items: &[Value],
    entries: &[Entry],
) -> Vec<Replacement> {
    let bracket = (list.place.end as usize).saturating_sub(1);
    let last = items.last().map(|item| item.place.end as usize);
    let needs_comma = last.filter(|last| !has_comma(text.get(*last..bracket).unwrap_or_default()));
    let comma = needs_comma.map(|at| Replacement::insert(at, ","));
    let before = text.get(..bracket).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let own_line = before
        .get(line..)
        .is_some_and(|start| start.trim().is_empty());
    let written = entries.iter().map(Entry::inline);
    let new = if own_line && line > 0 {
        let indent = items
            .last()
            .map_or("", |item| indent_of(text, item.place.start as usize));
        let lines: String = written.map(|entry| format!("{indent}{entry},\n")).collect();
        Replacement::insert(line, lines)
    } else {
        let gap = if items.is_empty() { "" } else { " " };
        let trailing = if last.is_some() && comma.is_none() {
            ","
        } else {
            ""
        };
        let entries: Vec<_> = written.collect();
        let text = format!("{gap}{}{trailing}", entries.join(", "));
        Replacement::insert(before.trim_end().len(), text)
    };
    comma.into_iter().chain([new]).collect()
}

/// Whether a comma stands between the last entry and the closing bracket; one
/// in a comment does not count.
fn has_comma(between: &str) -> bool {
    between
        .lines()
        .any(|line| line.split('#').next().unwrap_or_default().contains(','))
}

/// The blanks in front of what stands at `at`, if nothing else does.
pub(super) fn indent_of(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    before
        .get(line..)
        .filter(|start| start.trim().is_empty())
        .unwrap_or_default()
}

/// A TOML string.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
