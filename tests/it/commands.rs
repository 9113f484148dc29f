//! Each command as a user runs it, with the whole text it prints.

use crate::support::{DAY, Scratch, apcheck, base, edited, files_of, golden, root, validate};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// What apcheck says of the examples, kept beside them.
#[test]
fn the_examples_say_what_is_expected() {
    let cases: &[(&str, &str, &str, &[&str])] = &[
        ("oakwood-academy", DAY, "validate", &["validate"]),
        (
            "oakwood-academy",
            DAY,
            "statistics",
            &["validate", "--statistics"],
        ),
        (
            "oakwood-academy",
            DAY,
            "validate-p025",
            &["validate", "p025-quarry-road-motors"],
        ),
        (
            "oakwood-academy",
            DAY,
            "validate-p026",
            &["validate", "p026-larkfield-farm"],
        ),
        (
            "oakwood-academy",
            DAY,
            "validate-p020",
            &["validate", "p020-fosse-lane-pru"],
        ),
        ("oakwood-academy", DAY, "due", &["due"]),
        ("oakwood-academy", DAY, "attendance", &["attendance"]),
        (
            "oakwood-academy",
            DAY,
            "attendance-by-week",
            &["attendance", "--by", "week", "--format", "md"],
        ),
        ("oakwood-academy", DAY, "progress", &["progress"]),
        ("oakwood-academy", DAY, "risk", &["attendance", "--risk"]),
        (
            "oakwood-academy",
            DAY,
            "show-p003",
            &["show", "p003-larkfield-farm"],
        ),
        (
            "oakwood-academy",
            DAY,
            "show-larkfield-farm",
            &["show", "larkfield-farm", "--format", "md"],
        ),
        ("oakwood-academy", DAY, "show-p011", &["show", "p011"]),
        ("oakwood-academy", DAY, "compliance", &["compliance"]),
        ("oakwood-academy", DAY, "register", &["register"]),
        (
            "oakwood-academy",
            "2026-10-01",
            "census",
            &["export", "census", "--format", "text"],
        ),
        (
            "oakwood-academy",
            DAY,
            "placement-sheet-p003",
            &["form", "placement-sheet", "p003-larkfield-farm"],
        ),
        (
            "oakwood-academy",
            DAY,
            "la-notification-p025",
            &["form", "la-notification", "p025-quarry-road-motors"],
        ),
        (
            "oakwood-academy",
            DAY,
            "off-site-direction-notice-p005",
            &["form", "off-site-direction-notice", "p005-fosse-lane-pru"],
        ),
        (
            "oakwood-academy",
            DAY,
            "part-time-timetable-p014",
            &["form", "part-time-timetable", "p014-larch-online"],
        ),
        (
            "oakwood-academy",
            DAY,
            "compliance-p003",
            &["compliance", "p003-larkfield-farm"],
        ),
        (
            "oakwood-academy",
            "2026-12-18",
            "validate-end-of-term",
            &["validate", "--format", "concise"],
        ),
        (
            "oakwood-academy",
            "2026-12-18",
            "attendance-autumn",
            &["attendance", "--term", "Autumn 2026"],
        ),
        (
            "first-week",
            "2026-11-23",
            "validate",
            &["validate", "--format", "concise"],
        ),
        (
            "first-week",
            "2026-11-23",
            "validate-p001",
            &["validate", "p001-brook-farm"],
        ),
        ("first-week", "2026-11-23", "due", &["due"]),
        ("county", "2026-11-16", "validate", &["validate"]),
        ("county", "2026-11-16", "compliance", &["compliance"]),
        (
            "county",
            "2026-11-16",
            "compliance-p101",
            &["compliance", "p101-gwash-lane-pru"],
        ),
        ("county", "2026-11-16", "due", &["due"]),
        (
            "county",
            "2026-11-16",
            "check-checklists",
            &["explain", "--check-checklists"],
        ),
        (
            "county",
            "2026-11-16",
            "explain-risk-assessment",
            &["explain", "risk-assessment"],
        ),
    ];
    for (example, day, name, command) in cases {
        let folder = root().join("examples").join(example);
        let mut arguments = command.to_vec();
        arguments.extend(["--as-of", day]);
        let run = apcheck(&folder, &arguments);
        let again = apcheck(&folder, &arguments);
        assert_eq!(
            run, again,
            "{example} {command:?}: not the same bytes twice"
        );
        assert!(run.err.is_empty(), "{}", run.err);
        let command = format!("$ apcheck {} --as-of {day}", command.join(" "));
        golden(
            &folder.join("expected").join(format!("{name}.txt")),
            &format!("{command}\n\n{}\nexit status {}\n", run.out, run.status),
        );
    }
}

/// The findings of an example are those its page lists, at the listed lines.
#[test]
fn the_examples_give_exactly_the_listed_findings() {
    for (example, day, least) in [("oakwood-academy", DAY, 12), ("county", "2026-11-16", 6)] {
        let folder = root().join("examples").join(example);
        let found = findings_at_their_lines(&folder, day);
        assert_eq!(found, listed_findings(&folder), "{example}");
        assert!(found.len() >= least, "{example}");
    }
}

/// File and line, id and record of each finding that is more than a note.
fn findings_at_their_lines(folder: &Path, day: &str) -> Vec<[String; 3]> {
    let run = validate(folder, day, &["--format", "json"]);
    let json: Value = serde_json::from_str(&run.out).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut found: Vec<[String; 3]> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["note"] == false)
        .map(|finding| {
            [
                format!("{}:{}", text(&finding["file"]), finding["line"]),
                text(&finding["id"]),
                text(&finding["subject"]),
            ]
        })
        .collect();
    found.sort();
    found
}

/// The same from the table of the example's page.
fn listed_findings(folder: &Path) -> Vec<[String; 3]> {
    let page = fs::read_to_string(folder.join("README.md")).unwrap();
    let mut listed: Vec<[String; 3]> = page
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| {
            let mut cells = line
                .split('|')
                .skip(1)
                .map(|cell| cell.trim().trim_matches('`').to_owned());
            std::array::from_fn(|_| cells.next().unwrap())
        })
        .collect();
    listed.sort();
    listed
}

/// A command and all its own, in the order of the help: "", "init", "new",
/// "new provider".
fn every_command(command: &str) -> Vec<String> {
    let mut arguments: Vec<&str> = command.split_whitespace().collect();
    arguments.push("-h");
    let help = apcheck(&root(), &arguments).out;
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let names = listed
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next());
    let inner = names
        .filter(|name| *name != "help")
        .flat_map(|name| every_command(format!("{command} {name}").trim()));
    [command.to_owned()].into_iter().chain(inner).collect()
}

#[test]
fn every_command_has_a_manual_page() {
    let scratch = Scratch::new("man");
    let folder = scratch.path().to_string_lossy().into_owned();
    let run = apcheck(scratch.path(), &["man", &folder]);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    let pages = files_of(scratch.path());
    let expected: Vec<String> = every_command("")
        .iter()
        .map(|command| format!("apcheck {command}").trim().replace(' ', "-") + ".1")
        .collect();
    assert!(expected.contains(&"apcheck-new-provider.1".to_owned()));
    assert_eq!(pages.len(), expected.len(), "{:?}", pages.keys());
    for page in expected {
        let text = String::from_utf8(pages[&page].clone()).unwrap();
        assert!(
            text.contains(".SH NAME") && text.contains(".SH SYNOPSIS"),
            "{page}"
        );
        assert!(text.lines().count() > 20, "{page}: {text}");
    }
    let run = apcheck(scratch.path(), &["man", "not-there"]);
    assert_eq!((run.status, run.err.lines().count()), (2, 1), "{}", run.err);
}

/// The help of every command is docs/commands.md.
#[test]
fn the_page_of_commands_is_up_to_date() {
    let mut page = String::from(
        "# Commands\n\nThe help of every command, as the program prints it. `UPDATE_GOLDEN=1 cargo test` writes this page.\n",
    );
    for command in every_command("") {
        let mut arguments: Vec<&str> = command.split_whitespace().collect();
        arguments.push("--help");
        let run = apcheck(&root(), &arguments);
        assert_eq!(run.status, 0);
        let lines: Vec<&str> = run.out.lines().map(str::trim_end).collect();
        page.push_str(
            &format!(
                "\n## `apcheck {command}`\n\n```text\n{}\n```\n",
                lines.join("\n").trim_end()
            )
            .replace("apcheck `", "apcheck`"),
        );
    }
    golden(&root().join("docs/commands.md"), &page);
}

/// Counted by hand. Placement from 7 September, Tuesday and Wednesday at the
/// provider; the register below, as of 30 September:
///
/// Tue 8 / /    Wed 9 L /    Tue 15 I I   Wed 16 / N
/// Tue 22 (no line)          Wed 23 Y1 /  Tue 29 M /   Wed 30 / (not yet)
///
/// attended: 8 both, 9 both, 16 am, 23 pm, 29 pm, 30 am = 8, of them late 1;
/// authorised: 15 both, 29 am = 3; unauthorised: 16 pm = 1; possible 12;
/// not possible: 23 am; not returned: 22 both = 2; the afternoon of the 30th is
/// not over. 8 of 12 is 66.7 %.
#[test]
fn attendance_agrees_with_a_count_by_hand() {
    let mut files = base();
    let register = "date,am,pm,minutes-late,note\n2026-09-08,/,/,,\n2026-09-09,L,/,15,bus\n2026-09-15,I,I,,\n2026-09-16,/,N,,\n2026-09-23,Y1,/,,\n2026-09-29,M,/,,\n2026-09-30,/,,,\n";
    files.insert("attendance/p001-oak-farm.csv".into(), register.into());
    let scratch = Scratch::with("by-hand", &files);
    let run = apcheck(
        scratch.path(),
        &["attendance", "--as-of", "2026-09-30", "--format", "json"],
    );
    let json: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(json["schema"], "apcheck-attendance/1");
    let row = &json["rows"][0];
    let counts = [
        "possible",
        "attended",
        "authorised",
        "unauthorised",
        "late",
        "no_return",
        "not_possible",
    ]
    .map(|key| row[key].as_u64().unwrap());
    assert_eq!(counts, [12, 8, 3, 1, 1, 2, 1]);
    assert_eq!(row["percent"], 66.7);
    assert_eq!(row["flag"], "persistent");
    // No baseline is recorded, and nothing is compared.
    assert!(row["baseline"].is_null() && row["change"].is_null());
    let text = apcheck(scratch.path(), &["attendance", "--as-of", "2026-09-30"]);
    assert!(
        text.out.contains("66.7 % of 12 returned, 2 not returned"),
        "{}",
        text.out
    );
    // Nothing possible is not 0 %.
    let none = apcheck(
        scratch.path(),
        &["attendance", "--as-of", "2026-09-07", "--format", "json"],
    );
    let json: Value = serde_json::from_str(&none.out).unwrap();
    assert!(json["rows"][0]["percent"].is_null(), "{}", none.out);
}

/// 9 of 12 sessions at the provider and 30 of 40 at school are 75 % of 52 in
/// whole weeks; before it was 61.4 %.
#[test]
fn a_baseline_is_compared_only_with_whole_weeks() {
    let edits = "file attendance/p001-oak-farm.csv\n- 2026-09-08\n+ 2026-09-08,I,I,,\n- 2026-09-09\n+ 2026-09-09,I,/,,\nfile placements/p001-oak-farm.toml\nend\n+ [baseline]\n+ attendance = 61.4\n";
    let attendance = |edits: &str| {
        let (files, _) = edited(edits);
        let scratch = Scratch::with(&format!("whole-weeks-{}", edits.len()), &files);
        let run = apcheck(
            scratch.path(),
            &["attendance", "--as-of", "2026-10-12", "--format", "json"],
        );
        serde_json::from_str::<Value>(&run.out).unwrap()["rows"][0].clone()
    };
    let alone = attendance(edits);
    assert_eq!(alone["baseline"], 61.4);
    assert!(alone["change"].is_null());
    let whole = attendance(&format!(
        "{edits}+ [[school-attendance]]\n+ from = 2026-09-07\n+ to = 2026-09-25\n+ possible = 40\n+ attended = 30\n"
    ));
    assert_eq!(whole["whole_week_percent"], 75.0);
    assert_eq!(whole["whole_week_sessions"], 52);
    assert_eq!(whole["change"], 13.6);
}

#[test]
fn due_is_silent_when_nothing_is_due() {
    let base = root().join("tests/base");
    let run = apcheck(&base, &["due", "--as-of", DAY, "--within", "1d"]);
    assert_eq!(
        (run.out.as_str(), run.err.as_str(), run.status),
        ("", "", 0)
    );
    let run = apcheck(
        &base,
        &["due", "--as-of", DAY, "--within", "1d", "--always"],
    );
    assert_eq!(
        run.out,
        "Nothing is overdue or due to 13 October 2026; 1 placement looked at.\n"
    );
    let run = apcheck(
        &base,
        &["due", "--as-of", DAY, "--within", "1d", "--format", "csv"],
    );
    assert_eq!(run.out, "");
}

#[test]
fn due_can_be_asked_for_one_person() {
    let folder = root().join("examples/oakwood-academy");
    let run = apcheck(&folder, &["due", "--as-of", DAY, "--format", "json"]);
    let json: Value = serde_json::from_str(&run.out).unwrap();
    let leads: Vec<&str> = json["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|item| item["lead"].as_str())
        .collect();
    let lead = leads[0];
    let run = apcheck(
        &folder,
        &["due", "--as-of", DAY, "--lead", lead, "--format", "json"],
    );
    let json: Value = serde_json::from_str(&run.out).unwrap();
    let items = json["items"].as_array().unwrap();
    assert_eq!(
        items.len(),
        leads.iter().filter(|other| **other == lead).count()
    );
    assert!(items.iter().all(|item| item["lead"] == lead));
    let run = apcheck(&folder, &["due", "--as-of", DAY, "--lead", "nobody"]);
    assert_eq!(run.status, 2);
    assert!(
        run.err.contains("there is no person `nobody`"),
        "{}",
        run.err
    );
}

#[test]
fn init_makes_a_folder_that_passes_and_refuses_one_that_has_records() {
    let scratch = Scratch::new("init");
    let run = apcheck(
        scratch.path(),
        &["init", "records", "--as-of", "2026-11-22"],
    );
    assert_eq!(run.status, 0, "{}", run.err);
    let made = files_of(&scratch.path().join("records"));
    assert!(made.contains_key(".gitignore") && made.contains_key(".gitattributes"));
    let files = files_of(&root().join("records-template"));
    // What `new` writes is shown on the pages, and is no file of its own.
    let is_shown = |path: &str| matches!(path, "provider.toml" | "placement.toml");
    for (path, bytes) in files.into_iter().filter(|(path, _)| !is_shown(path)) {
        let written = path
            .replace("gitignore", ".gitignore")
            .replace("gitattributes", ".gitattributes");
        assert_eq!(made.get(&written), Some(&bytes), "{path}");
    }
    let run = validate(
        &scratch.path().join("records"),
        "2026-11-22",
        &["--fail-on", "good"],
    );
    assert_eq!(run.status, 0, "{}", run.out);
    let again = apcheck(scratch.path(), &["init", "records"]);
    assert_eq!(again.status, 2);
    assert!(again.err.contains("nothing was changed"), "{}", again.err);
    assert_eq!(files_of(&scratch.path().join("records")), made);
    // The terms are those of the school year of the day it runs.
    apcheck(scratch.path(), &["init", "later", "--as-of", "2028-02-01"]);
    let later =
        String::from_utf8(files_of(&scratch.path().join("later"))["apcheck.toml"].clone()).unwrap();
    assert!(
        later.contains("Autumn 2027") && later.contains("Summer 2028"),
        "{later}"
    );
    assert_eq!(
        validate(&scratch.path().join("later"), "2028-02-01", &[]).status,
        0
    );
}

/// Each piece of bad input gets one clear sentence and its exit status.
#[test]
fn bad_input_gets_one_sentence() {
    let folder = root().join("tests/base");
    let empty = Scratch::new("nowhere");
    let cases: &[(&Path, &[&str], i32, &str)] = &[
        (
            empty.path(),
            &["validate"],
            3,
            "there is no apcheck.toml in this folder or above it",
        ),
        (
            empty.path(),
            &["-C", "not-there", "validate"],
            3,
            "not-there is not a records folder",
        ),
        (
            &folder,
            &["validate", "p001-oak-fram"],
            2,
            "did you mean `p001-oak-farm`?",
        ),
        (
            &folder,
            &["validate", "--select", "leter"],
            2,
            "there is no requirement `leter`",
        ),
        (
            &folder,
            &["validate", "--format", "xml"],
            2,
            "invalid value 'xml'",
        ),
        (
            &folder,
            &["validate", "--as-of", "2026-02-30"],
            2,
            "this is not a day",
        ),
        (
            &folder,
            &["validate", "--as-of", "12/10/2026"],
            2,
            "write the year first: 2026-10-12",
        ),
        (
            &folder,
            &["validate", "--fail-on", "fatal"],
            2,
            "it can be must, should or good",
        ),
        (
            &folder,
            &["due", "--within", "soon"],
            2,
            "write it as 14d, 2w, 1m, or 10 school days",
        ),
        (
            &folder,
            &["attendance", "--term", "Autum 2026"],
            2,
            "did you mean `Autumn 2026`?",
        ),
        (
            &folder,
            &["attendance", "--from", "2026-10-10", "--to", "2026-10-01"],
            2,
            "is before the first",
        ),
        (
            &folder,
            &["compliance", "--checklist", "anex-a"],
            2,
            "did you mean `annex-a`?",
        ),
        (
            &folder,
            &["compliance", "--checklist", "devon-omg-65"],
            2,
            "did you mean `devon-omg-56`?",
        ),
        (
            &folder,
            &["explain", "letter-of-asurance"],
            2,
            "did you mean `letter-of-assurance`?",
        ),
    ];
    for (folder, arguments, status, words) in cases {
        let run = apcheck(folder, arguments);
        assert_eq!(run.status, *status, "{arguments:?}: {}", run.err);
        assert!(run.err.contains(words), "{arguments:?}: {}", run.err);
        assert!(run.out.is_empty(), "{arguments:?}: {}", run.out);
    }
}

#[test]
fn explain_says_why_and_whom_it_concerns() {
    let folder = root().join("examples/oakwood-academy");
    let run = apcheck(
        &folder,
        &["explain", "attendance-code-right", "--as-of", DAY],
    );
    for words in [
        "Why",
        "To put it right",
        "Sources",
        "Where a source says otherwise",
        "p003-larkfield-farm",
    ] {
        assert!(run.out.contains(words), "{words}: {}", run.out);
    }
    // Without records it says what it can.
    let run = apcheck(&std::env::temp_dir(), &["explain", "annex-a"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(run.out.contains("10. "), "{}", run.out);
    let run = apcheck(&std::env::temp_dir(), &["explain", "--conditions"]);
    assert!(run.out.contains("part-time-timetable"), "{}", run.out);
}

#[test]
fn select_ignore_and_statistics_narrow_a_long_answer() {
    let folder = root().join("examples/oakwood-academy");
    let only = validate(
        &folder,
        DAY,
        &["--select", "employers-liability", "--format", "concise"],
    );
    assert_eq!(only.out.matches("[employers-liability]").count(), 1);
    assert!(!only.out.contains("[risk-assessment]"), "{}", only.out);
    let without = validate(
        &folder,
        DAY,
        &["--ignore", "employers-liability", "--format", "concise"],
    );
    assert!(
        !without.out.contains("[employers-liability]"),
        "{}",
        without.out
    );
}

#[test]
fn a_tighter_requirement_says_why_it_is_tighter() {
    let edits = "file apcheck.toml\nend\n+ [requirements]\n+ letter-of-assurance = { renew = \"1 months\", reason = \"governors' decision of 8 July\" }\n";
    let (files, day) = edited(edits);
    let scratch = Scratch::with("tighter", &files);
    let run = validate(scratch.path(), &day, &["--select", "letter-of-assurance"]);
    assert!(
        run.out.contains("ran out on 30 September 2026")
            && run
                .out
                .contains("tightened here: governors' decision of 8 July"),
        "{}",
        run.out
    );
}

/// A reader that has had enough is no failure.
#[cfg(unix)]
#[test]
fn a_closed_pipe_is_success() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_apcheck"))
        .args(["compliance", "--format", "json", "--as-of", DAY])
        .current_dir(root().join("examples/oakwood-academy"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{output:?}"
    );
}

#[test]
fn json_keeps_its_promise() {
    let folder = root().join("examples/oakwood-academy");
    let json = |arguments: &[&str]| -> Value {
        let mut all = arguments.to_vec();
        all.extend(["--format", "json", "--as-of", DAY]);
        serde_json::from_str(&apcheck(&folder, &all).out).unwrap()
    };
    let has = |value: &Value, keys: &[&str]| {
        for key in keys {
            assert!(value.get(key).is_some(), "{key} is missing in {value}");
        }
    };
    let findings = json(&["validate"]);
    assert_eq!(findings["schema"], "apcheck-findings/1");
    assert_eq!(findings["as_of"], DAY);
    has(
        &findings["findings"][0],
        &[
            "id", "level", "standing", "subject", "file", "line", "column", "message", "next",
            "sources",
        ],
    );
    has(
        &findings["summary"],
        &["fault", "must", "should", "good", "excepted"],
    );
    has(
        &json(&["due"])["items"][0],
        &["date", "days", "standing", "requirement", "subject", "lead"],
    );
    has(
        &json(&["attendance"])["rows"][0],
        &[
            "subject",
            "possible",
            "attended",
            "authorised",
            "unauthorised",
            "late",
            "no_return",
            "percent",
            "baseline",
            "change",
            "flag",
        ],
    );
    let compliance = json(&["compliance"]);
    has(&compliance["checklists"][0], &["sections"]);
    has(
        &compliance["checklists"][0]["sections"][0]["items"][0],
        &["text", "standing", "requirements"],
    );
}

/// What the README shows is what the program prints, and its commands run.
#[test]
fn the_readme_is_true() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let mut said = String::new();
    for (_, bytes) in files_of(&root().join("examples/oakwood-academy/expected")) {
        said.push_str(&String::from_utf8(bytes).unwrap());
    }
    let blocks: Vec<&str> = readme
        .split("```text\n")
        .skip(1)
        .map(|block| block.split("```").next().unwrap())
        .collect();
    assert!(blocks.len() >= 2);
    for block in blocks {
        assert!(
            said.contains(block.trim_end()),
            "the program does not print:\n{block}"
        );
    }
    let run = apcheck(
        &root(),
        &[
            "-C",
            "examples/oakwood-academy",
            "validate",
            "--as-of",
            "2026-10-12",
        ],
    );
    assert_eq!(run.status, 1);
    for command in [
        "init",
        "new",
        "new provider",
        "new placement",
        "new pupil-ref",
        "validate",
        "due",
        "attendance",
        "compliance",
        "explain",
        "check",
        "log",
        "end",
        "sign",
    ] {
        assert!(readme.contains(&format!("apcheck {command}")), "{command}");
    }
}
