//! The findings, for other programs.

use super::{day, printed};
use crate::rulebook::Level;
use crate::source::Snippets;
use crate::views::findings::Findings;
use chrono::NaiveDate;
use serde::Serialize;

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
