//! Exceptions: reasonable grounds, and what was never done before.

use super::need::Need;
use super::{Assessment, Draft, Standing, assess};
use crate::calendar::{Span, day_before, longest_term, next_day, said, year_on};
use crate::records::{Table, Value};
use chrono::NaiveDate;

/// A readable exception with all it needs, as it counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exception<'a> {
    pub table: &'a Table,
    pub backlog: bool,
    pub agreed: NaiveDate,
    /// The last day, at most the same day a year on.
    pub until: NaiveDate,
}

impl<'a> Exception<'a> {
    pub(super) fn of(table: &'a Table) -> Option<Exception<'a>> {
        let agreed = table.date("agreed").known()?;
        let until = table.date("until").known()?.min(longest_exception(agreed));
        table.text("reason").known()?;
        table.text("agreed-by").known()?;
        Some(Exception {
            table,
            backlog: table.text("kind").known() == Some("backlog"),
            agreed,
            until,
        })
    }

    pub(super) fn covers(&self, day: NaiveDate) -> bool {
        self.agreed <= day && day <= self.until
    }
}

/// Turns a breach on a covered day, and what is outstanding before a covered
/// first day, into `excepted`.
pub(super) fn apply<'a>(
    draft: &Draft<'a>,
    need: &Need,
    mut assessment: Assessment<'a>,
) -> Assessment<'a> {
    let exceptions: Vec<_> = draft
        .subject
        .sources(draft.case.records)
        .into_iter()
        .flat_map(|record| record.table.get("exceptions").map_or(&[][..], Value::items))
        .filter_map(Value::table)
        .filter(|table| table.text("requirement").known() == Some(&draft.requirement.id))
        .filter_map(Exception::of)
        .filter(|exception| exception.agreed <= draft.case.known)
        .collect();
    if exceptions.is_empty() || draft.requirement.cannot_be_excepted(assessment.level) {
        return assessment;
    }
    assessment.lapses = without_excepted(&assessment.lapses, &exceptions);
    let day = match assessment.standing {
        Standing::Breached { .. } => Some(draft.case.on),
        Standing::Outstanding { .. } => need.first,
        _ => None,
    };
    let Some(day) = day else {
        return assessment;
    };
    // Of several in force, the one that holds longest.
    let in_force = exceptions
        .iter()
        .filter(|exception| exception.covers(day) && !exception.backlog)
        .max_by_key(|exception| exception.until);
    if let Some(exception) = in_force {
        let text = |key: &str| {
            exception
                .table
                .text(key)
                .known()
                .unwrap_or_default()
                .to_owned()
        };
        let until = need
            .last
            .map_or(exception.until, |last| last.min(exception.until));
        let agreed_by = draft.case.records.person(&text("agreed-by")).to_owned();
        assessment.message = format!(
            "reasonable grounds recorded to {}, agreed by {agreed_by}: {}",
            said(until),
            text("reason")
        );
        assessment.standing = Standing::Excepted {
            until,
            reason: text("reason"),
            agreed_by,
        };
        assessment.place = exception.table.place;
        return assessment;
    }
    if let Some(over) = exceptions
        .iter()
        .filter(|exception| !exception.backlog && exception.until < day)
        .max_by_key(|e| e.until)
        && assessment.is_breached()
    {
        assessment.message = format!(
            "{} (reasonable grounds for this ran out on {})",
            assessment.message,
            said(over.until)
        );
    }
    from_before(draft, &exceptions, &mut assessment);
    assessment
}

/// A backlog holds what was already so on the day it was taken down; what has
/// come about since is a finding like any other.
fn from_before(draft: &Draft<'_>, exceptions: &[Exception<'_>], assessment: &mut Assessment<'_>) {
    let backlog = exceptions
        .iter()
        .filter(|exception| exception.backlog && exception.covers(draft.case.on))
        .max_by_key(|exception| exception.until);
    let Some(backlog) = backlog.filter(|_| assessment.is_breached()) else {
        return;
    };
    let held = format!(
        "{} (from before these records; to be done by {})",
        assessment.message,
        said(backlog.until)
    );
    let taken_down = backlog.agreed == draft.case.on
        || assess(
            draft.case.on(backlog.agreed),
            draft.requirement,
            draft.subject,
        )
        .iter()
        .any(|then| then.backlog.is_some() && then.message == held);
    if taken_down {
        assessment.backlog = Some(backlog.until);
        assessment.message = held;
    } else {
        assessment.message = format!(
            "{} (not what was taken down as from before these records on {})",
            assessment.message,
            said(backlog.agreed)
        );
    }
}

/// Lapses without the days that an exception covered.
fn without_excepted(lapses: &[Span], exceptions: &[Exception<'_>]) -> Vec<Span> {
    let mut left = lapses.to_vec();
    for exception in exceptions.iter().filter(|exception| !exception.backlog) {
        left = left
            .into_iter()
            .flat_map(|lapse| {
                let before = Span {
                    from: lapse.from,
                    to: lapse.to.min(day_before(exception.agreed)),
                };
                let after = Span {
                    from: lapse.from.max(next_day(exception.until)),
                    to: lapse.to,
                };
                [before, after]
            })
            .filter(|span| span.from <= span.to)
            .collect();
    }
    left.dedup();
    left
}

/// The last day that an exception agreed on a day can cover.
pub fn longest_exception(agreed: NaiveDate) -> NaiveDate {
    year_on(agreed)
}

/// The last day that a backlog taken down on a day can have.
pub fn longest_backlog(agreed: NaiveDate) -> NaiveDate {
    longest_term(agreed)
}
