//! What a school makes tighter than its source; loosening is refused.

use super::parse::{count, words};
use super::requirement::{Check, Level, Log, Requirement, Test};
use crate::calendar::{FieldDay, LONGEST_HALF_TERM_WEEKS, Period, Rhythm};
use crate::records::Value;

/// The shortest half term or term that asks for an entry has ten live school
/// days, in hundredths of a day of the calendar.
const SHORTEST_TERM: u32 = 1400;

/// Why a change is not taken, and what can be written instead.
pub(super) struct Refusal {
    pub why: String,
    pub next: String,
}

impl Refusal {
    fn new(why: impl Into<String>, next: impl Into<String>) -> Refusal {
        Refusal {
            why: why.into(),
            next: next.into(),
        }
    }

    fn looser(now: &str) -> Refusal {
        Refusal::new(
            format!("its source asks for {now}"),
            "only make it tighter here; to follow less than the source asks, record an exception with a reason and an end",
        )
    }

    fn not_a(what: &str, example: &str) -> Refusal {
        Refusal::new(
            format!("this is not a {what}"),
            format!("write it as in {example}"),
        )
    }
}

/// Applies one change; the error says why it is not taken.
pub(super) fn tighten(
    requirement: &mut Requirement,
    key: &str,
    value: &Value,
) -> Result<(), Refusal> {
    let looser = |now: &str| Err(Refusal::looser(now));
    let period = || {
        value.text().and_then(Period::parse).ok_or_else(|| {
            Refusal::not_a("period", "\"12 months\", \"2 weeks\" or \"10 school days\"")
        })
    };
    let number = || {
        value
            .number()
            .ok_or_else(|| Refusal::not_a("number", "12.5"))
    };
    let counted =
        || count(value).map_err(|why| Refusal::new(why, "write a whole number from 1 up"));
    if matches!(requirement.check, Check::Record) {
        return Err(Refusal::new(
            "it is a fault of the records themselves, and there is nothing above that",
            "take this line out",
        ));
    }
    match (key, &mut requirement.check) {
        ("level", _) => {
            let level = value
                .text()
                .and_then(Level::parse)
                .ok_or_else(|| Refusal::not_a("level", "\"should\""))?;
            if level > Level::Should && level != requirement.level {
                return Err(Refusal::new(
                    "`must` is kept for what is law",
                    "write `should`; to let it stop a start, name a checklist that asks for it in `gate`",
                ));
            }
            if level < requirement.level {
                return looser(requirement.level.name());
            }
            requirement.level = level;
        }
        ("by", _) => {
            let old = requirement.by.as_ref().ok_or_else(|| not_here(key))?;
            let new = value.text().and_then(FieldDay::parse).ok_or_else(|| {
                Refusal::not_a("day", &format!("\"{} - 5 school days\"", old.path))
            })?;
            if new.path != old.path || later(&new, old) {
                return looser(&old.said());
            }
            requirement.by = Some(new);
        }
        ("covers", Check::Evidence { covers, .. }) => {
            let new = words(value);
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
            let new = Rhythm::parse(text, *at_least).ok_or_else(|| {
                Refusal::not_a("rhythm", "\"half-term\", \"term\" or \"2 weeks\"")
            })?;
            if !is_as_close(&new, rhythm) {
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
            let new = counted()?;
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
            let new = counted()?;
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
            let new = number()?;
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
            let new = number()?;
            if new > *ceiling {
                return looser(&format!("{ceiling}"));
            }
            *ceiling = new;
        }
        _ => return Err(not_here(key)),
    }
    Ok(())
}

fn not_here(key: &str) -> Refusal {
    Refusal::new(
        format!("it has no `{key}`"),
        "`apcheck explain` with its id shows what it has; take this line out",
    )
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

/// Whether every log that keeps to the new rhythm keeps to the old one too.
fn is_as_close(new: &Rhythm, old: &Rhythm) -> bool {
    use Rhythm::{Every, HalfTerm, Stages, Term, Times};
    match (new, old) {
        // Every stage has its turn, so the closest of them decides.
        (_, Stages(stages)) => stages.iter().all(|stage| is_as_close(new, &stage.rhythm)),
        (Every(new), Every(old)) => new.hundredths() <= old.hundredths(),
        (Every(new), HalfTerm { at_least: n } | Term { at_least: n }) => {
            new.hundredths() * n <= SHORTEST_TERM
        }
        // More than one are asked for of a term twice as long only.
        (Every(new), Times { times: n }) => {
            new.hundredths() <= SHORTEST_TERM && new.hundredths() * n <= 2 * SHORTEST_TERM
        }
        (HalfTerm { at_least: new }, HalfTerm { at_least: old }) => new >= old,
        (HalfTerm { at_least: new }, Term { at_least: old } | Times { times: old }) => {
            new * 2 >= *old
        }
        (HalfTerm { .. }, Every(old)) => old.hundredths() >= LONGEST_HALF_TERM_WEEKS * 700,
        (Term { at_least: new }, Term { at_least: old } | Times { times: old }) => new >= old,
        (Term { .. }, HalfTerm { .. } | Every(_)) | (Times { .. } | Stages(_), _) => false,
    }
}
