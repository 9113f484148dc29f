//! Examples: small records that a requirement must pass or fail.
//!
//! What an example gives is laid over the base in `examples/base/`, an
//! ordinary placement with nothing recorded beyond its facts.

use crate::records::{Read, Table, Value, fields, read};
use crate::source::{Paths, Place};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// How an example must come out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    Pass,
    Fail,
    /// The requirement is not asked of these records.
    NotAsked,
}

impl Expected {
    fn parse(word: &str) -> Option<Expected> {
        match word {
            "pass" => Some(Expected::Pass),
            "fail" => Some(Expected::Fail),
            "not-asked" => Some(Expected::NotAsked),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Expected::Pass => "pass",
            Expected::Fail => "fail",
            Expected::NotAsked => "not-asked",
        }
    }
}

/// Records laid over the base, the day they are judged on, and what must come
/// of it.
#[derive(Clone, Debug)]
pub struct Example {
    pub expected: Expected,
    /// 12 October 2026 unless it says otherwise.
    pub on: Option<NaiveDate>,
    pub school: Option<Table>,
    pub provider: Option<Table>,
    pub placement: Option<Table>,
    /// A second live placement of the same pupil, at another provider.
    pub other_placement: Option<Table>,
    /// The register of the placement.
    pub register: Option<String>,
    /// Dotted paths that are taken out of the base first.
    pub without: Vec<String>,
    pub place: Place,
}

impl Example {
    pub(super) fn of(table: &Table) -> Option<Example> {
        let part = |key: &str| table.table(key).cloned();
        let result = match table.text("result") {
            Read::Known(word, _) => Expected::parse(word)?,
            _ => return None,
        };
        Some(Example {
            expected: result,
            on: table.date("on").known(),
            school: part("school"),
            provider: part("provider"),
            placement: part("placement"),
            other_placement: part("other-placement"),
            register: table.text("register").known().map(str::to_owned),
            without: table.texts("without").map(str::to_owned).collect(),
            place: table
                .get("result")
                .map_or(table.place, |value: &Value| value.place),
        })
    }
}

const EXAMPLES: &[&str] = &[
    include_str!("examples/school.toml"),
    include_str!("examples/provider.toml"),
    include_str!("examples/provider-staff.toml"),
    include_str!("examples/provider-premises.toml"),
    include_str!("examples/provider-agreed.toml"),
    include_str!("examples/placement-decision.toml"),
    include_str!("examples/placement-safe.toml"),
    include_str!("examples/placement-plan.toml"),
    include_str!("examples/week.toml"),
    include_str!("examples/running.toml"),
    include_str!("examples/ending.toml"),
    include_str!("examples/off-site-direction.toml"),
    include_str!("examples/suspension.toml"),
    include_str!("examples/attendance.toml"),
    include_str!("examples/part-time.toml"),
    include_str!("examples/returns.toml"),
    include_str!("examples/preview.toml"),
];

/// The examples of what is built in, by requirement. They are read only when
/// somebody asks for them.
pub fn examples() -> BTreeMap<String, Vec<Example>> {
    let mut paths = Paths::default();
    let mut found: BTreeMap<String, Vec<Example>> = BTreeMap::new();
    for text in EXAMPLES {
        let reading = read(paths.add("built in"), text, &fields::EXAMPLES);
        for table in reading.table.tables("example") {
            if let (Some(of), Some(example)) = (table.text("of").known(), Example::of(table)) {
                found.entry(of.to_owned()).or_default().push(example);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::Rulebook;

    #[test]
    fn the_built_in_examples_have_no_faults_and_are_of_requirements() {
        let mut paths = Paths::default();
        for text in EXAMPLES {
            let reading = read(paths.add("built in"), text, &fields::EXAMPLES);
            assert!(reading.faults.is_empty(), "{:#?}", reading.faults);
            let read = reading
                .table
                .tables("example")
                .filter(|table| Example::of(table).is_some())
                .count();
            assert_eq!(read, reading.table.tables("example").count());
        }
        let rulebook = Rulebook::built_in();
        for id in examples().keys() {
            assert!(rulebook.requirement(id).is_some(), "{id}");
        }
    }
}
