//! Standings -> what a page says. A view never has a rule of its own.

pub mod attendance;
pub mod census;
mod chart;
pub mod checklist_sheet;
pub mod compliance;
pub mod compliance_page;
pub mod difference;
pub mod doctor;
mod document;
pub mod due;
pub mod explain;
pub mod explained;
pub mod findings;
pub mod forms;
pub mod gate;
pub mod marks;
pub mod progress;
pub mod reconcile;
pub mod recorded;
pub mod register;
pub mod reports;
pub mod return_sheet;
pub mod risk;
pub mod show;
mod standings;
mod table;
mod touched;
mod words;

pub use chart::{Attended, Bar, Cell, CellKind, Chart, Shape, TimeLine, Week, Weekly};
pub use document::{Block, Document, Fact, Section};
pub use standings::Standings;
pub use table::{Column, Kind, Table};
pub use touched::Touched;
