//! The forms an answer is given in, and where to.

use super::{Outcome, Session};
use crate::calendar::said;
use crate::edit::write_new;
use crate::render;
use crate::views::{Document, Fact, Table};
use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use std::io::IsTerminal;
use std::path::PathBuf;

/// The form of an answer that is made of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For reading here
    Text,
    /// For other programs
    Json,
    /// For a spreadsheet program
    Csv,
    /// For a pull request
    Md,
    /// A web page in one file, for reading and printing
    Html,
    /// An Excel workbook
    Xlsx,
}

#[derive(Debug, Args)]
pub(super) struct Form {
    /// The form of the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
    #[command(flatten)]
    pub(super) target: Target,
}

/// Where an answer goes.
#[derive(Debug, Args)]
pub(super) struct Target {
    /// Write a new file instead of printing; one that is there already is not overwritten
    #[arg(long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

/// What a command answers, in each form it can be asked for.
pub(super) trait Answer {
    fn text(&self, session: &Session) -> String;

    fn json(&self, session: &Session) -> String;

    /// Everything in one table, a number or a day in a cell.
    fn rows(&self) -> Table;

    /// The sheets of a workbook, each called by its title.
    fn sheets(&self) -> Vec<Table>;

    /// The page to read or print.
    fn document(&self, session: &Session) -> Document;
}

impl Form {
    /// The answer in the form asked for, with the exit status it comes with.
    pub(super) fn given(
        &self,
        session: &Session,
        answer: &impl Answer,
        status: u8,
    ) -> anyhow::Result<Outcome> {
        self.target.given(self.format, session, answer, status)
    }
}

impl Target {
    /// The answer in a form, printed or written.
    pub(super) fn given(
        &self,
        format: Format,
        session: &Session,
        answer: &impl Answer,
        status: u8,
    ) -> anyhow::Result<Outcome> {
        let bytes = match format {
            Format::Text => answer.text(session).into_bytes(),
            Format::Json => answer.json(session).into_bytes(),
            Format::Csv => render::csv(&answer.rows()).into_bytes(),
            Format::Md => render::document_markdown(&answer.document(session)).into_bytes(),
            Format::Html => render::page(&answer.document(session)).into_bytes(),
            Format::Xlsx => render::tables_workbook(&answer.sheets(), session.on)
                .context("the workbook cannot be made")?,
        };
        if format == Format::Xlsx && self.output.is_none() && std::io::stdout().is_terminal() {
            bail!("a workbook is not for reading here; write it to a file with --output FILE");
        }
        self.put(session, bytes, status)
    }

    /// Bytes printed or written.
    pub(super) fn put(
        &self,
        session: &Session,
        bytes: Vec<u8>,
        status: u8,
    ) -> anyhow::Result<Outcome> {
        put(session, bytes, self.output.as_deref(), status)
    }
}

/// The answer printed, or written to a new file.
pub(super) fn put(
    session: &Session,
    bytes: Vec<u8>,
    output: Option<&std::path::Path>,
    status: u8,
) -> anyhow::Result<Outcome> {
    let Some(file) = output else {
        return Ok(Outcome::of(session, bytes, status));
    };
    write_new(file, &bytes)?;
    let text = format!("Wrote {}.\n", file.display());
    Ok(Outcome::of(session, render::clean(&text), status))
}

/// What stands under the title of a page made of tables.
pub(super) fn headed(session: &Session) -> Vec<Fact> {
    vec![
        Fact::new("School", session.school_name()),
        Fact::new("As of", said(session.on)),
    ]
}
