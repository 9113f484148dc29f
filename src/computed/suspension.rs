//! A suspension or a permanent exclusion: from which day there is education,
//! and how long a pupil may be suspended in a school year.

use super::{due, fails, lapse, met};
use crate::assess::{Assessment, Draft, Need};
use crate::calendar::{day_before, said, school_year};
use crate::records::{Placement, Read};
use crate::source::Place;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The most school days of suspension in a school year.
const LONGEST_IN_A_YEAR: u32 = 45;

/// Education begins by the sixth school day of a suspension or permanent
/// exclusion. For a suspension it may not be given on the school's own site.
/// Source: Education and Inspections Act 2006, section 100.
pub(super) fn sixth_day_education<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    let case = &draft.case;
    let (first, place) = match first_day(draft, &placement) {
        Ok(first) => first,
        Err(answer) => return vec![*answer],
    };
    let suspended = placement.table().text("basis").known() == Some("suspension");
    let days = placement
        .table()
        .table("suspension")
        .and_then(|table| table.number("school-days").known());
    if suspended && days.is_some_and(|days| days <= 5.0) {
        return vec![met(
            draft,
            None,
            place,
            "the suspension is no longer than five school days".into(),
        )];
    }
    let sixth = case
        .calendar
        .on_or_after(first)
        .and_then(|first| case.calendar.school_days_after(first, 5));
    let sixth = match sixth {
        Ok(sixth) => sixth,
        Err(no_term) => return vec![draft.without_term(no_term.0)],
    };
    let in_school = placement
        .provider()
        .is_some_and(|provider| provider.table.text("kind").known() == Some("in-school"));
    if suspended && in_school {
        let message = format!(
            "from the sixth school day, {}, education cannot be on the school's own site",
            said(sixth)
        );
        return vec![if case.on < sixth {
            due(draft, Some(day_before(sixth)), place, message)
        } else {
            fails(draft, Some(sixth), place, message)
        }];
    }
    vec![begins_by(
        draft,
        &placement,
        place,
        "the sixth school day",
        sixth,
    )]
}

/// For a looked-after pupil, or one with a social worker, the aim is the first
/// school day.
pub(super) fn first_day_education<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    let (first, place) = match first_day(draft, &placement) {
        Ok(first) => first,
        Err(answer) => return vec![*answer],
    };
    vec![match draft.case.calendar.on_or_after(first) {
        Ok(first) => begins_by(draft, &placement, place, "the first school day", first),
        Err(no_term) => draft.without_term(no_term.0),
    }]
}

/// The first day of the suspension or exclusion, and where it stands.
fn first_day<'a>(
    draft: &Draft<'a>,
    placement: &Placement<'a>,
) -> Result<(NaiveDate, Place), Box<Assessment<'a>>> {
    let suspension = placement.table().table("suspension");
    match suspension.map_or(Read::Absent, |table| table.date("first-day")) {
        Read::Known(first, place) => Ok((first, place)),
        Read::Unreadable(place) => Err(Box::new(draft.not_evaluated(
            place,
            "the first day of the suspension could not be read".into(),
        ))),
        Read::Absent => Err(Box::new(draft.not_evaluated(
            placement.place(),
            "`suspension.first-day` is not recorded, so it is not known from which day education is owed".into(),
        ))),
    }
}

/// Whether the placement begins by a day of the suspension.
fn begins_by<'a>(
    draft: &Draft<'a>,
    placement: &Placement<'a>,
    place: Place,
    which: &str,
    last: NaiveDate,
) -> Assessment<'a> {
    let on = draft.case.on;
    match placement.start() {
        Some(start) if start <= last => {
            let message = format!("from {}; {which} is {}", said(start), said(last));
            met(draft, None, place, message)
        }
        Some(start) if start <= on => {
            let message = format!("from {}; {which} was {}", said(start), said(last));
            let mut late = met(draft, None, place, message);
            late.lapses = lapse(last, day_before(start)).into_iter().collect();
            late
        }
        start => {
            let begins = start.map_or("no first day is recorded".to_owned(), |start| {
                format!("the placement begins on {}", said(start))
            });
            let message = format!("{which} is {}, but {begins}", said(last));
            if on < last {
                due(draft, Some(day_before(last)), place, message)
            } else {
                fails(draft, Some(last), place, message)
            }
        }
    }
}

/// A suspension of the pupil: how many school days, and where that stands.
/// Two placements in one suspension speak of the same one.
struct Suspension {
    school_days: u32,
    place: Place,
}

/// All suspensions of the school year together are no longer than 45 school
/// days, by those recorded with the placements.
pub(super) fn suspension_within_45_days<'a>(
    draft: &Draft<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    let case = &draft.case;
    let year = school_year(case.on);
    let mut suspensions: BTreeMap<NaiveDate, Suspension> = BTreeMap::new();
    for placement in draft.subject.placements(case.records) {
        let Some(table) = placement.table().table("suspension") else {
            continue;
        };
        if let Some(place) = table.unreadable_inside() {
            return vec![draft.not_evaluated(place, "a suspension could not be read".into())];
        }
        let (Some(first), Some(school_days)) =
            (table.date("first-day").known(), table.count("school-days"))
        else {
            continue;
        };
        if year.contains(first) && first <= case.known {
            let place = table
                .get("school-days")
                .map_or(table.place, |value| value.place);
            let longest = suspensions
                .entry(first)
                .or_insert(Suspension { school_days, place });
            longest.school_days = longest.school_days.max(school_days);
        }
    }
    let total: u32 = suspensions.values().map(|one| one.school_days).sum();
    let mut so_far = 0;
    for (first, suspension) in &suspensions {
        so_far += suspension.school_days;
        if so_far > LONGEST_IN_A_YEAR {
            let message = format!(
                "{total} school days of suspension in the school year from {}, by those recorded with the placements; the most the law allows is {LONGEST_IN_A_YEAR}",
                said(year.from)
            );
            return vec![fails(draft, Some(*first), suspension.place, message)];
        }
    }
    let message = match total {
        0 => "no suspension of this school year is recorded with the placements".into(),
        total => format!(
            "{total} school days of suspension in the school year from {}; the most is {LONGEST_IN_A_YEAR}",
            said(year.from)
        ),
    };
    let place = suspensions
        .values()
        .last()
        .map_or(draft.subject.place(case), |suspension| suspension.place);
    vec![met(draft, None, place, message)]
}
