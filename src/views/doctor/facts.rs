//! What was found out about a folder, before anything is said of it.

use crate::calendar::Term;
use crate::records::Read;
use chrono::NaiveDate;

/// What was found out; or why it could not be, as a sentence without its stop.
pub type Asked<T> = Result<T, String>;

/// Where something was found. Nothing of what was found is in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    File(String),
    Line(String, usize),
    /// A commit by its short hash, and its day; with the file, where it is one.
    Commit {
        hash: String,
        date: String,
        file: Option<String>,
    },
}

pub struct Facts {
    pub on: NaiveDate,
    pub settings: Settings,
    pub git: Git,
    /// Parts of the folder's path, from the top.
    pub path: Vec<String>,
    pub access: Permission,
    pub writing: Writing,
}

/// What the school's own file says of itself.
pub struct Settings {
    /// Whether anything of `apcheck.toml` could be read.
    pub readable: bool,
    pub format: Read<f64>,
    /// Those that could be read, in order.
    pub terms: Vec<Term>,
    /// Whether a term could not be read.
    pub terms_unread: bool,
    /// Whether a part of `apcheck.toml` could not be read.
    pub partly: bool,
    /// How many files and rows could not be read.
    pub unread: usize,
    /// How many records could be read but for a part.
    pub partly_unread: usize,
    /// Why the records could not be read at all.
    pub failed: Option<String>,
}

pub enum Git {
    /// Why git cannot be asked: it is missing, or refuses.
    Unasked {
        why: String,
        next: &'static str,
    },
    /// The folder is in no repository.
    Nowhere,
    /// The folder is in one that has no files of its own.
    Bare,
    Here(Box<Tree>),
}

/// A work tree that the folder is in.
pub struct Tree {
    pub tracked: Asked<Tracked>,
    pub branch: Asked<Branch>,
    pub changes: Asked<Changes>,
    /// Records that git leaves out, as they may be printed.
    pub records_left_out: Asked<Vec<String>>,
    pub merging: Asked<Merging>,
    pub hook: Asked<Hook>,
    pub remotes: Asked<Vec<Remote>>,
    pub names_left_out: Asked<LeftOut>,
    pub workbooks_left_out: Asked<LeftOut>,
    pub committed: Asked<Committed>,
    pub messages: Asked<Messages>,
    /// Whether only a part of the history is here.
    pub shallow: Asked<bool>,
}

/// Whether `apcheck.toml` is among the files of the repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tracked {
    Yes,
    No,
    LeftOut,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Branch {
    On,
    /// On one that has no commit yet.
    Unborn,
    Detached,
}

/// How many files differ from the last commit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub changed: usize,
    /// New, and not known to git.
    pub new: usize,
    /// Left by a merge that is not finished.
    pub unmerged: usize,
}

/// What of `apcheck init --git` is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merging {
    pub attribute: bool,
    pub driver: bool,
}

/// The hook that runs before a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hook {
    None,
    /// That of `apcheck init --hooks`, or another that runs apcheck.
    Checks,
    /// The same, but git leaves it out, since it may not be run.
    NotExecutable,
    /// That of other records in the same repository.
    OfOthers,
    /// One that does not run apcheck.
    Another,
}

/// A place that the records are fetched from or sent to.
pub struct Remote {
    pub name: String,
    /// As git has it: there may be a password in it, so it is never printed.
    pub address: String,
}

/// Whether git leaves a file out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    Yes,
    /// Only in this clone, or on this computer.
    Here,
    No,
}

/// Files with names in them that git has or had.
#[derive(Default)]
pub struct Committed {
    /// `names.csv`, whatever its letters, as it is now.
    pub names_now: Vec<Spot>,
    /// Commits with it, the newest first.
    pub names: Vec<Spot>,
    /// Commits with Excel files, the newest first.
    pub workbooks: Vec<Spot>,
}

/// The commit messages that were looked through.
#[derive(Default)]
pub struct Messages {
    pub looked_at: usize,
    /// Whether there are older ones.
    pub more: bool,
    pub found: Found,
}

/// Where something was found that may say who a child is.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// A whole name.
    pub names: Vec<Spot>,
    /// A word of a name.
    pub words: Vec<Spot>,
    /// A word of a name that others are called by too.
    pub shared: Vec<Spot>,
    pub births: Vec<Spot>,
    pub numbers: Vec<Spot>,
}

/// A text that was looked through, a kind of them, and what was found there.
#[derive(Default)]
pub struct Looked {
    pub count: usize,
    pub found: Found,
}

/// What is written in the folder.
pub struct Writing {
    /// Whether `names.csv` has names to look for; or why it cannot be used.
    pub names: Asked<bool>,
    /// Lines of files of plain text.
    pub files: Looked,
    pub file_names: Looked,
    /// Files of plain text that could not be read, as they may be printed.
    pub unread: Vec<String>,
    /// How many files and folders were looked at, if there are more.
    pub more: Option<usize>,
}

/// Who may open what.
pub struct Permission {
    /// What those who are let in find; `None` where permissions are not like
    /// this.
    pub let_in: Option<Entry>,
    /// Folders that would not be looked into, as they may be printed.
    pub closed: Vec<String>,
}

/// How many files and folders of the records, and the folder itself, everybody
/// with an account on the computer can read or change. Those above the folder
/// count: whoever cannot come to it can read nothing in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    pub read: usize,
    pub changed: usize,
    /// Whether the group of `names.csv` can read it, where it is there.
    pub names: bool,
}
