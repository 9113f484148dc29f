//! The logs there are, and the flags of each.

use super::{STOP, dry_run};
use crate::cli::complete;
use crate::cli::fields::flags;
use crate::records::{Kind, Shape, fields};
use clap::Arg;

/// A log by the word it is called by.
#[derive(Debug)]
pub(in crate::cli) struct LogKind {
    pub word: &'static str,
    pub list: &'static str,
    pub of: Of,
    pub about: &'static str,
}

/// Whose file it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Of {
    Placement,
    Provider,
    /// A placement's, unless the id is a provider's.
    Either,
    School,
}

pub(super) const LOGS: &[LogKind] = &[
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
pub(in crate::cli) fn word_of(list: &str) -> Option<&'static str> {
    let log = LOGS.iter().find(|log| log.list == list)?;
    Some(log.word)
}

impl LogKind {
    /// The fields of an entry.
    pub(super) fn shape(&self, record: &'static Shape) -> Option<&'static Shape> {
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

    pub(super) fn command(&self) -> clap::Command {
        let id = Arg::new("ID").value_name("ID").add(complete::ids());
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A field that is added to a log is a flag by itself.
    #[test]
    fn every_field_of_every_log_is_a_flag() {
        for kind in LOGS {
            let homes = match kind.of {
                Of::Either => vec![kind.home(), &fields::PROVIDER],
                _ => vec![kind.home()],
            };
            for home in homes {
                let shape = kind.shape(home).unwrap_or(&fields::TERM);
                assert!(
                    shape.field("date").is_some(),
                    "{} has no entries",
                    kind.word
                );
                let command = kind.command();
                let flags: Vec<_> = command.get_arguments().filter_map(Arg::get_long).collect();
                for field in shape.fields {
                    assert!(
                        flags.contains(&field.name),
                        "{} --{}",
                        kind.word,
                        field.name
                    );
                }
            }
        }
    }
}
