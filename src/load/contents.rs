//! What lies in the records folder, whatever it is, and who may come at it.

use super::Folder;
use std::fs::{self, Metadata};
use std::path::Path;

/// A file or folder within the records folder. What is behind a link is not
/// looked at.
#[derive(Clone, Debug)]
pub struct Held {
    /// From the records folder, with `/`; empty for the folder itself.
    pub path: String,
    pub is_folder: bool,
    /// `None` for a link, and on a system without such permissions.
    pub mode: Option<Mode>,
}

/// Whom the permissions of a file or folder let in, as Unix has them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mode {
    pub group_reads: bool,
    pub others_read: bool,
    pub others_write: bool,
}

/// Whether those who do not own the records come as far as the folder, as the
/// permissions of the folders above it have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Anybody at all but the owner.
    pub anybody: bool,
    /// Whoever has an account on the computer.
    pub everybody: bool,
}

/// What was found in a folder.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    /// By path; the first is the folder itself.
    pub held: Vec<Held>,
    /// Folders that would not be looked into.
    pub closed: Vec<String>,
    /// Whether there is more than was asked for.
    pub more: bool,
}

impl Folder {
    /// All that lies in the folder, as far as `most` files and folders. What
    /// is within `.git` is git's own.
    pub fn contents(&self, most: usize) -> Contents {
        let mut contents = Contents::default();
        let mut waiting = vec![String::new()];
        while let Some(path) = waiting.pop() {
            if contents.held.len() >= most {
                contents.more = true;
                break;
            }
            let Ok(about) = fs::symlink_metadata(self.root.join(&path)) else {
                continue;
            };
            let is_folder = about.is_dir() || path.is_empty();
            contents.held.push(Held {
                is_folder,
                mode: mode(&about),
                path: path.clone(),
            });
            if !is_folder || path.rsplit('/').next() == Some(".git") {
                continue;
            }
            match self.names_on_disk(&path) {
                Ok(mut names) => {
                    // The last is looked at first.
                    names.sort_unstable_by(|a, b| b.cmp(a));
                    waiting.extend(names.iter().map(|name| match path.as_str() {
                        "" => name.clone(),
                        path => format!("{path}/{name}"),
                    }));
                }
                Err(_) => contents.closed.push(path),
            }
        }
        contents.held.sort_by(|a, b| a.path.cmp(&b.path));
        contents.closed.sort_unstable();
        contents
    }

    /// Who comes as far as the folder; `None` where that cannot be told.
    pub fn reach(&self) -> Option<Reach> {
        let root = fs::canonicalize(&self.root).ok()?;
        let mut reach = Reach {
            anybody: true,
            everybody: true,
        };
        for folder in root.ancestors() {
            let passed = passed(folder)?;
            reach.anybody &= passed.anybody;
            reach.everybody &= passed.everybody;
        }
        Some(reach)
    }
}

#[cfg(unix)]
fn mode(about: &Metadata) -> Option<Mode> {
    use std::os::unix::fs::PermissionsExt;
    let mode = about.permissions().mode();
    (!about.is_symlink()).then_some(Mode {
        group_reads: mode & 0o040 != 0,
        others_read: mode & 0o004 != 0,
        others_write: mode & 0o002 != 0,
    })
}

#[cfg(not(unix))]
fn mode(_: &Metadata) -> Option<Mode> {
    None
}

/// Who may go through a folder.
#[cfg(unix)]
fn passed(folder: &Path) -> Option<Reach> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(folder).ok()?.permissions().mode();
    Some(Reach {
        anybody: mode & 0o011 != 0,
        everybody: mode & 0o001 != 0,
    })
}

#[cfg(not(unix))]
fn passed(_: &Path) -> Option<Reach> {
    None
}
