//! The weeks of a placement, looked up once for all its days.

use super::{Half, Placement, Table, Value, Whereabouts};
use chrono::{Datelike, NaiveDate};

/// Where the pupil is in each session of a week, Monday to Friday; `None` where
/// the week does not say.
type Sessions<'r> = [[Option<Whereabouts<'r>>; 2]; 5];

/// The weeks that a placement goes by, its own or its pupil's.
#[derive(Debug)]
pub struct Timetable<'r> {
    placement: &'r str,
    /// From which day each holds, in the order of these days.
    weeks: Vec<(NaiveDate, Sessions<'r>)>,
}

impl<'r> Timetable<'r> {
    pub(super) fn of(placement: &Placement<'r>) -> Timetable<'r> {
        let mut weeks: Vec<_> = match placement.shared_with_pupil("week") {
            Some((owner, value)) => tables(value)
                .map(|week| (begins(week), sessions(owner.id(), week)))
                .collect(),
            None => Vec::new(),
        };
        // Of two that begin on one day, the later in the file holds.
        weeks.sort_by_key(|(from, _)| *from);
        Timetable {
            placement: placement.id(),
            weeks,
        }
    }

    /// Whether a week holds on `date`.
    pub fn holds_on(&self, date: NaiveDate) -> bool {
        self.week_on(date).is_some()
    }

    /// Where the pupil is on `date`; `None` at weekends and where the week does
    /// not say.
    pub fn whereabouts(&self, date: NaiveDate, half: Half) -> Option<Whereabouts<'r>> {
        let weekday = date.weekday().num_days_from_monday() as usize;
        self.week_on(date)?.get(weekday)?[half.index()]
    }

    /// Whether the week gives the session to this placement's provider.
    pub fn is_scheduled(&self, date: NaiveDate, half: Half) -> bool {
        self.whereabouts(date, half) == Some(Whereabouts::Placement(self.placement))
    }

    fn week_on(&self, date: NaiveDate) -> Option<&Sessions<'r>> {
        let at = self.weeks.partition_point(|(from, _)| *from <= date);
        let (_, sessions) = self.weeks.get(at.checked_sub(1)?)?;
        Some(sessions)
    }
}

fn tables(weeks: &Value) -> impl Iterator<Item = &Table> {
    weeks.items().iter().filter_map(Value::table)
}

/// The first day a week holds; one that does not say holds from the beginning.
pub(super) fn begins(week: &Table) -> NaiveDate {
    week.date("from").known().unwrap_or(NaiveDate::MIN)
}

fn sessions<'r>(owner: &'r str, week: &'r Table) -> Sessions<'r> {
    WEEKDAYS.map(|weekday| Half::BOTH.map(|half| session(owner, week, weekday, half)))
}

/// Where a week has the pupil in one session; `ap` is the placement `owner` in
/// whose file the week stands.
pub(super) fn session<'r>(
    owner: &'r str,
    week: &'r Table,
    weekday: &str,
    half: Half,
) -> Option<Whereabouts<'r>> {
    let cell = week.get(weekday)?.items().get(half.index())?.text()?;
    Some(match cell {
        "ap" => Whereabouts::Placement(owner),
        "school" => Whereabouts::School,
        "home" => Whereabouts::Home,
        "remote" => Whereabouts::Remote,
        other => Whereabouts::Placement(other),
    })
}

/// The keys of the weekdays in `[[week]]`.
const WEEKDAYS: [&str; 5] = ["mon", "tue", "wed", "thu", "fri"];

/// The key of a weekday in `[[week]]`.
pub(super) fn weekday(date: NaiveDate) -> Option<&'static str> {
    let weekday = date.weekday().num_days_from_monday() as usize;
    WEEKDAYS.get(weekday).copied()
}
