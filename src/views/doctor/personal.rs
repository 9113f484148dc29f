//! What may say who a child is, where it must not stand: in the files, and in
//! their names.

use super::{Area, Facts, Finding, Found, Git, Spot, State, Writing, counted, history};

pub(super) fn findings(facts: &Facts) -> Vec<Finding> {
    let writing = &facts.writing;
    let mut findings = vec![names(writing)];
    findings.extend(files(writing));
    findings.extend(file_names(writing));
    findings.extend(unread(writing));
    findings.extend(more(writing));
    match &facts.git {
        Git::Here(tree) => findings.extend(history::findings(tree, writing)),
        _ => findings.push(finding(
            "commits",
            State::NotSeen,
            "There are no commits to look at here, as said above.",
        )),
    }
    findings
}

pub(super) fn finding(id: &'static str, state: State, found: impl Into<String>) -> Finding {
    Finding::new(Area::Personal, id, state, found)
}

/// Whether there are names to look for.
fn names(writing: &Writing) -> Finding {
    const ID: &str = "names";
    match &writing.names {
        Ok(true) => finding(ID, State::InOrder, "names.csv says which names to look for."),
        Ok(false) => finding(ID, State::NotSeen, "There is no names.csv here with names in it, so pupils' names were not looked for, and dates of birth only where a word says that they are.")
            .next("To have them looked for, put names.csv (ref,name,born,upn) beside apcheck.toml; git must leave it out."),
        Err(why) => finding(ID, State::ToDo, format!("Pupils' names were not looked for: {why}."))
            .next("Put names.csv right, then run this again."),
    }
}

/// Words for one kind of text.
pub(super) struct Text {
    /// Of what is in order, and of names, dates of birth and numbers.
    pub(super) ids: [&'static str; 4],
    /// "in 3 files"
    pub(super) within: String,
    pub(super) place: [&'static str; 2],
    pub(super) name: &'static str,
    pub(super) mend: String,
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
        mend: "Write the pupil's reference instead, or the month of birth, then commit; what was committed before stays in the history.".into(),
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
        mend: "Give it a name with the pupil's reference instead (`git mv`), then commit; the old name stays in the history.".into(),
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
                .next("Look whether a pupil is meant. If not, nothing is to be done; if so, write the pupil's reference instead.")
                .at(found.shared.clone()),
        );
    }
    if findings.is_empty() {
        let what = nothing(writing);
        findings.push(finding(
            text.ids[0],
            State::InOrder,
            format!("{what} was found {}.", text.within),
        ));
    }
    findings
}

/// That there was more than was looked at.
fn more(writing: &Writing) -> Option<Finding> {
    writing.more.map(|looked_at| {
        finding("more-files", State::NotSeen, format!("There are more than {looked_at} files and folders here; the others were not looked at."))
            .next("Keep the records in a folder of their own.")
    })
}

fn joined(a: &[Spot], b: &[Spot]) -> Vec<Spot> {
    let mut all = [a, b].concat();
    all.sort();
    all
}

pub(super) fn placed(text: &Text, count: usize) -> String {
    counted(count, text.place[0], text.place[1])
}

/// Names, dates of birth and numbers, each as something to do.
pub(super) fn kinds(text: &Text, names: &[Spot], found: &Found) -> Vec<Finding> {
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
                .next(text.mend.clone())
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

/// What was looked for, and not found.
pub(super) fn nothing(writing: &Writing) -> &'static str {
    match writing.names {
        Ok(true) => "No pupil's name, date of birth or pupil number",
        _ => "No date that is called a date of birth, and no pupil number,",
    }
}
