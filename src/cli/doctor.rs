//! `apcheck doctor`.

mod history;
mod remotes;
mod tree;
mod writing;

use super::{Common, Outcome};
use crate::load::{Contents, Folder, LoadError};
use crate::records::{Names, Read, Records, Search};
use crate::render;
use crate::views::doctor::{Facts, Settings, State, checkup};
use clap::{Args, ValueEnum};

/// Look at the records folder itself: git, permissions, names that must not be there
///
/// What the records say is for `apcheck validate`. This looks at what is around
/// them: the format and the terms that are coming to an end; whether git keeps
/// the records, and what `apcheck init` sets up; where they are sent; who on this
/// computer can open them; and whether a pupil's name, a whole date of birth or
/// a unique pupil number stands in a file, in the name of one, or in a commit
/// message. What is found is never repeated, only the place is named.
///
/// Names are those of names.csv. Of the history, only the messages of the last
/// commits are looked through, and whether names.csv or an Excel file was ever
/// committed; what earlier versions of a record said is not looked at.
///
/// Each thing is in order, to do, to look at (it cannot be known from here, or
/// may be meant so), or not seen (it could not be looked at). Nothing is written
/// and nothing is asked of a server.
///
/// Exit status: 1 where something is to do. What is to look at or not seen
/// leaves it at 0.
#[derive(Debug, Args)]
pub(super) struct Doctor {
    /// How many commit messages to look through, the newest first
    #[arg(long, value_name = "NUMBER", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    commits: u32,
    /// The form of the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading here
    Text,
    /// For other programs
    Json,
}

/// What a run looks at.
struct Looking<'a> {
    folder: &'a Folder,
    contents: Contents,
    search: Search,
    /// How many commit messages are looked through.
    commits: usize,
}

/// So many files and folders are looked at.
const MOST: usize = 20_000;

impl Doctor {
    pub(super) fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let (folder, on) = (common.folder()?, common.day());
        // A folder that cannot be read is what this is for.
        let loaded = folder.load();
        let records = loaded.as_ref().ok();
        let names = folder.pupils_names();
        let known = names.as_ref().ok().and_then(Option::as_ref);
        let looking = Looking {
            folder: &folder,
            contents: folder.contents(MOST),
            search: Search::new(known, records, on),
            commits: usize::try_from(self.commits)?,
        };
        let has_names = names
            .as_ref()
            .map(|names| names.as_ref().is_some_and(Names::has_names));
        let facts = Facts {
            on,
            settings: settings(&folder, &loaded),
            git: tree::git(&looking),
            path: writing::path(&folder),
            access: writing::permissions(&looking),
            writing: writing::writing(&looking, has_names),
        };
        let unread = facts.settings.unread;
        let checkup = checkup(&facts);
        let text = match self.format {
            Format::Text => render::doctor_text(&checkup, on, common.style().width),
            Format::Json => render::doctor_json(&checkup, on),
        };
        let status = u8::from(checkup.count(State::ToDo) > 0);
        Ok(Outcome::with(unread, text, status))
    }
}

fn settings(folder: &Folder, loaded: &Result<Records, LoadError>) -> Settings {
    let records = match loaded {
        Ok(records) => records,
        Err(error) => return unknown(folder, error),
    };
    let school = &records.commissioner;
    let terms = school.table.get("terms");
    let parts = records
        .all()
        .filter(|record| record.readable && !record.complete);
    Settings {
        readable: school.readable,
        partly: !school.complete,
        format: school.table.number("format"),
        terms: records.calendar().terms().to_vec(),
        terms_unread: terms.is_some_and(|terms| terms.unreadable_inside().is_some()),
        unread: records.unread(),
        partly_unread: parts.count(),
        failed: None,
    }
}

/// What is known of records that the machine would not read.
fn unknown(folder: &Folder, error: &LoadError) -> Settings {
    let path = error
        .path
        .strip_prefix(folder.root())
        .unwrap_or(&error.path);
    Settings {
        readable: false,
        partly: true,
        format: Read::Absent,
        terms: Vec::new(),
        terms_unread: false,
        unread: 1,
        partly_unread: 0,
        failed: Some(format!("{}: {}", path.display(), error.source)),
    }
}
