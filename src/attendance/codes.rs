//! The attendance codes in force since 19 August 2024.
//!
//! Sources: School Attendance (Pupil Registration) (England) Regulations 2024,
//! regulation 10; Working together to improve school attendance (DfE, 2024).

use chrono::NaiveDate;

/// How a code counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Attending,
    /// Counted as attendance by the home school; never in a provider's register.
    ApprovedActivity,
    AuthorisedAbsence,
    UnauthorisedAbsence,
    /// Out of the number of possible sessions.
    NotPossible,
    /// Never in statistics.
    NotCollected,
}

#[derive(Debug)]
pub struct Code {
    pub mark: &'static str,
    pub meaning: &'static str,
    pub class: Class,
}

const fn code_(mark: &'static str, class: Class, meaning: &'static str) -> Code {
    Code {
        mark,
        meaning,
        class,
    }
}

use Class::{
    ApprovedActivity, Attending, AuthorisedAbsence, NotCollected, NotPossible, UnauthorisedAbsence,
};

pub static CODES: &[Code] = &[
    code_("/", Attending, "present in the morning"),
    code_("\\", Attending, "present in the afternoon"),
    code_("L", Attending, "late, before the register closed"),
    code_(
        "K",
        ApprovedActivity,
        "at provision arranged by a local authority",
    ),
    code_("V", ApprovedActivity, "educational visit"),
    code_("P", ApprovedActivity, "approved sporting activity"),
    code_("W", ApprovedActivity, "work experience"),
    code_(
        "B",
        ApprovedActivity,
        "other approved educational activity off site",
    ),
    code_("D", NotPossible, "dual registered, at the other school"),
    code_("C", AuthorisedAbsence, "leave in exceptional circumstances"),
    code_(
        "C1",
        AuthorisedAbsence,
        "leave for a regulated performance or employment abroad",
    ),
    code_(
        "C2",
        AuthorisedAbsence,
        "leave for an agreed part-time timetable",
    ),
    code_(
        "E",
        AuthorisedAbsence,
        "suspended or excluded, and no provision made",
    ),
    code_("I", AuthorisedAbsence, "illness"),
    code_("J1", AuthorisedAbsence, "interview"),
    code_("M", AuthorisedAbsence, "medical or dental appointment"),
    code_("R", AuthorisedAbsence, "religious observance"),
    code_("S", AuthorisedAbsence, "study leave"),
    code_("T", AuthorisedAbsence, "parent travelling for work"),
    code_("G", UnauthorisedAbsence, "holiday not granted"),
    code_("N", UnauthorisedAbsence, "reason not yet established"),
    code_("O", UnauthorisedAbsence, "absent without authorisation"),
    code_(
        "U",
        UnauthorisedAbsence,
        "arrived after the register closed",
    ),
    code_("Q", NotPossible, "access arrangements lacking"),
    code_(
        "X",
        NotPossible,
        "not of compulsory school age and not required",
    ),
    code_("Y1", NotPossible, "transport not available"),
    code_("Y2", NotPossible, "widespread travel disruption"),
    code_("Y3", NotPossible, "part of the premises closed"),
    code_("Y4", NotPossible, "whole site unexpectedly closed"),
    code_("Y5", NotPossible, "in criminal justice detention"),
    code_("Y6", NotPossible, "public health guidance or law"),
    code_("Y7", NotPossible, "any other unavoidable cause"),
    code_("Z", NotCollected, "not yet on the admission register"),
    code_("#", NotCollected, "planned whole-school closure"),
];

/// The last day on which each withdrawn code was valid, and what stands in its place.
const WITHDRAWN: &[(&str, (i32, u32, u32), &str)] = &[
    ("H", (2024, 8, 18), "C"),
    ("J", (2024, 8, 18), "J1"),
    ("Y", (2024, 8, 18), "one of Y1 to Y7"),
    ("F", (2013, 8, 31), "G or C"),
];

pub fn code(mark: &str) -> Option<&'static Code> {
    CODES.iter().find(|code| code.mark == mark)
}

/// A code that is no longer valid: its last day, and what to write instead.
pub fn withdrawn(mark: &str) -> Option<(NaiveDate, &'static str)> {
    let (_, (year, month, day), instead) = WITHDRAWN
        .iter()
        .find(|(withdrawn, ..)| *withdrawn == mark)?;
    Some((NaiveDate::from_ymd_opt(*year, *month, *day)?, instead))
}

impl Code {
    /// Whether a provider's register may hold it: present, late or an absence
    /// code. The others are entered by the home school.
    pub fn is_the_providers(&self) -> bool {
        !matches!(self.class, ApprovedActivity | NotCollected) && self.mark != "D"
    }

    pub fn is_attended(&self) -> bool {
        self.class == Attending
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_one_class_and_stands_once() {
        for (at, code) in CODES.iter().enumerate() {
            assert!(
                CODES[at + 1..].iter().all(|other| other.mark != code.mark),
                "{}",
                code.mark
            );
        }
        let count = |class| CODES.iter().filter(|code| code.class == class).count();
        assert_eq!(CODES.len(), 34);
        assert_eq!(count(Attending), 3);
        assert_eq!(count(ApprovedActivity), 5);
        assert_eq!(count(AuthorisedAbsence), 10);
        assert_eq!(count(UnauthorisedAbsence), 4);
        assert_eq!(count(NotPossible), 10);
        assert_eq!(count(NotCollected), 2);
    }
}
