//! The limits of the bands, and attendance of the last weeks against that of the
//! weeks before.

use crate::attendance::summary::{Flag, Sessions, Summary, by_week};
use crate::records::Records;
use chrono::NaiveDate;

/// Attendance of the last few weeks, and of all those before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lately {
    pub weeks: u32,
    pub lately: Summary,
    pub before: Summary,
}

/// Attendance of the last weeks against that of the weeks before, where enough
/// sessions were returned in both.
pub fn lately(records: &Records, sessions: &[Sessions<'_>]) -> Option<Lately> {
    let limits = Limits::of(records);
    limits.lately(records, &by_week(sessions))
}

/// In so many days a session is to have been returned; until then its missing
/// mark is no worry, since many providers return once a week.
pub(super) const DAYS_TO_RETURN: u32 = 7;

/// From which number on attendance is at risk; half of it is worth a watch.
pub(super) struct Limits {
    pub(super) sessions: u32,
    pub(super) persistent: f64,
    pub(super) severe: f64,
    pub(super) unauthorised: f64,
    pub(super) lates: f64,
    pub(super) run: u32,
    pub(super) severe_run: u32,
    pub(super) no_return: f64,
    pub(super) weeks: u32,
    pub(super) drop: f64,
}

impl Limits {
    pub(super) fn of(records: &Records) -> Limits {
        Limits {
            sessions: records.count_limit("risk-sessions", 10),
            persistent: records.limit("persistent-absence", 10.0),
            severe: records.limit("severe-absence", 50.0),
            unauthorised: records.limit("risk-unauthorised", 5.0),
            lates: records.limit("risk-lates", 20.0),
            run: records.count_limit("risk-run", 4),
            severe_run: records.count_limit("severe-run", 10),
            no_return: records.limit("risk-no-return", 10.0),
            weeks: records.count_limit("risk-weeks", 3),
            drop: records.limit("risk-drop", 20.0),
        }
    }

    pub(super) fn lately(
        &self,
        records: &Records,
        weeks: &[(NaiveDate, Summary)],
    ) -> Option<Lately> {
        let last = usize::try_from(self.weeks).unwrap_or(usize::MAX);
        let (before, lately) = weeks.split_at(weeks.len().saturating_sub(last));
        let sum = |weeks: &[(NaiveDate, Summary)]| {
            let mut sum = Summary::default();
            weeks.iter().for_each(|(_, week)| sum.add(week));
            sum
        };
        let enough = |sum: &Summary| {
            sum.possible() >= self.sessions.max(1) && sum.flag(records) != Some(Flag::NotKnown)
        };
        let (lately, before) = (sum(lately), sum(before));
        (enough(&lately) && enough(&before)).then_some(Lately {
            weeks: self.weeks,
            lately,
            before,
        })
    }
}

/// What puts attendance into a band, in sentences with the limits that hold.
pub fn bands_said(records: &Records) -> Vec<String> {
    let limits = Limits::of(records);
    vec![
        format!(
            "At risk, from any one of these: absent from {} % of the sessions; absent without authorisation from {} %; late to {} % of those attended; absent from the last {} sessions; {} % of the sessions not returned after {DAYS_TO_RETURN} days; attendance {} points lower in the last {} weeks than before.",
            limits.persistent,
            limits.unauthorised,
            limits.lates,
            limits.run,
            limits.no_return,
            limits.drop,
            limits.weeks,
        ),
        format!(
            "Severe: absent from {} % of the sessions, or from the last {}.",
            limits.severe, limits.severe_run
        ),
        "Watch: from half of what puts attendance at risk.".into(),
        format!(
            "Nothing is said below {} sessions returned, nor where more than {} % were not.",
            limits.sessions,
            records.limit("no-return", 20.0)
        ),
    ]
}

impl Lately {
    /// By how many points attendance is lower than before; below zero where it
    /// is higher.
    pub fn drop(&self) -> f64 {
        let percent = |summary: &Summary| summary.percent().unwrap_or(0.0);
        percent(&self.before) - percent(&self.lately)
    }

    /// "attended 75.0 % of 12 sessions in the last 3 weeks, and 95.0 % of 20 before".
    pub fn said(&self) -> String {
        let percent = |summary: &Summary| summary.percent().unwrap_or(0.0);
        format!(
            "attended {:.1} % of {} sessions in the last {} weeks, and {:.1} % of {} before",
            percent(&self.lately),
            self.lately.possible(),
            self.weeks,
            percent(&self.before),
            self.before.possible()
        )
    }
}
