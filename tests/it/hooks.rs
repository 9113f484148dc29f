//! A commit waits while what is staged has a fault.

use crate::merging::git;
use crate::support::{Scratch, apcheck, files_of};
use std::fs;
use std::process::Command;

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
        text.contains("fault[key-known]") && text.contains("the commit waits"),
        "{text}"
    );
    assert!(
        text.contains("what is staged") && text.contains("`git add` it again"),
        "{text}"
    );
    assert!(text.contains("--no-verify"), "{text}");
    assert!(
        !text.contains("should[") && !text.contains("note "),
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

#[test]
fn only_what_makes_the_commit_wait_is_shown() {
    let mut files = files_of(&crate::support::root().join("examples/oakwood-academy"));
    let mut marker = files["apcheck.toml"].clone();
    marker.splice(0..0, *b"colour = \"blue\"\n");
    files.insert("apcheck.toml".into(), marker);
    files.remove("names.csv");
    let scratch = Scratch::with("hook-shown", &files);
    let run = apcheck(scratch.path(), &["init", "--git", "--hooks"]);
    assert_eq!(run.status, 0, "{run:?}");
    assert!(git(scratch.path(), &["add", "."]).0);
    let (worked, text) = git(scratch.path(), &["commit", "-m", "records"]);
    assert!(!worked);
    assert!(text.contains(": fault[key-known]"), "{text}");
    let all = crate::support::validate(scratch.path(), "2026-10-12", &["--format", "concise"]);
    assert!(all.out.contains(": should["), "{}", all.out);
    assert!(
        text.lines().all(|line| [": fault[", ": must[", "apcheck: "]
            .iter()
            .any(|words| line.contains(words))),
        "{text}"
    );
}

#[test]
fn names_of_pupils_are_left_out_and_refused() {
    let scratch = repository("hook-names");
    let folder = scratch.path().join("ap");
    scratch.write("ap/names.csv", b"ref,name,born,upn\n");
    assert!(!git(&folder, &["add", "names.csv"]).0);
    assert!(git(&folder, &["add", "--force", "names.csv"]).0);
    let (worked, text) = git(&folder, &["commit", "-m", "names"]);
    assert!(!worked);
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(
        text.contains("must not go into the history")
            && text.contains("`git rm --cached names.csv`"),
        "{text}"
    );
    let run = apcheck(&folder, &["init", "--git"]);
    assert!(run.out.contains("names.csv is in git"), "{}", run.out);
    assert!(git(&folder, &["rm", "--cached", "names.csv"]).0);
    let (worked, text) = git(&folder, &["commit", "--allow-empty", "-m", "none"]);
    assert!(worked, "{text}");
}

#[test]
fn without_the_program_or_the_marker_it_says_so() {
    let scratch = repository("hook-without");
    let folder = scratch.path().join("ap");
    let place = Command::new("sh").args(["-c", "command -v git"]).output();
    let git_is = String::from_utf8(place.unwrap().stdout).unwrap();
    let commit = Command::new(git_is.trim())
        .args(["-c", "user.name=N", "-c", "user.email=n@school.example"])
        .args(["commit", "--allow-empty", "-m", "more"])
        .current_dir(&folder)
        .env("PATH", "/usr/bin:/bin")
        .output()
        .unwrap();
    assert!(!commit.status.success());
    let text = String::from_utf8(commit.stderr).unwrap();
    assert!(
        text.contains("apcheck was not found, so the records were not checked")
            && text.contains("PATH")
            && !text.contains("put right"),
        "{text}"
    );
    assert!(git(&folder, &["rm", "--quiet", "--cached", "apcheck.toml"]).0);
    let (worked, text) = git(&folder, &["commit", "-m", "no marker"]);
    assert!(!worked);
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(text.contains("`git add` apcheck.toml too"), "{text}");
}

#[test]
fn what_git_leaves_out_is_added_where_it_is_missing() {
    let both = "names.csv\n*.xlsx\n";
    for (name, before, after) in [
        ("none", "# mine\n*.bak", format!("# mine\n*.bak\n{both}")),
        ("one", "/names.csv\n", "/names.csv\n*.xlsx\n".into()),
        (
            "all",
            "*.xlsx\r\nnames.csv\r\n",
            "*.xlsx\r\nnames.csv\r\n".into(),
        ),
        (
            "windows",
            "*.bak\r\n",
            "*.bak\r\nnames.csv\r\n*.xlsx\r\n".into(),
        ),
        (
            "taken in",
            "names.csv\n*.xlsx\n!names.csv\n",
            "names.csv\n*.xlsx\n!names.csv\nnames.csv\n".into(),
        ),
    ] {
        let scratch = repository(&format!("ignore-{}", name.replace(' ', "-")));
        let folder = scratch.path().join("ap");
        scratch.write("ap/.gitignore", before.as_bytes());
        let run = apcheck(&folder, &["init", "--git"]);
        assert_eq!(run.status, 0, "{run:?}");
        let written = fs::read_to_string(folder.join(".gitignore")).unwrap();
        assert_eq!(written, after, "{name}");
        let said = run.out.contains("so that git leaves");
        assert_eq!(said, before != after, "{name}: {}", run.out);
        fs::remove_file(folder.join(".gitignore")).unwrap();
        let run = apcheck(&folder, &["init", "--git", "--hooks"]);
        assert!(run.out.contains(".gitignore: made"), "{}", run.out);
        for path in ["names.csv", "week.xlsx"] {
            assert!(git(&folder, &["check-ignore", "--quiet", path]).0, "{path}");
        }
    }
}

#[test]
fn a_hook_of_ours_is_known_again() {
    let scratch = repository("hook-again");
    let folder = scratch.path().join("ap");
    let written = fs::read_to_string(scratch.path().join(HOOK)).unwrap();
    let before = files_of(scratch.path());
    let again = ["init", "--git", "--hooks"];
    let run = apcheck(&folder, &again);
    assert_eq!(run.status, 0, "{run:?}");
    assert!(run.out.contains("is there already"), "{}", run.out);
    assert_eq!(files_of(scratch.path()), before);
    // The one that was written before, and what it waits for.
    let old = "#!/bin/sh\n# Written by `apcheck init --hooks`. Looks at the records as they are staged;\nif ! apcheck -C \"$staged\"/'' validate --fail-on should --format concise >&2; then\n";
    scratch.write(HOOK, old.as_bytes());
    let run = apcheck(&folder, &again);
    assert_eq!(run.status, 0, "{run:?}");
    assert!(run.out.contains("it is replaced"), "{}", run.out);
    let now = fs::read_to_string(scratch.path().join(HOOK)).unwrap();
    assert_eq!(
        now,
        written
            .replace("--fail-on must", "--fail-on should")
            .replace("(fault|must)", "(fault|must|should)")
    );
    let kept = fs::read_to_string(scratch.path().join(format!("{HOOK}.old"))).unwrap();
    assert_eq!(kept, old);
    // One hook looks after one folder of records.
    let before = files_of(scratch.path());
    let run = apcheck(&folder, &["init", "more", "--hooks"]);
    assert_eq!(run.status, 2);
    assert!(
        run.err.contains("apcheck -C 'more' validate"),
        "{}",
        run.err
    );
    assert_eq!(files_of(scratch.path()), before);
}
