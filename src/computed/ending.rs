//! What the end of a placement asks for, and the end of school age in it.

use super::reviews::dated;
use super::{by_day, due, met, missing, unread_in, worst};
use crate::assess::{Assessment, Draft, Lines, Need, Phase, lines};
use crate::calendar::{NoTerm, Span, day_before, leaves_school_age, said};
use crate::records::{Placement, Value};
use crate::source::Place;
use chrono::NaiveDate;

/// From which day on something counts as done at the end: the last school days
/// of the placement, by its ending or until then its planned end.
fn end_begins(draft: &Draft<'_>, placement: &Placement<'_>) -> Result<Option<NaiveDate>, NoTerm> {
    let case = &draft.case;
    let ending = placement.ending(case.known);
    let last = ending.or_else(|| placement.planned_end(case.known));
    let (Some(from), Some(to)) = (placement.start(), last) else {
        return Ok(None);
    };
    let days = case.records.count_limit("end-days", 20) as usize;
    match case.calendar.last_school_days(Span { from, to }, days) {
        // Before the end, terms that are still to be recorded are no matter.
        Err(_) if ending.is_none() => Ok(None),
        answer => answer.map(Some),
    }
}

/// The answer to what is asked at the end, done on `done`; before the end it is
/// only said when it is due.
fn at_end<'a>(
    draft: &Draft<'a>,
    need: &Need,
    done: Option<NaiveDate>,
    place: Place,
    (message, to_come): (String, String),
) -> Assessment<'a> {
    match (need.first.map(day_before), done) {
        (Some(last), done) if need.phase == Phase::Within => {
            by_day(draft, last, done, place, message)
        }
        (_, Some(_)) => met(draft, None, place, message),
        (last, None) => {
            let by = last.map_or(String::new(), |last| format!(", {}", said(last)));
            due(draft, last, place, format!("{to_come} by the end{by}"))
        }
    }
}

/// The placement was reviewed with the pupil as it ended.
pub(super) fn end_of_placement_review<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    need: &Need,
) -> Vec<Assessment<'a>> {
    let from = match end_begins(draft, &placement) {
        Ok(from) => from,
        Err(no_term) => return vec![draft.without_term(no_term.0)],
    };
    let reviews = dated(&placement, "reviews", draft.case.known);
    let mut with_pupil = reviews
        .iter()
        .filter(|(_, review)| review.texts("with").any(|with| with == "pupil"));
    let of_the_end = with_pupil.clone().find(|(date, review)| {
        review.text("kind").known() == Some("end") || from.is_some_and(|from| from <= *date)
    });
    let place = match (of_the_end, reviews.last()) {
        (Some((_, review)), _) | (None, Some((_, review))) => review.place,
        _ => placement.place(),
    };
    let message = match (of_the_end, with_pupil.next_back()) {
        (Some((date, _)), _) => format!("reviewed with the pupil on {}", said(*date)),
        (None, Some((date, _))) => format!(
            "no review with the pupil as the placement ended; the last one was on {}",
            said(*date)
        ),
        (None, None) => "no review with the pupil as the placement ended".into(),
    };
    let done = of_the_end.map(|(date, _)| *date);
    let to_come = "a review with the pupil is due".into();
    let answer = at_end(draft, need, done, place, (message, to_come));
    let log = placement.table().get("reviews");
    vec![draft.unless_unread(answer, log.and_then(Value::unreadable_inside))]
}

/// Every objective has a value at the end beside its baseline.
pub(super) fn outcome_against_baseline<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    need: &Need,
) -> Vec<Assessment<'a>> {
    if let Some(place) = unread_in(placement.table(), "objectives", &["key", "baseline"]) {
        return vec![draft.not_evaluated(place, "an objective could not be read".into())];
    }
    let from = match end_begins(draft, &placement) {
        Ok(from) => from,
        Err(no_term) => return vec![draft.without_term(no_term.0)],
    };
    let progress = dated(&placement, "progress", draft.case.known);
    let mut answers = Vec::new();
    for objective in placement.table().tables("objectives") {
        let key = objective.text("key").known().unwrap_or("?");
        let measured = progress.iter().find(|(date, entry)| {
            from.is_some_and(|from| from <= *date)
                && entry.text("objective").known() == Some(key)
                && entry.number("value").known().is_some()
        });
        let measured = measured.map(|(date, _)| *date);
        let baseline = objective.get("baseline").is_some();
        let message = match (measured, baseline) {
            (Some(date), true) => format!("the objective `{key}` was measured on {}", said(date)),
            (Some(_), false) => {
                format!("the objective `{key}` has no baseline to set its last value against")
            }
            (None, true) => format!("the objective `{key}` has no value measured at the end"),
            (None, false) => {
                format!("the objective `{key}` has no baseline and no value measured at the end")
            }
        };
        let done = measured.filter(|_| baseline);
        let to_come = format!("the objective `{key}` is to be measured");
        let said = (message, to_come);
        answers.push(at_end(draft, need, done, objective.place, said));
    }
    let answer = worst(answers).unwrap_or_else(|| {
        let message = "no objectives are recorded to be measured".into();
        met(draft, None, placement.place(), message)
    });
    let unread = unread_in(
        placement.table(),
        "progress",
        &["date", "objective", "value"],
    );
    vec![draft.unless_unread(answer, unread)]
}

/// Lines that say what is planned for a pupil who leaves school age.
const PLANS: [&str; 2] = ["next-step-plan", "leaves-school-age-in-placement"];

/// Where the pupil passes school leaving age during a live placement, a plan
/// says so by that day.
pub(super) fn leaves_school_age_in_placement<'a>(
    draft: &Draft<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    let case = &draft.case;
    let placements = draft.subject.placements(case.records);
    let live: Vec<_> = placements
        .into_iter()
        .filter(|placement| placement.is_live(case.on))
        .collect();
    let place = draft.subject.place(case);
    let Some(placement) = live.first() else {
        let message = "no placement of this pupil is live".into();
        return vec![met(draft, None, place, message)];
    };
    let born = match placement.pupil_fact("born") {
        Some(born) if !born.is_unreadable() => born.date(),
        Some(born) => {
            return vec![draft.not_evaluated(born.place, "`born` could not be read".into())];
        }
        None => {
            let why = "`pupil.born` is not recorded".into();
            return vec![draft.not_evaluated(place, why)];
        }
    };
    let Some(leaves) = born.and_then(leaves_school_age) else {
        return Vec::new();
    };
    let falls_in = |placement: &&Placement<'a>| {
        // A placement that runs on past its planned end is still live.
        let end = placement.planned_end(case.known).max(Some(case.on));
        placement.start() <= Some(leaves) && Some(leaves) <= end
    };
    let Some(placement) = live.iter().find(falls_in) else {
        let message = format!("school age ends on {}, outside the placement", said(leaves));
        return vec![met(draft, None, place, message)];
    };
    let found: Vec<Lines<'a>> = PLANS
        .into_iter()
        .map(|key| lines(case.records, &draft.subject, key))
        .collect();
    let unread = found.iter().find_map(|lines| lines.unread);
    let lines = found.iter().flat_map(|lines| &lines.lines);
    let plan = lines
        .filter(|line| line.shows(case.known))
        .filter_map(|line| Some((line.date().known()?, line.place)))
        .min_by_key(|(date, _)| *date);
    let place = plan.map_or(placement.place(), |(_, place)| place);
    let end = format!("school age ends on {}, during the placement", said(leaves));
    let message = match plan {
        Some((date, _)) => format!("{end}; planned for on {}", said(date)),
        None => format!("{end}, and no line `{}` says what comes then", PLANS[0]),
    };
    let done = plan.map(|(date, _)| date);
    let answer = by_day(draft, leaves, done, place, message);
    vec![draft.unless_unread(answer, unread)]
}

/// Every support that the mainstream-ready form says the pupil needs stands in
/// the support after the return; a reduced start is a part-time timetable, with
/// papers of its own. Nothing is added up: the form has no pass mark.
pub(super) fn supports_carried_over<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    need: &Need,
) -> Vec<Assessment<'a>> {
    let forms = dated(&placement, "readiness", draft.case.known);
    let Some((date, form)) = forms.last() else {
        let message = "no mainstream-ready form is on record".into();
        return vec![met(draft, None, placement.place(), message)];
    };
    let ending = placement.table().table("ending");
    let kept: Vec<&str> = ending.map_or_else(Vec::new, |ending| ending.texts("support").collect());
    let lost: Vec<&str> = form
        .texts("supports")
        .filter(|support| !kept.contains(support))
        .collect();
    let reduced = form
        .texts("supports")
        .any(|support| support == "reduced-start");
    let mut lacks = Vec::new();
    if !lost.is_empty() {
        lacks.push(format!(
            "{} not in the support after the return",
            lost.join(", ")
        ));
    }
    if reduced && placement.shared_with_pupil("part-time").is_none() {
        lacks.push("a reduced start is a part-time timetable, which is not recorded".into());
    }
    let place = ending.map_or(form.place, |ending| ending.place);
    let answer = if lacks.is_empty() {
        let message = format!("every support of the form of {} is kept up", said(*date));
        met(draft, None, place, message)
    } else {
        let message = format!("by the form of {}: {}", said(*date), lacks.join("; "));
        missing(draft, need, place, message)
    };
    let unread = unread_in(placement.table(), "readiness", &["date", "supports"]).or_else(|| {
        let support = ending.and_then(|ending| ending.get("support"));
        support.and_then(Value::unreadable_inside)
    });
    vec![draft.unless_unread(answer, unread)]
}
