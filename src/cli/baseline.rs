//! `apcheck baseline`.

use super::writing::{Exception, lines_of, words, wrote};
use super::{Common, Outcome, Session, complete, date};
use crate::assess::{Assessment, longest_backlog};
use crate::calendar::said;
use crate::edit::{Change, Entry};
use crate::records::Record;
use crate::render::{clean, counted, wrapped};
use crate::views::Standings;
use anyhow::{anyhow, bail};
use chrono::NaiveDate;
use clap::Args;
use std::collections::{BTreeMap, BTreeSet};

/// Take down what was never done before, so that a school with years of paper can begin
///
/// Every requirement in breach on the day is written into the record it is
/// about, as a backlog to be done by the end of the term at the latest. It
/// excuses nothing and is nobody's approval: each stays in breach in every
/// report and every count, and a placement that has not started still waits for
/// it. Only the exit status of `validate` and `due` leaves it out, so that what
/// is new can be seen. What is law, or protects the pupil directly, is never
/// taken down; it has to be done now.
#[derive(Debug, Args)]
pub(super) struct Baseline {
    /// The last day to do it; the last day of the term unless said, and no later
    #[arg(long, value_name = "DATE", value_parser = date)]
    until: Option<NaiveDate>,
    /// Who takes it down: a key under [people]
    #[arg(long, value_name = "PERSON", add = complete::people())]
    by: String,
    /// Why it is not there, in a few words that name no child
    #[arg(
        long,
        value_name = "WORDS",
        default_value = "not done before these records began"
    )]
    reason: String,
    /// Show what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// What is in breach, sorted by what becomes of it.
#[derive(Default)]
struct Sorted<'a> {
    /// By the path of the record: the requirements to take down.
    taken: BTreeMap<&'a str, (&'a Record, BTreeSet<&'a str>)>,
    /// Taken down before.
    before: usize,
    /// What can never be excepted: the requirement and whose it is.
    left_out: Vec<&'a Assessment<'a>>,
}

impl Baseline {
    pub(super) fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let (session, held) = Session::held(common, self.dry_run)?;
        let session = &session;
        session.check_person(&self.by)?;
        let reason = words("--reason", &self.reason)?;
        let until = self.until(session)?;
        let standings = Standings::of(session.case());
        let sorted = sort(session, &standings.all);
        let mut changes = Vec::new();
        for (record, requirements) in sorted.taken.values() {
            let entry = |requirement: &&str| {
                let exception = Exception {
                    requirement,
                    kind: "backlog",
                    reason: &reason,
                    agreed_by: &self.by,
                    agreed: session.on,
                    until,
                };
                exception.entry()
            };
            let entries: Vec<Entry> = requirements.iter().map(entry).collect();
            changes.push(session.with_exceptions(record, &entries)?);
        }
        session.names_nobody(&changes)?;
        if !changes.is_empty() {
            held.write(session, &changes)?;
        }
        let width = session.width();
        let mut text = self.taken_said(&sorted, &changes, session, until);
        text.push_str(&left_out_said(&sorted.left_out, width));
        Ok(Outcome::of(session, clean(&text), 0))
    }

    /// The last day to do it: at most the end of the term.
    fn until(&self, session: &Session) -> anyhow::Result<NaiveDate> {
        let on = session.on;
        let term = session.calendar.term_of(on).map_err(|_| {
            anyhow!("no term is recorded for {}, so its end is not known; add it to apcheck.toml: [[terms]] with name, start, half-term and end", said(on))
        })?;
        let latest = term.span.to.min(longest_backlog(on));
        match self.until {
            Some(until) if until > latest => bail!(
                "--until is {}, and what is taken down is to be done by the end of the term; give {latest} or a day before",
                said(until)
            ),
            Some(until) if until < on => bail!(
                "--until is {}, which has gone by; give a day up to {latest}",
                said(until)
            ),
            until => Ok(until.unwrap_or(latest)),
        }
    }

    fn taken_said(
        &self,
        sorted: &Sorted<'_>,
        changes: &[Change],
        session: &Session,
        until: NaiveDate,
    ) -> String {
        let count: usize = sorted.taken.values().map(|(_, ids)| ids.len()).sum();
        let before = match sorted.before {
            0 => String::new(),
            n => format!("{n} more in breach had been taken down before.\n"),
        };
        if count == 0 {
            return format!("There is nothing to take down, so nothing was written.\n{before}");
        }
        let width = session.width();
        let (entries, files) = (
            counted(count, "entry").replace("entrys", "entries"),
            counted(changes.len(), "file"),
        );
        let mut text = format!(
            "{} {entries} in {files}, to be done by {}:\n",
            wrote(self.dry_run),
            said(until)
        );
        for (change, (_, ids)) in changes.iter().zip(sorted.taken.values()) {
            let ids: Vec<_> = ids.iter().copied().collect();
            text.push_str(&format!("\n  {}\n", lines_of(change)));
            text.push_str(&wrapped(&ids.join(", "), "    ", "    ", width));
        }
        text.push_str(&format!("\n{before}"));
        text.push_str(&wrapped(WHAT_IT_IS, "", "", width));
        text
    }
}

const WHAT_IT_IS: &str = "They excuse nothing: each stays in breach in every report and every count until it is done, and only the exit status leaves it out. Nobody has approved them; `agreed-by` says who took them down.";

/// What has ended is not asked for any more, and is left as it is.
fn sort<'a>(session: &'a Session, answers: &'a [Assessment<'a>]) -> Sorted<'a> {
    let mut sorted = Sorted::default();
    for answer in answers
        .iter()
        .filter(|answer| answer.is_breached() && !answer.has_ended())
    {
        if answer.requirement.cannot_be_excepted(answer.level) {
            sorted.left_out.push(answer);
        } else if answer.backlog.is_some() {
            sorted.before += 1;
        } else {
            let record = answer.subject.record(&session.case());
            let path = session.records.paths.of(record.file);
            let (_, ids) = sorted
                .taken
                .entry(path)
                .or_insert((record, BTreeSet::new()));
            ids.insert(&answer.requirement.id);
        }
    }
    sorted
}

fn left_out_said(left_out: &[&Assessment<'_>], width: usize) -> String {
    let mut by_id: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for answer in left_out {
        by_id
            .entry(&answer.requirement.id)
            .or_default()
            .insert(answer.subject.id());
    }
    if by_id.is_empty() {
        return String::new();
    }
    let count: usize = by_id.values().map(BTreeSet::len).sum();
    let first = format!(
        "\nLeft out: {count} in breach of what is law, or protects the pupil directly, to be done now\n"
    );
    by_id.iter().fold(first, |text, (id, subjects)| {
        let subjects: Vec<_> = subjects.iter().copied().collect();
        let line = format!("{id}: {}", subjects.join(", "));
        text + &wrapped(&line, "  ", "    ", width)
    })
}
