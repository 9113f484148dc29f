//! What the history has that may say who a child is: names.csv, Excel files, and
//! what commits say.

use super::personal::{Text, finding, kinds, nothing, placed};
use super::{Area, Committed, Finding, Messages, State, Tree, Writing, counted};

pub(super) fn findings(tree: &Tree, writing: &Writing) -> Vec<Finding> {
    let unknown = |id, what, why: &String| vec![Finding::unknown(Area::Personal, id, what, why)];
    let mut findings = match &tree.committed {
        Ok(committed) => of_committed(committed),
        Err(why) => unknown(
            "names-committed",
            "whether names.csv was ever committed",
            why,
        ),
    };
    findings.extend(match &tree.messages {
        Ok(messages) => of_messages(messages, writing),
        Err(why) => unknown("commits", "what commits say", why),
    });
    findings
}

/// What to do about something in the history; `tell` is "Tell", or that after a
/// condition.
fn out_of_history(tell: &str) -> String {
    format!(
        "{tell} whoever looks after data protection in the school, and ask whoever looks after the repository to take it out of the history (`git filter-repo` does that); every copy of the repository has it."
    )
}

fn of_committed(committed: &Committed) -> Vec<Finding> {
    const ID: &str = "names-committed";
    let mut findings = Vec::new();
    if !committed.names_now.is_empty() {
        findings.push(
            finding("names-in-git", State::ToDo, "Git keeps names.csv, so the names go wherever the records go.")
                .next("Run `git rm --cached` and the name of the file here, then commit; the file itself stays.")
                .at(committed.names_now.clone()),
        );
    }
    if !committed.names.is_empty() {
        let count = counted(committed.names.len(), "commit", "commits");
        findings.push(
            finding(
                ID,
                State::ToDo,
                format!("names.csv is in the history, in {count}."),
            )
            .next(out_of_history("Tell"))
            .at(committed.names.clone()),
        );
    } else {
        findings.push(finding(
            ID,
            State::InOrder,
            "No commit that is here has names.csv.",
        ));
    }
    if !committed.workbooks.is_empty() {
        let count = counted(committed.workbooks.len(), "commit", "commits");
        findings.push(
            finding(
                "workbooks-committed",
                State::ToLookAt,
                format!("Excel files are in the history, in {count}; they were not looked into."),
            )
            .next(out_of_history(
                "Look whether they have names in them, as return sheets do. If so, tell",
            ))
            .at(committed.workbooks.clone()),
        );
    }
    findings
}

fn of_messages(messages: &Messages, writing: &Writing) -> Vec<Finding> {
    if messages.looked_at == 0 {
        return vec![finding(
            "commits",
            State::NotSeen,
            "There is no commit yet to look at.",
        )];
    }
    let mut findings = in_messages(messages, writing);
    if messages.more {
        let count = counted(messages.looked_at, "commit", "commits");
        findings.push(
            finding(
                "older-commits",
                State::NotSeen,
                format!(
                    "Only the messages of the last {count} were looked at; there are older ones."
                ),
            )
            .next("`apcheck doctor --commits` with a greater number looks further back."),
        );
    }
    findings
}

fn in_messages(messages: &Messages, writing: &Writing) -> Vec<Finding> {
    let found = &messages.found;
    let text = Text {
        ids: [
            "commits",
            "names-in-commits",
            "births-in-commits",
            "numbers-in-commits",
        ],
        within: format!(
            "in the messages of {}",
            counted(messages.looked_at, "commit", "commits")
        ),
        place: ["commit message", "commit messages"],
        name: "A pupil's name",
        mend: out_of_history("Tell"),
    };
    let mut findings = kinds(&text, &found.names, found);
    // The newest first, as they came.
    let words = [&found.words[..], &found.shared[..]].concat();
    if !words.is_empty() {
        let place = placed(&text, words.len());
        findings.push(
            finding("names-in-commits", State::ToLookAt, format!("A word that is part of a pupil's name stands in {place}."))
                .next(out_of_history("Look (`git show` and the number of the commit) whether a pupil is meant or only the word. If a pupil is, tell"))
                .at(words),
        );
    }
    if findings.is_empty() {
        let what = nothing(writing);
        findings.push(finding(
            "commits",
            State::InOrder,
            format!("{what} was found {}.", text.within),
        ));
    }
    findings
}
