//! `names.csv`: who the pupils are. It is read to match a file that calls them
//! by name or number, for a first name and initial on a return sheet, and for
//! the name in a letter where that is asked for; it is never printed otherwise,
//! and so cannot be, even by mistake.

use super::delimited::cells_of;
use crate::calendar::dates_in;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Default)]
struct Person {
    reference: String,
    name: String,
    born: Option<NaiveDate>,
    upn: String,
}

/// The pupils by name and number.
#[derive(Default)]
pub struct Names(Vec<Person>);

impl std::fmt::Debug for Names {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} names", self.0.len())
    }
}

/// Whom a name or a number belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Called<'n> {
    Nobody,
    One(&'n str),
    /// Two pupils or more are called so.
    Several,
}

impl Names {
    /// Reads the file; what is wrong is said by line, and nothing of it.
    pub fn read(text: &str) -> Result<Names, String> {
        let rows = cells_of(text, None).map_err(|unclosed| {
            format!(
                "line {} has a quotation mark that is not closed",
                unclosed.row + 1
            )
        })?;
        let mut rows = rows.into_iter();
        let header: Vec<String> = rows.next().unwrap_or_default();
        let column = |name: &str| {
            header
                .iter()
                .position(|cell| cell.trim().eq_ignore_ascii_case(name))
        };
        let Some(reference) = column("ref") else {
            return Err("its first line must be ref,name,born,upn".into());
        };
        let (name, born, upn) = (column("name"), column("born"), column("upn"));
        let mut people = Vec::new();
        let mut seen = BTreeSet::new();
        for (at, row) in rows.enumerate() {
            let cell = |column: Option<usize>| {
                let cell = column.and_then(|column| row.get(column));
                cell.map_or("", |cell| cell.trim()).to_owned()
            };
            if row.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let person = Person {
                reference: cell(Some(reference)),
                name: cell(name),
                born: dates_in(&cell(born)).first().copied(),
                upn: cell(upn).to_uppercase(),
            };
            if person.reference.is_empty() {
                return Err(format!("line {} has no ref", at + 2));
            }
            if !seen.insert(person.reference.clone()) {
                return Err(format!(
                    "line {} has a ref that another line has already",
                    at + 2
                ));
            }
            people.push(person);
        }
        Ok(Names(people))
    }

    /// Whether it says how anybody is called.
    pub fn has_names(&self) -> bool {
        self.parts().next().is_some()
    }

    /// Who is called so: "Jo Reed", "Reed, Jo" and "REED Jo" are one name.
    pub fn by_name(&self, name: &str) -> Called<'_> {
        let words = words(name);
        self.one(|person| !words.is_empty() && self::words(&person.name) == words)
    }

    pub fn by_upn(&self, upn: &str) -> Called<'_> {
        let upn = upn.trim().to_uppercase();
        self.one(|person| !upn.is_empty() && person.upn == upn)
    }

    fn one(&self, is: impl Fn(&Person) -> bool) -> Called<'_> {
        let mut found = self.0.iter().filter(|person| is(person));
        match (found.next(), found.next()) {
            (None, _) => Called::Nobody,
            (Some(person), None) => Called::One(&person.reference),
            (Some(_), Some(_)) => Called::Several,
        }
    }

    /// "Jo R.", for the provider's own sheet.
    pub fn first_and_initial(&self, reference: &str) -> Option<String> {
        let person = self.0.iter().find(|person| person.reference == reference)?;
        let (last, first) = match person.name.split_once(',') {
            Some((last, first)) => (last.trim(), first.trim()),
            None => {
                let (first, last) = person.name.rsplit_once(' ').unwrap_or((&person.name, ""));
                (last, first)
            }
        };
        let first = first.split_whitespace().next()?;
        Some(match last.chars().next() {
            Some(initial) => format!("{first} {initial}."),
            None => first.to_owned(),
        })
    }

    /// The whole name, as it is written there, for a letter about one pupil.
    pub fn for_a_letter(&self, reference: &str) -> Option<&str> {
        let person = self.0.iter().find(|person| person.reference == reference)?;
        Some(person.name.as_str()).filter(|name| !name.is_empty())
    }

    /// Whether a text has a pupil's first or last name in it, written as a name.
    pub fn are_in(&self, text: &str) -> bool {
        let said: BTreeSet<&str> = text.split(|c: char| !c.is_alphabetic()).collect();
        self.parts().any(|part| said.contains(part))
    }

    /// Whether a text has a pupil's first or last name or number in it, however
    /// it is written.
    pub fn are_in_any_case(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        let said: BTreeSet<&str> = text.split(|c: char| !c.is_alphabetic()).collect();
        let mut numbers = self.0.iter().map(|person| person.upn.to_lowercase());
        self.parts()
            .any(|part| said.contains(part.to_lowercase().as_str()))
            || numbers.any(|upn| !upn.is_empty() && text.contains(&upn))
    }

    /// The words of all names; single letters are none.
    fn parts(&self) -> impl Iterator<Item = &str> {
        self.each().flatten()
    }

    /// The words of each name.
    pub(super) fn each(&self) -> impl Iterator<Item = impl Iterator<Item = &str>> {
        self.0.iter().map(|person| parts_of(&person.name))
    }

    /// The dates of birth that are whole.
    pub(super) fn births(&self) -> impl Iterator<Item = NaiveDate> {
        self.0.iter().filter_map(|person| person.born)
    }
}

/// The words of a name; single letters are none.
fn parts_of(name: &str) -> impl Iterator<Item = &str> {
    const SHORTEST: usize = 2;
    name.split(|c: char| !c.is_alphabetic())
        .filter(|part| part.chars().count() >= SHORTEST)
}

/// The words of a name whatever their order and capitals, and how many of each.
fn words(name: &str) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    for word in name.split(|c: char| c.is_whitespace() || matches!(c, ',' | '.')) {
        if !word.is_empty() {
            *words.entry(word.to_lowercase()).or_default() += 1;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "ref,name,born,upn\np001,Jo Reed,2011-11-02,A123456789012\np002,\"Marsh, Ali\",,B123456789012\np003,Sam Reed,,\np004,Sam Reed,,\n";

    #[test]
    fn a_pupil_is_found_by_name_or_number() {
        let names = Names::read(FILE).unwrap();
        assert_eq!(names.by_name("REED,  Jo"), Called::One("p001"));
        assert_eq!(names.by_name("Ali Marsh"), Called::One("p002"));
        assert_eq!(names.by_name("Sam Reed"), Called::Several);
        assert_eq!(names.by_name(""), Called::Nobody);
        assert_eq!(names.by_upn(" b123456789012"), Called::One("p002"));
        assert_eq!(names.first_and_initial("p002").unwrap(), "Ali M.");
        assert_eq!(names.for_a_letter("p001"), Some("Jo Reed"));
        assert_eq!(names.for_a_letter("p009"), None);
        assert!(names.are_in("Jo was with Marsh") && !names.are_in("the marsh was wet"));
    }

    #[test]
    fn nothing_of_it_is_printed() {
        let names = Names::read(FILE).unwrap();
        assert_eq!(format!("{names:?}"), "4 names");
        let twice = Names::read(&format!("{FILE}p001,Jo Reed,,\n")).unwrap_err();
        assert_eq!(twice, "line 6 has a ref that another line has already");
    }
}
