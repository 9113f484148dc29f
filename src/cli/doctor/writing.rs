//! What is written in the folder, and who may read it.

use super::Looking;
use crate::load::{Contents, Folder, Held, Reach};
use crate::records::{Named, Traces};
use crate::views::doctor::{Entry, Found, Looked, Permission, Spot, Writing};

/// Endings of files of plain text.
const TEXTS: [&str; 5] = [".toml", ".csv", ".md", ".txt", ".json"];

/// The parts of the folder's path, from the top.
pub(super) fn path(folder: &Folder) -> Vec<String> {
    let path = std::path::absolute(folder.root()).unwrap_or_else(|_| folder.root().to_owned());
    let parts = path.components();
    parts
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect()
}

pub(super) fn writing(looking: &Looking<'_>, names: Result<bool, &String>) -> Writing {
    let Contents { held, more, .. } = &looking.contents;
    let mut writing = Writing {
        names: names.map_err(String::clone),
        files: Looked::default(),
        file_names: Looked::default(),
        unread: Vec::new(),
        more: more.then_some(held.len()),
    };
    for held in held.iter().filter(|held| !held.path.is_empty()) {
        writing.file_names.count += 1;
        let last = held.path.rsplit('/').next().unwrap_or_default();
        let traces = looking.search.traces(last);
        let printable = looking.search.printable(&held.path);
        note(&mut writing.file_names.found, traces, || {
            Spot::File(printable.clone())
        });
        if !held.is_folder && is_text(last) {
            lines(looking, &held.path, &printable, &mut writing);
        }
    }
    writing
}

/// Whether a file is looked through by its lines; names.csv is where names belong.
fn is_text(name: &str) -> bool {
    let name = name.to_lowercase();
    name != "names.csv" && TEXTS.iter().any(|ending| name.ends_with(ending))
}

fn lines(looking: &Looking<'_>, path: &str, printable: &str, writing: &mut Writing) {
    let Some(text) = looking.folder.text(path) else {
        writing.unread.push(printable.to_owned());
        return;
    };
    writing.files.count += 1;
    for (number, line) in text.lines().enumerate() {
        let traces = looking.search.traces(line);
        note(&mut writing.files.found, traces, || {
            Spot::Line(printable.to_owned(), number + 1)
        });
    }
}

/// Adds a place to each kind of thing that was found there.
pub(super) fn note(found: &mut Found, traces: Traces, spot: impl Fn() -> Spot) {
    match traces.named {
        Named::No => {}
        Named::SharedWord => found.shared.push(spot()),
        Named::Word => found.words.push(spot()),
        Named::Whole => found.names.push(spot()),
    }
    if traces.birth {
        found.births.push(spot());
    }
    if traces.number {
        found.numbers.push(spot());
    }
}

pub(super) fn permissions(looking: &Looking<'_>) -> Permission {
    let Contents { held, closed, .. } = &looking.contents;
    let closed = closed.iter().map(|path| looking.search.printable(path));
    Permission {
        let_in: looking.folder.reach().map(|reach| let_in(reach, held)),
        closed: closed.collect(),
    }
}

fn let_in(reach: Reach, held: &[Held]) -> Entry {
    let mut entry = Entry::default();
    for held in held {
        let Some(mode) = held.mode else { continue };
        entry.read += usize::from(reach.everybody && mode.others_read);
        entry.changed += usize::from(reach.everybody && mode.others_write);
        let is_names = held.path.eq_ignore_ascii_case("names.csv");
        entry.names |= is_names && reach.anybody && (mode.group_reads || mode.others_read);
    }
    entry
}
