//! A new text on the disk, beside the file whose place it is to take.

use super::steps::{Before, Step};
use super::{Refusal, changed, read};
use crate::edit::Change;
use crate::load::Folder;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// How a new file is called until it takes its place.
pub(super) const PREFIX: &str = ".apcheck-";
pub(super) const SUFFIX: &str = ".new";

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// What to do where the machine would not do what it was asked, after "; ".
pub(super) fn remedy(error: &io::Error) -> &'static str {
    use io::ErrorKind::{
        AlreadyExists, FileTooLarge, NotADirectory, NotFound, PermissionDenied, QuotaExceeded,
        ReadOnlyFilesystem, StorageFull,
    };
    match error.kind() {
        StorageFull | QuotaExceeded | FileTooLarge => "make room on the disk, then run this again",
        PermissionDenied | ReadOnlyFilesystem => {
            "see that you may write to this file and its folder, then run this again"
        }
        NotFound | NotADirectory => {
            "see that the records folder is still where it was, then run this again"
        }
        AlreadyExists => "look at what is there and move it away, then run this again",
        _ => "see that you may write there and that the disk has room, then run this again",
    }
}

pub(super) fn unwritten(path: &str, error: &io::Error) -> Refusal {
    Refusal(format!(
        "{path} cannot be written, so it stays as it was ({error}); {}",
        remedy(error)
    ))
}

fn unmade(path: &str, error: &io::Error) -> Refusal {
    Refusal(format!(
        "{path} cannot be made, so nothing was written ({error}); {}",
        remedy(error)
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
pub(super) fn leads_out(root: &Path, full: &Path) -> io::Result<bool> {
    let root = fs::canonicalize(root)?;
    let there = full
        .ancestors()
        .find_map(|path| fs::canonicalize(path).ok());
    Ok(there.is_none_or(|there| !there.starts_with(&root)))
}

pub(super) struct Ready<'b> {
    file: NamedTempFile,
    target: PathBuf,
    /// Whether nothing may be there yet.
    is_new: bool,
    before: Before<'b>,
}

impl<'b> Ready<'b> {
    pub(super) fn of(
        folder: &Folder,
        change: &Change,
        before: Before<'b>,
    ) -> Result<Self, Refusal> {
        let full = folder.root().join(&change.path);
        let failed = |error: io::Error| match change.is_new {
            true => unmade(&change.path, &error),
            false => unwritten(&change.path, &error),
        };
        if leads_out(folder.root(), &full).map_err(failed)? {
            return Err(Refusal(format!(
                "{} is reached by a link that leads out of the records folder, so nothing was written",
                change.path
            )));
        }
        if change.is_new {
            return Ready::new(&full, change.after().as_bytes(), before).map_err(failed);
        }
        before(Step::ReadAgain, &full).map_err(failed)?;
        let now = read(folder, &change.path)?;
        if now.text != change.before {
            return Err(changed(&change.path));
        }
        Ready::beside(&full, &change.after(), now.has_mark, before).map_err(failed)
    }

    /// A file that is not there yet, in a folder that is made where it is missing.
    pub(super) fn new(target: &Path, bytes: &[u8], before: Before<'b>) -> io::Result<Self> {
        if fs::symlink_metadata(target).is_ok() {
            return Err(io::Error::new(
                io::ErrorKind::AlreadyExists,
                "there is a file of that name already",
            ));
        }
        let folder = target.parent().unwrap_or(Path::new("."));
        before(Step::MakeFolder, folder)?;
        // One level only: a records folder that was moved away is not made again.
        match fs::create_dir(folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX).suffix(SUFFIX);
        #[cfg(unix)]
        builder.permissions(ordinary());
        before(Step::MakeFile, folder)?;
        let ready = Ready {
            file: builder.tempfile_in(folder)?,
            target: target.to_owned(),
            is_new: true,
            before,
        };
        ready.written(&[bytes], None)
    }

    /// A file in the place of one that is there, with the same permissions.
    pub(super) fn beside(
        path: &Path,
        text: &str,
        has_mark: bool,
        before: Before<'b>,
    ) -> io::Result<Self> {
        // A link is followed, so that it is still one afterwards.
        let target = fs::canonicalize(path)?;
        let permissions = fs::metadata(&target)?.permissions();
        if permissions.readonly() {
            return Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                "it is protected from being changed",
            ));
        }
        let folder = target.parent().unwrap_or(Path::new("."));
        before(Step::MakeFile, folder)?;
        let file = tempfile::Builder::new()
            .prefix(PREFIX)
            .suffix(SUFFIX)
            .tempfile_in(folder)?;
        let ready = Ready {
            file,
            target,
            is_new: false,
            before,
        };
        let mark = if has_mark { BYTE_ORDER_MARK } else { b"" };
        ready.written(&[mark, text.as_bytes()], Some(permissions))
    }

    fn written(mut self, parts: &[&[u8]], mode: Option<fs::Permissions>) -> io::Result<Self> {
        (self.before)(Step::Write, self.file.path())?;
        for part in parts {
            self.file.write_all(part)?;
        }
        if let Some(mode) = mode {
            self.file.as_file().set_permissions(mode)?;
        }
        (self.before)(Step::Sync, self.file.path())?;
        self.file.as_file().sync_all()?;
        Ok(self)
    }

    pub(super) fn replace(self) -> io::Result<()> {
        (self.before)(Step::Rename, &self.target)?;
        let placed = if self.is_new {
            self.file.persist_noclobber(&self.target)
        } else {
            self.file.persist(&self.target)
        };
        placed.map_err(|error| error.error)?;
        // That the folder is on the disk too is good to have, and not every
        // system can do it.
        if let Some(folder) = self.target.parent()
            && (self.before)(Step::SyncFolder, folder).is_ok()
            && let Ok(folder) = File::open(folder)
        {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

/// A text as it is on the disk now.
pub(super) struct Now {
    pub text: String,
    /// Whether a byte-order mark stands before it.
    pub has_mark: bool,
}

impl Now {
    pub(super) fn of(text: String, bytes: &[u8]) -> Now {
        Now {
            text,
            has_mark: bytes.starts_with(BYTE_ORDER_MARK),
        }
    }
}
