//! The one place that writes records: under a lock, by a new file that takes
//! the place of the old one.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the one door through which records are written"
)]

mod lock;
mod ready;
mod steps;

pub use lock::{Lock, lock, lock_stepwise};
pub use steps::{Before, Step};

use super::{Change, Refusal, Replacement, register};
use crate::load::Folder;
use crate::records::{Record, Records, is_well_formed};
use crate::source::{Decoded, FileId, decode};
use ready::{Now, Ready, remedy, unwritten};
use std::io;
use std::path::Path;
use steps::go_on;

/// Works out a change of a record: `edit` is given its text, as it was loaded.
/// What cannot be changed without a loss is refused.
pub fn prepare(
    folder: &Folder,
    records: &Records,
    record: &Record,
    edit: impl FnOnce(&str) -> Result<Vec<Replacement>, Refusal>,
) -> Result<Change, Refusal> {
    let path = records.paths.of(record.file);
    let before = text_of(folder, records, record.file)?;
    if !is_well_formed(&before) {
        return Err(Refusal(format!(
            "{path} has something in it that cannot be read, so it was not changed; `apcheck validate` shows the place"
        )));
    }
    let replacements =
        edit(&before).map_err(|why| Refusal(format!("{path} was not changed: {why}")))?;
    let change = Change {
        path: path.to_owned(),
        before,
        is_new: false,
        replacements,
    };
    // A heading that is written in a way of its own may leave no place for it.
    if !is_well_formed(&change.after()) {
        return Err(Refusal(format!(
            "{path} was not changed, since nothing can be added to it as it is written; `apcheck validate` says more"
        )));
    }
    Ok(change)
}

/// The text of a file as it was loaded.
pub fn text_of(folder: &Folder, records: &Records, file: FileId) -> Result<String, Refusal> {
    let path = records.paths.of(file);
    let text = read(folder, path)?.text;
    if !records.paths.is_unchanged(file, &text) {
        return Err(changed(path));
    }
    Ok(text)
}

/// Writes changes under a lock of its own.
pub fn write(folder: &Folder, changes: &[Change]) -> Result<(), Refusal> {
    let lock = lock(folder, "apcheck")?;
    write_under(&lock, folder, changes)
}

/// Works out a change of a placement's register, which is made where there is
/// none. One with a line that cannot be read is refused.
pub fn prepare_register(
    folder: &Folder,
    records: &Records,
    placement: &str,
    edit: impl FnOnce(&str) -> Result<Vec<Replacement>, Refusal>,
) -> Result<Change, Refusal> {
    let path = format!("attendance/{placement}.csv");
    let Some(register) = records.registers.get(placement) else {
        return Ok(Change::new_file(&path, new_register(edit)?));
    };
    let before = read(folder, &path)?.text;
    let unchanged = |file| records.paths.is_unchanged(file, &before);
    if !register.file.is_some_and(unchanged) {
        return Err(changed(&path));
    }
    if register.unreadable.is_some() {
        return Err(Refusal(format!(
            "{path} has a line that cannot be read, so it was not changed; `apcheck validate` shows the place"
        )));
    }
    let replacements =
        edit(&before).map_err(|why| Refusal(format!("{path} was not changed: {why}")))?;
    Ok(Change {
        path,
        before,
        is_new: false,
        replacements,
    })
}

/// The text of a register that is not there yet.
fn new_register(
    edit: impl FnOnce(&str) -> Result<Vec<Replacement>, Refusal>,
) -> Result<String, Refusal> {
    let header = Change {
        path: String::new(),
        before: register::HEADER.to_owned(),
        is_new: true,
        replacements: edit(register::HEADER)?,
    };
    Ok(header.after())
}

/// Writes changes. No file is replaced before all the new ones are on the disk
/// and all the old ones are still what they were; a run that dies leaves of each
/// file the old text or the new.
pub fn write_under(lock: &Lock<'_>, folder: &Folder, changes: &[Change]) -> Result<(), Refusal> {
    let before = lock.before();
    let mut ready = Vec::new();
    for change in changes {
        ready.push((&change.path, Ready::of(folder, change, before)?));
    }
    // An editor asks for no lock.
    for change in changes.iter().filter(|change| !change.is_new) {
        before(Step::Compare, &folder.root().join(&change.path))
            .map_err(|error| unwritten(&change.path, &error))?;
        if read(folder, &change.path)?.text != change.before {
            return Err(changed(&change.path));
        }
    }
    let mut done: Vec<&str> = Vec::new();
    for (path, ready) in ready {
        if let Err(error) = ready.replace() {
            let refusal = unwritten(path, &error);
            return Err(match done[..] {
                [] => refusal,
                _ => Refusal(format!("{} was written, but {refusal}", done.join(", "))),
            });
        }
        done.push(path);
    }
    Ok(())
}

/// Writes a file beside the records: one that somebody asked for by its name.
/// Nothing that is there already is overwritten.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Refusal> {
    let failed = |error: io::Error| {
        Refusal(match error.kind() {
            io::ErrorKind::AlreadyExists => format!(
                "{} is there already and was not overwritten; name another file, or move that one away first",
                path.display()
            ),
            _ => format!(
                "{} cannot be written ({error}); {}",
                path.display(),
                remedy(&error)
            ),
        })
    };
    if path.exists() {
        return Err(failed(io::ErrorKind::AlreadyExists.into()));
    }
    Ready::new(&Path::new(".").join(path), bytes, &go_on)
        .and_then(Ready::replace)
        .map_err(failed)
}

/// Puts a text in the place of a file that is no record of this folder, such as
/// the one in which git wants the result of a merge.
pub fn overwrite(path: &Path, text: &str, mark: bool) -> Result<(), Refusal> {
    Ready::beside(path, text, mark, &go_on)
        .and_then(Ready::replace)
        .map_err(|error| unwritten(&path.display().to_string(), &error))
}

/// The text of a file as it is now.
fn read(folder: &Folder, path: &str) -> Result<Now, Refusal> {
    let bytes = folder.bytes(path).map_err(|why| {
        Refusal(format!(
            "{path} was not changed, since it cannot be read ({why}); see that it is still there and that you may read it, then run this again"
        ))
    })?;
    match decode(&bytes) {
        Decoded::Text(text) => Ok(Now::of(text, &bytes)),
        Decoded::Windows1252 { .. } => Err(Refusal(format!(
            "{path} was not changed, since it is not saved as UTF-8; save it so first"
        ))),
        Decoded::Unreadable(why) => Err(Refusal(format!("{path} was not changed: {why}"))),
    }
}

fn changed(path: &str) -> Refusal {
    Refusal(format!(
        "{path} was changed by somebody else just now, so nothing was written; run this again"
    ))
}
