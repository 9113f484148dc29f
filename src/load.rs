//! A folder on disk -> [`Records`]. Nothing else reads the disk.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the one door through which files are read"
)]

mod contents;
mod file;

pub use contents::{Contents, Held, Mode, Reach};

use crate::processors;
use crate::records::{self, Fault, Names, Record, Records, Register, Shape, fields};
use crate::source::{Decoded, FileId, Paths, Place, Snippet, Snippets, decode};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The file that makes a folder a records folder.
pub const MARKER: &str = "apcheck.toml";

/// Files larger than this are no records.
const LARGEST: u64 = 16 * 1024 * 1024;

/// The file beside `apcheck.toml` that says who the pupils are; git leaves it out.
const NAMES: &str = "names.csv";

/// A file that is no record, such as a provider's return, by the path given on
/// the command line; or why it is not read, in words.
pub fn outside(path: &Path) -> Result<Vec<u8>, String> {
    let metadata = fs::metadata(path).map_err(|error| error.to_string())?;
    if !metadata.is_file() {
        return Err("it is not an ordinary file".into());
    }
    if metadata.len() > LARGEST {
        return Err(format!(
            "it has {} MiB, and a register has far less",
            metadata.len() / (1024 * 1024)
        ));
    }
    fs::read(path).map_err(|error| error.to_string())
}

/// The machine would not do what it was asked.
#[derive(Debug)]
pub struct LoadError {
    pub path: PathBuf,
    pub source: io::Error,
}

impl std::fmt::Display for LoadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} cannot be read: {}", self.path.display(), self.source)
    }
}

impl std::error::Error for LoadError {}

/// A records folder on disk.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
    /// Texts that are read instead of the files of that path.
    instead: BTreeMap<String, String>,
}

impl Folder {
    /// The nearest folder from `start` upwards that has an `apcheck.toml`.
    pub fn find(start: &Path) -> Option<Folder> {
        let start = fs::canonicalize(start).ok()?;
        start
            .ancestors()
            .find(|folder| folder.join(MARKER).is_file())
            .map(Folder::at)
    }

    /// `root` itself, if it is a folder that has an `apcheck.toml`.
    pub fn open(root: &Path) -> Option<Folder> {
        root.join(MARKER).is_file().then(|| Folder::at(root))
    }

    fn at(root: &Path) -> Folder {
        Folder {
            root: root.to_owned(),
            instead: BTreeMap::new(),
        }
    }

    /// The folder as it would be with another text in a file, or with a file more.
    pub fn with(mut self, path: &str, text: String) -> Folder {
        self.instead.insert(path.to_owned(), text);
        self
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The text of a file, for snippets; `None` when it cannot be read any more.
    pub fn text(&self, path: &str) -> Option<String> {
        match self.bytes(path) {
            Ok(bytes) => match decode(&bytes) {
                Decoded::Text(text) | Decoded::Windows1252 { text, .. } => Some(text),
                Decoded::Unreadable(_) => None,
            },
            Err(_) => None,
        }
    }

    /// Reads all records. What is wrong with them is in their faults.
    pub fn load(&self) -> Result<Records, LoadError> {
        let mut loader = Loader {
            folder: self,
            paths: Paths::default(),
            faults: Vec::new(),
        };
        let commissioner = loader.record(MARKER, "apcheck", &fields::COMMISSIONER);
        let providers = loader.records("providers", &fields::PROVIDER)?;
        let placements = loader.records("placements", &fields::PLACEMENT)?;
        let checklists = loader.records("checklists", &fields::CHECKLIST)?;
        let mappings = loader.records("mappings", &fields::MAPPING)?;
        let registers = loader.registers(&placements)?;
        loader.stray_at_top()?;
        Ok(Records::new(
            loader.paths,
            commissioner,
            providers,
            placements,
            registers,
            checklists.into_values().collect(),
            loader.faults,
        )
        .with_mappings(mappings))
    }

    /// Reads the files again that something is said about.
    pub fn snippets(&self, paths: &Paths, files: impl IntoIterator<Item = FileId>) -> Snippets {
        let mut snippets = Snippets::default();
        for file in files {
            let path = paths.of(file).to_owned();
            let text = self.text(&path);
            let changed = text
                .as_ref()
                .is_some_and(|text| !paths.is_unchanged(file, text) && paths.has_been_read(file));
            let text = text.unwrap_or_default();
            snippets.add(
                file,
                Snippet {
                    path,
                    text,
                    changed,
                },
            );
        }
        snippets
    }

    /// What is in a file; or why it is not read, in words.
    pub(crate) fn bytes(&self, path: &str) -> Result<Vec<u8>, String> {
        if let Some(text) = self.instead.get(path) {
            return Ok(text.clone().into_bytes());
        }
        let full = self.root.join(path);
        if self.leads_out(&full) {
            return Err("it is a link to a file outside the records folder".into());
        }
        let metadata = fs::metadata(&full).map_err(|error| error.to_string())?;
        if !metadata.is_file() {
            return Err("it is not an ordinary file".into());
        }
        if metadata.len() > LARGEST {
            return Err(format!(
                "it has {} MiB; a record has a few KiB",
                metadata.len() / (1024 * 1024)
            ));
        }
        fs::read(&full).map_err(|error| error.to_string())
    }

    /// The names of pupils, if the file is there; or why it cannot be used, as
    /// one sentence that has none of it.
    pub fn pupils_names(&self) -> Result<Option<Names>, String> {
        if !self.instead.contains_key(NAMES) && fs::symlink_metadata(self.root.join(NAMES)).is_err()
        {
            return Ok(None);
        }
        let bytes = self
            .bytes(NAMES)
            .map_err(|why| format!("{NAMES} cannot be read: {why}"))?;
        let text = match decode(&bytes) {
            Decoded::Text(text) | Decoded::Windows1252 { text, .. } => text,
            Decoded::Unreadable(why) => return Err(format!("{NAMES} cannot be read: {why}")),
        };
        Names::read(&text)
            .map(Some)
            .map_err(|why| format!("{NAMES} cannot be used: {why}"))
    }

    /// Names in a sub-folder, sorted; a folder that is not there is empty.
    fn names(&self, folder: &str) -> Result<Vec<String>, LoadError> {
        let mut names = self.names_on_disk(folder)?;
        let new = |path: &String| Some(path.strip_prefix(folder)?.strip_prefix('/')?.to_owned());
        names.extend(self.instead.keys().filter_map(new));
        names.sort_unstable();
        names.dedup();
        Ok(names)
    }

    /// Whether this is a link to somewhere outside the records folder.
    fn leads_out(&self, full: &Path) -> bool {
        let is_link = fs::symlink_metadata(full).is_ok_and(|about| about.is_symlink());
        is_link
            && fs::canonicalize(full).is_ok_and(|target| {
                fs::canonicalize(&self.root).is_ok_and(|root| !target.starts_with(root))
            })
    }

    fn names_on_disk(&self, folder: &str) -> Result<Vec<String>, LoadError> {
        let path = self.root.join(folder);
        let failed = |source| LoadError {
            path: path.clone(),
            source,
        };
        if self.leads_out(&path) {
            let why = "it is a link to a folder outside the records folder";
            return Err(failed(io::Error::other(why)));
        }
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed(error)),
        };
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry.map_err(failed)?;
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
        Ok(names)
    }
}

struct Loader<'f> {
    folder: &'f Folder,
    paths: Paths,
    faults: Vec<Fault>,
}

impl Loader<'_> {
    fn fault(&mut self, id: &'static str, place: Place, message: String, next: &str) {
        self.faults.push(Fault::new(id, place, message, next));
    }

    /// What was read of a file, its faults noted.
    fn kept<T>(&mut self, file: FileId, mut read: file::OfFile<T>) -> T {
        self.faults.append(&mut read.faults);
        if let Some(fingerprint) = read.fingerprint {
            self.paths.was_read(file, fingerprint);
        }
        read.says
    }

    fn record(&mut self, path: &str, id: &str, shape: &'static Shape) -> Record {
        let file = self.paths.add(path);
        let read = file::record(self.folder, path, file, id, shape);
        self.kept(file, read)
    }

    fn records(
        &mut self,
        folder: &str,
        shape: &'static Shape,
    ) -> Result<BTreeMap<String, Record>, LoadError> {
        let mut files = Vec::new();
        for name in self.folder.names(folder)? {
            if let Some(id) = self.id(folder, &name, ".toml") {
                let path = format!("{folder}/{name}");
                files.push((self.paths.add(&path), path, id));
            }
        }
        let here = self.folder;
        let read = processors::each(&files, |(file, path, id)| {
            file::record(here, path, *file, id, shape)
        });
        let mut found = BTreeMap::new();
        for ((file, _, id), read) in files.into_iter().zip(read) {
            found.insert(id, self.kept(file, read));
        }
        for (second, first) in records::same_but_for_case(&found) {
            let message = format!(
                "the id `{}` differs from `{}` only in capital letters",
                second.id, first.id
            );
            self.faults.push(
                Fault::new(
                    "id-unique",
                    second.place(),
                    message,
                    "rename one of them; some computers cannot tell them apart",
                )
                .with(first.place(), "the other one"),
            );
        }
        Ok(found)
    }

    fn registers(
        &mut self,
        placements: &BTreeMap<String, Record>,
    ) -> Result<BTreeMap<String, Register>, LoadError> {
        let mut files = Vec::new();
        for name in self.folder.names("attendance")? {
            let Some(id) = self.id("attendance", &name, ".csv") else {
                continue;
            };
            let path = format!("attendance/{name}");
            let file = self.paths.add(&path);
            if !placements.contains_key(&id) {
                // A name that cannot be an id has been said already.
                if !is_id(&id) {
                    continue;
                }
                let near = records::nearest(&id, placements.keys().map(String::as_str));
                let next = match near {
                    Some(near) => format!(
                        "did you mean {near}.csv? The register of a placement has the placement's id"
                    ),
                    None => "record the placement, or take the register out".to_owned(),
                };
                self.fault(
                    "reference-known",
                    Place::whole(file),
                    format!("this is the register of a placement `{id}`, which is not recorded"),
                    &next,
                );
                continue;
            }
            files.push((file, path, id));
        }
        let here = self.folder;
        let read = processors::each(&files, |(file, path, _)| file::register(here, path, *file));
        let mut found = BTreeMap::new();
        for ((file, _, id), read) in files.into_iter().zip(read) {
            found.insert(id, self.kept(file, read));
        }
        Ok(found)
    }

    /// The id that a file's name gives; a fault and `None` for a stray file.
    fn id(&mut self, folder: &str, name: &str, ending: &str) -> Option<String> {
        if name.starts_with('.') || name.starts_with("README") {
            return None;
        }
        let stray = |loader: &mut Self, message: String, next: &str| {
            let file = loader
                .paths
                .add(&format!("{folder}/{}", name.escape_debug()));
            loader.fault("file-expected", Place::whole(file), message, next);
            None
        };
        let Some(id) = name.strip_suffix(ending) else {
            return stray(
                self,
                format!("this file does not end in {ending}, so it is not read"),
                if name.ends_with(".xlsx") || name.ends_with(".xls") {
                    "save it as plain text with the right ending (for a register: CSV), or move it out of the records"
                } else {
                    "rename it, or move it out of the records"
                },
            );
        };
        if id.ends_with(')') && id.contains(" (")
            || id.contains("conflicted copy")
            || id.contains("- Copy")
        {
            return stray(
                self,
                "this file looks like a copy left by a sync tool, so it is not read".into(),
                "compare it with the record of the same name, keep what is right, and delete it",
            );
        }
        if !is_id(id) {
            let has_capitals =
                id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') && !id.is_empty();
            let file = self.paths.add(&format!("{folder}/{}", name.escape_debug()));
            self.fault(
                "id-well-formed",
                Place::whole(file),
                format!(
                    "the id `{}` has letters that an id cannot have",
                    id.escape_debug()
                ),
                "rename the file; an id has small letters a to z, digits and hyphens",
            );
            return has_capitals.then(|| id.to_owned());
        }
        Some(id.to_owned())
    }

    /// TOML and CSV files at the top that belong in a sub-folder.
    fn stray_at_top(&mut self) -> Result<(), LoadError> {
        for name in self.folder.names("")? {
            let record = name.ends_with(".toml") && name != MARKER;
            let register = name.ends_with(".csv") && name != NAMES;
            if (record || register) && !name.starts_with('.') {
                let file = self.paths.add(&name);
                self.fault(
                    "file-expected",
                    Place::whole(file),
                    "this file stands beside apcheck.toml, where it is not read".into(),
                    "move it into providers/, placements/, attendance/, checklists/ or mappings/, or out of the records",
                );
            }
        }
        Ok(())
    }
}

/// Small letters, digits and hyphens.
fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
