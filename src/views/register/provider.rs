//! One provider as the register has it: what an inspector asks of it first.

use super::pupil::{PupilRow, pupils};
use super::setting::{Setting, Site};
use crate::assess::Case;
use crate::calendar::Span;
use crate::records::{Record, Table, Value};
use crate::views::recorded::Recorded;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A provider with live placements.
#[derive(Clone, Debug)]
pub struct ProviderRow {
    pub provider: Setting,
    /// Pupils there, without those whose placement is paused.
    pub pupils: usize,
    /// Pupils whose placement there is paused.
    pub paused: usize,
    /// Why the live placements were commissioned, and how many for each reason.
    pub reasons: BTreeMap<String, usize>,
    /// The earliest start of them.
    pub since: NaiveDate,
    /// Hours a week that our pupils are taught there, in all.
    pub hours: f64,
    /// Of how many placements the hours are not known.
    pub hours_missing: usize,
    /// Contacts with the provider.
    pub contacts: Counted,
    /// Visits to it, by what for, and in all.
    pub visits: Counted,
    pub visits_by_kind: BTreeMap<String, Counted>,
    /// Its places in use on the day.
    pub sites: Recorded<Vec<Site>>,
    /// Who looks after it for the school.
    pub lead: Recorded<String>,
}

/// How often something was done, up to the day asked about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// In the term of the day, or in a holiday the one before; `None` where no
    /// term is recorded.
    pub this_term: Option<usize>,
    /// The last day of all.
    pub last: Option<NaiveDate>,
    /// Whether part of what is counted could not be read, so that there may be
    /// more.
    pub unread: bool,
}

/// The providers of the rows, by name.
pub(super) fn providers(case: Case<'_>, rows: &[PupilRow]) -> Vec<ProviderRow> {
    let mut by_provider: BTreeMap<&str, Vec<&PupilRow>> = BTreeMap::new();
    for row in rows {
        if let Some(id) = &row.provider.id {
            by_provider.entry(id).or_default().push(row);
        }
    }
    let mut providers: Vec<ProviderRow> = by_provider
        .into_iter()
        .filter_map(|(id, rows)| Some(provider(case, case.records.providers.get(id)?, &rows)))
        .collect();
    providers.sort_by_cached_key(|row| (row.provider.called(), row.provider.id.clone()));
    providers
}

fn provider(case: Case<'_>, record: &Record, rows: &[&PupilRow]) -> ProviderRow {
    let (paused, there): (Vec<&PupilRow>, Vec<&PupilRow>) =
        rows.iter().partition(|row| row.paused.is_some());
    let mut reasons = BTreeMap::new();
    for row in rows {
        *reasons.entry(row.reason.written()).or_default() += 1;
    }
    let hours = rows.iter().filter_map(|row| row.hours.known());
    let term = this_term(case);
    let visits = visits(record, case.on);
    let visits_unread = unread(record, "visits");
    let counted = |days: &[NaiveDate]| Counted::of(days, term, visits_unread);
    let contacts_unread = contact_records(case, record).any(|record| unread(record, "contacts"));
    ProviderRow {
        provider: Setting::in_file(record),
        pupils: pupils(there),
        paused: pupils(paused),
        reasons,
        since: rows.iter().map(|row| row.start).min().unwrap_or(case.on),
        hours: rounded(hours.clone().sum()),
        hours_missing: rows.len() - hours.count(),
        contacts: Counted::of(&contacts(case, record), term, contacts_unread),
        visits: counted(&visits.values().flatten().copied().collect::<Vec<_>>()),
        visits_by_kind: visits
            .into_iter()
            .map(|(kind, days)| (kind, counted(&days)))
            .collect(),
        sites: Site::in_use(record, case.on),
        lead: lead(case, record),
    }
}

/// Hours to the hundredth, so that a sum of them can be read.
pub(in crate::views) fn rounded(hours: f64) -> f64 {
    (hours * 100.0).round() / 100.0
}

/// The days of the visits to a provider, by what for.
fn visits(record: &Record, on: NaiveDate) -> BTreeMap<String, Vec<NaiveDate>> {
    let mut by_kind: BTreeMap<String, Vec<NaiveDate>> = BTreeMap::new();
    for visit in record.table.tables("visits") {
        if let Some(day) = day(visit, on) {
            let kind = visit.text("kind").known().unwrap_or("of no recorded kind");
            by_kind.entry(kind.to_owned()).or_default().push(day);
        }
    }
    by_kind
}

fn lead(case: Case<'_>, record: &Record) -> Recorded<String> {
    let key = Recorded::of(record.table.text("lead"), record);
    key.map(|key| case.records.person(key).to_owned())
}

/// The day of an entry that had been made by `on`.
fn day(entry: &Table, on: NaiveDate) -> Option<NaiveDate> {
    entry.date("date").known().filter(|date| *date <= on)
}

/// Where contacts with a provider stand: in its own file, and in those of the
/// placements there.
fn contact_records<'a>(case: Case<'a>, provider: &'a Record) -> impl Iterator<Item = &'a Record> {
    let of_placements = case.records.placements_at(&provider.id);
    std::iter::once(provider).chain(of_placements.map(|placement| placement.record))
}

/// The days of contact with a provider.
fn contacts(case: Case<'_>, provider: &Record) -> Vec<NaiveDate> {
    let with_provider = |contact: &&Table| contact.text("with").known() == Some("provider");
    contact_records(case, provider)
        .flat_map(|record| record.table.tables("contacts"))
        .filter(with_provider)
        .filter_map(|contact| day(contact, case.on))
        .collect()
}

/// Whether part of a log could not be read.
fn unread(record: &Record, log: &str) -> bool {
    let written = record.table.get(log).and_then(Value::unreadable_inside);
    !record.complete || written.is_some()
}

/// The days of the term of the day asked about up to it; in a holiday, of the
/// term before.
fn this_term(case: Case<'_>) -> Option<Span> {
    let terms = case.calendar.terms();
    let begun = terms.iter().rev().find(|term| term.span.from <= case.on);
    begun.map(|term| term.span)
}

impl Counted {
    fn of(days: &[NaiveDate], term: Option<Span>, unread: bool) -> Counted {
        Counted {
            this_term: term.map(|term| days.iter().filter(|day| term.contains(**day)).count()),
            last: days.iter().max().copied(),
            unread,
        }
    }
}
