//! The test `within`: a field's day that counts for so long.

use super::values;
use crate::assess::cover::{Cover, Covered};
use crate::assess::need::{Need, Phase};
use crate::assess::{Assessment, Draft, Standing};
use crate::calendar::{NoTerm, Period, day_before, last_day, said};
use crate::records::Value;
use crate::source::Place;

pub(super) fn check<'a>(
    draft: &Draft<'a>,
    need: &Need,
    paths: &[String],
    period: Period,
) -> Result<Assessment<'a>, NoTerm> {
    let case = &draft.case;
    let asking = draft.asking();
    let sources = draft.subject.sources(case.records);
    let held: Vec<&Value> = sources
        .iter()
        .flat_map(|record| paths.iter().flat_map(|path| values(&asking, record, path)))
        .collect();
    let unread = held.iter().find_map(|value| value.unreadable_inside());
    let mut spans = Vec::new();
    let mut latest: Option<(chrono::NaiveDate, Place)> = None;
    for value in &held {
        if let Some(date) = value.date().filter(|date| *date <= case.known) {
            spans.push(Covered {
                from: date,
                to: Some(last_day(case.calendar, date, period)?),
            });
            latest = latest.max(Some((date, value.place)));
        }
    }
    let cover = Cover::of(spans);
    let title = &draft.requirement.title;
    let place = latest.map_or(draft.subject.place(case), |(_, place)| place);
    let first = need.first.unwrap_or(case.on);
    let covering = cover
        .containing(case.on)
        .filter(|span| need.phase == Phase::Within || span.to.is_none_or(|to| first <= to));
    if let Some(span) = covering {
        let to = span
            .to
            .map_or(String::new(), |to| format!(", good to {}", said(to)));
        return Ok(draft.answer(
            Standing::Met { until: span.to },
            place,
            format!("{title} is on record{to}"),
        ));
    }
    let why = match latest {
        Some((date, _)) => format!(
            "dated {}, which is more than {} ago",
            said(date),
            period.said()
        ),
        None => format!(
            "`{}` is not recorded, so it cannot be shown",
            paths.join("`, `")
        ),
    };
    let (standing, needed) = match need.phase {
        Phase::Within => {
            let since = cover.breached_since(need.first, case.on);
            (Standing::Breached { since, to: None }, String::new())
        }
        Phase::Before => (
            Draft::outstanding_before(need.first),
            need.first.map_or(String::new(), |first| {
                format!("; needed by {}", said(day_before(first)))
            }),
        ),
    };
    let answer = draft.answer(standing, place, format!("{title}: {why}{needed}"));
    Ok(draft.unless_unread(answer, unread))
}
