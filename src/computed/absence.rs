//! Reasons for absence, marks that are late, and absence that goes on.

use super::register::{place_of, row_of, sessions, unread};
use super::{due, fails, lapse, met, worst};
use crate::assess::{Assessment, Draft, Need, Standing};
use crate::attendance::{self, REASON_DAYS, Sessions};
use crate::calendar::{add_days, day_before, monday, next_day, said};
use crate::records::{Half, Placement, Table, Value};
use chrono::NaiveDate;

/// The day `count` school days later; `None` where it lies after the last
/// recorded term, so that nothing is due yet.
pub(super) fn school_days_later(
    draft: &Draft<'_>,
    date: NaiveDate,
    count: u32,
) -> Option<NaiveDate> {
    draft.case.calendar.school_days_after(date, count).ok()
}

/// The worst of what was found; without any, met, unless part of the register
/// could not be read.
pub(super) fn answer<'a>(
    draft: &Draft<'a>,
    placement: &Placement<'a>,
    sessions: &[Sessions<'a>],
    found: Vec<Assessment<'a>>,
    none: &str,
) -> Vec<Assessment<'a>> {
    let worst = worst(found);
    let is_good = worst
        .as_ref()
        .is_none_or(|worst| matches!(worst.standing, Standing::Met { .. }));
    if is_good && let Some(unread) = unread(draft, placement, sessions) {
        return vec![unread];
    }
    vec![worst.unwrap_or_else(|| met(draft, None, place_of(placement), none.to_owned()))]
}

/// No session is still marked N, reason not yet established, five school days
/// after it.
pub(super) fn reason_found_in_five_days<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    let sessions = sessions(draft, &placement);
    let days = attendance::days_marked(&sessions, "N");
    let found: Vec<Assessment<'a>> = days
        .first()
        .map(|first| reason(draft, &placement, *first, days.len()))
        .into_iter()
        .collect();
    answer(
        draft,
        &placement,
        &sessions,
        found,
        "no session is without a reason",
    )
}

/// The first day marked N, of so many; its reason is the first to be due.
fn reason<'a>(
    draft: &Draft<'a>,
    placement: &Placement<'a>,
    first: NaiveDate,
    count: usize,
) -> Assessment<'a> {
    let last = school_days_later(draft, first, REASON_DAYS);
    let more = match count {
        1 => String::new(),
        count => format!("; {count} days in all have that mark"),
    };
    let place = row_of(placement, first);
    match last {
        Some(last) if draft.case.on > last => fails(
            draft,
            Some(next_day(last)),
            place,
            format!(
                "{} is still marked N, with no reason established; there was to be one by {}{more}",
                said(first),
                said(last)
            ),
        ),
        last => {
            let by = last.map_or(String::new(), |last| format!(" by {}", said(last)));
            let message = format!(
                "{} is marked N; the reason is to be established{by}{more}",
                said(first)
            );
            due(draft, last, place, message)
        }
    }
}

/// No mark is later than the provider agreed to return its register.
pub(super) fn provider_returns_in_time<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    let agreed = placement
        .provider()
        .and_then(|provider| provider.table.table("agreed"))
        .and_then(|agreed| agreed.get("returns-every"));
    if let Some(unread) = agreed.and_then(Value::unreadable_inside) {
        return vec![draft.not_evaluated(unread, "`returns-every` could not be read".into())];
    }
    let Some(every) = agreed.and_then(Value::text) else {
        let message = "it is not agreed how often the provider returns its register";
        return vec![met(draft, None, place_of(&placement), message.into())];
    };
    let weekly = every == "week";
    let on = draft.case.on;
    let sessions = sessions(draft, &placement);
    let late: Vec<(NaiveDate, Half, NaiveDate)> = sessions
        .iter()
        .filter_map(|session| match session {
            Sessions::NoReturn(date, half) if weekly => {
                Some((*date, *half, add_days(monday(*date), 7)))
            }
            Sessions::NoReturn(date, half) => Some((*date, *half, *date)),
            _ => None,
        })
        .map(|(date, half, last)| {
            let open = draft.case.calendar.on_or_after(last).unwrap_or(last);
            (date, half, open)
        })
        .filter(|(_, _, last)| on > *last)
        .collect();
    let found = late
        .first()
        .map(|(date, half, last)| {
            let message = format!(
                "the register is to be returned every {every}, and {} late: the first, of the {} of {}, was due by {}",
                marks_said(late.len()),
                half.said(),
                said(*date),
                said(*last)
            );
            fails(
                draft,
                Some(next_day(*last)),
                row_of(&placement, *date),
                message,
            )
        })
        .into_iter()
        .collect();
    answer(
        draft,
        &placement,
        &sessions,
        found,
        "no mark is later than was agreed",
    )
}

fn marks_said(count: usize) -> String {
    match count {
        1 => "1 mark is".into(),
        more => format!("{more} marks are"),
    }
}

/// Each absence that goes on was looked at, in a review or with the parents.
pub(super) fn long_absence_reviewed<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    if placement.is_remote() {
        return vec![met(
            draft,
            None,
            placement.place(),
            "taught remotely, so that absence codes are the rule".into(),
        )];
    }
    let most = draft.case.records.count_limit("long-absence-days", 5);
    let sessions = sessions(draft, &placement);
    let looked_at = looked_at(draft, &placement);
    let unread_logs = ["reviews", "contacts", "follow-ups"]
        .into_iter()
        .filter_map(|log| placement.table().get(log))
        .find_map(Value::unreadable_inside);
    let returned: Vec<Sessions<'a>> = sessions
        .iter()
        .filter(|session| !matches!(session, Sessions::NoReturn(..)))
        .copied()
        .collect();
    let found = attendance::runs(&returned, Sessions::is_absence)
        .into_iter()
        .filter_map(|run| {
            let first = *run.first()?;
            let over = *run.get(usize::try_from(most).ok()?)?;
            let after = looked_at.iter().find(|day| **day >= first).copied();
            Some(long_absence(
                draft,
                &placement,
                (first, over, run.len()),
                after,
            ))
        })
        .map(|answer| draft.unless_unread(answer, unread_logs))
        .collect();
    answer(
        draft,
        &placement,
        &sessions,
        found,
        "no absence that goes on without a review or a contact with the parents",
    )
}

/// The days of reviews of this placement, and of contacts and follow-ups with
/// the parents in any of the pupil's, in order.
fn looked_at(draft: &Draft<'_>, placement: &Placement<'_>) -> Vec<NaiveDate> {
    let with_parent = |entry: &&Table| entry.text("with").known() == Some("parent");
    let pupil = placement.pupil();
    let mut days: Vec<NaiveDate> = placement
        .table()
        .tables("reviews")
        .filter_map(|review| review.date("date").known())
        .collect();
    let placements: Vec<Placement<'_>> = match pupil {
        Some(pupil) => draft.case.records.placements_of(pupil).collect(),
        None => vec![*placement],
    };
    for placement in placements {
        let own = ["contacts", "follow-ups"]
            .into_iter()
            .flat_map(|log| placement.table().tables(log));
        let at_provider = placement
            .provider()
            .into_iter()
            .flat_map(|provider| provider.table.tables("contacts"))
            .filter(|entry| entry.texts("pupils").any(|listed| Some(listed) == pupil));
        days.extend(
            own.chain(at_provider)
                .filter(with_parent)
                .filter_map(|entry| entry.date("date").known()),
        );
    }
    days.retain(|date| *date <= draft.case.known);
    days.sort_unstable();
    days
}

fn long_absence<'a>(
    draft: &Draft<'a>,
    placement: &Placement<'a>,
    (first, over, days): (NaiveDate, NaiveDate, usize),
    looked_at: Option<NaiveDate>,
) -> Assessment<'a> {
    let place = row_of(placement, first);
    let away = format!(
        "not there on {days} days in a row with sessions at the provider, from {}",
        said(first)
    );
    let Some(looked_at) = looked_at else {
        let message =
            format!("{away}: neither a review nor a contact with the parents since is on record");
        return if draft.case.on <= over {
            due(draft, Some(over), place, message)
        } else {
            fails(draft, Some(next_day(over)), place, message)
        };
    };
    let message = format!("{away}; looked at on {}", said(looked_at));
    let mut answer = met(draft, None, place, message);
    answer.lapses = lapse(next_day(over), day_before(looked_at))
        .into_iter()
        .collect();
    answer
}
