//! What writing asks of the machine, step by step, so that tests can refuse or
//! end a run at each of them.

use std::io;
use std::path::Path;

/// A step of a run that writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The folder that the lock is in is made.
    MakeLockFolder,
    /// That folder is kept out of git.
    KeepOutOfGit,
    OpenLock,
    Lock,
    /// Whoever holds the lock is named in it.
    NameHolder,
    /// What dead runs left is taken away.
    ClearUp,
    /// The old text is read once more, before a new one is made.
    ReadAgain,
    /// The folder of a record that is new is made.
    MakeFolder,
    /// The new text gets a file of its own.
    MakeFile,
    Write,
    /// The new file is on the disk for good.
    Sync,
    /// The old text is compared a last time.
    Compare,
    /// The new file takes the place of the old one.
    Rename,
    /// That it has is on the disk for good.
    SyncFolder,
    Unlock,
}

impl Step {
    /// In the order they are taken.
    pub const ALL: [Step; 15] = [
        Step::MakeLockFolder,
        Step::KeepOutOfGit,
        Step::OpenLock,
        Step::Lock,
        Step::NameHolder,
        Step::ClearUp,
        Step::ReadAgain,
        Step::MakeFolder,
        Step::MakeFile,
        Step::Write,
        Step::Sync,
        Step::Compare,
        Step::Rename,
        Step::SyncFolder,
        Step::Unlock,
    ];
}

/// Asked before each step, with the file or folder it is about. An error is
/// taken for one of the machine; nothing but a test has any.
pub type Before<'b> = &'b dyn Fn(Step, &Path) -> io::Result<()>;

/// Refuses nothing.
pub(super) fn go_on(_: Step, _: &Path) -> io::Result<()> {
    Ok(())
}
