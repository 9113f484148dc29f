//! What is longer than the screen, through the reader's pager, as git does it.
#![expect(
    clippy::disallowed_methods,
    reason = "the pager is whatever program the reader has chosen"
)]

use super::git::git;
use anstream::adapter::strip_str;
use std::env;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Where nothing else is chosen.
const USUAL: &str = "less";

/// As git sets them where they are not set: keep colours, leave the text on the
/// screen, and end by itself where all of it fits.
const SETTINGS: [(&str, &str); 2] = [("LESS", "FRX"), ("LV", "-c")];

/// Whether the text was shown; otherwise it is still to be printed.
pub(super) fn show(text: &str) -> bool {
    let dumb = env::var("TERM").is_ok_and(|terminal| terminal == "dumb");
    if dumb || !std::io::stdout().is_terminal() {
        return false;
    }
    let Some((width, height)) = terminal_size::terminal_size() else {
        return false;
    };
    if fits(text, width.0.into(), height.0.into()) {
        return false;
    }
    chosen(
        env::var("APCHECK_PAGER").ok(),
        || git(Path::new("."), &["config", "core.pager"]).ok(),
        env::var("PAGER").ok(),
    )
    .is_some_and(|pager| through(&pager, text))
}

/// The first that is set. An empty one and `cat` mean that none is wanted.
fn chosen(
    ours: Option<String>,
    of_git: impl FnOnce() -> Option<String>,
    usual: Option<String>,
) -> Option<String> {
    let pager = ours
        .or_else(of_git)
        .or(usual)
        .unwrap_or_else(|| USUAL.to_owned());
    let pager = pager.trim();
    (!matches!(pager, "" | "cat")).then(|| pager.to_owned())
}

/// Whether a text and the next prompt fit on a screen.
fn fits(text: &str, width: usize, height: usize) -> bool {
    let rows = text.lines().map(|line| {
        let shown = strip_str(line).to_string().chars().count();
        shown.div_ceil(width.max(1)).max(1)
    });
    rows.sum::<usize>() < height
}

/// Runs the pager to its end; false where there is no such program.
fn through(pager: &str, text: &str) -> bool {
    let (shell, flag) = if cfg!(windows) {
        ("cmd", "/C")
    } else {
        ("sh", "-c")
    };
    let mut command = Command::new(shell);
    command.arg(flag).arg(pager).stdin(Stdio::piped());
    for (name, value) in SETTINGS {
        if env::var_os(name).is_none() {
            command.env(name, value);
        }
    }
    // Ctrl-C belongs to the pager; without it here the pager would be left
    // behind with the terminal.
    let pressed = Arc::new(AtomicBool::new(false));
    let _ = signal_hook::flag::register(signal_hook::consts::SIGINT, pressed);
    let Ok(mut child) = command.spawn() else {
        return false;
    };
    if let Some(mut input) = child.stdin.take() {
        // A reader who has seen enough closes it early.
        let _ = input.write_all(text.as_bytes());
    }
    // What a shell says of a program that is not there, or cannot be run.
    let missing = |code| matches!(code, 126 | 127 | 9009);
    child
        .wait()
        .is_ok_and(|status| !status.code().is_some_and(missing))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(pager: &str) -> Option<String> {
        Some(pager.to_owned())
    }

    #[test]
    fn the_pager_is_the_first_that_is_set() {
        let git = || some("of-git");
        assert_eq!(chosen(some("ours"), git, some("usual")), some("ours"));
        assert_eq!(chosen(None, git, some("usual")), some("of-git"));
        assert_eq!(chosen(None, || None, some("usual")), some("usual"));
        assert_eq!(chosen(None, || None, None), some("less"));
    }

    #[test]
    fn nothing_and_cat_mean_none() {
        for none in ["", " ", "cat"] {
            assert_eq!(chosen(some(none), || some("of-git"), some("usual")), None);
        }
    }

    #[test]
    fn a_text_fits_when_the_prompt_has_a_line_too() {
        assert!(fits("one\ntwo\n", 80, 3));
        assert!(!fits("one\ntwo\nthree\n", 80, 3));
        assert!(!fits("a line that is wrapped\n", 12, 2));
        // Colours take no room.
        assert!(fits("\u{1b}[1m\u{1b}[31mred\u{1b}[0m\n", 4, 2));
    }

    #[test]
    fn without_the_program_the_text_is_still_to_be_printed() {
        assert!(!through("apcheck-has-no-such-pager 2>/dev/null", "text"));
        assert!(through("true", &"more than a pipe holds\n".repeat(20_000)));
        assert!(through("exit 3", "text"));
    }
}
