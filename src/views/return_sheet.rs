//! The sheet on which a provider returns its marks of a week.

use crate::attendance::{CODES, Letters};
use crate::calendar::{Calendar, Span, add_days, monday, span_said};
use crate::records::{Half, Names, Placement, Record, Records, Stage};
use chrono::NaiveDate;

/// What a provider is asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct ReturnSheet {
    pub title: String,
    pub how: String,
    /// The sessions of the week, over the columns.
    pub sessions: Vec<String>,
    pub pupils: Vec<Row>,
    /// The letters there are, and what they mean.
    pub letters: Vec<(String, &'static str)>,
    /// The first day of the week.
    pub monday: NaiveDate,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    pub reference: String,
    /// First name and initial, where they are known.
    pub name: Option<String>,
    /// Whether the pupil is due, session by session.
    pub due: Vec<bool>,
}

/// The sheet of the week that `day` lies in.
pub fn return_sheet(
    records: &Records,
    calendar: &Calendar,
    provider: &Record,
    names: Option<&Names>,
    day: NaiveDate,
) -> ReturnSheet {
    let monday = monday(day);
    let friday = add_days(monday, 4);
    let placements: Vec<Placement<'_>> = records.placements_at(&provider.id).collect();
    let mut sessions = Vec::new();
    for date in (Span {
        from: monday,
        to: friday,
    })
    .days()
    {
        for half in Half::BOTH {
            if placements
                .iter()
                .any(|placement| is_due(placement, calendar, date, half))
            {
                sessions.push((date, half));
            }
        }
    }
    let row = |placement: &Placement<'_>| {
        let due = sessions
            .iter()
            .map(|(date, half)| is_due(placement, calendar, *date, *half))
            .collect::<Vec<_>>();
        let reference = placement.pupil()?;
        due.contains(&true).then(|| Row {
            reference: reference.to_owned(),
            name: names.and_then(|names| names.first_and_initial(reference)),
            due,
        })
    };
    let name = provider.table.text("name").known().unwrap_or(&provider.id);
    ReturnSheet {
        title: format!("{name}: attendance, {}", span_said(monday, friday)),
        how: "One letter in each white cell; the second sheet says what they mean. Grey: not expected.".into(),
        sessions: sessions.iter().map(|session| heading(*session)).collect(),
        pupils: placements.iter().filter_map(row).collect(),
        letters: letters(provider),
        monday,
    }
}

/// "Mon 14 September 2026 am".
fn heading((date, half): (NaiveDate, Half)) -> String {
    let half = match half {
        Half::Morning => "am",
        Half::Afternoon => "pm",
    };
    format!("{} {half}", date.format("%a %-d %B %Y"))
}

fn is_due(placement: &Placement<'_>, calendar: &Calendar, date: NaiveDate, half: Half) -> bool {
    calendar.is_school_day(date) == Ok(true)
        && placement.stage(date) == Stage::Live
        && !placement.is_paused(date)
        && placement.is_scheduled(date, half)
}

/// The provider's own letters; where it has none, ours.
fn letters(provider: &Record) -> Vec<(String, &'static str)> {
    let meaning = |mark: &str| CODES.iter().find(|code| code.mark == mark);
    let said = |mark: &str| match meaning(mark) {
        Some(code) if code.mark == "/" => "present",
        Some(code) => code.meaning,
        None => "",
    };
    let own: Vec<_> = Letters::of(provider)
        .own()
        .map(|(own, mark)| (own.to_owned(), said(mark)))
        .collect();
    if !own.is_empty() {
        return own;
    }
    CODES
        .iter()
        .filter(|code| code.is_the_providers() && code.mark != "\\")
        .map(|code| (code.mark.to_owned(), said(code.mark)))
        .collect()
}
