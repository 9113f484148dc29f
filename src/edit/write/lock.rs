//! One writer at a time. Whoever holds the lock is named in it, and what dead
//! runs left behind is taken away.

use super::Refusal;
use super::ready::{PREFIX, SUFFIX, leads_out, remedy};
use super::steps::{Before, Step, go_on};
use crate::load::Folder;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long another run is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(10);

/// The right to write in a records folder, until it is dropped.
pub struct Lock<'b> {
    file: File,
    path: PathBuf,
    before: Before<'b>,
}

/// Waits until no other run writes here. `holder` says who does from then on,
/// for those who wait: "mbe with `apcheck log`".
pub fn lock(folder: &Folder, holder: &str) -> Result<Lock<'static>, Refusal> {
    lock_stepwise(folder, holder, &go_on)
}

/// The same, and all that is written under it, with somebody who is asked before
/// each step.
pub fn lock_stepwise<'b>(
    folder: &Folder,
    holder: &str,
    before: Before<'b>,
) -> Result<Lock<'b>, Refusal> {
    let unmade = |error: io::Error| {
        Refusal(format!(
            ".apcheck in the records folder cannot be made or locked, so nothing was written ({error}); {}",
            remedy(&error)
        ))
    };
    let root = folder.root();
    let path = root.join(FOLDER).join("lock");
    let mut file = opened(root, &path, before).map_err(unmade)?;
    before(Step::Lock, &path).map_err(unmade)?;
    match waited_for(&file).map_err(unmade)? {
        Waited::Held => {
            before(Step::NameHolder, &path)
                .and_then(|()| name(&mut file, holder))
                .and_then(|()| before(Step::ClearUp, root))
                .and_then(|()| clear_up(root))
                .map_err(unmade)?;
        }
        // Some network folders know no locks; that the text is compared
        // before it is replaced has to do.
        Waited::Unsupported => {}
        Waited::InVain => return Err(Refusal(in_vain(&mut file))),
    }
    Ok(Lock { file, path, before })
}

impl<'b> Lock<'b> {
    pub(super) fn before(&self) -> Before<'b> {
        self.before
    }
}

impl Drop for Lock<'_> {
    /// Whoever comes next is not to read of one who has gone.
    fn drop(&mut self) {
        if (self.before)(Step::Unlock, &self.path).is_ok() {
            let _ = self.file.set_len(0);
        }
    }
}

/// What the lock is in.
const FOLDER: &str = ".apcheck";

/// The file of the lock, in a folder that keeps itself out of git. Neither may
/// be a link: what it leads to would be written over.
fn opened(root: &Path, path: &Path, before: Before<'_>) -> io::Result<File> {
    let folder = root.join(FOLDER);
    before(Step::MakeLockFolder, &folder)?;
    match fs::create_dir(&folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    if is_link(path) || leads_out(root, &folder)? {
        let kind = io::ErrorKind::AlreadyExists;
        return Err(io::Error::new(kind, "it is a link"));
    }
    let ignore = folder.join(".gitignore");
    // A run that died may have left it empty.
    let is_written = fs::metadata(&ignore).is_ok_and(|metadata| metadata.len() > 0);
    if !is_written && !is_link(&ignore) {
        before(Step::KeepOutOfGit, &ignore)?;
        fs::write(ignore, "*\n")?;
    }
    before(Step::OpenLock, path)?;
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).read(true).write(true);
    options.open(path)
}

fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink())
}

enum Waited {
    Held,
    InVain,
    Unsupported,
}

/// Tries again and again; the pauses are counted, so that no clock is needed.
fn waited_for(file: &File) -> io::Result<Waited> {
    let mut waited = Duration::ZERO;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Waited::Held),
            Err(TryLockError::WouldBlock) if waited < PATIENCE => {
                std::thread::sleep(PAUSE);
                waited += PAUSE;
            }
            Err(TryLockError::WouldBlock) => return Ok(Waited::InVain),
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                return Ok(Waited::Unsupported);
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
}

fn name(file: &mut File, holder: &str) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(format!("process {}, {holder}\n", std::process::id()).as_bytes())
}

/// Who was waited for, as the lock says.
fn in_vain(file: &mut File) -> String {
    let mut holder = String::new();
    // Some systems let nobody else read it, and then it names nobody.
    let _ = file.take(200).read_to_string(&mut holder);
    let holder = match holder.trim() {
        "" => String::new(),
        holder => format!(" ({holder})"),
    };
    format!(
        "another run{holder} has been writing here for {} seconds, so nothing was written; run this again when it is done, or end it if it hangs",
        PATIENCE.as_secs()
    )
}

/// Takes away the unfinished files of runs that died: while the lock is held,
/// nobody else has any.
fn clear_up(root: &Path) -> io::Result<()> {
    for entry in fs::read_dir(root)?.flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            // A folder that may not be looked into is none we write to.
            let inside = fs::read_dir(entry.path()).into_iter().flatten().flatten();
            inside.for_each(|entry| clear_away(&entry));
        } else {
            clear_away(&entry);
        }
    }
    Ok(())
}

fn clear_away(entry: &fs::DirEntry) {
    let name = entry.file_name();
    let name = name.to_string_lossy();
    let is_ours = name.starts_with(PREFIX) && name.ends_with(SUFFIX);
    if is_ours && entry.file_type().is_ok_and(|kind| kind.is_file()) {
        let _ = fs::remove_file(entry.path());
    }
}
