//! `apcheck end`.

use super::differing::Writing;
use super::fields::{Around, flags};
use super::log::{dry_run, named_placement};
use super::{Common, Outcome, Session, complete, date};
use crate::calendar::said;
use crate::edit::{prepare, put, quoted};
use crate::records::{Kind, Shape, fields};
use crate::render::clean;
use anyhow::{anyhow, bail};
use clap::{Arg, ArgMatches, Args, FromArgMatches};

const ENDING: &str = "ending";

/// What has to be said of every ending.
const NEEDED: [&str; 3] = ["date", "reason", "to"];

/// An ending, with the fields that were typed.
#[derive(Debug)]
pub(super) struct End(ArgMatches);

fn shape() -> Option<&'static Shape> {
    match fields::PLACEMENT.field(ENDING)?.kind {
        Kind::Table(shape) => Some(shape),
        _ => None,
    }
}

impl Args for End {
    fn augment_args(command: clap::Command) -> clap::Command {
        let id = Arg::new("ID")
            .required(true)
            .help("The placement")
            .add(complete::ids());
        let flags = shape().map(flags).unwrap_or_default();
        let needed = flags.into_iter().map(|flag| {
            let name = flag.get_id().to_string();
            let flag = flag.required(NEEDED.contains(&name.as_str()));
            if name == "date" {
                flag.help("The last day of the placement")
            } else {
                flag
            }
        });
        command.arg(id).args(needed).arg(dry_run())
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        End::augment_args(command)
    }
}

impl FromArgMatches for End {
    fn from_arg_matches(matches: &ArgMatches) -> Result<End, clap::Error> {
        Ok(End(matches.clone()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = End(matches.clone());
        Ok(())
    }
}

impl End {
    pub(super) fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let dry_run = self.0.get_flag("dry-run");
        let (session, held) = Session::held(common, dry_run)?;
        let id = self.0.get_one::<String>("ID").map_or("", String::as_str);
        session.check_ids(&[id.to_owned()])?;
        let placement = named_placement(&session, id, "an ending")?;
        let id = placement.id();
        let table = &placement.record.table;
        if let Some(ending) = table.get(ENDING) {
            let on = ending
                .table()
                .and_then(|ending| ending.date("date").known())
                .map_or(String::new(), |date| format!(", on {}", said(date)));
            bail!(
                "{id} has an ending already{on}, so nothing was written; change it in the file if it is not right"
            );
        }
        let shape = shape().ok_or_else(|| anyhow!("an ending has no fields"))?;
        let around = Around {
            session: &session,
            placement: Some(placement.record),
            provider: placement.provider(),
        };
        let entry = around.entry(shape, &self.0, |field| match field.name {
            "by" => Ok(Some(quoted(&session.by(None)?))),
            _ => Ok(None),
        })?;
        let typed = self.0.get_one::<String>("date");
        let date = typed.and_then(|typed| date(typed).ok());
        if let (Some(date), Some(start)) = (date, placement.start())
            && date < start
        {
            bail!(
                "--date is {}, before the placement began on {}; see which of the two is wrong. A placement that never began has `outcome` of its referral instead",
                said(date),
                said(start)
            );
        }
        let change = prepare(
            &session.folder,
            &session.records,
            placement.record,
            |text| put(text, table, ENDING, &entry),
        )?;
        let changes = vec![change];
        session.names_nobody(&changes)?;
        let writing = Writing::of(&session, changes, held)?;
        let written = writing.write(dry_run)?;
        Ok(Outcome::of(&session, clean(&written.text), 0))
    }
}
