//! The register as tables to read, each narrow enough for a page.

use super::Register;
use super::provider::{Counted, ProviderRow};
use super::pupil::{Objective, PupilRow};
use super::setting::Site;
use crate::calendar::said;
use crate::views::recorded::Recorded;
use crate::views::{Column, Table};

const PUPILS: &[Column] = &[
    Column::words("pupil"),
    Column::words("provider"),
    Column::words("reason").rank(4),
    Column::date("start"),
    Column::date("planned end"),
    Column::number("hours a week").rank(1),
    Column::date("next review").rank(3),
    Column::words("school lead").rank(5),
    Column::words("remarks").rank(2),
];

const PLACES: &[Column] = &[
    Column::words("pupil"),
    Column::words("provider"),
    Column::words("where"),
    Column::words("registration").rank(2),
    Column::words("objectives").rank(1),
];

const PROVIDERS: &[Column] = &[
    Column::words("provider"),
    Column::words("registration").rank(4),
    Column::number("pupils"),
    Column::words("reasons").rank(3),
    Column::date("since"),
    Column::number("hours a week"),
    Column::words("contacts with it").rank(1),
    Column::words("visits to it").rank(2),
];

const CONTACTS: &[Column] = &[
    Column::words("provider"),
    Column::words("addresses").rank(3),
    Column::words("head or placements").rank(1),
    Column::words("safeguarding lead"),
    Column::words("emergency contact").rank(2),
];

impl Register {
    /// All to read, in order; a table without a row is left out.
    pub fn tables(&self) -> Vec<Table> {
        let tables = [
            self.pupils_table(),
            self.paused_table(),
            self.places_table(),
            self.providers_table(),
            self.contacts_table(),
        ];
        let some = |table: &Table| !table.rows.is_empty();
        tables.into_iter().filter(some).collect()
    }

    /// A row for each placement that was live and not paused: until when, for
    /// how long a week, and who looks after it.
    pub fn pupils_table(&self) -> Table {
        of_pupils("Pupils", PUPILS, &self.pupils, PupilRow::cells)
    }

    /// The same of what was paused.
    pub fn paused_table(&self) -> Table {
        let title = "Paused, so not there on this day";
        of_pupils(title, PUPILS, &self.paused, PupilRow::cells)
    }

    /// A row for each placement that was live and not paused: the address, and
    /// what it is to achieve.
    pub fn places_table(&self) -> Table {
        let title = "Where each pupil is, and what the placement is to achieve";
        of_pupils(title, PLACES, &self.pupils, PupilRow::place_cells)
    }

    /// A row for each provider: how many pupils, how often contacted and visited.
    pub fn providers_table(&self) -> Table {
        let mut table = Table::new("Providers", PROVIDERS);
        table.rows = self.providers.iter().map(ProviderRow::cells).collect();
        table
    }

    /// A row for each provider: where it is, and whom to ring.
    pub fn contacts_table(&self) -> Table {
        let mut table = Table::new("How to reach the providers", CONTACTS);
        let rows = self.providers.iter();
        table.rows = rows.map(ProviderRow::contact_cells).collect();
        table
    }
}

fn of_pupils(
    title: &str,
    columns: &[Column],
    rows: &[PupilRow],
    cells: fn(&PupilRow) -> Vec<String>,
) -> Table {
    let mut table = Table::new(title, columns);
    table.rows = rows.iter().map(cells).collect();
    table
}

impl PupilRow {
    fn cells(&self) -> Vec<String> {
        vec![
            self.pupil.written(),
            self.provider.called(),
            self.reason.written(),
            self.start.to_string(),
            self.planned_end.written(),
            self.hours.written(),
            self.review_said(),
            self.lead.said(|(_, name)| name.clone()),
            self.remarks().join("; "),
        ]
    }

    fn place_cells(&self) -> Vec<String> {
        vec![
            self.pupil.written(),
            self.provider.called(),
            self.site.said(Site::said),
            self.roll_said(),
            self.objectives.said(|objectives| listed(objectives)),
        ]
    }

    /// "single", or "dual from 7 September 2026".
    pub(super) fn roll_said(&self) -> String {
        let from = self.dual_from.map(|from| format!(" from {}", said(from)));
        self.roll
            .said(|roll| format!("{roll}{}", from.unwrap_or_default()))
    }

    pub(super) fn review_said(&self) -> String {
        match self.next_review {
            Recorded::Missing => "not fixed".into(),
            ref review => review.written(),
        }
    }
}

pub(super) fn listed(objectives: &[Objective]) -> String {
    let said: Vec<String> = objectives.iter().map(Objective::said).collect();
    said.join("; ")
}

impl ProviderRow {
    fn cells(&self) -> Vec<String> {
        let paused = match self.paused {
            0 => String::new(),
            paused => format!(" and {paused} paused"),
        };
        vec![
            self.provider.called(),
            self.provider.registration_and_number(),
            format!("{}{paused}", self.pupils),
            self.reasons_said(),
            self.since.to_string(),
            self.hours_said(),
            self.contacts.said(),
            self.visits_said(),
        ]
    }

    fn contact_cells(&self) -> Vec<String> {
        vec![
            self.provider.called(),
            self.sites_said(),
            self.provider.head().written(),
            self.provider.with_role("dsl").written(),
            self.provider.with_role("emergency").written(),
        ]
    }

    /// "behaviour 2; physical health 1".
    pub(super) fn reasons_said(&self) -> String {
        let said = self.reasons.iter();
        let said: Vec<String> = said
            .map(|(reason, count)| format!("{reason}: {count}"))
            .collect();
        said.join("; ")
    }

    /// Hours of all, and of how many placements they are not known.
    pub(super) fn hours_said(&self) -> String {
        match self.hours_missing {
            0 => self.hours.to_string(),
            missing if missing == self.reasons.values().sum::<usize>() => "not recorded".into(),
            missing => format!("{}, and not recorded for {missing}", self.hours),
        }
    }

    pub(super) fn sites_said(&self) -> String {
        self.sites.said(|sites| {
            let said: Vec<String> = sites.iter().map(Site::said).collect();
            said.join("; ")
        })
    }

    /// "3 this term (2 quality, 1 welfare), last 8 October 2026".
    fn visits_said(&self) -> String {
        let this_term = self.visits_by_kind.iter().filter_map(|(kind, counted)| {
            let count = counted.this_term.filter(|count| *count > 0)?;
            Some(format!("{count} {}", kind_said(kind)))
        });
        let kinds: Vec<String> = this_term.collect();
        let said = self.visits.said();
        match kinds[..] {
            [] => said,
            _ => said.replacen("this term", &format!("this term ({})", kinds.join(", ")), 1),
        }
    }
}

pub(super) fn kind_said(kind: &str) -> &str {
    match kind {
        "health-and-safety" => "health and safety",
        kind => kind,
    }
}

impl Counted {
    /// "5 this term, last 8 October 2026".
    pub fn said(&self) -> String {
        let unread = match self.unread {
            true => "; part of the log could not be read",
            false => "",
        };
        let Some(last) = self.last else {
            return format!("none recorded{unread}");
        };
        let this_term = self.this_term;
        let count = this_term.map_or(String::new(), |count| format!("{count} this term, "));
        format!("{count}last {}{unread}", said(last))
    }
}
