//! Concerns and incidents: needed until they are settled, one standing each.

use super::entries::each_entry;
use super::{by_day, met};
use crate::assess::{Assessment, Draft, Need};
use crate::attendance::{self, Sessions};
use crate::calendar::{Span, next_day, said};
use crate::records::{Placement, Record, Table};
use chrono::NaiveDate;

/// Each safeguarding concern led to a review of the placement the same day,
/// and a decision. A record of what was done, not an alarm.
pub(super) fn concern_reviewed_at_once<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    each_entry(
        draft,
        placement.record,
        "concerns",
        "no concern is recorded",
        |draft, concern, date| Some(concern_answer(draft, &placement, concern, date)),
    )
}

fn concern_answer<'a>(
    draft: &Draft<'a>,
    placement: &Placement<'a>,
    concern: &'a Table,
    date: NaiveDate,
) -> Assessment<'a> {
    let case = &draft.case;
    let due_day = match case.calendar.on_or_after(date) {
        Ok(day) => day,
        Err(no_term) => return draft.without_term(no_term.0),
    };
    let reviewed = concern
        .date("reviewed")
        .known()
        .filter(|reviewed| *reviewed <= case.known);
    let decided = concern.get("decision").is_some();
    let place = concern.place;
    if let (Some(reviewed), true) = (reviewed, decided) {
        let message = format!(
            "the concern of {} was reviewed on {}",
            said(date),
            said(reviewed)
        );
        return by_day(draft, due_day, Some(reviewed), place, message);
    }
    let missing = match (reviewed, decided) {
        (None, false) => "no review and no decision are recorded",
        (None, true) => "no review is recorded",
        _ => "no decision is recorded",
    };
    // That the pupil went back there is what a reader must not miss.
    let message = match last_attended(draft, placement, date) {
        Some(day) => format!(
            "the pupil has attended there since the concern of {}, last on {}; {missing}",
            said(date),
            said(day)
        ),
        None => format!("concern of {}: {missing}", said(date)),
    };
    by_day(draft, due_day, None, place, message)
}

/// The last day after `date` on which the pupil attended the provider.
fn last_attended(
    draft: &Draft<'_>,
    placement: &Placement<'_>,
    date: NaiveDate,
) -> Option<NaiveDate> {
    let span = Span {
        from: next_day(date),
        to: draft.case.on,
    };
    attendance::sessions(placement, draft.case.calendar, span, draft.case.known)
        .into_iter()
        .filter_map(|session| match session {
            Sessions::Marked(date, _, _, code) if code.is_attended() => Some(date),
            _ => None,
        })
        .max()
}

/// Each incident has our own record's reference, was passed to whoever had to
/// know, and was closed or is being worked on.
pub(super) fn incidents_followed_up<'a>(
    draft: &Draft<'a>,
    provider: &'a Record,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    each_entry(
        draft,
        provider,
        "incidents",
        "no incident is recorded",
        |draft, incident, date| Some(incident_answer(draft, incident, date)),
    )
}

fn incident_answer<'a>(draft: &Draft<'a>, incident: &'a Table, date: NaiveDate) -> Assessment<'a> {
    let case = &draft.case;
    let kind = incident.text("kind").known().unwrap_or("other");
    let told: Vec<&str> = incident.texts("passed-on").collect();
    let mut missing = Vec::new();
    if incident.get("ref").is_none() {
        missing.push("no reference of our own record");
    }
    let must_be_passed_on = matches!(
        kind,
        "safeguarding" | "child-on-child" | "allegation-against-staff" | "left-site"
    );
    if must_be_passed_on && told.is_empty() && incident.get("not-passed-on").is_none() {
        missing.push("nobody in `passed-on`, and no reason why");
    }
    if kind == "allegation-against-staff" && !told.contains(&"lado") {
        missing.push("`lado` not in `passed-on`");
    }
    let closed = incident
        .date("closed")
        .known()
        .is_some_and(|closed| closed <= case.known);
    if !closed && incident.get("by").is_none() {
        missing.push("neither closed, nor anybody named who deals with it");
    }
    let place = incident.place;
    if missing.is_empty() {
        let message = if closed { "closed" } else { "being worked on" };
        return met(
            draft,
            None,
            place,
            format!("the incident of {} is {message}", said(date)),
        );
    }
    let due_day = match case
        .calendar
        .on_or_after(incident.date("told").known().unwrap_or(date))
    {
        Ok(day) => day,
        Err(no_term) => return draft.without_term(no_term.0),
    };
    let message = format!(
        "incident of {} ({kind}): {}",
        said(date),
        missing.join("; ")
    );
    by_day(draft, due_day, None, place, message)
}

/// Each concern stands in our own record, and was shared with the provider or
/// there is a reason why not. What the provider told us it knows.
pub(super) fn chronology_kept_both_ways<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    each_entry(
        draft,
        placement.record,
        "concerns",
        "no concern is recorded",
        |draft, concern, date| Some(chronology_answer(draft, concern, date)),
    )
}

fn chronology_answer<'a>(draft: &Draft<'a>, concern: &'a Table, date: NaiveDate) -> Assessment<'a> {
    let case = &draft.case;
    let days = case.records.count_limit("follow-up-days", 5);
    let last = match case.calendar.due_after(date, days, case.on) {
        Ok(last) => last,
        Err(no_term) => return draft.without_term(no_term.0),
    };
    let in_our_record = concern.get("ref").is_some();
    let shared = concern
        .date("shared")
        .known()
        .filter(|shared| *shared <= case.known);
    let need_not =
        concern.text("from").known() == Some("provider") || concern.get("not-shared").is_some();
    let missing = match (in_our_record, shared.is_some() || need_not) {
        (true, true) => {
            let message = format!(
                "the concern of {} is in our own record, and the provider knows or need not",
                said(date)
            );
            let done = shared.filter(|_| !need_not).unwrap_or(date);
            return by_day(draft, last, Some(done), concern.place, message);
        }
        (false, true) => "no reference of our own record",
        (true, false) => "neither the day it was shared with the provider nor why not",
        (false, false) => {
            "no reference of our own record, and neither the day it was shared with the provider nor why not"
        }
    };
    let message = format!("concern of {}: {missing} is recorded", said(date));
    by_day(draft, last, None, concern.place, message)
}
