//! Objectives, and what was measured of them.

use super::reviews::dated;
use super::{by_day, due, fails, met, unread_in, worst};
use crate::assess::course::next_measurement;
use crate::assess::{Assessment, Draft, Need, Phase, Standing};
use crate::calendar::{next_day, said};
use crate::records::{Placement, Table, Value};
use chrono::NaiveDate;

/// Each objective was measured in the half term.
pub(super) fn progress_measured<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    let case = &draft.case;
    let place = placement
        .table()
        .get("objectives")
        .and_then(|value| value.items().first())
        .map_or(placement.place(), |item| item.place);
    let Some(start) = placement.start() else {
        return vec![draft.answer(
            Standing::Outstanding { by: None },
            place,
            "asked from the first day on".into(),
        )];
    };
    let progress = dated(&placement, "progress", case.known);
    let unread = placement
        .table()
        .get("progress")
        .and_then(Value::unreadable_inside)
        .or_else(|| {
            placement
                .table()
                .get("objectives")
                .and_then(Value::unreadable_inside)
        });
    let mut answers = Vec::new();
    for objective in placement.table().tables("objectives") {
        let Some(key) = objective.text("key").known() else {
            continue;
        };
        let entries: Vec<NaiveDate> = progress
            .iter()
            .filter(|(date, entry)| *date >= start && entry.text("objective").known() == Some(key))
            .map(|(date, _)| *date)
            .collect();
        answers.push(match next_measurement(case, &placement, start, &entries) {
            Ok(next) => objective_answer(draft, objective, key, entries.last().copied(), next),
            Err(no_term) => draft.without_term(no_term.0),
        });
    }
    let answer = worst(answers).unwrap_or_else(|| {
        met(
            draft,
            None,
            place,
            "no objectives are recorded to be measured".into(),
        )
    });
    vec![draft.unless_unread(answer, unread)]
}

fn objective_answer<'a>(
    draft: &Draft<'a>,
    objective: &Table,
    key: &str,
    last: Option<NaiveDate>,
    next: Option<NaiveDate>,
) -> Assessment<'a> {
    let measured = last.map_or("was never measured".to_owned(), |last| {
        format!("was last measured on {}", said(last))
    });
    match (next, last) {
        (Some(next), _) if draft.case.on > next => {
            let message = format!(
                "the objective `{key}` {measured}; it was to be by {}",
                said(next)
            );
            fails(draft, Some(next_day(next)), objective.place, message)
        }
        (next, Some(_)) => met(
            draft,
            next,
            objective.place,
            format!("the objective `{key}` {measured}"),
        ),
        (next, None) => due(
            draft,
            next,
            objective.place,
            format!("the objective `{key}` is to be measured in this half term"),
        ),
    }
}

/// Each objective says what is measured, from where to where, by when, and who
/// looks after it. That there are objectives is asked elsewhere.
pub(super) fn objectives_measurable<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    need: &Need,
) -> Vec<Assessment<'a>> {
    let objectives = placement.table().get("objectives");
    if let Some(place) = objectives.and_then(Value::unreadable_inside) {
        return vec![draft.not_evaluated(place, "an objective could not be read".into())];
    }
    let mut answers = Vec::new();
    for objective in placement.table().tables("objectives") {
        let key = objective.text("key").known();
        let name = key.map_or("an objective".into(), |key| {
            format!("the objective `{key}`")
        });
        let missing: Vec<_> = ["area", "measure", "baseline", "target", "by", "lead"]
            .into_iter()
            .filter(|field| objective.get(field).is_none())
            .map(|field| format!("`{field}`"))
            .collect();
        if missing.is_empty() {
            continue;
        }
        let standing = match need.phase {
            Phase::Before => Draft::outstanding_before(need.first),
            Phase::Within => Standing::Breached {
                since: need.first,
                to: None,
            },
        };
        let message = format!("{name} has no {}", missing.join(", no "));
        answers.push(draft.answer(standing, objective.place, message));
    }
    let answer = worst(answers).unwrap_or_else(|| {
        let place = objectives.map_or(placement.place(), |value| value.place);
        let message = "every objective on record can be measured".into();
        met(draft, None, place, message)
    });
    vec![draft.unless_unread(answer, None)]
}

/// An objective that did not move at two reviews led to a change, a pause or an
/// end. Without values nothing is claimed.
pub(super) fn no_progress_acted_on<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    let own = placement.table();
    let unread = unread_in(own, "objectives", &["key", "baseline", "target"])
        .or_else(|| unread_in(own, "progress", &["date", "objective", "value"]))
        .or_else(|| unread_in(own, "reviews", &["date", "outcome"]));
    if let Some(place) = unread {
        let why = "an objective, a value or a review could not be read".into();
        return vec![draft.not_evaluated(place, why)];
    }
    let reviews = dated(&placement, "reviews", draft.case.known);
    let mut answers = Vec::new();
    for objective in own.tables("objectives") {
        if let Some((first, second)) = stood_still(draft, &placement, objective, &reviews) {
            let acted = reviews.iter().find(|(date, review)| {
                let outcome = review.text("outcome").known();
                *date >= first && matches!(outcome, Some("change" | "pause" | "end"))
            });
            let acted = acted.map(|(date, _)| *date);
            let key = objective.text("key").known().unwrap_or("?");
            let still = format!(
                "the objective `{key}` did not move towards its target at the reviews of {} and {}",
                said(first),
                said(second)
            );
            let message = match acted {
                Some(acted) => format!("{still}; the review of {} drew a consequence", said(acted)),
                None => format!("{still}, and no review since decided a change, a pause or an end"),
            };
            answers.push(by_day(draft, second, acted, objective.place, message));
        }
    }
    let answer = worst(answers).unwrap_or_else(|| {
        let message = "no objective is known to have stood still at two reviews".into();
        met(draft, None, placement.place(), message)
    });
    vec![draft.unless_unread(answer, None)]
}

/// The last two reviews for which the objective was measured anew, if at
/// neither of them it had moved from the value before towards its target.
fn stood_still(
    draft: &Draft<'_>,
    placement: &Placement<'_>,
    objective: &Table,
    reviews: &[(NaiveDate, &Table)],
) -> Option<(NaiveDate, NaiveDate)> {
    let key = objective.text("key").known()?;
    let target = objective.number("target").known()?;
    let measured: Vec<(NaiveDate, f64)> = dated(placement, "progress", draft.case.known)
        .into_iter()
        .filter(|(_, entry)| entry.text("objective").known() == Some(key))
        .filter_map(|(date, entry)| Some((date, entry.number("value").known()?)))
        .collect();
    let mut read: Vec<(Option<NaiveDate>, f64)> = Vec::new();
    read.extend(
        objective
            .number("baseline")
            .known()
            .map(|value| (None, value)),
    );
    let mut before = None;
    for (review, _) in reviews {
        let anew = |date: NaiveDate| Some(date) > before && date <= *review;
        let value = measured.iter().rfind(|(date, _)| anew(*date));
        read.extend(value.map(|(_, value)| (Some(*review), *value)));
        before = Some(*review);
    }
    let (_, began) = read.first()?;
    let [
        ..,
        (_, earlier),
        (Some(first), middle),
        (Some(second), latest),
    ] = read[..]
    else {
        return None;
    };
    // Whichever way the target lies; at the target there is nowhere to go.
    let way = target - began;
    let moved = |from: f64, to: f64| (to - from) * way > 0.0;
    let reached = (latest - target) * way >= 0.0;
    let still = !moved(earlier, middle) && !moved(middle, latest);
    (still && !reached).then_some((first, second))
}
