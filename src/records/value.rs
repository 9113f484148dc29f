//! What a record says, with the place of every key and value.

use crate::source::Place;
use chrono::{NaiveDate, NaiveTime};
use std::borrow::Cow;

/// A key or a word: most are words of the table of fields, which need no room
/// of their own.
pub type Word = Cow<'static, str>;

/// A value as read by its kind in the table of fields.
#[derive(Clone, Debug, PartialEq)]
pub enum Is {
    Text(Word),
    Date(NaiveDate),
    Time(NaiveTime),
    Number(f64),
    Flag(bool),
    List(Vec<Value>),
    Table(Table),
    /// Something is written there, and a fault says why it could not be read.
    Unreadable,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    pub is: Is,
    pub place: Place,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub key: Word,
    pub key_place: Place,
    pub value: Value,
}

/// A record, or a table in one; entries in the order of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub place: Place,
    pub entries: Vec<Entry>,
}

/// What a field turned out to hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Read<T> {
    Absent,
    Unreadable(Place),
    Known(T, Place),
}

impl<T> Read<T> {
    pub fn known(self) -> Option<T> {
        match self {
            Read::Known(value, _) => Some(value),
            _ => None,
        }
    }

    pub fn unreadable(&self) -> Option<Place> {
        match self {
            Read::Unreadable(place) => Some(*place),
            _ => None,
        }
    }
}

impl Value {
    pub fn text(&self) -> Option<&str> {
        match &self.is {
            Is::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn date(&self) -> Option<NaiveDate> {
        match self.is {
            Is::Date(date) => Some(date),
            _ => None,
        }
    }

    pub fn number(&self) -> Option<f64> {
        match self.is {
            Is::Number(number) => Some(number),
            _ => None,
        }
    }

    pub fn flag(&self) -> Option<bool> {
        match self.is {
            Is::Flag(flag) => Some(flag),
            _ => None,
        }
    }

    pub fn table(&self) -> Option<&Table> {
        match &self.is {
            Is::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The elements of a list; anything else is a list of itself.
    pub fn items(&self) -> &[Value] {
        match &self.is {
            Is::List(items) => items,
            Is::Unreadable => &[],
            _ => std::slice::from_ref(self),
        }
    }

    pub fn is_unreadable(&self) -> bool {
        self.is == Is::Unreadable
    }

    /// Whether anything below could not be read, and where.
    pub fn unreadable_inside(&self) -> Option<Place> {
        match &self.is {
            Is::Unreadable => Some(self.place),
            Is::List(items) => items.iter().find_map(Value::unreadable_inside),
            Is::Table(table) => table.unreadable_inside(),
            _ => None,
        }
    }

    /// Whether both say the same, wherever they stand.
    pub fn says_the_same(&self, other: &Value) -> bool {
        match (&self.is, &other.is) {
            (Is::Table(a), Is::Table(b)) => a.says_the_same(b),
            (Is::List(a), Is::List(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.says_the_same(b))
            }
            (a, b) => a == b,
        }
    }

    /// The value as it is said in a message.
    pub fn said(&self) -> String {
        match &self.is {
            Is::Text(text) => format!("`{text}`"),
            Is::Date(date) => crate::calendar::said(*date),
            Is::Time(time) => time.format("%H:%M").to_string(),
            Is::Number(number) => format!("{number}"),
            Is::Flag(flag) => flag.to_string(),
            Is::List(items) => items.iter().map(Value::said).collect::<Vec<_>>().join(", "),
            Is::Table(_) => "a table".into(),
            Is::Unreadable => "something that could not be read".into(),
        }
    }
}

impl Table {
    pub fn empty(place: Place) -> Self {
        Table {
            place,
            entries: Vec::new(),
        }
    }

    /// Whether both have the same fields that say the same, in any order.
    pub fn says_the_same(&self, other: &Table) -> bool {
        let same = |entry: &Entry| {
            other
                .get(&entry.key)
                .is_some_and(|value| value.says_the_same(&entry.value))
        };
        self.entries.len() == other.entries.len() && self.entries.iter().all(same)
    }

    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entry(key).map(|entry| &entry.value)
    }

    fn read<'a, T>(&'a self, key: &str, take: impl Fn(&'a Value) -> Option<T>) -> Read<T> {
        match self.get(key) {
            None => Read::Absent,
            Some(value) => take(value).map_or(Read::Unreadable(value.place), |taken| {
                Read::Known(taken, value.place)
            }),
        }
    }

    pub fn text(&self, key: &str) -> Read<&str> {
        self.read(key, Value::text)
    }

    pub fn date(&self, key: &str) -> Read<NaiveDate> {
        self.read(key, Value::date)
    }

    pub fn number(&self, key: &str) -> Read<f64> {
        self.read(key, Value::number)
    }

    /// A whole number, if it is recorded.
    pub fn count(&self, key: &str) -> Option<u32> {
        self.number(key).known().map(whole)
    }

    pub fn flag(&self, key: &str) -> Read<bool> {
        self.read(key, Value::flag)
    }

    pub fn time(&self, key: &str) -> Read<NaiveTime> {
        self.read(key, |value| match value.is {
            Is::Time(time) => Some(time),
            _ => None,
        })
    }

    pub fn table(&self, key: &str) -> Option<&Table> {
        self.get(key).and_then(Value::table)
    }

    /// The tables of an array of tables that could be read.
    pub fn tables(&self, key: &str) -> impl Iterator<Item = &Table> + use<'_> {
        self.get(key)
            .map_or(&[][..], Value::items)
            .iter()
            .filter_map(Value::table)
    }

    /// The words of a list that could be read.
    pub fn texts(&self, key: &str) -> impl Iterator<Item = &str> + use<'_> {
        self.get(key)
            .map_or(&[][..], Value::items)
            .iter()
            .filter_map(Value::text)
    }

    pub fn unreadable_inside(&self) -> Option<Place> {
        self.entries
            .iter()
            .find_map(|entry| entry.value.unreadable_inside())
    }

    /// All values at a dotted path. A step through an array of tables means
    /// each of them; a step after `key-contacts` names a role.
    pub fn at(&self, path: &str) -> Vec<&Value> {
        let (first, rest) = match path.split_once('.') {
            Some((first, rest)) => (first, Some(rest)),
            None => (path, None),
        };
        let Some(value) = self.get(first) else {
            return Vec::new();
        };
        let Some(rest) = rest else {
            return vec![value];
        };
        if value.is_unreadable() {
            return vec![value];
        }
        let tables = value.items().iter().filter_map(Value::table);
        if first != "key-contacts" {
            return tables.flat_map(|table| table.at(rest)).collect();
        }
        let (role, rest) = match rest.split_once('.') {
            Some((role, rest)) => (role, rest),
            None => (rest, "role"),
        };
        tables
            .filter(|table| table.text("role").known() == Some(role))
            .flat_map(|table| table.at(rest))
            .collect()
    }
}

/// A number of a record or a limit as a count, 1000 at most.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "numbers in records are 0 or more, and clamped here"
)]
pub(super) fn whole(number: f64) -> u32 {
    number.clamp(0.0, 1000.0) as u32
}
