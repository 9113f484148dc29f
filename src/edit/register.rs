//! Marks put into a register: the cells that differ change, and nothing else.

use super::{Refusal, Replacement};
use crate::records::register::{COLUMNS, content, day_of, lines, split, trim};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::ops::Range;

/// The first line of a new register.
pub const HEADER: &str = "date,am,pm,minutes-late,note\n";

/// How many columns there are beside the date.
const CELLS: usize = COLUMNS.len() - 1;

/// What a line has for a day, or shall have; what is `None` is left alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Day {
    pub am: Option<String>,
    pub pm: Option<String>,
    pub minutes_late: Option<String>,
    pub note: Option<String>,
}

impl Day {
    /// By the columns after the date.
    pub fn cells(&self) -> [Option<&str>; CELLS] {
        [&self.am, &self.pm, &self.minutes_late, &self.note].map(Option::as_deref)
    }

    fn of(cells: [Option<String>; CELLS]) -> Day {
        let [am, pm, minutes_late, note] = cells;
        Day {
            am,
            pm,
            minutes_late,
            note,
        }
    }
}

/// A line of a register that has a date.
struct Line {
    date: NaiveDate,
    span: Range<usize>,
    cells: Vec<Range<usize>>,
}

/// A register's text, taken apart.
struct Parts<'t> {
    text: &'t str,
    header: Range<usize>,
    columns: Vec<usize>,
    lines: Vec<Line>,
}

impl<'t> Parts<'t> {
    fn of(text: &'t str) -> Result<Parts<'t>, Refusal> {
        let mut spans = lines(text);
        let header = spans.next().unwrap_or(0..0);
        let named = |cell: Range<usize>| {
            let name = content(text, cell).to_lowercase();
            COLUMNS.iter().position(|column| *column == name)
        };
        let columns: Option<Vec<usize>> = split(text, header.clone())
            .unwrap_or_default()
            .into_iter()
            .map(named)
            .collect();
        let columns = columns
            .filter(|columns| columns.starts_with(&[0, 1, 2]))
            .ok_or_else(|| {
                Refusal(
                    "its first line does not name its columns; write date,am,pm,minutes-late,note"
                        .into(),
                )
            })?;
        let line = |span: Range<usize>| {
            let cells = split(text, span.clone())?;
            let date = day_of(&text[span.clone()])?;
            Some(Line { date, span, cells })
        };
        Ok(Parts {
            text,
            header,
            columns,
            lines: spans.filter_map(line).collect(),
        })
    }

    /// The one line of a day.
    fn line(&self, date: NaiveDate) -> Result<Option<&Line>, Refusal> {
        let mut found = self.lines.iter().filter(|line| line.date == date);
        match (found.next(), found.next()) {
            (_, Some(_)) => Err(Refusal(format!(
                "{date} is in it twice; keep the line that is right"
            ))),
            (line, None) => Ok(line),
        }
    }

    fn newline(&self) -> &'static str {
        if self.text.contains("\r\n") {
            "\r\n"
        } else {
            "\n"
        }
    }
}

/// What a register has for a day.
pub fn recorded(text: &str, date: NaiveDate) -> Result<Day, Refusal> {
    let parts = Parts::of(text)?;
    let Some(line) = parts.line(date)? else {
        return Ok(Day::default());
    };
    Ok(Day::of(std::array::from_fn(|at| {
        let cell = parts.columns.iter().position(|column| *column == at + 1)?;
        let content = content(text, line.cells.get(cell)?.clone());
        (!content.is_empty()).then(|| content.into_owned())
    })))
}

/// Sets the marks of days. A new line goes in by its date; of an existing one
/// only the cells that differ are changed.
pub fn set(text: &str, days: &BTreeMap<NaiveDate, Day>) -> Result<Vec<Replacement>, Refusal> {
    let mut parts = Parts::of(text)?;
    let mut replacements: Vec<Replacement> = new_columns(&mut parts, days).into_iter().collect();
    for (date, day) in days {
        match parts.line(*date)? {
            Some(line) => replacements.extend(changed_cells(&parts, line, day)),
            None => replacements.push(new_line(&parts, *date, day)),
        }
    }
    replacements.sort_by_key(|new| (new.from, new.to));
    Ok(replacements)
}

/// Columns that are needed and that the register does not have are named at the
/// end of its first line.
fn new_columns(parts: &mut Parts<'_>, days: &BTreeMap<NaiveDate, Day>) -> Option<Replacement> {
    let mut named = String::new();
    for (at, name) in COLUMNS.iter().enumerate().skip(1) {
        let needed = days.values().any(|day| day.cells()[at - 1].is_some());
        if needed && !parts.columns.contains(&at) {
            parts.columns.push(at);
            named.push(',');
            named.push_str(name);
        }
    }
    (!named.is_empty()).then(|| Replacement::insert(parts.header.end, named))
}

fn changed_cells(parts: &Parts<'_>, line: &Line, day: &Day) -> Vec<Replacement> {
    let wanted = day.cells();
    let mut replacements = Vec::new();
    let mut behind = String::new();
    for (at, column) in parts.columns.iter().enumerate().skip(1) {
        let wanted = wanted[column - 1];
        match line.cells.get(at) {
            Some(cell) => {
                if let Some(new) = wanted.filter(|new| *new != content(parts.text, cell.clone())) {
                    let span = trim(parts.text, cell.clone());
                    replacements.push(Replacement {
                        from: span.start,
                        to: span.end,
                        text: quoted(new),
                    });
                }
            }
            None => {
                behind.push(',');
                behind.push_str(&wanted.map_or(String::new(), quoted));
            }
        }
    }
    let behind = behind.trim_end_matches(',');
    if !behind.is_empty() {
        replacements.push(Replacement::insert(line.span.end, behind));
    }
    replacements
}

fn new_line(parts: &Parts<'_>, date: NaiveDate, day: &Day) -> Replacement {
    let wanted = day.cells();
    let cells = parts.columns.iter().map(|column| match column {
        0 => date.to_string(),
        column => wanted[column - 1].map_or(String::new(), quoted),
    });
    let line = cells.collect::<Vec<_>>().join(",");
    let newline = parts.newline();
    // After the last line of an earlier day, or where there is none, before all.
    let before = parts.lines.iter().rfind(|line| line.date < date);
    let end = before.map_or(parts.header.end, |line| line.span.end);
    Replacement::insert(end, format!("{newline}{line}"))
}

/// A cell as it is written; a line of a register stays one line.
fn quoted(content: &str) -> String {
    let content = content.split_whitespace().collect::<Vec<_>>().join(" ");
    if content.contains([',', '"']) {
        format!("\"{}\"", content.replace('"', "\"\""))
    } else {
        content
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Change;

    fn day(am: &str, note: &str) -> Day {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Day {
            am: some(am),
            note: some(note),
            ..Day::default()
        }
    }

    fn after(text: &str, date: &str, day: Day) -> String {
        let days = BTreeMap::from([(date.parse().unwrap(), day)]);
        Change {
            path: String::new(),
            before: text.into(),
            is_new: false,
            replacements: set(text, &days).unwrap(),
        }
        .after()
    }

    #[test]
    fn a_new_line_goes_in_by_its_date() {
        let text = "date,am,pm,minutes-late,note\r\n2026-09-07,/,/,,\r\n2026-09-09,/,/,,";
        assert_eq!(
            after(text, "2026-09-08", day("O", "")),
            "date,am,pm,minutes-late,note\r\n2026-09-07,/,/,,\r\n2026-09-08,O,,,\r\n2026-09-09,/,/,,"
        );
        assert_eq!(
            after(text, "2026-09-10", day("O", "a, \"b\"")),
            format!("{text}\r\n2026-09-10,O,,,\"a, \"\"b\"\"\"")
        );
        assert_eq!(
            after("date,am,pm\n", "2026-09-10", day("O", "")),
            "date,am,pm\n2026-09-10,O,\n"
        );
    }

    #[test]
    fn of_a_line_that_is_there_only_what_differs_is_changed() {
        let text = "date,am,pm\n2026-09-07 , \"N\" ,/\n2026-09-08,/\n";
        assert_eq!(after(text, "2026-09-07", day("N", "")), text);
        assert_eq!(
            after(text, "2026-09-07", day("I", "")),
            "date,am,pm\n2026-09-07 , I ,/\n2026-09-08,/\n"
        );
        assert_eq!(
            after(text, "2026-09-08", day("", "bus")),
            "date,am,pm,note\n2026-09-07 , \"N\" ,/\n2026-09-08,/,,bus\n"
        );
    }
}
