//! What in a text may say who a child is. It is found, and never repeated.

use super::{Names, Records, Table, Value};
use crate::calendar::{dates_in, reaches_school_age};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// How surely a text has a pupil's name in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// No name was found, or none is known.
    #[default]
    No,
    /// A word of a name, with a capital letter, by which a member of staff, a
    /// place or a month is called in these records too.
    SharedWord,
    /// A word of a name, with a capital letter.
    Word,
    /// Every word of one name, in any order and any letters.
    Whole,
}

/// What was found in one text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traces {
    pub named: Named,
    /// A whole date of birth: one in `names.csv`, or a day long enough ago
    /// beside a word that says so.
    pub birth: bool,
    /// What has the form of a unique pupil number, permanent or temporary.
    pub number: bool,
}

/// What is looked for.
#[derive(Default)]
pub struct Search {
    /// The words of each pupil's name, in small letters.
    pupils: Vec<BTreeSet<String>>,
    parts: BTreeSet<String>,
    births: BTreeSet<NaiveDate>,
    /// Words by which others are called, in small letters.
    others: BTreeSet<String>,
    on: NaiveDate,
}

impl Search {
    /// What is to be looked for on a day: the names and dates of birth of
    /// `names`, if they are known, and what has the form of a date of birth or a
    /// number. `records` say what else is called by the same words.
    pub fn new(names: Option<&Names>, records: Option<&Records>, on: NaiveDate) -> Search {
        let words = |name: &mut dyn Iterator<Item = &str>| name.map(str::to_lowercase).collect();
        let pupils: Vec<BTreeSet<String>> = names
            .into_iter()
            .flat_map(Names::each)
            .map(|mut name| words(&mut name))
            .collect();
        Search {
            parts: pupils.iter().flatten().cloned().collect(),
            pupils,
            births: names.into_iter().flat_map(Names::births).collect(),
            others: others(records),
            on,
        }
    }

    /// What is in a text: a line, a path or a message.
    pub fn traces(&self, text: &str) -> Traces {
        Traces {
            named: self.named(text),
            birth: self.has_birth(text),
            number: has_number(text),
        }
    }

    fn named(&self, text: &str) -> Named {
        let said: BTreeSet<String> = words(text).map(str::to_lowercase).collect();
        if self.parts.is_disjoint(&said) {
            return Named::No;
        }
        // A name of one word could be any word.
        let mut pupils = self.pupils.iter().filter(|name| name.len() > 1);
        if pupils.any(|name| name.is_subset(&said)) {
            return Named::Whole;
        }
        let capital = |word: &&str| word.starts_with(char::is_uppercase);
        let of_names = words(text).filter(capital).map(str::to_lowercase);
        let named = of_names
            .filter(|word| self.parts.contains(word))
            .map(|word| match self.others.contains(&word) {
                true => Named::SharedWord,
                false => Named::Word,
            });
        named.max().unwrap_or_default()
    }

    fn has_birth(&self, text: &str) -> bool {
        let small = text.to_lowercase();
        let is_about_birth = words(&small)
            .any(|word| ["born", "dob", "birth", "birthday"].contains(&word))
            || small.contains("d.o.b");
        let long_ago = |date: NaiveDate| reaches_school_age(date).is_some_and(|day| day <= self.on);
        dates_in(text)
            .into_iter()
            .any(|date| self.births.contains(&date) || is_about_birth && long_ago(date))
    }

    /// A path as it may be printed: where it has a trace, without the words and
    /// digits that could be one.
    pub fn printable(&self, path: &str) -> String {
        let traces = self.traces(path);
        let has_name = matches!(traces.named, Named::Word | Named::Whole);
        if !(has_name || traces.birth || traces.number) {
            return path.to_owned();
        }
        let is_of_word = |a: char, b: char| {
            a.is_alphabetic() && b.is_alphabetic() || a.is_ascii_digit() && b.is_ascii_digit()
        };
        let mut out = String::new();
        for run in runs(path, is_of_word) {
            let digits = run.chars().filter(char::is_ascii_digit).count();
            let is_hidden = self.parts.contains(&run.to_lowercase())
                || (traces.birth || traces.number) && digits > 1;
            out.push_str(if is_hidden { "…" } else { run });
        }
        out
    }
}

/// A text in pieces, cut wherever two neighbours do not belong together.
fn runs(text: &str, together: impl Fn(char, char) -> bool) -> Vec<&str> {
    let mut runs = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, c) in text.char_indices() {
        if before.is_some_and(|before| !together(before, c)) {
            runs.push(&text[start..at]);
            start = at;
        }
        before = Some(c);
    }
    runs.push(&text[start..]);
    runs
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
}

/// A letter and twelve digits, or, where the number is temporary, a letter,
/// eleven digits and a letter (DfE, *Unique pupil numbers*).
fn has_number(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|word| {
        let bytes = word.as_bytes();
        let [first, middle @ .., last] = bytes else {
            return false;
        };
        bytes.len() == 13
            && first.is_ascii_alphabetic()
            && last.is_ascii_alphanumeric()
            && middle.iter().all(u8::is_ascii_digit)
    })
}

/// Months that are first names too.
const MONTHS: [&str; 4] = ["april", "may", "june", "august"];

/// The words by which staff, places, terms and months are called, in small
/// letters.
fn others(records: Option<&Records>) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = MONTHS.map(str::to_owned).into();
    let Some(records) = records else {
        return found;
    };
    for record in records.all() {
        called(&record.table, &mut found);
    }
    let ids = records.providers.values().map(|record| &record.id);
    found.extend(ids.flat_map(|id| words(id)).map(str::to_owned));
    found
}

/// The words of every name, title and address in a table, wherever they stand.
fn called(table: &Table, found: &mut BTreeSet<String>) {
    const NAMES: [&str; 5] = ["name", "title", "address", "operator", "local-authority"];
    for entry in &table.entries {
        if NAMES.contains(&&*entry.key)
            && let Some(text) = entry.value.text()
        {
            found.extend(words(text).map(str::to_lowercase));
        }
        let inner = entry.value.items().iter().filter_map(Value::table);
        inner.for_each(|table| called(table, found));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FILE: &str = "ref,name,born,upn\np001,Jo Reed,2011-11-02,A123456789012\np002,\"MARSH, Ali\",,\np003,May Hill,,\np004,Sam,,\n";

    fn search() -> Search {
        let names = Names::read(FILE).unwrap();
        let on = NaiveDate::from_ymd_opt(2026, 10, 12).unwrap();
        Search::new(Some(&names), None, on)
    }

    #[test]
    fn names_are_told_from_words() {
        let named = |text| search().traces(text).named;
        assert_eq!(named("placements/p014-jo-reed.toml"), Named::Whole);
        assert_eq!(named("REED Jo was late"), Named::Whole);
        assert_eq!(named("seen by Marsh"), Named::Word);
        assert_eq!(named("the marsh was wet, and so were reeds"), Named::No);
        assert_eq!(named("from May on"), Named::SharedWord);
        assert_eq!(named("Sam"), Named::Word);
        assert_eq!(named("sam"), Named::No);
    }

    #[test]
    fn dates_of_birth_are_told_from_days() {
        let birth = |text| search().traces(text).birth;
        assert!(birth("# 2nd November 2011") && birth("02/11/2011"));
        assert!(birth("born = 2010-03-04") && birth("DOB 4.3.10") && birth("D.O.B. 2010-03-04"));
        assert!(!birth("reviewed 2010-03-04") && !birth("born = \"2011-11\""));
        assert!(!birth("birth certificate seen on 2026-09-01"));
    }

    #[test]
    fn numbers_are_told_by_their_form() {
        assert!(has_number("upn: a123456789012.") && has_number("A12345678901B"));
        assert!(!has_number("A1234567890123") && !has_number("123456789012") && !has_number("A12"));
    }

    #[test]
    fn a_path_is_printed_without_what_was_found() {
        let printable = |path| search().printable(path);
        assert_eq!(
            printable("placements/p014-jo-reed.toml"),
            "placements/p014-…-….toml"
        );
        assert_eq!(
            printable("attendance/A123456789012.csv"),
            "attendance/A….csv"
        );
        assert_eq!(
            printable("providers/marsh-farm.toml"),
            "providers/marsh-farm.toml"
        );
        assert_eq!(printable("Jo 2011-11-02.csv"), "… …-…-….csv");
    }

    proptest! {
        #[test]
        fn whatever_stands_around_it_is_found_and_not_printed(
            before in "\\PC{0,12}[-/_ .]", between in "[-/_ .0-9]{1,3}", after in "[-/_ .]\\PC{0,12}",
        ) {
            let path = format!("{before}Jo{between}reed{after}");
            prop_assert_eq!(search().traces(&path).named, Named::Whole);
            let printed = search().printable(&path).to_lowercase();
            let is_there = |name| words(&printed).any(|word| word == name);
            prop_assert!(!is_there("jo") && !is_there("reed"), "{}", printed);
            let path = format!("{before}A123456789012{after}");
            prop_assert!(search().traces(&path).number);
            prop_assert!(!search().printable(&path).contains("123456789012"));
        }
    }
}
