//! The functions behind `computed`: what spans records, or needs arithmetic.
//!
//! Each finds its own standing and days; it never names its level or sources.

mod absence;
mod absence_returns;
mod census;
mod code;
mod direction;
mod direction_reviews;
mod insurance;
mod part_time;
mod placement;
mod preview;
mod register;
mod registration;
mod reviews;
mod safeguarding;
mod signoff;
mod suspension;
mod week;

use crate::assess::{Assessment, Draft, Need, Phase, Standing};
use crate::calendar::{Span, day_before};
use crate::records::Placement;
use crate::source::Place;
use chrono::NaiveDate;

type Function = for<'a> fn(&Draft<'a>, &Need) -> Vec<Assessment<'a>>;

const COMPUTED: &[(&str, Function)] = &[
    ("absence-followed-up", register::absence_followed_up),
    ("annex-b-signed", signoff::annex_b_signed),
    ("attendance-code-right", code::attendance_code_right),
    ("census-setting-recorded", census::census_setting_recorded),
    (
        "concern-reviewed-at-once",
        safeguarding::concern_reviewed_at_once,
    ),
    (
        "direction-outcome-sent",
        direction_reviews::direction_outcome_sent,
    ),
    (
        "direction-review-invitations",
        direction_reviews::direction_review_invitations,
    ),
    (
        "direction-review-on-request",
        direction_reviews::direction_review_on_request,
    ),
    (
        "direction-within-longest-length",
        direction::direction_within_longest_length,
    ),
    (
        "employers-liability-sum",
        insurance::employers_liability_sum,
    ),
    (
        "every-session-accounted-for",
        week::every_session_accounted_for,
    ),
    ("every-session-marked", register::every_session_marked),
    ("first-day-education", suspension::first_day_education),
    ("full-time-in-total", week::full_time_in_total),
    ("incidents-followed-up", safeguarding::incidents_followed_up),
    ("long-absence-reviewed", absence::long_absence_reviewed),
    ("mid-point-review", reviews::mid_point_review),
    (
        "off-site-direction-notice-complete",
        direction::off_site_direction_notice_complete,
    ),
    ("one-place-at-a-time", week::one_place_at_a_time),
    ("part-time-agreed", part_time::part_time_agreed),
    ("part-time-not-too-long", part_time::part_time_not_too_long),
    ("part-time-reviewed", part_time::part_time_reviewed),
    (
        "placement-at-known-site",
        placement::placement_at_known_site,
    ),
    ("placement-not-past-end", placement::placement_not_past_end),
    ("preview-length-cap", preview::length_cap),
    (
        "preview-special-needs-threshold",
        preview::special_needs_threshold,
    ),
    ("progress-measured", reviews::progress_measured),
    (
        "provider-returns-in-time",
        absence::provider_returns_in_time,
    ),
    (
        "reason-found-in-five-days",
        absence::reason_found_in_five_days,
    ),
    (
        "registration-threshold",
        registration::registration_threshold,
    ),
    ("sickness-return", absence_returns::sickness_return),
    ("sixth-day-education", suspension::sixth_day_education),
    (
        "suspension-within-45-days",
        suspension::suspension_within_45_days,
    ),
    (
        "unauthorised-absence-return",
        absence_returns::unauthorised_absence_return,
    ),
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

/// What is not on record: outstanding before it is needed, then breached.
fn missing<'a>(draft: &Draft<'a>, need: &Need, place: Place, message: String) -> Assessment<'a> {
    match need.phase {
        Phase::Before => due(draft, need.first.map(day_before), place, message),
        Phase::Within => fails(draft, need.first, place, message),
    }
}

/// The days on which something was missing, if there were any.
fn lapse(from: NaiveDate, to: NaiveDate) -> Option<Span> {
    (from <= to).then_some(Span { from, to })
}

/// The worst of several answers, the earliest first; the lapses of all stay
/// with it.
fn worst(answers: Vec<Assessment<'_>>) -> Option<Assessment<'_>> {
    let mut lapses: Vec<Span> = answers
        .iter()
        .flat_map(|answer| answer.lapses.clone())
        .collect();
    lapses.sort_by_key(|lapse| lapse.from);
    let mut worst = answers
        .into_iter()
        .min_by_key(|answer| (answer.standing.rank(), answer.standing.day()))?;
    worst.lapses = lapses;
    Some(worst)
}

/// A number of a record or a limit as a count.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "numbers in records are 0 or more, and clamped here"
)]
fn whole(number: f64) -> u32 {
    number.clamp(0.0, 1000.0) as u32
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
