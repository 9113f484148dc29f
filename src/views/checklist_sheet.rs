//! A checklist as a sheet that somebody fills in.

use super::compliance::{Line, Page};
use super::compliance_page::standing_said;
use chrono::NaiveDate;

/// The heading of each column; a sheet is read back by them.
pub const COLUMNS: [&str; 10] = [
    "item",
    "how it stands",
    ANSWER,
    DATE,
    BY,
    WORDS,
    GOOD_TO,
    COVERS,
    REQUIREMENT,
    ABOUT,
];

pub const ANSWER: &str = "answer";
pub const DATE: &str = "date";
pub const BY: &str = "by";
/// What was seen; of what is not required, why.
pub const WORDS: &str = "evidence, or why it is not required";
pub const GOOD_TO: &str = "good to";
pub const COVERS: &str = "covers";
pub const REQUIREMENT: &str = "requirement";
pub const ABOUT: &str = "about";

/// Above the columns: beside these words stand the checklist and the record.
pub const CHECKLIST: &str = "checklist";
pub const RECORD: &str = "record";

/// What can be answered.
pub const ANSWERS: [&str; 3] = ["yes", "no", "not required"];

/// A checklist for one record, to be filled in.
#[derive(Debug, PartialEq, Eq)]
pub struct ChecklistSheet {
    pub checklist: String,
    pub record: String,
    pub title: String,
    pub how: String,
    /// The day the standings are of.
    pub on: NaiveDate,
    pub sections: Vec<Section>,
    /// The keys of people, and their names.
    pub people: Vec<(String, String)>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Section {
    pub title: String,
    pub rows: Vec<Row>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    pub item: String,
    pub now: String,
    pub requirement: String,
    pub about: String,
    /// Whether an answer is asked for; the others are there to be read.
    pub asked: bool,
}

const HOW: &str = "White rows are open. Answer yes, no or not required. Yes needs the day of the check and, where the row says so, the last day the document is good for and the topics it covers, with commas between. The sheet People has the keys for the column by. Grey rows are shown in another way.";

/// Lays a page out as a sheet; `asked` says what is asked of a line, if it is
/// to be answered here.
pub fn checklist_sheet(
    page: &Page,
    on: NaiveDate,
    people: Vec<(String, String)>,
    asked: impl Fn(&Line) -> Option<String>,
) -> ChecklistSheet {
    let row = |item: &str, number: usize, line: &Line| {
        let asked = asked(line);
        let more = asked.as_deref().unwrap_or_default();
        Row {
            item: format!("{number}. {item}"),
            now: format!("{}{more}", how_it_stands(line)),
            requirement: line.requirement.clone(),
            about: line.subject.clone(),
            asked: asked.is_some(),
        }
    };
    let row = &row;
    let sections = page.sections.iter().map(|section| Section {
        title: section.title.clone(),
        rows: (1..)
            .zip(&section.items)
            .flat_map(|(number, item)| {
                let lines = item.lines.iter();
                lines.map(move |line| row(&item.text, number, line))
            })
            .collect(),
    });
    ChecklistSheet {
        checklist: page.checklist.clone(),
        record: page.subject.clone(),
        title: format!("{}: {}", page.title, page.subject),
        how: HOW.to_owned(),
        on,
        sections: sections.collect(),
        people,
    }
}

/// The standing and what is said of it; not twice where that names it already.
fn how_it_stands(line: &Line) -> String {
    let standing = standing_said(line.standing);
    if line.message.contains(standing) {
        line.message.clone()
    } else {
        format!("{standing}: {}", line.message)
    }
}

impl ChecklistSheet {
    /// How many rows are asked for.
    pub fn open(&self) -> usize {
        let rows = self.sections.iter().flat_map(|section| &section.rows);
        rows.filter(|row| row.asked).count()
    }
}
