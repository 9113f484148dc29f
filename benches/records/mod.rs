//! Invented records of any number, always the same: most in order, and some with
//! each of the faults that real records have.

mod dice;
mod fault;
mod placement;
mod provider;
mod register;
mod school;

pub(crate) use placement::placement;
pub(crate) use provider::provider;
pub(crate) use school::school;

/// Placements at each provider.
pub(crate) const AT_A_PROVIDER: usize = 10;

/// The day that all was written for: the last of the 190 school days on record.
pub(crate) const DAY: &str = "2026-07-21";

/// A file of a records folder.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) bytes: Vec<u8>,
}
