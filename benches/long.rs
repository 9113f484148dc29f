//! A placement whose files are as long as wanted, for a look at how the time
//! grows with one file.

use crate::records::{File, placement, provider};
use std::fmt::Write;

/// The first placement with `entries` more contacts, checks and lines of the
/// register, and its provider.
pub(crate) fn long(entries: usize) -> Vec<File> {
    let [mut record, mut register] = placement(0);
    let mut text = String::new();
    for at in 0..entries {
        let _ = writeln!(
            text,
            "our-own-check-{at:06} = {{ date = 2025-09-{:02}, by = \"ska\" }}",
            at % 28 + 1
        );
    }
    for at in 0..entries {
        let _ = write!(
            text,
            "\n[[follow-ups]]\ndate = 2025-10-{:02}\nby = \"mbe\"\nwith = \"parent\"\n",
            at % 28 + 1
        );
    }
    record.bytes.extend_from_slice(text.as_bytes());
    // Days long past, so that no two lines are of one day.
    let first = chrono::NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or_default();
    let days = first.iter_days().take(entries);
    let rows: String = days.map(|date| format!("{date},/,,,\n")).collect();
    register.bytes.extend_from_slice(rows.as_bytes());
    vec![record, register, provider(0)]
}
