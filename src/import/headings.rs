//! A heading over marks: a day, a weekday, a session.

use super::dates::{Moment, NoDay, Order, in_text, moment, weekday};
use super::grid::Cell;
use crate::records::Half;
use chrono::Weekday;

/// What a heading says of the marks under it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Heading {
    pub day: Option<Day>,
    pub half: Option<Half>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Day {
    Date(chrono::NaiveDate),
    Weekday(Weekday),
    /// It is like a date, and cannot be one.
    Wrong(NoDay),
}

impl Heading {
    /// `None` where the cell is no heading over marks.
    pub(super) fn of(cell: &Cell, order: Option<Order>) -> Option<Heading> {
        let text = match cell {
            Cell::Text(text) => text,
            Cell::Day(..) | Cell::Number(_, Some(_)) => return dated(moment(cell, order)),
            _ => return None,
        };
        let (rest, half) = without_session(text);
        let heading = match rest.as_str() {
            "" => Heading::default(),
            rest => match (only_weekday(rest), in_text(rest, order)) {
                (Some(weekday), _) => Heading {
                    day: Some(Day::Weekday(weekday)),
                    half: None,
                },
                (None, Some(read)) => dated(read)?,
                (None, None) => return None,
            },
        };
        Some(Heading {
            half: half.or(heading.half),
            ..heading
        })
    }
}

fn dated(read: Result<Moment, NoDay>) -> Option<Heading> {
    Some(match read {
        Ok((day, half)) => Heading {
            day: Some(Day::Date(day)),
            half,
        },
        Err(why) => Heading {
            day: Some(Day::Wrong(why)),
            half: None,
        },
    })
}

fn only_weekday(text: &str) -> Option<Weekday> {
    weekday(text.trim_matches(|c: char| !c.is_alphabetic()))
}

/// Which session a cell of a column of sessions means; some write them as the
/// marks of being present.
pub(super) fn session(cell: &str) -> Option<Half> {
    match cell.trim() {
        "/" => Some(Half::Morning),
        "\\" => Some(Half::Afternoon),
        word => session_word(word),
    }
}

fn session_word(word: &str) -> Option<Half> {
    match word.to_lowercase().replace('.', "").as_str() {
        "am" | "morning" => Some(Half::Morning),
        "pm" | "afternoon" => Some(Half::Afternoon),
        _ => None,
    }
}

/// A heading without its session: "14/09/2026 AM", "Mon (pm)", "14/09/2026-am".
fn without_session(text: &str) -> (String, Option<Half>) {
    let mut half = None;
    let mut rest = Vec::new();
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')')) {
        match session_word(word) {
            Some(found) => half = Some(found),
            None => rest.push(word),
        }
    }
    let mut rest = rest.join(" ").trim().to_owned();
    for (ending, found) in [("am", Half::Morning), ("pm", Half::Afternoon)] {
        let stem = rest.to_lowercase();
        let stem = stem.strip_suffix(ending).unwrap_or_default();
        if half.is_none() && stem.ends_with(|c: char| !c.is_alphabetic()) {
            half = Some(found);
            rest = stem
                .trim_end_matches(|c: char| !c.is_alphanumeric())
                .to_owned();
        }
    }
    (rest, half)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_a_day_a_weekday_or_a_session() {
        let read = |text: &str| Heading::of(&Cell::of_text(text), None);
        let monday = Some(Day::Date("2026-09-14".parse().unwrap()));
        for text in [
            "14/09/2026 AM",
            "Mon 14 September 2026 (a.m.)",
            "14/09/2026-am",
            "14/09/2026 09:00",
        ] {
            let heading = read(text).unwrap();
            assert_eq!(
                (heading.day, heading.half),
                (monday.clone(), Some(Half::Morning)),
                "{text}"
            );
        }
        let heading = read("Tue PM").unwrap();
        assert_eq!(heading.day, Some(Day::Weekday(Weekday::Tue)));
        assert_eq!(heading.half, Some(Half::Afternoon));
        assert_eq!(read("Afternoon").unwrap().day, None);
        assert_eq!(read("Total"), None);
        assert_eq!(read("Notes"), None);
        assert_eq!(read("Year 11"), None);
        assert!(matches!(
            read("03/04/2026 am").unwrap().day,
            Some(Day::Wrong(_))
        ));
    }
}
