//! A requirement as a page: what it asks, why, how to put it right, an
//! example, and where it comes from.

use super::explain::{conditions, how_checked, when_needed, whom_it_concerns};
use crate::assess::example::{file_of, parts};
use crate::records::written;
use crate::rulebook::example::{Example, Expected};
use crate::rulebook::{Check, Level, Requirement, Rulebook};
use chrono::NaiveDate;

/// Part of a record that shows how a requirement is met.
#[derive(Clone, Debug)]
pub struct Shown {
    pub file: String,
    pub text: String,
}

/// A requirement as a page.
#[derive(Clone, Debug)]
pub struct Explained<'a> {
    pub requirement: &'a Requirement,
    /// What is said of it, each with its heading.
    pub facts: Vec<(&'static str, String)>,
    pub example: Vec<Shown>,
    /// The day the example is judged on, where that matters.
    pub example_on: Option<NaiveDate>,
    pub asked_by: Vec<Asking>,
}

/// An item that asks for a requirement.
#[derive(Clone, Debug)]
pub struct Asking {
    pub checklist: String,
    pub item: String,
    /// Whether the checklist is in use here.
    pub in_use: bool,
}

/// The page of a requirement, with the first example that passes.
pub fn explained<'a>(
    rulebook: &Rulebook,
    requirement: &'a Requirement,
    examples: &[Example],
) -> Explained<'a> {
    Explained {
        requirement,
        facts: facts(requirement),
        example: shown(examples),
        example_on: passing(examples).and_then(|example| example.on),
        asked_by: asked_by(rulebook, &requirement.id),
    }
}

fn facts(requirement: &Requirement) -> Vec<(&'static str, String)> {
    let mut facts = vec![
        (
            "level",
            level_said(requirement, requirement.level).to_owned(),
        ),
        ("asked of", whom_it_concerns(requirement).to_owned()),
        ("needed", when_needed(requirement)),
        ("checked by", how_checked(requirement)),
    ];
    let conditions = conditions(requirement);
    if !conditions.is_empty() {
        facts.push(("applies", conditions.join("; ")));
    }
    if requirement.whoever_arranges {
        facts.push((
            "also",
            "where the local authority arranged the placement".into(),
        ));
    }
    if requirement.cannot_be_excepted(requirement.level)
        && !matches!(requirement.check, Check::Record)
    {
        facts.push((
            "no exception",
            "it cannot be set aside, nor declared not required".into(),
        ));
    }
    if let Some(reason) = &requirement.tightened {
        facts.push(("tighter here", reason.clone()));
    }
    facts
}

/// A level in words.
pub fn level_said(requirement: &Requirement, level: Level) -> &'static str {
    match (&requirement.check, level.name()) {
        (Check::Record, "must") => "fault: something is wrong with the record itself",
        (_, "must") => "must: law",
        (_, "should") => "should: statutory or DfE guidance",
        _ => "good: local or recommended practice",
    }
}

/// The first example that passes.
fn passing(examples: &[Example]) -> Option<&Example> {
    examples
        .iter()
        .find(|example| example.expected == Expected::Pass)
}

fn shown(examples: &[Example]) -> Vec<Shown> {
    let Some(example) = passing(examples) else {
        return Vec::new();
    };
    let mut shown: Vec<Shown> = parts(example)
        .into_iter()
        .map(|(part, table, shape)| Shown {
            file: file_of(part),
            text: written(table, shape),
        })
        .collect();
    shown.extend(example.register.as_ref().map(|text| Shown {
        file: file_of("register"),
        text: text.clone(),
    }));
    shown
}

/// The items that ask for it, those of checklists in use first.
fn asked_by(rulebook: &Rulebook, id: &str) -> Vec<Asking> {
    let mut asked = Vec::new();
    for checklist in rulebook.checklists.values() {
        for item in checklist.items() {
            if item.requires.iter().any(|required| required == id) {
                asked.push(Asking {
                    checklist: checklist.name.clone(),
                    item: item.text.clone(),
                    in_use: rulebook.in_use.contains(&checklist.name),
                });
            }
        }
    }
    asked.sort_by_key(|asking| !asking.in_use);
    asked
}
