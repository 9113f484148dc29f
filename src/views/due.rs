//! What falls due, and when: standings by the next day on which they change.

use super::standings::Standings;
use super::{Column, Table};
use crate::assess::{Assessment, Case, Standing, Subject};
use crate::calendar::{Period, Unit, after, next_day, said};
use crate::records::Placement;
use crate::rulebook::{About, Level, Needed};
use crate::source::Place;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// One thing that is overdue or falls due.
#[derive(Clone, Debug)]
pub struct Item {
    /// The last good day; `None` where a breach has no first day.
    pub date: Option<NaiveDate>,
    /// Days from the day asked about; below zero when overdue.
    pub days: Option<i64>,
    pub standing: &'static str,
    pub requirement: String,
    pub level: Level,
    pub title: String,
    pub subject: String,
    /// Tells two standings of one requirement about one record apart, such as
    /// those of two concerns; empty where there is one. It never changes with
    /// the day that something is due.
    pub key: String,
    /// The key of who looks after it.
    pub lead: Option<String>,
    /// Their name.
    pub lead_name: Option<String>,
    pub message: String,
    pub place: Place,
    /// Kept from deciding the exit status by a backlog.
    pub backlog: bool,
    order: About,
}

#[derive(Clone, Debug)]
pub struct Due {
    pub items: Vec<Item>,
    /// The last day looked at.
    pub until: NaiveDate,
    pub placements: usize,
    pub fails: bool,
    /// The name of the school, where it is recorded.
    pub school: Option<String>,
    /// The number by which the school is known nationally.
    pub urn: Option<String>,
    /// The name of the person asked about, where only what they look after was
    /// asked for.
    pub lead_name: Option<String>,
}

/// What is breached, and what changes up to `within` from the day of `case`.
pub fn due(case: Case<'_>, within: Period, lead: Option<&str>, fail_on: Level) -> Due {
    let until = match within.unit {
        Unit::SchoolDay => after(case.calendar, case.on, within).unwrap_or(case.on),
        _ => after(case.calendar, case.on, within).unwrap_or(NaiveDate::MAX),
    };
    let mut items = items(case, &Standings::of(case).all, until);
    if let Some(lead) = lead {
        items.retain(|item| item.lead.as_deref() == Some(lead));
    }
    let school = case.records.commissioner.table.table("commissioner");
    Due {
        school: school
            .and_then(|school| school.text("name").known())
            .map(str::to_owned),
        urn: school
            .and_then(|school| school.number("urn").known())
            .map(|urn| urn.to_string()),
        lead_name: lead.map(|lead| case.records.person(lead).to_owned()),
        fails: items
            .iter()
            .any(|item| item.is_overdue() && !item.backlog && item.level >= fail_on),
        items,
        until,
        placements: case.records.placements.len(),
    }
}

/// What of these answers is breached or changes up to `until`, the overdue first.
pub(super) fn items(case: Case<'_>, answers: &[Assessment<'_>], until: NaiveDate) -> Vec<Item> {
    let mut met_before: BTreeMap<_, usize> = BTreeMap::new();
    let mut items: Vec<Item> = Vec::new();
    // Those that are not listed are counted too, so that an entry keeps its key
    // when one before it is settled.
    for answer in answers {
        let of = (&answer.requirement.id, answer.subject.id(), &answer.key);
        let count = met_before.entry(of).or_default();
        *count += 1;
        items.extend(item(&case, answer, until).map(|item| Item {
            key: numbered(&answer.key, *count),
            ..item
        }));
    }
    items.sort_by_cached_key(|item| {
        (
            !item.is_overdue(),
            item.date.is_some(),
            item.date,
            item.order,
            item.subject.clone(),
            item.requirement.clone(),
            item.message.clone(),
        )
    });
    items
}

/// The key of the first is its own; the next ones with the same have a number.
fn numbered(key: &str, count: usize) -> String {
    match (key, count) {
        (_, 1) => key.to_owned(),
        ("", _) => count.to_string(),
        _ => format!("{key}-{count}"),
    }
}

fn item(case: &Case<'_>, answer: &Assessment<'_>, until: NaiveDate) -> Option<Item> {
    let at_end = matches!(
        answer.requirement.needed,
        Needed::AtEnd | Needed::UntilSettled
    );
    let ended = |placement: &Placement<'_>| {
        placement
            .ending(case.on)
            .is_some_and(|ending| case.on > ending)
    };
    let has_ended = answer.has_ended()
        || match answer.subject {
            Subject::Placement(placement) => ended(&placement),
            Subject::Pupil(pupil) => case
                .records
                .placements_of(pupil)
                .all(|placement| placement.never_started() || ended(&placement)),
            _ => false,
        };
    if has_ended && !at_end {
        return None;
    }
    let date = answer.standing.day();
    match answer.standing {
        Standing::Breached { .. } => {}
        Standing::Outstanding { .. }
        | Standing::Met { .. }
        | Standing::Action { .. }
        | Standing::Excepted { .. } => {
            let day = date?;
            if day > until || day < case.on || is_after_planned_end(case, answer, day) {
                return None;
            }
        }
        Standing::NotRequired { .. } | Standing::NotEvaluated { .. } => return None,
    }
    let lead = lead_of(case, &answer.subject);
    Some(Item {
        date,
        days: date.map(|date| (date - case.on).num_days()),
        standing: answer.standing.name(),
        requirement: answer.requirement.id.clone(),
        level: answer.level,
        title: answer.requirement.title.clone(),
        subject: answer.subject.id().to_owned(),
        key: String::new(),
        lead_name: lead.map(|lead| case.records.person(lead).to_owned()),
        lead: lead.map(str::to_owned),
        message: answer.message.clone(),
        place: answer.place,
        backlog: answer.backlog.is_some(),
        order: answer.subject.about(),
    })
}

/// What falls after a planned end still to come is asked for by nobody.
fn is_after_planned_end(case: &Case<'_>, answer: &Assessment<'_>, day: NaiveDate) -> bool {
    if matches!(answer.requirement.needed, Needed::AtEnd) {
        return false;
    }
    let placements = match answer.subject {
        Subject::Placement(_) | Subject::Pupil(_) => answer.subject.placements(case.records),
        _ => return false,
    };
    let planned: Vec<_> = placements
        .iter()
        .filter_map(|placement| placement.planned_end(case.on))
        .collect();
    planned.len() == placements.len()
        && planned
            .iter()
            .max()
            .is_some_and(|end| *end >= case.on && day > *end)
}

/// Who looks after a record: its lead, or that of the placement's provider.
fn lead_of<'a>(case: &Case<'a>, subject: &Subject<'a>) -> Option<&'a str> {
    let of_placement = |placement: Placement<'a>| {
        placement
            .table()
            .text("lead")
            .known()
            .or_else(|| placement.provider()?.table.text("lead").known())
    };
    match subject {
        Subject::Commissioner => None,
        Subject::Provider(record) => record.table.text("lead").known(),
        Subject::Placement(placement) => of_placement(*placement),
        Subject::Pupil(pupil) => case.records.placements_of(pupil).find_map(of_placement),
    }
}

impl Due {
    /// One table for what is overdue and one for each day.
    pub fn tables(&self) -> Vec<Table> {
        let mut tables: Vec<Table> = Vec::new();
        for item in &self.items {
            let title = item.heading();
            let overdue = item.is_overdue();
            if tables.last().is_none_or(|table| table.title != title) {
                let first: &[Column] = if overdue {
                    &[Column::words("not in order since")]
                } else {
                    &[]
                };
                tables.push(Table::new(title, &[first, COLUMNS].concat()));
            }
            if let Some(table) = tables.last_mut() {
                let mut cells = item.cells();
                if overdue {
                    cells.insert(0, item.not_in_order_since());
                }
                table.rows.push(cells);
            }
        }
        tables
    }

    /// Everything in one table, with the day in each row.
    pub fn table(&self) -> Table {
        let mut columns = vec![
            Column::date("date"),
            Column::number("days"),
            Column::words("standing"),
        ];
        columns.extend_from_slice(COLUMNS);
        let mut table = Table::new("", &columns);
        for item in &self.items {
            let mut row = vec![
                item.date.map_or(String::new(), |date| date.to_string()),
                item.days.map_or(String::new(), |days| days.to_string()),
                item.standing.to_owned(),
            ];
            row.extend(item.cells());
            table.rows.push(row);
        }
        table
    }
}

const COLUMNS: &[Column] = &[
    Column::words("record"),
    Column::words("what"),
    Column::words("looked after by"),
    Column::words("requirement").rank(1),
];

impl Item {
    pub fn is_overdue(&self) -> bool {
        self.standing == "breached"
    }

    /// The heading it stands under: overdue, or its day.
    pub fn heading(&self) -> String {
        match self.date {
            _ if self.is_overdue() => "Overdue".to_owned(),
            Some(date) => format!("By {} {}", date.format("%A"), said(date)),
            None => "Without a day".to_owned(),
        }
    }

    /// "1 October 2026, 11 days ago": the first day it was not in order; empty
    /// where it is not overdue, or no day is known.
    pub fn not_in_order_since(&self) -> String {
        let (Some(date), Some(days)) = (self.date, self.days.filter(|days| *days < 0)) else {
            return String::new();
        };
        let since = said(next_day(date));
        match -days - 1 {
            0 => format!("{since}, today"),
            1 => format!("{since}, yesterday"),
            more => format!("{since}, {more} days ago"),
        }
    }

    fn cells(&self) -> Vec<String> {
        vec![
            self.subject.clone(),
            self.message.clone(),
            self.lead_name
                .clone()
                .unwrap_or_else(|| "nobody named".into()),
            self.requirement.clone(),
        ]
    }
}
