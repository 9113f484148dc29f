//! Attendance of each week as a bar, and what it was before as a line.

use super::{Fill, Picture, WIDTH, filled, length, one};
use crate::calendar::said;
use crate::views::Weekly;
use maud::html;

const HEIGHT: f64 = 190.0;
const LEFT: f64 = 42.0;
const TOP: f64 = 12.0;
const FLOOR: f64 = 158.0;

pub(super) fn drawn(of: &Weekly) -> Picture {
    let step = (WIDTH - LEFT) / length(of.weeks.len().max(1));
    let height = |percent: f64| (FLOOR - TOP) * percent.clamp(0.0, 100.0) / 100.0;
    // As many days are written under the bars as there is room for.
    let every = (46.0 / step).ceil().max(1.0);
    let mut next = 0.0;
    let labelled: Vec<bool> = (0..of.weeks.len())
        .map(|at| {
            let this = length(at) >= next;
            next += if this { every } else { 0.0 };
            this
        })
        .collect();
    let drawn = html! {
        @for percent in [0, 50, 100] {
            line class="axis" x1=(LEFT) x2=(WIDTH) y1=(one(FLOOR - height(f64::from(percent)))) y2=(one(FLOOR - height(f64::from(percent)))) {}
            text class="soft" x=(LEFT - 4.0) y=(one(FLOOR - height(f64::from(percent)) + 4.0)) text-anchor="end" { (percent) " %" }
        }
        @for (at, week) in of.weeks.iter().enumerate() {
            @let x = LEFT + step * length(at);
            @match week.percent {
                Some(percent) => (filled(Fill::plain("bar"), x + step * 0.12, FLOOR - height(percent), step * 0.76, height(percent).max(1.0))),
                None => text class="soft" x=(one(x + step / 2.0)) y=(FLOOR - 4.0) text-anchor="middle" { "–" },
            }
            @if labelled[at] {
                text class="soft" x=(one(x + step * 0.12)) y=(FLOOR + 16.0) { (week.monday.format("%-d %b").to_string()) }
            }
        }
        @if let Some(baseline) = of.baseline {
            @let y = one(FLOOR - height(baseline));
            line class="before" x1=(LEFT) x2=(WIDTH) y1=(y) y2=(y) {}
            text x=(WIDTH) y=(one((FLOOR - height(baseline) - 5.0).max(10.0))) text-anchor="end" { (format!("before: {baseline:.1} %")) }
        }
    };
    Picture {
        width: WIDTH,
        height: HEIGHT,
        drawn,
        said: in_words(of),
    }
}

fn in_words(of: &Weekly) -> String {
    let weeks: Vec<String> = of
        .weeks
        .iter()
        .map(|week| match week.percent {
            Some(percent) => format!(
                "week of {}: {percent:.1} % of {}",
                said(week.monday),
                week.possible
            ),
            None => format!("week of {}: no mark to count", said(week.monday)),
        })
        .collect();
    let before = of.baseline.map_or(String::new(), |baseline| {
        format!(" Before: {baseline:.1} %.")
    });
    format!("{}.{before}", weeks.join("; "))
}
