//! The file of a placement or a provider, as the provider may have it.
//!
//! Only the fields in these lists are printed, so that a field that is added to
//! the records one day stays in. What is about the family, social care, health,
//! concerns, costs, or other people's views is in none of them.

use super::Head;
use crate::assess::Case;
use crate::records::fields::{PLACEMENT, PROVIDER};
use crate::records::{Is, Kind, Placement, Record, Records, Shape, Table as Fields, Value};
use crate::views::words;
use crate::views::{Block, Column, Document, Fact, Section, Table};
use chrono::NaiveDate;

/// What the provider may know of a placement.
const OF_PLACEMENT: &[&str] = &[
    "site",
    "activity",
    "mode",
    "registration",
    "lead",
    "start",
    "end",
    "review-dates",
    "report-to",
    "times.morning-starts",
    "times.morning-ends",
    "times.break",
    "times.afternoon-starts",
    "times.afternoon-ends",
    "aim",
    "pupil.ref",
    "pupil.year-group",
    "transport.how",
    "transport.arranged-by",
    "transport.operator",
    "week.from",
    "week.mon",
    "week.tue",
    "week.wed",
    "week.thu",
    "week.fri",
    "objectives.key",
    "objectives.area",
    "objectives.aim",
    "objectives.measure",
    "objectives.baseline",
    "objectives.target",
    "objectives.by",
    "progress.date",
    "progress.objective",
    "progress.value",
    "reviews.date",
    "reviews.kind",
    "reviews.outcome",
    "reviews.next",
    "reports.date",
    "reports.covers",
    "extensions.date",
    "extensions.now",
];

/// What the provider may know of the school's record of it.
const OF_PROVIDER: &[&str] = &[
    "name",
    "kind",
    "urn",
    "ukprn",
    "lead",
    "capacity.full-time-pupils-declared",
    "capacity.of-them-ehc-plan-or-looked-after",
    "capacity.declared",
    "sites.key",
    "sites.address",
    "sites.postcode",
    "sites.from",
    "sites.until",
    "sites.subcontractor",
    "key-contacts.role",
    "key-contacts.name",
    "key-contacts.phone",
    "key-contacts.email",
    "agreed.absence-reported-by",
    "agreed.absence-reported-to",
    "agreed.calls-home",
    "agreed.calls-home-by",
    "agreed.welfare-checks",
    "agreed.concerns-to",
    "agreed.accidents-to",
    "agreed.reports-every",
    "agreed.returns-every",
    "visits.date",
    "visits.kind",
    "visits.site",
    "visits.outcome",
];

pub fn placement_for_provider(case: Case<'_>, placement: Placement<'_>, head: &Head) -> Document {
    let record = placement.record;
    document(case, record, &PLACEMENT, OF_PLACEMENT, head)
}

pub fn provider_for_itself(case: Case<'_>, provider: &Record, head: &Head) -> Document {
    document(case, provider, &PROVIDER, OF_PROVIDER, head)
}

fn document(
    case: Case<'_>,
    record: &Record,
    shape: &'static Shape,
    allowed: &[&str],
    head: &Head,
) -> Document {
    let print = Print {
        records: case.records,
        known: case.known,
        allowed,
    };
    let mut sections = vec![Section::new("In short").facts(print.facts(&record.table, shape, ""))];
    for field in shape.fields {
        sections.extend(print.section(&record.table, field.name, field.kind));
    }
    Document {
        kind: "for-provider",
        title: format!("{}: for the provider", record.id),
        facts: head.facts(),
        lead: "This holds only what the provider needs of the school's file.".into(),
        sections,
    }
}

struct Print<'r> {
    records: &'r Records,
    /// The last day of which anything is known.
    known: NaiveDate,
    allowed: &'r [&'r str],
}

impl Print<'_> {
    fn may(&self, path: &str) -> bool {
        self.allowed.contains(&path)
    }

    /// The plain fields of a table that may be printed, in the order of the
    /// table of fields.
    fn facts(&self, table: &Fields, shape: &'static Shape, under: &str) -> Vec<Fact> {
        let plain = shape.fields.iter().filter(|field| !is_table(field.kind));
        plain
            .filter(|field| self.may(&format!("{under}{}", field.name)))
            .filter_map(|field| {
                let value = self.words(table.get(field.name)?, field.kind)?;
                Some(Fact::new(title_of(field.name), value))
            })
            .collect()
    }

    /// A table or a list of tables of the record, if any of it may be printed.
    fn section(&self, table: &Fields, name: &'static str, kind: Kind) -> Option<Section> {
        let under = format!("{name}.");
        let value = table.get(name)?;
        let heading = title_of(name);
        match kind {
            Kind::Table(shape) | Kind::Partial(shape) => {
                let facts = self.facts(value.table()?, shape, &under);
                (!facts.is_empty()).then(|| Section::new(heading).facts(facts))
            }
            Kind::Tables(shape) => {
                let table = self.table(value, shape, &under);
                (!table.rows.is_empty() && !table.columns.is_empty()).then(|| Section {
                    heading,
                    blocks: vec![Block::Table(table)],
                    sections: Vec::new(),
                })
            }
            _ => None,
        }
    }

    fn table(&self, entries: &Value, shape: &'static Shape, under: &str) -> Table {
        let fields: Vec<_> = shape
            .fields
            .iter()
            .filter(|field| self.may(&format!("{under}{}", field.name)))
            .collect();
        let column = |field: &&&'static crate::records::Field| match field.kind {
            Kind::Date => Column::date(field.name),
            Kind::Number | Kind::Whole | Kind::Percent => Column::number(field.name),
            _ => Column::words(field.name),
        };
        let columns: Vec<Column> = fields.iter().map(|field| column(&field)).collect();
        let mut table = Table::new("", &columns);
        let entries = entries.items().iter().filter_map(Value::table);
        // What is dated later has not happened.
        let happened = |entry: &&Fields| {
            entry
                .date("date")
                .known()
                .is_none_or(|date| date <= self.known)
        };
        for entry in entries.filter(happened) {
            let cell = |field: &&'static crate::records::Field| {
                let value = entry.get(field.name);
                match (field.kind, value) {
                    (Kind::Date, Some(value)) => value.date().map(|date| date.to_string()),
                    (_, Some(value)) => self.words(value, field.kind),
                    (_, None) => None,
                }
                .unwrap_or_default()
            };
            table.rows.push(fields.iter().map(cell).collect());
        }
        table.drop_empty_columns();
        table
    }

    /// A value in words; `None` where it could not be read, or has tables in it.
    fn words(&self, value: &Value, kind: Kind) -> Option<String> {
        if value.unreadable_inside().is_some() {
            return None;
        }
        Some(match (&value.is, kind) {
            (Is::Text(place), Kind::Whereabouts) => match &**place {
                "ap" => "here".to_owned(),
                "school" | "home" | "remote" => place.to_string(),
                // Which placement it is tells more than where the pupil is not.
                _ => "another provider".to_owned(),
            },
            (Is::List(items), Kind::List(of)) => {
                let items = items.iter().filter_map(|item| self.words(item, *of));
                items.collect::<Vec<_>>().join(", ")
            }
            (Is::Table(_), _) => return None,
            _ => words::value(self.records, kind, value),
        })
    }
}

/// "Review dates" of `review-dates`.
fn title_of(name: &str) -> String {
    let words = words::spoken(name);
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn is_table(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Table(_) | Kind::Partial(_) | Kind::Tables(_) | Kind::Map(_) | Kind::Lines(_)
    )
}
