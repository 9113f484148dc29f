//! Attendance: the codes, what they add up to, marks that cannot be
//! right, and the bands of risk.
//! All arithmetic with attendance is here.

mod codes;
mod marks;
mod risk;
mod runs;
mod summary;

pub use codes::{CODES, Class, Code, code, withdrawn};
pub use marks::faults;
pub use risk::{Band, Risk, risk};
pub use runs::{days_marked, runs};
pub use summary::{Flag, Sessions, Summary, WholeWeeks, sessions, summarise, whole_weeks};
