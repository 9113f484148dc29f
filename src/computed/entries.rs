//! Logs of which each entry has an answer of its own.

use super::met;
use crate::assess::{Assessment, Draft};
use crate::records::{Record, Table, Value};
use chrono::NaiveDate;

/// One answer for each dated entry of a log that has happened, but for those
/// that `answer` passes over; without any, `none` says so.
pub(super) fn each_entry<'a>(
    draft: &Draft<'a>,
    record: &'a Record,
    log: &str,
    none: &str,
    answer: impl Fn(&Draft<'a>, &'a Table, NaiveDate) -> Option<Assessment<'a>>,
) -> Vec<Assessment<'a>> {
    let mut answers = Vec::new();
    let value = record.table.get(log);
    for item in value.map_or(&[][..], Value::items) {
        let Some(entry) = item.table() else {
            answers.push(draft.not_evaluated(item.place, "this entry could not be read".into()));
            continue;
        };
        if let Some(place) = entry.unreadable_inside() {
            answers
                .push(draft.not_evaluated(place, "something it rests on could not be read".into()));
            continue;
        }
        let Some(date) = entry.date("date").known() else {
            answers.push(draft.not_evaluated(entry.place, "the entry has no `date`".into()));
            continue;
        };
        if date <= draft.case.known
            && let Some(mut answer) = answer(draft, entry, date)
        {
            answer.key = date.to_string();
            answers.push(answer);
        }
    }
    if !answers.is_empty() {
        return answers;
    }
    match value.filter(|value| value.is_unreadable()) {
        Some(log) => vec![draft.not_evaluated(log.place, "the log could not be read".into())],
        None if !record.complete => vec![draft.not_evaluated(
            record.place(),
            "part of the record could not be read".into(),
        )],
        None => vec![met(draft, None, record.place(), none.into())],
    }
}
