//! Where and when a placement is: its site, its end, its first day.

use super::{due, fails, met};
use crate::assess::{Assessment, Draft, Need};
use crate::calendar::{day_before, next_day, said};
use crate::records::{Placement, Read};

/// No placement runs on past its planned end without a recorded decision.
pub(super) fn placement_not_past_end<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    let case = &draft.case;
    let place = placement
        .table()
        .get("end")
        .map_or(placement.place(), |value| value.place);
    if let Some(unread) = placement
        .table()
        .get("end")
        .and_then(crate::records::Value::unreadable_inside)
    {
        return vec![draft.not_evaluated(unread, "`end` could not be read".into())];
    }
    let Some(end) = placement.planned_end(case.known) else {
        return vec![met(
            draft,
            None,
            placement.place(),
            "no planned end is recorded".into(),
        )];
    };
    if placement.ending(case.known).is_some() || case.on <= end {
        let until = placement.ending(case.known).is_none().then_some(end);
        return vec![met(
            draft,
            until,
            place,
            match until {
                Some(_) => format!("planned to {}: by then it ends, or is extended", said(end)),
                None => format!("planned to {}", said(end)),
            },
        )];
    }
    vec![fails(
        draft,
        Some(next_day(end)),
        place,
        format!(
            "the placement was planned to {}, and neither an ending nor an extension is recorded",
            said(end)
        ),
    )]
}

/// On every live day the pupil is at a site that the provider then has.
pub(super) fn placement_at_known_site<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    let case = &draft.case;
    let place = placement
        .table()
        .get("site")
        .map_or(placement.place(), |value| value.place);
    if placement.is_remote() {
        return vec![met(
            draft,
            None,
            place,
            "taught remotely, so there is no site".into(),
        )];
    }
    let start = placement.start().filter(|start| case.on < *start);
    let day = start.unwrap_or(case.on);
    let bad = |since, message: String| match start {
        Some(start) => vec![due(draft, Some(day_before(start)), place, message)],
        None => vec![fails(draft, since, place, message)],
    };
    let key = match placement.table().text("site") {
        Read::Known(key, _) => key,
        Read::Unreadable(place) => {
            return vec![draft.not_evaluated(place, "`site` could not be read".into())];
        }
        Read::Absent => {
            return bad(
                placement.start(),
                "`site` is not recorded, so it is not known where the pupil is".into(),
            );
        }
    };
    let Some(site) = placement.provider().and_then(|provider| {
        provider
            .table
            .tables("sites")
            .find(|site| site.text("key").known() == Some(key))
    }) else {
        let place = placement
            .provider()
            .map_or(place, crate::records::Record::place);
        return vec![draft.not_evaluated(
            place,
            format!("the site `{key}` of the provider could not be read"),
        )];
    };
    let from = site.date("from").known();
    let until = site.date("until").known();
    if let Some(until) = until.filter(|until| *until < day) {
        return bad(
            Some(next_day(until)),
            format!(
                "the site `{key}` was used to {} only; where the pupil is now is not recorded",
                said(until)
            ),
        );
    }
    if let Some(from) = from.filter(|from| *from > day) {
        return bad(
            placement.start(),
            format!("the site `{key}` is used from {} only", said(from)),
        );
    }
    vec![met(draft, until, place, format!("at the site `{key}`"))]
}
