//! What is printed of placements, pupils and providers, with the whole text.

use crate::support::{Scratch, apcheck, arguments, edited, golden, root};
use std::fs;
use std::path::PathBuf;

/// In each folder of `tests/<of>`: the base with `edits`, and the lines of
/// `commands`, each with the whole text it prints, on the day of the edits.
fn each_case_of(of: &str) {
    let folder = root().join("tests").join(of);
    let mut cases: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    cases.sort();
    assert!(cases.len() > 2, "{of}: {} cases", cases.len());
    for case in cases {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let (files, day) = edited(&fs::read_to_string(case.join("edits")).unwrap());
        let scratch = Scratch::with(&format!("{of}-{name}"), &files);
        let mut text = String::new();
        for line in fs::read_to_string(case.join("commands")).unwrap().lines() {
            let mut words = arguments(line);
            words.extend(["--as-of".into(), day.clone()]);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let run = apcheck(scratch.path(), &words);
            text.push_str(&format!(
                "$ apcheck {line} --as-of {day}\n{}{}exit status {}\n\n",
                run.out, run.err, run.status
            ));
        }
        golden(&case.join("expected.txt"), &text);
    }
}

#[test]
fn progress_says_what_is_expected() {
    each_case_of("progress");
}

#[test]
fn the_risk_register_says_what_is_expected() {
    each_case_of("risk");
}
