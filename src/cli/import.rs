//! `apcheck import`.

use super::check::ImportChecklist;
use super::mark::attested;
use super::registers::listed;
use super::writing::Held;
use super::{Common, Outcome, Session, complete};
use crate::import::{Case, Order, Plan, Problem, Refused, Returned, read};
use crate::load::outside;
use crate::records::{Record, nearest};
use crate::render::{clean, counted, wrapped};
use anyhow::{anyhow, bail};
use clap::{Args, Subcommand};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Take in what others send
#[derive(Debug, Subcommand)]
pub(super) enum Import {
    Attendance(Attendance),
    Checklist(ImportChecklist),
}

/// Take a provider's return into the registers
///
/// The file is CSV or an Excel workbook (.xlsx): a row a pupil and session or
/// day, a row a pupil and a column a day or session, or a string of marks a
/// pupil. A return sheet, and a file with the columns ref, date, am, pm, is
/// recognised; how to read any other is said once in mappings/NAME.toml (see
/// docs/records.md). Every mark goes through [codes] of the provider.
///
/// If one cell is not understood, nothing is written, and all such cells are
/// named. A mark that is there already and says something else is kept, unless
/// --replace is given. Importing a file twice changes nothing.
#[derive(Debug, Args)]
pub(super) struct Attendance {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The provider that sent it, where it has our names of columns
    #[arg(
        long,
        value_name = "KEY",
        add = complete::providers(),
        conflicts_with = "mapping",
        required_unless_present = "mapping"
    )]
    provider: Option<String>,
    /// How to read it: a file in mappings/
    #[arg(long, value_name = "NAME", add = complete::mappings())]
    mapping: Option<String>,
    /// The sheet of a workbook; the first unless said
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// How it writes a date such as 03/04/2026: day-first, month-first or year-first
    #[arg(long, value_name = "ORDER", value_parser = order)]
    dates: Option<Order>,
    /// Put what it says in the place of what is there
    #[arg(long)]
    replace: bool,
    /// Show what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
}

fn order(word: &str) -> Result<Order, String> {
    Order::parse(word).ok_or_else(|| "it can be day-first, month-first or year-first".into())
}

impl Import {
    pub(super) fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        match self {
            Import::Attendance(attendance) => attendance.run(common),
            Import::Checklist(checklist) => checklist.run(common),
        }
    }
}

impl Attendance {
    fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let (session, held) = Session::held(common, self.dry_run)?;
        let session = &session;
        let (provider, plan) = self.plan(session)?;
        let plan = plan
            .with_order(self.dates)
            .with_sheet(self.sheet.as_deref());
        // The file's name may be a pupil's, and is not said.
        let bytes = outside(&self.file).map_err(|why| anyhow!("the file cannot be read ({why}); see that its path is right and that you may read it"))?;
        let names = session.folder.pupils_names().map_err(|why| anyhow!(why))?;
        let case = Case {
            records: &session.records,
            calendar: &session.calendar,
            provider,
            names: names.as_ref(),
            on: session.on,
        };
        match read(case, &plan, &bytes) {
            Ok(returned) => self.take(session, held, &returned),
            Err(Refused::File(why)) => bail!("nothing was imported from this file: {why}"),
            Err(Refused::Cells(problems)) => Ok(refused(&problems, session.width())),
        }
    }

    /// The provider, and how its file is read.
    fn plan<'s>(&self, session: &'s Session) -> anyhow::Result<(&'s Record, Plan)> {
        let records = &session.records;
        let Some(name) = &self.mapping else {
            let key = self.provider.as_deref().unwrap_or_default();
            return Ok((session.provider(key)?, Plan::default()));
        };
        let mapping = records.mappings.get(name).ok_or_else(|| {
            let known = records.mappings.keys().map(String::as_str);
            let near = nearest(name, known)
                .map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            anyhow!("there is no mapping `{name}` in mappings/{near}")
        })?;
        let plan = Plan::of(mapping).map_err(|why| anyhow!(why))?;
        let key = mapping.table.text("provider").known().unwrap_or_default();
        Ok((session.provider(key)?, plan))
    }

    fn take(&self, session: &Session, held: Held, returned: &Returned) -> anyhow::Result<Outcome> {
        let compared = session.compared(&returned.days)?;
        let marks = counted(returned.marks, "mark");
        if returned.days.is_empty() {
            bail!("there is no mark in this file, so nothing was imported");
        }
        if compared.is_nothing_new() {
            let text = format!(
                "There is nothing new in this file: {marks}, all in the registers already. Nothing was written.\n"
            );
            return Ok(Outcome::of(session, text, 0));
        }
        if !compared.contradictions.is_empty() && !self.replace {
            return Ok(session.contradicted(&compared.contradictions));
        }
        let mut text = attested(session);
        text.push_str(&format!(
            "The file has {marks} of {}.\n\n",
            counted(returned.days.len(), "placement")
        ));
        text.push_str(&listed(&compared.contradictions));
        text.push_str(&session.write_registers(&compared, held, self.dry_run)?);
        Ok(Outcome::of(session, clean(&text), 0))
    }
}

/// The cells that cannot be used; those with the same reason together.
pub(super) fn refused(problems: &[Problem], width: usize) -> Outcome {
    let mut reasons: Vec<&str> = Vec::new();
    let mut cells: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for problem in problems {
        let of_reason = cells.entry(&problem.why).or_insert_with(|| {
            reasons.push(&problem.why);
            Vec::new()
        });
        of_reason.push(&problem.cell);
    }
    let mut text = String::new();
    for reason in reasons {
        let line = format!("{} {reason}", cells[reason].join(", "));
        text.push_str(&wrapped(&line, "", "    ", width));
    }
    Outcome {
        bytes: clean(&text).into_bytes(),
        status: 2,
        remark: Some(format!(
            "nothing was imported, since {} of this file cannot be used",
            counted(problems.len(), "cell")
        )),
    }
}

impl Session {
    /// The provider of that key.
    pub(super) fn provider(&self, key: &str) -> anyhow::Result<&Record> {
        let providers = &self.records.providers;
        providers.get(key).ok_or_else(|| {
            let near = nearest(key, providers.keys().map(String::as_str))
                .map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            anyhow!("there is no provider `{key}` in these records{near}")
        })
    }
}
