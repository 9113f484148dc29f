//! `apcheck attendance`.

use super::form::{Answer, Form, headed};
use super::reconcile::Reconciliation;
use super::{Outcome, Session, complete, date};
use crate::calendar::{Span, said, span_said};
use crate::records::nearest;
use crate::render;
use crate::views::attendance::{self, By, attendance};
use crate::views::{Document, Table};
use anyhow::anyhow;
use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Show who attended, from the registers
///
/// Each percentage stands beside the number of sessions it rests on. A session
/// without a mark is neither present nor absent. What was before a placement is
/// compared only where whole school weeks are on record for both.
///
/// With --reconcile the school's own register is compared with what the law
/// asks for each session at a provider, as `apcheck export marks` has it. FILE
/// is an export of the school's system as CSV, a row for each pupil and
/// session, with the columns ref (or upn or name, which are looked up in
/// names.csv), date, session and code.
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
    /// Compare this export of the school's own register
    #[arg(long, value_name = "FILE", conflicts_with_all = ["term", "by"])]
    reconcile: Option<PathBuf>,
    /// What a column of FILE is called there, for example code=Mark; or dates=day-first
    #[arg(long, value_name = "COLUMN=HEADING", requires = "reconcile")]
    mapping: Vec<String>,
    /// Exit with status 1 where something differs
    #[arg(long, requires = "reconcile")]
    exit_code: bool,
    #[command(flatten)]
    form: Form,
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
        if let Some(file) = &self.reconcile {
            return Reconciliation {
                file,
                mapping: &self.mapping,
                from: self.from,
                to: self.to,
                ids: &self.ids,
                form: &self.form,
                exit_code: self.exit_code,
            }
            .run(session);
        }
        let span = self.span(session)?;
        let by = match self.by {
            Rows::Placement => By::Placement,
            Rows::Pupil => By::Pupil,
            Rows::Provider => By::Provider,
            Rows::Week => By::Week,
        };
        let attendance = attendance(session.case(), span, by, &self.ids);
        self.form.given(session, &attendance, 0)
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

impl Answer for attendance::Attendance {
    fn text(&self, session: &Session) -> String {
        let mut table = self.table();
        if table.rows.is_empty() {
            let Span { from, to } = self.span;
            return format!("No placement was live from {}.\n", span_said(from, to));
        }
        table.title = title(self, session);
        render::plain(&table, session.style.width)
    }

    fn json(&self, session: &Session) -> String {
        render::attendance_json(self, session.on)
    }

    fn rows(&self) -> Table {
        self.sheet()
    }

    fn sheets(&self) -> Vec<Table> {
        let mut table = self.sheet();
        table.title = "Attendance".into();
        vec![table]
    }

    fn document(&self, session: &Session) -> Document {
        let facts = headed(session);
        Document::of_tables(
            "attendance",
            title(self, session),
            facts,
            vec![self.table()],
        )
    }
}

fn title(attendance: &attendance::Attendance, session: &Session) -> String {
    let Span { from, to } = attendance.span;
    let to = to.min(session.on).max(from);
    format!("Attendance at the providers, {}", span_said(from, to))
}
