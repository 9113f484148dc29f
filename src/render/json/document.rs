//! A report for other programs: the same sections, each table as a list of rows
//! with the headings as keys.

use super::{day, printed};
use crate::views::{Block, Document, Fact, Kind, Section, Table};
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value, json};

#[derive(Serialize)]
struct DocumentJson<'a> {
    schema: String,
    as_of: String,
    title: &'a str,
    facts: Map<String, Value>,
    lead: &'a str,
    sections: Vec<Value>,
}

pub fn document_json(document: &Document, on: NaiveDate) -> String {
    printed(&DocumentJson {
        schema: format!("apcheck-report-{}/1", document.kind),
        as_of: day(on),
        title: &document.title,
        facts: labelled(&document.facts),
        lead: &document.lead,
        sections: document.sections.iter().map(sectioned).collect(),
    })
}

fn sectioned(section: &Section) -> Value {
    let blocks: Vec<Value> = section.blocks.iter().map(blocked).collect();
    let sections: Vec<Value> = section.sections.iter().map(sectioned).collect();
    json!({ "heading": section.heading, "content": blocks, "sections": sections })
}

fn blocked(block: &Block) -> Value {
    match block {
        Block::Words(words) => json!({ "words": words }),
        Block::List(list) => json!({ "list": list }),
        Block::Facts(facts) => json!({ "facts": labelled(facts) }),
        Block::Table(table) => json!({
            "table": table.title, "rows": rows(table), "notes": table.notes,
        }),
        Block::Chart(chart) => {
            let table = chart.table();
            json!({ "chart": chart.caption, "rows": rows(&table), "notes": table.notes })
        }
        Block::Signature(places) => json!({ "to_sign": places }),
    }
}

fn labelled(facts: &[Fact]) -> Map<String, Value> {
    let pairs = facts.iter();
    pairs
        .map(|fact| (key(&fact.label), Value::from(fact.value.clone())))
        .collect()
}

/// Each row with its headings as keys; what is empty is null.
fn rows(table: &Table) -> Vec<Value> {
    let row = |cells: &Vec<String>| {
        let pairs = table.columns.iter().zip(cells);
        let pairs = pairs.map(|(column, cell)| (key(column.heading), typed(cell, column.kind)));
        Value::Object(pairs.collect())
    };
    table.rows.iter().map(row).collect()
}

fn typed(cell: &str, kind: Kind) -> Value {
    if cell.is_empty() {
        return Value::Null;
    }
    if kind != Kind::Number {
        return Value::from(cell);
    }
    if let Ok(count) = cell.parse::<i64>() {
        return Value::from(count);
    }
    cell.parse::<f64>()
        .ok()
        .map_or_else(|| Value::from(cell), Value::from)
}

/// "next review" as `next_review`; a column without a heading holds a sign.
fn key(heading: &str) -> String {
    match heading {
        "" => "sign".to_owned(),
        heading => heading.to_lowercase().replace(' ', "_"),
    }
}
