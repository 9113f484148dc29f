//! `apcheck init --hooks`: a commit waits until the records in it are sound.

use super::super::git::git;
use super::git::is_in_repository;
use crate::rulebook::Level;
use anyhow::{Context as _, bail};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// The line by which a hook of ours is known, in every version of it.
const OURS: &str = "# Written by `apcheck init --hooks`.";

/// Where the hook goes, and the one of ours that is there.
#[derive(Debug)]
pub(super) struct Place {
    path: PathBuf,
    /// Where the records are in the repository, quoted for the shell.
    records: String,
    there: Option<String>,
}

/// What is there in the place of the hook for the records in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum There {
    Nothing,
    Ours {
        may_run: bool,
    },
    /// Ours, for other records of the repository.
    OfOthers,
    Another {
        runs_apcheck: bool,
    },
}

/// What is there in the place of the hook for the records in `folder`.
pub(in crate::cli) fn there(folder: &Path) -> anyhow::Result<There> {
    let Place {
        path,
        records,
        there,
    } = found(folder, Path::new(""))?;
    let Some(text) = there else {
        return Ok(There::Nothing);
    };
    let may_run = may_run(&path);
    if !is_ours(&text) {
        let runs_apcheck =
            may_run && (text.contains("apcheck") || is_with_pre_commit(folder, &text)?);
        return Ok(There::Another { runs_apcheck });
    }
    if !is_for(&text, &records) {
        return Ok(There::OfOthers);
    }
    Ok(There::Ours { may_run })
}

/// Whether a hook is that of the program pre-commit, which is told of apcheck in
/// a file of its own.
fn is_with_pre_commit(folder: &Path, hook: &str) -> anyhow::Result<bool> {
    if !hook.contains("pre-commit") {
        return Ok(false);
    }
    let top = git(folder, &["rev-parse", "--show-toplevel"])?;
    let told = fs::read_to_string(Path::new(&top).join(".pre-commit-config.yaml"));
    Ok(told.is_ok_and(|told| told.contains("apcheck")))
}

fn is_ours(hook: &str) -> bool {
    hook.lines().any(|line| line.starts_with(OURS))
}

/// Whether a hook of ours is for the records at a path, as every version of it
/// has that.
fn is_for(hook: &str, records: &str) -> bool {
    hook.contains(&format!("\nrecords={records}\n"))
        || hook.contains(&format!("\"$staged\"/{records} "))
}

/// Where the hook for the records in `inner`, a part of `folder`, goes.
pub(super) fn place(folder: &Path, inner: &Path) -> anyhow::Result<Place> {
    refuse_nowhere(folder)?;
    let place = found(folder, inner)?;
    let Place {
        path,
        records,
        there: Some(there),
    } = &place
    else {
        return Ok(place);
    };
    if !is_ours(there) {
        bail!(
            "{} is there already and was left as it is; add `apcheck validate --fail-on must --no-pager` to it by hand",
            path.display()
        );
    }
    if !is_for(there, records) {
        let records = if records == "''" { "." } else { records };
        bail!(
            "{} looks at other records of this repository and was left as it is; add `apcheck -C {records} validate --fail-on must --no-pager` to it by hand",
            path.display()
        );
    }
    Ok(place)
}

fn refuse_nowhere(folder: &Path) -> anyhow::Result<()> {
    if !is_in_repository(folder)? {
        bail!(
            "{} is not in a git repository, so there is no place for a hook; run `git init` first, or add --git",
            folder.display()
        );
    }
    Ok(())
}

/// Where the hook goes, and whatever is there.
fn found(folder: &Path, inner: &Path) -> anyhow::Result<Place> {
    let path = git(folder, &["rev-parse", "--git-path", "hooks/pre-commit"])?;
    let path = folder.join(path);
    let prefix = git(folder, &["rev-parse", "--show-prefix"])?;
    let records = quoted(&Path::new(&prefix).join(inner));
    let Ok(about) = fs::symlink_metadata(&path) else {
        return Ok(Place {
            path,
            records,
            there: None,
        });
    };
    let there = match about.is_file() {
        true => fs::read_to_string(&path).unwrap_or_default(),
        false => String::new(),
    };
    Ok(Place {
        path,
        records,
        there: Some(there),
    })
}

/// A path as one word of a shell's line, with `/` between its parts.
fn quoted(path: &Path) -> String {
    let parts: Vec<_> = path
        .components()
        .filter(|part| *part != Component::CurDir)
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    format!("'{}'", parts.join("/").replace('\'', "'\\''"))
}

/// Writes the hook for the records in `folder`; what was done, as a line.
/// Where no level is named, a hook that is there keeps the one it has.
pub(super) fn set_up(folder: &Path, fail_on: Option<Level>) -> anyhow::Result<String> {
    let Place {
        path,
        records,
        there,
    } = place(folder, Path::new(""))?;
    let kept = there.as_deref().and_then(level_of);
    let fail_on = fail_on.or(kept).unwrap_or(Level::Must);
    let script = script(&records, fail_on);
    let done = match &there {
        Some(there) if *there == script => " is there already",
        Some(_) => " was one that apcheck wrote before; it is replaced, and kept as pre-commit.old",
        None => "",
    };
    if there.as_ref() != Some(&script) {
        // Something may have been added to it by hand.
        if there.is_some() {
            fs::rename(&path, path.with_extension("old"))
                .with_context(|| format!("{} cannot be replaced", path.display()))?;
        }
        super::write(&path, script)?;
    }
    make_executable(&path)
        .with_context(|| format!("{} cannot be made executable", path.display()))?;
    Ok(format!(
        "  {}{done}: a commit waits while its records have a fault or {}\n",
        path.display(),
        what_stops(fail_on)
    ))
}

/// What a hook of ours lets a commit wait for.
fn level_of(hook: &str) -> Option<Level> {
    let (_, after) = hook.split_once("--fail-on ")?;
    let word = after.split_whitespace().next()?;
    Level::ALL.into_iter().find(|level| level.name() == word)
}

fn what_stops(fail_on: Level) -> &'static str {
    match fail_on {
        Level::Good => "anything that falls short",
        Level::Should => "something the law or guidance asks for is missing",
        _ => "something the law asks for is missing",
    }
}

/// What is staged is looked at, and not what lies in the folder.
fn script(records: &str, fail_on: Level) -> String {
    let level = fail_on.name();
    let levels: Vec<&str> = Level::ALL
        .into_iter()
        .filter(|level| *level >= fail_on)
        .map(Level::name)
        .collect();
    SCRIPT
        .replace('\r', "")
        .replace("{ours}", OURS)
        .replace("{level}", level)
        .replace("{levels}", &levels.join("|"))
        .replace("{records}", records)
}

const SCRIPT: &str = include_str!("pre-commit.sh");

#[cfg(unix)]
fn make_executable(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

#[cfg(unix)]
fn may_run(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|about| about.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn may_run(_: &Path) -> bool {
    true
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> std::io::Result<()> {
    Ok(())
}
