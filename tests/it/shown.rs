//! What is printed of placements, pupils and providers, with the whole text.

use crate::support::{Scratch, apcheck, arguments, base, edited, golden, root};
use apcheck::records::{Kind, Shape, fields};
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

#[test]
fn all_of_a_record_says_what_is_expected() {
    each_case_of("show");
}

/// A log that is added to the table of fields is in the chronology without
/// anybody thinking of it.
#[test]
fn the_chronology_has_every_log_of_the_table_of_fields() {
    let shapes: [(&str, &'static Shape, &str); 2] = [
        (
            "placements/p001-oak-farm.toml",
            &fields::PLACEMENT,
            "p001-oak-farm",
        ),
        ("providers/oak-farm.toml", &fields::PROVIDER, "oak-farm"),
    ];
    let mut logs = 0;
    for (path, shape, id) in shapes {
        for field in shape.fields {
            let Kind::Tables(inner) = field.kind else {
                continue;
            };
            let Some(day) = ["date", "agreed", "to", "from"].into_iter().find(|day| {
                inner
                    .field(day)
                    .is_some_and(|of| matches!(of.kind, Kind::Date))
            }) else {
                continue;
            };
            if inner.field("key").is_some() {
                continue;
            }
            logs += 1;
            let mut files = base();
            let text = String::from_utf8(files[path].clone()).unwrap();
            // The base writes its logs as lists; each entry stands alone here.
            let start = text.find(&format!("\n{} = [\n", field.name));
            let text = start.map_or(text.clone(), |start| {
                let end = start + text[start..].find("\n] ").unwrap();
                let line = text[end + 1..].find('\n').unwrap() + end + 1;
                format!("{}{}", &text[..start], &text[line..])
            });
            let text = format!("{text}\n[[{}]]\n{day} = 2026-10-03\n", field.name);
            files.insert(path.to_owned(), text.into_bytes());
            let scratch = Scratch::with(&format!("log-{}-{}", id, field.name), &files);
            let run = apcheck(
                scratch.path(),
                &["show", id, "--format", "csv", "--as-of", "2026-10-12"],
            );
            let row = format!("2026-10-03,{id},");
            assert!(
                run.out.contains(&row),
                "{}: {}{}",
                field.name,
                run.out,
                run.err
            );
        }
    }
    assert!(logs > 20, "{logs}");
}
