//! Whose record is judged, and where its evidence may stand.

use super::Case;
use crate::records::{Placement, Record, Records, Stage};
use crate::rulebook::About;
use crate::source::Place;

/// Whose record is judged.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    Commissioner,
    Provider(&'a Record),
    Placement(Placement<'a>),
    Pupil(&'a str),
}

impl<'a> Subject<'a> {
    /// The id that stands for it everywhere.
    pub fn id(&self) -> &'a str {
        match self {
            Subject::Commissioner => "school",
            Subject::Provider(record) => &record.id,
            Subject::Placement(placement) => placement.id(),
            Subject::Pupil(pupil) => pupil,
        }
    }

    pub fn about(&self) -> About {
        match self {
            Subject::Commissioner => About::Commissioner,
            Subject::Provider(_) => About::Provider,
            Subject::Placement(_) => About::Placement,
            Subject::Pupil(_) => About::Pupil,
        }
    }

    /// The records in which its evidence may stand.
    pub fn sources(&self, records: &'a Records) -> Vec<&'a Record> {
        match self {
            Subject::Commissioner => vec![&records.commissioner],
            Subject::Provider(record) => vec![record],
            Subject::Placement(placement) => vec![placement.record],
            Subject::Pupil(pupil) => records
                .placements_of(pupil)
                .map(|placement| placement.record)
                .collect(),
        }
    }

    /// All its placements, whatever their stage.
    pub fn placements(&self, records: &'a Records) -> Vec<Placement<'a>> {
        match self {
            Subject::Commissioner => records.all_placements().collect(),
            Subject::Provider(record) => records.placements_at(&record.id).collect(),
            Subject::Placement(placement) => vec![*placement],
            Subject::Pupil(pupil) => records.placements_of(pupil).collect(),
        }
    }

    /// The record in which something new about it is written: of a pupil's
    /// placements the live one, otherwise one that has not ended.
    pub fn record(&self, case: &Case<'a>) -> &'a Record {
        match self {
            Subject::Commissioner => &case.records.commissioner,
            Subject::Provider(record) => record,
            Subject::Placement(placement) => placement.record,
            Subject::Pupil(pupil) => case
                .records
                .placements_of(pupil)
                .min_by_key(|placement| match placement.stage(case.on) {
                    Stage::Live => 0,
                    Stage::BeforeStart => 1,
                    Stage::Ended => 2,
                    Stage::NeverStarted => 3,
                })
                .map_or(&case.records.commissioner, |placement| placement.record),
        }
    }

    /// Where to point for what is not there at all.
    pub fn place(&self, case: &Case<'a>) -> Place {
        self.record(case).place()
    }
}

/// All subjects of a kind, sorted by id.
pub fn subjects(records: &Records, about: About) -> Vec<Subject<'_>> {
    match about {
        About::Commissioner => vec![Subject::Commissioner],
        About::Provider => records.providers.values().map(Subject::Provider).collect(),
        About::Placement => records.all_placements().map(Subject::Placement).collect(),
        About::Pupil => records.pupils().into_iter().map(Subject::Pupil).collect(),
    }
}
