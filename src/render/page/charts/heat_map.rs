//! A register at a glance: a column for each week, a square for each session.

use super::{Fill, Picture, WIDTH, filled, length, one};
use crate::calendar::said;
use crate::views::{CellKind, Week};
use maud::html;

const LEFT: f64 = 40.0;
const TOP: f64 = 20.0;
const SIZE: f64 = 18.0;
const DAYS: [&str; 5] = ["Mon", "Tue", "Wed", "Thu", "Fri"];

fn fill(kind: CellKind) -> Fill {
    match kind {
        CellKind::Present => Fill::plain("good"),
        CellKind::Authorised => Fill::lined("partly", "dots"),
        CellKind::Unauthorised => Fill::lined("bad", "cross"),
        CellKind::NotPossible => Fill::plain("none"),
        CellKind::NoReturn => Fill::plain("blank"),
        CellKind::Unreadable => Fill::lined("none", "stripes"),
    }
}

pub(super) fn drawn(weeks: &[Week]) -> Picture {
    let drawn = html! {
        @for (at, day) in DAYS.iter().enumerate() {
            text class="soft" x="0" y=(one(TOP + SIZE * 2.0 * length(at) + SIZE)) { (day) }
        }
        @for (column, week) in weeks.iter().enumerate() {
            @let x = LEFT + SIZE * length(column);
            @if column % 3 == 0 {
                text class="soft" x=(one(x)) y="13" { (week.monday.format("%-d %b").to_string()) }
            }
            @for (row, cell) in week.sessions.iter().enumerate() {
                @if let Some(cell) = cell {
                    @let y = TOP + SIZE * length(row);
                    (filled(fill(cell.kind), x + 1.0, y + 1.0, SIZE - 2.0, SIZE - 2.0))
                }
            }
        }
    };
    Picture {
        width: (LEFT + SIZE * length(weeks.len()) + 24.0).max(WIDTH),
        height: TOP + SIZE * 10.0 + 2.0,
        drawn,
        said: in_words(weeks),
    }
}

fn count(weeks: &[Week], kind: CellKind) -> usize {
    let cells = weeks.iter().flat_map(|week| week.sessions.iter().flatten());
    cells.filter(|cell| cell.kind == kind).count()
}

pub(super) fn key(weeks: &[Week]) -> Vec<(Fill, &'static str)> {
    CellKind::ALL
        .into_iter()
        .filter(|kind| count(weeks, *kind) > 0)
        .map(|kind| (fill(kind), kind.said()))
        .collect()
}

fn in_words(weeks: &[Week]) -> String {
    let (Some(first), Some(last)) = (weeks.first(), weeks.last()) else {
        return String::new();
    };
    let counts: Vec<String> = CellKind::ALL
        .into_iter()
        .map(|kind| (count(weeks, kind), kind))
        .filter(|(count, _)| *count > 0)
        .map(|(count, kind)| format!("{count} {}", kind.said()))
        .collect();
    format!(
        "Weeks of {} to {}: {}.",
        said(first.monday),
        said(last.monday),
        counts.join("; ")
    )
}
