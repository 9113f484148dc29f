//! The check `log`: which entries count, what they must hold, and how often.

use super::field::never_held;
use super::{Parser, count, shape_of, unknown, words};
use crate::calendar::Rhythm;
use crate::records::{Is, Kind, Shape, Table, Value, fields};
use crate::rulebook::requirement::{About, Log, Stages};
use crate::source::Place;

impl Parser {
    pub(super) fn log(&mut self, check: &Table, about: About) -> Option<Log> {
        let mut names = Vec::new();
        let mut entries: Vec<&'static Shape> = Vec::new();
        for value in check.get("log")?.items() {
            let name = value.text()?;
            let own = shape_of(about).field(name);
            let providers = (about != About::Commissioner)
                .then(|| fields::PROVIDER.field(name))
                .flatten();
            match own.or(providers).map(|field| field.kind) {
                Some(Kind::Tables(shape)) => {
                    names.push(name.to_owned());
                    entries.push(shape);
                }
                _ => {
                    let logs = shape_of(about)
                        .fields
                        .iter()
                        .filter(|field| matches!(field.kind, Kind::Tables(_)))
                        .map(|field| field.name);
                    let next = unknown(name, logs, "docs/records.md lists the logs there are");
                    self.fault(value.place, format!("there is no log `{name}`"), next);
                    return None;
                }
            }
        }
        let at_least = check
            .get("at-least")
            .and_then(|value| count(value).ok())
            .unwrap_or(1);
        Some(Log {
            filter: self.wanted(check, "where", &entries),
            has: self.wanted(check, "has", &entries),
            rhythm: self.rhythm(check, at_least),
            renew: self.period(check, "renew"),
            dated: self.dated(check, about),
            at_least,
            names,
        })
    }

    /// `where` and `has`: fields, each with the words it must hold.
    pub(super) fn wanted(
        &mut self,
        check: &Table,
        key: &str,
        entries: &[&'static Shape],
    ) -> Vec<(String, Vec<String>)> {
        let Some(value) = check.get(key) else {
            return Vec::new();
        };
        let pairs: Vec<(String, Vec<String>, Place)> = match &value.is {
            Is::Table(table) => table
                .entries
                .iter()
                .map(|entry| (entry.key.to_string(), words(&entry.value), entry.key_place))
                .collect(),
            _ => value
                .items()
                .iter()
                .filter_map(|item| Some((item.text()?.to_owned(), Vec::new(), item.place)))
                .collect(),
        };
        let mut wanted = Vec::new();
        for (field, words, place) in pairs {
            // A visit counts as a contact, so `with` may be asked of both.
            let kind = entries.iter().find_map(|shape| shape.field(&field));
            if let Some(kind) = kind.map(|field| field.kind) {
                if let Some((message, next)) = never_held(&field, kind, &words) {
                    self.fault(place, message, next);
                }
                wanted.push((field, words));
            } else {
                let known = entries
                    .iter()
                    .flat_map(|shape| shape.fields)
                    .map(|field| field.name);
                let next = unknown(&field, known, "docs/records.md lists the fields there are");
                self.fault(
                    place,
                    format!("entries of this log have no field `{field}`"),
                    next,
                );
            }
        }
        wanted
    }

    pub(super) fn rhythm(&mut self, check: &Table, at_least: u32) -> Option<Rhythm> {
        if let Some(times) = check.get("times") {
            return match (count(times), check.text("per").known()) {
                (Ok(times), Some("term")) => Some(Rhythm::Times { times }),
                (Ok(at_least), Some("half-term")) => Some(Rhythm::HalfTerm { at_least }),
                _ => {
                    self.fault(
                        times.place,
                        "`times` is a count from 1 up, with `per = \"term\"` beside it".into(),
                        "write times = 2, per = \"term\"".into(),
                    );
                    None
                }
            };
        }
        let every = check.get("every")?;
        if let Some(text) = every.text() {
            let rhythm = Rhythm::parse(text, at_least);
            if rhythm.is_none() {
                self.fault(
                    every.place,
                    format!("`{text}` is not a rhythm"),
                    "write \"half-term\", \"term\", or a period such as \"1 week\"".into(),
                );
            }
            return rhythm;
        }
        let mut stages = Vec::new();
        for stage in every.items().iter().filter_map(Value::table) {
            let weeks = stage.get("weeks").and_then(|weeks| count(weeks).ok());
            let rhythm = stage
                .text("every")
                .known()
                .and_then(|text| Rhythm::parse(text, at_least));
            match rhythm {
                Some(rhythm) => stages.push(Stages { weeks, rhythm }),
                None => {
                    self.fault(
                        every.place,
                        "a stage of this rhythm is not well formed".into(),
                        "write { weeks = 4, every = \"1 week\" }; the last one without `weeks`"
                            .into(),
                    );
                    return None;
                }
            }
        }
        Some(Rhythm::Stages(stages))
    }
}
