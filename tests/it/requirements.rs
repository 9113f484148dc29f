//! For each requirement: the base with `fail.edits` gives the whole expected
//! text and the requirement in it; with `pass.edits` it is silent about it.

use crate::support::{DAY, Scratch, edited, golden, root, validate};
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
