//! The register of a placement: a line for each school day.

use super::dice::Dice;
use super::fault::Fault;
use super::school::school_days;
use std::fmt::Write;

/// So many school days are on record.
pub(crate) const DAYS: usize = 190;

/// When the pupil is at the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sessions {
    Both,
    Morning,
    Afternoon,
}

impl Sessions {
    /// A day with one mark for each session.
    fn row(self, mark: &str, rest: &str) -> String {
        match self {
            Sessions::Both => format!("{mark},{mark},{rest}"),
            Sessions::Morning => format!("{mark},,{rest}"),
            Sessions::Afternoon => format!(",{mark},{rest}"),
        }
    }
}

/// A register of so many school days: most present, some absent or late.
pub(crate) fn register(dice: &mut Dice, days: usize, sessions: Sessions, fault: Fault) -> String {
    let mut text = String::from("date,am,pm,minutes-late,note\n");
    for (at, date) in school_days(days).into_iter().enumerate() {
        let row = match dice.below(40) {
            0 => sessions.row("I", ",told by parent"),
            1 => sessions.row("L", "15,bus"),
            2 => sessions.row("M", ","),
            _ => sessions.row("/", ","),
        };
        let row = match fault {
            Fault::UnknownMark if at == 20 => sessions.row("Y", ","),
            Fault::BrokenRow if at == 20 => sessions.row("/", ",\"minibus"),
            _ => row,
        };
        let _ = writeln!(text, "{date},{row}");
        if fault == Fault::DayTwice && at == 20 {
            let _ = writeln!(text, "{date},O,O,,");
        }
    }
    text
}
