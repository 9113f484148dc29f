//! What the school's own register has, against what the law asks for.

use super::codes::{Class, code, withdrawn};
use super::footing::{Footing, Where};
use super::home::HomeCode;
use crate::calendar::said;
use chrono::NaiveDate;

/// Why what the school's register has cannot be right for a session at a
/// provider; `None` where it is what the law asks for, or where only somebody
/// who knows of the day can tell.
pub fn differs(
    entered: &str,
    home: &HomeCode,
    footing: &Footing,
    reason_due: Option<NaiveDate>,
    on: NaiveDate,
) -> Option<String> {
    if entered.is_empty() {
        let asked = home.code?;
        return Some(format!(
            "no mark is entered, where {asked} is right: {}",
            home.why
        ));
    }
    let Some(code) = code(entered) else {
        return Some(not_in_force(entered));
    };
    if let Some(why) = of_school_age(entered, footing) {
        return Some(why);
    }
    if home.code == Some(entered) {
        return overdue(entered, reason_due, on);
    }
    if footing.at == Where::Remotely && is_presence(code.class, entered) {
        return Some(format!(
            "{entered} for a pupil who is taught remotely, and so is recorded as absent"
        ));
    }
    let Some(asked) = home.code else {
        // Somebody may know why the pupil was away; that the pupil was there,
        // only the provider knows.
        return is_presence(code.class, entered)
            .then(|| format!("{entered} is entered, but {}", home.why));
    };
    let of_the_day = matches!(entered, "P" | "W" | "V") && matches!(asked, "B" | "K");
    if of_the_day {
        return None;
    }
    let problem = match (entered, asked) {
        ("B" | "K" | "P" | "W" | "V", "D") => format!("{entered} for a dual-registered pupil"),
        ("/" | "\\" | "L", "B" | "K" | "D") => {
            "present at the home school, in a session at the provider".into()
        }
        ("B", "K") => "B for what the school did not arrange".into(),
        ("K", "B") => "K for what the local authority did not arrange".into(),
        ("D", _) => "D for a pupil who is not on the provider's roll that day".into(),
        _ if is_presence(code.class, entered) => {
            format!("{entered} for a session that the pupil missed")
        }
        (_, "B" | "K" | "/" | "\\" | "L") => {
            format!(
                "{entered} ({}) for a session that the pupil attended",
                code.meaning
            )
        }
        _ => format!("{entered} ({}) is entered", code.meaning),
    };
    Some(format!("{problem}: {}", home.why))
}

/// Why a code for a session at no provider cannot be right: one that is only
/// for such sessions, or X for a pupil of school age.
pub fn differs_elsewhere(entered: &str, is_of_school_age: Option<bool>) -> Option<String> {
    match entered {
        "B" | "K" | "D" => Some(format!(
            "{entered} is entered, but the records have no session at a provider then"
        )),
        "X" if is_of_school_age == Some(true) => Some(X_AND_OF_SCHOOL_AGE.into()),
        _ => None,
    }
}

const X_AND_OF_SCHOOL_AGE: &str =
    "X for a pupil of compulsory school age; for an agreed part-time timetable the code is C2";

fn of_school_age(entered: &str, footing: &Footing) -> Option<String> {
    (entered == "X" && footing.is_of_school_age == Some(true)).then(|| X_AND_OF_SCHOOL_AGE.into())
}

fn overdue(entered: &str, reason_due: Option<NaiveDate>, on: NaiveDate) -> Option<String> {
    let due = reason_due.filter(|due| entered == "N" && on > *due)?;
    Some(format!(
        "still N; the reason was to be established by {}",
        said(due)
    ))
}

fn not_in_force(entered: &str) -> String {
    match withdrawn(entered) {
        Some((last, instead)) => format!(
            "{entered} was withdrawn, its last day was {}; enter {instead}",
            said(last)
        ),
        None => format!("`{}` is no code that is in force", entered.escape_debug()),
    }
}

/// Whether a code says that the pupil was somewhere to be taught.
fn is_presence(class: Class, entered: &str) -> bool {
    matches!(class, Class::Attending | Class::ApprovedActivity) || entered == "D"
}
