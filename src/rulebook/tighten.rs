//! What a school makes tighter than its source; loosening is refused.

use super::parse::{count, plain};
use super::requirement::{Check, Level, Log, Requirement, Test};
use crate::calendar::{FieldDay, Period, Rhythm};
use crate::records::Value;

/// Applies one change; the error says why it is not a tightening.
pub(super) fn tighten(
    requirement: &mut Requirement,
    key: &str,
    value: &Value,
) -> Result<(), String> {
    let looser = |now: &str| Err(format!("its source asks for {now}"));
    let period = || {
        value
            .text()
            .and_then(Period::parse)
            .ok_or_else(|| "this is not a period".to_owned())
    };
    let not_here = || Err(format!("it has no `{key}`"));
    match (key, &mut requirement.check) {
        ("level", _) => {
            let level = value
                .text()
                .and_then(Level::parse)
                .ok_or("this is not a level")?;
            if level < requirement.level {
                return looser(requirement.level.name());
            }
            requirement.level = level;
        }
        ("by", _) => {
            let old = requirement.by.as_ref().ok_or("it has no `by`")?;
            let new = value
                .text()
                .and_then(FieldDay::parse)
                .ok_or("this is not a day")?;
            if new.path != old.path || later(&new, old) {
                return looser(&old.said());
            }
            requirement.by = Some(new);
        }
        ("covers", Check::Evidence { covers, .. }) => {
            let new: Vec<String> = value.items().iter().map(plain).collect();
            if let Some(missing) = covers.iter().find(|topic| !new.contains(topic)) {
                return looser(&format!("`{missing}` too"));
            }
            *covers = new;
        }
        (
            "within",
            Check::Field {
                test: Test::Within(within),
                ..
            },
        ) => {
            let new = period()?;
            if within.hundredths() < new.hundredths() {
                return looser(&within.said());
            }
            *within = new;
        }
        ("renew", Check::Evidence { renew, .. } | Check::Log(Log { renew, .. })) => {
            let new = period()?;
            if let Some(old) = renew.filter(|old| old.hundredths() < new.hundredths()) {
                return looser(&old.said());
            }
            *renew = Some(new);
        }
        (
            "every",
            Check::Log(Log {
                rhythm: Some(rhythm),
                at_least,
                ..
            }),
        ) => {
            let text = value.text().unwrap_or_default();
            let new = Rhythm::parse(text, *at_least).ok_or("this is not a rhythm")?;
            if roughly(&new) > roughly(rhythm) {
                return looser(&rhythm.said());
            }
            *rhythm = new;
        }
        (
            "times",
            Check::Log(Log {
                rhythm: Some(Rhythm::Times { times }),
                ..
            }),
        ) => {
            let new = count(value)?;
            if new < *times {
                return looser(&format!("{times}"));
            }
            *times = new;
        }
        (
            "at-least",
            Check::Log(Log {
                at_least, rhythm, ..
            }),
        ) => {
            let new = count(value)?;
            if new < *at_least {
                return looser(&format!("{at_least}"));
            }
            *at_least = new;
            if let Some(Rhythm::HalfTerm { at_least } | Rhythm::Term { at_least }) = rhythm {
                *at_least = new;
            }
        }
        (
            "at-least",
            Check::Field {
                test: Test::AtLeast(floor),
                ..
            },
        ) => {
            let new = value.number().ok_or("this is not a number")?;
            if new < *floor {
                return looser(&format!("{floor}"));
            }
            *floor = new;
        }
        (
            "at-most",
            Check::Field {
                test: Test::AtMost(ceiling),
                ..
            },
        ) => {
            let new = value.number().ok_or("this is not a number")?;
            if new > *ceiling {
                return looser(&format!("{ceiling}"));
            }
            *ceiling = new;
        }
        _ => return not_here(),
    }
    Ok(())
}

/// Whether one day reckoned from a field lies later than another.
fn later(one: &FieldDay, other: &FieldDay) -> bool {
    let offset = |day: &FieldDay| {
        day.offset.map_or(0, |(forward, period)| {
            let days = i64::from(period.hundredths());
            if forward { days } else { -days }
        })
    };
    offset(one) > offset(other)
}

/// Hundredths of a day between entries, roughly, to tell the closer of two rhythms.
fn roughly(rhythm: &Rhythm) -> u32 {
    match rhythm {
        Rhythm::Every(period) => period.hundredths(),
        Rhythm::HalfTerm { at_least } => 4200 / (*at_least).max(1),
        Rhythm::Term { at_least } => 8400 / (*at_least).max(1),
        Rhythm::Times { times } => 8400 / (*times).max(1),
        Rhythm::Stages(stages) => stages
            .iter()
            .map(|stage| roughly(&stage.rhythm))
            .max()
            .unwrap_or(0),
    }
}
