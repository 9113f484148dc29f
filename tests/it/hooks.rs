//! A commit waits while what is staged has a fault.

use crate::merging::git;
use crate::support::{Scratch, apcheck, files_of};
use std::fs;

const HOOK: &str = "ap/.git/hooks/pre-commit";

/// A new folder of records with the hook, and its first commit.
fn repository(name: &str) -> Scratch {
    let scratch = Scratch::new(name);
    let run = apcheck(scratch.path(), &["init", "ap", "--git", "--hooks"]);
    assert_eq!(run.status, 0, "{run:?}");
    let folder = scratch.path().join("ap");
    assert!(git(&folder, &["add", "."]).0);
    let (worked, text) = git(&folder, &["commit", "--quiet", "-m", "records"]);
    assert!(worked, "{text}");
    scratch
}

#[test]
fn what_is_staged_counts_and_not_what_lies_in_the_folder() {
    let scratch = repository("hook-staged");
    let folder = scratch.path().join("ap");
    let sound = fs::read_to_string(folder.join("apcheck.toml")).unwrap();
    let wrong = format!("colour = \"blue\"\n{sound}");
    // Staged with a fault, and put right only in the folder.
    scratch.write("ap/apcheck.toml", wrong.as_bytes());
    assert!(git(&folder, &["add", "."]).0);
    scratch.write("ap/apcheck.toml", sound.as_bytes());
    let (worked, text) = git(&folder, &["commit", "-m", "wrong"]);
    assert!(!worked);
    assert!(
        text.contains("key-known") && text.contains("the commit waits"),
        "{text}"
    );
    // Staged without, and spoilt only in the folder.
    let better = sound.replace("Name of the school", "Oak School");
    scratch.write("ap/apcheck.toml", better.as_bytes());
    assert!(git(&folder, &["add", "."]).0);
    scratch.write("ap/apcheck.toml", wrong.as_bytes());
    let (worked, text) = git(&folder, &["commit", "-m", "right"]);
    assert!(worked, "{text}");
    // Nothing is left behind, and what lies in the folder is as it was.
    assert_eq!(
        fs::read_to_string(folder.join("apcheck.toml")).unwrap(),
        wrong
    );
}

#[test]
fn a_hook_that_is_there_is_not_overwritten_and_nothing_else_is_written() {
    let scratch = repository("hook-there");
    scratch.write(HOOK, b"#!/bin/sh\nexit 0\n");
    let before = files_of(scratch.path());
    for arguments in [
        &["init", "ap", "--hooks"][..],
        &["init", "ap", "--hooks", "--git"],
        &["init", "ap/more", "--hooks"],
    ] {
        let run = apcheck(scratch.path(), arguments);
        assert_eq!(run.status, 2, "{run:?}");
        assert!(run.err.contains("was left as it is"), "{}", run.err);
        assert_eq!(files_of(scratch.path()), before);
    }
    let bare = Scratch::new("hook-no-git");
    let run = apcheck(bare.path(), &["init", "ap", "--hooks"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("git init"), "{}", run.err);
    assert!(files_of(bare.path()).is_empty());
}

#[test]
fn records_in_a_part_of_a_repository_are_found() {
    let scratch = Scratch::new("hook-part");
    assert!(git(scratch.path(), &["init", "--quiet"]).0);
    let run = apcheck(
        scratch.path(),
        &["init", "it's ap", "--hooks", "--fail-on", "good"],
    );
    assert_eq!(run.status, 0, "{run:?}");
    assert!(git(scratch.path(), &["add", "."]).0);
    let (worked, text) = git(scratch.path(), &["commit", "-m", "records"]);
    assert!(worked, "{text}");
    let hook = fs::read_to_string(scratch.path().join(".git/hooks/pre-commit")).unwrap();
    assert!(hook.contains("--fail-on good"), "{hook}");
}
