//! The worst that a records folder can hold: each is met with a finding or a
//! sentence, in no time and little memory, and the rest is judged.

use crate::support::{DAY, Run, Scratch, apcheck, base, validate};
use std::fs::{self, File};
use std::path::Path;

/// What is put into a folder, and what must be said of it.
type Case = (&'static str, fn(&Path), &'static str);

const CASES: &[Case] = &[
    (
        "lists in lists, 10,000 deep",
        |root| {
            let deep = format!("a = {}{}\n", "[".repeat(10_000), "]".repeat(10_000));
            append(root, "providers/oak-farm.toml", &deep);
        },
        "`a` cannot be read: something in the brackets is not well formed",
    ),
    (
        "tables in tables, 10,000 deep",
        |root| {
            let deep = format!("a = {}1{}\n", "{a=".repeat(10_000), "}".repeat(10_000));
            append(root, "providers/oak-farm.toml", &deep);
        },
        "`a` cannot be read: something in the brackets is not well formed",
    ),
    (
        "a heading 10,000 deep",
        |root| {
            let deep = format!("[{}a]\nb = 1\n", "a.".repeat(9_999));
            append(root, "providers/oak-farm.toml", &deep);
        },
        "this file has too many mistakes to be read as a record",
    ),
    (
        "a key 10,000 deep",
        |root| {
            let deep = format!("{}a = 1\n", "a.".repeat(9_999));
            append(root, "providers/elm-barn.toml", &deep);
        },
        "this file has too many mistakes to be read as a record",
    ),
    (
        "a record of 1 GiB",
        |root| vast(root, "providers/elm-barn.toml"),
        "it has 1024 MiB; a record has a few KiB",
    ),
    (
        "a register of 1 GiB",
        |root| vast(root, "attendance/p001-oak-farm.csv"),
        "it has 1024 MiB; a record has a few KiB",
    ),
    (
        "a hundred thousand fields there are not",
        |root| {
            let keys = (0..100_000).map(|at| format!("a{at} = 1\n"));
            append(root, "apcheck.toml", &keys.collect::<String>());
        },
        "more mistakes of this kind stand in this file, the first of them here",
    ),
    (
        "twenty thousand marks there are not",
        |root| {
            let days = "2026-10-08,%,,,\n".repeat(20_000);
            append(root, "attendance/p001-oak-farm.csv", &days);
        },
        "more mistakes of this kind stand in this file, the first of them here",
    ),
    (
        "a name that turns the line round",
        |root| {
            let turned = "name = \"\u{202e}mraF kaO\u{202c}\u{200b}\u{7}\"\nx = 1\n";
            fs::write(root.join("providers/elm-barn.toml"), turned).unwrap();
        },
        "`x` is not a field",
    ),
    (
        "an id that leads elsewhere",
        |root| {
            let path = root.join("placements/p001-oak-farm.toml");
            let text = fs::read_to_string(&path).unwrap();
            let text = text.replace("\"oak-farm\"", "\"../../etc/passwd\"");
            fs::write(path, text).unwrap();
        },
        "`../../etc/passwd`, which is not recorded",
    ),
];

fn append(root: &Path, path: &str, text: &str) {
    let before = fs::read_to_string(root.join(path)).unwrap_or_default();
    fs::write(root.join(path), before + text).unwrap();
}

/// A file with nothing in it, of which the disk holds none.
fn vast(root: &Path, path: &str) {
    let file = File::create(root.join(path)).unwrap();
    file.set_len(1 << 30).unwrap();
}

fn is_calm(name: &str, run: &Run) {
    assert_eq!(run.err, "", "{name}");
    assert!([1, 4].contains(&run.status), "{name}: {}", run.status);
    let lines = run.out.lines().count();
    assert!(lines < 3_000, "{name}: {lines} lines");
    let hidden = |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!run.out.contains(hidden), "{name}: {}", run.out);
}

#[test]
fn each_is_one_finding_or_few() {
    for (name, put, said) in CASES {
        let scratch = Scratch::with("hostile", &base());
        put(scratch.path());
        let run = validate(scratch.path(), DAY, &[]);
        assert!(run.out.contains(said), "{name}: {}", run.out);
        is_calm(name, &run);
        let run = apcheck(
            scratch.path(),
            &[
                "check",
                "oak-farm",
                "first-aid",
                "--by",
                "rok",
                "--as-of",
                DAY,
            ],
        );
        assert!([0, 2, 4].contains(&run.status), "{name}: {run:?}");
    }
}

/// Pipes and devices are not opened, and links are not followed round in circles
/// or out of the folder.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_read() {
    use std::os::unix::fs::symlink;
    use std::process::Command;
    let cases: &[Case] = &[
        (
            "a pipe",
            |root| {
                let pipe = root.join("providers/elm-barn.toml");
                assert!(Command::new("mkfifo").arg(pipe).status().unwrap().success());
            },
            "it is not an ordinary file",
        ),
        (
            "a device without end",
            |root| symlink("/dev/zero", root.join("providers/elm-barn.toml")).unwrap(),
            "it is a link to a file outside the records folder",
        ),
        (
            "a link to itself",
            |root| symlink("elm-barn.toml", root.join("providers/elm-barn.toml")).unwrap(),
            "this file cannot be read: ",
        ),
        (
            "a folder in itself",
            |root| symlink(".", root.join("providers/again.toml")).unwrap(),
            "it is not an ordinary file",
        ),
    ];
    for (name, put, said) in cases {
        let scratch = Scratch::with("hostile-unix", &base());
        put(scratch.path());
        let run = validate(scratch.path(), DAY, &[]);
        assert!(run.out.contains(said), "{name}: {}", run.out);
        is_calm(name, &run);
    }
}

/// Nothing is made or read outside the folder for an id that leads there.
#[test]
fn an_id_on_the_command_line_leads_nowhere() {
    let scratch = Scratch::with("hostile-ids", &base());
    let ids = [
        "../../etc/passwd",
        "..",
        "/etc/passwd",
        "a/b",
        "\u{202e}a",
        "",
    ];
    for id in ids {
        for arguments in [
            &["show", id][..],
            &["validate", id],
            &["log", "contact", id, "--with", "provider", "--by", "ska"],
            &["check", id, "first-aid", "--by", "rok"],
            &["new", "provider", id],
            &["mark", id, "/", "/"],
        ] {
            let run = apcheck(scratch.path(), arguments);
            assert_eq!(run.status, 2, "{arguments:?}: {run:?}");
            assert_eq!(run.out, "", "{arguments:?}");
            assert!(!run.err.contains("panicked"), "{arguments:?}: {}", run.err);
            assert!(!run.err.contains('\u{202e}'), "{arguments:?}: {}", run.err);
        }
    }
    let left = crate::support::files_of(scratch.path());
    assert!(
        left.keys()
            .all(|path| base().contains_key(path) || path.starts_with(".apcheck/"))
    );
}
