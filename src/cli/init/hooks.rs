//! `apcheck init --hooks`: a commit waits until the records in it are sound.

use super::super::git::git;
use super::git::is_in_repository;
use crate::rulebook::Level;
use anyhow::{Context as _, bail};
use std::fs;
use std::path::{Path, PathBuf};

/// Where the hook goes, if nothing is there yet.
pub(super) fn place(folder: &Path) -> anyhow::Result<PathBuf> {
    if !is_in_repository(folder)? {
        bail!(
            "{} is not in a git repository, so there is no place for a hook; run `git init` first, or add --git",
            folder.display()
        );
    }
    let path = git(folder, &["rev-parse", "--git-path", "hooks/pre-commit"])?;
    let path = folder.join(path);
    if fs::symlink_metadata(&path).is_ok() {
        bail!(
            "{} is there already and was left as it is; add `apcheck validate --fail-on must` to it by hand",
            path.display()
        );
    }
    Ok(path)
}

/// Writes the hook for the records in `folder`; what was done, as a line.
pub(super) fn set_up(folder: &Path, fail_on: Level) -> anyhow::Result<String> {
    let path = &place(folder)?;
    let prefix = git(folder, &["rev-parse", "--show-prefix"])?;
    super::write(path, &script(&prefix, fail_on))?;
    make_executable(path)
        .with_context(|| format!("{} cannot be made executable", path.display()))?;
    Ok(format!(
        "  {}: a commit waits while its records have a fault or {}\n",
        path.display(),
        what_stops(fail_on)
    ))
}

fn what_stops(fail_on: Level) -> &'static str {
    match fail_on {
        Level::Good => "anything that falls short",
        Level::Should => "something the law or guidance asks for is missing",
        _ => "something the law asks for is missing",
    }
}

/// What is staged is looked at, and not what lies in the folder.
fn script(prefix: &str, fail_on: Level) -> String {
    let prefix = prefix.trim_end_matches('/').replace('\'', "'\\''");
    let level = fail_on.name();
    format!(
        "\
#!/bin/sh
# Written by `apcheck init --hooks`. Looks at the records as they are staged;
# `git commit --no-verify` passes it by.
set -eu
staged=$(mktemp -d)
trap 'rm -rf \"$staged\"' EXIT
git checkout-index --all --prefix=\"$staged/\"
if ! apcheck -C \"$staged\"/'{prefix}' validate --fail-on {level} --format concise >&2; then
    echo 'apcheck: the commit waits for the records to be put right; `apcheck validate` says what to do next' >&2
    exit 1
fi
"
    )
}

#[cfg(unix)]
fn make_executable(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> std::io::Result<()> {
    Ok(())
}
