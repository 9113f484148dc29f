//! Two versions of a file, made from the same one, as one: by what they say,
//! not by where the lines stand.

mod conflict;
mod items;
mod list;
mod pieces;
mod record;
mod register;

pub use record::merge_records;
pub use register::merge_registers;

/// What became of a merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    pub text: String,
    /// What both have changed, each in its own way; it stands in the text with
    /// git's markers around it.
    pub contradictions: Vec<String>,
}

/// The one of three that has changed; `None` where both have, differently.
fn changed<T: PartialEq>(base: T, ours: T, theirs: T) -> Option<T> {
    if theirs == base || ours == theirs {
        Some(ours)
    } else if ours == base {
        Some(theirs)
    } else {
        None
    }
}
