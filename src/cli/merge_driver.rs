//! `apcheck merge-driver`.

use super::Outcome;
use super::git::run;
use crate::edit::{Merged, merge_records, merge_registers, overwrite};
use crate::load::outside;
use crate::records::{Shape, fields};
use crate::source::{Decoded, decode};
use anyhow::{anyhow, bail};
use clap::Args;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// For git: merge two versions of a record by what they say
///
/// `apcheck init --git` sets it up, and git then runs it whenever both sides of
/// a merge have changed the same record. Entries of a log and lines of a check
/// are kept from both, the oldest first; fields that one side has changed are
/// taken from that side; registers are merged mark by mark. Where both sides
/// have changed the same thing in different ways, both stand in the file
/// between git's markers, and the exit status is 1. A file that cannot be read
/// is merged line by line, as git does it itself.
#[derive(Debug, Args)]
pub(super) struct MergeDriver {
    /// The version that both began with (%O)
    #[arg(value_name = "BASE")]
    base: PathBuf,
    /// Our version, in whose place the result is written (%A)
    #[arg(value_name = "OURS")]
    ours: PathBuf,
    /// Their version (%B)
    #[arg(value_name = "THEIRS")]
    theirs: PathBuf,
    /// The path of the record in the repository (%P)
    #[arg(value_name = "PATH")]
    path: PathBuf,
}

/// What a path is the path of.
enum What {
    Record(&'static Shape),
    Register,
}

impl MergeDriver {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let Some(merged) = self.merged() else {
            return self.line_by_line();
        };
        let (_, mark) = text(&self.ours).unwrap_or_default();
        overwrite(&self.ours, &merged.text, mark)?;
        let both = &merged.contradictions;
        let remark = (!both.is_empty()).then(|| {
            format!(
                "{}: both sides have changed {}, each in its own way; both stand between git's markers, so keep the one that is right",
                self.path.display(),
                both.join(", ")
            )
        });
        Ok(Outcome {
            bytes: Vec::new(),
            status: u8::from(remark.is_some()),
            remark,
        })
    }

    /// The result, where all three versions can be read.
    fn merged(&self) -> Option<Merged> {
        let what = what(&self.path)?;
        let [base, ours, theirs] = [&self.base, &self.ours, &self.theirs].map(|path| text(path));
        let ((base, _), (ours, _), (theirs, _)) = (base?, ours?, theirs?);
        match what {
            What::Record(shape) => merge_records(&base, &ours, &theirs, shape),
            What::Register => merge_registers(&base, &ours, &theirs),
        }
    }

    /// As git merges a text of which it knows nothing.
    fn line_by_line(&self) -> anyhow::Result<Outcome> {
        let words = ["merge-file", "-L", "ours", "-L", "base", "-L", "theirs"];
        let files = [&self.ours, &self.base, &self.theirs];
        let arguments: Vec<&OsStr> = words
            .iter()
            .map(OsStr::new)
            .chain(files.iter().map(|path| path.as_os_str()))
            .collect();
        let output = run(Path::new("."), &arguments)?;
        // The number of conflicts, or more where it could not be done.
        match output.status.code() {
            Some(0) => Ok(Outcome::success(String::new())),
            Some(1..=127) => Ok(Outcome {
                bytes: Vec::new(),
                status: 1,
                remark: None,
            }),
            _ => {
                let why = String::from_utf8_lossy(&output.stderr);
                bail!("{}: {}", self.path.display(), why.trim())
            }
        }
    }
}

fn what(path: &Path) -> Option<What> {
    let ending = path.extension()?.to_str()?;
    let folder = path.parent().and_then(Path::file_name);
    let folder = folder.map_or(Some(""), OsStr::to_str)?;
    Some(match (folder, ending) {
        ("providers", "toml") => What::Record(&fields::PROVIDER),
        ("placements", "toml") => What::Record(&fields::PLACEMENT),
        ("checklists", "toml") => What::Record(&fields::CHECKLIST),
        ("attendance", "csv") => What::Register,
        _ if path.file_name()? == "apcheck.toml" => What::Record(&fields::COMMISSIONER),
        _ => return None,
    })
}

/// A version's text, and whether a byte-order mark stands before it; `None`
/// where it is not saved as UTF-8.
fn text(path: &Path) -> Option<(String, bool)> {
    let bytes = outside(path).map_err(|why| anyhow!(why)).ok()?;
    match decode(&bytes) {
        Decoded::Text(text) => Some((text, bytes.starts_with(b"\xef\xbb\xbf"))),
        _ => None,
    }
}
