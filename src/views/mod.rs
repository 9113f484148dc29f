//! Standings -> what a page says. A view never has a rule of its own.

pub mod attendance;
mod chart;
pub mod checklist_sheet;
pub mod compliance;
pub mod compliance_page;
pub mod difference;
mod document;
pub mod due;
pub mod explain;
pub mod explained;
pub mod findings;
pub mod gate;
pub mod marks;
pub mod reconcile;
pub mod recorded;
pub mod register;
pub mod reports;
pub mod return_sheet;
mod standings;
mod table;
mod touched;

pub use chart::{Attended, Bar, Cell, CellKind, Chart, Shape, TimeLine, Week, Weekly};
pub use document::{Block, Document, Fact, Section};
pub use standings::Standings;
pub use table::{Column, Kind, Table};
pub use touched::Touched;
