//! Days that are covered by evidence, as spans.

use crate::calendar::{Span, day_before, next_day};
use chrono::NaiveDate;

/// From a day to a day; without an end it covers every later day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Covered {
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
}

/// Unbroken spans of covered days, in order.
#[derive(Debug, Default)]
pub(crate) struct Cover(Vec<Covered>);

impl Cover {
    pub(crate) fn of(mut spans: Vec<Covered>) -> Cover {
        spans.retain(|span| span.to.is_none_or(|to| span.from <= to));
        spans.sort_by_key(|span| span.from);
        let mut merged: Vec<Covered> = Vec::new();
        for span in spans {
            match merged.last_mut() {
                Some(last) if last.to.is_none_or(|to| span.from <= next_day(to)) => {
                    last.to = match (last.to, span.to) {
                        (Some(a), Some(b)) => Some(a.max(b)),
                        _ => None,
                    };
                }
                _ => merged.push(span),
            }
        }
        Cover(merged)
    }

    pub(crate) fn containing(&self, day: NaiveDate) -> Option<Covered> {
        self.0
            .iter()
            .copied()
            .find(|span| span.from <= day && span.to.is_none_or(|to| day <= to))
    }

    /// The last covered day before `day`.
    pub(crate) fn last_before(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.0
            .iter()
            .filter(|span| span.from < day)
            .filter_map(|span| {
                span.to
                    .map_or(Some(day_before(day)), |to| (to < day).then_some(to))
            })
            .max()
    }

    /// The first bad day of a breach on `on`: the day after the last covered
    /// one, but not before the first day of need.
    pub(crate) fn breached_since(
        &self,
        first: Option<NaiveDate>,
        on: NaiveDate,
    ) -> Option<NaiveDate> {
        first.max(self.last_before(on).map(next_day))
    }

    /// Days of need before `on` that were not covered, and are not part of a
    /// breach that began on `since`. Without a first day of need, from the
    /// first covered day.
    pub(crate) fn lapses(
        &self,
        first: Option<NaiveDate>,
        on: NaiveDate,
        since: Option<NaiveDate>,
    ) -> Vec<Span> {
        let until = day_before(since.unwrap_or(on));
        match first.or_else(|| self.first_day()) {
            Some(first) if first <= until => self.gaps(first, until),
            _ => Vec::new(),
        }
    }

    fn first_day(&self) -> Option<NaiveDate> {
        self.0.first().map(|span| span.from)
    }

    /// The days from `from` to `to` that are not covered.
    fn gaps(&self, from: NaiveDate, to: NaiveDate) -> Vec<Span> {
        let mut gaps = Vec::new();
        let mut day = from;
        for span in &self.0 {
            if day > to {
                return gaps;
            }
            if span.from > day {
                gaps.push(Span {
                    from: day,
                    to: day_before(span.from).min(to),
                });
            }
            match span.to {
                Some(last) => day = day.max(next_day(last)),
                None => return gaps,
            }
        }
        if day <= to {
            gaps.push(Span { from: day, to });
        }
        gaps
    }
}
