//! Whether a provider is likely to need to be a registered school.
//!
//! Sources: Education Act 1996, section 463 (five full-time pupils of
//! compulsory school age, or one with an EHC plan or looked after); the DfE
//! line that more than 18 hours a week, breaks and study included, is
//! full-time.

use super::{fails, met};
use crate::assess::{Assessment, Draft, Need};
use crate::calendar::is_of_school_age;
use crate::records::{Is, Placement, Read, Record, Value};
use crate::source::Place;
use std::collections::BTreeMap;

const PUPILS: usize = 5;
const SPECIAL_PUPILS: usize = 1;

/// A pupil at the provider.
#[derive(Default)]
pub(super) struct Pupil {
    /// Hours on site where they are recorded, otherwise taught hours, which
    /// are fewer.
    pub(super) hours: f64,
    /// Whether the hours on site of any of the placements are not recorded.
    doubtful: bool,
    /// Whether no hours at all are recorded for one of them.
    unknown: bool,
    special: bool,
    sen_support: bool,
    pub(super) place: Option<Place>,
}

impl Pupil {
    /// Whether it cannot be told that they are not there for more than `line`
    /// hours a week; from `warning` taught hours on they may be.
    pub(super) fn may_be_over(&self, line: f64, warning: f64) -> bool {
        self.hours > line || self.unknown || self.doubtful && self.hours >= warning
    }

    /// Looked after, or with special educational needs of any kind.
    pub(super) fn has_needs(&self) -> bool {
        self.special || self.sen_support
    }
}

#[derive(Default)]
struct Count {
    pupils: usize,
    special: usize,
}

impl Count {
    fn add(&mut self, pupil: &Pupil) {
        self.pupils += 1;
        self.special += usize::from(pupil.special);
    }

    fn reaches(&self) -> bool {
        self.pupils >= PUPILS || self.special >= SPECIAL_PUPILS
    }
}

pub(super) fn registration_threshold<'a>(
    draft: &Draft<'a>,
    provider: &'a Record,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    let records = draft.case.records;
    let line = records.hours("registration").unwrap_or(18.0);
    let warning = records.limit("taught-hours-warning", 15.0);
    let live: Vec<_> = records
        .placements_at(&provider.id)
        .filter(|placement| placement.is_live(draft.case.on))
        .collect();
    let pupils = match pupils(draft, &live) {
        Ok(pupils) => pupils,
        Err(place) => {
            return vec![
                draft.not_evaluated(place, "hours or facts of a pupil could not be read".into()),
            ];
        }
    };
    let mut sure = Count::default();
    let mut possible = Count::default();
    let mut doubtful = None;
    for pupil in pupils.values() {
        if pupil.hours > line {
            sure.add(pupil);
            possible.add(pupil);
        } else if pupil.may_be_over(line, warning) {
            possible.add(pupil);
            doubtful = doubtful.or(pupil.place);
        }
    }
    let capacity = provider.table.table("capacity");
    let declared = |key: &str| capacity.map_or(Read::Absent, |capacity| capacity.number(key));
    let (full_time, special) = (
        declared("full-time-pupils-declared"),
        declared("of-them-ehc-plan-or-looked-after"),
    );
    let place = provider
        .table
        .get("capacity")
        .map_or(provider.place(), |value| value.place);
    if let Some(unread) = full_time.unreadable().or(special.unreadable()) {
        return vec![draft.not_evaluated(
            unread,
            "what the provider declares could not be read".into(),
        )];
    }
    if sure.reaches() {
        let message = format!(
            "it is likely that this provider needs to be a registered school: by our records {} there for more than {line} hours a week, {} with an EHC plan or looked after",
            pupils_said(sure.pupils),
            sure.special
        );
        return vec![fails(draft, None, place, message)];
    }
    if full_time.known().is_some_and(|n| n >= 5.0) || special.known().is_some_and(|n| n >= 1.0) {
        let message = format!(
            "it is likely that this provider needs to be a registered school: it declares {} full-time pupils, {} of them with an EHC plan or looked after",
            full_time.known().unwrap_or(0.0),
            special.known().unwrap_or(0.0)
        );
        return vec![fails(draft, None, place, message)];
    }
    if possible.reaches() {
        let place = doubtful.unwrap_or(place);
        return vec![draft.not_evaluated(
            place,
            format!("the hours on site of a pupil are not recorded, and by the taught hours there may be more than {line} a week; add `on-site`, with breaks and study, to the week"),
        )];
    }
    let total = match full_time {
        Read::Known(total, _) => format!("it declares {total} full-time pupils in all"),
        _ => "it has not declared its total from all commissioners".to_owned(),
    };
    vec![met(
        draft,
        None,
        place,
        format!(
            "by our records {} there full-time; {total}",
            pupils_said(sure.pupils)
        ),
    )]
}

pub(super) fn pupils_said(count: usize) -> String {
    match count {
        0 => "no pupil is".into(),
        1 => "1 pupil is".into(),
        more => format!("{more} pupils are"),
    }
}

/// The pupils of compulsory school age there, by pseudonym, with the hours of
/// all their placements at the provider together.
pub(super) fn pupils<'a>(
    draft: &Draft<'a>,
    live: &[Placement<'a>],
) -> Result<BTreeMap<&'a str, Pupil>, Place> {
    let mut pupils: BTreeMap<&str, Pupil> = BTreeMap::new();
    for placement in live {
        let Some(reference) = placement.pupil() else {
            continue;
        };
        if placement.is_remote() {
            continue;
        }
        let born = placement.pupil_fact("born").and_then(Value::date);
        if born.is_some_and(|born| !is_of_school_age(born, draft.case.on)) {
            continue;
        }
        let fact = |key: &str| match placement.pupil_fact(key) {
            Some(value) if value.is_unreadable() => Err(value.place),
            value => Ok(value),
        };
        let send = fact("send")?.and_then(Value::text);
        let ehc_plan = send == Some("ehc-plan");
        let looked_after = fact("looked-after")?.is_some_and(|value| value.is == Is::Flag(true));
        let pupil = pupils.entry(reference).or_default();
        pupil.special |= ehc_plan || looked_after;
        pupil.sen_support |= send == Some("sen-support");
        let on_site = placement.hours_at_provider("on-site", draft.case.on);
        let taught = placement.hours_at_provider("hours", draft.case.on);
        if let Some(place) = on_site.unreadable().or(taught.unreadable()) {
            return Err(place);
        }
        let (hours, place) = match (on_site, taught) {
            (Read::Known(hours, place), _) => (hours, place),
            (_, Read::Known(hours, place)) => {
                pupil.doubtful = true;
                (hours, place)
            }
            _ => {
                pupil.unknown = true;
                (0.0, placement.place())
            }
        };
        pupil.hours += hours;
        pupil.place = pupil.place.or(Some(place));
    }
    Ok(pupils)
}
