//! The placements that a school returns in the school census, and what is
//! missing for it. Our own column names: the items of the census are asked for
//! in the school's own system.
//!
//! Sources: School census (DfE), alternative provision placements, as Devon
//! County Council, Arbor and OSMIS describe it: off-site only; what was open on
//! the census day, and what ended since the one before; a pupil placed at the
//! same setting again is returned once.

mod placed;

pub use placed::{Placed, Told};

use super::{Column, Table};
use crate::assess::Case;
use crate::calendar::{Span, said};
use crate::records::{Placement, Stage};
use chrono::NaiveDate;

/// The census of a day.
#[derive(Clone, Debug)]
pub struct Census {
    /// From the census day before to the day itself.
    pub span: Span,
    /// By pupil and entry date.
    pub placements: Vec<Placed>,
    pub missing: Vec<Missing>,
    /// Those of them that the local authority arranged.
    pub by_the_authority: Vec<String>,
    pub left_out: LeftOut,
    /// Placements of which it cannot be told whether they were live, and why:
    /// with any, the answer is incomplete.
    pub unsure: Vec<(String, &'static str)>,
}

/// Something that is missing or wrong, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missing {
    pub placement: String,
    /// The item of the census.
    pub item: &'static str,
    pub what_to_do: String,
}

/// Placements of the time that the school does not return, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Arranged by the local authority, and on the school's roll alone.
    pub by_the_authority: Vec<String>,
    /// In the school itself: its own unit, or a provider that comes to it.
    pub on_site: Vec<String>,
    /// Ended before the same pupil came to the same provider again.
    pub placed_again: Vec<String>,
}

/// The placements of a span that ends on the day of `case`.
pub fn census(case: Case<'_>, from: NaiveDate) -> Census {
    let span = Span { from, to: case.on };
    let mut left_out = LeftOut::default();
    let mut unsure = Vec::new();
    let mut returned: Vec<Placement<'_>> = Vec::new();
    for placement in case.records.all_placements() {
        if let Some(why) = super::register::cannot_tell(&placement) {
            unsure.push((placement.id().to_owned(), why));
            continue;
        }
        if !is_of(&placement, span) {
            continue;
        }
        match who_returns(&placement) {
            Returner::School => returned.push(placement),
            Returner::Authority => left_out.by_the_authority.push(placement.id().to_owned()),
            Returner::Nobody => left_out.on_site.push(placement.id().to_owned()),
        }
    }
    left_out.placed_again = placed_again(&mut returned, case.on);
    let by_the_authority = returned
        .iter()
        .filter(|placement| placement.arranged_by_local_authority())
        .map(|placement| placement.id().to_owned())
        .collect();
    let mut placements = Vec::new();
    let mut missing = Vec::new();
    for placement in &returned {
        let (placed, lacks) = Placed::of(placement, case.on);
        placements.push(placed);
        missing.extend(lacks);
    }
    placements.sort_by_cached_key(|placed| {
        (
            placed.pupil.written(),
            placed.entry,
            placed.placement.clone(),
        )
    });
    missing.sort();
    Census {
        span,
        placements,
        missing,
        by_the_authority,
        left_out,
        unsure,
    }
}

/// Whether a placement was open on the last day of the span, or ended in it; one
/// that is recorded to have ended before its start, by the later of the two.
fn is_of(placement: &Placement<'_>, span: Span) -> bool {
    let last = placement.ending(span.to).max(placement.start());
    match placement.stage(span.to) {
        Stage::Live => true,
        Stage::Ended => last.is_some_and(|last| span.contains(last)),
        Stage::BeforeStart | Stage::NeverStarted => false,
    }
}

/// Who returns a placement in a census.
enum Returner {
    School,
    Authority,
    Nobody,
}

/// What the local authority arranged the school returns only for a pupil who is
/// on the roll of the school and of the setting.
fn who_returns(placement: &Placement<'_>) -> Returner {
    let provider = placement.provider();
    let kind = provider.and_then(|provider| provider.table.text("kind").known());
    let mode = placement.table().text("mode").known();
    if kind == Some("in-school") || mode == Some("outreach") {
        return Returner::Nobody;
    }
    let dual = placement.table().text("registration").known() == Some("dual");
    if placement.arranged_by_local_authority() && !dual {
        return Returner::Authority;
    }
    Returner::School
}

/// Takes out every placement that had ended when the same pupil came to the same
/// provider again, and names them.
fn placed_again(returned: &mut Vec<Placement<'_>>, on: NaiveDate) -> Vec<String> {
    let all = returned.clone();
    let comes_again = |placement: &Placement<'_>| {
        let ending = placement.ending(on);
        let key = placement.pupil().zip(placement.provider_id());
        all.iter().any(|other| {
            other.id() != placement.id()
                && key.is_some()
                && other.pupil().zip(other.provider_id()) == key
                && ending.is_some_and(|ending| other.start().is_some_and(|start| start > ending))
        })
    };
    let earlier = all.iter().filter(|placement| comes_again(placement));
    let earlier = earlier.map(|placement| placement.id().to_owned()).collect();
    returned.retain(|placement| !comes_again(placement));
    earlier
}

const COLUMNS: &[Column] = &[
    Column::words("pupil"),
    Column::words("placement").rank(2),
    Column::words("provider").rank(3),
    Column::number("placement URN"),
    Column::number("placement UKPRN"),
    Column::words("type of setting"),
    Column::words("reason"),
    Column::date("entry date"),
    Column::date("leaving date"),
    Column::words("association").rank(4),
    Column::words("attendance pattern").rank(5),
    Column::number("sessions per week"),
    Column::words("SEN provision on entry").rank(1),
];

const MISSING: &[Column] = &[
    Column::words("placement"),
    Column::words("item"),
    Column::words("what to do"),
];

impl Census {
    pub fn table(&self) -> Table {
        let mut table = Table::new("Placements", COLUMNS);
        table.rows = self.placements.iter().map(Placed::cells).collect();
        table
    }

    pub fn missing_table(&self) -> Table {
        let mut table = Table::new("Missing or wrong", MISSING);
        let cells = |missing: &Missing| {
            vec![
                missing.placement.clone(),
                missing.item.to_owned(),
                missing.what_to_do.clone(),
            ]
        };
        table.rows = self.missing.iter().map(cells).collect();
        table
    }

    /// What the answer covers, and what it leaves out, a sentence each.
    pub fn notes(&self) -> Vec<String> {
        let Span { from, to } = self.span;
        let mut notes = vec![format!(
            "Placements open on {}, and those that ended from {} on.",
            said(to),
            said(from)
        )];
        let groups = [
            (
                &self.by_the_authority,
                "Arranged by the local authority, and returned by the school as the pupil is dual registered",
            ),
            (
                &self.left_out.by_the_authority,
                "Left out, as the local authority arranged it and the pupil is not dual registered",
            ),
            (
                &self.left_out.on_site,
                "Left out, as it is on the school's own site",
            ),
            (
                &self.left_out.placed_again,
                "Left out, as the pupil was placed at the same provider again and only the latest is returned",
            ),
        ];
        for (ids, why) in groups {
            if !ids.is_empty() {
                notes.push(format!("{why}: {} ({}).", ids.join(", "), ids.len()));
            }
        }
        if !self.unsure.is_empty() {
            let ids: Vec<&str> = self.unsure.iter().map(|(id, _)| id.as_str()).collect();
            notes.push(format!(
                "The answer is incomplete. It cannot be told whether these placements had started or ended: {}. `apcheck validate` says what to mend.",
                ids.join(", ")
            ));
        }
        notes
    }
}
