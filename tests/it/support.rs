//! A folder laid over the base, a run of the program, an expected text.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The day everything in `tests/` is asked about, unless it says otherwise.
pub(crate) const DAY: &str = "2026-10-12";

pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A folder of records by path; kept in memory until it is written.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

pub(crate) fn files_of(folder: &Path) -> Files {
    let mut files = Files::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path
                    .strip_prefix(folder)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/");
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

pub(crate) fn base() -> Files {
    files_of(&root().join("tests/base"))
}

/// A folder on disk that is removed when the test is over.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    pub(crate) fn new(name: &str) -> Scratch {
        let path = std::env::temp_dir().join(format!("apcheck-test-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Scratch(path)
    }

    pub(crate) fn with(name: &str, files: &Files) -> Scratch {
        let scratch = Scratch::new(name);
        for (path, bytes) in files {
            scratch.write(path, bytes);
        }
        scratch
    }

    pub(crate) fn write(&self, path: &str, bytes: &[u8]) {
        let full = self.0.join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(full, bytes).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.0.join(path)).unwrap()
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What a run of the program gave.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) status: i32,
}

/// Runs the program in a folder.
pub(crate) fn apcheck(folder: &Path, arguments: &[&str]) -> Run {
    answered(folder, arguments, "")
}

/// What the program prints in a folder, where that is no text.
pub(crate) fn bytes_of(folder: &Path, arguments: &[&str]) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_apcheck"));
    let output = command
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(output.stderr.is_empty(), "{arguments:?}");
    output.stdout
}

/// Runs the program in a folder, with what it reads from stdin.
pub(crate) fn answered(folder: &Path, arguments: &[&str], answers: &str) -> Run {
    run(
        Command::new(env!("CARGO_BIN_EXE_apcheck"))
            .args(arguments)
            .current_dir(folder)
            .env_remove("COLUMNS"),
        answers,
    )
}

/// Runs a command to its end, with what it reads from stdin.
pub(crate) fn run(command: &mut Command, answers: &str) -> Run {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A run that asks nothing may be over before it is written to.
    let _ = child.stdin.take().unwrap().write_all(answers.as_bytes());
    let output = child.wait_with_output().unwrap();
    Run {
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        status: output.status.code().unwrap_or(-1),
    }
}

/// `validate` as of the usual day.
pub(crate) fn validate(folder: &Path, day: &str, more: &[&str]) -> Run {
    let mut arguments = vec!["validate", "--as-of", day];
    arguments.extend_from_slice(more);
    apcheck(folder, &arguments)
}

/// A line of arguments as a shell would split it: at blanks, but not in quotes.
pub(crate) fn arguments(line: &str) -> Vec<String> {
    let mut quoted = false;
    let mut words = vec![String::new()];
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words
}

/// Compares a text with the expected one. With `UPDATE_GOLDEN` it is written
/// instead; without, a missing file fails.
pub(crate) fn golden(path: &Path, actual: &str) {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, actual).unwrap();
        return;
    }
    let shown = path.strip_prefix(root()).unwrap_or(path).display();
    let expected = fs::read_to_string(path)
        .unwrap_or_else(|_| panic!("{shown} is missing; write it with UPDATE_GOLDEN=1 cargo test"));
    assert!(
        expected == actual,
        "{shown} differs; if the new text is right, run UPDATE_GOLDEN=1 cargo test\n--- expected\n{expected}\n--- actual\n{actual}"
    );
}

/// The base with the edits of a fixture, and the day it is asked about.
pub(crate) fn edited(edits: &str) -> (Files, String) {
    let mut editor = Editor {
        files: base(),
        path: String::new(),
        at: None,
    };
    let mut day = DAY.to_owned();
    for line in edits
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
    {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb {
            "as-of" => day = rest.trim().to_owned(),
            "file" => editor.open(rest.trim()),
            "new" => editor.create(rest.trim()),
            "remove" => editor.remove(rest.trim()),
            "windows-1252" => editor.windows_1252(rest.trim()),
            "-" => editor.delete(rest),
            "after" => editor.after(rest),
            "end" => editor.at = None,
            "+" => editor.insert(rest),
            _ => panic!("an edit has a line that means nothing: {line}"),
        }
    }
    (editor.files, day)
}

struct Editor {
    files: Files,
    path: String,
    /// The line before which is inserted; `None`: the end.
    at: Option<usize>,
}

impl Editor {
    fn open(&mut self, path: &str) {
        assert!(self.files.contains_key(path), "the base has no {path}");
        self.path = path.to_owned();
        self.at = None;
    }

    fn create(&mut self, path: &str) {
        self.files.insert(path.to_owned(), Vec::new());
        self.path = path.to_owned();
        self.at = None;
    }

    fn remove(&mut self, path: &str) {
        assert!(self.files.remove(path).is_some(), "the base has no {path}");
    }

    /// Saves a file the way old programs do: é as one byte.
    fn windows_1252(&mut self, path: &str) {
        let text = String::from_utf8(self.files[path].clone()).unwrap();
        let bytes = text
            .chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap())
            .collect();
        self.files.insert(path.to_owned(), bytes);
    }

    fn lines(&self) -> Vec<String> {
        let text = String::from_utf8(self.files[&self.path].clone()).unwrap();
        text.lines().map(str::to_owned).collect()
    }

    fn keep(&mut self, lines: &[String]) {
        let mut text = lines.join("\n");
        if !text.is_empty() {
            text.push('\n');
        }
        self.files.insert(self.path.clone(), text.into_bytes());
    }

    /// The one line that begins with `prefix`.
    fn find(&self, prefix: &str) -> usize {
        let lines = self.lines();
        let found: Vec<usize> = (0..lines.len())
            .filter(|at| lines[*at].starts_with(prefix))
            .collect();
        assert!(
            found.len() == 1,
            "{}: {} lines begin with {prefix:?}",
            self.path,
            found.len()
        );
        found[0]
    }

    fn delete(&mut self, prefix: &str) {
        let at = self.find(prefix);
        let mut lines = self.lines();
        lines.remove(at);
        self.keep(&lines);
        self.at = Some(at);
    }

    fn after(&mut self, prefix: &str) {
        self.at = Some(self.find(prefix) + 1);
    }

    fn insert(&mut self, line: &str) {
        let mut lines = self.lines();
        match &mut self.at {
            Some(at) => {
                lines.insert(*at, line.to_owned());
                *at += 1;
            }
            None => lines.push(line.to_owned()),
        }
        self.keep(&lines);
    }
}
