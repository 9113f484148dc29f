//! `apcheck init`: a records folder from the template.
#![expect(
    clippy::disallowed_methods,
    reason = "the one place that writes a new records folder"
)]

mod git;
pub(super) mod hooks;
mod ignore;

use super::{Common, Outcome, level};
use crate::calendar::usual_terms;
use crate::load::MARKER;
use crate::rulebook::Level;
use anyhow::{Context as _, bail};
use chrono::NaiveDate;
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};

/// Make a new records folder, with comments that explain every part
///
/// Writes apcheck.toml, a checklist of the school's own, and a page of
/// explanation for providers, placements and registers. The terms are the
/// usual days of the school year; put in the school's own. A folder that has
/// records already is refused.
///
/// With --git, in a new folder or one that has records already, git is told to
/// merge records by what they say: see `apcheck merge-driver`. With --hooks a
/// commit waits while the records staged for it have a fault, or something at or
/// above --fail-on is missing, or names.csv is among them; a hook that is there
/// already is left as it is, unless apcheck wrote it. With either, .gitignore
/// gets what it lacks for git to leave out names.csv and *.xlsx.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// The folder to make; the current one when none is named
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Let git merge records by what they say; each clone needs it once
    #[arg(long)]
    git: bool,
    /// Let git look at the records before each commit; each clone needs it once
    #[arg(long)]
    hooks: bool,
    /// What a commit waits for: must, should or good; when left out, as in the hook that is there, or else must
    #[arg(long, value_name = "LEVEL", value_parser = level, requires = "hooks")]
    fail_on: Option<Level>,
}

/// The template, file by file. `gitignore` and `gitattributes` get their dot
/// when they are written.
const TEMPLATE: &[(&str, &str)] = &[
    (
        "apcheck.toml",
        include_str!("../../records-template/apcheck.toml"),
    ),
    (
        "README.md",
        include_str!("../../records-template/README.md"),
    ),
    (
        "providers/README.md",
        include_str!("../../records-template/providers/README.md"),
    ),
    (
        "placements/README.md",
        include_str!("../../records-template/placements/README.md"),
    ),
    (
        "attendance/README.md",
        include_str!("../../records-template/attendance/README.md"),
    ),
    (
        "checklists/our-standard.toml",
        include_str!("../../records-template/checklists/our-standard.toml"),
    ),
    (
        ".gitattributes",
        include_str!("../../records-template/gitattributes"),
    ),
    (
        ".gitignore",
        include_str!("../../records-template/gitignore"),
    ),
];

/// Files that a folder may have already; they are kept as they are.
const MAY_EXIST: [&str; 3] = [".gitattributes", ".gitignore", "README.md"];

impl Init {
    pub(super) fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let here = common
            .directory
            .clone()
            .unwrap_or_else(|| PathBuf::from("."));
        let folder = self
            .folder
            .as_ref()
            .map_or(here.clone(), |folder| here.join(folder));
        let has_records = folder.join(MARKER).is_file();
        let sets_up = self.git || self.hooks;
        // What is refused is refused before anything is written.
        let there = nearest_that_is_there(&folder);
        if self.hooks && (!self.git || git::is_in_repository(there)?) {
            let inner = folder.strip_prefix(there).unwrap_or(Path::new(""));
            hooks::place(there, inner)?;
        }
        let mut text = String::new();
        if !(sets_up && has_records) {
            text.push_str(&make(&folder, common.day())?);
        }
        if sets_up {
            text.push_str(&format!("Set up in {}:\n", folder.display()));
        }
        if self.git {
            text.push_str(&git::set_up(&folder, template(".gitattributes"))?);
        }
        if sets_up {
            text.push_str(&ignore::set_up(&folder, template(".gitignore"))?);
        }
        if self.hooks {
            text.push_str(&hooks::set_up(&folder, self.fail_on)?);
        }
        if !has_records {
            text.push_str("\nNext: put the school's name, staff and terms into apcheck.toml, then run `apcheck validate`.\n");
        }
        Ok(Outcome::success(text))
    }
}

/// The folder itself, or the nearest above it that is there already.
fn nearest_that_is_there(folder: &Path) -> &Path {
    let there = folder.ancestors().find(|folder| folder.is_dir());
    there.unwrap_or(Path::new("."))
}

/// Writes the template; what was written, line by line.
fn make(folder: &Path, day: NaiveDate) -> anyhow::Result<String> {
    refuse_records(folder)?;
    let mut text = format!("Made a records folder in {}:\n", folder.display());
    for (path, content) in TEMPLATE {
        let full = folder.join(path);
        if MAY_EXIST.contains(path) && full.exists() {
            text.push_str(&format!("  {path} was there already and is kept\n"));
            if *path == ".gitignore" && full.is_file() {
                text.push_str(&ignore::add_what_is_missing(&full)?);
            }
            continue;
        }
        let content = if *path == MARKER {
            with_terms(content, day)
        } else {
            (*content).to_owned()
        };
        write(&full, &content)?;
        text.push_str(&format!("  {path}\n"));
    }
    Ok(text)
}

/// A file of the template.
fn template(name: &str) -> &'static str {
    let mut files = TEMPLATE.iter();
    files
        .find(|(path, _)| *path == name)
        .map_or("", |(_, content)| content)
}

/// Refuses a folder that has anything a record could be in.
fn refuse_records(folder: &Path) -> anyhow::Result<()> {
    if folder.join("apcheck.toml").exists() {
        bail!(
            "{} has an apcheck.toml already; nothing was changed",
            folder.display()
        );
    }
    for inner in [
        "providers",
        "placements",
        "attendance",
        "checklists",
        "mappings",
    ] {
        let path = folder.join(inner);
        if path.is_dir() {
            let mut entries = fs::read_dir(&path)
                .with_context(|| format!("{} cannot be looked at", path.display()))?;
            if entries.next().is_some() {
                bail!("{} is not empty; nothing was changed", path.display());
            }
        }
    }
    Ok(())
}

fn write(path: &Path, content: impl AsRef<[u8]>) -> anyhow::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)
            .with_context(|| format!("{} cannot be made", parent.display()))?;
    }
    fs::write(path, content).with_context(|| format!("{} cannot be written", path.display()))
}

/// The template with the usual terms of the school year that `day` lies in.
fn with_terms(template: &str, day: NaiveDate) -> String {
    let (Some(first), Some(end)) = (
        template.find("[[terms]]"),
        template.find("# What the school itself must have"),
    ) else {
        return template.to_owned();
    };
    let mut terms = String::new();
    for term in usual_terms(day) {
        terms.push_str(&format!(
            "[[terms]]\nname = \"{}\"\nstart = {}\n",
            term.name, term.span.from
        ));
        if let Some(holiday) = term.half_term {
            terms.push_str(&format!("half-term = [{}, {}]\n", holiday.from, holiday.to));
        }
        terms.push_str(&format!("end = {}\nclosed = []\n\n", term.span.to));
    }
    format!("{}{terms}{}", &template[..first], &template[end..])
}
