//! `apcheck explain`.

use super::{Common, Outcome, Session};
use crate::records::nearest;
use crate::render;
use crate::rulebook::{CONDITIONS, Check, Checklist, Level, Requirement, Rulebook};
use crate::views::explain::{concerns, conditions, how_checked, when_needed, whom_it_concerns};
use anyhow::anyhow;
use clap::{Args, ValueEnum};

/// Explain a requirement or a checklist: what it asks, why, and where it comes from
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A requirement or a checklist
    #[arg(value_name = "ID", required_unless_present_any = ["all", "conditions"])]
    id: Option<String>,
    /// List every requirement and checklist
    #[arg(long, conflicts_with = "id")]
    all: bool,
    /// List the conditions that requirements can have
    #[arg(long, conflicts_with_all = ["id", "all"])]
    conditions: bool,
    /// The form of the answer; json only for requirements
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

impl Explain {
    /// Works without records too; then nothing is said of whom it concerns now.
    pub(super) fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
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
        let names_checklist = self
            .id
            .as_ref()
            .is_some_and(|id| rulebook.checklists.contains_key(id));
        if self.format == Format::Json && (self.conditions || names_checklist) {
            return Err(anyhow!("json is for requirements only"));
        }
        if self.conditions {
            return Ok(Outcome::success(all_conditions()));
        }
        let Some(id) = &self.id else {
            return Ok(Outcome::success(match self.format {
                Format::Text => everything(rulebook),
                Format::Json => render::explain_json(rulebook.requirements.values()),
            }));
        };
        let text = match (rulebook.requirement(id), rulebook.checklists.get(id)) {
            (Some(requirement), _) if self.format == Format::Json => {
                render::explain_json(std::iter::once(requirement))
            }
            (Some(requirement), _) => explained(rulebook, requirement, session.as_ref()),
            (None, Some(checklist)) => laid_out(rulebook, checklist),
            (None, None) if rulebook.is_not_yet_encoded(id) => {
                format!("`{id}` is known, but not yet encoded, so it is not checked.\n")
            }
            (None, None) => return Err(unknown(rulebook, id)),
        };
        Ok(Outcome::success(render::clean(&text)))
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

fn explained(rulebook: &Rulebook, requirement: &Requirement, session: Option<&Session>) -> String {
    let mut out = format!("{}: {}\n\n", requirement.id, requirement.title);
    let mut line = |name: &str, words: &str| out.push_str(&format!("{name:<14}{words}\n"));
    line("level", level_said(requirement, requirement.level));
    line("asked of", whom_it_concerns(requirement));
    line("needed", &when_needed(requirement));
    line("checked by", &how_checked(requirement));
    for condition in conditions(requirement) {
        line("", &condition);
    }
    if requirement.whoever_arranges {
        line("", "also where the local authority arranged the placement");
    }
    if requirement.cannot_be_excepted(requirement.level)
        && !matches!(requirement.check, Check::Record)
    {
        line(
            "",
            "no exception can be made, and it cannot be declared not required",
        );
    }
    if let Some(reason) = &requirement.tightened {
        line("tighter here", reason);
    }
    line(
        "asked for by",
        &rulebook.asked_by(&requirement.id).join(", "),
    );
    out.push_str(&format!(
        "\nWhy\n  {}\n\nTo put it right\n  {}\n\nSources\n",
        requirement.why, requirement.fix
    ));
    for source in &requirement.sources {
        out.push_str(&format!("  {source}\n"));
    }
    if let Some(differs) = &requirement.differs {
        out.push_str(&format!("\nWhere a source says otherwise\n  {differs}\n"));
    }
    if let Some(session) = session
        && !matches!(requirement.check, Check::Record)
    {
        out.push_str(&format!(
            "\nHow it stands on {}\n",
            crate::calendar::said(session.on)
        ));
        let answers = concerns(session.case(), requirement);
        let width = answers
            .iter()
            .map(|answer| answer.subject.id().len())
            .max()
            .unwrap_or(0);
        for answer in answers {
            let (id, standing) = (answer.subject.id(), answer.standing.name());
            out.push_str(&format!(
                "  {id:<width$}  {standing:<13}  {}\n",
                answer.message
            ));
        }
    }
    out
}

/// A level in words.
pub(super) fn level_said(requirement: &Requirement, level: Level) -> &'static str {
    match (&requirement.check, level.name()) {
        (Check::Record, "must") => "fault: something is wrong with the record itself",
        (_, "must") => "must: law",
        (_, "should") => "should: statutory or DfE guidance",
        _ => "good: local or recommended practice",
    }
}

fn laid_out(rulebook: &Rulebook, checklist: &Checklist) -> String {
    let edition = checklist
        .edition
        .as_ref()
        .map_or(String::new(), |edition| format!(" ({edition})"));
    let mut out = format!("{}: {}{edition}\n", checklist.name, checklist.title);
    for section in &checklist.sections {
        out.push_str(&format!("\n{}\n", section.title));
        for (at, item) in section.items.iter().enumerate() {
            let requires: Vec<String> = item
                .requires
                .iter()
                .map(|id| {
                    if rulebook.requirement(id).is_some() {
                        id.clone()
                    } else {
                        format!("{id} (not yet encoded)")
                    }
                })
                .collect();
            out.push_str(&format!(
                "{:>3}. {}\n     {}\n",
                at + 1,
                item.text,
                requires.join(", ")
            ));
        }
    }
    out
}

fn everything(rulebook: &Rulebook) -> String {
    let mut out = String::from("Checklists\n");
    for checklist in rulebook.checklists.values() {
        let used = if rulebook.in_use.contains(&checklist.name) {
            "in use"
        } else {
            ""
        };
        out.push_str(&format!(
            "  {:<26} {:<7} {}\n",
            checklist.name, used, checklist.title
        ));
    }
    out.push_str("\nRequirements\n");
    for requirement in rulebook
        .requirements
        .values()
        .filter(|requirement| !matches!(requirement.check, Check::Record))
    {
        out.push_str(&format!(
            "  {:<32} {:<7} {}\n",
            requirement.id,
            requirement.level.name(),
            requirement.title
        ));
    }
    out.push_str("\nFaults of the records\n");
    for requirement in rulebook
        .requirements
        .values()
        .filter(|requirement| matches!(requirement.check, Check::Record))
    {
        out.push_str(&format!("  {:<32} {}\n", requirement.id, requirement.title));
    }
    out
}

fn all_conditions() -> String {
    let mut out = String::new();
    for condition in CONDITIONS {
        out.push_str(&format!("{:<28} {}\n", condition.name, condition.meaning));
    }
    out
}
