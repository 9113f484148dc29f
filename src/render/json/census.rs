//! The placements for the school census, for other programs.

use super::{day, printed};
use crate::views::census::{Census, LeftOut, Missing, Placed};
use crate::views::recorded::Recorded;
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Serialize)]
struct CensusJson<'a> {
    schema: &'static str,
    as_of: String,
    from: String,
    placements: Vec<PlacedJson<'a>>,
    missing: Vec<MissingJson<'a>>,
    arranged_by_the_local_authority: &'a [String],
    left_out: LeftOutJson<'a>,
    /// Placements of which it cannot be told whether they were live.
    unsure: Vec<&'a str>,
}

#[derive(Serialize)]
struct PlacedJson<'a> {
    pupil: Option<&'a str>,
    placement: &'a str,
    provider: &'a str,
    urn: Option<&'a str>,
    ukprn: Option<&'a str>,
    type_of_setting: Option<&'a str>,
    reason: Option<&'a str>,
    entry_date: String,
    leaving_date: Option<String>,
    association: &'static str,
    attendance_pattern: Option<&'static str>,
    sessions_per_week: Option<usize>,
    sen_provision_on_entry: Option<&'a str>,
}

#[derive(Serialize)]
struct MissingJson<'a> {
    placement: &'a str,
    item: &'static str,
    what_to_do: &'a str,
}

#[derive(Serialize)]
struct LeftOutJson<'a> {
    arranged_by_the_local_authority: &'a [String],
    on_the_school_s_own_site: &'a [String],
    placed_again_later: &'a [String],
}

pub fn census_json(census: &Census, on: NaiveDate) -> String {
    let LeftOut {
        by_the_authority,
        on_site,
        placed_again,
    } = &census.left_out;
    printed(&CensusJson {
        schema: "apcheck-census/1",
        as_of: day(on),
        from: day(census.span.from),
        placements: census.placements.iter().map(placed).collect(),
        missing: census.missing.iter().map(missing).collect(),
        arranged_by_the_local_authority: &census.by_the_authority,
        left_out: LeftOutJson {
            arranged_by_the_local_authority: by_the_authority,
            on_the_school_s_own_site: on_site,
            placed_again_later: placed_again,
        },
        unsure: census.unsure.iter().map(|(id, _)| id.as_str()).collect(),
    })
}

fn placed(placed: &Placed) -> PlacedJson<'_> {
    PlacedJson {
        pupil: text(&placed.pupil),
        placement: &placed.placement,
        provider: &placed.provider,
        urn: text(&placed.told.urn),
        ukprn: text(&placed.told.ukprn),
        type_of_setting: text(&placed.told.setting_type),
        reason: text(&placed.reason),
        entry_date: day(placed.entry),
        leaving_date: placed.leaving.map(day),
        association: placed.association(),
        attendance_pattern: placed.pattern(),
        sessions_per_week: placed.sessions.known().copied(),
        sen_provision_on_entry: text(&placed.sen_on_entry),
    }
}

fn missing(missing: &Missing) -> MissingJson<'_> {
    MissingJson {
        placement: &missing.placement,
        item: missing.item,
        what_to_do: &missing.what_to_do,
    }
}

fn text(recorded: &Recorded<String>) -> Option<&str> {
    recorded.known().map(String::as_str)
}
