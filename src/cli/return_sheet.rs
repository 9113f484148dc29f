//! `apcheck return-sheet`.

use super::writing::write_workbook;
use super::{Outcome, Session, complete, date};
use crate::calendar::{add_days, said, span_said};
use crate::render::{clean, counted, return_sheet_workbook};
use crate::views::return_sheet::return_sheet;
use anyhow::{Context as _, anyhow, bail};
use chrono::NaiveDate;
use clap::Args;
use std::path::{Path, PathBuf};

/// Make a sheet on which a provider returns its marks of a week
///
/// An Excel workbook with a row a pupil, a column a session of the week, and the
/// provider's own letters to choose from; sessions at which a pupil is not
/// expected are grey. The pupil's first name and initial stand beside the ref
/// where names.csv has them, and an empty column for them where it has not. The
/// sheet comes back with `apcheck import attendance FILE --provider KEY`.
#[derive(Debug, Args)]
pub(super) struct ReturnSheet {
    /// The provider
    #[arg(value_name = "PROVIDER", add = complete::providers())]
    provider: String,
    /// Any day of the week
    #[arg(long, value_name = "DATE", value_parser = date)]
    week: NaiveDate,
    /// Where to put it; the current folder unless said
    #[arg(long, value_name = "FILE.xlsx")]
    output: Option<PathBuf>,
}

impl ReturnSheet {
    pub(super) fn run(&self, session: &Session) -> anyhow::Result<Outcome> {
        let provider = session.provider(&self.provider)?;
        let names = session.folder.pupils_names().map_err(|why| anyhow!(why))?;
        let sheet = return_sheet(
            &session.records,
            &session.calendar,
            provider,
            names.as_ref(),
            self.week,
        );
        if sheet.pupils.is_empty() {
            bail!(
                "nobody is expected at {} in the week of {}, so there is no sheet to make",
                self.provider,
                said(self.week)
            );
        }
        let path = self.path(sheet.monday);
        let has_names = sheet.pupils.iter().any(|pupil| pupil.name.is_some());
        if has_names && session.is_inside(&path) {
            bail!(
                "the sheet has pupils' first names in it, and would stand in the records folder, where git would keep them; name a place outside with --output"
            );
        }
        let bytes = return_sheet_workbook(&sheet).context("the sheet cannot be made")?;
        write_workbook(&path, &bytes)?;
        let week = span_said(sheet.monday, add_days(sheet.monday, 4));
        let mut text = format!(
            "Made {} for {week}: {}, {} expected.\n",
            path.display(),
            counted(sheet.pupils.len(), "pupil"),
            counted(expected(&sheet.pupils), "session"),
        );
        text.push_str(if has_names {
            "It has first names in it: send it as you send other personal data, and do not keep it in the records.\n"
        } else if names.is_some() {
            "names.csv has none of these pupils; the provider can fill in the column of names.\n"
        } else {
            "There is no names.csv, so the column of names is empty; the provider can fill it in.\n"
        });
        text.push_str(&format!(
            "When it comes back: apcheck import attendance FILE --provider {}\n",
            self.provider
        ));
        Ok(Outcome::of(session, clean(&text), 0))
    }

    fn path(&self, monday: NaiveDate) -> PathBuf {
        let usual = || PathBuf::from(format!("{}-{monday}.xlsx", self.provider));
        self.output.clone().unwrap_or_else(usual)
    }
}

fn expected(pupils: &[crate::views::return_sheet::Row]) -> usize {
    let due = pupils.iter().flat_map(|pupil| &pupil.due);
    due.filter(|due| **due).count()
}

impl Session {
    /// Whether a file that is to be made would stand in the records folder.
    pub(super) fn is_inside(&self, path: &Path) -> bool {
        let folder = match path.parent() {
            Some(parent) if parent != Path::new("") => parent,
            _ => Path::new("."),
        };
        // A folder that is not there yet lies where the nearest that is there lies.
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let there = folder.ancestors().find_map(|path| path.canonicalize().ok());
        match (there, self.folder.root().canonicalize()) {
            (Some(there), Ok(root)) => there.starts_with(root),
            _ => true,
        }
    }
}
