//! What falls due as a calendar, read back by another library.

use crate::support::{Scratch, apcheck, base, edited, files_of, golden, root};
use chrono::{Datelike, NaiveDate};
use icalendar::{Calendar, Component, DatePerhapsTime, Event, EventLike};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

fn calendar(folder: &Path, day: &str, more: &[&str]) -> String {
    let mut arguments = vec!["due", "--format", "ics", "--as-of", day];
    arguments.extend_from_slice(more);
    let run = apcheck(folder, &arguments);
    assert_eq!((run.status, run.err.as_str()), (0, ""), "{arguments:?}");
    run.out
}

fn read(text: &str) -> Calendar {
    text.parse().unwrap()
}

/// One event as a calendar program has it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Shown {
    start: NaiveDate,
    end: NaiveDate,
    summary: String,
    description: String,
    category: String,
    sequence: u32,
    reminders: usize,
}

fn shown(event: &Event) -> Shown {
    let day = |day: Option<DatePerhapsTime>| match day.unwrap() {
        DatePerhapsTime::Date(day) => day,
        DatePerhapsTime::DateTime(time) => panic!("an all-day event has no hour: {time:?}"),
    };
    Shown {
        start: day(event.get_start()),
        end: day(event.get_end()),
        summary: event.get_summary().unwrap().to_owned(),
        description: event.get_description().unwrap().to_owned(),
        category: event.get_categories().unwrap().join(", "),
        sequence: event.get_sequence().unwrap(),
        reminders: event.components().len(),
    }
}

/// The events by UID; a UID that is there twice fails.
fn events(text: &str) -> BTreeMap<String, Shown> {
    for line in text.strip_suffix("\r\n").unwrap().split("\r\n") {
        assert!(!line.contains(['\r', '\n']), "{line:?}");
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
    }
    let mut events = BTreeMap::new();
    for event in read(text).events() {
        let uid = event.get_uid().unwrap().to_owned();
        let before = events.insert(uid.clone(), shown(event));
        assert!(before.is_none(), "{uid} twice");
    }
    events
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The day an item of `due --format json` has in a calendar.
fn expected_day<'a>(item: &'a Value, on: &'a str) -> &'a str {
    item["date"].as_str().unwrap_or(on)
}

const EXAMPLES: [(&str, &str); 3] = [
    ("oakwood-academy", "2026-10-12"),
    ("first-week", "2026-11-23"),
    ("county", "2026-11-16"),
];

#[test]
fn an_event_is_exactly_what_due_lists() {
    for (example, on) in EXAMPLES {
        let folder = root().join("examples").join(example);
        let json = apcheck(
            &folder,
            &["due", "--format", "json", "--as-of", on, "--within", "6m"],
        );
        let json: Value = serde_json::from_str(&json.out).unwrap();
        let mut listed: Vec<[String; 2]> = json["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| {
                let overdue = if item["standing"] == "breached" {
                    "Overdue"
                } else {
                    "Due"
                };
                let (subject, title) = (&item["subject"], &item["title"]);
                let summary = format!(
                    "{overdue}: {}: {}",
                    subject.as_str().unwrap(),
                    title.as_str().unwrap()
                );
                [expected_day(item, on).to_owned(), summary]
            })
            .collect();
        let found = events(&calendar(&folder, on, &["--within", "6m"]));
        let mut shown: Vec<[String; 2]> = found
            .values()
            .map(|event| [event.start.to_string(), event.summary.clone()])
            .collect();
        listed.sort();
        shown.sort();
        assert_eq!(listed, shown, "{example}");
        for event in found.values() {
            assert_eq!(event.end, event.start.succ_opt().unwrap());
            assert!(["law", "guidance", "good practice"].contains(&event.category.as_str()));
        }
    }
}

#[test]
fn reminders_come_only_for_what_is_ahead_and_more_than_good_practice() {
    let folder = root().join("examples/oakwood-academy");
    let on = date("2026-10-12");
    let found = events(&calendar(&folder, "2026-10-12", &["--within", "6m"]));
    for event in found.values() {
        let ahead = (event.start - on).num_days();
        let expected = match ahead {
            _ if event.category == "good practice" || event.summary.starts_with("Overdue") => 0,
            8.. => 2,
            _ => 1,
        };
        assert_eq!(event.reminders, expected, "{event:?}");
    }
    for wanted in 0..=2 {
        assert!(found.values().any(|event| event.reminders == wanted));
    }
}

/// From day to day the files are merged as a calendar program does it, the
/// later event in the place of the earlier one. No thing is there twice, and
/// each that is still due has the day of the last file.
#[test]
fn a_refreshed_calendar_moves_events_and_never_doubles_them() {
    for (example, first) in EXAMPLES {
        let folder = root().join("examples").join(example);
        let mut merged: BTreeMap<String, Shown> = BTreeMap::new();
        let mut moved = 0;
        for week in 0..9 {
            let on = date(first) + chrono::Days::new(week * 9);
            let today = events(&calendar(&folder, &on.to_string(), &["--within", "6m"]));
            for (uid, event) in &today {
                let before = merged.insert(uid.clone(), event.clone());
                let Some(before) = before else { continue };
                assert!(before.sequence < event.sequence);
                moved += usize::from(before.start != event.start);
            }
            // What is due now is in the merged calendar as it is now.
            for (uid, event) in &today {
                assert_eq!(merged[uid], *event);
            }
            let mut things: Vec<(&str, &str)> = today
                .keys()
                .map(|uid| (uid.as_str(), today[uid].description.as_str()))
                .collect();
            things.sort_by_key(|thing| thing.1);
            for pair in things.windows(2) {
                assert_ne!(pair[0].1, pair[1].1, "two events for one thing");
            }
        }
        assert!(moved > 0 || example == "first-week", "{example}");
    }
}

#[test]
fn a_check_that_is_renewed_moves_its_event() {
    let mut files = files_of(&root().join("examples/oakwood-academy"));
    let path = "providers/welland-vale-college.toml";
    let uid = "employers-liability.welland-vale-college.100001@apcheck";
    let scratch = Scratch::with("ics-renewed", &files);
    let before = events(&calendar(
        scratch.path(),
        "2026-10-12",
        &["--within", "12m"],
    ));
    assert_eq!(before[uid].start, date("2026-09-30"));
    assert!(before[uid].summary.starts_with("Overdue: "));
    let text = String::from_utf8(files[path].clone()).unwrap();
    let renewed = text.replacen("expires = 2026-09-30", "expires = 2027-09-30", 1);
    assert_ne!(text, renewed);
    files.insert(path.to_owned(), renewed.into_bytes());
    let scratch = Scratch::with("ics-renewed", &files);
    let after = events(&calendar(
        scratch.path(),
        "2026-10-13",
        &["--within", "12m"],
    ));
    assert_eq!(after[uid].start, date("2027-09-30"));
    assert!(after[uid].summary.starts_with("Due: "));
}

/// Two concerns of one day are two events, and stay so when the first is dealt
/// with.
#[test]
fn two_concerns_of_one_day_have_an_event_each() {
    let concern = |first: &str| {
        format!(
            "\
file placements/p001-oak-farm.toml
+ 
+ [[concerns]]
+ date = 2026-10-08
+ ref = \"MC-2001\"
{first}+ 
+ [[concerns]]
+ date = 2026-10-08
+ ref = \"MC-2002\"
"
        )
    };
    let uids = |edits: &str| -> Vec<String> {
        let (files, _) = edited(edits);
        let scratch = Scratch::with("ics-concerns", &files);
        events(&calendar(scratch.path(), "2026-10-12", &[]))
            .into_keys()
            .filter(|uid| uid.starts_with("concern-reviewed-at-once"))
            .collect()
    };
    let both = uids(&concern(""));
    assert_eq!(both.len(), 2, "{both:?}");
    let settled = "+ reviewed = 2026-10-08\n+ decision = \"continue\"\n";
    let second = "concern-reviewed-at-once.p001-oak-farm.2026-10-08-2@apcheck";
    assert_eq!(uids(&concern(settled)), [second]);
}

#[test]
fn without_anything_due_the_calendar_is_empty_and_whole() {
    let scratch = Scratch::new("ics-empty");
    assert_eq!(apcheck(scratch.path(), &["init", "ap"]).status, 0);
    let text = calendar(&scratch.path().join("ap"), "2026-10-12", &[]);
    assert!(events(&text).is_empty());
    // RFC 5545 asks for at least one component in a calendar.
    assert_eq!(read(&text).components.len(), 1);
    assert!(text.contains("\r\nBEGIN:VTIMEZONE\r\n"));
    golden(&root().join("tests/ics/empty.ics.txt"), &plain(&text));
}

/// With the line ends of the repository.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n")
}

#[test]
fn the_calendar_as_a_whole() {
    let folder = root().join("examples/county");
    let text = calendar(&folder, "2026-11-16", &["--within", "3w"]);
    golden(&root().join("tests/ics/county.ics.txt"), &plain(&text));
    assert_eq!(read(&text).property_value("METHOD"), Some("PUBLISH"));
    let sequence = events(&text).into_values().next().unwrap().sequence;
    assert_eq!(
        sequence,
        date("2026-11-16").num_days_from_ce().unsigned_abs()
    );
}

/// What is hostile in the school's name comes back as it was, whatever it is
/// made of, and long lines are folded between characters.
#[test]
fn hostile_text_comes_back_whole() {
    let names = [
        r"A;B,C\\D:E",
        "老虎老虎老虎老虎老虎老虎老虎老虎老虎老虎老虎老虎老虎老虎老虎老虎老虎老虎老虎老虎",
        "👩‍👩‍👧‍👦 spaces  and   more    of     them      here       and        there         é",
        "BEGIN:VEVENT END:VCALENDAR \\\"quoted\\\"",
    ];
    for name in names {
        let mut files = base();
        let toml = String::from_utf8(files["apcheck.toml"].clone()).unwrap();
        let named = toml.replace("name = \"Oakwood Academy\"", &format!("name = \"{name}\""));
        assert_ne!(toml, named);
        files.insert("apcheck.toml".into(), named.into_bytes());
        let scratch = Scratch::with("ics-hostile", &files);
        let text = calendar(scratch.path(), "2026-10-12", &["--within", "12m"]);
        assert!(!events(&text).is_empty());
        let school: toml::Value = toml::from_str(&format!("name = \"{name}\"")).unwrap();
        let expected = format!(
            "Alternative provision at {}",
            school["name"].as_str().unwrap()
        );
        assert_eq!(read(&text).get_name(), Some(expected.as_str()));
    }
}

#[test]
fn the_same_day_gives_the_same_bytes() {
    let folder = root().join("examples/oakwood-academy");
    let once = calendar(&folder, "2026-10-12", &["--lead", "ska"]);
    assert_eq!(once, calendar(&folder, "2026-10-12", &["--lead", "ska"]));
    assert!(once.contains("X-WR-CALNAME:Alternative provision at Oakwood Academy: S. Kaur\r\n"));
}
