//! All standings of the records on a day: what every view is made from.

use crate::assess::{Assessment, Case, assess, subjects};
use crate::rulebook::{About, Requirement};

#[derive(Debug)]
pub struct Standings<'a> {
    pub all: Vec<Assessment<'a>>,
}

impl<'a> Standings<'a> {
    /// Every requirement that counts here, for every subject.
    pub fn of(case: Case<'a>) -> Standings<'a> {
        let mut all = Vec::new();
        for about in [
            About::Commissioner,
            About::Provider,
            About::Placement,
            About::Pupil,
        ] {
            let requirements: Vec<&Requirement> = case
                .rulebook
                .counted()
                .filter(|requirement| requirement.about == about)
                .collect();
            for subject in subjects(case.records, about) {
                for requirement in &requirements {
                    all.extend(assess(case, requirement, subject));
                }
            }
        }
        Standings { all }
    }
}
