//! A checklist goes out as a workbook and comes back filled in.

use crate::imports::cells;
use crate::support::{DAY, Files, Scratch, apcheck, edited, files_of, golden, root};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What is open: a check of each kind of record, one with topics, and one that
/// runs out on a day of its own.
const OPEN: &str = "file providers/oak-farm.toml\n- behaviour-process\n- public-liability\nfile placements/p001-oak-farm.toml\n- curriculum-plan\n- risk-assessment\nfile apcheck.toml\n- section-19-duty-understood\n";

type Filled<'a> = BTreeMap<(&'a str, &'a str), &'a str>;

/// A folder of its own for what goes out and comes back.
fn beside(records: &Path, what: &str) -> Scratch {
    let name = records.file_name().unwrap().to_string_lossy();
    Scratch::new(&format!("{what}-{name}"))
}

/// The records, without the lock.
fn kept(records: &Path) -> Files {
    let mut files = files_of(records);
    files.retain(|path, _| !path.starts_with(".apcheck/"));
    files
}

fn export(records: &Path, name: &str, id: &str) -> Vec<Vec<String>> {
    let output = beside(records, "made");
    let path = output.path().join("sheet.xlsx");
    let path = path.to_string_lossy();
    let arguments = [
        "export",
        "checklist",
        name,
        id,
        "--as-of",
        DAY,
        "--output",
        &path,
    ];
    let run = apcheck(records, &arguments);
    assert_eq!(run.status, 0, "{run:?}");
    assert!(run.out.contains("to fill in, as of 12 October 2026"));
    let bytes = fs::read(&*path).unwrap();
    fs::remove_file(&*path).unwrap();
    apcheck(records, &arguments);
    assert_eq!(bytes, fs::read(&*path).unwrap(), "the same bytes again");
    cells(&bytes, 0)
}

/// The sheet with what was filled in, as a workbook: by requirement and heading.
fn fill(sheet: &[Vec<String>], filled: &Filled<'_>) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let page = workbook.add_worksheet();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let headings = &sheet[3];
    for (row, cells) in (0..).zip(sheet) {
        for (column, text) in (0..).zip(cells) {
            let heading = headings.get(usize::from(column)).map_or("", String::as_str);
            let requirement = cells.get(8).map_or("", String::as_str);
            let text = filled.get(&(requirement, heading)).copied().unwrap_or(text);
            match ExcelDateTime::parse_from_str(text) {
                Ok(date) if text.len() == 10 => {
                    page.write_datetime_with_format(row, column, &date, &day)
                        .unwrap();
                }
                _ if !text.is_empty() => {
                    page.write_string(row, column, text).unwrap();
                }
                _ => {}
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

fn import(records: &Path, bytes: &[u8], more: &[&str]) -> String {
    let sent = beside(records, "sent");
    let path = sent.path().join("sheet.xlsx");
    fs::write(&path, bytes).unwrap();
    let path = path.to_string_lossy();
    let mut arguments = vec!["import", "checklist", &path, "--as-of", DAY];
    arguments.extend(more);
    let run = apcheck(records, &arguments);
    format!("{}{}exit {}\n", run.out, run.err, run.status)
}

#[test]
fn a_checklist_that_comes_back_filled_in_is_taken_once() {
    let folder = root().join("tests/sheets");
    let (files, _) = edited(OPEN);
    let scratch = Scratch::with("sheets", &files);
    let records = scratch.path();
    let before = kept(records);

    let sheet = export(records, "annex-b", "oak-farm");
    let shown: String = sheet
        .iter()
        .map(|row| row.join("\t").trim_end().replace('\n', " | ") + "\n")
        .collect();
    golden(&folder.join("sheet.tsv"), &shown);

    let filled: Filled<'_> = [
        (("behaviour-process", "answer"), "Yes"),
        (("behaviour-process", "date"), "2026-10-09"),
        (("behaviour-process", "by"), "R. Okafor"),
        (
            ("behaviour-process", "evidence, or why it is not required"),
            "=policy of 2026, \"page\" 4",
        ),
        (("public-liability", "answer"), "yes"),
        (("public-liability", "date"), "2026-10-08"),
        (("public-liability", "by"), "rok"),
        (("public-liability", "good to"), "2027-08-31"),
        (("curriculum-plan", "answer"), "no"),
        (("section-19-duty-understood", "answer"), "not required"),
        (("section-19-duty-understood", "by"), "hdt"),
        (
            (
                "section-19-duty-understood",
                "evidence, or why it is not required",
            ),
            "an academy trust does it",
        ),
    ]
    .into();
    let sheet_back = fill(&sheet, &filled);
    let mut text = import(records, &sheet_back, &["--dry-run"]);
    assert_eq!(before, kept(records), "a dry run writes nothing");
    text.push_str("\nagain, written\n\n");
    text.push_str(&import(records, &sheet_back, &[]));
    let after = kept(records);
    assert_ne!(before, after);
    text.push_str("\nand once more\n\n");
    text.push_str(&import(records, &sheet_back, &[]));
    assert_eq!(after, kept(records), "the second time changes nothing");
    golden(&folder.join("taken.txt"), &text);
}

#[test]
fn whatever_cannot_be_used_is_named_and_nothing_is_written() {
    let (files, _) = edited(OPEN);
    let scratch = Scratch::with("sheets-wrong", &files);
    scratch.write("names.csv", b"ref,name\np001,Jamie Quillfeather\n");
    let records = scratch.path();
    let before = kept(records);
    let sheet = export(records, "annex-b", "oak-farm");
    let filled: Filled<'_> = [
        (("behaviour-process", "answer"), "yes"),
        (("behaviour-process", "date"), "09/10/2026"),
        (("behaviour-process", "by"), "nobody"),
        (
            ("behaviour-process", "evidence, or why it is not required"),
            "Quillfeather signed",
        ),
        (("public-liability", "answer"), "yes"),
        (("public-liability", "date"), "2026-10-20"),
        (("public-liability", "by"), "rok"),
        (("curriculum-plan", "answer"), "perhaps"),
        (("section-19-duty-understood", "date"), "2026-10-08"),
        (("first-aid", "answer"), "yes"),
        (("first-aid", "date"), "2026-10-08"),
        (("first-aid", "by"), "rok"),
    ]
    .into();
    let text = import(records, &fill(&sheet, &filled), &[]);
    assert!(!text.contains("Quillfeather"), "{text}");
    assert_eq!(before, kept(records));
    golden(&root().join("tests/sheets/wrong.txt"), &text);

    let text = import(records, b"ref,date\np001,2026-10-08\n", &[]);
    assert!(
        text.contains("is not a sheet that `apcheck export checklist` made"),
        "{text}"
    );
    for bytes in [&b""[..], b"PK\x03\x04", b"\xff\xfe\x00"] {
        let text = import(records, bytes, &[]);
        assert!(text.contains("exit 2"), "{text}");
    }
    assert_eq!(before, kept(records));
}

/// A document with topics, and one that runs out on a day of its own.
#[test]
fn topics_and_a_last_day_are_asked_for() {
    let (files, _) = edited(OPEN);
    let scratch = Scratch::with("sheets-topics", &files);
    let records = scratch.path();
    let risks = export(records, "annex-a", "p001-oak-farm");
    let mut filled: Filled<'_> = [
        (("risk-assessment", "answer"), "yes"),
        (("risk-assessment", "date"), "2026-10-09"),
        (("risk-assessment", "by"), "rok"),
        (("risk-assessment", "covers"), "travle, site"),
    ]
    .into();
    let mut text = import(records, &fill(&risks, &filled), &[]);
    filled.insert(("risk-assessment", "covers"), "Travel, site, health");
    filled.insert(("risk-assessment", "good to"), "2026-09-30");
    text.push_str(&format!(
        "\n{}",
        import(records, &fill(&risks, &filled), &[])
    ));
    filled.insert(("risk-assessment", "good to"), "2026-12-18");
    text.push_str(&format!(
        "\n{}",
        import(records, &fill(&risks, &filled), &[])
    ));
    golden(&root().join("tests/sheets/topics.txt"), &text);
}
