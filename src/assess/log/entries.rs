//! Entries of a log: which count, and what the others lack.

use crate::assess::need::limit_day;
use crate::assess::{Draft, Evidence, Subject};
use crate::calendar::{NoTerm, said};
use crate::records::{Placement, Record, Table, Value};
use crate::rulebook::{Log, plain};
use crate::source::Place;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// An entry of a log.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'a> {
    pub table: &'a Table,
    log: &'a str,
}

/// Entries sorted by whether and when they count.
#[derive(Default)]
pub(super) struct Entries<'a> {
    pub good: Vec<(NaiveDate, Entry<'a>)>,
    /// Entries that would count, but lack something that is asked for.
    pub lacking: Vec<(NaiveDate, Entry<'a>, Vec<String>)>,
    pub later: Option<NaiveDate>,
    pub unread: Option<Place>,
}

impl Entries<'_> {
    pub(super) fn dates(&self) -> Vec<NaiveDate> {
        self.good.iter().map(|(date, _)| *date).collect()
    }

    /// What the latest entry lacks, of those on days of interest.
    pub(super) fn lacking_said(&self, of_interest: impl Fn(NaiveDate) -> bool) -> String {
        self.lacking
            .iter()
            .rfind(|(date, ..)| of_interest(*date))
            .map_or(String::new(), |(date, _, lacks)| {
                format!(
                    "; that of {} does not count here, it lacks {}",
                    said(*date),
                    lacks.join(" and ")
                )
            })
    }
}

/// The entries of the logs asked for, of the subject and of its providers.
pub(super) fn entries<'a>(draft: &Draft<'a>, log: &'a Log) -> Result<Entries<'a>, NoTerm> {
    let asked = Asked {
        draft,
        log,
        placements: placement_subjects(draft),
    };
    let mut found = Entries::default();
    for name in &log.names {
        for record in draft.subject.sources(draft.case.records) {
            asked.add(name, record, false, &mut found);
        }
        if matches!(name.as_str(), "visits" | "contacts") {
            let providers: BTreeMap<&str, &Record> = asked
                .placements
                .iter()
                .filter_map(Placement::provider)
                .map(|provider| (provider.id.as_str(), provider))
                .collect();
            for provider in providers.into_values() {
                // The entry may stand in the part that could not be read.
                let lost = (!provider.complete).then(|| provider.place());
                found.unread = found.unread.or(lost);
                asked.add(name, provider, true, &mut found);
            }
        }
    }
    misdated(draft, log, &mut found)?;
    found.good.sort_by_key(|(date, _)| *date);
    found.lacking.sort_by_key(|(date, ..)| *date);
    Ok(found)
}

/// What is asked of the entries, and about which placements.
struct Asked<'d, 'a> {
    draft: &'d Draft<'a>,
    log: &'a Log,
    /// None where it is about a provider or the school.
    placements: Vec<Placement<'a>>,
}

/// Entries dated outside the days they must be dated between do not count.
fn misdated<'a>(draft: &Draft<'a>, log: &Log, found: &mut Entries<'a>) -> Result<(), NoTerm> {
    let day = |limit| limit_day(&draft.case, &draft.subject, limit);
    let not_before = log
        .dated
        .on_or_after
        .as_ref()
        .map(day)
        .transpose()?
        .flatten();
    let not_after = log
        .dated
        .on_or_before
        .as_ref()
        .map(day)
        .transpose()?
        .flatten();
    for (date, entry) in std::mem::take(&mut found.good) {
        if let Some(from) = not_before.filter(|from| date < *from) {
            let lacks = format!("a date on or after {}", said(from));
            found.lacking.push((date, entry, vec![lacks]));
        } else if let Some(by) = not_after.filter(|by| date > *by) {
            let lacks = format!("a date on or before {}", said(by));
            found.lacking.push((date, entry, vec![lacks]));
        } else {
            found.good.push((date, entry));
        }
    }
    Ok(())
}

fn placement_subjects<'a>(draft: &Draft<'a>) -> Vec<Placement<'a>> {
    match draft.subject {
        Subject::Placement(_) | Subject::Pupil(_) => draft.subject.placements(draft.case.records),
        _ => Vec::new(),
    }
}

impl<'a> Asked<'_, 'a> {
    fn add(&self, name: &'a str, record: &'a Record, from_provider: bool, found: &mut Entries<'a>) {
        let log = self.log;
        let Some(value) = record.table.get(name) else {
            return;
        };
        if value.is_unreadable() {
            found.unread = found.unread.or(Some(value.place));
        }
        for item in value.items() {
            let Some(table) = item.table() else {
                found.unread = found.unread.or(Some(item.place));
                continue;
            };
            let entry = Entry { table, log: name };
            if from_provider && !self.counts(&entry) {
                continue;
            }
            if !log
                .filter
                .iter()
                .all(|(field, words)| self.says(&entry, field, words, false))
            {
                found.unread = found.unread.or_else(|| asked_unread(log, table));
                continue;
            }
            if let Some(place) = table
                .get("date")
                .and_then(Value::unreadable_inside)
                .or_else(|| asked_unread(log, table))
            {
                found.unread = found.unread.or(Some(place));
                continue;
            }
            let Some(date) = table.date("date").known() else {
                continue;
            };
            if date > self.draft.case.known {
                found.later = Some(found.later.map_or(date, |later| later.min(date)));
                continue;
            }
            let lacks: Vec<String> = log
                .has
                .iter()
                .filter(|(field, words)| !self.says(&entry, field, words, true))
                .map(|(field, words)| entry.lacks(field, words))
                .collect();
            if lacks.is_empty() {
                found.good.push((date, entry));
            } else {
                found.lacking.push((date, entry, lacks));
            }
        }
    }

    /// Whether an entry in the provider's file counts for the subject: it lists
    /// the pupil; or it is a visit before the placement or about safety that
    /// names the placement's site, or no site.
    fn counts(&self, entry: &Entry<'_>) -> bool {
        self.placements.iter().any(|placement| {
            if placement
                .pupil()
                .is_some_and(|pupil| entry.table.texts("pupils").any(|listed| listed == pupil))
            {
                return true;
            }
            let kind = entry.table.text("kind").known();
            let site = entry.table.text("site").known();
            matches!(kind, Some("pre-placement" | "health-and-safety"))
                && (site.is_none() || site == placement.table().text("site").known())
        })
    }

    /// Whether the pupils listed are those asked about: the placement's own, or of
    /// a provider any.
    fn is_seen(&self, listed: &Value) -> bool {
        let mut own = self.placements.iter().filter_map(Placement::pupil);
        !listed.items().is_empty()
            && (self.placements.is_empty() || own.any(|own| holds(listed, own)))
    }

    /// Whether a field holds one of the words, or `all` of them; without
    /// words, whether it is there. A visit is a contact with the provider, and
    /// with the pupils it lists.
    fn says(&self, entry: &Entry<'_>, field: &str, words: &[String], all: bool) -> bool {
        if entry.log == "visits" && field == "with" {
            return words.iter().any(|word| match word.as_str() {
                "provider" => true,
                "pupil" => entry.table.texts("pupils").next().is_some(),
                _ => false,
            });
        }
        let Some(value) = entry.table.get(field) else {
            return false;
        };
        let is_held = |word: &String| {
            holds(value, word)
                || word == "provider"
                    && self
                        .placements
                        .iter()
                        .filter_map(Placement::provider_id)
                        .any(|id| holds(value, id))
        };
        if words.is_empty() && field == "pupils" {
            self.is_seen(value)
        } else if words.is_empty() {
            !value.items().is_empty()
        } else if all {
            words.iter().all(is_held)
        } else {
            words.iter().any(is_held)
        }
    }
}

/// Whether a value is a word, or a list that has it.
fn holds(value: &Value, word: &str) -> bool {
    value.items().iter().any(|item| plain(item) == word)
}

/// The first field asked about that could not be read.
fn asked_unread(log: &Log, table: &Table) -> Option<Place> {
    log.filter
        .iter()
        .chain(&log.has)
        .filter_map(|(field, _)| table.get(field))
        .find_map(Value::unreadable_inside)
}

impl Entry<'_> {
    fn lacks(&self, field: &str, words: &[String]) -> String {
        let value = self.table.get(field);
        let missing: Vec<_> = words
            .iter()
            .filter(|word| !value.is_some_and(|value| holds(value, word)))
            .map(String::as_str)
            .collect();
        if missing.is_empty() {
            format!("`{field}`")
        } else {
            format!("`{field}` {}", missing.join(", "))
        }
    }

    pub(super) fn evidence(&self, draft: &Draft<'_>, date: NaiveDate) -> Evidence {
        let records = draft.case.records;
        Evidence {
            place: self.table.place,
            date: Some(date),
            by: self
                .table
                .text("by")
                .known()
                .map(|by| records.person(by).to_owned()),
            words: self.table.text("evidence").known().map(str::to_owned),
            expires: None,
            action: None,
        }
    }
}
