//! A report as one web page that needs nothing else: no network, no script, no
//! other file. It is read on a telephone, in the dark and on paper.

mod charts;
mod tables;

use super::clean;
use crate::views::{Block, Document, Fact, Section};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// Nothing may be fetched and nothing may run, whatever a record has in it.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// The whole page. All text is escaped by the template, and freed of characters
/// that change how other text is shown.
pub fn page(document: &Document) -> String {
    let lead = html! {
        @if !document.lead.is_empty() {
            p class="lead" { (shown(&document.lead)) }
        }
    };
    let footer = html! {
        footer { "This page says what the records show. It does not say that a place is safe; that judgement is people's." }
    };
    whole(document, &lead, &footer)
}

/// The same of a letter or form, which goes to others: its lead is for whoever
/// fills it in, and is not printed.
pub fn letter(document: &Document) -> String {
    let lead = html! {
        p class="lead for-the-school" { (shown(&document.lead)) }
    };
    whole(document, &lead, &html! {})
}

fn whole(document: &Document, lead: &Markup, footer: &Markup) -> String {
    let body = html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="referrer" content="no-referrer";
                meta name="robots" content="noindex";
                title { (shown(&document.title)) }
                style { (PreEscaped(include_str!("style.css"))) }
            }
            body {
                (charts::patterns())
                main {
                    h1 { (shown(&document.title)) }
                    (facts(&document.facts))
                    (lead)
                    @for section in &document.sections {
                        (sectioned(section, 2))
                    }
                }
                (footer)
            }
        }
    };
    let mut text = body.into_string();
    text.push('\n');
    text
}

fn sectioned(of: &Section, depth: usize) -> Markup {
    html! {
        section {
            @if !of.heading.is_empty() {
                (heading(&of.heading, depth))
            }
            @for block in &of.blocks {
                (blocked(block, &of.heading))
            }
            @for inner in &of.sections {
                (sectioned(inner, depth + 1))
            }
        }
    }
}

fn heading(text: &str, depth: usize) -> Markup {
    let text = shown(text);
    match depth {
        2 => html! { h2 { (text) } },
        3 => html! { h3 { (text) } },
        _ => html! { h4 { (text) } },
    }
}

fn blocked(block: &Block, under: &str) -> Markup {
    match block {
        Block::Words(words) => html! { p { (shown(words)) } },
        Block::List(list) => html! { ul { @for line in list { li { (shown(line)) } } } },
        Block::Facts(of) => facts(of),
        Block::Table(table) => tables::table(table, under),
        Block::Chart(chart) => charts::chart(chart),
        Block::Signature(places) => html! {
            div class="signature" { @for place in places { span { (place) } } }
        },
    }
}

fn facts(facts: &[Fact]) -> Markup {
    html! {
        @if !facts.is_empty() {
            dl {
                @for fact in facts {
                    dt { (shown(&fact.label)) }
                    dd { (shown(&fact.value)) }
                }
            }
        }
    }
}

/// Text of a record; the template escapes it.
fn shown(text: &str) -> String {
    clean(text)
}
