//! The register as tables: two to read, and two with a column for everything.

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

const PUPILS_SHEET: &[Column] = &[
    Column::words("pupil"),
    Column::words("placement"),
    Column::words("provider"),
    Column::words("registration of the provider"),
    Column::number("urn"),
    Column::number("ukprn"),
    Column::words("address"),
    Column::words("postcode"),
    Column::words("run by"),
    Column::words("head"),
    Column::words("safeguarding lead"),
    Column::words("emergency contact"),
    Column::words("registration of the pupil"),
    Column::date("start"),
    Column::date("planned end"),
    Column::number("hours a week"),
    Column::words("reason"),
    Column::words("objectives"),
    Column::date("next review"),
    Column::words("school lead"),
    Column::date("paused from"),
    Column::words("remarks"),
];

const PROVIDERS_SHEET: &[Column] = &[
    Column::words("provider"),
    Column::words("registration"),
    Column::number("urn"),
    Column::number("ukprn"),
    Column::number("pupils"),
    Column::number("paused"),
    Column::words("reasons"),
    Column::date("since"),
    Column::number("hours a week"),
    Column::number("contacts this term"),
    Column::date("last contact"),
    Column::number("visits this term"),
    Column::date("last visit"),
    Column::words("visits by kind"),
    Column::words("addresses"),
    Column::words("head"),
    Column::words("placements contact"),
    Column::words("safeguarding lead"),
    Column::words("emergency contact"),
    Column::words("school lead"),
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

    /// Every live placement, paused or not, with a column for everything.
    pub fn pupils_sheet(&self) -> Table {
        let mut table = Table::new("Pupils", PUPILS_SHEET);
        let mut rows: Vec<&PupilRow> = self.pupils.iter().chain(&self.paused).collect();
        rows.sort_by_cached_key(|row| (row.pupil.written(), row.start, row.placement.clone()));
        table.rows = rows.into_iter().map(PupilRow::sheet_cells).collect();
        table.notes = self.notes();
        table
    }

    /// Every provider with a column for everything.
    pub fn providers_sheet(&self) -> Table {
        let mut table = Table::new("Providers", PROVIDERS_SHEET);
        table.rows = self
            .providers
            .iter()
            .map(ProviderRow::sheet_cells)
            .collect();
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

    fn sheet_cells(&self) -> Vec<String> {
        let site = &self.site;
        let run_by = site.said(|site| site.run_by.clone().unwrap_or("the provider".into()));
        vec![
            self.pupil.written(),
            self.placement.clone(),
            self.provider.called(),
            self.provider.registration(),
            self.provider.urn.written(),
            self.provider.ukprn.written(),
            site.said(|site| site.address.written()),
            site.said(|site| site.postcode.written()),
            run_by,
            self.provider.with_role("head").written(),
            self.provider.with_role("dsl").written(),
            self.provider.with_role("emergency").written(),
            self.roll_said(),
            self.start.to_string(),
            self.planned_end.written(),
            self.hours.written(),
            self.reason.written(),
            self.objectives.said(|objectives| listed(objectives)),
            self.review_said(),
            self.lead.said(|(_, name)| name.clone()),
            self.paused
                .map_or(String::new(), |(from, _)| from.to_string()),
            self.remarks().join("; "),
        ]
    }

    /// "single", or "dual from 7 September 2026".
    fn roll_said(&self) -> String {
        let from = self.dual_from.map(|from| format!(" from {}", said(from)));
        self.roll
            .said(|roll| format!("{roll}{}", from.unwrap_or_default()))
    }

    fn review_said(&self) -> String {
        match self.next_review {
            Recorded::Missing => "not fixed".into(),
            ref review => review.written(),
        }
    }
}

fn listed(objectives: &[Objective]) -> String {
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

    fn sheet_cells(&self) -> Vec<String> {
        let day = |counted: Counted| {
            counted
                .last
                .map_or("none recorded".into(), |day| day.to_string())
        };
        vec![
            self.provider.called(),
            self.provider.registration(),
            self.provider.urn.written(),
            self.provider.ukprn.written(),
            self.pupils.to_string(),
            self.paused.to_string(),
            self.reasons_said(),
            self.since.to_string(),
            self.hours_said(),
            self.contacts.this_term_said(),
            day(self.contacts),
            self.visits.this_term_said(),
            day(self.visits),
            self.visits_by_kind_said(),
            self.sites_said(),
            self.provider.with_role("head").written(),
            self.provider.with_role("placement-lead").written(),
            self.provider.with_role("dsl").written(),
            self.provider.with_role("emergency").written(),
            self.lead.written(),
        ]
    }

    /// "behaviour 2; physical health 1".
    fn reasons_said(&self) -> String {
        let said = self.reasons.iter();
        let said: Vec<String> = said
            .map(|(reason, count)| format!("{reason}: {count}"))
            .collect();
        said.join("; ")
    }

    /// Hours of all, and of how many placements they are not known.
    fn hours_said(&self) -> String {
        match self.hours_missing {
            0 => self.hours.to_string(),
            missing if missing == self.reasons.values().sum::<usize>() => "not recorded".into(),
            missing => format!("{}, and not recorded for {missing}", self.hours),
        }
    }

    fn sites_said(&self) -> String {
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

    /// "pre-placement: last 2 June 2026; quality: 1 this term, last …".
    fn visits_by_kind_said(&self) -> String {
        let kinds = self.visits_by_kind.iter();
        let said: Vec<String> = kinds
            .map(|(kind, counted)| format!("{}: {}", kind_said(kind), counted.said()))
            .collect();
        match said[..] {
            [] => "none recorded".into(),
            _ => said.join("; "),
        }
    }
}

fn kind_said(kind: &str) -> &str {
    match kind {
        "health-and-safety" => "health and safety",
        kind => kind,
    }
}

impl Counted {
    /// "5 this term, last 8 October 2026".
    pub fn said(&self) -> String {
        let Some(last) = self.last else {
            return "none recorded".into();
        };
        let this_term = self.this_term;
        let count = this_term.map_or(String::new(), |count| format!("{count} this term, "));
        format!("{count}last {}", said(last))
    }

    fn this_term_said(&self) -> String {
        let count = self.this_term;
        count.map_or("no term recorded".into(), |count| count.to_string())
    }
}
