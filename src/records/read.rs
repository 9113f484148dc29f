//! Reads a TOML record by its shape: every value with its place, every fault.

mod broken;

use super::fault::{Fault, listed, nearest};
use super::repair::{Damaged, Repaired, repair};
use super::shape::{Field, Kind, Shape};
use super::value::{Entry, Is, Table, Value, Word};
use super::wording::{Wording, mismatch, unreadable};
use crate::source::{FileId, Place};
use chrono::{Datelike, NaiveDate, NaiveTime};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What a file said.
#[derive(Debug)]
pub struct Reading {
    pub table: Table,
    pub faults: Vec<Fault>,
    /// False when a part of the file could not be read, so that nothing can be
    /// concluded from what is not there.
    pub complete: bool,
    /// False when nothing of the file could be read.
    pub readable: bool,
}

/// Reads a record. Never fails: what is wrong is in `faults`.
pub fn read(file: FileId, text: &str, shape: &'static Shape) -> Reading {
    let (document, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        let mut reader = Reader::new(file, text, Vec::new(), shape);
        let table = reader.table(document.get_ref(), 0..0, shape);
        return reader.finish(table, true);
    }
    read_damaged(file, text, shape)
}

/// Whether a text is TOML without an error. That the digits of its numbers are
/// such shows only when they are read.
pub fn is_well_formed(text: &str) -> bool {
    text.parse::<toml::Table>().is_ok()
}

/// Whether two TOML texts say the same, in whatever order.
pub fn means_the_same(one: &str, other: &str) -> bool {
    match (one.parse::<toml::Table>(), other.parse::<toml::Table>()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// An inline table of a list, as `{ date = 2026-09-01, by = "dsl" }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub span: Range<usize>,
    /// What it says of its day, and of its key, as written.
    pub date: Option<String>,
    pub key: Option<String>,
}

/// The inline tables that one `key = value` holds, where the value is one or
/// a list of them, and where the value stands; `depth` is the number of words
/// of the key.
pub fn items_of(statement: &str, depth: usize) -> Option<(Range<usize>, Vec<Item>)> {
    let (document, errors) = DeTable::parse_recoverable(statement);
    let mut table = document.get_ref();
    for _ in 1..depth {
        table = match table.values().next()?.get_ref() {
            DeValue::Table(table) => table,
            _ => return None,
        };
    }
    let value = table.values().next().filter(|_| errors.is_empty())?;
    let items = match value.get_ref() {
        DeValue::Table(_) => vec![item(statement, value)?],
        DeValue::Array(items) => items
            .iter()
            .map(|value| item(statement, value))
            .collect::<Option<_>>()?,
        _ => return None,
    };
    Some((value.span(), items))
}

fn item(text: &str, value: &Spanned<DeValue<'_>>) -> Option<Item> {
    let DeValue::Table(table) = value.get_ref() else {
        return None;
    };
    let written = |names: &[&str]| {
        let value = names.iter().find_map(|name| table.get(*name))?;
        text.get(value.span()).map(str::to_owned)
    };
    Some(Item {
        span: value.span(),
        date: written(&["date", "from"]),
        key: written(&["key"]),
    })
}

/// Reads what can be read of a file that is not well-formed TOML.
fn read_damaged(file: FileId, text: &str, shape: &'static Shape) -> Reading {
    let Repaired {
        text: mended,
        damaged,
        broken,
    } = repair(text);
    let mut reader = Reader::new(file, text, damaged, shape);
    let (document, _) = DeTable::parse_recoverable(&mended);
    let mut table = reader.table(document.get_ref(), 0..0, shape);
    let mut readable = true;
    for broken in &broken {
        readable &= reader.broken(broken, &mut table);
    }
    reader.finish(table, readable)
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    /// The shape of the whole record.
    root: &'static Shape,
    damaged: Vec<Damaged>,
    faults: Vec<Fault>,
    complete: bool,
    /// Whether a part of a record is being read, of which nothing need be there.
    within_part: bool,
}

impl<'a> Reader<'a> {
    fn new(file: FileId, text: &'a str, damaged: Vec<Damaged>, root: &'static Shape) -> Self {
        Reader {
            file,
            text,
            root,
            damaged,
            faults: Vec::new(),
            complete: true,
            within_part: false,
        }
    }

    fn finish(mut self, table: Table, readable: bool) -> Reading {
        if !self.complete {
            // What is not there may stand in the part that could not be read.
            self.faults.retain(|fault| fault.id != "field-present");
        }
        Reading {
            table,
            faults: self.faults,
            complete: self.complete,
            readable,
        }
    }

    /// A place of whole characters: in a text that is no TOML the parser may end
    /// a value within one.
    fn place(&self, span: Range<usize>) -> Place {
        let Range { mut start, mut end } = span;
        while !self.text.is_char_boundary(start) && start > 0 {
            start -= 1;
        }
        while !self.text.is_char_boundary(end) && end < self.text.len() {
            end += 1;
        }
        Place::new(self.file, start..end)
    }

    fn fault(&mut self, id: &'static str, span: Range<usize>, message: String, next: String) {
        let place = self.place(span);
        self.faults.push(Fault::new(id, place, message, next));
    }

    fn table(&mut self, table: &DeTable<'_>, span: Range<usize>, shape: &'static Shape) -> Table {
        let read = self.part(table, span.clone(), shape);
        self.missing(&read, shape, span);
        read
    }

    /// The fields of a table, whatever is missing from it.
    fn part(&mut self, table: &DeTable<'_>, span: Range<usize>, shape: &'static Shape) -> Table {
        let mut read = Table::empty(self.place(span));
        read.entries.reserve_exact(table.len());
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            match shape.field(name) {
                Some(field) => {
                    let value = self.value(value, &field.kind, name);
                    self.push(&mut read, field.name.into(), key.span(), value);
                }
                None => read
                    .entries
                    .extend(self.unknown_key(key.span(), name, table, shape)),
            }
        }
        read
    }

    fn push(&self, read: &mut Table, key: Word, span: Range<usize>, value: Value) {
        read.entries.push(Entry {
            key,
            key_place: self.place(span),
            value,
        });
    }

    /// A field there is not. What it may be meant to be counts as written and not
    /// readable, so that nobody is told that it is missing.
    fn unknown_key(
        &mut self,
        span: Range<usize>,
        name: &str,
        table: &DeTable<'_>,
        shape: &Shape,
    ) -> Option<Entry> {
        let names = || shape.fields.iter().map(|field| field.name);
        let absent = names().filter(|name| table.get(*name).is_none());
        let meant = nearest(name, absent);
        let next = match meant {
            Some(near) => format!("did you mean `{near}`? Write it so, or take the line out"),
            None if shape.fields.len() <= 12 => format!(
                "take it out, or use one of {}",
                listed(&names().collect::<Vec<_>>())
            ),
            None => "take it out; docs/records.md lists the fields there are".into(),
        };
        let place = self.place(span.clone());
        self.fault(
            "key-known",
            span,
            format!("`{name}` is not a field of {}", shape.name),
            next,
        );
        meant.map(|meant| Entry {
            key: meant.into(),
            key_place: place,
            value: Value {
                is: Is::Unreadable,
                place,
            },
        })
    }

    fn missing(&mut self, read: &Table, shape: &'static Shape, span: Range<usize>) {
        for field in shape.fields.iter().filter(|field| field.required) {
            if read.get(field.name).is_none() {
                self.fault(
                    "field-present",
                    span.clone(),
                    format!(
                        "`{}` is missing from {}: {}",
                        field.name, shape.name, field.meaning
                    ),
                    format!("add: {}", line_for(field)),
                );
            }
        }
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, kind: &'static Kind, name: &str) -> Value {
        let span = value.span();
        let place = self.place(span.clone());
        if let Some(damaged) = self.damage_at(span.start) {
            return self.damaged_value(&damaged, kind, name);
        }
        let is = match (kind, value.get_ref()) {
            (Kind::Table(shape), DeValue::Table(table)) if self.within_part => {
                Is::Table(self.part(table, span, shape))
            }
            (Kind::Table(shape), DeValue::Table(table)) => {
                Is::Table(self.table(table, span, shape))
            }
            (Kind::Partial(shape), DeValue::Table(table)) => {
                self.within_part = true;
                let part = self.part(table, span, shape);
                self.within_part = false;
                Is::Table(part)
            }
            (Kind::Tables(shape) | Kind::Lines(shape), DeValue::Array(items)) => {
                Is::List(self.tables(items, shape, name))
            }
            (Kind::Lines(shape), DeValue::Table(table)) => {
                Is::Table(self.table(table, span, shape))
            }
            (Kind::Tables(_), DeValue::Table(_)) => {
                return self.wrong(
                    &span,
                    format!("`{name}` is written once, but there can be several"),
                    format!("write the heading with two brackets, [[{name}]], for each of them"),
                );
            }
            (Kind::Table(_) | Kind::Partial(_) | Kind::Map(_), DeValue::Array(items))
                if items.iter().any(|item| item.get_ref().is_table()) =>
            {
                return self.wrong(
                    &span,
                    format!("`{name}` is written with two brackets, but there is only one"),
                    format!("write the heading with one bracket: [{name}]"),
                );
            }
            (Kind::List(Kind::Whereabouts), DeValue::Array(items)) if items.len() != 2 => {
                return self.wrong(
                    &span,
                    format!("`{name}` has {} sessions, but a day has two", items.len()),
                    format!("write the morning and the afternoon: {name} = [\"ap\", \"ap\"]"),
                );
            }
            (Kind::Lines(_), value) if !value.is_array() && self.root.field(name).is_some() => {
                return self.wrong(
                    &span,
                    format!("`{name}` stands under a heading that it does not belong to"),
                    "move it to the top of the file, above the first heading".into(),
                );
            }
            (Kind::List(inner), DeValue::Array(items)) => Is::List(
                items
                    .iter()
                    .map(|item| self.value(item, inner, name))
                    .collect(),
            ),
            (Kind::Map(inner), DeValue::Table(table)) => {
                let mut read = Table::empty(place);
                for (key, value) in table {
                    let value = self.value(value, inner, key.get_ref());
                    self.push(&mut read, owned(key.get_ref()), key.span(), value);
                }
                if matches!(inner, Kind::Lines(_)) {
                    self.answered_also(&mut read);
                }
                Is::Table(read)
            }
            (Kind::Free, _) => return self.free(value, name),
            (_, value) => return self.scalar(value, span, kind, name),
        };
        Value { is, place }
    }

    /// What a line that cannot be read seems to answer also counts as written and
    /// not readable, like the line; where that cannot be told, it may be anything.
    fn answered_also(&mut self, read: &mut Table) {
        let mut also = Vec::new();
        let lines = read.entries.iter();
        for line in lines.filter(|entry| entry.value.is_unreadable()) {
            let place = line.value.place;
            let written = &self.text[place.start as usize..place.end as usize];
            let Some((_, list)) = written.split_once("also") else {
                continue;
            };
            let list = list.trim_start_matches([' ', '=']);
            let closed = list.split_once(']').filter(|(keys, _)| !keys.contains('='));
            self.complete &= closed.is_some();
            let keys = closed.map_or("", |(keys, _)| keys);
            also.extend(keys.split('"').skip(1).step_by(2).map(|key| Entry {
                key: owned(key),
                ..line.clone()
            }));
        }
        read.entries.extend(also);
    }

    fn tables(
        &mut self,
        items: &toml::de::DeArray<'_>,
        shape: &'static Shape,
        name: &str,
    ) -> Vec<Value> {
        items
            .iter()
            .map(|item| {
                let span = item.span();
                match item.get_ref() {
                    DeValue::Table(table) => Value {
                        place: self.place(span.clone()),
                        is: Is::Table(self.table(table, span, shape)),
                    },
                    _ => self.wrong(
                        &span,
                        format!("an entry of `{name}` is not a table"),
                        "write it in braces: { date = …, by = \"…\" }".into(),
                    ),
                }
            })
            .collect()
    }

    /// A value that the rulebook reads for itself.
    fn free(&mut self, value: &Spanned<DeValue<'_>>, name: &str) -> Value {
        let span = value.span();
        if let Some(damaged) = self.damage_at(span.start) {
            return self.damaged_value(&damaged, &Kind::Free, name);
        }
        let read = match value.get_ref() {
            DeValue::String(text) => Ok(Is::Text(owned(text))),
            DeValue::Integer(number) => whole(number, name),
            DeValue::Float(number) => decimal(number.as_str(), name),
            DeValue::Boolean(flag) => Ok(Is::Flag(*flag)),
            DeValue::Datetime(datetime) => plausible(datetime, name),
            DeValue::Array(items) => Ok(Is::List(
                items.iter().map(|item| self.free(item, name)).collect(),
            )),
            DeValue::Table(table) => {
                let mut read = Table::empty(self.place(0..0));
                for (key, value) in table {
                    let value = self.free(value, key.get_ref());
                    self.push(&mut read, owned(key.get_ref()), key.span(), value);
                }
                Ok(Is::Table(read))
            }
        };
        match read {
            Ok(is) => Value {
                is,
                place: self.place(span),
            },
            Err((message, next)) => self.wrong(&span, message, next),
        }
    }

    fn scalar(
        &mut self,
        value: &DeValue<'_>,
        span: Range<usize>,
        kind: &'static Kind,
        name: &str,
    ) -> Value {
        let read = match (kind, value) {
            (
                Kind::Text | Kind::Reference(_) | Kind::Whereabouts | Kind::Answer,
                DeValue::String(text),
            ) => {
                if text.trim().is_empty() {
                    Err((
                        format!("`{name}` is empty"),
                        "write what it is, or take the line out".into(),
                    ))
                } else {
                    Ok(Is::Text(owned(text)))
                }
            }
            (Kind::Word(words), DeValue::String(text)) => word(text, words, name),
            (Kind::Date, DeValue::Datetime(datetime)) => plausible(datetime, name),
            (Kind::Month, DeValue::Datetime(_)) => Err(whole_date_of_birth(name)),
            (Kind::Whole, DeValue::Integer(number)) if digits(name).is_some() => {
                whole(number, name).and_then(|read| of_digits(read, number.as_str(), name))
            }
            (Kind::Percent, DeValue::Integer(number)) => {
                whole(number, name).and_then(|read| percent(read, name))
            }
            (Kind::Percent, DeValue::Float(number)) => {
                decimal(number.as_str(), name).and_then(|read| percent(read, name))
            }
            (Kind::Month, DeValue::String(text)) => month(text, name),
            (Kind::Time, DeValue::Datetime(datetime)) => time_of(datetime)
                .ok_or_else(|| {
                    (
                        format!("`{name}` is not a time of day"),
                        "write it as 09:30".to_owned(),
                    )
                })
                .map(Is::Time),
            (Kind::Whole, DeValue::Integer(number)) => whole(number, name),
            (Kind::Number, DeValue::Integer(number)) => whole(number, name),
            (Kind::Number, DeValue::Float(number)) => decimal(number.as_str(), name),
            (Kind::Flag | Kind::Answer, DeValue::Boolean(flag)) => Ok(Is::Flag(*flag)),
            _ => Err(mismatch(kind, &self.text[span.clone()], name)),
        };
        match read {
            Ok(is) => Value {
                is,
                place: self.place(span),
            },
            Err((message, next)) => self.wrong(&span, message, next),
        }
    }

    fn wrong(&mut self, span: &Range<usize>, message: String, next: String) -> Value {
        self.fault("value-readable", span.clone(), message, next);
        Value {
            is: Is::Unreadable,
            place: self.place(span.clone()),
        }
    }

    /// What is damaged where the parser now finds a value.
    fn damage_at(&mut self, start: usize) -> Option<Damaged> {
        let position = self
            .damaged
            .iter()
            .position(|damaged| damaged.at == start)?;
        Some(self.damaged.swap_remove(position))
    }

    fn damaged_value(&mut self, damaged: &Damaged, kind: &'static Kind, name: &str) -> Value {
        let raw = self.text[damaged.raw.clone()].to_owned();
        let (message, next) = unreadable(kind, &raw, name, &damaged.parser);
        self.wrong(&damaged.raw.clone(), message, next)
    }
}

fn line_for(field: &Field) -> String {
    match field.kind {
        Kind::Table(_) => format!("[{}]", field.name),
        Kind::Tables(_) => format!("[[{}]]", field.name),
        _ => format!("{} = {}", field.name, field.example),
    }
}

fn owned(text: &str) -> Word {
    Word::Owned(text.to_owned())
}

fn word(text: &str, words: &'static [&'static str], name: &str) -> Result<Is, Wording> {
    if let Some(word) = words.iter().find(|word| **word == text) {
        return Ok(Is::Text((*word).into()));
    }
    let next = match nearest(text, words.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? It can be {}", listed(words)),
        None => format!("it can be {}", listed(words)),
    };
    Err((format!("`{name}` cannot be `{text}`"), next))
}

fn date_of(datetime: &toml::value::Datetime) -> Option<NaiveDate> {
    let date = datetime.date?;
    NaiveDate::from_ymd_opt(
        i32::from(date.year),
        u32::from(date.month),
        u32::from(date.day),
    )
}

fn time_of(datetime: &toml::value::Datetime) -> Option<NaiveTime> {
    let time = datetime.time?;
    if datetime.date.is_some() {
        return None;
    }
    NaiveTime::from_hms_opt(
        u32::from(time.hour),
        u32::from(time.minute),
        u32::from(time.second.unwrap_or(0)),
    )
}

/// Years outside this range are slips of the hand.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

fn plausible(datetime: &toml::value::Datetime, name: &str) -> Result<Is, Wording> {
    match date_of(datetime) {
        Some(_) if datetime.time.is_some() => Err((
            format!("`{name}` is a day with a time"),
            "write the day alone, as in 2026-09-01".into(),
        )),
        Some(date) if !YEARS.contains(&date.year()) => Err((
            format!("`{name}` is in the year {:04}", date.year()),
            "write the year with its four right digits, as in 2026-09-01".into(),
        )),
        Some(date) => Ok(Is::Date(date)),
        None => Err((
            format!("`{name}` is a time, not a day"),
            "write a day, as in 2026-09-01".into(),
        )),
    }
}

/// The day is not repeated in what is said of it.
fn whole_date_of_birth(name: &str) -> Wording {
    (
        format!("`{name}` has the whole date of birth"),
        "write the year and the month only, as in \"2011-11\"; the month is enough for every rule"
            .into(),
    )
}

fn month(text: &str, name: &str) -> Result<Is, Wording> {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    if parts.filter(|part| !part.is_empty()).count() > 2 {
        return Err(whole_date_of_birth(name));
    }
    let wrong = || {
        (
            format!("`{name}` is not a month: `{text}`"),
            "write the year and the month, as in \"2011-11\"".to_owned(),
        )
    };
    let first =
        NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").map_err(|_| wrong())?;
    if text.len() == 7 && YEARS.contains(&first.year()) {
        Ok(Is::Date(first))
    } else {
        Err(wrong())
    }
}

fn whole(number: &toml::de::DeInteger<'_>, name: &str) -> Result<Is, Wording> {
    let parsed = i64::from_str_radix(number.as_str(), number.radix());
    match parsed {
        Ok(whole) if (0..=1_000_000_000_000).contains(&whole) =>
        {
            #[expect(
                clippy::cast_precision_loss,
                reason = "at most 10^12, which an f64 holds exactly"
            )]
            Ok(Is::Number(whole as f64))
        }
        Ok(whole) if whole < 0 => Err((
            format!("`{name}` is below 0: {whole}"),
            "write a number that is 0 or more".into(),
        )),
        _ => Err((
            format!(
                "`{name}` is not a number that can be right: {}",
                number.as_str()
            ),
            "write a number in ordinary digits".into(),
        )),
    }
}

/// How many digits a number of a register has.
fn digits(name: &str) -> Option<usize> {
    match name {
        "urn" => Some(6),
        "ukprn" => Some(8),
        _ => None,
    }
}

fn of_digits(read: Is, written: &str, name: &str) -> Result<Is, Wording> {
    match digits(name) {
        Some(digits) if written.len() != digits => Err((
            format!(
                "`{name}` has {digits} digits, but {} are written",
                written.len()
            ),
            "look it up and write all of it".into(),
        )),
        _ => Ok(read),
    }
}

fn percent(read: Is, name: &str) -> Result<Is, Wording> {
    match read {
        Is::Number(number) if (1.0..=100.0).contains(&number) || number == 0.0 => Ok(read),
        _ => Err((
            format!("`{name}` is not a percentage"),
            "write per cent, from 0 to 100, as in 61.4".into(),
        )),
    }
}

fn decimal(text: &str, name: &str) -> Result<Is, Wording> {
    match text.replace('_', "").parse::<f64>() {
        Ok(number) if number.is_finite() && number >= 0.0 => Ok(Is::Number(number)),
        _ => Err((
            format!("`{name}` cannot be {text}"),
            "write a number that is 0 or more".into(),
        )),
    }
}
