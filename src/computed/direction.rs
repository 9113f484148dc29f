//! An off-site direction: what its notice must say, and how long it may last.

use super::{due, fails, met, missing};
use crate::assess::{Assessment, Draft, Need};
use crate::calendar::{add_days, day_before, monday, said};
use crate::records::{Half, Placement, Record, Table, Value, Whereabouts};
use crate::source::Place;
use chrono::NaiveDate;

/// What the notice must state is on record: the address, whom to report to,
/// the number of days, reasons and objectives, and the times. Source:
/// Education (Educational Provision for Improving Behaviour) Regulations 2010,
/// regulation 3.
pub(super) fn off_site_direction_notice_complete<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    need: &Need,
) -> Vec<Assessment<'a>> {
    let table = placement.table();
    let unread = [
        "site",
        "report-to",
        "start",
        "end",
        "longest-end",
        "referral",
        "objectives",
        "times",
    ]
    .into_iter()
    .filter_map(|field| table.get(field))
    .find_map(Value::unreadable_inside)
    .or_else(|| placement.provider().and_then(sites_unread));
    if let Some(place) = unread {
        return vec![draft.not_evaluated(
            place,
            "part of what the notice must state could not be read".into(),
        )];
    }
    let lacking = lacking(&placement, draft.case.on);
    if lacking.is_empty() {
        return vec![met(
            draft,
            None,
            placement.place(),
            "what the notice must state is on record".into(),
        )];
    }
    let message = format!(
        "not on record of what the notice must state: {}",
        lacking.join("; ")
    );
    vec![missing(draft, need, placement.place(), message)]
}

/// A part of the provider's record where the site may stand, that could not be read.
fn sites_unread(provider: &Record) -> Option<Place> {
    let sites = provider.table.get("sites");
    let unread = sites.and_then(Value::unreadable_inside);
    unread.or((!provider.complete).then(|| provider.place()))
}

fn lacking(placement: &Placement<'_>, on: NaiveDate) -> Vec<&'static str> {
    let table = placement.table();
    let mut lacking = Vec::new();
    if !placement.is_remote() && !has_address(placement) {
        lacking.push("the address of the site");
    }
    if table.get("report-to").is_none() {
        lacking.push("whom to report to (`report-to`)");
    }
    let last = table.get("end").or(table.get("longest-end"));
    if table.get("start").is_none() || last.is_none() {
        lacking.push("the number of days (`start` and `end`)");
    }
    let referral = table.table("referral");
    if referral
        .and_then(|referral| referral.get("reason"))
        .is_none()
    {
        lacking.push("the reason (`referral.reason`)");
    }
    if table.tables("objectives").next().is_none() {
        lacking.push("the objectives");
    }
    let day = placement.start().map_or(on, |start| start.max(on));
    if !has_times(table.table("times"), sessions(placement, day)) {
        lacking.push("the times of the sessions (`times`)");
    }
    lacking
}

fn has_address(placement: &Placement<'_>) -> bool {
    let site = placement.table().text("site").known();
    placement.provider().is_some_and(|provider| {
        provider
            .table
            .tables("sites")
            .any(|table| table.text("key").known() == site && table.get("address").is_some())
    })
}

/// Which halves of a day the week gives to the provider; both where no week
/// is recorded.
fn sessions(placement: &Placement<'_>, day: NaiveDate) -> [bool; 2] {
    let monday = monday(day);
    let here = |half: Half| {
        (0..5).any(|weekday| {
            placement.whereabouts_in_week_of(day, add_days(monday, weekday), half)
                == Some(Whereabouts::Placement(placement.id()))
        })
    };
    match Half::BOTH.map(here) {
        [false, false] => [true, true],
        halves => halves,
    }
}

/// Start of the morning, end of the afternoon and the break between; or start
/// and end of the one session there is.
fn has_times(times: Option<&Table>, [morning, afternoon]: [bool; 2]) -> bool {
    let asked: &[&str] = match (morning, afternoon) {
        (true, true) => &["morning-starts", "break", "afternoon-ends"],
        (true, false) => &["morning-starts", "morning-ends"],
        _ => &["afternoon-starts", "afternoon-ends"],
    };
    times.is_some_and(|times| asked.iter().all(|field| times.get(field).is_some()))
}

/// The planned end, by the latest extension, is not after the longest length
/// that was agreed.
pub(super) fn direction_within_longest_length<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    let table = placement.table();
    let unread = ["end", "longest-end", "extensions"]
        .into_iter()
        .filter_map(|field| table.get(field))
        .find_map(Value::unreadable_inside);
    if let Some(place) = unread {
        return vec![draft.not_evaluated(place, "how long it may last could not be read".into())];
    }
    let longest = table.date("longest-end").known();
    let (Some(longest), Some(end)) = (longest, placement.planned_end(draft.case.known)) else {
        return vec![met(
            draft,
            None,
            placement.place(),
            "no longest length, or no planned end, is recorded to be compared".into(),
        )];
    };
    let place = table
        .get("extensions")
        .or(table.get("end"))
        .map_or(placement.place(), |value| value.place);
    let message = format!(
        "planned to {}; the longest that was agreed is to {}",
        said(end),
        said(longest)
    );
    let ahead = placement.start().filter(|start| draft.case.on < *start);
    vec![match ahead {
        _ if end <= longest => met(draft, None, place, message),
        Some(start) => due(draft, Some(day_before(start)), place, message),
        None => fails(draft, decided(&placement, draft.case.known), place, message),
    }]
}

/// The day from which the planned end holds: that of the latest extension, or
/// the start.
fn decided(placement: &Placement<'_>, known: NaiveDate) -> Option<NaiveDate> {
    placement
        .table()
        .tables("extensions")
        .filter_map(|extension| extension.date("date").known())
        .filter(|date| *date <= known)
        .max()
        .or(placement.start())
}
