//! What the register shows: missing marks, absences.

use super::{due, fails, met};
use crate::assess::{Assessment, Draft, Need};
use crate::attendance::{self, Sessions};
use crate::calendar::{Span, day_before, next_day, said};
use crate::records::{Half, Placement, Value};
use crate::source::Place;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn sessions<'a>(draft: &Draft<'a>, placement: &Placement<'a>) -> Vec<Sessions<'a>> {
    let from = placement.start().unwrap_or(draft.case.on);
    attendance::sessions(
        placement,
        draft.case.calendar,
        Span {
            from,
            to: draft.case.on,
        },
        draft.case.known,
    )
}

/// The register, the part of it that could not be read, or the placement.
pub(super) fn place_of(placement: &Placement<'_>) -> Place {
    placement
        .register()
        .and_then(|register| {
            register
                .rows
                .last()
                .map(|row| row.place)
                .or(register.file.map(Place::whole))
        })
        .unwrap_or(placement.place())
}

/// Every session at the provider has a mark.
pub(super) fn every_session_marked<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    if placement.shared_with_pupil("week").is_none() {
        return vec![draft.not_evaluated(
            placement.place(),
            "`week` is not recorded, so it is not known which sessions were due".into(),
        )];
    }
    let sessions = sessions(draft, &placement);
    let missing: Vec<(NaiveDate, Half)> = sessions
        .iter()
        .filter_map(|session| match session {
            Sessions::NoReturn(date, half) => Some((*date, *half)),
            _ => None,
        })
        .collect();
    let place = place_of(&placement);
    let Some((first, _)) = missing.first() else {
        if let Some(unread) = unread(draft, &placement, &sessions) {
            return vec![unread];
        }
        return vec![met(
            draft,
            None,
            place,
            "every session at the provider has a mark".into(),
        )];
    };
    let shown: Vec<String> = missing
        .iter()
        .take(3)
        .map(|(date, half)| format!("{} {}", date.format("%-d %B"), half.said()))
        .collect();
    let more = if missing.len() > 3 { " and so on" } else { "" };
    let message = format!(
        "no mark for {} of {} sessions at the provider: {}{more}",
        missing.len(),
        sessions.len(),
        shown.join(", ")
    );
    let place = row_of(&placement, *first);
    vec![fails(draft, Some(next_day(*first)), place, message)]
}

/// The answer where a row of the register, a session's mark or part of the week
/// could not be read, or where there are marks and no week to read them by.
pub(super) fn unread<'a>(
    draft: &Draft<'a>,
    placement: &Placement<'a>,
    sessions: &[Sessions<'a>],
) -> Option<Assessment<'a>> {
    let row = placement
        .register()
        .and_then(|register| register.unreadable);
    let mark = || {
        sessions.iter().find_map(|session| match session {
            Sessions::Unreadable(date, _) => Some(row_of(placement, *date)),
            _ => None,
        })
    };
    if let Some(place) = row.or_else(mark) {
        return Some(draft.not_evaluated(place, "part of the register could not be read".into()));
    }
    let week = placement.shared_with_pupil("week").map(|(_, week)| week);
    if let Some(place) = week.and_then(Value::unreadable_inside) {
        return Some(draft.not_evaluated(place, "part of the week could not be read".into()));
    }
    let has_marks = placement
        .register()
        .is_some_and(|register| !register.rows.is_empty());
    (week.is_none() && has_marks).then(|| {
        draft.not_evaluated(
            placement.place(),
            "`week` is not recorded, so it is not known which sessions were due".into(),
        )
    })
}

/// The line of the register of that day, or the register as a whole.
pub(super) fn row_of(placement: &Placement<'_>, date: NaiveDate) -> Place {
    let Some(register) = placement.register() else {
        return placement.place();
    };
    match (register.row(date), register.file) {
        (Some(row), _) => row.place,
        (None, Some(file)) => Place::whole(file),
        (None, None) => placement.place(),
    }
}

/// Each unexplained absence was followed up on the day.
pub(super) fn absence_followed_up<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    let on = draft.case.on;
    let follow_ups: BTreeSet<NaiveDate> = placement
        .table()
        .tables("follow-ups")
        .filter_map(|entry| entry.date("date").known())
        .filter(|date| *date <= draft.case.known)
        .collect();
    // Each such day, and whether an absence was marked or nothing was.
    let mut days: BTreeMap<NaiveDate, bool> = BTreeMap::new();
    let sessions = sessions(draft, &placement);
    for session in sessions.iter().copied() {
        match session {
            Sessions::Marked(date, _, _, code) if matches!(code.mark, "N" | "O") => {
                days.insert(date, true);
            }
            Sessions::NoReturn(date, _) => {
                days.entry(date).or_insert(false);
            }
            _ => {}
        }
    }
    days.retain(|date, _| !follow_ups.contains(date));
    let later = |date: &NaiveDate| follow_ups.range(next_day(*date)..).next().copied();
    let open: Vec<(NaiveDate, bool)> = days
        .iter()
        .map(|(date, marked)| (*date, *marked))
        .filter(|(date, _)| later(date).is_none())
        .collect();
    let lapses: Vec<Span> = days
        .keys()
        .filter_map(|date| {
            Some(Span {
                from: next_day(*date),
                to: day_before(later(date)?),
            })
        })
        .filter(|lapse| lapse.from <= lapse.to)
        .collect();
    let unread_follow_up = placement
        .table()
        .get("follow-ups")
        .and_then(Value::unreadable_inside);
    let place = place_of(&placement);
    let mut answer = match open.first() {
        None => unread(draft, &placement, &sessions).unwrap_or_else(|| {
            // A later day closes it, and what is shown says that it was late.
            let late = days.keys().rev().find_map(|day| Some((*day, later(day)?)));
            let message = match late {
                None => "no unexplained absence was left without a follow-up".into(),
                Some((day, followed_up)) => format!(
                    "every unexplained absence was followed up, that of {} late, on {}",
                    said(day),
                    said(followed_up)
                ),
            };
            met(draft, None, place, message)
        }),
        Some((first, _)) if *first == on => {
            let message = format!("the absence of {} is to be followed up today", said(*first));
            due(draft, Some(on), row_of(&placement, *first), message)
        }
        Some((first, _)) => fails(
            draft,
            Some(next_day(*first)),
            row_of(&placement, *first),
            not_followed_up(&open),
        ),
    };
    answer.lapses = lapses;
    vec![draft.unless_unread(answer, unread_follow_up)]
}

fn not_followed_up(open: &[(NaiveDate, bool)]) -> String {
    let days = match open.len() {
        1 => "1 day".to_owned(),
        more => format!("{more} days"),
    };
    let first = open
        .first()
        .map_or(String::new(), |(first, _)| said(*first));
    let absent = open.iter().filter(|(_, marked)| *marked).count();
    match absent {
        0 => format!(
            "{days} without a mark and without a note that anybody asked where the pupil was, the first {first}"
        ),
        all if all == open.len() => format!(
            "{days} with an unexplained absence and no follow-up on record, the first {first}"
        ),
        _ => format!(
            "{days} with an unexplained absence or without a mark, and no follow-up on record, the first {first}"
        ),
    }
}
