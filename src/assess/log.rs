//! The check `log`: entries of a log, by a rhythm or at least once.

mod entries;

use super::cover::{Cover, Covered};
use super::need::{Need, Phase};
use super::{Assessment, Draft, Standing, Subject};
use crate::calendar::{NoTerm, Span, Window, day_before, due, due_as_of, last_day, next_day, said};
use crate::rulebook::{Log, Needed};
use crate::source::Place;
use chrono::NaiveDate;
use entries::{Entries, entries};

pub(super) fn check<'a>(draft: &Draft<'a>, need: &Need, log: &'a Log) -> Assessment<'a> {
    let answer = match &log.rhythm {
        Some(_) => by_rhythm(draft, need, log),
        None => at_least(draft, need, log),
    };
    answer.unwrap_or_else(|no_term| draft.without_term(no_term.0))
}

/// "review", "contact or visit".
fn noun(log: &Log) -> String {
    let singular = |name: &String| match name.as_str() {
        "progress" | "after-return" | "shared" | "readiness" => format!("entry in `{name}`"),
        "governor-reports" => "report to governors".into(),
        other => other.trim_end_matches('s').replace('-', " "),
    };
    log.names
        .iter()
        .map(singular)
        .collect::<Vec<_>>()
        .join(" or ")
}

fn by_rhythm<'a>(draft: &Draft<'a>, need: &Need, log: &'a Log) -> Result<Assessment<'a>, NoTerm> {
    let Some(rhythm) = &log.rhythm else {
        return at_least(draft, need, log);
    };
    let found = entries(draft, log)?;
    let Some(first) = need
        .live_from
        .filter(|_| need.first.is_some() || draft.requirement.needed == Needed::Always)
    else {
        let message = format!(
            "{} falls due once a placement is live",
            draft.requirement.title
        );
        return Ok(draft.answer(
            Standing::Outstanding { by: None },
            log_place(draft, log),
            message,
        ));
    };
    let window = Window {
        first,
        last: need.last,
    };
    let lasting = matches!(draft.subject, Subject::Provider(_) | Subject::Commissioner);
    let dates: Vec<NaiveDate> = found
        .dates()
        .into_iter()
        .filter(|date| lasting || *date >= first)
        .collect();
    let before = dates.iter().take_while(|date| **date < first).count();
    let next = due_as_of(draft.case.calendar, rhythm, window, &dates, draft.case.on)?;
    let beyond_terms = due(draft.case.calendar, rhythm, window, &dates).is_err();
    // What would fall due after the end is not asked for any more.
    let next = next.filter(|next| need.last.is_none_or(|last| *next <= last));
    let lapses = lapses_of(draft, log, window, &dates, before)?;
    let last = found
        .good
        .iter()
        .rev()
        .find(|(date, _)| lasting || *date >= first);
    let standing = standing(draft, need, next, last.is_some());
    let message = rhythm_message(
        draft,
        log,
        &standing,
        last.map(|(date, _)| *date),
        next,
        first,
        &found,
    );
    let place = match last {
        Some((_, entry)) => entry.table.place,
        None => found
            .lacking
            .last()
            .map_or_else(|| log_place(draft, log), |(_, entry, _)| entry.table.place),
    };
    let message = match (beyond_terms, last) {
        (true, Some((date, _))) => format!(
            "{}: last {} on {}; the next is due after the last term on record",
            draft.requirement.title,
            noun(log),
            said(*date)
        ),
        _ => message,
    };
    let mut answer = draft.answer(standing, place, message);
    answer.evidence = last.map(|(date, entry)| entry.evidence(draft, *date));
    answer.lapses = lapses;
    answer.left_out = left_out(&found);
    Ok(draft.unless_unread(answer, found.unread))
}

fn standing(draft: &Draft<'_>, need: &Need, next: Option<NaiveDate>, has_entry: bool) -> Standing {
    match next {
        Some(next) if need.phase == Phase::Within && draft.case.on > next => Standing::Breached {
            since: Some(next_day(next)),
            to: None,
        },
        next if has_entry => Standing::Met { until: next },
        next => Standing::Outstanding { by: next },
    }
}

/// Days past each due day until the entry that came after it.
fn lapses_of(
    draft: &Draft<'_>,
    log: &Log,
    window: Window,
    dates: &[NaiveDate],
    before: usize,
) -> Result<Vec<Span>, NoTerm> {
    let Some(rhythm) = &log.rhythm else {
        return Ok(Vec::new());
    };
    let mut lapses = Vec::new();
    for at in before..dates.len() {
        if let Some(by) = due_as_of(
            draft.case.calendar,
            rhythm,
            window,
            &dates[..at],
            draft.case.on,
        )? && dates[at] > next_day(by)
        {
            lapses.push(Span {
                from: next_day(by),
                to: day_before(dates[at]),
            });
        }
    }
    Ok(lapses)
}

fn rhythm_message(
    draft: &Draft<'_>,
    log: &Log,
    standing: &Standing,
    last: Option<NaiveDate>,
    next: Option<NaiveDate>,
    first: NaiveDate,
    found: &Entries<'_>,
) -> String {
    let title = &draft.requirement.title;
    let noun = noun(log);
    let rhythm = log
        .rhythm
        .as_ref()
        .map(crate::calendar::Rhythm::said)
        .unwrap_or_default();
    let by = next.map_or(String::new(), said);
    let lacking = found.lacking_said(|date| last.is_none_or(|last| date > last) && date >= first);
    match (standing, last) {
        (Standing::Breached { .. }, Some(last)) => {
            format!(
                "{title}: no {noun} since {}; the next was due by {by} ({rhythm}){lacking}",
                said(last)
            )
        }
        (Standing::Breached { .. }, None) => {
            format!(
                "{title}: no {noun} is on record; the first was due by {by} ({rhythm}){lacking}"
            )
        }
        (Standing::Met { .. }, Some(last)) if next.is_some() => {
            format!("{title}: last {noun} on {}, next due by {by}", said(last))
        }
        (Standing::Met { .. }, Some(last)) => format!("{title}: last {noun} on {}", said(last)),
        _ if next.is_some() => format!("{title}: the first {noun} is due by {by}{lacking}"),
        _ => format!("{title}: nothing is due"),
    }
}

/// A log that asks for a number of entries, whenever they were made.
fn at_least<'a>(draft: &Draft<'a>, need: &Need, log: &'a Log) -> Result<Assessment<'a>, NoTerm> {
    let found = entries(draft, log)?;
    let wanted = log.at_least as usize;
    let mut spans = Vec::new();
    for (at, (date, _)) in found.good.iter().enumerate() {
        if at + 1 < wanted {
            continue;
        }
        let to = match log.renew {
            Some(renew) => Some(last_day(draft.case.calendar, *date, renew)?),
            None => None,
        };
        spans.push(Covered { from: *date, to });
    }
    let cover = Cover::of(spans);
    let title = &draft.requirement.title;
    let on = draft.case.on;
    let first = need.first.unwrap_or(on);
    let latest = found.good.last();
    let covering = cover
        .containing(on)
        .filter(|span| need.phase == Phase::Within || span.to.is_none_or(|to| first <= to));
    let mut answer = match covering {
        Some(span) => {
            let place =
                latest.map_or_else(|| log_place(draft, log), |(_, entry)| entry.table.place);
            let date = latest.map_or(String::new(), |(date, _)| format!(", {}", said(*date)));
            draft.answer(
                Standing::Met { until: span.to },
                place,
                format!("{title} is on record{date}"),
            )
        }
        None => {
            let standing = if need.phase == Phase::Before {
                Draft::outstanding_before(need.first)
            } else {
                let since = cover.breached_since(need.first, on);
                Standing::Breached { since, to: None }
            };
            let lacking = found.lacking_said(|_| true);
            let needed = match (&standing, need.first) {
                (Standing::Outstanding { .. }, Some(first)) => {
                    format!("; needed by {}", said(day_before(first)))
                }
                _ => String::new(),
            };
            draft.answer(
                standing,
                log_place(draft, log),
                format!("{title}: no {} is on record{lacking}{needed}", noun(log)),
            )
        }
    };
    answer.evidence = latest.map(|(date, entry)| entry.evidence(draft, *date));
    if need.phase == Phase::Within {
        let since = match answer.standing {
            Standing::Breached { since, .. } => since,
            _ => None,
        };
        answer.lapses = cover.lapses(need.first, on, since);
    }
    answer.left_out = left_out(&found);
    Ok(draft.unless_unread(answer, found.unread))
}

fn left_out(found: &Entries<'_>) -> Option<String> {
    found.later.map(|later| {
        format!(
            "the entry dated {} is left out: it had not been made by then",
            said(later)
        )
    })
}

/// Where the log stands, or would stand.
fn log_place(draft: &Draft<'_>, log: &Log) -> Place {
    let sources = draft.subject.sources(draft.case.records);
    let mut values = log.names.iter().flat_map(|name| {
        sources
            .iter()
            .filter_map(move |record| record.table.get(name))
    });
    values
        .find_map(|value| value.items().last().map(|item| item.place))
        .unwrap_or_else(|| draft.subject.place(&draft.case))
}
