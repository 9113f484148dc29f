//! Whether git keeps the records, and what is set up for it.

use super::{
    Area, Asked, Branch, Changes, Finding, Git, Hook, LeftOut, Merging, Spot, State, Tracked, Tree,
    counted,
};

pub(super) fn findings(git: &Git) -> Vec<Finding> {
    match git {
        Git::Unasked { why, next } => {
            vec![finding("git", State::ToDo, format!("Git cannot be asked: {why}.")).next(*next)]
        }
        Git::Nowhere => vec![
            finding(
                "git",
                State::ToDo,
                "The folder is in no git repository, so no earlier version of a record is kept.",
            )
            .next("Run `apcheck init --git --hooks` here, then `git add .` and `git commit`."),
        ],
        Git::Bare => vec![
            finding(
                "git",
                State::ToDo,
                "The folder is inside git's own, where no records belong.",
            )
            .next("Clone the repository, and work in the clone."),
        ],
        Git::Here(tree) => of_tree(tree),
    }
}

fn of_tree(tree: &Tree) -> Vec<Finding> {
    let is_begun = tree.branch != Ok(Branch::Unborn);
    let mut findings = vec![seen(
        &tree.branch,
        "branch",
        "which branch the folder is on",
        |it| branch(*it),
    )];
    // Before the first commit, that is all there is to say of them.
    if is_begun {
        findings.push(seen(
            &tree.tracked,
            "git",
            "whether git keeps the records",
            |it| tracked(*it),
        ));
        findings.push(seen(
            &tree.changes,
            "changes",
            "what has changed since the last commit",
            |it| changes(*it),
        ));
        findings.push(seen(
            &tree.shallow,
            "history",
            "whether the whole history is here",
            |it| history(*it),
        ));
    }
    findings.extend(set_up(tree));
    findings
}

/// What goes beyond keeping versions.
fn set_up(tree: &Tree) -> Vec<Finding> {
    vec![
        seen(
            &tree.records_left_out,
            "records-left-out",
            "which records git leaves out",
            |it| records_left_out(it),
        ),
        seen(&tree.merging, "merging", "how records are merged", |it| {
            merging(*it)
        }),
        seen(&tree.hook, "hook", "what looks at a commit", |it| hook(*it)),
        seen(
            &tree.names_left_out,
            "names-left-out",
            "whether git leaves names.csv out",
            |it| left_out("names-left-out", "names.csv", *it),
        ),
        seen(
            &tree.workbooks_left_out,
            "workbooks-left-out",
            "whether git leaves Excel files out",
            |it| {
                left_out(
                    "workbooks-left-out",
                    "Excel files (*.xlsx), which may have names in them",
                    *it,
                )
            },
        ),
    ]
}

/// What was found out; or that it was not, and why.
fn seen<T>(
    asked: &Asked<T>,
    id: &'static str,
    what: &str,
    said: impl Fn(&T) -> Finding,
) -> Finding {
    match asked {
        Ok(it) => said(it),
        Err(why) => Finding::unknown(Area::Versions, id, what, why),
    }
}

fn finding(id: &'static str, state: State, found: impl Into<String>) -> Finding {
    Finding::new(Area::Versions, id, state, found)
}

fn tracked(tracked: Tracked) -> Finding {
    match tracked {
        Tracked::Yes => finding("git", State::InOrder, "Git keeps the records."),
        Tracked::No => finding("git", State::ToDo, "The folder is in a git repository, but apcheck.toml is not in git.")
            .next("Run `git add .` here, then `git commit`."),
        Tracked::LeftOut => finding("git", State::ToDo, "The folder is in a git repository that leaves these records out (.gitignore).")
            .next("Take the line about them out of .gitignore, or run `git init` here, so that the records have a repository of their own."),
    }
}

fn branch(branch: Branch) -> Finding {
    const ID: &str = "branch";
    match branch {
        Branch::On => finding(ID, State::InOrder, "A branch is checked out."),
        Branch::Unborn => finding(ID, State::ToDo, "Nothing has been committed yet.")
            .next("Run `git add .`, then `git commit`."),
        Branch::Detached => finding(ID, State::ToDo, "No branch is checked out, so what is committed now belongs to none and is easily lost.")
            .next("Go back with `git switch` and the name of the branch (`git branch` lists them); `git switch -c` and a new name keeps what was committed since."),
    }
}

fn changes(changes: Changes) -> Finding {
    const ID: &str = "changes";
    if changes == Changes::default() {
        return finding(ID, State::InOrder, "Everything is committed.");
    }
    if changes.unmerged > 0 {
        let what = counted(changes.unmerged, "file waits", "files wait");
        return finding(ID, State::ToDo, format!("A merge is not finished: {what} for a decision."))
            .next("`git status` names them: put each right between git's markers, `git add` it, then `git commit`.");
    }
    let mut parts = Vec::new();
    if changes.changed > 0 {
        parts.push(counted(changes.changed, "changed file", "changed files"));
    }
    if changes.new > 0 {
        parts.push(counted(changes.new, "new file", "new files"));
    }
    let verb = if changes.changed + changes.new == 1 {
        "is"
    } else {
        "are"
    };
    finding(ID, State::ToDo, format!("{} {verb} not committed.", parts.join(" and ")))
        .next("`git status` names them. Once they are right, run `git add` and `git commit`, so that it can be shown when each was recorded.")
}

fn records_left_out(paths: &[String]) -> Finding {
    const ID: &str = "records-left-out";
    if paths.is_empty() {
        return finding(ID, State::InOrder, "No record is left out of git.");
    }
    let what = counted(paths.len(), "record is", "records are");
    finding(ID, State::ToDo, format!("{what} left out of git, so no earlier version is kept."))
        .next("`git check-ignore -v` and the name of the file says which line leaves it out; take that line out, then `git add` the file.")
        .at(paths.iter().cloned().map(Spot::File).collect())
}

fn history(shallow: bool) -> Finding {
    const ID: &str = "history";
    if !shallow {
        return finding(ID, State::InOrder, "The whole history is here.");
    }
    finding(
        ID,
        State::ToLookAt,
        "Only a part of the history is here, so what was committed earlier is not seen.",
    )
    .next("`git fetch --unshallow` brings the rest; then run this again.")
}

fn merging(merging: Merging) -> Finding {
    const ID: &str = "merging";
    let Merging { attribute, driver } = merging;
    if attribute && driver {
        return finding(ID, State::InOrder, "Git merges records by what they say.");
    }
    let found = match (attribute, driver) {
        (true, _) => {
            "Records are to be merged by what they say, but this clone has not been told how, so git merges them line by line."
        }
        (_, true) => {
            "This clone is told how records are merged, but .gitattributes does not name every kind of record, so git merges some line by line."
        }
        _ => {
            "Git merges records line by line, so two people who write to one record have conflicts."
        }
    };
    finding(ID, State::ToDo, found).next("Run `apcheck init --git` here, once in each clone.")
}

fn hook(hook: Hook) -> Finding {
    const ID: &str = "hook";
    let todo = |found: &str| finding(ID, State::ToDo, found);
    match hook {
        Hook::Checks => finding(ID, State::InOrder, "A commit waits while its records have a fault."),
        Hook::None => todo("Nothing looks at a commit, so records with a fault, and names.csv, can be committed.")
            .next("Run `apcheck init --hooks` here, once in each clone."),
        Hook::NotExecutable => todo("The hook that looks at a commit may not be run, so git leaves it out.")
            .next("Run `apcheck init --hooks` here, or `chmod +x` on the hook, which is pre-commit in the folder that `git rev-parse --git-path hooks` names."),
        Hook::OfOthers => todo("The hook that looks at a commit looks at other records of this repository.")
            .next("Add `apcheck validate --fail-on must --no-pager` for this folder to it by hand."),
        Hook::Another => todo("There is a hook that runs before a commit, and it does not name apcheck.")
            .next("Add `apcheck validate --fail-on must --no-pager` to it by hand."),
    }
}

fn left_out(id: &'static str, what: &str, left_out: LeftOut) -> Finding {
    match left_out {
        LeftOut::Yes => finding(id, State::InOrder, format!("Git leaves out {what}.")),
        LeftOut::Here => finding(id, State::ToDo, format!("Git leaves out {what}, but only on this computer."))
            .next("Run `apcheck init --git` here: it adds the line to .gitignore, which goes with the records."),
        LeftOut::No => finding(id, State::ToDo, format!("Git does not leave out {what}."))
            .next("Run `apcheck init --git` here: it adds what .gitignore lacks."),
    }
}
