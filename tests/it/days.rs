//! From one day to the next, exactly those standings change that should.

use crate::support::{Files, Scratch, files_of, root};
use apcheck::assess::{Case, assess, subjects};
use apcheck::load::Folder;
use apcheck::rulebook::Rulebook;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The records of the county with one passage of a file put in another's place.
fn county(file: &str, old: &str, new: &str) -> Files {
    let mut files = files_of(&root().join("examples/county"));
    if file.is_empty() {
        return files;
    }
    let text = String::from_utf8(files[file].clone()).unwrap();
    assert_eq!(text.matches(old).count(), 1, "{file}: {old}");
    files.insert(file.to_owned(), text.replace(old, new).into_bytes());
    files
}

/// How every requirement of the rulebook stands for every record.
fn standings(folder: &Folder, on: &str) -> BTreeMap<(String, String), Vec<&'static str>> {
    let records = folder.load().unwrap();
    let rulebook = Rulebook::of(&records);
    assert!(rulebook.faults.is_empty(), "{:?}", rulebook.faults);
    let calendar = records.calendar();
    let on: NaiveDate = on.parse().unwrap();
    let case = Case {
        records: &records,
        rulebook: &rulebook,
        calendar: &calendar,
        on,
        known: on,
    };
    let mut all = BTreeMap::new();
    for requirement in rulebook.requirements.values() {
        for subject in subjects(&records, requirement.about) {
            let of = (requirement.id.clone(), subject.id().to_owned());
            let names = assess(case, requirement, subject)
                .iter()
                .map(|assessment| assessment.standing.name())
                .collect();
            all.insert(of, names);
        }
    }
    all
}

/// What changes from the first day to the second.
fn changes(name: &str, files: &Files, first: &str, second: &str) -> Vec<String> {
    let scratch = Scratch::with(&format!("days-{name}"), files);
    let folder = Folder::open(scratch.path()).unwrap();
    let before = standings(&folder, first);
    let after = standings(&folder, second);
    assert!(before.keys().eq(after.keys()));
    assert!(before.len() > 300, "{}", before.len());
    before
        .iter()
        .filter_map(|(of, was)| {
            let is = &after[of];
            (was != is).then(|| {
                let (id, record) = of;
                format!("{record} {id}: {} -> {}", was.join(", "), is.join(", "))
            })
        })
        .collect()
}

#[test]
fn from_a_saturday_to_a_sunday_nothing_changes() {
    let files = county("", "", "");
    assert_eq!(
        changes("weekend", &files, "2026-11-07", "2026-11-08"),
        Vec::<String>::new()
    );
}

/// Without the review of 6 October the half term that ends on 23 October has
/// none. The pupil's view was asked on a visit, p102 has been without a review
/// since the middle of October, and p104 has ended in order.
#[test]
fn the_end_of_a_half_term_asks_for_what_the_half_term_lacked() {
    let files = county("placements/p101-gwash-lane-pru.toml", FIRST_REVIEW, "");
    let expected: &[&str] = &[
        "p101-gwash-lane-pru reintegration-reviewed: outstanding -> breached",
        "p101-gwash-lane-pru review-confirms-the-essentials: outstanding -> breached",
        "p101-gwash-lane-pru review-every-half-term: outstanding -> breached",
        "p101-gwash-lane-pru review-with-everyone: outstanding -> breached",
    ];
    assert_eq!(
        changes("half-term", &files, "2026-10-23", "2026-10-24"),
        expected
    );
    // With it nothing is lacking.
    let files = county("", "", "");
    assert_eq!(
        changes("half-term-whole", &files, "2026-10-23", "2026-10-24"),
        Vec::<String>::new()
    );
}

const FIRST_REVIEW: &str = r#"[[reviews]]
date = 2026-10-06
by = "inc"
kind = "regular"
with = ["pupil", "parent", "provider"]
confirmed = ["attending", "safe", "well", "needs-met", "on-course", "reintegration"]
invited = 2026-09-28
outcome = "continue"
outcome-sent = 2026-10-08
pupil-views = "smaller classes help"
parent-views = "calmer mornings"
next = 2026-11-10
"#;

/// Twelve months from 16 November 2025 run to 15 November 2026; the document
/// answers two other lines, by `also`.
#[test]
fn twelve_months_end_for_all_that_the_line_answers_and_nothing_else() {
    let files = county(
        "providers/wether-hill-farm.toml",
        "safeguarding-policy        = { date = 2026-05-19,",
        "safeguarding-policy        = { date = 2025-11-16,",
    );
    let expected: &[&str] = &[
        "wether-hill-farm concern-procedure: met -> breached",
        "wether-hill-farm related-policies-received: met -> breached",
        "wether-hill-farm safeguarding-policy: met -> breached",
    ];
    assert_eq!(
        changes("renewal", &files, "2026-11-15", "2026-11-16"),
        expected
    );
}

/// Six months by the governors' decision, twelve without it. On the second day
/// the outcome of the review of 10 November was sent.
#[test]
fn a_tightened_renewal_ends_earlier_and_nothing_else_does() {
    let sent = "p101-gwash-lane-pru direction-outcome-sent: outstanding -> met";
    let ended = "wether-hill-farm recruitment-checks-seen: met -> breached";
    let files = county("", "", "");
    assert_eq!(
        changes("tightened", &files, "2026-11-12", "2026-11-13"),
        [sent, ended]
    );
    let files = county("apcheck.toml", "renew = \"6 months\"", "level = \"should\"");
    assert_eq!(
        changes("not-tightened", &files, "2026-11-12", "2026-11-13"),
        [sent]
    );
}

/// The grounds hold to 27 November, and by that day p104 was to be seen again.
#[test]
fn reasonable_grounds_end_on_their_last_day() {
    let files = county("", "", "");
    let expected: &[&str] = &[
        "p104-wether-hill-farm checked-after-return: outstanding -> breached",
        "p101-gwash-lane-pru day-a-week-at-base-school: excepted -> breached",
    ];
    assert_eq!(
        changes("grounds", &files, "2026-11-27", "2026-11-28"),
        expected
    );
}

#[test]
fn what_a_day_says_does_not_depend_on_the_days_asked_about_before() {
    let files = county("", "", "");
    let scratch = Scratch::with("days-twice", &files);
    let folder = Folder::open(scratch.path()).unwrap();
    let monday = standings(&folder, "2026-11-16");
    standings(&folder, "2027-03-25");
    assert_eq!(standings(&folder, "2026-11-16"), monday);
}
