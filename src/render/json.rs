//! The machine-readable forms: a promise, so they have structs of their own.

mod census;
mod compliance;
mod doctor;
mod document;
mod findings;
mod progress;
mod register;
mod risk;
mod rulebook;
mod show;

pub use census::census_json;
pub use compliance::compliance_json;
pub use doctor::doctor_json;
pub use document::document_json;
pub use findings::findings_json;
pub use progress::progress_json;
pub use register::register_json;
pub use risk::risk_json;
pub use rulebook::{checklists_json, rulebook_json};
pub use show::show_json;

use crate::attendance::Summary;
use crate::calendar::Span;
use crate::views::attendance::{Attendance, By};
use crate::views::due::Due;
use crate::views::marks::Marks;
use crate::views::reconcile::Reconciled;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

pub(super) fn printed(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

fn day(date: NaiveDate) -> String {
    date.to_string()
}

#[derive(Serialize)]
struct DueJson<'a> {
    schema: &'static str,
    as_of: String,
    until: String,
    items: Vec<DueItemJson<'a>>,
}

#[derive(Serialize)]
struct DueItemJson<'a> {
    date: Option<String>,
    days: Option<i64>,
    standing: &'static str,
    requirement: &'a str,
    level: &'static str,
    title: &'a str,
    subject: &'a str,
    lead: Option<&'a str>,
    message: &'a str,
}

pub fn due_json(due: &Due, on: NaiveDate) -> String {
    printed(&DueJson {
        schema: "apcheck-due/1",
        as_of: day(on),
        until: day(due.until),
        items: due
            .items
            .iter()
            .map(|item| DueItemJson {
                date: item.date.map(day),
                days: item.days,
                standing: item.standing,
                requirement: &item.requirement,
                level: item.level.name(),
                title: &item.title,
                subject: &item.subject,
                lead: item.lead.as_deref(),
                message: &item.message,
            })
            .collect(),
    })
}

#[derive(Serialize)]
struct AttendanceJson<'a> {
    schema: &'static str,
    as_of: String,
    from: String,
    to: String,
    by: &'static str,
    rows: Vec<RowJson<'a>>,
    total: RowJson<'a>,
}

#[derive(Serialize)]
struct RowJson<'a> {
    subject: &'a str,
    possible: u32,
    attended: u32,
    authorised: u32,
    unauthorised: u32,
    late: u32,
    no_return: u32,
    unreadable: u32,
    not_possible: u32,
    percent: Option<f64>,
    baseline: Option<f64>,
    /// Percentage points; null where the baseline is not comparable.
    change: Option<f64>,
    whole_week_percent: Option<f64>,
    whole_week_sessions: Option<u32>,
    flag: Option<&'static str>,
    weeks: Vec<Option<f64>>,
}

fn rounded(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

fn row_json<'a>(subject: &'a str, summary: &Summary) -> RowJson<'a> {
    RowJson {
        subject,
        possible: summary.possible(),
        attended: summary.attended,
        authorised: summary.authorised,
        unauthorised: summary.unauthorised,
        late: summary.late,
        no_return: summary.no_return,
        unreadable: summary.unreadable,
        not_possible: summary.not_possible,
        percent: summary.percent().map(rounded),
        baseline: None,
        change: None,
        whole_week_percent: None,
        whole_week_sessions: None,
        flag: None,
        weeks: Vec::new(),
    }
}

pub fn attendance_json(attendance: &Attendance, on: NaiveDate) -> String {
    let Span { from, to } = attendance.span;
    printed(&AttendanceJson {
        schema: "apcheck-attendance/1",
        as_of: day(on),
        from: day(from),
        to: day(to),
        by: match attendance.by {
            By::Placement => "placement",
            By::Pupil => "pupil",
            By::Provider => "provider",
            By::Week => "week",
        },
        rows: attendance
            .rows
            .iter()
            .map(|row| RowJson {
                baseline: row.baseline,
                change: row.change.map(rounded),
                whole_week_percent: row.whole_weeks.map(|(percent, _)| rounded(percent)),
                whole_week_sessions: row.whole_weeks.map(|(_, sessions)| sessions),
                flag: row.flag.map(|flag| flag.name()),
                weeks: row.weeks.iter().map(|week| week.map(rounded)).collect(),
                ..row_json(&row.subject, &row.summary)
            })
            .collect(),
        total: row_json("in all", &attendance.total),
    })
}

#[derive(Serialize)]
struct MarksJson<'a> {
    schema: &'static str,
    as_of: String,
    from: String,
    to: String,
    sessions: Vec<MarkJson<'a>>,
}

#[derive(Serialize)]
struct MarkJson<'a> {
    pupil: &'a str,
    placement: &'a str,
    date: String,
    session: &'static str,
    /// Null where the records do not say which code it is.
    code: Option<&'static str>,
    activity: Option<&'a str>,
    why: &'a str,
}

pub fn marks_json(marks: &Marks<'_>, on: NaiveDate) -> String {
    printed(&MarksJson {
        schema: "apcheck-marks/1",
        as_of: day(on),
        from: day(marks.span.from),
        to: day(marks.span.to),
        sessions: marks
            .entries
            .iter()
            .map(|entry| MarkJson {
                pupil: entry.pupil,
                placement: entry.placement,
                date: day(entry.date),
                session: entry.half.short(),
                code: entry.code,
                activity: entry.activity,
                why: &entry.why,
            })
            .collect(),
    })
}

#[derive(Serialize)]
struct ReconciledJson<'a> {
    schema: &'static str,
    as_of: String,
    from: String,
    to: String,
    alike: usize,
    differ: usize,
    only_in_the_file: usize,
    only_in_the_records: usize,
    left_open: usize,
    sessions: Vec<DifferingJson<'a>>,
    not_in_the_file: &'a BTreeMap<String, usize>,
}

#[derive(Serialize)]
struct DifferingJson<'a> {
    pupil: &'a str,
    date: String,
    session: &'static str,
    /// Null where the file has no line for the session.
    line: Option<usize>,
    entered: Option<&'a str>,
    /// Null where the records do not say which code is right.
    right: Option<&'static str>,
    why: &'a str,
}

pub fn reconciled_json(reconciled: &Reconciled, on: NaiveDate) -> String {
    let counts = &reconciled.counts;
    printed(&ReconciledJson {
        schema: "apcheck-reconciled/1",
        as_of: day(on),
        from: day(reconciled.span.from),
        to: day(reconciled.span.to),
        alike: counts.alike,
        differ: counts.differ,
        only_in_the_file: counts.only_in_file,
        only_in_the_records: counts.only_in_records,
        left_open: counts.left_open,
        sessions: reconciled
            .differing
            .iter()
            .map(|differing| DifferingJson {
                pupil: &differing.pupil,
                date: day(differing.date),
                session: differing.half.short(),
                line: differing.line,
                entered: differing.entered.as_deref(),
                right: differing.right,
                why: &differing.why,
            })
            .collect(),
        not_in_the_file: &reconciled.absent_pupils,
    })
}
