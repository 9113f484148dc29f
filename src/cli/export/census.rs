//! `apcheck export census`.

use crate::calendar::{Span, census_day_before, is_census_day, said};
use crate::cli::form::{Answer, Format, Target, headed};
use crate::cli::{Common, INCOMPLETE, Outcome, Session, date};
use crate::render;
use crate::views::census::{self, census};
use crate::views::{Document, Section, Table};
use anyhow::bail;
use chrono::NaiveDate;
use clap::Args;

/// The placements that the school returns in the school census
///
/// A row for each placement that the school arranged off its own site and that
/// was open on the day, or ended on or after --from, the census day before
/// unless said. Of a pupil who was placed at the same provider again, only the
/// latest. What the local authority arranged is returned only for a pupil who is
/// dual registered. Sessions per week are those of the week that held on the day,
/// or on the last day; a placement of all ten is full-time. The provider is told
/// by its URN, its UKPRN or its type of setting, as its record has them.
///
/// What is missing or wrong is left as it is recorded, and named on stderr with
/// what to do. Nothing is guessed, and the codes of the census's own file are not
/// written: the columns are for typing or taking into the school's system.
///
/// Census days are the first Thursday of October and the third of January and
/// May.
#[derive(Debug, Args)]
pub(super) struct ExportCensus {
    /// The census day; another name for --as-of
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<NaiveDate>,
    /// Placements that ended from this day on are in it; the census day before unless said
    #[arg(long, value_name = "DATE", value_parser = date)]
    from: Option<NaiveDate>,
    /// The form of the answer
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    #[command(flatten)]
    target: Target,
}

impl ExportCensus {
    pub(super) fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let session = Session::open_on(common, self.on)?;
        let from = self.from.unwrap_or_else(|| census_day_before(session.on));
        if from > session.on {
            bail!(
                "the first day, {}, is after the census day, {}",
                said(from),
                said(session.on)
            );
        }
        let census = census(session.case(), from);
        let status = if census.unsure.is_empty() {
            0
        } else {
            INCOMPLETE
        };
        let mut outcome = self.target.given(self.format, &session, &census, status)?;
        if self.names_what_is_missing() {
            let said = [outcome.remark.take(), Some(remark(&census))];
            outcome.remark = Some(said.into_iter().flatten().collect::<Vec<_>>().join("\n"));
        }
        Ok(outcome)
    }

    /// Whether the form has no room for more than the rows.
    fn names_what_is_missing(&self) -> bool {
        self.format == Format::Csv
    }
}

/// What the rows cover, and what is missing, a line each.
fn remark(census: &census::Census) -> String {
    let mut lines = notes(census);
    if !census.missing.is_empty() {
        lines.push(missing_said(census));
    }
    for missing in &census.missing {
        lines.push(format!(
            "  {}: {}: {}",
            missing.placement, missing.item, missing.what_to_do
        ));
    }
    render::clean(&lines.join("\n"))
}

fn missing_said(census: &census::Census) -> String {
    match census.missing.len() {
        0 => "Nothing is missing in these rows.".into(),
        1 => "1 thing is missing or wrong:".into(),
        count => format!("{count} things are missing or wrong:"),
    }
}

impl Answer for census::Census {
    fn text(&self, session: &Session) -> String {
        let mut out = format!("{}\n\n", title(self));
        for table in tables(self) {
            out.push_str(&render::plain(&table, session.style.width));
            out.push('\n');
        }
        for note in notes(self) {
            let width = session.style.width.map_or(100, usize::from);
            out.push_str(&render::wrapped(&render::clean(&note), "", "", width));
        }
        out
    }

    fn json(&self, session: &Session) -> String {
        render::census_json(self, session.on)
    }

    fn rows(&self) -> Table {
        self.table()
    }

    fn sheets(&self) -> Vec<Table> {
        let mut placements = self.table();
        placements.notes = notes(self);
        vec![placements, self.missing_table()]
    }

    fn document(&self, session: &Session) -> Document {
        let facts = headed(session);
        let mut document = Document::of_tables("census", title(self), facts, tables(self));
        let rest = Section::new("What this covers").list(notes(self));
        document.sections.push(rest);
        document
    }
}

fn title(census: &census::Census) -> String {
    format!(
        "Placements for the school census of {}",
        said(census.span.to)
    )
}

/// The tables that have a row.
fn tables(census: &census::Census) -> Vec<Table> {
    let tables = [census.table(), census.missing_table()];
    let some = |table: &Table| !table.rows.is_empty();
    tables.into_iter().filter(some).collect()
}

fn notes(census: &census::Census) -> Vec<String> {
    let Span { to, .. } = census.span;
    let mut notes = census.notes();
    if !is_census_day(to) {
        notes.push(format!(
            "{} is no usual day of the school census; the last one before was {}.",
            said(to),
            said(census_day_before(to))
        ));
    }
    if census.missing.is_empty() {
        notes.push(missing_said(census));
    }
    notes
}
