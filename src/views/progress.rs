//! How each placement does: its objectives as they were measured, and
//! attendance against what it was before.

mod attended;
mod sections;
mod words;

pub use crate::assess::course::{Course, Numbers, Trend, Way};
pub use attended::{Against, Attendance};

use super::attendance::is_of;
use super::recorded::Recorded;
use crate::assess::course::next_measurement;
use crate::assess::{Case, Standing, Subject, assess};
use crate::records::{Placement, Stage, Table};
use chrono::NaiveDate;

/// The requirement whose standing says that a placement does not move.
const STOOD_STILL: &str = "no-progress-acted-on";

#[derive(Clone, Debug)]
pub struct Progress {
    pub placements: Vec<Doing>,
    /// What was named and is not shown, each with why.
    pub left_out: Vec<String>,
}

/// How one placement does.
#[derive(Clone, Debug)]
pub struct Doing {
    pub placement: String,
    /// The pupil's pseudonym.
    pub pupil: Recorded<String>,
    /// The key of the provider.
    pub provider: Recorded<String>,
    pub start: NaiveDate,
    /// The last day, where it has ended.
    pub ended: Option<NaiveDate>,
    /// The name of who looks after it.
    pub lead: Recorded<String>,
    pub objectives: Vec<Objective>,
    /// Whether a part of the objectives or measurements could not be read.
    pub unread: bool,
    pub attendance: Attendance,
    /// What is said where no objective moved over two reviews and nothing was
    /// decided.
    pub stood_still: Option<String>,
}

/// One objective as it was measured.
#[derive(Clone, Debug)]
pub struct Objective {
    pub key: String,
    pub aim: Option<String>,
    pub area: Option<String>,
    pub measure: Option<String>,
    pub numbers: Numbers,
    /// The name of who looks after it.
    pub lead: Option<String>,
    pub trend: Trend,
    pub course: Course,
}

/// The live placements, or those named, whatever became of them since they
/// started.
pub fn progress(case: Case<'_>, ids: &[String]) -> Progress {
    let mut progress = Progress {
        placements: Vec::new(),
        left_out: Vec::new(),
    };
    let of = |placement: &Placement<'_>| is_of(placement, ids);
    for placement in case.records.all_placements().filter(of) {
        let named = ids.iter().any(|id| id == placement.id());
        match (placement.stage(case.on), placement.start()) {
            (Stage::Live, Some(_)) => progress.placements.push(doing(case, placement)),
            (Stage::Ended, Some(_)) if !ids.is_empty() => {
                progress.placements.push(doing(case, placement));
            }
            (stage, _) if named => progress.left_out.push(not_begun(placement.id(), stage)),
            _ => {}
        }
    }
    progress
}

fn not_begun(id: &str, stage: Stage) -> String {
    let why = match stage {
        Stage::NeverStarted => "never started: the referral was declined or withdrawn",
        _ => "has not started, so nothing of it can be measured yet",
    };
    format!("{id} {why}.")
}

/// How one placement does that has started, up to the day of `case`.
pub fn doing(case: Case<'_>, placement: Placement<'_>) -> Doing {
    let (record, table) = (placement.record, placement.table());
    let person = |key: &str| case.records.person(key).to_owned();
    let unread = ["objectives", "progress"]
        .iter()
        .filter_map(|log| table.get(log))
        .any(|value| value.unreadable_inside().is_some());
    let pupil = table.table("pupil").map(|pupil| pupil.text("ref"));
    Doing {
        placement: placement.id().to_owned(),
        pupil: pupil.map_or_else(
            || Recorded::nothing_in(record),
            |pupil| Recorded::of(pupil, record).map(str::to_owned),
        ),
        provider: Recorded::of(table.text("provider"), record).map(str::to_owned),
        start: placement.start().unwrap_or(case.on),
        ended: placement.ending(case.on).filter(|last| *last < case.on),
        lead: Recorded::of(table.text("lead"), record).map(person),
        objectives: objectives(case, &placement),
        unread: unread || !record.complete,
        attendance: Attendance::of(case, &placement),
        stood_still: stood_still(case, placement),
    }
}

/// The objectives of a placement in the order of its file.
pub fn objectives(case: Case<'_>, placement: &Placement<'_>) -> Vec<Objective> {
    let tables = placement.table().tables("objectives");
    tables
        .map(|table| objective(case, placement, table))
        .collect()
}

fn objective(case: Case<'_>, placement: &Placement<'_>, table: &Table) -> Objective {
    let text = |key| table.text(key).known().map(str::to_owned);
    // What has ended is looked at as on its last day.
    let on = placement.ending(case.on).unwrap_or(case.on);
    let case = case.on(on);
    let numbers = Numbers::of(placement, table, case.known);
    let days: Vec<NaiveDate> = numbers.days().collect();
    // Where no term is recorded, nothing is said of when it was due.
    let due = placement
        .start()
        .and_then(|start| next_measurement(&case, placement, start, &days).ok()?);
    Objective {
        key: text("key").unwrap_or_else(|| "not named".into()),
        aim: text("aim"),
        area: text("area"),
        measure: text("measure"),
        lead: table
            .text("lead")
            .known()
            .map(|key| case.records.person(key).to_owned()),
        trend: numbers.trend(),
        course: numbers.course(case.on, due),
        numbers,
    }
}

/// What the requirement says of the placement, where it is not met.
fn stood_still(case: Case<'_>, placement: Placement<'_>) -> Option<String> {
    let requirement = case.rulebook.requirement(STOOD_STILL)?;
    let answers = assess(case, requirement, Subject::Placement(placement));
    let not_met = answers.into_iter().find(|answer| {
        matches!(
            answer.standing,
            Standing::Breached { .. } | Standing::Outstanding { .. } | Standing::Excepted { .. }
        )
    })?;
    Some(not_met.message)
}

impl Progress {
    /// Those that did not move over two reviews.
    pub fn stood_still(&self) -> impl Iterator<Item = &Doing> {
        let all = self.placements.iter();
        all.filter(|doing| doing.stood_still.is_some())
    }
}
