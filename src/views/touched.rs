//! Whom a change of some files can touch, so that nobody else is judged twice.

use crate::assess::Subject;
use crate::records::Records;
use std::collections::BTreeSet;

/// Providers, placements and pupils by id; everybody where the school's own file
/// or a checklist is changed.
#[derive(Debug, Default)]
pub struct Touched<'r> {
    everybody: bool,
    ids: BTreeSet<&'r str>,
}

impl<'r> Touched<'r> {
    /// Whom a change of these files touches, by the records before and after it:
    /// the placements of the same pupils, their providers, all placements at
    /// these, and the pupils of all of them. What holds of a provider may decide
    /// what is asked of each placement there, and a fact about a pupil may stand
    /// in any of the pupil's placements.
    pub fn by(files: &'r [String], records: [&'r Records; 2]) -> Touched<'r> {
        let mut touched = Touched::default();
        for file in files {
            match changed(file) {
                Some(id) => touched.ids.insert(id),
                None => {
                    return Touched {
                        everybody: true,
                        ..touched
                    };
                }
            };
        }
        for records in records {
            touched.spread(records);
        }
        touched
    }

    /// The school is touched by everything.
    pub fn has(&self, subject: &Subject<'_>) -> bool {
        let is_school = matches!(subject, Subject::Commissioner);
        self.everybody || is_school || self.ids.contains(subject.id())
    }

    fn spread(&mut self, records: &'r Records) {
        let changed = self.ids.clone();
        let own = changed.iter().filter_map(|id| records.placement(id));
        let pupils: BTreeSet<&str> = own.filter_map(|placement| placement.pupil()).collect();
        let of_pupils = pupils.iter().flat_map(|pupil| records.placements_of(pupil));
        let there = of_pupils.filter_map(|placement| placement.provider_id());
        let providers: BTreeSet<&str> = there
            .chain(
                changed
                    .iter()
                    .copied()
                    .filter(|id| records.providers.contains_key(*id)),
            )
            .collect();
        for provider in providers {
            self.ids.insert(provider);
            for placement in records.placements_at(provider) {
                self.ids.insert(placement.id());
                self.ids.extend(placement.pupil());
            }
        }
        // A placement whose provider cannot be read is at none of them.
        for placement in pupils.iter().flat_map(|pupil| records.placements_of(pupil)) {
            self.ids.insert(placement.id());
        }
        self.ids.extend(pupils);
    }
}

/// The id of the placement or provider that a file is about.
fn changed(file: &str) -> Option<&str> {
    let (folder, name) = file.split_once('/')?;
    match folder {
        "placements" | "providers" => name.strip_suffix(".toml"),
        "attendance" => name.strip_suffix(".csv"),
        _ => None,
    }
}
