//! What each day from the first term to the last is, looked up once: a school
//! day is asked for some thousand times for each placement.

use super::{NoTerm, Span, add_days, monday, next_day};
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
    /// How many of these lie before each day from `first` on.
    before: Vec<usize>,
    /// Those for which no term is recorded, in order.
    unknown: Vec<NaiveDate>,
    /// The Mondays of the weeks that have a school day, in order.
    school_weeks: Vec<NaiveDate>,
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
            days.before.push(days.school.len());
            match known {
                Some(true) => {
                    days.school.push(date);
                    if days.school_weeks.last() != Some(&monday(date)) {
                        days.school_weeks.push(monday(date));
                    }
                }
                Some(false) => {}
                None => days.unknown.push(date),
            }
        }
        days
    }

    pub(super) fn is_school_day(&self, date: NaiveDate) -> Result<bool, NoTerm> {
        match self.at(date).and_then(|at| self.known.get(at)) {
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
        let (from, to) = (self.before(span.from), self.before(next_day(span.to)));
        self.school.get(from..to).unwrap_or_default()
    }

    /// How many school days lie before `date`.
    fn before(&self, date: NaiveDate) -> usize {
        let at = self.at(date).map(|at| self.before.get(at).copied());
        at.map_or(0, |known| known.unwrap_or(self.school.len()))
    }

    /// Which day of these `date` is, counted from 0; `None` before the first.
    fn at(&self, date: NaiveDate) -> Option<usize> {
        usize::try_from(date.num_days_from_ce() - self.first.num_days_from_ce()).ok()
    }

    /// The Monday of the `count`th week with a school day after that of `date`,
    /// where a term is recorded for every day on the way.
    pub(super) fn school_week_after(&self, date: NaiveDate, count: u32) -> Option<NaiveDate> {
        let this = monday(date);
        let later = self.school_weeks.partition_point(|week| *week <= this);
        let count = usize::try_from(count).ok()?.checked_sub(1)?;
        let week = *self.school_weeks.get(later.checked_add(count)?)?;
        (week < self.first_unknown(this)).then_some(week)
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
