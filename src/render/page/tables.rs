//! Tables of a page: with a caption, headings, and a way to scroll sideways
//! where the screen is narrow.

use super::shown;
use crate::views::{Kind, Table};
use chrono::NaiveDate;
use maud::{Markup, html};

/// A table; without a title of its own it is called by the heading above it.
pub(super) fn table(table: &Table, under: &str) -> Markup {
    let named = if table.title.is_empty() {
        under
    } else {
        &table.title
    };
    let naming = naming(table);
    let wide = format!("wide {}", shape(table));
    html! {
        div class=(wide.trim_end()) role="region" tabindex="0" aria-label=(shown(named)) {
            table {
                // The heading right above says the same to those who see it.
                caption class=[table.title.is_empty().then_some("unseen")] { (shown(named)) }
                (headings(table))
                tbody {
                    @for row in &table.rows {
                        (cells(table, row, naming))
                    }
                }
            }
        }
        @for note in &table.notes {
            p class="note" { (shown(note)) }
        }
    }
}

fn headings(table: &Table) -> Markup {
    html! {
        thead {
            tr {
                @for column in &table.columns {
                    @if column.heading.is_empty() {
                        td {}
                    } @else {
                        th scope="col" class=[numeric(column.kind)] { (column.heading) }
                    }
                }
            }
        }
    }
}

/// The column that says what a row is about: the first, or the second where the
/// first holds but a sign.
fn naming(table: &Table) -> usize {
    let mut first = table.rows.iter().filter_map(|row| row.first());
    let signs = first.all(|cell| cell.chars().count() <= 1);
    let unnamed = table
        .columns
        .first()
        .is_some_and(|column| column.heading.is_empty());
    usize::from(unnamed && signs)
}

fn cells(table: &Table, row: &[String], naming: usize) -> Markup {
    let many = table.columns.len() > FITS_ON_PAPER;
    html! {
        tr {
            @for (at, (cell, column)) in row.iter().zip(&table.columns).enumerate() {
                @let label = many.then_some(column.heading);
                @if at == naming && !cell.is_empty() {
                    th scope="row" data-label=[label] { (content(cell, column.kind)) }
                } @else {
                    td class=[numeric(column.kind)] data-label=[label] { (content(cell, column.kind)) }
                }
            }
        }
    }
}

/// More columns than this are too many for paper, where each row is a list then.
const FITS_ON_PAPER: usize = 9;

/// How a table is treated on paper.
fn shape(table: &Table) -> &'static str {
    if table.columns.len() > FITS_ON_PAPER {
        "many"
    } else if table.rows.len() <= SHORT {
        "short"
    } else {
        ""
    }
}

/// A table with no more rows than this is not parted between two pages.
const SHORT: usize = 12;

fn numeric(kind: Kind) -> Option<&'static str> {
    (kind == Kind::Number).then_some("number")
}

fn content(cell: &str, kind: Kind) -> Markup {
    let date = (kind == Kind::Date)
        .then(|| cell.parse::<NaiveDate>().ok())
        .flatten();
    match date {
        Some(date) => html! { time datetime=(cell) { (date.format("%-d %b %Y").to_string()) } },
        // An address may be parted where it is read in two.
        None => html! {
            @for (at, part) in shown(cell).split_inclusive('@').enumerate() {
                @if at > 0 { wbr; }
                (part)
            }
        },
    }
}
