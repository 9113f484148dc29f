//! Law that is announced or made and not in force. Nothing here is asked of a
//! school that does not choose it.

use super::registration::{Pupil, pupils, pupils_said};
use super::{due, fails, met};
use crate::assess::{Assessment, Draft, Need};
use crate::calendar::{add_days, day_before, next_day, said};
use crate::records::{Placement, Record};

const PUPILS: usize = 5;
const LONGEST_WEEKS: u32 = 12;
const SESSIONS_A_WEEK: usize = 4;

/// The threshold of registration with SEN support counted as well. Source:
/// Children's Wellbeing and Schools Act 2026, section 43.
pub(super) fn special_needs_threshold<'a>(
    draft: &Draft<'a>,
    provider: &'a Record,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    let records = draft.case.records;
    let line = records.hours("registration").unwrap_or(18.0);
    let warning = records.limit("taught-hours-warning", 15.0);
    let live: Vec<_> = records
        .placements_at(&provider.id)
        .filter(|placement| placement.is_live(draft.case.on))
        .collect();
    let pupils = match pupils(draft, &live) {
        Ok(pupils) => pupils,
        Err(place) => {
            return vec![
                draft.not_evaluated(place, "hours or facts of a pupil could not be read".into()),
            ];
        }
    };
    let reaches = |counted: &[&Pupil]| {
        counted.len() >= PUPILS || counted.iter().any(|pupil| pupil.has_needs())
    };
    let sure: Vec<&Pupil> = pupils.values().filter(|pupil| pupil.hours > line).collect();
    let possible: Vec<&Pupil> = pupils
        .values()
        .filter(|pupil| pupil.may_be_over(line, warning))
        .collect();
    let place = provider.place();
    let needs = sure.iter().filter(|pupil| pupil.has_needs()).count();
    let count = format!(
        "by our records {} there for more than {line} hours a week, {needs} looked after or with special educational needs",
        pupils_said(sure.len())
    );
    vec![if reaches(&sure) {
        let message = format!(
            "if the announced law comes, it is likely that this provider needs to be registered: {count}"
        );
        fails(draft, None, place, message)
    } else if reaches(&possible) {
        let place = possible
            .iter()
            .find_map(|pupil| pupil.place)
            .unwrap_or(place);
        draft.not_evaluated(
            place,
            format!("the hours on site of a pupil are not recorded, and by the taught hours there may be more than {line} a week"),
        )
    } else {
        met(draft, None, place, count)
    }]
}

/// At a provider that is no school: at most twelve weeks, or at most four
/// sessions a week for longer.
pub(super) fn length_cap<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    let case = &draft.case;
    let Some(start) = placement.start() else {
        let (place, why) = placement.unknown("start");
        return vec![draft.not_evaluated(place, why)];
    };
    let Some(sessions) = placement.sessions_a_week(case.on.max(start)) else {
        let (place, why) = placement.unknown("week");
        return vec![draft.not_evaluated(place, why)];
    };
    let place = placement
        .table()
        .get("end")
        .map_or(placement.place(), |value| value.place);
    let last = day_before(add_days(start, LONGEST_WEEKS * 7));
    let end = placement.planned_end(case.known);
    if sessions <= SESSIONS_A_WEEK || end.is_some_and(|end| end <= last && case.on <= last) {
        return vec![met(
            draft,
            None,
            place,
            format!(
                "{sessions} sessions a week there from {}, within the cap that is announced",
                said(start)
            ),
        )];
    }
    let planned = end.map_or("without a planned end".to_owned(), |end| {
        format!("planned to {}", said(end))
    });
    let message = format!(
        "if the announced law comes, a placement of {sessions} sessions a week from {} lasts to {} at the longest; it is {planned}",
        said(start),
        said(last)
    );
    let is_planned_for_longer = end.is_some_and(|end| end > last);
    vec![if case.on < start {
        due(draft, Some(day_before(start)), place, message)
    } else if is_planned_for_longer {
        fails(draft, Some(start), place, message)
    } else if case.on <= last {
        due(draft, Some(last), place, message)
    } else {
        fails(draft, Some(next_day(last)), place, message)
    }]
}
