//! The risk assessment after something has changed.

use super::{by_day, met, unread_in, worst};
use crate::assess::{Assessment, Draft, Lines, Need, lines};
use crate::calendar::{NoTerm, said};
use crate::records::{Placement, Value};
use crate::source::Place;
use chrono::NaiveDate;

/// Something after which the risk assessment is looked at again.
struct Change {
    date: NaiveDate,
    /// The first day on which an assessment takes it into account.
    from: NaiveDate,
    what: String,
    place: Place,
}

/// After the week or the provider's site changed, and after an incident with
/// this pupil, the risk assessment was looked at again.
pub(super) fn risk_assessment_after_change<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    if let Some(place) = unread(&placement) {
        return vec![draft.not_evaluated(place, "what has changed could not be read".into())];
    }
    let case = &draft.case;
    let found: Lines<'a> = lines(case.records, &draft.subject, "risk-assessment");
    let assessed: Vec<NaiveDate> = found
        .lines
        .iter()
        .filter(|line| line.shows(case.known))
        .filter_map(|line| line.date().known())
        .collect();
    let answers = changes(draft, &placement)
        .into_iter()
        .map(|change| {
            let answer = answer(draft, &assessed, &change);
            answer.unwrap_or_else(|no_term| draft.without_term(no_term.0))
        })
        .collect();
    let answer = worst(answers).unwrap_or_else(|| {
        let message = "nothing has changed since the placement began".into();
        met(draft, None, placement.place(), message)
    });
    vec![draft.unless_unread(answer, found.unread)]
}

fn unread(placement: &Placement<'_>) -> Option<Place> {
    let week = placement.shared_with_pupil("week");
    let week = week.and_then(|(owner, _)| unread_in(owner.table(), "week", &["from"]));
    let provider = placement.provider().map(|provider| &provider.table);
    week.or_else(|| unread_in(provider?, "changes", &["date", "kind"]))
        .or_else(|| unread_in(provider?, "incidents", &["date", "pupils"]))
}

fn answer<'a>(
    draft: &Draft<'a>,
    assessed: &[NaiveDate],
    change: &Change,
) -> Result<Assessment<'a>, NoTerm> {
    let case = &draft.case;
    let days = case.records.count_limit("recheck-days", 5);
    let last = case.calendar.due_after(change.date, days, case.on)?;
    let since = assessed.iter().filter(|date| **date >= change.from);
    let done = since.min().copied();
    let of = format!("{} on {}", change.what, said(change.date));
    let is = if last < case.on { "was" } else { "is" };
    let message = match (done, assessed.iter().max()) {
        (Some(done), _) => format!("{of}; the risk assessment is of {}", said(done)),
        (None, Some(latest)) => format!(
            "{of}, and the risk assessment is still that of {}; a new one {is} due by {}",
            said(*latest),
            said(last)
        ),
        (None, None) => format!(
            "{of}, and no risk assessment is recorded since; one {is} due by {}",
            said(last)
        ),
    };
    Ok(by_day(draft, last, done, change.place, message))
}

/// What changed on the live days up to now.
fn changes<'a>(draft: &Draft<'a>, placement: &Placement<'a>) -> Vec<Change> {
    let Some(start) = placement.start() else {
        return Vec::new();
    };
    let mut changes = weeks(draft, placement, start);
    let provider = placement.provider().into_iter();
    for record in provider {
        for told in record.table.tables("changes") {
            let kind = told.text("kind").known();
            let what = match kind {
                Some("site") => "the provider's sites changed",
                Some("subcontractor") => "the provider's subcontractor changed",
                _ => continue,
            };
            changes.extend(told.date("date").known().map(|date| Change {
                date,
                from: date,
                what: what.into(),
                place: told.place,
            }));
        }
        for incident in record.table.tables("incidents") {
            let mut pupils = incident.texts("pupils");
            if placement
                .pupil()
                .is_none_or(|pupil| pupils.all(|one| one != pupil))
            {
                continue;
            }
            changes.extend(incident.date("date").known().map(|date| Change {
                date,
                from: date,
                what: "there was an incident".into(),
                place: incident.place,
            }));
        }
    }
    changes.retain(|change| start <= change.date && change.date <= draft.case.known);
    changes
}

/// Each new week after the first, but for the steps of a part-time timetable,
/// which were planned from its beginning. That a week will change is known
/// before, so an assessment of the last days before counts.
fn weeks(draft: &Draft<'_>, placement: &Placement<'_>, start: NaiveDate) -> Vec<Change> {
    let recorded = placement.shared_with_pupil("week");
    let weeks = recorded.map_or(&[][..], |(_, value)| value.items());
    let weeks = weeks.iter().filter_map(Value::table);
    let days = draft.case.records.count_limit("recheck-days", 5);
    let planned = steps(placement);
    weeks
        .filter_map(|week| {
            let date = week.date("from").known().filter(|from| *from > start)?;
            if planned.contains(&date) {
                return None;
            }
            let before = draft.case.calendar.school_days_before(date, days);
            Some(Change {
                date,
                from: before.unwrap_or(date),
                what: "the week changed".into(),
                place: week.place,
            })
        })
        .collect()
}

/// The days on which a step of the part-time timetable begins.
fn steps(placement: &Placement<'_>) -> Vec<NaiveDate> {
    let part_time = placement
        .shared_with_pupil("part-time")
        .and_then(|(_, value)| value.table());
    part_time.map_or_else(Vec::new, |part_time| {
        part_time
            .tables("steps")
            .filter_map(|step| step.date("from").known())
            .collect()
    })
}
