//! `apcheck validate`.

use super::{Outcome, Session, complete, level};
use crate::render;
use crate::rulebook::Level;
use crate::views::findings::{Choice, findings};
use anyhow::anyhow;
use clap::{Args, ValueEnum};

/// Say what is wrong with the records, and what stands in the way of a start
///
/// Without an id, everything is checked as of the day. What is needed before a
/// start that is still to come is a note and does not fail. With the id of a
/// placement that has not started, what is needed before the start is needed
/// now, of the placement, its provider, its pupil and the school; the last
/// sentence says whether anything recorded stands in the way.
///
/// Checking never changes a record.
#[derive(Debug, Args)]
pub(super) struct Validate {
    /// Placements, providers or pupils to look at, or `school`; all of them when none is named
    #[arg(value_name = "ID", add = complete::ids())]
    ids: Vec<String>,
    /// The form of the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The lowest level that fails: must (law), should (guidance), good (recommended)
    #[arg(long, value_name = "LEVEL", value_parser = level, default_value = "should")]
    fail_on: Level,
    /// Fail also for days in the past that were not in order
    #[arg(long)]
    fail_on_lapses: bool,
    /// Only count how often each requirement was found wanting
    #[arg(long)]
    statistics: bool,
    /// Only these requirements; can be given several times
    #[arg(long, value_name = "REQUIREMENT", value_delimiter = ',', add = complete::requirements())]
    select: Vec<String>,
    /// Not these requirements; can be given several times
    #[arg(long, value_name = "REQUIREMENT", value_delimiter = ',', add = complete::requirements())]
    ignore: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Each finding with its source line
    Text,
    /// One line for each finding
    Concise,
    /// For other programs
    Json,
}

impl Validate {
    pub(super) fn run(&self, session: &Session) -> anyhow::Result<Outcome> {
        session.check_ids(&self.ids)?;
        for id in self.select.iter().chain(&self.ignore) {
            if session.rulebook.requirement(id).is_none() {
                return Err(anyhow!(
                    "there is no requirement `{id}`; `apcheck explain --all` lists them"
                ));
            }
        }
        let choice = Choice {
            ids: self.ids.clone(),
            select: self.select.clone(),
            ignore: self.ignore.clone(),
            fail_on: Some(self.fail_on),
            fail_on_lapses: self.fail_on_lapses,
        };
        let found = findings(session.case(), &choice);
        let snippets = session
            .folder
            .snippets(&session.records.paths, found.files());
        let text = match self.format {
            _ if self.statistics => render::statistics(&found, session.on),
            Format::Text => render::text(&found, &snippets, session.on, session.style),
            Format::Concise => render::concise(&found, &snippets, session.on),
            Format::Json => render::findings_json(&found, &snippets, session.on),
        };
        let status = if found.incomplete {
            4
        } else {
            u8::from(found.fails)
        };
        Ok(Outcome {
            bytes: text.into_bytes(),
            status,
            remark: None,
        })
    }
}
