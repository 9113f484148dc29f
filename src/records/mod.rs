//! What the records say: every value with its place, and nothing concluded.

mod delimited;
mod fault;
pub mod fields;
mod life;
mod logged;
mod mis;
mod names;
mod placement;
mod read;
mod references;
pub mod register;
mod repair;
mod schools;
mod shape;
mod timetable;
mod traces;
mod value;
mod wording;
mod written;

pub use delimited::{Unclosed, cells_of};
pub use fault::{Fault, listed, nearest};
pub use logged::{Dealings, Logged, logged};
pub use mis::{MIS_COLUMNS, MIS_DATES, Mis, MisRow, read_mis};
pub use names::{Called, Names};
pub use placement::{Half, Placement, Stage, Whereabouts};
pub use read::{Item, Reading, is_well_formed, items_of, means_the_same, read};
pub(crate) use references::same_but_for_case;
pub use references::unknown_references;
pub use register::Register;
pub use schools::{SCHOOLS, is_school};
pub use shape::{Field, Kind, Shape, To};
pub use timetable::Timetable;
pub use traces::{Named, Search, Traces};
pub use value::{Entry, Is, Read, Table, Value, Word};
pub use written::{inline, written};

use crate::source::{FileId, Paths, Place};
use chrono::NaiveDate;
use life::Life;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// The one version of the file format there is.
pub const FORMAT: f64 = 1.0;

/// One TOML file.
#[derive(Debug)]
pub struct Record {
    /// The file's name without `.toml`.
    pub id: String,
    pub file: FileId,
    pub table: Table,
    /// False when a part of the file could not be read, so that nothing can be
    /// concluded from what is not there.
    pub complete: bool,
    /// Whether the file is complete and every value in it could be read.
    pub whole: bool,
    /// False when nothing of the file could be read.
    pub readable: bool,
    /// Of a placement, once somebody has asked; a record does not change after that.
    life: OnceLock<Life>,
}

impl Record {
    /// What was read of a file; its faults are for whoever read it.
    pub fn new(id: &str, file: FileId, reading: Reading) -> Record {
        Record {
            id: id.to_owned(),
            file,
            whole: reading.complete && reading.table.unreadable_inside().is_none(),
            table: reading.table,
            complete: reading.complete,
            readable: reading.readable,
            life: OnceLock::new(),
        }
    }

    /// A file of which nothing could be read.
    pub fn unreadable(id: &str, file: FileId) -> Record {
        let nothing = Reading {
            table: Table::empty(Place::whole(file)),
            faults: Vec::new(),
            complete: false,
            readable: false,
        };
        Record::new(id, file, nothing)
    }

    fn life(&self) -> &Life {
        self.life.get_or_init(|| Life::of(&self.table))
    }

    /// The place of the whole file.
    pub fn place(&self) -> Place {
        Place::whole(self.file)
    }

    /// The latest sign-off of a checklist made by `day`, and its date.
    pub fn signoff(&self, checklist: &str, day: NaiveDate) -> Option<(NaiveDate, &Table)> {
        self.table
            .tables("signoffs")
            .filter(|signoff| signoff.text("checklist").known() == Some(checklist))
            .filter_map(|signoff| Some((signoff.date("date").known()?, signoff)))
            .filter(|(date, _)| *date <= day)
            .max_by_key(|(date, _)| *date)
    }
}

/// A whole records folder.
#[derive(Debug)]
pub struct Records {
    pub paths: Paths,
    pub commissioner: Record,
    pub providers: BTreeMap<String, Record>,
    pub placements: BTreeMap<String, Record>,
    /// By the id of the placement.
    pub registers: BTreeMap<String, Register>,
    /// The school's own checklists.
    pub checklists: Vec<Record>,
    /// How files that providers send are read.
    pub mappings: BTreeMap<String, Record>,
    pub faults: Vec<Fault>,
    /// Ids of placements by provider and by pupil.
    by_provider: BTreeMap<String, Vec<String>>,
    by_pupil: BTreeMap<String, Vec<String>>,
}

impl Records {
    /// Puts together what was read, and checks its references.
    pub fn new(
        paths: Paths,
        commissioner: Record,
        providers: BTreeMap<String, Record>,
        placements: BTreeMap<String, Record>,
        registers: BTreeMap<String, Register>,
        checklists: Vec<Record>,
        faults: Vec<Fault>,
    ) -> Records {
        let mut records = Records {
            paths,
            commissioner,
            providers,
            placements,
            registers,
            checklists,
            mappings: BTreeMap::new(),
            faults,
            by_provider: BTreeMap::new(),
            by_pupil: BTreeMap::new(),
        };
        references::resolve(&mut records);
        let mut by_provider: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut by_pupil: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for placement in records.all_placements() {
            for (index, key) in [
                (&mut by_provider, placement.provider_id()),
                (&mut by_pupil, placement.pupil()),
            ] {
                if let Some(key) = key {
                    let ids = index.entry(key.to_owned()).or_default();
                    ids.push(placement.id().to_owned());
                }
            }
        }
        records.by_provider = by_provider;
        records.by_pupil = by_pupil;
        records
    }

    /// With the mappings of a folder that has any.
    pub fn with_mappings(mut self, mappings: BTreeMap<String, Record>) -> Records {
        self.mappings = mappings;
        references::resolve_mappings(&mut self);
        self
    }

    fn placements_named<'a>(
        &'a self,
        index: &'a BTreeMap<String, Vec<String>>,
        key: &str,
    ) -> impl Iterator<Item = Placement<'a>> + use<'a> {
        index
            .get(key)
            .map_or(&[][..], Vec::as_slice)
            .iter()
            .filter_map(|id| self.placement(id))
    }

    pub fn placement(&self, id: &str) -> Option<Placement<'_>> {
        self.placements.get(id).map(|record| Placement {
            records: self,
            record,
        })
    }

    /// All placements, by id.
    pub fn all_placements(&self) -> impl Iterator<Item = Placement<'_>> {
        self.placements.values().map(|record| Placement {
            records: self,
            record,
        })
    }

    pub fn placements_at(&self, provider: &str) -> impl Iterator<Item = Placement<'_>> + use<'_> {
        self.placements_named(&self.by_provider, provider)
    }

    pub fn placements_of(&self, pupil: &str) -> impl Iterator<Item = Placement<'_>> + use<'_> {
        self.placements_named(&self.by_pupil, pupil)
    }

    /// The pseudonyms of all pupils.
    pub fn pupils(&self) -> BTreeSet<&str> {
        self.by_pupil.keys().map(String::as_str).collect()
    }

    /// Every record that is a TOML file of its own.
    pub fn all(&self) -> impl Iterator<Item = &Record> {
        std::iter::once(&self.commissioner)
            .chain(self.providers.values())
            .chain(self.placements.values())
            .chain(&self.checklists)
            .chain(self.mappings.values())
    }

    /// How many files and rows could not be read.
    pub fn unread(&self) -> usize {
        let unread = |id: &str| matches!(id, "file-readable" | "row-readable");
        let faults = self.faults.iter();
        faults.filter(|fault| unread(fault.id)).count()
    }

    /// A member of staff as they are called in print: "R. Okafor".
    pub fn person<'a>(&'a self, key: &'a str) -> &'a str {
        self.commissioner
            .table
            .table("people")
            .and_then(|people| people.table(key))
            .and_then(|person| person.text("name").known())
            .unwrap_or(key)
    }

    /// A threshold of `[limits]`, or its default.
    pub fn limit(&self, name: &str, default: f64) -> f64 {
        self.commissioner
            .table
            .table("limits")
            .and_then(|limits| limits.number(name).known())
            .unwrap_or(default)
    }

    /// A number of days or sessions of `[limits]`, or its default.
    pub fn count_limit(&self, name: &str, default: u32) -> u32 {
        value::whole(self.limit(name, f64::from(default)))
    }

    /// A number of `[hours]`, if it is recorded.
    pub fn hours(&self, name: &str) -> Option<f64> {
        self.commissioner
            .table
            .table("hours")
            .and_then(|hours| hours.number(name).known())
    }
}

impl Records {
    /// The school's days, from the terms that could be read.
    pub fn calendar(&self) -> crate::calendar::Calendar {
        use crate::calendar::{Calendar, Span, Term};
        let terms = self.commissioner.table.tables("terms").filter_map(|term| {
            let span = Span {
                from: term.date("start").known()?,
                to: term.date("end").known()?,
            };
            let days: Vec<_> = dates(term, "half-term");
            Some(Term {
                name: term.text("name").known().unwrap_or("a term").to_owned(),
                span,
                half_term: match days[..] {
                    [from, to] => Some(Span { from, to }),
                    _ => None,
                },
                closed: dates(term, "closed"),
            })
            .filter(|term| term.span.from <= term.span.to)
        });
        Calendar::new(terms.collect())
    }
}

/// The days of a list that could be read.
pub(crate) fn dates(table: &Table, key: &str) -> Vec<NaiveDate> {
    table
        .get(key)
        .map_or(&[][..], Value::items)
        .iter()
        .filter_map(Value::date)
        .collect()
}
