//! Tests of a field, and whether the field's kind allows them.

use super::{Parser, holds_days, plain, words};
use crate::records::{Kind, Table, Value, nearest};
use crate::rulebook::requirement::{About, Check, Test};
use crate::source::Place;

impl Parser {
    pub(super) fn field(&mut self, check: &Table, about: About, way: &str) -> Option<Check> {
        let value = check.get(way)?;
        let mut paths = Vec::new();
        let mut test = Test::Recorded;
        for item in value.items() {
            let Some(path) = item.text() else { continue };
            let kind = self.path(path, item.place, about)?;
            test = self.tested(check, check.place, path, kind, about)?;
            paths.push(path.to_owned());
        }
        if paths.is_empty() {
            self.fault(
                value.place,
                "no field is named, so nothing would be checked".into(),
                "name a field; docs/records.md lists the fields there are".into(),
            );
            return None;
        }
        Some(Check::Field {
            paths,
            all: way != "any",
            test,
        })
    }

    /// The one test that a field must pass, and whether its kind allows it.
    pub(super) fn tested(
        &mut self,
        table: &Table,
        place: Place,
        path: &str,
        kind: Kind,
        about: About,
    ) -> Option<Test> {
        let given: Vec<_> = TESTS
            .into_iter()
            .filter_map(|test| Some((test, table.get(test)?)))
            .collect();
        match given[..] {
            [] => Some(Test::Recorded),
            [(name, value)] => {
                if let Err((place, message, next)) = fits(path, kind, name, value) {
                    self.fault(place, message, next);
                    return None;
                }
                self.test(name, value, about)
            }
            _ => {
                self.fault(
                    place,
                    "a field has one test".into(),
                    "write a requirement for each".into(),
                );
                None
            }
        }
    }

    pub(super) fn test(&mut self, name: &str, value: &Value, about: About) -> Option<Test> {
        Some(match name {
            "one-of" => Test::OneOf(words(value)),
            "equals" => Test::Equals(plain(value).into_owned()),
            "contains" => Test::Contains(plain(value).into_owned()),
            "at-least" => Test::AtLeast(value.number()?),
            "at-most" => Test::AtMost(value.number()?),
            "within" => Test::Within(self.period_of(value)?),
            "on-or-before" => Test::OnOrBefore(self.limit(value, about)?),
            _ => Test::OnOrAfter(self.limit(value, about)?),
        })
    }
}

/// The tests a field can be put to.
pub(super) const TESTS: [&str; 8] = [
    "one-of",
    "equals",
    "contains",
    "at-least",
    "at-most",
    "on-or-before",
    "on-or-after",
    "within",
];

/// Whether a kind of field can be put to a test; where it cannot, what to say.
fn fits(path: &str, kind: Kind, test: &str, value: &Value) -> Result<(), (Place, String, String)> {
    let counted = matches!(kind, Kind::List(_) | Kind::Tables(_) | Kind::Lines(_));
    let inner = match kind {
        Kind::List(inner) => *inner,
        other => other,
    };
    let refuse =
        |what: &str, next: &str| Err((value.place, format!("`{path}` {what}"), next.to_owned()));
    match test {
        "at-least" | "at-most" => match inner {
            Kind::Whole | Kind::Number | Kind::Percent => Ok(()),
            _ if counted => Ok(()),
            _ => refuse(
                "is not a number, so it cannot be at least or at most one",
                "use `one-of`, `equals`, `on-or-before` or `on-or-after`",
            ),
        },
        "on-or-before" | "on-or-after" | "within" if !holds_days(kind) => refuse(
            "does not hold a day, so it cannot be earlier or later than one",
            "use `one-of`, `equals`, `at-least` or `at-most`",
        ),
        "one-of" | "equals" | "contains" => known_words(path, kind, value),
        _ => Ok(()),
    }
}

/// Whether each word is one that the field can hold.
fn known_words(path: &str, kind: Kind, value: &Value) -> Result<(), (Place, String, String)> {
    for item in value.items() {
        if let Some((message, next)) = never_held(path, kind, &[plain(item).into_owned()]) {
            return Err((item.place, message, next));
        }
    }
    Ok(())
}

/// What is wrong with words that a field of an entry can never hold.
pub(super) fn never_held(field: &str, kind: Kind, words: &[String]) -> Option<(String, String)> {
    let (Kind::Word(known) | Kind::List(&Kind::Word(known))) = kind else {
        return None;
    };
    let word = words.iter().find(|word| !known.contains(&word.as_str()))?;
    let all = format!("it can be {}", crate::records::listed(known));
    let next = match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? {all}"),
        None => all,
    };
    Some((format!("`{field}` is never `{word}`"), next))
}
