//! The usual terms of a school year, for a new records folder. They differ
//! from school to school; whoever begins the records puts in the right ones.

use super::bank_holidays::easter;
use super::{Span, Term, add_days, is_bank_holiday, monday, next_day, subtract_days};
use chrono::{Datelike, NaiveDate, Weekday};

/// Three terms of the school year that `day` lies in; August counts to the
/// next one.
pub fn usual_terms(day: NaiveDate) -> Vec<Term> {
    let autumn = day.year() - i32::from(day.month() < 8);
    terms_of(autumn).unwrap_or_default()
}

fn terms_of(autumn: i32) -> Option<Vec<Term>> {
    let spring = autumn + 1;
    let date = NaiveDate::from_ymd_opt;
    let good_friday = subtract_days(easter(spring)?, 2);
    // Spring ends before Easter; a late Easter falls into the holiday.
    let spring_end = if good_friday.month() == 3 {
        subtract_days(good_friday, 1)
    } else {
        subtract_days(good_friday, 7)
    };
    // Two weeks of holiday.
    let summer_start = add_days(monday(spring_end), 21);
    let term = |name: &str, year: i32, from: NaiveDate, holiday: NaiveDate, to: NaiveDate| Term {
        name: format!("{name} {year}"),
        span: Span {
            from: weekday_from(from),
            to: weekday_to(to),
        },
        half_term: Some(Span {
            from: holiday,
            to: add_days(holiday, 4),
        }),
        closed: Vec::new(),
    };
    Some(vec![
        term(
            "Autumn",
            autumn,
            date(autumn, 9, 1)?,
            monday(date(autumn, 10, 28)?),
            friday_up_to(date(autumn, 12, 20)?),
        ),
        term(
            "Spring",
            spring,
            first_monday_from(date(spring, 1, 3)?),
            monday(date(spring, 2, 17)?),
            spring_end,
        ),
        term(
            "Summer",
            spring,
            summer_start,
            monday(date(spring, 5, 31)?),
            date(spring, 7, 21)?,
        ),
    ])
}

/// The day itself, or the next weekday that is no bank holiday.
fn weekday_from(mut day: NaiveDate) -> NaiveDate {
    while is_closed(day) {
        day = next_day(day);
    }
    day
}

/// The day itself, or the last weekday before it that is no bank holiday.
fn weekday_to(mut day: NaiveDate) -> NaiveDate {
    while is_closed(day) {
        day = subtract_days(day, 1);
    }
    day
}

fn is_closed(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun) || is_bank_holiday(day)
}

fn first_monday_from(day: NaiveDate) -> NaiveDate {
    let this = monday(day);
    if this == day { day } else { add_days(this, 7) }
}

fn friday_up_to(day: NaiveDate) -> NaiveDate {
    let friday = add_days(monday(day), 4);
    if friday <= day {
        friday
    } else {
        subtract_days(friday, 7)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_terms_of_2026_27_are_those_of_most_schools() {
        let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap();
        let terms = usual_terms(day("2026-11-22"));
        let shown: Vec<String> = terms
            .iter()
            .map(|term| {
                format!(
                    "{} {} {} {}",
                    term.name,
                    term.span.from,
                    term.half_term.unwrap().from,
                    term.span.to
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                "Autumn 2026 2026-09-01 2026-10-26 2026-12-18",
                "Spring 2027 2027-01-04 2027-02-15 2027-03-25",
                "Summer 2027 2027-04-12 2027-05-31 2027-07-21",
            ]
        );
    }

    #[test]
    fn the_terms_of_every_year_are_in_order() {
        for year in 2020..2060 {
            let terms = terms_of(year).unwrap();
            for term in &terms {
                let holiday = term.half_term.unwrap();
                assert!(
                    term.span.from < holiday.from && holiday.to < term.span.to,
                    "{year}: {term:?}"
                );
            }
            assert!(
                terms
                    .windows(2)
                    .all(|pair| pair[0].span.to < pair[1].span.from),
                "{year}"
            );
            assert_eq!(usual_terms(terms[0].span.from), terms);
        }
    }
}
