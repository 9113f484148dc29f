//! `apcheck due`.

use super::form::{Answer, Format, Target, headed};
use super::{Outcome, Session, complete, level};
use crate::calendar::{Period, Unit, said};
use crate::records::nearest;
use crate::render::{self, counted};
use crate::rulebook::Level;
use crate::views::due::{self, due};
use crate::views::{Document, Table};
use anyhow::anyhow;
use clap::builder::PossibleValue;
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
    #[arg(long, value_enum, default_value_t = DueFormat::Of(Format::Text))]
    format: DueFormat,
    #[command(flatten)]
    target: Target,
}

/// The forms of every answer that is made of tables, and a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DueFormat {
    Of(Format),
    Calendar,
}

impl ValueEnum for DueFormat {
    fn value_variants<'a>() -> &'a [DueFormat] {
        &[
            DueFormat::Of(Format::Text),
            DueFormat::Of(Format::Json),
            DueFormat::Of(Format::Csv),
            DueFormat::Of(Format::Md),
            DueFormat::Of(Format::Html),
            DueFormat::Of(Format::Xlsx),
            DueFormat::Calendar,
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        match self {
            DueFormat::Of(format) => format.to_possible_value(),
            DueFormat::Calendar => {
                Some(PossibleValue::new("ics").help("A calendar, for Outlook, Google and others"))
            }
        }
    }
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
        let status = u8::from(self.exit_code && due.fails);
        if due.items.is_empty() && self.is_silent() {
            let text = if self.always {
                nothing(&due)
            } else {
                String::new()
            };
            return Ok(Outcome::of(session, text, status));
        }
        match self.format {
            DueFormat::Of(format) => self.target.given(format, session, &due, status),
            DueFormat::Calendar => {
                let calendar = render::due_calendar(&due, session.on);
                self.target.put(session, calendar.into_bytes(), status)
            }
        }
    }

    /// Whether nothing at all is printed when nothing is due.
    fn is_silent(&self) -> bool {
        matches!(
            self.format,
            DueFormat::Of(Format::Text | Format::Csv | Format::Md)
        )
    }
}

fn nothing(due: &due::Due) -> String {
    format!(
        "Nothing is overdue or due to {}; {} looked at.\n",
        said(due.until),
        counted(due.placements, "placement")
    )
}

impl Answer for due::Due {
    fn text(&self, session: &Session) -> String {
        render::due_text(self, session.on, session.style.width)
    }

    fn json(&self, session: &Session) -> String {
        render::due_json(self, session.on)
    }

    fn rows(&self) -> Table {
        self.table()
    }

    fn sheets(&self) -> Vec<Table> {
        let mut table = self.table();
        table.title = "Due".into();
        vec![table]
    }

    fn document(&self, session: &Session) -> Document {
        let title = format!("Due to {}", said(self.until));
        let mut document = Document::of_tables("due", title, headed(session), self.tables());
        if self.items.is_empty() {
            document.lead = nothing(self);
        }
        document
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
