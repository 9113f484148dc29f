//! An entry of a record in words, by the table of fields.

use crate::calendar::said;
use crate::records::{Is, Kind, Records, Shape, Table, To, Value};

/// Fields whose words say by themselves what they are.
const SPEAKING: [&str; 7] = ["kind", "how", "what", "note", "result", "activity", "key"];

/// What a week calls `ap`.
const AT_THE_PROVIDER: &str = "at the provider";

/// What an entry says, in the order of the table of fields, without the fields
/// of `but`: "regular; with: pupil, provider; outcome: continue".
pub(super) fn in_words(
    records: &Records,
    shape: &'static Shape,
    entry: &Table,
    but: &[&str],
) -> String {
    let fields = shape
        .fields
        .iter()
        .filter(|field| !but.contains(&field.name));
    let parts: Vec<String> = fields
        .filter_map(|field| {
            let words = value(records, field.kind, entry.get(field.name)?);
            if words.is_empty() {
                return None;
            }
            let label = spoken(field.name);
            Some(match SPEAKING.contains(&field.name) {
                true => words,
                false => format!("{label}: {words}"),
            })
        })
        .collect();
    parts.join("; ")
}

/// A key as it is spoken: "health and safety" of `health-and-safety`, and
/// "mid-point" of `mid-point`.
pub(super) fn spoken(key: &str) -> String {
    const PREFIXES: [&str; 7] = ["e", "mid", "non", "off", "part", "pre", "re"];
    let mut words = String::with_capacity(key.len());
    for part in key.split('-') {
        if !words.is_empty() {
            let last = words.rsplit([' ', '-']).next().unwrap_or_default();
            words.push(if PREFIXES.contains(&last) { '-' } else { ' ' });
        }
        words.push_str(part);
    }
    words
}

/// A value in words, by its kind in the table of fields.
pub(super) fn value(records: &Records, kind: Kind, value: &Value) -> String {
    match (&value.is, kind) {
        (Is::Unreadable, _) => "could not be read".into(),
        (Is::Text(key), Kind::Reference(To::Person)) => records.person(key).to_owned(),
        (Is::Text(word), Kind::Word(_)) => spoken(word),
        (Is::Text(place), Kind::Whereabouts) if &**place == "ap" => AT_THE_PROVIDER.into(),
        (Is::Text(text), _) => text.to_string(),
        (Is::Date(date), _) => said(*date),
        (Is::Time(time), _) => time.format("%H:%M").to_string(),
        (Is::Number(number), _) => number.to_string(),
        (Is::Flag(flag), _) => if *flag { "yes" } else { "no" }.into(),
        (Is::List(items), kind) => {
            let inner = match kind {
                Kind::List(inner) => *inner,
                Kind::Tables(shape) | Kind::Lines(shape) => Kind::Table(shape),
                other => other,
            };
            let items: Vec<String> = items
                .iter()
                .map(|item| self::value(records, inner, item))
                .collect();
            items.join(", ")
        }
        (Is::Table(table), Kind::Table(shape) | Kind::Partial(shape) | Kind::Lines(shape)) => {
            format!("({})", in_words(records, shape, table, &[]))
        }
        (Is::Table(table), kind) => {
            let inner = match kind {
                Kind::Map(inner) => *inner,
                other => other,
            };
            let entries = table.entries.iter();
            let entries: Vec<String> = entries
                .map(|entry| {
                    let words = self::value(records, inner, &entry.value);
                    let key = match records.placement(&entry.key) {
                        Some(placement) => placement.id().to_owned(),
                        None if &*entry.key == "ap" => AT_THE_PROVIDER.into(),
                        None => spoken(&entry.key),
                    };
                    format!("{key} {words}")
                })
                .collect();
            entries.join(", ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_spoken_as_people_write_them() {
        assert_eq!(spoken("health-and-safety"), "health and safety");
        assert_eq!(spoken("off-site-direction"), "off-site direction");
        assert_eq!(spoken("e-mail"), "e-mail");
        assert_eq!(spoken("pre-placement"), "pre-placement");
        assert_eq!(spoken("-"), "");
    }
}
