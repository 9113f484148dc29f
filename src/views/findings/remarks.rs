//! What is said once about the records as a whole: terms and
//! fields that are missing, names still to be put in.

use super::{Builder, Finding, Group, Unjudged};
use crate::assess::Subject;
use crate::calendar::said;
use crate::records::Fault;
use crate::rulebook::{About, Level};
use crate::source::{FileId, Place};
use std::collections::BTreeSet;

impl Builder<'_, '_> {
    /// Missing terms are one finding in all.
    pub(super) fn say_missing_terms(&mut self) {
        let Some((first, _)) = self.missing_terms.first_key_value() else {
            return;
        };
        let first = said(*first);
        let count: usize = self.missing_terms.values().sum();
        let commissioner = &self.case.records.commissioner;
        let unreadable = commissioner
            .table
            .get("terms")
            .is_some_and(|terms| terms.unreadable_inside().is_some());
        if !self.choice.wants("term-known") || unreadable {
            return;
        }
        let place = commissioner
            .table
            .get("terms")
            .and_then(|terms| terms.items().last())
            .map_or(commissioner.place(), |term| term.place);
        let judged = if count == 1 {
            "1 requirement".to_owned()
        } else {
            format!("{count} requirements")
        };
        let fault = Fault::new(
            "term-known",
            place,
            format!("no term is recorded for {first}, so {judged} could not be judged"),
            "add the term to apcheck.toml: [[terms]] with name, start, half-term and end",
        );
        self.push_fault(fault, "school".into(), Level::Fault);
    }

    /// What could not be judged is said once for each field that is missing;
    /// where a fault says why already, nothing is added.
    pub(super) fn say_unrecorded(&mut self) {
        for ((place, why), about) in std::mem::take(&mut self.unrecorded) {
            let explained = self
                .fault_places
                .iter()
                .any(|fault| fault.file == place.file && overlaps(*fault, place));
            let unreadable = !self.readable(place.file);
            if explained || unreadable {
                continue;
            }
            let Some(Unjudged {
                requirement: first,
                subject,
                order,
            }) = about.first()
            else {
                continue;
            };
            let ids: BTreeSet<&str> = about
                .iter()
                .map(|about| about.requirement.as_str())
                .collect();
            let others = match ids.len() {
                1 => String::new(),
                n => format!(" (and {} more for the same reason)", n - 1),
            };
            let requirement = self.case.rulebook.requirement(first);
            self.list.push(Finding {
                id: first.clone(),
                level: requirement.map_or(Level::Should, |requirement| requirement.level),
                standing: "not-evaluated",
                subject: subject.clone(),
                group: Group::Now,
                place,
                other: None,
                message: format!("cannot be judged: {why}{others}"),
                next: "record it, then run this again".into(),
                sources: requirement
                    .map_or_else(Vec::new, |requirement| requirement.sources.clone()),
                note: true,
                fails: false,
                backlog: false,
                order: *order,
            });
        }
    }

    /// A placement without a first day: nothing that rests on it is judged.
    pub(super) fn say_undated(&mut self) {
        let records = self.case.records;
        for placement in records.all_placements() {
            let undated = placement.record.complete
                && placement.table().get("start").is_none()
                && !placement.never_started();
            if undated
                && self.concerns(&Subject::Placement(placement))
                && self.choice.wants("field-present")
            {
                self.record_note(
                    placement.id(),
                    About::Placement,
                    placement.place(),
                    "`start` is not recorded, so nothing is asked yet that is needed before the start or after it".into(),
                    "add `start` as soon as the first day is known",
                );
            }
        }
    }

    /// Names that `init` put in for the school to replace.
    pub(super) fn say_placeholders(&mut self) {
        let commissioner = &self.case.records.commissioner;
        let school = commissioner.table.table("commissioner").into_iter();
        let people = commissioner.table.table("people");
        let staff = people
            .into_iter()
            .flat_map(|people| &people.entries)
            .filter_map(|entry| entry.value.table());
        let placeholder = school
            .chain(staff)
            .filter_map(|table| table.get("name"))
            .find(|name| {
                name.text()
                    .is_some_and(|name| name.starts_with("Name of the "))
            });
        if let Some(name) =
            placeholder.filter(|_| self.choice.ids.is_empty() && self.choice.wants("field-present"))
        {
            let message = format!(
                "{} still stands where a name belongs; it is printed in answers",
                name.said()
            );
            self.record_note(
                "school",
                About::Commissioner,
                name.place,
                message,
                "write the name in its place",
            );
        }
    }

    fn record_note(
        &mut self,
        subject: &str,
        order: About,
        place: Place,
        message: String,
        next: &str,
    ) {
        self.list.push(Finding {
            id: "field-present".into(),
            level: Level::Good,
            standing: "not-evaluated",
            subject: subject.to_owned(),
            group: Group::OnFile,
            place,
            other: None,
            message,
            next: next.to_owned(),
            sources: Vec::new(),
            note: true,
            fails: false,
            backlog: false,
            order,
        });
    }

    fn readable(&self, file: FileId) -> bool {
        let records = self.case.records;
        std::iter::once(&records.commissioner)
            .chain(records.providers.values())
            .chain(records.placements.values())
            .all(|record| record.file != file || record.readable)
    }
}

fn overlaps(a: Place, b: Place) -> bool {
    a.start < b.end.max(b.start + 1) && b.start < a.end.max(a.start + 1)
}
