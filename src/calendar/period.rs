//! Periods, and days reckoned from a field: `12 months`, `start + 10 school days`.

use super::{Calendar, NoTerm, add_days, day_before, subtract_days};
use chrono::{Datelike, Months, NaiveDate};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Day,
    SchoolDay,
    Week,
    Month,
}

/// A length of time: a count and a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub count: u32,
    pub unit: Unit,
}

impl Period {
    /// Reads `12 months`, `1 week`, `10 school days`.
    pub fn parse(text: &str) -> Option<Period> {
        let (count, unit) = text.trim().split_once(' ')?;
        let unit = match unit.trim() {
            "day" | "days" => Unit::Day,
            "school day" | "school days" => Unit::SchoolDay,
            "week" | "weeks" => Unit::Week,
            "month" | "months" => Unit::Month,
            _ => return None,
        };
        let count = count
            .parse()
            .ok()
            .filter(|count| (1..=1200).contains(count))?;
        Some(Period { count, unit })
    }

    /// How long, in hundredths of a day, to tell the longer of two. A year has
    /// about 190 school days.
    pub fn hundredths(self) -> u32 {
        match self.unit {
            Unit::Day => self.count * 100,
            Unit::SchoolDay => self.count * 192,
            Unit::Week => self.count * 700,
            Unit::Month => self.count * 3044,
        }
    }

    pub fn said(self) -> String {
        let unit = match self.unit {
            Unit::Day => "day",
            Unit::SchoolDay => "school day",
            Unit::Week => "week",
            Unit::Month => "month",
        };
        let plural = if self.count == 1 { "" } else { "s" };
        format!("{} {unit}{plural}", self.count)
    }
}

/// The same day a number of months on; where that month has no such day, its last.
fn months_on(date: NaiveDate, months: u32) -> NaiveDate {
    date.checked_add_months(Months::new(months))
        .unwrap_or(NaiveDate::MAX)
}

/// The same day a year on; where there is none, the last of its month.
pub fn year_on(date: NaiveDate) -> NaiveDate {
    months_on(date, 12)
}

/// The last day of a term that begins on `date`, if it is as long as one can be.
pub fn longest_term(date: NaiveDate) -> NaiveDate {
    day_before(months_on(date, 5))
}

/// The day a period after `date`.
pub fn after(calendar: &Calendar, date: NaiveDate, period: Period) -> Result<NaiveDate, NoTerm> {
    Ok(match period.unit {
        Unit::Day => add_days(date, period.count),
        Unit::Week => add_days(date, period.count * 7),
        Unit::Month => months_on(date, period.count),
        Unit::SchoolDay => calendar.school_days_after(date, period.count)?,
    })
}

/// The day a period before `date`.
fn before(calendar: &Calendar, date: NaiveDate, period: Period) -> Result<NaiveDate, NoTerm> {
    Ok(match period.unit {
        Unit::Day => subtract_days(date, period.count),
        Unit::Week => subtract_days(date, period.count * 7),
        Unit::Month => date
            .checked_sub_months(Months::new(period.count))
            .unwrap_or(NaiveDate::MIN),
        Unit::SchoolDay => calendar.school_days_before(date, period.count)?,
    })
}

/// The last good day of what is renewed every `period`: 12 months from
/// 28 August 2026 is good to 27 August 2027; where the month has no such day,
/// to its last day.
pub fn last_day(calendar: &Calendar, date: NaiveDate, period: Period) -> Result<NaiveDate, NoTerm> {
    let end = after(calendar, date, period)?;
    if period.unit == Unit::Month && end.day() < date.day() {
        return Ok(end);
    }
    Ok(day_before(end))
}

/// A day reckoned from a field: the field's path and a period before or after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldDay {
    pub path: String,
    pub offset: Option<(bool, Period)>,
}

impl FieldDay {
    /// Reads `start`, `start + 10 school days`, `end - 20 school days`.
    pub fn parse(text: &str) -> Option<FieldDay> {
        for (sign, forward) in [(" + ", true), (" - ", false)] {
            if let Some((path, period)) = text.split_once(sign) {
                return Some(FieldDay {
                    path: path.trim().to_owned(),
                    offset: Some((forward, Period::parse(period)?)),
                });
            }
        }
        let path = text.trim();
        let well_formed = !path.is_empty() && !path.contains(' ');
        well_formed.then(|| FieldDay {
            path: path.to_owned(),
            offset: None,
        })
    }

    /// "`start`", "2 school days before `start`".
    pub fn said(&self) -> String {
        match self.offset {
            None => format!("`{}`", self.path),
            Some((forward, period)) => {
                let side = if forward { "after" } else { "before" };
                format!("{} {side} `{}`", period.said(), self.path)
            }
        }
    }

    /// The day, given the field's.
    pub fn day(&self, calendar: &Calendar, field: NaiveDate) -> Result<NaiveDate, NoTerm> {
        match self.offset {
            None => Ok(field),
            Some((true, period)) => after(calendar, field, period),
            Some((false, period)) => before(calendar, field, period),
        }
    }
}
