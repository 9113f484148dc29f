//! Who may open the files, and what copies them.

use super::{Area, Entry, Facts, Finding, Spot, State, counted};

/// Beginnings of the names that programs give the folder they synchronise, and
/// how the program is called.
const SYNCHRONISED: [(&str, &str); 10] = [
    ("onedrive", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("icloud", "iCloud"),
    ("mobile documents", "iCloud"),
    ("com~apple~clouddocs", "iCloud"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("box sync", "Box"),
    ("nextcloud", "Nextcloud"),
];

pub(super) fn findings(facts: &Facts) -> Vec<Finding> {
    let mut findings = Vec::new();
    match facts.access.let_in {
        None => findings.push(
            finding("permissions", State::NotSeen, "Who on this computer can open the files cannot be seen on this system.")
                .next("Look at the permissions of the folder: only those who work with these records should be among them."),
        ),
        Some(entry) => findings.extend(permissions(entry)),
    }
    if !facts.access.closed.is_empty() {
        let what = counted(facts.access.closed.len(), "folder", "folders");
        let places = facts.access.closed.iter().cloned().map(Spot::File);
        findings.push(
            finding(
                "closed-folders",
                State::NotSeen,
                format!("{what} could not be looked into."),
            )
            .next("Look who owns them (`ls -l`), and let whoever runs apcheck read them.")
            .at(places.collect()),
        );
    }
    findings.push(synchronised(&facts.path));
    findings
}

fn finding(id: &'static str, state: State, found: impl Into<String>) -> Finding {
    Finding::new(Area::Access, id, state, found)
}

fn permissions(entry: Entry) -> Vec<Finding> {
    let mut findings = vec![everybody(entry)];
    if entry.names {
        findings.push(
            finding(
                "names-readable",
                State::ToDo,
                "names.csv, which says who the pupils are, can be read by others than its owner.",
            )
            .next("Run `chmod 600 names.csv` here."),
        );
    }
    findings
}

fn everybody(entry: Entry) -> Finding {
    const ID: &str = "permissions";
    let of = |count| counted(count, "file or folder", "files and folders");
    let found = match entry {
        Entry {
            read: 0,
            changed: 0,
            ..
        } => {
            return finding(
                ID,
                State::InOrder,
                "Only the owner of the files and their group can open them.",
            );
        }
        Entry {
            read, changed: 0, ..
        } => format!(
            "Everybody with an account on this computer can read {} of the records.",
            of(read)
        ),
        Entry { changed, .. } => format!(
            "Everybody with an account on this computer can change {} of the records.",
            of(changed)
        ),
    };
    finding(ID, State::ToDo, found)
        .next("Run `chmod o-rwx .` here: who cannot come into the folder can open nothing in it.")
}

fn synchronised(path: &[String]) -> Finding {
    const ID: &str = "synchronised";
    let program = |part: &String| {
        let part = part.to_lowercase();
        let mut known = SYNCHRONISED.into_iter();
        known
            .find(|(begins, _)| part.starts_with(begins))
            .map(|(_, program)| program)
    };
    match path.iter().find_map(program) {
        None => finding(ID, State::InOrder, "The folder does not look as if a program synchronised it."),
        Some(program) => finding(ID, State::ToLookAt, format!(
            "The folder seems to be synchronised by {program}: every file in it, names.csv too, is then kept by that service as well, and git's own files can be damaged when two computers write at once."
        ))
        .next("Move the records out of it and let git bring the copies; or look whether the school has agreed that they may be kept there."),
    }
}
