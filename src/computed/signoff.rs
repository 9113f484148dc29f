//! Whether a checklist was signed, and whether the signature still covers what
//! is there.

use super::{fails, met};
use crate::assess::{Assessment, Draft, Need, Standing, Subject, assess};
use crate::calendar::{day_before, said};
use crate::records::{Table, Value};
use crate::rulebook::{About, Check, Checklist};
use chrono::NaiveDate;

const CHECKLIST: &str = "annex-b";

/// Annex B is signed for this provider, and nothing it covers has changed since.
pub(super) fn annex_b_signed<'a>(draft: &Draft<'a>, _need: &Need) -> Vec<Assessment<'a>> {
    let Subject::Provider(provider) = draft.subject else {
        return Vec::new();
    };
    let case = &draft.case;
    let live = case
        .records
        .placements_at(&provider.id)
        .any(|placement| placement.is_live(case.on));
    let next_start = case
        .records
        .placements_at(&provider.id)
        .filter(|placement| !placement.never_started())
        .filter_map(|placement| placement.start())
        .filter(|start| *start > case.on)
        .min();
    let bad = |place, since, message: String| {
        if live {
            vec![fails(draft, since, place, message)]
        } else {
            vec![draft.unless_unread(
                draft.answer(
                    Standing::Outstanding {
                        by: next_start.map(day_before),
                    },
                    place,
                    message,
                ),
                None,
            )]
        }
    };
    let unread = provider
        .table
        .get("signoffs")
        .and_then(Value::unreadable_inside);
    let signed = provider.signoff(CHECKLIST, case.known);
    let Some((date, signoff)) = signed else {
        if let Some(place) = unread {
            return vec![draft.not_evaluated(place, "a sign-off could not be read".into())];
        }
        return bad(
            provider.place(),
            None,
            "Annex B is not signed for this provider".into(),
        );
    };
    if let Some(missing) = ["name", "position"]
        .into_iter()
        .find(|key| signoff.get(key).is_none())
    {
        return bad(
            signoff.place,
            Some(date),
            format!("the sign-off of {} does not give the {missing}", said(date)),
        );
    }
    let Some(checklist) = case.rulebook.checklists.get(CHECKLIST) else {
        return vec![met(
            draft,
            None,
            signoff.place,
            format!("signed on {}", said(date)),
        )];
    };
    match changed_since(draft, checklist, date) {
        Some(what) => bad(
            signoff.place,
            None,
            format!("signed on {}, and since then {what}", said(date)),
        ),
        None => vec![met(
            draft,
            None,
            signoff.place,
            format!(
                "signed on {}; nothing it covers has changed since",
                said(date)
            ),
        )],
    }
}

/// What makes a sign-off stale: a line or an exception dated after it, or a
/// standing that is worse than on its day. Entries that keep up a rhythm do
/// not: they are what was signed for.
fn changed_since(draft: &Draft<'_>, checklist: &Checklist, signed: NaiveDate) -> Option<String> {
    for item in checklist.items() {
        for id in &item.requires {
            let Some(requirement) = draft.case.rulebook.requirement(id) else {
                continue;
            };
            if *id == draft.requirement.id {
                continue;
            }
            for subject in subjects(draft, requirement.about) {
                let now = assess(draft.case.on(draft.case.known), requirement, subject);
                let keeps_rhythm =
                    matches!(&requirement.check, Check::Log(log) if log.rhythm.is_some());
                if !keeps_rhythm
                    && let Some(date) = now
                        .iter()
                        .filter_map(|now| now.evidence.as_ref()?.date)
                        .find(|date| *date > signed)
                {
                    return Some(format!("`{id}` has something dated {}", said(date)));
                }
                let then = assess(draft.case.on(signed), requirement, subject);
                let worst = |assessments: &[Assessment<'_>]| {
                    assessments
                        .iter()
                        .map(|assessment| assessment.standing.rank())
                        .min()
                };
                let (was, is) = (worst(&then), worst(&now));
                // What was not asked yet on that day is not worse for being open.
                if is < was && is.is_some_and(|rank| rank <= 1) {
                    let words = if is == Some(0) {
                        "is no longer in order"
                    } else {
                        "can no longer be judged"
                    };
                    return Some(format!("`{id}` of {} {words}", subject.id()));
                }
            }
        }
    }
    exception_after(draft, checklist, signed)
        .map(|date| format!("an exception was agreed on {}", said(date)))
}

fn subjects<'a>(draft: &Draft<'a>, about: About) -> Vec<Subject<'a>> {
    let placements = draft.subject.placements(draft.case.records);
    let live = placements
        .into_iter()
        .filter(|placement| placement.is_live(draft.case.on));
    match about {
        About::Commissioner => vec![Subject::Commissioner],
        About::Provider => vec![draft.subject],
        About::Placement => live.map(Subject::Placement).collect(),
        About::Pupil => live
            .filter_map(|placement| placement.pupil())
            .map(Subject::Pupil)
            .collect(),
    }
}

/// An exception from one of the checklist's requirements, agreed after the
/// signature, of the provider, its live placements or the school. A backlog
/// changes nothing that was signed for.
fn exception_after(
    draft: &Draft<'_>,
    checklist: &Checklist,
    signed: NaiveDate,
) -> Option<NaiveDate> {
    [
        About::Commissioner,
        About::Provider,
        About::Placement,
        About::Pupil,
    ]
    .into_iter()
    .flat_map(|about| subjects(draft, about))
    .flat_map(|subject| subject.sources(draft.case.records))
    .flat_map(|record| record.table.tables("exceptions"))
    .filter(|exception: &&Table| {
        exception
            .text("requirement")
            .known()
            .is_some_and(|id| checklist.asks_for(id))
            && exception.text("kind").known() != Some("backlog")
    })
    .filter_map(|exception| exception.date("agreed").known())
    .find(|agreed| *agreed > signed && *agreed <= draft.case.known)
}
