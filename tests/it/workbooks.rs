//! Tables as workbooks and CSV, read back by another program.

use crate::reports::oakwood;
use crate::support::{DAY, Scratch, apcheck, bytes_of};
use calamine::{Data, DataType, Range, Reader, Xlsx};
use std::io::Cursor;

fn workbook(records: &Scratch, arguments: &[&str]) -> Xlsx<Cursor<Vec<u8>>> {
    let all = [arguments, &["--format", "xlsx", "--as-of", DAY]].concat();
    let bytes = bytes_of(records.path(), &all);
    let again = bytes_of(records.path(), &all);
    assert!(
        bytes == again,
        "{arguments:?}: the same records give other bytes"
    );
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

fn column<'r>(range: &'r Range<Data>, heading: &str) -> Vec<&'r Data> {
    let headings = range.rows().next().unwrap();
    let at = headings
        .iter()
        .position(|cell| cell.as_string().as_deref() == Some(heading))
        .unwrap();
    range.rows().skip(1).map(|row| &row[at]).collect()
}

/// A command, its sheets, and their columns of days and of numbers.
type Case = (
    &'static [&'static str],
    &'static [&'static str],
    &'static [&'static str],
    &'static [&'static str],
);

#[test]
fn days_and_numbers_are_days_and_numbers() {
    let records = Scratch::with("workbooks", &oakwood());
    let cases: [Case; 3] = [
        (&["due"], &["Due"], &["date"], &["days"]),
        (
            &["attendance"],
            &["Attendance"],
            &[],
            &["attended", "possible", "late"],
        ),
        (
            &["compliance", "larkfield-farm"],
            &["annex-b"],
            &["date", "good to"],
            &["item"],
        ),
    ];
    for (arguments, sheets, days, numbers) in cases {
        let mut book = workbook(&records, arguments);
        assert_eq!(book.sheet_names(), sheets, "{arguments:?}");
        for sheet in sheets {
            let range = book.worksheet_range(sheet).unwrap();
            assert!(range.height() > 2, "{arguments:?}");
            for heading in days {
                let cells = column(&range, heading);
                assert!(cells.iter().any(|cell| cell.is_datetime()), "{heading}");
                let day = |cell: &&Data| cell.is_datetime() || cell.is_empty();
                assert!(cells.iter().all(day), "{heading}: {cells:?}");
            }
            for heading in numbers {
                let cells = column(&range, heading);
                let number = |cell: &&Data| cell.is_float() || cell.is_int() || cell.is_empty();
                assert!(cells.iter().all(number), "{heading}: {cells:?}");
            }
        }
    }
}

#[test]
fn no_cell_becomes_a_formula() {
    let mut files = oakwood();
    let path = "providers/larkfield-farm.toml";
    let text = String::from_utf8(files[path].clone()).unwrap();
    let awful = [
        "=1+1",
        "+44 1632 960101",
        "-2",
        "@SUM(A1)",
        "=HYPERLINK(\\\"http://host.example\\\")",
    ];
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let checks = lines
        .iter_mut()
        .filter(|line| line.contains("{ date = ") && line.contains("evidence = \""));
    for (line, awful) in checks.zip(awful.iter().cycle()) {
        let (before, after) = line.split_once("evidence = \"").unwrap();
        let rest = after.split_once('"').unwrap().1;
        *line = format!("{before}evidence = \"{awful}\"{rest}");
    }
    files.insert(path.into(), lines.join("\n").into_bytes());
    let records = Scratch::with("formulas", &files);
    let arguments = ["compliance", "larkfield-farm"];
    let mut book = workbook(&records, &arguments);
    let mut found = Vec::new();
    for sheet in book.sheet_names() {
        assert!(book.worksheet_formula(&sheet).unwrap().is_empty());
        let range = book.worksheet_range(&sheet).unwrap();
        let cells = range.rows().flatten().map(ToString::to_string);
        found.extend(cells.filter(|cell| cell.starts_with(['=', '+', '-', '@'])));
    }
    assert!(found.iter().any(|cell| cell == "=1+1"), "{found:?}");
    let run = apcheck(
        records.path(),
        &[&arguments[..], &["--format", "csv", "--as-of", DAY]].concat(),
    );
    assert!(run.out.contains(",'=1+1,"), "{}", run.out);
    let cells = run.out.split(',').map(|cell| cell.trim_start_matches('"'));
    for cell in cells.filter(|cell| cell.starts_with(['=', '+', '-', '@'])) {
        assert!(cell.parse::<f64>().is_ok(), "{cell}");
    }
}
