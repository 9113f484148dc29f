//! All standings of the records on a day: what every view is made from.

use crate::assess::{Assessment, Case, Subject, assess, subjects};
use crate::processors;
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

    /// The same, for the subjects that are of interest only.
    pub fn about(case: Case<'a>, of_interest: impl Fn(&Subject<'a>) -> bool) -> Standings<'a> {
        Standings::asked(case, None, of_interest, |_| true)
    }

    /// The same, and only answers that are of use: most are not, and there may be
    /// a million.
    pub fn of_use(
        case: Case<'a>,
        of_interest: impl Fn(&Subject<'a>) -> bool,
        is_of_use: impl Fn(&Assessment<'a>) -> bool + Sync,
    ) -> Standings<'a> {
        Standings::asked(case, None, of_interest, is_of_use)
    }

    /// The same, and what a checklist asks for that is not in use.
    pub fn asked_by(case: Case<'a>, checklist: Option<&Checklist>) -> Standings<'a> {
        Standings::asked(case, checklist, |_| true, |_| true)
    }

    fn asked(
        case: Case<'a>,
        checklist: Option<&Checklist>,
        of_interest: impl Fn(&Subject<'a>) -> bool,
        is_of_use: impl Fn(&Assessment<'a>) -> bool + Sync,
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
        for about in [
            About::Commissioner,
            About::Provider,
            About::Placement,
            About::Pupil,
        ] {
            let requirements: Vec<&Requirement> = case
                .rulebook
                .requirements
                .values()
                .filter(|requirement| requirement.about == about)
                .filter(asked)
                .collect();
            let mut subjects = subjects(case.records, about);
            subjects.retain(&of_interest);
            let answers = processors::each(&subjects, |subject| {
                let answers = requirements.iter();
                let answers = answers.flat_map(|requirement| assess(case, requirement, *subject));
                answers.filter(&is_of_use).collect::<Vec<_>>()
            });
            all.extend(answers.into_iter().flatten());
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
