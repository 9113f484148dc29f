//! What a fuzzer is let loose on, and what has to hold whatever it comes up
//! with: nothing panics, what is found is where it is said to be, and a change
//! changes what it was asked to and no more.
//!
//! `tests/it/fuzzed.rs` takes this file in and runs each function over what
//! `tests/fuzz/corpus` has for it.

mod checklist;
mod edit;
mod import;
mod read;

pub use checklist::checklist;
pub use edit::edit;
pub use import::{import, workbook};
pub use read::{record, register};

use apcheck::load::Folder;
use apcheck::records::Shape;
use apcheck::records::fields;
use apcheck::source::{Decoded, Place, decode};
use std::path::Path;

/// Between the parts of an input that has two: a line by itself.
const PARTED: &str = "%%\n";

/// The text of bytes, as the loader has it.
fn text_of(bytes: &[u8]) -> Option<String> {
    match decode(bytes) {
        Decoded::Text(text) | Decoded::Windows1252 { text, .. } => Some(text),
        Decoded::Unreadable(_) => None,
    }
}

/// The number that a digit in front of an input is; anything else counts too.
fn choice<T: Copy>(of: &[T], byte: u8) -> T {
    of[usize::from(byte.wrapping_sub(b'0')) % of.len()]
}

/// The shapes of the five kinds of record.
const SHAPES: [&Shape; 5] = [
    &fields::COMMISSIONER,
    &fields::PROVIDER,
    &fields::PLACEMENT,
    &fields::CHECKLIST,
    &fields::MAPPING,
];

/// What stands at a place, which has to be in the text.
fn passage(text: &str, place: Place) -> &str {
    let span = place.start as usize..place.end as usize;
    text.get(span)
        .unwrap_or_else(|| panic!("{place:?} is no place in a text of {} bytes", text.len()))
}

/// A folder of the repository, from wherever this was built.
fn folder(path: &str) -> Folder {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .find_map(|root| Folder::open(&root.join(path)))
        .unwrap()
}
