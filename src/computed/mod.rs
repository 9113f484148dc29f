//! The functions behind `computed`: what spans records, or needs arithmetic.
//!
//! Each finds its own standing and days; it never names its level or sources.

mod placement;
mod register;
mod registration;
mod reviews;
mod safeguarding;
mod signoff;
mod week;

use crate::assess::{Assessment, Draft, Need, Standing};
use crate::records::Placement;
use crate::source::Place;
use chrono::NaiveDate;

type Function = for<'a> fn(&Draft<'a>, &Need) -> Vec<Assessment<'a>>;

const COMPUTED: &[(&str, Function)] = &[
    ("absence-followed-up", register::absence_followed_up),
    ("annex-b-signed", signoff::annex_b_signed),
    ("attendance-code-right", register::attendance_code_right),
    (
        "concern-reviewed-at-once",
        safeguarding::concern_reviewed_at_once,
    ),
    (
        "every-session-accounted-for",
        week::every_session_accounted_for,
    ),
    ("every-session-marked", register::every_session_marked),
    ("full-time-in-total", week::full_time_in_total),
    ("incidents-followed-up", safeguarding::incidents_followed_up),
    ("mid-point-review", reviews::mid_point_review),
    ("one-place-at-a-time", week::one_place_at_a_time),
    (
        "placement-at-known-site",
        placement::placement_at_known_site,
    ),
    ("placement-not-past-end", placement::placement_not_past_end),
    ("progress-measured", reviews::progress_measured),
    (
        "registration-threshold",
        registration::registration_threshold,
    ),
    ("sixth-day-education", placement::sixth_day_education),
];

pub fn names() -> impl Iterator<Item = &'static str> {
    COMPUTED.iter().map(|(name, _)| *name)
}

pub fn is_known(name: &str) -> bool {
    names().any(|known| known == name)
}

pub(crate) fn check<'a>(draft: &Draft<'a>, need: &Need, name: &str) -> Vec<Assessment<'a>> {
    match COMPUTED.iter().find(|(known, _)| *known == name) {
        Some((_, function)) => function(draft, need),
        None => Vec::new(),
    }
}

fn met<'a>(
    draft: &Draft<'a>,
    until: Option<NaiveDate>,
    place: Place,
    message: String,
) -> Assessment<'a> {
    draft.answer(Standing::Met { until }, place, message)
}

fn due<'a>(
    draft: &Draft<'a>,
    by: Option<NaiveDate>,
    place: Place,
    message: String,
) -> Assessment<'a> {
    let answer = draft.answer(Standing::Outstanding { by }, place, message);
    draft.unless_unread(answer, None)
}

fn fails<'a>(
    draft: &Draft<'a>,
    since: Option<NaiveDate>,
    place: Place,
    message: String,
) -> Assessment<'a> {
    let answer = draft.answer(Standing::Breached { since, to: None }, place, message);
    draft.unless_unread(answer, None)
}

/// The placement that a requirement about placements is asked of.
fn placement_of<'a>(draft: &Draft<'a>) -> Option<Placement<'a>> {
    draft
        .subject
        .placements(draft.case.records)
        .first()
        .copied()
}

/// The day for which a week is looked at: the day asked about if a placement
/// is live, otherwise the next start; and whether that is still to come.
fn day_of_week(draft: &Draft<'_>, placements: &[Placement<'_>]) -> Option<(NaiveDate, bool)> {
    let on = draft.case.on;
    if placements.iter().any(|placement| placement.is_live(on)) {
        return Some((on, false));
    }
    placements
        .iter()
        .filter(|placement| !placement.never_started())
        .filter_map(Placement::start)
        .filter(|start| *start > on)
        .min()
        .map(|start| (start, true))
}
