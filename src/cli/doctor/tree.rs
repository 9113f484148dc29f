//! What git says of the folder.

use super::super::git::asked;
use super::super::init::hooks::{self, There};
use super::{Looking, history, remotes};
use crate::views::doctor::{Asked, Branch, Changes, Git, Hook, LeftOut, Merging, Tracked, Tree};
use std::path::Path;

/// Where records lie.
const RECORDS: [&str; 6] = [
    "apcheck.toml",
    "providers",
    "placements",
    "attendance",
    "checklists",
    "mappings",
];

/// A file of each kind that git is to merge.
const MERGED: [&str; 5] = [
    "apcheck.toml",
    "providers/a.toml",
    "placements/a.toml",
    "checklists/a.toml",
    "attendance/a.csv",
];

pub(super) fn git(looking: &Looking<'_>) -> Git {
    let folder = looking.folder.root();
    let answered = match asked(folder, &["rev-parse", "--is-inside-work-tree"]) {
        Ok(answered) => answered,
        Err(why) => {
            return Git::Unasked {
                why: why.to_string(),
                next: "Install git (git-scm.com), or ask whoever looks after this computer; without it no earlier version of a record is kept.",
            };
        }
    };
    let refusal = answered.refusal();
    match answered.given() {
        Ok(inside) if inside.trim() == "true" => Git::Here(Box::new(tree(looking))),
        Ok(_) => Git::Bare,
        Err(_) if refusal.contains("not a git repository") => Git::Nowhere,
        Err(_) if refusal.contains("dubious ownership") => Git::Unasked {
            why: "the repository belongs to somebody else on this computer".into(),
            next: "Run this as whoever owns the folder; or, if they are to be trusted, `git config --global --add safe.directory` with the path of the folder.",
        },
        Err(why) => Git::Unasked {
            why,
            next: "Put that right (`git status` says the same), then run this again.",
        },
    }
}

fn tree(looking: &Looking<'_>) -> Tree {
    let folder = looking.folder.root();
    Tree {
        tracked: tracked(folder),
        branch: branch(folder),
        changes: changes(folder),
        records_left_out: records_left_out(looking),
        merging: merging(folder),
        hook: hook(folder),
        remotes: remotes::remotes(folder),
        names_left_out: left_out(folder, "names.csv"),
        workbooks_left_out: left_out(folder, "attendance/a.xlsx"),
        committed: history::committed(looking),
        messages: history::messages(looking),
        shallow: told(folder, &["rev-parse", "--is-shallow-repository"])
            .map(|shallow| shallow.trim() == "true"),
    }
}

/// What git answers; or why it does not, in words.
pub(super) fn told(folder: &Path, arguments: &[&str]) -> Asked<String> {
    let answered = asked(folder, arguments).map_err(|why| why.to_string())?;
    answered.given()
}

/// Whether git says yes; it says no with a status of 1.
fn holds(folder: &Path, arguments: &[&str]) -> Asked<bool> {
    let answered = asked(folder, arguments).map_err(|why| why.to_string())?;
    match answered.status {
        Some(1) => Ok(false),
        _ => answered.given().map(|_| true),
    }
}

fn tracked(folder: &Path) -> Asked<Tracked> {
    if !told(folder, &["ls-files", "--", "apcheck.toml"])?.is_empty() {
        return Ok(Tracked::Yes);
    }
    match holds(folder, &["check-ignore", "--quiet", "apcheck.toml"])? {
        true => Ok(Tracked::LeftOut),
        false => Ok(Tracked::No),
    }
}

fn branch(folder: &Path) -> Asked<Branch> {
    if !holds(folder, &["symbolic-ref", "--quiet", "HEAD"])? {
        return Ok(Branch::Detached);
    }
    match holds(folder, &["rev-parse", "--verify", "--quiet", "HEAD"])? {
        true => Ok(Branch::On),
        false => Ok(Branch::Unborn),
    }
}

fn changes(folder: &Path) -> Asked<Changes> {
    let listed = told(
        folder,
        &[
            "status",
            "--porcelain",
            "--no-renames",
            "-z",
            "--untracked-files=all",
            "--",
            ".",
        ],
    )?;
    let mut changes = Changes::default();
    for entry in listed.split_terminator('\0') {
        match entry.get(..2) {
            Some("??") => changes.new += 1,
            Some("DD" | "AA") => changes.unmerged += 1,
            Some(state) if state.contains('U') => changes.unmerged += 1,
            _ => changes.changed += 1,
        }
    }
    Ok(changes)
}

fn records_left_out(looking: &Looking<'_>) -> Asked<Vec<String>> {
    let mut arguments = vec![
        "ls-files",
        "--others",
        "--ignored",
        "--exclude-standard",
        "-z",
        "--",
    ];
    arguments.extend(RECORDS);
    let listed = told(looking.folder.root(), &arguments)?;
    let paths = listed.split_terminator('\0');
    let records = paths.filter(|path| path.ends_with(".toml") || path.ends_with(".csv"));
    Ok(records.map(|path| looking.search.printable(path)).collect())
}

fn merging(folder: &Path) -> Asked<Merging> {
    let mut arguments = vec!["check-attr", "-z", "merge", "--"];
    arguments.extend(MERGED);
    let listed = told(folder, &arguments)?;
    let values = listed.split_terminator('\0').skip(2).step_by(3);
    Ok(Merging {
        attribute: values.filter(|value| *value == "apcheck").count() == MERGED.len(),
        driver: holds(folder, &["config", "--get", "merge.apcheck.driver"])?,
    })
}

fn hook(folder: &Path) -> Asked<Hook> {
    let there = hooks::there(folder).map_err(|why| why.to_string())?;
    Ok(match there {
        There::Nothing => Hook::None,
        There::OfOthers => Hook::OfOthers,
        There::Another {
            runs_apcheck: false,
        } => Hook::Another,
        There::Ours { may_run: false } => Hook::NotExecutable,
        There::Ours { .. } | There::Another { .. } => Hook::Checks,
    })
}

/// Whether git would leave a file out, and whether the line that says so goes
/// with the records.
fn left_out(folder: &Path, path: &str) -> Asked<LeftOut> {
    let answered = asked(folder, &["check-ignore", "--verbose", "--no-index", path])
        .map_err(|why| why.to_string())?;
    if answered.status == Some(1) {
        return Ok(LeftOut::No);
    }
    let told = answered.given()?;
    let (source, pattern) = line_of(&told).ok_or("git's answer was not understood")?;
    // A line with `!` takes the file in.
    if pattern.starts_with('!') {
        return Ok(LeftOut::No);
    }
    let goes_along = source.ends_with(".gitignore") && !Path::new(source).is_absolute();
    Ok(if goes_along {
        LeftOut::Yes
    } else {
        LeftOut::Here
    })
}

/// The file and the pattern of `FILE:LINE:PATTERN<tab>PATH`; there may be a
/// colon in each.
fn line_of(told: &str) -> Option<(&str, &str)> {
    let (told, _path) = told.rsplit_once('\t')?;
    let mut colons = told.match_indices(':').map(|(at, _)| at);
    colons.find_map(|at| {
        let (line, pattern) = told[at + 1..].split_once(':')?;
        let is_line = !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit());
        is_line.then_some((told[..at].trim_matches('"'), pattern))
    })
}
