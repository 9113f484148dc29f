//! What `validate` finds in a folder of records, worked out in this process, so
//! that a test can ask some thousand times.

use crate::support::{DAY, Files, base};
use apcheck::assess::Case;
use apcheck::load::Folder;
use apcheck::rulebook::Rulebook;
use apcheck::source::line_column;
use apcheck::views::findings::{Choice, findings};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::path::Path;

/// One finding, with the line instead of bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Said {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) id: String,
    pub(crate) standing: &'static str,
    pub(crate) subject: String,
    pub(crate) message: String,
}

/// A records folder, and the rulebook that its `apcheck.toml` and checklists make.
pub(crate) struct School {
    folder: Folder,
    rulebook: Rulebook,
}

impl School {
    pub(crate) fn open(path: &Path) -> School {
        School::of(Folder::open(path).unwrap())
    }

    pub(crate) fn of(folder: Folder) -> School {
        let rulebook = Rulebook::of(&folder.load().unwrap());
        School { folder, rulebook }
    }

    /// Everything that is found, sorted.
    pub(crate) fn said(&self) -> Vec<Said> {
        said_of(&self.folder, Some(&self.rulebook))
    }

    /// The same with another text in a file.
    pub(crate) fn said_with(&self, path: &str, text: String) -> Vec<Said> {
        let folder = self.folder.clone().with(path, text);
        let same_rules = path != "apcheck.toml" && !path.starts_with("checklists/");
        said_of(&folder, same_rules.then_some(&self.rulebook))
    }
}

fn said_of(folder: &Folder, rulebook: Option<&Rulebook>) -> Vec<Said> {
    let records = folder.load().unwrap();
    let made;
    let rulebook = match rulebook {
        Some(rulebook) => rulebook,
        None => {
            made = Rulebook::of(&records);
            &made
        }
    };
    let on = NaiveDate::parse_from_str(DAY, "%Y-%m-%d").unwrap();
    let calendar = records.calendar();
    let case = Case {
        records: &records,
        rulebook,
        calendar: &calendar,
        on,
        known: on,
    };
    let found = findings(case, &Choice::default());
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    let mut said: Vec<Said> = found
        .list
        .iter()
        .map(|finding| {
            let file = records.paths.of(finding.place.file);
            let text = texts
                .entry(file)
                .or_insert_with(|| folder.text(file).unwrap_or_default());
            Said {
                file: file.to_owned(),
                line: line_column(text, finding.place.start as usize).line,
                id: finding.id.clone(),
                standing: finding.standing,
                subject: finding.subject.clone(),
                message: finding.message.clone(),
            }
        })
        .collect();
    said.sort();
    said
}

/// The base, and beside it a provider and a placement with much to find in them.
pub(crate) fn with_a_second_placement() -> Files {
    let mut files = base();
    let text = |files: &Files, path: &str| String::from_utf8(files[path].clone()).unwrap();
    let provider = text(&files, "providers/oak-farm.toml")
        .replace("Oak Farm", "Elm Barn")
        .replace("capacity", "capcity")
        .replace("lead = \"rok\"", "lead = \"nobody\"")
        .replace(
            "public-liability = { date = 2026-09-01, by = \"rok\", expires = 2027-03-31 }",
            "public-liability = { date = 2026-09-01, by = \"rok\", expires = 2026-09-30 }",
        )
        .replace("first-aid = { date = 2026-09-01, by = \"rok\" }\n", "");
    let placement = text(&files, "placements/p001-oak-farm.toml")
        .replace("oak-farm", "elm-barn")
        .replace("p001", "p002")
        .replace("end = 2026-12-18\n", "end = 18/12/2026\n")
        .replace("risk-assessment", "risk-asessment");
    let register =
        text(&files, "attendance/p001-oak-farm.csv") + "2026-10-08,%,,,\n08.10.2026,/,/\n";
    files.insert("providers/elm-barn.toml".into(), provider.into_bytes());
    files.insert(
        "placements/p002-elm-barn.toml".into(),
        placement.into_bytes(),
    );
    files.insert("attendance/p002-elm-barn.csv".into(), register.into_bytes());
    files
}
