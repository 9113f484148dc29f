//! A provider's own letters into the marks of a register.

use super::codes::code;
use super::marks::meant;
use crate::records::{Record, listed};

/// Present, in the morning and the afternoon alike.
pub const PRESENT: &str = "/";

/// What the letters of a provider mean.
#[derive(Clone, Copy, Debug)]
pub struct Letters<'r> {
    provider: &'r Record,
}

impl<'r> Letters<'r> {
    pub fn of(provider: &'r Record) -> Letters<'r> {
        Letters { provider }
    }

    /// Its own letters, in the order of its file, and their marks.
    pub fn own(&self) -> impl Iterator<Item = (&'r str, &'static str)> + use<'r> {
        let codes = self.provider.table.table("codes");
        let entries = codes.map_or(&[][..], |codes| &codes.entries);
        entries
            .iter()
            .filter_map(|entry| Some((&*entry.key, mark(entry.value.text()?)?)))
    }

    /// The mark that a letter stands for: first by the provider's own, since the
    /// same letter means different things at different places, and then by ours.
    pub fn mark(&self, letter: &str) -> Option<&'static str> {
        let letter = letter.trim();
        let own = || {
            self.own()
                .filter(|(own, _)| own.eq_ignore_ascii_case(letter))
        };
        let exact = own().find(|(own, _)| *own == letter);
        // p for P, unless they have both P and p.
        let alike = || own().next().filter(|_| own().count() == 1);
        match exact.or_else(alike) {
            Some((_, mark)) => Some(mark),
            None if self.is_spoilt(letter) => None,
            None => ours(letter),
        }
    }

    /// Whether the provider uses the letter for what could not be read.
    fn is_spoilt(&self, letter: &str) -> bool {
        let codes = self.provider.table.table("codes");
        codes.is_some_and(|codes| codes.entry(letter).is_some())
    }

    /// What to write in place of an unknown letter.
    pub fn instead_of(&self, letter: &str) -> String {
        if let Some(meant) = meant(letter) {
            return format!("did you mean `{meant}`?");
        }
        let own: Vec<&str> = self.own().map(|(own, _)| own).collect();
        let id = &self.provider.id;
        match own.is_empty() {
            true => format!(
                "write a mark of a register, or say what it means under [codes] in providers/{id}.toml"
            ),
            false => format!(
                "the letters of {id} are {}; say what others mean under [codes] in providers/{id}.toml",
                listed(&own).replace(" or ", " and ")
            ),
        }
    }
}

/// The mark behind `present`, `late` or a code, as `[codes]` has them.
fn mark(meaning: &str) -> Option<&'static str> {
    match meaning {
        "present" => Some(PRESENT),
        "late" => Some("L"),
        _ => ours(meaning),
    }
}

/// A mark of ours as a register has it.
fn ours(text: &str) -> Option<&'static str> {
    let mark = code(text).filter(|code| code.is_the_providers())?.mark;
    Some(if mark == "\\" { PRESENT } else { mark })
}
