//! What falls due, a dot for each thing above its day.

use super::{Picture, WIDTH, length, one};
use crate::calendar::said;
use crate::views::TimeLine;
use chrono::NaiveDate;
use maud::html;

const LEFT: f64 = 10.0;
const RIGHT: f64 = WIDTH - 30.0;
/// Dots stand above one another up to so many; the number above says the rest.
const MOST: usize = 8;

pub(super) fn drawn(of: &TimeLine) -> Picture {
    let most = of.days.iter().map(|(_, what)| what.len()).max();
    let highest = most.unwrap_or(0).min(MOST);
    let floor = 24.0 + 11.0 * length(highest);
    let span = days_between(of.from, of.to).max(1.0);
    let across = |day: NaiveDate| LEFT + (RIGHT - LEFT) * days_between(of.from, day) / span;
    let middle = of.from + (of.to - of.from) / 2;
    let drawn = html! {
        line class="axis" x1=(LEFT) x2=(RIGHT) y1=(one(floor)) y2=(one(floor)) {}
        @for (day, anchor) in [(of.from, "start"), (middle, "middle"), (of.to, "end")] {
            text class="soft" x=(one(across(day))) y=(one(floor + 16.0)) text-anchor=(anchor) { (day.format("%-d %b %Y").to_string()) }
        }
        @for (day, what) in &of.days {
            @for at in 0..what.len().min(MOST) {
                circle class="bar" cx=(one(across(*day))) cy=(one(floor - 7.0 - 11.0 * length(at))) r="4.5" {}
            }
            @if what.len() > 1 {
                text class="soft" x=(one(across(*day))) y=(one(floor - 4.0 - 11.0 * length(what.len().min(MOST)))) text-anchor="middle" { (what.len()) }
            }
        }
    };
    Picture {
        width: WIDTH,
        height: floor + 24.0,
        drawn,
        said: in_words(of),
    }
}

fn days_between(from: NaiveDate, to: NaiveDate) -> f64 {
    let days = (to - from).num_days();
    i32::try_from(days).map_or(0.0, f64::from)
}

fn in_words(of: &TimeLine) -> String {
    let days: Vec<String> = of
        .days
        .iter()
        .map(|(day, what)| format!("{} on {}", what.len(), said(*day)))
        .collect();
    format!("{}.", days.join("; "))
}
