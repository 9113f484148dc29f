//! Days on which a pupil was away, one after another or over a year.

use super::codes::Class;
use super::summary::Sessions;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// In so many school days the reason for an absence is to be established; until
/// then its code is N.
pub const REASON_DAYS: u32 = 5;

impl Sessions<'_> {
    fn class(&self) -> Option<Class> {
        match self {
            Sessions::Marked(_, _, _, code) => Some(code.class),
            _ => None,
        }
    }

    pub fn is_unauthorised(&self) -> bool {
        self.class() == Some(Class::UnauthorisedAbsence)
    }

    /// Marked absent. An agreed part-time timetable is no such absence, and a
    /// session that was not returned is neither absent nor present.
    pub fn is_absence(&self) -> bool {
        let absent = matches!(
            self.class(),
            Some(Class::AuthorisedAbsence | Class::UnauthorisedAbsence)
        );
        absent && !self.is_marked("C2")
    }

    fn is_marked(&self, mark: &str) -> bool {
        matches!(self, Sessions::Marked(_, _, _, code) if code.mark == mark)
    }
}

/// Unbroken runs of days on which every session due at the provider is as
/// `of` says. Days without a session there neither fill nor break a run, nor
/// do sessions that were not possible.
pub fn runs<'r>(
    sessions: &[Sessions<'r>],
    of: impl Fn(&Sessions<'r>) -> bool,
) -> Vec<Vec<NaiveDate>> {
    let mut days: BTreeMap<NaiveDate, bool> = BTreeMap::new();
    for session in sessions {
        if session.class() != Some(Class::NotPossible) {
            *days.entry(session.date()).or_insert(true) &= of(session);
        }
    }
    let days: Vec<(NaiveDate, bool)> = days.into_iter().collect();
    days.split(|(_, holds)| !holds)
        .filter(|run| !run.is_empty())
        .map(|run| run.iter().map(|(date, _)| *date).collect())
        .collect()
}

/// The days with a session of that mark, in order.
pub fn days_marked(sessions: &[Sessions<'_>], mark: &str) -> Vec<NaiveDate> {
    let days: BTreeSet<NaiveDate> = sessions
        .iter()
        .filter(|session| session.is_marked(mark))
        .map(Sessions::date)
        .collect();
    days.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::super::code;
    use super::*;
    use crate::records::{Half, register::Mark};
    use crate::source::{Paths, Place};

    fn runs_of(marks: &[&str]) -> Vec<usize> {
        let file = Paths::default().add("a register");
        let written: Vec<Mark> = marks
            .iter()
            .map(|mark| Mark {
                text: (*mark).into(),
                place: Place::whole(file),
            })
            .collect();
        let first = NaiveDate::from_ymd_opt(2026, 9, 7).unwrap();
        let sessions: Vec<Sessions<'_>> = written
            .iter()
            .zip(first.iter_days())
            .map(|(mark, date)| match code(&mark.text) {
                Some(code) => Sessions::Marked(date, Half::Morning, mark, code),
                None => Sessions::NoReturn(date, Half::Morning),
            })
            .collect();
        runs(&sessions, Sessions::is_unauthorised)
            .iter()
            .map(Vec::len)
            .collect()
    }

    #[test]
    fn a_run_is_broken_by_any_other_mark_and_by_none() {
        assert_eq!(runs_of(&["O", "U", "/", "G", "N"]), [2, 2]);
        assert_eq!(runs_of(&["O", "", "O"]), [1, 1]);
        assert!(runs_of(&["I", "/"]).is_empty());
    }

    #[test]
    fn what_was_not_possible_neither_fills_nor_breaks_a_run() {
        assert_eq!(runs_of(&["O", "Y4", "O"]), [2]);
    }
}
