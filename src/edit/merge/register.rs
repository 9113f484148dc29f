//! Two versions of a register: day by day, and mark by mark.

use super::conflict::conflict;
use super::{Merged, changed};
use crate::calendar::said;
use crate::records::register::day_of;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Merges registers; `None` where a line cannot be read, a day stands there
/// twice, or the columns are not the same.
pub fn merge_registers(base: &str, ours: &str, theirs: &str) -> Option<Merged> {
    let newline = if ours.contains("\r\n") { "\r\n" } else { "\n" };
    let (ours, theirs) = (Days::of(ours)?, Days::of(theirs)?);
    let base = match base.trim() {
        "" => Days {
            header: ours.header.clone(),
            ..Days::default()
        },
        base => Days::of(base)?,
    };
    if base.header != ours.header || theirs.header != ours.header {
        return None;
    }
    let mut contradictions = Vec::new();
    let mut days = ours.order.clone();
    let known: BTreeSet<NaiveDate> = ours.order.iter().copied().collect();
    for date in theirs.order.iter().filter(|date| !known.contains(date)) {
        let at = days.iter().position(|other| other > date);
        days.insert(at.unwrap_or(days.len()), *date);
    }
    let mut lines = vec![ours.header.clone()];
    for date in days {
        let row = |days: &Days| days.rows.get(&date).cloned();
        let (was, mine, other) = (row(&base), row(&ours), row(&theirs));
        match merged_day(was.as_deref(), mine.as_deref(), other.as_deref()) {
            Some(Some(line)) => lines.push(line),
            Some(None) => {}
            None => {
                contradictions.push(format!("the line of {}", said(date)));
                let (mine, other) = (mine.unwrap_or_default(), other.unwrap_or_default());
                lines.push(conflict(&mine, &other, newline));
            }
        }
    }
    Some(Merged {
        text: format!("{}{}", lines.join(newline), ours.tail),
        contradictions,
    })
}

/// The lines of a register by day.
#[derive(Default)]
struct Days {
    header: String,
    order: Vec<NaiveDate>,
    rows: BTreeMap<NaiveDate, String>,
    /// The end of the last line, and empty lines behind it.
    tail: String,
}

impl Days {
    fn of(text: &str) -> Option<Days> {
        let content = text.trim_end();
        let mut lines = content.lines();
        let mut days = Days {
            header: lines.next()?.to_owned(),
            tail: text.get(content.len()..)?.to_owned(),
            ..Days::default()
        };
        for line in lines {
            let date = day_of(line)?;
            days.order.push(date);
            if days.rows.insert(date, line.to_owned()).is_some() {
                return None;
            }
        }
        Some(days)
    }
}

/// The line of one day, if it is still there; `None` where both have changed
/// the same cell, or one has changed what the other has taken out.
fn merged_day(
    base: Option<&str>,
    ours: Option<&str>,
    theirs: Option<&str>,
) -> Option<Option<String>> {
    if let Some(line) = changed(base, ours, theirs) {
        return Some(line.map(str::to_owned));
    }
    let (ours, theirs) = (cells(ours?)?, cells(theirs?)?);
    let base = cells(base.unwrap_or_default())?;
    let cell = |cells: &[String], at: usize| cells.get(at).cloned().unwrap_or_default();
    let merged = (0..ours.len().max(theirs.len()))
        .map(|at| match at {
            0 => Some(cell(&ours, at)),
            at => changed(cell(&base, at), cell(&ours, at), cell(&theirs, at)),
        })
        .collect::<Option<Vec<_>>>()?;
    Some(Some(merged.join(",")))
}

/// The cells of a line as written; `None` where a quotation mark is not closed.
fn cells(line: &str) -> Option<Vec<String>> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        quoted ^= c == '"';
        match cells.last_mut() {
            Some(cell) if quoted || c != ',' => cell.push(c),
            _ => cells.push(String::new()),
        }
    }
    (!quoted).then_some(cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_both_are_kept_and_a_mark_that_differs_is_left() {
        let head = "date,am,pm,minutes-late,note\n";
        let merge = |base: &str, ours: &str, theirs: &str| {
            let with = |rows: &str| format!("{head}{rows}");
            let merged = merge_registers(&with(base), &with(ours), &with(theirs)).unwrap();
            (merged.text.replace(head, ""), merged.contradictions)
        };
        let (text, none) = merge(
            "2026-09-08,/,,,\n2026-09-15,,,,\n",
            "2026-09-08,/,/,,\n2026-09-15,,,,\n2026-09-22,/,/,,\n",
            "2026-09-08,L,,5,\"bus, late\"\n2026-09-16,I,I,,\n",
        );
        assert_eq!(
            text,
            "2026-09-08,L,/,5,\"bus, late\"\n2026-09-16,I,I,,\n2026-09-22,/,/,,\n"
        );
        assert!(none.is_empty());
        let (text, both) = merge("", "2026-09-08,/,/,,\n", "2026-09-08,O,,,\n");
        assert_eq!(
            text,
            "<<<<<<< ours\n2026-09-08,/,/,,\n=======\n2026-09-08,O,,,\n>>>>>>> theirs\n"
        );
        assert_eq!(both, ["the line of 8 September 2026"]);
        assert!(merge_registers(head, "date,am\n", head).is_none());
    }
}
