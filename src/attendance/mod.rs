//! Attendance: the codes, what they add up to, marks that cannot be
//! right, and the bands of risk.
//! All arithmetic with attendance is here.

mod codes;
mod marks;
mod risk;
mod runs;
mod summary;
mod translate;

pub use codes::{CODES, Class, Code, code, withdrawn};
pub use marks::{faults, unexpected};
pub use risk::{Band, Risk, risk};
pub use runs::{days_marked, runs};
pub use summary::{Flag, Sessions, Summary, WholeWeeks, sessions, summarise, whole_weeks};
pub use translate::{Letters, PRESENT};
