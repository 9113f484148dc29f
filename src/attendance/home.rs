//! What the home school's own register takes for a session at a provider.
//!
//! Sources: School Attendance (Pupil Registration) (England) Regulations 2024,
//! regulations 10 and 11; Working together to improve school attendance
//! (DfE, 2024).

use super::codes::Code;
use super::footing::{Footing, Where};
use super::summary::Sessions;
use crate::records::Half;

/// What the provider says of a session.
#[derive(Clone, Copy, Debug)]
pub enum Returned {
    Mark(&'static Code),
    Nothing,
    /// There is a mark, but it could not be read or is disputed.
    Unreadable,
}

impl From<&Sessions<'_>> for Returned {
    fn from(session: &Sessions<'_>) -> Returned {
        match session {
            Sessions::Marked(.., code) => Returned::Mark(code),
            Sessions::NoReturn(..) => Returned::Nothing,
            Sessions::Unreadable(..) => Returned::Unreadable,
        }
    }
}

/// The code for the home school's register, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HomeCode {
    /// `None` where the records do not say which it is.
    pub code: Option<&'static str>,
    pub why: String,
}

impl HomeCode {
    fn code(code: &'static str, why: impl Into<String>) -> HomeCode {
        HomeCode {
            code: Some(code),
            why: why.into(),
        }
    }

    fn open(why: impl Into<String>) -> HomeCode {
        HomeCode {
            code: None,
            why: why.into(),
        }
    }
}

/// The code that the home school enters. The footing comes first: a pupil who
/// is on another school's roll too is D whatever that school marks. Nothing is
/// guessed: P, W and V are for what somebody knows of the day.
pub fn home_code(footing: &Footing, half: Half, returned: Returned) -> HomeCode {
    if footing.at == Where::OtherSchool {
        return HomeCode::code("D", dual(returned));
    }
    let code = match returned {
        Returned::Nothing => {
            return HomeCode::open("not returned by the provider: ask where the pupil was");
        }
        Returned::Unreadable => {
            return HomeCode::open(
                "the provider's mark could not be read, or there are two that differ",
            );
        }
        Returned::Mark(code) => code,
    };
    if let Some(wrong) = not_lawful(footing, code) {
        return HomeCode {
            code: instead(footing, code),
            why: format!("the provider's register has {}: {wrong}", code.mark),
        };
    }
    if code.is_attended() {
        return attended(footing, half, code);
    }
    let closure = match code.mark {
        "Y3" | "Y4" => {
            "; that the provider was closed does not by itself close the school to the pupil"
        }
        _ => "",
    };
    HomeCode::code(
        code.mark,
        format!("{}, as the provider marked it{closure}", code.meaning),
    )
}

fn dual(returned: Returned) -> String {
    let due = "due at the other school that has the pupil on its roll";
    match returned {
        Returned::Nothing => {
            format!("{due}, which has not returned its mark: ask where the pupil was")
        }
        Returned::Unreadable => format!("{due}, whose own mark could not be read"),
        Returned::Mark(code) if code.is_attended() => format!("{due}, and there"),
        Returned::Mark(code) => format!("{due}, which marked {} ({})", code.mark, code.meaning),
    }
}

fn attended(footing: &Footing, half: Half, code: &'static Code) -> HomeCode {
    match &footing.at {
        Where::ArrangedByAuthority => {
            HomeCode::code("K", "attended; the local authority arranged it")
        }
        Where::ArrangedBySchool => HomeCode::code("B", "attended; the school arranged it"),
        Where::OwnSite if code.mark == "L" => HomeCode::code("L", "late, on the school's own site"),
        Where::OwnSite => HomeCode::code(
            match half {
                Half::Morning => "/",
                Half::Afternoon => "\\",
            },
            "present on the school's own site",
        ),
        Where::NotKnown(why) => HomeCode::open(format!("attended, but {why}")),
        // Said above, before anybody is taken to have attended.
        Where::Remotely | Where::OtherSchool => HomeCode::open("the footing is not clear"),
    }
}

/// Why a mark cannot be right for this pupil on that day.
pub fn not_lawful(footing: &Footing, code: &Code) -> Option<&'static str> {
    let age = footing.is_of_school_age;
    match code.mark {
        "/" | "\\" | "L" if footing.at == Where::Remotely => {
            Some("a pupil who is taught remotely is recorded as absent; enter the absence code")
        }
        "X" if age == Some(true) => Some(
            "the pupil is of compulsory school age; for an agreed part-time timetable the code is C2",
        ),
        "C2" if age == Some(false) => Some(
            "the pupil is not of compulsory school age; for a session that need not be attended the code is X",
        ),
        "C2" if !footing.has_part_time => Some(
            "no part-time timetable that was agreed with a parent and has an end is recorded for that day",
        ),
        "E" => Some("E means that no provision was made, but this placement is live"),
        _ => None,
    }
}

/// The code in the place of one that cannot be right, where the records say it.
fn instead(footing: &Footing, code: &Code) -> Option<&'static str> {
    match code.mark {
        "C2" if footing.is_of_school_age == Some(false) => Some("X"),
        "/" | "\\" | "L" | "X"
            if footing.has_part_time && footing.is_of_school_age != Some(false) =>
        {
            Some("C2")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::codes::{CODES, code};
    use super::*;

    fn footing(at: Where) -> Footing {
        Footing {
            at,
            is_of_school_age: Some(true),
            has_part_time: false,
        }
    }

    fn entered(footing: &Footing, mark: &str) -> String {
        let returned = match mark {
            "" => Returned::Nothing,
            mark => Returned::Mark(code(mark).unwrap()),
        };
        let half = Half::Afternoon;
        home_code(footing, half, returned)
            .code
            .unwrap_or("-")
            .to_owned()
    }

    /// Each footing, and what is entered for: attended, late, ill, a timetable
    /// without an agreement, nothing returned.
    #[test]
    fn the_order_of_the_decision_is_that_of_the_law() {
        for (at, expected) in [
            (Where::Remotely, ["-", "-", "I", "-", "-"]),
            (Where::OwnSite, ["\\", "L", "I", "-", "-"]),
            (Where::OtherSchool, ["D", "D", "D", "D", "D"]),
            (Where::ArrangedByAuthority, ["K", "K", "I", "-", "-"]),
            (Where::ArrangedBySchool, ["B", "B", "I", "-", "-"]),
            (Where::NotKnown("why".into()), ["-", "-", "I", "-", "-"]),
        ] {
            let footing = footing(at);
            let found = ["/", "L", "I", "C2", ""].map(|mark| entered(&footing, mark));
            assert_eq!(found, expected, "{footing:?}");
        }
    }

    #[test]
    fn inside_an_agreed_part_time_timetable_the_absence_is_c2() {
        let mut footing = footing(Where::Remotely);
        footing.has_part_time = true;
        assert_eq!(
            ["/", "X", "C2", "I"].map(|mark| entered(&footing, mark)),
            ["C2", "C2", "C2", "I"]
        );
        footing.is_of_school_age = Some(false);
        assert_eq!(
            ["/", "X", "C2", "I"].map(|mark| entered(&footing, mark)),
            ["-", "X", "X", "I"]
        );
    }

    /// Whatever the provider marks, nobody is entered as away on an activity
    /// that nobody said there was, and what is entered always has a reason.
    #[test]
    fn p_w_and_v_are_never_guessed() {
        for at in [
            Where::Remotely,
            Where::OwnSite,
            Where::OtherSchool,
            Where::ArrangedBySchool,
        ] {
            let footing = footing(at);
            for code in CODES.iter().filter(|code| code.is_the_providers()) {
                let entered = home_code(&footing, Half::Morning, Returned::Mark(code));
                assert!(!matches!(entered.code, Some("P" | "W" | "V")));
                assert!(!entered.why.is_empty());
            }
        }
    }
}
