//! `apcheck check`.

mod asked;
mod dialogue;
mod filled;
mod questions;
mod sheet;
mod walk;

pub(super) use filled::ImportChecklist;
pub(super) use sheet::ExportChecklist;

use super::differing::{Writing, attested};
use super::writing::words;
use super::{Common, Outcome, Session, complete, date};
use crate::calendar::said;
use crate::edit::{Change, Entry, Refusal, add_lines, prepare, quoted};
use crate::records::{Entry as Field, Record, Table, Value, fields, read};
use crate::render::clean;
use crate::source::Paths;
use anyhow::bail;
use asked::{Asked, asked};
use chrono::NaiveDate;
use clap::Args;

/// Record that a check was made, or walk through a checklist's open items
///
/// The line is added behind the older ones of the same check, so that the past
/// can still be shown. With the name of a checklist in the place of ITEM, its
/// open items are asked one after another, with the paper form in hand; all
/// that was answered is shown, and then written at once.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// The placement or provider, or `school`; several with commas between for the same line in each
    #[arg(value_name = "ID", add = complete::ids())]
    ids: String,
    /// The requirement or the key of the check; or a checklist, to walk through
    #[arg(value_name = "ITEM", add = complete::explained())]
    item: String,
    /// The day of the check; the day of the run unless said
    #[arg(long, value_name = "DATE", value_parser = date)]
    date: Option<NaiveDate>,
    /// Who made it: a key under [people]; whoever git says you are unless said
    #[arg(long, value_name = "PERSON", add = complete::people())]
    by: Option<String>,
    /// Where the evidence is, or what was seen, in words that name no child
    #[arg(long, value_name = "WORDS")]
    evidence: Option<String>,
    /// The last day it is good for; without it the renewal of the requirement counts
    #[arg(long, value_name = "DATE", value_parser = date)]
    expires: Option<NaiveDate>,
    /// The topics that the document covers, with commas between
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    covers: Vec<String>,
    /// Other checks of the same record that the same document answers
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    also: Vec<String>,
    /// Insurance: the sum insured, in pounds
    #[arg(long, value_name = "SUM", value_parser = pounds)]
    cover: Option<u64>,
    /// Why the check is not needed here, as a fact that names no child
    #[arg(long, value_name = "REASON", conflicts_with_all = ["evidence", "covers", "also", "cover", "action"])]
    not_required: Option<String>,
    /// Something still to do
    #[arg(long, value_name = "WHAT", requires = "action_by")]
    action: Option<String>,
    /// The last day to do it
    #[arg(long, value_name = "DATE", value_parser = date, requires = "action")]
    action_by: Option<NaiveDate>,
    /// Show what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
}

fn pounds(text: &str) -> Result<u64, String> {
    let digits = text.replace([',', '_', '£'], "");
    digits
        .parse()
        .map_err(|_| "write the sum in whole pounds, as in 10000000".into())
}

/// The same line for one record after another.
struct Place<'s> {
    record: &'s Record,
    key: String,
    line: Entry,
}

impl Check {
    pub(super) fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let first = Session::open(common)?;
        let is_checklist = first.rulebook.checklists.contains_key(&self.item)
            && first.rulebook.requirement(&self.item).is_none();
        if is_checklist {
            return walk::run(self, common, &first);
        }
        let (session, held) = Session::held(common, self.dry_run)?;
        let asked = asked(&session, &self.item, self.not_required.is_some())?;
        let mut records: Vec<&Record> = Vec::new();
        for id in self.ids.split(',').map(str::trim) {
            let record = asked.record(&session, id, self.not_required.is_some())?;
            if records.iter().all(|known| known.file != record.file) {
                records.push(record);
            }
        }
        let line = self.line(&session, &asked)?;
        let there = |record: &&Record| is_written(record, &asked.key, &line);
        if records.iter().all(there) {
            let text = format!(
                "This line of `{}` is there already, so nothing was written.\n",
                asked.key
            );
            return Ok(Outcome::of(&session, text, 0));
        }
        records.retain(|record| !is_written(record, &asked.key, &line));
        let places: Vec<Place<'_>> = records
            .into_iter()
            .map(|record| Place {
                record,
                key: asked.key.clone(),
                line: line.clone(),
            })
            .collect();
        let changes = changes(&session, &places)?;
        session.names_nobody(&changes)?;
        let writing = Writing::of(&session, changes, held)?;
        let mut text = String::new();
        for requirement in asked.counted(&session) {
            text.push_str(&attested(&session, requirement));
        }
        text.push('\n');
        text.push_str(&writing.write(self.dry_run)?.text);
        Ok(Outcome::of(&session, clean(&text), 0))
    }

    /// With a checklist only what is the same for all its items can be given.
    fn only_defaults(&self) -> anyhow::Result<()> {
        let others = [
            ("--expires", self.expires.is_some()),
            ("--covers", !self.covers.is_empty()),
            ("--also", !self.also.is_empty()),
            ("--cover", self.cover.is_some()),
            ("--not-required", self.not_required.is_some()),
            ("--action", self.action.is_some()),
        ];
        if let Some((option, _)) = others.iter().find(|(_, given)| *given) {
            bail!(
                "`{}` is a checklist, whose items are asked one after another, so {option} cannot be given for all of them",
                self.item
            );
        }
        if self.ids.contains(',') {
            bail!(
                "a checklist is walked through for one record at a time; name one of {}",
                self.ids
            );
        }
        Ok(())
    }

    /// The line as the flags make it.
    fn line(&self, session: &Session, asked: &Asked<'_>) -> anyhow::Result<Entry> {
        let by = session.by(self.by.as_deref())?;
        let date = not_to_come("--date", self.date.unwrap_or(session.on), session.on)?;
        if self.not_required.is_none() && self.expires.is_none() {
            asked.needs_no_expiry(session, &self.also)?;
        }
        let also = asked.also(session, &self.also)?;
        let mut line = Entry::default().date("date", date).text("by", &by);
        if let Some(expires) = self.expires {
            line = line.date("expires", good_for(expires, date)?);
        }
        if let Some(cover) = self.cover {
            line = line.toml("cover", thousands(cover));
        }
        if !self.covers.is_empty() {
            line = line.toml("covers", list(&asked.topics(&self.covers)?));
        }
        if !also.is_empty() {
            line = line.toml("also", list(&also));
        }
        let texts = [
            ("evidence", &self.evidence),
            ("action", &self.action),
            ("not-required", &self.not_required),
        ];
        for (key, text) in texts {
            if let Some(text) = text {
                line = line.text(key, &words(&format!("--{key}"), text)?);
            }
            if let ("action", Some(by)) = (key, self.action_by) {
                line = line.date("action-by", by);
            }
        }
        Ok(line)
    }
}

/// Whether the very line stands in a record already.
fn is_written(record: &Record, key: &str, line: &Entry) -> bool {
    let text = format!("[checks]\n{key} = {}\n", line.inline());
    let new = read(Paths::default().add(""), &text, &fields::PROVIDER).table;
    let lines = |table: &Table| -> Vec<Vec<(String, String)>> {
        let lines = table.table("checks").and_then(|checks| checks.get(key));
        let lines = lines.map_or(&[][..], Value::items);
        let fields = |line: &Table| {
            let field = |field: &Field| (field.key.to_string(), field.value.said());
            let mut fields: Vec<_> = line.entries.iter().map(field).collect();
            fields.sort();
            fields
        };
        lines.iter().filter_map(Value::table).map(fields).collect()
    };
    let new = lines(&new);
    lines(&record.table).iter().any(|line| new.contains(line))
}

/// A check is written once it is made.
fn not_to_come(option: &str, date: NaiveDate, on: NaiveDate) -> anyhow::Result<NaiveDate> {
    if date > on {
        bail!(
            "{option} is {}, which is still to come on {}; write the check once it is made",
            said(date),
            said(on)
        );
    }
    Ok(date)
}

fn good_for(expires: NaiveDate, date: NaiveDate) -> anyhow::Result<NaiveDate> {
    if expires < date {
        bail!(
            "the last day it is good for, {}, lies before the check of {}; see which of the two is wrong",
            said(expires),
            said(date)
        );
    }
    Ok(expires)
}

/// `10_000_000`.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && at % 3 == first {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

fn list<S: AsRef<str>>(words: &[S]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| quoted(word.as_ref())).collect();
    format!("[{}]", quoted.join(", "))
}

/// One change for each file.
fn changes(session: &Session, places: &[Place<'_>]) -> Result<Vec<Change>, Refusal> {
    let mut files: Vec<&Record> = Vec::new();
    for place in places {
        if files.iter().all(|record| record.file != place.record.file) {
            files.push(place.record);
        }
    }
    files
        .into_iter()
        .map(|record| {
            let lines: Vec<(String, Entry)> = places
                .iter()
                .filter(|place| place.record.file == record.file)
                .map(|place| (place.key.clone(), place.line.clone()))
                .collect();
            prepare(&session.folder, &session.records, record, |text| {
                add_lines(text, &record.table, &lines)
            })
        })
        .collect()
}
