//! Faults of the text itself, and what they spoil.

use super::Reader;
use crate::records::fault::Fault;
use crate::records::repair::Broken;
use crate::records::shape::Kind;
use crate::records::value::{Entry, Is, Table, Value};
use crate::source::{Place, line_column};
use std::ops::Range;

impl Reader<'_> {
    /// A fault of the text itself; false when nothing of the file was read.
    pub(super) fn broken(&mut self, broken: &Broken, table: &mut Table) -> bool {
        let written = |range: &Range<usize>| self.text[range.clone()].to_owned();
        match broken {
            Broken::Conflict(range) => {
                self.complete = false;
                self.fault(
                    "file-readable",
                    range.clone(),
                    "two versions of this file were merged and the conflict was left in it".into(),
                    "keep the right lines, and take out the lines that begin with <<<<<<<, ======= and >>>>>>>".into(),
                );
                return false;
            }
            Broken::GivenUp(range) => {
                self.complete = false;
                self.fault(
                    "file-readable",
                    range.clone(),
                    "this file has too many mistakes to be read as a record".into(),
                    "compare it with a record that is in order, or take it back from git".into(),
                );
                return false;
            }
            Broken::Twice(range) => {
                let key = written(range);
                let owner = enclosing(table, range.start, self.text);
                let first = owner.entries.iter_mut().find(|entry| *entry.key == key);
                let mut fault = Fault::new(
                    "key-once",
                    self.place(range.clone()),
                    format!("`{key}` is there twice"),
                    "keep the right one",
                );
                if let Some(first) = first {
                    first.value.is = Is::Unreadable;
                    let line = line_column(self.text, first.key_place.start as usize).line;
                    fault.message = format!("`{key}` is there twice, first on line {line}");
                    let whole = Place {
                        end: first.value.place.end,
                        ..first.key_place
                    };
                    fault = fault.with(whole, "here first");
                }
                self.faults.push(fault);
            }
            Broken::HeadingTwice(range) => self.heading_twice(range),
            Broken::OddSpace(range) => self.fault(
                "value-readable",
                range.clone(),
                "there is an invisible special space here, as word processors and web pages have them".into(),
                "type an ordinary space in its place".into(),
            ),
            Broken::Heading(range) => {
                self.complete = false;
                let heading = written(range);
                self.fault(
                    "value-readable",
                    range.clone(),
                    format!("the heading `{heading}` is not well formed, so the lines under it could not be read"),
                    "write it as [name], or as [[name]] where there can be several".into(),
                );
            }
            Broken::NoEquals { line, word } => {
                let place = self.place(line.clone());
                if !word.is_empty() {
                    let owner = enclosing(table, line.start, self.text);
                    owner.entries.push(Entry {
                        key: word.clone().into(),
                        key_place: place,
                        value: Value {
                            is: Is::Unreadable,
                            place,
                        },
                    });
                }
                self.fault(
                    "value-readable",
                    line.clone(),
                    "this line is not of the form `name = value`".into(),
                    "write it so, or put # in front of it if it is a remark".into(),
                );
            }
        }
        true
    }

    /// An array of tables with single brackets is said where it is read.
    fn heading_twice(&mut self, range: &Range<usize>) {
        let heading = self.text[range.clone()].to_owned();
        let name = heading.trim_matches(['[', ']', ' ']);
        if matches!(
            self.root.field(name).map(|field| field.kind),
            Some(Kind::Tables(_))
        ) {
            return;
        }
        let is_first = |line: &str| {
            let line = line.trim();
            line.starts_with('[') && line.trim_matches(['[', ']', ' ']) == name
        };
        let first = self.text.lines().position(is_first).map_or(1, |at| at + 1);
        self.fault(
            "key-once",
            range.clone(),
            format!("the heading {heading} is there twice, first on line {first}"),
            "put the lines of both under one heading".into(),
        );
    }
}

/// The table that a line at `position` belongs to.
fn enclosing<'t>(table: &'t mut Table, position: usize, text: &str) -> &'t mut Table {
    fn begins(table: &Table, position: usize, text: &str) -> bool {
        let start = table.place.start as usize;
        let inline = text.as_bytes().get(start) == Some(&b'{');
        start <= position && (!inline || position < table.place.end as usize)
    }
    fn depth_first(table: &Table, position: usize, text: &str, best: &mut u32) {
        if begins(table, position, text) && table.place.end > 0 {
            *best = (*best).max(table.place.start);
        }
        for entry in &table.entries {
            for inner in entry.value.items().iter().filter_map(Value::table) {
                depth_first(inner, position, text, best);
            }
        }
    }
    let mut best = 0;
    depth_first(table, position, text, &mut best);
    find_at(table, best)
}

fn find_at(table: &mut Table, start: u32) -> &mut Table {
    let holds = |inner: &Table| {
        fn contains(table: &Table, start: u32) -> bool {
            table.place.start == start && table.place.end > 0
                || table.entries.iter().any(|entry| {
                    entry
                        .value
                        .items()
                        .iter()
                        .filter_map(Value::table)
                        .any(|inner| contains(inner, start))
                })
        }
        contains(inner, start)
    };
    let position = table.entries.iter().enumerate().find_map(|(index, entry)| {
        let inner = entry
            .value
            .items()
            .iter()
            .position(|item| item.table().is_some_and(holds))?;
        Some((index, inner))
    });
    let Some((index, inner)) = position else {
        return table;
    };
    match &mut table.entries[index].value.is {
        Is::Table(inner) => find_at(inner, start),
        Is::List(items) => match &mut items[inner].is {
            Is::Table(inner) => find_at(inner, start),
            _ => unreachable!("`position` found a table here"),
        },
        _ => unreachable!("`position` found a table here"),
    }
}
