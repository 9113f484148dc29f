//! How great a worry attendance at a provider is: the bands of a risk register.
//!
//! The limits are this program's own choice but for those of persistent and
//! severe absence; all of them can be set in `[limits]`.

use super::summary::{Flag, Sessions, Summary};
use crate::records::Records;
use chrono::NaiveDate;

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
    /// The first of the days since which it has been in this band or a worse one.
    pub reached: NaiveDate,
}

/// The band after all of `sessions`, which are in order from the start on.
/// `None` while too few of them were returned to say anything.
pub fn risk(records: &Records, sessions: &[Sessions<'_>]) -> Option<Risk> {
    let limits = Limits::of(records);
    let mut so_far = SoFar::default();
    let mut since = [None; Band::ALL.len()];
    let mut last = None;
    for day in sessions.chunk_by(|one, other| one.date() == other.date()) {
        let date = day.first()?.date();
        day.iter().for_each(|session| so_far.count(session));
        let Some(measured) = so_far.measured(records, &limits) else {
            last = None;
            continue;
        };
        let band = worst_of(&measured);
        for (since, level) in since.iter_mut().zip(Band::ALL) {
            *since = since.or(Some(date)).filter(|_| level <= band);
        }
        last = Some((band, measured));
    }
    let (band, measured) = last?;
    let (_, reached) = Band::ALL
        .into_iter()
        .zip(since)
        .find(|(level, _)| *level == band)?;
    let reasons = measured
        .into_iter()
        .filter(|(of, _)| *of == band && band > Band::Secure)
        .map(|(_, reason)| reason)
        .collect();
    Some(Risk {
        band,
        reasons,
        reached: reached?,
    })
}

fn worst_of(measured: &[(Band, String)]) -> Band {
    let bands = measured.iter().map(|(band, _)| *band);
    bands.max().unwrap_or(Band::Secure)
}

/// From which number on attendance is at risk; half of it is worth a watch.
struct Limits {
    sessions: u32,
    persistent: f64,
    severe: f64,
    unauthorised: f64,
    lates: f64,
    run: u32,
    severe_run: u32,
}

impl Limits {
    fn of(records: &Records) -> Limits {
        Limits {
            sessions: records.count_limit("risk-sessions", 10),
            persistent: records.limit("persistent-absence", 10.0),
            severe: records.limit("severe-absence", 50.0),
            unauthorised: records.limit("risk-unauthorised", 5.0),
            lates: records.limit("risk-lates", 20.0),
            run: records.count_limit("risk-run", 4),
            severe_run: records.count_limit("severe-run", 10),
        }
    }
}

/// What the sessions up to a day add up to.
#[derive(Default)]
struct SoFar {
    summary: Summary,
    /// Sessions missed one after the other, up to the last one returned.
    run: u32,
}

impl SoFar {
    fn count(&mut self, session: &Sessions<'_>) {
        let before = self.summary;
        self.summary.count(session);
        if self.summary.attended > before.attended {
            self.run = 0;
        } else if self.summary.possible() > before.possible() {
            self.run += 1;
        }
    }

    /// Each measure with its band and in words; `None` where there is too
    /// little to go by.
    fn measured(&self, records: &Records, limits: &Limits) -> Option<Vec<(Band, String)>> {
        let summary = &self.summary;
        let possible = summary.possible();
        let unknown = summary.flag(records) == Some(Flag::NotKnown);
        if possible == 0 || possible < limits.sessions || unknown {
            return None;
        }
        let absent = summary.authorised + summary.unauthorised;
        let share = |part: u32, whole: u32| match whole {
            0 => 0.0,
            _ => f64::from(part) * 100.0 / f64::from(whole),
        };
        let run = f64::from(self.run);
        Some(vec![
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
        ])
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
