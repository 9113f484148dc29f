//! Faults of the records that show only when the records are read together,
//! or on a day.

use super::exceptions::{Exception, longest_backlog};
use super::{Case, Standing, Subject, assess, subjects};
use crate::calendar::said;
use crate::records::{Fault, Record, Table, Value, dates, nearest};
use crate::rulebook::{About, Check, Requirement};
use crate::source::Place;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What is wrong with the records as records.
#[derive(Debug, Default)]
pub struct Faults {
    pub list: Vec<Fault>,
    /// Names in use that are known but not encoded yet, and where.
    pub not_encoded: Vec<(String, Place)>,
}

/// All faults of the records as of the day, sorted by place.
pub fn faults(case: &Case<'_>) -> Faults {
    let mut found = Faults {
        list: case.records.faults.clone(),
        not_encoded: case.rulebook.notes.clone(),
    };
    found.list.extend(case.rulebook.faults.iter().cloned());
    terms(case, &mut found.list);
    for placement in case.records.all_placements() {
        found.list.extend(crate::attendance::faults(
            &placement,
            case.calendar,
            case.known,
        ));
        placement_dates(placement.table(), &mut found.list);
    }
    pupil_facts(case, &mut found.list);
    let keys = Keys::of(case);
    keys.record(
        case,
        &case.records.commissioner,
        &[About::Commissioner],
        &mut found,
    );
    for record in case.records.providers.values() {
        keys.record(case, record, &[About::Provider], &mut found);
    }
    for record in case.records.placements.values() {
        keys.record(case, record, &[About::Placement, About::Pupil], &mut found);
    }
    unneeded_exceptions(case, &mut found.list);
    let path = |fault: &Fault| {
        (
            case.records.paths.of(fault.place.file).to_owned(),
            fault.place.start,
            fault.id,
        )
    };
    found.list.sort_by_cached_key(path);
    found.list.dedup();
    found
}

fn in_order(table: &Table, first: &str, second: &str, faults: &mut Vec<Fault>) {
    let (Some(from), Some(to)) = (table.date(first).known(), table.date(second).known()) else {
        return;
    };
    if to < from {
        let place = table.get(second).map_or(table.place, |value| value.place);
        faults.push(Fault::new(
            "dates-in-order",
            place,
            format!(
                "`{second}` is {}, which is before `{first}`, {}",
                said(to),
                said(from)
            ),
            "correct the one that is wrong",
        ));
    }
}

fn placement_dates(table: &Table, faults: &mut Vec<Fault>) {
    in_order(table, "start", "end", faults);
    if let (Some(start), Some(ending)) = (table.date("start").known(), table.table("ending"))
        && let Some(date) = ending.date("date").known().filter(|date| *date < start)
    {
        let place = ending.get("date").map_or(ending.place, |value| value.place);
        faults.push(Fault::new(
            "dates-in-order",
            place,
            format!(
                "the placement ends on {}, before it starts on {}",
                said(date),
                said(start)
            ),
            "correct the one that is wrong",
        ));
    }
    for (array, first, second) in [
        ("extensions", "was", "now"),
        ("pauses", "from", "until"),
        ("school-attendance", "from", "to"),
    ] {
        for entry in table.tables(array) {
            in_order(entry, first, second, faults);
        }
    }
    for (inner, first, second) in [("part-time", "from", "until"), ("baseline", "from", "to")] {
        if let Some(inner) = table.table(inner) {
            in_order(inner, first, second, faults);
        }
    }
}

fn terms(case: &Case<'_>, faults: &mut Vec<Fault>) {
    let mut seen: Vec<(NaiveDate, NaiveDate, &Table)> = Vec::new();
    for term in case.records.commissioner.table.tables("terms") {
        let (Some(start), Some(end)) = (term.date("start").known(), term.date("end").known())
        else {
            continue;
        };
        let fault = |key: &str, message: String| {
            let place = term.get(key).map_or(term.place, |value| value.place);
            Fault::new(
                "terms-in-order",
                place,
                message,
                "correct the dates of the term",
            )
        };
        let name = term.text("name").known().unwrap_or("a term");
        if end < start {
            faults.push(fault(
                "end",
                format!(
                    "{name} ends on {}, before it starts on {}",
                    said(end),
                    said(start)
                ),
            ));
            continue;
        }
        let half_term = dates(term, "half-term");
        match half_term[..] {
            [] => {}
            [from, to] if start <= from && from <= to && to <= end => {}
            [_, _] => faults.push(fault(
                "half-term",
                format!(
                    "the half-term holiday of {name} does not lie in it, first day before last"
                ),
            )),
            _ => faults.push(fault(
                "half-term",
                format!("the half-term holiday of {name} is not a first and a last day"),
            )),
        }
        if let Some((.., other)) = seen
            .iter()
            .find(|(from, to, _)| start <= *to && *from <= end)
        {
            let other_name = other.text("name").known().unwrap_or("another term");
            faults.push(
                fault("start", format!("{name} overlaps {other_name}")).with(
                    other.get("start").map_or(other.place, |value| value.place),
                    "the other term",
                ),
            );
        }
        seen.push((start, end, term));
    }
}

/// Facts of one pupil that differ between placements that have not ended; the
/// month of birth must agree with ended ones too.
fn pupil_facts(case: &Case<'_>, faults: &mut Vec<Fault>) {
    const FACTS: [&str; 7] = [
        "born",
        "year-group",
        "send",
        "looked-after",
        "social-care",
        "free-school-meals",
        "health-plan",
    ];
    for pupil in case.records.pupils() {
        for fact in FACTS {
            let values: Vec<_> = case
                .records
                .placements_of(pupil)
                .filter(|placement| {
                    fact == "born"
                        || placement
                            .ending(case.known)
                            .is_none_or(|ending| case.known <= ending)
                })
                .filter_map(|placement| {
                    Some((placement.id(), placement.table().table("pupil")?.get(fact)?))
                })
                .filter(|(_, value)| !value.is_unreadable())
                .collect();
            let Some((first_id, first)) = values.first() else {
                continue;
            };
            for (id, value) in &values[1..] {
                if value.is != first.is {
                    faults.push(
                        Fault::new(
                            "pupil-facts-agree",
                            value.place,
                            format!("`{fact}` of pupil {pupil} is {} here, but {} in `{first_id}`", shown(fact, value), shown(fact, first)),
                            format!("correct `{fact}` in `{id}` or in `{first_id}`; from today's record of the pupil"),
                        )
                        .with(first.place, "the other placement"),
                    );
                }
            }
        }
    }
}

/// A fact in a message; the month of birth is not repeated there.
fn shown(fact: &str, value: &Value) -> String {
    if fact == "born" {
        "one month".into()
    } else {
        value.said()
    }
}

/// The keys of checks that some requirement asks for, by whom it is about.
struct Keys {
    known: BTreeMap<About, BTreeSet<String>>,
}

impl Keys {
    fn of(case: &Case<'_>) -> Keys {
        let mut known: BTreeMap<About, BTreeSet<String>> = BTreeMap::new();
        for requirement in case.rulebook.requirements.values() {
            let keys = known.entry(requirement.about).or_default();
            keys.insert(requirement.id.clone());
            if let Check::Evidence { key, .. } = &requirement.check {
                keys.insert(key.clone());
            }
        }
        Keys { known }
    }

    fn knows(&self, about: &[About], key: &str) -> bool {
        about
            .iter()
            .any(|about| self.known.get(about).is_some_and(|keys| keys.contains(key)))
    }

    fn record(&self, case: &Case<'_>, record: &Record, about: &[About], found: &mut Faults) {
        let tables = record.table.table("checks").into_iter().chain(
            record
                .table
                .tables("sites")
                .filter_map(|site| site.table("checks")),
        );
        for checks in tables {
            for entry in &checks.entries {
                self.key(case, &entry.key, entry.key_place, about, found);
                for line in entry.value.items().iter().filter_map(Value::table) {
                    in_order(line, "date", "expires", &mut found.list);
                    for also in line.get("also").map_or(&[][..], Value::items) {
                        if let Some(key) = also.text() {
                            self.key(case, key, also.place, about, found);
                        }
                    }
                    not_required(case, &entry.key, line, about, &mut found.list);
                }
            }
        }
        for exception in record.table.tables("exceptions") {
            self.exception(case, exception, about, found);
        }
    }

    fn key(&self, case: &Case<'_>, key: &str, place: Place, about: &[About], found: &mut Faults) {
        if self.knows(about, key) {
            return;
        }
        if case.rulebook.is_not_yet_encoded(key) {
            found.not_encoded.push((key.to_owned(), place));
            return;
        }
        let elsewhere = self.known.iter().find(|(_, keys)| keys.contains(key));
        let (message, next) = match elsewhere {
            Some((other, _)) => (
                format!(
                    "the check `{key}` is about {}, so it shows nothing here",
                    whose(*other)
                ),
                format!("move the line to {}", file_of(*other)),
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
        found
            .list
            .push(Fault::new("check-known", place, message, next));
    }

    fn exception(&self, case: &Case<'_>, table: &Table, about: &[About], found: &mut Faults) {
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
            if case.rulebook.is_not_yet_encoded(id) {
                found.not_encoded.push((id.to_owned(), place));
                return;
            }
            let known = case.rulebook.requirements.keys().map(String::as_str);
            let next = match nearest(id, known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "correct the name; `apcheck explain --all` lists the requirements".into(),
            };
            found.list.push(Fault::new(
                "requirement-known",
                place,
                format!("there is an exception for `{id}`, but no such requirement"),
                next,
            ));
            return;
        };
        if !about.contains(&requirement.about) {
            found.list.push(Fault::new(
                "exception-allowed",
                place,
                format!(
                    "`{id}` is about {}, so an exception for it has no effect here",
                    whose(requirement.about)
                ),
                format!("move it to {}", file_of(requirement.about)),
            ));
        } else if requirement.cannot_be_excepted(requirement.level) {
            found.list.push(Fault::new(
                "exception-allowed",
                place,
                format!(
                    "`{id}` {}, so no exception can be made for it",
                    because(requirement)
                ),
                "take the exception out, and do what is required",
            ));
        }
        complete(table, &mut found.list);
    }
}

fn because(requirement: &Requirement) -> &'static str {
    if requirement.exceptable {
        "is law"
    } else {
        "protects the pupil directly"
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
        (by_key || requirement.id == key) && requirement.cannot_be_excepted(requirement.level)
    });
    if let Some(requirement) = asking {
        faults.push(Fault::new(
            "exception-allowed",
            value.place,
            format!(
                "`{}` {}, so it cannot be declared not required",
                requirement.id,
                because(requirement)
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

/// Exceptions in force that have nothing to excuse.
fn unneeded_exceptions(case: &Case<'_>, faults: &mut Vec<Fault>) {
    for about in [
        About::Commissioner,
        About::Provider,
        About::Placement,
        About::Pupil,
    ] {
        for subject in subjects(case.records, about) {
            for record in subject.sources(case.records) {
                for table in record.table.tables("exceptions") {
                    faults.extend(unneeded(case, subject, about, table));
                }
            }
        }
    }
}

fn unneeded<'a>(
    case: &Case<'a>,
    subject: Subject<'a>,
    about: About,
    table: &Table,
) -> Option<Fault> {
    let exception = Exception::of(table)?;
    let id = table.text("requirement").known()?;
    let requirement = case
        .rulebook
        .requirement(id)
        .filter(|requirement| requirement.about == about)?;
    if exception.backlog
        || !exception.covers(case.on)
        || requirement.cannot_be_excepted(requirement.level)
    {
        return None;
    }
    let standings = assess(*case, requirement, subject);
    let standing = &standings.first()?.standing;
    let words = match standing {
        Standing::Met { .. } | Standing::Action { .. } => "is met",
        Standing::NotRequired { .. } => "is not required here",
        Standing::Outstanding { .. } => "is not needed yet",
        _ => return None,
    };
    let place = table
        .get("requirement")
        .map_or(table.place, |value| value.place);
    Some(Fault::new(
        "exception-needed",
        place,
        format!("this exception excuses nothing: `{id}` {words}"),
        "take it out, so that it does not hide the next time",
    ))
}

fn whose(about: About) -> &'static str {
    match about {
        About::Commissioner => "the school",
        About::Provider => "the provider",
        About::Placement => "the placement",
        About::Pupil => "the pupil",
    }
}

fn file_of(about: About) -> &'static str {
    match about {
        About::Commissioner => "apcheck.toml",
        About::Provider => "the provider's file",
        About::Placement | About::Pupil => "the placement's file",
    }
}
