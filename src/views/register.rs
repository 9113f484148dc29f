//! The register of alternative provision on a day: every pupil who is out, where
//! and until when, and what is known of each provider.
//!
//! Sources: a school's alternative provision policy (March 2026), section 17;
//! Close the Gaps, *Expectations of a school using alternative provision*, the
//! first call and the calls to providers.

mod provider;
mod pupil;
mod setting;
mod sheets;
mod tables;

pub(in crate::views) use provider::rounded;
pub use provider::{Counted, ProviderRow};
pub use pupil::{Objective, PupilRow};
pub use setting::{Contact, Setting, Site};

use crate::assess::Case;
use crate::calendar::{add_days, said};
use crate::records::{Placement, Stage};
use chrono::NaiveDate;

/// How far ahead a start is named beside the register.
const SOON_DAYS: u32 = 14;

/// Who is in alternative provision on a day.
#[derive(Clone, Debug)]
pub struct Register {
    pub on: NaiveDate,
    /// Every placement that was live and not paused, by pupil.
    pub pupils: Vec<PupilRow>,
    /// Every placement that was live but paused, by pupil.
    pub paused: Vec<PupilRow>,
    /// Every provider with a live placement, paused or not, by name.
    pub providers: Vec<ProviderRow>,
    /// What starts within two weeks, the earliest first. It is not in the
    /// register of the day.
    pub starting: Vec<Starting>,
    /// Placements without a start, which are not in the register.
    pub without_start: Vec<String>,
    /// Placements of which it cannot be told whether they were live, and why:
    /// with any, the register is incomplete.
    pub unsure: Vec<(String, &'static str)>,
}

/// A placement that is still to start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Starting {
    pub placement: String,
    pub start: NaiveDate,
}

/// The register as of the day of `case`.
pub fn register(case: Case<'_>) -> Register {
    let on = case.on;
    let mut rows: Vec<PupilRow> = Vec::new();
    let mut starting = Vec::new();
    let mut without_start = Vec::new();
    let mut unsure = Vec::new();
    for placement in case.records.all_placements() {
        if let Some(why) = cannot_tell(&placement) {
            unsure.push((placement.id().to_owned(), why));
            continue;
        }
        match (placement.stage(on), placement.start()) {
            (Stage::Live, Some(_)) => rows.push(PupilRow::of(&placement, on)),
            (Stage::BeforeStart, Some(start)) if start <= add_days(on, SOON_DAYS) => {
                starting.push(Starting {
                    placement: placement.id().to_owned(),
                    start,
                });
            }
            (Stage::BeforeStart, None) => without_start.push(placement.id().to_owned()),
            _ => {}
        }
    }
    rows.sort_by_cached_key(|row| (row.pupil.written(), row.start, row.placement.clone()));
    starting.sort_by_key(|starting| starting.start);
    let providers = provider::providers(case, &rows);
    let (paused, pupils) = rows.into_iter().partition(|row| row.paused.is_some());
    Register {
        on,
        pupils,
        paused,
        providers,
        starting,
        without_start,
        unsure,
    }
}

/// Why it cannot be told whether a placement was live.
pub(super) fn cannot_tell(placement: &Placement<'_>) -> Option<&'static str> {
    if !placement.record.readable {
        return Some("its file could not be read");
    }
    if placement.unread_dates().is_some() {
        return Some("its start or its ending could not be read");
    }
    let settled = placement.never_started() || placement.start().is_some();
    if !settled && !placement.record.complete {
        return Some("part of its file could not be read");
    }
    None
}

impl Register {
    /// How many pupils, placements and providers there were, in a sentence.
    pub fn summary(&self) -> String {
        let counted = |count: usize, noun: &str| match count {
            1 => format!("1 {noun}"),
            count => format!("{count} {noun}s"),
        };
        let out = match self.pupils.len() {
            0 => "No pupil is in alternative provision on this day".into(),
            placements => format!(
                "{} in {} at {}",
                counted(self.count(), "pupil"),
                counted(placements, "placement"),
                counted(self.providers_in_use(), "provider"),
            ),
        };
        let paused = match self.paused.len() {
            0 => String::new(),
            paused => format!("; {} paused", counted(paused, "placement")),
        };
        let unsure = match self.unsure.len() {
            0 => String::new(),
            unsure => format!("; of {} it cannot be told", counted(unsure, "placement")),
        };
        format!("{out}{paused}{unsure}.")
    }

    fn providers_in_use(&self) -> usize {
        self.providers.iter().filter(|row| row.pupils > 0).count()
    }

    /// How many pupils were out on the day: one at two providers is one.
    pub fn count(&self) -> usize {
        pupil::pupils(&self.pupils)
    }
}

impl Register {
    /// What is said below the tables: what is not in them, and why.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if !self.starting.is_empty() {
            let said: Vec<String> = self.starting.iter().map(Starting::said).collect();
            notes.push(format!(
                "Starting in the two weeks after this day, and not in the register yet: {}.",
                said.join("; ")
            ));
        }
        let all = self.pupils.iter().chain(&self.paused);
        let nowhere = all.filter(|row| row.provider.id.is_none());
        let nowhere: Vec<&str> = nowhere.map(|row| row.placement.as_str()).collect();
        if !nowhere.is_empty() {
            notes.push(format!(
                "The records have no file of the provider of {}, so it is not among the providers.",
                nowhere.join(", ")
            ));
        }
        if !self.without_start.is_empty() {
            notes.push(format!(
                "Not in the register, as no start is recorded: {}.",
                self.without_start.join(", ")
            ));
        }
        if !self.unsure.is_empty() {
            let said: Vec<String> = self
                .unsure
                .iter()
                .map(|(placement, why)| format!("{placement} ({why})"))
                .collect();
            notes.push(format!(
                "The register is incomplete. It cannot be told whether these placements had started or ended: {}. `apcheck validate` says what to mend.",
                said.join("; ")
            ));
        }
        notes
    }
}

impl Starting {
    fn said(&self) -> String {
        format!("{} on {}", self.placement, said(self.start))
    }
}
