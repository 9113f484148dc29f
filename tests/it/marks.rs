//! What the home school's register takes, and what it has.

use crate::support::{DAY, Scratch, apcheck, base, edited, golden, root};
use serde_json::Value;
use std::fs;

const WEEKS: [&str; 6] = [
    "export",
    "marks",
    "--from",
    "2026-09-28",
    "--to",
    "2026-10-12",
];

/// The whole example, with the sessions that have no code.
#[test]
fn the_codes_of_the_example_are_what_is_expected() {
    let folder = root().join("examples/oakwood-academy");
    let mut text = String::new();
    for more in [&[][..], &["--format", "text", "p014", "fosse-lane-pru"]] {
        let arguments = [&WEEKS, more, &["--as-of", DAY]].concat();
        let run = apcheck(&folder, &arguments);
        text.push_str(&format!(
            "$ apcheck {}\n\n{}{}\nexit status {}\n\n",
            arguments.join(" "),
            run.out,
            run.err,
            run.status
        ));
    }
    golden(&folder.join("expected/export-marks.txt"), &text);
}

/// Each footing of the base's placement, and what is entered for a session
/// attended, one of illness, and one that was not returned.
#[test]
fn the_footing_of_the_placement_decides() {
    let register = "file attendance/p001-oak-farm.csv\n- 2026-10-06\n- 2026-10-07\n+ 2026-10-06,/,I,,\n+ 2026-10-07,L,,,\n";
    let placement = "file placements/p001-oak-farm.toml\n";
    let pru = "file providers/oak-farm.toml\n- kind =\n+ kind = \"pru\"\n+ urn = 999901\n";
    for (edits, expected) in [
        (String::new(), ["B", "I", "B", ""]),
        (
            format!("{placement}- arranged-by =\n+ arranged-by = \"local-authority\"\n"),
            ["K", "I", "K", ""],
        ),
        (
            format!("{pru}{placement}- registration =\n+ registration = \"dual\"\n"),
            ["D", "D", "D", "D"],
        ),
        (
            format!(
                "{pru}{placement}- registration =\n+ registration = \"dual\"\n+ dual-registered-from = 2026-10-07\n"
            ),
            ["B", "I", "D", "D"],
        ),
        (
            format!("{placement}- registration =\n+ registration = \"dual\"\n"),
            ["", "I", "", ""],
        ),
        (
            format!("{placement}- mode =\n+ mode = \"outreach\"\n"),
            ["/", "I", "L", ""],
        ),
        (
            format!("{placement}- mode =\n+ mode = \"remote\"\n"),
            ["", "I", "", ""],
        ),
        (format!("{placement}- arranged-by =\n"), ["", "I", "", ""]),
    ] {
        let (files, _) = edited(&format!("{register}{edits}"));
        let scratch = Scratch::with("footing", &files);
        let run = apcheck(
            scratch.path(),
            &[
                "export",
                "marks",
                "--from",
                "2026-10-06",
                "--to",
                "2026-10-07",
                "--format",
                "json",
                "--as-of",
                DAY,
            ],
        );
        let json: Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!(json["schema"], "apcheck-marks/1");
        let sessions = json["sessions"].as_array().unwrap();
        let codes: Vec<&str> = sessions
            .iter()
            .map(|session| session["code"].as_str().unwrap_or(""))
            .collect();
        assert_eq!(codes, expected, "{edits}");
        for session in sessions {
            let wants = matches!(session["code"].as_str(), Some("B" | "K"));
            assert_eq!(session["activity"] == "animal care", wants);
        }
    }
}

#[test]
fn a_file_that_is_there_is_not_overwritten() {
    let scratch = Scratch::with("marks-output", &base());
    let arguments = [&WEEKS[..], &["--output", "marks.csv", "--as-of", DAY]].concat();
    let run = apcheck(scratch.path(), &arguments);
    assert_eq!(run.status, 0, "{run:?}");
    assert!(run.out.starts_with("Wrote "), "{run:?}");
    let written = fs::read_to_string(scratch.path().join("marks.csv")).unwrap();
    assert!(
        written.starts_with("pupil,date,session,code,activity,why\np001,"),
        "{written}"
    );
    let run = apcheck(scratch.path(), &arguments);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert!(run.err.contains("was not overwritten"), "{}", run.err);
    assert_eq!(
        fs::read_to_string(scratch.path().join("marks.csv")).unwrap(),
        written
    );
    let wrong = apcheck(
        scratch.path(),
        &[
            "export",
            "marks",
            "--from",
            "2026-10-12",
            "--to",
            "2026-10-06",
        ],
    );
    assert_eq!(wrong.status, 2);
}

/// An export against the base: the mark on the 29th is an illness, and the
/// afternoon of 7 October has no line.
#[test]
fn what_the_school_has_entered_is_compared() {
    let register = "file attendance/p001-oak-farm.csv\n- 2026-09-29\n- 2026-09-30\n- 2026-10-06\n+ 2026-09-29,I,/,,\n+ 2026-09-30,/,/,,\n+ 2026-10-06,N,/,,\n";
    let (mut files, _) = edited(register);
    files.insert(
        "names.csv".into(),
        b"ref,name,born,upn\np001,Jo Reed,,A123456789001\n".to_vec(),
    );
    let mis = root().join("tests/reconcile/mis.csv");
    files.insert("mis.csv".into(), fs::read(mis).unwrap());
    let scratch = Scratch::with("reconcile", &files);
    let mut text = String::new();
    for more in [
        &[][..],
        &["--format", "md", "--exit-code"],
        &["--format", "csv", "--from", "2026-10-05"],
        &["--format", "json", "--to", "2026-09-29"],
    ] {
        let given = [
            "attendance",
            "--reconcile",
            "mis.csv",
            "--mapping",
            "date=Mark date",
            "--mapping",
            "code=Mark",
        ];
        let arguments = [&given, more, &["--as-of", "2026-10-16"]].concat();
        let run = apcheck(scratch.path(), &arguments);
        assert!(
            !run.out.contains("Reed") && !run.out.contains("A123"),
            "{}",
            run.out
        );
        text.push_str(&format!(
            "$ apcheck {}\n\n{}{}\nexit status {}\n\n",
            arguments.join(" "),
            run.out,
            run.err,
            run.status
        ));
    }
    golden(&root().join("tests/reconcile/expected.txt"), &text);
    let run = apcheck(scratch.path(), &["attendance", "--reconcile", "mis.csv"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("--mapping date=HEADING"), "{}", run.err);
    let none = apcheck(scratch.path(), &["attendance", "--reconcile", "none.csv"]);
    assert_eq!((none.status, none.err.lines().count()), (2, 1));
}

/// Who enters exactly what the export says has nothing to correct but what is
/// said of an old N.
#[test]
fn what_was_exported_differs_in_nothing() {
    for (example, day) in [("oakwood-academy", DAY), ("county", "2026-11-16")] {
        let folder = root().join("examples").join(example);
        let days = ["--from", "2026-09-01", "--to", "2026-12-18", "--as-of", day];
        let exported = apcheck(&folder, &[&["export", "marks"], &days[..]].concat());
        let scratch = Scratch::new(&format!("exported-{example}"));
        scratch.write("mis.csv", exported.out.as_bytes());
        let file = scratch.path().join("mis.csv").display().to_string();
        let run = apcheck(
            &folder,
            &[
                "attendance",
                "--reconcile",
                &file,
                "--format",
                "json",
                "--as-of",
                day,
            ],
        );
        let json: Value = serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{run:?}"));
        assert!(json["alike"].as_u64().unwrap() > 20, "{run:?}");
        for session in json["sessions"].as_array().unwrap() {
            assert!(
                session["why"].as_str().unwrap().starts_with("still N"),
                "{session}"
            );
        }
    }
}
