//! What was seen of the records folder, for other programs.

use super::{day, printed};
use crate::views::doctor::{Area, Checkup, Finding, Spot, State};
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Serialize)]
struct CheckupJson<'a> {
    schema: &'static str,
    as_of: String,
    findings: Vec<FindingJson<'a>>,
    summary: SummaryJson,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    id: &'static str,
    /// `settings`, `versions`, `copies`, `access` or `personal`.
    area: &'static str,
    /// `to-do`, `to-look-at`, `not-seen` or `in-order`.
    state: String,
    found: &'a str,
    /// Null where nothing is to be done.
    next: Option<&'a str>,
    /// Where; what was found there is not repeated.
    places: Vec<PlaceJson<'a>>,
}

#[derive(Serialize)]
struct PlaceJson<'a> {
    file: Option<&'a str>,
    line: Option<usize>,
    commit: Option<&'a str>,
}

#[derive(Serialize)]
struct SummaryJson {
    to_do: usize,
    to_look_at: usize,
    not_seen: usize,
    in_order: usize,
}

pub fn doctor_json(checkup: &Checkup, on: NaiveDate) -> String {
    printed(&CheckupJson {
        schema: "apcheck-doctor/1",
        as_of: day(on),
        findings: checkup.findings.iter().map(finding).collect(),
        summary: SummaryJson {
            to_do: checkup.count(State::ToDo),
            to_look_at: checkup.count(State::ToLookAt),
            not_seen: checkup.count(State::NotSeen),
            in_order: checkup.count(State::InOrder),
        },
    })
}

fn finding(finding: &Finding) -> FindingJson<'_> {
    FindingJson {
        id: finding.id,
        area: match finding.area {
            Area::Settings => "settings",
            Area::Versions => "versions",
            Area::Copies => "copies",
            Area::Access => "access",
            Area::Personal => "personal",
        },
        state: finding.state.said().replace(' ', "-"),
        found: &finding.found,
        next: Some(finding.next.as_str()).filter(|next| !next.is_empty()),
        places: finding.places.iter().map(place).collect(),
    }
}

fn place(spot: &Spot) -> PlaceJson<'_> {
    let (file, line, commit) = match spot {
        Spot::File(path) => (Some(path.as_str()), None, None),
        Spot::Line(path, line) => (Some(path.as_str()), Some(*line), None),
        Spot::Commit { hash, file, .. } => (file.as_deref(), None, Some(hash.as_str())),
    };
    PlaceJson { file, line, commit }
}
