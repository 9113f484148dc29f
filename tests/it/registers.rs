//! Setting the marks of a day changes its line and nothing else.

use crate::support::{files_of, root};
use apcheck::edit::Change;
use apcheck::edit::register::{Day, recorded, set};
use apcheck::records::register;
use apcheck::source::Paths;
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The registers of all examples.
fn examples() -> &'static [String] {
    static EXAMPLES: OnceLock<Vec<String>> = OnceLock::new();
    EXAMPLES.get_or_init(|| {
        let files = files_of(&root().join("examples"));
        files
            .into_iter()
            .filter(|(path, _)| path.contains("/attendance/"))
            .map(|(_, bytes)| String::from_utf8(bytes).unwrap())
            .collect()
    })
}

fn lines(text: &str) -> Vec<&str> {
    text.split('\n')
        .filter(|line| !line.trim().is_empty())
        .collect()
}

fn field() -> impl Strategy<Value = Option<String>> {
    prop::option::of("[a-zé,\"/\\\\ ]{1,12}".prop_map(|text| text.trim().to_owned()))
        .prop_map(|text| text.filter(|text| !text.is_empty()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn setting_a_day_changes_its_line_alone(
        which in any::<prop::sample::Index>(),
        crlf in any::<bool>(),
        unended in any::<bool>(),
        short in any::<bool>(),
        offset in 0u64..140,
        am in prop::option::of(prop::sample::select(&["/", "L", "I", "N", "C2"][..])),
        pm in prop::option::of(prop::sample::select(&["/", "\\", "M"][..])),
        late in prop::option::of(1u16..600),
        note in field(),
    ) {
        let mut text = examples()[which.index(examples().len())].clone();
        if short {
            text = text.lines().map(|line| line.split(',').take(3).collect::<Vec<_>>().join(",") + "\n").collect();
        }
        if unended {
            text = text.trim_end().to_owned();
        }
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        let date = NaiveDate::from_ymd_opt(2026, 9, 1).unwrap() + Days::new(offset);
        let day = Day {
            am: am.map(str::to_owned),
            pm: pm.map(str::to_owned),
            minutes_late: late.map(|late| late.to_string()),
            note,
        };
        let old = recorded(&text, date).unwrap();
        let change = Change {
            path: String::new(),
            before: text.clone(),
            is_new: false,
            replacements: set(&text, &BTreeMap::from([(date, day.clone())])).unwrap(),
        };
        let after = change.after();

        // It says what was asked for, and what was not asked about stays.
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let wanted: Vec<_> = old.cells().into_iter().zip(day.cells()).map(|(old, new)| new.or(old).map(words)).collect();
        let new = recorded(&after, date).unwrap();
        prop_assert_eq!(new.cells().map(|cell| cell.map(str::to_owned)).to_vec(), wanted, "{}", &after);

        // The other lines are the same bytes.
        let is_other = |line: &&str| !line.starts_with(&date.to_string()) && !line.starts_with("date,");
        let others = |text: &str| lines(text).into_iter().filter(is_other).map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
        prop_assert_eq!(others(&after), others(&text));
        let header_stays = !short || day.minutes_late.is_none() && day.note.is_none();
        prop_assert_eq!(lines(&after)[0] == lines(&text)[0], header_stays);
        prop_assert_eq!(after.ends_with('\n'), text.ends_with('\n'));
        prop_assert!(!crlf || after.matches('\n').count() == after.matches("\r\n").count());
        if day == Day::default() && old != Day::default() {
            prop_assert_eq!(&after, &text);
        }
        // It reads as before, and the days are in order.
        let read = |text: &str| register::read(Paths::default().add("x.csv"), text);
        prop_assert_eq!(read(&after).1.len(), read(&text).1.len());
        // Again it changes nothing.
        prop_assert!(set(&after, &BTreeMap::from([(date, new)])).unwrap().is_empty());
    }
}
