//! Rhythms: by which day the next entry of a log is due.

use super::{Calendar, NoTerm, Period, Span, Unit, after, day_before};
use chrono::NaiveDate;

/// How often an entry is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Rhythm {
    /// A fixed interval; weeks are school weeks, months calendar months.
    Every(Period),
    /// In every half term, and never more than eight school weeks apart.
    HalfTerm { at_least: u32 },
    /// In every term.
    Term { at_least: u32 },
    /// So many in every term: a count, not an interval.
    Times { times: u32 },
    /// One rhythm after another, from the first day.
    Stages(Vec<Stage>),
}

/// A part of a rhythm; the last one has no length.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    pub weeks: Option<u32>,
    pub rhythm: Rhythm,
}

/// What a rhythm is reckoned in: the first day of need, and the last day of
/// the placement if it is known (its planned end is not).
#[derive(Clone, Copy, Debug)]
pub struct Window {
    pub first: NaiveDate,
    pub last: Option<NaiveDate>,
}

/// As many entries back as there can be in a holiday.
const EARLIER_ENTRIES: usize = 10;
/// Half terms and terms with fewer live school days than this ask for nothing.
const FEWEST_LIVE_DAYS: usize = 10;
/// A count is asked for in full of a term with this many live school days.
const FULL_TERM_LIVE_DAYS: usize = 20;
/// Two entries of a half-termly log are never further apart.
pub const LONGEST_HALF_TERM_WEEKS: u32 = 8;

impl Rhythm {
    pub fn parse(text: &str, at_least: u32) -> Option<Rhythm> {
        match text {
            "half-term" => Some(Rhythm::HalfTerm { at_least }),
            "term" => Some(Rhythm::Term { at_least }),
            period => Period::parse(period).map(Rhythm::Every),
        }
    }

    pub fn said(&self) -> String {
        let times = |at_least: u32| match at_least {
            1 => "once".to_owned(),
            2 => "twice".to_owned(),
            more => format!("{more} times"),
        };
        match self {
            Rhythm::Every(period) if period.count == 1 => {
                format!("every {}", period.said().trim_start_matches("1 "))
            }
            Rhythm::Every(period) => format!("every {}", period.said()),
            Rhythm::HalfTerm { at_least: 1 } => {
                "once every half term, at most eight school weeks apart".into()
            }
            Rhythm::HalfTerm { at_least } => format!("{} every half term", times(*at_least)),
            Rhythm::Term { at_least } => format!("{} every term", times(*at_least)),
            Rhythm::Times { times: n } => format!("{} a term", times(*n)),
            Rhythm::Stages(stages) => stages
                .iter()
                .map(|stage| match stage.weeks {
                    Some(weeks) => format!("{} in the first {weeks} weeks", stage.rhythm.said()),
                    None => stage.rhythm.said(),
                })
                .collect::<Vec<_>>()
                .join(", then "),
        }
    }
}

/// The day by which the next entry is due, reckoned from the last of
/// `entries` or, without one, from the window's first day. `None` when the
/// window closes before anything more is asked for.
///
/// `entries` are sorted. One before the window's first day counts as the last
/// entry, but then nothing is due before the first day.
pub fn due(
    calendar: &Calendar,
    rhythm: &Rhythm,
    window: Window,
    entries: &[NaiveDate],
) -> Result<Option<NaiveDate>, NoTerm> {
    let from = entries.last().copied().unwrap_or(window.first);
    let due = match rhythm {
        Rhythm::Every(period) => {
            let mut latest = interval(calendar, from, *period)?;
            // An entry in a holiday does not make the next one due earlier.
            if !calendar.is_school_week(from)? {
                for entry in entries.iter().rev().skip(1).take(EARLIER_ENTRIES) {
                    latest = latest.max(interval(calendar, *entry, *period)?);
                }
            }
            Some(latest)
        }
        Rhythm::HalfTerm { at_least } => {
            let latest = calendar.school_weeks_after(from, LONGEST_HALF_TERM_WEEKS);
            let spans = calendar.half_terms();
            match (
                counted(calendar, spans, window, from, entries, |_| *at_least),
                latest,
            ) {
                (Ok(Some(due)), Ok(latest)) => Some(due.min(latest)),
                // The half term is known, only the eighth week after is not.
                (Ok(due), Err(_)) => due,
                (Ok(None), Ok(_)) => None,
                (Err(_), Ok(latest)) => Some(latest),
                (Err(no_term), Err(_)) => return Err(no_term),
            }
        }
        Rhythm::Term { at_least } => counted(
            calendar,
            calendar.term_spans(),
            window,
            from,
            entries,
            |_| *at_least,
        )?,
        Rhythm::Times { times } => counted(
            calendar,
            calendar.term_spans(),
            window,
            from,
            entries,
            |live| {
                if live >= FULL_TERM_LIVE_DAYS {
                    *times
                } else {
                    1
                }
            },
        )?,
        Rhythm::Stages(stages) => staged(calendar, stages, window, from, entries)?,
    };
    Ok(due.map(|due| due.max(window.first)))
}

/// The same as of a day: where the terms run out later than that, what comes
/// after them is not due yet, and the last known day stands for it.
pub fn due_as_of(
    calendar: &Calendar,
    rhythm: &Rhythm,
    window: Window,
    entries: &[NaiveDate],
    on: NaiveDate,
) -> Result<Option<NaiveDate>, NoTerm> {
    match due(calendar, rhythm, window, entries) {
        Err(NoTerm(day)) if day > on && calendar.last_day() >= Some(on) => Ok(calendar.last_day()),
        answer => answer,
    }
}

fn interval(calendar: &Calendar, from: NaiveDate, period: Period) -> Result<NaiveDate, NoTerm> {
    match period.unit {
        Unit::Week => calendar.school_weeks_after(from, period.count),
        _ => calendar.on_or_after(after(calendar, from, period)?),
    }
}

/// The last live school day of the first half term or term, from that of
/// `from` on, that has enough live school days and fewer entries than asked.
fn counted(
    calendar: &Calendar,
    spans: &[Span],
    window: Window,
    from: NaiveDate,
    entries: &[NaiveDate],
    asked: impl Fn(usize) -> u32,
) -> Result<Option<NaiveDate>, NoTerm> {
    let later = spans.iter().filter(|span| span.to >= from);
    for span in later {
        let live = Span {
            from: span.from.max(window.first),
            to: window.last.map_or(span.to, |last| last.min(span.to)),
        };
        if live.from > span.to {
            continue;
        }
        if window.last.is_some_and(|last| last < span.from) {
            return Ok(None);
        }
        let days = calendar.school_days(live)?;
        let until = |day| entries.partition_point(|entry| *entry <= day);
        let made = until(span.to).saturating_sub(until(day_before(span.from)));
        if days.len() >= FEWEST_LIVE_DAYS && made < asked(days.len()) as usize {
            return Ok(days.last().copied());
        }
    }
    match window.last {
        Some(_) => Ok(None),
        None => Err(NoTerm(calendar.last_day().map_or(from, super::next_day))),
    }
}

fn staged(
    calendar: &Calendar,
    stages: &[Stage],
    window: Window,
    from: NaiveDate,
    entries: &[NaiveDate],
) -> Result<Option<NaiveDate>, NoTerm> {
    let mut weeks = 0;
    for stage in stages {
        let last_day = match stage.weeks {
            Some(length) => {
                weeks += length;
                Some(day_before(
                    calendar.same_day_weeks_after(window.first, weeks)?,
                ))
            }
            None => None,
        };
        if last_day.is_some_and(|last_day| from > last_day) {
            continue;
        }
        let due = due(calendar, &stage.rhythm, window, entries)?;
        match (due, last_day) {
            (Some(due), Some(last_day)) if due > last_day => {}
            _ => return Ok(due),
        }
    }
    Ok(None)
}
