//! `apcheck progress`.

use super::form::{Answer, Form, headed};
use super::{Outcome, Session, complete};
use crate::render;
use crate::views::progress::{self, progress};
use crate::views::{Document, Table};
use anyhow::anyhow;
use clap::Args;

/// Show how each placement does: its objectives as they were measured, and attendance
///
/// Every live placement, or those named, also when they have ended. The trend
/// says which way the measurements go, better being towards the target whichever
/// way it lies. An objective is on course when its latest value is where an even
/// way from the baseline, on the first day of the placement, to the target, on
/// its day, would have it. What was not measured within its half term is said to
/// be so. Attendance stands beside the sessions it rests on, and is compared with
/// what it was before only over whole school weeks.
///
/// Where an objective did not move over two reviews and none has decided a
/// change, it is asked whether the placement needs changing.
///
/// CSV has a row for each objective; a workbook has the weeks on a second sheet.
#[derive(Debug, Args)]
pub(super) struct Progress {
    /// Placements, providers or pupils; all live placements when none is named
    #[arg(value_name = "ID", add = complete::ids())]
    ids: Vec<String>,
    #[command(flatten)]
    form: Form,
}

impl Progress {
    pub(super) fn run(&self, session: &Session) -> anyhow::Result<Outcome> {
        session.check_ids(&self.ids)?;
        if self.ids.iter().any(|id| id == "school") {
            return Err(anyhow!(
                "progress is of placements, providers and pupils; for all of them name none"
            ));
        }
        let progress = progress(session.case(), &self.ids);
        self.form.given(session, &progress, 0)
    }
}

impl Answer for progress::Progress {
    fn text(&self, session: &Session) -> String {
        render::document_text(&self.document(session), session.style.width)
    }

    fn json(&self, session: &Session) -> String {
        render::progress_json(self, session.on)
    }

    fn rows(&self) -> Table {
        self.sheet()
    }

    fn sheets(&self) -> Vec<Table> {
        vec![self.sheet(), self.weeks_sheet()]
    }

    fn document(&self, session: &Session) -> Document {
        self.page(headed(session))
    }
}
