//! What was done about a worrying attendance.

use super::register::{place_of, sessions, unread};
use super::{by_day, met};
use crate::assess::{Assessment, Draft, Need};
use crate::attendance::{Band, risk};
use crate::calendar::said;
use crate::records::{Placement, Table, Value};
use crate::source::Place;
use chrono::NaiveDate;

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
    let Some(worry) = worry.filter(|worry| worry.band >= Band::AtRisk) else {
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
    let dealt = Dealings::of(&placement, case.known);
    let done = dealt.first_from(worry.reached);
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

/// The days on which somebody did something about this pupil.
struct Dealings {
    days: Vec<NaiveDate>,
    unread: Option<Place>,
}

impl Dealings {
    fn of(placement: &Placement<'_>, known: NaiveDate) -> Dealings {
        let own = ["follow-ups", "contacts", "reviews"].map(|log| (placement.table(), log, false));
        let provider = placement.provider();
        let theirs =
            provider.map(|provider| ["contacts", "visits"].map(|log| (&provider.table, log, true)));
        let mut found = Dealings {
            days: Vec::new(),
            unread: None,
        };
        for (table, log, listed) in own.into_iter().chain(theirs.into_iter().flatten()) {
            let value = table.get(log);
            let unread = value.and_then(Value::unreadable_inside);
            found.unread = found.unread.or(unread);
            let about = |entry: &&Table| {
                !listed
                    || placement
                        .pupil()
                        .is_some_and(|pupil| entry.texts("pupils").any(|one| one == pupil))
            };
            let dates = table.tables(log).filter(about);
            let dates = dates.filter_map(|entry| entry.date("date").known());
            found.days.extend(dates.filter(|date| *date <= known));
        }
        found
    }

    fn first_from(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.days.iter().copied().filter(|date| *date >= day).min()
    }
}
