//! What was seen of the folder, as text: a line for each thing, with what to do
//! below it.

use super::{clean, wrapped};
use crate::calendar::said;
use crate::views::doctor::{Checkup, Finding, Spot, State};
use chrono::NaiveDate;

/// How wide lines are where there is no terminal to ask, and at most.
const WIDEST: u16 = 100;

/// So many places are named; JSON has all.
const PLACES: usize = 5;

/// The checkup by area. `width` is that of the terminal, if there is one.
pub fn doctor_text(checkup: &Checkup, on: NaiveDate, width: Option<u16>) -> String {
    let width = usize::from(width.unwrap_or(WIDEST).min(WIDEST));
    let mut out = format!("The records folder on {}\n", said(on));
    let areas = checkup.findings.chunk_by(|a, b| a.area == b.area);
    for findings in areas {
        let title = findings.first().map_or("", |finding| finding.area.said());
        out.push_str(&format!("\n{title}\n{}\n", "-".repeat(title.len())));
        for finding in findings {
            out.push_str(&drawn(finding, width));
        }
    }
    out.push_str(&format!("\n{}\n", closing(checkup)));
    out
}

/// The column in which sentences begin.
const INDENT: &str = "            ";

fn drawn(finding: &Finding, width: usize) -> String {
    let first = format!("{:<1$}", finding.state.said(), INDENT.len());
    let mut out = wrapped(&clean(&finding.found), &first, INDENT, width);
    for place in finding.places.iter().take(PLACES) {
        out.push_str(&wrapped(
            &clean(&spot_said(place)),
            &format!("{INDENT}- "),
            INDENT,
            width,
        ));
    }
    match finding.places.len().saturating_sub(PLACES) {
        0 => {}
        more => out.push_str(&format!(
            "{INDENT}- and {more} more; --format json has all\n"
        )),
    }
    if !finding.next.is_empty() {
        let first = format!("{INDENT}next: ");
        let rest = format!("{INDENT}      ");
        out.push_str(&wrapped(&clean(&finding.next), &first, &rest, width));
    }
    out
}

fn spot_said(spot: &Spot) -> String {
    match spot {
        Spot::File(path) => path.clone(),
        Spot::Line(path, line) => format!("{path}:{line}"),
        Spot::Commit { hash, date, file } => {
            let file = file
                .as_ref()
                .map_or(String::new(), |file| format!(": {file}"));
            format!("commit {hash} of {date}{file}")
        }
    }
}

/// "To do: 3. To look at: 1. Not seen: 0. In order: 12."
fn closing(checkup: &Checkup) -> String {
    let counts = State::ALL.map(|state| {
        let called = super::capitalised(state.said());
        format!("{called}: {}.", checkup.count(state))
    });
    counts.join(" ")
}
