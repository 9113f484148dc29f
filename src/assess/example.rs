//! How an example of a requirement comes out.

use super::{Assessment, Case, Standing, Subject, assess};
use crate::records::{Is, Reading, Record, Records, Shape, Table, fields, read, register};
use crate::rulebook::example::{Example, Expected};
use crate::rulebook::{About, Requirement, Rulebook};
use crate::source::Paths;
use chrono::NaiveDate;
use std::collections::BTreeMap;

const SCHOOL: &str = include_str!("../rulebook/examples/base/apcheck.toml");
const PROVIDER: &str = include_str!("../rulebook/examples/base/provider.toml");
const PLACEMENT: &str = include_str!("../rulebook/examples/base/placement.toml");
const OTHER_PROVIDER: &str = include_str!("../rulebook/examples/base/other-provider.toml");
const OTHER_PLACEMENT: &str = include_str!("../rulebook/examples/base/other-placement.toml");

const PROVIDER_ID: &str = "oak-farm";
const PLACEMENT_ID: &str = "p001-oak-farm";
const OTHER_PROVIDER_ID: &str = "elm-yard";
const OTHER_PLACEMENT_ID: &str = "p001-elm-yard";

/// What came of an example.
#[derive(Clone, Debug)]
pub struct Tried {
    /// `None` where it cannot be told, or where records and example do not fit.
    pub found: Option<Expected>,
    /// What the requirement says of the records, or why nothing can be said.
    pub message: String,
}

/// Judges the requirement on the records of the example.
pub fn try_example(rulebook: &Rulebook, requirement: &Requirement, example: &Example) -> Tried {
    // Whoever chose the checklist, the example asks.
    let mut requirement = requirement.clone();
    requirement.asked_where.clear();
    let records = match laid_out(example) {
        Ok(records) => records,
        Err(message) => {
            return Tried {
                found: None,
                message,
            };
        }
    };
    if let Some(fault) = records.faults.first() {
        return Tried {
            found: None,
            message: format!("{}: {}", fault.message, fault.next),
        };
    }
    on_records(rulebook, &requirement, &records, example.on)
}

fn on_records(
    rulebook: &Rulebook,
    requirement: &Requirement,
    records: &Records,
    on: Option<NaiveDate>,
) -> Tried {
    let on = on
        .or(NaiveDate::from_ymd_opt(2026, 10, 12))
        .unwrap_or_default();
    let calendar = records.calendar();
    let case = Case {
        records,
        rulebook,
        calendar: &calendar,
        on,
        known: on,
    };
    let Some(subject) = subject(records, requirement.about) else {
        return Tried {
            found: None,
            message: "the records of the example lack what the requirement is about".into(),
        };
    };
    let answers = assess(case, requirement, subject);
    Tried {
        found: outcome(&answers),
        message: answers
            .iter()
            .min_by_key(|answer| answer.standing.rank())
            .map_or(String::new(), |answer| answer.message.clone()),
    }
}

fn outcome(answers: &[Assessment<'_>]) -> Option<Expected> {
    let is = |test: fn(&Standing) -> bool| answers.iter().any(|answer| test(&answer.standing));
    if is(|standing| matches!(standing, Standing::NotEvaluated { .. })) {
        return None;
    }
    let fails = is(|standing| {
        matches!(
            standing,
            Standing::Breached { .. } | Standing::Outstanding { .. }
        )
    });
    // A line that says why it is not required is an answer; a condition is none.
    let asked = answers.iter().any(|answer| {
        !matches!(answer.standing, Standing::NotRequired { .. }) || answer.evidence.is_some()
    });
    Some(match (fails, asked) {
        (true, _) => Expected::Fail,
        (false, true) => Expected::Pass,
        (false, false) => Expected::NotAsked,
    })
}

fn subject(records: &Records, about: About) -> Option<Subject<'_>> {
    let placement = || records.placement(PLACEMENT_ID);
    match about {
        About::Commissioner => Some(Subject::Commissioner),
        About::Provider => records.providers.get(PROVIDER_ID).map(Subject::Provider),
        About::Placement => placement().map(Subject::Placement),
        About::Pupil => placement()?.pupil().map(Subject::Pupil),
    }
}

/// The base with the example laid over it; otherwise why that cannot be done.
pub fn laid_out(example: &Example) -> Result<Records, String> {
    let mut paths = Paths::default();
    let mut part = |path: &str, text, shape: &'static Shape, over: &Option<Table>, name| {
        let file = paths.add(path);
        let mut table = read(file, text, shape).table;
        for path in &example.without {
            if let Some(rest) = path
                .strip_prefix(name)
                .and_then(|rest| rest.strip_prefix('.'))
            {
                take_out(&mut table, rest)
                    .ok_or_else(|| format!("the base has no `{path}` to take out"))?;
            }
        }
        if let Some(over) = over {
            lay_over(&mut table, over);
        }
        let id = path.rsplit('/').next().unwrap_or(path);
        let reading = Reading {
            table,
            faults: Vec::new(),
            complete: true,
            readable: true,
        };
        Ok::<_, String>(Record::new(id.trim_end_matches(".toml"), file, reading))
    };
    let school = part(
        "apcheck.toml",
        SCHOOL,
        &fields::COMMISSIONER,
        &example.school,
        "school",
    )?;
    let provider = part(
        &format!("providers/{PROVIDER_ID}.toml"),
        PROVIDER,
        &fields::PROVIDER,
        &example.provider,
        "provider",
    )?;
    let placement = part(
        &format!("placements/{PLACEMENT_ID}.toml"),
        PLACEMENT,
        &fields::PLACEMENT,
        &example.placement,
        "placement",
    )?;
    let mut providers = BTreeMap::from([(PROVIDER_ID.to_owned(), provider)]);
    let mut placements = BTreeMap::from([(PLACEMENT_ID.to_owned(), placement)]);
    if example.other_placement.is_some() {
        let provider = part(
            &format!("providers/{OTHER_PROVIDER_ID}.toml"),
            OTHER_PROVIDER,
            &fields::PROVIDER,
            &None,
            "other-provider",
        )?;
        let placement = part(
            &format!("placements/{OTHER_PLACEMENT_ID}.toml"),
            OTHER_PLACEMENT,
            &fields::PLACEMENT,
            &example.other_placement,
            "other-placement",
        )?;
        providers.insert(OTHER_PROVIDER_ID.to_owned(), provider);
        placements.insert(OTHER_PLACEMENT_ID.to_owned(), placement);
    }
    let mut registers = BTreeMap::new();
    let mut faults = Vec::new();
    if let Some(text) = &example.register {
        let file = paths.add(&format!("attendance/{PLACEMENT_ID}.csv"));
        let (register, mut found) = register::read(file, text);
        registers.insert(PLACEMENT_ID.to_owned(), register);
        faults.append(&mut found);
    }
    Ok(Records::new(
        paths,
        school,
        providers,
        placements,
        registers,
        Vec::new(),
        faults,
    ))
}

/// Table by table; a list takes the place of the one there.
fn lay_over(base: &mut Table, over: &Table) {
    for entry in &over.entries {
        let there = base.entries.iter_mut().find(|there| there.key == entry.key);
        match there {
            Some(there) => match (&mut there.value.is, &entry.value.is) {
                (Is::Table(base), Is::Table(over)) => {
                    lay_over(base, over);
                }
                _ => there.value = entry.value.clone(),
            },
            None => base.entries.push(entry.clone()),
        }
    }
}

/// Takes out what stands at a dotted path; `None` where nothing does.
fn take_out(table: &mut Table, path: &str) -> Option<()> {
    match path.split_once('.') {
        None => {
            let at = table.entries.iter().position(|entry| &*entry.key == path)?;
            table.entries.remove(at);
            Some(())
        }
        Some((first, rest)) => {
            let entry = table
                .entries
                .iter_mut()
                .find(|entry| &*entry.key == first)?;
            match &mut entry.value.is {
                Is::Table(inner) => take_out(inner, rest),
                _ => None,
            }
        }
    }
}

/// The path of the file that an example's part is laid over.
pub fn file_of(part: &str) -> String {
    match part {
        "school" => "apcheck.toml".into(),
        "provider" => format!("providers/{PROVIDER_ID}.toml"),
        "placement" => format!("placements/{PLACEMENT_ID}.toml"),
        "register" => format!("attendance/{PLACEMENT_ID}.csv"),
        _ => format!("placements/{OTHER_PLACEMENT_ID}.toml"),
    }
}

/// The parts that an example gives, and the shape of each.
pub fn parts(example: &Example) -> Vec<(&'static str, &Table, &'static Shape)> {
    [
        ("school", &example.school, &fields::COMMISSIONER),
        ("provider", &example.provider, &fields::PROVIDER),
        ("placement", &example.placement, &fields::PLACEMENT),
        (
            "other-placement",
            &example.other_placement,
            &fields::PLACEMENT,
        ),
    ]
    .into_iter()
    .filter_map(|(name, table, shape)| Some((name, table.as_ref()?, shape)))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::example::examples;

    /// The base reads without a fault, and every built-in example comes out as
    /// it says.
    #[test]
    fn every_example_comes_out_as_it_says() {
        let rulebook = Rulebook::built_in();
        let mut wrong = Vec::new();
        for (id, examples) in examples() {
            let Some(requirement) = rulebook.requirement(&id) else {
                wrong.push(format!("{id}: no such requirement"));
                continue;
            };
            for (at, example) in examples.iter().enumerate() {
                let tried = try_example(&rulebook, requirement, example);
                if tried.found != Some(example.expected) {
                    wrong.push(format!(
                        "{id} #{at}: expected {}, found {:?}: {}",
                        example.expected.name(),
                        tried.found.map(Expected::name),
                        tried.message
                    ));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn the_base_has_no_faults() {
        let mut paths = Paths::default();
        for (text, shape) in [
            (SCHOOL, &fields::COMMISSIONER),
            (PROVIDER, &fields::PROVIDER),
            (PLACEMENT, &fields::PLACEMENT),
            (OTHER_PROVIDER, &fields::PROVIDER),
            (OTHER_PLACEMENT, &fields::PLACEMENT),
        ] {
            let reading = read(paths.add("base"), text, shape);
            assert!(reading.faults.is_empty(), "{:#?}", reading.faults);
        }
    }
}
