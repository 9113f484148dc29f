//! Tables as text, CSV and Markdown.

use super::clean;
use crate::views::Table;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Width, presets};

/// The width where there is no terminal to ask: that of a wide page.
const WIDEST: u16 = 160;

/// A table for a terminal or a mail; `width` of the terminal, if there is one.
pub fn plain(table: &Table, width: Option<u16>) -> String {
    let mut out = String::new();
    if !table.title.is_empty() {
        out.push_str(&clean(&table.title));
        out.push('\n');
    }
    out.push_str(&body(table, width));
    for note in &table.notes {
        out.push_str(&clean(note));
        out.push('\n');
    }
    out
}

fn body(table: &Table, width: Option<u16>) -> String {
    let mut drawn = comfy_table::Table::new();
    drawn.load_style(presets::NOTHING);
    // Words are never broken in two; then the table is wider.
    let narrowest = (0..table.columns.len())
        .map(|at| longest_word(table, at) + PADDING)
        .sum();
    drawn.set_width(width.unwrap_or(WIDEST).max(narrowest));
    drawn.set_content_arrangement(ContentArrangement::Dynamic);
    if table
        .columns
        .iter()
        .any(|column| !column.heading.is_empty())
    {
        drawn.set_header(table.columns.iter().map(|column| column.heading));
    }
    for row in &table.rows {
        drawn.add_row(row.iter().map(|cell| clean(cell)));
    }
    for (at, column) in table.columns.iter().enumerate() {
        if column.numeric
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
        .flat_map(str::split_whitespace)
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
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    out.push_str(&line(
        table
            .columns
            .iter()
            .map(|column| column.heading.to_owned())
            .collect(),
    ));
    let rule = |numeric: bool| if numeric { "---:" } else { "---" }.to_owned();
    out.push_str(&line(
        table
            .columns
            .iter()
            .map(|column| rule(column.numeric))
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
