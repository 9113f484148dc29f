//! Faults of the records that show only when the records are read together,
//! or on a day.

use super::dates::{placement_dates, terms};
use super::exceptions::Exception;
use super::keys::Keys;
use super::need::need;
use super::summed_up::summed_up;
use super::{Case, Standing, Subject, assess, level, subjects};
use crate::records::{FORMAT, Fault, Read, Table, Value};
use crate::rulebook::{About, Requirement};

/// The faults of the records as of the day, sorted by place; of very many in one
/// file, the first and how many more.
pub fn faults(case: &Case<'_>) -> Vec<Fault> {
    let mut found = case.records.faults.clone();
    found.extend(case.rulebook.faults.iter().cloned());
    terms(case, &mut found);
    for placement in case.records.all_placements() {
        found.extend(crate::attendance::faults(
            &placement,
            case.calendar,
            case.known,
        ));
        placement_dates(placement.table(), &mut found);
    }
    pupil_facts(case, &mut found);
    for provider in case.records.providers.values() {
        codes(&provider.table, &mut found);
    }
    ids(case, &mut found);
    format_version(case, &mut found);
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
    unneeded_exceptions(case, &mut found);
    let path = |fault: &Fault| {
        (
            case.records.paths.of(fault.place.file).to_owned(),
            fault.place.start,
            fault.id,
        )
    };
    found.sort_by_cached_key(path);
    found.dedup();
    summed_up(found)
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

/// The provider's own marks stand for present, late, or a code that a register
/// can hold.
fn codes(provider: &Table, faults: &mut Vec<Fault>) {
    let entries = provider
        .table("codes")
        .map_or(&[][..], |codes| &codes.entries);
    for entry in entries {
        let Some(meaning) = entry.value.text() else {
            continue;
        };
        let code =
            crate::attendance::code(meaning).is_some_and(crate::attendance::Code::is_the_providers);
        if !code && !matches!(meaning, "present" | "late") {
            faults.push(Fault::new(
                "mark-known",
                entry.value.place,
                format!(
                    "the mark {} is said to mean `{meaning}`, which is not a mark of a register",
                    entry.key
                ),
                "write present, late, or the absence code",
            ));
        }
    }
}

/// A pupil's reference has no name in it, and an id stands for one thing only.
fn ids(case: &Case<'_>, faults: &mut Vec<Fault>) {
    for placement in case.records.all_placements() {
        let reference = placement
            .table()
            .table("pupil")
            .and_then(|pupil| pupil.get("ref"));
        let plain = |text: &str| {
            text.bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        if let Some(value) = reference.filter(|value| value.text().is_some_and(|text| !plain(text)))
        {
            faults.push(Fault::new(
                "id-well-formed",
                value.place,
                "the pupil's `ref` has letters that a reference cannot have; it must not be a name",
                "give the pupil a reference of small letters, digits and hyphens, as in \"p014\"",
            ));
        }
        if let Some(provider) = case.records.providers.get(placement.id()) {
            faults.push(
                Fault::new(
                    "id-unique",
                    placement.place(),
                    format!(
                        "`{}` is the id of a placement and of a provider",
                        placement.id()
                    ),
                    "rename one of the files",
                )
                .with(provider.place(), "the provider"),
            );
        }
    }
}

fn format_version(case: &Case<'_>, faults: &mut Vec<Fault>) {
    if let Read::Known(version, place) = case.records.commissioner.table.number("format")
        && (version - FORMAT).abs() > f64::EPSILON
    {
        faults.push(Fault::new(
            "value-readable",
            place,
            format!(
                "these records are of format {version}, and this program reads format {FORMAT}"
            ),
            "use a newer apcheck, or write format = 1 if that is what they are",
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
        || requirement.cannot_be_excepted(level(*case, requirement, subject))
    {
        return None;
    }
    let words = if case.rulebook.is_counted(requirement) {
        nothing_to_excuse(case, requirement, subject)?
    } else if !case.rulebook.complete {
        return None;
    } else {
        "is asked for by no checklist in use"
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

/// Why an exception has nothing to excuse; `None` where it has, where that
/// cannot be told, and where the time it is needed for is over.
fn nothing_to_excuse<'a>(
    case: &Case<'a>,
    requirement: &'a Requirement,
    subject: Subject<'a>,
) -> Option<&'static str> {
    if need(case, requirement, &subject).ok()?.ended.is_some() {
        return None;
    }
    let answers = assess(*case, requirement, subject);
    // Of several, one that it excuses is enough.
    let words = answers.iter().map(|answer| match &answer.standing {
        Standing::Met { .. } | Standing::Action { .. } => Some("is met"),
        Standing::NotRequired { .. } => Some("is not required here"),
        Standing::Outstanding { .. } => Some("is not needed yet"),
        _ => None,
    });
    words.collect::<Option<Vec<_>>>()?.first().copied()
}
