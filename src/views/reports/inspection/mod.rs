//! What is asked for on the first call of an inspection, and what is asked next:
//! who is where, what each provider was checked for and when, who went there,
//! what is open, and where pupils went whose placements ended.

mod checked;
mod ended;
mod open;

use super::{Head, unread};
use crate::assess::Case;
use crate::calendar::Span;
use crate::records::Table as Fields;
use crate::views::attendance::{By, attendance};
use crate::views::register::register;
use crate::views::{Document, Fact, Section, Standings, Table};
use chrono::NaiveDate;

/// The call sheet on the day of `case`. Attendance is of `term`; what ended is
/// of `since`, and later.
pub fn inspection(case: Case<'_>, term: Span, since: NaiveDate, head: &Head) -> Document {
    let register = register(case);
    let standings = Standings::of(case);
    let mut facts = head.facts();
    facts.extend(answers_to(&case));
    facts.extend(people(&case));
    let attended = attendance(case, term, By::Placement, &[]).table();
    let mut sections: Vec<Section> = unread(case.records).into_iter().collect();
    sections.extend([
        Section::new("Providers in use today")
            .table(
                untitled(register.providers_table()),
                "No pupil is in alternative provision today.",
            )
            .table(register.contacts_table(), ""),
        Section::new("Pupils in alternative provision today")
            .table(
                untitled(register.pupils_table()),
                "No pupil is in alternative provision today.",
            )
            .table(register.paused_table(), "")
            .table(register.places_table(), "")
            .list(register.notes()),
        checked::section(case, &standings, &register),
        checked::visits(case, &register),
        checked::reviews(case),
        Section::new("Attendance at the providers this term")
            .table(attended, "No session was due yet this term."),
        open::section(case, &standings),
        ended::section(case, since),
    ]);
    Document {
        kind: "inspection",
        title: "Alternative provision: for an inspection".into(),
        facts,
        lead: register.summary(),
        sections,
    }
}

/// A table that is called by the heading above it.
fn untitled(mut table: Table) -> Table {
    table.title = String::new();
    table
}

/// The checklists in use, by their titles.
fn answers_to(case: &Case<'_>) -> Option<Fact> {
    let checklists = case.rulebook.in_use.iter();
    let titles: Vec<&str> = checklists
        .filter_map(|name| case.rulebook.checklists.get(name))
        .filter(|checklist| !checklist.made)
        .map(|checklist| checklist.title.as_str())
        .collect();
    let law = "the law and what protects pupils directly, wherever it applies";
    let said = titles.iter().copied().chain([law]).collect::<Vec<_>>();
    Some(Fact::new("Answers to", said.join("; ")))
}

/// Whom to ask: the staff who are named with a role.
fn people(case: &Case<'_>) -> Option<Fact> {
    let people = case.records.commissioner.table.table("people")?;
    let said = |person: &Fields| {
        let name = person.text("name").known()?;
        let role = person.text("role").known()?;
        Some(match person.text("phone").known() {
            Some(phone) => format!("{name} ({role}), {phone}"),
            None => format!("{name} ({role})"),
        })
    };
    let people = people
        .entries
        .iter()
        .filter_map(|entry| said(entry.value.table()?));
    let people: Vec<String> = people.collect();
    (!people.is_empty()).then(|| Fact::new("Staff", people.join("; ")))
}
