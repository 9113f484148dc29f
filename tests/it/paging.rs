//! The pager and colour, on a real terminal where one is needed: `script` gives
//! the program one, of the kernel's.

use crate::support::{DAY, root, run};
use std::process::Command;

#[cfg(target_os = "linux")]
mod on_linux {
    use super::*;
    use crate::support::Scratch;
    use std::fs;

    /// What the commands of the shell leave on a terminal of ten rows.
    fn on_a_terminal(commands: &str, environment: &[(&str, &str)]) -> String {
        let commands = format!("stty rows 10 cols 100; {commands}");
        let mut command = Command::new("script");
        command
            .args(["--quiet", "--return", "--command", &commands, "/dev/null"])
            .current_dir(root().join("examples/oakwood-academy"))
            .env("APCHECK", env!("CARGO_BIN_EXE_apcheck"))
            .env("TERM", "xterm")
            .env("HOME", "/nonexistent")
            .env_remove("APCHECK_PAGER")
            .env_remove("PAGER")
            .env_remove("NO_COLOR")
            .env_remove("LESS");
        for (name, value) in environment {
            command.env(name, value);
        }
        run(&mut command, "").out.replace("\r\n", "\n")
    }

    const LONG: &str = "$APCHECK validate --as-of 2026-10-12; echo status $?";
    const SHORT: &str =
        "$APCHECK due --lead hdt --within 1d --always --as-of 2026-10-12; echo status $?";

    /// A pager that says what it was given.
    const SAYS: &str = "echo \"paged, LESS=$LESS\"; wc -l";

    #[test]
    fn what_is_longer_than_the_screen_is_paged_and_the_status_stays() {
        let shown = on_a_terminal(LONG, &[("APCHECK_PAGER", SAYS)]);
        assert!(shown.starts_with("paged, LESS=FRX\n"), "{shown}");
        assert!(shown.ends_with("\nstatus 1\n"), "{shown}");
        let own = on_a_terminal(LONG, &[("PAGER", SAYS), ("LESS", "S")]);
        assert!(own.starts_with("paged, LESS=S\n"), "{own}");
        // Whatever the pager comes to, and however early it has seen enough.
        let early = on_a_terminal(LONG, &[("APCHECK_PAGER", "head -n 1; exit 3")]);
        assert!(early.ends_with("\nstatus 1\n"), "{early}");
    }

    #[test]
    fn what_fits_is_printed() {
        let shown = on_a_terminal(SHORT, &[("APCHECK_PAGER", SAYS)]);
        assert!(!shown.contains("paged"), "{shown}");
        assert!(shown.contains("looked at"), "{shown}");
    }

    #[test]
    fn nothing_is_paged_where_nobody_wants_it() {
        let printed = |command: &str, environment: &[(&str, &str)]| {
            let shown = on_a_terminal(command, environment);
            assert!(!shown.contains("paged"), "{command}: {shown}");
            assert!(shown.contains("p005-fosse-lane-pru"), "{shown}");
        };
        let says = ("APCHECK_PAGER", SAYS);
        printed(LONG, &[("APCHECK_PAGER", ""), ("PAGER", SAYS)]);
        printed(LONG, &[("APCHECK_PAGER", "cat")]);
        printed(LONG, &[says, ("TERM", "dumb")]);
        printed(&LONG.replace("validate", "validate --no-pager"), &[says]);
        printed(
            &LONG.replace("--as-of 2026-10-12", "--as-of 2026-10-12 | cat"),
            &[says],
        );
        // What a command writes, or asks, is never paged.
        printed(
            "$APCHECK baseline --by hdt --as-of 2026-10-12 --dry-run",
            &[says],
        );
    }

    #[test]
    fn a_pager_that_is_not_there_leaves_the_text_printed() {
        let shown = on_a_terminal(LONG, &[("APCHECK_PAGER", "apcheck-has-no-such-pager")]);
        assert!(shown.contains("p026-larkfield-farm"), "{shown}");
        assert!(shown.ends_with("\nstatus 1\n"), "{shown}");
    }

    #[test]
    fn the_pager_of_git_comes_before_the_usual_one() {
        let scratch = Scratch::new("paging-git");
        let config = "[core]\n\tpager = \"echo of-git paged\"\n";
        fs::write(scratch.path().join(".gitconfig"), config).unwrap();
        let home = scratch.path().to_str().unwrap();
        let shown = on_a_terminal(LONG, &[("HOME", home), ("PAGER", "echo usual paged")]);
        assert!(shown.starts_with("of-git paged\n"), "{shown}");
    }

    #[test]
    fn colours_stay_in_the_pager_and_no_color_is_obeyed() {
        let count = "grep -c \"$(printf '\\033')\"";
        let coloured = on_a_terminal(LONG, &[("APCHECK_PAGER", count)]);
        assert!(!coloured.starts_with("0\n"), "{coloured}");
        let plain = on_a_terminal(LONG, &[("APCHECK_PAGER", count), ("NO_COLOR", "1")]);
        assert!(plain.starts_with("0\n"), "{plain}");
    }
}

/// Nothing is said by colour alone: without it the words are the same.
#[test]
fn without_colour_the_words_are_the_same() {
    let validate = |more: &[&str], no_color: bool| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_apcheck"));
        command
            .args(["validate", "--as-of", DAY])
            .args(more)
            .current_dir(root().join("examples/oakwood-academy"))
            .env("CLICOLOR_FORCE", "1")
            .env_remove("NO_COLOR");
        if no_color {
            command.env("NO_COLOR", "1");
        }
        run(&mut command, "").out
    };
    let coloured = validate(&[], false);
    let plain = validate(&["--color", "never"], false);
    assert!(coloured.contains('\u{1b}'));
    assert!(!plain.contains('\u{1b}'));
    assert_eq!(stripped(&coloured), plain);
    assert_eq!(validate(&[], true), plain);
}

/// The text without the signs that set colours.
fn stripped(text: &str) -> String {
    let mut plain = String::new();
    let mut parts = text.split('\u{1b}');
    plain.push_str(parts.next().unwrap());
    for part in parts {
        let (_, rest) = part.split_once('m').unwrap();
        plain.push_str(rest);
    }
    plain
}
