//! Putting a record in order moves lines and loses nothing.

use crate::support::{apcheck as run, files_of, root};
use apcheck::edit::{Change, Refusal, Replacement, ordered, ordered_days};
use apcheck::records::{Shape, fields, means_the_same};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The records of the examples, each with its shape.
fn records() -> &'static [(String, &'static Shape)] {
    static RECORDS: OnceLock<Vec<(String, &'static Shape)>> = OnceLock::new();
    RECORDS.get_or_init(|| {
        let folders = [
            "examples/oakwood-academy",
            "examples/county",
            "examples/first-week",
            "tests/base",
        ];
        let files = folders
            .iter()
            .flat_map(|folder| files_of(&root().join(folder)));
        files
            .filter_map(|(path, bytes)| {
                let shape: &'static Shape = match path.split('/').next().unwrap() {
                    "providers" => &fields::PROVIDER,
                    "placements" => &fields::PLACEMENT,
                    "checklists" => &fields::CHECKLIST,
                    "apcheck.toml" => &fields::COMMISSIONER,
                    _ => return None,
                };
                path.ends_with(".toml")
                    .then(|| (String::from_utf8(bytes).unwrap(), shape))
            })
            .collect()
    })
}

fn after(before: &str, change: Result<Vec<Replacement>, Refusal>) -> Result<String, Refusal> {
    Ok(Change {
        path: "x".into(),
        before: before.to_owned(),
        is_new: false,
        replacements: change?,
    }
    .after())
}

fn put_in_order(text: &str, shape: &'static Shape) -> Result<String, Refusal> {
    after(text, ordered(text, shape))
}

/// A record with its sections, and the one-line fields at its top, in another
/// order, and comments above some lines. Sections of one name keep their order.
pub(crate) fn shuffled(text: &str, seeds: &[u32], comments: &[prop::sample::Index]) -> String {
    let mut top: Vec<String> = Vec::new();
    let mut sections: Vec<(String, String)> = Vec::new();
    let mut depth = 0i32;
    for line in text.lines() {
        if depth == 0 && line.starts_with('[') {
            let name = line.trim_matches('[').split(['.', ']']).next().unwrap();
            sections.push((name.to_owned(), String::new()));
        }
        let code = line.split(" #").next().unwrap();
        let inside = depth > 0;
        depth += i32::try_from(code.matches(['[', '{']).count()).unwrap();
        depth -= i32::try_from(code.matches([']', '}']).count()).unwrap();
        match sections.last_mut() {
            Some((_, section)) => section.push_str(&format!("{line}\n")),
            None if inside || line.starts_with('#') || line.is_empty() && !top.is_empty() => {
                top.last_mut()
                    .unwrap_or(&mut String::new())
                    .push_str(&format!("{line}\n"));
            }
            None => top.push(format!("{line}\n")),
        }
    }
    let seed = |at: usize| seeds[at % seeds.len()];
    let mut names: BTreeMap<String, u32> = BTreeMap::new();
    for (at, (name, _)) in sections.iter().enumerate() {
        names.entry(name.clone()).or_insert(seed(at));
    }
    sections.sort_by_key(|(name, _)| (names[name], name.clone()));
    let mut at = 0;
    top.sort_by_cached_key(|_| {
        at += 1;
        seed(at * 7)
    });
    let mut text = top.concat();
    for (_, section) in sections {
        if !text.is_empty() && !text.ends_with("\n\n") {
            text.push('\n');
        }
        text.push_str(&section);
    }
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for (number, index) in comments.iter().enumerate() {
        let at = index.index(lines.len());
        if lines[at].contains(" = ") && !lines[at].starts_with(['{', ' ']) {
            lines.insert(at, format!("# comment {number}"));
        }
    }
    lines.join("\n") + "\n"
}

/// Each comment line, with the line that it stands above.
fn comments(text: &str) -> Vec<(&str, &str)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found: Vec<_> = lines
        .windows(2)
        .filter(|pair| pair[0].starts_with('#') && !pair[1].trim().is_empty())
        .map(|pair| (pair[0], pair[1]))
        .collect();
    found.sort_unstable();
    found
}

fn sorted_lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    lines.sort_unstable();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_record_in_order_says_the_same(
        which in any::<prop::sample::Index>(),
        seeds in prop::collection::vec(any::<u32>(), 12),
        extra in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
        crlf in any::<bool>(),
    ) {
        let records = records();
        let (text, shape) = &records[which.index(records.len())];
        let mut text = shuffled(text, &seeds, &extra);
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        match put_in_order(&text, shape) {
            Ok(ordered) => {
                prop_assert!(means_the_same(&text, &ordered));
                prop_assert_eq!(sorted_lines(&text), sorted_lines(&ordered));
                prop_assert_eq!(comments(&text), comments(&ordered));
                prop_assert_eq!(put_in_order(&ordered, shape).unwrap(), ordered);
            }
            Err(why) => prop_assert!(why.to_string().contains("stands alone"), "{why}"),
        }
    }

    #[test]
    fn a_register_in_order_has_the_same_lines(
        days in prop::collection::vec((1u32..=30, "[/LINO]", "(|bus|\"a, b\")"), 0..20),
        crlf in any::<bool>(),
        ends in any::<bool>(),
    ) {
        let rows: Vec<String> = days.iter().map(|(day, mark, note)| format!("\n2026-09-{day:02},{mark},,,{note}")).collect();
        let mut text = format!("date,am,pm,minutes-late,note{}", rows.concat());
        if ends {
            text.push('\n');
        }
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        let ordered = after(&text, ordered_days(&text)).unwrap();
        let lines: Vec<&str> = ordered.lines().skip(1).collect();
        let days = |line: &&str| line[..10].to_owned();
        prop_assert!(lines.is_sorted_by_key(days));
        let sorted = |text: &str| {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            lines.sort();
            lines
        };
        prop_assert_eq!(sorted(&text), sorted(&ordered));
        prop_assert_eq!(text.len(), ordered.len());
        prop_assert_eq!(text.ends_with('\n'), ordered.ends_with('\n'));
        prop_assert_eq!(after(&ordered, ordered_days(&ordered)).unwrap(), ordered);
    }
}

/// Most of what is shuffled is put in order, not left.
#[test]
fn the_examples_can_be_put_in_order() {
    for (text, shape) in records() {
        assert!(put_in_order(text, shape).is_ok(), "{text}");
    }
}

/// What a school copies from is in the order that docs/records.md gives.
#[test]
fn the_examples_are_in_order() {
    for example in ["oakwood-academy", "county", "first-week"] {
        let folder = root().join("examples").join(example);
        let run = run(&folder, &["fmt", "--check"]);
        assert_eq!(run.status, 0, "{example}: {}{}", run.out, run.err);
    }
}
