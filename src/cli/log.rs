//! `apcheck log`.

use super::differing::{Writing, attested};
use super::fields::{Around, flags};
use super::{Common, Outcome, Session};
use crate::edit::{append, prepare, quoted};
use crate::records::{Field, Kind, Placement, Record, Shape, Table, Value, fields, listed};
use crate::render::{clean, wrapped};
use crate::rulebook::{About, Check, Requirement};
use anyhow::{anyhow, bail};
use clap::{Arg, ArgAction, ArgMatches, Args, FromArgMatches};

/// An entry of one of the logs, with the fields that were typed.
#[derive(Debug)]
pub(super) struct Log {
    kind: &'static LogKind,
    matches: ArgMatches,
}

/// A log by the word it is called by.
#[derive(Debug)]
struct LogKind {
    word: &'static str,
    list: &'static str,
    of: Of,
    about: &'static str,
}

/// Whose file it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Placement,
    Provider,
    /// A placement's, unless the id is a provider's.
    Either,
    School,
}

const LOGS: &[LogKind] = &[
    log("visit", "visits", Of::Provider, "Add a visit to a provider"),
    log(
        "review",
        "reviews",
        Of::Placement,
        "Add a review of a placement",
    ),
    log(
        "contact",
        "contacts",
        Of::Either,
        "Add a contact about a placement, or with a provider about several pupils",
    ),
    log(
        "concern",
        "concerns",
        Of::Placement,
        "Add a pointer to a concern in the safeguarding system, never the account itself",
    ),
    log(
        "follow-up",
        "follow-ups",
        Of::Placement,
        "Add what was learnt about an absence",
    ),
    log(
        "progress",
        "progress",
        Of::Placement,
        "Add a measurement of an objective",
    ),
    log(
        "change",
        "changes",
        Of::Provider,
        "Add what a provider told of a change, and what was done about it",
    ),
    log(
        "incident",
        "incidents",
        Of::Provider,
        "Add an incident that a provider told of; a pointer, never the account itself",
    ),
    log(
        "complaint",
        "complaints",
        Of::Provider,
        "Add a complaint about a provider",
    ),
    log(
        "report",
        "reports",
        Of::Placement,
        "Add a report that a provider sent about a pupil",
    ),
    log(
        "shared",
        "shared",
        Of::Placement,
        "Add what was shared with whom about a pupil",
    ),
    log(
        "welfare-check",
        "welfare-checks",
        Of::Placement,
        "Add that a pupil was seen or spoken to",
    ),
    log(
        "remote-session",
        "remote-sessions",
        Of::Placement,
        "Add a session taught remotely",
    ),
    log(
        "governor-report",
        "governor-reports",
        Of::School,
        "Add a report to governors or trustees",
    ),
];

const fn log(word: &'static str, list: &'static str, of: Of, about: &'static str) -> LogKind {
    LogKind {
        word,
        list,
        of,
        about,
    }
}

/// The word that a log is called by: `contact` for the list `contacts`.
pub(super) fn word_of(list: &str) -> Option<&'static str> {
    let log = LOGS.iter().find(|log| log.list == list)?;
    Some(log.word)
}

/// Said with every entry that may come from what a pupil said.
const STOP: &str =
    "If what a pupil said worries you, stop, tell the DSL now, and do not write it here.";

impl LogKind {
    /// The fields of an entry.
    fn shape(&self, record: &'static Shape) -> Option<&'static Shape> {
        match record.field(self.list)?.kind {
            Kind::Tables(shape) => Some(shape),
            _ => None,
        }
    }

    fn home(&self) -> &'static Shape {
        match self.of {
            Of::Placement | Of::Either => &fields::PLACEMENT,
            Of::Provider => &fields::PROVIDER,
            Of::School => &fields::COMMISSIONER,
        }
    }

    fn command(&self) -> clap::Command {
        let id = Arg::new("ID").value_name("ID");
        let id = match self.of {
            Of::Placement => id.required(true).help("The placement"),
            Of::Provider => id
                .required(true)
                .help("The provider, or one of its placements"),
            Of::Either => id.required(true).help("The placement, or the provider"),
            Of::School => id.default_value("school").help("The school"),
        };
        let command = clap::Command::new(self.word).about(self.about).arg(id);
        let command = match self.word {
            "visit" | "review" | "concern" => command.after_help(STOP),
            _ => command,
        };
        command
            .args(self.shape(self.home()).map(flags).unwrap_or_default())
            .arg(dry_run())
    }
}

/// `--dry-run`, where the arguments are made from the table of fields.
pub(super) fn dry_run() -> Arg {
    Arg::new("dry-run")
        .long("dry-run")
        .action(ArgAction::SetTrue)
        .help("Show what would be written, and write nothing")
}

impl Args for Log {
    fn augment_args(command: clap::Command) -> clap::Command {
        command
            .subcommand_required(true)
            .arg_required_else_help(true)
            .subcommand_value_name("LOG")
            .subcommand_help_heading("Logs")
            .disable_help_subcommand(true)
            .subcommands(LOGS.iter().map(LogKind::command))
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Log::augment_args(command)
    }
}

impl FromArgMatches for Log {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Log, clap::Error> {
        let found = matches.subcommand().and_then(|(word, matches)| {
            let kind = LOGS.iter().find(|kind| kind.word == word)?;
            Some(Log {
                kind,
                matches: matches.clone(),
            })
        });
        found.ok_or_else(|| clap::Error::new(clap::error::ErrorKind::MissingSubcommand))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Log::from_arg_matches(matches)?;
        Ok(())
    }
}

/// Where an entry goes.
struct Home<'s> {
    record: &'s Record,
    shape: &'static Shape,
    about: About,
    /// The placement it was named by.
    placement: Option<Placement<'s>>,
}

impl Log {
    pub(super) fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let dry_run = self.matches.get_flag("dry-run");
        let (session, held) = Session::held(common, dry_run)?;
        let home = self.home(&session)?;
        let list = self.kind.list;
        let shape = self
            .kind
            .shape(home.shape)
            .ok_or_else(|| anyhow!("`{list}` is no log"))?;
        let provider = home.placement.and_then(|placement| placement.provider());
        let around = Around {
            session: &session,
            placement: home.placement.map(|placement| placement.record),
            provider: provider.or((home.about == About::Provider).then_some(home.record)),
        };
        let entry = around.entry(shape, &self.matches, |field| {
            self.instead(&session, &home, field)
        })?;
        let change = prepare(&session.folder, &session.records, home.record, |text| {
            append(text, &home.record.table, list, &[entry])
        })?;
        let writing = Writing::of(&session, vec![change], held)?;
        let entries = entries(&writing.after, &home, list);
        let mut text = match entries.split_last() {
            Some((new, _)) => answered(&session, &home, list, new),
            None => String::new(),
        };
        let again = said_before(&entries);
        text.push_str(&writing.write(dry_run)?);
        if again {
            text.push_str("\nThe same entry was there already; if it is the same one written twice, take one of them out.\n");
        }
        if matches!(self.kind.word, "visit" | "review" | "concern") {
            text.push('\n');
            text.push_str(&wrapped(STOP, "", "", session.width()));
        }
        Ok(Outcome::of(&session, clean(&text), 0))
    }

    /// What is written where a field was not typed.
    fn instead(
        &self,
        session: &Session,
        home: &Home<'_>,
        field: &'static Field,
    ) -> anyhow::Result<Option<String>> {
        Ok(match field.name {
            "date" => Some(session.on.to_string()),
            "by" => Some(quoted(&session.by(None)?)),
            "pupils" if home.about == About::Provider => home
                .placement
                .and_then(|placement| placement.pupil())
                .map(|pupil| format!("[{}]", quoted(pupil))),
            _ => None,
        })
    }

    fn home<'s>(&self, session: &'s Session) -> anyhow::Result<Home<'s>> {
        let id = self
            .matches
            .get_one::<String>("ID")
            .map_or("", String::as_str);
        session.check_ids(&[id.to_owned()])?;
        let provider = session.records.providers.get(id);
        match (self.kind.of, provider) {
            (Of::School, _) if id == "school" => Ok(Home {
                record: &session.records.commissioner,
                shape: &fields::COMMISSIONER,
                about: About::Commissioner,
                placement: None,
            }),
            (Of::Provider | Of::Either, Some(record)) => Ok(Home {
                record,
                shape: &fields::PROVIDER,
                about: About::Provider,
                placement: None,
            }),
            (Of::School, _) => bail!(
                "a {} is the school's; write `school`, or no id at all",
                self.said()
            ),
            (Of::Provider, None) => self.provider_of(session, id),
            (Of::Placement | Of::Either, _) => {
                let placement = self.placement(session, id)?;
                Ok(Home {
                    record: placement.record,
                    shape: &fields::PLACEMENT,
                    about: About::Placement,
                    placement: Some(placement),
                })
            }
        }
    }

    fn provider_of<'s>(&self, session: &'s Session, id: &str) -> anyhow::Result<Home<'s>> {
        let placement = self.placement(session, id)?;
        let record = placement.provider().ok_or_else(|| {
            anyhow!("the provider of {} is not recorded, so there is no file for a {}; record it in providers/ first", placement.id(), self.said())
        })?;
        Ok(Home {
            record,
            shape: &fields::PROVIDER,
            about: About::Provider,
            placement: Some(placement),
        })
    }

    /// The placement named, or the only one of a pupil that is not over.
    fn placement<'s>(&self, session: &'s Session, id: &str) -> anyhow::Result<Placement<'s>> {
        let records = &session.records;
        if let Some(placement) = records.placement(id) {
            return Ok(placement);
        }
        let of_pupil: Vec<_> = records.placements_of(id).collect();
        let live: Vec<_> = of_pupil
            .iter()
            .copied()
            .filter(|placement| placement.is_live(session.on))
            .collect();
        if let ([only], _) | (_, [only]) = (&of_pupil[..], &live[..]) {
            return Ok(*only);
        }
        if of_pupil.is_empty() {
            bail!(
                "a {} is about a placement, which `{id}` is not; name the placement",
                self.said()
            );
        }
        let ids: Vec<_> = of_pupil.iter().map(|placement| placement.id()).collect();
        bail!(
            "`{id}` has several placements; name the one it is about: {}",
            listed(&ids)
        )
    }

    /// "welfare check".
    fn said(&self) -> String {
        self.kind.word.replace('-', " ")
    }
}

/// The entries of the list once it is written, the new one last.
fn entries<'a>(after: &'a Session, home: &Home<'_>, list: &str) -> Vec<&'a Table> {
    let records = &after.records;
    let record = match home.about {
        About::Provider => records.providers.get(&home.record.id),
        About::Commissioner => Some(&records.commissioner),
        _ => records.placements.get(&home.record.id),
    };
    record.map_or(Vec::new(), |record| record.table.tables(list).collect())
}

fn said_before(entries: &[&Table]) -> bool {
    entries
        .split_last()
        .is_some_and(|(new, older)| older.iter().any(|older| older.says_the_same(new)))
}

/// What the entry counts for: the requirements that look for one like it.
fn answered(session: &Session, home: &Home<'_>, list: &str, entry: &Table) -> String {
    let looks_for = |requirement: &&Requirement| match &requirement.check {
        Check::Log(log) => {
            log.names.iter().any(|name| name == list)
                && log
                    .filter
                    .iter()
                    .all(|(field, words)| holds_one(entry, field, words))
        }
        _ => false,
    };
    let here = |requirement: &&Requirement| {
        requirement.about == home.about
            || home.placement.is_some() && requirement.about != About::Commissioner
    };
    let asked: Vec<_> = session
        .rulebook
        .counted()
        .filter(looks_for)
        .filter(here)
        .map(|requirement| attested(session, requirement))
        .collect();
    if asked.is_empty() {
        return String::new();
    }
    format!("{}\n", asked.concat())
}

fn holds_one(entry: &Table, field: &str, words: &[String]) -> bool {
    entry
        .get(field)
        .map_or(&[][..], Value::items)
        .iter()
        .filter_map(Value::text)
        .any(|text| words.iter().any(|word| word == text))
}
