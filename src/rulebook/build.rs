//! Builds the rulebook: the built-in data, the school's own checklists and
//! what it has tightened.

use super::parse::{Parser, about, unknown};
use super::requirement::{About, Check, Checklist, Item, Level, Requirement, Section, When};
use super::tighten::tighten;
use crate::records::{Fault, Record, Records, Table, Value, fields, read};
use crate::source::{Paths, Place};
use std::collections::{BTreeMap, BTreeSet};

const REQUIREMENTS: &[&str] = &[
    include_str!("requirements/records.toml"),
    include_str!("requirements/school.toml"),
    include_str!("requirements/provider.toml"),
    include_str!("requirements/provider-staff.toml"),
    include_str!("requirements/provider-premises.toml"),
    include_str!("requirements/provider-agreed.toml"),
    include_str!("requirements/placement-decision.toml"),
    include_str!("requirements/placement-safe.toml"),
    include_str!("requirements/placement-plan.toml"),
    include_str!("requirements/week.toml"),
    include_str!("requirements/running.toml"),
    include_str!("requirements/ending.toml"),
    include_str!("requirements/off-site-direction.toml"),
    include_str!("requirements/suspension.toml"),
    include_str!("requirements/attendance.toml"),
    include_str!("requirements/part-time.toml"),
    include_str!("requirements/returns.toml"),
    include_str!("requirements/preview.toml"),
];

const CHECKLISTS: &[&str] = &[
    include_str!("checklists/kcsie-2025.toml"),
    include_str!("checklists/arranging-ap-2025.toml"),
    include_str!("checklists/annex-a.toml"),
    include_str!("checklists/annex-b.toml"),
    include_str!("checklists/ap-policy-2026.toml"),
    include_str!("checklists/devon-omg-56.toml"),
    include_str!("checklists/leicestershire-handbook.toml"),
    include_str!("checklists/inspection-expectations.toml"),
    include_str!("checklists/cpoms-joint-working.toml"),
    include_str!("checklists/off-site-direction.toml"),
    include_str!("checklists/suspension-day-six.toml"),
    include_str!("checklists/part-time-timetable.toml"),
    include_str!("checklists/attendance-law.toml"),
    include_str!("checklists/national-standards-2025.toml"),
    include_str!("checklists/local-authority-practice.toml"),
    include_str!("checklists/preview-2026-act.toml"),
];

/// The checklist of faults of the records, and that of the law: always in use.
pub const RECORDS: &str = "records";
pub const LAW: &str = "law";

/// The law's own procedures: in use by themselves wherever their basis occurs.
const PROCEDURES: [&str; 4] = [
    "off-site-direction",
    "suspension-day-six",
    "part-time-timetable",
    "attendance-law",
];

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
}

impl Rulebook {
    /// Only what is built in.
    pub fn built_in() -> Rulebook {
        let mut builder = Builder::new();
        builder.built_in();
        builder.rulebook
    }

    /// What is built in, with the school's own checklists and choices.
    pub fn of(records: &Records) -> Rulebook {
        let mut builder = Builder::new();
        builder.built_in();
        for record in &records.checklists {
            builder.checklist(&record.table, Some(record));
            if record.table.get("name").is_none() {
                builder.unread.insert(record.id.clone());
            }
        }
        builder.own_items();
        builder.choices(&records.commissioner);
        builder.tightened(&records.commissioner);
        builder.asked_where();
        builder.rulebook
    }

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
        let asked_for = || {
            self.in_use.iter().any(|name| {
                self.checklists
                    .get(name)
                    .is_some_and(|checklist| checklist.asks_for(&requirement.id))
            })
        };
        !matches!(requirement.check, Check::Record) && (self.is_law(requirement) || asked_for())
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
        self.gate.iter().any(|name| {
            self.checklists
                .get(name)
                .is_some_and(|checklist| checklist.asks_for(requirement))
        })
    }
}

struct Builder {
    rulebook: Rulebook,
    /// The school's own checklists that could not be read.
    unread: BTreeSet<String>,
    /// The school's own requirements that were refused, which is said where
    /// they stand.
    refused: BTreeSet<String>,
}

impl Builder {
    fn new() -> Builder {
        Builder {
            rulebook: Rulebook {
                requirements: BTreeMap::new(),
                checklists: BTreeMap::new(),
                in_use: vec![RECORDS.into(), LAW.into()],
                gate: Vec::new(),
                faults: Vec::new(),
            },
            unread: BTreeSet::new(),
            refused: BTreeSet::new(),
        }
    }

    fn built_in(&mut self) {
        let mut paths = Paths::default();
        for text in REQUIREMENTS {
            let reading = read(paths.add("built in"), text, &fields::CHECKLIST);
            for table in reading.table.tables("requirement") {
                self.requirement(table, None);
            }
        }
        for text in CHECKLISTS {
            let reading = read(paths.add("built in"), text, &fields::CHECKLIST);
            self.checklist(&reading.table, None);
        }
        self.records_checklist();
    }

    /// The checklist `records` is made of the faults and of what says that the
    /// records contradict themselves.
    fn records_checklist(&mut self) {
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

    fn fault(&mut self, id: &'static str, place: Place, message: String, next: String) {
        self.rulebook
            .faults
            .push(Fault::new(id, place, message, next));
    }

    fn checklist(&mut self, table: &Table, own: Option<&Record>) {
        for requirement in table.tables("requirement") {
            self.requirement(requirement, own);
        }
        let (Some(name), Some(title)) = (table.text("name").known(), table.text("title").known())
        else {
            return;
        };
        if let Some(record) = own {
            if name != record.id {
                let place = table
                    .get("name")
                    .map_or(record.place(), |value| value.place);
                self.fault(
                    "id-unique",
                    place,
                    format!(
                        "the checklist calls itself `{name}`, but its file is `{}.toml`",
                        record.id
                    ),
                    "give both the same name".into(),
                );
            }
            if self.rulebook.checklists.contains_key(name) {
                let place = table
                    .get("name")
                    .map_or(record.place(), |value| value.place);
                self.fault(
                    "id-unique",
                    place,
                    format!("there is a checklist `{name}` already"),
                    "choose another name for this one, and for its file".into(),
                );
                return;
            }
        }
        let sections = table
            .tables("section")
            .map(|section| Section {
                title: section.text("title").known().unwrap_or_default().to_owned(),
                items: section
                    .tables("item")
                    .map(|item| self.item(item, own.is_some()))
                    .collect(),
            })
            .collect();
        let page_of = about(table.text("for").known().unwrap_or("placement"));
        let mut parser = Parser { faults: Vec::new() };
        let when = parser.either(table, page_of);
        self.rulebook.faults.append(&mut parser.faults);
        let always = own.is_none() && PROCEDURES.contains(&name);
        if always {
            self.rulebook.in_use.push(name.to_owned());
        }
        let checklist = Checklist {
            name: name.to_owned(),
            title: title.to_owned(),
            edition: table.text("edition").known().map(str::to_owned),
            page_of,
            when,
            always,
            sections,
            made: false,
        };
        self.rulebook.checklists.insert(name.to_owned(), checklist);
    }

    fn item(&mut self, item: &Table, own: bool) -> Item {
        let requires = item.get("requires");
        Item {
            text: item.text("text").known().unwrap_or_default().to_owned(),
            requires: item.texts("requires").map(str::to_owned).collect(),
            place: requires.filter(|_| own).map(|value| value.place),
        }
    }

    /// Items of the school's own checklists that name nothing, or no known
    /// requirement.
    fn own_items(&mut self) {
        let items: Vec<(Vec<String>, Place)> = self
            .rulebook
            .checklists
            .values()
            .flat_map(Checklist::items)
            .filter_map(|item| Some((item.requires.clone(), item.place?)))
            .collect();
        for (requires, place) in items {
            if requires.is_empty() {
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

    /// Where only checklists with conditions ask for a requirement, it is asked
    /// only where those of one of them hold.
    fn asked_where(&mut self) {
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

    fn known_requirement(&mut self, id: &str, place: Place) {
        if self.rulebook.requirements.contains_key(id) || self.refused.contains(id) {
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

    fn choices(&mut self, commissioner: &Record) {
        let Some(chosen) = commissioner.table.table("checklists") else {
            return;
        };
        for (list, gate) in [("use", false), ("gate", true)] {
            for value in chosen.get(list).map_or(&[][..], Value::items) {
                let Some(name) = value.text() else { continue };
                if self.rulebook.checklists.contains_key(name) {
                    let kept = if gate {
                        &mut self.rulebook.gate
                    } else {
                        &mut self.rulebook.in_use
                    };
                    if !kept.iter().any(|known| known == name) {
                        kept.push(name.to_owned());
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

    fn requirement(&mut self, table: &Table, own: Option<&Record>) {
        let Some(id) = table.text("id").known() else {
            return;
        };
        if let Some(record) = own {
            let place = table.get("id").map_or(record.place(), |value| value.place);
            if !is_id(id) {
                return self.fault(
                    "id-well-formed",
                    place,
                    format!("`{id}` is not an id of a requirement"),
                    "use small letters, digits and hyphens".into(),
                );
            }
            if self.rulebook.requirements.contains_key(id) {
                return self.fault(
                    "id-unique",
                    place,
                    format!("there is a requirement `{id}` already"),
                    "choose another id for this one; begin it with the name of the school or trust"
                        .into(),
                );
            }
        }
        let mut parser = Parser { faults: Vec::new() };
        let requirement = parser.requirement(id, table);
        self.rulebook.faults.append(&mut parser.faults);
        match requirement {
            Some(requirement) => {
                let place = own.map(|record| table.get("id").map_or(record.place(), |id| id.place));
                let requirement = Requirement {
                    place,
                    ..requirement
                };
                self.rulebook
                    .requirements
                    .insert(id.to_owned(), requirement);
            }
            None => {
                self.refused.insert(id.to_owned());
            }
        }
    }

    /// What the school has tightened; loosening is a fault.
    fn tightened(&mut self, commissioner: &Record) {
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
            for change in &changes.entries {
                if &*change.key == "reason" {
                    requirement.tightened = change.value.text().map(str::to_owned);
                } else if let Err(why) = tighten(requirement, &change.key, &change.value) {
                    refused.push((change.value.place, why));
                }
            }
            for (place, why) in refused {
                self.fault(
                    "requirement-tightened",
                    place,
                    format!("`{}` cannot be changed like this: {why}", entry.key),
                    "only make it tighter here; to follow less than the source asks, record an exception with a reason and an end".into(),
                );
            }
        }
    }
}

fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_built_in_has_no_faults() {
        let mut paths = Paths::default();
        for text in REQUIREMENTS.iter().chain(CHECKLISTS) {
            let reading = read(paths.add("built in"), text, &fields::CHECKLIST);
            let faults: Vec<_> = reading
                .faults
                .iter()
                .filter(|fault| {
                    !(fault.id == "field-present"
                        && fault.message.contains("is missing from a checklist"))
                })
                .collect();
            assert!(
                faults.is_empty(),
                "{faults:#?}\n{}",
                &text[..200.min(text.len())]
            );
        }
        let rulebook = Rulebook::built_in();
        assert!(rulebook.faults.is_empty(), "{:#?}", rulebook.faults);
        for checklist in rulebook.checklists.values() {
            for item in checklist.items() {
                for id in &item.requires {
                    assert!(
                        rulebook.requirements.contains_key(id),
                        "{}: {id}",
                        checklist.name
                    );
                }
            }
        }
    }
}
