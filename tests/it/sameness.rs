//! What must not change an answer: line endings, the order of what is written,
//! the order of files on the disk, and days on which nothing happens.

use crate::in_memory::{Said, School, with_a_second_placement};
use crate::order::shuffled;
use crate::support::{Files, Scratch, files_of, root};
use apcheck::assess::{Case, Standing};
use apcheck::attendance::{Sessions, sessions, summarise};
use apcheck::calendar::Span;
use apcheck::load::Folder;
use apcheck::rulebook::Rulebook;
use apcheck::views::explain::concerns;
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What is found without the line it stands on.
fn without_lines(said: Vec<Said>) -> Vec<Said> {
    let mut said: Vec<Said> = said
        .into_iter()
        .map(|said| Said { line: 0, ..said })
        .collect();
    said.sort();
    said
}

fn folders() -> [(&'static str, Files); 3] {
    let example = |name: &str| files_of(&root().join("examples").join(name));
    [
        ("oakwood", example("oakwood-academy")),
        ("county", example("county")),
        ("faulty", with_a_second_placement()),
    ]
}

/// A folder on the disk, and what is found in it.
struct Found {
    files: Files,
    scratch: Scratch,
    said: Vec<Said>,
}

static FOUND: LazyLock<Vec<Found>> = LazyLock::new(|| {
    let each = folders().into_iter();
    each.map(|(name, files)| {
        let scratch = Scratch::with(&format!("sameness-{name}"), &files);
        let said = School::open(scratch.path()).said();
        assert!(said.len() > 5, "{name}");
        Found {
            files,
            scratch,
            said,
        }
    })
    .collect()
});

fn texts(files: &Files) -> impl Iterator<Item = (&String, String)> {
    let records = files.iter().filter(|(path, _)| {
        path.ends_with(".toml") || path.starts_with("attendance/") && path.ends_with(".csv")
    });
    records.filter_map(|(path, bytes)| Some((path, String::from_utf8(bytes.clone()).ok()?)))
}

#[test]
fn line_endings_and_a_byte_order_mark_change_nothing() {
    for found in FOUND.iter() {
        for (before, end) in [("", "\r\n"), ("\u{feff}", "\n"), ("\u{feff}", "\r\n")] {
            let mut files = found.files.clone();
            for (path, text) in texts(&found.files) {
                let text = format!("{before}{}", text.replace('\n', end));
                files.insert(path.clone(), text.into_bytes());
            }
            let scratch = Scratch::with("sameness-ends", &files);
            assert_eq!(School::open(scratch.path()).said(), found.said);
        }
    }
}

#[test]
fn the_order_in_which_files_are_made_changes_nothing() {
    for found in FOUND.iter() {
        let scratch = Scratch::new("sameness-files");
        for (path, bytes) in found.files.iter().rev() {
            scratch.write(path, bytes);
        }
        assert_eq!(School::open(scratch.path()).said(), found.said);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// Sections and fields in another order, comments, and blanks beside the equals sign.
    #[test]
    fn the_order_within_a_file_changes_nothing(
        which in any::<prop::sample::Index>(),
        seeds in prop::collection::vec(any::<u32>(), 12),
        comments in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
        wide in any::<bool>(),
    ) {
        let found = &FOUND[which.index(2)];
        let mut folder = Folder::open(found.scratch.path()).unwrap();
        for (path, text) in texts(&found.files) {
            if !path.ends_with(".toml") || path.starts_with('.') {
                continue;
            }
            let mut text = shuffled(&text, &seeds, &comments);
            if wide {
                text = text.replace(" = ", "  =   ").replace(" }\n", "   }  \n");
            }
            folder = folder.with(path, text);
        }
        let said = without_lines(School::of(folder).said());
        prop_assert_eq!(said, without_lines(found.said.clone()));
    }
}

/// What is met until a day is still met on each day up to it, as long as nothing
/// that is dated later is known.
#[test]
fn what_is_met_until_a_day_is_met_on_every_day_up_to_it() {
    let mut asked = 0;
    let mut broken: BTreeMap<String, String> = BTreeMap::new();
    for found in FOUND.iter() {
        let records = Folder::open(found.scratch.path()).unwrap().load().unwrap();
        let (rulebook, calendar) = (Rulebook::of(&records), records.calendar());
        let first: NaiveDate = "2026-09-01".parse().unwrap();
        for day in (0..120).step_by(7).map(|days| first + Days::new(days)) {
            let case = |on| Case {
                records: &records,
                rulebook: &rulebook,
                calendar: &calendar,
                on,
                known: day,
            };
            for requirement in rulebook.requirements.values() {
                for answer in concerns(case(day), requirement) {
                    let Standing::Met { until: Some(until) } = answer.standing else {
                        continue;
                    };
                    let days = (until - day).num_days();
                    for later in [1, days / 2, days] {
                        let Some(on) = day.checked_add_days(Days::new(later.max(0).unsigned_abs()))
                        else {
                            continue;
                        };
                        if on > until {
                            continue;
                        }
                        asked += 1;
                        let then = concerns(case(on), requirement);
                        let same = then.iter().find(|then| {
                            then.subject.id() == answer.subject.id() && then.key == answer.key
                        });
                        let holds = same.is_none_or(|then| {
                            matches!(
                                then.standing,
                                Standing::Met { .. } | Standing::NotRequired { .. }
                            )
                        });
                        if !holds {
                            broken.entry(requirement.id.clone()).or_insert(format!(
                                "{} met on {day} until {until}, on {on}: {:?}",
                                answer.subject.id(),
                                same.map(|then| &then.standing)
                            ));
                        }
                    }
                }
            }
        }
    }
    assert!(broken.is_empty(), "{} {broken:#?}", broken.len());
    assert!(asked > 1000, "{asked}");
}

/// Each session is counted once, and by its code.
#[test]
fn the_totals_of_attendance_are_the_sums_of_the_codes() {
    let span = Span {
        from: "2026-09-01".parse().unwrap(),
        to: "2027-07-31".parse().unwrap(),
    };
    let mut counted = 0;
    for found in FOUND.iter() {
        let records = Folder::open(found.scratch.path()).unwrap().load().unwrap();
        let calendar = records.calendar();
        for placement in records.all_placements() {
            for day in ["2026-09-30", "2026-10-12", "2027-01-20", "2027-07-31"] {
                let day = day.parse().unwrap();
                let summary = summarise(&placement, &calendar, span, day);
                let mut codes: BTreeMap<&str, u32> = BTreeMap::new();
                let (mut unreadable, mut no_return) = (0, 0);
                for session in sessions(&placement, &calendar, span, day) {
                    match session {
                        Sessions::Marked(.., code) => *codes.entry(code.mark).or_default() += 1,
                        Sessions::NoReturn(..) => no_return += 1,
                        Sessions::Unreadable(..) => unreadable += 1,
                    }
                }
                let of = |marks: &[&str]| -> u32 {
                    marks.iter().filter_map(|mark| codes.get(mark)).sum()
                };
                let attended = of(&["/", "\\", "L"]);
                let authorised = of(&["C", "C1", "C2", "E", "I", "J1", "M", "R", "S", "T"]);
                let unauthorised = of(&["G", "N", "O", "U"]);
                let id = placement.id();
                assert_eq!(summary.attended, attended, "{id} {day}: {codes:?}");
                assert_eq!(summary.authorised, authorised, "{id} {day}: {codes:?}");
                assert_eq!(summary.unauthorised, unauthorised, "{id} {day}: {codes:?}");
                assert_eq!(summary.late, of(&["L"]), "{id} {day}");
                assert_eq!(summary.no_return, no_return, "{id} {day}");
                let rest = codes.values().sum::<u32>() - attended - authorised - unauthorised;
                assert_eq!(
                    summary.not_possible + summary.unreadable,
                    rest + unreadable,
                    "{id} {day}: {codes:?}"
                );
                counted += codes.values().sum::<u32>();
            }
        }
    }
    assert!(counted > 1000, "{counted}");
}
