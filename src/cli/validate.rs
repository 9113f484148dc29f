//! `apcheck validate`.

use super::git::git;
use super::{INCOMPLETE, Outcome, Session, complete, level};
use crate::render;
use crate::rulebook::Level;
use crate::source::Snippets;
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
///
/// In the last three forms what fails is an error, what does not fail a warning,
/// and a note a note; JUnit counts the last two as skipped. Paths are those of
/// the git repository that the records are in.
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
    /// For code scanning (SARIF 2.1.0)
    Sarif,
    /// Beside the lines of a change on GitHub (workflow commands)
    Github,
    /// For the test reports of Jenkins, GitLab and others (JUnit XML)
    Junit,
}

impl Validate {
    pub(super) fn run(&self, session: &Session) -> anyhow::Result<Outcome> {
        session.check_ids(&self.ids)?;
        if self.statistics && self.format != Format::Text {
            return Err(anyhow!(
                "--statistics only counts, as text; leave out --format, or --statistics"
            ));
        }
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
        let status = if found.incomplete {
            INCOMPLETE
        } else {
            u8::from(found.fails)
        };
        let day = session.on;
        let in_repository = |snippets: Snippets| snippets.below(&folder(session));
        let text = match self.format {
            _ if self.statistics => render::statistics(&found, day),
            Format::Text => render::text(&found, &snippets, day, session.style),
            Format::Concise => render::concise(&found, &snippets, day),
            Format::Json => render::findings_json(&found, &snippets, day),
            Format::Sarif => {
                let snippets = in_repository(snippets);
                render::sarif(&found, &session.rulebook, &snippets, day, status)
            }
            Format::Github => render::github(&found, &in_repository(snippets), day),
            Format::Junit => render::junit(&found, &in_repository(snippets), day),
        };
        Ok(Outcome {
            bytes: text.into_bytes(),
            status,
            remark: None,
        })
    }
}

/// The records folder as seen from the root of its git repository, with a `/` at
/// its end; empty where it is the root, and outside a repository.
fn folder(session: &Session) -> String {
    git(session.folder.root(), &["rev-parse", "--show-prefix"]).unwrap_or_default()
}
