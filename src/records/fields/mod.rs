//! The table of fields: every field of every kind of record.

mod commissioner;
mod common;
mod placement;
mod provider;

pub use commissioner::{CHECKLIST, COMMISSIONER, REQUIREMENT, TERM};
pub use common::LINE;
pub use placement::PLACEMENT;
pub use provider::PROVIDER;
