//! A placement, read as people speak of it.

use super::timetable::{Timetable, begins, session, weekday};
use super::{Read, Record, Records, Register, Table, Value};
use crate::source::Place;
use chrono::NaiveDate;

/// A session is half a school day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Half {
    Morning,
    Afternoon,
}

impl Half {
    pub const BOTH: [Half; 2] = [Half::Morning, Half::Afternoon];

    pub fn index(self) -> usize {
        self as usize
    }

    /// As a register's column has it.
    pub fn short(self) -> &'static str {
        match self {
            Half::Morning => "am",
            Half::Afternoon => "pm",
        }
    }

    pub fn said(self) -> &'static str {
        match self {
            Half::Morning => "morning",
            Half::Afternoon => "afternoon",
        }
    }
}

/// Where a pupil is in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whereabouts<'r> {
    /// At the provider of this placement.
    Placement(&'r str),
    School,
    Home,
    Remote,
}

/// How far a placement has got on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    BeforeStart,
    Live,
    Ended,
    /// The referral was declined or withdrawn.
    NeverStarted,
}

/// A placement's record together with the records around it.
#[derive(Clone, Copy, Debug)]
pub struct Placement<'r> {
    pub records: &'r Records,
    pub record: &'r Record,
}

impl<'r> Placement<'r> {
    pub fn id(&self) -> &'r str {
        &self.record.id
    }

    pub fn table(&self) -> &'r Table {
        &self.record.table
    }

    pub fn provider_id(&self) -> Option<&'r str> {
        self.table().text("provider").known()
    }

    pub fn provider(&self) -> Option<&'r Record> {
        self.records.providers.get(self.provider_id()?)
    }

    /// The pupil's pseudonym.
    pub fn pupil(&self) -> Option<&'r str> {
        self.table().table("pupil")?.text("ref").known()
    }

    pub fn register(&self) -> Option<&'r Register> {
        self.records.registers.get(self.id())
    }

    /// Whether all of it is taught remotely, so that the pupil is recorded as
    /// absent.
    pub fn is_remote(&self) -> bool {
        self.table().text("mode").known() == Some("remote")
    }

    pub fn start(&self) -> Option<NaiveDate> {
        self.record.life().start
    }

    /// Where the start or the ending is written but cannot be read.
    pub fn unread_dates(&self) -> Option<Place> {
        let ending = self.table().get("ending");
        let date = ending
            .and_then(Value::table)
            .and_then(|table| table.get("date"));
        [
            self.table().get("start"),
            ending.filter(|value| value.is_unreadable()),
            date,
        ]
        .into_iter()
        .flatten()
        .find(|value| value.is_unreadable())
        .map(|value| value.place)
    }

    /// The planned end, by the latest extension agreed up to `day`.
    pub fn planned_end(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.table()
            .tables("extensions")
            .filter(|extension| {
                extension
                    .date("date")
                    .known()
                    .is_none_or(|date| date <= day)
            })
            .filter_map(|extension| {
                Some((
                    extension.date("date").known(),
                    extension.date("now").known()?,
                ))
            })
            .max_by_key(|(agreed, _)| *agreed)
            .map(|(_, now)| now)
            .or_else(|| self.table().date("end").known())
    }

    /// The last day, once it has ended as of `day`.
    pub fn ending(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.record.life().ending.filter(|ending| *ending <= day)
    }

    pub fn stage(&self, day: NaiveDate) -> Stage {
        if self.never_started() {
            return Stage::NeverStarted;
        }
        match (self.start(), self.ending(day)) {
            (_, Some(ending)) if day > ending => Stage::Ended,
            (Some(start), _) if day >= start => Stage::Live,
            _ => Stage::BeforeStart,
        }
    }

    pub fn never_started(&self) -> bool {
        self.record.life().never_started
    }

    pub fn is_live(&self, day: NaiveDate) -> bool {
        self.stage(day) == Stage::Live
    }

    pub fn arranged_by_local_authority(&self) -> bool {
        self.record.life().arranged_by_local_authority
    }

    /// Whether it is stopped on `date` but not over.
    pub fn is_paused(&self, date: NaiveDate) -> bool {
        self.table().tables("pauses").any(|pause| {
            pause.date("from").known().is_some_and(|from| from <= date)
                && pause
                    .date("until")
                    .known()
                    .is_none_or(|until| date <= until)
        })
    }

    /// A table or array that a second placement of the pupil need not repeat:
    /// its own, or that of another placement of the pupil that has it.
    pub fn shared_with_pupil(&self, key: &str) -> Option<(Placement<'r>, &'r Value)> {
        if let Some(value) = self.table().get(key) {
            return Some((*self, value));
        }
        let pupil = self.pupil()?;
        Self::current_first(self.records, pupil)
            .into_iter()
            .find_map(|other| Some((other, other.table().get(key)?)))
    }

    /// The pupil's placements: those that have not ended before those that
    /// have, and the latest start first.
    fn current_first(records: &'r Records, pupil: &str) -> Vec<Placement<'r>> {
        let mut placements: Vec<_> = records.placements_of(pupil).collect();
        placements.sort_by_key(|placement| {
            let ended = placement.table().get("ending").is_some();
            (ended, std::cmp::Reverse(placement.start()))
        });
        placements
    }

    /// A fact about the pupil: this record's, or that of another placement of
    /// the pupil where this one does not say.
    pub fn pupil_fact(&self, key: &str) -> Option<&'r Value> {
        let own = |placement: &Placement<'r>| placement.table().table("pupil")?.get(key);
        own(self).or_else(|| {
            let pupil = self.pupil()?;
            Self::current_first(self.records, pupil)
                .into_iter()
                .find_map(|other| own(&other))
        })
    }

    /// The week that holds on `date`, and the placement in whose file it stands.
    pub fn week_on(&self, date: NaiveDate) -> Option<(Placement<'r>, &'r Table)> {
        let (owner, value) = self.shared_with_pupil("week")?;
        value
            .items()
            .iter()
            .filter_map(Value::table)
            .filter(|week| begins(week) <= date)
            .max_by_key(|week| begins(week))
            .map(|week| (owner, week))
    }

    /// All its weeks, for what asks about many days.
    pub fn timetable(&self) -> Timetable<'r> {
        Timetable::of(self)
    }

    /// Where the pupil is on `date` by this placement's week; `None` at
    /// weekends and where the week does not say.
    pub fn whereabouts(&self, date: NaiveDate, half: Half) -> Option<Whereabouts<'r>> {
        self.whereabouts_in_week_of(date, date, half)
    }

    /// Where the week that holds on `day` has the pupil on the weekday of
    /// `date`, even where that date lies before the week was changed.
    pub fn whereabouts_in_week_of(
        &self,
        day: NaiveDate,
        date: NaiveDate,
        half: Half,
    ) -> Option<Whereabouts<'r>> {
        let (owner, week) = self.week_on(day)?;
        session(owner.id(), week, weekday(date)?, half)
    }

    /// Whether the week gives the session to this placement's provider.
    pub fn is_scheduled(&self, date: NaiveDate, half: Half) -> bool {
        self.whereabouts(date, half) == Some(Whereabouts::Placement(self.id()))
    }

    /// How many sessions the week that holds on `day` gives to this placement's
    /// provider; `None` where no week holds.
    pub fn sessions_a_week(&self, day: NaiveDate) -> Option<usize> {
        self.week_on(day)?;
        let monday = crate::calendar::monday(day);
        let here = |(date, half)| {
            self.whereabouts_in_week_of(day, date, half) == Some(Whereabouts::Placement(self.id()))
        };
        let sessions = (0..5).flat_map(|weekday| {
            let date = crate::calendar::add_days(monday, weekday);
            Half::BOTH.map(|half| (date, half))
        });
        Some(sessions.filter(|session| here(*session)).count())
    }

    /// Hours a week of `kind` (`hours`, `on-site`) that the week of `date`
    /// gives to this placement's provider.
    pub fn hours_at_provider(&self, kind: &str, date: NaiveDate) -> Read<f64> {
        let Some((owner, week)) = self.week_on(date) else {
            return Read::Absent;
        };
        let key = if owner.id() == self.id() {
            "ap"
        } else {
            self.id()
        };
        match week.get(kind) {
            None => Read::Absent,
            Some(value) => match value.table() {
                Some(table) => table.number(key),
                None => Read::Unreadable(value.place),
            },
        }
    }

    /// Hours of `kind` (`hours`, `on-site`) a week in all settings together, by
    /// the week of `date`.
    pub fn hours_in_all(&self, kind: &str, date: NaiveDate) -> Option<f64> {
        let (_, week) = self.week_on(date)?;
        let hours = week.table(kind)?;
        Some(
            hours
                .entries
                .iter()
                .filter_map(|entry| entry.value.number())
                .sum(),
        )
    }

    /// Why something that rests on a field cannot be told, and where to mend it.
    pub fn unknown(&self, field: &str) -> (Place, String) {
        match self.table().get(field).and_then(Value::unreadable_inside) {
            Some(place) => (place, format!("`{field}` could not be read")),
            None => (self.place(), format!("`{field}` is not recorded")),
        }
    }

    /// The place to point at for what concerns the placement as a whole.
    pub fn place(&self) -> Place {
        self.record.place()
    }
}
