//! What commands that write records have in common.

use super::{Cli, Common, Session};
use crate::edit::{Change, Entry, Lock, append, lock, prepare, write_new, write_under};
use crate::records::{Record, nearest};
use anyhow::{anyhow, bail};
use chrono::NaiveDate;
use clap::CommandFactory;
use std::path::Path;

/// The list in a record that exceptions stand in.
const EXCEPTIONS: &str = "exceptions";

/// An exception as it is to be written.
pub(super) struct Exception<'a> {
    pub requirement: &'a str,
    pub kind: &'static str,
    pub reason: &'a str,
    pub agreed_by: &'a str,
    pub agreed: NaiveDate,
    pub until: NaiveDate,
}

impl Exception<'_> {
    pub(super) fn entry(&self) -> Entry {
        Entry::default()
            .text("requirement", self.requirement)
            .text("kind", self.kind)
            .text("reason", self.reason)
            .text("agreed-by", self.agreed_by)
            .date("agreed", self.agreed)
            .date("until", self.until)
    }
}

/// Words given on the command line: one line, and not empty.
pub(super) fn words(option: &str, text: &str) -> anyhow::Result<String> {
    let words: Vec<_> = text.split_whitespace().collect();
    if words.is_empty() {
        bail!("{option} is empty; write it in a few words");
    }
    Ok(words.join(" "))
}

/// The right to write, held from before the records are read, so that nothing
/// is written on top of what another run did in between; none in a dry run.
pub(super) struct Held(Option<Lock<'static>>);

impl Held {
    /// Writes, and lets the next one write.
    pub(super) fn write(self, session: &Session, changes: &[Change]) -> anyhow::Result<()> {
        if let Some(lock) = &self.0 {
            write_under(lock, &session.folder, changes)?;
        }
        Ok(())
    }
}

/// Who writes, for those who wait: "mbe with `apcheck log`". Never the words
/// of the command line, which may be about a pupil.
fn holder() -> String {
    let command = Cli::command();
    let mut names = command.get_subcommands().map(clap::Command::get_name);
    let name = names.find(|name| std::env::args_os().any(|word| word == *name));
    let user = ["USER", "LOGNAME", "USERNAME"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok())
        .map_or(String::new(), |user| format!("{user} with "));
    format!("{user}`apcheck {}`", name.unwrap_or_default())
}

impl Session {
    /// Reads the records while nobody else writes.
    pub(super) fn held(common: &Common, dry_run: bool) -> anyhow::Result<(Session, Held)> {
        let folder = common.folder()?;
        let held = (!dry_run).then(|| lock(&folder, &holder())).transpose()?;
        Ok((Session::open(common)?, Held(held)))
    }

    /// The keys of everybody under `[people]`.
    pub(super) fn people(&self) -> Vec<&str> {
        let people = self.records.commissioner.table.table("people");
        let entries = people.into_iter().flat_map(|people| &people.entries);
        entries.map(|entry| &*entry.key).collect()
    }

    /// Refuses a key that is nobody under `[people]`.
    pub(super) fn check_person(&self, key: &str) -> anyhow::Result<()> {
        let commissioner = &self.records.commissioner;
        let known = self.people();
        if known.contains(&key) {
            return Ok(());
        }
        if !commissioner.complete {
            bail!(
                "a part of apcheck.toml could not be read, so nobody knows who `{key}` is; mend it first"
            );
        }
        Err(match nearest(key, known.iter().copied()) {
            Some(near) => anyhow!(
                "there is nobody `{key}` under [people] in apcheck.toml; did you mean `{near}`?"
            ),
            None => anyhow!(
                "there is nobody `{key}` under [people] in apcheck.toml; add them there, or give the key of somebody who is"
            ),
        })
    }

    /// Exceptions added to a record, worked out and not yet written.
    pub(super) fn with_exceptions(
        &self,
        record: &Record,
        entries: &[Entry],
    ) -> anyhow::Result<Change> {
        let change = prepare(&self.folder, &self.records, record, |text| {
            append(text, &record.table, EXCEPTIONS, entries)
        })?;
        Ok(change)
    }

    /// Refuses changes with a pupil's name in them, where the names are known.
    pub(super) fn names_nobody(&self, changes: &[Change]) -> anyhow::Result<()> {
        for new in changes.iter().flat_map(|change| &change.replacements) {
            if self.has_names(&new.text)? {
                bail!(
                    "what is to be written has a name in it that is in names.csv, so nothing was written; say it without the name"
                );
            }
        }
        Ok(())
    }

    /// Whether a text has a pupil's name in it, as far as the names are known.
    pub(super) fn has_names(&self, text: &str) -> anyhow::Result<bool> {
        let names = self.folder.pupils_names().map_err(|why| anyhow!(why))?;
        Ok(names.is_some_and(|names| names.are_in(text)))
    }

    /// The records as they would be with these changes.
    pub(super) fn changed(&self, changes: &[Change]) -> anyhow::Result<Session> {
        let folder = changes.iter().fold(self.folder.clone(), |folder, change| {
            folder.with(&change.path, change.after())
        });
        Session::of(folder, self.on, self.style)
    }

    /// Writes the changes, unless it is a dry run.
    pub(super) fn write(&self, changes: &[Change], dry_run: bool) -> anyhow::Result<()> {
        let held = (!dry_run)
            .then(|| lock(&self.folder, &holder()))
            .transpose()?;
        Held(held).write(self, changes)
    }

    /// How wide text is set.
    pub(super) fn width(&self) -> usize {
        const WIDEST: usize = 100;
        self.style
            .width
            .map_or(WIDEST, |width| usize::from(width).clamp(40, WIDEST))
    }
}

/// Writes a workbook, which Excel opens only by the ending of its name.
pub(super) fn write_workbook(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    if path.extension().is_none_or(|ending| ending != "xlsx") {
        bail!("the sheet is an Excel workbook; give --output a name that ends in .xlsx");
    }
    Ok(write_new(path, bytes)?)
}

/// "lines 75 to 81 of placements/p001.toml".
pub(super) fn lines_of(change: &Change) -> String {
    let runs: Vec<String> = change
        .written()
        .iter()
        .map(|written| {
            if written.first == written.last {
                format!("line {}", written.first)
            } else {
                format!("lines {} to {}", written.first, written.last)
            }
        })
        .collect();
    format!("{} of {}", runs.join(", "), change.path)
}

/// "Wrote", or "Would write" in a dry run.
pub(super) fn wrote(dry_run: bool) -> &'static str {
    if dry_run { "Would write" } else { "Wrote" }
}

/// "Put in order", or what a dry run says.
pub(super) fn wrote_in_order(dry_run: bool) -> &'static str {
    if dry_run {
        "Not in order:"
    } else {
        "Put in order:"
    }
}

/// The changed lines themselves.
pub(super) fn shown(change: &Change) -> String {
    let written = change.written();
    let lines = written.iter().flat_map(|written| written.text.lines());
    lines
        .map(|line| format!("    {line}").trim_end().to_owned() + "\n")
        .collect()
}
