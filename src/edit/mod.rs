//! Changes of records. A change puts text in at places the reader has found:
//! whatever it does not touch stays byte for byte as it was. Working out
//! a change is pure; `write.rs` is the one place that puts it on the disk.

mod change;
mod entry;
mod line;
mod merge;
mod order;
pub mod register;
mod statements;
pub mod template;
mod write;

pub use change::{Change, Replacement, Written};
pub use entry::{Entry, append, put, quoted};
pub use line::add_lines;
pub use merge::{Merged, merge_records, merge_registers};
pub use order::{ordered, ordered_days};
pub use write::{
    Before, Lock, Step, lock, lock_stepwise, overwrite, prepare, prepare_register, text_of, write,
    write_new, write_under,
};

/// Why a record was not changed, as one sentence.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal(pub String);

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refusal {}
