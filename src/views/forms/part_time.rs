//! The agreement on a part-time timetable. Sources: School Attendance (Pupil
//! Registration) (England) Regulations 2024, regulation 11; Working together to
//! improve school attendance (DfE, August 2024); Suffolk County Council,
//! Part-time timetables.

use super::Filling;
use crate::assess::Case;
use crate::calendar::{add_days, monday, said};
use crate::records::{Half, Placement, Table as Fields, Value, Whereabouts, dates};
use crate::views::recorded::Recorded;
use crate::views::register::rounded;
use crate::views::{Block, Column, Document, Fact, Section, Table};
use chrono::NaiveDate;

/// The form of the timetable that holds for a placement's pupil.
///
/// # Errors
/// In a sentence, where no part-time timetable is recorded.
pub fn part_time_timetable<'a>(
    case: Case<'a>,
    placement: Placement<'a>,
    name: Option<&'a str>,
) -> Result<Document, String> {
    let shared = placement.shared_with_pupil("part-time");
    let Some(timetable) = shared.and_then(|(_, value)| value.table()) else {
        return Err(format!(
            "{} has no part-time timetable on record: enter [part-time], which is only for a pupil who is taught less than full-time in all settings together",
            placement.id()
        ));
    };
    let mut form = Filling::of(case, placement, name);
    let sections = vec![
        Section::default().facts(pupil(&mut form)),
        Section::new("The timetable")
            .facts(agreed(&mut form, timetable))
            .list(steps(timetable)),
        weeks(&mut form, timetable),
        Section::new("Work, progress and safety").facts(plan(&mut form, timetable)),
        Section::new("Agreement")
            .words("We agree to this timetable, its days and its times. It is for a limited time, and the pupil is full-time again on the school day after its last day.")
            .facts(told(&mut form, timetable)),
        Section {
            blocks: vec![Block::Signature(vec![
                "A parent the pupil normally lives with, and date",
                "Signed for the school, and date",
                "The pupil, and date",
            ])],
            ..Section::default()
        },
    ];
    Ok(form.document("part-time-timetable", "Part-time timetable", "", sections))
}

fn pupil(form: &mut Filling<'_>) -> Vec<Fact> {
    let (school, lead) = (form.school("name"), form.lead());
    vec![
        form.line("School", "the school's name", school),
        form.pupil_name("Pupil"),
        form.date_of_birth("Date of birth"),
        form.line(
            "Contact at the school",
            "who to contact at the school",
            lead,
        ),
    ]
}

fn agreed(form: &mut Filling<'_>, timetable: &Fields) -> Vec<Fact> {
    let record = form.placement.record;
    let reason = Recorded::of(timetable.text("reason"), record).map(str::to_owned);
    let day = |key| Recorded::of(timetable.date(key), record);
    let (from, until) = (day("from"), day("until"));
    vec![
        form.line("Reason", "the reason", reason),
        form.day("First day", "the first day", from),
        form.day("Last day", "the last day", until),
    ]
}

/// The steps up to full-time, a line each.
fn steps(timetable: &Fields) -> Vec<String> {
    let steps = timetable.tables("steps").filter_map(|step| {
        let from = step.date("from").known()?;
        let hours = step.number("hours").known()?;
        Some(format!("from {}: {hours} hours a week in all", said(from)))
    });
    steps.collect()
}

/// A table of each week that holds while the timetable lasts.
fn weeks(form: &mut Filling<'_>, timetable: &Fields) -> Section {
    let mut section = Section::new("Where the pupil is");
    let days = week_days(form.placement, timetable);
    if days.is_empty() {
        let what = "where the pupil is in each session";
        let open = form.open("Week", what, what.to_owned());
        return section.words(open.value);
    }
    for day in days {
        section.blocks.push(Block::Table(week(form.placement, day)));
    }
    section
}

/// The first day of the timetable and each day in it on which the week changes,
/// where a week holds on it.
fn week_days(placement: Placement<'_>, timetable: &Fields) -> Vec<NaiveDate> {
    let Some(first) = timetable.date("from").known().or(placement.start()) else {
        return Vec::new();
    };
    let last = timetable.date("until").known();
    let within = |day: &NaiveDate| *day > first && last.is_none_or(|last| *day <= last);
    let weeks = placement.shared_with_pupil("week");
    let weeks = weeks.map_or(&[][..], |(_, value)| value.items());
    let changes = weeks.iter().filter_map(Value::table);
    let changes = changes
        .filter_map(|week| week.date("from").known())
        .filter(within);
    let mut days: Vec<NaiveDate> = [first].into_iter().chain(changes).collect();
    days.sort_unstable();
    days.dedup();
    days.retain(|day| placement.week_on(*day).is_some());
    days
}

const WEEK: &[Column] = &[
    Column::words("day"),
    Column::words("morning"),
    Column::words("afternoon"),
];

fn week(placement: Placement<'_>, day: NaiveDate) -> Table {
    let hours = placement.hours_in_all("hours", day);
    let hours = hours.map_or(String::new(), |hours| {
        format!(", {} hours a week in all", rounded(hours))
    });
    let mut table = Table::new(format!("From {}{hours}", said(day)), WEEK);
    table.rows = (0..5)
        .map(|weekday| {
            let date = add_days(monday(day), weekday);
            let [morning, afternoon] = Half::BOTH.map(|half| {
                whereabouts(placement, placement.whereabouts_in_week_of(day, date, half))
            });
            vec![date.format("%A").to_string(), morning, afternoon]
        })
        .collect();
    table
}

fn whereabouts(placement: Placement<'_>, at: Option<Whereabouts<'_>>) -> String {
    match at {
        None => "not recorded".into(),
        Some(Whereabouts::School) => "at school".into(),
        Some(Whereabouts::Home) => "at home".into(),
        Some(Whereabouts::Remote) => "at home, taught remotely".into(),
        Some(Whereabouts::Placement(id)) => at_provider(placement, id),
    }
}

fn at_provider(placement: Placement<'_>, id: &str) -> String {
    let there = placement.records.placement(id);
    let provider = there.and_then(|there| there.provider());
    let name = provider.and_then(|provider| provider.table.text("name").known());
    let name = name.unwrap_or(id);
    match there.is_some_and(|there| there.is_remote()) {
        true => format!("{name}, taught remotely"),
        false => name.to_owned(),
    }
}

/// What a written plan says, which the records do not have, and the days fixed
/// for reviews while the timetable lasts.
fn plan(form: &mut Filling<'_>, timetable: &Fields) -> Vec<Fact> {
    let day = |key| timetable.date(key).known();
    let (from, until) = (day("from"), day("until"));
    let within = |review: &NaiveDate| {
        from.is_none_or(|from| from <= *review) && until.is_none_or(|until| *review <= until)
    };
    let fixed = dates(form.placement.table(), "review-dates").into_iter();
    let fixed: Vec<String> = fixed.filter(within).map(said).collect();
    let reviews = match fixed[..] {
        [] => Recorded::nothing_in(form.placement.record),
        _ => Recorded::Known(fixed.join("; ")),
    };
    let assessed = form
        .check("home-sessions-risk-assessed")
        .and_then(|line| line.date().known());
    let assessed = match assessed {
        Some(date) => Recorded::Known(format!("made on {}", said(date))),
        None => Recorded::Missing,
    };
    vec![
        form.line(
            "Work for the sessions off",
            "how work is given for the sessions off",
            Recorded::Missing,
        ),
        form.line("Progress", "how progress is looked at", Recorded::Missing),
        form.line(
            "Risk assessment of the sessions off",
            "the risk assessment of the sessions off",
            assessed,
        ),
        form.line(
            "Who checks on the pupil, and when",
            "who checks on the pupil, and when",
            Recorded::Missing,
        ),
        form.line(
            "Reviews with the pupil and a parent",
            "the review dates",
            reviews,
        ),
    ]
}

fn told(form: &mut Filling<'_>, timetable: &Fields) -> Vec<Fact> {
    let record = form.placement.record;
    let day = |key| Recorded::of(timetable.date(key), record);
    let (parent, authority) = (day("agreed-with-parent"), day("la-told"));
    vec![
        form.day("Agreed with a parent on", "the day a parent agreed", parent),
        form.day(
            "Local authority told on",
            "the day the local authority was told",
            authority,
        ),
    ]
}
