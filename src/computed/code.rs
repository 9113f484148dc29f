//! Whether each mark is the lawful code, by the footing of the placement.

use super::register::{place_of, sessions, unread};
use super::{fails, met};
use crate::assess::{Assessment, Draft, Need};
use crate::attendance::{Footing, Ground, Sessions, Where, not_lawful};
use crate::calendar::said;
use crate::records::{Placement, is_school};

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
    let ground = Ground::of(&placement);
    for session in sessions.iter().copied() {
        if let Sessions::Marked(date, half, mark, code) = session
            && let Some(why) = not_lawful(&ground.on(date), code)
        {
            wrong.push((date, half, mark, code.mark, why));
        }
    }
    let Some((date, half, mark, code, why)) = wrong.first() else {
        if let Some(unread) = unread(draft, &placement, &sessions) {
            return vec![unread];
        }
        return vec![met(
            draft,
            None,
            place_of(&placement),
            own_code(draft, &placement),
        )];
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

/// What the home school enters for a session attended, by the footing of the
/// placement on the day asked about.
fn own_code(draft: &Draft<'_>, placement: &Placement<'_>) -> String {
    let code = match Footing::of(placement, draft.case.on).at {
        Where::Remotely => {
            "takes an absence code, the pupil not being at a place of education".to_owned()
        }
        Where::OtherSchool => "takes D, the pupil being registered at the provider too".into(),
        Where::ArrangedByAuthority => "takes K, the local authority having arranged it".into(),
        Where::OwnSite => "takes / or \\, the pupil being on the school's own site".into(),
        Where::ArrangedBySchool => "takes B".into(),
        Where::NotKnown(why) => format!("has no code yet: {why}"),
    };
    format!("no mark here is wrong; for a session attended, the school's own register {code}")
}
