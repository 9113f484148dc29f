//! Tables as text, CSV and Markdown.

use super::clean;
use crate::calendar::MONTHS;
use crate::views::{Kind, Table};
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Width, presets};

/// The width where there is no terminal to ask: that of a wide page.
const WIDEST: u16 = 160;

/// A table for a terminal or a mail; `width` of the terminal, if there is one.
/// On one that is too narrow, the columns of the highest rank are left out, and
/// a sentence below says which.
pub fn plain(table: &Table, width: Option<u16>) -> String {
    let (mut out, left_out) = drawn(table, width);
    if !left_out.is_empty() {
        out.push_str(&format!(
            "Left out, for want of width: {}. With --format csv everything is there.\n",
            left_out.join(", ")
        ));
    }
    out
}

/// The same without that sentence, and the headings of what was left out.
pub(super) fn drawn(table: &Table, width: Option<u16>) -> (String, Vec<&'static str>) {
    let mut out = String::new();
    if !table.title.is_empty() {
        out.push_str(&clean(&table.title));
        out.push('\n');
    }
    let mut fitting = together(table);
    let left_out = width.map_or_else(Vec::new, |width| narrowed(&mut fitting, width));
    out.push_str(&body(&fitting, width).replace(NO_BREAK, " "));
    for note in &table.notes {
        out.push_str(&clean(note));
        out.push('\n');
    }
    (out, left_out)
}

/// Leaves out columns, the highest rank first, until the table fits.
fn narrowed(table: &mut Table, width: u16) -> Vec<&'static str> {
    let mut left_out = Vec::new();
    while narrowest(table) > width {
        let ranks = table.columns.iter().map(|column| column.rank).enumerate();
        let Some((at, _)) = ranks
            .filter(|(_, rank)| *rank > 0)
            .max_by_key(|(_, rank)| *rank)
        else {
            break;
        };
        left_out.push(table.columns[at].heading);
        table.drop_column(at);
    }
    left_out
}

/// How wide a table is at least: words are never broken in two.
fn narrowest(table: &Table) -> u16 {
    (0..table.columns.len())
        .map(|at| longest_word(table, at) + PADDING)
        .sum()
}

const NO_BREAK: char = '\u{a0}';

/// The same table, where the parts of a day such as 12 October 2026 are not
/// parted at the end of a line.
fn together(table: &Table) -> Table {
    let mut table = table.clone();
    for cell in table.rows.iter_mut().flatten() {
        *cell = days_together(&clean(cell));
    }
    table
}

fn days_together(text: &str) -> String {
    let number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    let words: Vec<&str> = text.split(' ').collect();
    let mut out = String::with_capacity(text.len());
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).map_or("", |before| words[before]);
        let is_month = |word: &str| MONTHS.contains(&word.trim_end_matches([',', '.', ';']));
        let year = word.trim_end_matches([',', '.', ';', ')', ':']);
        let of_a_day = is_month(word) && !before.is_empty() && number(before)
            || is_month(before) && year.len() == 4 && number(year);
        if at > 0 {
            out.push(if of_a_day { NO_BREAK } else { ' ' });
        }
        out.push_str(word);
    }
    out
}

fn body(table: &Table, width: Option<u16>) -> String {
    let mut drawn = comfy_table::Table::new();
    drawn.load_style(presets::NOTHING);
    // Where not even the shortest lines fit, the table is wider.
    drawn.set_width(width.unwrap_or(WIDEST).max(narrowest(table)));
    drawn.set_content_arrangement(ContentArrangement::Dynamic);
    if table
        .columns
        .iter()
        .any(|column| !column.heading.is_empty())
    {
        drawn.set_header(table.columns.iter().map(|column| column.heading));
    }
    for row in &table.rows {
        drawn.add_row(row);
    }
    for (at, column) in table.columns.iter().enumerate() {
        if column.kind == Kind::Number
            && let Some(drawn) = drawn.column_mut(at)
        {
            drawn.set_cell_alignment(CellAlignment::Right);
        }
    }
    for (at, column) in drawn.column_iter_mut().enumerate() {
        let longest = Width::Fixed(longest_word(table, at) + PADDING);
        column.set_constraint(ColumnConstraint::LowerBoundary(longest));
    }
    let mut lines = String::new();
    for line in drawn.to_string().lines() {
        lines.push_str(line.trim_end());
        lines.push('\n');
    }
    lines
}

/// A space on either side of a cell.
const PADDING: u16 = 2;

/// How wide the longest word of a column is.
fn longest_word(table: &Table, at: usize) -> u16 {
    let heading = table.columns.get(at).map_or("", |column| column.heading);
    let cells = table
        .rows
        .iter()
        .filter_map(|row| row.get(at))
        .map(String::as_str);
    let longest = cells
        .chain([heading])
        .flat_map(|text| text.split([' ', '\n']))
        .map(|word| word.chars().count())
        .max();
    u16::try_from(longest.unwrap_or(1)).map_or(200, |longest| longest.min(200))
}

/// Comma-separated values, for a spreadsheet.
pub fn csv(table: &Table) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let headings = table
        .columns
        .iter()
        .map(|column| column.heading.replace(' ', "-"));
    // Writing to memory cannot fail.
    let _ = writer.write_record(headings);
    for row in &table.rows {
        let _ = writer.write_record(row.iter().map(|cell| harmless(cell)));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A cell that a spreadsheet would take for a formula gets an apostrophe.
fn harmless(cell: &str) -> String {
    let formula =
        cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    if formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// A table for a page or a pull request.
pub fn markdown(table: &Table) -> String {
    let mut out = String::new();
    if !table.title.is_empty() {
        out.push_str(&format!(
            "### {}\n\n",
            clean(&table.title).replace('\n', " · ")
        ));
    }
    out.push_str(&markdown_body(table));
    out
}

/// The same without its heading.
pub(super) fn markdown_body(table: &Table) -> String {
    let mut out = String::new();
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    out.push_str(&line(
        table
            .columns
            .iter()
            .map(|column| column.heading.to_owned())
            .collect(),
    ));
    let rule = |kind: Kind| if kind == Kind::Number { "---:" } else { "---" }.to_owned();
    out.push_str(&line(
        table
            .columns
            .iter()
            .map(|column| rule(column.kind))
            .collect(),
    ));
    for row in &table.rows {
        out.push_str(&line(
            row.iter()
                .map(|cell| clean(cell.trim()).replace('|', "\\|").replace('\n', " "))
                .collect(),
        ));
    }
    for note in &table.notes {
        out.push_str(&format!("\n{}\n", clean(note)));
    }
    out
}
