//! The one test binary. `UPDATE_GOLDEN=1 cargo test` rewrites the expected
//! texts; read the diff before committing it.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::panic,
    reason = "tests read and write their own files, and a broken test may panic"
)]

mod support;

mod adding;
mod answers;
mod at_once;
mod broken_files;
mod browser;
mod checklists;
mod clocks;
mod commands;
mod completions;
mod computed;
mod county;
mod days;
mod dependencies;
mod doctor;
mod exceptions;
mod faults;
mod fuzzed;
mod hooks;
mod hostile;
mod ics;
mod imports;
mod in_memory;
mod laws;
mod layers;
mod machines;
mod marks;
mod merging;
mod new;
mod one_field;
mod order;
mod paging;
mod registers;
mod registry;
mod reports;
mod requirements;
mod sameness;
mod sentences;
mod sheets;
mod shown;
mod toml_suite;
mod typed;
mod who;
mod workbooks;
mod writing;
mod wrong_values;
