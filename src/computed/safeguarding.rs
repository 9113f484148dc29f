//! Concerns and incidents: needed until they are settled, one standing each.

use super::{due, fails, met};
use crate::assess::{Assessment, Draft, Need, Subject};
use crate::attendance::{self, Sessions};
use crate::calendar::{Span, day_before, next_day, said};
use crate::records::{Placement, Table, Value};
use chrono::NaiveDate;

/// Each safeguarding concern led to a review of the placement the same day,
/// and a decision. A record of what was done, not an alarm.
pub(super) fn concern_reviewed_at_once<'a>(draft: &Draft<'a>, _need: &Need) -> Vec<Assessment<'a>> {
    let Subject::Placement(placement) = draft.subject else {
        return Vec::new();
    };
    let mut answers = entries(
        draft,
        placement.table(),
        "concerns",
        |draft, concern, date| concern_answer(draft, &placement, concern, date),
    );
    if answers.is_empty() {
        answers.push(met(
            draft,
            None,
            placement.place(),
            "no concern is recorded".into(),
        ));
    }
    answers
}

/// One answer for each dated entry of a log that has happened.
fn entries<'a>(
    draft: &Draft<'a>,
    record: &'a Table,
    log: &str,
    answer: impl Fn(&Draft<'a>, &'a Table, NaiveDate) -> Assessment<'a>,
) -> Vec<Assessment<'a>> {
    let mut answers = Vec::new();
    for item in record.get(log).map_or(&[][..], Value::items) {
        let Some(entry) = item.table() else {
            answers.push(draft.not_evaluated(item.place, "this entry could not be read".into()));
            continue;
        };
        if let Some(place) = entry.unreadable_inside() {
            answers
                .push(draft.not_evaluated(place, "something it rests on could not be read".into()));
            continue;
        }
        let Some(date) = entry.date("date").known() else {
            answers.push(draft.not_evaluated(entry.place, "the entry has no `date`".into()));
            continue;
        };
        if date <= draft.case.known {
            let mut answer = answer(draft, entry, date);
            answer.key = date.to_string();
            answers.push(answer);
        }
    }
    answers
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
        let mut answer = met(
            draft,
            None,
            place,
            format!(
                "the concern of {} was reviewed on {}",
                said(date),
                said(reviewed)
            ),
        );
        let late = Span {
            from: next_day(due_day),
            to: day_before(reviewed),
        };
        answer
            .lapses
            .extend(Some(late).filter(|late| late.from <= late.to));
        return answer;
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
    if case.on <= due_day {
        due(draft, Some(due_day), place, message)
    } else {
        fails(draft, Some(next_day(due_day)), place, message)
    }
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
pub(super) fn incidents_followed_up<'a>(draft: &Draft<'a>, _need: &Need) -> Vec<Assessment<'a>> {
    let Subject::Provider(provider) = draft.subject else {
        return Vec::new();
    };
    let mut answers = entries(draft, &provider.table, "incidents", incident_answer);
    if answers.is_empty() {
        answers.push(met(
            draft,
            None,
            provider.place(),
            "no incident is recorded".into(),
        ));
    }
    answers
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
    if case.on <= due_day {
        due(draft, Some(due_day), place, message)
    } else {
        fails(draft, Some(next_day(due_day)), place, message)
    }
}
