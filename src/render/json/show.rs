//! All of one placement, provider or pupil for other programs.

use super::progress::{DoingJson, doing};
use super::{day, printed};
use crate::calendar::Span;
use crate::views::compliance::Page;
use crate::views::compliance_page::standing_said;
use crate::views::due::Item;
use crate::views::show::{Happened, Part, Shown};
use crate::views::{CellKind, Week};
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Serialize)]
struct ShownJson<'a> {
    schema: &'static str,
    as_of: String,
    id: &'a str,
    /// `placement`, `provider` or `pupil`.
    kind: &'static str,
    /// The record, or each placement of a pupil.
    records: Vec<PartJson<'a>>,
}

#[derive(Serialize)]
struct PartJson<'a> {
    id: &'a str,
    stage: Option<&'a str>,
    next: Vec<NextJson<'a>>,
    checklists: Vec<ChecklistJson<'a>>,
    /// What was not in order in the past and is now.
    not_in_order: Vec<PastJson<'a>>,
    register: Vec<WeekJson<'a>>,
    progress: Option<DoingJson<'a>>,
    chronology: Vec<HappenedJson<'a>>,
    /// Entries dated after the day asked about, which are left out.
    dated_later: usize,
    /// A part of the records could not be read.
    incomplete: bool,
}

#[derive(Serialize)]
struct NextJson<'a> {
    date: Option<String>,
    standing: &'static str,
    requirement: &'a str,
    level: &'static str,
    subject: &'a str,
    lead_name: Option<&'a str>,
    message: &'a str,
}

#[derive(Serialize)]
struct ChecklistJson<'a> {
    checklist: &'a str,
    title: &'a str,
    met: usize,
    of: usize,
    not_met: Vec<ItemJson<'a>>,
}

#[derive(Serialize)]
struct ItemJson<'a> {
    item: &'a str,
    standing: &'static str,
    said: &'static str,
    why: Vec<&'a str>,
}

#[derive(Serialize)]
struct PastJson<'a> {
    what: &'a str,
    days: Vec<SpanJson>,
}

#[derive(Serialize)]
struct SpanJson {
    from: String,
    to: String,
}

#[derive(Serialize)]
struct WeekJson<'a> {
    week_of: String,
    /// Monday morning first; null where no session was due.
    sessions: Vec<Option<SessionJson<'a>>>,
}

#[derive(Serialize)]
struct SessionJson<'a> {
    mark: Option<&'a str>,
    /// `present`, `authorised`, `unauthorised`, `not-possible`, `no-return` or
    /// `unreadable`.
    counts_as: &'static str,
}

#[derive(Serialize)]
struct HappenedJson<'a> {
    date: Option<String>,
    record: &'a str,
    kind: &'a str,
    who: Option<&'a str>,
    what: &'a str,
}

pub fn show_json(shown: &Shown, on: NaiveDate) -> String {
    printed(&ShownJson {
        schema: "apcheck-show/1",
        as_of: day(on),
        id: &shown.id,
        kind: shown.kind,
        records: shown.parts.iter().map(part).collect(),
    })
}

fn part(part: &Part) -> PartJson<'_> {
    let past = part.not_in_order.iter();
    PartJson {
        id: &part.id,
        stage: part.stage.as_deref(),
        next: part.next.iter().map(next).collect(),
        checklists: part.checklists.iter().map(checklist).collect(),
        not_in_order: past
            .map(|(what, spans)| PastJson {
                what,
                days: spans.iter().map(span).collect(),
            })
            .collect(),
        register: part.weeks.iter().map(week).collect(),
        progress: part.doing.as_ref().map(doing),
        chronology: part.chronology.happened.iter().map(happened).collect(),
        dated_later: part.chronology.later,
        incomplete: part.chronology.unread,
    }
}

fn next(item: &Item) -> NextJson<'_> {
    NextJson {
        date: item.date.map(day),
        standing: item.standing,
        requirement: &item.requirement,
        level: item.level.name(),
        subject: &item.subject,
        lead_name: item.lead_name.as_deref(),
        message: &item.message,
    }
}

fn checklist(page: &Page) -> ChecklistJson<'_> {
    ChecklistJson {
        checklist: &page.checklist,
        title: &page.title,
        met: page.counts.met,
        of: page.counts.of,
        not_met: page
            .open_items()
            .map(|item| ItemJson {
                item: &item.text,
                standing: item.standing,
                said: standing_said(item.standing),
                why: item
                    .open_lines()
                    .map(|line| line.message.as_str())
                    .collect(),
            })
            .collect(),
    }
}

fn span(span: &Span) -> SpanJson {
    SpanJson {
        from: day(span.from),
        to: day(span.to),
    }
}

fn week(week: &Week) -> WeekJson<'_> {
    let sessions = week.sessions.iter().map(|cell| {
        cell.as_ref().map(|cell| SessionJson {
            mark: Some(cell.mark.as_str()).filter(|mark| !mark.is_empty()),
            counts_as: match cell.kind {
                CellKind::Present => "present",
                CellKind::Authorised => "authorised",
                CellKind::Unauthorised => "unauthorised",
                CellKind::NotPossible => "not-possible",
                CellKind::NoReturn => "no-return",
                CellKind::Unreadable => "unreadable",
            },
        })
    });
    WeekJson {
        week_of: day(week.monday),
        sessions: sessions.collect(),
    }
}

fn happened(happened: &Happened) -> HappenedJson<'_> {
    HappenedJson {
        date: happened.date.map(day),
        record: &happened.record,
        kind: &happened.kind,
        who: Some(happened.who.as_str()).filter(|who| !who.is_empty()),
        what: &happened.what,
    }
}
