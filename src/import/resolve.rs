//! Marks as given, to the days of registers.

use super::given::{Aside, Given, Mark, Wrong};
use super::grid::{Grid, Spot};
use super::pupils::Pupils;
use super::{Case, Returned};
use crate::attendance::{PRESENT, unexpected};
use crate::calendar::said;
use crate::edit::register::Day;
use crate::records::{Half, Placement};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A session of a placement.
type Session<'r> = (&'r str, NaiveDate, Half);

/// All that is given, as registers have it; what cannot be used is put to `wrong`.
pub(super) fn all(
    case: Case<'_>,
    pupils: &Pupils<'_>,
    grid: &Grid,
    given: Given,
    wrong: &mut Vec<Wrong>,
) -> Returned {
    let mut resolver = Resolver {
        case,
        pupils,
        grid,
        wrong,
        marks: BTreeMap::new(),
        days: BTreeMap::new(),
    };
    for mark in &given.marks {
        resolver.mark(mark);
    }
    for aside in given.asides {
        resolver.aside(aside);
    }
    resolver.returned()
}

struct Resolver<'r, 'a> {
    case: Case<'r>,
    pupils: &'a Pupils<'r>,
    grid: &'a Grid,
    wrong: &'a mut Vec<Wrong>,
    /// Each mark, and the cell it came from.
    marks: BTreeMap<Session<'r>, (&'static str, Spot)>,
    days: BTreeMap<(&'r str, NaiveDate), Day>,
}

impl<'r> Resolver<'r, '_> {
    fn pupil(&mut self, spot: Spot) -> Option<&'r str> {
        let called = self.grid.cell(spot).text().unwrap_or_default().into_owned();
        match self.pupils.find(&called) {
            Ok(pupil) => Some(pupil),
            Err(why) => {
                if !self.wrong.contains(&(spot, why.clone())) {
                    self.wrong.push((spot, why));
                }
                None
            }
        }
    }

    fn mark(&mut self, given: &Mark) {
        let marks = self.meant(given);
        let (Some(pupil), Some(marks)) = (self.pupil(given.pupil), marks) else {
            return;
        };
        let halves: Vec<Half> = match given.half {
            Some(half) => vec![half],
            None => self.due(pupil, given.date),
        };
        for half in halves {
            match self.placement(pupil, given.date, half) {
                Ok(placement) => {
                    let session = (placement.id(), given.date, half);
                    self.put(session, marks[half.index()], given.at);
                }
                Err(why) => self.wrong.push((given.at, why)),
            }
        }
    }

    /// The marks of the morning and the afternoon that a cell means. A cell for
    /// a whole day may have two, with a blank between.
    fn meant(&mut self, given: &Mark) -> Option<[&'static str; 2]> {
        let letters = self.case.letters();
        let whole = letters.mark(&given.letter).map(|mark| [mark, mark]);
        let two = || {
            let mut parts = given.letter.split_whitespace();
            let parts = (parts.next()?, parts.next()?, parts.next());
            match (given.half, parts) {
                (None, (am, pm, None)) => Some([letters.mark(am)?, letters.mark(pm)?]),
                _ => None,
            }
        };
        let both = (given.letter == "/\\" && given.half.is_none()).then_some([PRESENT; 2]);
        let meant = whole.or(both).or_else(two);
        if meant.is_none() {
            let instead = letters.instead_of(&given.letter);
            let why = match self.shown(&given.letter) {
                Some(letter) => format!("{letter} is not a mark that is known; {instead}"),
                None => format!("holds something that is not a mark; {instead}"),
            };
            self.wrong.push((given.at, why));
        }
        meant
    }

    /// An unknown mark as it can be shown: what is longer, or is part of
    /// a pupil's name, got into the column by mistake.
    fn shown(&self, letter: &str) -> Option<String> {
        const LONGEST: usize = 4;
        let mut capital = letter.to_lowercase();
        if let Some(first) = capital.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let is_name =
            |names: &crate::records::Names| names.are_in(letter) || names.are_in(&capital);
        let hidden = letter.chars().count() > LONGEST || self.case.names.is_some_and(is_name);
        (!hidden).then(|| format!("`{}`", letter.escape_debug()))
    }

    /// The sessions of a day that are due; both where none is, so that it is said.
    fn due(&self, pupil: &str, date: NaiveDate) -> Vec<Half> {
        let due = |half: &Half| self.placement(pupil, date, *half).is_ok();
        let halves: Vec<Half> = Half::BOTH.into_iter().filter(due).collect();
        if halves.is_empty() {
            vec![Half::Morning]
        } else {
            halves
        }
    }

    /// The placement at the provider that a session belongs to; or why none does.
    fn placement(&self, pupil: &str, date: NaiveDate, half: Half) -> Result<Placement<'r>, String> {
        let Case {
            records,
            calendar,
            provider,
            on,
            ..
        } = self.case;
        if date > on {
            return Err(format!(
                "is a mark for {}, which is still to come on {}",
                said(date),
                said(on)
            ));
        }
        let mut why = Err(format!(
            "is for a pupil who has no placement at {}",
            provider.id
        ));
        for placement in records.placements_at(&provider.id) {
            if placement.pupil() != Some(pupil) {
                continue;
            }
            match unexpected(&placement, calendar, (date, half), on) {
                None => return Ok(placement),
                Some(reason) => why = Err(format!("cannot be entered: {reason}")),
            }
        }
        why
    }

    fn put(&mut self, session: Session<'r>, mark: &'static str, at: Spot) {
        match self.marks.get(&session) {
            Some((other, first)) if *other != mark => self.wrong.push((
                at,
                format!(
                    "says {mark} for the {} of {}, and {first} says {other}",
                    session.2.said(),
                    said(session.1)
                ),
            )),
            _ => {
                self.marks.insert(session, (mark, at));
            }
        }
    }

    fn aside(&mut self, aside: Aside) {
        let minutes = aside
            .minutes_late
            .and_then(|(spot, text)| self.minutes(spot, &text));
        let note = aside.note.and_then(|(spot, text)| self.note(spot, text));
        let Some(pupil) = self.pupil(aside.pupil) else {
            return;
        };
        if minutes.is_none() && note.is_none() {
            return;
        }
        let half = self.due(pupil, aside.date)[0];
        let placement = match self.placement(pupil, aside.date, half) {
            Ok(placement) => placement,
            Err(why) => return self.wrong.push((aside.pupil, why)),
        };
        let day = self.days.entry((placement.id(), aside.date)).or_default();
        if let Some(minutes) = minutes {
            // Late in the morning and again in the afternoon is late by both.
            let before = day.minutes_late.as_ref().and_then(|text| text.parse().ok());
            day.minutes_late = Some((before.unwrap_or(0) + minutes).to_string());
        }
        if let Some(note) = note {
            day.note = Some(match day.note.take() {
                Some(before) if before != note => format!("{before}; {note}"),
                _ => note,
            });
        }
    }

    fn minutes(&mut self, spot: Spot, text: &str) -> Option<u32> {
        let minutes = text.trim().parse().ok().filter(|minutes| *minutes <= 600);
        if minutes.is_none() {
            let why = "is not a number of minutes; write digits only, or leave it empty";
            self.wrong.push((spot, why.into()));
        }
        minutes.filter(|minutes| *minutes > 0)
    }

    fn note(&mut self, spot: Spot, text: String) -> Option<String> {
        if self.case.names.is_some_and(|names| names.are_in(&text)) {
            let why = "is a note with a name in it that is in names.csv; take the name out, or leave notes out";
            self.wrong.push((spot, why.into()));
            return None;
        }
        let words: Vec<_> = text.split_whitespace().collect();
        Some(words.join(" "))
    }

    fn returned(self) -> Returned {
        let mut returned = Returned {
            marks: self.marks.len(),
            ..Returned::default()
        };
        for ((placement, date), day) in self.days {
            let days = returned.days.entry(placement.to_owned()).or_default();
            days.insert(date, day);
        }
        for ((placement, date, half), (mark, _)) in self.marks {
            let days = returned.days.entry(placement.to_owned()).or_default();
            let day = days.entry(date).or_default();
            match half {
                Half::Morning => day.am = Some(mark.to_owned()),
                Half::Afternoon => day.pm = Some(mark.to_owned()),
            }
        }
        returned
    }
}
