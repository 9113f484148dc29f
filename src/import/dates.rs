//! Days as people and spreadsheets write them.

use super::grid::Cell;
use crate::calendar::said;
use crate::records::Half;
use chrono::{Datelike, NaiveDate, Weekday};

/// In which order a date such as 03/04/2026 is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    DayFirst,
    MonthFirst,
    YearFirst,
}

impl Order {
    pub const WORDS: [(&'static str, Order); 3] = [
        ("day-first", Order::DayFirst),
        ("month-first", Order::MonthFirst),
        ("year-first", Order::YearFirst),
    ];

    pub fn parse(word: &str) -> Option<Order> {
        Order::WORDS
            .into_iter()
            .find_map(|(known, order)| (known == word).then_some(order))
    }
}

/// A day, and the half of it where a time stands beside it.
pub(super) type Moment = (NaiveDate, Option<Half>);

/// Why there is no day.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum NoDay {
    /// It may be either, and the file does not say which.
    Either(NaiveDate, NaiveDate),
    Not(String),
}

impl std::fmt::Display for NoDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NoDay::Either(first, second) => write!(
                f,
                "may be {} or {}; say how this file writes dates, with --dates day-first or month-first, or as `dates` in the mapping",
                said(*first),
                said(*second)
            ),
            NoDay::Not(why) => f.write_str(why),
        }
    }
}

impl From<&str> for NoDay {
    fn from(why: &str) -> NoDay {
        NoDay::Not(why.to_owned())
    }
}

/// The day in a cell; or why there is none.
pub(super) fn moment(cell: &Cell, order: Option<Order>) -> Result<Moment, NoDay> {
    match cell {
        Cell::Empty => Err("has no date".into()),
        Cell::Day(day, half) => Ok((*day, *half)),
        Cell::Number(_, Some(day)) => Ok((*day, None)),
        Cell::Number(_, None) => Err(NO_DATE.into()),
        Cell::Wrong(why) => Err(NoDay::from(*why)),
        Cell::Text(text) => match Cell::serial(text) {
            Some(day) => Ok((day, None)),
            None => in_text(text, order).unwrap_or_else(|| Err(NO_DATE.into())),
        },
    }
}

const NO_DATE: &str = "is not a date; write it as 2026-09-14";

/// A day that is written out; `None` where the text is nothing like one.
pub(super) fn in_text(text: &str, order: Option<Order>) -> Option<Result<Moment, NoDay>> {
    let (text, half) = without_time(text);
    let mut parts = Vec::new();
    let mut weekday = None;
    for word in words(&text) {
        match part(&word) {
            Some(Part::Weekday(day)) => weekday = Some(day),
            Some(part) => parts.push(part),
            None if matches!(word.as_str(), "st" | "nd" | "rd" | "th" | "of") => {}
            None => return None,
        }
    }
    let possible = readings(&parts, order)?;
    let fitting: Vec<NaiveDate> = possible
        .iter()
        .copied()
        .filter(|day| weekday.is_none_or(|weekday| day.weekday() == weekday))
        .collect();
    Some(match (fitting.as_slice(), possible.first()) {
        ([day], _) if (1990..=2100).contains(&day.year()) => Ok((*day, half)),
        ([first, second], _) => Err(NoDay::Either(*first, *second)),
        ([], Some(day)) => Err(NoDay::Not(format!(
            "names a weekday that {} is not; it is a {}",
            said(*day),
            day.format("%A")
        ))),
        _ => Err(NO_DATE.into()),
    })
}

enum Part {
    Number(u32, usize),
    Month(u32),
    Weekday(Weekday),
}

fn part(word: &str) -> Option<Part> {
    if word.bytes().all(|b| b.is_ascii_digit()) {
        return Some(Part::Number(word.parse().ok()?, word.len()));
    }
    weekday(word)
        .map(Part::Weekday)
        .or_else(|| month(word).map(Part::Month))
}

/// "mon", "Monday".
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    const NAMES: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let at = begins_one_of(&NAMES, word)?;
    Weekday::try_from(u8::try_from(at).ok()?).ok()
}

fn month(word: &str) -> Option<u32> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    u32::try_from(begins_one_of(&NAMES, word)? + 1).ok()
}

/// Three letters or more of a name.
fn begins_one_of(names: &[&str], word: &str) -> Option<usize> {
    let word = word.trim_end_matches('.').to_lowercase();
    let position = names.iter().position(|name| name.starts_with(&word));
    position.filter(|_| word.len() >= 3)
}

/// The runs of digits and of letters.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = ' ';
    for c in text.to_lowercase().chars() {
        let joins = c.is_ascii_digit() && last.is_ascii_digit()
            || c.is_alphabetic() && last.is_alphabetic();
        match words.last_mut() {
            Some(word) if joins => word.push(c),
            _ if c.is_alphanumeric() => words.push(c.to_string()),
            _ => {}
        }
        last = c;
    }
    words
}

/// A text without its time of day, and the half that time lies in.
fn without_time(text: &str) -> (String, Option<Half>) {
    let mut half = None;
    // 2026-09-14T09:15:00
    let text = match text.split_once('T') {
        Some((day, time)) if day.ends_with(|c: char| c.is_ascii_digit()) => {
            format!("{day} {time}")
        }
        _ => text.to_owned(),
    };
    let kept: Vec<&str> = text
        .split_whitespace()
        .filter(|word| {
            let Some((hour, rest)) = word.split_once(':') else {
                return true;
            };
            let Ok(hour) = hour.parse::<u32>() else {
                return true;
            };
            if hour > 0 || rest.contains(|c: char| ('1'..='9').contains(&c)) {
                half = Some(if hour < 12 {
                    Half::Morning
                } else {
                    Half::Afternoon
                });
            }
            false
        })
        .collect();
    (kept.join(" "), half)
}

/// The days that the parts of a date can mean.
fn readings(parts: &[Part], order: Option<Order>) -> Option<Vec<NaiveDate>> {
    use Part::{Month, Number};
    let one = |year, month, day| NaiveDate::from_ymd_opt(whole_year(year)?, month, day);
    let days: Vec<Option<NaiveDate>> = match parts {
        [Number(day, _), Month(month), Number(year, 2 | 4)]
        | [Month(month), Number(day, _), Number(year, 2 | 4)] => vec![one(*year, *month, *day)],
        [Number(year, 4), Month(month), Number(day, _)]
        | [Number(year, 4), Number(month, _), Number(day, _)] => vec![one(*year, *month, *day)],
        [Number(all, 8)] => vec![one(all / 10_000, all / 100 % 100, all % 100)],
        [
            Number(first, 1 | 2),
            Number(second, 1 | 2),
            Number(third, 2 | 4),
        ] => {
            let day_first = || one(*third, *second, *first);
            let month_first = || one(*third, *first, *second);
            match order {
                Some(Order::DayFirst) => vec![day_first()],
                Some(Order::MonthFirst) => vec![month_first()],
                Some(Order::YearFirst) => vec![one(*first, *second, *third)],
                None => vec![day_first(), month_first()],
            }
        }
        _ => return None,
    };
    let mut days: Vec<NaiveDate> = days.into_iter().flatten().collect();
    days.dedup();
    Some(days)
}

fn whole_year(year: u32) -> Option<i32> {
    i32::try_from(if year < 100 { 2000 + year } else { year }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, order: Option<Order>) -> Result<String, String> {
        let read = moment(&Cell::of_text(text), order).map_err(|why| why.to_string());
        read.map(|(day, half)| match half {
            Some(half) => format!("{day} {}", half.said()),
            None => day.to_string(),
        })
    }

    #[test]
    fn a_day_is_read_however_it_is_written() {
        for text in [
            "2026-09-14",
            "14/09/2026",
            "14.9.26",
            "14 Sep 2026",
            "Mon 14th September 2026",
            "14-Sep-26",
            "09/14/2026",
            "Sept 14, 2026",
            "20260914",
            "46279",
            "2026-09-14T00:00:00",
            "Monday, 14/09/2026 00:00",
        ] {
            assert_eq!(read(text, None).as_deref(), Ok("2026-09-14"), "{text}");
        }
        assert_eq!(
            read("14/09/2026 09:15", None).as_deref(),
            Ok("2026-09-14 morning")
        );
        assert_eq!(
            read("2026-09-14T13:05:00", None).as_deref(),
            Ok("2026-09-14 afternoon")
        );
    }

    #[test]
    fn what_may_be_two_days_is_asked_about() {
        let both = read("03/04/2026", None).unwrap_err();
        assert!(
            both.starts_with("may be 3 April 2026 or 4 March 2026"),
            "{both}"
        );
        assert_eq!(
            read("03/04/2026", Some(Order::DayFirst)).as_deref(),
            Ok("2026-04-03")
        );
        assert_eq!(
            read("03/04/2026", Some(Order::MonthFirst)).as_deref(),
            Ok("2026-03-04")
        );
        // The weekday says which.
        assert_eq!(read("Fri 03/04/2026", None).as_deref(), Ok("2026-04-03"));
        assert_eq!(read("04/04/2026", None).as_deref(), Ok("2026-04-04"));
        assert!(
            read("Fri 14/09/2026", None)
                .unwrap_err()
                .contains("it is a Monday")
        );
        for text in ["14/09", "soon", "31/02/2026", "14/09/1926", "09/14/2026 x"] {
            assert_eq!(read(text, None), Err(NO_DATE.into()), "{text}");
        }
        assert!(read("09/14/2026", Some(Order::DayFirst)).is_err());
    }
}
