//! All standings of the records on a day: what every view is made from.

use crate::assess::{Assessment, Case, Subject, assess, subjects};
use crate::rulebook::{About, Checklist, Requirement};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug)]
pub struct Standings<'a> {
    pub all: Vec<Assessment<'a>>,
}

impl<'a> Standings<'a> {
    /// Every requirement that counts here, for every subject.
    pub fn of(case: Case<'a>) -> Standings<'a> {
        Standings::asked_by(case, None)
    }

    /// The same, and what a checklist asks for that is not in use.
    pub fn asked_by(case: Case<'a>, checklist: Option<&Checklist>) -> Standings<'a> {
        let all = [
            About::Commissioner,
            About::Provider,
            About::Placement,
            About::Pupil,
        ];
        let all = all.map(|about| subjects(case.records, about)).concat();
        Standings::about(case, &all, checklist)
    }

    /// The same for some subjects alone.
    pub fn about(
        case: Case<'a>,
        subjects: &[Subject<'a>],
        checklist: Option<&Checklist>,
    ) -> Standings<'a> {
        let counted: BTreeSet<&str> = case
            .rulebook
            .counted()
            .map(|requirement| requirement.id.as_str())
            .collect();
        let asked = |requirement: &&Requirement| {
            counted.contains(requirement.id.as_str())
                || checklist.is_some_and(|checklist| checklist.asks_for(&requirement.id))
        };
        let mut all = Vec::new();
        for subjects in subjects.chunk_by(|one, other| one.about() == other.about()) {
            let requirements: Vec<&Requirement> = case
                .rulebook
                .requirements
                .values()
                .filter(|requirement| requirement.about == subjects[0].about())
                .filter(asked)
                .collect();
            for subject in subjects {
                for requirement in &requirements {
                    all.extend(assess(case, requirement, *subject));
                }
            }
        }
        Standings { all }
    }

    /// The answers about each record.
    pub fn by_subject(&self) -> BTreeMap<(About, &str), Vec<&Assessment<'a>>> {
        let mut by_subject: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for answer in &self.all {
            let key = (answer.subject.about(), answer.subject.id());
            by_subject.entry(key).or_default().push(answer);
        }
        by_subject
    }
}
