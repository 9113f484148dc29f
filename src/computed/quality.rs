//! Whether visits looked at everything over the year.

use super::sites::looked_at;
use super::{due, fails, met};
use crate::assess::{Assessment, Draft, Need, Phase};
use crate::calendar::{NoTerm, Period, Span, Unit, day_before, joined, last_day, next_day, said};
use crate::records::{Record, Value};
use chrono::NaiveDate;

const TOPICS: [&str; 6] = [
    "safeguarding",
    "curriculum",
    "attendance",
    "behaviour",
    "wellbeing",
    "health-and-safety",
];

const YEAR: Period = Period {
    count: 12,
    unit: Unit::Month,
};

/// One topic: to which day the last look at it is good, by which day it must be
/// looked at again, and the days before that were not covered.
struct Topic {
    name: &'static str,
    seen_to: Option<NaiveDate>,
    good_to: NaiveDate,
    lapses: Vec<Span>,
}

/// Over any twelve months with pupils there, visits looked at all six topics.
pub(super) fn quality_checked_in_full<'a>(
    draft: &Draft<'a>,
    provider: &'a Record,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    let live = draft.while_live();
    let Some(first) = live.first.filter(|_| live.phase == Phase::Within) else {
        return vec![met(
            draft,
            None,
            provider.place(),
            "no placement there is live".into(),
        )];
    };
    let topics: Result<Vec<Topic>, NoTerm> = TOPICS
        .into_iter()
        .map(|name| topic(draft, provider, first, name))
        .collect();
    match topics {
        Ok(topics) => {
            let visits = provider.table.get("visits");
            let unread = visits.and_then(Value::unreadable_inside);
            vec![draft.unless_unread(answer(draft, provider, &topics), unread)]
        }
        Err(no_term) => vec![draft.without_term(no_term.0)],
    }
}

fn topic(
    draft: &Draft<'_>,
    provider: &Record,
    first: NaiveDate,
    name: &'static str,
) -> Result<Topic, NoTerm> {
    let visits = provider.table.tables("visits");
    let mut dates: Vec<NaiveDate> = visits
        .filter(|visit| looked_at(visit, name))
        .filter_map(|visit| visit.date("date").known())
        .filter(|date| *date <= draft.case.known)
        .collect();
    dates.sort();
    // A provider has its first twelve months to be seen in full.
    let mut topic = Topic {
        name,
        seen_to: None,
        good_to: last_day(draft.case.calendar, first, YEAR)?,
        lapses: Vec::new(),
    };
    for date in dates {
        if date > next_day(topic.good_to) {
            topic.lapses.push(Span {
                from: next_day(topic.good_to),
                to: day_before(date),
            });
        }
        let seen_to = last_day(draft.case.calendar, date, YEAR)?;
        topic.seen_to = Some(seen_to);
        topic.good_to = topic.good_to.max(seen_to);
    }
    Ok(topic)
}

fn answer<'a>(draft: &Draft<'a>, provider: &'a Record, topics: &[Topic]) -> Assessment<'a> {
    let on = draft.case.on;
    let last_visit = provider.table.tables("visits").last();
    let place = last_visit.map_or(provider.place(), |visit| visit.place);
    let open: Vec<&Topic> = topics
        .iter()
        .filter(|topic| topic.seen_to.is_none_or(|seen_to| seen_to < on))
        .collect();
    let Some(by) = open.iter().map(|topic| topic.good_to).min() else {
        let until = topics.iter().filter_map(|topic| topic.seen_to).min();
        let mut answer = met(
            draft,
            until,
            place,
            "visits of the last twelve months looked at all six topics".into(),
        );
        answer.lapses = lapses(topics);
        return answer;
    };
    let names: Vec<_> = open.iter().map(|topic| topic.name).collect();
    let message = format!(
        "no visit of the last twelve months looked at {}",
        names.join(", ")
    );
    let mut answer = if on <= by {
        let message = format!("{message}; one is due by {}", said(by));
        due(draft, Some(by), place, message)
    } else {
        fails(draft, Some(next_day(by)), place, message)
    };
    answer.lapses = lapses(topics);
    answer
}

fn lapses(topics: &[Topic]) -> Vec<Span> {
    joined(
        topics
            .iter()
            .flat_map(|topic| topic.lapses.clone())
            .collect(),
    )
}
