//! What comes next for a record, how its checklists stand, and what was not in
//! order in the past: all of it from standings.

use crate::assess::{Assessment, Case, Standing, Subject};
use crate::calendar::{Span, add_days, said, spans_said};
use crate::records::{Placement, Record};
use crate::rulebook::{About, Check};
use crate::views::compliance::{Page, pages};
use crate::views::compliance_page::standing_said;
use crate::views::due::{Item, items};
use crate::views::{Column, Section, Standings, Table};
use std::collections::BTreeSet;

/// How far ahead what falls due is shown.
const AHEAD_DAYS: u32 = 28;

/// The standings that a page of a record rests on.
#[derive(Debug)]
pub struct Stands<'a> {
    case: Case<'a>,
    id: &'a str,
    standings: Standings<'a>,
}

/// The answers about these alone.
fn standings<'a>(case: Case<'a>, around: &[Subject<'a>]) -> Standings<'a> {
    let of = |subject: &Subject<'a>| (subject.about(), subject.id());
    let around: BTreeSet<(About, &str)> = around.iter().map(of).collect();
    Standings::about(case, |subject| around.contains(&of(subject)))
}

impl<'a> Stands<'a> {
    /// Of a placement, with its provider, its pupil and the school.
    pub fn of_placement(case: Case<'a>, placement: Placement<'a>) -> Stands<'a> {
        let around = [
            Some(Subject::Commissioner),
            placement.provider().map(Subject::Provider),
            Some(Subject::Placement(placement)),
            placement.pupil().map(Subject::Pupil),
        ];
        let around: Vec<Subject<'a>> = around.into_iter().flatten().collect();
        Stands {
            case,
            id: placement.id(),
            standings: standings(case, &around),
        }
    }

    /// Of a provider, with its placements, their pupils and the school.
    pub fn of_provider(case: Case<'a>, provider: &'a Record) -> Stands<'a> {
        let placements: Vec<Placement<'a>> = case.records.placements_at(&provider.id).collect();
        let mut pupils: Vec<&'a str> = placements.iter().filter_map(Placement::pupil).collect();
        pupils.sort_unstable();
        pupils.dedup();
        let mut around = vec![Subject::Commissioner, Subject::Provider(provider)];
        around.extend(placements.into_iter().map(Subject::Placement));
        around.extend(pupils.into_iter().map(Subject::Pupil));
        Stands {
            case,
            id: &provider.id,
            standings: standings(case, &around),
        }
    }

    /// The answers about the record itself, and for a placement its pupil.
    fn own(&self) -> Vec<&Assessment<'a>> {
        let all = self.standings.all.iter();
        all.filter(|answer| self.is_own(answer)).collect()
    }

    fn is_own(&self, answer: &Assessment<'a>) -> bool {
        let of_pupil = || {
            let placement = self.case.records.placement(self.id);
            let pupil = placement.and_then(|placement| placement.pupil());
            pupil == Some(answer.subject.id())
        };
        answer.subject.id() == self.id || matches!(answer.subject, Subject::Pupil(_)) && of_pupil()
    }

    /// What is not in order, and what falls due in the next four weeks.
    pub fn next(&self) -> Vec<Item> {
        let own: Vec<Assessment<'a>> = self.own().into_iter().cloned().collect();
        items(self.case, &own, add_days(self.case.on, AHEAD_DAYS))
    }

    /// Each checklist in use that is laid out for the record.
    pub fn checklists(&self) -> Vec<Page> {
        let ids = [self.id.to_owned()];
        let mut pages = pages(self.case, &self.standings, None, &ids);
        pages.retain(|page| page.subject == self.id);
        pages
    }

    /// What was not in order in the past and is now: the title of each
    /// requirement with the days.
    pub fn not_in_order(&self) -> Vec<(String, Vec<Span>)> {
        let own = self.own().into_iter();
        let mut found: Vec<(String, Vec<Span>)> = own
            .filter(|answer| !answer.lapses.is_empty())
            .map(|answer| (answer.requirement.title.clone(), answer.lapses.clone()))
            .collect();
        found.sort_by_key(|(title, spans)| (spans.first().map(|span| span.from), title.clone()));
        found
    }

    pub fn next_section(&self) -> Section {
        let next = self.next();
        let overdue = next.iter().filter(|item| item.is_overdue());
        let mut not_in_order = Table::new(
            "Not in order",
            &[
                Column::words("since"),
                Column::words("what"),
                Column::words("looked after by"),
            ],
        );
        not_in_order.rows = overdue
            .map(|item| vec![item.not_in_order_since(), item.message.clone(), lead(item)])
            .collect();
        let mut coming = Table::new(
            format!("Due by {}", said(add_days(self.case.on, AHEAD_DAYS))),
            &[
                Column::date("by"),
                Column::words("what"),
                Column::words("looked after by"),
            ],
        );
        let to_come = next.iter().filter(|item| !item.is_overdue());
        coming.rows = to_come
            .map(|item| {
                let date = item.date.map_or(String::new(), |date| date.to_string());
                vec![date, item.message.clone(), lead(item)]
            })
            .collect();
        let section = Section::new("What comes next");
        if next.is_empty() {
            return section.words(if self.case.records.providers.contains_key(self.id) {
                "Of the provider itself nothing is overdue, and nothing falls due in the next four weeks. What is open in a placement there stands on the placement's own page."
            } else {
                "Nothing is overdue, and nothing falls due in the next four weeks."
            });
        }
        section.table(not_in_order, "").table(coming, "")
    }

    /// How many items of each checklist are met, and which are not.
    pub fn checklists_section(&self) -> Section {
        let pages = self.checklists();
        let mut table = Table::new(
            "",
            &[Column::words("checklist"), Column::words("how it stands")],
        );
        table.rows = pages
            .iter()
            .map(|page| vec![page.title.clone(), page.counts.said()])
            .collect();
        let mut section = Section::new("Checklists")
            .table(table, "No checklist in use is laid out for this record.");
        for page in &pages {
            let open = open_items(page);
            if open.rows.is_empty() {
                continue;
            }
            section = section.table(open, "");
        }
        section
    }

    pub fn not_in_order_section(&self) -> Section {
        let lines = self.not_in_order();
        let said = lines
            .iter()
            .map(|(title, spans)| format!("{title}: not in order from {}.", spans_said(spans)));
        let section = Section::new("In the past");
        if lines.is_empty() {
            return section
                .words("Nothing is known to have been out of order that is in order now.");
        }
        section.list(said.collect())
    }

    /// The checks made on the record, each with the last day it is good for.
    pub fn checks_section(&self) -> Section {
        let mut table = Table::new(
            "",
            &[
                Column::words("check"),
                Column::words("how it stands"),
                Column::date("made on"),
                Column::words("by"),
                Column::date("good to"),
                Column::words("evidence"),
            ],
        );
        let of_line = |answer: &&&Assessment<'a>| {
            matches!(answer.requirement.check, Check::Evidence { .. })
                && !matches!(answer.standing, Standing::NotRequired { .. })
        };
        let own = self.own();
        table.rows = own
            .iter()
            .filter(of_line)
            .map(|answer| check_cells(answer))
            .collect();
        table.rows.sort();
        Section::new("Checks").table(table, "No check is asked for.")
    }
}

fn check_cells(answer: &Assessment<'_>) -> Vec<String> {
    let evidence = answer.evidence.as_ref();
    let day = |day: Option<chrono::NaiveDate>| day.map_or(String::new(), |day| day.to_string());
    let good_to = match answer.standing {
        Standing::Met { until } => until,
        _ => evidence.and_then(|evidence| evidence.expires),
    };
    let words = |words: Option<&String>| words.cloned().unwrap_or_default();
    vec![
        answer.requirement.title.clone(),
        standing_said(answer.standing.name()).to_owned(),
        day(evidence.and_then(|evidence| evidence.date)),
        words(evidence.and_then(|evidence| evidence.by.as_ref())),
        day(good_to),
        words(evidence.and_then(|evidence| evidence.words.as_ref())),
    ]
}

fn lead(item: &Item) -> String {
    let name = item.lead_name.clone();
    name.unwrap_or_else(|| "nobody named".into())
}

/// The items of a page that are not simply met, with why.
fn open_items(page: &Page) -> Table {
    let mut table = Table::new(
        format!("{}: what is not met", page.title),
        &[
            Column::words("item"),
            Column::words("how it stands"),
            Column::words("why"),
        ],
    );
    for item in page.open_items() {
        let mut why: Vec<&str> = Vec::new();
        for line in item.open_lines() {
            if !why.contains(&line.message.as_str()) {
                why.push(&line.message);
            }
        }
        table.rows.push(vec![
            item.text.clone(),
            standing_said(item.standing).to_owned(),
            why.join("\n"),
        ]);
    }
    table
}
