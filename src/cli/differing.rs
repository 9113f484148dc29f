//! Writing a change, and saying what was written and what stands differently.

use super::Session;
use super::writing::{Held, lines_of, shown, wrote};
use crate::assess::faults;
use crate::calendar::said;
use crate::edit::Change;
use crate::records::Fault;
use crate::render::wrapped;
use crate::rulebook::Requirement;
use crate::views::difference::{Difference, differences};
use crate::views::{Standings, Touched};

/// More than this is not read.
const MOST: usize = 12;

/// A change on its way to the disk, with the records as they are with it.
pub(super) struct Writing<'s> {
    session: &'s Session,
    pub after: Session,
    changes: Vec<Change>,
    held: Held,
}

/// What was written, and what stands differently, in words; and the latter
/// once more.
pub(super) struct Written {
    pub text: String,
    pub differences: Vec<Difference>,
}

impl<'s> Writing<'s> {
    pub(super) fn of(
        session: &'s Session,
        changes: Vec<Change>,
        held: Held,
    ) -> anyhow::Result<Writing<'s>> {
        let after = session.changed(&changes)?;
        Ok(Writing {
            session,
            after,
            changes,
            held,
        })
    }

    /// Writes; the lock is gone before what was written is looked at.
    pub(super) fn write(self, dry_run: bool) -> anyhow::Result<Written> {
        self.held.write(self.session, &self.changes)?;
        let mut text = String::new();
        for change in &self.changes {
            text.push_str(&format!(
                "{} {}:\n\n{}\n",
                wrote(dry_run),
                lines_of(change),
                shown(change)
            ));
        }
        text.push_str(&new_faults(self.session, &self.after));
        let found = stands_differently(self.session, &self.after, &self.changes);
        text.push_str(&differently(self.session, &found));
        Ok(Written {
            text,
            differences: found,
        })
    }
}

/// What stands differently after some changes.
pub(super) fn stands_differently(
    before: &Session,
    after: &Session,
    changes: &[Change],
) -> Vec<Difference> {
    let files: Vec<String> = changes.iter().map(|change| change.path.clone()).collect();
    let touched = Touched::by(&files, [&before.records, &after.records]);
    differences(
        &Standings::about(before.case(), |subject| touched.has(subject)),
        &Standings::about(after.case(), |subject| touched.has(subject)),
    )
}

/// Faults of the records that were not there before: a date before another,
/// a mark on a day that can have none.
fn new_faults(before: &Session, after: &Session) -> String {
    let old = faults(&before.case());
    let is_new = |fault: &&Fault| {
        let same = |old: &Fault| old.id == fault.id && old.message == fault.message;
        !old.iter().any(same)
    };
    let mut text = String::new();
    let now = faults(&after.case());
    for fault in now.iter().filter(is_new) {
        if text.is_empty() {
            text.push_str("This cannot be right now\n");
        }
        let path = after.records.paths.of(fault.place.file);
        let said = format!("{path}: {}; next: {}", fault.message, fault.next);
        text.push_str(&wrapped(&said, "\n  ", "    ", before.width()));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

fn differently(session: &Session, found: &[Difference]) -> String {
    let on = said(session.on);
    if found.is_empty() {
        return format!("Nothing stands differently on {on}.\n");
    }
    let width = session.width();
    let mut text = format!("What stands differently on {on}\n");
    for difference in found.iter().take(MOST) {
        text.push_str(&format!(
            "\n  {} of {}\n",
            difference.requirement, difference.subject
        ));
        let rest = " ".repeat(12);
        text.push_str(&wrapped(&difference.before, "    before  ", &rest, width));
        text.push_str(&wrapped(&difference.now, "    after   ", &rest, width));
    }
    if let Some(more) = found.len().checked_sub(MOST).filter(|more| *more > 0) {
        text.push_str(&format!(
            "\n  and {more} more; `apcheck compliance` has them all\n"
        ));
    }
    text
}

/// What is attested to: the title of a requirement, and why it matters.
pub(super) fn attested(session: &Session, requirement: &Requirement) -> String {
    format!(
        "{}: {}\n{}",
        requirement.id,
        requirement.title,
        wrapped(&requirement.why, "  ", "  ", session.width())
    )
}
