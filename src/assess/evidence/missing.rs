//! Where to point, what to say and what to write when no line covers the day.

use super::{Asked, Fails};
use crate::assess::cover::Covered;
use crate::assess::lines::Line;
use crate::assess::need::{Need, Phase};
use crate::assess::{Assessment, Draft};
use crate::calendar::{day_before, said};
use crate::source::Place;
use chrono::NaiveDate;

/// Where to point, and the sentence, when no line covers the day.
pub(super) fn missing(
    draft: &Draft<'_>,
    need: &Need,
    asked: &Asked<'_>,
    ran_out: Option<NaiveDate>,
    good: &[(Line<'_>, Covered)],
    failing: &[(Line<'_>, Fails)],
) -> (Place, String) {
    let title = &draft.requirement.title;
    let needed = match need.first.filter(|_| need.phase == Phase::Before) {
        Some(first) => format!("; needed by {}", said(day_before(first))),
        None => String::new(),
    };
    if let Some((line, why)) = failing
        .iter()
        .rev()
        .find(|(_, why)| !matches!(why, Fails::Later))
    {
        let of = line
            .date()
            .known()
            .map_or(String::new(), |date| format!(" of {}", said(date)));
        let message = match why {
            Fails::Undated => format!("{title}: the line has no date, so it shows nothing"),
            Fails::NoPerson => format!("{title}{of}: the line does not say who made the check"),
            Fails::NoExpiry => format!("{title}{of}: the line does not say when it expires"),
            Fails::Lacks(topics) => format!("{title}{of} does not cover {}", topics.join(", ")),
            Fails::TooEarly(from) => {
                format!(
                    "{title}{of} is too old; it must be dated {} or later",
                    said(*from)
                )
            }
            Fails::TooLate(by) => {
                format!("{title}{of} came too late; the last day was {}", said(*by))
            }
            Fails::NoBound => format!(
                "{title}{of} cannot be judged, since the day it is reckoned from is not recorded"
            ),
            Fails::NotRequired | Fails::Later => String::new(),
        };
        let place = match why {
            Fails::Lacks(_) => line
                .table
                .get("covers")
                .map_or(line.place, |value| value.place),
            _ => line.place,
        };
        return (place, format!("{message}{needed}"));
    }
    if let Some(last) = ran_out {
        let line = good
            .iter()
            .max_by_key(|(_, covered)| covered.to)
            .map(|(line, _)| line);
        let place = line.map_or(draft.subject.place(&draft.case), |line| {
            line.table
                .get("expires")
                .map_or(line.place, |value| value.place)
        });
        let verb = if last < draft.case.on {
            "ran out"
        } else {
            "runs out"
        };
        let checked = line
            .and_then(|line| line.date().known())
            .map_or(String::new(), |date| {
                format!(" (last checked {})", said(date))
            });
        return (
            place,
            format!("{title} {verb} on {}{checked}{needed}", said(last)),
        );
    }
    let place = checks_place(draft);
    let word = if need.phase == Phase::Before {
        " yet"
    } else {
        ""
    };
    (
        place,
        format!(
            "{title}: not on record{word}, no line `{}`{needed}",
            asked.key
        ),
    )
}

/// The heading `[checks]`, or the file where there is none.
fn checks_place(draft: &Draft<'_>) -> Place {
    draft
        .subject
        .sources(draft.case.records)
        .into_iter()
        .find_map(|record| record.table.table("checks"))
        .map_or(draft.subject.place(&draft.case), |checks| checks.place)
}

/// Adds the line to write to what is to be done next.
pub(super) fn with_line<'a>(
    draft: &Draft<'a>,
    asked: &Asked<'_>,
    mut assessment: Assessment<'a>,
) -> Assessment<'a> {
    let mut parts = vec!["date = YYYY-MM-DD".to_owned(), "by = \"…\"".to_owned()];
    if asked.expires {
        parts.push("expires = YYYY-MM-DD".to_owned());
    }
    if !asked.covers.is_empty() {
        let topics: Vec<_> = asked
            .covers
            .iter()
            .map(|topic| format!("\"{topic}\""))
            .collect();
        parts.push(format!("covers = [{}]", topics.join(", ")));
    }
    assessment.next = format!(
        "{} Then add under [checks]: {} = {{ {} }}",
        draft.requirement.fix,
        asked.key,
        parts.join(", ")
    );
    assessment
}
