//! Records begun by `new`: the questions as they are answered line by line,
//! and the file that comes of them.

use crate::support::{DAY, Scratch, answered, apcheck, arguments, edited, files_of, golden, root};
use apcheck::edit::template::{PLACEMENT, PROVIDER, Template, Values};
use apcheck::records::{fields, is_well_formed, read};
use apcheck::source::Paths;
use proptest::prelude::*;
use std::fs;

/// In each folder of `tests/new`: the base with `edits`, and a `script` of
/// commands that begin with `$`, each with the lines that answer its questions.
#[test]
fn questions_are_asked_and_answered_as_expected() {
    let mut cases: Vec<_> = fs::read_dir(root().join("tests/new"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    cases.sort();
    for case in cases {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let edits = fs::read_to_string(case.join("edits")).unwrap_or_default();
        let (files, _) = edited(&edits);
        let scratch = Scratch::with(&format!("new-{name}"), &files);
        let mut before = files;
        let mut text = String::new();
        let script = fs::read_to_string(case.join("script")).unwrap();
        for part in script.split("$ ").skip(1) {
            let (line, answers) = part.split_once('\n').unwrap();
            let mut words = arguments(line);
            words.extend(["--as-of".into(), DAY.into()]);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let run = answered(scratch.path(), &words, answers);
            text.push_str(&format!(
                "$ apcheck {line}\n{}{}exit status {}\n",
                run.out, run.err, run.status
            ));
            let mut after = files_of(scratch.path());
            after.retain(|path, _| !path.starts_with(".apcheck/"));
            for (path, bytes) in &after {
                match before.get(path) {
                    Some(old) => assert_eq!(old, bytes, "{name}: {path}"),
                    None => {
                        let new = String::from_utf8_lossy(bytes);
                        text.push_str(&format!("+++ {path}\n{new}"));
                    }
                }
            }
            text.push('\n');
            before = after;
        }
        golden(&case.join("expected.txt"), &text);
    }
}

/// The pages that explain the folders show the templates.
#[test]
fn the_pages_show_what_is_written() {
    for (name, template) in [("providers", &PROVIDER), ("placements", &PLACEMENT)] {
        let path = root().join(format!("records-template/{name}/README.md"));
        let page = fs::read_to_string(&path).unwrap();
        let (before, rest) = page.split_once("```toml\n").unwrap();
        let (_, after) = rest.split_once("```").unwrap();
        golden(
            &path,
            &format!("{before}```toml\n{}```{after}", template.text),
        );
    }
}

/// A file that is there is never written over, whatever it holds.
#[test]
fn a_file_that_is_there_stays() {
    let (mut files, _) = edited("");
    files.insert(
        "placements/p002-oak-farm.toml".into(),
        b"not = = toml".to_vec(),
    );
    let scratch = Scratch::with("new-there", &files);
    let run = apcheck(
        scratch.path(),
        &[
            "new",
            "placement",
            "p002-oak-farm",
            "--yes",
            "--set",
            "provider=oak-farm",
            "--set",
            "pupil.ref=p002",
        ],
    );
    assert_eq!((run.status, run.out.as_str()), (2, ""), "{run:?}");
    assert!(
        run.err.contains("is that of a placement already"),
        "{}",
        run.err
    );
    assert_eq!(files_of(scratch.path()), files);
}

/// What the machine will not do is one sentence, and what was answered is not
/// half written.
#[test]
fn what_cannot_be_written_or_read_is_one_sentence() {
    let (mut files, _) = edited("");
    // A file where the folder of the lock should be.
    files.insert(".apcheck".into(), Vec::new());
    let scratch = Scratch::with("new-cannot", &files);
    let words = [
        "new",
        "provider",
        "x",
        "--yes",
        "--set",
        "name=X",
        "--set",
        "kind=tutor",
    ];
    let run = apcheck(scratch.path(), &words);
    assert_eq!((run.status, run.out.as_str()), (2, ""), "{run:?}");
    assert!(run.err.contains("nothing was written"), "{}", run.err);
    assert_eq!(run.err.lines().count(), 1, "{}", run.err);
    assert_eq!(files_of(scratch.path()), files);
    // A school that has no provider yet.
    files.retain(|path, _| path == "apcheck.toml" || path.starts_with("checklists/"));
    let scratch = Scratch::with("new-no-provider", &files);
    let run = apcheck(scratch.path(), &["new", "placement"]);
    assert_eq!((run.status, run.out.as_str()), (2, ""), "{run:?}");
    assert!(
        run.err.contains("begin with `apcheck new provider`"),
        "{}",
        run.err
    );
}

/// From nothing to a placement, by what is printed.
#[test]
fn a_school_can_begin_with_it() {
    let scratch = Scratch::new("new-first");
    let steps: &[&[&str]] = &[
        &["init"],
        &[
            "new",
            "provider",
            "--yes",
            "--set",
            "name=Oak Farm",
            "--set",
            "kind=non-school",
            "--set",
            "lead=dsl",
        ],
        &[
            "new",
            "placement",
            "--yes",
            "--set",
            "provider=oak-farm",
            "--set",
            "pupil.ref=p001",
        ],
    ];
    for step in steps {
        let run = apcheck(scratch.path(), step);
        assert_eq!((run.status, run.err.as_str()), (0, ""), "{step:?}");
    }
    let made = files_of(scratch.path());
    assert!(made.contains_key("providers/oak-farm.toml"));
    assert!(made.contains_key("placements/p001-oak-farm.toml"));
}

/// Paths with a value each that can be in a record.
fn some_values() -> [(&'static Template, &'static [(&'static str, &'static str)]); 2] {
    [
        (
            &PROVIDER,
            &[
                ("name", "\"Oak\""),
                ("kind", "\"tutor\""),
                ("urn", "100002"),
                ("employees", "false"),
                ("directories", "[\"a list\"]"),
                ("sites.key", "\"farm\""),
                ("sites.from", "2026-10-01"),
                ("key-contacts.dsl.name", "\"J. Marsh\""),
                ("key-contacts.attendance.phone", "\"1\""),
                ("agreed.absence-reported-by", "09:30"),
                ("agreed.calls-home", "\"school\""),
                ("codes.X", "\"present\""),
                ("capacity.declared", "2026-10-01"),
            ],
        ),
        (
            &PLACEMENT,
            &[
                ("provider", "\"oak-farm\""),
                ("tier", "\"2\""),
                ("review-dates", "[2026-11-02]"),
                ("authorised.date", "2026-10-01"),
                ("authorised.by", "\"hdt\""),
                ("times.break", "[12:00, 12:45]"),
                ("referral.tried", "[\"mentor\"]"),
                ("cost.per-week", "240.0"),
                ("pupil.ref", "\"p014\""),
                ("pupil.send-since", "2026-01-05"),
                ("week.mon", "[\"ap\", \"ap\"]"),
                ("week.hours.ap", "10"),
                ("week.hours.school", "15"),
                ("objectives.key", "\"attend\""),
                ("suspension.first-day", "2026-10-01"),
                ("baseline.lates", "3"),
                ("readiness.date", "2026-10-01"),
                ("readiness.signs.communicates", "\"yes\""),
                ("readiness.with", "[\"pupil\"]"),
                ("ending.final-report.date", "2026-10-01"),
                ("ending.by", "\"hdt\""),
            ],
        ),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is answered: the record says that, and nothing more.
    #[test]
    fn a_new_record_says_what_was_answered_and_nothing_more(which in 0usize..2, chosen in any::<u32>()) {
        let (template, all) = some_values()[which];
        let values: Values = all
            .iter()
            .enumerate()
            .filter(|(at, _)| chosen & (1 << at) != 0)
            .map(|(_, (path, value))| ((*path).to_owned(), (*value).to_owned()))
            .collect();
        let text = template.filled(&values);
        prop_assert!(is_well_formed(&text), "{text}");
        let table = read(Paths::default().add("x"), &text, template.shape).table;
        for (path, value) in all {
            let read: Vec<&str> = table
                .at(path)
                .into_iter()
                .map(|value| &text[value.place.start as usize..value.place.end as usize])
                .collect();
            let expected: Vec<&str> = values.get(*path).map(String::as_str).into_iter().collect();
            prop_assert_eq!(read, expected, "{} = {} in\n{}", path, value, &text);
        }
        // Nothing of the example is taken for a fact.
        let checks = table.table("checks");
        prop_assert!(checks.is_none_or(|checks| checks.entries.is_empty()), "{text}");
    }

    /// What is typed stands in the record as it was typed, or is refused; it
    /// never becomes anything else, and the program never falls over it.
    #[test]
    fn no_answer_becomes_another_field(typed in "[a-z0-9 =#,{}\\[\\]\"'\\\\é\u{1b}-]{1,24}") {
        let (files, _) = edited("");
        let scratch = Scratch::with("new-typed", &files);
        let run = apcheck(
            scratch.path(),
            &[
                "new", "provider", "new-one", "--yes", "--set", &format!("name={typed}"),
                "--set", "kind=tutor",
            ],
        );
        if run.status == 0 {
            let path = scratch.path().join("providers/new-one.toml");
            let text = fs::read_to_string(path).unwrap();
            let reading = read(Paths::default().add("x"), &text, &fields::PROVIDER);
            prop_assert!(reading.faults.is_empty(), "{:?}", reading.faults);
            let keys: Vec<&str> = reading.table.entries.iter().map(|entry| &*entry.key).collect();
            prop_assert_eq!(keys, ["name", "kind", "lead", "agreed", "checks"]);
        } else {
            prop_assert_eq!(run.status, 2, "{}", run.err);
            prop_assert_eq!(run.err.lines().count(), 1);
        }
    }
}
