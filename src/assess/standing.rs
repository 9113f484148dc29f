//! How a requirement stands.

use super::Subject;
use crate::calendar::Span;
use crate::rulebook::{Level, Requirement};
use crate::source::Place;
use chrono::NaiveDate;

/// The standing of a requirement on a day. Every day in it is the last good
/// one, but for `since`, which is the first bad one.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// Evidence is there and valid; `None`: for good.
    Met {
        until: Option<NaiveDate>,
    },
    /// Not there yet, and not yet needed.
    Outstanding {
        by: Option<NaiveDate>,
    },
    /// Needed, and not there, out of date or contradicted by the records.
    Breached {
        since: Option<NaiveDate>,
        /// The last day of need, once that is over.
        to: Option<NaiveDate>,
    },
    /// There, but somebody noted something to do.
    Action {
        by: Option<NaiveDate>,
    },
    NotRequired {
        reason: String,
    },
    /// Reasonable grounds are recorded.
    Excepted {
        until: NaiveDate,
        reason: String,
        agreed_by: String,
    },
    /// The answer rests on something that could not be read or is not recorded.
    NotEvaluated {
        place: Place,
        why: String,
        /// The day for which a term is missing, where that is why.
        term: Option<NaiveDate>,
    },
}

impl Standing {
    pub fn name(&self) -> &'static str {
        match self {
            Standing::Met { .. } => "met",
            Standing::Outstanding { .. } => "outstanding",
            Standing::Breached { .. } => "breached",
            Standing::Action { .. } => "action",
            Standing::NotRequired { .. } => "not-required",
            Standing::Excepted { .. } => "excepted",
            Standing::NotEvaluated { .. } => "not-evaluated",
        }
    }

    /// Worst first: the order in which an item takes the standing of its
    /// requirements. What is not required is left out before.
    pub fn rank(&self) -> u8 {
        match self {
            Standing::Breached { .. } => 0,
            Standing::NotEvaluated { .. } => 1,
            Standing::Outstanding { .. } => 2,
            Standing::Action { .. } => 3,
            Standing::Excepted { .. } => 4,
            Standing::Met { .. } => 5,
            Standing::NotRequired { .. } => 6,
        }
    }

    /// The day on which the standing changes next: the last good day, or for a
    /// breach the last day that was good.
    pub fn day(&self) -> Option<NaiveDate> {
        match self {
            Standing::Met { until } => *until,
            Standing::Outstanding { by } | Standing::Action { by } => *by,
            Standing::Breached { since, .. } => since.map(crate::calendar::day_before),
            Standing::Excepted { until, .. } => Some(*until),
            Standing::NotRequired { .. } | Standing::NotEvaluated { .. } => None,
        }
    }
}

/// Days on which something was needed and was neither there nor excepted,
/// though it is there now.
pub type Lapse = Span;

/// What shows that a requirement is met.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    pub place: Place,
    pub date: Option<NaiveDate>,
    /// The name of the person, or the key where no name is recorded.
    pub by: Option<String>,
    pub words: Option<String>,
    pub expires: Option<NaiveDate>,
    pub action: Option<String>,
}

/// One answer: a requirement, a subject, and how it stands.
#[derive(Clone, Debug)]
pub struct Assessment<'a> {
    pub requirement: &'a Requirement,
    pub subject: Subject<'a>,
    pub level: Level,
    pub standing: Standing,
    pub lapses: Vec<Lapse>,
    /// Where a person would begin to mend it.
    pub place: Place,
    /// A second place that belongs to it, and what it is.
    pub other: Option<(Place, String)>,
    /// One sentence with the actual values.
    pub message: String,
    /// What to do next.
    pub next: String,
    pub evidence: Option<Evidence>,
    /// Until when a backlog keeps it from deciding the exit status.
    pub backlog: Option<NaiveDate>,
    /// What was left out because it is dated later.
    pub left_out: Option<String>,
    pub judged_on: NaiveDate,
    /// Tells the answers of one requirement about one subject apart.
    pub key: String,
}

impl Assessment<'_> {
    /// Adds what the end of the window means for the standing.
    pub(super) fn end(&mut self, last: NaiveDate) {
        match &mut self.standing {
            Standing::Breached { to, .. } => *to = Some(last),
            Standing::Outstanding { .. } => {
                self.standing = Standing::NotRequired {
                    reason: "ended before it fell due".into(),
                };
                self.message = "not required: ended before it fell due".into();
            }
            // Once over, it never changes again.
            Standing::Met { until } => *until = None,
            Standing::Action { by } => *by = None,
            _ => {}
        }
    }

    pub fn is_breached(&self) -> bool {
        matches!(self.standing, Standing::Breached { .. })
    }

    /// Whether its window is over, so that it can no longer change.
    pub fn has_ended(&self) -> bool {
        matches!(self.standing, Standing::Breached { to: Some(_), .. })
    }
}
