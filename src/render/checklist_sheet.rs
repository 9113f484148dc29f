//! A checklist to be filled in, as an Excel workbook. Everything is written as
//! text, so that nothing in it can ever be a formula.

use super::workbook::dated;
use crate::views::checklist_sheet::{ANSWERS, CHECKLIST, COLUMNS, ChecklistSheet, RECORD, Row};
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, Format, FormatAlign, FormatBorder, Formula,
    Workbook, Worksheet, XlsxError,
};

/// The row of the headings; above it title, how to fill it in, and what it is of.
const HEADINGS: u32 = 3;
/// The columns that are filled in, from `answer` to `covers`.
const FIRST_ASKED: u16 = 2;
const ANSWER: u16 = 2;
const DATE: u16 = 3;
const BY: u16 = 4;
const GOOD_TO: u16 = 6;
const LAST_ASKED: u16 = 7;

const WIDTHS: [f64; 10] = [52.0, 44.0, 13.0, 12.0, 10.0, 40.0, 12.0, 22.0, 26.0, 22.0];

struct Formats {
    plain: Format,
    grey: Format,
    asked: Format,
    day: Format,
    heading: Format,
    bold: Format,
}

/// The bytes of the workbook; the same sheet gives the same bytes.
pub fn checklist_workbook(sheet: &ChecklistSheet) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    dated(&mut workbook, sheet.on)?;
    checklist(workbook.add_worksheet(), sheet)?;
    people(workbook.add_worksheet(), sheet)?;
    workbook.save_to_buffer()
}

fn formats() -> Formats {
    let plain = Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin);
    Formats {
        grey: plain.clone().set_background_color(Color::RGB(0xD9_D9_D9)),
        asked: plain.clone().set_num_format("@"),
        day: plain.clone().set_num_format("yyyy-mm-dd"),
        heading: plain.clone().set_bold(),
        bold: Format::new().set_bold(),
        plain,
    }
}

fn checklist(page: &mut Worksheet, sheet: &ChecklistSheet) -> Result<(), XlsxError> {
    let formats = formats();
    page.set_name("Checklist")?;
    page.write_string_with_format(0, 0, &sheet.title, &formats.bold)?;
    page.write_string(1, 0, &sheet.how)?;
    for (column, text) in [CHECKLIST, &sheet.checklist, RECORD, &sheet.record]
        .into_iter()
        .enumerate()
    {
        page.write_string(2, u16::try_from(column).unwrap_or(0), text)?;
    }
    for (column, (heading, width)) in (0..).zip(COLUMNS.into_iter().zip(WIDTHS)) {
        page.write_string_with_format(HEADINGS, column, heading, &formats.heading)?;
        page.set_column_width(column, width)?;
    }
    let people = format!("People!$A$2:$A${}", sheet.people.len().max(1) + 1);
    let person = choice_of(Formula::new(people), "The sheet People has the keys.")?;
    let answer = DataValidation::new().allow_list_strings(&ANSWERS)?;
    let mut at = HEADINGS + 1;
    for section in &sheet.sections {
        page.write_string_with_format(at, 0, &section.title, &formats.bold)?;
        at += 1;
        for row in &section.rows {
            write_row(page, at, row, &formats)?;
            if row.asked {
                page.add_data_validation(at, ANSWER, at, ANSWER, &answer)?;
                page.add_data_validation(at, BY, at, BY, &person)?;
            }
            at += 1;
        }
    }
    page.set_freeze_panes(HEADINGS + 1, 1)?;
    page.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

fn write_row(page: &mut Worksheet, at: u32, row: &Row, formats: &Formats) -> Result<(), XlsxError> {
    let text = if row.asked {
        &formats.plain
    } else {
        &formats.grey
    };
    page.write_string_with_format(at, 0, &row.item, text)?;
    page.write_string_with_format(at, 1, &row.now, text)?;
    for column in FIRST_ASKED..=LAST_ASKED {
        let format = match column {
            _ if !row.asked => &formats.grey,
            DATE | GOOD_TO => &formats.day,
            _ => &formats.asked,
        };
        page.write_blank(at, column, format)?;
    }
    page.write_string_with_format(at, LAST_ASKED + 1, &row.requirement, &formats.grey)?;
    page.write_string_with_format(at, LAST_ASKED + 2, &row.about, &formats.grey)?;
    Ok(())
}

fn choice_of(list: Formula, otherwise: &str) -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_list_formula(list)
        .set_error_style(DataValidationErrorStyle::Warning)
        .set_error_message(otherwise)
}

fn people(page: &mut Worksheet, sheet: &ChecklistSheet) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    page.set_name("People")?;
    page.write_string_with_format(0, 0, "key", &bold)?;
    page.write_string_with_format(0, 1, "name", &bold)?;
    page.set_column_width(1, 40)?;
    for (row, (key, name)) in (1..).zip(&sheet.people) {
        page.write_string(row, 0, key)?;
        page.write_string(row, 1, name)?;
    }
    Ok(())
}
