//! A return sheet as an Excel workbook. Everything is written as text, so that
//! nothing in it can ever be a formula.

use super::workbook::dated;
use crate::views::return_sheet::ReturnSheet;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, Format, FormatAlign, FormatBorder, Formula,
    Workbook, Worksheet, XlsxError,
};

/// The columns before the sessions: ref and name.
const BEFORE: u16 = 2;

/// The rows above the pupils: title, how to fill it in, headings.
const HEADINGS: u32 = 2;

/// The bytes of the workbook; the same sheet gives the same bytes.
pub fn return_sheet_workbook(sheet: &ReturnSheet) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    dated(&mut workbook, sheet.monday)?;
    marks(workbook.add_worksheet(), sheet)?;
    letters(workbook.add_worksheet(), sheet)?;
    workbook.save_to_buffer()
}

fn marks(page: &mut Worksheet, sheet: &ReturnSheet) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let heading = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_border(FormatBorder::Thin);
    let cell = Format::new()
        .set_border(FormatBorder::Thin)
        .set_num_format("@");
    let mark = cell.clone().set_align(FormatAlign::Center);
    let grey = mark.clone().set_background_color(Color::RGB(0xBF_BF_BF));
    page.set_name("Attendance")?;
    page.write_string_with_format(0, 0, &sheet.title, &bold)?;
    page.write_string(1, 0, &sheet.how)?;
    page.write_string_with_format(HEADINGS, 0, "ref", &heading)?;
    page.write_string_with_format(HEADINGS, 1, "name", &heading)?;
    page.set_column_width(0, 10)?.set_column_width(1, 16)?;
    for (column, session) in (BEFORE..).zip(&sheet.sessions) {
        page.write_string_with_format(HEADINGS, column, session, &heading)?;
        page.set_column_width(column, 13)?;
    }
    let choice = choice(sheet)?;
    for (row, pupil) in (HEADINGS + 1..).zip(&sheet.pupils) {
        page.write_string_with_format(row, 0, &pupil.reference, &cell)?;
        match &pupil.name {
            Some(name) => page.write_string_with_format(row, 1, name, &cell)?,
            None => page.write_blank(row, 1, &cell)?,
        };
        for (column, due) in (BEFORE..).zip(&pupil.due) {
            page.write_blank(row, column, if *due { &mark } else { &grey })?;
            if *due {
                page.add_data_validation(row, column, row, column, &choice)?;
            }
        }
    }
    page.set_freeze_panes(HEADINGS + 1, BEFORE)?;
    page.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

/// The drop-down of a cell: the letters of the second sheet.
fn choice(sheet: &ReturnSheet) -> Result<DataValidation, XlsxError> {
    let last = sheet.letters.len() + 1;
    DataValidation::new()
        .allow_list_formula(Formula::new(format!("Letters!$A$2:$A${last}")))
        .set_error_style(DataValidationErrorStyle::Stop)
        .set_error_title("Not one of the letters")?
        .set_error_message("Choose one of the letters; the second sheet says what they mean.")
}

fn letters(page: &mut Worksheet, sheet: &ReturnSheet) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let text = Format::new().set_num_format("@");
    page.set_name("Letters")?;
    page.write_string_with_format(0, 0, "letter", &bold)?;
    page.write_string_with_format(0, 1, "meaning", &bold)?;
    page.set_column_width(1, 50)?;
    for (row, (letter, meaning)) in (1..).zip(&sheet.letters) {
        page.write_string_with_format(row, 0, letter, &text)?;
        page.write_string(row, 1, *meaning)?;
    }
    Ok(())
}
