//! Each checklist in its own order, with the standing of each item.

use super::standings::Standings;
use crate::assess::signature::changed_since;
use crate::assess::{self, Assessment, Case, Lapse, Standing, Subject};
use crate::rulebook::{About, Checklist};
use crate::source::Place;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

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
    /// Whether a placement could not be read, so that one may be left out.
    pub incomplete: bool,
    pub signed: Option<Signed>,
    /// The last day of a placement that has ended: what is around it is shown as
    /// on that day.
    pub ended: Option<NaiveDate>,
}

/// A signature under a page.
#[derive(Clone, Debug)]
pub struct Signed {
    /// Name and position.
    pub by: String,
    pub date: NaiveDate,
    /// What has changed since, so that it no longer stands for what is there.
    pub stale: Option<String>,
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
    let named = checklist.and_then(|name| case.rulebook.checklists.get(name));
    pages(case, &Standings::asked_by(case, named), checklist, ids)
}

/// The same from standings that are known already.
pub(super) fn pages(
    case: Case<'_>,
    standings: &Standings<'_>,
    checklist: Option<&str>,
    ids: &[String],
) -> Vec<Page> {
    let by_subject = standings.by_subject();
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
            .filter(|checklist| !checklist.made)
        else {
            continue;
        };
        for subject in subjects_of(&case, checklist, ids) {
            if !assess::applies(case, &checklist.when, subject) {
                continue;
            }
            let answers = on_page(&case, &subject, &by_subject);
            match ended(&case, subject) {
                None => pages.push(page(&case, checklist, subject, &answers)),
                Some(last) => {
                    let then = around(case.on(last), checklist, subject);
                    let own = |answer: &&Assessment<'_>| answer.subject.id() == subject.id();
                    let answers: Vec<&Assessment<'_>> =
                        answers.into_iter().filter(own).chain(&then).collect();
                    let mut page = page(&case, checklist, subject, &answers);
                    page.signed = signed(&case.on(last), checklist, subject);
                    page.ended = Some(last);
                    pages.push(page);
                }
            }
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

/// The last day of a placement that has ended.
fn ended(case: &Case<'_>, subject: Subject<'_>) -> Option<NaiveDate> {
    match subject {
        Subject::Placement(placement) => {
            placement.ending(case.known).filter(|last| *last < case.on)
        }
        _ => None,
    }
}

/// What the checklist asks of a placement's provider, pupil and school, on the
/// day of `case`.
fn around<'a>(case: Case<'a>, checklist: &Checklist, page: Subject<'a>) -> Vec<Assessment<'a>> {
    let Subject::Placement(placement) = page else {
        return Vec::new();
    };
    let subjects = [
        placement.provider().map(Subject::Provider),
        placement.pupil().map(Subject::Pupil),
        Some(Subject::Commissioner),
    ];
    let mut answers = Vec::new();
    for subject in subjects.into_iter().flatten() {
        for requirement in case.rulebook.requirements.values() {
            if requirement.about == subject.about() && checklist.asks_for(&requirement.id) {
                answers.extend(assess::assess(case, requirement, subject));
            }
        }
    }
    answers
}

fn page<'a>(
    case: &Case<'a>,
    checklist: &Checklist,
    subject: Subject<'a>,
    answers: &[&Assessment<'_>],
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
                    let item = laid_out(case, item, &subject, answers);
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
        incomplete: case
            .records
            .placements
            .values()
            .any(|record| !record.readable),
        signed: signed(case, checklist, subject),
        ended: None,
    }
}

fn laid_out(
    case: &Case<'_>,
    item: &crate::rulebook::Item,
    subject: &Subject<'_>,
    answers: &[&Assessment<'_>],
) -> Item {
    let mut lines: Vec<Line> = answers
        .iter()
        .filter(|answer| item.requires.contains(&answer.requirement.id))
        .map(|answer| line(answer, subject))
        .collect();
    lines.extend(without_provider(case, item, subject));
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
        lines,
    }
}

/// What is asked of a placement's provider cannot be judged where the provider
/// is not recorded.
fn without_provider(
    case: &Case<'_>,
    item: &crate::rulebook::Item,
    page: &Subject<'_>,
) -> Vec<Line> {
    let Subject::Placement(placement) = page else {
        return Vec::new();
    };
    if placement.provider().is_some() {
        return Vec::new();
    }
    let about_provider = |id: &&String| {
        case.rulebook
            .requirement(id)
            .is_some_and(|requirement| requirement.about == About::Provider)
    };
    item.requires
        .iter()
        .filter(about_provider)
        .map(|id| Line {
            requirement: id.clone(),
            subject: placement.id().to_owned(),
            standing: "not-evaluated",
            rank: 1,
            day: None,
            date: None,
            by: None,
            evidence: None,
            expires: None,
            message: "cannot be judged: the provider is not recorded".into(),
            place: placement.place(),
            lapses: Vec::new(),
        })
        .collect()
}

/// All answers, by whom they are about.
type BySubject<'s, 'a> = BTreeMap<(About, &'s str), Vec<&'s Assessment<'a>>>;

/// The answers that belong on the page of a record: about itself, a placement's
/// provider and pupil, a provider's live placements and their pupils, and the
/// school; on the school's page all of them.
fn on_page<'s, 'a>(
    case: &Case<'a>,
    page: &Subject<'a>,
    by_subject: &BySubject<'s, 'a>,
) -> Vec<&'s Assessment<'a>> {
    let mut keys: BTreeSet<(About, &str)> = BTreeSet::from([(About::Commissioner, "school")]);
    match page {
        Subject::Commissioner => return by_subject.values().flatten().copied().collect(),
        Subject::Placement(placement) => {
            keys.insert((About::Placement, placement.id()));
            keys.extend(placement.provider_id().map(|id| (About::Provider, id)));
            keys.extend(placement.pupil().map(|pupil| (About::Pupil, pupil)));
        }
        Subject::Provider(provider) => {
            keys.insert((About::Provider, &provider.id));
            let placements = case.records.placements_at(&provider.id);
            for placement in placements.filter(|placement| placement.is_live(case.on)) {
                keys.insert((About::Placement, placement.id()));
                keys.extend(placement.pupil().map(|pupil| (About::Pupil, pupil)));
            }
        }
        Subject::Pupil(pupil) => {
            keys.insert((About::Pupil, pupil));
        }
    }
    keys.into_iter()
        .filter_map(|key| by_subject.get(&key))
        .flatten()
        .copied()
        .collect()
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

/// The latest sign-off of a checklist in the record.
fn signed<'a>(case: &Case<'a>, checklist: &Checklist, subject: Subject<'a>) -> Option<Signed> {
    let (date, signoff) = subject
        .sources(case.records)
        .into_iter()
        .filter_map(|record| record.signoff(&checklist.name, case.known))
        .max_by_key(|(date, _)| *date)?;
    let name = signoff.text("name").known()?;
    let position = signoff
        .text("position")
        .known()
        .map_or(String::new(), |position| format!(", {position}"));
    Some(Signed {
        by: format!("{name}{position}"),
        date,
        stale: changed_since(*case, checklist, subject, date),
    })
}
