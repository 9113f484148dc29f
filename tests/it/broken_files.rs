//! The worst files a school could have: never a panic, nothing untrue, and
//! nothing said of another file.

use crate::support::{DAY, Files, Scratch, apcheck, base, files_of, root, validate};
use serde_json::Value;
use std::collections::BTreeSet;

/// The findings of a run of `validate` as JSON.
fn findings(files: &Files, name: &str) -> (Vec<Value>, i32) {
    let scratch = Scratch::with(name, files);
    let run = validate(
        scratch.path(),
        DAY,
        &["--format", "json", "--fail-on", "good"],
    );
    assert!(
        run.err.is_empty() && (0..=4).contains(&run.status) && run.status != 2,
        "{name}: {}",
        run.err
    );
    let json: Value = serde_json::from_str(&run.out).unwrap();
    (json["findings"].as_array().unwrap().clone(), run.status)
}

fn text_files() -> Vec<(String, String)> {
    base()
        .into_iter()
        .map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()))
        .collect()
}

/// Each file of the base with each line removed in turn: a missing line is no
/// fault of the text, and whatever is said of it is about the record itself.
#[test]
fn without_any_one_line() {
    for (path, text) in text_files() {
        let lines: Vec<&str> = text.lines().collect();
        for at in 0..lines.len() {
            let mut without = lines.clone();
            without.remove(at);
            let mut files = base();
            files.insert(path.clone(), (without.join("\n") + "\n").into_bytes());
            findings(&files, &format!("line-{}-{at}", path.replace('/', "-")));
        }
    }
}

/// Cut off in the middle: what is not there any more is not called missing, if
/// the text shows that it was cut.
#[test]
fn cut_off_anywhere() {
    for (path, text) in text_files() {
        for at in (0..text.len())
            .step_by(97)
            .filter(|at| text.is_char_boundary(*at))
        {
            let mut files = base();
            files.insert(path.clone(), text.as_bytes()[..at].to_vec());
            findings(&files, &format!("cut-{}-{at}", path.replace('/', "-")));
        }
    }
}

#[test]
fn emptied() {
    for (path, _) in text_files() {
        let mut files = base();
        files.insert(path.clone(), Vec::new());
        let (found, _) = findings(&files, &format!("empty-{}", path.replace('/', "-")));
        assert!(!found.is_empty(), "{path} empty is not noticed");
    }
}

#[test]
fn line_endings_and_byte_order_marks_change_nothing() {
    for (path, text) in text_files() {
        for (name, changed) in [
            ("crlf", text.replace('\n', "\r\n")),
            ("bom", format!("\u{feff}{text}")),
            ("both", format!("\u{feff}{}", text.replace('\n', "\r\n"))),
        ] {
            let mut files = base();
            files.insert(path.clone(), changed.into_bytes());
            let (found, status) = findings(&files, &format!("{name}-{}", path.replace('/', "-")));
            assert!(found.is_empty() && status == 0, "{path} {name}: {found:?}");
        }
    }
}

#[test]
fn not_text_at_all() {
    for (path, text) in text_files() {
        for (name, bytes) in [
            ("git-crypt", b"\0GITCRYPT\0\x12\x34\x56".to_vec()),
            (
                "utf-16",
                [
                    b"\xff\xfe".to_vec(),
                    text.bytes().flat_map(|b| [b, 0]).collect(),
                ]
                .concat(),
            ),
            (
                "noise",
                (0..4000u32)
                    .map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()[2])
                    .collect(),
            ),
        ] {
            let mut files = base();
            files.insert(path.clone(), bytes);
            let (found, status) = findings(&files, &format!("{name}-{}", path.replace('/', "-")));
            assert_eq!(status, 4, "{path} {name}");
            let about: BTreeSet<&str> = found
                .iter()
                .filter(|f| f["standing"] == "fault")
                .map(|f| f["file"].as_str().unwrap())
                .collect();
            assert_eq!(
                about.into_iter().collect::<Vec<_>>(),
                [path.as_str()],
                "{name}"
            );
        }
    }
}

/// A file that cannot be read says so once, and nothing untrue is said of what
/// rests on it.
#[test]
fn an_unreadable_file_is_one_finding() {
    for path in [
        "providers/oak-farm.toml",
        "placements/p001-oak-farm.toml",
        "attendance/p001-oak-farm.csv",
    ] {
        let mut files = base();
        files.insert(path.into(), b"\0GITCRYPT\0".to_vec());
        let (found, _) = findings(&files, &format!("one-{}", path.replace('/', "-")));
        let ids: Vec<&str> = found
            .iter()
            .map(|finding| finding["id"].as_str().unwrap())
            .collect();
        assert_eq!(
            ids,
            ["file-readable"],
            "{path}: {:#?}",
            found
                .iter()
                .map(|f| (f["id"].clone(), f["message"].clone(), f["file"].clone()))
                .collect::<Vec<_>>()
        );
    }
}

#[test]
fn windows_1252_is_read_and_said() {
    let mut files = base();
    let text = String::from_utf8(files["providers/oak-farm.toml"].clone()).unwrap();
    let bytes = text.replace("Oak Farm\"", "Oak Farm \u{1}\"").into_bytes();
    let bytes = bytes
        .into_iter()
        .map(|b| if b == 1 { 0xe9 } else { b })
        .collect();
    files.insert("providers/oak-farm.toml".into(), bytes);
    let (found, status) = findings(&files, "windows");
    assert_eq!(status, 1);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0]["id"], "file-in-utf-8");
    assert_eq!(found[0]["line"], 1);
}

/// Ten different mistakes in one file are ten findings, each at its place.
#[test]
fn ten_mistakes_are_ten_findings() {
    let mut files = base();
    let broken = root().join("tests/broken/ten-mistakes.toml");
    files.insert(
        "placements/p001-oak-farm.toml".into(),
        std::fs::read(&broken).unwrap(),
    );
    let (found, _) = findings(&files, "ten");
    let mut places: Vec<(u64, u64, String)> = found
        .iter()
        .filter(|finding| finding["standing"] == "fault")
        .map(|finding| {
            assert_eq!(
                finding["file"], "placements/p001-oak-farm.toml",
                "{finding}"
            );
            (
                finding["line"].as_u64().unwrap(),
                finding["column"].as_u64().unwrap(),
                finding["id"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    places.sort();
    // Each mistake is marked in the file: `# mistake COLUMN id`.
    let text = std::fs::read_to_string(&broken).unwrap();
    let expected: Vec<(u64, u64, String)> = text
        .lines()
        .enumerate()
        .filter_map(|(at, line)| {
            let (column, id) = line.split_once("# mistake ")?.1.split_once(' ')?;
            Some((at as u64 + 1, column.parse().unwrap(), id.to_owned()))
        })
        .collect();
    assert_eq!(expected.len(), 10);
    assert_eq!(places, expected);
    let others: Vec<_> = found
        .iter()
        .filter(|finding| finding["standing"] != "fault")
        .collect();
    assert!(
        others.is_empty(),
        "something is said of a poisoned field: {others:#?}"
    );
}

/// Every reading command leaves the folder as it was, byte for byte, and works
/// where nothing may be written.
#[test]
fn reading_never_writes() {
    let example = files_of(&root().join("examples/oakwood-academy"));
    let scratch = Scratch::with("read-only", &example);
    for entry in walk(scratch.path()) {
        let mut permissions = std::fs::metadata(&entry).unwrap().permissions();
        permissions.set_readonly(true);
        std::fs::set_permissions(&entry, permissions).unwrap();
    }
    for command in [
        &["validate"][..],
        &["validate", "--format", "json"],
        &["due"],
        &["attendance"],
        &["compliance"],
        &["explain", "letter-of-assurance"],
    ] {
        let mut arguments = command.to_vec();
        arguments.extend(["--as-of", DAY]);
        let run = apcheck(scratch.path(), &arguments);
        assert!(run.err.is_empty(), "{command:?}: {}", run.err);
        assert_eq!(
            files_of(scratch.path()),
            example,
            "{command:?} changed a file"
        );
    }
    for entry in walk(scratch.path()) {
        let mut permissions = std::fs::metadata(&entry).unwrap().permissions();
        #[expect(
            clippy::permissions_set_readonly_false,
            reason = "so that the scratch folder can be removed"
        )]
        permissions.set_readonly(false);
        std::fs::set_permissions(&entry, permissions).unwrap();
    }
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(walk(&path));
        }
        found.push(path);
    }
    found
}

/// A conflict left by a merge is one finding; so are large, linked and odd files.
#[test]
fn odd_files_get_one_sentence() {
    let check = |name: &str, change: &dyn Fn(&Scratch), id: &str, status: i32, words: &str| {
        let scratch = Scratch::with(&format!("odd-{name}"), &base());
        change(&scratch);
        let run = validate(scratch.path(), DAY, &["--format", "concise"]);
        let found: Vec<&str> = run
            .out
            .lines()
            .filter(|line| line.contains("fault["))
            .collect();
        assert_eq!(found.len(), 1, "{name}: {}", run.out);
        assert!(
            found[0].contains(id) && found[0].contains(words),
            "{name}: {}",
            run.out
        );
        assert_eq!(run.status, status, "{name}: {}", run.out);
    };
    let placement = String::from_utf8(base()["placements/p001-oak-farm.toml"].clone()).unwrap();
    let conflict = placement.replace("activity = \"animal care\"", "<<<<<<< HEAD\nactivity = \"animal care\"\n=======\nactivity = \"farm work\"\n>>>>>>> other");
    check(
        "conflict",
        &|s| s.write("placements/p001-oak-farm.toml", conflict.as_bytes()),
        "file-readable",
        4,
        "conflict",
    );
    check(
        "copy",
        &|s| s.write("providers/oak-farm (1).toml", b"name = 1"),
        "file-expected",
        1,
        "sync tool",
    );
    check(
        "stray",
        &|s| s.write("providers/notes.txt", b"hello"),
        "file-expected",
        1,
        ".toml",
    );
    check(
        "capitals",
        &|s| s.write("attendance/P001-oak-farm.csv", b"date,am,pm\n"),
        "id-well-formed",
        1,
        "letters",
    );
    check(
        "large",
        &|s| s.write("providers/big.toml", &vec![b'#'; 50 * 1024 * 1024]),
        "file-readable",
        4,
        "50 MiB",
    );
    check(
        "year",
        &|s| {
            s.write(
                "placements/p001-oak-farm.toml",
                placement
                    .replace("end = 2026-12-18", "end = 0026-12-18")
                    .as_bytes(),
            );
        },
        "value-readable",
        1,
        "year 0026",
    );
    #[cfg(unix)]
    {
        let outside = Scratch::with(
            "outside",
            &Files::from([("secret.toml".to_owned(), b"name = \"x\"".to_vec())]),
        );
        check(
            "link",
            &|s| {
                std::os::unix::fs::symlink(
                    outside.path().join("secret.toml"),
                    s.path().join("providers/linked.toml"),
                )
                .unwrap();
            },
            "file-readable",
            4,
            "outside the records folder",
        );
    }
}

/// Two providers that differ only in capital letters.
#[test]
fn names_that_differ_only_in_case_are_told_apart() {
    let scratch = Scratch::with("case", &base());
    let provider = base()["providers/oak-farm.toml"].clone();
    scratch.write("providers/Oak-Farm.toml", &provider);
    let run = validate(scratch.path(), DAY, &["--format", "concise"]);
    assert!(
        run.out.contains("fault[id-unique]") && run.out.contains("fault[id-well-formed]"),
        "{}",
        run.out
    );
}

#[test]
fn terms_that_overlap_are_said() {
    let mut files = base();
    let text = String::from_utf8(files["apcheck.toml"].clone()).unwrap();
    files.insert(
        "apcheck.toml".into(),
        text.replace("start = 2027-01-04", "start = 2026-12-14")
            .into_bytes(),
    );
    let (found, _) = findings(&files, "overlap");
    assert_eq!(found[0]["id"], "terms-in-order");
    assert!(
        found[0]["message"]
            .as_str()
            .unwrap()
            .contains("Spring 2027 overlaps Autumn 2026"),
        "{found:#?}"
    );
}

#[test]
fn control_characters_in_a_note_never_reach_the_terminal() {
    let mut files = base();
    let text = String::from_utf8(files["placements/p001-oak-farm.toml"].clone()).unwrap();
    files.insert(
        "placements/p001-oak-farm.toml".into(),
        text.replace(
            "activity = \"animal care\"",
            "actvity = \"\u{9b}31m animal\"",
        )
        .into_bytes(),
    );
    let scratch = Scratch::with("control", &files);
    let run = validate(scratch.path(), DAY, &["--color", "never"]);
    assert_eq!(run.status, 1);
    assert!(
        run.out.chars().all(|c| c == '\n' || !c.is_control()),
        "{:?}",
        run.out
    );
}
