//! apcheck checks a school's records of alternative provision against the
//! checklists the school must answer to.
//!
//! The modules stand in reading order; data flows from the first to the last.
//! See `docs/architecture.md` for the map and the invariants.

pub mod processors;

pub mod source;

pub mod records;

pub mod load;

pub mod calendar;

pub mod attendance;

pub mod rulebook;

pub mod assess;

pub mod computed;

pub mod views;

pub mod render;

pub mod edit;

pub mod import;

pub mod cli;
