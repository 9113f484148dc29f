//! Reviews.

use super::{due, fails, late, met};
use crate::assess::{Assessment, Draft, Need};
use crate::calendar::{self, Span, add_days, next_day, said};
use crate::records::{Placement, Table, Value};
use chrono::NaiveDate;

/// The middle third of the planned time.
fn middle(start: NaiveDate, end: NaiveDate) -> Span {
    let third = u32::try_from((end - start).num_days().max(0) / 3).unwrap_or(0);
    Span {
        from: add_days(start, third),
        to: add_days(start, third * 2),
    }
}

/// Reviewed in the middle third of its planned time; a later review of the
/// kind `mid-point` makes up for it.
pub(super) fn mid_point_review<'a>(
    draft: &Draft<'a>,
    placement: Placement<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    let case = &draft.case;
    let (Some(start), Some(end)) = (placement.start(), placement.planned_end(case.known)) else {
        let field = if placement.start().is_none() {
            "start"
        } else {
            "end"
        };
        let (place, why) = placement.unknown(field);
        return vec![draft.not_evaluated(place, why)];
    };
    let original = placement.table().date("end").known().unwrap_or(end);
    let middles = [middle(start, original), middle(start, end)];
    let window = middles[1];
    let reviews: Vec<(NaiveDate, &Table)> = dated(&placement, "reviews", case.known);
    let in_time = reviews
        .iter()
        .find(|(date, _)| middles.iter().any(|middle| middle.contains(*date)));
    let afterwards = reviews.iter().find(|(date, review)| {
        *date > window.to && review.text("kind").known() == Some("mid-point")
    });
    let unread = placement
        .table()
        .get("reviews")
        .and_then(Value::unreadable_inside);
    let place = placement
        .table()
        .get("reviews")
        .and_then(|value| value.items().last())
        .map_or(placement.place(), |item| item.place);
    let between = calendar::span_said(window.from, window.to);
    let answer = match (in_time, afterwards) {
        (Some((date, review)), _) => met(
            draft,
            None,
            review.place,
            format!("reviewed on {}, in the middle third", said(*date)),
        ),
        (None, Some((date, review))) => {
            let mut answer = met(
                draft,
                None,
                review.place,
                format!("reviewed on {}, after the middle third", said(*date)),
            );
            answer.lapses.extend(late(window.to, *date));
            answer
        }
        (None, None) if case.on <= window.to => due(
            draft,
            Some(window.to),
            place,
            format!("a mid-point review is due from {between}"),
        ),
        (None, None) => fails(
            draft,
            Some(next_day(window.to)),
            place,
            format!("no review was held in the middle third of the placement, from {between}"),
        ),
    };
    vec![draft.unless_unread(answer, unread)]
}

/// The entries of a log that have happened, sorted by day.
pub(super) fn dated<'a>(
    placement: &Placement<'a>,
    log: &str,
    known: NaiveDate,
) -> Vec<(NaiveDate, &'a Table)> {
    let mut entries: Vec<_> = placement
        .table()
        .tables(log)
        .filter_map(|entry| Some((entry.date("date").known()?, entry)))
        .filter(|(date, _)| *date <= known)
        .collect();
    entries.sort_by_key(|(date, _)| *date);
    entries
}
