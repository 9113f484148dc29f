//! Compulsory school age (Education Act 1996, section 8).

use super::day_before;
use chrono::{Datelike, Months, NaiveDate, Weekday};

/// The first day of compulsory school age: the fifth birthday if that is a
/// prescribed day (31 August, 31 December, 31 March), otherwise the next one.
pub fn reaches_school_age(born: NaiveDate) -> Option<NaiveDate> {
    let birthday = born.checked_add_months(Months::new(60))?;
    let year = birthday.year();
    // The last of them comes after every birthday of its year.
    [3, 8, 12]
        .into_iter()
        .filter_map(|month| NaiveDate::from_ymd_opt(year, month, 31))
        .find(|prescribed| *prescribed >= birthday)
}

/// The last day of compulsory school age: the last Friday in June of the
/// school year, 1 September to 31 August, in which the child turns 16.
pub fn leaves_school_age(born: NaiveDate) -> Option<NaiveDate> {
    let birthday = born.checked_add_months(Months::new(192))?;
    let year = birthday.year() + i32::from(birthday.month() >= 9);
    let mut day = NaiveDate::from_ymd_opt(year, 6, 30)?;
    while day.weekday() != Weekday::Fri {
        day = day_before(day);
    }
    Some(day)
}

pub fn is_of_school_age(born: NaiveDate, on: NaiveDate) -> bool {
    reaches_school_age(born).is_some_and(|first| first <= on)
        && leaves_school_age(born).is_some_and(|last| on <= last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn school_age_begins_on_the_prescribed_days() {
        let check = |fifth: NaiveDate, first| {
            let born = fifth.checked_sub_months(Months::new(60)).unwrap();
            assert_eq!(reaches_school_age(born), Some(first));
        };
        check(day(2024, 2, 10), day(2024, 3, 31));
        check(day(2024, 12, 31), day(2024, 12, 31));
        check(day(2024, 8, 31), day(2024, 8, 31));
        check(day(2024, 9, 1), day(2024, 12, 31));
        check(day(2025, 1, 1), day(2025, 3, 31));
    }

    #[test]
    fn school_age_ends_on_the_last_friday_in_june() {
        let check = |born, last| assert_eq!(leaves_school_age(born), Some(last));
        check(day(2007, 9, 23), day(2024, 6, 28));
        check(day(2009, 8, 31), day(2025, 6, 27));
        check(day(2009, 9, 1), day(2026, 6, 26));
        check(day(2010, 10, 1), day(2027, 6, 25));
        check(day(2011, 10, 1), day(2028, 6, 30));
        check(day(2012, 10, 1), day(2029, 6, 29));
    }
}
