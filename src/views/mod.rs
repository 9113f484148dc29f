//! Standings -> what a page says. A view never has a rule of its own.

pub mod attendance;
pub mod checklist_sheet;
pub mod compliance;
pub mod compliance_page;
pub mod difference;
pub mod due;
pub mod explain;
pub mod explained;
pub mod findings;
pub mod gate;
pub mod marks;
pub mod reconcile;
pub mod return_sheet;
mod standings;
mod table;

pub use standings::Standings;
pub use table::{Column, Table};
