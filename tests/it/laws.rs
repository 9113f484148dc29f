//! What must hold for all inputs.

use apcheck::calendar::{
    Calendar, FieldDay, Period, Rhythm, Span, Stage, Term, Unit, Window, due, last_day,
};
use apcheck::records::{fields, read, register};
use apcheck::source::{Decoded, Paths, decode};
use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
}

fn calendar() -> Calendar {
    let term = |name: &str, from: &str, to: &str, holiday: (&str, &str)| Term {
        name: name.into(),
        span: Span {
            from: day(from),
            to: day(to),
        },
        half_term: Some(Span {
            from: day(holiday.0),
            to: day(holiday.1),
        }),
        closed: Vec::new(),
    };
    Calendar::new(vec![
        term(
            "Autumn",
            "2026-09-02",
            "2026-12-18",
            ("2026-10-26", "2026-10-30"),
        ),
        term(
            "Spring",
            "2027-01-04",
            "2027-03-25",
            ("2027-02-15", "2027-02-19"),
        ),
        term(
            "Summer",
            "2027-04-12",
            "2027-07-21",
            ("2027-05-31", "2027-06-04"),
        ),
    ])
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0u64..300).prop_map(|days| day("2026-09-02") + chrono::Days::new(days))
}

/// Text that looks a good deal like a record.
fn almost_a_record() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("start = 2026-09-07\n".to_owned()),
        Just("end = 01/09/2026\n".to_owned()),
        Just("[checks]\n".to_owned()),
        Just("[checks\n".to_owned()),
        Just("[[reviews]]\n".to_owned()),
        Just("[[week]]\nmon = [\"ap\", \"ap\"\n".to_owned()),
        Just("letter = { date = 2026-01-01, by = \"a\" }\n".to_owned()),
        Just("letter = { date = 2026-01-01, by = \n".to_owned()),
        Just("pupil.ref = \"p1\"\n".to_owned()),
        Just("x = \"\"\"open\n".to_owned()),
        Just("= = [ { \u{201c}\n".to_owned()),
        "[a-z=\\[\\]{}\",.#'\\\\0-9 é\u{1b}-]{0,20}\n",
    ];
    prop::collection::vec(piece, 0..25).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// No text makes the reader fail, and every place lies in the text.
    #[test]
    fn any_text_is_read(text in almost_a_record()) {
        let file = Paths::default().add("placements/x.toml");
        let reading = read(file, &text, &fields::PLACEMENT);
        for fault in &reading.faults {
            prop_assert!(fault.place.start as usize <= text.len() && fault.place.end as usize <= text.len());
        }
        let (register, faults) = register::read(file, &text);
        prop_assert!(register.readable || !faults.is_empty());
    }

    #[test]
    fn any_bytes_are_decoded(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        match decode(&bytes) {
            Decoded::Text(text) => prop_assert!(text.len() <= bytes.len()),
            Decoded::Windows1252 { text, first } => prop_assert!(text.is_char_boundary(first)),
            Decoded::Unreadable(_) => {}
        }
    }

    /// So many school days forward and back is the same day, from a school day.
    #[test]
    fn school_days_forward_and_back(start in any_day(), count in 1u32..40) {
        let calendar = calendar();
        if let Ok(start) = calendar.on_or_after(start)
            && let Ok(end) = calendar.school_days_after(start, count)
        {
            prop_assert_eq!(calendar.school_days_before(end, count), Ok(start));
            let between = calendar.school_days(Span { from: start, to: end }).unwrap();
            prop_assert_eq!(between.len(), count as usize + 1);
        }
    }

    /// A later renewal never ends earlier, and a year is at least 365 days.
    #[test]
    fn renewals_are_in_order(start in any_day(), months in 1u32..36) {
        let calendar = calendar();
        let period = Period { count: months, unit: Unit::Month };
        let end = last_day(&calendar, start, period).unwrap();
        let next = last_day(&calendar, start.succ_opt().unwrap(), period).unwrap();
        prop_assert!(end <= next);
        prop_assert!(end > start);
        prop_assert!(months != 12 || (end - start).num_days() >= 364);
    }

    /// What is due next is a school day, and never before the first day; a
    /// later entry never makes the next one due earlier.
    #[test]
    fn rhythms_move_forward(first in any_day(), gaps in prop::collection::vec(0u64..20, 0..6), which in 0usize..5) {
        let calendar = calendar();
        let rhythm = ["1 week", "2 weeks", "half-term", "term", "1 month"][which];
        let rhythm = Rhythm::parse(rhythm, 1).unwrap();
        let window = Window { first, last: None };
        let mut entries = Vec::new();
        let mut at = first;
        let mut before = None;
        for gap in gaps {
            at = at + chrono::Days::new(gap);
            entries.push(at);
            if let Ok(Some(next)) = due(&calendar, &rhythm, window, &entries) {
                prop_assert!(next >= first);
                prop_assert!(before.is_none_or(|before| before <= next));
                prop_assert_eq!(calendar.is_school_day(next), Ok(true));
                before = Some(next);
            }
        }
    }

    #[test]
    fn days_of_fields_are_read_back(count in 1u32..500, forward in any::<bool>()) {
        let text = format!("start {} {count} days", if forward { "+" } else { "-" });
        let parsed = FieldDay::parse(&text).unwrap();
        let start = day("2026-09-07");
        let moved = parsed.day(&calendar(), start).unwrap();
        prop_assert_eq!((moved - start).num_days().unsigned_abs(), u64::from(count));
        prop_assert!(moved.year() > 2000);
    }
}

/// Deep nesting is refused, not fatal; and the time it takes stays in bounds.
#[test]
fn deep_nesting_is_no_danger() {
    let file = Paths::default().add("placements/x.toml");
    for text in [
        "[".repeat(20_000),
        format!("x = {}", "[".repeat(20_000)),
        format!("x = {}", "{a = ".repeat(5_000)),
    ] {
        let reading = read(file, &text, &fields::PLACEMENT);
        assert!(!reading.faults.is_empty());
    }
}

/// What is due on the last day of a stage belongs to it; what would be due a day
/// later is due by the next one.
#[test]
fn a_stage_reaches_to_its_last_day() {
    let calendar = calendar();
    let stage = |weeks, rhythm: &str| Stage {
        weeks,
        rhythm: Rhythm::parse(rhythm, 1).unwrap(),
    };
    let rhythm = Rhythm::Stages(vec![stage(Some(2), "1 week"), stage(None, "4 weeks")]);
    let window = Window {
        first: day("2026-09-08"),
        last: None,
    };
    for (entry, next) in [
        ("2026-09-14", "2026-09-21"),
        ("2026-09-15", "2026-10-13"),
        ("2026-09-21", "2026-10-19"),
    ] {
        let next = Ok(Some(day(next)));
        assert_eq!(
            due(&calendar, &rhythm, window, &[day(entry)]),
            next,
            "{entry}"
        );
    }
}
