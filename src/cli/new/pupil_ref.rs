//! `apcheck new pupil-ref`: references that no pupil has.

use crate::cli::{Outcome, Session};
use anyhow::bail;
use clap::Args;

/// Print a reference for a pupil that is unused
///
/// The next after the highest, and never made from a name. Which pupil it
/// stands for is written where the school keeps that, never into the records.
#[derive(Debug, Args)]
pub(super) struct PupilRef {
    /// How many to print
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=500))]
    count: u16,
}

impl PupilRef {
    pub(super) fn run(&self, session: &Session) -> anyhow::Result<Outcome> {
        let wanted = usize::from(self.count);
        let unused: Vec<String> = unused(session).take(wanted).collect();
        if unused.len() < wanted {
            bail!(
                "only {} of p001 to p999 come after the highest that is used; give references of another form",
                unused.len()
            );
        }
        let text: String = unused.iter().map(|unused| format!("{unused}\n")).collect();
        Ok(Outcome::of(session, text, 0))
    }
}

/// All that come after the highest in use. What stands in a record that could
/// not be read, or in the school's list of names, is in use too.
pub(super) fn unused(session: &Session) -> impl Iterator<Item = String> + use<> {
    let records = &session.records;
    let names = session.folder.text("names.csv").unwrap_or_default();
    let listed = names.split(|c: char| !c.is_alphanumeric());
    let files = records
        .placements
        .keys()
        .filter_map(|id| id.split('-').next());
    let used = records.pupils().into_iter().chain(files).chain(listed);
    let highest = used.filter_map(number).max().unwrap_or(0);
    (highest + 1..=999).map(|number| format!("p{number:03}"))
}

/// The number of `p014`.
fn number(reference: &str) -> Option<u16> {
    let digits = reference.strip_prefix('p')?;
    (digits.len() == 3).then(|| digits.parse().ok())?
}
