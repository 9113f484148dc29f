//! What was looked at and what was not: visits, incidents, checklists, reasonable
//! grounds, and what falls due next.

use super::Term;
use crate::assess::{Assessment, Standing};
use crate::calendar::{add_days, said};
use crate::records::Table as Fields;
use crate::rulebook::{Check, Requirement};
use crate::views::compliance::{Counts, pages};
use crate::views::due::{Item, items};
use crate::views::gate::short_title;
use crate::views::words::spoken;
use crate::views::{Bar, Chart, Column, Section, Shape, Table, TimeLine};
use std::collections::BTreeMap;

/// How far ahead the report looks.
const AHEAD_DAYS: u32 = 42;

pub(super) fn sections(term: &Term<'_, '_>) -> Vec<Section> {
    let until = add_days(term.case.on, AHEAD_DAYS);
    let items = items(term.case, &term.standings.all, until);
    let (overdue, ahead): (Vec<&Item>, Vec<&Item>) =
        items.iter().partition(|item| item.is_overdue());
    vec![
        visits(term, &overdue),
        incidents(term),
        checklists(term),
        exceptions(term),
        Section::new("Not in order today").table(
            by_title(term, &overdue),
            "Nothing that is asked for is overdue.",
        ),
        Section::new(format!("What falls due to {}", said(until)))
            .table(by_title(term, &ahead), "Nothing falls due.")
            .chart(time_line(term, &ahead, until)),
    ]
}

/// Entries of a log of the providers, dated in the days of the report.
fn entries<'t>(term: &'t Term<'_, '_>, log: &'static str) -> Vec<(&'t str, &'t Fields)> {
    let in_days = |entry: &&Fields| {
        let date = entry.date("date").known();
        date.is_some_and(|date| term.asked.span.contains(date) && date <= term.case.known)
    };
    let providers = term.case.records.providers.values();
    providers
        .flat_map(|provider| {
            let entries = provider.table.tables(log).filter(in_days);
            entries.map(|entry| (provider.id.as_str(), entry))
        })
        .collect()
}

/// Visits made to each provider, and how many that are asked for are not on
/// record.
fn visits(term: &Term<'_, '_>, overdue: &[&Item]) -> Section {
    let mut rows: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for placement in &term.placements {
        rows.entry(term.provider(placement.provider_id()))
            .or_default();
    }
    for (provider, _) in entries(term, "visits") {
        rows.entry(term.provider(Some(provider))).or_default()[0] += 1;
    }
    for item in overdue
        .iter()
        .filter(|item| term.is_of_visits(&item.requirement))
    {
        let placement = term.case.records.placement(&item.subject);
        let provider = placement.map_or(Some(item.subject.as_str()), |placement| {
            placement.provider_id()
        });
        rows.entry(term.provider(provider)).or_default()[1] += 1;
    }
    let mut table = Table::new(
        "",
        &[
            Column::words("provider"),
            Column::number("visits made"),
            Column::number("asked for and not on record"),
        ],
    );
    for (provider, counts) in rows {
        let counts = counts.map(|count| term.count(count));
        table
            .rows
            .push(std::iter::once(provider).chain(counts).collect());
    }
    Section::new("Visits").table(table, "No placement was live in these days.")
}

impl Term<'_, '_> {
    /// Whether a requirement asks for visits.
    fn is_of_visits(&self, id: &str) -> bool {
        let requirement = self.case.rulebook.requirement(id);
        requirement.is_some_and(|requirement| match &requirement.check {
            Check::Log(log) => log.names.iter().any(|log| log == "visits"),
            _ => false,
        })
    }

    /// What a requirement asks for; the title of a school's own may name a child.
    fn title<'t>(&self, requirement: &'t Requirement) -> &'t str {
        self.named(&requirement.title, "a requirement of the school's own")
    }
}

fn incidents(term: &Term<'_, '_>) -> Section {
    let mut counts: BTreeMap<(&'static str, String), usize> = BTreeMap::new();
    for (_, entry) in entries(term, "incidents") {
        let kind = entry.text("kind").known().unwrap_or("kind not recorded");
        *counts.entry(("incident", spoken(kind))).or_default() += 1;
    }
    for (_, entry) in entries(term, "complaints") {
        let stage = entry.text("stage").known().unwrap_or("stage not recorded");
        *counts
            .entry(("complaint", format!("to {}", spoken(stage))))
            .or_default() += 1;
    }
    let known = |date| term.asked.span.contains(date) && date <= term.case.known;
    for concern in term
        .placements
        .iter()
        .flat_map(|placement| placement.table().tables("concerns"))
    {
        if concern.date("date").known().is_some_and(known) {
            let category = concern
                .text("category")
                .known()
                .unwrap_or("category not recorded");
            *counts.entry(("concern", spoken(category))).or_default() += 1;
        }
    }
    let mut table = Table::new(
        "",
        &[
            Column::words("what"),
            Column::words("category"),
            Column::number("recorded"),
        ],
    );
    for ((what, category), count) in counts {
        table
            .rows
            .push(vec![what.to_owned(), category, term.count(count)]);
    }
    Section::new("Incidents, concerns and complaints").table(
        table,
        "None is recorded for these days. What providers have not told the school is not in these records.",
    )
}

/// How the checklists in use stand, all records together.
fn checklists(term: &Term<'_, '_>) -> Section {
    let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
    for page in pages(term.case, &term.standings, None, &[]) {
        let title = term.named(&page.title, "a checklist of the school's own");
        counts
            .entry(title.to_owned())
            .or_default()
            .add(&page.counts);
    }
    let bars = counts.iter().map(|(title, counts)| Bar {
        label: short_title(title),
        parts: vec![
            ("met", counts.met),
            ("something to do", counts.action),
            ("reasonable grounds recorded", counts.excepted),
            ("not yet there", counts.outstanding),
            ("cannot be judged", counts.not_evaluated),
            ("not met", counts.breached),
        ],
    });
    let bars: Vec<Bar> = if term.asked.public {
        Vec::new()
    } else {
        bars.collect()
    };
    let mut table = Table::new(
        "",
        &[
            Column::words("checklist"),
            Column::words("how its items stand"),
        ],
    );
    for (title, counts) in &counts {
        let said = if term.asked.public && counts.of < super::suppression::LEAST {
            super::suppression::NOT_SHOWN.to_owned()
        } else if term.asked.public {
            format!("{:.0} % met", percent(counts.met, counts.of))
        } else {
            counts.said()
        };
        table.rows.push(vec![title.clone(), said]);
    }
    Section::new("How the checklists stand today")
        .words("Each checklist that the school answers to, over all records it is laid out for: the items that are met, and those that are not.")
        .table(table, "No checklist is in use.")
        .chart(Chart::new("Items of each checklist", Shape::Bars(bars)))
}

#[expect(clippy::cast_precision_loss, reason = "counts of items")]
fn percent(part: usize, whole: usize) -> f64 {
    part as f64 * 100.0 / whole.max(1) as f64
}

/// How often reasonable grounds are recorded for what. The reasons describe
/// children, and are not here.
fn exceptions(term: &Term<'_, '_>) -> Section {
    let in_force = |answer: &&Assessment<'_>| matches!(answer.standing, Standing::Excepted { .. });
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for answer in term.standings.all.iter().filter(in_force) {
        let title = term.title(answer.requirement);
        *counts.entry(title.to_owned()).or_default() += 1;
    }
    let mut table = Table::new(
        "",
        &[
            Column::words("what is departed from"),
            Column::number("records"),
        ],
    );
    for (title, count) in counts {
        table.rows.push(vec![title, term.count(count)]);
    }
    Section::new("Guidance departed from for reasonable grounds")
        .table(table, "Nowhere at present.")
}

/// How many of each requirement.
fn by_title(term: &Term<'_, '_>, items: &[&Item]) -> Table {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for item in items {
        *counts.entry(term.item_title(item)).or_default() += 1;
    }
    let mut table = Table::new("", &[Column::words("what"), Column::number("records")]);
    for (title, count) in counts {
        table.rows.push(vec![title, term.count(count)]);
    }
    table
}

impl Term<'_, '_> {
    fn item_title(&self, item: &Item) -> String {
        let requirement = self.case.rulebook.requirement(&item.requirement);
        requirement.map_or_else(String::new, |requirement| {
            self.title(requirement).to_owned()
        })
    }
}

fn time_line(term: &Term<'_, '_>, items: &[&Item], until: chrono::NaiveDate) -> Chart {
    let mut days: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for item in items.iter().filter(|_| !term.asked.public) {
        if let Some(date) = item.date {
            days.entry(date).or_default().push(term.item_title(item));
        }
    }
    for titles in days.values_mut() {
        titles.sort();
    }
    let line = TimeLine {
        from: term.case.on,
        to: until,
        days: days.into_iter().collect(),
    };
    Chart::new("When it falls due", Shape::TimeLine(line))
}
