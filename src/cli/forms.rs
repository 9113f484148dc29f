//! `apcheck form`.

use super::form::put;
use super::{Outcome, Session, complete};
use crate::records::Placement;
use crate::render;
use crate::views::Document;
use crate::views::forms::{
    direction_notice, la_notification, part_time_timetable, placement_sheet,
};
use anyhow::{anyhow, bail};
use clap::{Args, Subcommand, ValueEnum};
use std::path::{Path, PathBuf};

/// Fill in a letter or form about a placement
///
/// Filled in from the records; what is not recorded is marked as to be filled
/// in, and named at the top. The pupil's name and date of birth are filled in by
/// hand, unless --names is given: then the name of names.csv stands in the form.
/// Without --format it is Markdown, or what the name of FILE ends in.
#[derive(Debug, Subcommand)]
pub(super) enum Forms {
    /// The placement sheet of the Leicestershire handbook, in its own words
    PlacementSheet(Wanted),
    /// The notice of a placement to the local authority
    LaNotification(Wanted),
    /// The notice of an off-site direction to the parents
    ///
    /// With what the law asks it to state: the address, whom to report to, the
    /// number of days, the reasons and objectives, and the times of the sessions.
    /// The days are the school days on which the week has the pupil there.
    OffSiteDirectionNotice(Wanted),
    /// The agreement on a part-time timetable
    PartTimeTimetable(Wanted),
}

#[derive(Debug, Args)]
pub(super) struct Wanted {
    /// The placement
    #[arg(value_name = "ID", add = complete::ids())]
    id: String,
    /// Put the pupil's name into it, from names.csv; needs --output with a file outside the records
    #[arg(long, requires = "output")]
    names: bool,
    /// The form of the answer
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Write a new file instead of printing; one that is there already is not overwritten
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// To go on writing in
    Md,
    /// A web page in one file, for printing, with places to sign
    Html,
    /// For other programs
    Json,
}

impl Forms {
    pub(super) fn run(&self, session: &Session) -> anyhow::Result<Outcome> {
        let (Forms::PlacementSheet(wanted)
        | Forms::LaNotification(wanted)
        | Forms::OffSiteDirectionNotice(wanted)
        | Forms::PartTimeTimetable(wanted)) = self;
        let placement = session.one_placement(&wanted.id)?;
        let name = wanted.name(session, &placement)?;
        let document = self.document(session, placement, name.as_deref())?;
        let bytes = match wanted.format() {
            Format::Md => render::document_markdown(&document),
            Format::Html => render::letter(&document),
            Format::Json => render::document_json(&document, session.on),
        };
        put(session, bytes.into_bytes(), wanted.output.as_deref(), 0)
    }

    fn document(
        &self,
        session: &Session,
        placement: Placement<'_>,
        name: Option<&str>,
    ) -> anyhow::Result<Document> {
        let case = session.case();
        match self {
            Forms::PlacementSheet(_) => Ok(placement_sheet(case, placement, name)),
            Forms::LaNotification(_) => la_notification(case, placement, name),
            Forms::OffSiteDirectionNotice(_) => direction_notice(case, placement, name),
            Forms::PartTimeTimetable(_) => part_time_timetable(case, placement, name),
        }
        .map_err(|why: String| anyhow!(why))
    }
}

impl Wanted {
    fn format(&self) -> Format {
        let ending = self.output.as_deref().and_then(Path::extension);
        self.format
            .unwrap_or(match ending.and_then(|ending| ending.to_str()) {
                Some("html" | "htm") => Format::Html,
                Some("json") => Format::Json,
                _ => Format::Md,
            })
    }

    /// The pupil's name, where it is asked for.
    fn name(&self, session: &Session, placement: &Placement<'_>) -> anyhow::Result<Option<String>> {
        let Some(output) = self.output.as_deref().filter(|_| self.names) else {
            return Ok(None);
        };
        if session.is_inside(output) {
            bail!(
                "the form has the pupil's name in it, and would stand in the records folder, where git would keep it; name a place outside with --output"
            );
        }
        let names = session.folder.pupils_names().map_err(|why| anyhow!(why))?;
        let Some(names) = names else {
            bail!(
                "there is no names.csv among the records, so the pupil's name cannot be put in; leave --names out to fill it in by hand"
            );
        };
        let pupil = placement.pupil();
        let name = pupil.and_then(|pupil| names.for_a_letter(pupil));
        match name {
            Some(name) => Ok(Some(name.to_owned())),
            None => bail!(
                "names.csv has no name for the pupil of {}; leave --names out to fill it in by hand",
                placement.id()
            ),
        }
    }
}
