//! What becomes of records when a run that writes is refused, ended or overtaken
//! at any of its steps: each file is the old one or the new one, whole, what was
//! said is true, and the next run goes on as if nothing had been.

use crate::support::{Files, Scratch, base, files_of};
use apcheck::edit::{Change, Refusal, Replacement, Step, lock_stepwise, write_under};
use apcheck::load::Folder;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

const PROVIDER: &str = "providers/oak-farm.toml";
const PLACEMENT: &str = "placements/p001-oak-farm.toml";
const NEW: &str = "registers-of-old/p001-oak-farm.csv";

/// Two records changed and one file in a folder that is not there yet.
fn changes(files: &Files) -> Vec<Change> {
    let longer = |path: &str| {
        let before = String::from_utf8(files[path].clone()).unwrap();
        Change {
            path: path.into(),
            replacements: vec![Replacement::insert(before.len(), "\n# one line more\n")],
            before,
            is_new: false,
        }
    };
    let new = Change::new_file(NEW, "date,am,pm\n".into());
    vec![longer(PROVIDER), longer(PLACEMENT), new]
}

/// What is done when the run comes to a step for the `turn`th time.
fn when<'a>(
    at: Step,
    turn: usize,
    done: &'a dyn Fn(&Path) -> io::Result<()>,
) -> impl Fn(Step, &Path) -> io::Result<()> + 'a {
    let met = Cell::new(0);
    move |step, path| {
        if step != at {
            return Ok(());
        }
        met.set(met.get() + 1);
        if met.get() == turn {
            done(path)
        } else {
            Ok(())
        }
    }
}

fn write(
    root: &Path,
    files: &Files,
    before: &dyn Fn(Step, &Path) -> io::Result<()>,
) -> Result<(), Refusal> {
    let folder = Folder::open(root).unwrap();
    let lock = lock_stepwise(&folder, "a test", before)?;
    write_under(&lock, &folder, &changes(files))
}

/// Which of the three files are new, where each is the old one or the new one.
fn renewed(root: &Path, files: &Files, why: &str) -> Vec<String> {
    let there = records_in(root);
    let mut renewed = Vec::new();
    for change in changes(files) {
        let now = there.get(&change.path);
        let is_new = now.is_some_and(|now| *now == change.after().into_bytes());
        let is_old = now == files.get(&change.path);
        assert!(is_new || is_old, "{} is torn; {why}", change.path);
        if is_new {
            renewed.push(change.path);
        }
    }
    for (path, bytes) in files {
        if ![PROVIDER, PLACEMENT].contains(&path.as_str()) {
            assert_eq!(there.get(path), Some(bytes), "{path}; {why}");
        }
    }
    renewed
}

/// All files but those of the lock.
fn records_in(root: &Path) -> Files {
    let mut files = files_of(root);
    files.retain(|path, _| !path.starts_with(".apcheck/"));
    files
}

/// The next run writes all that is not written yet, and nothing is left over.
fn next_run_succeeds(root: &Path, files: &Files, why: &str) {
    let left: Vec<Change> = {
        let done = renewed(root, files, why);
        let all = changes(files).into_iter();
        all.filter(|change| !done.contains(&change.path)).collect()
    };
    let folder = Folder::open(root).unwrap();
    let nothing = |_: Step, _: &Path| Ok(());
    let written = lock_stepwise(&folder, "the next", &nothing)
        .and_then(|lock| write_under(&lock, &folder, &left));
    assert_eq!(written, Ok(()), "{why}");
    let mut expected = files.clone();
    for change in changes(files) {
        expected.insert(change.path.clone(), change.after().into_bytes());
    }
    let there: Vec<String> = records_in(root).into_keys().collect();
    assert_eq!(there, expected.keys().cloned().collect::<Vec<_>>(), "{why}");
    assert_eq!(records_in(root), expected, "{why}");
    let ignore = fs::read(root.join(".apcheck/.gitignore")).unwrap();
    assert_eq!(ignore, b"*\n", "{why}");
}

/// How often a whole run comes to each step; counted once for all tests.
static STEPS: LazyLock<BTreeMap<Step, usize>> = LazyLock::new(|| {
    let files = base();
    let scratch = Scratch::with("faults-steps", &files);
    let met = std::cell::RefCell::new(BTreeMap::new());
    let count = |step, _: &Path| {
        *met.borrow_mut().entry(step).or_insert(0) += 1;
        Ok(())
    };
    write(scratch.path(), &files, &count).unwrap();
    met.into_inner()
});

/// Each step of a run, each time it is taken.
fn moments() -> Vec<(Step, usize)> {
    assert_eq!(STEPS.keys().copied().collect::<Vec<_>>(), Step::ALL);
    let each = STEPS.iter();
    each.flat_map(|(step, times)| (1..=*times).map(move |turn| (*step, turn)))
        .collect()
}

/// The disk is full, the folder is read-only or gone, the disk fails.
#[test]
fn a_run_that_is_refused_at_any_step_loses_nothing_and_says_so() {
    let files = base();
    for (at, turn) in moments() {
        for kind in [
            ErrorKind::StorageFull,
            ErrorKind::PermissionDenied,
            ErrorKind::ReadOnlyFilesystem,
            ErrorKind::NotFound,
            ErrorKind::Other,
        ] {
            let why = format!("{kind:?} at {at:?}, {turn}");
            let scratch = Scratch::with("faults-refused", &files);
            let refuse = |_: &Path| Err(io::Error::from(kind));
            let answer = write(scratch.path(), &files, &when(at, turn, &refuse));
            let done = renewed(scratch.path(), &files, &why);
            match answer {
                // Neither is needed for what was written to be there.
                Ok(()) => assert!([Step::SyncFolder, Step::Unlock].contains(&at), "{why}"),
                Err(Refusal(said)) => {
                    assert!(
                        said.contains("; ") && said.contains("run this again"),
                        "{said}"
                    );
                    match &done[..] {
                        [] => assert!(
                            said.contains("nothing was written")
                                || said.contains("stays as it was"),
                            "{said}; {why}"
                        ),
                        done => {
                            let told = format!("{} was written, but ", done.join(", "));
                            assert!(said.starts_with(&told), "{said}; {why}");
                        }
                    }
                }
            }
            let left = files_of(scratch.path());
            assert!(
                !left.keys().any(|path| path.ends_with(".new")),
                "{why}: {left:?}"
            );
            next_run_succeeds(scratch.path(), &files, &why);
        }
    }
}

/// Run by the test below, in a process of its own that ends at a step.
#[test]
#[ignore = "it ends the process it runs in"]
fn ended() {
    let Ok(at) = std::env::var("APCHECK_TEST_END_AT") else {
        return;
    };
    let mut words = at.split(' ');
    let mut word = || words.next().unwrap();
    let (step, turn, root) = (word(), word().parse().unwrap(), word());
    let step = Step::ALL.into_iter().find(|one| format!("{one:?}") == step);
    let end = |_: &Path| -> io::Result<()> { std::process::abort() };
    let _ = write(Path::new(root), &base(), &when(step.unwrap(), turn, &end));
}

#[test]
fn a_run_that_is_ended_at_any_step_leaves_each_file_old_or_new() {
    let files = base();
    let moments = moments();
    for (at, turn) in &moments {
        let why = format!("ended at {at:?}, {turn}");
        let scratch = Scratch::with("faults-ended", &files);
        let root = scratch.path().to_str().unwrap();
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "faults::ended", "--ignored"])
            .env("APCHECK_TEST_END_AT", format!("{at:?} {turn} {root}"))
            .output()
            .unwrap();
        assert!(!output.status.success(), "{why}");
        let done = renewed(scratch.path(), &files, &why);
        if *at < Step::Rename {
            assert!(done.is_empty(), "{done:?}; {why}");
        }
        next_run_succeeds(scratch.path(), &files, &why);
    }
}

/// Somebody saves one of the records in an editor, which knows of no lock.
#[test]
fn what_somebody_else_saves_meanwhile_is_not_overwritten() {
    let files = base();
    for (at, turn) in moments() {
        if at > Step::Compare {
            continue;
        }
        let why = format!("saved by somebody else at {at:?}, {turn}");
        let scratch = Scratch::with("faults-overtaken", &files);
        let theirs = [&files[PROVIDER][..], b"\n# theirs\n"].concat();
        let save = |_: &Path| fs::write(scratch.path().join(PROVIDER), &theirs);
        let answer = write(scratch.path(), &files, &when(at, turn, &save));
        let provider = scratch.read(PROVIDER);
        // The last look at this record is the first comparison.
        if (at, turn) > (Step::Compare, 1) {
            continue;
        }
        let Err(Refusal(said)) = answer else {
            panic!("{why}");
        };
        assert!(said.contains("was changed by somebody else just now, so nothing was written"));
        assert_eq!(provider, theirs, "{why}");
        assert_eq!(scratch.read(PLACEMENT), files[PLACEMENT], "{why}");
        assert!(!scratch.path().join(NEW).exists(), "{why}");
    }
}

/// The whole folder is moved away by somebody.
#[test]
fn a_folder_that_goes_away_meanwhile_is_whole_where_it_went() {
    let files = base();
    for (at, turn) in moments() {
        let why = format!("moved away at {at:?}, {turn}");
        let scratch = Scratch::new("faults-moved");
        let (here, there) = (scratch.path().join("here"), scratch.path().join("there"));
        for (path, bytes) in &files {
            let full = here.join(path);
            fs::create_dir_all(full.parent().unwrap()).unwrap();
            fs::write(full, bytes).unwrap();
        }
        let away = |_: &Path| fs::rename(&here, &there);
        let answer = write(&here, &files, &when(at, turn, &away));
        let done = renewed(&there, &files, &why);
        if let Err(Refusal(said)) = answer {
            assert!(
                done.is_empty() || said.contains("was written, but"),
                "{said}; {why}"
            );
        }
        next_run_succeeds(&there, &files, &why);
    }
}

/// A new record is begun by two at once: the second does not replace the first.
#[test]
fn a_file_that_somebody_makes_meanwhile_is_not_overwritten() {
    let files = base();
    for (at, turn) in moments() {
        if (at, turn) > (Step::Rename, 3) {
            continue;
        }
        let why = format!("made by somebody else at {at:?}, {turn}");
        let scratch = Scratch::with("faults-made", &files);
        let make = |_: &Path| {
            let full = scratch.path().join(NEW);
            fs::create_dir_all(full.parent().unwrap())?;
            fs::write(full, "theirs\n")
        };
        let answer = write(scratch.path(), &files, &when(at, turn, &make));
        let Err(Refusal(said)) = answer else {
            panic!("{why}");
        };
        assert!(said.contains("there"), "{said}");
        assert_eq!(scratch.read(NEW), b"theirs\n", "{why}");
    }
}
