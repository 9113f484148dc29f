//! Mistakes without end: a file of a million lines that are all wrong is told of
//! in a hundred findings and a number.

use crate::records::Fault;
use crate::source::FileId;
use std::collections::BTreeMap;

/// So many of one kind are listed of one file. Nobody mends more in one go, and
/// a file with more has mostly one cause for all of them.
const LISTED: usize = 100;

/// The first of each kind of each file, and one fault that counts the rest. The
/// faults are in order of their places, and stay so.
pub(super) fn summed_up(faults: Vec<Fault>) -> Vec<Fault> {
    let mut met: BTreeMap<(FileId, &'static str), (usize, usize)> = BTreeMap::new();
    let mut kept: Vec<Fault> = Vec::new();
    for fault in faults {
        let (number, counted_at) = met.entry((fault.place.file, fault.id)).or_default();
        *number += 1;
        if *number > LISTED + 1 {
            continue;
        }
        *counted_at = kept.len();
        kept.push(fault);
    }
    for (number, counted_at) in met.into_values() {
        // One more is listed like the others.
        if number > LISTED + 1 {
            let left_out = number - LISTED;
            let last = &mut kept[counted_at];
            last.message = format!(
                "{left_out} more mistakes of this kind stand in this file, the first of them here"
            );
            last.next = "mend those that are listed, then run this again".into();
            last.other = None;
        }
    }
    kept
}
