//! What is asked: requirements, checklists and conditions, as data.

mod build;
mod conditions;
pub mod example;
mod parse;
mod requirement;
mod tighten;

pub use build::Rulebook;
pub use build::{LAW, RECORDS};
pub(crate) use conditions::{Asked, Day, is_school};
pub use conditions::{CONDITIONS, Condition, Holds};
pub(crate) use parse::plain;
pub use requirement::{
    About, Check, Checklist, Dated, Item, Level, Limit, Log, Needed, Requirement, Section, Stages,
    Test, When, all_said,
};
