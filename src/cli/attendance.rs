//! `apcheck attendance`.

use super::days::Days;
use super::form::{Answer, Form, headed};
use super::reconcile::Reconciliation;
use super::{Outcome, Session, complete};
use crate::calendar::{Span, span_said};
use crate::render;
use crate::views::attendance::{self, By, attendance};
use crate::views::risk::{self, risk_register};
use crate::views::{Document, Table};
use anyhow::anyhow;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Show who attended, from the registers
///
/// Each percentage stands beside the number of sessions it rests on. A session
/// without a mark is neither present nor absent. What was before a placement is
/// compared only where whole school weeks are on record for both.
///
/// With --risk it is the attendance and punctuality risk register: each live
/// placement in a band (severe, at risk, watch, secure), from its first day on,
/// with what puts it there and what is recorded as done since. [limits] in
/// apcheck.toml sets what the bands mean.
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
    #[command(flatten)]
    days: Days,
    /// What the rows are
    #[arg(long, value_enum, default_value_t = Rows::Placement)]
    by: Rows,
    /// The attendance and punctuality risk register, the worst first
    #[arg(long, conflicts_with_all = ["by", "reconcile", "from", "to", "term"])]
    risk: bool,
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
                from: self.days.from,
                to: self.days.to,
                ids: &self.ids,
                form: &self.form,
                exit_code: self.exit_code,
            }
            .run(session);
        }
        if self.risk {
            let register = risk_register(session.case(), &self.ids);
            return self.form.given(session, &register, 0);
        }
        let span = self.days.span(session)?;
        let by = match self.by {
            Rows::Placement => By::Placement,
            Rows::Pupil => By::Pupil,
            Rows::Provider => By::Provider,
            Rows::Week => By::Week,
        };
        let attendance = attendance(session.case(), span, by, &self.ids);
        self.form.given(session, &attendance, 0)
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

impl Answer for risk::Register {
    fn text(&self, session: &Session) -> String {
        render::document_text(&self.document(session), session.style.width)
    }

    fn json(&self, session: &Session) -> String {
        render::risk_json(self, session.on)
    }

    fn rows(&self) -> Table {
        self.sheet()
    }

    fn sheets(&self) -> Vec<Table> {
        vec![self.sheet()]
    }

    fn document(&self, session: &Session) -> Document {
        self.page(headed(session))
    }
}

fn title(attendance: &attendance::Attendance, session: &Session) -> String {
    let Span { from, to } = attendance.span;
    let to = to.min(session.on).max(from);
    format!("Attendance at the providers, {}", span_said(from, to))
}
