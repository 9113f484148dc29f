//! Records x rulebook x day -> standings. Pure; nothing else decides anything.
//!
//! The order in which a standing is found is that of [`Draft`]: condition,
//! not-required line, the check itself, action, exception; each step sees only
//! what the one before let through.

mod conditions;
pub mod course;
mod cover;
mod dates;
mod draft;
mod evidence;
pub mod example;
mod exceptions;
mod faults;
mod field;
mod keys;
mod lines;
mod log;
mod need;
pub mod signature;
mod standing;
mod subject;
mod summed_up;

pub use conditions::{Asking, applies};
pub(crate) use cover::{Cover, Covered};
pub use draft::Draft;
pub(crate) use evidence::is_insurance;
pub use exceptions::{longest_backlog, longest_exception};
pub use faults::faults;
pub use lines::Line;
pub(crate) use lines::{Lines, lines, lines_in};
pub use need::{Need, Phase};
pub use standing::{Assessment, Evidence, Lapse, Standing};
pub use subject::{Subject, subjects};

use crate::calendar::Calendar;
use crate::records::Records;
use crate::rulebook::{Level, Requirement, Rulebook};
use chrono::NaiveDate;

/// What everything is judged by: the records, the rulebook and the day.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    pub records: &'a Records,
    pub rulebook: &'a Rulebook,
    pub calendar: &'a Calendar,
    /// The day asked about.
    pub on: NaiveDate,
    /// What is dated after this day has not happened. It is `on`, but for the
    /// gate, which asks about the start with what is recorded today.
    pub known: NaiveDate,
}

impl<'a> Case<'a> {
    /// The same on another day, knowing no more than was recorded by then.
    pub fn on(self, day: NaiveDate) -> Case<'a> {
        Case {
            on: day,
            known: self.known.min(day),
            ..self
        }
    }

    /// The gate: the start of a placement, with what is recorded today.
    pub fn at_start(self, start: NaiveDate) -> Case<'a> {
        Case { on: start, ..self }
    }
}

/// The level of a requirement for a subject: `must` where a condition makes it so.
pub fn level<'a>(case: Case<'a>, requirement: &'a Requirement, subject: Subject<'a>) -> Level {
    let draft = Draft {
        case,
        requirement,
        subject,
    };
    draft.level()
}

/// How one requirement stands for one subject. One answer, but for what is
/// needed until settled: one for each entry.
pub fn assess<'a>(
    case: Case<'a>,
    requirement: &'a Requirement,
    subject: Subject<'a>,
) -> Vec<Assessment<'a>> {
    let draft = Draft {
        case,
        requirement,
        subject,
    };
    let need = match need::need(&case, requirement, &subject) {
        Ok(need) => need,
        Err(no_term) => return vec![draft.without_term(no_term.0)],
    };
    // What has ended stands as on its last day, with what was known then.
    let draft = match need.ended {
        Some(last) => Draft {
            case: case.on(last),
            ..draft
        },
        None => draft,
    };
    let mut assessments = draft.find(&need);
    for assessment in &mut assessments {
        if let Some(last) = need.ended {
            assessment.end(last);
        }
    }
    assessments
}
