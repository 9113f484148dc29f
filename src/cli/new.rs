//! `apcheck new`: a provider or a placement, asked question by question.

mod answer;
mod likeness;
mod pupil_ref;
mod questions;
mod talk;

use super::waiting::Waiting;
use super::writing::{lines_of, shown, wrote};
use super::{Outcome, Session};
use crate::edit::Change;
use crate::render::{clean, closing, counted, wrapped};
use crate::views::Standings;
use crate::views::difference::differences;
use crate::views::findings::{Choice, findings};
use answer::{Answers, Wrong};
use anyhow::{anyhow, bail};
use clap::{Args, Subcommand};
use questions::{Form, ID, NEW_PLACEMENT, NEW_PROVIDER};
use std::collections::BTreeMap;
use std::io::IsTerminal;
use talk::Talk;

/// Begin a record: a provider or a placement, asked question by question
#[derive(Debug, Args)]
pub(super) struct New {
    #[command(subcommand)]
    what: What,
}

const HOW: &str = "\
Each field is asked with its meaning, what may be written and an example, and each answer is checked
as it is given. What a similar record says is offered. Enter keeps what is offered or leaves the line
out, - leaves it out, b goes one step back, ? explains; nothing is written before the end.

What is given with --set is not asked. With --yes nothing is asked: what is not given is as it would
be offered, or left out.";

#[derive(Debug, Subcommand)]
enum What {
    /// Begin the record of a provider
    #[command(after_help = HOW)]
    Provider(Record),
    /// Begin the record of a placement
    #[command(after_help = HOW)]
    Placement(Record),
    PupilRef(pupil_ref::PupilRef),
}

#[derive(Debug, Args)]
struct Record {
    /// The id of the new record, and the name of its file
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// Answer a question beforehand, for example --set week.hours.ap=10; any field that is one value can be given
    #[arg(long = "set", value_name = "KEY=VALUE")]
    sets: Vec<String>,
    /// Ask nothing: what is not given is as it would be offered, or left out
    #[arg(long)]
    yes: bool,
    /// Show what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
}

impl New {
    pub(super) fn run(
        &self,
        session: &Session,
        waiting: Option<Waiting>,
    ) -> anyhow::Result<Outcome> {
        // Nothing may stand where the questions are.
        drop(waiting);
        match &self.what {
            What::Provider(record) => record.run(session, &NEW_PROVIDER),
            What::Placement(record) => record.run(session, &NEW_PLACEMENT),
            What::PupilRef(reference) => reference.run(session),
        }
    }
}

impl Record {
    fn run(&self, session: &Session, form: &'static Form) -> anyhow::Result<Outcome> {
        if form.folder == "placements" && session.records.providers.is_empty() {
            bail!("there is no provider in these records yet; begin with `apcheck new provider`");
        }
        let mut record = Answers {
            session,
            form,
            values: BTreeMap::new(),
        };
        self.given(&mut record)?;
        let taken = if self.yes {
            record.take_offers()?
        } else {
            let input = std::io::stdin();
            let echo = !input.is_terminal();
            Talk {
                answers: &mut input.lock(),
                out: &mut std::io::stdout(),
                width: session.width(),
                echo,
            }
            .ask_all(&mut record)?;
            Vec::new()
        };
        let _waiting = Waiting::start();
        let changes = [Change::new_file(&record.path(), record.text())];
        let after = session.changed(&changes)?;
        session.write(&changes, self.dry_run)?;
        let text = self.said(&record, &changes, &after, &taken);
        Ok(Outcome::of(session, clean(&text), 0))
    }

    /// What is given beforehand: the provider first, since sites are its own.
    fn given(&self, record: &mut Answers<'_>) -> anyhow::Result<()> {
        let mut sets = Vec::new();
        if let Some(id) = &self.id {
            sets.push((ID, id.as_str()));
        }
        for set in &self.sets {
            let Some((key, value)) = set.split_once('=') else {
                bail!(
                    "--set {set} has no value; write --set key=value, for example --set lead=dsl"
                );
            };
            sets.push((key.trim(), value));
        }
        sets.sort_by_key(|(key, _)| *key != "provider");
        for (key, value) in sets {
            let read = record
                .read(key, value)
                .map_err(|Wrong { message, next, .. }| anyhow!("{message}; {next}"))?;
            if record.values.insert(key.to_owned(), read).is_some() {
                bail!("`{key}` is given twice; give it once");
            }
        }
        Ok(())
    }

    fn said(
        &self,
        record: &Answers<'_>,
        changes: &[Change; 1],
        after: &Session,
        taken: &[String],
    ) -> String {
        let [change] = changes;
        let width = after.width();
        let mut text = format!("{} {}", wrote(self.dry_run), lines_of(change));
        // What was asked at the keyboard has been seen there.
        if self.yes || self.dry_run {
            text.push_str(&format!(":\n\n{}\n", shown(change)));
        } else {
            text.push_str(".\n\n");
        }
        if !taken.is_empty() {
            let taken = format!(
                "Taken over: {}. See that it is right here too.",
                taken.join("; ")
            );
            text.push_str(&wrapped(&taken, "", "", width));
        }
        if self.yes {
            text.push_str(&record.shared_said());
        }
        text.push_str(&record.sessions_said(width));
        text.push_str(&others_said(record, after, width));
        if text.ends_with(".\n") && !text.ends_with("\n\n") {
            text.push('\n');
        }
        let id = record.id();
        let choice = Choice {
            ids: vec![id.to_owned()],
            ..Choice::default()
        };
        let found = findings(after.case(), &choice);
        text.push_str(&closing(&found, after.on));
        if !found.list.is_empty() {
            text.push_str(&format!(
                "`apcheck validate {id}` says what, line by line.\n"
            ));
        }
        if record.form.folder == "providers" {
            text.push_str(
                "What is to be checked of a provider is asked for from its first placement on.\n",
            );
        }
        text
    }
}

/// How much stands differently in other records.
fn others_said(record: &Answers<'_>, after: &Session, width: usize) -> String {
    let before = Standings::of(record.session.case());
    let now = Standings::of(after.case());
    let pupil = questions::plain(&record.values, "pupil.ref");
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for difference in differences(&before, &now) {
        let subject = difference.subject;
        if subject != record.id() && Some(subject.as_str()) != pupil {
            *counts.entry(subject).or_default() += 1;
        }
    }
    if counts.is_empty() {
        return String::new();
    }
    let counts: Vec<String> = counts
        .into_iter()
        .map(|(subject, count)| {
            let whom = if subject == "school" {
                "the school"
            } else {
                &subject
            };
            format!("{} of {whom}", counted(count, "requirement"))
        })
        .collect();
    let text = format!("This changes how others stand too: {}.", counts.join(", "));
    wrapped(&text, "", "", width)
}

impl Answers<'_> {
    fn id(&self) -> &str {
        self.values.get(ID).map_or("", String::as_str)
    }

    fn path(&self) -> String {
        format!("{}/{}.toml", self.form.folder, self.id())
    }

    fn text(&self) -> String {
        let mut values = self.values.clone();
        values.remove(ID);
        // A week holds from the first day, where no other day was given.
        if values.keys().any(|path| path.starts_with("week."))
            && let Some(start) = values.get("start").cloned()
        {
            values.entry("week.from".to_owned()).or_insert(start);
        }
        self.form.template.filled(&values)
    }

    /// Answers every question as it is offered; says what came from elsewhere.
    fn take_offers(&mut self) -> anyhow::Result<Vec<String>> {
        let mut taken: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for question in self.form.questions {
            let path = question.path;
            let is_asked = (question.when)(&self.values) && !self.is_shared(path);
            if self.values.contains_key(path) || !is_asked {
                continue;
            }
            match self.offer(question) {
                Some(offer) => {
                    self.values.insert(path.to_owned(), offer.value);
                    if let Some(from) = offer.from {
                        taken.entry(from).or_default().push(path);
                    }
                }
                None if self.is_required(path) => {
                    bail!(
                        "`{path}` is not given; add --set {path}=…, or leave --yes out to be asked"
                    )
                }
                None => {}
            }
        }
        let said = |(from, paths): (String, Vec<&str>)| format!("{} from {from}", paths.join(", "));
        Ok(taken.into_iter().map(said).collect())
    }

    /// Where the sessions of a second placement are to be written.
    fn sessions_said(&self, width: usize) -> String {
        let Some(other) = self.read_from("week.mon") else {
            return String::new();
        };
        let text = format!(
            "Next: add a [[week]] to placements/{}.toml, from the first day, with `{}` in each session that is spent here, and under `hours`.",
            other.id(),
            self.id()
        );
        wrapped(&text, "", "", width)
    }
}
