//! What the history has in it: names.csv, Excel files, and names in messages.

use super::tree::told;
use super::{Looking, writing};
use crate::calendar::said;
use crate::views::doctor::{Asked, Committed, Messages, Spot};
use chrono::NaiveDate;

/// Any file called so, in the folder of the records or below it.
const NAMES: &str = ":(icase,glob)**/names.csv";
const WORKBOOKS: [&str; 3] = [
    ":(icase,glob)**/*.xlsx",
    ":(icase,glob)**/*.xls",
    ":(icase,glob)**/*.xlsm",
];

/// What stands before a commit in a list of them, and in no path.
const MARK: char = '\u{1}';

pub(super) fn committed(looking: &Looking<'_>) -> Asked<Committed> {
    let folder = looking.folder.root();
    let now = told(folder, &["ls-files", "-z", "--", NAMES])?;
    Ok(Committed {
        names_now: now
            .split_terminator('\0')
            .map(|path| Spot::File(looking.search.printable(path)))
            .collect(),
        names: commits(looking, &[NAMES])?,
        workbooks: commits(looking, &WORKBOOKS)?,
    })
}

/// Every commit on any branch in which such a file was added or changed, the
/// newest first. Without --full-history git leaves out what a merged branch
/// added and took away again, and without -c what a merge itself added.
fn commits(looking: &Looking<'_>, paths: &[&str]) -> Asked<Vec<Spot>> {
    let mut arguments = vec![
        "log",
        "--all",
        "--full-history",
        "-c",
        "--no-renames",
        "--diff-filter=d",
        "--name-only",
        "--relative",
        "--format=tformat:%x01%h %cs",
        "--",
    ];
    arguments.extend(paths);
    let listed = told(looking.folder.root(), &arguments)?;
    let mut spots = Vec::new();
    let mut commit = ("", "");
    for line in listed.lines().filter(|line| !line.is_empty()) {
        match line.strip_prefix(MARK) {
            Some(head) => commit = head.split_once(' ').unwrap_or((head, "")),
            None => {
                let file = Some(looking.search.printable(line));
                spots.push(spot(commit.0, commit.1, file));
            }
        }
    }
    Ok(spots)
}

/// The messages of the last commits on any branch.
pub(super) fn messages(looking: &Looking<'_>) -> Asked<Messages> {
    // One more tells whether there are older ones.
    let most = format!("--max-count={}", looking.commits + 1);
    let listed = told(
        looking.folder.root(),
        &[
            "log",
            "--all",
            "-z",
            &most,
            "--encoding=UTF-8",
            "--format=tformat:%h %cs%n%B",
        ],
    )?;
    let all: Vec<&str> = listed.split_terminator('\0').collect();
    let looked_at = all.len().min(looking.commits);
    let mut messages = Messages {
        looked_at,
        more: all.len() > looked_at,
        ..Messages::default()
    };
    for entry in &all[..looked_at] {
        let (head, message) = entry.split_once('\n').unwrap_or((entry, ""));
        let (hash, date) = head.split_once(' ').unwrap_or((head, ""));
        let traces = looking.search.traces(message);
        writing::note(&mut messages.found, traces, || spot(hash, date, None));
    }
    Ok(messages)
}

fn spot(hash: &str, date: &str, file: Option<String>) -> Spot {
    let date: Result<NaiveDate, _> = date.parse();
    Spot::Commit {
        hash: hash.to_owned(),
        date: date.map_or(String::new(), said),
        file,
    }
}
