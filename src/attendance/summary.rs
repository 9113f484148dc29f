//! What a register adds up to.

use super::codes::{Class, Code, code};
use crate::calendar::{Calendar, Span, add_days, monday};
use crate::records::{Half, Placement, Records, Whereabouts, register::Mark};
use chrono::NaiveDate;

/// One scheduled session of a placement, and what the register says of it.
#[derive(Clone, Copy, Debug)]
pub enum Sessions<'r> {
    /// A mark that counts.
    Marked(NaiveDate, Half, &'r Mark, &'static Code),
    /// Scheduled, and no mark returned.
    NoReturn(NaiveDate, Half),
    /// There is a mark or a line, but it could not be read or is disputed.
    Unreadable(NaiveDate, Half),
}

impl Sessions<'_> {
    pub fn date(&self) -> NaiveDate {
        match self {
            Sessions::Marked(date, ..)
            | Sessions::NoReturn(date, _)
            | Sessions::Unreadable(date, _) => *date,
        }
    }

    pub fn half(&self) -> Half {
        match self {
            Sessions::Marked(_, half, ..)
            | Sessions::NoReturn(_, half)
            | Sessions::Unreadable(_, half) => *half,
        }
    }
}

/// Every session that the week gives to the provider in `span` while the
/// placement is live and not paused, up to `day`. A session of `day` itself
/// that has no mark yet is left out: the day is not over.
pub fn sessions<'r>(
    placement: &Placement<'r>,
    calendar: &Calendar,
    span: Span,
    day: NaiveDate,
) -> Vec<Sessions<'r>> {
    let Some(start) = placement.start().filter(|_| !placement.never_started()) else {
        return Vec::new();
    };
    let last = placement.ending(day).unwrap_or(day).min(span.to).min(day);
    let register = placement.register();
    let days = Span {
        from: start.max(span.from),
        to: last,
    };
    let timetable = placement.timetable();
    let paused = placement.table().get("pauses").is_some();
    let days = calendar.known_school_days(days);
    let mut found = Vec::with_capacity(days.len());
    // Days and rows are both in order.
    let mut rows = register.map_or(&[][..], |register| &register.rows);
    for date in days.iter().copied() {
        while let Some((_, later)) = rows.split_first().filter(|(row, _)| row.date < date) {
            rows = later;
        }
        if paused && placement.is_paused(date) {
            continue;
        }
        let row = rows.first().filter(|row| row.date == date);
        let here = timetable.is_here(date);
        for half in Half::BOTH {
            if !here[half.index()] {
                continue;
            }
            let mark = row.and_then(|row| row.marks[half.index()].as_ref());
            let disputed = row.is_some_and(|row| row.disputed);
            match mark {
                _ if disputed => found.push(Sessions::Unreadable(date, half)),
                Some(mark) => found.push(match code(&mark.text) {
                    Some(code) if code.is_the_providers() => {
                        Sessions::Marked(date, half, mark, code)
                    }
                    _ => Sessions::Unreadable(date, half),
                }),
                None if date == day => {}
                None if register.is_some_and(|register| register.unreadable.is_some()) => {
                    found.push(Sessions::Unreadable(date, half));
                }
                None => found.push(Sessions::NoReturn(date, half)),
            }
        }
    }
    found
}

/// Numbers of sessions. `possible` is attended and absent together; what was
/// not returned is neither.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub attended: u32,
    pub authorised: u32,
    pub unauthorised: u32,
    /// Of those attended: late.
    pub late: u32,
    pub no_return: u32,
    /// Marks or lines that could not be read.
    pub unreadable: u32,
    /// Sessions that were not possible.
    pub not_possible: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    /// Absent from half or more of the placement's sessions.
    Severe,
    /// Absent from a tenth or more of the placement's sessions.
    Persistent,
    /// Too many sessions were not returned to know.
    NotKnown,
}

impl Summary {
    pub fn possible(&self) -> u32 {
        self.attended + self.authorised + self.unauthorised
    }

    /// Per cent of possible sessions attended; `None` when none was possible.
    pub fn percent(&self) -> Option<f64> {
        per_cent(self.attended, self.possible())
    }

    pub fn add(&mut self, other: &Summary) {
        self.attended += other.attended;
        self.authorised += other.authorised;
        self.unauthorised += other.unauthorised;
        self.late += other.late;
        self.no_return += other.no_return;
        self.unreadable += other.unreadable;
        self.not_possible += other.not_possible;
    }

    pub fn count(&mut self, session: &Sessions<'_>) {
        match session {
            Sessions::NoReturn(..) => self.no_return += 1,
            Sessions::Unreadable(..) => self.unreadable += 1,
            Sessions::Marked(_, _, _, code) => match code.class {
                Class::Attending => {
                    self.attended += 1;
                    self.late += u32::from(code.mark == "L");
                }
                Class::AuthorisedAbsence => self.authorised += 1,
                Class::UnauthorisedAbsence => self.unauthorised += 1,
                Class::NotPossible => self.not_possible += 1,
                Class::ApprovedActivity | Class::NotCollected => self.unreadable += 1,
            },
        }
    }

    /// The absence flag, at this provider, by the thresholds of `[limits]`.
    pub fn flag(&self, records: &Records) -> Option<Flag> {
        let missing = self.no_return + self.unreadable;
        if let Some(share) = per_cent(missing, self.possible() + missing)
            && share > records.limit("no-return", 20.0)
        {
            return Some(Flag::NotKnown);
        }
        let absence = per_cent(self.authorised + self.unauthorised, self.possible())?;
        if absence >= records.limit("severe-absence", 50.0) {
            Some(Flag::Severe)
        } else if absence >= records.limit("persistent-absence", 10.0) {
            Some(Flag::Persistent)
        } else {
            None
        }
    }
}

fn per_cent(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) * 100.0 / f64::from(whole))
}

/// The sessions of each week that has any, by its Monday.
pub fn by_week(sessions: &[Sessions<'_>]) -> Vec<(NaiveDate, Summary)> {
    let weeks = sessions.chunk_by(|one, other| monday(one.date()) == monday(other.date()));
    weeks
        .filter_map(|week| {
            let mut summary = Summary::default();
            week.iter().for_each(|session| summary.count(session));
            Some((monday(week.first()?.date()), summary))
        })
        .collect()
}

pub fn summarise(
    placement: &Placement<'_>,
    calendar: &Calendar,
    span: Span,
    day: NaiveDate,
) -> Summary {
    let mut summary = Summary::default();
    for session in sessions(placement, calendar, span, day) {
        summary.count(&session);
    }
    summary
}

/// Attendance over whole school weeks, which a baseline can be compared with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WholeWeeks {
    pub attended: u32,
    pub possible: u32,
    /// Whether every session of them is at the provider, so that each week by
    /// itself can be compared too.
    pub at_provider: bool,
}

impl WholeWeeks {
    pub fn percent(&self) -> Option<f64> {
        per_cent(self.attended, self.possible)
    }
}

/// The pupil's sessions at school and at every provider, over the days for
/// which `[[school-attendance]]` says how it was at school; `None` when nothing
/// covers whole weeks.
pub fn whole_weeks(
    placement: &Placement<'_>,
    calendar: &Calendar,
    span: Span,
    day: NaiveDate,
) -> Option<WholeWeeks> {
    let known = Span {
        from: span.from,
        to: span.to.min(placement.ending(day).unwrap_or(day)).min(day),
    };
    if are_whole_weeks_at_provider(placement, known) {
        let summary = summarise(placement, calendar, span, day);
        return Some(WholeWeeks {
            attended: summary.attended,
            possible: summary.possible(),
            at_provider: true,
        })
        .filter(|weeks| weeks.possible > 0);
    }
    let pupil = placement.pupil()?;
    let (_, lines) = placement.shared_with_pupil("school-attendance")?;
    let mut total = WholeWeeks {
        attended: 0,
        possible: 0,
        at_provider: false,
    };
    for line in lines
        .items()
        .iter()
        .filter_map(crate::records::Value::table)
    {
        let (Some(from), Some(to)) = (line.date("from").known(), line.date("to").known()) else {
            continue;
        };
        if from < span.from || to > span.to.min(day) {
            continue;
        }
        let (Some(possible), Some(attended)) = (
            line.number("possible").known(),
            line.number("attended").known(),
        ) else {
            continue;
        };
        total.possible += whole(possible);
        total.attended += whole(attended);
        for placement in placement.records.placements_of(pupil) {
            let summary = summarise(&placement, calendar, Span { from, to }, day);
            total.possible += summary.possible();
            total.attended += summary.attended;
        }
    }
    (total.possible > 0).then_some(total)
}

/// Whether all ten sessions of every week of the span are at the provider.
fn are_whole_weeks_at_provider(placement: &Placement<'_>, span: Span) -> bool {
    let Some(start) = placement.start() else {
        return false;
    };
    let mut week = monday(span.from.max(start));
    while week <= span.to {
        let day = week.max(start);
        let whole = (0..5).all(|weekday| {
            Half::BOTH.iter().all(|half| {
                let date = add_days(week, weekday);
                placement.whereabouts_in_week_of(day, date, *half)
                    == Some(Whereabouts::Placement(placement.id()))
            })
        });
        if !whole {
            return false;
        }
        week = add_days(week, 7);
    }
    true
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "numbers in records are 0 or more, and clamped here"
)]
fn whole(number: f64) -> u32 {
    number.clamp(0.0, 100_000.0) as u32
}
