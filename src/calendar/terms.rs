//! When a school is open.

use super::days::{Days, is_weekend};
use super::{add_days, day_before, is_bank_holiday, monday, next_day};
use chrono::{Datelike, NaiveDate};

/// From a day to a day, both counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Span {
    pub fn contains(&self, date: NaiveDate) -> bool {
        self.from <= date && date <= self.to
    }

    pub fn days(self) -> impl Iterator<Item = NaiveDate> {
        self.from
            .iter_days()
            .take_while(move |date| *date <= self.to)
    }

    /// How much of it has passed on `date`: 0 up to its first day, 1 from its
    /// last on.
    pub fn share_passed(&self, date: NaiveDate) -> f64 {
        let days = |from: NaiveDate, to: NaiveDate| {
            i32::try_from((to - from).num_days()).map_or(f64::MAX, f64::from)
        };
        if date >= self.to {
            return 1.0;
        }
        days(self.from, date).max(0.0) / days(self.from, self.to)
    }
}

/// The same days in as few spans as there can be, in order.
pub fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by_key(|span| span.from);
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.from <= next_day(last.to) => last.to = last.to.max(span.to),
            _ => joined.push(span),
        }
    }
    joined
}

#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    pub name: String,
    pub span: Span,
    /// The half-term holiday, where there is one.
    pub half_term: Option<Span>,
    /// INSET and other days the school is closed to pupils.
    pub closed: Vec<NaiveDate>,
}

/// No term is recorded for a day that is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoTerm(pub NaiveDate);

/// The terms in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calendar {
    terms: Vec<Term>,
    days: Days,
    half_terms: Vec<Span>,
    term_spans: Vec<Span>,
}

/// Longer than any holiday: a gap like this means that a term is not recorded.
const LONGEST_HOLIDAY: i64 = 70;

impl Calendar {
    pub fn new(mut terms: Vec<Term>) -> Self {
        terms.sort_by_key(|term| term.span.from);
        let mut calendar = Calendar {
            half_terms: half_terms(&terms),
            term_spans: terms.iter().map(|term| term.span).collect(),
            terms,
            days: Days::default(),
        };
        let bounds = || {
            let spans = calendar.term_spans.iter();
            spans.flat_map(|span| [span.from, span.to])
        };
        if let (Some(from), Some(to)) = (bounds().min(), bounds().max()) {
            calendar.days = Days::of(Span { from, to }, |date| calendar.looked_up(date));
        }
        calendar
    }

    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Whether pupils are in school on `date`.
    pub fn is_school_day(&self, date: NaiveDate) -> Result<bool, NoTerm> {
        self.days.is_school_day(date)
    }

    /// The same, from the terms themselves.
    fn looked_up(&self, date: NaiveDate) -> Result<bool, NoTerm> {
        if is_weekend(date) {
            return Ok(false);
        }
        match self.terms.iter().find(|term| term.span.contains(date)) {
            Some(term) => Ok(!is_bank_holiday(date)
                && !term.half_term.is_some_and(|holiday| holiday.contains(date))
                && !term.closed.contains(&date)),
            None if self.is_holiday(date) => Ok(false),
            None => Err(NoTerm(date)),
        }
    }

    /// Between two recorded terms that are no further apart than a holiday.
    fn is_holiday(&self, date: NaiveDate) -> bool {
        self.terms.windows(2).any(|pair| {
            pair[0].span.to < date
                && date < pair[1].span.from
                && (pair[1].span.from - pair[0].span.to).num_days() <= LONGEST_HOLIDAY
        })
    }

    /// `date` itself if it is a school day, otherwise the next one.
    pub fn on_or_after(&self, date: NaiveDate) -> Result<NaiveDate, NoTerm> {
        let mut day = date;
        while !self.is_school_day(day)? {
            day = next_day(day);
        }
        Ok(day)
    }

    /// The `count`th school day after `date`, which is not counted itself.
    pub fn school_days_after(&self, date: NaiveDate, count: u32) -> Result<NaiveDate, NoTerm> {
        let mut day = date;
        for _ in 0..count {
            day = self.on_or_after(next_day(day))?;
        }
        Ok(day)
    }

    /// The `count`th school day before `date`, which is not counted itself.
    pub fn school_days_before(&self, date: NaiveDate, count: u32) -> Result<NaiveDate, NoTerm> {
        let mut day = date;
        for _ in 0..count {
            day = day_before(day);
            while !self.is_school_day(day)? {
                day = day_before(day);
            }
        }
        Ok(day)
    }

    /// The day by which something is due, `count` school days after `date`, as
    /// seen on `on`: where the terms run out later than that, it is not due
    /// yet, and the last known day stands for it.
    pub fn due_after(
        &self,
        date: NaiveDate,
        count: u32,
        on: NaiveDate,
    ) -> Result<NaiveDate, NoTerm> {
        match (self.school_days_after(date, count), self.last_day()) {
            (Err(NoTerm(day)), Some(last)) if day > on && last >= on => Ok(last),
            (answer, _) => answer,
        }
    }

    /// The first of the last `count` school days of a span; of a shorter span
    /// its own first day.
    pub fn last_school_days(&self, span: Span, count: usize) -> Result<NaiveDate, NoTerm> {
        let mut day = next_day(span.to);
        let mut left = count;
        while left > 0 && span.from < day {
            day = day_before(day);
            left -= usize::from(self.is_school_day(day)?);
        }
        Ok(day)
    }

    /// School days in a span.
    pub fn school_days(&self, span: Span) -> Result<&[NaiveDate], NoTerm> {
        self.days.school_days(span)
    }

    /// School days in a span, as far as terms are recorded for it.
    pub fn known_school_days(&self, span: Span) -> &[NaiveDate] {
        self.days.known_school_days(span)
    }

    /// The half terms in order: a term without a half-term holiday is one.
    pub fn half_terms(&self) -> &[Span] {
        &self.half_terms
    }

    pub fn term_spans(&self) -> &[Span] {
        &self.term_spans
    }

    /// The same weekday `weeks` school weeks later; weeks without a school day
    /// are passed over. If that is no school day, the next one.
    pub fn school_weeks_after(&self, date: NaiveDate, weeks: u32) -> Result<NaiveDate, NoTerm> {
        self.on_or_after(self.same_day_weeks_after(date, weeks)?)
    }

    /// The same weekday `weeks` school weeks later, school day or not.
    pub fn same_day_weeks_after(&self, date: NaiveDate, weeks: u32) -> Result<NaiveDate, NoTerm> {
        let weekday = date.weekday().num_days_from_monday();
        if let Some(week) = self.days.school_week_after(date, weeks) {
            return Ok(add_days(week, weekday));
        }
        let mut week = monday(date);
        let mut left = weeks;
        while left > 0 {
            week = add_days(week, 7);
            if self.has_school_day(week)? {
                left -= 1;
            }
        }
        Ok(add_days(week, weekday))
    }

    /// Whether the week of `date` has a school day.
    pub fn is_school_week(&self, date: NaiveDate) -> Result<bool, NoTerm> {
        self.has_school_day(monday(date))
    }

    fn has_school_day(&self, monday: NaiveDate) -> Result<bool, NoTerm> {
        let mut unknown = None;
        for day in (Span {
            from: monday,
            to: add_days(monday, 4),
        })
        .days()
        {
            match self.is_school_day(day) {
                Ok(true) => return Ok(true),
                Ok(false) => {}
                Err(no_term) => unknown = Some(no_term),
            }
        }
        unknown.map_or(Ok(false), Err)
    }

    /// The term that `date` lies in, or the next one.
    pub fn term_of(&self, date: NaiveDate) -> Result<&Term, NoTerm> {
        self.terms
            .iter()
            .find(|term| date <= term.span.to)
            .filter(|term| term.span.contains(date) || self.is_holiday(date))
            .ok_or(NoTerm(date))
    }

    /// The last day for which anything is known.
    pub fn last_day(&self) -> Option<NaiveDate> {
        self.terms.last().map(|term| term.span.to)
    }
}

fn half_terms(terms: &[Term]) -> Vec<Span> {
    let mut spans = Vec::new();
    for term in terms {
        match term.half_term {
            Some(holiday) => {
                spans.push(Span {
                    from: term.span.from,
                    to: day_before(holiday.from),
                });
                spans.push(Span {
                    from: next_day(holiday.to),
                    to: term.span.to,
                });
            }
            None => spans.push(term.span),
        }
    }
    spans
}
