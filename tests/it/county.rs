//! `examples/county`: what is recorded once counts on every checklist that asks.

use crate::support::{Files, Scratch, apcheck, files_of, root};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const COUNTY_DAY: &str = "2026-11-16";

/// One item of one checklist as laid out for one record.
#[derive(Clone, Debug, PartialEq)]
struct Item {
    standing: String,
    /// Each requirement behind it with the record it is about, and how it stands.
    requirements: BTreeMap<(String, String), String>,
}

/// Checklist, record, section, number and text of an item.
type Key = (String, String, String, usize, String);

/// What `compliance` says: every item of every page, and what is said of the
/// signature under a page.
struct Said {
    items: BTreeMap<Key, Item>,
    signatures: BTreeMap<(String, String), Value>,
}

fn compliance(name: &str, files: &Files) -> Said {
    let scratch = Scratch::with(name, files);
    let run = apcheck(
        scratch.path(),
        &["compliance", "--format", "json", "--as-of", COUNTY_DAY],
    );
    assert!(run.err.is_empty(), "{}", run.err);
    let json: Value = serde_json::from_str(&run.out).unwrap();
    let list = |value: &Value| value.as_array().unwrap().clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut said = Said {
        items: BTreeMap::new(),
        signatures: BTreeMap::new(),
    };
    for page in list(&json["checklists"]) {
        let (checklist, record) = (text(&page["name"]), text(&page["subject"]));
        for section in list(&page["sections"]) {
            for (at, item) in list(&section["items"]).iter().enumerate() {
                let requirements = list(&item["requirements"])
                    .iter()
                    .map(|line| {
                        let of = (text(&line["id"]), text(&line["subject"]));
                        (of, text(&line["standing"]))
                    })
                    .collect();
                said.items.insert(
                    (
                        checklist.clone(),
                        record.clone(),
                        text(&section["title"]),
                        at,
                        text(&item["text"]),
                    ),
                    Item {
                        standing: text(&item["standing"]),
                        requirements,
                    },
                );
            }
        }
        said.signatures
            .insert((checklist, record), page["signed"].clone());
    }
    said
}

fn county() -> Files {
    files_of(&root().join("examples/county"))
}

/// The records without the one line of a file that begins so.
fn without(file: &str, prefix: &str) -> Files {
    let mut files = county();
    let text = String::from_utf8(files[file].clone()).unwrap();
    let (taken, kept): (Vec<&str>, Vec<&str>) =
        text.lines().partition(|line| line.starts_with(prefix));
    assert_eq!(taken.len(), 1, "{file}: {taken:?}");
    files.insert(file.to_owned(), kept.join("\n").into_bytes());
    files
}

/// A line that is taken out, and what has to follow from it.
struct Once {
    file: &'static str,
    line: &'static str,
    /// The record the requirements are about.
    about: &'static str,
    /// The requirements that the line alone answers.
    answers: &'static [&'static str],
    /// The checklists that ask, and with how many items.
    asked: &'static [(&'static str, usize)],
}

/// A line that is taken out unticks every item that names what it answered, on
/// every checklist in use, and no other item; and a signature that stood for it
/// no longer does.
#[test]
fn evidence_given_once_ticks_every_checklist_that_asks() {
    let cases = [
        Once {
            file: "placements/p101-gwash-lane-pru.toml",
            line: "risk-assessment ",
            about: "p101-gwash-lane-pru",
            answers: &["risk-assessment"],
            asked: &[
                ("arranging-ap-2025", 1),
                ("devon-omg-56", 1),
                ("leicestershire-handbook", 3),
                ("rutland-county", 1),
            ],
        },
        Once {
            file: "providers/gwash-lane-pru.toml",
            line: "letter-of-assurance ",
            about: "gwash-lane-pru",
            answers: &[
                "letter-covers-the-checks",
                "letter-of-assurance",
                "notifies-staff-changes",
            ],
            asked: &[
                ("arranging-ap-2025", 1),
                ("devon-omg-56", 1),
                ("leicestershire-handbook", 3),
                ("rutland-county", 1),
            ],
        },
        Once {
            file: "providers/gwash-lane-pru.toml",
            line: "due-diligence ",
            about: "gwash-lane-pru",
            answers: &["due-diligence"],
            asked: &[
                ("arranging-ap-2025", 1),
                ("devon-omg-56", 2),
                ("leicestershire-handbook", 4),
                ("rutland-county", 1),
            ],
        },
        Once {
            file: "placements/p101-gwash-lane-pru.toml",
            line: "la-notified ",
            about: "p101-gwash-lane-pru",
            answers: &["la-notified", "rutland-told-before-start"],
            asked: &[
                ("arranging-ap-2025", 1),
                ("leicestershire-handbook", 2),
                ("rutland-county", 1),
            ],
        },
        Once {
            file: "placements/p101-gwash-lane-pru.toml",
            line: "personalised-plan ",
            about: "p101-gwash-lane-pru",
            answers: &[
                "assessment-agreed",
                "curriculum-breadth",
                "curriculum-plan",
                "english-and-maths-offered",
                "objectives-shared",
                "personalised-plan",
                "reintegration-plan",
            ],
            asked: &[
                ("arranging-ap-2025", 3),
                ("devon-omg-56", 2),
                ("leicestershire-handbook", 12),
                ("rutland-county", 1),
            ],
        },
    ];
    let before = compliance("once-before", &county());
    for once in cases {
        let after = compliance(
            &format!("once-{}", once.line.trim()),
            &without(once.file, once.line),
        );
        let pages = |said: &Said| said.items.keys().cloned().collect::<BTreeSet<Key>>();
        assert_eq!(pages(&before), pages(&after), "{}", once.line);
        // Of the requirements exactly those change that the line answers.
        let mut changed: BTreeSet<(String, String)> = BTreeSet::new();
        for (key, item) in &before.items {
            for (of, standing) in &item.requirements {
                let now = &after.items[key].requirements[of];
                if standing != now {
                    assert_eq!((standing.as_str(), now.as_str()), ("met", "breached"));
                    changed.insert(of.clone());
                }
            }
        }
        let expected: BTreeSet<(String, String)> = once
            .answers
            .iter()
            .map(|id| ((*id).to_owned(), once.about.to_owned()))
            .collect();
        assert_eq!(changed, expected, "{}", once.line);
        // Of the items exactly those that name one of them.
        let mut asked: BTreeMap<&str, usize> = BTreeMap::new();
        for (key, item) in &before.items {
            let now = &after.items[key];
            let names = item.requirements.keys().any(|of| expected.contains(of));
            if names {
                assert_eq!(item.standing, "met", "{key:?}");
                assert_eq!(now.standing, "breached", "{key:?}");
                *asked.entry(&key.0).or_default() += 1;
            } else {
                assert_eq!(item, now, "{key:?}");
            }
        }
        assert_eq!(
            asked.into_iter().collect::<Vec<_>>(),
            once.asked,
            "{}",
            once.line
        );
        // What follows: the county's checklist was signed, and has changed since.
        for (page, signed) in &before.signatures {
            let now = &after.signatures[page];
            let of = (
                "rutland-county".to_owned(),
                "p101-gwash-lane-pru".to_owned(),
            );
            let stale = *page == of && once.asked.iter().any(|(name, _)| *name == of.0);
            assert_eq!(signed != now, stale, "{}: {page:?}: {now}", once.line);
        }
    }
}
