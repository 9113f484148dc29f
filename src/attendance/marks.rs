//! Marks that cannot be right: unknown, not the provider's, or not expected.

use super::codes::{CODES, code, withdrawn};
use crate::calendar::{Calendar, said};
use crate::records::{
    Fault, Half, Placement, Stage, Whereabouts, listed,
    register::{Mark, Row},
};
use chrono::NaiveDate;

/// The faults of a placement's register, up to `day`.
pub fn faults(placement: &Placement<'_>, calendar: &Calendar, day: NaiveDate) -> Vec<Fault> {
    let mut faults = Vec::new();
    let Some(register) = placement.register() else {
        return faults;
    };
    for row in register.rows.iter().filter(|row| row.date <= day) {
        if let Some(fault) = day_fault(placement, calendar, row, day) {
            faults.push(fault);
            continue;
        }
        for half in Half::BOTH {
            if let Some(mark) = &row.marks[half.index()] {
                faults.extend(mark_fault(placement, row.date, half, mark));
            }
        }
    }
    faults
}

/// A line with marks on a day that can have none.
fn day_fault(
    placement: &Placement<'_>,
    calendar: &Calendar,
    row: &Row,
    day: NaiveDate,
) -> Option<Fault> {
    let mark = row.marks.iter().flatten().next()?;
    let date = said(row.date);
    let weekday = row.date.format("%A");
    let (message, next) = if calendar.is_school_day(row.date) == Ok(false) {
        (
            format!("there is a mark for {weekday} {date}, when the school was closed"),
            "correct the date, or the closed days and terms in apcheck.toml",
        )
    } else if placement.start().is_some_and(|start| row.date < start) {
        (
            format!(
                "there is a mark for {date}, before the placement began on {}",
                said(placement.start()?)
            ),
            "correct the date, or `start` in the placement",
        )
    } else if placement
        .ending(day)
        .is_some_and(|ending| row.date > ending)
    {
        (
            format!(
                "there is a mark for {date}, after the placement ended on {}",
                said(placement.ending(day)?)
            ),
            "correct the date, or the date of the ending in the placement",
        )
    } else if placement.stage(row.date) == Stage::NeverStarted {
        (
            format!("there is a mark for {date}, but the referral was declined or withdrawn"),
            "correct the outcome of the referral, or take the line out",
        )
    } else if placement.is_paused(row.date) {
        (
            format!("there is a mark for {date}, when the placement was paused"),
            "correct the date, or the pause in the placement",
        )
    } else {
        return None;
    };
    Some(Fault::new("mark-expected", mark.place, message, next))
}

fn mark_fault(
    placement: &Placement<'_>,
    date: NaiveDate,
    half: Half,
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
            format!("write {instead}, whichever is right"),
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
            format!("write {}", listed(&marks)),
        );
    };
    if !code.is_the_providers() {
        return fault(
            "mark-of-the-provider",
            format!("{text} ({}) is what the home school enters, not what happened at the provider", code.meaning),
            "write / for present, L for late, or the absence code; the home school's code follows from the placement".into(),
        );
    }
    match placement.whereabouts(date, half)? {
        Whereabouts::Placement(id) if id == placement.id() => None,
        elsewhere => {
            let at = match elsewhere {
                Whereabouts::Placement(id) => format!("at `{id}`"),
                Whereabouts::School => "at school".to_owned(),
                Whereabouts::Home => "at home".to_owned(),
                Whereabouts::Remote => "taught remotely".to_owned(),
            };
            fault(
                "mark-expected",
                format!(
                    "there is a mark for the {} of {}, when the week has the pupil {at}",
                    half.said(),
                    said(date)
                ),
                "correct the register, or add the changed week to the placement".into(),
            )
        }
    }
}
