//! What the school as a whole can show: its register of placements, and its
//! departures from guidance.

use super::{due, fails, met};
use crate::assess::{Assessment, Draft, Need, Phase};
use crate::calendar::{day_before, said};
use crate::records::{Placement, Record, Table, Value};
use crate::source::Place;

/// Each live placement has what a register of placements shows.
pub(super) fn register_complete<'a>(draft: &Draft<'a>, _need: &Need) -> Vec<Assessment<'a>> {
    let case = &draft.case;
    let mut live = 0;
    let mut incomplete = Vec::new();
    let mut unread = None;
    for placement in case.records.all_placements() {
        unread = unread.or(placement.unread_dates());
        if !placement.is_live(case.on) {
            continue;
        }
        live += 1;
        let lacks = lacks(&placement);
        match unread_of(&placement) {
            Some(place) => unread = unread.or(Some(place)),
            None if lacks.is_empty() => {}
            None => incomplete.push((placement, lacks)),
        }
    }
    let Some((placement, lacks)) = incomplete.first() else {
        return vec![match unread {
            Some(place) => draft.not_evaluated(
                place,
                "part of what the register shows could not be read".into(),
            ),
            None => met(
                draft,
                None,
                case.records.commissioner.place(),
                match live {
                    1 => "1 live placement, with all that a register shows".into(),
                    live => format!("{live} live placements, each with all that a register shows"),
                },
            ),
        }];
    };
    let more = match incomplete.len() {
        1 => String::new(),
        2 => "; 1 more placement lacks something".into(),
        count => format!("; {} more placements lack something", count - 1),
    };
    let since = incomplete
        .iter()
        .filter_map(|(placement, _)| placement.start())
        .min();
    let message = format!("{} has no {}{more}", placement.id(), lacks.join(" and no "));
    vec![fails(draft, since, placement.place(), message)]
}

/// What a live placement lacks in the register. Where the local authority
/// arranged it, end, objectives and reviews are the authority's.
fn lacks(placement: &Placement<'_>) -> Vec<&'static str> {
    let provider = placement.provider();
    let site = provider.and_then(|provider| {
        let key = placement.table().text("site").known()?;
        let mut sites = provider.table.tables("sites");
        sites.find(|site| site.text("key").known() == Some(key))
    });
    let phone = [
        "key-contacts.head.phone",
        "key-contacts.placement-lead.phone",
    ];
    let reached = |provider: &Record| phone.iter().any(|path| !provider.table.at(path).is_empty());
    let ours = !placement.arranged_by_local_authority();
    let given = |key: &str| {
        let value = placement.table().get(key);
        value.is_some_and(|value| !value.items().is_empty())
    };
    let is_at = |site: &Table| site.get("address").is_some();
    [
        (provider.is_none(), "provider"),
        (
            !placement.is_remote() && !site.is_some_and(is_at),
            "site with an address",
        ),
        (
            !provider.is_some_and(reached),
            "telephone number of the provider's head or placement lead",
        ),
        (ours && !given("end"), "planned end"),
        (ours && !given("objectives"), "objective"),
        (ours && !given("review-dates"), "review dates"),
    ]
    .into_iter()
    .filter_map(|(missing, what)| missing.then_some(what))
    .collect()
}

/// A part of what the register shows that could not be read.
fn unread_of(placement: &Placement<'_>) -> Option<Place> {
    let own = ["provider", "site", "end", "objectives", "review-dates"]
        .into_iter()
        .filter_map(|key| placement.table().get(key));
    let of_provider = placement.provider().into_iter().flat_map(|provider| {
        ["sites", "key-contacts"]
            .into_iter()
            .filter_map(|key| provider.table.get(key))
    });
    own.chain(of_provider)
        .find_map(Value::unreadable_inside)
        .or_else(|| incomplete(Some(placement.record)))
        .or_else(|| incomplete(placement.provider()))
}

fn incomplete(record: Option<&Record>) -> Option<Place> {
    record.filter(|record| !record.complete).map(Record::place)
}

/// Where guidance is not followed, the reason, who agreed, when and until when
/// are written down, in whatever record it stands.
pub(super) fn departures_have_reasons<'a>(draft: &Draft<'a>, need: &Need) -> Vec<Assessment<'a>> {
    let records = draft.case.records;
    let all = std::iter::once(&records.commissioner)
        .chain(records.providers.values())
        .chain(records.placements.values());
    let mut unread = None;
    let mut bare = Vec::new();
    let mut count = 0;
    for record in all {
        let lines = record.table.get("exceptions");
        unread = unread
            .or(lines.and_then(Value::unreadable_inside))
            .or(incomplete(Some(record)));
        for exception in record.table.tables("exceptions") {
            let agreed = exception.date("agreed").known();
            if agreed.is_some_and(|agreed| agreed > draft.case.known) {
                continue;
            }
            count += 1;
            let missing = missing(exception);
            if !missing.is_empty() && record.complete {
                bare.push((exception, missing));
            }
        }
    }
    let Some((exception, missing)) = bare.first() else {
        let place = records.commissioner.place();
        return vec![match unread {
            Some(place) => draft.not_evaluated(place, "an exception could not be read".into()),
            None if count == 0 => met(draft, None, place, "no departure is recorded".into()),
            None => met(
                draft,
                None,
                place,
                format!("{count} recorded, each with a reason, a name and an end"),
            ),
        }];
    };
    let of = exception.text("requirement").known().unwrap_or("?");
    let more = match bare.len() {
        1 => String::new(),
        count => format!(", and {} more like it", count - 1),
    };
    let agreed = exception.date("agreed").known();
    let on = agreed.map_or(String::new(), |agreed| format!(" of {}", said(agreed)));
    let message = format!(
        "the departure from `{of}`{on} does not say {}{more}",
        missing.join(", nor ")
    );
    vec![match need.phase {
        // Without a live placement nothing is in breach.
        Phase::Before => due(draft, need.first.map(day_before), exception.place, message),
        Phase::Within => fails(draft, agreed.max(need.first), exception.place, message),
    }]
}

fn missing(exception: &Table) -> Vec<&'static str> {
    [
        ("reason", "why (`reason`)"),
        ("agreed-by", "who agreed (`agreed-by`)"),
        ("agreed", "on which day (`agreed`)"),
        ("until", "until when (`until`)"),
    ]
    .into_iter()
    .filter(|(key, _)| exception.get(key).is_none())
    .map(|(_, said)| said)
    .collect()
}
