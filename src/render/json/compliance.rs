//! Checklists laid out with how every item stands, for other programs.

use super::{day, printed};
use crate::views::compliance::Page;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

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
