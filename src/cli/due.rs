//! `apcheck due`.

use super::{Outcome, Session, complete, level};
use crate::calendar::{Period, Unit, said};
use crate::records::nearest;
use crate::render::{self, counted};
use crate::rulebook::Level;
use crate::views::due::due;
use anyhow::anyhow;
use clap::{Args, ValueEnum};

/// Say what is overdue and what falls due, by day, and who looks after it
///
/// Made for a weekly cron job: when nothing is due it prints nothing, so that
/// cron sends a mail only when there is something to do. With --always it
/// prints one line even then, since silence is also what a job that no longer
/// runs sounds like.
///
/// As a calendar (--format ics) each thing is an all-day event on its last good
/// day. Written to the same place every night it is a calendar to subscribe to:
/// an event moves when its day does, and what is overdue stays until it is done.
/// A calendar wants to look further ahead, as with --within 6m. Law and guidance
/// bring a reminder a week ahead and on the day; many programs leave reminders
/// out of a calendar that is subscribed to.
#[derive(Debug, Args)]
pub(super) struct Due {
    /// How far to look ahead: 14d, 2w, 1m, or 10 school days; 6m suits a calendar
    #[arg(long, value_name = "PERIOD", default_value = "14d", value_parser = period)]
    within: Period,
    /// Only what this person looks after: a key of [people]
    #[arg(long, value_name = "KEY", add = complete::people())]
    lead: Option<String>,
    /// Print a line even when nothing is due
    #[arg(long)]
    always: bool,
    /// Exit with 1 when something at or above --fail-on is overdue
    #[arg(long)]
    exit_code: bool,
    /// The lowest level that fails: must, should or good
    #[arg(long, value_name = "LEVEL", value_parser = level, default_value = "should")]
    fail_on: Level,
    /// The form of the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    /// For other programs
    Json,
    Csv,
    Md,
    /// A calendar, for Outlook, Google and others
    Ics,
}

impl Due {
    pub(super) fn run(&self, session: &Session) -> anyhow::Result<Outcome> {
        if let Some(lead) = &self.lead {
            check_lead(session, lead)?;
        }
        let due = due(
            session.case(),
            self.within,
            self.lead.as_deref(),
            self.fail_on,
        );
        let nothing = due.items.is_empty();
        let text = match self.format {
            Format::Json => render::due_json(&due, session.on),
            Format::Ics => render::due_calendar(&due, session.on),
            _ if nothing && self.always => format!(
                "Nothing is overdue or due to {}; {} looked at.\n",
                said(due.until),
                counted(due.placements, "placement")
            ),
            _ if nothing => String::new(),
            Format::Csv => render::csv(&due.table()),
            Format::Md => due
                .tables()
                .iter()
                .map(render::markdown)
                .collect::<Vec<_>>()
                .join("\n"),
            Format::Text => render::due_text(&due, session.on, session.style.width),
        };
        let status = u8::from(self.exit_code && due.fails);
        Ok(Outcome::of(session, text, status))
    }
}

fn check_lead(session: &Session, lead: &str) -> anyhow::Result<()> {
    let people = session.records.commissioner.table.table("people");
    let keys: Vec<&str> = people.map_or_else(Vec::new, |people| {
        people.entries.iter().map(|entry| &*entry.key).collect()
    });
    if keys.contains(&lead) {
        return Ok(());
    }
    let near = nearest(lead, keys.iter().copied())
        .map_or(String::new(), |near| format!("; did you mean `{near}`?"));
    Err(anyhow!(
        "there is no person `{lead}` under [people] in apcheck.toml{near}"
    ))
}

/// `14d`, `2w`, `1m`, or words such as `10 school days`.
fn period(text: &str) -> Result<Period, String> {
    let wrong = || "write it as 14d, 2w, 1m, or 10 school days".to_owned();
    if let Some(period) = Period::parse(text) {
        return Ok(period);
    }
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "d" => Unit::Day,
        "w" => Unit::Week,
        "m" => Unit::Month,
        _ => return Err(wrong()),
    };
    let count = digits
        .parse()
        .ok()
        .filter(|count| *count <= 1000)
        .ok_or_else(wrong)?;
    Ok(Period { count, unit })
}
