//! A report as Markdown, for a pull request or a wiki.

use super::clean;
use super::table::markdown_body;
use crate::views::{Block, Document, Fact, Section};

pub fn document_markdown(document: &Document) -> String {
    let mut out = format!("# {}\n", line(&document.title));
    out.push_str(&facts(&document.facts));
    if !document.lead.is_empty() {
        out.push_str(&format!("\n{}\n", line(&document.lead)));
    }
    for section in &document.sections {
        out.push_str(&sectioned(section, 2));
    }
    out
}

fn sectioned(section: &Section, depth: usize) -> String {
    let mut out = String::new();
    if !section.heading.is_empty() {
        out.push_str(&format!(
            "\n{} {}\n",
            "#".repeat(depth),
            line(&section.heading)
        ));
    }
    for block in &section.blocks {
        out.push_str(&blocked(block));
    }
    for inner in &section.sections {
        out.push_str(&sectioned(inner, depth + 1));
    }
    out
}

fn blocked(block: &Block) -> String {
    match block {
        Block::Words(words) => format!("\n{}\n", line(words)),
        Block::List(list) => {
            let lines: String = list
                .iter()
                .map(|words| format!("- {}\n", line(words)))
                .collect();
            format!("\n{lines}")
        }
        Block::Facts(of) => facts(of),
        Block::Table(table) => {
            let title = match table.title.as_str() {
                "" => String::new(),
                title => format!("\n**{}**\n", line(title)),
            };
            format!("{title}\n{}", markdown_body(table))
        }
        Block::Chart(chart) => {
            format!(
                "\n**{}**\n\n{}",
                line(&chart.caption),
                markdown_body(&chart.table())
            )
        }
        Block::Signature(places) => {
            let lines: String = places
                .iter()
                .map(|place| format!("- {place}: ________\n"))
                .collect();
            format!("\n{lines}")
        }
    }
}

fn facts(facts: &[Fact]) -> String {
    if facts.is_empty() {
        return String::new();
    }
    let lines: String = facts
        .iter()
        .map(|fact| format!("- {}: {}\n", line(&fact.label), line(&fact.value)))
        .collect();
    format!("\n{lines}")
}

/// Text of a record in one line, in which nothing is taken for Markdown or HTML.
fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean(text.trim()).chars() {
        match c {
            '\n' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}
