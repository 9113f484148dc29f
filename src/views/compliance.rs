//! Each checklist in its own order, with the standing of each item.

use super::standings::Standings;
use crate::assess::{Assessment, Case, Lapse, Standing, Subject};
use crate::records::{Placement, Record};
use crate::rulebook::{About, Checklist};
use crate::source::Place;
use chrono::NaiveDate;

/// One requirement behind an item.
#[derive(Clone, Debug)]
pub struct Line {
    pub requirement: String,
    pub subject: String,
    pub standing: &'static str,
    pub rank: u8,
    pub day: Option<NaiveDate>,
    pub date: Option<NaiveDate>,
    pub by: Option<String>,
    pub evidence: Option<String>,
    pub expires: Option<NaiveDate>,
    pub message: String,
    pub place: Place,
    pub lapses: Vec<Lapse>,
}

#[derive(Clone, Debug)]
pub struct Item {
    pub text: String,
    pub standing: &'static str,
    pub lines: Vec<Line>,
    /// Requirements named that are known but not encoded yet.
    pub not_encoded: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Section {
    pub title: String,
    pub items: Vec<Item>,
}

/// How many items stand how; `of` is without those not required.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub met: usize,
    pub of: usize,
    pub breached: usize,
    pub outstanding: usize,
    pub action: usize,
    pub excepted: usize,
    pub not_evaluated: usize,
    pub not_required: usize,
}

/// A checklist laid out for one record.
#[derive(Clone, Debug)]
pub struct Page {
    pub checklist: String,
    pub title: String,
    pub edition: Option<String>,
    pub subject: String,
    pub sections: Vec<Section>,
    pub counts: Counts,
    /// Who signed it, and when.
    pub signed: Option<(String, NaiveDate)>,
}

impl Page {
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.sections.iter().flat_map(|section| &section.items)
    }
}

impl Counts {
    pub fn count(&mut self, standing: &str) {
        match standing {
            "not-required" => {
                self.not_required += 1;
                return;
            }
            "met" => self.met += 1,
            "breached" => self.breached += 1,
            "outstanding" => self.outstanding += 1,
            "action" => self.action += 1,
            "excepted" => self.excepted += 1,
            _ => self.not_evaluated += 1,
        }
        self.of += 1;
    }

    pub fn add(&mut self, other: &Counts) {
        self.met += other.met;
        self.of += other.of;
        self.breached += other.breached;
        self.outstanding += other.outstanding;
        self.action += other.action;
        self.excepted += other.excepted;
        self.not_evaluated += other.not_evaluated;
        self.not_required += other.not_required;
    }
}

/// The checklists in use, or the one named, laid out for each record they are
/// for, or for those named.
pub fn compliance(case: Case<'_>, checklist: Option<&str>, ids: &[String]) -> Vec<Page> {
    let standings = Standings::of(case);
    let names: Vec<&String> = match checklist {
        Some(name) => case
            .rulebook
            .checklists
            .keys()
            .filter(|known| *known == name)
            .collect(),
        None => case.rulebook.in_use.iter().collect(),
    };
    let mut pages = Vec::new();
    for name in names {
        let Some(checklist) = case
            .rulebook
            .checklists
            .get(name)
            .filter(|checklist| !checklist.built_in)
        else {
            continue;
        };
        for subject in subjects_of(&case, checklist, ids) {
            pages.push(page(&case, checklist, subject, &standings));
        }
    }
    pages
}

/// The records a checklist is laid out for: without names, placements that are
/// live or about to start, and providers.
fn subjects_of<'a>(case: &Case<'a>, checklist: &Checklist, ids: &[String]) -> Vec<Subject<'a>> {
    let records = case.records;
    let named = |id: &str| ids.iter().any(|named| named == id);
    let mut found: Vec<Subject<'a>> = match checklist.page_of {
        About::Commissioner => vec![Subject::Commissioner],
        About::Provider => records.providers.values().map(Subject::Provider).collect(),
        _ => records.all_placements().map(Subject::Placement).collect(),
    };
    if !ids.is_empty() {
        found.retain(|subject| match subject {
            Subject::Placement(placement) => {
                named(placement.id()) || placement.pupil().is_some_and(named)
            }
            Subject::Provider(provider) => {
                named(&provider.id)
                    || records.placements_at(&provider.id).any(|placement| {
                        named(placement.id()) || placement.pupil().is_some_and(named)
                    })
            }
            _ => ids.is_empty() || named("school"),
        });
    } else {
        found.retain(|subject| match subject {
            Subject::Placement(placement) => {
                !placement.never_started()
                    && placement
                        .ending(case.on)
                        .is_none_or(|ending| case.on <= ending)
            }
            _ => true,
        });
    }
    found
}

fn page(
    case: &Case<'_>,
    checklist: &Checklist,
    subject: Subject<'_>,
    standings: &Standings<'_>,
) -> Page {
    let mut counts = Counts::default();
    let sections = checklist
        .sections
        .iter()
        .map(|section| Section {
            title: section.title.clone(),
            items: section
                .items
                .iter()
                .map(|item| {
                    let item = laid_out(case, item, &subject, standings);
                    counts.count(item.standing);
                    item
                })
                .collect(),
        })
        .collect();
    Page {
        checklist: checklist.name.clone(),
        title: checklist.title.clone(),
        edition: checklist.edition.clone(),
        subject: subject.id().to_owned(),
        sections,
        counts,
        signed: signed(case, &checklist.name, &subject),
    }
}

fn laid_out(
    case: &Case<'_>,
    item: &crate::rulebook::Item,
    subject: &Subject<'_>,
    standings: &Standings<'_>,
) -> Item {
    let mut lines: Vec<Line> = standings
        .all
        .iter()
        .filter(|answer| {
            item.requires.contains(&answer.requirement.id)
                && belongs(case, &answer.subject, subject)
        })
        .map(|answer| line(answer, subject))
        .collect();
    lines.sort_by_key(|line| {
        let position = item.requires.iter().position(|id| *id == line.requirement);
        (position, line.rank)
    });
    let worst = lines
        .iter()
        .filter(|line| line.standing != "not-required")
        .min_by_key(|line| line.rank);
    Item {
        text: item.text.clone(),
        standing: worst.map_or("not-required", |line| line.standing),
        not_encoded: item
            .requires
            .iter()
            .filter(|id| case.rulebook.is_not_yet_encoded(id))
            .cloned()
            .collect(),
        lines,
    }
}

/// Whether the answer about `of` belongs on the page of `page`.
fn belongs(case: &Case<'_>, of: &Subject<'_>, page: &Subject<'_>) -> bool {
    let same = |a: &Record, b: &Record| a.id == b.id;
    match (page, of) {
        (_, Subject::Commissioner) | (Subject::Commissioner, _) => true,
        (Subject::Placement(page), Subject::Placement(of)) => page.id() == of.id(),
        (Subject::Placement(page), Subject::Provider(of)) => {
            page.provider().is_some_and(|provider| same(provider, of))
        }
        (Subject::Placement(page), Subject::Pupil(of)) => page.pupil() == Some(of),
        (Subject::Provider(page), Subject::Provider(of)) => same(page, of),
        (Subject::Provider(page), Subject::Placement(of)) => {
            of.provider_id() == Some(&page.id) && of.is_live(case.on)
        }
        (Subject::Provider(page), Subject::Pupil(of)) => live_at(case, page, of),
        (Subject::Pupil(_), _) => false,
    }
}

fn live_at(case: &Case<'_>, provider: &Record, pupil: &str) -> bool {
    case.records
        .placements_of(pupil)
        .any(|placement: Placement<'_>| {
            placement.provider_id() == Some(&provider.id) && placement.is_live(case.on)
        })
}

fn line(answer: &Assessment<'_>, page: &Subject<'_>) -> Line {
    let evidence = answer.evidence.as_ref();
    let message = match (&answer.standing, answer.subject.id() == page.id()) {
        (_, true) => answer.message.clone(),
        (_, false) => format!("{}: {}", answer.subject.id(), answer.message),
    };
    Line {
        requirement: answer.requirement.id.clone(),
        subject: answer.subject.id().to_owned(),
        standing: answer.standing.name(),
        rank: answer.standing.rank(),
        day: match answer.standing {
            Standing::Breached { since, .. } => since,
            ref other => other.day(),
        },
        date: evidence.and_then(|evidence| evidence.date),
        by: evidence.and_then(|evidence| evidence.by.clone()),
        evidence: evidence.and_then(|evidence| evidence.words.clone()),
        expires: match answer.standing {
            Standing::Met { until } => until,
            _ => evidence.and_then(|evidence| evidence.expires),
        },
        message,
        place: answer.place,
        lapses: answer.lapses.clone(),
    }
}

/// The latest sign-off of a checklist in the record, by the day of the case.
fn signed(case: &Case<'_>, checklist: &str, subject: &Subject<'_>) -> Option<(String, NaiveDate)> {
    let sources = subject.sources(case.records);
    sources
        .iter()
        .flat_map(|record| record.table.tables("signoffs"))
        .filter(|signoff| signoff.text("checklist").known() == Some(checklist))
        .filter_map(|signoff| {
            let name = signoff.text("name").known()?;
            let position = signoff
                .text("position")
                .known()
                .map_or(String::new(), |position| format!(", {position}"));
            Some((format!("{name}{position}"), signoff.date("date").known()?))
        })
        .filter(|(_, date)| *date <= case.known)
        .max_by_key(|(_, date)| *date)
}
