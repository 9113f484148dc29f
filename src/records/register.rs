//! A placement's attendance register: one physical line is one school day.
//!
//! The lines are split here rather than by a library of CSV, so that a stray
//! quotation mark spoils its own line only and every cell keeps its place.

use super::fault::Fault;
use crate::source::{FileId, Place, line_column};
use chrono::NaiveDate;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

pub const COLUMNS: [&str; 5] = ["date", "am", "pm", "minutes-late", "note"];

/// A mark as it is written, not yet understood as a code.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    pub text: Box<str>,
    pub place: Place,
}

/// One school day of a register.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub date: NaiveDate,
    pub place: Place,
    /// Morning and afternoon; `None` where the cell is empty.
    pub marks: [Option<Mark>; 2],
    /// Whether the day stands in the register more than once, with different marks.
    pub disputed: bool,
}

#[derive(Debug, Default)]
pub struct Register {
    pub file: Option<FileId>,
    /// In the order of the days.
    pub rows: Vec<Row>,
    /// The first row that could not be read; nothing can be concluded from
    /// a session that has no mark then.
    pub unreadable: Option<Place>,
    /// False when nothing of the file could be read.
    pub readable: bool,
}

impl Register {
    pub fn row(&self, date: NaiveDate) -> Option<&Row> {
        self.rows
            .binary_search_by_key(&date, |row| row.date)
            .ok()
            .map(|at| &self.rows[at])
    }
}

/// Reads a register. Never fails: what is wrong is in the faults.
pub fn read(file: FileId, text: &str) -> (Register, Vec<Fault>) {
    let mut reader = Reader {
        file,
        text,
        register: Register {
            file: Some(file),
            readable: true,
            ..Register::default()
        },
        faults: Vec::new(),
        british_dates: 0,
    };
    reader.read();
    (reader.register, reader.faults)
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    register: Register,
    faults: Vec<Fault>,
    /// How many rows have a date with the day in front.
    british_dates: usize,
}

impl Reader<'_> {
    fn read(&mut self) {
        let mut lines = lines(self.text);
        let Some(header) = lines.next() else {
            return self.give_up(0..0, "the register is empty".into());
        };
        let Some(columns) = self.columns(header) else {
            return;
        };
        let mut rows = Vec::new();
        let mut cells = Vec::new();
        for line in lines {
            if self.text[line.clone()]
                .trim_matches([',', ' ', '\t', '\r'])
                .is_empty()
            {
                continue;
            }
            rows.extend(self.row(line, &columns, &mut cells));
        }
        self.register.rows = if rows.is_sorted_by(|row, next| row.date < next.date) {
            rows
        } else {
            self.in_order(rows)
        };
        self.sum_up_british_dates();
    }

    /// The rows in the order of their days, each day once.
    fn in_order(&mut self, rows: Vec<Row>) -> Vec<Row> {
        let mut days = BTreeMap::new();
        for row in rows {
            self.keep(row, &mut days);
        }
        days.into_values().collect()
    }

    fn give_up(&mut self, span: Range<usize>, message: String) {
        let place = Place::new(self.file, span);
        self.register.readable = false;
        self.register.unreadable = Some(place);
        self.faults.push(Fault::new(
            "file-readable",
            place,
            message,
            format!("its first line must be {}", COLUMNS.join(",")),
        ));
    }

    /// Which column holds what.
    fn columns(&mut self, header: Range<usize>) -> Option<Vec<&'static str>> {
        let line = &self.text[header.clone()];
        if line.starts_with("<<<<<<<") || self.text.contains("\n<<<<<<< ") {
            self.give_up(
                header,
                "two versions of this register were merged and the conflict was left in it".into(),
            );
            return None;
        }
        if !line.contains(',') && line.contains([';', '\t']) {
            self.give_up(
                header,
                "the columns of this register are not separated by commas".into(),
            );
            return None;
        }
        let cells = split(self.text, header.clone()).unwrap_or_default();
        let mut columns = Vec::new();
        for cell in cells {
            let name = content(self.text, cell.clone()).to_lowercase();
            match COLUMNS.iter().find(|known| **known == name) {
                Some(known) => columns.push(*known),
                None => {
                    self.give_up(cell, format!("`{name}` is not a column of a register"));
                    return None;
                }
            }
        }
        if columns.starts_with(&COLUMNS[..3]) {
            return Some(columns);
        }
        self.give_up(
            header,
            "the first line of this register does not name its columns".into(),
        );
        None
    }

    /// A row; `cells` is room for its cells.
    fn row(
        &mut self,
        line: Range<usize>,
        columns: &[&'static str],
        cells: &mut Vec<Range<usize>>,
    ) -> Option<Row> {
        cells.clear();
        if !split_into(cells, self.text, line.clone()) {
            self.unreadable(
                line,
                "this line has a quotation mark that is not closed".into(),
                "take the quotation mark out, or close it".into(),
            );
            return None;
        };
        if cells.len() > columns.len() {
            self.unreadable(
                line,
                format!(
                    "this line has {} cells, but there are {} columns",
                    cells.len(),
                    columns.len()
                ),
                "put a note that has a comma in it in quotation marks".into(),
            );
            return None;
        }
        let date = self.date(cells[0].clone())?;
        let mark = |at: usize| {
            let cell = cells.get(at)?;
            let text = content(self.text, cell.clone());
            (!text.is_empty()).then(|| Mark {
                text: text.into(),
                place: Place::new(self.file, inside(self.text, cell.clone())),
            })
        };
        let row = Row {
            date,
            place: Place::new(self.file, trim(self.text, line)),
            marks: [mark(1), mark(2)],
            disputed: false,
        };
        self.minutes(cells, columns);
        Some(row)
    }

    fn minutes(&mut self, cells: &[Range<usize>], columns: &[&'static str]) {
        let Some(cell) = columns
            .iter()
            .position(|name| *name == "minutes-late")
            .and_then(|at| cells.get(at))
        else {
            return;
        };
        let text = &*content(self.text, cell.clone());
        if !text.is_empty() && !text.parse::<u16>().is_ok_and(|minutes| minutes <= 600) {
            let place = Place::new(self.file, cell.clone());
            self.faults.push(Fault::new(
                "value-readable",
                place,
                format!(
                    "`minutes-late` is not a number of minutes: {}",
                    super::wording::shortened(text)
                ),
                "write how many minutes late, in digits, or leave it empty",
            ));
        }
    }

    fn date(&mut self, cell: Range<usize>) -> Option<NaiveDate> {
        let text = &*content(self.text, cell.clone());
        if let Some(date) = date(text) {
            return Some(date);
        }
        let parts: Vec<_> = text.split(['/', '.']).collect();
        if parts.len() == 3 && parts.iter().all(|part| part.parse::<u32>().is_ok()) {
            self.british_dates += 1;
            if self.british_dates > 1 {
                return None;
            }
        }
        let message = if text.is_empty() {
            "this line has no date".into()
        } else {
            format!(
                "`{}` is not a date as registers have it",
                super::wording::shortened(text)
            )
        };
        self.unreadable(
            cell,
            message,
            "write the year first, as in 2026-09-07".into(),
        );
        None
    }

    fn unreadable(&mut self, span: Range<usize>, message: String, next: String) {
        let place = Place::new(self.file, trim(self.text, span));
        self.register.unreadable.get_or_insert(place);
        self.faults
            .push(Fault::new("row-readable", place, message, next));
    }

    /// A column of dates that a spreadsheet has turned round is one fault.
    fn sum_up_british_dates(&mut self) {
        if self.british_dates > 1
            && let Some(fault) = self
                .faults
                .iter_mut()
                .find(|fault| fault.next.starts_with("write the year first"))
        {
            fault.message = format!(
                "{}, and so on {} lines more; a spreadsheet may have changed the dates",
                fault.message,
                self.british_dates - 1
            );
        }
    }

    fn keep(&mut self, row: Row, days: &mut BTreeMap<NaiveDate, Row>) {
        match days.entry(row.date) {
            std::collections::btree_map::Entry::Vacant(vacant) => {
                vacant.insert(row);
            }
            std::collections::btree_map::Entry::Occupied(mut first) => {
                let first = first.get_mut();
                let texts = |row: &Row| row.marks.clone().map(|mark| mark.map(|mark| mark.text));
                first.disputed |= texts(first) != texts(&row);
                let line = line_column(self.text, first.place.start as usize).line;
                self.faults.push(
                    Fault::new(
                        "day-once",
                        row.place,
                        format!(
                            "{} is in this register twice, first on line {line}",
                            crate::calendar::said(row.date)
                        ),
                        "keep the line that is right",
                    )
                    .with(first.place, "here first"),
                );
            }
        }
    }
}

/// The lines of a text, without their line ends.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        if start >= text.len() {
            return None;
        }
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line = start..end - usize::from(text[start..end].ends_with('\r'));
        start = end + 1;
        Some(line)
    })
}

/// The cells of a line; `None` when a quotation mark is not closed.
pub(crate) fn split(text: &str, line: Range<usize>) -> Option<Vec<Range<usize>>> {
    let mut cells = Vec::new();
    split_into(&mut cells, text, line).then_some(cells)
}

/// The same into a list that is there; whether every quotation mark is closed.
fn split_into(cells: &mut Vec<Range<usize>>, text: &str, line: Range<usize>) -> bool {
    let mut start = line.start;
    let mut quoted = false;
    for (at, byte) in text[line.clone()].bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => {
                cells.push(start..line.start + at);
                start = line.start + at + 1;
            }
            _ => {}
        }
    }
    cells.push(start..line.end);
    !quoted
}

/// A cell without the blanks around it.
pub(crate) fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let content = &text[range.clone()];
    let start = range.start + content.len() - content.trim_start().len();
    start..start + content.trim().len()
}

/// A cell without the quotation marks that a spreadsheet may put around it.
fn inside(text: &str, cell: Range<usize>) -> Range<usize> {
    let cell = trim(text, cell);
    let is_quoted = text[cell.clone()]
        .strip_prefix('"')
        .is_some_and(|rest| rest.ends_with('"'));
    if is_quoted {
        trim(text, cell.start + 1..cell.end - 1)
    } else {
        cell
    }
}

/// What a cell says.
pub(crate) fn content(text: &str, cell: Range<usize>) -> Cow<'_, str> {
    let (outside, inside) = (trim(text, cell.clone()), inside(text, cell));
    let content = &text[inside.clone()];
    if inside != outside && content.contains("\"\"") {
        Cow::Owned(content.replace("\"\"", "\""))
    } else {
        Cow::Borrowed(content)
    }
}

/// A day as registers have it.
fn date(text: &str) -> Option<NaiveDate> {
    (text.len() == 10)
        .then(|| crate::calendar::written(text))
        .flatten()
}

/// The day that a line begins with.
pub(crate) fn day_of(line: &str) -> Option<NaiveDate> {
    date(&content(line, 0..line.find(',').unwrap_or(line.len())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Paths;

    fn check(text: &str) -> (Register, Vec<Fault>) {
        read(Paths::default().add("attendance/p001-x.csv"), text)
    }

    #[test]
    fn a_stray_quotation_mark_spoils_its_own_line_only() {
        let (register, faults) =
            check("date,am,pm,minutes-late,note\n2026-09-07,/,/,,\"bus\n2026-09-08,/,/,,\n");
        assert_eq!(register.rows.len(), 1);
        assert_eq!(faults.len(), 1);
        assert!(register.unreadable.is_some());
    }

    #[test]
    fn a_spreadsheet_may_put_quotation_marks_around_all_of_it() {
        let (register, faults) = check(
            "\"date\",\"am\",\"pm\",\"minutes-late\",\"note\"\n\"2026-09-07\",\"/\", \"L\" ,\"15\",\"\"\n",
        );
        assert!(faults.is_empty(), "{faults:?}");
        let marks = register.rows[0].marks.each_ref();
        let texts = marks.map(|mark| mark.as_ref().map(|mark| &*mark.text));
        assert_eq!(texts, [Some("/"), Some("L")]);
    }

    #[test]
    fn dates_turned_round_by_a_spreadsheet_are_one_fault() {
        let (register, faults) =
            check("date,am,pm\n07/09/2026,/,/\n08/09/2026,/,/\n09/09/2026,/,/\n");
        assert!(register.rows.is_empty());
        assert_eq!(faults.len(), 1);
        assert!(
            faults[0].message.contains("2 lines more"),
            "{}",
            faults[0].message
        );
    }

    #[test]
    fn a_day_twice_names_both_lines() {
        let (register, faults) = check("date,am,pm\r\n2026-09-07,/,/\r\n2026-09-07,O,/\r\n\r\n");
        assert!(register.rows[0].disputed);
        assert!(faults[0].message.ends_with("first on line 2"));
    }
}
