//! The marks of a sheet, each with its cell, its pupil's and its day, before it
//! is known who and what they are.

use super::Case;
use super::dates::{NoDay, moment};
use super::grid::{Cell, Grid, Spot};
use super::headings::{Day, Heading, session};
use super::layout::{Columns, Layout, Long};
use super::plan::Days;
use crate::calendar::{NoTerm, add_days, monday, next_day, said};
use crate::records::Half;
use chrono::{Datelike, NaiveDate, Weekday};

/// A cell that cannot be used, and why.
pub(super) type Wrong = (Spot, String);

/// A mark as it is given.
#[derive(Debug)]
pub(super) struct Mark {
    pub pupil: Spot,
    pub at: Spot,
    pub date: NaiveDate,
    /// `None`: for the sessions of the day that are due.
    pub half: Option<Half>,
    pub letter: String,
}

/// What stands beside the marks of a day.
#[derive(Debug)]
pub(super) struct Aside {
    pub pupil: Spot,
    pub date: NaiveDate,
    pub minutes_late: Option<(Spot, String)>,
    pub note: Option<(Spot, String)>,
}

#[derive(Debug, Default)]
pub(super) struct Given {
    pub marks: Vec<Mark>,
    pub asides: Vec<Aside>,
}

/// Everything that a sheet gives.
pub(super) fn all(grid: &Grid, layout: &Layout, case: Case<'_>) -> (Given, Vec<Wrong>) {
    let mut reader = Reader {
        grid,
        layout,
        case,
        given: Given::default(),
        wrong: Vec::new(),
        asked: false,
    };
    for row in layout.first_row..grid.rows.len() {
        match &layout.columns {
            Columns::Long(long) => reader.long(row, long),
            Columns::Wide {
                marks,
                week,
                monday,
            } => reader.wide(row, marks, *week, *monday),
            Columns::Marks { start, marks, days } => reader.string(row, *start, *marks, *days),
        }
    }
    (reader.given, reader.wrong)
}

struct Reader<'a> {
    grid: &'a Grid,
    layout: &'a Layout,
    case: Case<'a>,
    given: Given,
    wrong: Vec<Wrong>,
    /// Whether it was asked how the file writes dates.
    asked: bool,
}

impl Reader<'_> {
    /// The words of a cell, if there are any; a cell that cannot be used is noted.
    fn words(&mut self, row: usize, column: Option<usize>) -> Option<(Spot, String)> {
        let spot = Spot {
            row,
            column: column?,
        };
        match self.grid.cell(spot).text() {
            Ok(text) => (!text.is_empty()).then(|| (spot, text.into_owned())),
            Err(why) => {
                self.wrong.push((spot, why.to_owned()));
                None
            }
        }
    }

    /// A mark, unless the cell is empty or has a dash.
    fn letter(&mut self, row: usize, column: Option<usize>) -> Option<(Spot, String)> {
        let letter = self.words(row, column)?;
        let is_mark = letter.1 != "-" || self.case.letters().mark("-").is_some();
        is_mark.then_some(letter)
    }

    /// The pupil of a row that has something of them.
    fn pupil(&mut self, row: usize) -> Option<Spot> {
        let spot = Spot {
            row,
            column: self.layout.pupil,
        };
        match self.grid.cell(spot) {
            Cell::Empty => {
                let why = "has no pupil, though there are marks in this row";
                self.wrong.push((spot, why.into()));
                None
            }
            _ => self.words(row, Some(self.layout.pupil)).map(|_| spot),
        }
    }

    fn date(&mut self, row: usize, column: usize) -> Option<(NaiveDate, Option<Half>)> {
        let spot = Spot { row, column };
        match moment(self.grid.cell(spot), self.layout.order) {
            Ok(moment) => Some(moment),
            // What one date may be, the others may be too: it is asked once.
            Err(NoDay::Either(..)) if self.asked => None,
            Err(why) => {
                self.asked |= matches!(why, NoDay::Either(..));
                self.wrong.push((spot, why.to_string()));
                None
            }
        }
    }

    fn long(&mut self, row: usize, long: &Long) {
        let marks = [
            (self.letter(row, long.mark), None),
            (self.letter(row, long.am), Some(Half::Morning)),
            (self.letter(row, long.pm), Some(Half::Afternoon)),
        ];
        let minutes_late = self.words(row, long.minutes_late);
        let note = self.words(row, long.note);
        let has_mark = marks.iter().any(|(mark, _)| mark.is_some());
        if !has_mark && minutes_late.is_none() && note.is_none() {
            return;
        }
        let half = self.session(row, long);
        let (Some(pupil), Some((date, by_time)), Ok(session)) =
            (self.pupil(row), self.date(row, long.date), half)
        else {
            return;
        };
        let by_time = by_time.filter(|_| long.session.is_none());
        for (mark, half) in marks {
            if let Some((at, letter)) = mark {
                self.given.marks.push(Mark {
                    pupil,
                    at,
                    date,
                    half: half.or(session).or(by_time),
                    letter,
                });
            }
        }
        if minutes_late.is_some() || note.is_some() {
            self.given.asides.push(Aside {
                pupil,
                date,
                minutes_late,
                note,
            });
        }
    }

    /// The session of a row, where there is a column of sessions.
    fn session(&mut self, row: usize, long: &Long) -> Result<Option<Half>, ()> {
        let Some(column) = long.session.filter(|_| long.mark.is_some()) else {
            return Ok(None);
        };
        let spot = Spot { row, column };
        let word = self
            .grid
            .cell(spot)
            .text()
            .map(std::borrow::Cow::into_owned);
        match word.map(|word| session(&word)) {
            Ok(Some(half)) => Ok(Some(half)),
            _ => {
                let why = "is not a session; write AM or PM";
                self.wrong.push((spot, why.into()));
                Err(())
            }
        }
    }

    fn wide(
        &mut self,
        row: usize,
        columns: &[(usize, Heading)],
        week: Option<usize>,
        named: Option<NaiveDate>,
    ) {
        let mut letters = Vec::new();
        for (column, heading) in columns {
            if let Some((at, letter)) = self.letter(row, Some(*column)) {
                letters.push((heading, at, letter));
            }
        }
        if letters.is_empty() {
            return;
        }
        let Some(pupil) = self.pupil(row) else { return };
        let by_weekday =
            |(heading, ..): &(&Heading, Spot, String)| matches!(heading.day, Some(Day::Weekday(_)));
        let first = match week.filter(|_| letters.iter().any(by_weekday)) {
            Some(column) => match self.date(row, column) {
                Some((day, _)) => Some(monday(day)),
                None => return,
            },
            None => named,
        };
        for (heading, at, letter) in letters {
            let date = match (&heading.day, first) {
                (Some(Day::Date(date)), _) => *date,
                (Some(Day::Weekday(weekday)), Some(first)) => {
                    add_days(first, weekday.num_days_from_monday())
                }
                _ => {
                    let why = "stands under a weekday, and no week is named; write `Week beginning` and its date above the headings";
                    self.wrong.push((at, why.into()));
                    return;
                }
            };
            self.given.marks.push(Mark {
                pupil,
                at,
                date,
                half: heading.half,
                letter,
            });
        }
    }

    fn string(&mut self, row: usize, start: usize, marks: usize, days: Days) {
        let Some((at, string)) = self.words(row, Some(marks)) else {
            return;
        };
        let (Some(pupil), Some((start, _))) = (self.pupil(row), self.date(row, start)) else {
            return;
        };
        let letters = self.case.letters();
        let mut date = start;
        for (position, letter) in string.chars().enumerate() {
            let half = Half::BOTH[position % 2];
            if half == Half::Morning {
                let next = if position == 0 { start } else { next_day(date) };
                match self.day(next, days) {
                    Ok(day) if position > 0 || day == start => date = day,
                    Ok(_) => {
                        let why = format!(
                            "begins on {}, which is no day that has marks here",
                            said(start)
                        );
                        return self.wrong.push((at, why));
                    }
                    Err(NoTerm(day)) => {
                        let why = format!(
                            "goes on to {}, for which no term is recorded in apcheck.toml",
                            said(day)
                        );
                        return self.wrong.push((at, why));
                    }
                }
            }
            let letter = letter.to_string();
            let nothing = matches!(letter.as_str(), " " | "-" | "." | "#");
            if !nothing || letters.mark(&letter).is_some() {
                self.given.marks.push(Mark {
                    pupil,
                    at,
                    date,
                    half: Some(half),
                    letter,
                });
            }
        }
    }

    /// `day`, or the first one after it that has marks in a string.
    fn day(&self, day: NaiveDate, days: Days) -> Result<NaiveDate, NoTerm> {
        match days {
            Days::School => self.case.calendar.on_or_after(day),
            Days::All => Ok(day),
            Days::Weekdays => Ok(match day.weekday() {
                Weekday::Sat | Weekday::Sun => add_days(monday(day), 7),
                _ => day,
            }),
        }
    }
}
