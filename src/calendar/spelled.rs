//! Days in running text, however they are written.

use chrono::NaiveDate;

/// A run of digits, a run of letters, or any other character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'t> {
    Digits(&'t str),
    Letters(&'t str),
    Other(char),
}

/// The whole days that a text names: `2011-11-02`, `02/11/2011`, `2.11.11`,
/// `20111102`, `2nd Nov 2011`, `November 2, 2011`. The day comes before the
/// month, as in Britain; a year of two digits is of this century. A month
/// without a day is none.
pub fn dates_in(text: &str) -> Vec<NaiveDate> {
    let tokens = tokens(text);
    let mut found: Vec<NaiveDate> = (0..tokens.len())
        .filter_map(|at| in_digits(&tokens[at..]))
        .collect();
    let words: Vec<Token<'_>> = tokens
        .into_iter()
        .filter(|token| !is_between_words(*token))
        .collect();
    found.extend((0..words.len()).filter_map(|at| in_words(&words[at..])));
    found
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let belongs: fn(char) -> bool = match first {
            '0'..='9' => |c| c.is_ascii_digit(),
            c if c.is_alphabetic() => char::is_alphabetic,
            _ => |_| false,
        };
        let end = rest.find(|c| !belongs(c)).unwrap_or(rest.len());
        let end = end.max(first.len_utf8());
        let (run, after) = rest.split_at(end);
        tokens.push(match first {
            '0'..='9' => Token::Digits(run),
            c if c.is_alphabetic() => Token::Letters(run),
            c => Token::Other(c),
        });
        rest = after;
    }
    tokens
}

/// What may stand between the parts of `2nd of November, 2011`.
fn is_between_words(token: Token<'_>) -> bool {
    match token {
        Token::Letters(word) => ["st", "nd", "rd", "th", "of"].contains(&word),
        Token::Other(c) => c.is_whitespace() || c == ',',
        Token::Digits(_) => false,
    }
}

fn in_digits(tokens: &[Token<'_>]) -> Option<NaiveDate> {
    if let [Token::Digits(all), ..] = tokens
        && all.len() == 8
    {
        let year_first = day(&all[..4], &all[4..6], &all[6..]);
        return year_first.or_else(|| day(&all[4..], &all[2..4], &all[..2]));
    }
    let [
        Token::Digits(first),
        Token::Other(a),
        Token::Digits(second),
        Token::Other(b),
        Token::Digits(third),
        ..,
    ] = tokens
    else {
        return None;
    };
    if a != b || !['-', '/', '.'].contains(a) {
        return None;
    }
    if first.len() == 4 {
        return day(first, second, third);
    }
    day(third, second, first)
}

fn in_words(words: &[Token<'_>]) -> Option<NaiveDate> {
    match words {
        [
            Token::Digits(date),
            Token::Letters(month),
            Token::Digits(year),
            ..,
        ]
        | [
            Token::Letters(month),
            Token::Digits(date),
            Token::Digits(year),
            ..,
        ] => day(year, month_called(month)?, date),
        _ => None,
    }
}

const MONTHS: [(&str, &str); 12] = [
    ("january", "1"),
    ("february", "2"),
    ("march", "3"),
    ("april", "4"),
    ("may", "5"),
    ("june", "6"),
    ("july", "7"),
    ("august", "8"),
    ("september", "9"),
    ("october", "10"),
    ("november", "11"),
    ("december", "12"),
];

/// The number of a month by its name or the beginning of it.
fn month_called(word: &str) -> Option<&'static str> {
    const SHORTEST: usize = 3;
    let word = word.to_lowercase();
    let mut months = MONTHS.iter();
    months
        .find(|(name, _)| word.len() >= SHORTEST && name.starts_with(&word))
        .map(|(_, number)| *number)
}

fn day(year: &str, month: &str, date: &str) -> Option<NaiveDate> {
    if month.len() > 2 || date.len() > 2 {
        return None;
    }
    let century = match year.len() {
        2 => 2000,
        4 => 0,
        _ => return None,
    };
    let year: i32 = year.parse().ok()?;
    NaiveDate::from_ymd_opt(century + year, month.parse().ok()?, date.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_day_is_found_however_it_is_written() {
        let born = NaiveDate::from_ymd_opt(2011, 11, 2).unwrap();
        for text in [
            "born 2011-11-02.",
            "02/11/2011",
            "x 2.11.11 y",
            "20111102",
            "02112011",
            "2nd of Nov, 2011",
            "November 2, 2011",
            "2011-11-02T00:00",
        ] {
            assert_eq!(dates_in(text), [born], "{text}");
        }
        for text in [
            "2011-11",
            "Nov 2011",
            "1.2-3",
            "£2,011.11",
            "p014",
            "é2011–11–02",
        ] {
            assert_eq!(dates_in(text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_day_said_in_a_sentence_is_found(year in 1990..2100_i32, ordinal in 1..366_u32, around in "\\PC{0,20}") {
            let date = NaiveDate::from_yo_opt(year, ordinal).unwrap();
            for said in [crate::calendar::said(date), date.to_string(), date.format("%d/%m/%Y").to_string()] {
                let text = format!("{around} ({said}) {around}");
                prop_assert!(dates_in(&text).contains(&date), "{text}");
            }
        }
    }
}
