//! Marks that cannot be right: unknown, not the provider's, or not expected.

use super::codes::{CODES, code, withdrawn};
use crate::calendar::{Calendar, said};
use crate::records::{
    Fault, Half, Placement, Stage, Timetable, Whereabouts, listed, register::Mark,
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The faults of a placement's register, up to `day`.
pub fn faults(placement: &Placement<'_>, calendar: &Calendar, day: NaiveDate) -> Vec<Fault> {
    let mut faults = Vec::new();
    let Some(register) = placement.register() else {
        return faults;
    };
    // Alike faults are one: the first, and how many more.
    let mut alike: BTreeMap<(&'static str, String), (usize, usize)> = BTreeMap::new();
    let mut add = |kind: &'static str, text: &str, fault: Fault| {
        let (_, count) = alike
            .entry((kind, text.to_owned()))
            .or_insert((faults.len(), 0));
        *count += 1;
        if *count == 1 {
            faults.push(fault);
        }
    };
    let timetable = placement.timetable();
    for row in register.rows.iter().filter(|row| row.date <= day) {
        if let Some(mark) = row.marks.iter().flatten().next()
            && let Some((kind, message, next)) =
                unexpected_day(placement, &timetable, calendar, row.date, day)
        {
            let message = format!("there is {message}");
            let fault = Fault::new("mark-expected", mark.place, message, next);
            add(kind, "", fault);
            continue;
        }
        for half in Half::BOTH {
            if let Some(mark) = &row.marks[half.index()]
                && let Some(fault) = mark_fault(placement, &timetable, (row.date, half), mark)
            {
                let kind = fault.id;
                let text = if kind == "mark-expected" {
                    ""
                } else {
                    &mark.text
                };
                add(kind, text, fault);
            }
        }
    }
    for (at, count) in alike.into_values().filter(|(_, count)| *count > 1) {
        let fault = &mut faults[at];
        fault.message = format!("{}, and {} more like it", fault.message, count - 1);
    }
    faults
}

/// Why a session can have no mark, in a sentence, as known on `day`.
pub fn unexpected(
    placement: &Placement<'_>,
    calendar: &Calendar,
    (date, half): (NaiveDate, Half),
    day: NaiveDate,
) -> Option<String> {
    let timetable = placement.timetable();
    if let Some((_, message, _)) = unexpected_day(placement, &timetable, calendar, date, day) {
        return Some(message);
    }
    if calendar.is_school_day(date).is_err() {
        return Some(format!(
            "a mark for {}, for which no term is recorded in apcheck.toml",
            said(date)
        ));
    }
    match timetable.whereabouts(date, half) {
        Some(whereabouts) => unexpected_session(placement, (date, half), whereabouts),
        None => Some(format!(
            "a mark for the {} of {}, for which the week of the placement does not say where the pupil is",
            half.said(),
            said(date)
        )),
    }
}

/// Why a day can have no mark: what kind of reason, in words, and what to do.
fn unexpected_day(
    placement: &Placement<'_>,
    timetable: &Timetable<'_>,
    calendar: &Calendar,
    on: NaiveDate,
    day: NaiveDate,
) -> Option<(&'static str, String, &'static str)> {
    let date = || said(on);
    let start = placement.start();
    let has_no_start = || placement.record.complete && placement.table().get("start").is_none();
    let reason = if calendar.is_school_day(on) == Ok(false) {
        (
            "closed",
            format!(
                "a mark for {} {}, when the school was closed",
                on.format("%A"),
                date()
            ),
            "correct the date, or the closed days and terms in apcheck.toml",
        )
    } else if start.is_none() && has_no_start() {
        (
            "no start",
            format!("a mark for {}, but the placement has no `start`", date()),
            "add `start` to the placement; until then nothing that rests on it is judged",
        )
    } else if let Some(start) = start.filter(|start| on < *start) {
        (
            "before",
            format!(
                "a mark for {}, before the placement began on {}",
                date(),
                said(start)
            ),
            "correct the date, or `start` in the placement",
        )
    } else if let Some(ending) = placement.ending(day).filter(|ending| on > *ending) {
        (
            "after",
            format!(
                "a mark for {}, after the placement ended on {}",
                date(),
                said(ending)
            ),
            "correct the date, or the date of the ending in the placement",
        )
    } else if placement.stage(on) == Stage::NeverStarted {
        (
            "never",
            format!(
                "a mark for {}, but the referral was declined or withdrawn",
                date()
            ),
            "correct the outcome of the referral, or take the line out",
        )
    } else if placement.is_paused(on) {
        (
            "paused",
            format!("a mark for {}, when the placement was paused", date()),
            "correct the date, or the pause in the placement",
        )
    } else if !timetable.holds_on(on)
        && placement
            .shared_with_pupil("week")
            .is_some_and(|(_, week)| week.unreadable_inside().is_none())
    {
        (
            "no week",
            format!(
                "a mark for {}, but no week of the placement holds on that day, so it is not counted",
                date()
            ),
            "correct `from` of the first [[week]], or add the week before it",
        )
    } else {
        return None;
    };
    Some(reason)
}

fn mark_fault(
    placement: &Placement<'_>,
    timetable: &Timetable<'_>,
    (date, half): (NaiveDate, Half),
    mark: &Mark,
) -> Option<Fault> {
    let text = &*mark.text;
    let fault = |id, message: String, next: String| Some(Fault::new(id, mark.place, message, next));
    if let Some((last, instead)) = withdrawn(text)
        && date > last
    {
        return fault(
            "mark-known",
            format!(
                "the code {text} was withdrawn; its last day was {}",
                said(last)
            ),
            format!("write {instead}"),
        );
    }
    let Some(code) = code(text).filter(|_| withdrawn(text).is_none()) else {
        if withdrawn(text).is_some() {
            return None;
        }
        let marks: Vec<_> = CODES
            .iter()
            .filter(|code| code.is_the_providers())
            .map(|code| code.mark)
            .collect();
        return fault(
            "mark-known",
            format!(
                "`{}` is not a mark of a register",
                text.chars().take(12).collect::<String>().escape_debug()
            ),
            match meant(text) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("write {}", listed(&marks)),
            },
        );
    };
    if !code.is_the_providers() {
        return fault(
            "mark-of-the-provider",
            format!("{text} ({}) is what the home school enters, not what happened at the provider", code.meaning),
            "write / for present, L for late, or the absence code; the home school's code follows from the placement".into(),
        );
    }
    let message = unexpected_session(placement, (date, half), timetable.whereabouts(date, half)?)?;
    fault(
        "mark-expected",
        format!("there is {message}"),
        "correct the register, or add the changed week to the placement".into(),
    )
}

/// Why a session can have no mark where the pupil is somewhere else.
fn unexpected_session(
    placement: &Placement<'_>,
    (date, half): (NaiveDate, Half),
    whereabouts: Whereabouts<'_>,
) -> Option<String> {
    let at = match whereabouts {
        Whereabouts::Placement(id) if id == placement.id() => return None,
        Whereabouts::Placement(id) => format!("at `{id}`"),
        Whereabouts::School => "at school".to_owned(),
        Whereabouts::Home => "at home".to_owned(),
        Whereabouts::Remote => "taught remotely".to_owned(),
    };
    Some(format!(
        "a mark for the {} of {}, when the week has the pupil {at}",
        half.said(),
        said(date)
    ))
}

/// The mark that a word or a small letter stands for, where that is plain.
pub(super) fn meant(text: &str) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "present" => Some("/"),
        "late" => Some("L"),
        "ill" | "illness" => Some("I"),
        _ => code(&text.to_uppercase())
            .filter(|code| code.is_the_providers())
            .map(|code| code.mark),
    }
}
