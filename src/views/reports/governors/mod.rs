//! The term for governors or trustees: numbers, never a child.
//!
//! Nothing that a record says in free words is printed, but for names of
//! providers, terms, checklists and requirements; those are held against the
//! pupils' names and references first. Numbers of pupils by special needs,
//! social care or reason are left out below five, and with `public` every
//! number is.

mod attended;
mod checked;
mod outcomes;
mod pupils;

use super::{Head, suppression, unread};
use crate::assess::Case;
use crate::calendar::{Span, span_said};
use crate::records::{Names, Placement};
use crate::views::attendance::was_live;
use crate::views::{Document, Fact, Section, Standings};
use std::collections::BTreeSet;

/// What the report is asked about.
pub struct Asked<'n> {
    pub span: Span,
    /// For everybody, not only for governors: no count below five.
    pub public: bool,
    /// Who the pupils are, where that is known.
    pub names: Option<&'n Names>,
}

/// What the parts of the report are made from.
struct Term<'a, 'n> {
    case: Case<'a>,
    standings: Standings<'a>,
    asked: &'n Asked<'n>,
    /// Live on any day of it, by id.
    placements: Vec<Placement<'a>>,
    pupils: BTreeSet<&'a str>,
}

pub fn governors(case: Case<'_>, asked: &Asked<'_>, head: &Head) -> Document {
    let placements: Vec<Placement<'_>> = case
        .records
        .all_placements()
        .filter(|placement| was_live(placement, &case, asked.span))
        .collect();
    let term = Term {
        case,
        standings: Standings::of(case),
        asked,
        pupils: placements.iter().filter_map(Placement::pupil).collect(),
        placements,
    };
    let mut facts = head.facts();
    let to = asked.span.to.min(case.on).max(asked.span.from);
    facts.insert(1, Fact::new("Days", span_said(asked.span.from, to)));
    let mut sections: Vec<Section> = unread(case.records).into_iter().collect();
    sections.extend(pupils::sections(&term));
    sections.extend(attended::sections(&term));
    sections.push(outcomes::section(&term));
    sections.extend(checked::sections(&term));
    if let Some(last) = sections.last_mut() {
        last.blocks
            .push(crate::views::Block::Words(suppression::WHY.into()));
    }
    Document {
        kind: "governors",
        title: if asked.public {
            "Alternative provision: the term in numbers".into()
        } else {
            "Alternative provision: report to governors".into()
        },
        facts,
        lead: term.lead(),
        sections,
    }
}

impl Term<'_, '_> {
    fn lead(&self) -> String {
        let providers: BTreeSet<&str> = self
            .placements
            .iter()
            .filter_map(Placement::provider_id)
            .collect();
        format!(
            "Pupils in alternative provision in these days: {}. Placements: {}. Providers: {}.",
            self.count(self.pupils.len()),
            self.count(self.placements.len()),
            providers.len()
        )
    }

    /// A count that is no part of a whole.
    fn count(&self, count: usize) -> String {
        suppression::alone(count, self.asked.public)
    }

    /// The parts of a known whole; those that tell who is meant are left out, or
    /// with `strict` alone where everybody may read it.
    fn parts(&self, counts: &[usize], strict: bool) -> Vec<String> {
        if strict || self.asked.public {
            return suppression::parts(counts)
                .into_iter()
                .map(suppression::said)
                .collect();
        }
        counts.iter().map(usize::to_string).collect()
    }

    /// A name out of a record; one that has a pupil's in it is not printed.
    fn named<'t>(&self, text: &'t str, instead: &'t str) -> &'t str {
        if self.names_a_pupil(text) {
            return instead;
        }
        text
    }

    fn names_a_pupil(&self, text: &str) -> bool {
        let small = text.to_lowercase();
        let mut words = small.split(|c: char| !c.is_alphanumeric());
        let references = self.case.records.pupils();
        let named = |names: &Names| names.are_in_any_case(text);
        words.any(|word| references.contains(word))
            || references
                .iter()
                .any(|reference| small.contains(&reference.to_lowercase()))
            || self.asked.names.is_some_and(named)
    }

    /// What a provider is called here.
    fn provider(&self, id: Option<&str>) -> String {
        let provider = id.and_then(|id| self.case.records.providers.get(id));
        let name = provider.and_then(|provider| provider.table.text("name").known());
        let name = name.unwrap_or("a provider whose name is not recorded");
        self.named(name, "a provider whose name is not printed here")
            .to_owned()
    }
}
