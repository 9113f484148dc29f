//! Requirements and checklists as JSON.

use super::printed;
use crate::rulebook::{Checklist, Requirement, Rulebook};
use crate::views::explain;
use serde::Serialize;

#[derive(Serialize)]
struct RulebookJson<'a> {
    schema: &'static str,
    requirements: Vec<RequirementJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    checklists: Vec<ChecklistJson<'a>>,
}

#[derive(Serialize)]
struct RequirementJson<'a> {
    id: &'a str,
    title: &'a str,
    about: &'static str,
    level: &'static str,
    when: Vec<String>,
    needed: &'static str,
    needed_in_words: String,
    check: String,
    exception: bool,
    why: &'a str,
    fix: &'a str,
    sources: &'a [String],
    differs: Option<&'a str>,
    checklists: Vec<&'a str>,
}

#[derive(Serialize)]
struct ChecklistJson<'a> {
    name: &'a str,
    title: &'a str,
    edition: Option<&'a str>,
    #[serde(rename = "for")]
    page_of: &'static str,
    sections: Vec<ChecklistSectionJson<'a>>,
}

#[derive(Serialize)]
struct ChecklistSectionJson<'a> {
    title: &'a str,
    items: Vec<ChecklistItemJson<'a>>,
}

#[derive(Serialize)]
struct ChecklistItemJson<'a> {
    text: &'a str,
    requires: &'a [String],
}

const RULEBOOK: &str = "apcheck-rulebook/1";

/// Requirements, and all checklists.
pub fn rulebook_json<'a>(
    rulebook: &'a Rulebook,
    requirements: impl Iterator<Item = &'a Requirement>,
    checklists: bool,
) -> String {
    printed(&RulebookJson {
        schema: RULEBOOK,
        requirements: requirements
            .map(|requirement| requirement_json(rulebook, requirement))
            .collect(),
        checklists: if checklists {
            rulebook.checklists.values().map(checklist_json).collect()
        } else {
            Vec::new()
        },
    })
}

/// One checklist and the requirements behind it.
pub fn checklists_json(rulebook: &Rulebook, checklist: &Checklist) -> String {
    let requirements = rulebook
        .requirements
        .values()
        .filter(|requirement| checklist.asks_for(&requirement.id));
    printed(&RulebookJson {
        schema: RULEBOOK,
        requirements: requirements
            .map(|requirement| requirement_json(rulebook, requirement))
            .collect(),
        checklists: vec![checklist_json(checklist)],
    })
}

fn requirement_json<'a>(
    rulebook: &'a Rulebook,
    requirement: &'a Requirement,
) -> RequirementJson<'a> {
    RequirementJson {
        id: &requirement.id,
        title: &requirement.title,
        about: requirement.about.name(),
        level: requirement.level.name(),
        when: explain::conditions(requirement),
        needed: requirement.needed.name(),
        needed_in_words: explain::when_needed(requirement),
        check: explain::how_checked(requirement),
        exception: !requirement.cannot_be_excepted(requirement.level),
        why: &requirement.why,
        fix: &requirement.fix,
        sources: &requirement.sources,
        differs: requirement.differs.as_deref(),
        checklists: rulebook.asked_by(&requirement.id),
    }
}

fn checklist_json(checklist: &Checklist) -> ChecklistJson<'_> {
    ChecklistJson {
        name: &checklist.name,
        title: &checklist.title,
        edition: checklist.edition.as_deref(),
        page_of: checklist.page_of.name(),
        sections: checklist
            .sections
            .iter()
            .map(|section| ChecklistSectionJson {
                title: &section.title,
                items: section
                    .items
                    .iter()
                    .map(|item| ChecklistItemJson {
                        text: &item.text,
                        requires: &item.requires,
                    })
                    .collect(),
            })
            .collect(),
    }
}
