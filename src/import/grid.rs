//! The cells of a sheet, whatever file they come from.

use super::workbook;
use crate::calendar::spreadsheet_day;
use crate::records::{Half, cells_of};
use crate::source::{Decoded, decode};
use chrono::NaiveDate;
use std::borrow::Cow;

/// Row and column, from 0; printed as a spreadsheet calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub row: usize,
    pub column: usize,
}

impl std::fmt::Display for Spot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const LETTERS: &[u8; 26] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        let mut letters = Vec::new();
        let mut left = self.column + 1;
        while left > 0 {
            letters.push(char::from(LETTERS[(left - 1) % 26]));
            left = (left - 1) / 26;
        }
        let column: String = letters.into_iter().rev().collect();
        write!(f, "{column}{}", self.row + 1)
    }
}

/// What is in a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Cell {
    #[default]
    Empty,
    Text(String),
    /// A number, and the day it is if it is the number of one.
    Number(f64, Option<NaiveDate>),
    /// A day, and the half of it where there is a time too.
    Day(NaiveDate, Option<Half>),
    /// Something that cannot be used, and why.
    Wrong(&'static str),
}

static EMPTY: Cell = Cell::Empty;

impl Cell {
    pub(super) fn of_text(text: &str) -> Cell {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if text.is_empty() {
            Cell::Empty
        } else {
            Cell::Text(text.to_owned())
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == Cell::Empty
    }

    /// The content as words; a number as it is typed. A day has none.
    pub(super) fn text(&self) -> Result<Cow<'_, str>, &'static str> {
        match self {
            Cell::Empty => Ok(Cow::Borrowed("")),
            Cell::Text(text) => Ok(Cow::Borrowed(text)),
            Cell::Number(number, _) => Ok(Cow::Owned(number.to_string())),
            Cell::Day(..) => Err("holds a date, where none belongs"),
            Cell::Wrong(why) => Err(why),
        }
    }

    /// The day behind a number that is written as text.
    pub(super) fn serial(text: &str) -> Option<NaiveDate> {
        let digits = text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit());
        spreadsheet_day(text.parse().ok().filter(|_| digits)?, false)
    }
}

/// A sheet, row by row.
#[derive(Debug, Default)]
pub(super) struct Grid {
    pub rows: Vec<Vec<Cell>>,
}

impl Grid {
    /// Reads a workbook or a text; what is wrong with it is one sentence.
    pub(super) fn read(bytes: &[u8], sheet: Option<&str>) -> Result<Grid, String> {
        const OLD_WORKBOOK: &[u8] = b"\xd0\xcf\x11\xe0";
        if bytes.starts_with(b"PK\x03\x04") {
            return workbook::read(bytes, sheet);
        }
        if bytes.starts_with(OLD_WORKBOOK) {
            return Err("it is protected by a password or saved in the old form of Excel; save it as .xlsx without a password, or as CSV".into());
        }
        if sheet.is_some() {
            return Err("it is plain text, which has no sheets; leave the sheet out".into());
        }
        let text = match decode(bytes) {
            Decoded::Text(text) | Decoded::Windows1252 { text, .. } => text,
            Decoded::Unreadable(why) => return Err(why.to_owned()),
        };
        let rows = cells_of(&text, None).map_err(|unclosed| {
            let spot = Spot {
                row: unclosed.row,
                column: unclosed.column,
            };
            format!("the quotation mark at the beginning of cell {spot} is never closed, so that what follows cannot be told apart")
        })?;
        let cells = |row: Vec<String>| row.iter().map(|cell| Cell::of_text(cell)).collect();
        Ok(Grid {
            rows: rows.into_iter().map(cells).collect(),
        })
    }

    pub(super) fn cell(&self, spot: Spot) -> &Cell {
        self.row(spot.row).get(spot.column).unwrap_or(&EMPTY)
    }

    pub(super) fn row(&self, row: usize) -> &[Cell] {
        self.rows.get(row).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_called_as_a_spreadsheet_calls_them() {
        let name = |row, column| Spot { row, column }.to_string();
        assert_eq!(name(0, 0), "A1");
        assert_eq!(name(6, 25), "Z7");
        assert_eq!(name(6, 26), "AA7");
        assert_eq!(name(99, 702), "AAA100");
    }
}
