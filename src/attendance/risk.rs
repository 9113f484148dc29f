//! How great a worry attendance at a provider is: the bands of a risk register.
//!
//! The limits are this program's own choice but for those of persistent and
//! severe absence; all of them can be set in `[limits]`.

mod limits;

pub use limits::{Lately, bands_said, lately};

use super::summary::{Flag, Sessions, Summary};
use crate::calendar::{monday, subtract_days};
use crate::records::Records;
use chrono::NaiveDate;
use limits::{DAYS_TO_RETURN, Limits};

/// From no worry to the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    Secure,
    Watch,
    AtRisk,
    Severe,
}

impl Band {
    pub const ALL: [Band; 4] = [Band::Secure, Band::Watch, Band::AtRisk, Band::Severe];

    pub fn said(self) -> &'static str {
        match self {
            Band::Secure => "secure",
            Band::Watch => "watch",
            Band::AtRisk => "at risk",
            Band::Severe => "severe",
        }
    }
}

/// The band a pupil's attendance is in, and what puts it there.
#[derive(Clone, Debug, PartialEq)]
pub struct Risk {
    pub band: Band,
    /// In words with their numbers, the greatest first; none where it is secure.
    pub reasons: Vec<String>,
    /// What else is worth a watch or more, though it does not decide the band.
    pub beside: Vec<String>,
    /// The first of the days since which it has been in this band or a worse one.
    pub reached: NaiveDate,
}

/// Why nothing can be said: too few sessions have been returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLittle {
    /// Sessions that were possible, and have a mark.
    pub returned: u32,
    /// Sessions without a mark, or with one that could not be read.
    pub missing: u32,
    /// The fewest of which anything is said.
    pub fewest: u32,
}

/// The band after all of `sessions`, which are in order from the start on.
///
/// # Errors
/// While too few of them were returned to say anything.
pub fn risk(records: &Records, sessions: &[Sessions<'_>]) -> Result<Risk, TooLittle> {
    let limits = Limits::of(records);
    let mut so_far = SoFar::default();
    let mut since = [None; Band::ALL.len()];
    let mut last = Err(TooLittle {
        returned: 0,
        missing: 0,
        fewest: limits.sessions,
    });
    let mut settled = sessions.iter();
    for day in sessions.chunk_by(|one, other| one.date() == other.date()) {
        let Some(date) = day.first().map(Sessions::date) else {
            continue;
        };
        day.iter().for_each(|session| so_far.count(session));
        let week_ago = subtract_days(date, DAYS_TO_RETURN);
        let old = settled
            .as_slice()
            .partition_point(|session| session.date() <= week_ago);
        let old = settled.by_ref().take(old);
        old.for_each(|session| so_far.settled.count(session));
        last = so_far.measured(records, &limits).map(|measured| {
            let band = worst_of(&measured);
            for (since, level) in since.iter_mut().zip(Band::ALL) {
                *since = since.or(Some(date)).filter(|_| level <= band);
            }
            // Every band up to this one has been reached by now.
            let reached = Band::ALL.into_iter().zip(since);
            let reached = reached.filter(|(level, _)| *level == band);
            let reached = reached.filter_map(|(_, since)| since).next();
            (band, reached.unwrap_or(date), measured)
        });
    }
    let (band, reached, measured) = last?;
    let worth = |wanted: fn(Band, Band) -> bool| {
        let worrying = measured.iter().filter(|(of, _)| *of > Band::Secure);
        let wanted = worrying.filter(|(of, _)| wanted(*of, band));
        wanted.map(|(_, reason)| reason.clone()).collect()
    };
    Ok(Risk {
        band,
        reasons: worth(|of, band| of == band),
        beside: worth(|of, band| of < band),
        reached,
    })
}

fn worst_of(measured: &[(Band, String)]) -> Band {
    let bands = measured.iter().map(|(band, _)| *band);
    bands.max().unwrap_or(Band::Secure)
}

/// What the sessions up to a day add up to.
#[derive(Default)]
struct SoFar {
    summary: Summary,
    /// Without those of the last days, which may still be returned.
    settled: Summary,
    weeks: Vec<(NaiveDate, Summary)>,
    /// Sessions missed one after the other, up to the last one returned.
    run: u32,
}

impl SoFar {
    fn count(&mut self, session: &Sessions<'_>) {
        let before = self.summary;
        self.summary.count(session);
        let week = monday(session.date());
        if self.weeks.last().is_none_or(|(last, _)| *last != week) {
            self.weeks.push((week, Summary::default()));
        }
        if let Some((_, of_week)) = self.weeks.last_mut() {
            of_week.count(session);
        }
        if self.summary.attended > before.attended {
            self.run = 0;
        } else if self.summary.possible() > before.possible() {
            self.run += 1;
        }
    }

    /// Each measure with its band and in words.
    fn measured(
        &self,
        records: &Records,
        limits: &Limits,
    ) -> Result<Vec<(Band, String)>, TooLittle> {
        let summary = &self.summary;
        let possible = summary.possible();
        let unknown = summary.flag(records) == Some(Flag::NotKnown);
        if possible == 0 || possible < limits.sessions || unknown {
            return Err(TooLittle {
                returned: possible,
                missing: summary.no_return + summary.unreadable,
                fewest: limits.sessions,
            });
        }
        let absent = summary.authorised + summary.unauthorised;
        let run = f64::from(self.run);
        let settled = &self.settled;
        let due = settled.possible() + settled.no_return + settled.unreadable;
        let mut measured = vec![
            (
                band(
                    share(absent, possible),
                    limits.persistent,
                    Some(limits.severe),
                ),
                format!("absent from {absent} of {possible} sessions"),
            ),
            (
                band(
                    share(summary.unauthorised, possible),
                    limits.unauthorised,
                    None,
                ),
                format!(
                    "{} of {possible} sessions missed without authorisation",
                    summary.unauthorised
                ),
            ),
            (
                band(share(summary.late, summary.attended), limits.lates, None),
                format!(
                    "late to {} of {} sessions attended",
                    summary.late, summary.attended
                ),
            ),
            (
                band(
                    run,
                    f64::from(limits.run),
                    Some(f64::from(limits.severe_run)),
                ),
                format!("absent from the last {} sessions", self.run),
            ),
            (
                band(share(settled.no_return, due), limits.no_return, None),
                format!("{} of {due} sessions not returned", settled.no_return),
            ),
        ];
        let lately = limits.lately(records, &self.weeks);
        measured
            .extend(lately.map(|lately| (band(lately.drop(), limits.drop, None), lately.said())));
        Ok(measured)
    }
}

impl TooLittle {
    /// "6 sessions returned, fewer than 10", "12 of 30 sessions have no mark".
    pub fn said(&self) -> String {
        let TooLittle {
            returned,
            missing,
            fewest,
        } = self;
        let due = returned + missing;
        match (returned < fewest, missing) {
            (true, 0) => {
                format!("{returned} sessions returned, and nothing is said below {fewest}")
            }
            (true, _) => {
                format!("{returned} of {due} sessions returned, and nothing is said below {fewest}")
            }
            (false, _) => format!("{missing} of {due} sessions have no mark that can be read"),
        }
    }
}

fn share(part: u32, whole: u32) -> f64 {
    match whole {
        0 => 0.0,
        _ => f64::from(part) * 100.0 / f64::from(whole),
    }
}

/// Nothing is never a worry, whatever the limit.
fn band(measure: f64, at_risk: f64, severe: Option<f64>) -> Band {
    if measure <= 0.0 {
        Band::Secure
    } else if severe.is_some_and(|severe| measure >= severe) {
        Band::Severe
    } else if measure >= at_risk {
        Band::AtRisk
    } else if measure * 2.0 >= at_risk {
        Band::Watch
    } else {
        Band::Secure
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_what_puts_attendance_at_risk_is_worth_a_watch() {
        let absence = |percent| band(percent, 10.0, Some(50.0));
        assert_eq!(absence(4.9), Band::Secure);
        assert_eq!(absence(5.0), Band::Watch);
        assert_eq!(absence(10.0), Band::AtRisk);
        assert_eq!(absence(50.0), Band::Severe);
        assert_eq!(band(0.0, 0.0, None), Band::Secure);
    }
}
