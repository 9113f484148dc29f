//! The days that an answer is about: from one to another, or a term.

use super::{Session, date};
use crate::calendar::{Span, said};
use crate::records::nearest;
use anyhow::anyhow;
use chrono::NaiveDate;
use clap::Args;

#[derive(Debug, Default, Args)]
pub(super) struct Days {
    /// The first day
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) from: Option<NaiveDate>,
    /// The last day
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) to: Option<NaiveDate>,
    /// A term by its name in apcheck.toml, instead of --from and --to; the term of the day when nothing is said
    #[arg(long, value_name = "NAME", conflicts_with_all = ["from", "to"])]
    term: Option<String>,
}

impl Days {
    /// The days asked about: as named, or the term of the day.
    pub(super) fn span(&self, session: &Session) -> anyhow::Result<Span> {
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
