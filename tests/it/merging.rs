//! Two people who write to the same record keep what both wrote.

use crate::support::{DAY, Scratch, apcheck, files_of, root, validate};
use apcheck::edit::{Merged, merge_records, merge_registers, ordered, ordered_days};
use apcheck::records::{Shape, fields, means_the_same};
use proptest::prelude::*;
use std::fs;
use std::path::Path;
use std::process::Command;

const PLACEMENT: &str = "placements/p003-larkfield-farm.toml";
const REGISTER: &str = "attendance/p003-larkfield-farm.csv";

/// Runs git as nobody in particular, with the program where git finds it.
pub(crate) fn git(folder: &Path, arguments: &[&str]) -> (bool, String) {
    let program = Path::new(env!("CARGO_BIN_EXE_apcheck"));
    let path = std::env::var("PATH").unwrap();
    let output = Command::new("git")
        .args([
            "-c",
            "user.name=Nobody",
            "-c",
            "user.email=nobody@school.example",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(arguments)
        .current_dir(folder)
        .env(
            "PATH",
            format!("{}:{path}", program.parent().unwrap().display()),
        )
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

fn must(folder: &Path, arguments: &[&str]) {
    let (worked, text) = git(folder, arguments);
    assert!(worked, "git {arguments:?}: {text}");
}

/// The example in a repository of its own, set up to be merged.
fn repository(name: &str) -> Scratch {
    let mut files = files_of(&root().join("examples/oakwood-academy"));
    let register = String::from_utf8(files[REGISTER].clone()).unwrap();
    let so_far = register
        .split_inclusive('\n')
        .filter(|line| *line < "2026-10-12" || line.starts_with("date"));
    files.insert(REGISTER.into(), so_far.collect::<String>().into_bytes());
    let scratch = Scratch::with(name, &files);
    let run = apcheck(scratch.path(), &["init", "--git"]);
    assert_eq!((run.status, run.err.as_str()), (0, ""), "{run:?}");
    must(scratch.path(), &["checkout", "--quiet", "-b", "main"]);
    must(scratch.path(), &["add", "."]);
    must(scratch.path(), &["commit", "--quiet", "-m", "records"]);
    scratch
}

fn read(scratch: &Scratch, path: &str) -> String {
    fs::read_to_string(scratch.path().join(path)).unwrap()
}

/// Commits on a branch of its own what `edit` makes of a file.
fn on_branch(scratch: &Scratch, branch: &str, edits: &[(&str, &dyn Fn(String) -> String)]) {
    must(
        scratch.path(),
        &["checkout", "--quiet", "-b", branch, "main"],
    );
    for (path, edit) in edits {
        scratch.write(path, edit(read(scratch, path)).as_bytes());
    }
    must(
        scratch.path(),
        &["commit", "--quiet", "--all", "-m", branch],
    );
}

fn review(date: &str) -> String {
    format!(
        "\n[[reviews]]\ndate = {date}\nby = \"ska\"\nwith = [\"provider\"]\noutcome = \"continue\"\n"
    )
}

#[test]
fn reviews_checks_and_marks_of_two_branches_are_all_kept() {
    let scratch = repository("merge-both");
    let renewed = |line: &'static str| {
        move |text: String| {
            let old = text
                .lines()
                .find(|line| line.starts_with("la-notified "))
                .unwrap()
                .to_owned();
            let (key, value) = old.split_once('=').unwrap();
            let value = value.split(" #").next().unwrap().trim();
            text.replace(&old, &format!("{key}= [{value}, {line}]"))
        }
    };
    let (one_line, other_line) = (
        renewed("{ date = 2026-10-09, by = \"ska\", evidence = \"one\" }"),
        renewed("{ date = 2026-10-08, by = \"rok\", evidence = \"other\" }"),
    );
    let add = |date: &'static str| move |text: String| text + &review(date);
    let mark = |rows: &'static str| move |text: String| text + rows;
    let (before, were) = (read(&scratch, REGISTER), faults(&scratch));
    on_branch(
        &scratch,
        "one",
        &[
            (PLACEMENT, &add("2026-10-09")),
            (PLACEMENT, &one_line),
            (REGISTER, &mark("2026-10-13,/,/,,\n")),
        ],
    );
    on_branch(
        &scratch,
        "other",
        &[
            (PLACEMENT, &add("2026-10-08")),
            (PLACEMENT, &other_line),
            (REGISTER, &mark("2026-10-14,/,L,5,\n")),
        ],
    );
    let (worked, text) = git(scratch.path(), &["merge", "--quiet", "--no-edit", "one"]);
    assert!(worked, "{text}");
    let placement = read(&scratch, PLACEMENT);
    let place = |words: &str| {
        placement
            .find(words)
            .unwrap_or_else(|| panic!("{words}: {placement}"))
    };
    assert!(place("[[reviews]]\ndate = 2026-10-08") < place("[[reviews]]\ndate = 2026-10-09"));
    assert!(place("evidence = \"other\"") < place("evidence = \"one\""));
    assert_eq!(
        read(&scratch, REGISTER),
        before + "2026-10-13,/,/,,\n2026-10-14,/,L,5,\n"
    );
    // Nothing is wrong with the records that was not before.
    assert_eq!(faults(&scratch), were);
}

/// What cannot be right in the records.
fn faults(scratch: &Scratch) -> Vec<String> {
    let run = validate(scratch.path(), "2026-10-14", &["--format", "concise"]);
    let faults = run.out.lines().filter(|line| line.contains("fault["));
    let without_place = |line: &str| line.split_once("fault[").unwrap().1.to_owned();
    faults.map(without_place).collect()
}

#[test]
fn what_both_have_changed_is_a_conflict_that_names_both() {
    let scratch = repository("merge-conflict");
    let end = |day: &'static str| {
        move |text: String| {
            let old = text
                .lines()
                .find(|line| line.starts_with("end = "))
                .unwrap()
                .to_owned();
            text.replacen(&old, &format!("end = {day}"), 1) + &review(day)
        }
    };
    let mark = |row: &'static str| move |text: String| text + row;
    on_branch(
        &scratch,
        "one",
        &[
            (PLACEMENT, &end("2026-11-06")),
            (REGISTER, &mark("2026-10-13,O,/,,\n")),
        ],
    );
    on_branch(
        &scratch,
        "other",
        &[
            (PLACEMENT, &end("2026-11-13")),
            (REGISTER, &mark("2026-10-13,/,/,,\n")),
        ],
    );
    let (worked, text) = git(scratch.path(), &["merge", "--no-edit", "one"]);
    assert!(!worked);
    assert!(
        text.contains(&format!("{PLACEMENT}: both sides have changed `end`")),
        "{text}"
    );
    assert!(text.contains("the line of 13 October 2026"), "{text}");
    let placement = read(&scratch, PLACEMENT);
    assert!(
        placement.contains(
            "<<<<<<< ours\nend = 2026-11-13\n=======\nend = 2026-11-06\n>>>>>>> theirs\n"
        ),
        "{placement}"
    );
    assert!(
        placement.contains("[[reviews]]\ndate = 2026-11-06")
            && placement.contains("[[reviews]]\ndate = 2026-11-13")
    );
    assert_eq!(placement.matches("<<<<<<<").count(), 1);
    let register = read(&scratch, REGISTER);
    assert!(
        register.contains(
            "<<<<<<< ours\n2026-10-13,/,/,,\n=======\n2026-10-13,O,/,,\n>>>>>>> theirs\n"
        ),
        "{register}"
    );
    // The reader says what it is.
    let run = validate(scratch.path(), DAY, &[]);
    assert!(run.out.contains("conflict"), "{}", run.out);
}

/// What cannot be read is merged as git does it.
#[test]
fn what_cannot_be_read_is_merged_line_by_line() {
    let scratch = Scratch::new("merge-fallback");
    let text = |first: &str, last: &str| {
        format!("a = {first}\n\n# x\n\nb = unquoted\n\n# y\n\nc = {last}\n")
    };
    scratch.write("base", text("1", "1").as_bytes());
    scratch.write("ours", text("2", "1").as_bytes());
    scratch.write("theirs", text("1", "2").as_bytes());
    let arguments = ["merge-driver", "base", "ours", "theirs", "providers/x.toml"];
    let run = apcheck(scratch.path(), &arguments);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    assert_eq!(read(&scratch, "ours"), text("2", "2"));
    scratch.write("theirs", text("3", "2").as_bytes());
    let run = apcheck(scratch.path(), &arguments);
    assert_eq!(run.status, 1);
    assert!(read(&scratch, "ours").contains("<<<<<<< ours"));
}

#[test]
fn setting_up_twice_changes_nothing_and_keeps_what_is_there() {
    let scratch = repository("merge-set-up");
    let before = files_of(scratch.path());
    let run = apcheck(scratch.path(), &["init", "--git"]);
    assert_eq!(run.status, 0);
    assert_eq!(files_of(scratch.path()), before);
    let attributes = read(&scratch, ".gitattributes");
    assert!(
        attributes.starts_with("*.toml text eol=lf\n"),
        "{attributes}"
    );
    let fresh = Scratch::new("merge-fresh");
    fresh.write("ap/.gitattributes", b"*.pdf binary");
    let run = apcheck(fresh.path(), &["init", "ap", "--git"]);
    assert_eq!(run.status, 0, "{run:?}");
    assert!(
        run.out.contains("a git repository") && run.out.contains("Next:"),
        "{}",
        run.out
    );
    let attributes = read(&fresh, "ap/.gitattributes");
    assert!(
        attributes.starts_with("*.pdf binary\n# Records"),
        "{attributes}"
    );
}

fn merge(base: &str, ours: &str, theirs: &str, shape: &'static Shape) -> Merged {
    merge_records(base, ours, theirs, shape)
        .unwrap_or_else(|| panic!("{ours}\n=== theirs\n{theirs}"))
}

fn placements() -> Vec<(String, &'static Shape)> {
    let files = files_of(&root().join("examples/oakwood-academy"));
    files
        .into_iter()
        .filter_map(|(path, bytes)| {
            let shape: &'static Shape = match path.split('/').next().unwrap() {
                "providers" => &fields::PROVIDER,
                "placements" => &fields::PLACEMENT,
                _ => return None,
            };
            path.ends_with(".toml")
                .then(|| (String::from_utf8(bytes).unwrap(), shape))
        })
        .collect()
}

/// A version of a record: of each place chosen a line is taken out, a number in
/// it is changed, or the whole block of an entry is taken out or added.
fn version(text: &str, edits: &[(prop::sample::Index, u8)]) -> String {
    let mut blocks: Vec<String> = text.split("\n\n").map(str::to_owned).collect();
    for (index, kind) in edits {
        let at = index.index(blocks.len());
        let is_list = blocks[at].trim_start().starts_with("[[");
        match kind {
            0 if is_list => {
                blocks.remove(at);
            }
            1 if is_list => {
                let new = blocks[at]
                    .replace("2026-09", "2026-12")
                    .replace("key = \"", "key = \"new-");
                blocks.insert(at + 1, new.trim_end().to_owned());
            }
            _ => {
                let new = blocks[at].replacen("2026-0", "2027-0", 1);
                blocks[at] = new;
            }
        }
    }
    let new = blocks.join("\n\n");
    if means_the_same(&new, &new) {
        new
    } else {
        text.to_owned()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whoever alone has changed something has it as they wanted it.
    #[test]
    fn where_one_side_has_changed_it_has_its_way(
        which in any::<prop::sample::Index>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0u8..3), 1..5),
    ) {
        let records = placements();
        let (base, shape) = &records[which.index(records.len())];
        let new = version(base, &edits);
        if let Some(merged) = merge_records(base, &new, base, shape) {
            prop_assert_eq!(&merged.text, &new);
            prop_assert!(merged.contradictions.is_empty());
        }
        if let Some(merged) = merge_records(base, &new, &new, shape) {
            prop_assert_eq!(&merged.text, &new);
        }
        if let Some(merged) = merge_records(base, base, &new, shape) {
            prop_assert!(merged.contradictions.is_empty(), "{:?}", merged.contradictions);
            let sorted = |text: &str| {
                let mut lines: Vec<String> = text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
                lines.sort();
                lines
            };
            prop_assert_eq!(sorted(&merged.text), sorted(&new), "{}\n=== new\n{}", merged.text, new);
        }
    }

    /// Whatever the three are, there is an answer or none.
    #[test]
    fn no_text_is_too_odd(texts in prop::collection::vec("([a-c.=\\[\\]{}\"'#,\n\r \\\\é]|date = 2026-09-01\n|\\[\\[reviews\\]\\]\n|2026-09-0[1-3],/,\n|date,am,pm\n){0,14}", 3)) {
        let _ = merge_records(&texts[0], &texts[1], &texts[2], &fields::PLACEMENT);
        let _ = merge_registers(&texts[0], &texts[1], &texts[2]);
        let _ = ordered(&texts[0], &fields::PLACEMENT);
        let _ = ordered_days(&texts[0]);
    }

    /// Every line that one side has added is in the result, whatever the other
    /// did.
    #[test]
    fn nothing_that_was_added_is_lost(
        which in any::<prop::sample::Index>(),
        one in prop::collection::vec((any::<prop::sample::Index>(), 1u8..3), 1..4),
        other in prop::collection::vec((any::<prop::sample::Index>(), 1u8..3), 1..4),
    ) {
        let records = placements();
        let (base, shape) = &records[which.index(records.len())];
        let (ours, theirs) = (version(base, &one), version(base, &other));
        let Some(merged) = merge_records(base, &ours, &theirs, shape) else {
            return Ok(());
        };
        for side in [&ours, &theirs] {
            for line in side.lines().filter(|line| !base.contains(*line)) {
                let parts: Vec<&str> = line.split(['{', '}']).collect();
                prop_assert!(parts.iter().all(|part| part.len() < 4 || merged.text.contains(part.trim())), "{line}\n=== merged\n{}", merged.text);
            }
        }
    }
}

/// The examples can be merged by what they say, not only line by line.
#[test]
fn the_examples_are_understood() {
    for (text, shape) in placements() {
        assert_eq!(merge(&text, &text, &text, shape).text, text);
    }
}

/// Two weeks that hold from the same day are one week, written in two ways.
#[test]
fn what_holds_from_one_day_is_said_once() {
    let base = "provider = \"x\"\n";
    let week = |monday: &str| {
        format!(
            "{base}\n[[week]]\nfrom = 2026-09-07\nmon = [\"{monday}\", \"ap\"]\ntue = [\"ap\", \"ap\"]\n"
        )
    };
    let merged = merge(base, &week("ap"), &week("home"), &fields::PLACEMENT);
    assert_eq!(merged.contradictions, ["`mon` under `week`"]);
    assert_eq!(
        merged.text,
        format!(
            "{base}\n[[week]]\nfrom = 2026-09-07\n<<<<<<< ours\nmon = [\"ap\", \"ap\"]\n=======\nmon = [\"home\", \"ap\"]\n>>>>>>> theirs\ntue = [\"ap\", \"ap\"]\n"
        )
    );
    // A log may have two entries of a day.
    let visit = |by: &str| format!("{base}\n[[contacts]]\ndate = 2026-09-07\nby = \"{by}\"\n");
    let merged = merge(base, &visit("ska"), &visit("rok"), &fields::PLACEMENT);
    assert!(merged.contradictions.is_empty());
    assert_eq!(
        merged.text,
        format!("{}{}", visit("ska"), visit("rok").trim_start_matches(base))
    );
    // The same entry from both is there once.
    assert_eq!(
        merge(base, &visit("ska"), &visit("ska"), &fields::PLACEMENT).text,
        visit("ska")
    );
}
