//! What may say who a child is, where it must not stand: in the files, in their
//! names, in the history and in what commits say.

use super::{
    Area, Committed, Facts, Finding, Found, Git, Messages, Spot, State, Tree, Writing, counted,
};

pub(super) fn findings(facts: &Facts) -> Vec<Finding> {
    let writing = &facts.writing;
    let mut findings = vec![names(writing)];
    findings.extend(files(writing));
    findings.extend(file_names(writing));
    findings.extend(unread(writing));
    match &facts.git {
        Git::Here(tree) => findings.extend(history(tree, writing)),
        _ => findings.push(finding(
            "commits",
            State::NotSeen,
            "There are no commits to look at here, as said above.",
        )),
    }
    findings
}

fn finding(id: &'static str, state: State, found: impl Into<String>) -> Finding {
    Finding::new(Area::Personal, id, state, found)
}

/// Whether there are names to look for.
fn names(writing: &Writing) -> Finding {
    const ID: &str = "names";
    match &writing.names {
        Ok(true) => finding(ID, State::InOrder, "names.csv says which names to look for."),
        Ok(false) => finding(ID, State::NotSeen, "There is no names.csv here, so pupils' names were not looked for, and dates of birth only where a word says that they are.")
            .next("To have them looked for, put names.csv (ref,name,born,upn) beside apcheck.toml; git must leave it out."),
        Err(why) => finding(ID, State::ToDo, format!("Pupils' names were not looked for: {why}."))
            .next("Put names.csv right, then run this again."),
    }
}

/// Words for one kind of text.
struct Text {
    /// The beginning of the ids.
    ids: [&'static str; 4],
    /// "in 3 files"
    within: String,
    place: [&'static str; 2],
    name: &'static str,
    mend: &'static str,
}

fn files(writing: &Writing) -> Vec<Finding> {
    let looked = &writing.files;
    let text = Text {
        ids: [
            "file-texts",
            "names-in-files",
            "births-in-files",
            "numbers-in-files",
        ],
        within: format!(
            "in {} of plain text",
            counted(looked.count, "file", "files")
        ),
        place: ["line", "lines"],
        name: "A pupil's name, or a word that is part of one,",
        mend: "Write the pupil's reference instead, or the month of birth, then commit; what was committed before stays in the history.",
    };
    mendable(&text, &looked.found, writing)
}

fn file_names(writing: &Writing) -> Vec<Finding> {
    let looked = &writing.file_names;
    let text = Text {
        ids: [
            "file-names",
            "names-in-file-names",
            "births-in-file-names",
            "numbers-in-file-names",
        ],
        within: format!(
            "in the names of {}",
            counted(looked.count, "file or folder", "files and folders")
        ),
        place: ["name of a file or folder", "names of files or folders"],
        name: "A pupil's name, or a word that is part of one,",
        mend: "Give it a name with the pupil's reference instead (`git mv`), then commit; the old name stays in the history.",
    };
    mendable(&text, &looked.found, writing)
}

/// What was found in what can be put right; or that nothing was.
fn mendable(text: &Text, found: &Found, writing: &Writing) -> Vec<Finding> {
    let names: Vec<Spot> = joined(&found.names, &found.words);
    let mut findings = kinds(text, &names, found);
    if !found.shared.is_empty() {
        let place = placed(text, found.shared.len());
        findings.push(
            finding(text.ids[1], State::ToLookAt, format!("A word that is part of a pupil's name, and by which somebody or something else is called here too, stands in {place}."))
                .next(format!("Look whether a pupil is meant. If so: {}", text.mend))
                .at(found.shared.clone()),
        );
    }
    if !findings.is_empty() {
        return findings;
    }
    let found = match (&writing.names, writing.more) {
        (_, Some(most)) => {
            return vec![finding(text.ids[0], State::NotSeen, format!("There are more than {most} files and folders here; only so many were looked at, and nothing was found {}.", text.within))
                .next("Keep the records in a folder of their own.")];
        }
        (Ok(true), None) => "No pupil's name, date of birth or pupil number",
        (_, None) => "No date that is called a date of birth, and no pupil number,",
    };
    vec![finding(
        text.ids[0],
        State::InOrder,
        format!("{found} was found {}.", text.within),
    )]
}

fn joined(a: &[Spot], b: &[Spot]) -> Vec<Spot> {
    let mut all = [a, b].concat();
    all.sort();
    all
}

fn placed(text: &Text, count: usize) -> String {
    counted(count, text.place[0], text.place[1])
}

/// Names, dates of birth and numbers, each as something to do.
fn kinds(text: &Text, names: &[Spot], found: &Found) -> Vec<Finding> {
    let kinds = [
        (text.name, names),
        ("A date of birth", &found.births),
        ("What has the form of a unique pupil number", &found.numbers),
    ];
    kinds
        .into_iter()
        .zip(&text.ids[1..])
        .filter(|((_, places), _)| !places.is_empty())
        .map(|((what, places), id)| {
            let place = placed(text, places.len());
            finding(id, State::ToDo, format!("{what} stands in {place}."))
                .next(text.mend)
                .at(places.to_vec())
        })
        .collect()
}

fn unread(writing: &Writing) -> Option<Finding> {
    let count = writing.unread.len();
    (count > 0).then(|| {
        let what = counted(count, "file of plain text", "files of plain text");
        finding(
            "files-unread",
            State::NotSeen,
            format!("{what} could not be read, and was not looked through."),
        )
        .next("Put that right, then run this again.")
        .at(writing.unread.iter().cloned().map(Spot::File).collect())
    })
}

fn history(tree: &Tree, writing: &Writing) -> Vec<Finding> {
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

const OUT_OF_HISTORY: &str = "Every copy of the repository has it. Tell whoever looks after data protection in the school, and ask whoever looks after the repository to take it out of the history (`git filter-repo` does that).";

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
            .next(OUT_OF_HISTORY)
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
            .next(
                "Look whether they have names in them, as return sheets do. If so: ".to_owned()
                    + OUT_OF_HISTORY,
            )
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
    let found = &messages.found;
    let count = counted(messages.looked_at, "commit", "commits");
    let of = if messages.more {
        format!("the last {count}; older ones were not looked at")
    } else {
        count
    };
    let text = Text {
        ids: [
            "commits",
            "names-in-commits",
            "births-in-commits",
            "numbers-in-commits",
        ],
        within: format!("in the messages of {of}"),
        place: ["commit message", "commit messages"],
        name: "A pupil's name",
        mend: OUT_OF_HISTORY,
    };
    let mut findings = kinds(&text, &found.names, found);
    let words = joined(&found.words, &found.shared);
    if !words.is_empty() {
        let place = placed(&text, words.len());
        findings.push(
            finding("names-in-commits", State::ToLookAt, format!("A word that is part of a pupil's name stands in {place}."))
                .next("Look (`git show` and the number of the commit) whether a pupil is meant or only the word. If a pupil: ".to_owned() + OUT_OF_HISTORY)
                .at(words),
        );
    }
    if !findings.is_empty() {
        return findings;
    }
    let what = match writing.names {
        Ok(true) => "No pupil's name, date of birth or pupil number",
        _ => "No date that is called a date of birth, and no pupil number,",
    };
    vec![finding(
        "commits",
        State::InOrder,
        format!("{what} was found {}.", text.within),
    )]
}
