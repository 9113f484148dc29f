//! `apcheck register`.

use super::form::{Answer, Form, headed};
use super::{Common, INCOMPLETE, Outcome, Session, date};
use crate::calendar::said;
use crate::render;
use crate::views::register::{self, register};
use crate::views::{Document, Section, Table};
use chrono::NaiveDate;
use clap::Args;

/// List every pupil in alternative provision, and every provider
///
/// A row for each placement that was live on the day: where the pupil is, from
/// when, until when, for how many hours a week, why, what it is to achieve, the
/// next review that is fixed, and who looks after it. Then a row for each
/// provider: how many pupils, since when, how often contacted and visited this
/// term, and how to reach it. The count of pupils leaves out what is paused;
/// what starts in the next two weeks is named below.
///
/// CSV has a row for each placement, with a column for everything; a workbook
/// has the providers on a second sheet.
#[derive(Debug, Args)]
pub(super) struct Register {
    /// The day; another name for --as-of
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<NaiveDate>,
    #[command(flatten)]
    form: Form,
}

impl Register {
    pub(super) fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let session = Session::open_on(common, self.on)?;
        let register = register(session.case());
        if register.unsure.is_empty() {
            return self.form.given(&session, &register, 0);
        }
        let mut outcome = self.form.given(&session, &register, INCOMPLETE)?;
        let why = || {
            "the register is incomplete: of some placements it cannot be told whether they had started or ended; `apcheck validate` says more".into()
        };
        outcome.remark = outcome.remark.or_else(|| Some(why()));
        Ok(outcome)
    }
}

impl Answer for register::Register {
    fn text(&self, session: &Session) -> String {
        let mut out = format!("{}\n{}\n", title(session), self.summary());
        for table in self.tables() {
            out.push('\n');
            out.push_str(&render::plain(&table, session.style.width));
        }
        let notes = self.notes();
        if !notes.is_empty() {
            out.push('\n');
        }
        for note in notes {
            let width = session.style.width.map_or(100, usize::from);
            out.push_str(&render::wrapped(&render::clean(&note), "", "", width));
        }
        out
    }

    fn json(&self, session: &Session) -> String {
        render::register_json(self, session.on)
    }

    fn rows(&self) -> Table {
        self.pupils_sheet()
    }

    fn sheets(&self) -> Vec<Table> {
        vec![self.pupils_sheet(), self.providers_sheet()]
    }

    fn document(&self, session: &Session) -> Document {
        let mut document =
            Document::of_tables("register", title(session), headed(session), self.tables());
        document.lead = self.summary();
        let notes = self.notes();
        if !notes.is_empty() {
            document
                .sections
                .push(Section::new("Not in the tables").list(notes));
        }
        document
    }
}

fn title(session: &Session) -> String {
    format!("Pupils in alternative provision on {}", said(session.on))
}
