//! `apcheck explain`.

mod check;

use super::{Common, Outcome, Session, complete};
use crate::assess::Subject;
use crate::records::nearest;
use crate::render;
use crate::rulebook::example::{Example, examples};
use crate::rulebook::{CONDITIONS, Check, Needed, Requirement, Rulebook};
use crate::views::explain::concerns;
use crate::views::explained::explained;
use anyhow::anyhow;
use clap::{Args, ValueEnum};

/// Explain a requirement or a checklist: what it asks, why, and where it comes from
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A requirement or a checklist
    #[arg(value_name = "ID", add = complete::explained(), required_unless_present_any = ["all", "conditions", "check_checklists"])]
    id: Option<String>,
    /// List every requirement and checklist
    #[arg(long, conflicts_with = "id")]
    all: bool,
    /// List the conditions that requirements can have
    #[arg(long, conflicts_with_all = ["id", "all"])]
    conditions: bool,
    /// Check the checklists in `checklists/`, and run the examples in them
    #[arg(long, conflicts_with_all = ["id", "all", "conditions"])]
    check_checklists: bool,
    /// The form of the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Md,
    Json,
}

impl Explain {
    /// Works without records too; then nothing is said of whom it concerns now.
    pub(super) fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        if self.check_checklists {
            return check::run(&Session::open(common)?);
        }
        let session = match (&common.directory, common.folder()) {
            (None, Err(_)) => None,
            _ => Some(Session::open(common)?),
        };
        let built_in;
        let rulebook = match &session {
            Some(session) => &session.rulebook,
            None => {
                built_in = Rulebook::built_in();
                &built_in
            }
        };
        let text = if self.conditions {
            self.all_conditions()?
        } else if let Some(id) = &self.id {
            self.one(rulebook, id, session.as_ref())?
        } else {
            self.everything(rulebook)
        };
        Ok(Outcome::success(render::clean(&text)))
    }

    fn one(
        &self,
        rulebook: &Rulebook,
        id: &str,
        session: Option<&Session>,
    ) -> anyhow::Result<String> {
        let requirement = rulebook.requirement(id);
        let checklist = rulebook.checklists.get(id);
        Ok(match (requirement, checklist, self.format) {
            (Some(requirement), _, Format::Json) => {
                render::rulebook_json(rulebook, std::iter::once(requirement), false)
            }
            (Some(requirement), _, Format::Md) => {
                let examples = examples_of(requirement);
                render::explained_markdown(&explained(rulebook, requirement, &examples))
            }
            (Some(requirement), _, Format::Text) => {
                let examples = examples_of(requirement);
                let page = explained(rulebook, requirement, &examples);
                format!(
                    "{}{}",
                    render::explained_text(&page),
                    session.map_or(String::new(), |session| how_it_stands(session, requirement))
                )
            }
            (None, Some(checklist), Format::Json) => render::checklists_json(rulebook, checklist),
            (None, Some(checklist), Format::Md) => render::checklist_markdown(rulebook, checklist),
            (None, Some(checklist), Format::Text) => render::checklist_text(checklist),
            (None, None, _) => return Err(unknown(rulebook, id)),
        })
    }

    fn everything(&self, rulebook: &Rulebook) -> String {
        match self.format {
            Format::Text => everything(rulebook),
            Format::Md => format!(
                "# Requirements and checklists\n{}{}",
                render::checklists_markdown(rulebook),
                render::requirements_markdown(rulebook)
            ),
            Format::Json => render::rulebook_json(rulebook, rulebook.requirements.values(), true),
        }
    }

    fn all_conditions(&self) -> anyhow::Result<String> {
        if self.format == Format::Json {
            return Err(anyhow!("the conditions are listed as text or md only"));
        }
        let table = self.format == Format::Md;
        let mut out = if table {
            "| condition | holds where |\n| --- | --- |\n".to_owned()
        } else {
            String::new()
        };
        for condition in CONDITIONS {
            out.push_str(&if table {
                format!("| `{}` | {} |\n", condition.name, condition.meaning)
            } else {
                format!("{:<28} {}\n", condition.name, condition.meaning)
            });
        }
        Ok(out)
    }
}

/// The examples of a requirement: its own, or those kept beside what is built in.
fn examples_of(requirement: &Requirement) -> Vec<Example> {
    if requirement.examples.is_empty() {
        examples().remove(&requirement.id).unwrap_or_default()
    } else {
        requirement.examples.clone()
    }
}

fn unknown(rulebook: &Rulebook, id: &str) -> anyhow::Error {
    let known = rulebook
        .requirements
        .keys()
        .chain(rulebook.checklists.keys())
        .map(String::as_str);
    match nearest(id, known) {
        Some(near) => {
            anyhow!("there is no requirement or checklist `{id}`; did you mean `{near}`?")
        }
        None => anyhow!(
            "there is no requirement or checklist `{id}`; `apcheck explain --all` lists them"
        ),
    }
}

/// How the requirement stands for every record it is asked of.
fn how_it_stands(session: &Session, requirement: &Requirement) -> String {
    if matches!(requirement.check, Check::Record) {
        return String::new();
    }
    let answers = concerns(session.case(), requirement);
    let width = answers
        .iter()
        .map(|answer| answer.subject.id().len())
        .max()
        .unwrap_or(0);
    let mut out = format!("\nHow it stands on {}\n", crate::calendar::said(session.on));
    for answer in answers {
        let (id, standing) = (answer.subject.id(), answer.standing.name());
        let goes_on = matches!(requirement.needed, Needed::AtEnd | Needed::UntilSettled);
        let ended = match answer.subject {
            Subject::Placement(placement) if !goes_on => placement.ending(session.on),
            _ => None,
        };
        let ended = ended.filter(|last| *last < session.on);
        let ended = ended.map_or(String::new(), |day| {
            format!(" (as on its last day, {})", crate::calendar::said(day))
        });
        out.push_str(&format!(
            "  {id:<width$}  {standing:<13}  {}{ended}\n",
            answer.message
        ));
    }
    out
}

fn everything(rulebook: &Rulebook) -> String {
    let checklists = rulebook.checklists.len();
    let mut out = format!("Checklists: {checklists}\n");
    for checklist in rulebook.checklists.values() {
        let used = match (
            rulebook.in_use.contains(&checklist.name),
            checklist.when.is_empty(),
        ) {
            (true, true) => "in use",
            (true, false) => "in use where it applies",
            (false, _) => "",
        };
        out.push_str(&format!(
            "  {:<26} {:<24} {}\n",
            checklist.name, used, checklist.title
        ));
    }
    for (heading, faults) in [("Requirements", false), ("Faults of the records", true)] {
        let listed: Vec<&Requirement> = rulebook
            .requirements
            .values()
            .filter(|requirement| matches!(requirement.check, Check::Record) == faults)
            .collect();
        out.push_str(&format!("\n{heading}: {}\n", listed.len()));
        for requirement in listed {
            let level = if faults {
                "fault"
            } else {
                requirement.level.name()
            };
            out.push_str(&format!(
                "  {:<38} {level:<7} {}\n",
                requirement.id, requirement.title
            ));
        }
    }
    out
}
