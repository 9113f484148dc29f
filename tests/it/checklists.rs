//! Checklists of a school's own: checked as strictly as the built-in ones.

use crate::support::{DAY, Files, Scratch, apcheck, base, golden, root, validate};
use std::fs;

/// The base with a checklist of its own in use.
fn with_checklist(name: &str, text: &str) -> Files {
    let mut files = base();
    files.insert(format!("checklists/{name}.toml"), text.into());
    let apcheck = String::from_utf8(files["apcheck.toml"].clone()).unwrap();
    let chosen = apcheck.replace(
        "\"everything-else\"]",
        &format!("\"everything-else\", \"{name}\"]"),
    );
    assert_ne!(apcheck, chosen);
    files.insert("apcheck.toml".into(), chosen.into_bytes());
    files
}

/// Each mistake is explained at its line, all in one run.
#[test]
fn mistakes_in_a_checklist_are_explained_at_their_lines() {
    let folder = root().join("tests/checklists/mistakes");
    let text = fs::read_to_string(folder.join("riverside-trust.toml")).unwrap();
    let scratch = Scratch::with("mistakes", &with_checklist("riverside-trust", &text));
    let run = apcheck(scratch.path(), &["explain", "--check-checklists"]);
    golden(
        &folder.join("expected.txt"),
        &format!("{}{}exit {}\n", run.out, run.err, run.status),
    );
    assert_eq!(run.status, 1);
}

/// The checklist of docs/adding-a-requirement.md, as a reader would copy it.
fn documented() -> String {
    let page = fs::read_to_string(root().join("docs/adding-a-requirement.md")).unwrap();
    let block = page.split("```toml\n").nth(1).unwrap();
    let block = block.split("```").next().unwrap();
    block
        .lines()
        .map(|line| line.strip_prefix("   ").unwrap_or(line))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_checklist_of_the_documentation_works_as_it_stands() {
    let text = documented();
    assert_eq!(text.matches("[[section.item]]").count(), 10);
    let scratch = Scratch::with("documented", &with_checklist("riverside-trust", &text));
    let run = apcheck(scratch.path(), &["explain", "--check-checklists"]);
    assert_eq!(run.status, 0, "{}{}", run.out, run.err);
    assert!(
        run.out.contains("its 2 examples come out as they say"),
        "{}",
        run.out
    );
    // Evidence given once counts here too, and what is new is asked for.
    let run = validate(scratch.path(), DAY, &["--format", "concise"]);
    assert!(run.out.contains("[trust-saw-scr]"), "{}", run.out);
    assert!(!run.out.contains("[letter-of-assurance]"), "{}", run.out);
    let run = apcheck(scratch.path(), &["explain", "trust-hours-cap"]);
    assert!(
        run.out.contains("hours = { ap = 15, school = 10 }"),
        "{}",
        run.out
    );
}

/// A checklist with conditions of its own asks only where they hold.
#[test]
fn a_checklist_can_say_where_it_asks() {
    let text = documented().replace(
        "for = \"placement\"",
        "for = \"placement\"\nwhen = [{ field = \"pupil.year-group\", one-of = [10, 11] }]",
    );
    for (year, asked) in [(10, true), (9, false)] {
        let mut files = with_checklist("riverside-trust", &text);
        let path = "placements/p001-oak-farm.toml";
        let placement = String::from_utf8(files[path].clone()).unwrap();
        let placement = placement.replace(
            "ref = \"p001\"",
            &format!("ref = \"p001\"\nyear-group = {year}"),
        );
        files.insert(path.into(), placement.into_bytes());
        let scratch = Scratch::with(&format!("asks-where-{year}"), &files);
        let run = validate(scratch.path(), DAY, &["--format", "concise"]);
        assert_eq!(run.out.contains("[trust-notice]"), asked, "{}", run.out);
        let run = apcheck(
            scratch.path(),
            &["compliance", "p001-oak-farm", "--as-of", DAY],
        );
        assert_eq!(
            run.out.contains("Riverside Trust AP standard"),
            asked,
            "{}",
            run.out
        );
    }
}
