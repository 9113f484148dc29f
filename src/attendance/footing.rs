//! On what footing a pupil is at a provider on a day.

use crate::calendar::is_of_school_age;
use crate::records::{Placement, Read, Table, Value, is_school};
use chrono::NaiveDate;

/// What decides the home school's code for a session at a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Footing {
    pub at: Where,
    /// `None` where the month of birth is not recorded.
    pub is_of_school_age: Option<bool>,
    /// Whether a part-time timetable that was agreed with a parent, and has an
    /// end, holds on the day.
    pub has_part_time: bool,
}

/// Where the pupil is taught, and who has arranged it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Where {
    /// Nowhere that is a place of education: taught remotely.
    Remotely,
    /// On the home school's own site.
    OwnSite,
    /// At another school that has the pupil on its roll too.
    OtherSchool,
    ArrangedByAuthority,
    ArrangedBySchool,
    /// The records do not say, and why.
    NotKnown(String),
}

impl Footing {
    pub fn of(placement: &Placement<'_>, date: NaiveDate) -> Footing {
        Ground::of(placement).on(date)
    }
}

/// What footings rest on, looked up once for all the days of a placement.
#[derive(Debug)]
pub struct Ground<'r> {
    table: &'r Table,
    /// What kind of provider it is at.
    kind: Option<&'r str>,
    born: Option<NaiveDate>,
    part_time: Option<&'r Table>,
}

impl<'r> Ground<'r> {
    pub fn of(placement: &Placement<'r>) -> Ground<'r> {
        let provider = placement.provider();
        let part_time = placement.shared_with_pupil("part-time");
        Ground {
            table: placement.table(),
            kind: provider.and_then(|provider| provider.table.text("kind").known()),
            born: placement.pupil_fact("born").and_then(Value::date),
            part_time: part_time.and_then(|(_, value)| value.table()),
        }
    }

    pub fn on(&self, date: NaiveDate) -> Footing {
        Footing {
            at: place(self.table, self.kind, date),
            is_of_school_age: self.born.map(|born| is_of_school_age(born, date)),
            has_part_time: self.part_time.is_some_and(|table| holds(table, date)),
        }
    }
}

fn place(table: &Table, kind: Option<&str>, date: NaiveDate) -> Where {
    let not_known = |why: &str| Where::NotKnown(why.to_owned());
    match table.text("mode") {
        Read::Unreadable(_) => return not_known("`mode` of the placement could not be read"),
        Read::Known("remote", _) => return Where::Remotely,
        Read::Known("outreach", _) => return Where::OwnSite,
        _ if kind == Some("in-school") => return Where::OwnSite,
        _ => {}
    }
    let registration = table.text("registration");
    let dual = registration.known() == Some("dual");
    match (registration, kind.map(is_school)) {
        (Read::Unreadable(_), _) => {
            return not_known("`registration` of the placement could not be read");
        }
        (Read::Absent, Some(true)) => {
            return not_known("`registration` of the placement is not recorded");
        }
        (_, None) if dual => {
            return not_known(
                "it is not known whether the provider is a school, which could have the pupil on its roll",
            );
        }
        (_, Some(false)) if dual => {
            return not_known(
                "the placement is recorded as dual registered, but the provider is no school, and only a school has a roll",
            );
        }
        _ if dual => match table.date("dual-registered-from") {
            Read::Unreadable(_) => {
                return not_known("`dual-registered-from` of the placement could not be read");
            }
            Read::Known(from, _) if date < from => {}
            _ => return Where::OtherSchool,
        },
        _ => {}
    }
    match table.text("arranged-by") {
        Read::Known("local-authority", _) => Where::ArrangedByAuthority,
        Read::Known(_, _) => Where::ArrangedBySchool,
        Read::Unreadable(_) => not_known("`arranged-by` of the placement could not be read"),
        Read::Absent => not_known("`arranged-by` of the placement is not recorded"),
    }
}

/// Whether a part-time timetable was agreed with a parent, has an end and holds.
fn holds(part_time: &Table, date: NaiveDate) -> bool {
    let day = |key| part_time.date(key).known();
    day("agreed-with-parent").is_some()
        && day("from").is_some_and(|from| from <= date)
        && day("until").is_some_and(|until| date <= until)
}
