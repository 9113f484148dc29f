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
    html! {
        div class={ "wide" @if table.rows.len() <= SHORT { " short" } } role="region" tabindex="0" aria-label=(shown(named)) {
            table {
                // The heading right above says the same to those who see it.
                caption class=[table.title.is_empty().then_some("unseen")] { (shown(named)) }
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
                tbody {
                    @for row in &table.rows {
                        tr {
                            @for (at, (cell, column)) in row.iter().zip(&table.columns).enumerate() {
                                @if at == 0 && !cell.is_empty() {
                                    th scope="row" { (content(cell, column.kind)) }
                                } @else {
                                    td class=[numeric(column.kind)] { (content(cell, column.kind)) }
                                }
                            }
                        }
                    }
                }
            }
        }
        @for note in &table.notes {
            p class="note" { (shown(note)) }
        }
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
        None => html! { (shown(cell)) },
    }
}
