//! `apcheck log`.

mod kinds;

pub(super) use kinds::word_of;

use super::differing::{Writing, attested};
use super::fields::Around;
use super::{Common, Outcome, Session};
use crate::edit::{append, prepare, quoted};
use crate::records::{Field, Placement, Record, Shape, Table, fields, listed};
use crate::render::{clean, wrapped};
use crate::rulebook::About;
use crate::views::difference::Difference;
use anyhow::{anyhow, bail};
use clap::{Arg, ArgAction, ArgMatches, Args, FromArgMatches};
use kinds::{LOGS, LogKind, Of};
use std::collections::BTreeSet;

/// An entry of one of the logs, with the fields that were typed.
#[derive(Debug)]
pub(super) struct Log {
    kind: &'static LogKind,
    matches: ArgMatches,
}

/// Said with every entry that may come from what a pupil said.
const STOP: &str =
    "If what a pupil said worries you, stop, tell the DSL now, and do not write it here.";

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
        self.names_its_pupil(&home)?;
        let change = prepare(&session.folder, &session.records, home.record, |text| {
            append(text, &home.record.table, list, &[entry])
        })?;
        let changes = vec![change];
        session.names_nobody(&changes)?;
        let writing = Writing::of(&session, changes, held)?;
        let entries = entries(&writing.after, &home, list);
        let again = said_before(&entries);
        let written = writing.write(dry_run)?;
        let mut text = counts_for(&session, &written.differences);
        text.push_str(&written.text);
        if again {
            text.push_str("\nThe same entry was there already; if it is the same one written twice, take one of them out.\n");
        }
        if matches!(self.kind.word, "visit" | "review" | "concern") {
            text.push('\n');
            text.push_str(&wrapped(STOP, "", "", session.width()));
        }
        Ok(Outcome::of(&session, clean(&text), 0))
    }

    /// Refuses pupils that leave out the one whose placement was named.
    fn names_its_pupil(&self, home: &Home<'_>) -> anyhow::Result<()> {
        let typed = self.matches.try_get_many::<String>("pupils").ok().flatten();
        let pupil = home.placement.and_then(|placement| placement.pupil());
        let (About::Provider, Some(mut typed), Some(pupil)) = (home.about, typed, pupil) else {
            return Ok(());
        };
        if typed.any(|list| list.split(',').any(|typed| typed.trim() == pupil)) {
            return Ok(());
        }
        bail!(
            "--pupils leaves out {pupil}, whose placement you named; add it there, or name the provider instead: {}",
            home.record.id
        )
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
                "{} is the school's; write `school`, or no id at all",
                self.said()
            ),
            (Of::Provider, None) if id == "school" => bail!(
                "{} is about a provider, which the school is not; name the provider, or one of its placements",
                self.said()
            ),
            (Of::Provider, None) => self.provider_of(session, id),
            (Of::Placement | Of::Either, _) => {
                let placement = named_placement(session, id, &self.said())?;
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
        let placement = named_placement(session, id, &self.said())?;
        let record = placement.provider().ok_or_else(|| {
            anyhow!("the provider of {} is not recorded, so there is no file for {}; record it in providers/ first", placement.id(), self.said())
        })?;
        Ok(Home {
            record,
            shape: &fields::PROVIDER,
            about: About::Provider,
            placement: Some(placement),
        })
    }

    /// "a welfare check".
    fn said(&self) -> String {
        match self.kind.word {
            "progress" => "progress".into(),
            "shared" => "what was shared".into(),
            "incident" => "an incident".into(),
            word => format!("a {}", word.replace('-', " ")),
        }
    }
}

/// The placement named, or the only one of a pupil that is not over; `what` is
/// about it.
pub(super) fn named_placement<'s>(
    session: &'s Session,
    id: &str,
    what: &str,
) -> anyhow::Result<Placement<'s>> {
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
        bail!("{what} is about a placement, which `{id}` is not; name the placement");
    }
    let ids: Vec<_> = of_pupil.iter().map(|placement| placement.id()).collect();
    bail!(
        "`{id}` has several placements; name the one it is about: {}",
        listed(&ids)
    )
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

/// What the entry counts for: the requirements that stand differently with it.
fn counts_for(session: &Session, differences: &[Difference]) -> String {
    let ids: BTreeSet<&str> = differences
        .iter()
        .map(|difference| difference.requirement.as_str())
        .collect();
    let requirements = ids
        .into_iter()
        .filter_map(|id| session.rulebook.requirement(id));
    let text: String = requirements
        .map(|requirement| attested(session, requirement))
        .collect();
    if text.is_empty() {
        return text;
    }
    text + "\n"
}
