//! From which day to which day a requirement is needed.

use super::{Case, Subject};
use crate::calendar::{FieldDay, NoTerm, next_day};
use crate::records::{Placement, Stage};
use crate::rulebook::{About, Limit, Needed, Requirement};
use chrono::NaiveDate;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Before the first day of need.
    Before,
    Within,
}

/// The window of need that a day falls in, or comes before.
#[derive(Clone, Copy, Debug)]
pub struct Need {
    pub phase: Phase,
    /// The first day of need; `None` for what is always needed, and where the
    /// first day is not known.
    pub first: Option<NaiveDate>,
    /// The first live day of the window, from which rhythms are reckoned.
    pub live_from: Option<NaiveDate>,
    /// The last day of need, where it is known.
    pub last: Option<NaiveDate>,
    /// That last day, once the day asked about is past it.
    pub ended: Option<NaiveDate>,
}

/// An unbroken run of days on which a placement is live. Without an end it
/// goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    from: NaiveDate,
    to: Option<NaiveDate>,
}

pub(super) fn need(
    case: &Case<'_>,
    requirement: &Requirement,
    subject: &Subject<'_>,
) -> Result<Need, NoTerm> {
    let lasting = matches!(subject.about(), About::Provider | About::Commissioner);
    let runs = || runs(case, requirement, subject);
    let need = match requirement.needed {
        Needed::Always if !lasting => always(case, &runs()),
        // The end of a placement settles nothing.
        Needed::Always | Needed::UntilSettled => WITHOUT_END,
        Needed::BeforeStart => in_runs(case.on, &runs(), lasting),
        Needed::During => {
            let need = in_runs(case.on, &runs(), lasting);
            from_due_day(case, requirement, subject, need)?
        }
        Needed::AtEnd => at_end(case, requirement, subject)?,
    };
    Ok(cut(need, requirement, case.on))
}

/// Every day, without a first or a last one.
const WITHOUT_END: Need = Need {
    phase: Phase::Within,
    first: None,
    live_from: None,
    last: None,
    ended: None,
};

/// Every day up to the last ending.
fn always(case: &Case<'_>, runs: &[Run]) -> Need {
    let open = runs.is_empty() || runs.iter().any(|run| run.to.is_none_or(|to| case.on <= to));
    let last = runs.iter().filter_map(|run| run.to).max();
    let ended = if open { None } else { last };
    Need {
        live_from: runs.first().map(|run| run.from),
        last: ended,
        ended,
        ..WITHOUT_END
    }
}

/// The run that the day falls in, or the next one; of a placement or pupil
/// without either, the last one.
fn in_runs(on: NaiveDate, runs: &[Run], lasting: bool) -> Need {
    let within = runs
        .iter()
        .find(|run| run.from <= on && run.to.is_none_or(|to| on <= to));
    let ahead = runs.iter().find(|run| run.from > on);
    let past = runs.last().filter(|_| !lasting);
    let (phase, run, ended) = match (within, ahead, past) {
        (Some(run), _, _) => (Phase::Within, Some(run), None),
        (None, Some(run), _) => (Phase::Before, Some(run), None),
        (None, None, Some(run)) => (Phase::Within, Some(run), run.to),
        (None, None, None) => (Phase::Before, None, None),
    };
    Need {
        phase,
        first: run.map(|run| run.from),
        live_from: run.map(|run| run.from),
        last: run.and_then(|run| run.to),
        ended,
    }
}

/// The run of live days that the day falls in, or the next one.
pub(super) fn while_live(
    case: &Case<'_>,
    requirement: &Requirement,
    subject: &Subject<'_>,
) -> Need {
    in_runs(case.on, &runs(case, requirement, subject), true)
}

/// `during` with `by`: needed from the day after the day it is due.
fn from_due_day(
    case: &Case<'_>,
    requirement: &Requirement,
    subject: &Subject<'_>,
    need: Need,
) -> Result<Need, NoTerm> {
    let Some(by) = &requirement.by else {
        return Ok(need);
    };
    let Some(due) = day_of(case, subject, by)? else {
        return Ok(Need {
            phase: Phase::Before,
            first: None,
            ..need
        });
    };
    let first = next_day(due);
    let on = need.ended.unwrap_or(case.on);
    let phase = if need.phase == Phase::Before || on < first {
        Phase::Before
    } else {
        Phase::Within
    };
    Ok(Need {
        phase,
        first: Some(first),
        ..need
    })
}

/// From the day after the ending, without end; before that by the planned end.
fn at_end(
    case: &Case<'_>,
    requirement: &Requirement,
    subject: &Subject<'_>,
) -> Result<Need, NoTerm> {
    let placements = subject.placements(case.records);
    let ending = placements
        .iter()
        .filter_map(|placement| placement.ending(case.known))
        .max();
    let planned = placements
        .iter()
        .filter_map(|placement| placement.planned_end(case.known))
        .max();
    let live_from = placements.iter().filter_map(Placement::start).min();
    let due = match &requirement.by {
        Some(by) => day_of(case, subject, by)?,
        None => None,
    };
    let first = match ending {
        Some(ending) => Some(next_day(due.map_or(ending, |due| due.max(ending)))),
        None => planned.filter(|planned| *planned >= case.on).map(next_day),
    };
    let over = ending.is_some() && first.is_some_and(|first| first <= case.on);
    Ok(Need {
        phase: if over { Phase::Within } else { Phase::Before },
        first,
        live_from,
        last: None,
        ended: None,
    })
}

/// The day a limit names; `None` where its field is not recorded.
pub(super) fn limit_day(
    case: &Case<'_>,
    subject: &Subject<'_>,
    limit: &Limit,
) -> Result<Option<NaiveDate>, NoTerm> {
    match limit {
        Limit::Date(date) => Ok(Some(*date)),
        Limit::Field(field) => day_of(case, subject, field),
    }
}

/// The day a `by` names; `None` where the field is not recorded.
pub(super) fn day_of(
    case: &Case<'_>,
    subject: &Subject<'_>,
    day: &FieldDay,
) -> Result<Option<NaiveDate>, NoTerm> {
    let planned = (day.path == "end").then(|| {
        subject
            .placements(case.records)
            .iter()
            .filter_map(|placement| placement.planned_end(case.known))
            .max()
    });
    let field = planned.flatten().or_else(|| {
        subject
            .sources(case.records)
            .into_iter()
            .flat_map(|record| record.table.at(&day.path))
            .find_map(crate::records::Value::date)
    });
    field.map(|field| day.day(case.calendar, field)).transpose()
}

/// `since` and `until` of the requirement cut its window.
fn cut(need: Need, requirement: &Requirement, on: NaiveDate) -> Need {
    let mut need = need;
    // What is needed before a start has its runs chosen by `since` already.
    if let Some(since) = requirement
        .since
        .filter(|_| requirement.needed != Needed::BeforeStart)
    {
        need.first = Some(need.first.map_or(since, |first| first.max(since)));
        need.live_from = Some(need.live_from.map_or(since, |from| from.max(since)));
        if on < since {
            need.phase = Phase::Before;
        }
    }
    if let Some(until) = requirement.until {
        need.last = Some(need.last.map_or(until, |last| last.min(until)));
        if on > until {
            need.ended = Some(need.ended.map_or(until, |ended| ended.min(until)));
        }
    }
    need
}

fn runs(case: &Case<'_>, requirement: &Requirement, subject: &Subject<'_>) -> Vec<Run> {
    let school_only = !requirement.whoever_arranges && matches!(subject.about(), About::Provider);
    let mut runs: Vec<Run> = subject
        .placements(case.records)
        .into_iter()
        .filter(|placement| placement.stage(case.known) != Stage::NeverStarted)
        .filter(|placement| !(school_only && placement.arranged_by_local_authority()))
        .filter_map(|placement| {
            Some(Run {
                from: placement.start()?,
                to: placement.ending(case.known),
            })
        })
        .collect();
    // A `before-start` requirement does not apply to what began before it.
    if let Some(since) = requirement
        .since
        .filter(|_| requirement.needed == Needed::BeforeStart)
    {
        runs.retain(|run| run.from >= since);
    }
    runs.sort_by_key(|run| run.from);
    let mut merged: Vec<Run> = Vec::new();
    for run in runs {
        match merged.last_mut() {
            Some(last) if last.to.is_none_or(|to| run.from <= next_day(to)) => {
                last.to = match (last.to, run.to) {
                    (Some(a), Some(b)) => Some(a.max(b)),
                    _ => None,
                };
            }
            _ => merged.push(run),
        }
    }
    merged
}
