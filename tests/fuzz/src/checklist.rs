//! A school's own checklists, and what it chooses and tightens.

use super::{PARTED, folder, passage, text_of};
use apcheck::records::{self, Record, Records, fields};
use apcheck::rulebook::Rulebook;
use apcheck::source::Paths;
use std::collections::BTreeMap;

/// A checklist, and after a line of `%%` an `apcheck.toml`; without one, that
/// of the tests.
pub fn checklist(data: &[u8]) {
    let Some(text) = text_of(data) else {
        return;
    };
    let (own, school) = match text.split_once(PARTED) {
        Some((own, school)) => (own, Some(school.to_owned())),
        None => (&*text, None),
    };
    let school = school.unwrap_or_else(|| folder("tests/base").text("apcheck.toml").unwrap());
    let mut paths = Paths::default();
    let mut read = |id: &str, text: &str, shape| {
        let file = paths.add(id);
        let mut reading = records::read(file, text, shape);
        let faults = std::mem::take(&mut reading.faults);
        (Record::new(id, file, reading), faults)
    };
    let (commissioner, mut faults) = read("apcheck", &school, &fields::COMMISSIONER);
    let (checklist, more) = read("our-own", own, &fields::CHECKLIST);
    faults.extend(more);
    let own_file = checklist.file;
    let none = BTreeMap::new;
    let records = Records::new(
        paths,
        commissioner,
        none(),
        none(),
        BTreeMap::new(),
        vec![checklist],
        faults,
    );
    let rulebook = Rulebook::of(&records);
    for fault in records.faults.iter().chain(&rulebook.faults) {
        let text = if fault.place.file == own_file {
            own
        } else {
            &school
        };
        passage(text, fault.place);
        assert!(!fault.message.is_empty() && !fault.next.is_empty());
    }
    hangs_together(&rulebook, &records);
}

/// Whatever is in use is there, and where it asks for something that is not,
/// that is said.
fn hangs_together(rulebook: &Rulebook, records: &Records) {
    for name in rulebook.in_use.iter().chain(&rulebook.gate) {
        assert!(rulebook.checklists.contains_key(name), "{name}");
    }
    let is_said = !records.faults.is_empty() || !rulebook.faults.is_empty();
    for (name, checklist) in &rulebook.checklists {
        for requirement in checklist.items().flat_map(|item| &item.requires) {
            let is_there = rulebook.requirement(requirement).is_some();
            assert!(is_there || is_said, "{name}: {requirement}");
        }
    }
    for requirement in rulebook.counted() {
        let is_asked = !rulebook.asked_by(&requirement.id).is_empty();
        assert!(
            is_asked || rulebook.is_law(requirement),
            "{}",
            requirement.id
        );
    }
}
