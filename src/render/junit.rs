//! Findings as JUnit XML, which Jenkins, GitLab and others show beside a build:
//! a suite for each record that was looked at, a case for each finding.
//!
//! Only what the schema of Jenkins' xUnit plug-in allows (junit-10.xsd) is
//! written.

use super::clean;
use super::findings::{closing, first_sources};
use crate::source::Snippets;
use crate::views::findings::{Finding, Findings};
use chrono::NaiveDate;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::collections::BTreeMap;
use std::io;

/// How one case came out.
enum Outcome<'a> {
    Passed,
    /// What does not fail the run, as a case that was skipped.
    Skipped(&'a Finding),
    Failed(&'a Finding),
    /// Part of the records could not be read.
    Unread,
}

struct TestCase<'a> {
    name: String,
    outcome: Outcome<'a>,
}

struct Suite<'a> {
    name: &'a str,
    cases: Vec<TestCase<'a>>,
    /// What is printed beside the cases.
    text: String,
}

impl Suite<'_> {
    fn count(&self, wanted: fn(&Outcome<'_>) -> bool) -> usize {
        self.cases
            .iter()
            .filter(|case| wanted(&case.outcome))
            .count()
    }
}

/// The findings as one `testsuites`. The first suite says whether everything
/// could be read, and what was found in all.
pub fn junit(findings: &Findings, snippets: &Snippets, on: NaiveDate) -> String {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    // Writing into memory does not fail.
    let _ = written(&mut writer, &suites(findings, on), snippets, on);
    let mut text = String::from_utf8(writer.into_inner()).unwrap_or_default();
    text.push('\n');
    text
}

fn suites(findings: &Findings, on: NaiveDate) -> Vec<Suite<'_>> {
    let read = if findings.incomplete {
        Outcome::Unread
    } else {
        Outcome::Passed
    };
    let first = Suite {
        name: "apcheck",
        cases: vec![TestCase {
            name: "all records could be read".into(),
            outcome: read,
        }],
        text: closing(findings, on),
    };
    let mut by_record: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in &findings.list {
        by_record.entry(&finding.subject).or_default().push(finding);
    }
    let looked_at: Vec<&str> = findings.records.iter().map(String::as_str).collect();
    // A stray file is no record, and has findings all the same.
    let others = by_record.keys().copied();
    let others: Vec<&str> = others.filter(|id| !looked_at.contains(id)).collect();
    let records = looked_at.into_iter().chain(others).map(|name| Suite {
        name,
        cases: cases(by_record.get(name).map_or(&[], Vec::as_slice)),
        text: String::new(),
    });
    std::iter::once(first).chain(records).collect()
}

fn cases<'a>(findings: &[&'a Finding]) -> Vec<TestCase<'a>> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut cases: Vec<TestCase<'a>> = Vec::new();
    if !findings.iter().any(|finding| finding.fails) {
        cases.push(TestCase {
            name: "nothing fails".into(),
            outcome: Outcome::Passed,
        });
    }
    for finding in findings {
        let count = seen.entry(&finding.id).or_default();
        *count += 1;
        // Of two cases with one name, GitLab shows the first only.
        let name = match count {
            1 => finding.id.clone(),
            _ => format!("{} ({count})", finding.id),
        };
        let outcome = if finding.fails {
            Outcome::Failed(finding)
        } else {
            Outcome::Skipped(finding)
        };
        cases.push(TestCase { name, outcome });
    }
    cases
}

fn written(
    writer: &mut Writer<Vec<u8>>,
    suites: &[Suite<'_>],
    snippets: &Snippets,
    on: NaiveDate,
) -> io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let total = |wanted: fn(&Outcome<'_>) -> bool| {
        let count: usize = suites.iter().map(|suite| suite.count(wanted)).sum();
        count.to_string()
    };
    writer
        .create_element("testsuites")
        .with_attribute(("name", "apcheck"))
        .with_attribute(("tests", total(any).as_str()))
        .with_attribute(("failures", total(failed).as_str()))
        .with_attribute(("errors", total(unread).as_str()))
        .write_inner_content(|writer| {
            for suite in suites {
                write_suite(writer, suite, snippets, on)?;
            }
            Ok(())
        })?;
    Ok(())
}

fn any(_: &Outcome<'_>) -> bool {
    true
}

fn failed(outcome: &Outcome<'_>) -> bool {
    matches!(outcome, Outcome::Failed(_))
}

fn skipped(outcome: &Outcome<'_>) -> bool {
    matches!(outcome, Outcome::Skipped(_))
}

fn unread(outcome: &Outcome<'_>) -> bool {
    matches!(outcome, Outcome::Unread)
}

fn write_suite(
    writer: &mut Writer<Vec<u8>>,
    suite: &Suite<'_>,
    snippets: &Snippets,
    on: NaiveDate,
) -> io::Result<()> {
    let count = |wanted| suite.count(wanted).to_string();
    writer
        .create_element("testsuite")
        .with_attribute(("name", xml(suite.name).as_str()))
        .with_attribute(("tests", count(any).as_str()))
        .with_attribute(("failures", count(failed).as_str()))
        .with_attribute(("errors", count(unread).as_str()))
        .with_attribute(("skipped", count(skipped).as_str()))
        .with_attribute(("timestamp", format!("{on}T00:00:00").as_str()))
        .with_attribute(("time", "0"))
        .write_inner_content(|writer| {
            for case in &suite.cases {
                write_case(writer, suite.name, case, snippets)?;
            }
            if !suite.text.is_empty() {
                writer
                    .create_element("system-out")
                    .write_text_content(BytesText::new(&xml(&suite.text)))?;
            }
            Ok(())
        })?;
    Ok(())
}

fn write_case(
    writer: &mut Writer<Vec<u8>>,
    suite: &str,
    case: &TestCase<'_>,
    snippets: &Snippets,
) -> io::Result<()> {
    let (name, class) = (xml(&case.name), xml(suite));
    let element = writer
        .create_element("testcase")
        .with_attribute(("name", name.as_str()))
        .with_attribute(("classname", class.as_str()))
        .with_attribute(("time", "0"));
    let (kind, message, level, text) = match case.outcome {
        Outcome::Passed => {
            element.write_empty()?;
            return Ok(());
        }
        Outcome::Unread => {
            let message = "some of the records could not be read, so this answer is incomplete";
            ("error", message.to_owned(), "fault", message.to_owned())
        }
        Outcome::Failed(finding) => (
            "failure",
            xml(&finding.message),
            finding.level.name(),
            said(finding, snippets),
        ),
        Outcome::Skipped(finding) => (
            "skipped",
            xml(&finding.message),
            finding.level.name(),
            said(finding, snippets),
        ),
    };
    element.write_inner_content(|writer| {
        writer
            .create_element(kind)
            .with_attribute(("message", message.as_str()))
            .with_attribute(("type", level))
            .write_text_content(BytesText::new(&text))?;
        Ok(())
    })?;
    Ok(())
}

/// A finding in full, since some readers show nothing but this.
fn said(finding: &Finding, snippets: &Snippets) -> String {
    let spot = snippets.spot(finding.place);
    let mut text = format!(
        "{}\n{}:{}\nnext: {}",
        finding.message, spot.path, spot.at, finding.next
    );
    let source = first_sources(finding);
    if !source.is_empty() {
        text.push_str(&format!("\nsource: {source}"));
    }
    xml(&text)
}

/// Text without characters that XML 1.0 cannot hold, even escaped.
fn xml(text: &str) -> String {
    clean(text).replace(['\u{fffe}', '\u{ffff}'], "?")
}
