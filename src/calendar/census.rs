//! The days of the school census.

use super::{add_days, day_before};
use chrono::{Datelike, NaiveDate, Weekday};

/// The census days of a year: the third Thursday of January and of May, and the
/// first of October.
fn census_days(year: i32) -> impl Iterator<Item = NaiveDate> {
    let days = [(1, 3), (5, 3), (10, 1)];
    days.into_iter().filter_map(move |(month, which)| {
        NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Thu, which)
    })
}

/// The last school census day before `date`; `date` itself does not count.
pub fn census_day_before(date: NaiveDate) -> NaiveDate {
    let days = census_days(date.year() - 1).chain(census_days(date.year()));
    days.filter(|day| *day < date)
        .max()
        .unwrap_or_else(|| day_before(date))
}

/// Whether a day is a school census day.
pub fn is_census_day(date: NaiveDate) -> bool {
    census_day_before(add_days(date, 1)) == date
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_are_those_that_were_published() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for text in [
            "2020-01-16",
            "2023-05-18",
            "2023-10-05",
            "2026-01-15",
            "2026-10-01",
        ] {
            assert!(is_census_day(day(text)), "{text}");
        }
        assert_eq!(census_day_before(day("2023-10-05")), day("2023-05-18"));
        assert_eq!(census_day_before(day("2026-10-12")), day("2026-10-01"));
        assert_eq!(census_day_before(day("2026-01-02")), day("2025-10-02"));
    }
}
