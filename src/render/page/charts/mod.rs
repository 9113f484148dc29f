//! Charts as pictures in the page, each with words for those who do not see it
//! and its numbers as a table. Nothing is told by colour alone.

mod bars;
mod heat_map;
mod time_line;
mod weekly;

use super::{shown, tables};
use crate::views::{Chart, Shape};
use maud::{Markup, html};

/// The width that a chart is drawn for; it grows and shrinks with the page.
const WIDTH: f64 = 480.0;

/// How a part is filled: the class of its colour, and the lines drawn over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fill {
    class: &'static str,
    lines: Option<&'static str>,
}

impl Fill {
    const fn plain(class: &'static str) -> Fill {
        Fill { class, lines: None }
    }

    const fn lined(class: &'static str, lines: &'static str) -> Fill {
        Fill {
            class,
            lines: Some(lines),
        }
    }
}

/// The lines that tell parts apart where colours do not, once for the page.
pub(super) fn patterns() -> Markup {
    let patterns = [
        ("stripes", "M-1 1 L1 -1 M0 6 L6 0 M5 7 L7 5"),
        ("cross", "M0 6 L6 0 M0 0 L6 6"),
        ("dots", "M2 3 h2"),
    ];
    html! {
        svg width="0" height="0" aria-hidden="true" style="position:absolute" {
            defs {
                @for (id, path) in patterns {
                    pattern id=(id) width="6" height="6" patternUnits="userSpaceOnUse" {
                        path d=(path) class="stripe" {}
                    }
                }
            }
        }
    }
}

pub(super) fn chart(of: &Chart) -> Markup {
    let (picture, key) = match &of.shape {
        Shape::Weekly(of) => (weekly::drawn(of), Vec::new()),
        Shape::TimeLine(of) => (time_line::drawn(of), Vec::new()),
        Shape::Bars(of) => (bars::drawn(of), bars::key(of)),
        Shape::HeatMap(of) => (heat_map::drawn(of), heat_map::key(of)),
    };
    html! {
        figure {
            figcaption { (shown(&of.caption)) }
            (picture.labelled(&of.caption))
            @if !key.is_empty() {
                ul class="key" {
                    @for (fill, words) in key {
                        li { (swatch(fill)) (words) }
                    }
                }
            }
            details {
                summary { "The numbers" }
                (tables::table(&of.table(), &of.caption))
            }
        }
    }
}

/// What is drawn, how large it is, and what it shows in words.
struct Picture {
    width: f64,
    height: f64,
    drawn: Markup,
    said: String,
}

impl Picture {
    fn labelled(self, caption: &str) -> Markup {
        let label = shown(&format!("{caption}. {}", self.said));
        let size = format!("0 0 {} {}", self.width, self.height);
        if self.width > WIDTH {
            // Too wide to shrink: it is scrolled to and fro on a telephone.
            return html! {
                div class="wide" role="region" tabindex="0" aria-label=(shown(caption)) {
                    svg class="heat" viewBox=(size) width=(self.width) height=(self.height)
                        role="img" aria-label=(label) { (self.drawn) }
                }
            };
        }
        html! {
            svg viewBox=(size) role="img" aria-label=(label) { (self.drawn) }
        }
    }
}

/// A filled rectangle.
fn filled(fill: Fill, x: f64, y: f64, width: f64, height: f64) -> Markup {
    html! {
        rect class=(fill.class) x=(one(x)) y=(one(y)) width=(one(width)) height=(one(height)) {}
        @if let Some(lines) = fill.lines {
            rect fill={ "url(#" (lines) ")" } x=(one(x)) y=(one(y)) width=(one(width)) height=(one(height)) {}
        }
    }
}

fn swatch(fill: Fill) -> Markup {
    html! {
        svg viewBox="0 0 16 16" aria-hidden="true" { (filled(fill, 1.0, 1.0, 14.0, 14.0)) }
    }
}

/// A length with one decimal, so that the same chart has the same bytes.
fn one(length: f64) -> String {
    let text = format!("{length:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// A count as a length.
#[expect(clippy::cast_precision_loss, reason = "counts of things in a chart")]
fn length(count: usize) -> f64 {
    count as f64
}
