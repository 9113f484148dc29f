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

/// Tighter is taken, looser is refused with the sentence that an exception is
/// the way.
#[test]
fn a_requirement_can_be_tightened_and_never_loosened() {
    let cases = [
        ("letter-of-assurance", "renew = \"6 months\"", true),
        ("letter-of-assurance", "renew = \"13 months\"", false),
        ("letter-of-assurance", "level = \"must\"", false),
        ("letter-of-assurance", "level = \"should\"", true),
        ("letter-of-assurance", "level = \"good\"", false),
        ("letter-of-assurance", "times = 2", false),
        ("la-notified", "by = \"start + 5 school days\"", true),
        ("la-notified", "by = \"start + 11 school days\"", false),
        ("la-notified", "by = \"end\"", false),
        (
            "risk-assessment",
            "covers = [\"travel\", \"site\", \"health\", \"safeguarding\", \"behaviour\"]",
            true,
        ),
        ("risk-assessment", "covers = [\"travel\"]", false),
        ("full-time-pupils-declared", "within = \"6 months\"", true),
        ("full-time-pupils-declared", "within = \"2 weeks\"", true),
        ("full-time-pupils-declared", "within = \"18 months\"", false),
        ("review-every-half-term", "every = \"2 weeks\"", true),
        ("review-every-half-term", "every = \"term\"", false),
        ("review-every-half-term", "every = \"3 weeks\"", false),
        ("field-present", "level = \"should\"", false),
        ("letter-of-assurance", "renew = \"soon\"", false),
        ("visit-twice-a-term", "times = 3", true),
        ("visit-twice-a-term", "times = 1", false),
        ("objectives-set", "at-least = 3", true),
        ("objectives-set", "at-least = 0", false),
        ("no-such-thing", "level = \"must\"", false),
    ];
    for (id, change, taken) in cases {
        let mut files = base();
        let mut apcheck = String::from_utf8(files["apcheck.toml"].clone()).unwrap();
        apcheck.push_str(&format!(
            "\n[requirements]\n{id} = {{ {change}, reason = \"governors' decision\" }}\n"
        ));
        files.insert("apcheck.toml".into(), apcheck.into_bytes());
        let scratch = Scratch::with("tightened", &files);
        let run = validate(scratch.path(), DAY, &[]);
        let refused = run.out.contains("fault[requirement-tightened]")
            || run.out.contains("fault[requirement-known]");
        assert_eq!(refused, !taken, "{id} {change}: {}", run.out);
        let looser = !matches!(id, "no-such-thing" | "field-present")
            && !matches!(
                change,
                "times = 2" | "level = \"must\"" | "renew = \"soon\""
            );
        if refused && looser {
            assert!(
                run.out
                    .contains("record an exception with a reason and an end"),
                "{}",
                run.out
            );
        }
    }
}
