//! The attendance and punctuality risk register: each live placement in a band,
//! with why, and what was done since.

mod tables;

use super::attendance::is_of;
use super::recorded::Recorded;
use crate::assess::Case;
use crate::attendance::{
    Band, Lately, Risk, Summary, TooLittle, bands_said, by_week, lately, risk, sessions,
};
use crate::calendar::Span;
use crate::records::{Logged, Placement};
use chrono::NaiveDate;
use std::cmp::Reverse;

#[derive(Clone, Debug)]
pub struct Register {
    /// The worst first.
    pub rows: Vec<Row>,
    /// What puts attendance into a band, with the limits that hold.
    pub bands: Vec<String>,
}

/// One live placement.
#[derive(Clone, Debug)]
pub struct Row {
    pub placement: String,
    /// The pupil's pseudonym.
    pub pupil: Recorded<String>,
    /// The key of the provider.
    pub provider: Recorded<String>,
    /// The name of who looks after it.
    pub lead: Recorded<String>,
    pub standing: Standing,
    pub summary: Summary,
    /// The last weeks against those before, where both have enough sessions.
    pub lately: Option<Lately>,
    /// What was done since it came to that, by day.
    pub done: Vec<(NaiveDate, &'static str)>,
    /// Whether a part of the logs could not be read.
    pub logs_unread: bool,
}

/// Where a placement stands in the register.
#[derive(Clone, Debug)]
pub enum Standing {
    In(Risk),
    NotKnown(TooLittle),
    /// Its sessions are recorded as absence whatever the pupil did.
    Remote,
    /// It is not known which sessions were due.
    NoWeek,
}

/// The register on the day of `case`, from the first day of each placement on.
pub fn risk_register(case: Case<'_>, ids: &[String]) -> Register {
    let placements = case.records.all_placements();
    let live = placements.filter(|placement| placement.is_live(case.on) && is_of(placement, ids));
    let mut rows: Vec<Row> = live.map(|placement| row(case, placement)).collect();
    rows.sort_by_cached_key(|row| {
        (
            Reverse(row.standing.worry()),
            row.standing.since(),
            row.placement.clone(),
        )
    });
    Register {
        rows,
        bands: bands_said(case.records),
    }
}

fn row(case: Case<'_>, placement: Placement<'_>) -> Row {
    let (record, table) = (placement.record, placement.table());
    let text = |key| Recorded::of(table.text(key), record).map(str::to_owned);
    let span = Span {
        from: placement.start().unwrap_or(case.on),
        to: case.on,
    };
    let sessions = sessions(&placement, case.calendar, span, case.on);
    let mut summary = Summary::default();
    for (_, week) in by_week(&sessions) {
        summary.add(&week);
    }
    let standing = if placement.is_remote() {
        Standing::Remote
    } else if placement.shared_with_pupil("week").is_none() {
        Standing::NoWeek
    } else {
        risk(case.records, &sessions).map_or_else(Standing::NotKnown, Standing::In)
    };
    let dealings = placement.dealings(case.known);
    let done = standing.since().map_or_else(Vec::new, |since| {
        let done = dealings.from(since);
        done.map(|(date, logged)| (*date, kind(logged))).collect()
    });
    let pupil = table.table("pupil").map(|pupil| pupil.text("ref"));
    Row {
        placement: placement.id().to_owned(),
        pupil: pupil.map_or_else(
            || Recorded::nothing_in(record),
            |pupil| Recorded::of(pupil, record).map(str::to_owned),
        ),
        provider: text("provider"),
        lead: Recorded::of(table.text("lead"), record)
            .map(|key| case.records.person(key).to_owned()),
        lately: lately(case.records, &sessions).filter(|_| !placement.is_remote()),
        standing,
        summary,
        done,
        logs_unread: dealings.unread.is_some() || !record.complete,
    }
}

/// "contact", "follow-up".
fn kind(logged: &Logged<'_>) -> &'static str {
    logged.shape.name.trim_start_matches("a ")
}

impl Standing {
    /// The greater, the sooner somebody should look at it.
    fn worry(&self) -> u8 {
        match self {
            Standing::In(risk) => match risk.band {
                Band::Severe => 5,
                Band::AtRisk => 4,
                Band::Watch => 2,
                Band::Secure => 1,
            },
            Standing::NotKnown(_) | Standing::NoWeek => 3,
            Standing::Remote => 0,
        }
    }

    /// "at risk", "not known", or that there is no band.
    pub fn said(&self) -> &'static str {
        match self {
            Standing::In(risk) => risk.band.said(),
            Standing::NotKnown(_) | Standing::NoWeek => "not known",
            Standing::Remote => "no band",
        }
    }

    /// The first day since which it is in a band that is a worry.
    pub fn since(&self) -> Option<NaiveDate> {
        match self {
            Standing::In(risk) if risk.band > Band::Secure => Some(risk.reached),
            _ => None,
        }
    }

    /// What puts it there, in words.
    pub fn why(&self) -> String {
        match self {
            Standing::In(risk) => {
                let beside = match risk.beside.len() {
                    0 => String::new(),
                    _ => format!(". Also: {}", risk.beside.join("; ")),
                };
                format!("{}{beside}", risk.reasons.join("; "))
            }
            Standing::NotKnown(too_little) => too_little.said(),
            Standing::NoWeek => {
                "the week is not recorded, so it is not known which sessions were due".into()
            }
            Standing::Remote => "taught remotely: recorded as absent whatever the pupil did".into(),
        }
    }
}
