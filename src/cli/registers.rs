//! Marks on their way into registers: what is new, what contradicts what is
//! there, and what stands differently then.

use super::differing::Writing;
use super::writing::Held;
use super::{Outcome, Session};
use crate::attendance::PRESENT;
use crate::calendar::said;
use crate::edit::register::{Day, recorded, set};
use crate::edit::{Change, Refusal, prepare_register};
use crate::render::{clean, counted};
use anyhow::anyhow;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// For each placement the days to be set.
pub(super) type Days = BTreeMap<String, BTreeMap<NaiveDate, Day>>;

/// Something that is there and is to become something else.
pub(super) struct Contradiction {
    placement: String,
    date: NaiveDate,
    what: &'static str,
    old: String,
    new: String,
}

/// What is to be written, once it was compared with what is there.
pub(super) struct Compared {
    /// Without what is there already.
    new: Days,
    pub contradictions: Vec<Contradiction>,
}

impl Compared {
    pub(super) fn is_nothing_new(&self) -> bool {
        self.new.is_empty()
    }
}

/// The columns as they are called in print.
const WHAT: [&str; 4] = ["morning", "afternoon", "minutes late", "note"];

impl Session {
    /// Compares days with the registers, which must be such that they can be
    /// written.
    pub(super) fn compared(&self, days: &Days) -> anyhow::Result<Compared> {
        let mut compared = Compared {
            new: Days::new(),
            contradictions: Vec::new(),
        };
        for (placement, days) in days {
            let text =
                prepare_register(&self.folder, &self.records, placement, |_| Ok(Vec::new()))?;
            let text = text.after();
            for (date, day) in days {
                let old = recorded(&text, *date)
                    .map_err(|why| anyhow!("attendance/{placement}.csv was not changed: {why}"))?;
                if let Some(day) = different(&old, day) {
                    compared.add(placement, *date, &old, day);
                }
            }
        }
        Ok(compared)
    }

    /// Writes what is new, and says what was written and what stands differently.
    pub(super) fn write_registers(
        &self,
        compared: &Compared,
        held: Held,
        dry_run: bool,
    ) -> anyhow::Result<String> {
        let change = |(placement, days): (&String, &BTreeMap<NaiveDate, Day>)| {
            prepare_register(&self.folder, &self.records, placement, |text| {
                set(text, days)
            })
        };
        let changes: Vec<Change> = compared
            .new
            .iter()
            .map(change)
            .collect::<Result<_, Refusal>>()?;
        Ok(Writing::of(self, changes, held)?.write(dry_run)?.text)
    }

    /// Nothing is written on top of what is there without being asked to.
    pub(super) fn contradicted(&self, contradictions: &[Contradiction]) -> Outcome {
        Outcome {
            bytes: clean(&listed(contradictions)).into_bytes(),
            status: 2,
            remark: Some(format!(
                "{} with something else, so nothing was written; --replace puts the new in the place of the old",
                counted(contradictions.len(), "entry is there already")
                    .replace("entry is there alreadys", "entries are there already")
            )),
        }
    }
}

/// Each old entry against the new one.
pub(super) fn listed(contradictions: &[Contradiction]) -> String {
    let mut text = String::new();
    let mut last = "";
    for entry in contradictions {
        if entry.placement != last {
            text.push_str(&format!("attendance/{}.csv\n", entry.placement));
        }
        last = &entry.placement;
        let new = if entry.new.is_empty() {
            "which goes with the mark it was of".to_owned()
        } else {
            format!("and {} is new", entry.new)
        };
        text.push_str(&format!(
            "  {} {}: there is {}, {new}\n",
            said(entry.date),
            entry.what,
            entry.old
        ));
    }
    text
}

impl Compared {
    fn add(&mut self, placement: &str, date: NaiveDate, old: &Day, day: Day) {
        let cells = old.cells().into_iter().zip(day.cells()).zip(WHAT);
        for ((old, new), what) in cells {
            if let (Some(old), Some(new)) = (old, new) {
                self.contradictions.push(Contradiction {
                    placement: placement.to_owned(),
                    date,
                    what,
                    old: old.to_owned(),
                    new: new.to_owned(),
                });
            }
        }
        let days = self.new.entry(placement.to_owned()).or_default();
        days.insert(date, day);
    }
}

/// What of a day is not there already.
fn different(old: &Day, new: &Day) -> Option<Day> {
    // Both slashes are present.
    let plain = |mark: &str| if mark == "\\" { PRESENT } else { mark }.to_owned();
    let mark = |old: &Option<String>, new: &Option<String>| {
        let old = old.as_deref().map(plain);
        new.clone().filter(|new| Some(new) != old.as_ref())
    };
    let other = |old: &Option<String>, new: &Option<String>| new.clone().filter(|_| old != new);
    let mut day = Day {
        am: mark(&old.am, &new.am),
        pm: mark(&old.pm, &new.pm),
        minutes_late: other(&old.minutes_late, &new.minutes_late),
        note: other(&old.note, &new.note),
    };
    // Minutes late go with the mark they were of.
    let is_late =
        |new: &Option<String>, old: &Option<String>| new.as_deref().or(old.as_deref()) == Some("L");
    let was_late = [&old.am, &old.pm]
        .iter()
        .any(|mark| mark.as_deref() == Some("L"));
    let still_late = is_late(&day.am, &old.am) || is_late(&day.pm, &old.pm);
    if was_late && !still_late && old.minutes_late.is_some() {
        day.minutes_late = Some(String::new());
    }
    (day != Day::default()).then_some(day)
}
