//! Attendance: the codes, what the home school enters, what marks add up to,
//! those that cannot be right, and the bands of risk.
//! All arithmetic with attendance is here.

mod codes;
mod compare;
mod footing;
mod home;
mod marks;
mod risk;
mod runs;
mod summary;
mod translate;

pub use codes::{CODES, Class, Code, code, withdrawn};
pub use compare::{differs, differs_elsewhere};
pub use footing::{Footing, Ground, Where};
pub use home::{HomeCode, Returned, home_code, not_lawful};
pub use marks::{faults, unexpected};
pub use risk::{Band, Lately, Risk, TooLittle, bands_said, lately, risk};
pub use runs::{REASON_DAYS, days_marked, runs};
pub use summary::{Flag, Sessions, Summary, WholeWeeks, by_week, sessions, summarise, whole_weeks};
pub use translate::{Letters, PRESENT};
