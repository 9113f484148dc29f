//! The table of fields as a JSON Schema, for programs that check files against one:
//! types, what must be there, the words a field may hold, and nothing unknown.
//!
//! ```sh
//! cargo run --example schema -- placement
//! ```
#![expect(
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "this is a program of its own, beside apcheck"
)]

use apcheck::attendance::CODES;
use apcheck::records::{Field, Kind, Shape, fields};
use serde_json::{Map, Value, json};
use std::process::ExitCode;

fn main() -> ExitCode {
    let schema = match std::env::args().nth(1).as_deref() {
        Some("placement") => object(&fields::PLACEMENT),
        Some("provider") => object(&fields::PROVIDER),
        Some("register") => register(),
        _ => {
            eprintln!("usage: schema placement | provider | register");
            return ExitCode::from(2);
        }
    };
    println!("{schema:#}");
    ExitCode::SUCCESS
}

fn object(shape: &Shape) -> Value {
    let required: Vec<&str> = shape
        .fields
        .iter()
        .filter(|field| field.required)
        .map(|field| field.name)
        .collect();
    let properties: Map<String, Value> = shape.fields.iter().map(property).collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn property(field: &Field) -> (String, Value) {
    (field.name.to_owned(), schema(&field.kind))
}

fn schema(kind: &Kind) -> Value {
    match kind {
        Kind::Word(words) => json!({ "enum": words }),
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Time => json!({ "type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]" }),
        Kind::Month => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$" }),
        Kind::Whole => json!({ "type": "integer", "minimum": 0 }),
        Kind::Number => json!({ "type": "number", "minimum": 0 }),
        Kind::Percent => json!({ "type": "number", "minimum": 0, "maximum": 100 }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Answer => json!({ "type": ["boolean", "string"] }),
        Kind::Text | Kind::Reference(_) | Kind::Whereabouts => json!({ "type": "string" }),
        Kind::List(inner) => json!({ "type": "array", "items": schema(inner) }),
        Kind::Table(shape) | Kind::Partial(shape) => object(shape),
        Kind::Tables(shape) => json!({ "type": "array", "items": object(shape) }),
        Kind::Map(inner) => json!({ "type": "object", "additionalProperties": schema(inner) }),
        Kind::Lines(shape) => {
            json!({ "anyOf": [object(shape), { "type": "array", "items": object(shape) }] })
        }
        Kind::Free => json!({}),
    }
}

/// A register as an array of its rows.
fn register() -> Value {
    let codes = CODES.iter().filter(|code| code.is_the_providers());
    let mut marks: Vec<&str> = codes.map(|code| code.mark).collect();
    marks.push("");
    json!({
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "date": { "type": "string", "format": "date" },
                "am": { "enum": marks },
                "pm": { "enum": marks },
                "minutes-late": { "type": "string", "pattern": "^[0-9]*$" },
                "note": { "type": "string" },
            },
            "required": ["date", "am", "pm"],
            "additionalProperties": false,
        },
    })
}
