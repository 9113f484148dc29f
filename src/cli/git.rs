//! Asking git.
#![expect(
    clippy::disallowed_methods,
    reason = "git is run here, and beside it only a pager anywhere"
)]

use anyhow::{anyhow, bail};
use std::ffi::OsStr;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// What git prints, run in a folder; its own sentence where it refuses.
pub(super) fn git<S: AsRef<OsStr>>(folder: &Path, arguments: &[S]) -> anyhow::Result<String> {
    let output = run(folder, arguments)?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        bail!(
            "git: {}",
            why.lines().next().unwrap_or("it did not work").trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout)
        .trim_end()
        .to_owned())
}

pub(super) fn run<S: AsRef<OsStr>>(folder: &Path, arguments: &[S]) -> anyhow::Result<Output> {
    Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .output()
        .map_err(|error| not_run(&error))
}

/// The revision that the files of a folder are at, and whether they have been
/// changed since; `None` where git knows nothing of them.
pub(super) fn revision(folder: &Path) -> Option<String> {
    let commit = git(folder, &["log", "-1", "--format=%h of %cs", "--", "."]).ok()?;
    if commit.is_empty() {
        return None;
    }
    let changed = git(folder, &["status", "--porcelain", "--", "."]).ok()?;
    Some(match changed.lines().count() {
        0 => format!("revision {commit}"),
        1 => format!("revision {commit}, and 1 file changed since"),
        more => format!("revision {commit}, and {more} files changed since"),
    })
}

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// An answer longer than this is of no use.
const LONGEST: u64 = 64 * 1024 * 1024;

/// What git answered.
#[derive(Debug)]
pub(super) struct Answered {
    pub(super) out: String,
    err: String,
    /// The exit status; `None` where git was stopped.
    pub(super) status: Option<i32>,
}

impl Answered {
    /// The first line of what git says of its refusal.
    pub(super) fn refusal(&self) -> String {
        let mut said = self.err.lines().map(str::trim);
        let first = said.find(|line| !line.is_empty());
        let first = first.unwrap_or("it did not work");
        first.strip_prefix("fatal: ").unwrap_or(first).to_owned()
    }

    /// The answer, where git gave one; why not, in words.
    pub(super) fn given(self) -> Result<String, String> {
        match self.status {
            Some(0) => Ok(self.out),
            _ => Err(format!("git says: {}", self.refusal())),
        }
    }
}

/// Variables that would have git look elsewhere, or read paths in another way.
const MISLEADING: [&str; 7] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
];

/// Settings of somebody's own that would change an answer, or have a program run.
const SETTINGS: [&str; 10] = [
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.quotePath=false",
    "-c",
    "log.showSignature=false",
    "-c",
    "log.showRoot=true",
    "-c",
    "log.follow=false",
];

/// What git answers about a folder, and about no other repository that the
/// environment names. Nothing is written, fetched or asked for, and an answer is
/// not waited for without end.
pub(super) fn asked(folder: &Path, arguments: &[&str]) -> anyhow::Result<Answered> {
    waited(folder, arguments, PATIENCE)
}

fn waited(folder: &Path, arguments: &[&str], patience: Duration) -> anyhow::Result<Answered> {
    let mut command = Command::new("git");
    for name in MISLEADING {
        command.env_remove(name);
    }
    let mut child = command
        .arg("--no-optional-locks")
        .args(SETTINGS)
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .env("LC_ALL", "C")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| not_run(&error))?;
    let (out, err) = (read(child.stdout.take()), read(child.stderr.take()));
    let Ok(out) = out.recv_timeout(patience) else {
        let _ = child.kill();
        let _ = child.wait();
        bail!("git took longer than {} seconds", patience.as_secs());
    };
    Ok(Answered {
        out,
        err: err.recv_timeout(patience).unwrap_or_default(),
        status: child.wait()?.code(),
    })
}

fn not_run(error: &std::io::Error) -> anyhow::Error {
    match error.kind() {
        ErrorKind::NotFound => anyhow!("git is not on this computer"),
        _ => anyhow!("git cannot be run: {error}"),
    }
}

/// All that comes out of a pipe, once it is closed.
fn read(pipe: Option<impl Read + Send + 'static>) -> mpsc::Receiver<String> {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(pipe) = pipe {
            // What came before an error is what there is.
            let _ = pipe.take(LONGEST).read_to_end(&mut bytes);
        }
        // Nobody waits for it any more where git took too long.
        let _ = send.send(String::from_utf8_lossy(&bytes).into_owned());
    });
    receive
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_not_waited_for_without_end() {
        let slow = ["-c", "alias.slow=!sleep 3", "slow"];
        let waited = waited(Path::new("."), &slow, Duration::from_millis(1));
        assert_eq!(
            waited.unwrap_err().to_string(),
            "git took longer than 0 seconds"
        );
    }

    #[test]
    fn a_refusal_is_one_sentence() {
        let refused = asked(Path::new("."), &["no-such-command"]).unwrap();
        let why = refused.given().unwrap_err();
        assert!(
            why.starts_with("git says: ") && !why.contains('\n'),
            "{why}"
        );
    }
}
