//! A checklist as a page of rows and columns.

use super::compliance::{Counts, Item, Line, Page, Signed};
use super::{Column, Table};
use chrono::NaiveDate;

/// A sign for a standing, never without its word in a legend or beside it.
pub fn sign(standing: &str) -> &'static str {
    match standing {
        "met" => "✓",
        "breached" => "✗",
        "outstanding" => "…",
        "action" => "!",
        "excepted" => "e",
        "not-required" => "–",
        _ => "?",
    }
}

/// A standing as it is printed on a page.
pub fn standing_said(standing: &str) -> &'static str {
    match standing {
        "met" => "met",
        "breached" => "not met",
        "outstanding" => "not yet there",
        "action" => "something to do",
        "excepted" => "reasonable grounds recorded",
        "not-required" => "not required",
        _ => "cannot be judged",
    }
}

const INCOMPLETE: &str =
    "A placement could not be read, so items that rest on placements may leave it out.";

pub const LEGEND: &str = "✓ met · ✗ not met · … not yet there · ! something to do · e reasonable grounds recorded · – not required · ? cannot be judged";

impl Signed {
    /// "Signed by R. Okafor, DSL, on 4 September 2026."
    pub(super) fn said(&self) -> String {
        let on = crate::calendar::said(self.date);
        match &self.stale {
            None => format!("Signed by {}, on {on}.", self.by),
            Some(what) => format!(
                "Signed by {}, on {on}; out of date, to be signed again, since {what}.",
                self.by
            ),
        }
    }
}

impl Counts {
    /// "8 of 10 met; 1 not met, 1 with something to do".
    pub fn said(&self) -> String {
        if self.of == 0 {
            return "nothing is asked for here".into();
        }
        let others: Vec<String> = [
            (self.breached, "not met"),
            (self.outstanding, "not yet there"),
            (self.action, "with something to do"),
            (self.excepted, "with reasonable grounds recorded"),
            (self.not_evaluated, "that cannot be judged"),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
        let others = if others.is_empty() {
            String::new()
        } else {
            format!("; {}", others.join(", "))
        };
        format!("{} of {} met{others}", self.met, self.of)
    }
}

const PAGE_COLUMNS: &[Column] = &[
    Column::words(""),
    Column::words("item"),
    Column::words("standing"),
    Column::date("date"),
    Column::words("evidence").rank(2),
    Column::words("who").rank(1),
    Column::date("good to"),
];

/// A row of the page with words in the column `item` alone.
fn words_only(words: String) -> Vec<String> {
    let mut row = vec![String::new(), words];
    row.resize(PAGE_COLUMNS.len(), String::new());
    row
}

impl Page {
    /// The checklist as its document lays it out.
    pub fn table(&self) -> Table {
        let edition = self
            .edition
            .as_ref()
            .filter(|edition| !self.title.contains(*edition))
            .map_or(String::new(), |edition| format!(", {edition}"));
        let mut table = Table::new(
            format!(
                "{}{edition}\n{}: {}",
                self.title,
                self.subject,
                self.counts.said()
            ),
            PAGE_COLUMNS,
        );
        for section in &self.sections {
            if self.sections.len() > 1 {
                table.rows.push(words_only(section.title.clone()));
            }
            for (at, item) in section.items.iter().enumerate() {
                table.rows.push(item.cells(at + 1));
                for line in item.open_lines() {
                    table.rows.push(words_only(format!("· {}", line.message)));
                }
            }
        }
        if self.incomplete {
            table.notes.push(INCOMPLETE.into());
        }
        table.notes.extend(self.ended.map(|last| {
            format!(
                "Ended on {}; the provider, the pupil and the school are shown as on that day.",
                crate::calendar::said(last)
            )
        }));
        table.notes.extend(self.signed.as_ref().map(Signed::said));
        let lapses = self
            .items()
            .flat_map(|item| &item.lines)
            .filter(|line| !line.lapses.is_empty());
        for line in lapses {
            table.notes.push(format!(
                "`{}` of {} was not in order from {}.",
                line.requirement,
                line.subject,
                crate::calendar::spans_said(&line.lapses)
            ));
        }
        table
    }

    /// A table for each section, called by it; what is not simply met is said
    /// under its item.
    pub(super) fn section_tables(&self) -> Vec<Table> {
        let tables = self.sections.iter().map(|section| {
            let mut table = Table::new(section.title.clone(), PAGE_COLUMNS);
            for (at, item) in section.items.iter().enumerate() {
                let mut cells = item.cells(at + 1);
                for line in item.open_lines() {
                    cells[1].push_str(&format!("\n· {}", line.message));
                }
                table.rows.push(cells);
            }
            table
        });
        tables.collect()
    }

    /// The items that are asked for and not simply met.
    pub fn open_items(&self) -> impl Iterator<Item = &Item> {
        self.items()
            .filter(|item| !matches!(item.standing, "met" | "not-required"))
    }

    /// Every requirement behind every item, a row each.
    pub fn rows(&self) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        let date = |date: Option<NaiveDate>| date.map_or(String::new(), |date| date.to_string());
        for section in &self.sections {
            for (at, item) in section.items.iter().enumerate() {
                for line in &item.lines {
                    rows.push(vec![
                        self.checklist.clone(),
                        self.subject.clone(),
                        section.title.clone(),
                        (at + 1).to_string(),
                        item.text.clone(),
                        item.standing.to_owned(),
                        line.requirement.clone(),
                        line.subject.clone(),
                        line.standing.to_owned(),
                        date(line.day),
                        date(line.date),
                        line.by.clone().unwrap_or_default(),
                        line.evidence.clone().unwrap_or_default(),
                        date(line.expires),
                        line.message.clone(),
                    ]);
                }
            }
        }
        rows
    }
}

pub const ROW_COLUMNS: &[Column] = &[
    Column::words("checklist"),
    Column::words("record"),
    Column::words("section"),
    Column::number("item"),
    Column::words("text"),
    Column::words("item standing"),
    Column::words("requirement"),
    Column::words("about"),
    Column::words("standing"),
    Column::date("day"),
    Column::date("date"),
    Column::words("who"),
    Column::words("evidence"),
    Column::date("good to"),
    Column::words("what"),
];

impl Item {
    fn cells(&self, number: usize) -> Vec<String> {
        let date = |date: Option<NaiveDate>| date.map_or(String::new(), |date| date.to_string());
        let latest = self
            .lines
            .iter()
            .filter(|line| line.date.is_some())
            .max_by_key(|line| line.date);
        let until = self
            .lines
            .iter()
            .filter(|line| line.standing == "met")
            .filter_map(|line| line.expires)
            .min();
        vec![
            sign(self.standing).to_owned(),
            format!("{number}. {}", self.text),
            standing_said(self.standing).to_owned(),
            date(latest.and_then(|line| line.date)),
            latest
                .and_then(|line| line.evidence.clone())
                .unwrap_or_default(),
            latest.and_then(|line| line.by.clone()).unwrap_or_default(),
            date(until),
        ]
    }

    /// What is not simply met.
    pub fn open_lines(&self) -> impl Iterator<Item = &Line> {
        self.lines
            .iter()
            .filter(|line| !matches!(line.standing, "met" | "not-required"))
    }
}

/// The records against the items of one checklist: a sign for each.
pub fn matrix(pages: &[Page]) -> Table {
    let Some(first) = pages.first() else {
        return Table::default();
    };
    let mut table = Table::new(
        first.title.clone(),
        &[
            Column::words("record"),
            Column::words("items, in the document's order"),
            Column::words("met"),
        ],
    );
    for page in pages {
        let sections: Vec<String> = page
            .sections
            .iter()
            .map(|section| {
                section
                    .items
                    .iter()
                    .map(|item| sign(item.standing))
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect();
        table.rows.push(vec![
            page.subject.clone(),
            sections.join("  |  "),
            page.counts.said(),
        ]);
    }
    if pages.iter().any(|page| page.incomplete) {
        table.notes.push(INCOMPLETE.into());
    }
    table.notes.push(LEGEND.into());
    table
}
