//! What a shell offers when the tab key is pressed.

use crate::support::{Scratch, apcheck, edited, golden, root};
use std::path::Path;
use std::process::Command;

/// What fish is told for a line, of which the last word is being typed; it is
/// told what each word means too.
fn offered(folder: &Path, line: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_apcheck"))
        .args(["--", "apcheck"])
        .args(line.split(' '))
        .current_dir(folder)
        .env("APCHECK_COMPLETE", "fish")
        .output()
        .unwrap();
    assert!(output.status.success(), "{line}");
    assert!(output.stderr.is_empty(), "{line}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn ids_requirements_checklists_and_people_are_completed_as_they_are_recorded() {
    let edits =
        "new providers/mill-tutors.toml\n+ name = \"Mill \u{1b}[31mTutors\"\n+ kind = \"tutor\"\n";
    let (files, _) = edited(edits);
    let scratch = Scratch::with("completions", &files);
    let mut text = String::new();
    for line in [
        "val",
        "doc",
        "validate ",
        "validate p001",
        "validate m",
        "validate --select first",
        "compliance --checklist annex",
        "compliance --checklist every",
        "explain arranging",
        "explain employers",
        "due --lead ",
        "except curriculum-p",
        "except curriculum-plan p001",
        "except curriculum-plan p001 --by h",
        "baseline --by r",
        "new p",
        "-C ../.. validate p001",
        "-C . validate p001",
    ] {
        text.push_str(&format!("{line}|\n"));
        for offer in offered(scratch.path(), line).lines() {
            text.push_str(&format!("    {}\n", offer.replace('\t', "   # ")));
        }
    }
    golden(&root().join("tests/completions.txt"), &text);
}

/// Without records there are still commands and what is built in.
#[test]
fn nothing_fails_where_there_are_no_records() {
    let scratch = Scratch::new("completions-nowhere");
    assert_eq!(offered(scratch.path(), "validate p"), "");
    assert!(offered(scratch.path(), "explain annex-a").starts_with("annex-a\t"));
    let (mut files, _) = edited("");
    files.insert(
        "placements/p001-oak-farm.toml".into(),
        b"\xff\xfe\0".to_vec(),
    );
    files.insert("apcheck.toml".into(), b"[people\n".to_vec());
    let scratch = Scratch::with("completions-damaged", &files);
    assert!(offered(scratch.path(), "validate p").starts_with("p001-oak-farm\t"));
    assert_eq!(offered(scratch.path(), "due --lead r"), "");
}

#[test]
fn each_shell_has_a_script_that_asks_apcheck() {
    let scratch = Scratch::new("completions-scripts");
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let run = apcheck(scratch.path(), &["completions", shell]);
        assert_eq!((run.status, run.err.as_str()), (0, ""));
        assert!(run.out.contains("APCHECK_COMPLETE"), "{}", run.out);
    }
    let run = apcheck(scratch.path(), &["completions", "tcsh"]);
    assert_eq!(run.status, 2);
    assert!(
        run.err
            .contains("possible values: bash, zsh, fish, powershell"),
        "{}",
        run.err
    );
}

/// The script does its work in a real shell, where there is one.
#[cfg(unix)]
#[test]
fn bash_completes_an_id() {
    let program = Path::new(env!("CARGO_BIN_EXE_apcheck"));
    let path = format!(
        "{}:{}",
        program.parent().unwrap().display(),
        std::env::var("PATH").unwrap()
    );
    let script = "source <(apcheck completions bash); COMP_WORDS=(apcheck validate p0); COMP_CWORD=2; COMP_TYPE=9; \
        _clap_complete_apcheck apcheck p0 validate 2> /dev/null; printf '%s\\n' \"${COMPREPLY[@]}\"";
    let Ok(output) = Command::new("bash")
        .args(["-c", script])
        .current_dir(root().join("tests/base"))
        .env("PATH", path)
        .output()
    else {
        return;
    };
    let offered = String::from_utf8(output.stdout).unwrap();
    assert!(
        offered.lines().any(|line| line.trim() == "p001-oak-farm"),
        "{offered}"
    );
}
