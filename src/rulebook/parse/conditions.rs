//! Conditions of a requirement or a checklist: named ones, and tests of fields.

use super::field::TESTS;
use super::{Parser, unknown};
use crate::records::{Is, Table, Value};
use crate::rulebook::conditions::{CONDITIONS, Condition};
use crate::rulebook::requirement::{About, When};
use crate::source::Place;

impl Parser {
    /// Named conditions, and tests of a field of the record that is judged.
    pub(super) fn conditions(&mut self, table: &Table, key: &str, about: About) -> Vec<When> {
        let mut conditions = Vec::new();
        for value in table.get(key).map_or(&[][..], Value::items) {
            let condition = match &value.is {
                Is::Text(name) => self.named(name, value.place),
                Is::Table(test) => self.field_condition(test, value.place, about),
                _ => {
                    self.fault(
                        value.place,
                        "this is not a condition".into(),
                        "write the name of a condition in quotation marks, or a test in braces, as in { field = \"pupil.year-group\", one-of = [10, 11] }".into(),
                    );
                    None
                }
            };
            conditions.extend(condition);
        }
        conditions
    }

    /// `when`, of which all must hold, and `when-any`, of which one must, as
    /// groups of which all of one must hold.
    pub(in crate::rulebook) fn either(&mut self, table: &Table, about: About) -> Vec<Vec<When>> {
        let all = self.conditions(table, "when", about);
        let any = self.conditions(table, "when-any", about);
        if any.is_empty() {
            return Some(all)
                .filter(|all| !all.is_empty())
                .into_iter()
                .collect();
        }
        any.into_iter()
            .map(|one| all.iter().cloned().chain([one]).collect())
            .collect()
    }

    fn named(&mut self, name: &str, place: Place) -> Option<When> {
        let condition = Condition::named(name);
        if condition.is_none() {
            let next = unknown(
                name,
                CONDITIONS.iter().map(|c| c.name),
                "`apcheck explain --conditions` lists them",
            );
            self.fault(place, format!("there is no condition `{name}`"), next);
        }
        condition.map(When::Named)
    }

    fn field_condition(&mut self, table: &Table, place: Place, about: About) -> Option<When> {
        let Some(path) = table.text("field").known() else {
            self.fault(
                place,
                "this condition does not say which field it tests".into(),
                "write it as in { field = \"pupil.year-group\", one-of = [10, 11] }".into(),
            );
            return None;
        };
        let known = |key: &str| key == "field" || TESTS.contains(&key);
        if let Some(entry) = table.entries.iter().find(|entry| !known(&entry.key)) {
            let next = unknown(&entry.key, TESTS.iter().copied(), "take it out");
            self.fault(
                entry.key_place,
                format!("a condition has no `{}`", entry.key),
                next,
            );
            return None;
        }
        let kind = self.path(path, place, about)?;
        let test = self.tested(table, place, path, kind, about)?;
        Some(When::Field {
            path: path.to_owned(),
            test,
        })
    }
}
