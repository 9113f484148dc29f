//! `apcheck show`.

use super::form::{Answer, Form, headed};
use super::{Outcome, Session, as_key, complete};
use crate::render;
use crate::views::show::{self, show};
use crate::views::{Document, Table};
use anyhow::anyhow;
use clap::Args;

/// Show all of one placement, provider or pupil on a page
///
/// Of a placement: how far it has got and what comes next, how each checklist
/// stands and what is not met, the week, the register, the objectives, and
/// everything that was logged, by day: every log, the checks, exceptions with
/// their reasons, signatures, extensions and pauses, and what the provider's
/// record says of the pupil. Of a provider: its sites, who is who, the pupils
/// there now, its checks and when they run out, visits, contacts, incidents and
/// complaints. Of a pupil: each of their placements.
///
/// It has what the records say in free words, so it is for inside the school.
///
/// CSV is the chronology; a workbook has the rest on sheets of its own.
#[derive(Debug, Args)]
pub(super) struct Show {
    /// A placement, a provider or a pupil
    #[arg(value_name = "ID", add = complete::ids())]
    id: String,
    #[command(flatten)]
    form: Form,
}

impl Show {
    pub(super) fn run(&self, session: &Session) -> anyhow::Result<Outcome> {
        session.check_ids(std::slice::from_ref(&self.id))?;
        let shown = show(session.case(), &self.id).ok_or_else(|| {
            anyhow!(
                "there is no page of {}; `apcheck compliance school` and `apcheck register` show the school",
                as_key(&self.id)
            )
        })?;
        self.form.given(session, &shown, 0)
    }
}

impl Answer for show::Shown {
    fn text(&self, session: &Session) -> String {
        render::document_text(&self.document(session), session.style.width)
    }

    fn json(&self, session: &Session) -> String {
        render::show_json(self, session.on)
    }

    fn rows(&self) -> Table {
        self.chronology_sheet()
    }

    fn sheets(&self) -> Vec<Table> {
        self.all_sheets()
    }

    fn document(&self, session: &Session) -> Document {
        Document {
            kind: "show",
            title: self.id.clone(),
            facts: headed(session),
            lead: String::new(),
            sections: self.sections.clone(),
        }
    }
}
