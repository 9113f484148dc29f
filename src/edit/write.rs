//! The one place that writes records: under a lock, by a new file that takes
//! the place of the old one.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the one door through which records are written"
)]

mod lock;

pub use lock::{Lock, lock};

use super::{Change, Refusal, Replacement, register};
use crate::load::Folder;
use crate::records::{Record, Records, is_well_formed};
use crate::source::{Decoded, FileId, decode};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

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
    let (text, _) = read(folder, path)?;
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
    let (before, _) = read(folder, &path)?;
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

/// Writes changes. No file is replaced before all the new ones are on the disk;
/// a run that dies leaves of each file the old text or the new.
pub fn write_under(_lock: &Lock, folder: &Folder, changes: &[Change]) -> Result<(), Refusal> {
    let mut ready = Vec::new();
    for change in changes {
        ready.push((&change.path, Ready::of(folder, change)?));
    }
    let mut done: Vec<&str> = Vec::new();
    for (path, ready) in ready {
        if let Err(error) = ready.replace() {
            let refusal = unwritten(path, &error);
            return Err(if done.is_empty() {
                refusal
            } else {
                Refusal(format!(
                    "{refusal}; {} had been written already",
                    done.join(", ")
                ))
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
                "{} cannot be written ({error}); see that you may write there and that the disk has room",
                path.display()
            ),
        })
    };
    if path.exists() {
        return Err(failed(io::ErrorKind::AlreadyExists.into()));
    }
    let ready = Ready::new(&Path::new(".").join(path), bytes).map_err(failed)?;
    ready.replace().map_err(failed)
}

/// Puts a text in the place of a file that is no record of this folder, such as
/// the one in which git wants the result of a merge.
pub fn overwrite(path: &Path, text: &str, mark: bool) -> Result<(), Refusal> {
    Ready::beside(path, text, mark)
        .and_then(Ready::replace)
        .map_err(|error| Refusal(format!("{} cannot be written: {error}", path.display())))
}

/// The text of a file, and whether a byte-order mark stands before it.
fn read(folder: &Folder, path: &str) -> Result<(String, bool), Refusal> {
    let bytes = folder.bytes(path).map_err(|why| {
        Refusal(format!(
            "{path} was not changed, since it cannot be read: {why}"
        ))
    })?;
    match decode(&bytes) {
        Decoded::Text(text) => Ok((text, bytes.starts_with(BYTE_ORDER_MARK))),
        Decoded::Windows1252 { .. } => Err(Refusal(format!(
            "{path} was not changed, since it is not saved as UTF-8; save it so first"
        ))),
        Decoded::Unreadable(why) => Err(Refusal(format!("{path} was not changed: {why}"))),
    }
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

fn changed(path: &str) -> Refusal {
    Refusal(format!(
        "{path} was changed by somebody else just now, so nothing was written; run this again"
    ))
}

fn unwritten(path: &str, error: &io::Error) -> Refusal {
    Refusal(format!(
        "{path} cannot be written, so it stays as it was: {error}"
    ))
}

fn unmade(path: &str, error: &io::Error) -> Refusal {
    Refusal(format!(
        "{path} cannot be made, so nothing was written: {error}"
    ))
}

/// The mode of a new file, less what the user's own setting takes away.
#[cfg(unix)]
fn ordinary() -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt;
    fs::Permissions::from_mode(0o666)
}

/// Whether a file, or where it is not there yet the folder it is to be made in,
/// lies outside the records folder once all links are followed.
fn leads_out(root: &Path, full: &Path) -> bool {
    let Ok(root) = fs::canonicalize(root) else {
        return true;
    };
    let there = full
        .ancestors()
        .find_map(|path| fs::canonicalize(path).ok());
    there.is_none_or(|there| !there.starts_with(&root))
}

/// How a new file is called until it takes its place.
const PREFIX: &str = ".apcheck-";
const SUFFIX: &str = ".new";

/// A new text on the disk, beside the file whose place it is to take.
struct Ready {
    file: NamedTempFile,
    target: PathBuf,
    /// Whether nothing may be there yet.
    is_new: bool,
}

impl Ready {
    fn of(folder: &Folder, change: &Change) -> Result<Ready, Refusal> {
        let full = folder.root().join(&change.path);
        if leads_out(folder.root(), &full) {
            return Err(Refusal(format!(
                "{} is reached by a link that leads out of the records folder, so nothing was written",
                change.path
            )));
        }
        if change.is_new {
            return Ready::new(&full, change.after().as_bytes())
                .map_err(|error| unmade(&change.path, &error));
        }
        let (now, mark) = read(folder, &change.path)?;
        if now != change.before {
            return Err(changed(&change.path));
        }
        Ready::beside(&full, &change.after(), mark).map_err(|error| unwritten(&change.path, &error))
    }

    /// A file that is not there yet, in a folder that is made where it is missing.
    fn new(target: &Path, bytes: &[u8]) -> io::Result<Ready> {
        if fs::symlink_metadata(target).is_ok() {
            return Err(io::Error::other("there is a file of that name already"));
        }
        let folder = target.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX).suffix(SUFFIX);
        #[cfg(unix)]
        builder.permissions(ordinary());
        let mut file = builder.tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        Ok(Ready {
            file,
            target: target.to_owned(),
            is_new: true,
        })
    }

    fn beside(path: &Path, text: &str, mark: bool) -> io::Result<Ready> {
        // A link is followed, so that it is still one afterwards.
        let target = fs::canonicalize(path)?;
        let permissions = fs::metadata(&target)?.permissions();
        if permissions.readonly() {
            return Err(io::Error::other("it is protected from being changed"));
        }
        let folder = target.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::Builder::new()
            .prefix(PREFIX)
            .suffix(SUFFIX)
            .tempfile_in(folder)?;
        if mark {
            file.write_all(BYTE_ORDER_MARK)?;
        }
        file.write_all(text.as_bytes())?;
        file.as_file().set_permissions(permissions)?;
        file.as_file().sync_all()?;
        Ok(Ready {
            file,
            target,
            is_new: false,
        })
    }

    fn replace(self) -> io::Result<()> {
        let placed = if self.is_new {
            self.file.persist_noclobber(&self.target)
        } else {
            self.file.persist(&self.target)
        };
        placed.map_err(|error| error.error)?;
        // That the folder is on the disk too is good to have, and not every
        // system can do it.
        if let Some(folder) = self.target.parent()
            && let Ok(folder) = File::open(folder)
        {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}
