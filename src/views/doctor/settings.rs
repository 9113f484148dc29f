//! The format, the terms, and whether the records can be read.

use super::{Area, Finding, Settings, State, counted};
use crate::calendar::{add_days, said};
use crate::records::{FORMAT, Read};
use chrono::NaiveDate;

/// How many days before the last term ends the next are asked for: the days on
/// which reviews and notices fall are reckoned ahead.
const AHEAD: u32 = 60;

pub(super) fn findings(settings: &Settings, on: NaiveDate) -> Vec<Finding> {
    let mut findings = vec![format(settings), terms(settings, on)];
    findings.push(match (&settings.failed, settings.unread) {
        (Some(why), _) => finding(
            "records",
            State::ToDo,
            format!("The records cannot be read: {why}."),
        )
        .next("Put that right, then run this again."),
        (None, 0) => finding("records", State::InOrder, "Every record can be read."),
        (None, unread) => {
            let what = counted(unread, "file or row", "files or rows");
            finding(
                "records",
                State::ToDo,
                format!("{what} of the records could not be read."),
            )
            .next("`apcheck validate` says which, and why.")
        }
    });
    findings
}

fn finding(id: &'static str, state: State, found: impl Into<String>) -> Finding {
    Finding::new(Area::Settings, id, state, found)
}

fn unread(id: &'static str, what: &str) -> Finding {
    finding(
        id,
        State::NotSeen,
        format!("{what}: apcheck.toml could not be read."),
    )
    .next("`apcheck validate` says why.")
}

fn format(settings: &Settings) -> Finding {
    const ID: &str = "format";
    if !settings.readable {
        return unread(ID, "The format of the records is not known");
    }
    match settings.format {
        Read::Absent => finding(ID, State::ToDo, "apcheck.toml does not say which format the records have.")
            .next(format!("Write `format = {FORMAT}` above the first heading in brackets.")),
        Read::Unreadable(_) => {
            finding(ID, State::ToDo, "The format in apcheck.toml could not be read.")
                .next(format!("Write `format = {FORMAT}`."))
        }
        Read::Known(version, _) if version > FORMAT => finding(
            ID,
            State::ToDo,
            format!("The records are of format {version}, and this apcheck reads format {FORMAT}."),
        )
        .next("Use a newer apcheck; what this one says of these records may be wrong."),
        Read::Known(version, _) if version < FORMAT => finding(
            ID,
            State::ToDo,
            format!("The records say that they are of format {version}; the first there is, is {FORMAT}."),
        )
        .next(format!("Write `format = {FORMAT}`.")),
        Read::Known(version, _) => finding(
            ID,
            State::InOrder,
            format!("The records are of format {version}, which this apcheck reads."),
        ),
    }
}

fn terms(settings: &Settings, on: NaiveDate) -> Finding {
    const ID: &str = "terms";
    const NEXT: &str =
        "Add a [[terms]] for each term to come to apcheck.toml, with its start, half-term and end.";
    if !settings.readable {
        return unread(ID, "It is not known which terms are recorded");
    }
    if settings.terms_unread {
        return finding(
            ID,
            State::ToDo,
            "A part of the terms in apcheck.toml could not be read.",
        )
        .next("`apcheck validate` says which; until then no day that rests on it is reckoned.");
    }
    let Some(last) = settings.terms.iter().max_by_key(|term| term.span.to) else {
        return finding(
            ID,
            State::ToDo,
            "No term is recorded, so no school day is known.",
        )
        .next(NEXT);
    };
    let (name, end) = (&last.name, said(last.span.to));
    if last.span.to < on {
        return finding(
            ID,
            State::ToDo,
            format!("The last recorded term, {name}, ended on {end}."),
        )
        .next(NEXT);
    }
    let found = format!("The last recorded term, {name}, ends on {end}");
    if last.span.to <= add_days(on, AHEAD) {
        let found = format!("{found}, within {AHEAD} days.");
        return finding(ID, State::ToDo, found).next(NEXT);
    }
    finding(ID, State::InOrder, format!("{found}."))
}
