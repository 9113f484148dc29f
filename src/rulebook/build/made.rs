//! The two checklists that are made of requirements: faults, and the law.

use super::Builder;
use crate::rulebook::book::{LAW, RECORDS};
use crate::rulebook::requirement::{About, Check, Checklist, Item, Requirement, Section};

impl Builder {
    /// The checklist `records` is made of the faults and of what says that the
    /// records contradict themselves.
    pub(super) fn made_checklists(&mut self) {
        let item = |requirement: &Requirement| Item {
            text: requirement.title.clone(),
            requires: vec![requirement.id.clone()],
            place: None,
        };
        let contradictions = ["one-place-at-a-time", "placement-not-past-end"];
        let requirements = || self.rulebook.requirements.values();
        let faults = requirements()
            .filter(|requirement| matches!(requirement.check, Check::Record))
            .map(item)
            .collect();
        let contradicting = requirements()
            .filter(|requirement| contradictions.contains(&requirement.id.as_str()))
            .map(item)
            .collect();
        let law = requirements()
            .filter(|requirement| {
                !matches!(requirement.check, Check::Record) && self.rulebook.is_law(requirement)
            })
            .map(item)
            .collect();
        let checklists = [
            (
                RECORDS,
                "Faults of the records",
                vec![
                    ("What could not be read or cannot be right", faults),
                    ("Records that contradict one another", contradicting),
                ],
            ),
            (
                LAW,
                "The law, and what can never be set aside",
                vec![("Wherever it applies", law)],
            ),
        ];
        for (name, title, sections) in checklists {
            let sections = sections
                .into_iter()
                .map(|(title, items)| Section {
                    title: title.into(),
                    items,
                })
                .collect();
            self.rulebook.checklists.insert(
                name.into(),
                Checklist {
                    name: name.into(),
                    title: title.into(),
                    edition: None,
                    page_of: About::Commissioner,
                    when: Vec::new(),
                    always: true,
                    sections,
                    made: true,
                },
            );
        }
    }
}
