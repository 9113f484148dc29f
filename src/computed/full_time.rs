//! How much education a pupil's week gives in all, and what makes less right.

use super::met;
use super::reviews::dated;
use super::week::{Week, nothing_live, session_said, unread, week_place};
use crate::assess::{Assessment, Draft, Need, Standing};
use crate::calendar::{Span, day_before, next_day, said};
use crate::records::{Placement, Table, Value, Whereabouts, dates};
use crate::source::Place;
use chrono::NaiveDate;

/// All settings together give a full-time education, unless medical advice or
/// an agreed part-time timetable says otherwise. Compared with the school's own
/// taught hours, never with the 18 of registration.
pub(super) fn full_time_in_total<'a>(draft: &Draft<'a>, _need: &Need) -> Vec<Assessment<'a>> {
    let Some(week) = Week::of(draft) else {
        return nothing_live(draft);
    };
    let Some(placement) = week.placements.first() else {
        return nothing_live(draft);
    };
    let place = week_place(placement, week.day);
    let Some((_, table)) = placement.week_on(week.day) else {
        return vec![draft.not_evaluated(place, "`week` is not recorded".into())];
    };
    let offer = match offer(draft, placement, week.day, table) {
        Ok(offer) => offer,
        Err((place, why)) => return vec![draft.not_evaluated(place, why)],
    };
    let Offer {
        total,
        wanted,
        of,
        place,
    } = offer;
    if total >= wanted {
        return vec![met(
            draft,
            None,
            place,
            format!("{total} {of} a week of {wanted}"),
        )];
    }
    if let Some(until) = less_is_agreed(placement, week.day) {
        let to = until.map_or(String::new(), |until| format!(" to {}", said(until)));
        let message = format!("{total} {of} a week of {wanted}; less is recorded as agreed{to}");
        return vec![met(draft, until, place, message)];
    }
    if let Some(place) = less_unread(placement) {
        let why = "what was agreed could not be read".into();
        return vec![draft.not_evaluated(place, why)];
    }
    let message = format!(
        "{total} {of} a week in all settings together; full-time here is {wanted}, and no part-time timetable or medical advice is recorded for {}",
        said(week.day)
    );
    let over = agreed_until(placement, week.day);
    let answer = week.answer(draft, place, message);
    vec![not_before(answer, over)]
}

/// What a pupil's week gives in all, and what it is compared with.
struct Offer {
    total: f64,
    wanted: f64,
    /// What is counted, in words.
    of: &'static str,
    place: Place,
}

/// Taught hours are compared with those of a full-time pupil here; where only
/// hours on site are recorded, those with the school's week. The two are never
/// mixed.
fn offer(
    draft: &Draft<'_>,
    placement: &Placement<'_>,
    day: NaiveDate,
    week: &Table,
) -> Result<Offer, (Place, String)> {
    let records = draft.case.records;
    let (kind, wanted, of) = if week.get("hours").is_none() && week.get("on-site").is_some() {
        ("on-site", "school-week", "hours on site")
    } else {
        ("hours", "full-time", "taught hours")
    };
    let Some(hours) = week.get(kind) else {
        let place = week_place(placement, day);
        return Err((place, "`hours` of the week are not recorded".into()));
    };
    if let Some(unread) = hours.unreadable_inside() {
        return Err((unread, format!("`{kind}` could not be read")));
    }
    let Some(wanted) = records.hours(wanted) else {
        let place = records.commissioner.place();
        return Err((
            place,
            format!("`hours.{wanted}` is not recorded in apcheck.toml"),
        ));
    };
    Ok(Offer {
        total: placement.hours_in_all(kind, day).unwrap_or(0.0),
        wanted,
        of,
        place: hours.place,
    })
}

/// A breach cannot have begun while something else was agreed.
fn not_before(mut answer: Assessment<'_>, over: Option<NaiveDate>) -> Assessment<'_> {
    if let (Standing::Breached { since, .. }, Some(over)) = (&mut answer.standing, over) {
        *since = (*since).max(Some(next_day(over)));
    }
    answer
}

/// No session of the week is at home, unless a part-time timetable that a
/// parent agreed to, or medical advice, covers the day.
pub(super) fn school_on_other_days<'a>(draft: &Draft<'a>, _need: &Need) -> Vec<Assessment<'a>> {
    let Some(week) = Week::of(draft) else {
        return nothing_live(draft);
    };
    if let Some(place) = unread(&week) {
        return vec![draft.not_evaluated(place, "part of the week could not be read".into())];
    }
    let at_home = |placement: &Placement<'a>| -> Vec<String> {
        week.sessions()
            .filter(|(date, half)| {
                placement.whereabouts_in_week_of(week.day, *date, *half) == Some(Whereabouts::Home)
            })
            .map(|(date, half)| session_said(date, half))
            .collect()
    };
    let found = week.placements.iter().find_map(|placement| {
        Some((placement, at_home(placement))).filter(|(_, sessions)| !sessions.is_empty())
    });
    let Some((placement, sessions)) = found else {
        let place = draft.subject.place(&draft.case);
        return vec![met(
            draft,
            None,
            place,
            "no session of the week is at home".into(),
        )];
    };
    let place = week_place(placement, week.day);
    if let Some(place) = less_unread(placement) {
        let why = "what was agreed could not be read".into();
        return vec![draft.not_evaluated(place, why)];
    }
    if let Some(until) = home_is_agreed(placement, week.day, draft.case.known) {
        let to = until.map_or(String::new(), |until| format!(" to {}", said(until)));
        let message = format!("sessions at home are recorded as agreed{to}");
        return vec![met(draft, until, place, message)];
    }
    let message = format!(
        "the pupil is at home on {}, and neither a part-time timetable agreed with a parent nor medical advice is recorded for {}",
        sessions.join(", "),
        said(week.day)
    );
    let over = agreed_until(placement, week.day);
    vec![not_before(week.answer(draft, place, message), over)]
}

/// A part of what was agreed or advised that could not be read.
fn less_unread(placement: &Placement<'_>) -> Option<Place> {
    let part_time = placement.shared_with_pupil("part-time");
    let medical = placement.pupil_fact("less-than-full-time");
    let both = [part_time.map(|(_, value)| value), medical];
    both.into_iter()
        .flatten()
        .find_map(Value::unreadable_inside)
}

/// Less than full-time has a reason, an end, steps up to full-time, and a
/// review in its time; or medical advice that says until when it holds.
pub(super) fn part_time_plan<'a>(draft: &Draft<'a>, _need: &Need) -> Vec<Assessment<'a>> {
    let Some(week) = Week::of(draft) else {
        return nothing_live(draft);
    };
    let Some(placement) = week.placements.first() else {
        return nothing_live(draft);
    };
    let recorded = placement.shared_with_pupil("part-time");
    if let Some(place) = recorded.and_then(|(_, value)| value.unreadable_inside()) {
        let why = "the part-time timetable could not be read".into();
        return vec![draft.not_evaluated(place, why)];
    }
    let plan = recorded.and_then(|(_, value)| value.table());
    let until = plan.and_then(|plan| plan.date("until").known());
    let in_force = plan.filter(|plan| {
        plan.date("from")
            .known()
            .is_none_or(|from| from <= week.day)
            && until.is_none_or(|until| week.day <= until)
    });
    let Some(plan) = in_force else {
        // The week of another placement may be the whole one.
        let full_time = draft.case.records.hours("full-time");
        let mut totals = week
            .placements
            .iter()
            .filter_map(|placement| placement.hours_in_all("hours", week.day));
        if totals.any(|total| full_time.is_some_and(|full_time| total >= full_time)) {
            let message = "the week is full-time".into();
            return vec![met(draft, None, week_place(placement, week.day), message)];
        }
        if let Some((until, place)) = advised(placement, week.day) {
            let message = format!("less than full-time on medical advice to {}", said(until));
            return vec![met(draft, Some(until), place, message)];
        }
        let message = match until.filter(|until| *until < week.day) {
            Some(until) => format!(
                "the week is less than full-time, and the part-time timetable ran to {}",
                said(until)
            ),
            None => format!(
                "the week is less than full-time, and no part-time timetable holds on {}",
                said(week.day)
            ),
        };
        let over = until.filter(|until| *until < week.day);
        let answer = week.answer(draft, week_place(placement, week.day), message);
        return vec![not_before(answer, over)];
    };
    let missing = plan_lacks(&week, plan, draft.case.known);
    vec![if missing.is_empty() {
        let end = until.map_or(String::new(), |until| {
            format!(" runs to {} and", said(until))
        });
        let message = format!(
            "the part-time timetable{end} has a reason, steps up to full-time and a review"
        );
        met(draft, until, plan.place, message)
    } else {
        let message = format!(
            "the part-time timetable has no {}",
            missing.join(" and no ")
        );
        let before = plan.date("from").known().map(day_before);
        not_before(week.answer(draft, plan.place, message), before)
    }]
}

/// To which day medical advice holds, where it says that, and where it stands.
fn advised(placement: &Placement<'_>, day: NaiveDate) -> Option<(NaiveDate, Place)> {
    let advice = placement.pupil_fact("less-than-full-time")?.table()?;
    let until = holds_on(advice, "date", day)??;
    Some((until, advice.place))
}

fn plan_lacks(week: &Week<'_>, plan: &Table, known: NaiveDate) -> Vec<&'static str> {
    let absent = |key: &str| plan.get(key).is_none_or(|value| value.items().is_empty());
    let mut missing: Vec<&'static str> = [
        ("reason", "reason"),
        ("from", "first day (`from`)"),
        ("until", "last day (`until`)"),
        ("steps", "steps up to full-time"),
    ]
    .into_iter()
    .filter_map(|(key, said)| absent(key).then_some(said))
    .collect();
    let span = plan.date("from").known().zip(plan.date("until").known());
    let reviewed = span.is_none_or(|(from, to)| {
        let time = Span { from, to };
        week.placements.iter().any(|placement| {
            let fixed = dates(placement.table(), "review-dates");
            let held = dated(placement, "reviews", known);
            let mut days = fixed
                .into_iter()
                .chain(held.into_iter().map(|(date, _)| date));
            days.any(|day| time.contains(day))
        })
    });
    if !reviewed {
        missing.push("review in its time");
    }
    missing
}

/// Where less than full-time may be recorded, with the key of its first day: a
/// part-time timetable agreed, and medical advice.
fn less_recorded<'a>(placement: &Placement<'a>) -> impl Iterator<Item = (&'a Table, &'static str)> {
    let part_time = placement
        .shared_with_pupil("part-time")
        .and_then(|(_, value)| value.table());
    let medical = placement
        .pupil_fact("less-than-full-time")
        .and_then(Value::table);
    [part_time.zip(Some("from")), medical.zip(Some("date"))]
        .into_iter()
        .flatten()
}

/// The last day on which less than full-time was agreed, if that is over.
fn agreed_until(placement: &Placement<'_>, day: NaiveDate) -> Option<NaiveDate> {
    less_recorded(placement)
        .filter_map(|(table, _)| table.date("until").known())
        .filter(|until| *until < day)
        .max()
}

/// Until when less than full-time is recorded as agreed or advised.
fn less_is_agreed(placement: &Placement<'_>, day: NaiveDate) -> Option<Option<NaiveDate>> {
    less_recorded(placement).find_map(|(table, from)| holds_on(table, from, day))
}

/// The same for sessions at home: a part-time timetable is one only where a
/// parent agreed to it.
fn home_is_agreed(
    placement: &Placement<'_>,
    day: NaiveDate,
    known: NaiveDate,
) -> Option<Option<NaiveDate>> {
    let agreed = |table: &Table| {
        let agreed = table.date("agreed-with-parent").known();
        agreed.is_some_and(|agreed| agreed <= known)
    };
    less_recorded(placement)
        .filter(|(table, from)| *from == "date" || agreed(table))
        .find_map(|(table, from)| holds_on(table, from, day))
}

/// Until when it holds, if it does on `day`.
fn holds_on(table: &Table, from: &str, day: NaiveDate) -> Option<Option<NaiveDate>> {
    let began = table.date(from).known().is_some_and(|from| from <= day);
    let until = table.date("until").known();
    (began && until.is_none_or(|until| day <= until)).then_some(until)
}
