//! What providers send, in the shapes they send it.

use crate::support::{Files, Run, Scratch, apcheck, base, files_of, root};
use apcheck::import::{Case, Order, Plan, Problem, Refused, Returned, read};
use apcheck::load::Folder;
use apcheck::records::{Names, Placement, Record, Records};
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use chrono::NaiveDate;
use proptest::prelude::*;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};
use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::PathBuf;
use std::sync::OnceLock;

const WEEK: &str = "2026-09-21";

fn example() -> PathBuf {
    root().join("examples/imports")
}

fn records() -> Files {
    files_of(&example().join("records"))
}

fn import(scratch: &Scratch, file: &str, arguments: &[&str]) -> Run {
    let file = example().join("files").join(file);
    let file = file.to_string_lossy();
    let mut words = vec!["import", "attendance", &file, "--as-of", WEEK];
    words.extend_from_slice(arguments);
    apcheck(scratch.path(), &words)
}

const FILES: [(&str, [&str; 2]); 5] = [
    ("sessions.csv", ["--provider", "spinney-farm"]),
    ("days.csv", ["--mapping", "farm-days"]),
    ("grid.tsv", ["--mapping", "farm-grid"]),
    ("strings.csv", ["--mapping", "farm-strings"]),
    ("week.xlsx", ["--provider", "spinney-farm"]),
];

/// Five shapes, one week: each gives the same registers, and twice is once.
#[test]
fn the_example_files_give_the_same_registers() {
    filled_in();
    let expected = files_of(&example().join("expected"));
    for (file, arguments) in FILES {
        let scratch = Scratch::with(&format!("imports-{file}"), &records());
        let dry = import(&scratch, file, &[&arguments[..], &["--dry-run"]].concat());
        assert_eq!(dry.status, 0, "{file}: {dry:?}");
        assert!(!scratch.path().join("attendance").exists(), "{file}");
        let run = import(&scratch, file, &arguments);
        assert_eq!(run.out, dry.out.replace("Would write", "Wrote"), "{file}");
        let registers = files_of(&scratch.path().join("attendance"));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            for (path, bytes) in &registers {
                fs::write(example().join("expected").join(path), bytes).unwrap();
            }
        } else {
            assert_eq!(registers, expected, "{file}");
        }
        let again = import(&scratch, file, &arguments);
        assert!(
            again.out.starts_with("There is nothing new in this file"),
            "{file}: {again:?}"
        );
        assert_eq!(files_of(&scratch.path().join("attendance")), registers);
        // Nobody's name is ever printed.
        for name in ["Zoë", "Marsh", "Callum", "Reed", "Ada", "Okoro", "A1000"] {
            assert!(
                !format!("{dry:?}{run:?}{again:?}").contains(name),
                "{file}: {name}"
            );
        }
    }
}

/// The example's records, without a line of the provider's letters.
fn records_without(line: &str) -> Files {
    let mut files = records();
    let provider = String::from_utf8(files["providers/spinney-farm.toml"].clone()).unwrap();
    let without = provider.replace(line, "");
    assert_ne!(provider, without);
    files.insert("providers/spinney-farm.toml".into(), without.into_bytes());
    files
}

/// One letter that nobody has explained stops all of it, and its cell is named.
#[test]
fn an_unknown_letter_stops_the_import() {
    for (file, arguments) in FILES {
        let files = records_without("A = \"N\"\n");
        let scratch = Scratch::with(&format!("unknown-{file}"), &files);
        let run = import(&scratch, file, &arguments);
        assert_eq!(run.status, 2, "{run:?}");
        assert!(
            run.out.contains("`A` is not a mark that is known"),
            "{file}: {}",
            run.out
        );
        assert!(!scratch.path().join("attendance").exists(), "{file}");
        let cells = match file {
            "sessions.csv" => "D13, D14",
            "days.csv" => "C8, D8",
            "grid.tsv" => "I4, J4",
            "strings.csv" => "C2",
            _ => "I4, J4",
        };
        assert!(run.out.starts_with(cells), "{file}: {}", run.out);
    }
}

/// S is illness at the farm; without its line it is not taken for study leave.
#[test]
fn an_unexplained_letter_is_not_taken_for_a_code() {
    for (file, arguments) in FILES {
        let files = records_without("S = \"I\"\n");
        let scratch = Scratch::with(&format!("unexplained-{file}"), &files);
        let run = import(&scratch, file, &arguments);
        assert_eq!(run.status, 2, "{run:?}");
        assert!(
            run.out.contains("`S` is not a mark that is known"),
            "{}",
            run.out
        );
        assert!(!scratch.path().join("attendance").exists(), "{file}");
    }
}

/// First names go nowhere where git would keep them.
#[test]
fn a_return_sheet_with_names_is_not_made_inside_the_records() {
    let scratch = Scratch::with("sheet-inside", &records());
    for output in [
        "sheet.xlsx",
        "new/week.xlsx",
        "providers/a/b.xlsx",
        "../x/week.csv",
    ] {
        let arguments = [
            "return-sheet",
            "spinney-farm",
            "--week",
            "2026-09-16",
            "--output",
            output,
        ];
        let run = apcheck(scratch.path(), &arguments);
        assert_eq!(run.status, 2, "{output}: {run:?}");
    }
    assert_eq!(files_of(scratch.path()), records());
}

/// A return sheet as the program makes it.
fn return_sheet() -> Vec<u8> {
    static SHEET: OnceLock<Vec<u8>> = OnceLock::new();
    SHEET.get_or_init(make_return_sheet).clone()
}

fn make_return_sheet() -> Vec<u8> {
    let scratch = Scratch::with("return-sheet", &records());
    let output = Scratch::new("return-sheet-output");
    let path = output.path().join("sheet.xlsx");
    let path = path.to_string_lossy();
    let arguments = [
        "return-sheet",
        "spinney-farm",
        "--week",
        "2026-09-16",
        "--output",
        &path,
    ];
    let run = apcheck(scratch.path(), &arguments);
    assert_eq!(run.status, 0, "{run:?}");
    assert!(
        run.out.contains("3 pupils, 17 sessions expected"),
        "{}",
        run.out
    );
    let bytes = fs::read(&*path).unwrap();
    // A sheet that is there is left alone.
    let again = apcheck(scratch.path(), &arguments);
    assert_eq!(again.status, 2);
    assert!(
        again
            .err
            .contains("is there already and was not overwritten"),
        "{}",
        again.err
    );
    assert_eq!(fs::read(&*path).unwrap(), bytes);
    bytes
}

pub(crate) fn cells(bytes: &[u8], sheet: usize) -> Vec<Vec<String>> {
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let range = workbook.worksheet_range_at(sheet).unwrap().unwrap();
    let text = |cell: &Data| match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        other => panic!("{other:?} is not text"),
    };
    range
        .rows()
        .map(|row| row.iter().map(text).collect())
        .collect()
}

/// The example's workbook is the return sheet as the farm filled it in.
fn filled_in() {
    let sheet = cells(&return_sheet(), 0);
    let marks: BTreeMap<&str, &str> = [
        ("p201", "PPLPPPAAPP"),
        ("p202", "PPSS      "),
        ("p203", "    P P L "),
    ]
    .into();
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_ymd(2026, 9, 18).unwrap();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let page = workbook.add_worksheet();
    for (row, cells) in (0..).zip(&sheet) {
        let marks = marks.get(cells[0].as_str()).unwrap_or(&"");
        for (column, text) in (0..).zip(cells) {
            let mark = usize::from(column)
                .checked_sub(2)
                .and_then(|at| marks.get(at..=at));
            let text = mark.filter(|mark| *mark != " ").unwrap_or(text);
            if !text.is_empty() {
                page.write_string(row, column, text).unwrap();
            }
        }
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let path = example().join("files/week.xlsx");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &bytes).unwrap();
    }
    assert_eq!(cells(&fs::read(&path).unwrap(), 0), cells(&bytes, 0));
}

#[test]
fn a_return_sheet_asks_for_what_is_due() {
    let bytes = return_sheet();
    let sheet = cells(&bytes, 0);
    assert_eq!(
        sheet[0][0],
        "Spinney Farm CIC: attendance, 14 September to 18 September 2026"
    );
    assert_eq!(
        sheet[2][..4],
        [
            "ref",
            "name",
            "Mon 14 September 2026 am",
            "Mon 14 September 2026 pm"
        ]
    );
    let named: Vec<_> = sheet[3..].iter().map(|row| row[..2].join(" ")).collect();
    assert_eq!(named, ["p201 Zoë M.", "p202 Callum R.", "p203 Ada O."]);
    let letters: Vec<_> = cells(&bytes, 1).iter().map(|row| row.join(" ")).collect();
    assert_eq!(
        letters[..3],
        [
            "letter meaning",
            "P present",
            "L late, before the register closed"
        ]
    );
    assert_eq!(return_sheet(), bytes, "the same sheet twice");
    // Without names there is room for them, and nothing else changes.
    let mut files = records();
    files.remove("names.csv");
    let scratch = Scratch::with("return-sheet-no-names", &files);
    let run = apcheck(
        scratch.path(),
        &["return-sheet", "spinney-farm", "--week", "2026-09-18"],
    );
    assert!(run.out.contains("the column of names is empty"), "{run:?}");
    let bytes = fs::read(scratch.path().join("spinney-farm-2026-09-14.xlsx")).unwrap();
    assert_eq!(cells(&bytes, 0)[3][..2], ["p201", ""]);
}

/// A letter or a ref that looks like a formula is text and stays text.
#[test]
fn nothing_on_a_return_sheet_is_a_formula() {
    let mut files = records();
    for (path, from, to) in [
        (
            "providers/spinney-farm.toml",
            "P = \"present\"",
            "\"=P\" = \"present\"\n\"+\" = \"present\"\n\"@A\" = \"N\"",
        ),
        (
            "providers/spinney-farm.toml",
            "Spinney Farm CIC",
            "=HYPERLINK(1)",
        ),
        ("names.csv", "Zoë Marsh", "=1+1 Marsh"),
        ("placements/p202-spinney-farm.toml", "\"p202\"", "\"-p202\""),
    ] {
        let text = String::from_utf8(files[path].clone()).unwrap();
        assert!(text.contains(from));
        files.insert(path.into(), text.replace(from, to).into_bytes());
    }
    let scratch = Scratch::with("return-sheet-formula", &files);
    let output = Scratch::new("return-sheet-formula-output");
    let path = output.path().join("sheet.xlsx");
    let run = apcheck(
        scratch.path(),
        &[
            "return-sheet",
            "spinney-farm",
            "--week",
            "2026-09-18",
            "--output",
            &path.to_string_lossy(),
        ],
    );
    assert_eq!(run.status, 0, "{run:?}");
    let bytes = fs::read(path).unwrap();
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(&bytes)).unwrap();
    for sheet in workbook.sheet_names() {
        assert!(workbook.worksheet_formula(&sheet).unwrap().is_empty());
    }
    assert_eq!(cells(&bytes, 1)[1][0], "=P");
    assert_eq!(cells(&bytes, 0)[3][1], "=1+1 M.");
}

/// Reads bytes against the example's records.
fn read_bytes(bytes: &[u8], plan: &Plan) -> Result<Returned, Vec<String>> {
    let folder = Folder::open(&example().join("records")).unwrap();
    let records = folder.load().unwrap();
    let names = folder.pupils_names().unwrap();
    let case = Case {
        records: &records,
        calendar: &records.calendar(),
        provider: &records.providers["spinney-farm"],
        names: names.as_ref(),
        on: WEEK.parse().unwrap(),
    };
    read(case, plan, bytes).map_err(|refused| match refused {
        Refused::File(why) => vec![why],
        Refused::Cells(problems) => problems
            .into_iter()
            .map(|Problem { cell, why }| format!("{cell} {why}"))
            .collect(),
    })
}

fn workbook(fill: impl Fn(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet());
    workbook
        .add_worksheet()
        .write_string(0, 0, "another sheet")
        .unwrap();
    workbook.save_to_buffer().unwrap()
}

/// "p201 14: / /, p202 15: I I"
fn said(returned: &Returned) -> String {
    let days = returned.days.iter().flat_map(|(placement, days)| {
        days.iter().map(move |(date, day)| {
            let cells: Vec<_> = day
                .cells()
                .into_iter()
                .map(|cell| cell.unwrap_or("·"))
                .collect();
            format!(
                "{} {}: {}",
                &placement[..4],
                date.format("%d"),
                cells.join(" ")
            )
        })
    });
    days.collect::<Vec<_>>().join(", ")
}

/// What Excel does to dates, numbers and headings.
#[test]
fn a_workbook_is_read_as_a_person_reads_it() {
    let moment = |text: &str| ExcelDateTime::parse_from_str(text).unwrap();
    let as_date = Format::new().set_num_format("dd/mm/yyyy");
    let as_time = Format::new().set_num_format("dd/mm/yyyy hh:mm");
    let bytes = workbook(|page| {
        page.merge_range(0, 0, 0, 5, "Attendance, autumn", &Format::new())
            .unwrap();
        page.write_row(3, 0, ["Ref", "Date", "AM", "PM", "Minutes late", "Total"])
            .unwrap();
        page.write_string(4, 0, " p201 ").unwrap();
        page.write_datetime_with_format(4, 1, moment("2026-09-14"), &as_date)
            .unwrap();
        page.write_row(4, 2, ["P", "p "]).unwrap();
        // A date with a time in it, and minutes as a number.
        page.write_string(5, 0, "P201").unwrap();
        page.write_datetime_with_format(5, 1, moment("2026-09-15 09:20"), &as_time)
            .unwrap();
        page.write_string(5, 2, "L").unwrap();
        page.write_number(5, 4, 20.0).unwrap();
        // A date that lost its form, and one that is text.
        page.write_string(6, 0, "p202").unwrap();
        page.write_number(6, 1, 46279.0).unwrap();
        page.write_string(6, 2, "S").unwrap();
        page.write_row(7, 0, ["p202", "15/09/2026", "A", "-"])
            .unwrap();
        // Blank rows with form, and a line of the office's own.
        for row in 8..40 {
            page.write_blank(row, 1, &as_date).unwrap();
        }
        page.write_string(41, 0, "Checked by the office").unwrap();
    });
    let returned = read_bytes(&bytes, &Plan::default()).unwrap();
    assert_eq!(
        said(&returned),
        "p201 14: / / · ·, p201 15: L · 20 ·, p202 14: I · · ·, p202 15: N · · ·"
    );

    let headings = workbook(|page| {
        page.write_row(0, 0, ["", "Week commencing", "14/09/2026"])
            .unwrap();
        page.write_row(1, 0, ["Pupil", "Monday", "", "Tuesday", ""])
            .unwrap();
        page.write_row(2, 1, ["AM", "PM", "AM", "PM"]).unwrap();
        page.write_row(3, 0, ["p202", "P", "P", "S", "S"]).unwrap();
    });
    let returned = read_bytes(&headings, &Plan::default()).unwrap();
    assert_eq!(said(&returned), "p202 14: / / · ·, p202 15: I I · ·");

    // A whole day in a cell is for the sessions that are due.
    let days = workbook(|page| {
        page.write_string(0, 0, "ref").unwrap();
        for (column, day) in [(1, "2026-09-14"), (2, "2026-09-16")] {
            page.write_datetime_with_format(0, column, moment(day), &as_date)
                .unwrap();
        }
        page.write_row(1, 0, ["p201", "P A", "/\\"]).unwrap();
        page.write_row(2, 0, ["p203", "", "L"]).unwrap();
    });
    let returned = read_bytes(&days, &Plan::default()).unwrap();
    assert_eq!(
        said(&returned),
        "p201 14: / N · ·, p201 16: / / · ·, p203 16: L · · ·"
    );
}

#[test]
fn what_cannot_be_read_in_a_workbook_names_its_cell() {
    let formulas = fs::read(root().join("tests/imports/formulas.xlsx")).unwrap();
    assert_eq!(
        read_bytes(&formulas, &Plan::default()).unwrap_err(),
        [
            "D2 is a formula without a value; open the file in Excel, save it, and import it again",
            "C3 holds an error that Excel shows, such as #N/A; mend it in the file",
        ]
    );
    let as_time = Format::new().set_num_format("hh:mm");
    let bytes = workbook(|page| {
        page.write_row(0, 0, ["name", "date", "am"]).unwrap();
        page.write_row(1, 0, ["Zoë Marsh", "03/04/2026", "P"])
            .unwrap();
        page.write_row(2, 0, ["Zoë Marsh", "04/05/2026", "P"])
            .unwrap();
        page.write_string(3, 0, "Zoë Marsh").unwrap();
        page.write_number_with_format(3, 1, 0.4, &as_time).unwrap();
        page.write_string(3, 2, "P").unwrap();
        page.write_row(4, 0, ["Somebody Else", "2026-09-14", "P"])
            .unwrap();
        page.write_row(5, 0, ["Zoë Marsh", "2026-09-14", "Zoë"])
            .unwrap();
    });
    let problems = read_bytes(&bytes, &Plan::default()).unwrap_err();
    assert_eq!(
        problems,
        [
            "B2 may be 3 April 2026 or 4 March 2026; say how this file writes dates, with --dates day-first or month-first, or as `dates` in the mapping",
            "B4 holds a time or a day that is none of these years",
            "A5 has a name that nobody in names.csv has; add it to names.csv, or correct it in the file",
            "C6 holds something that is not a mark; the letters of spinney-farm are `P`, `L`, `A` and `S`; say what others mean under [codes] in providers/spinney-farm.toml",
        ]
    );
    let dated = Plan::default().with_order(Some(Order::DayFirst));
    let problems = read_bytes(&bytes, &dated).unwrap_err();
    assert!(
        problems[0].starts_with("C2 cannot be entered: a mark for 3 April 2026"),
        "{problems:?}"
    );
    let sheet = Plan::default().with_sheet(Some("Autumn"));
    assert_eq!(
        read_bytes(&bytes, &sheet).unwrap_err(),
        ["it has sheets that are called something else than the sheet asked for"]
    );
    let old = read_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", &Plan::default()).unwrap_err();
    assert!(old[0].starts_with("it is protected by a password or saved in the old form"));
    let mut vast = formulas.clone();
    let part = vast
        .windows(4)
        .rposition(|four| four == b"PK\x01\x02")
        .unwrap();
    vast[part + 24..part + 28].copy_from_slice(&[0, 0, 0, 0xf0]);
    let refused = read_bytes(&vast, &Plan::default()).unwrap_err();
    assert!(
        refused[0].starts_with("it unpacks to far more"),
        "{refused:?}"
    );
    let broken = read_bytes(b"PK\x03\x04 and so on", &Plan::default()).unwrap_err();
    assert_eq!(
        broken,
        ["it cannot be read as a workbook; save it again as .xlsx or as CSV"]
    );
}

/// A register written out in one of the three shapes.
fn exported(placement: &Placement<'_>, text: &str, shape: usize) -> String {
    let pupil = placement.pupil().unwrap();
    let rows: Vec<&str> = text
        .lines()
        .skip(1)
        .filter(|line| !line.trim().is_empty())
        .collect();
    match shape {
        0 => {
            let rows = rows.iter().map(|row| format!("{pupil},{row}\n"));
            format!(
                "ref,date,am,pm,minutes-late,note\n{}",
                rows.collect::<String>()
            )
        }
        1 => {
            let (mut heads, mut marks) = (String::from("ref"), pupil.to_owned());
            for row in rows {
                let cells: Vec<&str> = row.split(',').collect();
                heads.push_str(&format!("\t{} am\t{} pm", cells[0], cells[0]));
                marks.push_str(&format!("\t{}\t{}", cells[1], cells[2]));
            }
            format!("{heads}\n{marks}\n")
        }
        _ => {
            let sessions = rows.iter().flat_map(|row| {
                let cells: Vec<&str> = row.split(',').collect();
                [("AM", cells[1].to_owned()), ("PM", cells[2].to_owned())]
                    .map(|(half, mark)| format!("{pupil};{};{half};{mark}\n", cells[0]))
            });
            format!("ref;date;session;mark\n{}", sessions.collect::<String>())
        }
    }
}

/// Import of an export is nothing new, whatever register and whatever shape. Of
/// a register with a fault nothing is taken.
#[test]
fn the_import_of_an_export_is_nothing_new() {
    let mut sound = 0;
    for example in ["oakwood-academy", "county"] {
        let folder = root().join("examples").join(example);
        let loaded = Folder::open(&folder).unwrap();
        let mut records = loaded.load().unwrap();
        // The registers have our codes, whatever letters the provider has.
        for provider in records.providers.values_mut() {
            provider
                .table
                .entries
                .retain(|entry| &*entry.key != "codes");
        }
        for (id, text) in registers(&folder) {
            for shape in 0..3 {
                let placement = records.placement(&id).unwrap();
                let provider = placement.provider().unwrap();
                match import_of(&records, provider, &exported(&placement, &text, shape)) {
                    Ok(returned) => {
                        sound += 1;
                        nothing_new(&id, &text, &returned);
                    }
                    Err(Refused::Cells(_)) => {
                        let faults = apcheck::attendance::faults(
                            &placement,
                            &records.calendar(),
                            "2027-07-31".parse().unwrap(),
                        );
                        assert!(!faults.is_empty(), "{id}");
                    }
                    Err(other) => panic!("{id}: {other:?}"),
                }
            }
        }
    }
    assert!(sound > 40, "{sound}");
}

fn registers(folder: &std::path::Path) -> Vec<(String, String)> {
    let files = files_of(&folder.join("attendance"));
    files
        .into_iter()
        .map(|(path, bytes)| {
            (
                path.trim_end_matches(".csv").to_owned(),
                String::from_utf8(bytes).unwrap(),
            )
        })
        .collect()
}

fn import_of(records: &Records, provider: &Record, text: &str) -> Result<Returned, Refused> {
    let case = Case {
        records,
        calendar: &records.calendar(),
        provider,
        names: None::<&Names>,
        on: "2027-07-31".parse::<NaiveDate>().unwrap(),
    };
    read(case, &Plan::default(), text.as_bytes())
}

/// Each cell that was returned is in the register already.
fn nothing_new(id: &str, text: &str, returned: &Returned) {
    assert_eq!(returned.days.keys().collect::<Vec<_>>(), [id]);
    for (date, day) in &returned.days[id] {
        let old = apcheck::edit::register::recorded(text, *date).unwrap();
        for (old, new) in old.cells().into_iter().zip(day.cells()) {
            assert!(new.is_none() || old == new, "{id} {date}: {old:?} {new:?}");
        }
    }
}

/// Whatever is in a file, it is a sentence and no more.
#[test]
fn any_bytes_are_met_with_words() {
    let mut files = base();
    files.insert("names.csv".into(), b"ref,name\np001,\"Jo".to_vec());
    let scratch = Scratch::with("imports-names", &files);
    scratch.write("in/x.csv", b"ref,date,am\n");
    let run = apcheck(
        scratch.path(),
        &["import", "attendance", "in/x.csv", "--provider", "oak-farm"],
    );
    assert_eq!(
        (run.status, run.err.as_str()),
        (
            2,
            "apcheck: names.csv cannot be used: line 2 has a quotation mark that is not closed\n"
        )
    );
    for bytes in [
        &b""[..],
        b"\n\n",
        b",",
        b"\xff\xfea\0",
        b"\"",
        b"ref\tdate\tam\n\t\t\n",
        b"\0",
        b"PK\x03\x04",
    ] {
        scratch.write("names.csv", b"ref,name\n");
        scratch.write("in/x.csv", bytes);
        let run = apcheck(
            scratch.path(),
            &["import", "attendance", "in/x.csv", "--provider", "oak-farm"],
        );
        assert_eq!((run.status, run.err.lines().count()), (2, 1), "{run:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    /// Damaged files are refused or read, and nothing worse.
    #[test]
    fn damaged_files_do_no_harm(
        which in 0..FILES.len(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = fs::read(example().join("files").join(FILES[which].0)).unwrap();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Err(problems) = read_bytes(&bytes, &Plan::default()) {
            prop_assert!(problems.iter().all(|problem| !problem.contains('\n')));
        }
    }
}
