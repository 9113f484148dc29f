//! Asking git.
#![expect(
    clippy::disallowed_methods,
    reason = "git is run here, and beside it only a pager anywhere"
)]

use anyhow::{anyhow, bail};
use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Output};

/// What git prints, run in a folder; its own sentence where it refuses.
pub(super) fn git<S: AsRef<OsStr>>(folder: &Path, arguments: &[S]) -> anyhow::Result<String> {
    let output = run(folder, arguments)?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        bail!(
            "git: {}",
            why.lines().next().unwrap_or("it did not work").trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout)
        .trim_end()
        .to_owned())
}

pub(super) fn run<S: AsRef<OsStr>>(folder: &Path, arguments: &[S]) -> anyhow::Result<Output> {
    Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .output()
        .map_err(|error| match error.kind() {
            ErrorKind::NotFound => anyhow!("git is not on this computer"),
            _ => anyhow!("git cannot be run: {error}"),
        })
}

/// The revision that the files of a folder are at, and whether they have been
/// changed since; `None` where git knows nothing of them.
pub(super) fn revision(folder: &Path) -> Option<String> {
    let commit = git(folder, &["log", "-1", "--format=%h of %cs", "--", "."]).ok()?;
    if commit.is_empty() {
        return None;
    }
    let changed = git(folder, &["status", "--porcelain", "--", "."]).ok()?;
    Some(match changed.lines().count() {
        0 => format!("revision {commit}"),
        1 => format!("revision {commit}, and 1 file changed since"),
        more => format!("revision {commit}, and {more} files changed since"),
    })
}
