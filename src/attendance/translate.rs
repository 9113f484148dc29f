//! A provider's own letters into the marks of a register.

use super::codes::{code, withdrawn};
use super::marks::meant;
use crate::calendar::said;
use crate::records::{Record, listed};

/// Present, in the morning and the afternoon alike.
pub const PRESENT: &str = "/";

/// What the letters of a provider mean.
#[derive(Clone, Copy, Debug)]
pub struct Letters<'r> {
    provider: &'r Record,
    /// Whether a provider that has letters of its own can mean no others.
    only_own: bool,
}

impl<'r> Letters<'r> {
    pub fn of(provider: &'r Record) -> Letters<'r> {
        Letters {
            provider,
            only_own: false,
        }
    }

    /// The letters in what a provider sends: one it has not explained is not
    /// taken for a code that happens to have the same letter.
    pub fn returned(provider: &'r Record) -> Letters<'r> {
        Letters {
            provider,
            only_own: true,
        }
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
            None => ours(letter).filter(|mark| *mark == PRESENT || self.takes_ours()),
        }
    }

    /// Whether a letter that the provider has not explained can be our code.
    fn takes_ours(&self) -> bool {
        !self.only_own || self.own().next().is_none()
    }

    /// Whether the provider uses the letter for what could not be read.
    fn is_spoilt(&self, letter: &str) -> bool {
        let codes = self.provider.table.table("codes");
        codes.is_some_and(|codes| codes.entry(letter).is_some())
    }

    /// What to write in place of an unknown letter.
    pub fn instead_of(&self, letter: &str) -> String {
        if letter.trim().is_empty() {
            return "write - where there is no mark".into();
        }
        if let Some((last, instead)) = withdrawn(letter.trim()) {
            let last = said(last);
            return format!("that code was withdrawn, its last day was {last}; write {instead}");
        }
        if let Some(code) = code(letter).filter(|code| !code.is_the_providers()) {
            return format!(
                "as a code, {} ({}) is what the home school enters; write / for present, L for late, or the absence code, or say what it means there under [codes] in providers/{}.toml",
                code.mark, code.meaning, self.provider.id
            );
        }
        if let Some(meant) = meant(letter).filter(|_| self.takes_ours()) {
            return format!("did you mean `{meant}`?");
        }
        let own: Vec<&str> = self.own().map(|(own, _)| own).collect();
        let id = &self.provider.id;
        match own.is_empty() {
            true => format!(
                "write a mark of a register, or say what it means under [codes] in providers/{id}.toml"
            ),
            false => {
                let codes = if self.takes_ours() {
                    ", and the codes in docs/records.md are taken too"
                } else {
                    ""
                };
                format!(
                    "the letters of {id} are {}{codes}; say what others mean under [codes] in providers/{id}.toml",
                    listed(&own).replace(" or ", " and ")
                )
            }
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
