//! What each day from the first term to the last is, looked up once: a school
//! day is asked for some thousand times for each placement.

use super::{NoTerm, Span, add_days, next_day};
use chrono::{Datelike, NaiveDate, Weekday};

/// The days from the first day of the first term to the last day of the last.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Days {
    first: NaiveDate,
    /// For each day from `first` on whether it is a school day; `None` where no
    /// term is recorded for it.
    known: Vec<Option<bool>>,
    /// The school days among them, in order.
    school: Vec<NaiveDate>,
    /// Those for which no term is recorded, in order.
    unknown: Vec<NaiveDate>,
}

impl Days {
    /// The days of a span, each asked of `is_school_day`.
    pub(super) fn of(
        span: Span,
        is_school_day: impl Fn(NaiveDate) -> Result<bool, NoTerm>,
    ) -> Self {
        let mut days = Days {
            first: span.from,
            ..Days::default()
        };
        for date in span.days() {
            let known = is_school_day(date).ok();
            days.known.push(known);
            match known {
                Some(true) => days.school.push(date),
                Some(false) => {}
                None => days.unknown.push(date),
            }
        }
        days
    }

    pub(super) fn is_school_day(&self, date: NaiveDate) -> Result<bool, NoTerm> {
        let at = usize::try_from((date - self.first).num_days()).ok();
        match at.and_then(|at| self.known.get(at)) {
            Some(known) => known.ok_or(NoTerm(date)),
            None if is_weekend(date) => Ok(false),
            None => Err(NoTerm(date)),
        }
    }

    /// The school days of a span; the first of its days that has no term, if one
    /// has none.
    pub(super) fn school_days(&self, span: Span) -> Result<&[NaiveDate], NoTerm> {
        match self.first_unknown(span.from) {
            day if day <= span.to => Err(NoTerm(day)),
            _ => Ok(self.known_school_days(span)),
        }
    }

    /// The school days of a span, as far as terms are recorded for it.
    pub(super) fn known_school_days(&self, span: Span) -> &[NaiveDate] {
        let from = self.school.partition_point(|day| *day < span.from);
        let to = self.school.partition_point(|day| *day <= span.to);
        self.school.get(from..to).unwrap_or_default()
    }

    /// The first day from `date` on for which no term is recorded.
    fn first_unknown(&self, date: NaiveDate) -> NaiveDate {
        let before = weekday_from(date);
        if before < self.first {
            return before;
        }
        let at = self.unknown.partition_point(|day| *day < date);
        let known = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        let after = || weekday_from(date.max(add_days(self.first, known)));
        self.unknown.get(at).copied().unwrap_or_else(after)
    }
}

/// `date` itself, or the Monday after it at a weekend.
fn weekday_from(date: NaiveDate) -> NaiveDate {
    let mut day = date;
    while is_weekend(day) && day < NaiveDate::MAX {
        day = next_day(day);
    }
    day
}

pub(super) fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}
