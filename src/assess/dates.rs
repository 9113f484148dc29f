//! Dates of the records that cannot follow one another.

use super::Case;
use crate::calendar::said;
use crate::records::{Fault, Table, dates};
use chrono::NaiveDate;

/// A fault where a second date lies before the first.
pub(super) fn in_order(table: &Table, first: &str, second: &str, faults: &mut Vec<Fault>) {
    let (Some(from), Some(to)) = (table.date(first).known(), table.date(second).known()) else {
        return;
    };
    if to < from {
        let place = table.get(second).map_or(table.place, |value| value.place);
        faults.push(Fault::new(
            "dates-in-order",
            place,
            format!(
                "`{second}` is {}, which is before `{first}`, {}",
                said(to),
                said(from)
            ),
            "correct the one that is wrong",
        ));
    }
}

pub(super) fn placement_dates(table: &Table, faults: &mut Vec<Fault>) {
    in_order(table, "start", "end", faults);
    if let (Some(start), Some(ending)) = (table.date("start").known(), table.table("ending"))
        && let Some(date) = ending.date("date").known().filter(|date| *date < start)
    {
        let place = ending.get("date").map_or(ending.place, |value| value.place);
        faults.push(Fault::new(
            "dates-in-order",
            place,
            format!(
                "the placement ends on {}, before it starts on {}",
                said(date),
                said(start)
            ),
            "correct the one that is wrong",
        ));
    }
    for (array, first, second) in [
        ("extensions", "was", "now"),
        ("pauses", "from", "until"),
        ("school-attendance", "from", "to"),
    ] {
        for entry in table.tables(array) {
            in_order(entry, first, second, faults);
        }
    }
    for (inner, first, second) in [("part-time", "from", "until"), ("baseline", "from", "to")] {
        if let Some(inner) = table.table(inner) {
            in_order(inner, first, second, faults);
        }
    }
}

pub(super) fn terms(case: &Case<'_>, faults: &mut Vec<Fault>) {
    let mut seen: Vec<(NaiveDate, NaiveDate, &Table)> = Vec::new();
    for term in case.records.commissioner.table.tables("terms") {
        let (Some(start), Some(end)) = (term.date("start").known(), term.date("end").known())
        else {
            continue;
        };
        let fault = |key: &str, message: String| {
            let place = term.get(key).map_or(term.place, |value| value.place);
            Fault::new(
                "terms-in-order",
                place,
                message,
                "correct the dates of the term",
            )
        };
        let name = term.text("name").known().unwrap_or("a term");
        if end < start {
            faults.push(fault(
                "end",
                format!(
                    "{name} ends on {}, before it starts on {}",
                    said(end),
                    said(start)
                ),
            ));
            continue;
        }
        let half_term = dates(term, "half-term");
        match half_term[..] {
            [] => {}
            [from, to] if start <= from && from <= to && to <= end => {}
            [_, _] => faults.push(fault(
                "half-term",
                format!(
                    "the half-term holiday of {name} does not lie in it, first day before last"
                ),
            )),
            _ => faults.push(fault(
                "half-term",
                format!("the half-term holiday of {name} is not a first and a last day"),
            )),
        }
        if let Some((.., other)) = seen
            .iter()
            .find(|(from, to, _)| start <= *to && *from <= end)
        {
            let other_name = other.text("name").known().unwrap_or("another term");
            faults.push(
                fault("start", format!("{name} overlaps {other_name}")).with(
                    other.get("start").map_or(other.place, |value| value.place),
                    "the other term",
                ),
            );
        }
        seen.push((start, end, term));
    }
}
