//! A checklist as its document lays it out, with a place to sign.

use super::Head;
use crate::calendar::{said, spans_said};
use crate::views::compliance::Page;
use crate::views::compliance_page::LEGEND;
use crate::views::{Block, Document, Fact, Section};

/// What is written under the lines to be signed.
const SIGNED_WITH: [&str; 4] = ["Name", "Position", "Signature", "Date"];

pub fn checklist(page: &Page, head: &Head) -> Document {
    let mut facts = vec![Fact::new("Of", &*page.subject)];
    facts.extend(head.facts());
    facts.push(Fact::new("How it stands", page.counts.said()));
    if let Some(edition) = &page.edition {
        facts.push(Fact::new("Edition", &**edition));
    }
    if let Some(last) = page.ended {
        let words = format!(
            "{}; the provider, the pupil and the school are shown as on that day",
            said(last)
        );
        facts.push(Fact::new("Ended", words));
    }
    let mut sections: Vec<Section> = page
        .section_tables()
        .into_iter()
        .map(|mut table| {
            let heading = std::mem::take(&mut table.title);
            Section::new(heading).table(table, "Nothing is asked for here.")
        })
        .collect();
    sections.extend(past(page));
    sections.push(signature(page));
    Document {
        kind: "checklist",
        title: page.title.clone(),
        facts,
        lead: String::new(),
        sections,
    }
}

/// Days in the past that were not in order, if there are any.
fn past(page: &Page) -> Option<Section> {
    let lines = page.items().flat_map(|item| &item.lines);
    let past: Vec<String> = lines
        .filter(|line| !line.lapses.is_empty())
        .map(|line| {
            format!(
                "`{}` of {} was not in order from {}.",
                line.requirement,
                line.subject,
                spans_said(&line.lapses)
            )
        })
        .collect();
    (!past.is_empty()).then(|| Section::new("Days that were not in order").list(past))
}

fn signature(page: &Page) -> Section {
    let signed = page
        .signed
        .as_ref()
        .map(crate::views::compliance::Signed::said);
    let mut section = Section::new("Signature")
        .words(signed.unwrap_or_else(|| "Not signed yet.".into()))
        .words(LEGEND);
    section.blocks.push(Block::Signature(SIGNED_WITH.to_vec()));
    section
}
