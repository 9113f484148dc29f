//! `apcheck mark`.

use super::registers::Days;
use super::writing::words;
use super::{Common, Outcome, Session, complete, date};
use crate::attendance::{Letters, unexpected};
use crate::calendar::said;
use crate::edit::register::Day;
use crate::records::{Half, Placement, listed};
use crate::render::{clean, wrapped};
use anyhow::{anyhow, bail};
use chrono::NaiveDate;
use clap::Args;

/// Enter the marks of a day in the register of a placement
///
/// A mark is what a register has (/ present, L late, or an absence code), or the
/// provider's own letter as [codes] in its file explains it; - leaves a session
/// alone. A mark that is there already and says something else is kept, unless
/// --replace is given. Quote a mark that the shell would take for its own.
#[derive(Debug, Args)]
pub(super) struct Mark {
    /// The placement
    #[arg(value_name = "ID", add = complete::ids())]
    id: String,
    /// The day
    #[arg(value_name = "DATE", value_parser = date)]
    date: NaiveDate,
    /// The mark of the morning, or -
    #[arg(value_name = "AM")]
    am: String,
    /// The mark of the afternoon, or -
    #[arg(value_name = "PM")]
    pm: String,
    /// How many minutes late
    #[arg(long, value_name = "MIN", value_parser = clap::value_parser!(u16).range(1..=600))]
    late: Option<u16>,
    /// A few words that name no child
    #[arg(long, value_name = "WORDS")]
    note: Option<String>,
    /// Put it in the place of what is there
    #[arg(long)]
    replace: bool,
    /// Show what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
}

impl Mark {
    pub(super) fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let (session, held) = Session::held(common, self.dry_run)?;
        let session = &session;
        let placement = session.placement(&self.id)?;
        if self.date > session.on {
            bail!(
                "{} is still to come on {}; enter the marks when the day has been",
                said(self.date),
                said(session.on)
            );
        }
        let days: Days = [(
            self.id.clone(),
            [(self.date, self.day(session, &placement)?)].into(),
        )]
        .into();
        let compared = session.compared(&days)?;
        if compared.is_nothing_new() {
            return Ok(Outcome::of(
                session,
                "This is in the register already, so nothing was written.\n",
                0,
            ));
        }
        if !compared.contradictions.is_empty() && !self.replace {
            return Ok(session.contradicted(&compared.contradictions));
        }
        let mut text = attested(session);
        text.push_str(&super::registers::listed(&compared.contradictions));
        text.push_str(&session.write_registers(&compared, held, self.dry_run)?);
        Ok(Outcome::of(session, clean(&text), 0))
    }

    fn day(&self, session: &Session, placement: &Placement<'_>) -> anyhow::Result<Day> {
        let note = self.note.as_deref().map(|note| words("--note", note));
        let note = note.transpose()?;
        if let Some(note) = &note
            && session.has_names(note)?
        {
            bail!("--note has a name in it that is in names.csv; say it without the name");
        }
        let day = Day {
            am: self.mark(session, placement, Half::Morning, &self.am)?,
            pm: self.mark(session, placement, Half::Afternoon, &self.pm)?,
            minutes_late: self.late.map(|minutes| minutes.to_string()),
            note,
        };
        let is_late = [&day.am, &day.pm].contains(&&Some("L".to_owned()));
        let has_marks = day.am.is_some() || day.pm.is_some();
        if self.late.is_some() && has_marks && !is_late {
            bail!(
                "--late is for a session marked L; write L for the one that began late, or leave --late out"
            );
        }
        if day == Day::default() {
            bail!("there is no mark to enter: both are -");
        }
        // What stands beside the marks needs a session too.
        if day.am.is_none() && day.pm.is_none() {
            self.expected(session, placement, Half::Morning)
                .or_else(|_| self.expected(session, placement, Half::Afternoon))?;
        }
        Ok(day)
    }

    /// Refuses a session that can have no mark.
    fn expected(
        &self,
        session: &Session,
        placement: &Placement<'_>,
        half: Half,
    ) -> anyhow::Result<()> {
        let day = session.on.max(self.date);
        match unexpected(placement, &session.calendar, (self.date, half), day) {
            None => Ok(()),
            Some(why) => Err(anyhow!(
                "this cannot be entered: {why}; correct the day, or what the placement says"
            )),
        }
    }

    /// A mark as registers have it, if the session can have one.
    fn mark(
        &self,
        session: &Session,
        placement: &Placement<'_>,
        half: Half,
        letter: &str,
    ) -> anyhow::Result<Option<String>> {
        if letter == "-" {
            return Ok(None);
        }
        if !placement.record.readable {
            bail!(
                "placements/{}.toml could not be read, so nothing was entered; `apcheck validate` shows the place",
                self.id
            );
        }
        let provider = placement.provider().ok_or_else(|| {
            anyhow!(
                "the provider of `{}` is not recorded, so its letters are not known",
                self.id
            )
        })?;
        let letters = Letters::of(provider);
        let mark = letters.mark(letter).ok_or_else(|| {
            anyhow!(
                "{} is not a mark that is known; {}",
                typed(letter),
                letters.instead_of(letter)
            )
        })?;
        self.expected(session, placement, half)?;
        Ok(Some(mark.to_owned()))
    }
}

/// What was typed in the place of a mark; what is too long for one may be a name.
fn typed(letter: &str) -> String {
    match letter.trim() {
        "" => "nothing between quotation marks".into(),
        short if short.chars().count() <= 4 => format!("`{short}`"),
        _ => "what was typed".into(),
    }
}

/// What the marks of a register are for.
pub(super) fn attested(session: &Session) -> String {
    const ASKED: &str = "every-session-marked";
    session
        .rulebook
        .requirement(ASKED)
        .map_or(String::new(), |requirement| {
            format!(
                "{}: {}\n{}\n",
                requirement.id,
                requirement.title,
                wrapped(&requirement.why, "  ", "  ", session.width())
            )
        })
}

impl Session {
    /// The placement of that id; a pupil's placements are named.
    fn placement(&self, id: &str) -> anyhow::Result<Placement<'_>> {
        if let Some(placement) = self.records.placement(id) {
            return Ok(placement);
        }
        self.check_ids(&[id.to_owned()])?;
        let ids: Vec<&str> = self
            .records
            .placements_of(id)
            .map(|placement| placement.id())
            .collect();
        Err(match ids.is_empty() {
            true => anyhow!("`{id}` is not a placement, and only a placement has a register"),
            false => anyhow!(
                "a register belongs to a placement; name it: {}",
                listed(&ids)
            ),
        })
    }
}
