//! Every value of a record, with the kind that the table of fields gives it.

use apcheck::records::{Entry, Is, Kind, Shape, Table, Value};

/// A value, and what it should be.
#[derive(Clone)]
pub(super) struct Spot<'a> {
    /// Its way through the table of fields: `reviews.with[]`.
    pub(super) path: String,
    pub(super) kind: &'static Kind,
    pub(super) value: &'a Value,
    /// Its key, where that is a field and not one the school chooses.
    pub(super) entry: Option<&'a Entry>,
    /// The fields that could stand beside it.
    pub(super) beside: Option<&'static Shape>,
}

pub(super) fn spots<'a>(table: &'a Table, shape: &'static Shape) -> Vec<Spot<'a>> {
    let mut found = Vec::new();
    fields(table, shape, "", &mut found);
    found
}

fn fields<'a>(table: &'a Table, shape: &'static Shape, path: &str, found: &mut Vec<Spot<'a>>) {
    for entry in &table.entries {
        let Some(field) = shape.field(&entry.key) else {
            continue;
        };
        let spot = Spot {
            path: if path.is_empty() {
                entry.key.to_string()
            } else {
                format!("{path}.{}", entry.key)
            },
            kind: &field.kind,
            value: &entry.value,
            entry: Some(entry),
            beside: Some(shape),
        };
        values(spot, found);
    }
}

fn values<'a>(spot: Spot<'a>, found: &mut Vec<Spot<'a>>) {
    let (value, path) = (spot.value, spot.path.clone());
    let within = |value: &'a Value, kind: &'static Kind, path: String| Spot {
        path,
        kind,
        value,
        entry: None,
        beside: None,
    };
    found.push(spot.clone());
    match (spot.kind, &value.is) {
        (Kind::Table(shape) | Kind::Partial(shape) | Kind::Lines(shape), Is::Table(table)) => {
            fields(table, shape, &path, found);
        }
        (Kind::Tables(shape) | Kind::Lines(shape), Is::List(items)) => {
            for table in items.iter().filter_map(Value::table) {
                fields(table, shape, &path, found);
            }
        }
        (Kind::List(inner), Is::List(items)) => {
            items
                .iter()
                .for_each(|item| values(within(item, inner, format!("{path}[]")), found));
        }
        (Kind::Map(inner), Is::Table(table)) => {
            table
                .entries
                .iter()
                .for_each(|entry| values(within(&entry.value, inner, format!("{path}.*")), found));
        }
        _ => {}
    }
}
