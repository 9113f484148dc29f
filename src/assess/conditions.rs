//! Whether conditions hold of a record on a day.

use super::{Case, Standing, Subject, assess, field};
use crate::records::Stage;
use crate::rulebook::{Asked, Day, Holds, When};

/// A record on a day, with everything it is judged by.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    pub case: Case<'a>,
    pub subject: Subject<'a>,
}

impl<'a> Asking<'a> {
    /// The provider and the placements that a named condition is asked of: a
    /// placement itself; of others the live ones, or if there are none, all.
    pub(super) fn asked(&self) -> Asked<'a> {
        let all = self.subject.placements(self.case.records);
        let live: Vec<_> = all
            .iter()
            .copied()
            .filter(|placement| placement.stage(self.case.on) == Stage::Live)
            .collect();
        let single = matches!(self.subject, Subject::Placement(_));
        Asked {
            records: self.case.records,
            about: self.subject.about(),
            provider: match self.subject {
                Subject::Provider(record) => Some(record),
                _ => None,
            },
            placements: if single || live.is_empty() { all } else { live },
            day: Day {
                calendar: self.case.calendar,
                on: self.case.on,
            },
        }
    }
}

/// Whether a checklist asks of a record: where all conditions of one of its
/// groups hold for certain, and everywhere where it has none.
pub fn applies<'a>(case: Case<'a>, groups: &[Vec<When>], subject: Subject<'a>) -> bool {
    let asking = Asking { case, subject };
    let asked = asking.asked();
    groups.is_empty()
        || groups
            .iter()
            .any(|group| all_hold(&asking, group, &asked) == Holds::Yes)
}

/// No if one condition does not hold, otherwise unknown if one is.
pub(super) fn all_hold<'a>(asking: &Asking<'a>, conditions: &[When], asked: &Asked<'a>) -> Holds {
    let mut answer = Holds::Yes;
    for condition in conditions {
        match condition_holds(asking, condition, asked) {
            Holds::No => return Holds::No,
            Holds::Yes => {}
            unknown => answer = unknown,
        }
    }
    answer
}

pub(super) fn condition_holds<'a>(
    asking: &Asking<'a>,
    condition: &When,
    asked: &Asked<'a>,
) -> Holds {
    match condition {
        When::Named(condition) => match condition.breach_of() {
            Some(requirement) => breach(asking, requirement),
            None => condition.holds(asked),
        },
        When::Field { path, test } => field::holds(asking, path, test),
    }
}

/// Whether another requirement is in breach for the same record.
fn breach(asking: &Asking<'_>, requirement: &str) -> Holds {
    let Some(requirement) = asking.case.rulebook.requirement(requirement) else {
        return Holds::No;
    };
    for answer in assess(asking.case, requirement, asking.subject) {
        match answer.standing {
            Standing::Breached { .. } => return Holds::Yes,
            Standing::NotEvaluated { place, why, .. } => return Holds::Unknown { place, why },
            _ => {}
        }
    }
    Holds::No
}
