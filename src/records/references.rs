//! References between records: who and what a key points to.

use super::fault::{Fault, nearest};
use super::shape::{Kind, Shape, To};
use super::value::{Is, Table, Value};
use super::{Record, Records, fields};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that can be referred to, by its key.
struct Known {
    people: BTreeSet<String>,
    people_readable: bool,
    providers: BTreeSet<String>,
    placements: BTreeSet<String>,
    pupils: BTreeSet<String>,
    pupils_readable: bool,
    /// Sites by provider; a provider that could not be read is not there.
    sites: BTreeMap<String, BTreeSet<String>>,
}

/// Checks every reference; one that points to nothing becomes unreadable, so
/// that nothing rests on it.
pub(super) fn resolve(records: &mut Records) {
    let known = Known::of(records);
    let mut faults = Vec::new();
    let mut resolver = Resolver {
        known: &known,
        sites: None,
        objectives: None,
        faults: &mut faults,
    };
    resolver.record(&mut records.commissioner, &fields::COMMISSIONER);
    for (id, provider) in &mut records.providers {
        resolver.sites = known.sites.get(id);
        resolver.record(provider, &fields::PROVIDER);
    }
    for placement in records.placements.values_mut() {
        let provider = placement.table.text("provider").known();
        resolver.sites = provider.and_then(|provider| known.sites.get(provider));
        resolver.objectives = keys(&placement.table, "objectives");
        resolver.record(placement, &fields::PLACEMENT);
    }
    records.faults.append(&mut faults);
}

/// The same for the mappings, which nothing else refers to.
pub(super) fn resolve_mappings(records: &mut Records) {
    let known = Known::of(records);
    let mut faults = Vec::new();
    let mut resolver = Resolver {
        known: &known,
        sites: None,
        objectives: None,
        faults: &mut faults,
    };
    for mapping in records.mappings.values_mut() {
        resolver.table(&mut mapping.table, &fields::MAPPING);
    }
    records.faults.append(&mut faults);
}

/// What is wrong with the references of a record that is not there yet.
pub fn unknown_references(records: &Records, table: &Table, shape: &'static Shape) -> Vec<Fault> {
    let known = Known::of(records);
    let provider = table.text("provider").known();
    let mut faults = Vec::new();
    Resolver {
        known: &known,
        sites: provider.and_then(|provider| known.sites.get(provider)),
        objectives: keys(table, "objectives"),
        faults: &mut faults,
    }
    .table(&mut table.clone(), shape);
    faults
}

impl Known {
    fn of(records: &Records) -> Known {
        let commissioner = &records.commissioner;
        let people = commissioner.table.table("people");
        Known {
            people: people.map_or_else(BTreeSet::new, |people| {
                people
                    .entries
                    .iter()
                    .map(|entry| entry.key.to_string())
                    .collect()
            }),
            people_readable: commissioner.complete
                && !commissioner
                    .table
                    .get("people")
                    .is_some_and(Value::is_unreadable),
            providers: records.providers.keys().cloned().collect(),
            placements: records.placements.keys().cloned().collect(),
            pupils: records
                .all_placements()
                .filter_map(|placement| placement.pupil())
                .map(str::to_owned)
                .collect(),
            pupils_readable: records.placements.values().all(|record| {
                record.complete
                    && record
                        .table
                        .table("pupil")
                        .is_some_and(|pupil| pupil.text("ref").known().is_some())
            }),
            sites: records
                .providers
                .iter()
                .filter(|(_, provider)| provider.complete)
                .filter_map(|(id, provider)| Some((id.clone(), keys(&provider.table, "sites")?)))
                .collect(),
        }
    }
}

/// The keys of an array of tables that names its entries; `None` when one has
/// no key that could be read, so that nothing can be called unknown.
fn keys(record: &Table, array: &str) -> Option<BTreeSet<String>> {
    let value = record.get(array);
    if value.is_some_and(Value::is_unreadable) {
        return None;
    }
    value
        .map_or(&[][..], Value::items)
        .iter()
        .map(|item| Some(item.table()?.text("key").known()?.to_owned()))
        .collect()
}

struct Resolver<'a> {
    known: &'a Known,
    sites: Option<&'a BTreeSet<String>>,
    objectives: Option<BTreeSet<String>>,
    faults: &'a mut Vec<Fault>,
}

impl Resolver<'_> {
    /// Each fault is of a reference that is unreadable from now on.
    fn record(&mut self, record: &mut Record, shape: &'static Shape) {
        let before = self.faults.len();
        self.table(&mut record.table, shape);
        record.whole &= self.faults.len() == before;
    }

    fn table(&mut self, table: &mut Table, shape: &'static Shape) {
        for entry in &mut table.entries {
            if matches!(&*entry.key, "hours" | "on-site") && shape.name == "a week" {
                self.places_of_hours(&entry.value);
            }
            if let Some(field) = shape.field(&entry.key) {
                let key = entry.key.clone();
                self.value(&mut entry.value, &field.kind, &key);
            }
        }
    }

    fn value(&mut self, value: &mut Value, kind: &'static Kind, key: &str) {
        match (kind, &mut value.is) {
            (Kind::Table(shape) | Kind::Lines(shape), Is::Table(table)) => self.table(table, shape),
            (Kind::Tables(shape) | Kind::Lines(shape), Is::List(items)) => {
                for item in items {
                    if let Is::Table(table) = &mut item.is {
                        self.table(table, shape);
                    }
                }
            }
            (Kind::Map(inner), Is::Table(table)) => {
                for entry in &mut table.entries {
                    let key = entry.key.clone();
                    self.value(&mut entry.value, inner, &key);
                }
            }
            (Kind::List(inner), Is::List(items)) => {
                for item in items {
                    self.value(item, inner, key);
                }
            }
            (Kind::Reference(to), Is::Text(_)) => self.reference(value, *to, key),
            (Kind::Whereabouts, Is::Text(_)) => self.whereabouts(value),
            _ => {}
        }
    }

    /// The keys of `hours` and `on-site` are places too.
    fn places_of_hours(&mut self, hours: &Value) {
        for entry in hours.table().map_or(&[][..], |table| &table.entries) {
            if let Some((message, next)) = self.unknown_place(&entry.key, "hours are given for") {
                self.faults.push(Fault::new(
                    "reference-known",
                    entry.key_place,
                    message,
                    next,
                ));
            }
        }
    }

    /// What is wrong with a place that is neither a word nor a placement.
    fn unknown_place(&self, text: &str, what: &str) -> Option<(String, String)> {
        const WORDS: [&str; 4] = ["ap", "school", "home", "remote"];
        if WORDS.contains(&text) || self.known.placements.contains(text) {
            return None;
        }
        let words = WORDS
            .iter()
            .copied()
            .chain(self.known.placements.iter().map(String::as_str));
        let next = match nearest(text, words) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write ap, school, home, remote, or the id of another placement of this pupil"
                .into(),
        };
        let said = super::wording::shortened(text);
        Some((
            format!("{what} `{said}`, which is neither a place nor a placement"),
            next,
        ))
    }

    fn reference(&mut self, value: &mut Value, to: To, key: &str) {
        let known = self.known;
        let (what, place, set) = match to {
            To::Person if known.people_readable => {
                ("person", "under [people] in apcheck.toml", &known.people)
            }
            To::Provider => ("provider", "in providers/", &known.providers),
            To::Pupil if known.pupils_readable => ("pupil", "with a placement", &known.pupils),
            To::Site => match self.sites {
                Some(sites) => ("site", "under [[sites]] of the provider", sites),
                None => return,
            },
            To::Objective => match &self.objectives {
                Some(objectives) => ("objective", "under [[objectives]]", objectives),
                None => return,
            },
            // The rulebook knows these.
            _ => return,
        };
        let text = value.text().unwrap_or_default();
        if set.contains(text) {
            return;
        }
        let next = match nearest(text, set.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`? Otherwise record it {place}"),
            None => format!("record it {place}, or write the key of one that is there"),
        };
        let next = if text == "…" {
            format!("put a key in place of …; it must be recorded {place}")
        } else {
            next
        };
        let message = format!(
            "`{key}` names the {what} `{}`, which is not recorded",
            super::wording::shortened(text)
        );
        self.faults
            .push(Fault::new("reference-known", value.place, message, next));
        value.is = Is::Unreadable;
    }

    fn whereabouts(&mut self, value: &mut Value) {
        let text = value.text().unwrap_or_default();
        if let Some((message, next)) = self.unknown_place(text, "a session is spent at") {
            self.faults
                .push(Fault::new("reference-known", value.place, message, next));
            value.is = Is::Unreadable;
        }
    }
}

/// Records whose names differ only in capital letters.
pub(crate) fn same_but_for_case(records: &BTreeMap<String, Record>) -> Vec<(&Record, &Record)> {
    let mut seen: BTreeMap<String, &Record> = BTreeMap::new();
    let mut clashes = Vec::new();
    for record in records.values() {
        if let Some(first) = seen.insert(record.id.to_lowercase(), record) {
            clashes.push((record, first));
        }
    }
    clashes
}
