//! The functions behind `computed`: what spans records, or needs arithmetic.
//!
//! Each finds its own standing and days; it never names its level or sources.

mod absence;
mod absence_returns;
mod answers;
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

use crate::assess::{Assessment, Draft, Need, Subject};
use crate::records::{Placement, Record};
use answers::{
    before_start, by_day, day_of_week, due, fails, lapse, late, met, missing, unread_in, worst,
};

type OfPlacement = for<'a> fn(&Draft<'a>, Placement<'a>, &Need) -> Vec<Assessment<'a>>;

/// A function, by what it looks at.
enum Function {
    /// Whatever the requirement is about.
    Any(for<'a> fn(&Draft<'a>, &Need) -> Vec<Assessment<'a>>),
    Placement(OfPlacement),
    /// A placement from its first day on; before it there is nothing to ask yet.
    Started(OfPlacement),
    Provider(for<'a> fn(&Draft<'a>, &'a Record, &Need) -> Vec<Assessment<'a>>),
}

/// What each subcontracted site shows for itself under `[sites.checks]`.
pub(crate) const SITE_LINES: [&str; 4] = [
    "letter-of-assurance",
    "safeguarding-contact",
    "public-liability",
    "health-and-safety",
];

const COMPUTED: &[(&str, Function)] = &[
    (
        "absence-followed-up",
        Function::Started(register::absence_followed_up),
    ),
    (
        "annex-b-signed",
        Function::Provider(signoff::annex_b_signed),
    ),
    (
        "attendance-code-right",
        Function::Started(code::attendance_code_right),
    ),
    (
        "attendance-risk-acted-on",
        Function::Started(attendance_risk::attendance_risk_acted_on),
    ),
    (
        "census-setting-recorded",
        Function::Provider(census::census_setting_recorded),
    ),
    (
        "changes-rechecked",
        Function::Provider(told::changes_rechecked),
    ),
    (
        "chronology-kept-both-ways",
        Function::Placement(safeguarding::chronology_kept_both_ways),
    ),
    (
        "competent-person-check",
        Function::Provider(sites::competent_person_check),
    ),
    (
        "complaints-dealt-with",
        Function::Provider(told::complaints_dealt_with),
    ),
    (
        "concern-reviewed-at-once",
        Function::Placement(safeguarding::concern_reviewed_at_once),
    ),
    (
        "day-a-week-at-base-school",
        Function::Placement(part_of_week::day_a_week_at_base_school),
    ),
    (
        "decision-to-end-carried-out",
        Function::Placement(decisions::decision_to_end_carried_out),
    ),
    (
        "departures-have-reasons",
        Function::Any(school::departures_have_reasons),
    ),
    (
        "direction-outcome-sent",
        Function::Started(direction_reviews::direction_outcome_sent),
    ),
    (
        "direction-review-invitations",
        Function::Started(direction_reviews::direction_review_invitations),
    ),
    (
        "direction-review-on-request",
        Function::Placement(direction_reviews::direction_review_on_request),
    ),
    (
        "direction-within-longest-length",
        Function::Placement(direction::direction_within_longest_length),
    ),
    (
        "employers-liability-sum",
        Function::Any(insurance::employers_liability_sum),
    ),
    (
        "end-of-placement-review",
        Function::Placement(ending::end_of_placement_review),
    ),
    (
        "every-session-accounted-for",
        Function::Any(week::every_session_accounted_for),
    ),
    (
        "every-session-marked",
        Function::Started(register::every_session_marked),
    ),
    (
        "first-day-education",
        Function::Placement(suspension::first_day_education),
    ),
    (
        "full-time-in-total",
        Function::Any(full_time::full_time_in_total),
    ),
    (
        "incidents-followed-up",
        Function::Provider(safeguarding::incidents_followed_up),
    ),
    (
        "incidents-told-at-once",
        Function::Provider(told::incidents_told_at_once),
    ),
    (
        "leaves-school-age-in-placement",
        Function::Any(ending::leaves_school_age_in_placement),
    ),
    (
        "long-absence-reviewed",
        Function::Started(absence::long_absence_reviewed),
    ),
    (
        "mid-point-review",
        Function::Placement(reviews::mid_point_review),
    ),
    (
        "no-progress-acted-on",
        Function::Placement(progress::no_progress_acted_on),
    ),
    (
        "objectives-measurable",
        Function::Placement(progress::objectives_measurable),
    ),
    (
        "off-site-direction-notice-complete",
        Function::Placement(direction::off_site_direction_notice_complete),
    ),
    (
        "one-place-at-a-time",
        Function::Any(week::one_place_at_a_time),
    ),
    (
        "outcome-against-baseline",
        Function::Placement(ending::outcome_against_baseline),
    ),
    (
        "part-time-agreed",
        Function::Any(part_time::part_time_agreed),
    ),
    (
        "part-time-not-too-long",
        Function::Any(part_time::part_time_not_too_long),
    ),
    ("part-time-plan", Function::Any(full_time::part_time_plan)),
    (
        "part-time-reviewed",
        Function::Any(part_time::part_time_reviewed),
    ),
    (
        "placement-at-known-site",
        Function::Placement(placement::placement_at_known_site),
    ),
    (
        "placement-not-past-end",
        Function::Placement(placement::placement_not_past_end),
    ),
    (
        "preview-length-cap",
        Function::Placement(preview::length_cap),
    ),
    (
        "preview-special-needs-threshold",
        Function::Provider(preview::special_needs_threshold),
    ),
    (
        "progress-measured",
        Function::Placement(progress::progress_measured),
    ),
    (
        "provider-returns-in-time",
        Function::Started(absence::provider_returns_in_time),
    ),
    (
        "quality-checked-in-full",
        Function::Provider(quality::quality_checked_in_full),
    ),
    (
        "reason-found-in-five-days",
        Function::Started(absence::reason_found_in_five_days),
    ),
    (
        "register-complete",
        Function::Any(school::register_complete),
    ),
    (
        "registration-threshold",
        Function::Provider(registration::registration_threshold),
    ),
    (
        "risk-assessment-after-change",
        Function::Placement(risk_assessment::risk_assessment_after_change),
    ),
    (
        "school-on-other-days",
        Function::Any(full_time::school_on_other_days),
    ),
    (
        "sickness-return",
        Function::Started(absence_returns::sickness_return),
    ),
    (
        "sixth-day-education",
        Function::Placement(suspension::sixth_day_education),
    ),
    (
        "subcontractors-checked",
        Function::Any(sites::subcontractors_checked),
    ),
    (
        "supports-carried-over",
        Function::Placement(ending::supports_carried_over),
    ),
    (
        "suspension-within-45-days",
        Function::Any(suspension::suspension_within_45_days),
    ),
    (
        "tier-one-share",
        Function::Placement(part_of_week::tier_one_share),
    ),
    (
        "unauthorised-absence-return",
        Function::Started(absence_returns::unauthorised_absence_return),
    ),
];

pub fn names() -> impl Iterator<Item = &'static str> {
    COMPUTED.iter().map(|(name, _)| *name)
}

pub fn is_known(name: &str) -> bool {
    names().any(|known| known == name)
}

pub(crate) fn check<'a>(draft: &Draft<'a>, need: &Need, name: &str) -> Vec<Assessment<'a>> {
    let Some((_, function)) = COMPUTED.iter().find(|(known, _)| *known == name) else {
        return Vec::new();
    };
    let mut answers = match (function, draft.subject) {
        (Function::Any(function), _) => function(draft, need),
        (Function::Placement(function), Subject::Placement(placement)) => {
            function(draft, placement, need)
        }
        (Function::Started(function), Subject::Placement(placement)) => {
            match before_start(draft, &placement) {
                Some(early) => vec![early],
                None => function(draft, placement, need),
            }
        }
        (Function::Provider(function), Subject::Provider(provider)) => {
            function(draft, provider, need)
        }
        _ => Vec::new(),
    };
    // What could not be read may account for a day that seems not in order.
    let sources = draft.subject.sources(draft.case.records);
    if !sources.into_iter().all(|record| record.whole) {
        answers.iter_mut().for_each(|answer| answer.lapses.clear());
    }
    answers
}
