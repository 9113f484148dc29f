//! Whether what a checklist was signed for still stands.

use super::{Assessment, Case, Subject, assess};
use crate::calendar::said;
use crate::records::Table;
use crate::rulebook::{About, Check, Checklist, Requirement};
use chrono::NaiveDate;

/// What makes a sign-off out of date: a line, an exception or a dated fact of the
/// record from after it, or a standing that is worse than on its day. Entries
/// that keep up a rhythm do not: they are what was signed for. A fact without a
/// date, such as a telephone number, cannot be seen to have changed.
pub fn changed_since<'a>(
    case: Case<'a>,
    checklist: &Checklist,
    signed_for: Subject<'a>,
    signed: NaiveDate,
) -> Option<String> {
    for id in checklist.items().flat_map(|item| &item.requires) {
        let requirement = case
            .rulebook
            .requirement(id)
            .filter(|requirement| !is_the_signature(requirement));
        let Some(requirement) = requirement else {
            continue;
        };
        for subject in covered(&case, signed_for, requirement.about) {
            if let Some(what) = changed(case, requirement, subject, signed) {
                return Some(what);
            }
        }
    }
    if let Some((what, date)) = fact_after(&case, signed_for, signed) {
        return Some(format!("{what} on {}", said(date)));
    }
    exception_after(&case, checklist, signed_for, signed)
        .map(|date| format!("an exception was agreed on {}", said(date)))
}

/// What of the record itself came about after the signature, as far as the
/// record dates it: of a placement and of a provider.
fn fact_after(
    case: &Case<'_>,
    page: Subject<'_>,
    signed: NaiveDate,
) -> Option<(&'static str, NaiveDate)> {
    let (record, begins, facts): (_, _, &[(&str, &str, &str)]) = match page {
        Subject::Placement(placement) => (placement.record, placement.start(), PLACEMENT_FACTS),
        Subject::Provider(provider) => (provider, None, PROVIDER_FACTS),
        Subject::Commissioner | Subject::Pupil(_) => return None,
    };
    // The first week begins with the placement: it is what was signed for.
    let settled = begins.map_or(signed, |start| start.max(signed));
    facts.iter().find_map(|(log, day, what)| {
        record
            .table
            .tables(log)
            .filter_map(|entry| entry.date(day).known())
            .find(|date| *date > settled && *date <= case.known)
            .map(|date| (*what, date))
    })
}

const PLACEMENT_FACTS: &[(&str, &str, &str)] = &[
    ("week", "from", "another weekly timetable began"),
    ("extensions", "date", "the placement was extended"),
    ("pauses", "from", "the placement was paused"),
    ("part-time", "from", "a part-time timetable began"),
];

const PROVIDER_FACTS: &[(&str, &str, &str)] = &[
    ("sites", "from", "a site came into use"),
    ("sites", "until", "a site was given up"),
];

/// A signature does not cover itself.
fn is_the_signature(requirement: &Requirement) -> bool {
    matches!(&requirement.check, Check::Computed(name) if name == "annex-b-signed")
}

fn changed<'a>(
    case: Case<'a>,
    requirement: &'a Requirement,
    subject: Subject<'a>,
    signed: NaiveDate,
) -> Option<String> {
    let now = assess(case.on(case.known), requirement, subject);
    let keeps_rhythm = matches!(&requirement.check, Check::Log(log) if log.rhythm.is_some());
    let later = now
        .iter()
        .filter_map(|now| now.evidence.as_ref()?.date)
        .find(|date| *date > signed);
    if let Some(date) = later.filter(|_| !keeps_rhythm) {
        return Some(format!(
            "`{}` has something dated {}",
            requirement.id,
            said(date)
        ));
    }
    // What was not asked yet on that day is not worse for being open.
    let words = match worst(&now) {
        Some(0) => "is no longer in order",
        Some(1) => "can no longer be judged",
        _ => return None,
    };
    let then = assess(case.on(signed), requirement, subject);
    (worst(&now) < worst(&then))
        .then(|| format!("`{}` of {} {words}", requirement.id, subject.id()))
}

fn worst(assessments: &[Assessment<'_>]) -> Option<u8> {
    assessments
        .iter()
        .map(|assessment| assessment.standing.rank())
        .min()
}

/// The records that a page covers: the record itself; a placement's provider
/// and pupil; of a provider or the school, the live placements and their
/// pupils; and the school.
fn covered<'a>(case: &Case<'a>, page: Subject<'a>, about: About) -> Vec<Subject<'a>> {
    let placements = || {
        let all = page.placements(case.records).into_iter();
        match page {
            Subject::Placement(_) => all.collect(),
            _ => all
                .filter(|placement| placement.is_live(case.on))
                .collect::<Vec<_>>(),
        }
    };
    match (about, page) {
        (About::Commissioner, _) => vec![Subject::Commissioner],
        (About::Provider, Subject::Provider(_)) => vec![page],
        (About::Provider, _) => {
            let mut providers: Vec<_> = placements()
                .iter()
                .filter_map(|placement| placement.provider())
                .collect();
            providers.sort_by_key(|provider| &provider.id);
            providers.dedup_by_key(|provider| &provider.id);
            providers.into_iter().map(Subject::Provider).collect()
        }
        (About::Placement, _) => placements().into_iter().map(Subject::Placement).collect(),
        (About::Pupil, _) => {
            let mut pupils: Vec<_> = placements()
                .iter()
                .filter_map(|placement| placement.pupil())
                .collect();
            pupils.sort_unstable();
            pupils.dedup();
            pupils.into_iter().map(Subject::Pupil).collect()
        }
    }
}

/// An exception from one of the checklist's requirements, agreed after the
/// signature. A backlog changes nothing that was signed for.
fn exception_after<'a>(
    case: &Case<'a>,
    checklist: &Checklist,
    page: Subject<'a>,
    signed: NaiveDate,
) -> Option<NaiveDate> {
    [
        About::Commissioner,
        About::Provider,
        About::Placement,
        About::Pupil,
    ]
    .into_iter()
    .flat_map(|about| covered(case, page, about))
    .flat_map(|subject| subject.sources(case.records))
    .flat_map(|record| record.table.tables("exceptions"))
    .filter(|exception: &&Table| {
        exception
            .text("requirement")
            .known()
            .is_some_and(|id| checklist.asks_for(id))
            && exception.text("kind").known() != Some("backlog")
    })
    .filter_map(|exception| exception.date("agreed").known())
    .find(|agreed| *agreed > signed && *agreed <= case.known)
}
