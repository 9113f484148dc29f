//! Bank holidays of England and Wales: computed, with the one-off days as data.

use super::add_days;
use chrono::{Datelike, NaiveDate, Weekday};

/// Days added by royal proclamation, and days moved from their usual date.
/// Source: GOV.UK, bank holidays in England and Wales.
const ONE_OFF: &[(i32, u32, u32)] = &[
    (2011, 4, 29),
    (2012, 6, 4),
    (2012, 6, 5),
    (2020, 5, 8),
    (2022, 6, 2),
    (2022, 6, 3),
    (2022, 9, 19),
    (2023, 5, 8),
];

/// Usual days that were moved: early May 2020, late May 2012 and 2022.
const NOT_KEPT: &[(i32, u32, u32)] = &[(2012, 5, 28), (2020, 5, 4), (2022, 5, 30)];

pub fn is_bank_holiday(date: NaiveDate) -> bool {
    let day = (date.year(), date.month(), date.day());
    if NOT_KEPT.contains(&day) {
        return false;
    }
    ONE_OFF.contains(&day) || usual(date)
}

fn usual(date: NaiveDate) -> bool {
    if matches!(date.month(), 3 | 4) {
        // Good Friday and Easter Monday lie nowhere else.
        return easter(date.year()).is_some_and(|easter| {
            date == super::subtract_days(easter, 2) || date == add_days(easter, 1)
        });
    }
    let monday = date.weekday() == Weekday::Mon;
    match (date.month(), date.day()) {
        (1, 1) => !weekend(date),
        (1, 2 | 3) => monday,
        (5, 1..=7 | 25..=31) | (8, 25..=31) => monday,
        (12, 25 | 26) => !weekend(date),
        (12, 27 | 28) => substitute_for_christmas(date),
        _ => false,
    }
}

fn weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// 27 and 28 December stand in for Christmas and Boxing Day at a weekend.
fn substitute_for_christmas(date: NaiveDate) -> bool {
    match (date.day(), date.weekday()) {
        // Christmas on Saturday or Sunday.
        (27, Weekday::Mon | Weekday::Tue) => true,
        // Boxing Day on Saturday or Sunday.
        (28, Weekday::Mon | Weekday::Tue) => true,
        _ => false,
    }
}

/// Easter Sunday by the Gregorian rule (Meeus, Jones, Butcher).
pub(super) fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e, f) = (b / 4, b % 4, (b + 8) / 25);
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lists of 2025 to 2028, and the years with one-off days.
    #[test]
    fn bank_holidays_of_known_years() {
        let known: &[(i32, &[(u32, u32)])] = &[
            (
                2020,
                &[
                    (1, 1),
                    (4, 10),
                    (4, 13),
                    (5, 8),
                    (5, 25),
                    (8, 31),
                    (12, 25),
                    (12, 28),
                ],
            ),
            (
                2021,
                &[
                    (1, 1),
                    (4, 2),
                    (4, 5),
                    (5, 3),
                    (5, 31),
                    (8, 30),
                    (12, 27),
                    (12, 28),
                ],
            ),
            (
                2022,
                &[
                    (1, 3),
                    (4, 15),
                    (4, 18),
                    (5, 2),
                    (6, 2),
                    (6, 3),
                    (8, 29),
                    (9, 19),
                    (12, 26),
                    (12, 27),
                ],
            ),
            (
                2023,
                &[
                    (1, 2),
                    (4, 7),
                    (4, 10),
                    (5, 1),
                    (5, 8),
                    (5, 29),
                    (8, 28),
                    (12, 25),
                    (12, 26),
                ],
            ),
            (
                2025,
                &[
                    (1, 1),
                    (4, 18),
                    (4, 21),
                    (5, 5),
                    (5, 26),
                    (8, 25),
                    (12, 25),
                    (12, 26),
                ],
            ),
            (
                2026,
                &[
                    (1, 1),
                    (4, 3),
                    (4, 6),
                    (5, 4),
                    (5, 25),
                    (8, 31),
                    (12, 25),
                    (12, 28),
                ],
            ),
            (
                2027,
                &[
                    (1, 1),
                    (3, 26),
                    (3, 29),
                    (5, 3),
                    (5, 31),
                    (8, 30),
                    (12, 27),
                    (12, 28),
                ],
            ),
            (
                2028,
                &[
                    (1, 3),
                    (4, 14),
                    (4, 17),
                    (5, 1),
                    (5, 29),
                    (8, 28),
                    (12, 25),
                    (12, 26),
                ],
            ),
        ];
        for (year, days) in known {
            let mut date = NaiveDate::from_ymd_opt(*year, 1, 1).unwrap();
            let mut found = Vec::new();
            while date.year() == *year {
                if is_bank_holiday(date) {
                    found.push((date.month(), date.day()));
                }
                date = super::super::next_day(date);
            }
            assert_eq!(&found, days, "{year}");
        }
    }
}
