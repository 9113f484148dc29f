//! The functions behind `computed`: what spans records, or needs arithmetic.
//!
//! Each finds its own standing and days; it never names its level or sources.

mod absence;
mod absence_returns;
mod attendance_risk;
mod census;
mod code;
mod decisions;
mod direction;
mod direction_reviews;
mod ending;
mod entries;
mod full_time;
mod insurance;
mod part_of_week;
mod part_time;
mod placement;
mod preview;
mod progress;
mod quality;
mod register;
mod registration;
mod reviews;
mod risk_assessment;
mod safeguarding;
mod school;
mod signoff;
mod sites;
mod suspension;
mod told;
mod week;

use crate::assess::{Assessment, Draft, Need, Phase, Standing};
use crate::calendar::{Span, day_before, joined, next_day};
use crate::records::{Placement, Table, Value};
use crate::source::Place;
use chrono::NaiveDate;

type Function = for<'a> fn(&Draft<'a>, &Need) -> Vec<Assessment<'a>>;

/// What each subcontracted site shows for itself under `[sites.checks]`.
pub(crate) const SITE_LINES: [&str; 4] = [
    "letter-of-assurance",
    "safeguarding-contact",
    "public-liability",
    "health-and-safety",
];

const COMPUTED: &[(&str, Function)] = &[
    ("absence-followed-up", register::absence_followed_up),
    ("annex-b-signed", signoff::annex_b_signed),
    ("attendance-code-right", code::attendance_code_right),
    (
        "attendance-risk-acted-on",
        attendance_risk::attendance_risk_acted_on,
    ),
    ("census-setting-recorded", census::census_setting_recorded),
    ("changes-rechecked", told::changes_rechecked),
    (
        "chronology-kept-both-ways",
        safeguarding::chronology_kept_both_ways,
    ),
    ("competent-person-check", sites::competent_person_check),
    ("complaints-dealt-with", told::complaints_dealt_with),
    (
        "concern-reviewed-at-once",
        safeguarding::concern_reviewed_at_once,
    ),
    (
        "day-a-week-at-base-school",
        part_of_week::day_a_week_at_base_school,
    ),
    (
        "decision-to-end-carried-out",
        decisions::decision_to_end_carried_out,
    ),
    ("departures-have-reasons", school::departures_have_reasons),
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
    ("end-of-placement-review", ending::end_of_placement_review),
    (
        "every-session-accounted-for",
        week::every_session_accounted_for,
    ),
    ("every-session-marked", register::every_session_marked),
    ("first-day-education", suspension::first_day_education),
    ("full-time-in-total", full_time::full_time_in_total),
    ("incidents-followed-up", safeguarding::incidents_followed_up),
    ("incidents-told-at-once", told::incidents_told_at_once),
    (
        "leaves-school-age-in-placement",
        ending::leaves_school_age_in_placement,
    ),
    ("long-absence-reviewed", absence::long_absence_reviewed),
    ("mid-point-review", reviews::mid_point_review),
    ("no-progress-acted-on", progress::no_progress_acted_on),
    ("objectives-measurable", progress::objectives_measurable),
    (
        "off-site-direction-notice-complete",
        direction::off_site_direction_notice_complete,
    ),
    ("one-place-at-a-time", week::one_place_at_a_time),
    ("outcome-against-baseline", ending::outcome_against_baseline),
    ("part-time-agreed", part_time::part_time_agreed),
    ("part-time-not-too-long", part_time::part_time_not_too_long),
    ("part-time-plan", full_time::part_time_plan),
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
    ("progress-measured", progress::progress_measured),
    (
        "provider-returns-in-time",
        absence::provider_returns_in_time,
    ),
    ("quality-checked-in-full", quality::quality_checked_in_full),
    (
        "reason-found-in-five-days",
        absence::reason_found_in_five_days,
    ),
    ("register-complete", school::register_complete),
    (
        "registration-threshold",
        registration::registration_threshold,
    ),
    (
        "risk-assessment-after-change",
        risk_assessment::risk_assessment_after_change,
    ),
    ("school-on-other-days", full_time::school_on_other_days),
    ("sickness-return", absence_returns::sickness_return),
    ("sixth-day-education", suspension::sixth_day_education),
    ("subcontractors-checked", sites::subcontractors_checked),
    ("supports-carried-over", ending::supports_carried_over),
    (
        "suspension-within-45-days",
        suspension::suspension_within_45_days,
    ),
    ("tier-one-share", part_of_week::tier_one_share),
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

/// The answer where something is done by `last`, or later, or not yet: `done` is
/// the day on which it was.
fn by_day<'a>(
    draft: &Draft<'a>,
    last: NaiveDate,
    done: Option<NaiveDate>,
    place: Place,
    message: String,
) -> Assessment<'a> {
    match done {
        Some(done) => {
            let mut answer = met(draft, None, place, message);
            answer.lapses.extend(late(last, done));
            answer
        }
        None if draft.case.on <= last => due(draft, Some(last), place, message),
        None => fails(draft, Some(next_day(last)), place, message),
    }
}

/// The days from the day it was due, which is not counted, until it was done.
fn late(due: NaiveDate, done: NaiveDate) -> Option<Span> {
    lapse(next_day(due), day_before(done))
}

/// The worst of several answers, and of those the one that is first to
/// change; with how many are like it, and the lapses of all.
fn worst<'a>(answers: Vec<Assessment<'a>>) -> Option<Assessment<'a>> {
    let lapses = answers
        .iter()
        .flat_map(|answer| answer.lapses.clone())
        .collect();
    let order = |answer: &Assessment<'a>| {
        let day = answer.standing.day();
        (answer.standing.rank(), day.is_none(), day)
    };
    let ranks: Vec<u8> = answers
        .iter()
        .map(|answer| answer.standing.rank())
        .collect();
    let mut worst = answers.into_iter().min_by_key(order)?;
    let rank = worst.standing.rank();
    let alike = ranks.into_iter().filter(|other| *other == rank).count();
    let falls_short = matches!(
        worst.standing,
        Standing::Breached { .. } | Standing::Outstanding { .. }
    );
    if alike > 1 && falls_short {
        worst.message = format!("{}, and {} more like it", worst.message, alike - 1);
    }
    worst.lapses = joined(lapses);
    Some(worst)
}

/// The first entry of a log of which a field that decides could not be read, or
/// which could not be read itself.
fn unread_in(record: &Table, log: &str, fields: &[&str]) -> Option<Place> {
    let value = record.get(log)?;
    let whole = value.is_unreadable().then_some(value.place);
    whole.or_else(|| {
        value.items().iter().find_map(|item| match item.table() {
            None => Some(item.place),
            Some(entry) => fields
                .iter()
                .filter_map(|field| entry.get(field))
                .find_map(Value::unreadable_inside),
        })
    })
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
