//! What was done about a worrying attendance.

use super::register::{place_of, sessions, unread};
use super::{by_day, met};
use crate::assess::{Assessment, Draft, Need};
use crate::attendance::{Band, risk};
use crate::calendar::said;
use crate::records::Placement;

/// Where attendance is at risk or worse, something was done since it came to
/// that.
pub(super) fn attendance_risk_acted_on<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    let place = place_of(&placement);
    if placement.is_remote() {
        let message = "taught remotely, so the register does not show how the pupil attends";
        return vec![met(draft, None, place, message.into())];
    }
    if placement.shared_with_pupil("week").is_none() {
        let why = "`week` is not recorded, so it is not known which sessions were due";
        return vec![draft.not_evaluated(placement.place(), why.into())];
    }
    let sessions = sessions(draft, &placement);
    let case = &draft.case;
    let worry = risk(case.records, &sessions);
    let Some(worry) = worry.ok().filter(|worry| worry.band >= Band::AtRisk) else {
        let message = "nothing in the register puts attendance at risk".into();
        return vec![
            unread(draft, &placement, &sessions)
                .unwrap_or_else(|| met(draft, None, place, message)),
        ];
    };
    let days = case.records.count_limit("follow-up-days", 5);
    let last = match case.calendar.due_after(worry.reached, days, case.on) {
        Ok(last) => last,
        Err(no_term) => return vec![draft.without_term(no_term.0)],
    };
    let dealt = placement.dealings(case.known);
    let done = dealt.from(worry.reached).next().map(|(date, _)| *date);
    let band = format!(
        "attendance has been {} since {} ({})",
        worry.band.said(),
        said(worry.reached),
        worry.reasons.join("; ")
    );
    let message = match done {
        Some(done) => format!("{band}; something was done on {}", said(done)),
        None => format!("{band}, and no follow-up, contact, visit or review is recorded since"),
    };
    let answer = by_day(draft, last, done, place, message);
    vec![draft.unless_unread(answer, dealt.unread)]
}
