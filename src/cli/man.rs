//! `apcheck man`: the manual pages, made from the help.

use super::{Cli, Outcome};
use anyhow::Context as _;
use clap::{Args, CommandFactory};
use std::path::PathBuf;

/// Write the manual pages into a folder
///
/// A page for apcheck and for each command, for those who make packages.
#[derive(Debug, Args)]
pub(super) struct Man {
    /// The folder, which must be there
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl Man {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let folder = self.folder.display();
        clap_mangen::generate_to(Cli::command(), &self.folder)
            .with_context(|| format!("the manual pages cannot be written into {folder}"))?;
        Ok(Outcome::success(format!(
            "Wrote the manual pages into {folder}.\n"
        )))
    }
}
