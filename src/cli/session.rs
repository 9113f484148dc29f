//! The records, the rulebook and the day: what every command but `init` works on.

use super::Common;
use crate::assess::Case;
use crate::calendar::Calendar;
use crate::load::Folder;
use crate::records::{Placement, Records, listed, nearest};
use crate::render::Style;
use crate::rulebook::Rulebook;
use anyhow::{Context as _, anyhow, bail};
use chrono::NaiveDate;

/// The records, the rulebook and the day, for one run.
pub(super) struct Session {
    pub(super) folder: Folder,
    pub(super) records: Records,
    pub(super) rulebook: Rulebook,
    pub(super) calendar: Calendar,
    pub(super) on: NaiveDate,
    pub(super) style: Style,
}

impl Session {
    pub(super) fn open(common: &Common) -> anyhow::Result<Session> {
        Session::of(common.folder()?, common.day(), common.style())
    }

    /// The same as of the day of a command's own `--on`, another name for
    /// `--as-of`.
    pub(super) fn open_on(common: &Common, on: Option<NaiveDate>) -> anyhow::Result<Session> {
        let day = match (on, common.as_of) {
            (Some(on), Some(as_of)) if on != as_of => {
                return Err(anyhow!(
                    "--on {on} and --as-of {as_of} mean the same and name two days; give one of them"
                ));
            }
            (on, _) => on.unwrap_or_else(|| common.day()),
        };
        Session::of(common.folder()?, day, common.style())
    }

    pub(super) fn of(folder: Folder, on: NaiveDate, style: Style) -> anyhow::Result<Session> {
        let records = folder.load().context("the records cannot be read")?;
        let rulebook = Rulebook::of(&records);
        let calendar = records.calendar();
        Ok(Session {
            folder,
            rulebook,
            calendar,
            records,
            on,
            style,
        })
    }

    pub(super) fn case(&self) -> Case<'_> {
        Case {
            records: &self.records,
            rulebook: &self.rulebook,
            calendar: &self.calendar,
            on: self.on,
            known: self.on,
        }
    }

    /// What the school is called, or that it is not recorded.
    pub(super) fn school_name(&self) -> String {
        let table = self.records.commissioner.table.table("commissioner");
        let name = table.and_then(|table| table.text("name").known());
        name.unwrap_or("name not recorded").to_owned()
    }

    /// How many files and rows could not be read.
    pub(super) fn unread(&self) -> usize {
        self.records.unread()
    }

    /// The one placement that is named; where a pupil or a provider is, their
    /// placements are offered.
    pub(super) fn one_placement(&self, id: &str) -> anyhow::Result<Placement<'_>> {
        match self.records.placement(id) {
            Some(placement) if placement.record.readable => return Ok(placement),
            Some(_) => bail!(
                "the file of {id} could not be read, so nothing can be taken from it; `apcheck validate {id}` says more"
            ),
            None => {}
        }
        self.check_ids(&[id.to_owned()])?;
        let of_pupil = self.records.placements_of(id);
        let there = of_pupil.chain(self.records.placements_at(id));
        let ids: Vec<&str> = there.map(|placement| placement.id()).collect();
        match ids[..] {
            [] => bail!("`{id}` is not a placement, and this is about a placement"),
            _ => bail!("this is about one placement; name it: {}", listed(&ids)),
        }
    }

    /// Refuses ids that name no record.
    pub(super) fn check_ids(&self, ids: &[String]) -> anyhow::Result<()> {
        let pupils = self.records.pupils();
        let known: Vec<&str> = self
            .records
            .placements
            .keys()
            .chain(self.records.providers.keys())
            .map(String::as_str)
            .chain(pupils)
            .chain(["school"])
            .collect();
        for id in ids {
            if !known.contains(&id.as_str()) {
                let near = nearest(id, known.iter().copied())
                    .map_or(String::new(), |near| format!("; did you mean `{near}`?"));
                return Err(anyhow!(
                    "there is no placement, provider or pupil {} in these records{near}",
                    as_key(id)
                ));
            }
        }
        Ok(())
    }
}

/// What was typed in the place of a key, to be said again; what is no key may be
/// a name or a day of birth, and is not repeated.
pub(crate) fn as_key(typed: &str) -> String {
    let is_key = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    let letters = typed.chars().any(char::is_alphabetic);
    if letters && typed.chars().all(is_key) {
        format!("`{typed}`")
    } else {
        "of what was typed".into()
    }
}
