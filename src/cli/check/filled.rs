//! `apcheck import checklist`: a sheet that comes back filled in.

mod rows;

use super::changes;
use super::questions::open;
use super::walk::not_there;
use crate::cli::differing::Writing;
use crate::cli::import::refused;
use crate::cli::{Common, Outcome, Session, complete};
use crate::import::{FilledChecklist, Headings};
use crate::load::outside;
use crate::render::{clean, counted};
use crate::views::checklist_sheet::{CHECKLIST, COLUMNS, RECORD};
use anyhow::anyhow;
use clap::Args;
use rows::{Answers, Filled};
use std::path::PathBuf;

/// Take in a checklist that was filled in
///
/// The file is the sheet that `apcheck export checklist` made. Every yes and
/// every not required becomes a line under [checks], behind the older ones. If
/// one cell cannot be used, nothing is written, and all such cells are named.
/// Importing a file twice changes nothing.
#[derive(Debug, Args)]
pub(in crate::cli) struct ImportChecklist {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Who made the checks of rows that do not say: a key under [people]; whoever git says you are unless said
    #[arg(long, value_name = "PERSON", add = complete::people())]
    by: Option<String>,
    /// Show what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
}

impl ImportChecklist {
    pub(in crate::cli) fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let bytes = outside(&self.file).map_err(|why| anyhow!("the file cannot be read ({why}); see that its path is right and that you may read it"))?;
        let headings = Headings {
            columns: &COLUMNS,
            checklist: CHECKLIST,
            record: RECORD,
        };
        let sheet = FilledChecklist::read(&bytes, headings)
            .map_err(|why| anyhow!("nothing was imported from this file: {why}"))?;
        let (session, held) = Session::held(common, self.dry_run)?;
        let filled = Filled {
            session: &session,
            open: open(&session, &sheet.checklist, &sheet.record)?,
            by: self.by.as_deref(),
            names: session.folder.pupils_names().map_err(|why| anyhow!(why))?,
            sheet,
        };
        let answers = filled.answers();
        if !answers.problems.is_empty() {
            return Ok(refused(&answers.problems, session.width()));
        }
        let mut text = String::new();
        if answers.places.is_empty() {
            text.push_str(&nothing_new(&answers));
        } else {
            let writing = Writing::of(&session, changes(&session, &answers.places)?, held)?;
            text.push_str(&writing.write(self.dry_run)?.text);
        }
        let no: Vec<&str> = answers.no.iter().map(String::as_str).collect();
        text.push_str(&not_there(&no, session.width()));
        Ok(Outcome::of(&session, clean(&text), 0))
    }
}

fn nothing_new(answers: &Answers<'_>) -> String {
    match answers.there {
        0 => "No row is answered with yes or not required, so nothing was written.\n".into(),
        there => format!(
            "There is nothing new in this file: {}, in the records already. Nothing was written.\n",
            counted(there, "line")
        ),
    }
}
