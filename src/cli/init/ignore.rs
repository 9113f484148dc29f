//! `apcheck init`: git leaves out what has pupils' names in it.

use super::super::git::git;
use super::git::is_in_repository;
use anyhow::Context as _;
use std::fs;
use std::path::Path;

const IGNORE: &str = ".gitignore";
const NAMES: &str = "names.csv";

/// What git must leave out: who the pupils are, and sheets with first names.
const LEFT_OUT: [&str; 2] = [NAMES, "*.xlsx"];

/// Has git leave out what has names in it; what was done, line by line.
pub(super) fn set_up(folder: &Path, template: &str) -> anyhow::Result<String> {
    let path = folder.join(IGNORE);
    let mut said = match fs::symlink_metadata(&path) {
        Err(_) => {
            super::write(&path, template)?;
            format!(
                "  {IGNORE}: made, so that git leaves out {}\n",
                LEFT_OUT.join(" and ")
            )
        }
        Ok(about) if about.is_file() => add_what_is_missing(&path)?,
        Ok(_) => format!(
            "  {IGNORE} is not a file of its own, so git does not read it: put a file in its place, then run this again\n"
        ),
    };
    if is_in_repository(folder)? && !git(folder, &["ls-files", NAMES])?.is_empty() {
        said.push_str(&format!(
            "  {NAMES} is in git all the same: run `git rm --cached {NAMES}` in {}, then commit; the file itself stays\n",
            folder.display()
        ));
    }
    Ok(said)
}

/// Adds the lines that are missing at the end, and changes nothing else.
pub(super) fn add_what_is_missing(path: &Path) -> anyhow::Result<String> {
    let before = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let text = String::from_utf8_lossy(&before);
    let missing: Vec<&str> = LEFT_OUT
        .into_iter()
        .filter(|pattern| !leaves_out(&text, pattern))
        .collect();
    if missing.is_empty() {
        return Ok(String::new());
    }
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut after = before.clone();
    if !(before.is_empty() || before.ends_with(b"\n")) {
        after.extend_from_slice(newline.as_bytes());
    }
    for line in &missing {
        after.extend_from_slice(line.as_bytes());
        after.extend_from_slice(newline.as_bytes());
    }
    super::write(path, &after)?;
    Ok(format!(
        "  {IGNORE}: added {} at its end, so that git leaves {} out\n",
        missing.join(" and "),
        if missing.len() == 1 { "it" } else { "them" }
    ))
}

/// Whether the last line about a pattern leaves it out; a later `!` takes it in.
fn leaves_out(text: &str, pattern: &str) -> bool {
    let last = text.lines().rev().find_map(|line| {
        let line = line.trim_end();
        let (is_in, line) = match line.strip_prefix('!') {
            Some(line) => (true, line),
            None => (false, line),
        };
        let bare = line.strip_prefix("**/").or(line.strip_prefix('/'));
        let about = bare.unwrap_or(line) == pattern;
        // `/*.xlsx` says nothing of the folders below.
        let holds = is_in || !line.starts_with('/') || pattern == NAMES;
        (about && holds).then_some(is_in)
    });
    last == Some(false)
}
