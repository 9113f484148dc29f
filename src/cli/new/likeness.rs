//! What a new record is like: the answers of the most similar one are offered.

use super::answer::Answers;
use super::questions::{ID, Like, Question, plain};
use crate::records::{Is, Placement, Record, inline};
use std::cmp::Reverse;

/// An answer that is offered, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Offer {
    /// As it would be typed, in TOML where it is more than words.
    pub value: String,
    /// The id of the record it stands in; none where it is worked out.
    pub from: Option<String>,
}

impl Answers<'_> {
    pub(super) fn offer(&self, question: &Question) -> Option<Offer> {
        if question.path == ID {
            let value = self.likely_id()?;
            return Some(Offer { value, from: None });
        }
        let records = self.similar(question.like);
        records.into_iter().find_map(|record| {
            let value = record.table.at(question.path).into_iter().next()?;
            if matches!(value.is, Is::Unreadable) {
                return None;
            }
            let shape = self.form.template.shape;
            let value = inline(value, shape.at(question.path));
            // What was right there need not be right here.
            self.read(question.path, &value).ok()?;
            Some(Offer {
                value,
                from: Some(record.id.clone()),
            })
        })
    }

    fn similar(&self, like: Like) -> Vec<&Record> {
        match like {
            Like::Nobody => Vec::new(),
            Like::Provider => self.like_provider().into_iter().collect(),
            Like::Pupil => self.of_pupil(),
            Like::Either => {
                let mut records = self.of_pupil();
                records.extend(self.like_provider());
                records
            }
        }
    }

    /// The provider's last placement; for a provider, the one of the same kind
    /// that was used last.
    fn like_provider(&self) -> Option<&Record> {
        let records = &self.session.records;
        let last = |provider: &str| {
            let placements = records.placements_at(provider);
            placements.max_by_key(Placement::start)
        };
        if let Some(provider) = plain(&self.values, "provider") {
            return last(provider).map(|placement| placement.record);
        }
        let kind = plain(&self.values, "kind");
        let used = |record: &&Record| {
            let same = record.table.text("kind").known() == kind;
            (
                same,
                last(&record.id).and_then(|placement| placement.start()),
            )
        };
        records.providers.values().max_by_key(used)
    }

    /// The pupil's other placements: those that have not ended before those
    /// that have, and the latest first.
    fn of_pupil(&self) -> Vec<&Record> {
        let pupil = plain(&self.values, "pupil.ref").unwrap_or_default();
        let mut placements: Vec<_> = self.session.records.placements_of(pupil).collect();
        placements.sort_by_key(|placement| (has_ended(placement), Reverse(placement.start())));
        placements
            .iter()
            .map(|placement| placement.record)
            .collect()
    }

    /// A placement of the pupil that has not ended and has a `week`, say: the new
    /// one reads it from there.
    fn shared(&self, part: &str) -> Option<Placement<'_>> {
        let pupil = plain(&self.values, "pupil.ref")?;
        let says_more = |placement: &Placement<'_>| {
            let table = placement.table();
            match part {
                "pupil" => table
                    .table(part)
                    .is_some_and(|pupil| pupil.entries.len() > 1),
                _ => table.get(part).is_some(),
            }
        };
        let placements = self.session.records.placements_of(pupil);
        placements
            .filter(|placement| !has_ended(placement) && says_more(placement))
            .max_by_key(Placement::start)
    }

    /// Whether it is read from another placement of the pupil. A week or a time
    /// before of its own takes the place of the other's.
    pub(super) fn is_shared(&self, path: &str) -> bool {
        self.read_from(path).is_some()
    }

    /// The placement that it is read from.
    pub(super) fn read_from(&self, path: &str) -> Option<Placement<'_>> {
        let part = path.split('.').next().unwrap_or_default();
        let is_own = |given: &String| part != "pupil" && given.split('.').next() == Some(part);
        let can_be = matches!(part, "pupil" | "week" | "baseline") && path != "pupil.ref";
        if !can_be || self.values.keys().any(is_own) {
            return None;
        }
        self.shared(part)
    }

    /// What is not asked, since it is read from there.
    pub(super) fn shared_said(&self) -> String {
        let mut said = String::new();
        for (path, words) in [
            ("pupil.born", "the facts about the pupil"),
            ("week.mon", "the week"),
            ("baseline.attendance", "how it was before"),
        ] {
            if let Some(other) = self.read_from(path) {
                said.push_str(&format!(
                    "Not asked again: {words}, read from {}.\n",
                    other.id()
                ));
            }
        }
        said
    }

    fn likely_id(&self) -> Option<String> {
        let id = match plain(&self.values, "name") {
            Some(name) => as_id(name),
            None => format!(
                "{}-{}",
                plain(&self.values, "pupil.ref")?,
                plain(&self.values, "provider")?
            ),
        };
        let numbered = (2..100).map(|number| format!("{id}-{number}"));
        std::iter::once(id.clone())
            .chain(numbered)
            .find(|id| !id.is_empty() && self.used_by(id).is_none())
    }
}

fn has_ended(placement: &Placement<'_>) -> bool {
    placement.table().get("ending").is_some()
}

/// "hillside-farm-learning-cic".
fn as_id(name: &str) -> String {
    let letters: String = name
        .to_lowercase()
        .chars()
        .filter(|c| !matches!(c, '\'' | '’'))
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect();
    letters.split_whitespace().collect::<Vec<_>>().join("-")
}
