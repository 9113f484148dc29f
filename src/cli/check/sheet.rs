//! `apcheck export checklist`: a checklist as a sheet to be filled in.

use super::questions::{Open, Question, open};
use crate::cli::writing::write_workbook;
use crate::cli::{Outcome, Session, complete};
use crate::render::{checklist_workbook, clean, counted};
use crate::views::checklist_sheet::checklist_sheet;
use crate::views::compliance::{Line, compliance};
use anyhow::{Context as _, anyhow};
use clap::Args;
use std::path::PathBuf;

/// A checklist as an Excel workbook, to be filled in
///
/// Each item stands in the order of its document, with how it stands today. The
/// rows that a line under [checks] would answer are open: yes, no or not
/// required, the day, who, and where the evidence is. When it is filled in,
/// `apcheck import checklist` takes it back.
#[derive(Debug, Args)]
pub(in crate::cli) struct ExportChecklist {
    /// The checklist
    #[arg(value_name = "NAME", add = complete::checklists())]
    name: String,
    /// The placement or provider, or `school`
    #[arg(value_name = "ID", add = complete::ids())]
    id: String,
    /// Where to put it; beside you, called NAME-ID.xlsx, unless said
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl ExportChecklist {
    pub(in crate::cli) fn run(&self, session: &Session) -> anyhow::Result<Outcome> {
        let open = open(session, &self.name, &self.id)?;
        let pages = compliance(
            session.case(),
            Some(&self.name),
            std::slice::from_ref(&self.id),
        );
        let page = pages
            .iter()
            .find(|page| page.subject == self.id)
            .ok_or_else(|| anyhow!("`{}` has no page for {}", self.name, self.id))?;
        let people = session
            .people()
            .into_iter()
            .map(|key| (key.to_owned(), session.records.person(key).to_owned()))
            .collect();
        let sheet = checklist_sheet(page, session.on, people, |line| {
            question_of(&open, line).map(asked_said)
        });
        let usual = || PathBuf::from(format!("{}-{}.xlsx", self.name, self.id));
        let path = self.output.clone().unwrap_or_else(usual);
        let bytes = checklist_workbook(&sheet).context("the sheet cannot be made")?;
        write_workbook(&path, &bytes)?;
        let text = format!(
            "Made {}: {} to fill in, as of {}.\nWhen it is filled in: apcheck import checklist FILE\n",
            path.display(),
            counted(sheet.open(), "row"),
            crate::calendar::said(session.on)
        );
        Ok(Outcome::of(session, clean(&text), 0))
    }
}

fn question_of<'o>(open: &'o Open<'_>, line: &Line) -> Option<&'o Question<'o>> {
    open.questions.iter().find(|question| {
        question.requirement.id == line.requirement && question.subject.id() == line.subject
    })
}

/// What a yes needs beside the day.
fn asked_said(question: &Question<'_>) -> String {
    let mut said = String::new();
    if question.needs_expiry {
        said.push_str("\nSay in `good to` the last day it is good for.");
    }
    if !question.topics.is_empty() {
        let topics = question.topics.join(", ");
        said.push_str(&format!("\nSay in `covers` which it covers of: {topics}."));
    }
    said
}
