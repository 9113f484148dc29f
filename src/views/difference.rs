//! What stands differently once records are changed.

use super::Standings;
use crate::assess::Assessment;
use std::collections::{BTreeMap, VecDeque};

/// A requirement that stands differently, and how, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub requirement: String,
    pub subject: String,
    pub before: String,
    pub now: String,
}

/// Each requirement that stands differently in `now`.
pub fn differences(before: &Standings<'_>, now: &Standings<'_>) -> Vec<Difference> {
    let mut then: BTreeMap<_, VecDeque<String>> = BTreeMap::new();
    for answer in &before.all {
        then.entry(key(answer)).or_default().push_back(said(answer));
    }
    now.all
        .iter()
        .filter_map(|answer| {
            let before = then.get_mut(&key(answer)).and_then(VecDeque::pop_front);
            Some(Difference {
                requirement: answer.requirement.id.clone(),
                subject: answer.subject.id().to_owned(),
                before: before.unwrap_or_else(|| "not asked".into()),
                now: said(answer),
            })
            .filter(|difference| difference.before != difference.now)
        })
        .collect()
}

fn key<'s>(answer: &'s Assessment<'_>) -> (&'s str, &'s str, &'s str) {
    (&answer.requirement.id, answer.subject.id(), &answer.key)
}

/// A standing in words: "breached: curriculum plan: not on record".
pub fn said(answer: &Assessment<'_>) -> String {
    let name = answer.standing.name().replace('-', " ");
    if answer.message.starts_with(&name) {
        answer.message.clone()
    } else {
        format!("{name}: {}", answer.message)
    }
}
