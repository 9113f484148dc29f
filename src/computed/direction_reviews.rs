//! The review meetings of an off-site direction: invitations, outcomes, and
//! those that were asked for.
//!
//! Source: Education (Educational Provision for Improving Behaviour)
//! Regulations 2010, as amended in 2012. The six days before and after a
//! meeting are read as calendar days.

use super::reviews::dated;
use super::{due, fails, lapse, met, worst};
use crate::assess::{Assessment, Draft, Need};
use crate::calendar::{add_days, day_before, next_day, said, subtract_days};
use crate::records::{Placement, Table, Value, dates};
use crate::source::Place;
use chrono::NaiveDate;

const INVITED_DAYS_BEFORE: u32 = 6;
const OUTCOME_DAYS_AFTER: u32 = 6;
/// Nobody has to hold a review asked for within so many weeks of the last one.
const WEEKS_SINCE_LAST: u32 = 10;

/// A review meeting that was held after the first day.
type Held<'a> = (NaiveDate, &'a Table);

fn held<'a>(draft: &Draft<'a>, placement: &Placement<'a>) -> Vec<Held<'a>> {
    let mut reviews = dated(placement, "reviews", draft.case.known);
    reviews.retain(|(date, _)| placement.start().is_some_and(|start| *date > start));
    reviews
}

fn unread(placement: &Placement<'_>, log: &str) -> Option<Place> {
    placement
        .table()
        .get(log)
        .and_then(Value::unreadable_inside)
}

fn last_day_to_invite(review: NaiveDate) -> NaiveDate {
    subtract_days(review, INVITED_DAYS_BEFORE)
}

fn invited_in_time((date, review): &Held<'_>) -> bool {
    review
        .date("invited")
        .known()
        .is_some_and(|invited| invited <= last_day_to_invite(*date))
}

/// The invitations to each review went out six days before it. One that was
/// held without is made up for by the next that was not.
pub(super) fn direction_review_invitations<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    let reviews = held(draft, &placement);
    let mut open: Option<&Held<'a>> = None;
    let mut lapses = Vec::new();
    for review in &reviews {
        if !invited_in_time(review) {
            open = open.or(Some(review));
        } else if let Some((since, _)) = open.take() {
            lapses.extend(lapse(*since, day_before(review.0)));
        }
    }
    let answer = match (open, next_review(draft, &placement)) {
        (Some((date, review)), _) => {
            let sent = match review.date("invited").known() {
                Some(invited) => format!("went out on {}", said(invited)),
                None => "are not on record".into(),
            };
            let message = format!(
                "the invitations to the review of {} {sent}; they were to go out by {}",
                said(*date),
                said(last_day_to_invite(*date))
            );
            let place = review
                .get("invited")
                .map_or(review.place, |value| value.place);
            fails(draft, Some(*date), place, message)
        }
        (None, Some((next, place))) => {
            let last = last_day_to_invite(next);
            let message = format!(
                "the invitations to the review of {} go out by {}",
                said(next),
                said(last)
            );
            let until = if draft.case.on <= last {
                last
            } else {
                day_before(next)
            };
            met(draft, Some(until), place, message)
        }
        (None, None) => {
            let message = match reviews.last() {
                Some((date, _)) => format!(
                    "the invitations to the review of {} went out in time",
                    said(*date)
                ),
                None => "no review has been held yet".into(),
            };
            met(draft, None, placement.place(), message)
        }
    };
    let mut answer = draft.unless_unread(answer, unread(&placement, "reviews"));
    answer.lapses = lapses;
    vec![answer]
}

/// The next day fixed for a review to which the invitations are not out in
/// time on record.
fn next_review(draft: &Draft<'_>, placement: &Placement<'_>) -> Option<(NaiveDate, Place)> {
    let place = placement.table().get("review-dates")?.place;
    let invited = |day: NaiveDate| {
        placement.table().tables("reviews").any(|review| {
            let out = review.date("invited").known();
            review.date("date").known() == Some(day)
                && out.is_some_and(|out| out <= draft.case.known)
                && invited_in_time(&(day, review))
        })
    };
    dates(placement.table(), "review-dates")
        .into_iter()
        .filter(|day| *day > draft.case.on && !invited(*day))
        .min()
        .map(|day| (day, place))
}

/// The outcome of each review was sent within six days after it.
pub(super) fn direction_outcome_sent<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    let answers = held(draft, &placement)
        .into_iter()
        .map(|review| outcome(draft, review))
        .collect();
    let answer = worst(answers).unwrap_or_else(|| {
        met(
            draft,
            None,
            placement.place(),
            "no review has been held yet".into(),
        )
    });
    vec![draft.unless_unread(answer, unread(&placement, "reviews"))]
}

fn outcome<'a>(draft: &Draft<'a>, (date, review): Held<'a>) -> Assessment<'a> {
    let last = add_days(date, OUTCOME_DAYS_AFTER);
    let sent = review
        .date("outcome-sent")
        .known()
        .filter(|sent| *sent <= draft.case.known);
    let review_of = format!("the outcome of the review of {}", said(date));
    match sent {
        Some(sent) => {
            let message = format!("{review_of} was sent on {}", said(sent));
            let mut answer = met(draft, None, review.place, message);
            answer.lapses = lapse(next_day(last), day_before(sent))
                .into_iter()
                .collect();
            answer
        }
        None if draft.case.on <= last => {
            let message = format!("{review_of} is to be sent by {}", said(last));
            due(draft, Some(last), review.place, message)
        }
        None => {
            let message = format!(
                "{review_of} is not recorded as sent; it was to be by {}",
                said(last)
            );
            fails(draft, Some(next_day(last)), review.place, message)
        }
    }
}

/// A review that a parent or the local authority asks for is held soon, unless
/// there was one in the ten weeks before.
pub(super) fn direction_review_on_request<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    let reviews: Vec<NaiveDate> = held(draft, &placement)
        .into_iter()
        .map(|(date, _)| date)
        .collect();
    let answers = dated(&placement, "review-requests", draft.case.known)
        .into_iter()
        .filter_map(|(date, request)| {
            let from = match request.text("from").known() {
                Some("parent") => "a parent",
                Some("local-authority") => "the local authority",
                _ => return None,
            };
            Some(asked_for(draft, date, request, from, &reviews))
        })
        .collect();
    let answer = worst(answers).unwrap_or_else(|| {
        met(
            draft,
            None,
            placement.place(),
            "nobody has asked for a review".into(),
        )
    });
    let unread = unread(&placement, "review-requests").or(unread(&placement, "reviews"));
    vec![draft.unless_unread(answer, unread)]
}

fn asked_for<'a>(
    draft: &Draft<'a>,
    date: NaiveDate,
    request: &Table,
    from: &str,
    reviews: &[NaiveDate],
) -> Assessment<'a> {
    let bar = subtract_days(date, WEEKS_SINCE_LAST * 7);
    if let Some(before) = reviews
        .iter()
        .rfind(|review| bar <= **review && **review < date)
    {
        let message = format!(
            "{from} asked for a review on {}; one had been held on {}, in the ten weeks before",
            said(date),
            said(*before)
        );
        return met(draft, None, request.place, message);
    }
    let days = draft.case.records.count_limit("requested-review-days", 10);
    let last = draft.case.calendar.school_days_after(date, days).ok();
    let held = reviews.iter().find(|review| **review >= date);
    let by = last.map_or(String::new(), |last| format!(" by {}", said(last)));
    match (held, last) {
        (Some(held), last) => {
            let message = format!(
                "the review that {from} asked for on {} was held on {}",
                said(date),
                said(*held)
            );
            let mut answer = met(draft, None, request.place, message);
            answer.lapses = last
                .and_then(|last| lapse(next_day(last), day_before(*held)))
                .into_iter()
                .collect();
            answer
        }
        (None, Some(last)) if draft.case.on > last => {
            let declined = if request.get("declined").is_some() {
                "; it was declined, but none was held in the ten weeks before either"
            } else {
                ""
            };
            let message = format!(
                "{from} asked for a review on {}, and none was held{by}{declined}",
                said(date)
            );
            fails(draft, Some(next_day(last)), request.place, message)
        }
        (None, last) => {
            let message = format!(
                "{from} asked for a review on {}; it is to be held{by}",
                said(date)
            );
            due(draft, last, request.place, message)
        }
    }
}
