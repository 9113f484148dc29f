//! What a shell offers when the tab key is pressed: the records' own ids,
//! requirements, checklists and people, as they are at that moment.

use super::{Cli, Outcome};
use crate::load::Folder;
use crate::records::{Placement, Records};
use crate::rulebook::Rulebook;
use anyhow::{Context as _, anyhow};
use clap::{Args, CommandFactory, ValueEnum};
use clap_complete::env::Shells;
use clap_complete::{ArgValueCandidates, CompleteEnv, CompletionCandidate};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Print what makes a shell complete commands, ids and people
///
/// The shell then asks apcheck itself whenever the tab key is pressed, so what
/// is offered is what is in the records of that folder.
#[derive(Debug, Args)]
#[command(after_help = HOW)]
pub(super) struct Completions {
    /// The shell it is for
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

const HOW: &str = "\
Add one line to what the shell reads when it starts:
  bash        source <(apcheck completions bash)                        in ~/.bashrc
  zsh         source <(apcheck completions zsh)                         in ~/.zshrc, after compinit
  fish        apcheck completions fish | source                         in ~/.config/fish/config.fish
  powershell  apcheck completions powershell | Out-String | Invoke-Expression    in $PROFILE";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
    Powershell,
}

impl Shell {
    fn name(self) -> &'static str {
        match self {
            Shell::Bash => "bash",
            Shell::Zsh => "zsh",
            Shell::Fish => "fish",
            Shell::Powershell => "powershell",
        }
    }
}

/// Set by the shell when it asks.
const VARIABLE: &str = "APCHECK_COMPLETE";

const PROGRAM: &str = "apcheck";

impl Completions {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let shells = Shells::builtins();
        let shell = shells
            .completer(self.shell.name())
            .ok_or_else(|| anyhow!("there are no completions for {}", self.shell.name()))?;
        let mut script = Vec::new();
        shell
            .write_registration(VARIABLE, PROGRAM, PROGRAM, PROGRAM, &mut script)
            .context("the script cannot be made")?;
        Ok(Outcome::success(
            String::from_utf8_lossy(&script).into_owned(),
        ))
    }
}

/// Answers a shell that asks; false where this is an ordinary run.
pub(super) fn answered(arguments: &[OsString]) -> Result<bool, clap::Error> {
    let here = std::env::current_dir().ok();
    CompleteEnv::with_factory(Cli::command)
        .var(VARIABLE)
        .completer(PROGRAM)
        .try_complete(arguments.iter().cloned(), here.as_deref())
}

/// The words that a field may hold.
pub(super) fn words(words: &'static [&'static str]) -> ArgValueCandidates {
    ArgValueCandidates::new(move || words.iter().map(CompletionCandidate::new).collect())
}

/// Placements, providers and pupils, and `school`.
pub(super) fn ids() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let Some(records) = records() else {
            return Vec::new();
        };
        let placements = records.all_placements().map(|placement| {
            CompletionCandidate::new(placement.id()).help(Some(placement_said(&placement).into()))
        });
        let providers = providers_of(&records);
        let pupils = records
            .pupils()
            .into_iter()
            .map(|pupil| said(pupil, "a pupil"));
        placements
            .chain(providers)
            .chain(pupils)
            .chain([said("school", "the school itself")])
            .collect()
    })
}

/// Providers.
pub(super) fn providers() -> ArgValueCandidates {
    ArgValueCandidates::new(|| records().as_ref().map_or_else(Vec::new, providers_of))
}

/// Mappings, with the provider whose files they read.
pub(super) fn mappings() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let records = records();
        let mappings = records.iter().flat_map(|records| &records.mappings);
        mappings
            .map(|(name, mapping)| {
                let provider = mapping.table.text("provider").known();
                said(name, provider.unwrap_or("a mapping"))
            })
            .collect()
    })
}

/// Requirements, of the school's own checklists too.
pub(super) fn requirements() -> ArgValueCandidates {
    ArgValueCandidates::new(|| requirements_of(&rulebook()))
}

/// Checklists, of the school's own too.
pub(super) fn checklists() -> ArgValueCandidates {
    ArgValueCandidates::new(|| checklists_of(&rulebook()))
}

/// What can be explained.
pub(super) fn explained() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let rulebook = rulebook();
        let mut all = checklists_of(&rulebook);
        all.extend(requirements_of(&rulebook));
        all
    })
}

/// The keys of `[people]`, with what they are.
pub(super) fn people() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let records = records();
        let people = records
            .as_ref()
            .and_then(|records| records.commissioner.table.table("people"));
        let entries = people.into_iter().flat_map(|people| &people.entries);
        entries
            .map(|entry| {
                let person = entry.value.table();
                let role = person.and_then(|person| person.text("role").known());
                said(&entry.key, role.unwrap_or("no role recorded"))
            })
            .collect()
    })
}

fn providers_of(records: &Records) -> Vec<CompletionCandidate> {
    let providers = records.providers.iter().map(|(id, provider)| {
        let name = provider.table.text("name").known().unwrap_or("a provider");
        said(id, name)
    });
    providers.collect()
}

fn requirements_of(rulebook: &Rulebook) -> Vec<CompletionCandidate> {
    let requirements = rulebook.requirements.iter();
    requirements
        .map(|(id, requirement)| said(id, &requirement.title))
        .collect()
}

fn checklists_of(rulebook: &Rulebook) -> Vec<CompletionCandidate> {
    let checklists = rulebook.checklists.iter();
    checklists
        .map(|(id, checklist)| said(id, &checklist.title))
        .collect()
}

/// "Oak Farm, from 2026-09-07".
fn placement_said(placement: &Placement<'_>) -> String {
    let provider = placement.provider();
    let name = provider.and_then(|provider| provider.table.text("name").known());
    let start = placement
        .start()
        .map_or(String::new(), |start| format!(", from {start}"));
    let ended = if placement.table().get("ending").is_some() {
        ", ended"
    } else {
        ""
    };
    let text = format!("{}{start}{ended}", name.unwrap_or("a placement"));
    crate::render::clean(&text)
}

fn said(id: &str, help: &str) -> CompletionCandidate {
    CompletionCandidate::new(id).help(Some(crate::render::clean(help).into()))
}

fn records() -> Option<Records> {
    let folder = match named_folder(std::env::args_os()) {
        Some(folder) => Folder::open(&folder),
        None => Folder::find(Path::new(".")),
    };
    folder?.load().ok()
}

fn rulebook() -> Rulebook {
    records().map_or_else(Rulebook::built_in, |records| Rulebook::of(&records))
}

/// The folder named with -C on the line that is being completed.
fn named_folder(arguments: impl IntoIterator<Item = OsString>) -> Option<PathBuf> {
    let mut line = arguments.into_iter().skip_while(|word| word != "--");
    let found = line.find(|word| word.to_string_lossy().starts_with("-C"))?;
    let joined = found
        .to_string_lossy()
        .strip_prefix("-C")
        .map(PathBuf::from)?;
    if joined.as_os_str().is_empty() {
        line.next().map(PathBuf::from)
    } else {
        Some(joined)
    }
}
