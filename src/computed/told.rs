//! What the provider told us, or others told us of it: changes, incidents and
//! complaints, one standing each.

use super::entries::each_entry;
use super::{by_day, late, met};
use crate::assess::{Assessment, Draft, Need};
use crate::calendar::{NoTerm, Span, day_before, said};
use crate::records::{Record, Table};
use chrono::NaiveDate;

/// Kinds of incident that the provider tells us of on the day.
const AT_ONCE: &[&str] = &[
    "safeguarding",
    "accident",
    "allegation-against-staff",
    "child-on-child",
    "left-site",
    "unexplained-absence",
];

/// After each change the provider told us of, and each outside warning, we
/// checked again; while no pupil is there, before the next one is.
pub(super) fn changes_rechecked<'a>(
    draft: &Draft<'a>,
    provider: &'a Record,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    each_entry(
        draft,
        provider,
        "changes",
        "no change is recorded",
        |draft, change, date| {
            let answer = change_answer(draft, change, date);
            Some(answer.unwrap_or_else(|no_term| draft.without_term(no_term.0)))
        },
    )
}

fn change_answer<'a>(
    draft: &Draft<'a>,
    change: &'a Table,
    date: NaiveDate,
) -> Result<Assessment<'a>, NoTerm> {
    let case = &draft.case;
    let days = case.records.count_limit("recheck-days", 5);
    let last = case.calendar.due_after(date, days, case.on)?;
    let kind = change.text("kind").known().unwrap_or("other");
    let rechecked = change.date("rechecked").known();
    let done = rechecked.filter(|rechecked| date <= *rechecked && *rechecked <= case.known);
    let told = format!("the change of {} ({kind})", said(date));
    let place = change.place;
    match (done, draft.while_live().first) {
        (Some(done), _) => {
            let message = format!("{told} was checked on {}", said(done));
            Ok(by_day(draft, last, Some(done), place, message))
        }
        (None, Some(first)) => {
            let last = last.max(day_before(first));
            let message = match rechecked.filter(|rechecked| *rechecked < date) {
                Some(before) => format!(
                    "{told} came after the last check, on {}; it is to be checked by {}",
                    said(before),
                    said(last)
                ),
                None => format!(
                    "nothing shows that {told} was checked; it is to be by {}",
                    said(last)
                ),
            };
            Ok(by_day(draft, last, None, place, message))
        }
        (None, None) => Ok(met(
            draft,
            None,
            place,
            format!("{told} is to be checked before another pupil is placed there"),
        )),
    }
}

/// The provider told us of each serious incident on the day.
pub(super) fn incidents_told_at_once<'a>(
    draft: &Draft<'a>,
    provider: &'a Record,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    each_entry(
        draft,
        provider,
        "incidents",
        "no incident of which we are told on the day is recorded",
        |draft, incident, date| match incident.text("kind").known() {
            Some(kind) if AT_ONCE.contains(&kind) => Some(told_answer(draft, incident, kind, date)),
            Some(_) => None,
            None => Some(draft.not_evaluated(
                incident.place,
                "the incident does not say of what `kind` it is".into(),
            )),
        },
    )
}

fn told_answer<'a>(
    draft: &Draft<'a>,
    incident: &'a Table,
    kind: &str,
    date: NaiveDate,
) -> Assessment<'a> {
    let told = incident
        .date("told")
        .known()
        .filter(|told| *told <= draft.case.known);
    let of = format!("the incident of {} ({kind})", said(date));
    let message = match told {
        Some(told) => format!("we were told of {of} on {}", said(told)),
        None => format!("nothing shows when we were told of {of}; it was to be the same day"),
    };
    let mut answer = by_day(draft, date, told, incident.place, message);
    // Told on the next day is late too, though there is no whole day between.
    if let Some(told) = told.filter(|told| *told > date) {
        answer.lapses = vec![late(date, told).unwrap_or(Span {
            from: told,
            to: told,
        })];
    }
    answer
}

/// Each complaint has its stage at once, and once it is closed an outcome and
/// what it means for the pupils there.
pub(super) fn complaints_dealt_with<'a>(
    draft: &Draft<'a>,
    provider: &'a Record,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    each_entry(
        draft,
        provider,
        "complaints",
        "no complaint is recorded",
        |draft, complaint, date| Some(complaint_answer(draft, complaint, date)),
    )
}

fn complaint_answer<'a>(
    draft: &Draft<'a>,
    complaint: &'a Table,
    date: NaiveDate,
) -> Assessment<'a> {
    let case = &draft.case;
    let closed = complaint
        .date("closed")
        .known()
        .filter(|closed| *closed <= case.known);
    let lacks = |keys: &[&'static str]| -> Vec<&'static str> {
        let absent = keys.iter().filter(|key| complaint.get(key).is_none());
        absent.copied().collect()
    };
    let at_once = match closed {
        Some(_) => lacks(&["stage"]),
        None => lacks(&["stage", "by"]),
    };
    let at_close = match closed {
        Some(_) => lacks(&["outcome", "decision"]),
        None => Vec::new(),
    };
    let of = format!("the complaint of {}", said(date));
    let place = complaint.place;
    if at_once.is_empty() && at_close.is_empty() {
        let state = match closed {
            Some(closed) => format!("was closed on {}", said(closed)),
            None => "is being worked on".into(),
        };
        return met(draft, None, place, format!("{of} {state}"));
    }
    let from = closed.filter(|_| at_once.is_empty()).unwrap_or(date);
    let last = match case.calendar.on_or_after(from) {
        Ok(last) => last,
        Err(no_term) => return draft.without_term(no_term.0),
    };
    let state = closed.map_or("", |_| " is closed, but");
    let missing: Vec<_> = at_once
        .iter()
        .chain(&at_close)
        .map(|key| said_of(key))
        .collect();
    let message = format!("{of}{state} does not say {}", missing.join(", nor "));
    by_day(draft, last, None, place, message)
}

/// What a field of a complaint says.
fn said_of(key: &str) -> &'static str {
    match key {
        "stage" => "how far it has gone (`stage`)",
        "by" => "who deals with it (`by`)",
        "outcome" => "what came of it (`outcome`)",
        _ => "what it means for the pupils there (`decision`)",
    }
}
