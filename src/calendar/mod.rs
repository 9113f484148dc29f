//! Days: terms, half terms, school days, bank holidays, school age, rhythms.
//! All arithmetic with dates is here.

mod bank_holidays;
mod census;
mod days;
mod period;
mod rhythm;
mod school_age;
mod spelled;
mod terms;
mod usual;

pub use bank_holidays::is_bank_holiday;
pub use census::{census_day_before, is_census_day};
pub use period::{FieldDay, Period, Unit, after, last_day, longest_term, year_on};
pub use rhythm::{LONGEST_HALF_TERM_WEEKS, Rhythm, Stage, Window, due, due_as_of};
pub use school_age::{is_of_school_age, leaves_school_age, reaches_school_age};
pub use spelled::dates_in;
pub use terms::{Calendar, NoTerm, Span, Term, joined};
pub use usual::usual_terms;

use chrono::{Datelike, Days, NaiveDate};

/// A day as people write it: "1 September 2026".
pub fn said(date: NaiveDate) -> String {
    let month = MONTHS[date.month0() as usize % MONTHS.len()];
    format!("{} {month} {:04}", date.day(), date.year())
}

/// The months as they are written out.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day as data has it: "2026-09-01".
pub fn written(text: &str) -> Option<NaiveDate> {
    // Registers have some hundred of these each, and are read ten times as fast so.
    if let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes()
        && [y1, y2, y3, y4, m1, m2, d1, d2]
            .iter()
            .all(u8::is_ascii_digit)
    {
        let number = |digits: &[u8]| {
            let digits = digits.iter().map(|digit| u32::from(digit - b'0'));
            digits.fold(0, |number, digit| number * 10 + digit)
        };
        let year = i32::try_from(number(&[y1, y2, y3, y4])).ok()?;
        return NaiveDate::from_ymd_opt(year, number(&[m1, m2]), number(&[d1, d2]));
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

/// "1 September to 3 October 2026", or one day.
pub fn span_said(from: NaiveDate, to: NaiveDate) -> String {
    if from == to {
        return said(from);
    }
    let first = if from.year() == to.year() {
        from.format("%-d %B").to_string()
    } else {
        said(from)
    };
    format!("{first} to {}", said(to))
}

/// Several spans after the word *from*: "1 October to 3 October 2026, and from 9 October
/// 2026".
pub fn spans_said(spans: &[Span]) -> String {
    let spans: Vec<_> = spans
        .iter()
        .map(|span| span_said(span.from, span.to))
        .collect();
    spans.join(", and from ")
}

/// The day after; the last day there is stays itself.
pub fn next_day(date: NaiveDate) -> NaiveDate {
    date.succ_opt().unwrap_or(date)
}

/// The day before; the first day there is stays itself.
pub fn day_before(date: NaiveDate) -> NaiveDate {
    date.pred_opt().unwrap_or(date)
}

pub fn add_days(date: NaiveDate, days: u32) -> NaiveDate {
    date.checked_add_days(Days::new(u64::from(days)))
        .unwrap_or(NaiveDate::MAX)
}

pub fn subtract_days(date: NaiveDate, days: u32) -> NaiveDate {
    date.checked_sub_days(Days::new(u64::from(days)))
        .unwrap_or(NaiveDate::MIN)
}

/// The day that a spreadsheet keeps as a number: days since 30 December 1899, or
/// since 1 January 1904 in workbooks of old Macintoshes. `None` for what is no
/// day of these years.
pub fn spreadsheet_day(serial: f64, from_1904: bool) -> Option<NaiveDate> {
    const EARLIEST: f64 = 32_874.0; // 1 January 1990
    const LATEST: f64 = 73_415.0; // 31 December 2100
    let serial = if from_1904 { serial + 1462.0 } else { serial };
    if !(EARLIEST..LATEST + 1.0).contains(&serial) {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it was looked at just now; the part after the point is the time of the day"
    )]
    let days = serial as u32;
    NaiveDate::from_ymd_opt(1899, 12, 30).map(|first| add_days(first, days))
}

/// The school year that `date` lies in, 1 September to 31 August.
pub fn school_year(date: NaiveDate) -> Span {
    let autumn = date.year() - i32::from(date.month() < 9);
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or(date);
    Span {
        from: day(autumn, 9, 1),
        to: day(autumn + 1, 8, 31),
    }
}

/// The Monday of the week of `date`.
pub fn monday(date: NaiveDate) -> NaiveDate {
    subtract_days(date, date.weekday().num_days_from_monday())
}
