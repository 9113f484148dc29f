//! Who is at the keyboard, as git knows.

use crate::support::{DAY, Run, Scratch, edited, run};
use std::process::Command;

const PEOPLE: &str = "\
file apcheck.toml
- ska = {
+ ska = { name = \"S. Kaur\", role = \"Inclusion lead\", email = \"S.Kaur@oakwood.example\" }
";

/// A dry run by somebody whom git knows by this e-mail.
fn log_by(name: &str, edits: &str, email: Option<&str>, path: Option<&str>) -> Run {
    let (files, _) = edited(edits);
    let scratch = Scratch::with(name, &files);
    let config = email.map_or(String::new(), |email| {
        format!("[user]\n\temail = {email}\n")
    });
    scratch.write("gitconfig", config.as_bytes());
    let mut command = Command::new(env!("CARGO_BIN_EXE_apcheck"));
    command
        .args(["log", "contact", "p001-oak-farm", "--with", "provider"])
        .args(["--dry-run", "--as-of", DAY])
        .current_dir(scratch.path())
        .env("GIT_CONFIG_GLOBAL", scratch.path().join("gitconfig"))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CEILING_DIRECTORIES", std::env::temp_dir());
    if let Some(path) = path {
        command.env("PATH", path);
    }
    run(&mut command, "")
}

#[test]
fn whoever_git_knows_is_who_did_it() {
    let run = log_by("who", PEOPLE, Some("s.kaur@OAKWOOD.example"), None);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(run.out.contains("by = \"ska\""), "{}", run.out);
}

#[test]
fn whom_nobody_knows_is_asked_who_they_are() {
    let both = "file apcheck.toml\nafter ska = {\n+ mbe = { name = \"M. Bell\", email = \"S.Kaur@oakwood.example\" }\n";
    let cases = [
        (
            "stranger",
            PEOPLE.to_owned(),
            Some("x@y.example"),
            None,
            "x@y.example; say who with --by",
        ),
        (
            "no-email",
            PEOPLE.to_owned(),
            None,
            None,
            "git does not know your e-mail",
        ),
        (
            "no-git",
            PEOPLE.to_owned(),
            None,
            Some("/nowhere"),
            "git is not on this computer",
        ),
        (
            "two",
            format!("{PEOPLE}{both}"),
            Some("s.kaur@oakwood.example"),
            None,
            "`ska` and `mbe` have the e-mail",
        ),
    ];
    for (name, edits, email, path, words) in cases {
        let run = log_by(&format!("who-{name}"), &edits, email, path);
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{name}");
        assert!(run.err.contains(words), "{name}: {}", run.err);
        assert!(run.err.contains("--by"), "{name}: {}", run.err);
        assert_eq!(run.err.lines().count(), 1, "{name}: {}", run.err);
    }
}
