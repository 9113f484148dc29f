//! Builds the rulebook: the built-in data, the school's own checklists and
//! what it has tightened.

mod choices;
mod made;

use super::book::{LAW, RECORDS, Rulebook};
use super::parse::{Parser, about};
use super::requirement::{Checklist, Item, Level, Requirement, Section};
use crate::records::{Fault, Record, Records, Table, fields, read};
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

/// The law's own procedures: in use by themselves wherever their basis occurs.
const PROCEDURES: [&str; 4] = [
    "off-site-direction",
    "suspension-day-six",
    "part-time-timetable",
    "attendance-law",
];

impl Rulebook {
    /// Only what is built in.
    pub fn built_in() -> Rulebook {
        let mut builder = Builder::new();
        builder.built_in();
        builder.asked_for();
        builder.rulebook
    }

    /// What is built in, with the school's own checklists and choices.
    pub fn of(records: &Records) -> Rulebook {
        let mut builder = Builder::new();
        builder.built_in();
        for record in &records.checklists {
            builder.checklist(&record.table, Some(record));
            let known = |key: &str| record.table.text(key).known().is_some();
            if !(known("name") && known("title")) {
                builder.unread.insert(record.id.clone());
            }
        }
        builder.rulebook.complete = all_read(records);
        builder.own_items();
        builder.own_requirements();
        builder.choices(&records.commissioner);
        builder.tightened(&records.commissioner);
        builder.asked_where();
        builder.asked_for();
        builder.rulebook
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
                complete: true,
                asked_for: BTreeSet::new(),
                gated: BTreeSet::new(),
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
        self.made_checklists();
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

    fn requirement(&mut self, table: &Table, own: Option<&Record>) {
        let Some(id) = table.text("id").known() else {
            return;
        };
        if let Some(record) = own {
            let place = table.get("id").map_or(record.place(), |value| value.place);
            if !is_id(id) {
                self.refused.insert(id.to_owned());
                return self.fault(
                    "id-well-formed",
                    place,
                    format!("`{id}` is not an id of a requirement"),
                    "use small letters, digits and hyphens".into(),
                );
            }
            if self.rulebook.requirements.contains_key(id) {
                self.refused.insert(id.to_owned());
                return self.fault(
                    "id-unique",
                    place,
                    format!("there is a requirement `{id}` already"),
                    "choose another id for this one; begin it with the name of the school or trust"
                        .into(),
                );
            }
        }
        // A rule of which a part could not be read would be another rule.
        if is_unread(table) {
            self.refused.insert(id.to_owned());
            return;
        }
        let mut parser = Parser { faults: Vec::new() };
        let mut requirement = parser.requirement(id, table);
        self.rulebook.faults.append(&mut parser.faults);
        if own.is_some()
            && let Some(read) =
                requirement.take_if(|read| read.level > Level::Should || !read.must_when.is_empty())
        {
            let key = if read.level > Level::Should {
                "level"
            } else {
                "must-when"
            };
            let place = table.get(key).map_or(table.place, |value| value.place);
            self.fault(
                "rule-well-formed",
                place,
                format!("`{id}` cannot be a `must`: that word is kept for what is law"),
                "write `should`; to let it stop a start, name the checklist in `gate`".into(),
            );
        }
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
}

/// Whether every part of the school's own checklists could be read, and what it
/// has chosen of them.
fn all_read(records: &Records) -> bool {
    let is_read = |record: &Record| record.complete && !is_unread(&record.table);
    let chosen = ["checklists", "requirements"];
    let commissioner = &records.commissioner;
    let mut chosen = chosen.iter().filter_map(|key| commissioner.table.get(key));
    records.checklists.iter().all(is_read)
        && commissioner.complete
        && chosen.all(|value| value.unreadable_inside().is_none())
}

/// Whether a part that makes the rules could not be read; an example makes none.
fn is_unread(table: &Table) -> bool {
    let rules = table.entries.iter().filter(|entry| entry.key != "example");
    let mut values = rules.map(|entry| &entry.value);
    values.any(|value| {
        value.is_unreadable()
            || value.table().is_some_and(is_unread)
            || value.items().iter().any(|item| match item.table() {
                Some(table) => is_unread(table),
                None => item.unreadable_inside().is_some(),
            })
    })
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
