//! How long each stage takes, on the records of a large school:
//!
//! ```sh
//! cargo bench
//! ```
#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "this is a program of its own, beside apcheck"
)]

mod records;

use apcheck::assess::Case;
use apcheck::calendar::{Calendar, Period};
use apcheck::load::Folder;
use apcheck::records::{Records, fields, register};
use apcheck::render::{self, Style};
use apcheck::rulebook::{Level, Rulebook};
use apcheck::source::{FileId, Paths};
use apcheck::views::Standings;
use apcheck::views::attendance::{By, attendance};
use apcheck::views::due::due;
use apcheck::views::findings::{Choice, findings};
use chrono::NaiveDate;
use divan::{Bencher, black_box};
use std::fs;
use std::sync::LazyLock;

/// Placements on record.
const SIZE: usize = 100;

fn main() {
    divan::main();
}

/// The records as they are in memory, and all that they are judged by.
struct School {
    folder: Folder,
    texts: Vec<(FileId, String, bool)>,
    records: Records,
    rulebook: Rulebook,
    calendar: Calendar,
    day: NaiveDate,
    _directory: tempfile::TempDir,
}

static SCHOOL: LazyLock<School> = LazyLock::new(|| {
    let directory = tempfile::tempdir().expect("a temporary folder can be made");
    let root = directory.path();
    for folder in ["placements", "providers", "attendance"] {
        fs::create_dir(root.join(folder)).expect("a folder can be made in it");
    }
    let mut files: Vec<records::File> = (0..SIZE).flat_map(records::placement).collect();
    files.extend((0..SIZE / records::AT_A_PROVIDER).map(records::provider));
    fs::write(root.join("apcheck.toml"), records::school()).expect("a file can be written");
    let mut paths = Paths::default();
    let mut texts = Vec::new();
    for file in files {
        fs::write(root.join(&file.path), &file.bytes).expect("a file can be written");
        let text = String::from_utf8_lossy(&file.bytes).into_owned();
        let is_register = file.path.starts_with("attendance");
        texts.push((paths.add(&file.path), text, is_register));
    }
    let folder = Folder::open(root).expect("there is an apcheck.toml");
    let records = folder.load().expect("the folder can be read");
    School {
        rulebook: Rulebook::of(&records),
        calendar: records.calendar(),
        day: records::DAY.parse().expect("it is a day"),
        folder,
        texts,
        records,
        _directory: directory,
    }
});

impl School {
    fn case(&self) -> Case<'_> {
        Case {
            records: &self.records,
            rulebook: &self.rulebook,
            calendar: &self.calendar,
            on: self.day,
            known: self.day,
        }
    }
}

#[divan::bench]
fn a_read(bencher: Bencher<'_, '_>) {
    let school = &*SCHOOL;
    bencher.bench(|| school.folder.load().expect("the folder can be read"));
}

#[divan::bench]
fn b_parse_records(bencher: Bencher<'_, '_>) {
    let school = &*SCHOOL;
    bencher.bench(|| {
        for (file, text, _) in school.texts.iter().filter(|(.., register)| !register) {
            black_box(apcheck::records::read(*file, text, &fields::PLACEMENT));
        }
    });
}

#[divan::bench]
fn c_parse_registers(bencher: Bencher<'_, '_>) {
    let school = &*SCHOOL;
    bencher.bench(|| {
        for (file, text, _) in school.texts.iter().filter(|(.., register)| *register) {
            black_box(register::read(*file, text));
        }
    });
}

#[divan::bench]
fn d_rulebook(bencher: Bencher<'_, '_>) {
    let school = &*SCHOOL;
    bencher.bench(|| Rulebook::of(&school.records));
}

#[divan::bench]
fn e_assess(bencher: Bencher<'_, '_>) {
    let school = &*SCHOOL;
    bencher.bench(|| Standings::of(school.case()));
}

#[divan::bench]
fn f_view_findings(bencher: Bencher<'_, '_>) {
    let school = &*SCHOOL;
    bencher.bench(|| findings(school.case(), &Choice::default()));
}

#[divan::bench]
fn g_view_due(bencher: Bencher<'_, '_>) {
    let school = &*SCHOOL;
    let within = Period::parse("14 days").expect("it is a period");
    bencher.bench(|| due(school.case(), within, None, Level::Should));
}

#[divan::bench]
fn h_view_attendance(bencher: Bencher<'_, '_>) {
    let school = &*SCHOOL;
    let span = school.calendar.terms()[3].span;
    bencher.bench(|| attendance(school.case(), span, By::Placement, &[]));
}

#[divan::bench]
fn i_render_findings(bencher: Bencher<'_, '_>) {
    let school = &*SCHOOL;
    let found = findings(school.case(), &Choice::default());
    let snippets = school.folder.snippets(&school.records.paths, found.files());
    let style = Style {
        colour: false,
        width: None,
    };
    bencher.bench(|| render::text(&found, &snippets, school.day, style));
}
