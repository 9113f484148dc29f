//! The register, the census and the forms on the hard records: in `tests/register`,
//! `tests/census` and `tests/forms` each folder has a command, the edits of the
//! base, and the whole text it prints, with what it says on stderr.

use crate::support::{DAY, Scratch, apcheck, arguments, base, edited, golden, root};
use apcheck::assess::Case;
use apcheck::load::Folder;
use apcheck::rulebook::Rulebook;
use apcheck::views::census::census;
use apcheck::views::forms::{la_notification, placement_sheet};
use apcheck::views::register::register;
use apcheck::views::{Block, Document, Table};
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use chrono::NaiveDate;
use std::fs;
use std::io::Cursor;

#[test]
fn each_case_prints_what_is_expected() {
    for kind in ["register", "census", "forms"] {
        let mut folders: Vec<_> = fs::read_dir(root().join("tests").join(kind))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        folders.sort();
        assert!(folders.len() > 10, "{kind}");
        for folder in folders {
            let edits = fs::read_to_string(folder.join("edits")).unwrap_or_default();
            let command = fs::read_to_string(folder.join("command")).unwrap();
            let (files, day) = edited(&edits);
            let name = folder.file_name().unwrap().to_string_lossy().into_owned();
            let scratch = Scratch::with(&format!("{kind}-{name}"), &files);
            let mut words = arguments(command.trim());
            if !command.contains("--on") {
                words.extend(["--as-of".into(), day]);
            }
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let run = apcheck(scratch.path(), &words);
            let shown = words.join(" ");
            golden(
                &folder.join("expected.txt"),
                &format!(
                    "$ apcheck {shown}\n\n{}{}exit status {}\n",
                    run.out, run.err, run.status
                ),
            );
        }
    }
}

/// Whatever one line of the records is missing or damaged, each row has a cell for each
/// column, nothing but a remark is blank, and no form has an empty line.
#[test]
fn without_any_one_line_nothing_is_blank() {
    let files = base();
    let scratch = Scratch::with("answers-one-line", &files);
    let texts = files
        .iter()
        .filter(|(path, _)| path.ends_with(".toml") && !path.starts_with("checklists"));
    for (path, bytes) in texts {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        for at in 0..lines.len() {
            let mut without = lines.clone();
            without.remove(at);
            let of = format!("{path} without line {}: {}", at + 1, lines[at]);
            nothing_is_blank(&scratch, path, &without.join("\n"), &of);
            let Some((key, _)) = lines[at].split_once(" = ") else {
                continue;
            };
            let damaged = format!("{key} = ???");
            let mut with = lines.clone();
            with[at] = &damaged;
            let of = format!("{path} with line {}: {damaged}", at + 1);
            nothing_is_blank(&scratch, path, &with.join("\n"), &of);
        }
    }
}

fn nothing_is_blank(scratch: &Scratch, path: &str, text: &str, of: &str) {
    let on: NaiveDate = DAY.parse().unwrap();
    let folder = Folder::open(scratch.path()).unwrap();
    let records = folder.with(path, text.to_owned()).load().unwrap();
    let (rulebook, calendar) = (Rulebook::of(&records), records.calendar());
    let case = Case {
        records: &records,
        rulebook: &rulebook,
        calendar: &calendar,
        on,
        known: on,
    };
    let register = register(case);
    let told = register.pupils.len() + register.paused.len() + register.unsure.len();
    assert_eq!(told + register.without_start.len(), 1, "{of}");
    let mut tables = register.tables();
    tables.extend([register.pupils_sheet(), register.providers_sheet()]);
    tables.iter().for_each(|table| is_filled(table, of));
    let census = census(case, on);
    for table in [census.table(), census.missing_table()] {
        let columns = table.columns.len();
        assert!(table.rows.iter().all(|row| row.len() == columns), "{of}");
    }
    for placement in records.all_placements() {
        has_no_empty_line(&placement_sheet(case, placement, None), of);
        if let Ok(notice) = la_notification(case, placement, None) {
            has_no_empty_line(&notice, of);
        }
    }
}

fn is_filled(table: &Table, of: &str) {
    for row in &table.rows {
        assert_eq!(row.len(), table.columns.len(), "{of}");
        for (column, cell) in table.columns.iter().zip(row) {
            let may_be_empty = ["remarks", "paused from"].contains(&column.heading);
            assert!(may_be_empty || !cell.is_empty(), "{of}: {}", column.heading);
        }
    }
}

fn has_no_empty_line(document: &Document, of: &str) {
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    let mut open = 0;
    for block in blocks {
        if let Block::Facts(facts) = block {
            for fact in facts {
                assert!(!fact.value.is_empty(), "{of}: {}", fact.label);
                open += usize::from(fact.value.contains("to be filled in: "));
            }
        }
    }
    assert!(
        document.lead.starts_with(&open.to_string()),
        "{of}: {open}, {}",
        document.lead
    );
}

#[test]
fn a_workbook_has_two_sheets_with_days_that_are_days() {
    let scratch = Scratch::with("answers-workbook", &base());
    for (command, file, sheets) in [
        (vec!["register"], "register.xlsx", ["Pupils", "Providers"]),
        (
            vec!["export", "census"],
            "census.xlsx",
            ["Placements", "Missing or wrong"],
        ),
    ] {
        let mut words = command;
        words.extend(["--on", "2026-10-12", "--format", "xlsx", "--output", file]);
        let run = apcheck(scratch.path(), &words);
        assert_eq!((run.status, run.err.as_str()), (0, ""), "{}", run.out);
        let bytes = fs::read(scratch.path().join(file)).unwrap();
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        assert_eq!(book.sheet_names(), sheets);
        let sheet = book.worksheet_range(sheets[0]).unwrap();
        let column = |heading: &str| {
            let at = (0..).find(|at| {
                sheet
                    .get((0, *at))
                    .is_some_and(|cell| matches!(cell, Data::String(text) if text == heading))
            });
            sheet.get((1, at.unwrap())).unwrap().clone()
        };
        let (day, number) = match sheets[0] {
            "Pupils" => (column("start"), column("hours a week")),
            _ => (column("entry date"), column("sessions per week")),
        };
        assert!(matches!(day, Data::DateTime(_)), "{day:?}");
        assert!(matches!(number, Data::Float(_)), "{number:?}");
        assert_eq!(column("pupil"), Data::String("p001".into()));
    }
}

#[test]
fn two_days_for_one_question_are_refused() {
    let folder = root().join("tests/base");
    for command in [vec!["register"], vec!["export", "census"]] {
        let mut words = command;
        words.extend(["--on", "2026-10-12", "--as-of", "2026-10-12"]);
        assert_eq!(apcheck(&folder, &words).status, 0);
        *words.last_mut().unwrap() = "2026-10-13";
        let run = apcheck(&folder, &words);
        assert_eq!(
            (run.status, run.err.as_str()),
            (
                2,
                "apcheck: --on 2026-10-12 and --as-of 2026-10-13 mean the same and name two days; give one of them\n"
            )
        );
    }
}

/// The name is in the form where it was asked for, and nowhere else; and the
/// form is not among the records.
#[test]
fn a_name_stands_only_in_a_form_outside_the_records() {
    let mut files = base();
    files.insert(
        "names.csv".into(),
        b"ref,name,born,upn\np001,Testname Unlikely,2011-11-03,A123456789012\n".to_vec(),
    );
    let scratch = Scratch::with("answers-names", &files);
    let outside = Scratch::new("answers-names-outside");
    let form = outside
        .path()
        .join("sheet.html")
        .to_string_lossy()
        .into_owned();
    let run = |more: &[&str]| {
        let mut words = vec![
            "form",
            "placement-sheet",
            "p001-oak-farm",
            "--as-of",
            "2026-10-12",
        ];
        words.extend(more);
        apcheck(scratch.path(), &words)
    };
    let inside = run(&["--names", "--output", "sheet.html"]);
    assert_eq!(inside.status, 2);
    assert!(
        inside.err.contains("would stand in the records folder"),
        "{}",
        inside.err
    );
    assert!(!scratch.path().join("sheet.html").exists());
    assert_eq!(run(&["--names"]).status, 2);
    let without = run(&[]);
    assert!(without.out.contains("our reference p001") && !without.out.contains("Testname"));
    let with = run(&["--names", "--output", &form]);
    assert_eq!((with.status, with.err.as_str()), (0, ""));
    assert!(!with.out.contains("Testname"), "{}", with.out);
    let page = fs::read_to_string(&form).unwrap();
    assert!(page.contains("Testname Unlikely"));
    assert!(!page.contains("2011-11-03") && !page.contains("A123456789012"));
    let again = run(&["--names", "--output", &form]);
    assert_eq!(again.status, 2, "{}", again.out);
}

#[test]
fn a_name_that_is_not_there_is_said() {
    let outside = Scratch::new("answers-no-names-outside");
    let form = outside
        .path()
        .join("sheet.md")
        .to_string_lossy()
        .into_owned();
    let words = [
        "form",
        "placement-sheet",
        "p001-oak-farm",
        "--names",
        "--output",
        &form,
    ];
    let mut files = base();
    let none = Scratch::with("answers-no-names", &files);
    let run = apcheck(none.path(), &words);
    assert!(run.err.contains("there is no names.csv"), "{}", run.err);
    files.insert(
        "names.csv".into(),
        b"ref,name,born,upn\np009,Someone Else,,\n".to_vec(),
    );
    let other = Scratch::with("answers-other-names", &files);
    let run = apcheck(other.path(), &words);
    assert!(
        run.err.contains("names.csv has no name for the pupil"),
        "{}",
        run.err
    );
    assert!(!run.err.contains("Someone"), "{}", run.err);
}
