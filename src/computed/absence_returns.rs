//! Returns of absence to the local authority. By the sessions at this provider
//! alone: the register holds no others.
//!
//! Source: School Attendance (Pupil Registration) (England) Regulations 2024;
//! Working together to improve school attendance (DfE, 2024).

use super::absence::{answer, school_days_later};
use super::register::{row_of, sessions};
use super::{due, fails, lapse, met};
use crate::assess::{Assessment, Draft, Need};
use crate::attendance::{self, Sessions};
use crate::calendar::{day_before, next_day, said, school_year};
use crate::records::{Placement, Value};
use crate::source::Place;
use chrono::NaiveDate;

/// School days absent without authorisation after which a return is made.
const UNAUTHORISED_DAYS: u32 = 10;
/// About a month: a return is repeated while the absence goes on.
const REPEATED_AFTER_DAYS: u32 = 20;
/// School days of illness in a school year after which a return is made.
const SICKNESS_DAYS: usize = 15;

/// The days of the returns of that kind that have been sent, in order.
fn returns(draft: &Draft<'_>, placement: &Placement<'_>, kind: &str) -> Vec<NaiveDate> {
    let mut days: Vec<NaiveDate> = placement
        .table()
        .tables("absence-returns")
        .filter(|entry| entry.text("kind").known() == Some(kind))
        .filter_map(|entry| entry.date("date").known())
        .filter(|date| *date <= draft.case.known)
        .collect();
    days.sort_unstable();
    days
}

fn unread_returns(placement: &Placement<'_>) -> Option<Place> {
    placement
        .table()
        .get("absence-returns")
        .and_then(Value::unreadable_inside)
}

/// A return to the local authority of each run of unauthorised absence that
/// spans ten school days, and again while it goes on.
pub(super) fn unauthorised_absence_return<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    let sessions = sessions(draft, &placement);
    let sent = returns(draft, &placement, "ten-day");
    let found = attendance::runs(&sessions, Sessions::is_unauthorised)
        .into_iter()
        .filter_map(|run| return_of_run(draft, &placement, &run, &sent))
        .map(|answer| draft.unless_unread(answer, unread_returns(&placement)))
        .collect();
    answer(
        draft,
        &placement,
        &sessions,
        found,
        "no unauthorised absence that goes on for ten school days, by the sessions at this provider alone",
    )
}

/// The return of a run of days; `None` where it does not span ten school days.
fn return_of_run<'a>(
    draft: &Draft<'a>,
    placement: &Placement<'a>,
    run: &[NaiveDate],
    sent: &[NaiveDate],
) -> Option<Assessment<'a>> {
    let (first, last) = (*run.first()?, *run.last()?);
    let tenth = school_days_later(draft, first, UNAUTHORISED_DAYS - 1)?;
    let mut from = *run.iter().find(|day| **day >= tenth)?;
    let place = row_of(placement, first);
    let absent = format!(
        "absent without authorisation from {} to {}, by the sessions at this provider alone",
        said(first),
        said(last)
    );
    let mut lapses = Vec::new();
    let mut before = None;
    loop {
        let by = school_days_later(draft, from, 1);
        let Some(made) = sent.iter().find(|day| **day >= from).copied() else {
            let last_return = before.map_or("no return".to_owned(), |day| {
                format!("no return since that of {}", said(day))
            });
            let message = format!("{absent}: {last_return} to the local authority is on record");
            let mut answer = match by {
                Some(by) if draft.case.on > by => fails(draft, Some(next_day(by)), place, message),
                by => due(draft, by, place, message),
            };
            answer.lapses = lapses;
            return Some(answer);
        };
        if let Some(by) = by {
            lapses.extend(lapse(next_day(by), day_before(made)));
        }
        before = Some(made);
        match school_days_later(draft, made, REPEATED_AFTER_DAYS) {
            Some(next) if next <= last => from = next,
            _ => {
                let message = format!("{absent}; returned on {}", said(made));
                let mut answer = met(draft, None, place, message);
                answer.lapses = lapses;
                return Some(answer);
            }
        }
    }
}

/// A return to the local authority when illness has come to fifteen school
/// days in the school year. One made earlier, in foresight, is as good.
pub(super) fn sickness_return<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    let year = school_year(draft.case.on);
    let sessions = sessions(draft, &placement);
    let mut ill = attendance::days_marked(&sessions, "I");
    ill.retain(|day| year.contains(*day));
    let mut sent = returns(draft, &placement, "sickness");
    sent.retain(|day| year.contains(*day));
    let found = ill
        .get(SICKNESS_DAYS - 1)
        .map(|fifteenth| sickness(draft, &placement, *fifteenth, ill.len(), sent.first()))
        .map(|answer| draft.unless_unread(answer, unread_returns(&placement)))
        .into_iter()
        .collect();
    answer(
        draft,
        &placement,
        &sessions,
        found,
        "no fifteen school days of illness in this school year, by the sessions at this provider alone",
    )
}

fn sickness<'a>(
    draft: &Draft<'a>,
    placement: &Placement<'a>,
    fifteenth: NaiveDate,
    days: usize,
    sent: Option<&NaiveDate>,
) -> Assessment<'a> {
    let place = row_of(placement, fifteenth);
    let by = school_days_later(draft, fifteenth, 1);
    let ill = format!(
        "ill on {days} school days of this school year, by the sessions at this provider alone, the fifteenth {}",
        said(fifteenth)
    );
    match (sent, by) {
        (Some(sent), by) => {
            let message = format!("{ill}; returned on {}", said(*sent));
            let mut answer = met(draft, None, place, message);
            answer.lapses = by
                .and_then(|by| lapse(next_day(by), day_before(*sent)))
                .into_iter()
                .collect();
            answer
        }
        (None, by) => {
            let message = format!("{ill}: no sickness return to the local authority is on record");
            match by {
                Some(by) if draft.case.on > by => fails(draft, Some(next_day(by)), place, message),
                by => due(draft, by, place, message),
            }
        }
    }
}
