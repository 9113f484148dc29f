//! How many of something stand how: a bar for each, its parts side by side.

use super::{Fill, Picture, WIDTH, filled, length, one};
use crate::views::Bar;
use maud::html;

const ROW: f64 = 58.0;
const THICK: f64 = 16.0;

/// The parts in the order in which they are explained, and how each is filled.
const FILLS: [(&str, Fill); 7] = [
    ("met", Fill::plain("good")),
    ("something to do", Fill::lined("partly", "dots")),
    ("not yet there", Fill::lined("none", "stripes")),
    ("reasonable grounds recorded", Fill::lined("none", "dots")),
    ("cannot be judged", Fill::plain("blank")),
    ("not met", Fill::lined("bad", "cross")),
    ("", Fill::plain("bar")),
];

fn fill(part: &str) -> Fill {
    let known = FILLS.iter().find(|(name, _)| *name == part);
    known.map_or(Fill::plain("bar"), |(_, fill)| *fill)
}

pub(super) fn drawn(bars: &[Bar]) -> Picture {
    let longest = bars.iter().map(Bar::total).max().unwrap_or(0).max(1);
    let scale = WIDTH / length(longest);
    let drawn = html! {
        @for (row, bar) in bars.iter().enumerate() {
            @let y = ROW * length(row);
            text x="0" y=(one(y + 13.0)) { (super::shown(&bar.label)) }
            text class="soft" x="0" y=(one(y + 28.0)) { (bar.first_said()) }
            @for (before, (part, count)) in bar.placed() {
                (filled(fill(part), scale * length(before), y + 33.0, scale * length(count), THICK))
            }
        }
    };
    Picture {
        width: WIDTH,
        height: ROW * length(bars.len()),
        drawn,
        said: in_words(bars),
    }
}

/// The parts that are there, each with how it is filled; none where all is one
/// colour.
pub(super) fn key(bars: &[Bar]) -> Vec<(Fill, &'static str)> {
    let there = |name: &str| {
        let mut parts = bars.iter().flat_map(|bar| &bar.parts);
        parts.any(|(part, count)| *part == name && *count > 0)
    };
    FILLS
        .into_iter()
        .filter(|(name, _)| !name.is_empty() && there(name))
        .map(|(name, fill)| (fill, name))
        .collect()
}

impl Bar {
    fn total(&self) -> usize {
        self.parts.iter().map(|(_, count)| count).sum()
    }

    /// "8 of 10" where there are parts, else the number.
    fn first_said(&self) -> String {
        match self.parts.first() {
            Some((part, count)) if !part.is_empty() => {
                format!("{count} of {} {part}", self.total())
            }
            _ => self.total().to_string(),
        }
    }

    /// Each part that is not empty, with how many come before it.
    fn placed(&self) -> Vec<(usize, (&'static str, usize))> {
        let mut before = 0;
        let mut placed = Vec::new();
        for (part, count) in &self.parts {
            if *count > 0 {
                placed.push((before, (*part, *count)));
            }
            before += count;
        }
        placed
    }
}

fn in_words(bars: &[Bar]) -> String {
    let bars: Vec<String> = bars
        .iter()
        .map(|bar| {
            let parts: Vec<String> = bar
                .parts
                .iter()
                .filter(|(_, count)| *count > 0)
                .map(|(part, count)| format!("{count} {part}").trim_end().to_owned())
                .collect();
            format!("{}: {}", bar.label, parts.join(", "))
        })
        .collect();
    format!("{}.", bars.join("; "))
}
