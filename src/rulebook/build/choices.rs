//! What the school has chosen: its checklists, its gate, what is tighter here.

use super::Builder;
use crate::records::{Record, Value};
use crate::rulebook::parse::unknown;
use crate::rulebook::requirement::{Checklist, When};
use crate::rulebook::tighten::tighten;
use crate::source::Place;
use std::collections::BTreeMap;

impl Builder {
    /// Items of the school's own checklists that name nothing, or no known
    /// requirement.
    pub(super) fn own_items(&mut self) {
        let items: Vec<(Vec<String>, Place)> = self
            .rulebook
            .checklists
            .values()
            .flat_map(Checklist::items)
            .filter_map(|item| Some((item.requires.clone(), item.place?)))
            .collect();
        for (requires, place) in items {
            if requires.is_empty() && self.rulebook.complete {
                self.fault(
                    "rule-well-formed",
                    place,
                    "nothing stands behind this item, so it could never be shown".into(),
                    "name the requirements that answer it, built in or of your own; `apcheck explain --all` lists them".into(),
                );
            }
            for id in requires {
                self.known_requirement(&id, place);
            }
        }
    }

    /// The school's own requirements that no item of a checklist asks for.
    pub(super) fn own_requirements(&mut self) {
        if !self.rulebook.complete {
            return;
        }
        let unasked: Vec<(String, Place)> = self
            .rulebook
            .requirements
            .values()
            .filter(|requirement| self.rulebook.asked_by(&requirement.id).is_empty())
            .filter_map(|requirement| Some((requirement.id.clone(), requirement.place?)))
            .collect();
        for (id, place) in unasked {
            self.fault(
                "rule-well-formed",
                place,
                format!("no item of a checklist asks for `{id}`, so it is never checked"),
                format!("add an item with requires = [\"{id}\"], or take the requirement out"),
            );
        }
    }

    /// Where only checklists with conditions ask for a requirement, it is asked
    /// only where those of one of them hold.
    pub(super) fn asked_where(&mut self) {
        let rulebook = &self.rulebook;
        let mut found: BTreeMap<String, Vec<Vec<When>>> = BTreeMap::new();
        for requirement in rulebook.requirements.values() {
            if rulebook.is_law(requirement) {
                continue;
            }
            let asking: Vec<&Checklist> = rulebook
                .in_use
                .iter()
                .filter_map(|name| rulebook.checklists.get(name))
                .filter(|checklist| checklist.asks_for(&requirement.id))
                .collect();
            if !asking.is_empty() && asking.iter().all(|checklist| !checklist.when.is_empty()) {
                let conditions = asking.iter().flat_map(|checklist| checklist.when.clone());
                found.insert(requirement.id.clone(), conditions.collect());
            }
        }
        for (id, conditions) in found {
            if let Some(requirement) = self.rulebook.requirements.get_mut(&id) {
                requirement.asked_where = conditions;
            }
        }
    }

    pub(super) fn known_requirement(&mut self, id: &str, place: Place) {
        let known = self.rulebook.requirements.contains_key(id) || self.refused.contains(id);
        if known || !self.rulebook.complete {
            return;
        }
        let next = unknown(
            id,
            self.rulebook.requirements.keys().map(String::as_str),
            "`apcheck explain --all` lists them",
        );
        self.fault(
            "requirement-known",
            place,
            format!("there is no requirement `{id}`"),
            next,
        );
    }

    pub(super) fn choices(&mut self, commissioner: &Record) {
        let Some(chosen) = commissioner.table.table("checklists") else {
            return;
        };
        for (list, gate) in [("use", false), ("gate", true)] {
            for value in chosen.get(list).map_or(&[][..], Value::items) {
                let Some(name) = value.text() else { continue };
                if self.rulebook.checklists.contains_key(name) {
                    // What stops a start is asked for too.
                    keep(&mut self.rulebook.in_use, name);
                    if gate {
                        keep(&mut self.rulebook.gate, name);
                    }
                } else if !self.unread.contains(name) {
                    let next = unknown(
                        name,
                        self.rulebook.checklists.keys().map(String::as_str),
                        "`apcheck explain --all` lists them",
                    );
                    self.fault(
                        "requirement-known",
                        value.place,
                        format!("there is no checklist `{name}`"),
                        next,
                    );
                }
            }
        }
    }

    /// What the school has tightened; loosening is a fault.
    pub(super) fn tightened(&mut self, commissioner: &Record) {
        let Some(tightened) = commissioner.table.table("requirements") else {
            return;
        };
        for entry in &tightened.entries {
            let Some(changes) = entry.value.table() else {
                continue;
            };
            if !self.rulebook.requirements.contains_key(&*entry.key) {
                self.known_requirement(&entry.key, entry.key_place);
                continue;
            }
            let Some(requirement) = self.rulebook.requirements.get_mut(&*entry.key) else {
                continue;
            };
            let mut refused = Vec::new();
            let made = changes
                .entries
                .iter()
                .filter(|change| &*change.key != "reason");
            for change in made {
                match tighten(requirement, &change.key, &change.value) {
                    Ok(()) => {
                        requirement.tightened = changes.text("reason").known().map(str::to_owned);
                    }
                    Err(refusal) => refused.push((change.value.place, refusal)),
                }
            }
            for (place, refusal) in refused {
                self.fault(
                    "requirement-tightened",
                    place,
                    format!(
                        "`{}` cannot be changed like this: {}",
                        entry.key, refusal.why
                    ),
                    refusal.next,
                );
            }
        }
    }

    /// What the checklists in use, and those of the gate, ask for.
    pub(super) fn asked_for(&mut self) {
        let rulebook = &self.rulebook;
        let of = |names: &[String]| {
            names
                .iter()
                .filter_map(|name| rulebook.checklists.get(name))
                .flat_map(Checklist::items)
                .flat_map(|item| item.requires.clone())
                .collect()
        };
        let (asked_for, gated) = (of(&rulebook.in_use), of(&rulebook.gate));
        self.rulebook.asked_for = asked_for;
        self.rulebook.gated = gated;
    }
}

fn keep(names: &mut Vec<String>, name: &str) {
    if !names.iter().any(|known| known == name) {
        names.push(name.to_owned());
    }
}
