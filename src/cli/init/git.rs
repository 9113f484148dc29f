//! `apcheck init --git`: records are merged by what they say.

use super::super::git::{git, run};
use anyhow::Context as _;
use std::fs;
use std::path::Path;

const ATTRIBUTES: &str = ".gitattributes";

/// What git is told of the records.
const MERGED: &str = "\
# Records are merged by what they say; each clone needs `apcheck init --git` once.
/apcheck.toml merge=apcheck
/providers/*.toml merge=apcheck
/placements/*.toml merge=apcheck
/checklists/*.toml merge=apcheck
/attendance/*.csv merge=apcheck
";

/// Sets up the merging of records in a folder; what was done, line by line.
pub(super) fn set_up(folder: &Path, template: &str) -> anyhow::Result<String> {
    let mut said = String::new();
    if !is_in_repository(folder)? {
        git(folder, &["init", "--quiet"])?;
        said.push_str("  a git repository\n");
    }
    let path = folder.join(ATTRIBUTES);
    let before = match path.exists() {
        true => fs::read_to_string(&path)
            .with_context(|| format!("{} cannot be read", path.display()))?,
        false => template.to_owned(),
    };
    if before.contains("merge=apcheck") {
        said.push_str("  .gitattributes has it already\n");
    } else {
        let newline = if before.is_empty() || before.ends_with('\n') {
            ""
        } else {
            "\n"
        };
        super::write(&path, format!("{before}{newline}{MERGED}"))?;
        said.push_str("  .gitattributes: records are merged by apcheck\n");
    }
    let name = "records of alternative provision, by what they say";
    git(folder, &["config", "merge.apcheck.name", name])?;
    git(
        folder,
        &[
            "config",
            "merge.apcheck.driver",
            "apcheck merge-driver %O %A %B %P",
        ],
    )?;
    said.push_str("  git config of this clone: merge.apcheck.driver\n");
    Ok(said)
}

pub(super) fn is_in_repository(folder: &Path) -> anyhow::Result<bool> {
    Ok(run(folder, &["rev-parse", "--git-dir"])?.status.success())
}
