//! A checklist that was filled in: its cells by row and by the heading of their
//! column. What they mean is for whoever asks.

use super::Problem;
use super::dates::{Order, moment};
use super::grid::{Cell, Grid, Spot};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The words by which a sheet is read.
#[derive(Clone, Copy, Debug)]
pub struct Headings<'h> {
    pub columns: &'h [&'h str],
    /// Above the columns: beside these stand the checklist and the record.
    pub checklist: &'h str,
    pub record: &'h str,
}

/// A sheet with headings where they belong.
#[derive(Debug)]
pub struct FilledChecklist {
    pub checklist: String,
    pub record: String,
    grid: Grid,
    first_row: usize,
    columns: BTreeMap<String, usize>,
}

const NO_SHEET: &str = "it is not a sheet that `apcheck export checklist` made, or its headings were changed; make it again and copy the answers over";

impl FilledChecklist {
    /// Reads a workbook or a text; what is wrong with it is one sentence.
    pub fn read(bytes: &[u8], headings: Headings<'_>) -> Result<FilledChecklist, String> {
        let grid = Grid::read(bytes, None)?;
        let found = (0..grid.rows.len()).find_map(|row| {
            let columns = columns(&grid, row);
            let all = headings.columns.iter();
            let has_all = all.clone().all(|heading| columns.contains_key(*heading));
            has_all.then_some((row, columns))
        });
        let (row, columns) = found.ok_or(NO_SHEET)?;
        let above = |word: &str| beside(&grid, row, word).ok_or(NO_SHEET);
        Ok(FilledChecklist {
            checklist: above(headings.checklist)?,
            record: above(headings.record)?,
            first_row: row + 1,
            columns,
            grid,
        })
    }

    /// The rows below the headings.
    pub fn rows(&self) -> std::ops::Range<usize> {
        self.first_row..self.grid.rows.len()
    }

    /// The words in a cell, if there are any.
    pub fn words(&self, row: usize, heading: &str) -> Result<Option<String>, Problem> {
        match self.cell(row, heading).text() {
            Ok(text) => {
                let words: Vec<&str> = text.split_whitespace().collect();
                Ok(Some(words.join(" ")).filter(|words| !words.is_empty()))
            }
            Err(why) => Err(self.problem(row, heading, why)),
        }
    }

    /// The day in a cell, if there is one.
    pub fn day(&self, row: usize, heading: &str) -> Result<Option<NaiveDate>, Problem> {
        const NO_DAY: &str = "is not a day; write the year first, as in 2026-11-05";
        match self.cell(row, heading) {
            Cell::Empty => Ok(None),
            Cell::Wrong(why) => Err(self.problem(row, heading, *why)),
            cell => match moment(cell, Some(Order::YearFirst)) {
                Ok((day, _)) => Ok(Some(day)),
                Err(_) => Err(self.problem(row, heading, NO_DAY)),
            },
        }
    }

    /// What is wrong with a cell.
    pub fn problem(&self, row: usize, heading: &str, why: impl Into<String>) -> Problem {
        let column = self.columns.get(heading).copied().unwrap_or_default();
        Problem::at(Spot { row, column }, why)
    }

    fn cell(&self, row: usize, heading: &str) -> &Cell {
        match self.columns.get(heading) {
            Some(column) => self.grid.cell(Spot {
                row,
                column: *column,
            }),
            None => &Cell::Empty,
        }
    }
}

/// The column of each word in a row.
fn columns(grid: &Grid, row: usize) -> BTreeMap<String, usize> {
    let cells = grid.row(row).iter().enumerate();
    cells
        .filter_map(|(column, cell)| Some((cell.text().ok()?.trim().to_lowercase(), column)))
        .collect()
}

/// What stands to the right of a word, above a row.
fn beside(grid: &Grid, before: usize, word: &str) -> Option<String> {
    (0..before).find_map(|row| {
        let column = *columns(grid, row).get(word)?;
        let right = grid.cell(Spot {
            row,
            column: column + 1,
        });
        let text = right.text().ok()?;
        (!text.is_empty()).then(|| text.into_owned())
    })
}
