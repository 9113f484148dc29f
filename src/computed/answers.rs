//! The answers that computed checks give, and what many of them ask.

use crate::assess::{Assessment, Draft, Need, Phase, Standing};
use crate::calendar::{Span, day_before, joined, next_day};
use crate::records::{Placement, Table, Value};
use crate::source::Place;
use chrono::NaiveDate;

/// Before the start there is nothing to ask yet.
pub(super) fn before_start<'a>(
    draft: &Draft<'a>,
    placement: &Placement<'a>,
) -> Option<Assessment<'a>> {
    placement
        .start()
        .is_none_or(|start| draft.case.on < start)
        .then(|| {
            draft.answer(
                Standing::Outstanding { by: None },
                placement.place(),
                "asked from the first day on".into(),
            )
        })
}

pub(super) fn met<'a>(
    draft: &Draft<'a>,
    until: Option<NaiveDate>,
    place: Place,
    message: String,
) -> Assessment<'a> {
    draft.answer(Standing::Met { until }, place, message)
}

pub(super) fn due<'a>(
    draft: &Draft<'a>,
    by: Option<NaiveDate>,
    place: Place,
    message: String,
) -> Assessment<'a> {
    let answer = draft.answer(Standing::Outstanding { by }, place, message);
    draft.unless_unread(answer, None)
}

pub(super) fn fails<'a>(
    draft: &Draft<'a>,
    since: Option<NaiveDate>,
    place: Place,
    message: String,
) -> Assessment<'a> {
    let answer = draft.answer(Standing::Breached { since, to: None }, place, message);
    draft.unless_unread(answer, None)
}

/// What is not on record: outstanding before it is needed, then breached.
pub(super) fn missing<'a>(
    draft: &Draft<'a>,
    need: &Need,
    place: Place,
    message: String,
) -> Assessment<'a> {
    match need.phase {
        Phase::Before => due(draft, need.first.map(day_before), place, message),
        Phase::Within => fails(draft, need.first, place, message),
    }
}

/// The days on which something was missing, if there were any.
pub(super) fn lapse(from: NaiveDate, to: NaiveDate) -> Option<Span> {
    (from <= to).then_some(Span { from, to })
}

/// The answer where something is done by `last`, or later, or not yet: `done` is
/// the day on which it was.
pub(super) fn by_day<'a>(
    draft: &Draft<'a>,
    last: NaiveDate,
    done: Option<NaiveDate>,
    place: Place,
    message: String,
) -> Assessment<'a> {
    match done {
        Some(done) => {
            let mut answer = met(draft, None, place, message);
            answer.lapses.extend(late(last, done));
            answer
        }
        None if draft.case.on <= last => due(draft, Some(last), place, message),
        None => fails(draft, Some(next_day(last)), place, message),
    }
}

/// The days from the day it was due, which is not counted, until it was done.
pub(super) fn late(due: NaiveDate, done: NaiveDate) -> Option<Span> {
    lapse(next_day(due), day_before(done))
}

/// The worst of several answers, and of those the one that is first to
/// change; with how many are like it, and the lapses of all.
pub(super) fn worst<'a>(answers: Vec<Assessment<'a>>) -> Option<Assessment<'a>> {
    let lapses = answers
        .iter()
        .flat_map(|answer| answer.lapses.clone())
        .collect();
    let order = |answer: &Assessment<'a>| {
        let day = answer.standing.day();
        (answer.standing.rank(), day.is_none(), day)
    };
    let ranks: Vec<u8> = answers
        .iter()
        .map(|answer| answer.standing.rank())
        .collect();
    let mut worst = answers.into_iter().min_by_key(order)?;
    let rank = worst.standing.rank();
    let alike = ranks.into_iter().filter(|other| *other == rank).count();
    let falls_short = matches!(
        worst.standing,
        Standing::Breached { .. } | Standing::Outstanding { .. }
    );
    if alike > 1 && falls_short {
        worst.message = format!("{}, and {} more like it", worst.message, alike - 1);
    }
    worst.lapses = joined(lapses);
    Some(worst)
}

/// The first entry of a log of which a field that decides could not be read, or
/// which could not be read itself.
pub(super) fn unread_in(record: &Table, log: &str, fields: &[&str]) -> Option<Place> {
    let value = record.get(log)?;
    let whole = value.is_unreadable().then_some(value.place);
    whole.or_else(|| {
        value.items().iter().find_map(|item| match item.table() {
            None => Some(item.place),
            Some(entry) => fields
                .iter()
                .filter_map(|field| entry.get(field))
                .find_map(Value::unreadable_inside),
        })
    })
}

/// The day for which a week is looked at: the day asked about if a placement
/// is live, otherwise the next start; and whether that is still to come.
pub(super) fn day_of_week(
    draft: &Draft<'_>,
    placements: &[Placement<'_>],
) -> Option<(NaiveDate, bool)> {
    let on = draft.case.on;
    if placements.iter().any(|placement| placement.is_live(on)) {
        return Some((on, false));
    }
    placements
        .iter()
        .filter(|placement| !placement.never_started())
        .filter_map(Placement::start)
        .filter(|start| *start > on)
        .min()
        .map(|start| (start, true))
}
