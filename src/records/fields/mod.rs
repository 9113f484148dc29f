//! The table of fields: every field of every kind of record.
//! A row is a line, however long, so that the tables can be read as tables.

#[rustfmt::skip]
mod commissioner;
#[rustfmt::skip]
mod mapping;
#[rustfmt::skip]
mod placement;
#[rustfmt::skip]
mod provider;
#[rustfmt::skip]
mod shared;

pub use commissioner::{CHECKLIST, COMMISSIONER, EXAMPLES, REQUIREMENT, TERM};
pub use mapping::MAPPING;
pub use placement::PLACEMENT;
pub use provider::PROVIDER;
pub use shared::LINE;
