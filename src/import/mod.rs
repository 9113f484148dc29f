//! A file that a provider sends, to marks of registers. Nothing is written here,
//! and nothing is taken from a file of which a part is not understood.

mod checklist;
mod dates;
mod given;
mod grid;
mod headings;
mod layout;
mod plan;
mod pupils;
mod resolve;
mod workbook;

pub use checklist::{FilledChecklist, Headings};
pub use dates::Order;
pub use plan::Plan;

use crate::attendance::Letters;
use crate::calendar::Calendar;
use crate::edit::register::Day;
use crate::records::{Names, Record, Records};
use chrono::NaiveDate;
use grid::{Grid, Spot};
use std::collections::BTreeMap;

/// What a file is read against.
#[derive(Clone, Copy, Debug)]
pub struct Case<'r> {
    pub records: &'r Records,
    pub calendar: &'r Calendar,
    pub provider: &'r Record,
    /// The names of the pupils, where they are known.
    pub names: Option<&'r Names>,
    pub on: NaiveDate,
}

impl<'r> Case<'r> {
    fn letters(&self) -> Letters<'r> {
        Letters::returned(self.provider)
    }
}

/// What a file says: for each placement the days it has something of.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Returned {
    pub days: BTreeMap<String, BTreeMap<NaiveDate, Day>>,
    /// How many sessions have a mark in it.
    pub marks: usize,
}

/// Why nothing is taken from a file.
#[derive(Debug, PartialEq, Eq)]
pub enum Refused {
    /// It cannot be read as a whole, in a sentence.
    File(String),
    /// These cells cannot be used.
    Cells(Vec<Problem>),
}

/// A cell that cannot be used, and why. What is in the cell may be a child's
/// name, and is not said unless it is a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// As a spreadsheet calls it: "B7".
    pub cell: String,
    pub why: String,
}

impl Problem {
    fn at(spot: Spot, why: impl Into<String>) -> Problem {
        Problem {
            cell: spot.to_string(),
            why: why.into(),
        }
    }
}

/// Reads a file. All its problems are said at once.
pub fn read(case: Case<'_>, plan: &Plan, bytes: &[u8]) -> Result<Returned, Refused> {
    let grid = Grid::read(bytes, plan.sheet.as_deref()).map_err(Refused::File)?;
    let layout = layout::find(&grid, plan)?;
    let pupils = pupils::Pupils::new(case, layout.by).map_err(Refused::File)?;
    let (given, mut problems) = given::all(&grid, &layout, case);
    let returned = resolve::all(case, &pupils, &grid, given, &mut problems);
    if problems.is_empty() {
        return Ok(returned);
    }
    problems.sort_by_key(|(spot, _)| *spot);
    problems.dedup();
    let said = problems
        .into_iter()
        .map(|(spot, why)| Problem::at(spot, why));
    Err(Refused::Cells(said.collect()))
}
