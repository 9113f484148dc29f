//! Everything that a record says of a day: the entries of its logs, and its
//! tables that have a day of their own. Which they are is read off the table of
//! fields, so that a log that is added there is found here.

use super::fields::{PLACEMENT, PROVIDER};
use super::{Kind, Placement, Record, Shape, Table, Value};
use crate::source::Place;
use chrono::NaiveDate;

/// One entry of a log, or one table with a day.
#[derive(Clone, Copy, Debug)]
pub struct Logged<'r> {
    /// The field it stands in: `visits`.
    pub log: &'static str,
    pub shape: &'static Shape,
    /// `None` where no day is recorded, or it could not be read.
    pub date: Option<NaiveDate>,
    /// The field its day stands in.
    pub day_field: &'static str,
    pub entry: &'r Table,
    pub record: &'r Record,
}

/// The fields that say of which day something is, the surest first. What was
/// counted up over some days is known on the last of them.
const DAYS: [&str; 5] = ["date", "agreed", "to", "from", "first-day"];

/// Everything that a record of a shape says of a day, in the order of the table
/// of fields and then of the file.
pub fn logged<'r>(record: &'r Record, shape: &'static Shape) -> Vec<Logged<'r>> {
    let mut found = Vec::new();
    for field in shape.fields {
        let (Kind::Tables(inner) | Kind::Table(inner)) = field.kind else {
            continue;
        };
        // What has a key is a thing, such as a site, and not something that happened.
        if inner.field("key").is_some() {
            continue;
        }
        let is_day = |name: &&&str| {
            let field = inner.field(name);
            field.is_some_and(|field| matches!(field.kind, Kind::Date))
        };
        let Some(day_field) = DAYS.iter().find(is_day) else {
            continue;
        };
        let entries = record.table.tables(field.name);
        found.extend(entries.map(|entry| Logged {
            log: field.name,
            shape: inner,
            date: entry.date(day_field).known(),
            day_field,
            entry,
            record,
        }));
    }
    found
}

impl<'r> Placement<'r> {
    /// Everything that the placement's own record and its provider's say of this
    /// pupil and of a day.
    pub fn logged(&self) -> Vec<Logged<'r>> {
        let mut found = logged(self.record, &PLACEMENT);
        if let Some(provider) = self.provider() {
            let theirs = logged(provider, &PROVIDER);
            found.extend(
                theirs
                    .into_iter()
                    .filter(|logged| self.is_named(logged.entry)),
            );
        }
        found
    }

    /// Whether an entry of the provider's names this pupil.
    fn is_named(&self, entry: &Table) -> bool {
        self.pupil()
            .is_some_and(|pupil| entry.texts("pupils").any(|one| one == pupil))
    }

    /// What somebody did about this pupil, up to `known`: follow-ups, contacts,
    /// reviews and visits, by day.
    pub fn dealings(&self, known: NaiveDate) -> Dealings<'r> {
        let own = ["follow-ups", "contacts", "reviews"];
        let theirs = ["contacts", "visits"];
        let is_dealing = |logged: &Logged<'r>| {
            let logs = if std::ptr::eq(logged.record, self.record) {
                &own[..]
            } else {
                &theirs[..]
            };
            logs.contains(&logged.log)
        };
        let mut done: Vec<(NaiveDate, Logged<'r>)> = self
            .logged()
            .into_iter()
            .filter(is_dealing)
            .filter_map(|logged| Some((logged.date?, logged)))
            .filter(|(date, _)| *date <= known)
            .collect();
        done.sort_by_key(|(date, _)| *date);
        let unread = |table: &'r Table, logs: &[&str]| {
            let mut values = logs.iter().filter_map(|log| table.get(log));
            values.find_map(Value::unreadable_inside)
        };
        let provider = self.provider();
        Dealings {
            done,
            unread: unread(self.table(), &own).or_else(|| unread(&provider?.table, &theirs)),
        }
    }
}

/// What somebody did about a pupil.
#[derive(Clone, Debug)]
pub struct Dealings<'r> {
    /// By day.
    pub done: Vec<(NaiveDate, Logged<'r>)>,
    /// A part of the logs that could not be read.
    pub unread: Option<Place>,
}

impl<'r> Dealings<'r> {
    pub fn from(&self, day: NaiveDate) -> impl Iterator<Item = &(NaiveDate, Logged<'r>)> {
        self.done.iter().filter(move |(date, _)| *date >= day)
    }
}
