//! The school's own register against what the law asks for, session by session.

use super::marks::{Entered, marks};
use super::{Column, Table};
use crate::assess::Case;
use crate::attendance::{HomeCode, REASON_DAYS, differs, differs_elsewhere};
use crate::calendar::{Span, is_of_school_age};
use crate::records::{Half, Mis, MisRow, Value};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// A session in which what is entered is not what the law asks for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Differing {
    pub pupil: String,
    pub date: NaiveDate,
    pub half: Half,
    /// The line of the file; `None` where it has none for the session.
    pub line: Option<usize>,
    pub entered: Option<String>,
    /// `None` where the records do not say which code is right.
    pub right: Option<&'static str>,
    pub why: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub alike: usize,
    pub differ: usize,
    /// Entered, and no session at a provider in the records.
    pub only_in_file: usize,
    /// A session at a provider, and no line for it in the file.
    pub only_in_records: usize,
    /// Only somebody who knows of the day can tell which code is right.
    pub left_open: usize,
}

#[derive(Clone, Debug)]
pub struct Reconciled {
    pub span: Span,
    pub differing: Vec<Differing>,
    pub counts: Counts,
    /// Pupils with sessions at a provider who are nowhere in the file, and how
    /// many sessions each has.
    pub absent_pupils: BTreeMap<String, usize>,
    /// Lines with B, K or D for pupils whom these records do not know.
    pub unknown: Vec<usize>,
}

type Key<'k> = (&'k str, NaiveDate, Half);

/// Compares an export over a span of days with the records.
pub fn reconcile(case: Case<'_>, span: Span, ids: &[String], mis: &Mis) -> Reconciled {
    let marks = marks(case, span, ids);
    let mut found = Reconciled {
        span,
        differing: Vec::new(),
        counts: Counts::default(),
        absent_pupils: BTreeMap::new(),
        unknown: Vec::new(),
    };
    let rows = || {
        mis.rows
            .iter()
            .filter(|row| span.contains(row.date) && row.date <= case.on)
    };
    let mut ours: BTreeMap<Key<'_>, Vec<&Entered<'_>>> = BTreeMap::new();
    for entry in &marks.entries {
        ours.entry((entry.pupil, entry.date, entry.half))
            .or_default()
            .push(entry);
    }
    let mut in_file: BTreeSet<Key<'_>> = BTreeSet::new();
    for row in rows() {
        match &row.pupil {
            None if matches!(&*row.code, "B" | "K" | "D") => found.unknown.push(row.line),
            None => {}
            Some(pupil) => {
                let key = (pupil.as_str(), row.date, row.half);
                in_file.insert(key);
                match ours.get(&key) {
                    Some(entries) => found.compare(case, row, entries),
                    None => found.elsewhere(case, row, pupil, ids),
                }
            }
        }
    }
    let pupils: BTreeSet<&str> = in_file.iter().map(|(pupil, ..)| *pupil).collect();
    for (key, entries) in ours.iter().filter(|(key, _)| !in_file.contains(*key)) {
        if pupils.contains(key.0) {
            found.not_in_file(*key, entries);
        } else {
            *found.absent_pupils.entry(key.0.to_owned()).or_default() += 1;
        }
    }
    found.differing.sort();
    found
}

impl Reconciled {
    /// A session that both have. Where two placements claim it, what fits one
    /// of them is not called wrong.
    fn compare(&mut self, case: Case<'_>, row: &MisRow, entries: &[&Entered<'_>]) {
        let reason_due = case.calendar.school_days_after(row.date, REASON_DAYS).ok();
        let mut differing = None;
        for entry in entries {
            let home = HomeCode {
                code: entry.code,
                why: entry.why.clone(),
            };
            let Some(why) = differs(&row.code, &home, &entry.footing, reason_due, case.on) else {
                if entry.code == Some(&row.code) {
                    self.counts.alike += 1;
                } else {
                    self.counts.left_open += 1;
                }
                return;
            };
            differing.get_or_insert((entry.pupil, entry.code, why));
        }
        if let Some((pupil, right, why)) = differing {
            self.counts.differ += 1;
            self.differing.push(Differing::of(row, pupil, right, why));
        }
    }

    /// A line for a session that the records do not have at a provider.
    fn elsewhere(&mut self, case: Case<'_>, row: &MisRow, pupil: &str, ids: &[String]) {
        let mut placements = case.records.placements_of(pupil);
        let named = |id: &String| {
            id == pupil
                || case
                    .records
                    .placements_of(pupil)
                    .any(|placement| placement.id() == id || placement.provider_id() == Some(id))
        };
        if !ids.is_empty() && !ids.iter().any(named) {
            return;
        }
        let born = placements
            .find_map(|placement| placement.pupil_fact("born"))
            .and_then(Value::date);
        let of_age = born.map(|born| is_of_school_age(born, row.date));
        if let Some(why) = differs_elsewhere(&row.code, of_age) {
            self.counts.only_in_file += 1;
            self.differing.push(Differing::of(row, pupil, None, why));
        }
    }

    fn not_in_file(&mut self, (pupil, date, half): Key<'_>, entries: &[&Entered<'_>]) {
        let Some(entry) = entries.first() else {
            return;
        };
        self.counts.only_in_records += 1;
        self.differing.push(Differing {
            pupil: pupil.to_owned(),
            date,
            half,
            line: None,
            entered: None,
            right: entry.code,
            why: format!("the file has no line for this session: {}", entry.why),
        });
    }

    /// How many sessions are to be looked at.
    pub fn found(&self) -> usize {
        self.differing.len()
    }

    pub fn table(&self) -> Table {
        let mut table = Table::new(
            String::new(),
            &[
                Column::words("pupil"),
                Column::date("date"),
                Column::words("session"),
                Column::words("entered"),
                Column::words("right"),
                Column::number("line").rank(1),
                Column::words("why"),
            ],
        );
        table.rows = self
            .differing
            .iter()
            .map(|differing| {
                vec![
                    differing.pupil.clone(),
                    differing.date.to_string(),
                    differing.half.short().to_owned(),
                    differing.entered.clone().unwrap_or_default(),
                    differing.right.unwrap_or_default().to_owned(),
                    differing
                        .line
                        .map_or(String::new(), |line| line.to_string()),
                    differing.why.clone(),
                ]
            })
            .collect();
        table.notes = self.notes();
        table
    }

    fn notes(&self) -> Vec<String> {
        let counts = &self.counts;
        let mut notes = vec![format!(
            "{} alike; {} differ; {} entered without a session at a provider in the records; {} without a line in the file; {} left to what somebody knows of the day.",
            counts.alike,
            counts.differ,
            counts.only_in_file,
            counts.only_in_records,
            counts.left_open,
        )];
        if !self.absent_pupils.is_empty() {
            let pupils: Vec<_> = self
                .absent_pupils
                .iter()
                .map(|(pupil, sessions)| format!("{pupil} ({sessions})"))
                .collect();
            notes.push(format!(
                "Nowhere in the file, with so many sessions at a provider: {}.",
                pupils.join(", ")
            ));
        }
        if let Some(first) = self.unknown.first() {
            notes.push(format!(
                "B, K or D on {} of pupils who are not in these records, the first on line {first}: is a placement not recorded?",
                match self.unknown.len() {
                    1 => "1 line".to_owned(),
                    lines => format!("{lines} lines"),
                }
            ));
        }
        notes
    }
}

impl Differing {
    fn of(row: &MisRow, pupil: &str, right: Option<&'static str>, why: String) -> Differing {
        Differing {
            pupil: pupil.to_owned(),
            date: row.date,
            half: row.half,
            line: Some(row.line),
            entered: Some(row.code.clone()).filter(|code| !code.is_empty()),
            right,
            why,
        }
    }
}
