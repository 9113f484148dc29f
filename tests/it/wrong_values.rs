//! Every value of every example, wrong in each way that its type allows: one
//! finding at that line, and nothing untrue said of anything else.

mod spots;
mod ways;

use crate::in_memory::{Said, School};
use crate::support::{Files, Scratch, files_of, root};
use crate::writing::bare_table;
use apcheck::load::Folder;
use apcheck::records::{Entry, Fault, Is, Reading, Shape, Table, Value, fields, read};
use apcheck::source::{Paths, Place, line_column};
use spots::{Spot, spots};
use std::collections::{BTreeMap, BTreeSet};
use ways::{Edit, edits};

const EXAMPLES: [&str; 4] = [
    "examples/oakwood-academy",
    "examples/county",
    "examples/first-week",
    "tests/base",
];

/// A record of an example.
struct Example {
    folder: &'static str,
    path: String,
    text: String,
    shape: &'static Shape,
}

fn examples() -> Vec<Example> {
    let of = |folder: &'static str| {
        let files = files_of(&root().join(folder)).into_iter();
        files.filter_map(move |(path, bytes)| {
            let shape = shape_of(&path)?;
            let text = String::from_utf8(bytes).unwrap();
            Some(Example {
                folder,
                path,
                text,
                shape,
            })
        })
    };
    EXAMPLES.into_iter().flat_map(of).collect()
}

fn shape_of(path: &str) -> Option<&'static Shape> {
    if !path.ends_with(".toml") {
        return None;
    }
    match path.split('/').next()? {
        "apcheck.toml" => Some(&fields::COMMISSIONER),
        "providers" => Some(&fields::PROVIDER),
        "placements" => Some(&fields::PLACEMENT),
        "checklists" => Some(&fields::CHECKLIST),
        _ => None,
    }
}

fn reading(text: &str, shape: &'static Shape) -> Reading {
    read(Paths::default().add("x.toml"), text, shape)
}

/// Faults without their bytes: line, requirement and words.
fn said(faults: &[Fault], text: &str) -> Vec<(usize, &'static str, String)> {
    let line = |fault: &Fault| line_column(text, fault.place.start as usize).line;
    faults
        .iter()
        .map(|fault| (line(fault), fault.id, fault.message.clone()))
        .collect()
}

/// The table with the value at `place` as one that could not be read.
fn with_unreadable(table: &Table, place: Place) -> Table {
    fn value(of: &Value, place: Place) -> Value {
        let is = match &of.is {
            _ if of.place == place => Is::Unreadable,
            Is::List(items) => Is::List(items.iter().map(|item| value(item, place)).collect()),
            Is::Table(table) => Is::Table(with_unreadable(table, place)),
            other => other.clone(),
        };
        Value {
            is,
            place: of.place,
        }
    }
    let entry = |entry: &Entry| Entry {
        value: value(&entry.value, place),
        ..entry.clone()
    };
    Table {
        entries: table.entries.iter().map(entry).collect(),
        ..table.clone()
    }
}

/// What is not as it should be when a record is read with one value wrong.
fn misread(example: &Example, before: &Reading, spot: &Spot<'_>, edit: &Edit) -> Option<String> {
    let text = edit.of(&example.text);
    let after = reading(&text, example.shape);
    let lines = edit.lines(&text);
    let mut new = said(&after.faults, &text);
    for old in said(&before.faults, &example.text) {
        let at = new.iter().position(|new| new.1 == old.1 && new.2 == old.2);
        new.remove(at?);
    }
    let wrong = |what: &str| {
        Some(format!(
            "{} {} {} as {}: {what}: {new:?}",
            example.folder, example.path, spot.path, edit.way
        ))
    };
    if !edit.is_seen_by_the_reader {
        return (!new.is_empty()).then(|| wrong("said too early")).flatten();
    }
    if new.len() != 1 {
        return wrong("not one finding");
    }
    if !lines.contains(&new[0].0) {
        return wrong("not at its line");
    }
    let expected = with_unreadable(&before.table, spot.value.place);
    if edit.keeps_the_key
        && !edit.breaks_brackets
        && bare_table(&expected) != bare_table(&after.table)
    {
        return wrong("something else was read otherwise");
    }
    None
}

/// Each value of each example: wrong in every way if the field has not been met
/// before, and otherwise in one way in turn, or in every way if asked to.
fn misread_of(every: bool) -> (usize, Vec<String>) {
    let (mut tried, mut missed) = (0, Vec::new());
    let mut met = BTreeSet::new();
    for example in examples() {
        let before = reading(&example.text, example.shape);
        for (turn, spot) in spots(&before.table, example.shape).iter().enumerate() {
            let edits = edits(&example.text, spot);
            let first = met.insert((example.shape.name, spot.path.clone()));
            let one = turn % edits.len().max(1);
            for (at, edit) in edits.iter().enumerate() {
                if every || first || at == one {
                    tried += 1;
                    missed.extend(misread(&example, &before, spot, edit));
                }
            }
        }
    }
    (tried, missed)
}

#[test]
fn a_wrong_value_is_one_finding_at_its_line_and_spoils_nothing_else() {
    let (tried, missed) = misread_of(false);
    assert!(tried > 5_000, "{tried}");
    assert!(
        missed.is_empty(),
        "{} of {tried}: {missed:#?}",
        missed.len()
    );
}

#[test]
#[ignore = "every value in every way: some minutes; docs/reliability.md has the figures"]
fn every_value_wrong_in_every_way() {
    let (tried, missed) = misread_of(true);
    assert!(tried > 125_000, "{tried}");
    assert!(
        missed.is_empty(),
        "{} of {tried}: {missed:#?}",
        missed.len()
    );
}

/// A record and what belongs to it, so that judging it a thousand times is quick.
fn around(example: &Example) -> Files {
    let all = files_of(&root().join(example.folder));
    let records = Folder::open(&root().join(example.folder))
        .unwrap()
        .load()
        .unwrap();
    let name = example
        .path
        .rsplit('/')
        .next()
        .unwrap()
        .trim_end_matches(".toml");
    let first: Vec<_> = match example.path.split('/').next().unwrap() {
        "placements" => records.placement(name).into_iter().collect(),
        "providers" => records.placements_at(name).collect(),
        _ => records.all_placements().take(3).collect(),
    };
    let pupils: BTreeSet<&str> = first
        .iter()
        .filter_map(|placement| placement.pupil())
        .collect();
    let placements = pupils
        .iter()
        .flat_map(|pupil| records.placements_of(pupil))
        .chain(first.iter().copied());
    let mut wanted = BTreeSet::from([example.path.clone(), "apcheck.toml".to_owned()]);
    for placement in placements {
        wanted.insert(format!("placements/{}.toml", placement.id()));
        wanted.insert(format!("attendance/{}.csv", placement.id()));
        wanted.insert(format!(
            "providers/{}.toml",
            placement.provider_id().unwrap()
        ));
    }
    all.into_iter()
        .filter(|(path, _)| {
            wanted.contains(path) || path.starts_with("checklists/") && path.ends_with(".toml")
        })
        .collect()
}

/// What is untrue of a folder with one value wrong: nothing at the line, or
/// something new elsewhere that is not "cannot be judged".
fn misjudged(
    example: &Example,
    school: &School,
    before: &[Said],
    spot: &Spot<'_>,
    edit: &Edit,
) -> Option<String> {
    let text = edit.of(&example.text);
    let lines = edit.lines(&text);
    let added = text
        .lines()
        .count()
        .saturating_sub(example.text.lines().count());
    let mut after = school.said_with(&example.path, text);
    for said in after
        .iter_mut()
        .filter(|said| said.file == example.path && said.line > *lines.end())
    {
        said.line -= added;
    }
    let key = |said: &Said| {
        (
            said.file.clone(),
            said.id.clone(),
            said.standing,
            said.subject.clone(),
            said.message.clone(),
        )
    };
    let known: BTreeSet<_> = before.iter().map(key).collect();
    let new: Vec<&Said> = after
        .iter()
        .filter(|said| !known.contains(&key(said)))
        .collect();
    let at_line = |said: &&&Said| {
        said.file == example.path && lines.contains(&said.line) && said.standing == "fault"
    };
    let wrong = |what: &str, said: &[&Said]| {
        Some(format!(
            "{} {} {} as {}: {what}: {said:#?}",
            example.folder, example.path, spot.path, edit.way
        ))
    };
    if new.iter().filter(at_line).count() == 0 {
        return wrong("nothing at its line", &new);
    }
    let untrue: Vec<&Said> = new
        .iter()
        .filter(|said| !at_line(said) && said.standing != "not-evaluated")
        .copied()
        .collect();
    if untrue.is_empty() {
        None
    } else {
        wrong("something untrue elsewhere", &untrue)
    }
}

/// One value of each field of each kind of record, judged with it wrong: once as
/// what could not be read, and in each way that only the whole folder shows.
fn misjudged_of(share: usize, of: usize) -> (usize, Vec<String>) {
    let (mut tried, mut missed) = (0, Vec::new());
    let mut met = BTreeSet::new();
    let mut turn = 0;
    for example in examples() {
        let table = reading(&example.text, example.shape).table;
        let mut chosen: Vec<(Spot<'_>, Edit)> = Vec::new();
        for spot in spots(&table, example.shape) {
            if !met.insert((example.shape.name, spot.path.clone())) {
                continue;
            }
            turn += 1;
            if turn % of != share {
                continue;
            }
            let mut kinds = BTreeMap::new();
            for edit in edits(&example.text, &spot) {
                kinds.entry(edit.effect()).or_insert(edit);
            }
            chosen.extend(kinds.into_values().map(|edit| (spot.clone(), edit)));
        }
        if chosen.is_empty() {
            continue;
        }
        let name =
            format!("wrong-{share}-{}-{}", example.folder, example.path).replace(['/', '.'], "-");
        let scratch = Scratch::with(&name, &around(&example));
        let school = School::open(scratch.path());
        let before = school.said();
        for (spot, edit) in &chosen {
            tried += 1;
            missed.extend(misjudged(&example, &school, &before, spot, edit));
        }
    }
    (tried, missed)
}

#[test]
fn with_a_wrong_value_nothing_untrue_is_said() {
    let (tried, missed) = misjudged_of(0, 1);
    assert!(tried > 850, "{tried}");
    assert!(
        missed.is_empty(),
        "{} of {tried}: {}",
        missed.len(),
        missed.join("\n")
    );
}
