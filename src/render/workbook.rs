//! Tables as an Excel workbook: a sheet each, with typed numbers and days,
//! headings that stay in sight and filters. All words are written as text, so
//! that nothing in them can ever be a formula.

use super::clean;
use crate::views::{Column, Kind, Table};
use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};
use std::collections::BTreeSet;

/// The bytes of a workbook with a sheet for each table, called by its title; the
/// same tables on the same day give the same bytes.
///
/// # Errors
/// Where a table has more rows than a sheet can hold.
pub fn tables_workbook(tables: &[Table], on: NaiveDate) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    dated(&mut workbook, on)?;
    let mut names = BTreeSet::new();
    for table in tables {
        let name = sheet_name(&table.title, &mut names);
        filled(workbook.add_worksheet(), table, &name)?;
    }
    if tables.is_empty() {
        workbook.add_worksheet();
    }
    workbook.save_to_buffer()
}

/// Says when a workbook was made, so that the same one has the same bytes.
pub(super) fn dated(workbook: &mut Workbook, day: NaiveDate) -> Result<(), XlsxError> {
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&excel_day(day)?));
    Ok(())
}

fn excel_day(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(
        u16::try_from(day.year()).unwrap_or(1900),
        u8::try_from(day.month()).unwrap_or(1),
        u8::try_from(day.day()).unwrap_or(1),
    )
}

fn filled(page: &mut Worksheet, table: &Table, name: &str) -> Result<(), XlsxError> {
    let heading = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    let words = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let day = Format::new()
        .set_num_format("dd/mm/yyyy")
        .set_align(FormatAlign::Top);
    let number = Format::new().set_align(FormatAlign::Top);
    page.set_name(name)?;
    for (at, column) in (0..).zip(&table.columns) {
        let title = if column.heading.is_empty() {
            "sign"
        } else {
            column.heading
        };
        page.write_string_with_format(0, at, title, &heading)?;
        page.set_column_width(at, width(table, usize::from(at), column))?;
    }
    for (row, cells) in (1..).zip(&table.rows) {
        for ((at, column), cell) in (0..).zip(&table.columns).zip(cells) {
            match typed(cell, column.kind) {
                Typed::Nothing => {}
                Typed::Day(date) => {
                    page.write_datetime_with_format(row, at, &excel_day(date)?, &day)?;
                }
                Typed::Number(value) => {
                    page.write_number_with_format(row, at, value, &number)?;
                }
                Typed::Words(text) => {
                    page.write_string_with_format(row, at, text, &words)?;
                }
            }
        }
    }
    page.set_freeze_panes(1, 0)?;
    page.set_landscape().set_print_fit_to_pages(1, 0);
    page.set_repeat_rows(0, 0)?;
    let last = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
    let width = u16::try_from(table.columns.len()).unwrap_or(u16::MAX);
    if last > 0 && width > 0 {
        page.autofilter(0, 0, last, width - 1)?;
    }
    for (row, note) in (last.saturating_add(2)..).zip(&table.notes) {
        page.write_string(row, 0, shortened(note))?;
    }
    Ok(())
}

enum Typed {
    Nothing,
    Day(NaiveDate),
    Number(f64),
    Words(String),
}

fn typed(cell: &str, kind: Kind) -> Typed {
    if cell.is_empty() {
        return Typed::Nothing;
    }
    let day = cell.parse::<NaiveDate>().ok();
    let number = cell.parse::<f64>().ok().filter(|number| number.is_finite());
    match (kind, day, number) {
        (Kind::Date, Some(day), _) if (1900..=9999).contains(&day.year()) => Typed::Day(day),
        (Kind::Number, _, Some(number)) => Typed::Number(number),
        _ => Typed::Words(shortened(cell)),
    }
}

/// Words as a cell can hold them.
fn shortened(text: &str) -> String {
    const MOST: usize = 32_000;
    let text = clean(text);
    if text.chars().count() <= MOST {
        return text;
    }
    text.chars().take(MOST).chain(['…']).collect()
}

/// As wide as the longest line of the column, within bounds.
fn width(table: &Table, at: usize, column: &Column) -> f64 {
    let cells = table.rows.iter().filter_map(|row| row.get(at));
    let cells = cells.map(String::as_str).chain([column.heading]);
    let longest = cells.flat_map(str::lines).map(|line| line.chars().count());
    let longest = u8::try_from(longest.max().unwrap_or(0)).unwrap_or(u8::MAX);
    f64::from(longest.clamp(9, 48)) + 2.0
}

/// A name that Excel takes for a sheet: short, unlike the others, without the
/// characters it keeps for itself.
fn sheet_name(title: &str, taken: &mut BTreeSet<String>) -> String {
    const MOST: usize = 31;
    let plain: String = clean(title.lines().next().unwrap_or_default())
        .chars()
        .map(|c| if "[]:*?/\\".contains(c) { ' ' } else { c })
        .collect();
    let plain = plain.trim_matches(['\'', ' ']);
    let plain = if plain.is_empty() { "Sheet" } else { plain };
    let cut = |most: usize| {
        plain
            .chars()
            .take(most)
            .collect::<String>()
            .trim()
            .to_owned()
    };
    let mut name = cut(MOST);
    for number in 2.. {
        if taken.insert(name.to_lowercase()) {
            break;
        }
        let ending = format!(" {number}");
        name = cut(MOST - ending.len()) + &ending;
    }
    name
}
