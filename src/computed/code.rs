//! Whether each mark is the lawful code, by the footing of the placement.

use super::register::{place_of, sessions, unread};
use super::{fails, met};
use crate::assess::{Assessment, Draft, Need};
use crate::attendance::Sessions;
use crate::calendar::{is_of_school_age, said};
use crate::records::{Placement, Value};
use crate::rulebook::is_school;
use chrono::NaiveDate;

/// Each mark is lawful for this pupil on that day. Source: School Attendance
/// (Pupil Registration) (England) Regulations 2024, regulations 10 and 11.
pub(super) fn attendance_code_right<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    if let Some(footing) = wrong_footing(draft, &placement) {
        return vec![footing];
    }
    let mut wrong = Vec::new();
    let sessions = sessions(draft, &placement);
    for session in sessions.iter().copied() {
        if let Sessions::Marked(date, half, mark, code) = session
            && let Some(why) = why_wrong(&placement, date, code.mark)
        {
            wrong.push((date, half, mark, code.mark, why));
        }
    }
    let Some((date, half, mark, code, why)) = wrong.first() else {
        if let Some(unread) = unread(draft, &placement, &sessions) {
            return vec![unread];
        }
        return vec![met(draft, None, place_of(&placement), own_code(&placement))];
    };
    let more = match wrong.len() {
        1 => String::new(),
        n => format!(", and {} more like it", n - 1),
    };
    let message = format!(
        "{code} in the {} of {}: {why}{more}",
        half.said(),
        said(*date)
    );
    vec![fails(draft, Some(*date), mark.place, message)]
}

/// Only a school can have the pupil on its roll as well, so that the school's
/// own register would take D.
fn wrong_footing<'a>(draft: &Draft<'a>, placement: &Placement<'a>) -> Option<Assessment<'a>> {
    let dual = placement.table().get("registration")?;
    let provider = placement.provider()?;
    let kind = provider.table.text("kind").known()?;
    if dual.text() != Some("dual") || is_school(kind) {
        return None;
    }
    let message = format!(
        "the pupil is entered as registered at the provider too, which would make the code D; but the provider is `{kind}`, and only a school has a roll"
    );
    Some(fails(draft, placement.start(), dual.place, message))
}

fn why_wrong(placement: &Placement<'_>, date: NaiveDate, code: &str) -> Option<String> {
    let remote = placement.is_remote();
    let born = placement.pupil_fact("born").and_then(Value::date);
    match code {
        "/" | "\\" | "L" if remote => Some("a pupil who is taught remotely is recorded as absent; enter the absence code".into()),
        "X" if born.is_some_and(|born| is_of_school_age(born, date)) => {
            Some("the pupil is of compulsory school age; for an agreed part-time timetable the code is C2".into())
        }
        "C2" if born.is_some_and(|born| !is_of_school_age(born, date)) => {
            Some("the pupil is not of compulsory school age; for a session that need not be attended the code is X".into())
        }
        "C2" if !has_part_time(placement, date) => Some("no part-time timetable that was agreed with a parent and has an end is recorded for that day".into()),
        "E" => Some("E means that no provision was made, but this placement is live".into()),
        _ => None,
    }
}

fn has_part_time(placement: &Placement<'_>, date: NaiveDate) -> bool {
    placement
        .shared_with_pupil("part-time")
        .and_then(|(_, value)| value.table())
        .is_some_and(|table| {
            table.date("agreed-with-parent").known().is_some()
                && table.date("from").known().is_some_and(|from| from <= date)
                && table
                    .date("until")
                    .known()
                    .is_some_and(|until| date <= until)
        })
}

/// What the home school enters for a session attended, by the footing of the
/// placement.
fn own_code(placement: &Placement<'_>) -> String {
    let text = |key: &str| placement.table().text(key).known();
    let code = if placement.is_remote() {
        "an absence code, the pupil not being at a place of education"
    } else if text("registration") == Some("dual") {
        "D, the pupil being registered at the provider too"
    } else if text("arranged-by") == Some("local-authority") {
        "K, the local authority having arranged it"
    } else if text("mode") == Some("outreach")
        || placement
            .provider()
            .is_some_and(|provider| provider.table.text("kind").known() == Some("in-school"))
    {
        "/ or \\, the pupil being on the school's own site"
    } else {
        "B"
    };
    format!("no mark here is wrong; for a session attended, the school's own register takes {code}")
}
