//! What is known of a file before it is looked at: a mapping, or our own names.

use super::dates::Order;
use crate::records::{Record, Table, Value};
use std::collections::BTreeMap;

/// How the rows of a file are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Long,
    Wide,
    Marks,
}

/// What a file calls a pupil by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum By {
    Ref,
    Name,
    Upn,
}

/// The days that have two marks each in a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Days {
    School,
    Weekdays,
    All,
}

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Pupil(By),
    Date,
    Session,
    Mark,
    Am,
    Pm,
    MinutesLate,
    Note,
    Week,
    Start,
    Marks,
}

impl By {
    pub(super) const ALL: [By; 3] = [By::Ref, By::Upn, By::Name];
}

/// How a file is to be read.
#[derive(Clone, Debug)]
pub struct Plan {
    /// `None`: whichever it has the headings of.
    pub(super) shape: Option<Shape>,
    pub(super) order: Option<Order>,
    pub(super) days: Days,
    pub(super) sheet: Option<String>,
    /// The headings of each column, as [`plain`] has them.
    pub(super) headings: BTreeMap<Column, Vec<String>>,
    /// The file of the mapping.
    pub(super) from: Option<String>,
}

/// A heading without what people write in many ways.
pub(super) fn plain(heading: &str) -> String {
    let spaced = heading.to_lowercase().replace(['_', '-'], " ");
    let words: Vec<_> = spaced.split_whitespace().collect();
    words.join(" ").trim_end_matches([':', '.']).to_owned()
}

impl Default for Plan {
    /// A file with our own names.
    fn default() -> Plan {
        let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let headings = [
            (
                Column::Pupil(By::Ref),
                named(&["ref", "pupil ref", "pupil"]),
            ),
            (Column::Pupil(By::Upn), named(&["upn"])),
            (Column::Pupil(By::Name), named(&["name", "pupil name"])),
            (Column::Date, named(&["date"])),
            (Column::Session, named(&["session"])),
            (Column::Mark, named(&["mark"])),
            (Column::Am, named(&["am"])),
            (Column::Pm, named(&["pm"])),
            (Column::MinutesLate, named(&["minutes late"])),
            (Column::Note, named(&["note"])),
            (Column::Week, named(&["week", "week beginning"])),
            (Column::Start, named(&["start"])),
            (Column::Marks, named(&["marks"])),
        ];
        Plan {
            shape: None,
            order: None,
            days: Days::School,
            sheet: None,
            headings: headings.into(),
            from: None,
        }
    }
}

impl Plan {
    /// The plan of a mapping; or why it cannot be used, in a sentence.
    pub fn of(mapping: &Record) -> Result<Plan, String> {
        let from = format!("mappings/{}.toml", mapping.id);
        let table = &mapping.table;
        if !mapping.complete || table.unreadable_inside().is_some() {
            return Err(format!(
                "{from} has something in it that cannot be read; `apcheck validate` shows the place"
            ));
        }
        let word = |key: &str| table.text(key).known();
        let shape = match word("shape") {
            Some("wide") => Shape::Wide,
            Some("string") => Shape::Marks,
            Some(_) => Shape::Long,
            None => return Err(format!("{from} does not say `shape`: long, wide or string")),
        };
        let by = match word("match") {
            Some("name") => By::Name,
            Some("upn") => By::Upn,
            _ => By::Ref,
        };
        let plan = Plan {
            shape: Some(shape),
            order: word("dates").and_then(Order::parse),
            days: match word("days") {
                Some("weekdays") => Days::Weekdays,
                Some("all-days") => Days::All,
                _ => Days::School,
            },
            sheet: word("sheet").map(str::to_owned),
            headings: table
                .table("columns")
                .map_or_else(BTreeMap::new, |columns| headings(columns, by)),
            from: Some(from),
        };
        plan.complete(by)
    }

    /// With the order of dates that the command line says.
    #[must_use]
    pub fn with_order(mut self, order: Option<Order>) -> Plan {
        self.order = order.or(self.order);
        self
    }

    /// With the sheet that the command line says.
    #[must_use]
    pub fn with_sheet(mut self, sheet: Option<&str>) -> Plan {
        self.sheet = sheet.map(str::to_owned).or(self.sheet);
        self
    }

    /// Refuses a mapping without the columns that its shape needs.
    fn complete(self, by: By) -> Result<Plan, String> {
        let has = |column| self.headings.contains_key(&column);
        let missing = if !has(Column::Pupil(by)) {
            "`pupil`"
        } else {
            match self.shape {
                Some(Shape::Long) if !has(Column::Date) => "`date`",
                Some(Shape::Long) if !has(Column::Mark) && !has(Column::Am) && !has(Column::Pm) => {
                    "`mark`, or `am` and `pm`"
                }
                Some(Shape::Marks) if !has(Column::Start) => "`start`",
                Some(Shape::Marks) if !has(Column::Marks) => "`marks`",
                _ => return Ok(self),
            }
        };
        let from = self.from.unwrap_or_default();
        Err(format!(
            "{from} does not say under [columns] which heading is {missing}"
        ))
    }
}

fn headings(columns: &Table, by: By) -> BTreeMap<Column, Vec<String>> {
    let named = [
        ("pupil", Column::Pupil(by)),
        ("date", Column::Date),
        ("session", Column::Session),
        ("mark", Column::Mark),
        ("am", Column::Am),
        ("pm", Column::Pm),
        ("minutes-late", Column::MinutesLate),
        ("note", Column::Note),
        ("week", Column::Week),
        ("start", Column::Start),
        ("marks", Column::Marks),
    ];
    named
        .into_iter()
        .filter_map(|(key, column)| {
            let heading = columns.get(key).and_then(Value::text)?;
            Some((column, vec![plain(heading)]))
        })
        .collect()
}
