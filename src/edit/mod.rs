//! Changes of records. A change puts text in at places the reader has found:
//! whatever it does not touch stays byte for byte as it was. Working out
//! a change is pure; [`write`] is the one place that puts it on the disk.

mod change;
mod entry;
pub mod register;
pub mod template;
mod write;

pub use change::{Change, Replacement, Written};
pub use entry::{Entry, append, quoted};
pub use write::{prepare, prepare_register, save, write};

/// Why a record was not changed, as one sentence.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal(pub String);

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refusal {}
