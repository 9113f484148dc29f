//! Lines of checks and exceptions that name nothing, or that cannot be made.

use super::dates::in_order;
use super::exceptions::{Exception, longest_backlog};
use super::{Case, Subject, level};
use crate::calendar::said;
use crate::records::{Fault, Read, Record, Table, Value, nearest};
use crate::rulebook::{About, Check, Level, Requirement};
use crate::source::Place;
use std::collections::{BTreeMap, BTreeSet};

/// The keys of checks that some requirement asks for, by whom it is about.
pub(super) struct Keys {
    known: BTreeMap<About, BTreeSet<String>>,
    /// Whether all that may ask for a check could be read.
    complete: bool,
}

impl Keys {
    pub(super) fn of(case: &Case<'_>) -> Keys {
        let mut known: BTreeMap<About, BTreeSet<String>> = BTreeMap::new();
        for requirement in case.rulebook.requirements.values() {
            let keys = known.entry(requirement.about).or_default();
            keys.insert(requirement.id.clone());
            if let Check::Evidence { key, .. } = &requirement.check {
                keys.insert(key.clone());
            }
        }
        Keys {
            known,
            complete: case.rulebook.complete,
        }
    }

    fn knows(&self, about: &[About], key: &str) -> bool {
        about
            .iter()
            .any(|about| self.known.get(about).is_some_and(|keys| keys.contains(key)))
    }

    pub(super) fn record(
        &self,
        case: &Case<'_>,
        record: &Record,
        about: &[About],
        found: &mut Vec<Fault>,
    ) {
        let own = record.table.table("checks");
        let of_sites = record.table.tables("sites");
        let of_sites = of_sites.filter_map(|site| site.table("checks"));
        let tables = own.map(|own| (own, false)).into_iter();
        for (checks, of_a_site) in tables.chain(of_sites.map(|checks| (checks, true))) {
            for entry in &checks.entries {
                let known = of_a_site && crate::computed::SITE_LINES.contains(&&*entry.key);
                // What could not be read has been said already.
                if !known && !entry.value.is_unreadable() {
                    self.key(&entry.key, entry.key_place, about, found);
                }
                for line in entry.value.items().iter().filter_map(Value::table) {
                    in_order(line, "date", "expires", found);
                    for also in line.get("also").map_or(&[][..], Value::items) {
                        if let Some(key) = also
                            .text()
                            .filter(|key| !(of_a_site && crate::computed::SITE_LINES.contains(key)))
                        {
                            self.key(key, also.place, about, found);
                        }
                    }
                    not_required(case, record, &entry.key, line, about, found);
                }
            }
        }
        for exception in record.table.tables("exceptions") {
            self.exception(case, record, exception, about, found);
        }
        for signoff in record.table.tables("signoffs") {
            self.signoff(case, signoff, found);
        }
    }

    fn key(&self, key: &str, place: Place, about: &[About], found: &mut Vec<Fault>) {
        if self.knows(about, key) {
            return;
        }
        let elsewhere = self.known.iter().find(|(_, keys)| keys.contains(key));
        if elsewhere.is_none() && !self.complete {
            return;
        }
        let (message, next) = match elsewhere {
            Some((other, _)) => (
                format!(
                    "the check `{key}` is about {}, so it shows nothing here",
                    other.said()
                ),
                format!("move the line to {}", other.file()),
            ),
            None => {
                let own = about
                    .iter()
                    .filter_map(|about| self.known.get(about))
                    .flatten()
                    .map(String::as_str);
                let next = match nearest(key, own) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "correct the name, or take the line out; `apcheck explain --all` lists what is asked for".into(),
                };
                (format!("no requirement asks for a check `{key}`"), next)
            }
        };
        found.push(Fault::new("check-known", place, message, next));
    }

    /// A checklist that was signed must be one that there is.
    fn signoff(&self, case: &Case<'_>, signoff: &Table, found: &mut Vec<Fault>) {
        let Read::Known(name, place) = signoff.text("checklist") else {
            return;
        };
        let checklists = &case.rulebook.checklists;
        if checklists.contains_key(name) || !self.complete {
            return;
        }
        let next = match nearest(name, checklists.keys().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "correct the name; `apcheck explain --all` lists the checklists".into(),
        };
        found.push(Fault::new(
            "requirement-known",
            place,
            format!("this signature is for a checklist `{name}`, which there is not"),
            next,
        ));
    }

    fn exception(
        &self,
        case: &Case<'_>,
        record: &Record,
        table: &Table,
        about: &[About],
        found: &mut Vec<Fault>,
    ) {
        let Some(id) = table.text("requirement").known() else {
            return;
        };
        let place = table
            .get("requirement")
            .map_or(table.place, |value| value.place);
        let Some(requirement) = case
            .rulebook
            .requirement(id)
            .filter(|requirement| !matches!(requirement.check, Check::Record))
        else {
            if !self.complete {
                return;
            }
            let known = case.rulebook.requirements.keys().map(String::as_str);
            let next = match nearest(id, known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "correct the name; `apcheck explain --all` lists the requirements".into(),
            };
            found.push(Fault::new(
                "requirement-known",
                place,
                format!("there is an exception for `{id}`, but no such requirement"),
                next,
            ));
            return;
        };
        if !about.contains(&requirement.about) {
            found.push(Fault::new(
                "exception-allowed",
                place,
                format!(
                    "`{id}` is about {}, so an exception for it has no effect here",
                    requirement.about.said()
                ),
                format!("move it to {}", requirement.about.file()),
            ));
        } else if requirement.cannot_be_excepted(level_here(case, requirement, record)) {
            found.push(Fault::new(
                "exception-allowed",
                place,
                format!(
                    "`{id}` {}, so no exception can be made for it",
                    requirement.bound_by()
                ),
                "take the exception out, and do what is required",
            ));
        }
        complete(table, found);
    }
}

/// An exception has a reason, a name and an end that is not too far off.
fn complete(table: &Table, faults: &mut Vec<Fault>) {
    let missing: Vec<_> = ["reason", "agreed-by", "agreed", "until"]
        .into_iter()
        .filter(|key| table.get(key).is_none())
        .collect();
    if !missing.is_empty() {
        faults.push(Fault::new(
            "exception-complete",
            table.place,
            format!(
                "this exception does not say {}, so it has no effect",
                crate::records::listed(&missing)
            ),
            "add what is missing: why, who agreed, on which day, and the last day it holds",
        ));
        return;
    }
    in_order(table, "agreed", "until", faults);
    let (Some(agreed), Some(until)) = (table.date("agreed").known(), table.date("until").known())
    else {
        return;
    };
    let Some(exception) = Exception::of(table) else {
        return;
    };
    let place = table.get("until").map_or(table.place, |value| value.place);
    if exception.until < until {
        faults.push(Fault::new(
            "exception-complete",
            place,
            format!(
                "this exception runs to {}, more than a year after it was agreed; it counts to {}",
                said(until),
                said(exception.until)
            ),
            "agree it again in a year, if the grounds are still there",
        ));
    } else if exception.backlog && until > longest_backlog(agreed) {
        faults.push(Fault::new(
            "exception-complete",
            place,
            format!(
                "this backlog runs to {}, which is longer than a term",
                said(until)
            ),
            "give it the end of the term",
        ));
    }
}

/// A not-required line on what cannot be declared not required.
fn not_required(
    case: &Case<'_>,
    record: &Record,
    key: &str,
    line: &Table,
    about: &[About],
    faults: &mut Vec<Fault>,
) {
    let Some(value) = line.get("not-required") else {
        return;
    };
    let asking = case.rulebook.requirements.values().filter(|requirement| about.contains(&requirement.about)).find(|requirement| {
        let by_key = matches!(&requirement.check, Check::Evidence { key: evidence, .. } if evidence == key);
        (by_key || requirement.id == key) && requirement.cannot_be_excepted(level_here(case, requirement, record))
    });
    if let Some(requirement) = asking {
        faults.push(Fault::new(
            "exception-allowed",
            value.place,
            format!(
                "`{}` {}, so it cannot be declared not required",
                requirement.id,
                requirement.bound_by()
            ),
            "take the line out, and do what is required",
        ));
    }
    if line.get("date").is_none() || line.get("by").is_none() {
        faults.push(Fault::new(
            "exception-complete",
            value.place,
            format!("`{key}` is declared not required, but not from when or by whom, so the line has no effect"),
            "add `date` and `by` to the line",
        ));
    }
}

/// The level of a requirement for the subject of a record: `must` where a
/// condition makes it so.
fn level_here(case: &Case<'_>, requirement: &Requirement, record: &Record) -> Level {
    if requirement.must_when.is_empty() {
        return requirement.level;
    }
    let records = case.records;
    let subject = match requirement.about {
        About::Commissioner => Some(Subject::Commissioner),
        About::Provider => records.providers.get(&record.id).map(Subject::Provider),
        About::Placement => records.placement(&record.id).map(Subject::Placement),
        About::Pupil => records
            .placement(&record.id)
            .and_then(|placement| placement.pupil())
            .map(Subject::Pupil),
    };
    subject.map_or(requirement.level, |subject| {
        level(*case, requirement, subject)
    })
}
