//! How far the objectives of the placements have come.

use super::Term;
use crate::views::progress::{Course, objectives};
use crate::views::{Column, Section, Table};

/// The courses in the order in which they are read, and in a few words each.
const COURSES: [&str; 6] = [
    "reached",
    "on course",
    "behind where it would be if it moved evenly",
    "not reached by its day",
    "not measured, or too long ago to say",
    "no numbers to compare, or not readable",
];

/// Of every placement that was live in these days; what has ended is looked at
/// as on its last day.
pub(super) fn section(term: &Term<'_, '_>) -> Section {
    let mut counts = [0; COURSES.len()];
    for placement in &term.placements {
        for objective in objectives(term.case, placement) {
            counts[at(&objective.course)] += 1;
        }
    }
    let mut table = Table::new(
        "",
        &[Column::words("how it stands"), Column::number("objectives")],
    );
    let shown = term.parts(&counts, false);
    for ((label, count), shown) in COURSES.iter().zip(counts).zip(shown) {
        if count > 0 {
            table.rows.push(vec![(*label).to_owned(), shown]);
        }
    }
    Section::new("Objectives of the placements").table(table, "No objective is recorded.")
}

fn at(course: &Course) -> usize {
    match course {
        Course::Reached => 0,
        Course::OnCourse { .. } => 1,
        Course::Behind { .. } => 2,
        Course::NotReachedBy(_) => 3,
        Course::NotMeasuredSince(_) | Course::NotMeasured => 4,
        Course::NoNumbers(_) | Course::Unread => 5,
    }
}
