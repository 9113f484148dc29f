//! What is wrong with a record as a record: data, never an error.

use crate::source::Place;

/// A fault of a record. `id` names a requirement of the checklist `records`.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub id: &'static str,
    pub place: Place,
    /// A second place that belongs to the fault, and what it is.
    pub other: Option<(Place, String)>,
    /// One sentence with the actual values.
    pub message: String,
    /// What to do next.
    pub next: String,
}

impl Fault {
    pub fn new(
        id: &'static str,
        place: Place,
        message: impl Into<String>,
        next: impl Into<String>,
    ) -> Self {
        Fault {
            id,
            place,
            other: None,
            message: message.into(),
            next: next.into(),
        }
    }

    pub fn with(mut self, place: Place, label: impl Into<String>) -> Self {
        self.other = Some((place, label.into()));
        self
    }
}

/// The word of `known` nearest to a mistyped one, if one is near at all.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase().replace('_', "-");
    known
        .into_iter()
        .map(|word| (strsim::damerau_levenshtein(&typed, word), word))
        .filter(|(distance, word)| {
            *distance <= 2.min(word.len() / 3) || strsim::jaro_winkler(&typed, word) >= 0.9
        })
        .min()
        .map(|(_, word)| word)
}

/// "`a`, `b` or `c`".
pub fn listed(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_near() {
        let known = ["letter-of-assurance", "first-aid", "fire-safety"];
        assert_eq!(
            nearest("leter_of_assurance", known),
            Some("letter-of-assurance")
        );
        assert_eq!(nearest("frist-aid", known), Some("first-aid"));
        assert_eq!(nearest("x", known), None);
    }
}
