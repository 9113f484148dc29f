//! Reviews and progress.

use super::{due, fails, met, placement_of};
use crate::assess::{Assessment, Draft, Need, Standing};
use crate::calendar::{self, Rhythm, Span, Window, add_days, day_before, next_day, said};
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
pub(super) fn mid_point_review<'a>(draft: &Draft<'a>, _need: &Need) -> Vec<Assessment<'a>> {
    let Some(placement) = placement_of(draft) else {
        return Vec::new();
    };
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
    let late = reviews.iter().find(|(date, review)| {
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
    let answer = match (in_time, late) {
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
            answer.lapses = vec![Span {
                from: next_day(window.to),
                to: day_before(*date),
            }];
            answer.lapses.retain(|span| span.from <= span.to);
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

/// Each objective was measured in the half term.
pub(super) fn progress_measured<'a>(draft: &Draft<'a>, _need: &Need) -> Vec<Assessment<'a>> {
    let Some(placement) = placement_of(draft) else {
        return Vec::new();
    };
    let case = &draft.case;
    let place = placement
        .table()
        .get("objectives")
        .and_then(|value| value.items().first())
        .map_or(placement.place(), |item| item.place);
    let Some(start) = placement.start() else {
        return vec![draft.answer(
            Standing::Outstanding { by: None },
            place,
            "asked from the first day on".into(),
        )];
    };
    let window = Window {
        first: start,
        last: placement.ending(case.known),
    };
    let progress = dated(&placement, "progress", case.known);
    let unread = placement
        .table()
        .get("progress")
        .and_then(Value::unreadable_inside)
        .or_else(|| {
            placement
                .table()
                .get("objectives")
                .and_then(Value::unreadable_inside)
        });
    let mut worst: Option<Assessment<'a>> = None;
    for objective in placement.table().tables("objectives") {
        let Some(key) = objective.text("key").known() else {
            continue;
        };
        let entries: Vec<NaiveDate> = progress
            .iter()
            .filter(|(date, entry)| *date >= start && entry.text("objective").known() == Some(key))
            .map(|(date, _)| *date)
            .collect();
        let answer = match calendar::due_as_of(
            case.calendar,
            &Rhythm::HalfTerm { at_least: 1 },
            window,
            &entries,
            case.on,
        ) {
            Ok(next) => objective_answer(draft, objective, key, entries.last().copied(), next),
            Err(no_term) => draft.without_term(no_term.0),
        };
        let earlier = |worst: &Assessment<'a>| {
            (answer.standing.rank(), answer.standing.day())
                < (worst.standing.rank(), worst.standing.day())
        };
        if worst.as_ref().is_none_or(earlier) {
            worst = Some(answer);
        }
    }
    let answer = worst.unwrap_or_else(|| {
        met(
            draft,
            None,
            place,
            "no objectives are recorded to be measured".into(),
        )
    });
    vec![draft.unless_unread(answer, unread)]
}

fn objective_answer<'a>(
    draft: &Draft<'a>,
    objective: &Table,
    key: &str,
    last: Option<NaiveDate>,
    next: Option<NaiveDate>,
) -> Assessment<'a> {
    let measured = last.map_or("was never measured".to_owned(), |last| {
        format!("was last measured on {}", said(last))
    });
    match (next, last) {
        (Some(next), _) if draft.case.on > next => {
            let message = format!(
                "the objective `{key}` {measured}; it was to be by {}",
                said(next)
            );
            fails(draft, Some(next_day(next)), objective.place, message)
        }
        (next, Some(_)) => met(
            draft,
            next,
            objective.place,
            format!("the objective `{key}` {measured}"),
        ),
        (next, None) => due(
            draft,
            next,
            objective.place,
            format!("the objective `{key}` is to be measured in this half term"),
        ),
    }
}
