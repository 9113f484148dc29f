//! Where the headings of a sheet are, and what its columns hold.

use super::dates::{NoDay, Order, in_text, moment};
use super::grid::{Cell, Grid, Spot};
use super::headings::{Day, Heading};
use super::plan::{By, Column, Days, Plan, Shape, plain};
use super::{Problem, Refused};
use crate::calendar::monday;
use chrono::NaiveDate;

/// Titles and addresses may stand above the headings, but not more than that.
const LAST_HEADING: usize = 30;

/// A sheet as it is to be read.
#[derive(Debug)]
pub(super) struct Layout {
    pub by: By,
    pub pupil: usize,
    pub first_row: usize,
    pub order: Option<Order>,
    pub columns: Columns,
}

#[derive(Debug)]
pub(super) enum Columns {
    Long(Long),
    Wide {
        marks: Vec<(usize, Heading)>,
        /// The column of the week, where headings are weekdays.
        week: Option<usize>,
        /// The week named above the headings.
        monday: Option<NaiveDate>,
    },
    Marks {
        start: usize,
        marks: usize,
        days: Days,
    },
}

/// A row a pupil and session, or a row a pupil and day.
#[derive(Debug)]
pub(super) struct Long {
    pub date: usize,
    pub session: Option<usize>,
    pub mark: Option<usize>,
    pub am: Option<usize>,
    pub pm: Option<usize>,
    pub minutes_late: Option<usize>,
    pub note: Option<usize>,
}

/// Finds the headings, and what stands under them.
pub(super) fn find(grid: &Grid, plan: &Plan) -> Result<Layout, Refused> {
    let rows = grid.rows.len().min(LAST_HEADING);
    (0..rows)
        .find_map(|row| Finder { grid, plan, row }.layout())
        .unwrap_or_else(|| Err(Refused::File(not_found(plan))))
}

fn not_found(plan: &Plan) -> String {
    match &plan.from {
        Some(from) => format!(
            "no row has all the headings that {from} names under [columns]; compare them with the file"
        ),
        None => "its columns are not recognised; call them ref, date, am and pm, have the provider fill in a return sheet, or say in a mapping which column is what (docs/records.md)".into(),
    }
}

/// Looks whether one row is that of the headings.
struct Finder<'a> {
    grid: &'a Grid,
    plan: &'a Plan,
    row: usize,
}

impl Finder<'_> {
    fn layout(&self) -> Option<Result<Layout, Refused>> {
        let lower = self.second_row();
        let (by, pupil) = By::ALL.into_iter().find_map(|by| {
            let upper = self.column(Column::Pupil(by));
            let lower = || lower.as_ref()?.column(Column::Pupil(by));
            Some((by, upper.or_else(lower)?))
        })?;
        let wanted = |shape| self.plan.shape.is_none_or(|wanted| wanted == shape);
        let found = |columns, rows| Layout {
            by,
            pupil,
            first_row: self.row + rows,
            order: self.plan.order,
            columns,
        };
        if wanted(Shape::Marks)
            && let Some(columns) = self.marks()
        {
            return Some(Ok(found(columns, 1)));
        }
        if wanted(Shape::Long)
            && let Some(long) = self.long()
        {
            return Some(Ok(found(Columns::Long(long), 1)));
        }
        let marks = wanted(Shape::Wide).then(|| self.wide(lower.as_ref()))??;
        let rows = 1 + usize::from(lower.is_some());
        Some(marks.map(|columns| found(columns, rows)))
    }

    /// Where the heading of a column stands.
    fn column(&self, column: Column) -> Option<usize> {
        let headings = self.plan.headings.get(&column)?;
        let is = |cell: &Cell| {
            cell.text()
                .is_ok_and(|text| headings.contains(&plain(&text)))
        };
        self.grid.row(self.row).iter().position(is)
    }

    /// As [`column`](Self::column), where the mapping may have named one that is
    /// not there.
    fn all_there(&self, columns: &[Column]) -> bool {
        let named = |column: &&Column| self.plan.headings.contains_key(column);
        self.plan.from.is_none()
            || columns
                .iter()
                .filter(named)
                .all(|column| self.column(*column).is_some())
    }

    fn marks(&self) -> Option<Columns> {
        Some(Columns::Marks {
            start: self.column(Column::Start)?,
            marks: self.column(Column::Marks)?,
            days: self.plan.days,
        })
    }

    fn long(&self) -> Option<Long> {
        use Column::{Am, Date, Mark, MinutesLate, Note, Pm, Session};
        let long = Long {
            date: self.column(Date)?,
            session: self.column(Session),
            mark: self.column(Mark),
            am: self.column(Am),
            pm: self.column(Pm),
            minutes_late: self.column(MinutesLate),
            note: self.column(Note),
        };
        let has_marks = long.mark.or(long.am).or(long.pm).is_some();
        let all_there = self.all_there(&[Session, Mark, Am, Pm, MinutesLate, Note]);
        (has_marks && all_there).then_some(long)
    }

    /// The row below, where it has the sessions of the days in this one.
    fn second_row(&self) -> Option<Finder<'_>> {
        let order = self.plan.order;
        let has = |row: usize, is: fn(&Heading) -> bool| {
            let headings = self.grid.row(row).iter();
            headings
                .filter_map(|cell| Heading::of(cell, order))
                .any(|heading| is(&heading))
        };
        let days = has(self.row, |heading| heading.day.is_some());
        let sessions = has(self.row + 1, |heading| {
            heading.day.is_none() && heading.half.is_some()
        });
        (days && sessions).then_some(Finder {
            row: self.row + 1,
            ..*self
        })
    }

    /// `None` where no heading is a day; an error where one cannot be.
    fn wide(&self, lower: Option<&Finder<'_>>) -> Option<Result<Columns, Refused>> {
        let row = self.grid.row(self.row);
        let below = lower.map_or(&[][..], |lower| self.grid.row(lower.row));
        let mut marks = Vec::new();
        let mut problems = Vec::new();
        let mut above = None;
        for column in 0..row.len().max(below.len()) {
            let spot = Spot {
                row: self.row,
                column,
            };
            let upper = Heading::of(self.grid.cell(spot), self.plan.order);
            // A day over two columns stands in the first of them only.
            if upper.is_some() || !self.grid.cell(spot).is_empty() {
                above = upper;
            }
            let under = below
                .get(column)
                .and_then(|cell| Heading::of(cell, self.plan.order));
            let Some(mut heading) = above.clone().filter(|_| lower.is_none() || under.is_some())
            else {
                continue;
            };
            if lower.is_none() && self.grid.cell(spot).is_empty() {
                continue;
            }
            heading.half = under.and_then(|under| under.half).or(heading.half);
            match heading.day {
                // What one date may be, the others may be too.
                Some(Day::Wrong(NoDay::Either(..))) if !problems.is_empty() => {}
                Some(Day::Wrong(why)) => problems.push(Problem::at(spot, why.to_string())),
                Some(_) => marks.push((column, heading)),
                None => {}
            }
        }
        if !problems.is_empty() {
            return Some(Err(Refused::Cells(problems)));
        }
        let columns = (!marks.is_empty()).then(|| Columns::Wide {
            marks,
            week: self.column(Column::Week),
            monday: self.week_above(),
        });
        columns.map(Ok)
    }

    /// The week that is named above the headings: "Week beginning 14/09/2026", or
    /// with the date in the next cell.
    fn week_above(&self) -> Option<NaiveDate> {
        let rows = self.grid.rows.iter().take(self.row);
        for row in rows {
            let week = row
                .iter()
                .position(|cell| cell.text().is_ok_and(|text| week_words(&text).is_some()));
            let Some(at) = week else { continue };
            let text = row[at].text().unwrap_or_default().into_owned();
            let rest = week_words(&text).unwrap_or_default();
            let beside = row[at + 1..].iter().find(|cell| !cell.is_empty());
            let read = in_text(rest, self.plan.order)
                .or_else(|| beside.map(|cell| moment(cell, self.plan.order)));
            if let Some(Ok((day, _))) = read {
                return Some(monday(day));
            }
        }
        None
    }
}

/// What follows the words for a week.
fn week_words(text: &str) -> Option<&str> {
    const WORDS: [&str; 6] = [
        "week beginning",
        "week commencing",
        "week starting",
        "week of",
        "w/c",
        "w/b",
    ];
    let lower = text.to_ascii_lowercase();
    WORDS.iter().find_map(|words| {
        let at = lower.find(words)?;
        text.get(at + words.len()..)
    })
}
