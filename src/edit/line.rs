//! Where a new line of `[checks]` goes: behind the older ones of its key, and
//! where there are none, behind the other keys.

use super::entry::{Entry, block_at_the_end, in_brackets, indent_of, is_value, keep_line_endings};
use super::{Refusal, Replacement};
use crate::records::{Entry as Field, Is, Table, Value};

const CHECKS: &str = "checks";

/// Adds a line to each of the keys, which are not the same twice. `record` is
/// what the reader made of `text`, which is well formed.
pub fn add_lines(
    text: &str,
    record: &Table,
    lines: &[(String, Entry)],
) -> Result<Vec<Replacement>, Refusal> {
    let field = record.entry(CHECKS);
    let checks = match field {
        None => None,
        Some(field) => Some(field.value.table().ok_or_else(|| {
            Refusal(
                "`checks` is there, but it is not a table that could be read; mend it first".into(),
            )
        })?),
    };
    let mut replacements = Vec::new();
    let mut blocks = Vec::new();
    let mut new = Vec::new();
    for (key, line) in lines {
        match checks.and_then(|checks| checks.entry(key)) {
            None => new.push((key.as_str(), line)),
            Some(older) => match behind(text, older, line)? {
                Behind::Here(here) => replacements.extend(here),
                Behind::AtTheEnd(block) => blocks.push(block),
            },
        }
    }
    // Of what goes to the same place, the end of a line comes before new
    // lines, and headings of their own come last.
    if !new.is_empty() {
        replacements.push(match field {
            None => headed(text, &new),
            Some(field) => beside(text, field, &new),
        });
    }
    replacements.extend(blocks);
    replacements.sort_by_key(|new| new.from);
    keep_line_endings(text, &mut replacements);
    Ok(replacements)
}

enum Behind {
    Here(Vec<Replacement>),
    AtTheEnd(Replacement),
}

/// Behind the lines that are there.
fn behind(text: &str, older: &Field, line: &Entry) -> Result<Behind, Refusal> {
    let key = &older.key;
    let is_value = is_value(text, older.key_place.end as usize);
    let lines = std::slice::from_ref(line);
    match &older.value.is {
        Is::List(items) if is_value => {
            Ok(Behind::Here(in_brackets(text, &older.value, items, lines)))
        }
        Is::List(_) => {
            let heading = format!("[[{CHECKS}.{key}]]");
            Ok(Behind::AtTheEnd(block_at_the_end(text, &heading, lines)))
        }
        Is::Table(_) if is_value => Ok(Behind::Here(made_a_list(text, older, line))),
        Is::Table(_) => Err(Refusal(format!(
            "`{key}` is not written on one line; write it so first: {key} = {{ date = …, by = \"…\" }}"
        ))),
        _ => Err(Refusal(format!(
            "`{key}` is there, but it could not be read; mend it first"
        ))),
    }
}

/// A single line becomes a list of two, a line each where it has its line to
/// itself. What is remarked behind it stays with it.
fn made_a_list(text: &str, older: &Field, line: &Entry) -> Vec<Replacement> {
    let (start, end) = span(&older.value);
    let rest = line_from(text, end);
    let line = line.inline();
    if rest.trim_start().is_empty() || rest.trim_start().starts_with('#') {
        let indent = indent_of(text, key_start(text, older));
        vec![
            Replacement::insert(start, format!("[\n{indent}  ")),
            Replacement::insert(end, ","),
            Replacement::insert(end + rest.len(), format!("\n{indent}  {line},\n{indent}]")),
        ]
    } else {
        vec![
            Replacement::insert(start, "["),
            Replacement::insert(end, format!(", {line}]")),
        ]
    }
}

/// Under a heading of its own, for a record without checks.
fn headed(text: &str, new: &[(&str, &Entry)]) -> Replacement {
    let fields = new.iter().fold(Entry::default(), |fields, (key, line)| {
        fields.toml(key, line.inline())
    });
    block_at_the_end(text, &format!("[{CHECKS}]"), &[fields])
}

/// Behind the other keys, written as they are.
fn beside(text: &str, field: &Field, new: &[(&str, &Entry)]) -> Replacement {
    let checks = field.value.table();
    let keys = checks.map_or(&[][..], |checks| &checks.entries);
    let heading_end = field.key_place.end as usize;
    if is_value(text, heading_end) {
        return in_braces(&field.value, keys, new);
    }
    let on_lines = |before: &str| {
        let stands = |key: &&Field| {
            is_value(text, key.key_place.end as usize)
                && line_up_to(text, key_start(text, key)).trim() == before
        };
        keys.iter()
            .filter(stands)
            .max_by_key(|key| key.value.place.end)
    };
    let dotted = format!("{CHECKS}.");
    if let Some(last) = on_lines("") {
        below(
            text,
            span(&last.value).1,
            &lines_like(text, keys, last, "", new),
        )
    } else if let Some(last) = on_lines(&dotted) {
        let lines = lines_like(text, keys, last, &dotted, new);
        below(text, span(&last.value).1, &lines)
    } else if text
        .get(heading_end..)
        .is_some_and(|rest| rest.trim_start_matches(['"', '\'', ' ']).starts_with(']'))
    {
        let lines = new
            .iter()
            .map(|(key, line)| format!("{key} = {}\n", line.inline()));
        below(text, heading_end, &lines.collect::<String>())
    } else {
        headed(text, new)
    }
}

/// Inside `checks = { … }`.
fn in_braces(table: &Value, keys: &[Field], new: &[(&str, &Entry)]) -> Replacement {
    let fields: Vec<_> = new
        .iter()
        .map(|(key, line)| format!("{key} = {}", line.inline()))
        .collect();
    let fields = fields.join(", ");
    match keys.last() {
        Some(last) => Replacement::insert(span(&last.value).1, format!(", {fields}")),
        None => {
            let (start, end) = span(table);
            Replacement {
                from: start,
                to: end,
                text: format!("{{ {fields} }}"),
            }
        }
    }
}

/// Lines like that of `last`, with the equals signs below one another where
/// those of the others are.
fn lines_like(
    text: &str,
    keys: &[Field],
    last: &Field,
    before: &str,
    new: &[(&str, &Entry)],
) -> String {
    let width = aligned(text, keys).unwrap_or(0);
    let indent = indent_of(text, key_start(text, last));
    let line = |(key, line): &(&str, &Entry)| {
        format!("{indent}{before}{key:width$} = {}\n", line.inline())
    };
    new.iter().map(line).collect()
}

/// How wide the keys are set, where somebody has aligned them.
fn aligned(text: &str, keys: &[Field]) -> Option<usize> {
    let width = |key: &Field| {
        let rest = line_from(text, key_start(text, key));
        rest.find('=').map(|equals| equals.saturating_sub(1))
    };
    let padded = |key: &Field| {
        let rest = line_from(text, key.key_place.end as usize);
        rest.trim_start_matches(['"', '\'']).starts_with("  ")
    };
    let first = keys.first().and_then(width)?;
    let same = keys.iter().all(|key| width(key) == Some(first));
    (same && keys.iter().any(padded)).then_some(first)
}

/// New lines below the line in which `at` stands.
fn below(text: &str, at: usize, lines: &str) -> Replacement {
    let end = at + line_from(text, at).len();
    match text.get(end..).and_then(|rest| rest.find('\n')) {
        Some(newline) => Replacement::insert(end + newline + 1, lines),
        None => Replacement::insert(text.len(), format!("\n{lines}")),
    }
}

fn span(value: &Value) -> (usize, usize) {
    (value.place.start as usize, value.place.end as usize)
}

/// Where a key begins, with the quotation mark it may have.
fn key_start(text: &str, field: &Field) -> usize {
    let start = field.key_place.start as usize;
    let before = text.get(..start).unwrap_or_default();
    before.trim_end_matches(['"', '\'']).len()
}

/// The rest of the line from `at` on, without its ending.
fn line_from(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    rest.lines().next().unwrap_or_default()
}

/// The beginning of the line up to `at`.
fn line_up_to(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or_default();
    before
        .get(before.rfind('\n').map_or(0, |at| at + 1)..)
        .unwrap_or_default()
}
