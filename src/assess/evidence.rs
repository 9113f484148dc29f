//! The check `evidence`: a line of `[checks]`, dated, by a known person, and
//! not past its expiry or renewal on any day it is needed.

mod missing;

use super::cover::{Cover, Covered};
use super::lines::{self, Line};
use super::need::{Need, Phase, limit_day};
use super::{Assessment, Draft, Standing};
use crate::calendar::{NoTerm, Period, Span, day_before, next_day, said};
use crate::records::Read;
use crate::rulebook::{Check, Limit};
use chrono::NaiveDate;
use missing::{missing, with_line};

/// What the check asks of a line.
struct Asked<'a> {
    key: &'a str,
    renew: Option<Period>,
    expires: bool,
    covers: &'a [String],
    not_before: Option<Bound>,
    not_after: Option<Bound>,
}

/// A day that a line's date is compared with; `None` where the field it is
/// reckoned from is not recorded.
type Bound = Option<NaiveDate>;

/// Why a line does not count at all.
enum Fails {
    Undated,
    NoPerson,
    NoExpiry,
    Lacks(Vec<String>),
    /// Dated outside the days it must be dated between.
    TooEarly(NaiveDate),
    TooLate(NaiveDate),
    /// The day to compare it with is not recorded.
    NoBound,
    NotRequired,
    Later,
}

pub(super) fn check<'a>(draft: &Draft<'a>, need: &Need) -> Assessment<'a> {
    let Check::Evidence {
        key,
        renew,
        expires,
        covers,
        dated,
    } = &draft.requirement.check
    else {
        return draft.not_evaluated(
            draft.subject.place(&draft.case),
            "it is not checked by a line".into(),
        );
    };
    let bound = |limit: &Option<Limit>| {
        let day = |limit| limit_day(&draft.case, &draft.subject, limit);
        limit.as_ref().map(day).transpose()
    };
    let answer = bound(&dated.on_or_after).and_then(|not_before| {
        let asked = Asked {
            key,
            renew: *renew,
            expires: *expires,
            covers,
            not_before,
            not_after: bound(&dated.on_or_before)?,
        };
        evaluate(draft, need, &asked)
    });
    answer.unwrap_or_else(|no_term| draft.without_term(no_term.0))
}

fn evaluate<'a>(
    draft: &Draft<'a>,
    need: &Need,
    asked: &Asked<'a>,
) -> Result<Assessment<'a>, NoTerm> {
    let found = lines::lines(draft.case.records, &draft.subject, asked.key);
    let mut unread = found.unread;
    let mut good: Vec<(Line<'a>, Covered)> = Vec::new();
    let mut failing: Vec<(Line<'a>, Fails)> = Vec::new();
    // What came too late counts once it is needed, and leaves a lapse.
    let mut late: Vec<Span> = Vec::new();
    let mut in_time = false;
    // Days on which it was declared not required are no lapse.
    let mut excused: Vec<Covered> = Vec::new();
    let line_dates: Vec<NaiveDate> = found
        .lines
        .iter()
        .filter_map(|line| line.date().known())
        .collect();
    for line in found.lines {
        if let Some(place) = line.unread() {
            unread = unread.or(Some(place));
            continue;
        }
        match fails(draft, asked, &line) {
            Some(Fails::NotRequired)
                if line.also || draft.requirement.cannot_be_excepted(draft.level()) => {}
            Some(Fails::NotRequired) => {
                if let Some(from) = line.date().known() {
                    let expires = line.table.date("expires").known();
                    let next = line_dates
                        .iter()
                        .filter(|date| **date > from)
                        .min()
                        .map(|date| day_before(*date));
                    let to = match (expires, next) {
                        (Some(expires), Some(next)) => Some(expires.min(next)),
                        (expires, next) => expires.or(next),
                    };
                    excused.push(Covered { from, to });
                }
            }
            Some(Fails::TooLate(by)) if need.phase == Phase::Within => {
                if let Some(from) = line.date().known() {
                    let to = line.last(draft.case.calendar, asked.renew)?;
                    good.push((line, Covered { from, to }));
                    let to = day_before(from).max(next_day(by));
                    late.push(Span {
                        from: next_day(by),
                        to,
                    });
                }
            }
            Some(why) => failing.push((line, why)),
            None => {
                if let Some(from) = line.date().known() {
                    let to = line.last(draft.case.calendar, asked.renew)?;
                    good.push((line, Covered { from, to }));
                    in_time = true;
                }
            }
        }
    }
    let cover = Cover::of(good.iter().map(|(_, covered)| *covered).collect());
    let accounted = Cover::of(
        good.iter()
            .map(|(_, covered)| *covered)
            .chain(excused)
            .collect(),
    );
    let mut assessment = stand(draft, need, asked, [&cover, &accounted], &good, &failing);
    if let Some(first) = late
        .first()
        .filter(|_| !in_time && !assessment.is_breached())
    {
        assessment.lapses.retain(|lapse| lapse.from > first.to);
        assessment.lapses.insert(0, *first);
    }
    assessment.left_out = left_out(&failing);
    action(draft, need, &good, &mut assessment);
    Ok(draft.unless_unread(assessment, unread))
}

fn fails(draft: &Draft<'_>, asked: &Asked<'_>, line: &Line<'_>) -> Option<Fails> {
    if line.is_not_required() {
        // One in force was seen to before; an old one only excuses its days,
        // and one that names nobody excuses none.
        return Some(if !line.has_happened(draft.case.known) {
            Fails::Later
        } else if line.table.get("by").is_none() {
            Fails::NoPerson
        } else {
            Fails::NotRequired
        });
    }
    match line.date() {
        Read::Known(date, _) if date > draft.case.known => return Some(Fails::Later),
        Read::Known(..) => {}
        _ => return Some(Fails::Undated),
    }
    if line.table.get("by").is_none() {
        return Some(Fails::NoPerson);
    }
    if let Some(why) = line.date().known().and_then(|date| misdated(asked, date)) {
        return Some(why);
    }
    if asked.expires
        && (line.also && is_insurance(asked.key) || line.table.get("expires").is_none())
    {
        return Some(Fails::NoExpiry);
    }
    let covered: Vec<_> = line.table.texts("covers").collect();
    let lacks: Vec<String> = asked
        .covers
        .iter()
        .filter(|topic| !covered.contains(&topic.as_str()))
        .cloned()
        .collect();
    (!lacks.is_empty()).then_some(Fails::Lacks(lacks))
}

/// Why a date lies outside the days it must lie between.
fn misdated(asked: &Asked<'_>, date: NaiveDate) -> Option<Fails> {
    match (asked.not_before, asked.not_after) {
        (Some(None), _) | (_, Some(None)) => Some(Fails::NoBound),
        (Some(Some(from)), _) if date < from => Some(Fails::TooEarly(from)),
        (_, Some(Some(by))) if date > by => Some(Fails::TooLate(by)),
        _ => None,
    }
}

/// Whose expiry is its own, so that no other document answers it.
pub(crate) fn is_insurance(key: &str) -> bool {
    key.ends_with("-liability")
}

/// The table of standings for `evidence`.
fn stand<'a>(
    draft: &Draft<'a>,
    need: &Need,
    asked: &Asked<'a>,
    [cover, accounted]: [&Cover; 2],
    good: &[(Line<'a>, Covered)],
    failing: &[(Line<'a>, Fails)],
) -> Assessment<'a> {
    let on = draft.case.on;
    let first = need.first.unwrap_or(on);
    let covering = cover.containing(on);
    let enough =
        |span: &Covered| need.phase == Phase::Within || span.to.is_none_or(|to| first <= to);
    if let Some(span) = covering.filter(enough) {
        let title = &draft.requirement.title;
        let message = match span.to {
            Some(to) => format!("{title} is on record, good to {}", said(to)),
            None => format!("{title} is on record"),
        };
        let line = latest(good, on);
        let place = line.map_or(draft.subject.place(&draft.case), |line| line.place);
        let mut met = draft.answer(Standing::Met { until: span.to }, place, message);
        met.evidence = line.map(|line| line.evidence(draft.case.records));
        if need.phase == Phase::Within {
            met.lapses = accounted.lapses(need.first, on, None);
        }
        return met;
    }
    let last_covered = accounted.last_before(on);
    if need.phase == Phase::Before {
        let standing = Draft::outstanding_before(need.first);
        let (place, message) = missing(
            draft,
            need,
            asked,
            last_covered.or(covering.and_then(|span| span.to)),
            good,
            failing,
        );
        return with_line(draft, asked, draft.answer(standing, place, message));
    }
    let since = accounted.breached_since(need.first, on);
    let (place, message) = missing(draft, need, asked, last_covered, good, failing);
    let mut breached = draft.answer(Standing::Breached { since, to: None }, place, message);
    breached.lapses = accounted.lapses(need.first, on, since);
    with_line(draft, asked, breached)
}

/// The line that covers `on`; of several, the one dated last.
fn latest<'a>(good: &[(Line<'a>, Covered)], on: NaiveDate) -> Option<Line<'a>> {
    good.iter()
        .filter(|(_, covered)| covered.from <= on && covered.to.is_none_or(|to| on <= to))
        .max_by_key(|(line, _)| line.date().known())
        .map(|(line, _)| *line)
}

/// A covering line with something to do.
fn action(
    draft: &Draft<'_>,
    need: &Need,
    good: &[(Line<'_>, Covered)],
    assessment: &mut Assessment<'_>,
) {
    let Standing::Met { until } = assessment.standing else {
        return;
    };
    let Some(line) = latest(good, draft.case.on) else {
        return;
    };
    let Some(what) = line.table.text("action").known() else {
        return;
    };
    let title = &draft.requirement.title;
    let by = line.table.date("action-by").known();
    match by.filter(|by| *by < draft.case.on) {
        Some(by) => {
            // Before the first day of need nothing is in breach yet.
            assessment.standing = match need.phase {
                Phase::Before => Draft::outstanding_before(need.first),
                Phase::Within => Standing::Breached {
                    since: Some(next_day(by)),
                    to: None,
                },
            };
            assessment.message =
                format!("{title}: still to do, and was due by {}: {what}", said(by));
            assessment.place = line
                .table
                .get("action-by")
                .map_or(line.place, |value| value.place);
            assessment.next = "do it, then add a later line without `action`".into();
        }
        None => {
            let day = match (by, until) {
                (Some(by), Some(until)) => Some(by.min(until)),
                (by, until) => by.or(until),
            };
            assessment.standing = Standing::Action { by: day };
            let when = day.map_or(String::new(), |day| format!(" by {}", said(day)));
            assessment.message =
                format!("{title} is there, but something is to be done{when}: {what}");
            assessment.next = "do it, then add a later line without `action`".into();
        }
    }
}

fn left_out(failing: &[(Line<'_>, Fails)]) -> Option<String> {
    let (line, _) = failing
        .iter()
        .find(|(_, why)| matches!(why, Fails::Later))?;
    let date = line.date().known()?;
    Some(format!(
        "the line dated {} is left out: it had not been written by then",
        said(date)
    ))
}
