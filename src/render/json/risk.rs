//! The attendance and punctuality risk register for other programs.

use super::{day, printed, rounded};
use crate::attendance::Summary;
use crate::views::risk::{Register, Row, Standing};
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Serialize)]
struct RegisterJson<'a> {
    schema: &'static str,
    as_of: String,
    /// The worst first.
    placements: Vec<RowJson<'a>>,
}

#[derive(Serialize)]
struct RowJson<'a> {
    placement: &'a str,
    pupil: Option<&'a str>,
    provider: Option<&'a str>,
    lead_name: Option<&'a str>,
    /// `secure`, `watch`, `at-risk`, `severe`; null where it is not known, or
    /// the pupil is taught remotely.
    band: Option<String>,
    remote: bool,
    /// What decides the band; or why it is not known.
    reasons: Vec<String>,
    /// What else is worth a watch.
    beside: &'a [String],
    since: Option<String>,
    done_since: Vec<DoneJson>,
    possible: u32,
    attended: u32,
    authorised: u32,
    unauthorised: u32,
    late: u32,
    no_return: u32,
    unreadable: u32,
    percent: Option<f64>,
    /// Null where there are not enough sessions on either side.
    lately: Option<LatelyJson>,
}

#[derive(Serialize)]
struct DoneJson {
    date: String,
    what: &'static str,
}

#[derive(Serialize)]
struct LatelyJson {
    weeks: u32,
    percent: Option<f64>,
    sessions: u32,
    percent_before: Option<f64>,
    sessions_before: u32,
}

pub fn risk_json(register: &Register, on: NaiveDate) -> String {
    printed(&RegisterJson {
        schema: "apcheck-risk-register/1",
        as_of: day(on),
        placements: register.rows.iter().map(row).collect(),
    })
}

fn row(row: &Row) -> RowJson<'_> {
    let summary = &row.summary;
    let percent = |summary: &Summary| summary.percent().map(rounded);
    let (band, reasons, beside) = match &row.standing {
        Standing::In(risk) => {
            let band = risk.band.said().replace(' ', "-");
            (Some(band), risk.reasons.clone(), &risk.beside[..])
        }
        other => (None, vec![other.why()], &[][..]),
    };
    let done = row.done.iter();
    RowJson {
        placement: &row.placement,
        pupil: row.pupil.known().map(String::as_str),
        provider: row.provider.known().map(String::as_str),
        lead_name: row.lead.known().map(String::as_str),
        band,
        remote: matches!(row.standing, Standing::Remote),
        reasons,
        beside,
        since: row.standing.since().map(day),
        done_since: done
            .map(|(date, what)| DoneJson {
                date: day(*date),
                what,
            })
            .collect(),
        possible: summary.possible(),
        attended: summary.attended,
        authorised: summary.authorised,
        unauthorised: summary.unauthorised,
        late: summary.late,
        no_return: summary.no_return,
        unreadable: summary.unreadable,
        percent: percent(summary),
        lately: row.lately.map(|lately| LatelyJson {
            weeks: lately.weeks,
            percent: percent(&lately.lately),
            sessions: lately.lately.possible(),
            percent_before: percent(&lately.before),
            sessions_before: lately.before.possible(),
        }),
    }
}
