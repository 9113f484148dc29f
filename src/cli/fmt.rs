//! `apcheck fmt`.

use super::writing::{lines_of, wrote_in_order};
use super::{Common, Outcome, Session};
use crate::edit::{Change, Refusal, ordered, ordered_days, text_of};
use crate::records::{Shape, fields, is_well_formed};
use crate::render::{clean, counted, line_difference};
use crate::source::FileId;
use clap::Args;
use std::collections::BTreeSet;

/// Put records in order: fields as docs/records.md lists them, registers by day
///
/// Lines are moved, and nothing else is changed: a comment stays with the line
/// it stands on or above, values and line endings stay as they are written.
/// A record in which a comment would come away from its line is left, and said.
#[derive(Debug, Args)]
pub(super) struct Fmt {
    /// Placements, providers or pupils, or `school`; all records when none is named
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// Write nothing; exit with status 1 where something is not in order
    #[arg(long)]
    check: bool,
    /// Write nothing, and show which lines would move; exits as --check does
    #[arg(long)]
    diff: bool,
}

/// How a file is put in order.
#[derive(Clone, Copy)]
enum By {
    Fields(&'static Shape),
    Days,
}

impl Fmt {
    pub(super) fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let dry_run = self.check || self.diff;
        let (session, held) = Session::held(common, dry_run)?;
        let session = &session;
        session.check_ids(&self.ids)?;
        let mut changes = Vec::new();
        let mut left = String::new();
        let files = self.files(session);
        for (file, by) in &files {
            match change(session, *file, *by) {
                Ok(change) if change.replacements.is_empty() => {}
                Ok(change) => changes.push(change),
                Err(refusal) => left.push_str(&format!("Left as it is: {refusal}.\n")),
            }
        }
        held.write(session, &changes)?;
        let mut text = String::new();
        for change in &changes {
            if self.diff {
                let after = change.after();
                text.push_str(&line_difference(&change.path, &change.before, &after));
            } else {
                text.push_str(&format!(
                    "{} {}\n",
                    wrote_in_order(dry_run),
                    lines_of(change)
                ));
            }
        }
        if self.check && !changes.is_empty() {
            text.push_str(
                "`apcheck fmt --diff` shows what would move, and `apcheck fmt` moves it.\n",
            );
        }
        text.push_str(&left);
        if changes.is_empty() && left.is_empty() {
            text.push_str(&format!(
                "{}, all in order.\n",
                counted(files.len(), "file")
            ));
        }
        let status = u8::from(dry_run && !changes.is_empty());
        Ok(Outcome::of(session, clean(&text), status))
    }

    /// The files of the records that are named, each once.
    fn files(&self, session: &Session) -> Vec<(FileId, By)> {
        let records = &session.records;
        let wanted = |ids: &[&str]| {
            self.ids.is_empty() || self.ids.iter().any(|id| ids.contains(&id.as_str()))
        };
        let mut files = Vec::new();
        if wanted(&["school"]) {
            files.push((records.commissioner.file, By::Fields(&fields::COMMISSIONER)));
            let checklists = records.checklists.iter();
            files.extend(checklists.map(|record| (record.file, By::Fields(&fields::CHECKLIST))));
        }
        for (id, provider) in &records.providers {
            if wanted(&[id]) {
                files.push((provider.file, By::Fields(&fields::PROVIDER)));
            }
        }
        for placement in records.all_placements() {
            if !wanted(&[placement.id(), placement.pupil().unwrap_or_default()]) {
                continue;
            }
            files.push((placement.record.file, By::Fields(&fields::PLACEMENT)));
            let register = placement.register().and_then(|register| register.file);
            files.extend(register.map(|file| (file, By::Days)));
        }
        let mut seen = BTreeSet::new();
        files.retain(|(file, _)| seen.insert(*file));
        files
    }
}

fn change(session: &Session, file: FileId, by: By) -> Result<Change, Refusal> {
    let path = session.records.paths.of(file);
    let before = text_of(&session.folder, &session.records, file)?;
    let replacements = match by {
        By::Fields(_) if !is_well_formed(&before) => Err(Refusal(
            "something in it cannot be read; `apcheck validate` shows the place".into(),
        )),
        By::Fields(shape) => ordered(&before, shape),
        By::Days => ordered_days(&before),
    };
    Ok(Change {
        path: path.to_owned(),
        replacements: replacements.map_err(|why| Refusal(format!("{path}: {why}")))?,
        before,
        is_new: false,
    })
}
