//! The checks `field`, `all` and `any`: what a record says of itself.

mod recent;

use super::need::{Need, Phase, limit_day};
use super::{Asking, Assessment, Draft, Standing, Subject};
use crate::calendar::{NoTerm, Period, day_before, last_day, said};
use crate::records::{Is, Placement, Record, Table, Value};
use crate::rulebook::{Holds, Limit, Test, plain};
use crate::source::Place;
use chrono::NaiveDate;

/// What one path turned out to be.
enum Found {
    Holds(Place),
    /// Not what is asked for; and where to mend it.
    Fails(Place, String),
    /// What is not recorded, and where it would be.
    Absent(Place, String),
    Unread(Place),
}

/// Whether a condition that tests a field holds. It cannot be told where the
/// field is not recorded, unless that is what is asked.
pub(super) fn holds(asking: &Asking<'_>, path: &str, test: &Test) -> Holds {
    match one(asking, path, test) {
        Ok(Found::Holds(_)) => Holds::Yes,
        Ok(Found::Fails(..)) => Holds::No,
        Ok(Found::Absent(..)) if matches!(test, Test::Recorded) => Holds::No,
        Ok(Found::Absent(place, _)) => Holds::Unknown {
            place,
            why: format!("`{path}` is not recorded"),
        },
        Ok(Found::Unread(place)) => Holds::Unknown {
            place,
            why: format!("`{path}` could not be read"),
        },
        Err(no_term) => Holds::NoTerm(no_term.0),
    }
}

pub(super) fn check<'a>(
    draft: &Draft<'a>,
    need: &Need,
    paths: &'a [String],
    all: bool,
    test: &'a Test,
) -> Assessment<'a> {
    if let Test::Within(period) = test {
        return recent::check(draft, need, paths, *period)
            .unwrap_or_else(|no_term| draft.without_term(no_term.0));
    }
    let mut found = Vec::new();
    for path in paths {
        match one(&draft.asking(), path, test) {
            Ok(one) => found.push(one),
            Err(no_term) => return draft.without_term(no_term.0),
        }
    }
    let failing = |found: &Found| !matches!(found, Found::Holds(_));
    let holds = if all {
        !found.iter().any(failing)
    } else {
        !found.iter().all(failing)
    };
    let unread = found.iter().find_map(|found| match found {
        Found::Unread(place) => Some(*place),
        _ => None,
    });
    let title = &draft.requirement.title;
    if holds {
        let place = found.iter().find_map(|found| match found {
            Found::Holds(place) => Some(*place),
            _ => None,
        });
        let place = place.unwrap_or_else(|| draft.subject.place(&draft.case));
        return draft.answer(
            Standing::Met { until: None },
            place,
            format!("{title} is on record"),
        );
    }
    let place = found.iter().find_map(|found| match found {
        Found::Fails(place, _) | Found::Absent(place, _) => Some(*place),
        _ => None,
    });
    let place = place.unwrap_or_else(|| draft.subject.place(&draft.case));
    let why = why(&found, all, need.phase);
    let (standing, needed) = match need.phase {
        Phase::Within => (
            Standing::Breached {
                since: need.first,
                to: None,
            },
            String::new(),
        ),
        Phase::Before => (
            Draft::outstanding_before(need.first),
            need.first.map_or(String::new(), |first| {
                format!("; needed by {}", said(day_before(first)))
            }),
        ),
    };
    let answer = draft.answer(standing, place, format!("{title}: {why}{needed}"));
    draft.unless_unread(answer, unread)
}

/// What fails, and what is not recorded, in one clause.
fn why(found: &[Found], all: bool, phase: Phase) -> String {
    let mut whys: Vec<String> = found
        .iter()
        .filter_map(|found| match found {
            Found::Fails(_, why) => Some(why.clone()),
            _ => None,
        })
        .collect();
    let absent: Vec<&str> = found
        .iter()
        .filter_map(|found| match found {
            Found::Absent(_, what) => Some(what.as_str()),
            _ => None,
        })
        .collect();
    let not_recorded = match absent[..] {
        [] => None,
        [one] => Some(format!("{one} is not recorded")),
        [ref others @ .., last] if all => {
            Some(format!("{} and {last} are not recorded", others.join(", ")))
        }
        [ref others @ .., last] => Some(format!(
            "neither {} nor {last} is recorded",
            others.join(" nor ")
        )),
    };
    whys.extend(not_recorded.map(|words| match phase {
        Phase::Before => format!("{words} yet"),
        Phase::Within => format!("{words}, so it cannot be shown"),
    }));
    whys.join("; ")
}

fn one(asking: &Asking<'_>, path: &str, test: &Test) -> Result<Found, NoTerm> {
    let mut best: Option<Found> = None;
    for record in asking.subject.sources(asking.case.records) {
        let found = in_record(asking, record, path, test)?;
        if matches!(found, Found::Holds(_)) {
            return Ok(found);
        }
        best = best.or(Some(found));
    }
    Ok(best.unwrap_or_else(|| absent(asking.subject.place(&asking.case), path)))
}

fn absent(place: Place, path: &str) -> Found {
    Found::Absent(place, format!("`{path}`"))
}

fn in_record(
    asking: &Asking<'_>,
    record: &Record,
    path: &str,
    test: &Test,
) -> Result<Found, NoTerm> {
    if let Some(found) = each_lacks(&record.table, path) {
        return Ok(found);
    }
    let values = values(asking, record, path);
    if let Some(place) = values.iter().find_map(|value| value.unreadable_inside()) {
        return Ok(Found::Unread(place));
    }
    if values.is_empty() || values.iter().all(|value| is_empty(value)) {
        return Ok(absent(nearest_place(record, path), path));
    }
    for value in &values {
        if let Some(why) = fails(asking, value, path, test)? {
            return Ok(Found::Fails(value.place, why));
        }
    }
    Ok(Found::Holds(values[0].place))
}

/// Every table of an array must have the field; at least one must be there.
fn each_lacks(table: &Table, path: &str) -> Option<Found> {
    let (array, rest) = path.split_once('.')?;
    if matches!(array, "key-contacts" | "week") {
        return None;
    }
    let value = table.get(array)?;
    if !matches!(value.is, Is::List(_)) {
        return None;
    }
    value
        .items()
        .iter()
        .filter_map(Value::table)
        .find(|item| item.at(rest).is_empty())
        .map(|item| {
            let name = item
                .text("key")
                .known()
                .map_or(String::new(), |key| format!(" of `{key}`"));
            Found::Absent(item.place, format!("`{rest}`{name}"))
        })
}

/// The values at a path; `week` is the one that holds on the day, and a check
/// its latest line.
pub(super) fn values<'a>(asking: &Asking<'a>, record: &'a Record, path: &str) -> Vec<&'a Value> {
    if let Subject::Placement(placement) = asking.subject
        && record.table.at(path).is_empty()
        && let Some(values) = inherited(&placement, path)
    {
        return values;
    }
    if let Some((key, rest)) = path
        .strip_prefix("checks.")
        .and_then(|rest| rest.split_once('.'))
    {
        return latest_line(asking, record, key).map_or_else(Vec::new, |line| line.at(rest));
    }
    if let (Some(rest), Subject::Placement(placement)) =
        (path.strip_prefix("week."), asking.subject)
    {
        return placement
            .week_on(asking.case.on)
            .map_or_else(Vec::new, |(_, week)| week.at(rest));
    }
    record.table.at(path)
}

/// The latest line of a check that has happened.
fn latest_line<'a>(asking: &Asking<'a>, record: &'a Record, key: &str) -> Option<&'a Table> {
    let lines = record.table.table("checks")?.get(key)?.items();
    let dated = lines.iter().filter_map(Value::table).filter(|line| {
        let date = line.date("date").known();
        date.is_none_or(|date| date <= asking.case.known)
    });
    dated.max_by_key(|line| line.date("date").known())
}

/// What a second placement of a pupil need not repeat is that of the other.
fn inherited<'a>(placement: &Placement<'a>, path: &str) -> Option<Vec<&'a Value>> {
    let (first, rest) = match path.split_once('.') {
        Some((first, rest)) => (first, Some(rest)),
        None => (path, None),
    };
    match (first, rest) {
        ("pupil", Some(fact)) => placement.pupil_fact(fact).map(|value| vec![value]),
        ("week" | "baseline" | "part-time" | "school-attendance", rest) => {
            let (_, value) = placement.shared_with_pupil(first)?;
            match rest {
                None => Some(vec![value]),
                Some(_) if first == "week" => None,
                Some(rest) => Some(
                    value
                        .items()
                        .iter()
                        .filter_map(Value::table)
                        .flat_map(|table| table.at(rest))
                        .collect(),
                ),
            }
        }
        _ => None,
    }
}

fn is_empty(value: &Value) -> bool {
    match &value.is {
        Is::List(items) => items.is_empty(),
        Is::Table(table) => table.entries.is_empty(),
        _ => false,
    }
}

/// The nearest part of the path that is recorded.
fn nearest_place(record: &Record, path: &str) -> Place {
    let first = path.split('.').next().unwrap_or(path);
    match record.table.get(first) {
        Some(value) => value.items().first().map_or(value.place, |item| item.place),
        None => record.place(),
    }
}

/// Why a recorded value does not pass.
fn fails(
    asking: &Asking<'_>,
    value: &Value,
    path: &str,
    test: &Test,
) -> Result<Option<String>, NoTerm> {
    let is = || format!("`{path}` is {}", value.said());
    let must = |holds: bool, what: &dyn Fn() -> String| {
        Ok((!holds).then(|| format!("{}; it must be {}", is(), what())))
    };
    let size = || match &value.is {
        #[expect(
            clippy::cast_precision_loss,
            reason = "the length of a list in a record"
        )]
        Is::List(items) => items.len() as f64,
        _ => value.number().unwrap_or(f64::NAN),
    };
    let mut words = value.items().iter().map(plain);
    match test {
        Test::Recorded => Ok(None),
        Test::OneOf(allowed) => must(
            words.all(|word| allowed.iter().any(|allowed| *allowed == word)),
            &|| allowed.join(" or "),
        ),
        Test::Equals(wanted) => must(plain(value) == *wanted, &|| wanted.clone()),
        Test::Contains(wanted) => must(words.any(|word| word == *wanted), &|| {
            format!("a list with {wanted}")
        }),
        Test::AtLeast(floor) => must(size() >= *floor, &|| format!("at least {floor}")),
        Test::AtMost(ceiling) => must(size() <= *ceiling, &|| format!("at most {ceiling}")),
        Test::OnOrBefore(limit) => compare(
            asking,
            value,
            limit,
            "on or before",
            |day, limit| day <= limit,
            is,
        ),
        Test::OnOrAfter(limit) => compare(
            asking,
            value,
            limit,
            "on or after",
            |day, limit| day >= limit,
            is,
        ),
        Test::Within(period) => within(asking, value, *period, is),
    }
}

fn within(
    asking: &Asking<'_>,
    value: &Value,
    period: Period,
    is: impl Fn() -> String,
) -> Result<Option<String>, NoTerm> {
    let Some(date) = value.date() else {
        return Ok(Some(format!("{}; it must be a day", is())));
    };
    let last = last_day(asking.case.calendar, date, period)?;
    let counts = date <= asking.case.known && asking.case.on <= last;
    Ok((!counts).then(|| format!("{}; it counts to {}", is(), said(last))))
}

fn compare(
    asking: &Asking<'_>,
    value: &Value,
    limit: &Limit,
    words: &str,
    holds: impl Fn(NaiveDate, NaiveDate) -> bool,
    is: impl Fn() -> String,
) -> Result<Option<String>, NoTerm> {
    let day = limit_day(&asking.case, &asking.subject, limit)?;
    Ok(match (value.date(), day) {
        (Some(date), Some(day)) if holds(date, day) => None,
        (_, Some(day)) => Some(format!("{}; it must be {words} {}", is(), said(day))),
        (_, None) => Some(format!(
            "{}, and the day to compare it with is not recorded",
            is()
        )),
    })
}
