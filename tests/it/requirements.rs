//! For each requirement: the base with `fail.edits` gives the whole expected
//! text and the requirement in it; with `pass.edits` it is silent about it.

use crate::support::{DAY, Scratch, edited, golden, root, validate};
use apcheck::assess::example::laid_out;
use apcheck::assess::{Case, Standing, assess, subjects};
use apcheck::load::Folder;
use apcheck::records::Records;
use apcheck::rulebook::Rulebook;
use apcheck::rulebook::example::examples;
use chrono::{Months, NaiveDate};
use std::fs;
use std::path::PathBuf;

/// The fixtures: a folder for each requirement.
pub(crate) fn fixtures() -> Vec<(String, PathBuf)> {
    let mut found: Vec<_> = fs::read_dir(root().join("tests/requirements"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            (
                entry.file_name().to_string_lossy().into_owned(),
                entry.path(),
            )
        })
        .collect();
    found.sort();
    found
}

#[test]
fn the_base_gives_no_findings() {
    let run = validate(&root().join("tests/base"), DAY, &[]);
    assert_eq!(run.status, 0, "{}{}", run.out, run.err);
    assert_eq!(
        run.out,
        "Nothing found that falls short. 1 provider and 1 placement looked at, as of 12 October 2026.\n"
    );
}

#[test]
fn each_failing_fixture_gives_its_finding() {
    let mut silent = Vec::new();
    for (id, folder) in fixtures() {
        let edits = fs::read_to_string(folder.join("fail.edits")).unwrap();
        let (files, day) = edited(&edits);
        let scratch = Scratch::with(&format!("fail-{id}"), &files);
        let run = validate(scratch.path(), &day, &[]);
        golden(
            &folder.join("fail.txt"),
            &format!("{}{}exit {}\n", run.out, run.err, run.status),
        );
        let named = run.out.contains(&format!("[{id}]"));
        if !named {
            silent.push(id);
        }
    }
    assert!(
        silent.is_empty(),
        "the failing fixture says nothing of {silent:?}"
    );
}

#[test]
fn each_passing_fixture_is_silent_about_it() {
    for (id, folder) in fixtures() {
        let edits = fs::read_to_string(folder.join("pass.edits")).unwrap();
        let (files, day) = edited(&edits);
        let scratch = Scratch::with(&format!("pass-{id}"), &files);
        let run = validate(scratch.path(), &day, &["--fail-on", "good"]);
        golden(
            &folder.join("pass.txt"),
            &format!("{}{}exit {}\n", run.out, run.err, run.status),
        );
        for line in run
            .out
            .lines()
            .filter(|line| line.contains(&format!("[{id}]")))
        {
            assert!(line.starts_with("note"), "{id} cries wolf:\n{}", run.out);
        }
    }
}

/// Every requirement on every fixture and every example, on days around it:
/// an answer with a sentence, and days that can be.
#[test]
fn every_requirement_runs_on_every_fixture() {
    let built_in = Rulebook::built_in();
    let mut answers = 0;
    for (id, folder) in fixtures() {
        for edits in ["fail.edits", "pass.edits"] {
            let (files, day) = edited(&fs::read_to_string(folder.join(edits)).unwrap());
            let scratch = Scratch::with(&format!("every-{id}"), &files);
            let records = Folder::open(scratch.path());
            // One of the fixtures takes the folder's own file away.
            let Some(records) = records.map(|folder| folder.load().unwrap()) else {
                continue;
            };
            let rulebook = Rulebook::of(&records);
            answers += all_answers(&records, &rulebook, day.parse().unwrap());
        }
    }
    for examples in examples().values() {
        for example in examples {
            let records = laid_out(example).unwrap();
            let day = example.on.unwrap_or_else(|| DAY.parse().unwrap());
            answers += all_answers(&records, &built_in, day);
        }
    }
    assert!(answers > 100_000, "{answers}");
}

fn all_answers(records: &Records, rulebook: &Rulebook, day: NaiveDate) -> usize {
    let calendar = records.calendar();
    let mut answers = 0;
    for on in [
        day,
        day.succ_opt().unwrap(),
        day.checked_add_months(Months::new(5)).unwrap(),
    ] {
        let case = Case {
            records,
            rulebook,
            calendar: &calendar,
            on,
            known: on,
        };
        for requirement in rulebook.requirements.values() {
            for subject in subjects(records, requirement.about) {
                for answer in assess(case, requirement, subject) {
                    answers += 1;
                    let id = &requirement.id;
                    assert!(!answer.message.is_empty(), "{id}");
                    match answer.standing {
                        Standing::Met { until: Some(until) } => {
                            assert!(until >= answer.judged_on, "{id}: met until {until} on {on}");
                        }
                        Standing::Breached {
                            since: Some(since), ..
                        } => {
                            assert!(since <= on, "{id}: breached since {since} on {on}");
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    answers
}
