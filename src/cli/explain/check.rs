//! `apcheck explain --check-checklists`: whether the school's own checklists
//! are well formed, and whether their examples come out as they say.

use super::super::{Outcome, Session};
use crate::assess::example::try_example;
use crate::records::Fault;
use crate::render;
use crate::rulebook::Requirement;
use crate::rulebook::example::{Example, Expected};
use crate::source::Place;

pub(super) fn run(session: &Session) -> anyhow::Result<Outcome> {
    let records = &session.records;
    if records.checklists.is_empty() {
        return Ok(Outcome::success(
            "There is no checklist in checklists/. docs/adding-a-requirement.md shows how to write one.\n".into(),
        ));
    }
    let mut wrong: Vec<(Place, String, String)> = faults(session)
        .into_iter()
        .map(|fault| (fault.place, fault.message.clone(), fault.next.clone()))
        .collect();
    let mut summary = String::new();
    for record in &records.checklists {
        let items = session
            .rulebook
            .checklists
            .get(&record.id)
            .map_or(0, |checklist| checklist.items().count());
        let is_own = |requirement: &&Requirement| {
            requirement
                .place
                .is_some_and(|place| place.file == record.file)
        };
        let own: Vec<&Requirement> = session
            .rulebook
            .requirements
            .values()
            .filter(is_own)
            .collect();
        summary.push_str(&format!(
            "checklists/{}.toml: {items} items, {} requirements of its own\n",
            record.id,
            own.len()
        ));
        for requirement in own {
            let (line, failed) = tried(session, requirement);
            summary.push_str(&format!("  {:<32} {line}\n", requirement.id));
            wrong.extend(failed);
        }
    }
    wrong.sort();
    let snippets = session
        .folder
        .snippets(&records.paths, wrong.iter().map(|(place, ..)| place.file));
    let mut text = String::new();
    for (place, message, next) in &wrong {
        let spot = snippets.spot(*place);
        text.push_str(&format!(
            "{}:{}:{}: {message}\n    next: {next}\n",
            spot.path, spot.at.line, spot.at.column
        ));
    }
    if !wrong.is_empty() {
        text.push('\n');
    }
    text.push_str(&summary);
    Ok(Outcome::of(
        session,
        render::clean(&text),
        u8::from(!wrong.is_empty()),
    ))
}

/// What is wrong in the files of checklists.
fn faults(session: &Session) -> Vec<Fault> {
    let files: Vec<_> = session
        .records
        .checklists
        .iter()
        .map(|record| record.file)
        .collect();
    let all = session
        .records
        .faults
        .iter()
        .chain(&session.rulebook.faults);
    all.filter(|fault| files.contains(&fault.place.file))
        .cloned()
        .collect()
}

/// What came of a requirement's examples in a line, and those that came out
/// otherwise than they say.
fn tried(session: &Session, requirement: &Requirement) -> (String, Vec<(Place, String, String)>) {
    let mut failed = Vec::new();
    for example in &requirement.examples {
        if let Some((message, next)) = otherwise(session, requirement, example) {
            failed.push((
                example.place,
                format!("{}: {message}", requirement.id),
                next,
            ));
        }
    }
    let line = match (requirement.examples.len(), failed.len()) {
        (0, _) => {
            "no example; one that passes and one that fails show that it does what you mean".into()
        }
        (1, 0) => "its example comes out as it says".into(),
        (all, 0) => format!("its {all} examples come out as they say"),
        (all, bad) => format!("{bad} of {all} examples come out otherwise"),
    };
    (line, failed)
}

fn otherwise(
    session: &Session,
    requirement: &Requirement,
    example: &Example,
) -> Option<(String, String)> {
    let tried = try_example(&session.rulebook, requirement, example);
    if tried.found == Some(example.expected) {
        return None;
    }
    let expected = said(example.expected);
    Some(match tried.found {
        Some(found) => (
            format!(
                "this example should {expected}, but it {}: {}",
                found_said(found),
                tried.message
            ),
            "correct the requirement or the example".into(),
        ),
        None => (
            format!("this example comes out neither way: {}", tried.message),
            "give the example what the requirement rests on".into(),
        ),
    })
}

fn said(expected: Expected) -> &'static str {
    match expected {
        Expected::Pass => "pass",
        Expected::Fail => "fail",
        Expected::NotAsked => "not be asked",
    }
}

fn found_said(found: Expected) -> &'static str {
    match found {
        Expected::Pass => "passes",
        Expected::Fail => "fails",
        Expected::NotAsked => "is not asked",
    }
}
