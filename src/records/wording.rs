//! What is said of a value that cannot be right: what it looks like, and how
//! to write it. Never a parser's shrug.

use super::shape::Kind;
use chrono::{NaiveDate, NaiveTime};

/// The fault in a sentence, and what to do.
pub(super) type Wording = (String, String);

/// A value that TOML can read but that is not of its field's kind.
pub(super) fn mismatch(kind: &Kind, raw: &str, name: &str) -> Wording {
    let inner = raw.trim_matches(['"', '\'']);
    if matches!(kind, Kind::Date) && date_shaped(inner).is_some() {
        return unreadable(kind, inner, name, "");
    }
    let raw = shortened(raw);
    match kind {
        Kind::Date if NaiveDate::parse_from_str(inner, "%Y-%m-%d").is_ok() => (
            format!("`{name}` is a date in quotation marks"),
            format!("write it without them: {name} = {inner}"),
        ),
        Kind::Time if NaiveTime::parse_from_str(inner, "%H:%M").is_ok() => (
            format!("`{name}` is a time in quotation marks"),
            format!("write it without them: {name} = {inner}"),
        ),
        Kind::Number | Kind::Whole if inner.parse::<f64>().is_ok() && raw != inner => (
            format!("`{name}` is a number in quotation marks"),
            format!("write it without them: {name} = {inner}"),
        ),
        Kind::Whole if raw.parse::<f64>().is_ok() => (
            format!("`{name}` is not a whole number: {raw}"),
            "write it without a decimal point".into(),
        ),
        Kind::Flag | Kind::Number | Kind::Whole | Kind::Percent | Kind::Time => {
            unreadable(kind, inner, name, "")
        }
        Kind::Text
        | Kind::Word(_)
        | Kind::Reference(_)
        | Kind::Whereabouts
        | Kind::Month
        | Kind::Answer => (
            format!("`{name}` must be in quotation marks"),
            format!("write {name} = \"{inner}\""),
        ),
        Kind::List(Kind::Date) => (
            format!("`{name}` is a list of days, but what is written is not one"),
            format!("write {name} = [2026-10-26, 2026-10-30]"),
        ),
        Kind::List(Kind::Whereabouts) => (
            format!("`{name}` is a list of two sessions, but what is written is not one"),
            format!("write the morning and the afternoon: {name} = [\"ap\", \"ap\"]"),
        ),
        Kind::List(_) => {
            let parts: Vec<_> = inner
                .split(',')
                .map(|part| format!("\"{}\"", part.trim()))
                .collect();
            (
                format!("`{name}` is a list, but what is written is not one"),
                format!("put it in square brackets: {name} = [{}]", parts.join(", ")),
            )
        }
        Kind::Lines(_) => (
            format!("`{name}` does not say when and by whom"),
            format!("write {name} = {{ date = YYYY-MM-DD, by = \"…\" }}"),
        ),
        Kind::Table(_) | Kind::Partial(_) | Kind::Map(_) => (
            format!("`{name}` is a table, but what is written is not one"),
            format!("put its fields under the heading [{name}], or in braces"),
        ),
        Kind::Tables(_) => (
            format!("`{name}` is not an array of tables"),
            format!("write the heading [[{name}]] for each of them, with its fields under it"),
        ),
        _ => (
            format!("`{name}` cannot be {raw}"),
            format!("write it {}", example_of(kind)),
        ),
    }
}

fn example_of(kind: &Kind) -> &'static str {
    match kind {
        Kind::Date => "year first, as in 2026-09-01",
        Kind::Time => "as in 09:30",
        Kind::Number | Kind::Whole | Kind::Percent => {
            "in digits, with a point and without commas or units"
        }
        _ => "in quotation marks",
    }
}

/// A value that TOML cannot read: says what it looks like, and how to write it.
pub(super) fn unreadable(kind: &Kind, raw: &str, name: &str, parser: &str) -> Wording {
    let raw = raw.trim();
    let said = shortened(raw);
    let cannot = |why: &str| format!("`{name}` cannot be read: {why}");
    if raw.is_empty() {
        return (
            cannot("nothing is written after `=`"),
            "write the value, or take the line out".into(),
        );
    }
    if raw.contains(['“', '”', '‘', '’']) && !raw.starts_with('"') {
        return (
            cannot(&format!("{said} has curly quotation marks")),
            format!(
                "use straight ones: \"{}\"",
                raw.trim_matches(['“', '”', '‘', '’'])
            ),
        );
    }
    if raw == "YYYY-MM-DD" {
        return (
            cannot("the day is still to be put in"),
            "put the day in place of YYYY-MM-DD, as in 2026-09-01".into(),
        );
    }
    if let Some(suggestion) = another_date(kind, raw) {
        return (
            cannot(&format!("`{said}` is not how a date is written here")),
            format!("write {suggestion}"),
        );
    }
    if matches!(kind, Kind::Time)
        && let Some(time) = another_time(raw)
    {
        return (
            cannot(&format!("`{said}` is not how a time is written here")),
            format!("write {time}"),
        );
    }
    if let Some(shaped) =
        date_shaped(raw).filter(|_| !matches!(kind, Kind::Time | Kind::Number | Kind::Whole))
    {
        return match shaped {
            Some(date) => (
                cannot(&format!("`{said}` is not how a date is written here")),
                format!("write the year first: {}", date.format("%Y-%m-%d")),
            ),
            None => (
                cannot(&format!("`{said}` is not a day that exists")),
                "write a day of the calendar, year first, as in 2026-09-01".into(),
            ),
        };
    }
    if let Some(pounds) = raw.strip_prefix('£') {
        return (
            cannot(&format!("`{said}` has a pound sign")),
            match pounds.replace(',', "").parse::<f64>() {
                Ok(number) => format!("write the number alone: {number}"),
                Err(_) => "write the number alone, in digits".into(),
            },
        );
    }
    let lower = raw.to_lowercase();
    let flag = match lower.as_str() {
        "yes" | "y" | "true" => Some(true),
        "no" | "n" | "false" => Some(false),
        _ => None,
    };
    if let (Kind::Flag | Kind::Answer, Some(flag)) = (kind, flag) {
        return (
            cannot(&format!("`{said}` is not how it is written here")),
            format!("write {flag}"),
        );
    }
    if matches!(kind, Kind::Flag) {
        return (
            cannot(&format!("`{said}` is neither true nor false")),
            "write true or false".into(),
        );
    }
    if matches!(kind, Kind::Number | Kind::Whole | Kind::Percent) {
        let plain = raw.replace([',', '%'], "");
        if let Ok(number) = plain.trim().parse::<f64>() {
            return (
                cannot(&format!("`{said}` is not how a number is written here")),
                format!("write {number}"),
            );
        }
        return (
            cannot(&format!("`{said}` is not a number")),
            "write it in digits alone, without commas, words or units".into(),
        );
    }
    if raw.starts_with('"') && raw.contains('\\') && !parser.is_empty() {
        return (
            cannot("a backslash in it begins a special character"),
            "write / instead of \\, or \\\\ for each \\".into(),
        );
    }
    if raw.starts_with(['"', '\'']) && (raw.len() == 1 || !raw.ends_with(['"', '\''])) {
        return (
            cannot("the closing quotation mark is missing"),
            format!("write {raw}\""),
        );
    }
    let open =
        |opening: char, closing: char| raw.matches(opening).count() > raw.matches(closing).count();
    for (opening, closing) in [('{', '}'), ('[', ']')] {
        if raw.starts_with(opening) && open(opening, closing) {
            return (
                cannot(&format!("the closing {closing} is missing")),
                format!("write {closing} at its end"),
            );
        }
    }
    if raw.starts_with(['[', '{']) {
        return (
            cannot("something in the brackets is not well formed"),
            "see that every bracket is closed, that commas stand between the parts and that words are in quotation marks".into(),
        );
    }
    if raw.starts_with(|c: char| c.is_alphabetic())
        || !matches!(
            kind,
            Kind::Date
                | Kind::Time
                | Kind::Tables(_)
                | Kind::Table(_)
                | Kind::Partial(_)
                | Kind::Lines(_)
                | Kind::Map(_)
        ) && raw.starts_with(|c: char| c.is_alphanumeric())
    {
        return (
            cannot(&format!("`{said}` has no quotation marks")),
            format!("write \"{raw}\""),
        );
    }
    (
        cannot(&format!("`{said}` is not well formed")),
        format!("write it {}", example_of(kind)),
    )
}

/// A date in words or with long dashes, as it is written here.
fn another_date(kind: &Kind, raw: &str) -> Option<NaiveDate> {
    if !matches!(kind, Kind::Date) {
        return None;
    }
    let dashes = raw.replace(['–', '—', '−'], "-");
    ["%Y-%m-%d", "%d %B %Y", "%d %b %Y"]
        .iter()
        .filter(|_| dashes != raw || raw.contains(' '))
        .find_map(|form| NaiveDate::parse_from_str(&dashes, form).ok())
}

/// A time with a point, without a leading nought, or with am or pm.
fn another_time(raw: &str) -> Option<String> {
    let lower = raw.to_lowercase().replace('.', ":").replace(' ', "");
    let (digits, afternoon) = match lower.strip_suffix("pm") {
        Some(digits) => (digits.to_owned(), true),
        None => (lower.trim_end_matches("am").to_owned(), false),
    };
    let digits = if digits.contains(':') {
        digits
    } else {
        format!("{digits}:00")
    };
    let (hours, minutes) = digits.split_once(':')?;
    let hours: u32 = hours.parse().ok()?;
    let hours = if afternoon && hours < 12 {
        hours + 12
    } else {
        hours
    };
    let time = NaiveTime::from_hms_opt(hours, minutes.parse().ok()?, 0)?;
    Some(time.format("%H:%M").to_string())
}

/// `Some` when the text is shaped like a date other than ours; inside it the
/// day meant, or `None` where there is no such day.
fn date_shaped(raw: &str) -> Option<Option<NaiveDate>> {
    let parts: Vec<&str> = raw.split(['/', '.', '-']).collect();
    let [first, second, third] = parts[..] else {
        return None;
    };
    if !parts
        .iter()
        .all(|part| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    let number = |part: &str| part.parse::<u32>().unwrap_or(0);
    let (year, month, day) = if first.len() == 4 {
        (number(first), number(second), number(third))
    } else {
        let year = number(third);
        (
            if third.len() == 2 { 2000 + year } else { year },
            number(second),
            number(first),
        )
    };
    if first.len() == 4 && second.len() == 2 && third.len() == 2 && raw.contains('-') {
        let exists = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day).is_some();
        return (!exists).then_some(None);
    }
    Some(NaiveDate::from_ymd_opt(
        i32::try_from(year).ok()?,
        month,
        day,
    ))
}

/// At most forty characters, without control characters, for messages.
pub(crate) fn shortened(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !c.is_control()).collect();
    if clean.chars().count() <= 40 {
        clean
    } else {
        let start: String = clean.chars().take(39).collect();
        format!("{start}…")
    }
}
