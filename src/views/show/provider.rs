//! All of one provider.

use super::chronology::{self, Chronology};
use super::standing::Stands;
use crate::assess::Case;
use crate::calendar::said;
use crate::records::{Placement, Record, Table as Entry};
use crate::views::recorded::Recorded;
use crate::views::register::{Contact, PupilRow, Setting};
use crate::views::words::spoken;
use crate::views::{Column, Fact, Section, Table};

/// Everything about a provider, in the order in which it is read.
pub fn provider_sections(case: Case<'_>, provider: &Record) -> Vec<Section> {
    let stands = Stands::of_provider(case, provider);
    let chronology = chronology::of_provider(case, provider);
    let log = |heading: &str, kinds: &[&str], empty: &str| {
        Section::new(heading).table(chronology.table_of(kinds), empty)
    };
    vec![
        Section::new("What it is").facts(facts(case, provider)),
        sites_section(provider),
        contacts_section(provider),
        pupils_section(case, provider),
        stands.next_section(),
        stands.checklists_section(),
        stands.checks_section(),
        log(
            "Visits and contacts",
            &["visit", "contact"],
            "None is recorded in the provider's own file.",
        ),
        log("Incidents", &["incident"], "None is recorded."),
        log("Complaints", &["complaint"], "None is recorded."),
        chronology.section(case),
        stands.not_in_order_section(),
    ]
}

pub fn provider_chronology(case: Case<'_>, provider: &Record) -> Chronology {
    chronology::of_provider(case, provider)
}

fn facts(case: Case<'_>, provider: &Record) -> Vec<Fact> {
    let setting = Setting::in_file(provider);
    let lead = Recorded::of(provider.table.text("lead"), provider);
    let lead = lead.said(|key| case.records.person(key).to_owned());
    vec![
        Fact::new("Name", setting.name.written()),
        Fact::new("Registration", setting.registration_and_number()),
        Fact::new("Looked after by", lead),
    ]
}

pub fn sites_section(provider: &Record) -> Section {
    let mut table = Table::new(
        "",
        &[
            Column::words("site"),
            Column::words("address"),
            Column::words("postcode"),
            Column::words("risk"),
            Column::words("run by"),
            Column::date("from"),
            Column::date("until"),
        ],
    );
    let text = |site: &Entry, key| site.text(key).known().unwrap_or_default().to_owned();
    let day = |site: &Entry, key| {
        let day = site.date(key).known();
        day.map_or(String::new(), |day| day.to_string())
    };
    table.rows = provider
        .table
        .tables("sites")
        .map(|site| {
            vec![
                text(site, "key"),
                text(site, "address"),
                text(site, "postcode"),
                text(site, "risk"),
                text(site, "subcontractor"),
                day(site, "from"),
                day(site, "until"),
            ]
        })
        .collect();
    table.drop_empty_columns();
    Section::new("Sites").table(table, "No site is recorded.")
}

pub fn contacts_section(provider: &Record) -> Section {
    let setting = Setting::in_file(provider);
    let mut table = Table::new(
        "",
        &[
            Column::words("role"),
            Column::words("who, and how to reach them"),
        ],
    );
    table.rows = setting
        .contacts
        .iter()
        .map(|contact| vec![role(&contact.role), Contact::said(contact)])
        .collect();
    let unread = if setting.contacts_read {
        ""
    } else {
        "A part of them could not be read."
    };
    Section::new("Who is who")
        .table(table, "Nobody is recorded.")
        .words(unread)
}

fn role(role: &str) -> String {
    match role {
        "dsl" => "safeguarding lead".into(),
        "deputy-dsl" => "deputy safeguarding lead".into(),
        other => spoken(other),
    }
}

/// The pupils whose placement there is live on the day of `case`.
pub fn pupils_section(case: Case<'_>, provider: &Record) -> Section {
    let mut table = Table::new(
        "",
        &[
            Column::words("placement"),
            Column::words("pupil"),
            Column::date("since"),
            Column::words("planned to"),
            Column::words("hours a week"),
            Column::words("looked after by"),
            Column::words("remarks"),
        ],
    );
    let live = case.records.placements_at(&provider.id);
    let live = live.filter(|placement| placement.is_live(case.on));
    table.rows = live.map(|placement| pupil(case, &placement)).collect();
    table.drop_empty_columns();
    Section::new("Pupils there now").table(table, "No placement there is live.")
}

fn pupil(case: Case<'_>, placement: &Placement<'_>) -> Vec<String> {
    let row = PupilRow::of(placement, case.on);
    vec![
        row.placement.clone(),
        row.pupil.written(),
        row.start.to_string(),
        row.planned_end.said(|end| said(*end)),
        row.hours.written(),
        row.lead.said(|(_, name)| name.clone()),
        row.remarks().join("; "),
    ]
}
