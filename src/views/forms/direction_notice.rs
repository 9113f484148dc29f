//! The notice of an off-site direction, with the five things it has to state.
//! Source: Education (Educational Provision for Improving Behaviour)
//! Regulations 2010, regulation 3, as amended in 2012.

use super::Filling;
use crate::assess::Case;
use crate::calendar::{Span, add_days, monday, said, span_said};
use crate::records::{Half, Is, Placement, Read, Table, Value, Whereabouts, dates};
use crate::views::recorded::Recorded;
use crate::views::{Block, Document, Fact, Section};
use chrono::{Datelike, NaiveDate, NaiveTime};
use std::collections::BTreeMap;

/// How long before the first day the law asks for a notice: two school days.
const NOTICE_SCHOOL_DAYS: u32 = 2;

/// The letter to the parents.
///
/// # Errors
/// In a sentence, where the placement is no off-site direction.
pub fn direction_notice<'a>(
    case: Case<'a>,
    placement: Placement<'a>,
    name: Option<&'a str>,
) -> Result<Document, String> {
    match placement.table().text("basis") {
        Read::Known("off-site-direction", _) => {}
        Read::Known(basis, _) => {
            return Err(format!(
                "{} is not an off-site direction but has the basis `{basis}`, so there is no notice of a direction to write",
                placement.id()
            ));
        }
        Read::Absent | Read::Unreadable(_) => {
            return Err(format!(
                "the basis of {} is not on record, so it is not known to be an off-site direction; enter basis = \"off-site-direction\" if it is one",
                placement.id()
            ));
        }
    }
    let mut form = Filling::of(case, placement, name);
    let pupil = vec![
        form.pupil_name("Pupil"),
        form.date_of_birth("Date of birth"),
    ];
    let sections = vec![
        Section::default()
            .words("To the parents")
            .facts(pupil)
            .words(opening(&form)),
        Section::new("Where, when and to whom").facts(where_and_when(&mut form)),
        why(&mut form),
        Section::new("Reviews")
            .words(reviews(&form))
            .facts(contact(&mut form)),
        Section {
            blocks: vec![Block::Signature(vec![
                "Signed for the school",
                "Name and position",
                "Date",
            ])],
            ..Section::default()
        },
    ];
    let first = by_when(&form);
    Ok(form.document(
        "off-site-direction-notice",
        "Notice of an off-site direction",
        &first,
        sections,
    ))
}

fn opening(form: &Filling<'_>) -> String {
    let school = form.school("name").known().cloned();
    let school = school.unwrap_or_else(|| "the school".into());
    format!(
        "{school} requires the pupil named above to attend the place named below, to improve the pupil's behaviour. The pupil stays on the roll of {school}, which stays responsible for the pupil's education."
    )
}

/// Until when it may be given, and to whom: a line for the school.
fn by_when(form: &Filling<'_>) -> String {
    let plan = form
        .placement
        .pupil_fact("send")
        .and_then(|send| send.text());
    let to = match plan {
        Some("ehc-plan") => "to the parents, and to the local authority, as there is an EHC plan,",
        _ => "to the parents",
    };
    let last = form.placement.start().and_then(|start| {
        let calendar = form.case.calendar;
        calendar.school_days_before(start, NOTICE_SCHOOL_DAYS).ok()
    });
    match last {
        Some(last) => format!(
            "To be given in writing {to} by {}, two school days before the start.",
            said(last)
        ),
        None => {
            format!("To be given in writing {to}, at the latest two school days before the start.")
        }
    }
}

fn where_and_when(form: &mut Filling<'_>) -> Vec<Fact> {
    let table = form.placement.table();
    let provider = form.row.provider.name.clone();
    let report_to = Recorded::of(table.text("report-to"), form.placement.record);
    let days = days(form);
    let times = times(form);
    vec![
        form.line("Provider", "the provider's name", provider),
        form.address("Address"),
        form.line(
            "Person to report to",
            "whom the pupil reports to",
            report_to.map(str::to_owned),
        ),
        form.line("Number of days", "the number of days", days),
        form.line("Times of the sessions", "the times of the sessions", times),
    ]
}

/// "53 school days, on Tuesdays and Wednesdays, 9 June to 18 December 2026".
fn days(form: &Filling<'_>) -> Recorded<String> {
    let (Some(from), Recorded::Known(to)) = (form.placement.start(), form.row.planned_end) else {
        return Recorded::Missing;
    };
    let Ok(school_days) = form.case.calendar.school_days(Span { from, to }) else {
        return Recorded::Missing;
    };
    let there: Vec<NaiveDate> = school_days
        .iter()
        .copied()
        .filter(|day| {
            Half::BOTH
                .iter()
                .any(|half| form.placement.is_scheduled(*day, *half))
        })
        .collect();
    if there.is_empty() {
        return Recorded::Missing;
    }
    let weekdays: BTreeMap<u32, String> = there
        .iter()
        .map(|day| {
            let name = day.format("%As").to_string();
            (day.weekday().num_days_from_monday(), name)
        })
        .collect();
    let weekdays: Vec<String> = weekdays.into_values().collect();
    let count = match there.len() {
        1 => "1 school day".to_owned(),
        count => format!("{count} school days"),
    };
    Recorded::Known(format!(
        "{count}, on {}, {}",
        joined(&weekdays),
        span_said(from, to)
    ))
}

fn joined(words: &[String]) -> String {
    match words.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

/// The times that the regulation asks for: start of the morning, the break and
/// the end of the afternoon, or of the one session there is.
fn times(form: &Filling<'_>) -> Recorded<String> {
    let record = form.placement.record;
    let Some(table) = form.placement.table().table("times") else {
        return Recorded::nothing_in(record);
    };
    let time = |key| table.time(key).known();
    let said = match halves(form) {
        [true, false] => session("morning", time("morning-starts"), time("morning-ends")),
        [false, true] => session(
            "afternoon",
            time("afternoon-starts"),
            time("afternoon-ends"),
        ),
        _ => whole_day(table),
    };
    said.map_or_else(|| Recorded::nothing_in(record), Recorded::Known)
}

fn session(half: &str, starts: Option<NaiveTime>, ends: Option<NaiveTime>) -> Option<String> {
    let (starts, ends) = (clock(starts?), clock(ends?));
    Some(format!(
        "the {half} session starts at {starts} and ends at {ends}"
    ))
}

fn whole_day(table: &Table) -> Option<String> {
    let starts = clock(table.time("morning-starts").known()?);
    let ends = clock(table.time("afternoon-ends").known()?);
    let [from, to] = table.get("break")?.items() else {
        return None;
    };
    let (from, to) = (clock(time_of(from)?), clock(time_of(to)?));
    Some(format!(
        "the morning session starts at {starts}; break from {from} to {to}; the afternoon session ends at {ends}"
    ))
}

fn time_of(value: &Value) -> Option<NaiveTime> {
    match value.is {
        Is::Time(time) => Some(time),
        _ => None,
    }
}

fn clock(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// Which halves of a day the first week gives to the provider.
fn halves(form: &Filling<'_>) -> [bool; 2] {
    let placement = &form.placement;
    let day = placement.start().unwrap_or(form.case.on).max(form.case.on);
    Half::BOTH.map(|half| {
        (0..5).any(|weekday| {
            placement.whereabouts_in_week_of(day, add_days(monday(day), weekday), half)
                == Some(Whereabouts::Placement(placement.id()))
        })
    })
}

fn why(form: &mut Filling<'_>) -> Section {
    let record = form.placement.record;
    let referral = form.placement.table().table("referral");
    let reason = referral.map_or_else(
        || Recorded::nothing_in(record),
        |referral| Recorded::of(referral.text("reason"), record).map(str::to_owned),
    );
    let objectives = form.objectives();
    let reason = form.line("Reasons", "the reasons", reason);
    let list = match objectives {
        Recorded::Known(list) => list,
        Recorded::Missing | Recorded::Unread => {
            let open = form.open("Objectives", "the objectives", "the objectives".into());
            vec![open.value]
        }
    };
    Section::new("Why")
        .facts(vec![reason])
        .words("Objectives:")
        .list(list)
}

/// What is said of reviews: the days that are fixed, and where the regulations
/// bind the school what they let parents ask.
fn reviews(form: &Filling<'_>) -> String {
    let mut words = vec!["The direction is kept under review.".to_owned()];
    let planned: Vec<String> = dates(form.placement.table(), "review-dates")
        .into_iter()
        .map(said)
        .collect();
    if !planned.is_empty() {
        words.push(format!(
            "Review meetings are planned for {}.",
            joined(&planned)
        ));
    }
    let kind = form.school("kind");
    if matches!(
        kind.known().map(String::as_str),
        Some("maintained-school" | "pru")
    ) {
        words.push(
            "You will be invited in writing to each review meeting, and may send your views in writing. You may ask in writing for a review; it is held as soon as reasonably practicable, unless there was one in the ten weeks before."
                .into(),
        );
    }
    words.join(" ")
}

fn contact(form: &mut Filling<'_>) -> Vec<Fact> {
    let lead = form.lead();
    vec![form.line(
        "Contact at the school",
        "whom the parents can ring at the school",
        lead,
    )]
}
