//! The attendance and punctuality risk register: each live placement in a band,
//! with why, and what was done since.

use super::attendance::{is_of, percent_said};
use super::recorded::Recorded;
use super::{Column, Document, Fact, Section, Table};
use crate::assess::Case;
use crate::attendance::{
    Band, Lately, Risk, Summary, TooLittle, bands_said, by_week, lately, risk, sessions,
};
use crate::calendar::{Span, said};
use crate::records::{Logged, Placement};
use chrono::NaiveDate;
use std::cmp::Reverse;
use std::collections::BTreeMap;

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

const COLUMNS: &[Column] = &[
    Column::words("band"),
    Column::words("placement"),
    Column::words("why"),
    Column::date("since").rank(2),
    Column::words("done since"),
    Column::words("attended").rank(4),
    Column::words("lately").rank(3),
    Column::words("looked after by").rank(1),
];

const SHEET: &[Column] = &[
    Column::words("band"),
    Column::words("placement"),
    Column::words("pupil"),
    Column::words("provider"),
    Column::words("why"),
    Column::date("since"),
    Column::words("done since"),
    Column::date("last done"),
    Column::number("possible"),
    Column::number("attended"),
    Column::number("per cent"),
    Column::number("authorised"),
    Column::number("unauthorised"),
    Column::number("late"),
    Column::number("no return"),
    Column::number("not readable"),
    Column::number("per cent lately"),
    Column::number("sessions lately"),
    Column::number("per cent before"),
    Column::number("sessions before"),
    Column::words("looked after by"),
];

impl Register {
    /// The register as a page.
    pub fn page(&self, facts: Vec<Fact>) -> Document {
        let mut table = Table::new("", COLUMNS);
        table.rows = self.rows.iter().map(Row::cells).collect();
        table.drop_empty_columns();
        Document {
            kind: "risk-register",
            title: "Attendance and punctuality risk register".into(),
            facts,
            lead: self.lead(),
            sections: vec![
                Section::new("").table(table, "No placement is live."),
                Section::new("What the bands mean").list(self.bands.clone()),
            ],
        }
    }

    /// "11 placements: 1 severe, 2 at risk, 8 secure."
    fn lead(&self) -> String {
        if self.rows.is_empty() {
            return String::new();
        }
        let bands = self
            .rows
            .chunk_by(|one, other| one.standing.said() == other.standing.said());
        let counts: Vec<String> = bands
            .map(|rows| format!("{} {}", rows.len(), rows[0].standing.said()))
            .collect();
        let plural = if self.rows.len() == 1 { "" } else { "s" };
        format!(
            "{} placement{plural}, from the first day of each: {}.",
            self.rows.len(),
            counts.join(", ")
        )
    }

    /// A column for every number.
    pub fn sheet(&self) -> Table {
        let mut table = Table::new("Risk register", SHEET);
        table.rows = self.rows.iter().map(Row::sheet_cells).collect();
        table.notes.clone_from(&self.bands);
        table
    }
}

impl Row {
    fn cells(&self) -> Vec<String> {
        vec![
            self.standing.said().to_owned(),
            self.placement.clone(),
            self.standing.why(),
            self.since(),
            self.done_said(),
            match self.standing {
                Standing::Remote => String::new(),
                _ => percent_said(&self.summary),
            },
            self.lately_said(),
            self.lead.written(),
        ]
    }

    fn since(&self) -> String {
        let since = self.standing.since();
        since.map_or(String::new(), |since| since.to_string())
    }

    /// "2 contacts, 1 review, the last on 9 October 2026"; or that nothing was
    /// done. Empty where there is no worry.
    pub fn done_said(&self) -> String {
        if self.standing.since().is_none() {
            return String::new();
        }
        let unread = if self.logs_unread {
            "; a part of the logs could not be read"
        } else {
            ""
        };
        let Some((last, _)) = self.done.last() else {
            return format!("nothing recorded since{unread}");
        };
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, kind) in &self.done {
            *kinds.entry(kind).or_default() += 1;
        }
        let kinds: Vec<String> = kinds
            .into_iter()
            .map(|(kind, count)| match count {
                1 => format!("1 {kind}"),
                more => format!("{more} {kind}s"),
            })
            .collect();
        let last = said(*last);
        match self.done.len() {
            1 => format!("{} on {last}{unread}", kinds.join(", ")),
            _ => format!("{}, the last on {last}{unread}", kinds.join(", ")),
        }
    }

    /// "+12 points": attendance of the last weeks against those before.
    fn lately_said(&self) -> String {
        self.lately.map_or(String::new(), |lately| {
            format!("{:+.0} points", -lately.drop())
        })
    }

    fn sheet_cells(&self) -> Vec<String> {
        let summary = &self.summary;
        let percent = |of: &Summary| {
            of.percent()
                .map_or(String::new(), |percent| format!("{percent:.1}"))
        };
        let of_lately =
            |cell: &dyn Fn(&Lately) -> String| self.lately.as_ref().map_or(String::new(), cell);
        let last = self.done.last().map(|(date, _)| date.to_string());
        vec![
            self.standing.said().to_owned(),
            self.placement.clone(),
            self.pupil.written(),
            self.provider.written(),
            self.standing.why(),
            self.since(),
            self.done_said(),
            last.unwrap_or_default(),
            summary.possible().to_string(),
            summary.attended.to_string(),
            percent(summary),
            summary.authorised.to_string(),
            summary.unauthorised.to_string(),
            summary.late.to_string(),
            summary.no_return.to_string(),
            summary.unreadable.to_string(),
            of_lately(&|lately| percent(&lately.lately)),
            of_lately(&|lately| lately.lately.possible().to_string()),
            of_lately(&|lately| percent(&lately.before)),
            of_lately(&|lately| lately.before.possible().to_string()),
            self.lead.written(),
        ]
    }
}
