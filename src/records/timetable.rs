//! The weeks of a placement, looked up once for all its days.

use super::{Half, Placement, Table, Value, Whereabouts};
use chrono::{Datelike, NaiveDate};

/// Where the pupil is in each session of a week, Monday to Friday; `None` where
/// the week does not say.
type Sessions<'r> = [[Option<Whereabouts<'r>>; 2]; 5];

/// The weeks that a placement goes by, its own or its pupil's.
#[derive(Debug)]
pub struct Timetable<'r> {
    /// From which day each holds, in the order of these days.
    weeks: Vec<(NaiveDate, Sessions<'r>)>,
    /// Which sessions each of them gives to this placement's provider.
    here: Vec<[[bool; 2]; 5]>,
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
        let here = Some(Whereabouts::Placement(placement.id()));
        let at_provider = |(_, week): &(_, Sessions<'r>)| week.map(|day| day.map(|at| at == here));
        Timetable {
            here: weeks.iter().map(at_provider).collect(),
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
        let (_, sessions) = self.weeks.get(self.week_on(date)?)?;
        sessions.get(weekday_of(date))?[half.index()]
    }

    /// Whether the week gives the morning and the afternoon to this placement's
    /// provider.
    pub fn is_here(&self, date: NaiveDate) -> [bool; 2] {
        let week = self.week_on(date).and_then(|week| self.here.get(week));
        let day = week.and_then(|week| week.get(weekday_of(date)));
        day.copied().unwrap_or_default()
    }

    /// Which of the weeks holds.
    fn week_on(&self, date: NaiveDate) -> Option<usize> {
        self.weeks.iter().rposition(|(from, _)| *from <= date)
    }
}

/// 0 on Mondays.
fn weekday_of(date: NaiveDate) -> usize {
    date.weekday().num_days_from_monday() as usize
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
    WEEKDAYS.get(weekday_of(date)).copied()
}
