//! Named conditions: when a requirement applies.

use super::About;
use crate::calendar::{Calendar, Span};
use crate::records::{Half, Placement, Read, Record, Records, SCHOOLS, Value, Whereabouts};
use crate::source::Place;
use chrono::NaiveDate;

/// Whether a condition holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Holds {
    Yes,
    No,
    /// It rests on something that is not recorded or could not be read.
    Unknown {
        place: Place,
        why: String,
    },
    /// It rests on a day for which no term is recorded.
    NoTerm(NaiveDate),
}

#[derive(Debug)]
pub struct Condition {
    pub name: &'static str,
    /// When it holds, in words.
    pub meaning: &'static str,
    test: Tests,
}

impl PartialEq for Condition {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

#[derive(Clone, Copy, Debug)]
enum Tests {
    Commissioner(fn(&Record) -> Holds),
    Provider(fn(&Record) -> Holds),
    Placement(fn(&Placement<'_>, Day<'_>) -> Holds),
    /// It holds where this requirement is in breach; asked while assessing.
    Breach(&'static str),
}

/// The day asked about, and the calendar.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Day<'a> {
    pub calendar: &'a Calendar,
    pub on: NaiveDate,
}

/// Whom a condition is asked about.
#[derive(Clone, Debug)]
pub(crate) struct Asked<'a> {
    pub records: &'a Records,
    pub about: About,
    pub provider: Option<&'a Record>,
    /// The placements that count: the placement itself, or the live ones of a
    /// pupil, a provider or the school.
    pub placements: Vec<Placement<'a>>,
    pub day: Day<'a>,
}

impl Condition {
    pub fn named(name: &str) -> Option<&'static Condition> {
        CONDITIONS.iter().find(|condition| condition.name == name)
    }

    /// The requirement whose breach makes it hold, if that is what does.
    pub(crate) fn breach_of(&self) -> Option<&'static str> {
        match self.test {
            Tests::Breach(requirement) => Some(requirement),
            _ => None,
        }
    }

    pub(crate) fn holds(&self, asked: &Asked<'_>) -> Holds {
        match self.test {
            Tests::Breach(_) => Holds::No,
            Tests::Commissioner(test) => test(&asked.records.commissioner),
            Tests::Provider(test) if asked.about == About::Provider => {
                asked.provider.map_or(Holds::No, test)
            }
            Tests::Provider(test) => any(asked.placements.iter().map(|placement| match placement
                .provider()
            {
                Some(provider) => test(provider),
                None => not_recorded(placement, "provider"),
            })),
            Tests::Placement(test) => any(asked
                .placements
                .iter()
                .map(|placement| test(placement, asked.day))),
        }
    }
}

/// Yes if one is; otherwise unknown if one is.
fn any(answers: impl Iterator<Item = Holds>) -> Holds {
    let mut unknown = None;
    for answer in answers {
        match answer {
            Holds::Yes => return Holds::Yes,
            Holds::Unknown { .. } | Holds::NoTerm(_) => unknown = unknown.or(Some(answer)),
            Holds::No => {}
        }
    }
    unknown.unwrap_or(Holds::No)
}

fn yes_if(holds: bool) -> Holds {
    if holds { Holds::Yes } else { Holds::No }
}

fn not_recorded(placement: &Placement<'_>, field: &str) -> Holds {
    let (place, why) = placement.unknown(field);
    Holds::Unknown { place, why }
}

/// A word of a record against those that make a condition hold.
fn word(record: &Record, field: &str, read: Read<&str>, words: &[&str]) -> Holds {
    match read {
        Read::Known(word, _) => yes_if(words.contains(&word)),
        Read::Unreadable(place) => Holds::Unknown {
            place,
            why: format!("`{field}` could not be read"),
        },
        Read::Absent => Holds::Unknown {
            place: record.place(),
            why: format!("`{field}` is not recorded"),
        },
    }
}

fn field(placement: &Placement<'_>, name: &'static str, words: &[&str]) -> Holds {
    word(placement.record, name, placement.table().text(name), words)
}

fn provider_kind(provider: &Record, kinds: &[&str]) -> Holds {
    word(provider, "kind", provider.table.text("kind"), kinds)
}

/// A fact of the pupil, which must be the same in all placements that have not
/// ended.
fn fact(
    placement: &Placement<'_>,
    day: Day<'_>,
    key: &'static str,
    test: impl Fn(&Value) -> bool,
) -> Holds {
    let Some(value) = placement.pupil_fact(key) else {
        return not_recorded(placement, key);
    };
    if value.is_unreadable() {
        return Holds::Unknown {
            place: value.place,
            why: format!("`{key}` could not be read"),
        };
    }
    if let Some(other) = disagreement(placement, day.on, key) {
        return Holds::Unknown {
            place: other.place,
            why: format!("`{key}` differs between two placements of this pupil"),
        };
    }
    yes_if(test(value))
}

/// A placement of the pupil, not ended on `on`, that says otherwise.
fn disagreement<'r>(placement: &Placement<'r>, on: NaiveDate, key: &str) -> Option<&'r Value> {
    let value = placement.pupil_fact(key)?;
    let pupil = placement.pupil()?;
    placement
        .records
        .placements_of(pupil)
        .filter(|other| other.ending(on).is_none_or(|ending| on <= ending))
        .filter_map(|other| other.table().table("pupil")?.get(key))
        .find(|other| !other.is_unreadable() && other.is != value.is)
}

fn is_text(value: &Value, words: &[&str]) -> bool {
    value.text().is_some_and(|text| words.contains(&text))
}

fn is_true(value: &Value) -> bool {
    value.is == crate::records::Is::Flag(true)
}

const NON_SCHOOL: &[&str] = &["non-school", "tutor", "online", "work-based"];

fn state_funded(provider: &Record) -> Holds {
    match provider_kind(provider, SCHOOLS) {
        Holds::Yes if provider.table.text("kind").known() == Some("independent-school") => {
            Holds::No
        }
        Holds::Yes => yes_if(provider.table.get("urn").is_some()),
        other => other,
    }
}

fn has_session(placement: &Placement<'_>, day: Day<'_>, at: Whereabouts<'_>) -> bool {
    let monday = crate::calendar::monday(day.on);
    (0..5).any(|weekday| {
        let date = crate::calendar::add_days(monday, weekday);
        Half::BOTH
            .iter()
            .any(|half| placement.whereabouts_in_week_of(day.on, date, *half) == Some(at))
    })
}

fn remote(placement: &Placement<'_>, day: Day<'_>) -> Holds {
    match placement.table().text("mode") {
        Read::Known("remote", _) => Holds::Yes,
        Read::Unreadable(place) => Holds::Unknown {
            place,
            why: "`mode` could not be read".into(),
        },
        _ => yes_if(has_session(placement, day, Whereabouts::Remote)),
    }
}

/// A part-time timetable is recorded for the day, or all settings together are
/// less than full-time.
fn part_time(placement: &Placement<'_>, day: Day<'_>) -> Holds {
    if let Some((_, value)) = placement.shared_with_pupil("part-time") {
        let Some(table) = value.table() else {
            return Holds::Unknown {
                place: value.place,
                why: "`part-time` could not be read".into(),
            };
        };
        let from = table.date("from").known().is_none_or(|from| from <= day.on);
        let until = table
            .date("until")
            .known()
            .is_none_or(|until| day.on <= until);
        if from && until {
            return Holds::Yes;
        }
    }
    let less = |hours: &str, wanted: &str| {
        let total = placement.hours_in_all(hours, day.on)?;
        Some(total < placement.records.hours(wanted)?)
    };
    let less = less("hours", "full-time").or_else(|| less("on-site", "school-week"));
    yes_if(less == Some(true))
}

fn aim(placement: &Placement<'_>, words: &[&str]) -> Holds {
    field(placement, "aim", words)
}

fn next_step(placement: &Placement<'_>, day: Day<'_>) -> Holds {
    match aim(placement, &["reintegration"]) {
        Holds::No => Holds::Yes,
        Holds::Yes => fact(placement, day, "year-group", |value| {
            value.number() == Some(11.0)
        }),
        unknown => unknown,
    }
}

fn ending_to(placement: &Placement<'_>, day: Day<'_>, words: &[&str]) -> Holds {
    if placement.ending(day.on).is_none() {
        return Holds::No;
    }
    match placement.table().table("ending") {
        Some(ending) => word(placement.record, "ending.to", ending.text("to"), words),
        None => Holds::No,
    }
}

fn long_enough(placement: &Placement<'_>, day: Day<'_>) -> Holds {
    let (Some(from), Some(to)) = (placement.start(), placement.planned_end(day.on)) else {
        let field = if placement.start().is_none() {
            "start"
        } else {
            "end"
        };
        return not_recorded(placement, field);
    };
    match day.calendar.school_days(Span { from, to }) {
        Ok(days) => yes_if(days.len() >= 20),
        // Terms that are not recorded yet can only add school days.
        Err(no_term) => {
            let known = day.calendar.known_school_days(Span { from, to });
            if known.len() >= 20 {
                Holds::Yes
            } else {
                Holds::NoTerm(no_term.0)
            }
        }
    }
}

fn several_providers(placement: &Placement<'_>, day: Day<'_>) -> Holds {
    let Some(pupil) = placement.pupil() else {
        return Holds::No;
    };
    let providers: std::collections::BTreeSet<_> = placement
        .records
        .placements_of(pupil)
        .filter(|other| other.is_live(day.on))
        .filter_map(|other| other.provider_id())
        .collect();
    yes_if(providers.len() >= 2)
}

macro_rules! conditions {
    ($($name:literal, $meaning:literal, $kind:ident($test:expr);)*) => {
        &[$(Condition { name: $name, meaning: $meaning, test: Tests::$kind($test) }),*]
    };
}

/// Every named condition.
pub static CONDITIONS: &[Condition] = conditions! {
    "school-arranged", "the school arranged the placement", Placement(|p, _| field(p, "arranged-by", &["school"]));
    "local-authority-arranged", "the local authority arranged the placement", Placement(|p, _| field(p, "arranged-by", &["local-authority"]));
    "off-site-direction", "the basis is an off-site direction", Placement(|p, _| field(p, "basis", &["off-site-direction"]));
    "suspension", "the basis is a suspension", Placement(|p, _| field(p, "basis", &["suspension"]));
    "permanent-exclusion", "the basis is a permanent exclusion", Placement(|p, _| field(p, "basis", &["permanent-exclusion"]));
    "suspended-or-excluded", "the basis is a suspension or a permanent exclusion", Placement(|p, _| field(p, "basis", &["suspension", "permanent-exclusion"]));
    "medical", "the basis is medical", Placement(|p, _| field(p, "basis", &["medical"]));
    "maintained-school", "the school is a maintained school, which the regulations on off-site direction bind; academies follow them as guidance", Commissioner(|c| word(c, "commissioner.kind", c.table.table("commissioner").map_or(Read::Absent, |t| t.text("kind")), &["maintained-school"]));
    "non-school", "the provider is not a school: non-school, tutor, online or work-based", Provider(|p| provider_kind(p, NON_SCHOOL));
    "registered-school", "the provider is a registered school", Provider(|p| provider_kind(p, SCHOOLS));
    "state-funded", "the provider is a registered school with a URN and not an independent school", Provider(state_funded);
    "online-provider", "the provider teaches online", Provider(|p| provider_kind(p, &["online"]));
    "mainstream-school", "the provider is a mainstream school", Provider(|p| provider_kind(p, &["mainstream-school"]));
    "no-employees", "the provider employs nobody", Provider(|p| yes_if(p.table.flag("employees").known() == Some(false)));
    "over-threshold", "it is likely that the provider needs to be a registered school", Breach("registration-threshold");
    "inspected", "the provider is a registered school or a further education college", Provider(|p| match provider_kind(p, SCHOOLS) { Holds::No => provider_kind(p, &["fe-college"]), other => other });
    "in-school", "the provider is a unit of the school's own", Provider(|p| provider_kind(p, &["in-school"]));
    "subcontracted", "a site of the provider is run by a subcontractor", Provider(|p| yes_if(p.table.tables("sites").any(|site| site.get("subcontractor").is_some())));
    "ehc-plan", "the pupil has an EHC plan", Placement(|p, d| fact(p, d, "send", |v| is_text(v, &["ehc-plan"])));
    "looked-after", "the pupil is looked after by a local authority", Placement(|p, d| fact(p, d, "looked-after", is_true));
    "social-care", "the pupil is a child in need or has a child protection plan", Placement(|p, d| fact(p, d, "social-care", |v| is_text(v, &["child-in-need", "child-protection"])));
    "free-school-meals", "the pupil is entitled to free school meals", Placement(|p, d| fact(p, d, "free-school-meals", is_true));
    "health-plan", "the pupil has an individual healthcare plan", Placement(|p, d| fact(p, d, "health-plan", is_true));
    "several-providers", "the pupil has live placements at two or more providers", Placement(several_providers);
    "part-time-timetable", "a part-time timetable is recorded for the day, or all settings together are less than full-time; never a placement for part of the week with school on the other days", Placement(part_time);
    "home-sessions", "a session of the week is at home", Placement(|p, d| yes_if(has_session(p, d, Whereabouts::Home)));
    "remote", "the placement, or a session of its week, is taught remotely", Placement(remote);
    "reintegration", "the aim is the return to school", Placement(|p, _| aim(p, &["reintegration"]));
    "next-step", "the aim is another than the return to school, or the pupil is in Year 11", Placement(next_step);
    "transported", "the pupil comes by taxi, by minibus or with the provider", Placement(|p, _| match p.table().table("transport") { Some(t) => word(p.record, "transport.how", t.text("how"), &["taxi", "minibus", "provider"]), None => not_recorded(p, "transport.how") });
    "returned", "the placement ended with the return to the school", Placement(|p, d| ending_to(p, d, &["home-school"]));
    "moves-school", "the placement ended with a move to another school", Placement(|p, d| ending_to(p, d, &["other-school", "special-school"]));
    "20 school days or longer", "from planned start to planned end there are 20 school days or more", Placement(long_enough);
    "dual-registered", "the pupil is on the roll of the provider too", Placement(|p, _| field(p, "registration", &["dual"]));
};
