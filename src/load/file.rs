//! One file on disk -> what it says, and what is wrong with it.

use super::Folder;
use crate::records::{self, Fault, Record, Register, Shape, register};
use crate::source::{Decoded, FileId, Place, decode, fingerprint};

/// What one file says, and what is wrong with it.
pub(super) struct OfFile<T> {
    pub(super) says: T,
    /// `None` where there was no text to be read.
    pub(super) fingerprint: Option<u64>,
    pub(super) faults: Vec<Fault>,
}

/// The text of a file; `None` and a fault when there is none to be had.
fn text(folder: &Folder, path: &str, file: FileId) -> OfFile<Option<String>> {
    let fault = |id, place, message: String, next| Fault::new(id, place, message, next);
    let unreadable = |why: &str| OfFile {
        says: None,
        fingerprint: None,
        faults: vec![fault(
            "file-readable",
            Place::whole(file),
            format!("this file cannot be read: {why}"),
            "mend that; until then nothing that rests on this file is judged",
        )],
    };
    let bytes = match folder.bytes(path) {
        Err(why) => return unreadable(&why),
        Ok(bytes) => bytes,
    };
    let (text, faults) = match decode(&bytes) {
        Decoded::Unreadable(why) => return unreadable(why),
        Decoded::Text(text) => (text, Vec::new()),
        Decoded::Windows1252 { text, first } => {
            let not_utf_8 = fault(
                "file-in-utf-8",
                Place::new(file, first..first + 1),
                "this file is saved as Windows-1252, so letters with accents, pound signs and dashes may be read wrongly".into(),
                "save it again as UTF-8",
            );
            (text, vec![not_utf_8])
        }
    };
    OfFile {
        fingerprint: Some(fingerprint(&text)),
        says: Some(text),
        faults,
    }
}

pub(super) fn record(
    folder: &Folder,
    path: &str,
    file: FileId,
    id: &str,
    shape: &'static Shape,
) -> OfFile<Record> {
    let OfFile {
        says,
        fingerprint,
        mut faults,
    } = text(folder, path, file);
    let says = match says {
        None => Record::unreadable(id, file),
        Some(text) if text.trim().is_empty() => {
            faults.push(Fault::new(
                "file-readable",
                Place::whole(file),
                "this file is empty".to_owned(),
                "write the record, take it back from git, or take the file out",
            ));
            Record::unreadable(id, file)
        }
        Some(text) => {
            let mut reading = records::read(file, &text, shape);
            faults.append(&mut reading.faults);
            Record::new(id, file, reading)
        }
    };
    OfFile {
        says,
        fingerprint,
        faults,
    }
}

pub(super) fn register(folder: &Folder, path: &str, file: FileId) -> OfFile<Register> {
    let OfFile {
        says,
        fingerprint,
        mut faults,
    } = text(folder, path, file);
    let says = match says {
        None => Register {
            file: Some(file),
            unreadable: Some(Place::whole(file)),
            ..Register::default()
        },
        Some(text) => {
            let (register, wrong) = register::read(file, &text);
            faults.extend(wrong);
            register
        }
    };
    OfFile {
        says,
        fingerprint,
        faults,
    }
}
