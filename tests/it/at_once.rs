//! Runs at the same time, and runs that are killed: nothing that was said to be
//! written is lost, and no record is left half written.

use crate::support::{DAY, Scratch, apcheck, base, files_of};
use apcheck::edit::{Change, lock, write};
use apcheck::load::Folder;
use apcheck::records::is_well_formed;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PLACEMENT: &str = "placements/p001-oak-farm.toml";

fn logging(folder: &Path, note: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_apcheck"));
    command
        .args(["log", "contact", "p001-oak-farm", "--by", "ska"])
        .args(["--with", "provider", "--note", note, "--as-of", DAY])
        .current_dir(folder)
        .stdin(Stdio::null());
    command
}

fn text(folder: &Path) -> String {
    fs::read_to_string(folder.join(PLACEMENT)).unwrap()
}

fn has(text: &str, note: &str) -> bool {
    text.matches(&format!("note = \"{note}\"")).count() == 1
}

/// Eight writers, twenty-five entries each, into one record.
#[test]
fn of_eight_that_log_at_once_none_loses_an_entry() {
    let scratch = Scratch::with("eight", &base());
    let before = text(scratch.path());
    std::thread::scope(|scope| {
        for writer in 0..8 {
            let folder = scratch.path();
            scope.spawn(move || {
                for entry in 0..25 {
                    let note = format!("{writer} of 8, {entry}");
                    let output = logging(folder, &note).output().unwrap();
                    assert!(output.status.success(), "{output:?}");
                }
            });
        }
    });
    let after = text(scratch.path());
    assert!(is_well_formed(&after));
    for writer in 0..8 {
        for entry in 0..25 {
            assert!(
                has(&after, &format!("{writer} of 8, {entry}")),
                "{writer}, {entry}"
            );
        }
    }
    let added = after.lines().count() - before.lines().count();
    assert_eq!(added, 200);
}

/// Moments that are spread over a run, and the same in every test.
fn moments() -> impl Iterator<Item = f64> {
    let mut seed: u64 = 20_261_012;
    std::iter::repeat_with(move || {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(seed >> 33).unwrap()) / f64::from(u32::MAX >> 1)
    })
}

/// Keep this fast: each of the kills costs at most one run of the program, and
/// a run takes some hundredths of a second.
#[test]
fn a_run_that_is_killed_leaves_the_old_record_or_the_new() {
    let scratch = Scratch::with("killed", &base());
    let folder = scratch.path();
    let started = Instant::now();
    assert!(
        logging(folder, "whole run")
            .output()
            .unwrap()
            .status
            .success()
    );
    let whole = started.elapsed();
    let mut written = BTreeSet::from(["whole run".to_owned()]);
    let mut killed = 0;
    for (number, moment) in moments().take(200).enumerate() {
        let note = format!("run {number}");
        let child = logging(folder, &note)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut child = child.unwrap();
        std::thread::sleep(whole.mul_f64(moment));
        let _ = child.kill();
        let output = child.wait_with_output().unwrap();
        killed += usize::from(output.status.code().is_none());
        let now = text(folder);
        assert!(is_well_formed(&now), "{now}");
        // What was said to be written is there, and so is all that ever was.
        if String::from_utf8_lossy(&output.stdout).contains("Wrote line") || has(&now, &note) {
            written.insert(note);
        }
        for note in &written {
            assert!(has(&now, note), "{note} is lost: {now}");
        }
    }
    assert!(
        killed >= 50 || cfg!(not(unix)),
        "{killed} of 200 were killed"
    );
    // What the dead left is taken away by the next that writes.
    assert!(logging(folder, "last").output().unwrap().status.success());
    let names: Vec<String> = files_of(&folder.join("placements")).into_keys().collect();
    assert_eq!(names, ["p001-oak-farm.toml"]);
}

#[test]
fn what_dead_runs_left_is_taken_away_and_nothing_else() {
    let mut files = base();
    for path in [
        "placements/.apcheck-1a.new",
        "providers/.apcheck-2b.new",
        ".apcheck-3c.new",
    ] {
        files.insert(path.into(), b"half".to_vec());
    }
    for path in [
        "placements/.other.new",
        "placements/.apcheck-notes",
        "deep/er/.apcheck-4d.new",
    ] {
        files.insert(path.into(), b"mine".to_vec());
    }
    let scratch = Scratch::with("leftover", &files);
    let run = logging(scratch.path(), "n").output().unwrap();
    assert!(run.status.success(), "{run:?}");
    let left: Vec<String> = files_of(scratch.path())
        .into_keys()
        .filter(|path| path.contains("/.") || path.starts_with('.'))
        .collect();
    assert_eq!(
        left,
        [
            ".apcheck/.gitignore",
            ".apcheck/lock",
            "deep/er/.apcheck-4d.new",
            "placements/.apcheck-notes",
            "placements/.other.new",
        ]
    );
}

/// Whoever waits in vain is told for whom, in a sentence.
#[test]
fn the_lock_says_who_holds_it_and_is_not_waited_for_for_ever() {
    let scratch = Scratch::with("held", &base());
    let folder = Folder::open(scratch.path()).unwrap();
    let held = lock(&folder, "mbe with `apcheck log`").unwrap();
    let before = text(scratch.path());
    let started = Instant::now();
    let output = logging(scratch.path(), "n").output().unwrap();
    assert!(started.elapsed() >= Duration::from_secs(10));
    assert!(started.elapsed() < Duration::from_secs(30));
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    let holder = format!("process {}, mbe with `apcheck log`", std::process::id());
    assert!(cfg!(windows) || said.contains(&holder), "{said}");
    assert!(
        said.contains("nothing was written; run this again"),
        "{said}"
    );
    assert_eq!(said.lines().count(), 1);
    assert_eq!(text(scratch.path()), before);
    // A dry run waits for nobody.
    let mut dry = logging(scratch.path(), "n");
    assert!(dry.arg("--dry-run").output().unwrap().status.success());
    drop(held);
    assert!(
        logging(scratch.path(), "n")
            .output()
            .unwrap()
            .status
            .success()
    );
    // Nobody holds it any more, and nobody is named.
    assert_eq!(fs::read(scratch.path().join(".apcheck/lock")).unwrap(), b"");
}

#[cfg(unix)]
#[test]
fn no_link_is_followed_out_of_the_records() {
    use std::os::unix::fs::symlink;
    let outside = Scratch::new("outside");
    outside.write("precious", b"keep this\n");
    // The lock itself: it is written into.
    let scratch = Scratch::with("link-lock", &base());
    fs::create_dir(scratch.path().join(".apcheck")).unwrap();
    symlink(
        outside.path().join("precious"),
        scratch.path().join(".apcheck/lock"),
    )
    .unwrap();
    let arguments = [
        "log",
        "contact",
        "p001-oak-farm",
        "--by",
        "ska",
        "--as-of",
        DAY,
    ];
    let run = apcheck(scratch.path(), &arguments);
    assert_eq!((run.status, run.out.as_str()), (2, ""), "{run:?}");
    assert!(run.err.contains("it is a link"), "{}", run.err);
    // The folder of the lock.
    let scratch = Scratch::with("link-folder", &base());
    symlink(outside.path(), scratch.path().join(".apcheck")).unwrap();
    let run = apcheck(scratch.path(), &arguments);
    assert!(run.err.contains("it is a link"), "{}", run.err);
    // The folder of the record.
    let scratch = Scratch::with("link-records", &base());
    let placements = scratch.path().join("placements");
    fs::rename(&placements, outside.path().join("placements")).unwrap();
    symlink(outside.path().join("placements"), &placements).unwrap();
    let before = text(scratch.path());
    let run = apcheck(scratch.path(), &arguments);
    assert!(
        run.err
            .contains("it is a link to a folder outside the records folder"),
        "{}",
        run.err
    );
    // Nor is a new file made there.
    let new = Change {
        path: "placements/p002.toml".into(),
        before: String::new(),
        is_new: true,
        replacements: Vec::new(),
    };
    let folder = Folder::open(scratch.path()).unwrap();
    assert!(write(&folder, &[new]).is_err());
    assert_eq!(text(scratch.path()), before);
    let left: Vec<String> = files_of(outside.path()).into_keys().collect();
    assert_eq!(left, ["placements/p001-oak-farm.toml", "precious"]);
    assert_eq!(
        fs::read(outside.path().join("precious")).unwrap(),
        b"keep this\n"
    );
}
