//! The ways in which a value of a kind can be wrong.

use super::spots::Spot;
use apcheck::records::{Is, Kind};
use apcheck::source::line_column;
use std::ops::RangeInclusive;

/// A change of a record's text that makes one value wrong.
#[derive(Clone)]
pub(super) struct Edit {
    pub(super) way: String,
    from: usize,
    to: usize,
    text: String,
    /// Whether the record alone shows it, without the others and the rulebook.
    pub(super) is_seen_by_the_reader: bool,
    /// Whether it leaves the brackets around it broken, so that the whole statement
    /// is what cannot be read.
    pub(super) breaks_brackets: bool,
    /// Whether the field is still there, with something that cannot be read.
    pub(super) keeps_the_key: bool,
}

impl Edit {
    pub(super) fn of(&self, text: &str) -> String {
        format!("{}{}{}", &text[..self.from], self.text, &text[self.to..])
    }

    /// The lines of what was put in, in the text afterwards.
    pub(super) fn lines(&self, after: &str) -> RangeInclusive<usize> {
        let line = |at: usize| line_column(after, at).line;
        let from = if self.breaks_brackets {
            statement_start(after, self.from)
        } else {
            self.from
        };
        line(from)..=line(self.from + self.text.trim_end().len())
    }

    /// Ways with the same effect need be judged once.
    pub(super) fn effect(&self) -> String {
        match (self.keeps_the_key, self.is_seen_by_the_reader) {
            (true, true) if self.breaks_brackets => "broken brackets".into(),
            (true, true) => "not readable".into(),
            _ => self.way.clone(),
        }
    }
}

const NOT_A_TEXT: &[&str] = &[
    "5",
    "true",
    "\"\"",
    "\"  \"",
    "[\"a\"]",
    "word",
    "“word”",
    "\"word",
    "",
];
const NOT_A_NUMBER: &[&str] = &[
    "\"three\"",
    "three",
    "-1",
    "nan",
    "1,5",
    "true",
    "\"\"",
    "[1]",
    "\"3\"",
    "£3",
    "0x",
    "",
];

/// What cannot stand in the place of a value of this kind.
fn wrong(kind: &Kind) -> Vec<&'static str> {
    let of = |more: &[&'static str], usual: &[&'static str]| [more, usual].concat();
    match kind {
        Kind::Text => of(&[], NOT_A_TEXT),
        Kind::Word(_) => of(&["\"no-such-word\"", "\"YES\""], NOT_A_TEXT),
        Kind::Reference(_) | Kind::Whereabouts => of(&[], NOT_A_TEXT),
        Kind::Date => of(
            &[
                "01/09/2026",
                "2026-02-30",
                "\"2026-09-01\"",
                "2026-9-1",
                "0026-09-01",
                "1 September 2026",
                "next week",
                "2026-09-01T09:30:00",
            ],
            &[
                "5",
                "true",
                "\"\"",
                "[2026-09-01, 2026-09-02]",
                "\"soon\"",
                "YYYY-MM-DD",
                "",
            ],
        ),
        Kind::Month => of(
            &[
                "2011-11-05",
                "\"2011-11-05\"",
                "\"11/2011\"",
                "\"2011-13\"",
                "\"soon\"",
            ],
            &["5", "true", "\"\"", "[\"2011-11\"]", ""],
        ),
        Kind::Time => of(
            &[
                "9.30",
                "25:00",
                "09:60",
                "half past nine",
                "\"09:30\"",
                "9am",
            ],
            &["5", "true", "\"\"", "[09:30]", "2026-09-01", ""],
        ),
        Kind::Whole => of(&["1.5", "99999999999999999999"], NOT_A_NUMBER),
        Kind::Number => of(&["inf", "1e400"], NOT_A_NUMBER),
        Kind::Percent => of(&["101", "50%", "0.5"], NOT_A_NUMBER),
        Kind::Flag => of(
            &["yes", "True", "\"yes\"", "\"true\"", "1"],
            &["\"\"", "[true]", "2026-09-01", ""],
        ),
        Kind::Answer => of(&["yes", "True"], &["5", "\"\"", "[true]", "2026-09-01", ""]),
        Kind::List(_) => of(
            &["\"a\"", "5", "true", "a", "[", "\"a\", \"b\""],
            &["{ a = 1 }", ""],
        ),
        Kind::Table(_) | Kind::Partial(_) | Kind::Map(_) => {
            of(&["\"a\"", "5", "true", "a"], &["{", "[]", ""])
        }
        Kind::Lines(_) => of(&["\"a\"", "5", "true", "a", "2026-09-01"], &["{", ""]),
        Kind::Tables(_) => of(&["\"a\"", "5", "true", "a"], &["{ a = 1 }", "[", ""]),
        Kind::Free => of(&["word", "\"word", "0x", "2026-02-30"], &[""]),
    }
}

/// What only the other records or the rulebook show to be wrong.
fn dangling(kind: &Kind) -> Option<&'static str> {
    matches!(kind, Kind::Reference(_) | Kind::Whereabouts).then_some("\"no-such-thing\"")
}

pub(super) fn edits(text: &str, spot: &Spot<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    let (from, to) = (
        spot.value.place.start as usize,
        spot.value.place.end as usize,
    );
    let replaced = |new: &str, alone: bool| Edit {
        way: if new.is_empty() {
            "nothing".into()
        } else {
            new.to_owned()
        },
        from,
        to,
        text: new.to_owned(),
        is_seen_by_the_reader: alone,
        breaks_brackets: false,
        keeps_the_key: alone,
    };
    if stands_behind_something(text, from) && to > from {
        let inside = spot.entry.is_none() || !stands_on_its_own_line(text, spot);
        // A list without an entry is a list too.
        let in_a_list = spot.entry.is_none() && spot.path.ends_with(']');
        let of_this_kind = wrong(spot.kind).into_iter();
        let of_this_kind = of_this_kind.filter(|new| !(in_a_list && new.is_empty()));
        edits.extend(of_this_kind.map(|new| Edit {
            breaks_brackets: inside && breaks_brackets(new),
            ..replaced(new, true)
        }));
        // An example of a checklist is of no school, so it may name anybody.
        let of_an_example = spot.path.starts_with("requirement.example.");
        let dangling = dangling(spot.kind).filter(|_| !of_an_example);
        edits.extend(dangling.map(|new| replaced(new, false)));
    }
    edits.extend(mistyped(text, spot));
    edits.extend(twice(text, spot));
    edits
}

fn stands_behind_something(text: &str, at: usize) -> bool {
    text[..at].trim_end().ends_with(['=', ',', '['])
}

/// What is not one value, in the middle of others.
fn breaks_brackets(new: &str) -> bool {
    let quoted = new.len() > 1
        && new.starts_with('"')
        && new.ends_with('"')
        && new.matches('"').count() == 2;
    let closed =
        new.starts_with('[') && new.ends_with(']') || new.starts_with('{') && new.ends_with('}');
    !quoted && !closed && (new.is_empty() || new.contains(['“', '"', ' ', ',', '[', '{']))
}

/// Where the statement begins that a byte belongs to: the last line before it
/// with a key or a heading at its very beginning.
fn statement_start(text: &str, at: usize) -> usize {
    let mut start = line_start(text, at);
    while start > 0
        && !text[start..].starts_with(|c: char| c.is_ascii_lowercase() || c == '[' || c == '"')
    {
        start = line_start(text, start - 1);
    }
    start
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |at| at + 1)
}

fn stands_on_its_own_line(text: &str, spot: &Spot<'_>) -> bool {
    let Some(entry) = spot.entry else {
        return false;
    };
    let key = entry.key_place.start as usize;
    text[line_start(text, key)..key].trim().is_empty()
}

/// The key with its last letter missing. Where other headings go on from it, they
/// would be wrong too.
fn mistyped(text: &str, spot: &Spot<'_>) -> Option<Edit> {
    let (entry, shape) = (spot.entry?, spot.beside?);
    if text.contains(&format!("[{}.", entry.key)) {
        return None;
    }
    let mut shorter = entry.key.to_string();
    shorter.pop();
    if shorter.len() < 2
        || shape.field(&shorter).is_some()
        || matches!(&entry.value.is, Is::List(items) if items.len() > 1 && items[0].table().is_some())
    {
        return None;
    }
    Some(Edit {
        way: format!("the key {shorter}"),
        from: entry.key_place.start as usize,
        to: entry.key_place.end as usize,
        text: shorter,
        is_seen_by_the_reader: true,
        breaks_brackets: false,
        keeps_the_key: false,
    })
}

/// The same key again, right behind.
fn twice(text: &str, spot: &Spot<'_>) -> Option<Edit> {
    let entry = spot.entry?;
    let (from, to) = (
        entry.key_place.start as usize,
        entry.value.place.end as usize,
    );
    if !stands_behind_something(text, entry.value.place.start as usize)
        || to <= from
        || text[from..to].contains('\n')
    {
        return None;
    }
    let again = &text[from..to];
    let own_line = stands_on_its_own_line(text, spot);
    let at = if own_line {
        text[to..].find('\n').map_or(text.len(), |end| to + end)
    } else {
        to
    };
    Some(Edit {
        way: "twice".into(),
        from: at,
        to: at,
        text: if own_line {
            format!("\n{again}")
        } else {
            format!(", {again}")
        },
        is_seen_by_the_reader: true,
        breaks_brackets: false,
        keeps_the_key: true,
    })
}
