//! The notice to the local authority that a placement has been made. Sources:
//! Arranging alternative provision (DfE, February 2025); Leicestershire
//! alternative provision handbook, section 2.5.

use super::Filling;
use crate::assess::Case;
use crate::records::Placement;
use crate::views::recorded::Recorded;
use crate::views::{Block, Document, Fact, Section};

/// The notice of a placement.
///
/// # Errors
/// In a sentence, where the local authority arranged the placement itself.
pub fn la_notification<'a>(
    case: Case<'a>,
    placement: Placement<'a>,
    name: Option<&'a str>,
) -> Result<Document, String> {
    if placement.arranged_by_local_authority() {
        return Err(format!(
            "the local authority arranged {} itself, so there is no notice to it to write",
            placement.id()
        ));
    }
    let mut form = Filling::of(case, placement, name);
    let sections = vec![
        Section::default().words(
            "We are writing to tell you of a placement in alternative provision, so that you can keep sight of the provision that is used and of safeguarding there. The school stays responsible for the pupil.",
        ),
        Section::new("The school").facts(school(&mut form)),
        Section::new("The pupil").facts(pupil(&mut form)),
        Section::new("The provider").facts(provider(&mut form)),
        Section::new("The placement").facts(placed(&mut form)),
        Section {
            blocks: vec![Block::Signature(vec!["Signed for the school", "Name and position", "Date"])],
            ..Section::default()
        },
    ];
    Ok(form.document(
        "la-notification",
        "Notice of a placement in alternative provision",
        "",
        sections,
    ))
}

fn school(form: &mut Filling<'_>) -> Vec<Fact> {
    let (authority, name, urn, lead) = (
        form.school("local-authority"),
        form.school("name"),
        form.school("urn"),
        form.lead(),
    );
    vec![
        form.line("To the local authority", "the local authority", authority),
        form.line("School", "the school's name", name),
        form.line("URN", "the school's URN", urn),
        form.line("Contact", "who to contact at the school", lead),
    ]
}

fn pupil(form: &mut Filling<'_>) -> Vec<Fact> {
    let fact = |key| form.placement.pupil_fact(key);
    let year = fact("year-group").and_then(|value| value.number());
    let send = fact("send").and_then(|value| value.text().map(sen_said));
    let record = form.placement.record;
    let known =
        |value: Option<String>| value.map_or_else(|| Recorded::nothing_in(record), Recorded::Known);
    let (year, send) = (known(year.map(|year| year.to_string())), known(send));
    let roll = form.row.roll_said_in_full();
    vec![
        form.pupil_name("Name"),
        form.date_of_birth("Date of birth"),
        form.line("Year group", "the year group", year),
        form.line(
            "Special educational needs",
            "special educational needs",
            send,
        ),
        form.line("Registration", "on whose roll the pupil is", roll),
    ]
}

fn sen_said(send: &str) -> String {
    match send {
        "sen-support" => "SEN support".into(),
        "ehc-plan" => "EHC plan".into(),
        other => other.to_owned(),
    }
}

fn provider(form: &mut Filling<'_>) -> Vec<Fact> {
    let provider = form.row.provider.clone();
    let registration = match &provider.kind {
        Recorded::Known(_) => Recorded::Known(provider.registration_and_number()),
        Recorded::Missing => Recorded::Missing,
        Recorded::Unread => Recorded::Unread,
    };
    let head = provider.head();
    let dsl = provider.with_role("dsl");
    let visit = form.pre_placement_visit();
    vec![
        form.line("Name", "the provider's name", provider.name),
        form.line(
            "Registration",
            "what the provider is registered as",
            registration,
        ),
        form.address("Address"),
        form.line("Contact", "who to contact at the provider", head),
        form.line(
            "Designated safeguarding lead",
            "the provider's safeguarding lead",
            dsl,
        ),
        form.line(
            "Visited before the placement by",
            "who made the visit before the placement",
            visit,
        ),
    ]
}

fn placed(form: &mut Filling<'_>) -> Vec<Fact> {
    let record = form.placement.record;
    let table = form.placement.table();
    let basis = Recorded::of(table.text("basis"), record).map(basis_said);
    let start = Recorded::of(table.date("start"), record);
    let activity = Recorded::of(table.text("activity"), record).map(str::to_owned);
    let (end, reason, hours) = (form.row.planned_end, form.row.reason.clone(), form.hours());
    let objectives = form.objectives().map(|objectives| objectives.join("; "));
    let review = form.row.next_review;
    let part_time = match form.row.part_time_until {
        Some(until) => format!("yes, to {}", crate::calendar::said(until)),
        None => "none recorded on this day".into(),
    };
    vec![
        form.line("Basis", "on what basis the pupil is placed", basis),
        form.line("Reason", "the reason", reason),
        form.line(
            "What the pupil does there",
            "what the pupil does there",
            activity,
        ),
        form.day("Start", "the start", start),
        form.day("Planned end", "the planned end", end),
        form.line("Hours a week there", "the hours a week there", hours),
        Fact::new("Part-time timetable", part_time),
        form.line("Objectives", "the objectives", objectives),
        form.day("Next review", "the next review", review),
    ]
}

fn basis_said(basis: &str) -> String {
    match basis {
        "off-site-direction" => "off-site direction".into(),
        "ehc-plan" => "EHC plan".into(),
        "agreed" => "by agreement".into(),
        other => other.replace('-', " "),
    }
}
