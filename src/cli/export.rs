//! `apcheck export`.

mod census;

use super::check::ExportChecklist;
use super::{Common, Outcome, Session, date};
use crate::calendar::{Span, said, span_said};
use crate::edit::write_new;
use crate::render;
use crate::views::marks::{Marks, marks};
use anyhow::bail;
use census::ExportCensus;
use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Write what others need: marks for the school's own register, a checklist to fill in, or placements for the census
#[derive(Debug, Args)]
pub(super) struct Export {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Marks(ExportMarks),
    Checklist(ExportChecklist),
    Census(ExportCensus),
}

/// The codes that the school's own register takes for sessions at a provider
///
/// Each session that a placement's week gives to its provider is a row: the
/// pupil's reference, the day, am or pm, the code, the nature of the activity
/// where it has to be recorded, and why it is that code. K is for provision
/// the local authority arranged, B for what the school arranged, D for a pupil
/// who is on the provider's roll too, / and \ for teaching on the school's own
/// site; an absence keeps its code. P, W and V are never guessed.
///
/// The code is left empty where the provider has not returned the session, or
/// where the records do not say which code is right; the last column says why.
#[derive(Debug, Args)]
struct ExportMarks {
    /// Placements, providers or pupils; all of them when none is named
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// The first day
    #[arg(long, value_name = "DATE", value_parser = date)]
    from: NaiveDate,
    /// The last day; sessions after the day asked about are left out
    #[arg(long, value_name = "DATE", value_parser = date)]
    to: NaiveDate,
    /// The form of the answer
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// Write a new file instead of printing; one that is there already is not overwritten
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Csv,
    Json,
    Text,
}

impl Export {
    pub(super) fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        match &self.what {
            What::Marks(marks) => marks.run(&Session::open(common)?),
            What::Checklist(checklist) => checklist.run(&Session::open(common)?),
            What::Census(census) => census.run(common),
        }
    }
}

impl ExportMarks {
    fn run(&self, session: &Session) -> anyhow::Result<Outcome> {
        session.check_ids(&self.ids)?;
        if self.ids.iter().any(|id| id == "school") {
            bail!("marks are of placements, providers and pupils; for all of them name none");
        }
        let (from, to) = (self.from, self.to);
        if to < from {
            bail!(
                "the last day, {}, is before the first, {}",
                said(to),
                said(from)
            );
        }
        let marks = marks(session.case(), Span { from, to }, &self.ids);
        let text = self.printed(session, &marks);
        let Some(file) = &self.output else {
            let mut outcome = Outcome::of(session, text, 0);
            outcome.remark = outcome.remark.or_else(|| open_said(&marks));
            return Ok(outcome);
        };
        write_new(file, text.as_bytes())?;
        let count = render::counted(marks.entries.len(), "session");
        let open = open_said(&marks).map_or(String::new(), |open| format!("{open}.\n"));
        let text = format!("Wrote {count} to {}.\n{open}", file.display());
        Ok(Outcome::of(session, render::clean(&text), 0))
    }

    fn printed(&self, session: &Session, marks: &Marks<'_>) -> String {
        let mut table = marks.table();
        let span = span_said(self.from, self.to);
        match self.format {
            Format::Json => render::marks_json(marks, session.on),
            Format::Csv => render::csv(&table),
            Format::Text if table.rows.is_empty() => {
                format!("No session at a provider, {span}.\n")
            }
            Format::Text => {
                table.title = format!("For the school's own register, {span}");
                render::plain(&table, session.style.width)
            }
        }
    }
}

/// How many sessions have no code yet, for a clerk who must not overlook them.
fn open_said(marks: &Marks<'_>) -> Option<String> {
    match marks.open() {
        0 => None,
        1 => Some(format!(
            "1 of {} sessions has no code; the last column says why",
            marks.entries.len()
        )),
        open => Some(format!(
            "{open} of {} sessions have no code; the last column says why of each",
            marks.entries.len()
        )),
    }
}
