//! A record as a person would write it: what is read, written again as TOML.

use super::shape::{Kind, Shape};
use super::value::{Entry, Is, Table, Value};

/// The fields of a table in TOML: single values first, then tables and arrays
/// of tables under headings of their own.
pub fn written(table: &Table, shape: &'static Shape) -> String {
    let kind = |entry: &Entry| shape.field(&entry.key).map(|field| field.kind);
    let mut lines = String::new();
    let mut headed = String::new();
    for entry in &table.entries {
        match (&entry.value.is, kind(entry)) {
            (Is::Table(inner), kind) if !inner.entries.is_empty() => {
                headed.push_str(&format!("\n[{}]\n", entry.key));
                for inner in &inner.entries {
                    headed.push_str(&line(inner, inside(kind, &inner.key)));
                }
            }
            (Is::List(items), Some(Kind::Tables(inner))) => {
                for table in items.iter().filter_map(Value::table) {
                    headed.push_str(&entry_of(&entry.key, table, inner));
                }
            }
            (_, kind) => lines.push_str(&line(entry, kind)),
        }
    }
    format!("{lines}{headed}").trim_start().to_owned()
}

/// One entry of an array of tables, with its own tables under it.
fn entry_of(array: &str, table: &Table, shape: &'static Shape) -> String {
    let mut lines = format!("\n[[{array}]]\n");
    let mut headed = String::new();
    for field in &table.entries {
        let kind = shape.field(&field.key).map(|field| field.kind);
        match (&field.value.is, kind) {
            (Is::Table(inner), Some(Kind::Map(&Kind::Lines(_)))) => {
                headed.push_str(&format!("\n[{array}.{}]\n", field.key));
                for inner in &inner.entries {
                    headed.push_str(&line(inner, inside(kind, &inner.key)));
                }
            }
            _ => lines.push_str(&line(field, kind)),
        }
    }
    lines + &headed
}

/// What a key inside a field holds.
fn inside(kind: Option<Kind>, key: &str) -> Option<Kind> {
    match kind? {
        Kind::Map(inner) | Kind::List(inner) => Some(*inner),
        Kind::Table(shape) | Kind::Partial(shape) | Kind::Tables(shape) | Kind::Lines(shape) => {
            shape.field(key).map(|field| field.kind)
        }
        _ => None,
    }
}

fn line(entry: &Entry, kind: Option<Kind>) -> String {
    // An array of lines is written a line each, oldest first.
    if let (Is::List(items), Some(Kind::Lines(_))) = (&entry.value.is, kind) {
        let items: Vec<_> = items
            .iter()
            .map(|item| format!("  {},\n", inline(item, kind)))
            .collect();
        return format!("{} = [\n{}]\n", entry.key, items.concat());
    }
    format!("{} = {}\n", entry.key, inline(&entry.value, kind))
}

/// One value in TOML, on one line.
pub fn inline(value: &Value, kind: Option<Kind>) -> String {
    match &value.is {
        Is::Text(text) => quoted(text),
        Is::Date(date) if matches!(kind, Some(Kind::Month)) => {
            format!("\"{}\"", date.format("%Y-%m"))
        }
        Is::Date(date) => date.to_string(),
        Is::Time(time) => time.format("%H:%M:%S").to_string(),
        Is::Number(number) => number.to_string(),
        Is::Flag(flag) => flag.to_string(),
        Is::List(items) => {
            let kind = match kind {
                Some(Kind::List(inner)) => Some(*inner),
                other => other,
            };
            let items: Vec<_> = items.iter().map(|item| inline(item, kind)).collect();
            format!("[{}]", items.join(", "))
        }
        Is::Table(table) => {
            let fields: Vec<_> = table
                .entries
                .iter()
                .map(|entry| {
                    let kind = inside(kind, &entry.key);
                    format!("{} = {}", entry.key, inline(&entry.value, kind))
                })
                .collect();
            format!("{{ {} }}", fields.join(", "))
        }
        Is::Unreadable => "…".into(),
    }
}

fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", escaped.replace('\n', "\\n"))
}
