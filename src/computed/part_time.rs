//! A part-time timetable: agreed, for a limited time, and looked at with the
//! pupil and a parent. That all settings together are full-time is asked by
//! `full-time-in-total`.

use super::reviews::dated;
use super::{due, fails, lapse, met};
use crate::assess::{Assessment, Draft, Need};
use crate::calendar::{add_days, day_before, next_day, said};
use crate::records::{Placement, Table, Value};
use crate::source::Place;
use chrono::NaiveDate;

/// What local practice seldom goes beyond.
const LOCAL_MOST_WEEKS: u32 = 8;

/// The pupil's part-time timetable.
struct PartTime<'a> {
    table: &'a Table,
    place: Place,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
}

/// The timetable that holds on the day, or the answer where none does or it
/// could not be read.
fn recorded<'a>(draft: &Draft<'a>) -> Result<PartTime<'a>, Box<Assessment<'a>>> {
    let placements = draft.subject.placements(draft.case.records);
    let live = placements
        .iter()
        .find(|placement| placement.is_live(draft.case.on))
        .or(placements.first());
    let Some((_, value)) = live.and_then(|placement| placement.shared_with_pupil("part-time"))
    else {
        return Err(Box::new(met(
            draft,
            None,
            draft.subject.place(&draft.case),
            "no part-time timetable is recorded".into(),
        )));
    };
    let Some(table) = value
        .table()
        .filter(|table| table.unreadable_inside().is_none())
    else {
        let place = value.unreadable_inside().unwrap_or(value.place);
        let why = "part of the part-time timetable could not be read".into();
        return Err(Box::new(draft.not_evaluated(place, why)));
    };
    let from = table.date("from").known();
    let until = table.date("until").known();
    let on = draft.case.on;
    if from.is_some_and(|from| on < from) || until.is_some_and(|until| until < on) {
        return Err(Box::new(met(
            draft,
            None,
            value.place,
            format!("no part-time timetable holds on {}", said(on)),
        )));
    }
    Ok(PartTime {
        table,
        place: value.place,
        from,
        until,
    })
}

/// A parent agreed to it, with its first and last day, before it began.
/// Source: School Attendance (Pupil Registration) (England) Regulations 2024,
/// regulation 11.
pub(super) fn part_time_agreed<'a>(draft: &Draft<'a>, _need: &Need) -> Vec<Assessment<'a>> {
    let part_time = match recorded(draft) {
        Ok(part_time) => part_time,
        Err(answer) => return vec![*answer],
    };
    let agreed = part_time
        .table
        .date("agreed-with-parent")
        .known()
        .filter(|agreed| *agreed <= draft.case.known);
    let lacking: Vec<&str> = [
        ("a first day (`from`)", part_time.from.is_none()),
        ("a last day (`until`)", part_time.until.is_none()),
        (
            "a parent's agreement (`agreed-with-parent`)",
            agreed.is_none(),
        ),
    ]
    .into_iter()
    .filter_map(|(what, is_lacking)| is_lacking.then_some(what))
    .collect();
    let (Some(from), Some(until), Some(agreed)) = (part_time.from, part_time.until, agreed) else {
        let message = format!(
            "the part-time timetable is without {}",
            lacking.join(" and without ")
        );
        return vec![fails(draft, part_time.from, part_time.place, message)];
    };
    let message = format!(
        "from {} to {}, agreed with a parent on {}",
        said(from),
        said(until),
        said(agreed)
    );
    let mut answer = met(draft, None, part_time.place, message);
    answer.lapses = lapse(from, day_before(agreed)).into_iter().collect();
    vec![answer]
}

/// It lasts no longer than the weeks that are usual.
pub(super) fn part_time_not_too_long<'a>(draft: &Draft<'a>, _need: &Need) -> Vec<Assessment<'a>> {
    let part_time = match recorded(draft) {
        Ok(part_time) => part_time,
        Err(answer) => return vec![*answer],
    };
    let Some(from) = part_time.from else {
        return vec![draft.not_evaluated(
            part_time.place,
            "`from` of the part-time timetable is not recorded".into(),
        )];
    };
    let weeks = draft.case.records.count_limit("part-time-weeks", 6);
    let last = day_before(add_days(from, weeks * 7));
    let most = format!("the longest here is {weeks} weeks, to {}", said(last));
    let Some(until) = part_time.until else {
        let message = format!("from {} without a last day; {most}", said(from));
        return vec![if draft.case.on <= last {
            due(draft, Some(last), part_time.place, message)
        } else {
            fails(draft, Some(next_day(last)), part_time.place, message)
        }];
    };
    let planned = format!("planned from {} to {}", said(from), said(until));
    if until <= last {
        return vec![met(draft, None, part_time.place, planned)];
    }
    let local = if until >= add_days(from, LOCAL_MOST_WEEKS * 7) {
        ", and it is over 8 weeks, longer than local authorities accept"
    } else {
        ""
    };
    let message = format!("{planned}; {most}{local}");
    vec![fails(draft, Some(from), part_time.place, message)]
}

/// By the middle of its time it was looked at with the pupil and a parent.
pub(super) fn part_time_reviewed<'a>(draft: &Draft<'a>, _need: &Need) -> Vec<Assessment<'a>> {
    let part_time = match recorded(draft) {
        Ok(part_time) => part_time,
        Err(answer) => return vec![*answer],
    };
    let (Some(from), Some(until)) = (part_time.from, part_time.until) else {
        return vec![draft.not_evaluated(
            part_time.place,
            "`from` or `until` of the part-time timetable is not recorded".into(),
        )];
    };
    let middle = middle(draft, from, until);
    let placements = draft.subject.placements(draft.case.records);
    let unread = placements
        .iter()
        .filter_map(|placement| placement.table().get("reviews"))
        .find_map(Value::unreadable_inside);
    let place = part_time.place;
    let answer = match first_review(draft, &placements, from) {
        Some((date, review)) => {
            let message = format!("reviewed with the pupil and a parent on {}", said(date));
            let mut answer = met(draft, None, review.place, message);
            answer.lapses = lapse(next_day(middle), day_before(date))
                .into_iter()
                .collect();
            answer
        }
        None if draft.case.on <= middle => {
            let message = format!(
                "a review with the pupil and a parent is due by {}, the middle of the part-time timetable",
                said(middle)
            );
            due(draft, Some(middle), place, message)
        }
        None => {
            let message = format!(
                "no review with the pupil and a parent since the part-time timetable began on {}; one was due by the middle of it, {}",
                said(from),
                said(middle)
            );
            fails(draft, Some(next_day(middle)), place, message)
        }
    };
    vec![draft.unless_unread(answer, unread)]
}

/// The middle of it; where that is no school day, the last one before.
fn middle(draft: &Draft<'_>, from: NaiveDate, until: NaiveDate) -> NaiveDate {
    let half = u32::try_from((until - from).num_days().max(0) / 2).unwrap_or(0);
    let middle = add_days(from, half);
    let calendar = draft.case.calendar;
    match calendar.is_school_day(middle) {
        Ok(false) => calendar.school_days_before(middle, 1).unwrap_or(middle),
        _ => middle,
    }
}

/// The first review from that day on that had both of them.
fn first_review<'a>(
    draft: &Draft<'a>,
    placements: &[Placement<'a>],
    from: NaiveDate,
) -> Option<(NaiveDate, &'a Table)> {
    placements
        .iter()
        .flat_map(|placement| dated(placement, "reviews", draft.case.known))
        .filter(|(date, _)| *date >= from)
        .filter(|(_, review)| {
            let with: Vec<&str> = review.texts("with").collect();
            with.contains(&"pupil") && with.contains(&"parent")
        })
        .min_by_key(|(date, _)| *date)
}
