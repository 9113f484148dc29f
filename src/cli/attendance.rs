//! `apcheck attendance`.

use super::{Outcome, Session, TableFormat, complete, date};
use crate::calendar::{Span, said, span_said};
use crate::records::nearest;
use crate::render;
use crate::views::attendance::{By, attendance};
use anyhow::anyhow;
use chrono::NaiveDate;
use clap::{Args, ValueEnum};

/// Show who attended, from the registers
///
/// Each percentage stands beside the number of sessions it rests on. A session
/// without a mark is neither present nor absent. What was before a placement is
/// compared only where whole school weeks are on record for both.
#[derive(Debug, Args)]
pub(super) struct Attendance {
    /// Placements, providers or pupils; all of them when none is named
    #[arg(value_name = "ID", add = complete::ids())]
    ids: Vec<String>,
    /// The first day
    #[arg(long, value_name = "DATE", value_parser = date)]
    from: Option<NaiveDate>,
    /// The last day
    #[arg(long, value_name = "DATE", value_parser = date)]
    to: Option<NaiveDate>,
    /// A term by its name in apcheck.toml, instead of --from and --to; the term of the day when nothing is said
    #[arg(long, value_name = "NAME", conflicts_with_all = ["from", "to"])]
    term: Option<String>,
    /// What the rows are
    #[arg(long, value_enum, default_value_t = Rows::Placement)]
    by: Rows,
    /// The form of the answer
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    format: TableFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Rows {
    Placement,
    Pupil,
    Provider,
    Week,
}

impl Attendance {
    pub(super) fn run(&self, session: &Session) -> anyhow::Result<Outcome> {
        session.check_ids(&self.ids)?;
        if self.ids.iter().any(|id| id == "school") {
            return Err(anyhow!(
                "attendance is of placements, providers and pupils; for all of them name none"
            ));
        }
        let span = self.span(session)?;
        let by = match self.by {
            Rows::Placement => By::Placement,
            Rows::Pupil => By::Pupil,
            Rows::Provider => By::Provider,
            Rows::Week => By::Week,
        };
        let attendance = attendance(session.case(), span, by, &self.ids);
        let mut table = attendance.table();
        let text = match self.format {
            TableFormat::Json => render::attendance_json(&attendance, session.on),
            TableFormat::Csv => render::csv(&attendance.sheet()),
            format => {
                let to = span.to.min(session.on).max(span.from);
                table.title = format!("Attendance at the providers, {}", span_said(span.from, to));
                if table.rows.is_empty() {
                    format!("No placement was live from {}.\n", span_said(span.from, to))
                } else if format == TableFormat::Md {
                    render::markdown(&table)
                } else {
                    render::plain(&table, session.style.width)
                }
            }
        };
        Ok(Outcome::of(session, text, 0))
    }

    /// The days asked about: as named, or the term of the day.
    fn span(&self, session: &Session) -> anyhow::Result<Span> {
        let terms = session.calendar.terms();
        if let Some(name) = &self.term {
            return match terms
                .iter()
                .find(|term| term.name.eq_ignore_ascii_case(name))
            {
                Some(term) if term.span.from > session.on => Err(anyhow!(
                    "{} begins on {}, after the day asked about, {}",
                    term.name,
                    said(term.span.from),
                    said(session.on)
                )),
                Some(term) => Ok(term.span),
                None => {
                    let names: Vec<&str> = terms.iter().map(|term| term.name.as_str()).collect();
                    let near = nearest(name, names.iter().copied()).map_or_else(
                        || format!("; the terms are {}", crate::records::listed(&names)),
                        |near| format!("; did you mean `{near}`?"),
                    );
                    Err(anyhow!("there is no term `{name}` in apcheck.toml{near}"))
                }
            };
        }
        let term = terms
            .iter()
            .rev()
            .find(|term| term.span.from <= session.on)
            .map(|term| term.span);
        let from = self.from.or(term.map(|term| term.from));
        let to = self.to.or(term.map(|term| term.to)).unwrap_or(session.on);
        let from = from.ok_or_else(|| {
            anyhow!(
                "no term began before {}, so name the days with --from and --to",
                said(session.on)
            )
        })?;
        let to = if self.from.is_some() && self.to.is_none() {
            to.max(session.on)
        } else {
            to
        };
        if from > session.on {
            return Err(anyhow!(
                "the first day, {}, is after the day asked about, {}",
                said(from),
                said(session.on)
            ));
        }
        if to < from {
            return Err(anyhow!(
                "the last day, {}, is before the first, {}",
                said(to),
                said(from)
            ));
        }
        Ok(Span { from, to })
    }
}
