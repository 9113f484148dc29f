//! One file's text, and where in it something stands.

pub mod lines;

use std::fmt;

/// A file of the records folder, by its number in [`Paths`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// Where something stands: a file, and bytes from `start` up to `end` in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Place {
    pub fn new(file: FileId, span: std::ops::Range<usize>) -> Self {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Place {
            file,
            start: offset(span.start),
            end: offset(span.end),
        }
    }

    /// The beginning of a file, for what concerns the whole of it.
    pub fn whole(file: FileId) -> Self {
        Place {
            file,
            start: 0,
            end: 0,
        }
    }
}

/// The paths of all files met, relative to the records folder and with `/`,
/// and a fingerprint of what was read there.
#[derive(Debug, Default)]
pub struct Paths(Vec<(String, u64)>);

impl Paths {
    pub fn add(&mut self, path: &str) -> FileId {
        self.0.push((path.to_owned(), 0));
        FileId(u32::try_from(self.0.len() - 1).unwrap_or(u32::MAX))
    }

    /// Notes the fingerprint of what was read, so that a change in between can
    /// be noticed.
    pub fn was_read(&mut self, file: FileId, fingerprint: u64) {
        if let Some(entry) = self.0.get_mut(file.0 as usize) {
            entry.1 = fingerprint;
        }
    }

    pub fn of(&self, file: FileId) -> &str {
        self.0.get(file.0 as usize).map_or("", |entry| &entry.0)
    }

    /// Whether anything was read from the file at all.
    pub fn has_been_read(&self, file: FileId) -> bool {
        self.0
            .get(file.0 as usize)
            .is_some_and(|entry| entry.1 != 0)
    }

    /// Whether `text` is what was read from the file.
    pub fn is_unchanged(&self, file: FileId, text: &str) -> bool {
        self.0
            .get(file.0 as usize)
            .is_some_and(|entry| entry.1 == fingerprint(text))
    }
}

/// A number that is another one for another text.
pub fn fingerprint(text: &str) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// A line and a column, both counted from 1; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    pub line: usize,
    pub column: usize,
}

impl fmt::Display for LineColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// Line and column of a byte offset. An offset past the end is the end.
pub fn line_column(text: &str, offset: usize) -> LineColumn {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    LineColumn {
        line: before.bytes().filter(|&byte| byte == b'\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
    }
}

/// The texts of the few files that something is said about, read again.
#[derive(Debug, Default)]
pub struct Snippets(std::collections::BTreeMap<FileId, Snippet>);

/// A file read again: its path, its text if it can still be read, and whether
/// it is what was judged.
#[derive(Debug)]
pub struct Snippet {
    pub path: String,
    pub text: String,
    pub changed: bool,
}

/// A place in words: path, line and column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    pub path: String,
    pub at: LineColumn,
}

impl Snippets {
    pub fn add(&mut self, file: FileId, snippet: Snippet) {
        self.0.insert(file, snippet);
    }

    pub fn of(&self, file: FileId) -> Option<&Snippet> {
        self.0.get(&file)
    }

    /// Where a place is. The whole of a file is its first line.
    pub fn spot(&self, place: Place) -> Spot {
        match self.of(place.file) {
            Some(snippet) => Spot {
                path: snippet.path.clone(),
                at: line_column(&snippet.text, place.start as usize),
            },
            None => Spot {
                path: String::new(),
                at: LineColumn { line: 1, column: 1 },
            },
        }
    }

    /// The end of a place, behind its last character; `None` for the whole of a
    /// file, and where nothing stands.
    pub fn end(&self, place: Place) -> Option<LineColumn> {
        let snippet = self.of(place.file)?;
        let (start, end) = (place.start as usize, place.end as usize);
        (start < end && start < snippet.text.len()).then(|| line_column(&snippet.text, end))
    }

    /// The text of a place; empty for the whole of a file.
    pub fn passage(&self, place: Place) -> &str {
        let span = place.start as usize..place.end as usize;
        self.of(place.file)
            .and_then(|snippet| snippet.text.get(span))
            .unwrap_or_default()
    }

    /// The same with the paths as they are from further up: `folder` is empty or
    /// ends with a `/`.
    pub fn below(mut self, folder: &str) -> Snippets {
        for snippet in self.0.values_mut() {
            snippet.path.insert_str(0, folder);
        }
        self
    }

    /// Files that changed between reading and printing.
    pub fn changed(&self) -> impl Iterator<Item = &str> {
        self.0
            .values()
            .filter(|snippet| snippet.changed)
            .map(|snippet| snippet.path.as_str())
    }
}

/// What the bytes of a file turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub enum Decoded {
    /// UTF-8; a byte-order mark in front was left out.
    Text(String),
    /// Not UTF-8, read as Windows-1252; `first` is the offset of the first
    /// character that was not UTF-8.
    Windows1252 { text: String, first: usize },
    /// Not text at all, and why we think so, in words for the user.
    Unreadable(&'static str),
}

/// Turns the bytes of a file into text, the way schools' files need it.
pub fn decode(bytes: &[u8]) -> Decoded {
    if bytes.starts_with(b"\0GITCRYPT") {
        return Decoded::Unreadable(
            "the file is locked by git-crypt: run `git-crypt unlock` first",
        );
    }
    if bytes.starts_with(b"age-encryption.org/") || bytes.starts_with(b"-----BEGIN AGE") {
        return Decoded::Unreadable("the file is encrypted with age: decrypt it first");
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Decoded::Unreadable("the file is saved as UTF-16: save it again as UTF-8");
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Decoded::Unreadable(
            "the file is a workbook or an archive, not plain text: save it as plain text",
        );
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.contains(&0) {
        return Decoded::Unreadable("the file is not plain text");
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded::Text(text.to_owned()),
        Err(error) => {
            let text: String = bytes.iter().map(|&byte| windows_1252(byte)).collect();
            Decoded::Windows1252 {
                first: bytes[..error.valid_up_to()]
                    .iter()
                    .map(|&byte| windows_1252(byte).len_utf8())
                    .sum(),
                text,
            }
        }
    }
}

/// The character of a Windows-1252 byte; the five unused bytes keep their number.
fn windows_1252(byte: u8) -> char {
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => FROM_80[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_and_in_characters() {
        let text = "a\r\né = 1\n";
        assert_eq!(line_column(text, 0), LineColumn { line: 1, column: 1 });
        assert_eq!(line_column(text, 6), LineColumn { line: 2, column: 3 });
        assert_eq!(line_column(text, 99), LineColumn { line: 3, column: 1 });
    }

    #[test]
    fn bytes_are_read_the_way_schools_save_them() {
        assert_eq!(decode(b"\xef\xbb\xbfa = 1"), Decoded::Text("a = 1".into()));
        assert_eq!(
            decode(b"a = \"\x93x\x94\""),
            Decoded::Windows1252 {
                text: "a = \"“x”\"".into(),
                first: 5
            }
        );
        assert!(matches!(decode(b"\0GITCRYPT\0abc"), Decoded::Unreadable(_)));
    }
}
