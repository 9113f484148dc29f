//! Decisions to end or pause a placement, and whether they were carried out.

use super::reviews::dated;
use super::{by_day, met, unread_in, worst};
use crate::assess::{Assessment, Draft, Need};
use crate::calendar::{NoTerm, said};
use crate::records::{Placement, Record, Table};
use crate::source::Place;
use chrono::NaiveDate;

/// Where a decision was made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Made {
    InReview,
    InEndReview,
    AfterConcern,
    AfterIncident,
}

impl Made {
    fn said(self) -> &'static str {
        match self {
            Made::InReview | Made::InEndReview => "the review",
            Made::AfterConcern => "the concern",
            Made::AfterIncident => "the incident",
        }
    }
}

/// A decision about a placement.
struct Decision<'a> {
    date: NaiveDate,
    word: &'a str,
    made: Made,
    place: Place,
}

/// School days after a concern within which the pupil no longer goes there.
const AFTER_CONCERN: u32 = 1;

/// A decision to end or pause the placement was carried out, or a later one
/// lifted it.
pub(super) fn decision_to_end_carried_out<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    if let Some(place) = unread(&placement) {
        return vec![draft.not_evaluated(place, "a decision could not be read".into())];
    }
    let decisions = decisions(&placement, draft.case.known);
    let mut answers = Vec::new();
    for decision in &decisions {
        if matches!(decision.word, "end" | "pause") {
            let answer = answer(draft, &placement, &decisions, decision);
            answers.push(answer.unwrap_or_else(|no_term| draft.without_term(no_term.0)));
        }
    }
    let answer = worst(answers).unwrap_or_else(|| {
        let message = "no decision to end or pause it is recorded".into();
        met(draft, None, placement.place(), message)
    });
    vec![draft.unless_unread(answer, None)]
}

fn unread(placement: &Placement<'_>) -> Option<Place> {
    let own = placement.table();
    let incidents = |provider: &Record| {
        unread_in(
            &provider.table,
            "incidents",
            &["date", "pupils", "decision"],
        )
    };
    unread_in(own, "reviews", &["date", "kind", "outcome"])
        .or_else(|| unread_in(own, "concerns", &["date", "reviewed", "decision"]))
        .or_else(|| unread_in(own, "pauses", &["from", "until"]))
        .or_else(|| placement.provider().and_then(incidents))
}

fn answer<'a>(
    draft: &Draft<'a>,
    placement: &Placement<'a>,
    decisions: &[Decision<'a>],
    decision: &Decision<'a>,
) -> Result<Assessment<'a>, NoTerm> {
    let case = &draft.case;
    let days = match decision.made {
        Made::AfterConcern => AFTER_CONCERN,
        _ => case.records.count_limit("follow-up-days", 5),
    };
    let mut last = case.calendar.due_after(decision.date, days, case.on)?;
    // The review at the end says that it ends as planned.
    if decision.made == Made::InEndReview {
        last = last.max(placement.planned_end(case.known).unwrap_or(last));
    }
    let lifted = decisions
        .iter()
        .find(|later| later.date > decision.date && matches!(later.word, "continue" | "change"))
        .map(|later| later.date);
    let ended = placement.ending(case.known);
    let paused = (decision.word == "pause")
        .then(|| paused(placement, decision.date, case.known))
        .flatten();
    let done = [lifted, ended, paused].into_iter().flatten().min();
    let decided = format!(
        "{} of {} decided to {} the placement",
        decision.made.said(),
        said(decision.date),
        decision.word
    );
    let message = match (done, decision.word) {
        (Some(done), _) => format!("{decided}; settled on {}", said(done)),
        (None, "pause") => format!(
            "{decided}, and neither a pause from then on nor an ending is recorded; it was to be by {}",
            said(last)
        ),
        (None, _) => format!(
            "{decided}, and no ending is recorded; it was to be by {}",
            said(last)
        ),
    };
    Ok(by_day(draft, last, done, decision.place, message))
}

/// The first day of a pause that lasts beyond `decided`.
fn paused(placement: &Placement<'_>, decided: NaiveDate, known: NaiveDate) -> Option<NaiveDate> {
    let pauses = placement.table().tables("pauses");
    let lasting = pauses.filter(|pause| {
        let until = pause.date("until").known();
        until.is_none_or(|until| until >= decided)
    });
    let from = lasting.filter_map(|pause| pause.date("from").known());
    from.filter(|from| *from <= known).min()
}

/// All decisions about a placement, by day.
fn decisions<'a>(placement: &Placement<'a>, known: NaiveDate) -> Vec<Decision<'a>> {
    let reviews = dated(placement, "reviews", known).into_iter();
    let reviews = reviews.filter_map(|(date, review)| {
        let made = match review.text("kind").known() {
            Some("end") => Made::InEndReview,
            _ => Made::InReview,
        };
        decision(review, "outcome", date, made)
    });
    let concerns = placement.table().tables("concerns").filter_map(|concern| {
        let reviewed = concern.date("reviewed").known();
        let date = reviewed.or(concern.date("date").known())?;
        decision(concern, "decision", date, Made::AfterConcern)
    });
    let provider = placement.provider().into_iter();
    let incidents = provider.flat_map(|provider| provider.table.tables("incidents"));
    let incidents = incidents.filter_map(|incident| {
        let pupil = placement.pupil()?;
        let listed = incident.texts("pupils").any(|one| one == pupil);
        let date = incident.date("date").known().filter(|_| listed)?;
        decision(incident, "decision", date, Made::AfterIncident)
    });
    let mut all: Vec<_> = reviews.chain(concerns).chain(incidents).collect();
    all.retain(|decision| decision.date <= known);
    all.sort_by_key(|decision| decision.date);
    all
}

fn decision<'a>(
    entry: &'a Table,
    field: &str,
    date: NaiveDate,
    made: Made,
) -> Option<Decision<'a>> {
    Some(Decision {
        date,
        word: entry.text(field).known()?,
        made,
        place: entry.place,
    })
}
