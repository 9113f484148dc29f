//! Lines of `[checks]`, as evidence of a day.

use super::{Draft, Evidence, Subject};
use crate::calendar::{NoTerm, Period, last_day};
use crate::records::{Entry, Read, Records, Table, Value};
use crate::rulebook::Check;
use crate::source::Place;
use chrono::NaiveDate;

/// One line of a check.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    pub table: &'a Table,
    pub place: Place,
    /// Whether it answers through `also` of another line.
    pub also: bool,
}

/// All lines that answer a key, in the order of the file; and the first place
/// of such a line that could not be read.
#[derive(Debug, Default)]
pub(crate) struct Lines<'a> {
    pub lines: Vec<Line<'a>>,
    pub unread: Option<Place>,
}

/// The lines under `key` in the subject's records, and those that answer it
/// through `also`.
pub(crate) fn lines<'a>(records: &'a Records, subject: &Subject<'a>, key: &str) -> Lines<'a> {
    let mut found = Lines::default();
    for record in subject.sources(records) {
        let Some(value) = record.table.get("checks") else {
            continue;
        };
        let Some(checks) = value.table() else {
            found.unread = found.unread.or(Some(value.place));
            continue;
        };
        lines_in(checks, key, &mut found);
    }
    found
}

/// The same of one table of checks, such as that of a site.
pub(crate) fn lines_in<'a>(checks: &'a Table, key: &str, found: &mut Lines<'a>) {
    for entry in &checks.entries {
        entry_lines(entry, key, found);
    }
}

fn entry_lines<'a>(entry: &'a Entry, key: &str, found: &mut Lines<'a>) {
    let own = &*entry.key == key;
    if own && entry.value.is_unreadable() {
        found.unread = found.unread.or(Some(entry.value.place));
    }
    for value in entry.value.items() {
        match value.table() {
            Some(table) => {
                let also = table.texts("also").any(|other| other == key);
                let unread = table.get("also").and_then(Value::unreadable_inside);
                found.unread = found.unread.or(unread.filter(|_| !own));
                if own || also {
                    found.lines.push(Line {
                        table,
                        place: value.place,
                        also: !own,
                    });
                }
            }
            None if own => found.unread = found.unread.or(Some(value.place)),
            None => {}
        }
    }
}

impl<'a> Line<'a> {
    pub fn date(&self) -> Read<NaiveDate> {
        self.table.date("date")
    }

    /// Whether it is dated, and not after `known`.
    pub fn has_happened(&self, known: NaiveDate) -> bool {
        self.date().known().is_some_and(|date| date <= known)
    }

    /// Whether it shows anything by `known`: it is dated, has happened, names
    /// who made the check, and does not say that none is required.
    pub fn shows(&self, known: NaiveDate) -> bool {
        self.has_happened(known) && self.table.get("by").is_some() && !self.is_not_required()
    }

    pub fn is_not_required(&self) -> bool {
        self.table.get("not-required").is_some()
    }

    /// The first value that makes the line unusable because it cannot be read.
    pub fn unread(&self) -> Option<Place> {
        [
            "date",
            "by",
            "expires",
            "action-by",
            "covers",
            "not-required",
        ]
        .into_iter()
        .filter_map(|key| self.table.get(key))
        .find_map(Value::unreadable_inside)
    }

    /// The last day it is good for: the earlier of its expiry and the renewal.
    /// `None`: for good.
    pub fn last(
        &self,
        calendar: &crate::calendar::Calendar,
        renew: Option<Period>,
    ) -> Result<Option<NaiveDate>, NoTerm> {
        let expires = self.table.date("expires").known();
        let renewal = match (self.date().known(), renew) {
            (Some(date), Some(renew)) => Some(last_day(calendar, date, renew)?),
            _ => None,
        };
        Ok(match (expires, renewal) {
            (Some(expires), Some(renewal)) => Some(expires.min(renewal)),
            (expires, renewal) => expires.or(renewal),
        })
    }

    pub fn evidence(&self, records: &Records) -> Evidence {
        let text = |key: &str| self.table.text(key).known().map(str::to_owned);
        Evidence {
            place: self.place,
            date: self.date().known(),
            by: text("by").map(|by| records.person(&by).to_owned()),
            words: text("evidence").or_else(|| text("not-required")),
            expires: self.table.date("expires").known(),
            action: text("action"),
        }
    }
}

/// The not-required line in force: the latest line that has happened, if that
/// is what it says and it has not expired.
pub(super) fn not_required<'a>(draft: &Draft<'a>) -> Option<Line<'a>> {
    let mut keys = vec![draft.requirement.id.as_str()];
    if let Check::Evidence { key, .. } = &draft.requirement.check {
        keys.push(key);
    }
    keys.dedup();
    keys.into_iter().find_map(|key| {
        let lines = lines(draft.case.records, &draft.subject, key).lines;
        lines
            .into_iter()
            .filter(|line| !line.also && line.has_happened(draft.case.known))
            .max_by_key(|line| line.date().known())
            .filter(|line| {
                let expired = line
                    .table
                    .date("expires")
                    .known()
                    .is_some_and(|expires| expires < draft.case.on);
                let signed = line.table.get("by").is_some();
                line.is_not_required() && signed && !expired && line.unread().is_none()
            })
    })
}
