//! What part of a pupil's week is at the provider, and what part at school.

use super::{day_of_week, due, fails, met};
use crate::assess::{Assessment, Draft, Need, Standing};
use crate::calendar::{Span, add_days, day_before, monday};
use crate::records::{Half, Placement, Read, Table, Value, Whereabouts};
use crate::source::Place;
use chrono::NaiveDate;

/// The placement, the week that holds, the day it is looked at, and whether
/// that is still to come; or the answer where there is none.
struct Held<'a> {
    placement: Placement<'a>,
    week: &'a Table,
    day: NaiveDate,
    ahead: bool,
}

impl<'a> Held<'a> {
    fn of(draft: &Draft<'a>, placement: Placement<'a>) -> Result<Held<'a>, Box<Assessment<'a>>> {
        let place = placement.place();
        let Some((day, ahead)) = day_of_week(draft, &[placement]) else {
            let message = "asked from the first day on".into();
            let standing = Standing::Outstanding { by: None };
            return Err(Box::new(draft.answer(standing, place, message)));
        };
        let recorded = placement.shared_with_pupil("week");
        if let Some(place) = recorded.and_then(|(_, value)| value.unreadable_inside()) {
            let why = "part of the week could not be read".into();
            return Err(Box::new(draft.not_evaluated(place, why)));
        }
        match placement.week_on(day) {
            Some((_, week)) => Ok(Held {
                placement,
                week,
                day,
                ahead,
            }),
            None => Err(Box::new(
                draft.not_evaluated(place, "`week` is not recorded".into()),
            )),
        }
    }

    fn bad(&self, draft: &Draft<'a>, place: Place, message: String) -> Assessment<'a> {
        if self.ahead {
            return due(draft, Some(day_before(self.day)), place, message);
        }
        let since = self.week.date("from").known().max(self.placement.start());
        fails(draft, since, place, message)
    }
}

/// Per cent of the week's hours from which a bespoke curriculum is tier 1a, and
/// above which it is 1b.
const TIER_1A: (f64, f64) = (25.0, 45.0);

/// Tier 1a takes 25 to 45 per cent of the week's hours, tier 1b more.
pub(super) fn tier_one_share<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    let Read::Known(tier, place) = placement.table().text("tier") else {
        let (place, why) = placement.unknown("tier");
        return vec![draft.not_evaluated(place, why)];
    };
    if !matches!(tier, "1a" | "1b") {
        let message = format!("tier {tier} has no share of the week");
        return vec![met(draft, None, place, message)];
    }
    let held = match Held::of(draft, placement) {
        Ok(held) => held,
        Err(answer) => return vec![*answer],
    };
    let there = placement.hours_at_provider("hours", held.day);
    let Some(there) = there.known() else {
        let why = "`hours` of the week do not say how many are there".into();
        return vec![draft.not_evaluated(held.week.place, why)];
    };
    let total = placement.hours_in_all("hours", held.day).unwrap_or(0.0);
    if total <= 0.0 {
        let why = "`hours` of the week add up to none".into();
        return vec![draft.not_evaluated(held.week.place, why)];
    }
    let share = there * 100.0 / total;
    let (from, to) = TIER_1A;
    let (right, wanted) = match tier {
        "1a" => ((from..=to).contains(&share), format!("{from} to {to} %")),
        _ => (share > to, format!("more than {to} %")),
    };
    let message = format!(
        "{there} of the week's {total} hours are there, {share:.0} %; tier {tier} is {wanted}"
    );
    vec![match right {
        true => met(draft, None, place, message),
        false => held.bad(draft, place, message),
    }]
}

/// Sessions of a day.
const A_DAY: usize = 2;

/// At least a day a week is at the pupil's own school. A unit of the school's
/// own, and a provider who comes to the school, are at the school.
pub(super) fn day_a_week_at_base_school<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    let held = match Held::of(draft, placement) {
        Ok(held) => held,
        Err(answer) => return vec![*answer],
    };
    let place = held.week.place;
    let provider = placement.provider();
    let unit = provider.is_some_and(|provider| {
        provider.table.get("kind").and_then(Value::text) == Some("in-school")
    });
    if unit || placement.table().text("mode").known() == Some("outreach") {
        let message = "the provision itself is at the school".into();
        return vec![met(draft, None, place, message)];
    }
    let first = monday(held.day);
    let week = Span {
        from: first,
        to: add_days(first, 4),
    };
    let at_school = week
        .days()
        .flat_map(|date| Half::BOTH.map(|half| (date, half)))
        .filter(|(date, half)| {
            placement.whereabouts_in_week_of(held.day, *date, *half) == Some(Whereabouts::School)
        })
        .count();
    let message = match at_school {
        0 => "no session of the week is at school".to_owned(),
        1 => "1 session of the week is at school".to_owned(),
        more => format!("{more} sessions of the week are at school"),
    };
    vec![if at_school >= A_DAY {
        met(draft, None, place, message)
    } else {
        held.bad(draft, place, format!("{message}; a day a week is two"))
    }]
}
