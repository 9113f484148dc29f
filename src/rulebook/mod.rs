//! What is asked: requirements, checklists and conditions, as data.

mod book;
mod build;
mod conditions;
pub mod example;
mod parse;
mod requirement;
mod tighten;

pub use book::{LAW, RECORDS, Rulebook};
pub(crate) use conditions::{Asked, Day};
pub use conditions::{CONDITIONS, Condition, Holds};
pub(crate) use parse::plain;
pub use requirement::{
    About, Check, Checklist, Dated, Item, Level, Limit, Log, Needed, Requirement, Section, Stages,
    Test, When, all_said,
};
