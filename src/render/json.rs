//! The machine-readable forms: a promise, so they have structs of their own.

mod census;
mod doctor;
mod document;
mod progress;
mod register;
mod risk;
mod rulebook;
mod show;

pub use census::census_json;
pub use doctor::doctor_json;
pub use document::document_json;
pub use progress::progress_json;
pub use register::register_json;
pub use risk::risk_json;
pub use rulebook::{checklists_json, rulebook_json};
pub use show::show_json;

use crate::attendance::Summary;
use crate::calendar::Span;
use crate::rulebook::Level;
use crate::source::Snippets;
use crate::views::attendance::{Attendance, By};
use crate::views::compliance::Page;
use crate::views::due::Due;
use crate::views::findings::Findings;
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
struct FindingsJson<'a> {
    schema: &'static str,
    as_of: String,
    findings: Vec<FindingJson<'a>>,
    gates: Vec<GateJson<'a>>,
    summary: SummaryJson,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    id: &'a str,
    level: &'static str,
    standing: &'static str,
    note: bool,
    group: &'static str,
    subject: &'a str,
    file: String,
    line: usize,
    column: usize,
    message: &'a str,
    next: &'a str,
    sources: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    other: Option<OtherJson<'a>>,
}

#[derive(Serialize)]
struct OtherJson<'a> {
    file: String,
    line: usize,
    column: usize,
    label: &'a str,
}

#[derive(Serialize)]
struct GateJson<'a> {
    placement: &'a str,
    start: Option<String>,
    in_the_way: usize,
    of: usize,
    faults: usize,
}

#[derive(Serialize)]
struct SummaryJson {
    fault: usize,
    must: usize,
    should: usize,
    good: usize,
    notes: usize,
    excepted: usize,
    backlog: usize,
    not_evaluated: usize,
    incomplete: bool,
    fails: bool,
}

pub fn findings_json(findings: &Findings, snippets: &Snippets, on: NaiveDate) -> String {
    let list = findings
        .list
        .iter()
        .map(|finding| {
            let spot = snippets.spot(finding.place);
            FindingJson {
                id: &finding.id,
                level: finding.level.name(),
                standing: finding.standing,
                note: finding.note,
                group: finding.group.title(),
                subject: &finding.subject,
                file: spot.path,
                line: spot.at.line,
                column: spot.at.column,
                message: &finding.message,
                next: &finding.next,
                sources: &finding.sources,
                other: finding.other.as_ref().map(|(place, label)| {
                    let spot = snippets.spot(*place);
                    OtherJson {
                        file: spot.path,
                        line: spot.at.line,
                        column: spot.at.column,
                        label,
                    }
                }),
            }
        })
        .collect();
    printed(&FindingsJson {
        schema: "apcheck-findings/1",
        as_of: day(on),
        findings: list,
        gates: findings
            .gates
            .iter()
            .map(|gate| GateJson {
                placement: &gate.placement,
                start: gate.start.map(day),
                in_the_way: gate.in_the_way,
                of: gate.of,
                faults: gate.faults,
            })
            .collect(),
        summary: SummaryJson {
            fault: findings.count(Level::Fault),
            must: findings.count(Level::Must),
            should: findings.count(Level::Should),
            good: findings.count(Level::Good),
            notes: findings.notes(),
            excepted: findings.excepted,
            backlog: findings.backlog,
            not_evaluated: findings.not_evaluated,
            incomplete: findings.incomplete,
            fails: findings.fails,
        },
    })
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

#[derive(Serialize)]
struct ComplianceJson<'a> {
    schema: &'static str,
    as_of: String,
    checklists: Vec<PageJson<'a>>,
}

#[derive(Serialize)]
struct PageJson<'a> {
    name: &'a str,
    title: &'a str,
    edition: Option<&'a str>,
    subject: &'a str,
    counts: BTreeMap<&'static str, usize>,
    signed: Option<SignedJson<'a>>,
    sections: Vec<SectionJson<'a>>,
}

#[derive(Serialize)]
struct SignedJson<'a> {
    by: &'a str,
    date: String,
    /// What has changed since; null while the signature still stands.
    stale: Option<&'a str>,
}

#[derive(Serialize)]
struct SectionJson<'a> {
    title: &'a str,
    items: Vec<ItemJson<'a>>,
}

#[derive(Serialize)]
struct ItemJson<'a> {
    text: &'a str,
    standing: &'static str,
    requirements: Vec<LineJson<'a>>,
}

#[derive(Serialize)]
struct LineJson<'a> {
    id: &'a str,
    subject: &'a str,
    standing: &'static str,
    day: Option<String>,
    date: Option<String>,
    by: Option<&'a str>,
    evidence: Option<&'a str>,
    expires: Option<String>,
    message: &'a str,
    lapses: Vec<[String; 2]>,
}

pub fn compliance_json(pages: &[Page], on: NaiveDate) -> String {
    printed(&ComplianceJson {
        schema: "apcheck-compliance/1",
        as_of: day(on),
        checklists: pages.iter().map(page_json).collect(),
    })
}

fn page_json(page: &Page) -> PageJson<'_> {
    let counts = &page.counts;
    PageJson {
        name: &page.checklist,
        title: &page.title,
        edition: page.edition.as_deref(),
        subject: &page.subject,
        counts: BTreeMap::from([
            ("met", counts.met),
            ("of", counts.of),
            ("breached", counts.breached),
            ("outstanding", counts.outstanding),
            ("action", counts.action),
            ("excepted", counts.excepted),
            ("not_evaluated", counts.not_evaluated),
            ("not_required", counts.not_required),
        ]),
        signed: page.signed.as_ref().map(|signed| SignedJson {
            by: &signed.by,
            date: day(signed.date),
            stale: signed.stale.as_deref(),
        }),
        sections: page
            .sections
            .iter()
            .map(|section| SectionJson {
                title: &section.title,
                items: section
                    .items
                    .iter()
                    .map(|item| ItemJson {
                        text: &item.text,
                        standing: item.standing,
                        requirements: item
                            .lines
                            .iter()
                            .map(|line| LineJson {
                                id: &line.requirement,
                                subject: &line.subject,
                                standing: line.standing,
                                day: line.day.map(day),
                                date: line.date.map(day),
                                by: line.by.as_deref(),
                                evidence: line.evidence.as_deref(),
                                expires: line.expires.map(day),
                                message: &line.message,
                                lapses: line
                                    .lapses
                                    .iter()
                                    .map(|lapse| [day(lapse.from), day(lapse.to)])
                                    .collect(),
                            })
                            .collect(),
                    })
                    .collect(),
            })
            .collect(),
    }
}
