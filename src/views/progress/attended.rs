//! Attendance since a placement began, week by week, and against what it was
//! before where that can be compared.

use crate::assess::Case;
use crate::attendance::{Flag, Summary, by_week, sessions, whole_weeks};
use crate::calendar::Span;
use crate::records::{Placement, Value};
use crate::views::{Attended, Weekly};
use chrono::NaiveDate;

/// How a pupil attended from the first day of a placement on.
#[derive(Clone, Debug)]
pub struct Attendance {
    pub summary: Summary,
    /// Every week with a session there, by its Monday.
    pub weeks: Vec<(NaiveDate, Summary)>,
    /// Below so many sessions a percentage means little.
    pub few: u32,
    pub against: Against,
    /// So many sessions have no mark that a percentage is not known.
    pub not_known: bool,
    /// Taught remotely: recorded as absent whatever the pupil did.
    pub remote: bool,
}

/// Attendance against what it was before the placement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Against {
    NothingBefore,
    /// Before, it was measured over whole school weeks; since, only the sessions
    /// at the provider are on record.
    NotComparable {
        before: f64,
    },
    WholeWeeks {
        before: f64,
        now: f64,
        /// Possible sessions that `now` rests on.
        sessions: u32,
        /// Whether all of them are at the provider, so that a week by itself can
        /// be held against `before`.
        each_week: bool,
    },
}

impl Attendance {
    pub(super) fn of(case: Case<'_>, placement: &Placement<'_>) -> Attendance {
        let span = Span {
            from: placement.start().unwrap_or(case.on),
            to: case.on,
        };
        let sessions = sessions(placement, case.calendar, span, case.on);
        let weeks = by_week(&sessions);
        let mut summary = Summary::default();
        for (_, week) in &weeks {
            summary.add(week);
        }
        Attendance {
            not_known: summary.flag(case.records) == Some(Flag::NotKnown),
            summary,
            weeks,
            few: case.records.count_limit("few-sessions", 20),
            against: against(case, placement, span),
            remote: placement.is_remote(),
        }
    }

    /// The weeks as a chart has them, with what was before only where each of
    /// them can be compared with it.
    pub fn weekly(&self) -> Weekly {
        let week = |(monday, summary): &(NaiveDate, Summary)| Attended {
            monday: *monday,
            percent: summary.percent(),
            possible: summary.possible(),
        };
        Weekly {
            weeks: self.weeks.iter().map(week).collect(),
            baseline: match self.against {
                Against::WholeWeeks {
                    before,
                    each_week: true,
                    ..
                } if !self.not_known => Some(before),
                _ => None,
            },
        }
    }
}

fn against(case: Case<'_>, placement: &Placement<'_>, span: Span) -> Against {
    let before = placement
        .shared_with_pupil("baseline")
        .and_then(|(_, value)| Value::table(value)?.number("attendance").known());
    let Some(before) = before else {
        return Against::NothingBefore;
    };
    let weeks = whole_weeks(placement, case.calendar, span, case.on);
    match weeks.and_then(|weeks| Some((weeks, weeks.percent()?))) {
        None => Against::NotComparable { before },
        Some((weeks, now)) => Against::WholeWeeks {
            before,
            now,
            sessions: weeks.possible,
            each_week: weeks.at_provider,
        },
    }
}
