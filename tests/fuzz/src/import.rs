//! What others send: text, and workbooks.

use super::{PARTED, folder, text_of};
use apcheck::calendar::Calendar;
use apcheck::edit::Change;
use apcheck::edit::register::{Day, HEADER, recorded, set};
use apcheck::import::{Case, FilledChecklist, Headings, Plan, Refused, read};
use apcheck::records::{self, Names, Record, Records, fields};
use apcheck::source::Paths;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::sync::OnceLock;
use zip::write::{SimpleFileOptions, ZipWriter};

/// A mapping, a line of `%%`, and the bytes of a file; without that line, a file
/// in our own layout.
pub fn import(data: &[u8]) {
    let (mapping, file) = parted(data);
    taken_in(mapping, file);
}

fn parted(data: &[u8]) -> (&[u8], &[u8]) {
    let parted = PARTED.as_bytes();
    let at = data.windows(parted.len()).position(|part| part == parted);
    at.map_or((&[], data), |at| (&data[..at], &data[at + parted.len()..]))
}

/// The sheet of a workbook, a line of `%%` and its shared strings; or the bytes
/// of a whole workbook. What is in a workbook is packed here, since a fuzzer
/// would hardly ever find a checksum.
pub fn workbook(data: &[u8]) {
    if data.starts_with(b"PK") {
        return taken_in(&[], data);
    }
    let (sheet, strings) = match parted(data) {
        ([], sheet) => (sheet, &[][..]),
        parts => parts,
    };
    taken_in(&[], &packed(sheet, strings));
}

fn packed(sheet: &[u8], strings: &[u8]) -> Vec<u8> {
    const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    const WORKBOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Week" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;
    let parts = [
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/styles.xml", STYLES.as_bytes()),
        ("xl/sharedStrings.xml", strings),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (path, bytes) in parts.iter().filter(|(_, bytes)| !bytes.is_empty()) {
        zip.start_file(*path, stored).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The school that the files are sent to.
struct School {
    records: Records,
    calendar: Calendar,
    names: Names,
}

fn school() -> &'static School {
    static SCHOOL: OnceLock<School> = OnceLock::new();
    SCHOOL.get_or_init(|| {
        let folder = folder("examples/imports/records");
        let records = folder.load().unwrap();
        School {
            calendar: records.calendar(),
            names: folder.pupils_names().unwrap().unwrap(),
            records,
        }
    })
}

fn taken_in(mapping: &[u8], file: &[u8]) {
    let Some(plan) = plan(mapping) else {
        return;
    };
    let school = school();
    let case = Case {
        records: &school.records,
        calendar: &school.calendar,
        provider: &school.records.providers["spinney-farm"],
        names: Some(&school.names),
        on: NaiveDate::from_ymd_opt(2026, 10, 12).unwrap(),
    };
    match read(case, &plan, file) {
        Ok(returned) => {
            let days = returned.days.values().flat_map(BTreeMap::values);
            let marks =
                days.map(|day| usize::from(day.am.is_some()) + usize::from(day.pm.is_some()));
            assert_eq!(marks.sum::<usize>(), returned.marks);
            for (placement, days) in &returned.days {
                assert!(school.records.placements.contains_key(placement));
                in_a_register(days);
            }
        }
        Err(Refused::File(why)) => nobody_is_named(school, &why),
        Err(Refused::Cells(problems)) => {
            assert!(!problems.is_empty());
            problems
                .iter()
                .for_each(|problem| nobody_is_named(school, &problem.why));
        }
    }
    let headings = Headings {
        columns: &["item", "date"],
        checklist: "checklist",
        record: "record",
    };
    if let Ok(filled) = FilledChecklist::read(file, headings) {
        for row in filled.rows() {
            let _ = (filled.words(row, "item"), filled.day(row, "date"));
        }
    }
}

/// The plan of a mapping that could be read; ours where there is none.
fn plan(mapping: &[u8]) -> Option<Plan> {
    if mapping.is_empty() {
        return Some(Plan::default());
    }
    let file = Paths::default().add("mappings/x.toml");
    let reading = records::read(file, &text_of(mapping)?, &fields::MAPPING);
    let record = Record::new("x", file, reading);
    Plan::of(&record).ok()
}

fn nobody_is_named(school: &School, why: &str) {
    assert!(!why.is_empty() && !school.names.are_in(why), "{why}");
}

/// What was taken in is what stands in a register that it is put into.
fn in_a_register(days: &BTreeMap<NaiveDate, Day>) {
    let change = Change {
        path: String::new(),
        before: HEADER.to_owned(),
        is_new: true,
        replacements: set(HEADER, days).unwrap(),
    };
    let after = change.after();
    let (register, faults) = records::register::read(Paths::default().add("x.csv"), &after);
    assert!(faults.is_empty(), "{faults:?} in {after:?}");
    assert_eq!(register.rows.len(), days.len());
    for (date, day) in days {
        let written = recorded(&after, *date).unwrap();
        assert_eq!([&written.am, &written.pm], [&day.am, &day.pm]);
    }
}
