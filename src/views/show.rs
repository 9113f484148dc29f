//! All of one placement, provider or pupil on a page.

mod chronology;
mod placement;
mod provider;
mod register;
mod sheets;
mod standing;
mod week;

pub use chronology::{Chronology, Happened};
pub use placement::{
    chronology, chronology_section, objectives_section, placement_sections, stage_said,
};
pub use provider::{
    contacts_section, provider_chronology, provider_sections, pupils_section, sites_section,
};
pub use register::{register_section, register_weeks};
pub use standing::Stands;
pub use week::week_section;

use super::compliance::Page;
use super::due::Item;
use super::progress::{Doing, doing};
use super::{Section, Week};
use crate::assess::Case;
use crate::calendar::Span;
use crate::records::{Placement, Record};

/// A placement or provider, or all placements of a pupil.
#[derive(Debug)]
pub struct Shown {
    pub id: String,
    /// `placement`, `provider` or `pupil`.
    pub kind: &'static str,
    /// The page to read.
    pub sections: Vec<Section>,
    /// The same for other programs: one record, or each placement of a pupil.
    pub parts: Vec<Part>,
}

/// What is known of one record, for other programs.
#[derive(Debug)]
pub struct Part {
    pub id: String,
    /// How far a placement has got, in words.
    pub stage: Option<String>,
    pub next: Vec<Item>,
    pub checklists: Vec<Page>,
    pub weeks: Vec<Week>,
    pub doing: Option<Doing>,
    pub chronology: Chronology,
    /// What was not in order in the past and is now, with the days.
    pub not_in_order: Vec<(String, Vec<Span>)>,
}

/// All of what has that id; `None` where nothing has.
pub fn show(case: Case<'_>, id: &str) -> Option<Shown> {
    if let Some(placement) = case.records.placement(id) {
        return Some(Shown {
            id: id.to_owned(),
            kind: "placement",
            sections: placement_sections(case, placement),
            parts: vec![of_placement(case, placement)],
        });
    }
    if let Some(provider) = case.records.providers.get(id) {
        return Some(Shown {
            id: id.to_owned(),
            kind: "provider",
            sections: provider_sections(case, provider),
            parts: vec![of_provider(case, provider)],
        });
    }
    let placements: Vec<Placement<'_>> = case.records.placements_of(id).collect();
    if placements.is_empty() {
        return None;
    }
    let section = |placement: &Placement<'_>| Section {
        heading: placement.id().to_owned(),
        blocks: Vec::new(),
        sections: placement_sections(case, *placement),
    };
    Some(Shown {
        id: id.to_owned(),
        kind: "pupil",
        sections: placements.iter().map(section).collect(),
        parts: placements
            .into_iter()
            .map(|placement| of_placement(case, placement))
            .collect(),
    })
}

fn of_placement(case: Case<'_>, placement: Placement<'_>) -> Part {
    let stands = Stands::of_placement(case, placement);
    Part {
        id: placement.id().to_owned(),
        stage: Some(stage_said(case, &placement)),
        next: stands.next(),
        checklists: stands.checklists(),
        weeks: register_weeks(case, &placement),
        doing: Some(doing(case, placement)),
        chronology: chronology(case, &placement),
        not_in_order: stands.not_in_order(),
    }
}

fn of_provider(case: Case<'_>, provider: &Record) -> Part {
    let stands = Stands::of_provider(case, provider);
    Part {
        id: provider.id.clone(),
        stage: None,
        next: stands.next(),
        checklists: stands.checklists(),
        weeks: Vec::new(),
        doing: None,
        chronology: provider_chronology(case, provider),
        not_in_order: stands.not_in_order(),
    }
}
