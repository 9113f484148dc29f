//! What a chart shows, as numbers. Every chart has a table of the same numbers,
//! which is what is read where there is no picture.

use super::{Column, Table};
use chrono::NaiveDate;

#[derive(Clone, Debug)]
pub struct Chart {
    pub caption: String,
    pub shape: Shape,
}

#[derive(Clone, Debug)]
pub enum Shape {
    Weekly(Weekly),
    TimeLine(TimeLine),
    Bars(Vec<Bar>),
    HeatMap(Vec<Week>),
}

/// Attendance of each week, against what it was before.
#[derive(Clone, Debug)]
pub struct Weekly {
    pub weeks: Vec<Attended>,
    /// Per cent before the placement, where it can be compared with.
    pub baseline: Option<f64>,
}

#[derive(Clone, Copy, Debug)]
pub struct Attended {
    pub monday: NaiveDate,
    /// Per cent of the possible sessions; `None` where none was possible.
    pub percent: Option<f64>,
    /// The sessions it rests on.
    pub possible: u32,
}

/// What falls due on which day.
#[derive(Clone, Debug)]
pub struct TimeLine {
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// In order of their days, and within a day by what they are.
    pub days: Vec<(NaiveDate, Vec<String>)>,
}

/// How many of something stand how.
#[derive(Clone, Debug)]
pub struct Bar {
    pub label: String,
    /// The count of each part, with the name of its standing.
    pub parts: Vec<(&'static str, usize)>,
}

/// Ten sessions of a week in a register, Monday morning first.
#[derive(Clone, Debug)]
pub struct Week {
    pub monday: NaiveDate,
    pub sessions: [Option<Cell>; 10],
}

/// A session that was due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The mark as it stands in the register; empty where none was returned.
    pub mark: String,
    pub kind: CellKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    Present,
    Authorised,
    Unauthorised,
    NotPossible,
    NoReturn,
    Unreadable,
}

impl CellKind {
    pub const ALL: [CellKind; 6] = [
        CellKind::Present,
        CellKind::Authorised,
        CellKind::Unauthorised,
        CellKind::NotPossible,
        CellKind::NoReturn,
        CellKind::Unreadable,
    ];

    pub fn said(self) -> &'static str {
        match self {
            CellKind::Present => "present",
            CellKind::Authorised => "absent, authorised",
            CellKind::Unauthorised => "absent, not authorised",
            CellKind::NotPossible => "not possible",
            CellKind::NoReturn => "no return",
            CellKind::Unreadable => "cannot be read",
        }
    }
}

const SESSIONS: [&str; 10] = [
    "Mon am", "Mon pm", "Tue am", "Tue pm", "Wed am", "Wed pm", "Thu am", "Thu pm", "Fri am",
    "Fri pm",
];

impl Chart {
    pub fn new(caption: impl Into<String>, shape: Shape) -> Chart {
        Chart {
            caption: caption.into(),
            shape,
        }
    }

    pub fn is_empty(&self) -> bool {
        match &self.shape {
            Shape::Weekly(weekly) => weekly.weeks.iter().all(|week| week.percent.is_none()),
            Shape::TimeLine(line) => line.days.is_empty(),
            Shape::Bars(bars) => bars.is_empty(),
            Shape::HeatMap(weeks) => weeks.is_empty(),
        }
    }

    /// The numbers behind the picture.
    pub fn table(&self) -> Table {
        match &self.shape {
            Shape::Weekly(weekly) => weekly.table(),
            Shape::TimeLine(line) => line.table(),
            Shape::Bars(bars) => bars_table(bars),
            Shape::HeatMap(weeks) => heat_table(weeks),
        }
    }
}

impl Weekly {
    fn table(&self) -> Table {
        let mut table = Table::new(
            "",
            &[
                Column::date("week of"),
                Column::number("per cent"),
                Column::number("sessions"),
            ],
        );
        for week in &self.weeks {
            table.rows.push(vec![
                week.monday.to_string(),
                week.percent
                    .map_or(String::new(), |percent| format!("{percent:.1}")),
                week.possible.to_string(),
            ]);
        }
        table.notes.extend(
            self.baseline
                .map(|baseline| format!("Before the placement: {baseline:.1} %.")),
        );
        table
    }
}

impl TimeLine {
    fn table(&self) -> Table {
        let mut table = Table::new(
            "",
            &[
                Column::date("day"),
                Column::words("what"),
                Column::number("how many"),
            ],
        );
        for (day, what) in &self.days {
            for same in what.chunk_by(|one, other| one == other) {
                let cells = [day.to_string(), same[0].clone(), same.len().to_string()];
                table.rows.push(cells.to_vec());
            }
        }
        table
    }
}

/// A row for each bar, a column for each part that any of them has.
fn bars_table(bars: &[Bar]) -> Table {
    let mut parts: Vec<&'static str> = Vec::new();
    for (part, count) in bars.iter().flat_map(|bar| &bar.parts) {
        if *count > 0 && !parts.contains(part) {
            parts.push(part);
        }
    }
    let heading = |part: &&'static str| if part.is_empty() { "count" } else { *part };
    let columns: Vec<Column> = std::iter::once(Column::words("of what"))
        .chain(parts.iter().map(heading).map(Column::number))
        .collect();
    let mut table = Table::new("", &columns);
    for bar in bars {
        let count = |part: &&'static str| {
            let of = bar.parts.iter().find(|(name, _)| name == part);
            of.map_or(0, |(_, count)| *count).to_string()
        };
        let cells = std::iter::once(bar.label.clone()).chain(parts.iter().map(count));
        table.rows.push(cells.collect());
    }
    table
}

fn heat_table(weeks: &[Week]) -> Table {
    let columns = SESSIONS.map(Column::words);
    let columns: Vec<Column> = std::iter::once(Column::date("week of"))
        .chain(columns)
        .collect();
    let mut table = Table::new("", &columns);
    for week in weeks {
        let marks = week.sessions.iter().map(|session| match session {
            None => String::new(),
            Some(cell) if cell.mark.is_empty() => cell.kind.said().to_owned(),
            Some(cell) => cell.mark.clone(),
        });
        let row = std::iter::once(week.monday.to_string()).chain(marks);
        table.rows.push(row.collect());
    }
    table
}
