//! What is asked here: every requirement and checklist, and which count.

use super::requirement::{Check, Checklist, Level, Requirement};
use crate::records::Fault;
use std::collections::{BTreeMap, BTreeSet};

/// The checklist of faults of the records, and that of the law: always in use.
pub const RECORDS: &str = "records";
pub const LAW: &str = "law";

#[derive(Debug)]
pub struct Rulebook {
    pub requirements: BTreeMap<String, Requirement>,
    pub checklists: BTreeMap<String, Checklist>,
    /// The checklists in use, in the order chosen; `records` and `law` first.
    pub in_use: Vec<String>,
    /// Checklists that stop a start, whatever the level of their items.
    pub gate: Vec<String>,
    /// Faults of the school's own checklists and choices.
    pub faults: Vec<Fault>,
    /// Whether all of the school's own checklists and choices could be read. If
    /// not, what seems to be asked for nowhere may be asked for there.
    pub complete: bool,
    /// The requirements that the checklists in use, and those of the gate, ask for.
    pub(super) asked_for: BTreeSet<String>,
    pub(super) gated: BTreeSet<String>,
}

impl Rulebook {
    pub fn requirement(&self, id: &str) -> Option<&Requirement> {
        self.requirements.get(id)
    }

    /// The requirements that count here: asked for by a checklist in use, law,
    /// or marked as never to be excepted.
    pub fn counted(&self) -> impl Iterator<Item = &Requirement> {
        self.requirements
            .values()
            .filter(|requirement| self.is_counted(requirement))
    }

    /// Whether a requirement counts here.
    pub fn is_counted(&self, requirement: &Requirement) -> bool {
        let asked_for = self.asked_for.contains(&requirement.id);
        !matches!(requirement.check, Check::Record) && (self.is_law(requirement) || asked_for)
    }

    /// Whether nobody has to choose it: every `must`, what becomes one, and
    /// what can never be excepted.
    pub fn is_law(&self, requirement: &Requirement) -> bool {
        requirement.level == Level::Must
            || !requirement.must_when.is_empty()
            || !requirement.exceptable
    }

    /// The names of the checklists that ask for a requirement.
    pub fn asked_by(&self, requirement: &str) -> Vec<&str> {
        self.checklists
            .values()
            .filter(|checklist| checklist.asks_for(requirement))
            .map(|checklist| checklist.name.as_str())
            .collect()
    }

    /// Whether a checklist named in `gate` asks for it.
    pub fn is_in_gate(&self, requirement: &str) -> bool {
        self.gated.contains(requirement)
    }
}
