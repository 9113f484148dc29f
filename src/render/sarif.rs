//! Findings as SARIF 2.1.0, the form in which code scanning takes them.
//!
//! Only what a reader is known to use is written: GitHub's page on its support
//! for SARIF has the list, and for each requirement `apcheck explain` has more.

mod form;

use super::{capitalised, clean};
use crate::rulebook::{Check, Level, Requirement, Rulebook};
use crate::source::{Place, Snippets};
use crate::views::findings::{Finding, Findings};
use chrono::NaiveDate;
use form::{
    ArtifactLocation, Base, Configuration, Description, Driver, Invocation, Location, Log, Message,
    Notification, Occurrence, PhysicalLocation, Prints, Region, Rule, RuleProperties, Run,
    RunProperties, Suppression, Tool,
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::collections::BTreeMap;

/// What stays as it is in a path: what RFC 3986 calls unreserved, and the `/`.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The root of the repository, as GitHub calls it.
const ROOT: &str = "%SRCROOT%";

/// The findings as one run of the tool. `status` is the exit status that goes
/// with them.
pub fn sarif(
    findings: &Findings,
    rulebook: &Rulebook,
    snippets: &Snippets,
    on: NaiveDate,
    status: u8,
) -> String {
    let mut ids: Vec<&str> = findings.list.iter().map(|it| it.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut prints = Fingerprints::default();
    let results = findings
        .list
        .iter()
        .map(|finding| Occurrence {
            rule_index: ids.binary_search(&finding.id.as_str()).unwrap_or_default(),
            partial_fingerprints: Prints {
                line_hash: prints.of(finding, snippets),
            },
            ..result(finding, snippets)
        })
        .collect();
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "apcheck",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: ids.iter().map(|id| rule(id, rulebook)).collect(),
                },
            },
            language: "en-GB",
            // As everywhere here, a column counts characters.
            column_kind: "unicodeCodePoints",
            original_uri_base_ids: BTreeMap::from([(
                ROOT,
                Base {
                    description: text("The root of the repository"),
                },
            )]),
            invocations: [invocation(findings, status)],
            results,
            properties: RunProperties {
                as_of: on.to_string(),
            },
        }],
    };
    super::json::printed(&log)
}

fn text(text: &str) -> Message {
    Message { text: clean(text) }
}

fn invocation(findings: &Findings, status: u8) -> Invocation {
    let unread = findings.incomplete.then(|| Notification {
        level: "error",
        message: text("Some of the records could not be read, so this answer is incomplete."),
    });
    Invocation {
        execution_successful: !findings.incomplete,
        exit_code: status,
        tool_execution_notifications: unread.into_iter().collect(),
    }
}

fn rule<'a>(id: &'a str, rulebook: &'a Rulebook) -> Rule<'a> {
    Rule {
        id,
        description: rulebook.requirement(id).map(description),
    }
}

fn description(requirement: &Requirement) -> Description {
    let sources = requirement.sources.join("; ");
    let kind = match (&requirement.check, requirement.level) {
        (Check::Record, _) | (_, Level::Fault) => "fault of the records",
        (_, Level::Must) => "law",
        (_, Level::Should) => "guidance",
        (_, Level::Good) => "good practice",
    };
    let (level, severity) = match requirement.level {
        Level::Good => ("warning", "recommendation"),
        _ => ("error", "error"),
    };
    Description {
        short_description: text(&capitalised(&requirement.title)),
        full_description: text(&requirement.why),
        help: text(&format!(
            "{}\n\nSources: {sources}\n\nFor more: apcheck explain {}",
            requirement.fix, requirement.id
        )),
        default_configuration: Configuration { level },
        properties: RuleProperties {
            tags: [kind],
            severity,
        },
    }
}

/// A finding, but for what it has by its place among the others.
fn result<'a>(finding: &'a Finding, snippets: &Snippets) -> Occurrence<'a> {
    let related = finding.other.iter().map(|(place, label)| Location {
        id: Some(1),
        message: Some(text(label)),
        physical_location: location(*place, snippets),
    });
    let message = finding.message.trim_end_matches('.');
    Occurrence {
        rule_id: &finding.id,
        rule_index: 0,
        level: level(finding),
        message: Message {
            text: unlinked(&clean(&format!("{message}. Next: {}", finding.next))),
        },
        locations: [Location {
            id: None,
            message: None,
            physical_location: location(finding.place, snippets),
        }],
        related_locations: related.collect(),
        partial_fingerprints: Prints::default(),
        suppressions: suppression(finding).into_iter().collect(),
        properties: form::Properties {
            subject: &finding.subject,
            requirement_level: finding.level.name(),
        },
    }
}

/// As the run has it: what fails, what does not, what is a note.
fn level(finding: &Finding) -> &'static str {
    match (finding.fails, finding.note) {
        (true, _) => "error",
        (false, false) => "warning",
        (false, true) => "note",
    }
}

/// Both are written in the record itself. Reasonable grounds are accepted. What
/// was taken down as not done before is excused by nobody, and a result with a
/// suppression under review does not count as suppressed.
fn suppression(finding: &Finding) -> Option<Suppression> {
    let (status, justification) = match (finding.standing, finding.backlog) {
        ("excepted", _) => ("accepted", clean(&finding.message)),
        (_, true) => (
            "underReview",
            "taken down as not done before these records; it is still to be done".to_owned(),
        ),
        _ => return None,
    };
    Some(Suppression {
        kind: "inSource",
        status,
        justification,
    })
}

fn location(place: Place, snippets: &Snippets) -> PhysicalLocation {
    let spot = snippets.spot(place);
    let end = snippets.end(place);
    PhysicalLocation {
        artifact_location: ArtifactLocation {
            uri: utf8_percent_encode(&spot.path, PATH).to_string(),
            uri_base_id: ROOT,
        },
        region: Region {
            start_line: spot.at.line,
            start_column: spot.at.column,
            end_line: end.map(|end| end.line),
            end_column: end.map(|end| end.column),
        },
    }
}

/// Text in which nothing is a link: `[words](target)` in a message would be one.
fn unlinked(text: &str) -> String {
    text.replace("](", "] (")
}

/// By what a result is known again when lines above it come and go: the
/// requirement, the record, the file, and for a fault what stands at the place,
/// or where that is a whole file what is said of it.
#[derive(Default)]
struct Fingerprints(BTreeMap<u64, usize>);

impl Fingerprints {
    fn of(&mut self, finding: &Finding, snippets: &Snippets) -> String {
        let path = snippets.spot(finding.place).path;
        let passage = match (finding.standing, snippets.passage(finding.place)) {
            ("fault", "") => &finding.message,
            ("fault", passage) => passage,
            _ => "",
        };
        let hash = fnv(&[&finding.id, &finding.subject, &path, passage]);
        let count = self.0.entry(hash).or_default();
        *count += 1;
        format!("{hash:016x}:{count}")
    }
}

/// FNV-1a, 64 bits: the standard library's hash may be another with the next
/// compiler, and a result must be known again after that too.
fn fnv(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
