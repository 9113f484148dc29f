//! What is asked: requirements, checklists and conditions, as data.

mod build;
mod conditions;
mod requirement;

pub use build::Rulebook;
pub(crate) use build::plain;
pub use build::{LAW, RECORDS};
pub(crate) use conditions::{Asked, Day};
pub use conditions::{CONDITIONS, Condition, Holds};
pub use requirement::Limit;
pub use requirement::{
    About, Check, Checklist, Item, Level, Log, Needed, Requirement, Section, Stages, Test,
};
