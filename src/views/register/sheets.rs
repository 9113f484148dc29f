//! The register as two tables with a column for everything, for a spreadsheet.

use super::Register;
use super::provider::{Counted, ProviderRow};
use super::pupil::PupilRow;
use super::tables::{kind_said, listed};
use crate::views::{Column, Table};

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

impl PupilRow {
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
}

impl ProviderRow {
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

    /// "pre-placement: last 2 June 2026; quality: 1 this term, last …".
    fn visits_by_kind_said(&self) -> String {
        let kinds = self.visits_by_kind.iter();
        let said: Vec<String> = kinds
            .map(|(kind, counted)| format!("{}: {}", kind_said(kind), counted.said()))
            .collect();
        match said[..] {
            [] => self.visits.said(),
            _ => said.join("; "),
        }
    }
}

impl Counted {
    fn this_term_said(&self) -> String {
        match self.this_term {
            Some(count) if self.unread => format!("{count}, and part could not be read"),
            Some(count) => count.to_string(),
            None => "no term recorded".into(),
        }
    }
}
