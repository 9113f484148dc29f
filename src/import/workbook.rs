//! A sheet of an Excel workbook.

use super::grid::{Cell, Grid};
use crate::calendar::spreadsheet_day;
use crate::records::Half;
use calamine::{DataRef, Reader, Xlsx, XlsxError, open_workbook_from_rs};
use std::io::Cursor;

/// A register has far fewer cells; more are a mistake, or mischief.
const MOST_ROWS: u32 = 20_000;
const MOST_COLUMNS: u32 = 1_000;

/// A small file may unpack to one that no machine can hold.
const LARGEST: u64 = 128 * 1024 * 1024;

const NO_VALUE: &str =
    "is a formula without a value; open the file in Excel, save it, and import it again";
const ERROR: &str = "holds an error that Excel shows, such as #N/A; mend it in the file";
const NO_DAY: &str = "holds a time or a day that is none of these years";

/// How many bytes the parts of a workbook say they unpack to.
fn unpacked(bytes: &[u8]) -> u64 {
    const HEADER: usize = 46;
    let number = |at: usize, length: usize| {
        let bytes = bytes.get(at..at + length).unwrap_or_default();
        bytes
            .iter()
            .rev()
            .fold(0_usize, |number, byte| number << 8 | usize::from(*byte))
    };
    // The list of the parts is found by what stands at the end of the file.
    let end = bytes.windows(4).rposition(|four| four == b"PK\x05\x06");
    let mut at = end.map_or(bytes.len(), |end| number(end + 16, 4));
    let mut sum = 0;
    while bytes.get(at..at + 4) == Some(b"PK\x01\x02") {
        sum += number(at + 24, 4) as u64;
        at += HEADER + number(at + 28, 2) + number(at + 30, 2) + number(at + 32, 2);
    }
    sum
}

/// Reads one sheet: the one of that name, or the first.
pub(super) fn read(bytes: &[u8], sheet: Option<&str>) -> Result<Grid, String> {
    let unreadable = |_: XlsxError| {
        "it cannot be read as a workbook; save it again as .xlsx or as CSV".to_owned()
    };
    if unpacked(bytes) > LARGEST {
        return Err(
            "it unpacks to far more than a register has; save the sheet by itself, as CSV".into(),
        );
    }
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(unreadable)?;
    let sheets = workbook.sheet_names();
    let count = sheets.len();
    let name = match sheet {
        // The names of sheets may be those of pupils, and are not said.
        Some(wanted) => sheets
            .into_iter()
            .find(|name| name.trim() == wanted.trim())
            .ok_or_else(|| {
                let sheets = if count == 1 {
                    "one sheet, which is called"
                } else {
                    "sheets that are called"
                };
                format!("it has {sheets} something else than the sheet asked for")
            })?,
        None => sheets.into_iter().next().ok_or("it has no sheet")?,
    };
    let from_1904 = workbook.has_1904_epoch();
    let mut cells = workbook.worksheet_cells_reader(&name).map_err(unreadable)?;
    let mut grid = Grid::default();
    while let Some(record) = cells
        .next_cell_with_formula_metadata()
        .map_err(unreadable)?
    {
        let cell = match record.value {
            DataRef::Empty if record.formula.is_some() => Cell::Wrong(NO_VALUE),
            value => cell(value, from_1904),
        };
        if cell.is_empty() {
            continue;
        }
        let (row, column) = record.pos;
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(format!(
                "its sheet has something beyond row {MOST_ROWS} or column {MOST_COLUMNS}; take that out"
            ));
        }
        put(&mut grid, (row as usize, column as usize), cell);
    }
    Ok(grid)
}

fn put(grid: &mut Grid, (row, column): (usize, usize), cell: Cell) {
    if grid.rows.len() <= row {
        grid.rows.resize_with(row + 1, Vec::new);
    }
    let cells = &mut grid.rows[row];
    if cells.len() <= column {
        cells.resize(column + 1, Cell::Empty);
    }
    cells[column] = cell;
}

fn cell(value: DataRef<'_>, from_1904: bool) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) => Cell::of_text(&text),
        DataRef::SharedString(text) => Cell::of_text(text),
        #[expect(
            clippy::cast_precision_loss,
            reason = "what is larger is no number of a register"
        )]
        DataRef::Int(number) => number_cell(number as f64, from_1904),
        DataRef::Float(number) => number_cell(number, from_1904),
        DataRef::Bool(yes) => Cell::Text(if yes { "TRUE" } else { "FALSE" }.into()),
        DataRef::DateTime(moment) => {
            let serial = moment.as_f64();
            match spreadsheet_day(serial, from_1904) {
                Some(day) => Cell::Day(day, half(serial.fract())),
                None => Cell::Wrong(NO_DAY),
            }
        }
        DataRef::DateTimeIso(text) => Cell::of_text(&text),
        DataRef::DurationIso(_) => Cell::Wrong(NO_DAY),
        DataRef::Error(_) => Cell::Wrong(ERROR),
    }
}

fn number_cell(number: f64, from_1904: bool) -> Cell {
    Cell::Number(number, spreadsheet_day(number, from_1904))
}

/// The half of the day that a time lies in; midnight is no time.
fn half(part_of_day: f64) -> Option<Half> {
    const NOON: f64 = 0.5;
    match part_of_day {
        0.0 => None,
        part if part < NOON => Some(Half::Morning),
        _ => Some(Half::Afternoon),
    }
}
