//! Letters and forms that a placement needs, filled in from the records. What
//! is not recorded is marked as to be filled in, never left blank; a pupil's
//! date of birth, which no record has, is always filled in by hand.

mod direction_notice;
mod la_notification;
mod part_time;
mod placement_sheet;

pub use direction_notice::direction_notice;
pub use la_notification::la_notification;
pub use part_time::part_time_timetable;
pub use placement_sheet::placement_sheet;

use super::recorded::Recorded;
use super::register::{Objective, PupilRow};
use super::{Document, Fact, Section};
use crate::assess::{Case, Line, Subject, lines};
use crate::attendance::{Footing, Returned, code, home_code};
use crate::calendar::said;
use crate::records::{Half, Placement, Record};
use chrono::NaiveDate;

/// What a form is filled in from, and what is still to be filled in.
struct Filling<'a> {
    case: Case<'a>,
    placement: Placement<'a>,
    /// The placement as the register has it, on the day asked about, or on its
    /// first day or its last where that is later or earlier.
    row: PupilRow,
    /// The pupil's name, where it is to stand in the form.
    name: Option<&'a str>,
    to_fill: Vec<String>,
}

impl<'a> Filling<'a> {
    fn of(case: Case<'a>, placement: Placement<'a>, name: Option<&'a str>) -> Filling<'a> {
        let first = placement.start().unwrap_or(case.on);
        let last = placement.ending(case.on).unwrap_or(case.on);
        Filling {
            row: PupilRow::of(&placement, last.max(first)),
            case,
            placement,
            name,
            to_fill: Vec::new(),
        }
    }

    /// A labelled line; `what` says what is to be filled in where nothing is
    /// known.
    fn line(&mut self, label: &'static str, what: &str, value: Recorded<String>) -> Fact {
        match value {
            Recorded::Known(value) => Fact::new(label, value),
            Recorded::Missing => self.open(label, what, what.to_owned()),
            Recorded::Unread => self.open(
                label,
                what,
                format!("{what} (what is recorded could not be read)"),
            ),
        }
    }

    /// The same of a date.
    fn day(&mut self, label: &'static str, what: &str, day: Recorded<NaiveDate>) -> Fact {
        self.line(label, what, day.map(said))
    }

    /// A line that is filled in by hand.
    fn open(&mut self, label: &'static str, what: &str, marked: String) -> Fact {
        self.to_fill.push(what.to_owned());
        Fact::new(label, format!("to be filled in: {marked}"))
    }

    /// The pupil's name, or the reference with the name to be filled in.
    fn pupil_name(&mut self, label: &'static str) -> Fact {
        let reference = self.row.pupil.clone();
        match (self.name, reference.known()) {
            (Some(name), _) => Fact::new(label, name),
            (None, Some(pupil)) => {
                let marked = format!("the pupil's name (our reference {pupil})");
                self.open(label, "the pupil's name", marked)
            }
            (None, None) => self.line(label, "the pupil's name", Recorded::Missing),
        }
    }

    /// The address of the site, with what is missing of it to be filled in.
    fn address(&mut self, label: &'static str) -> Fact {
        let what = "the address where the pupil is taught";
        let Recorded::Known(site) = self.row.site.clone() else {
            let nothing = self.row.site.clone().map(|_| String::new());
            return self.line(label, what, nothing);
        };
        match (&site.address, &site.postcode) {
            (Recorded::Known(_), Recorded::Known(_)) => Fact::new(label, site.said()),
            (Recorded::Known(address), _) => {
                let mut open = self.open(label, "the postcode", "the postcode".into());
                open.value = format!("{address}; {}", open.value);
                open
            }
            (other, _) => self.line(label, what, other.clone()),
        }
    }

    fn date_of_birth(&mut self, label: &'static str) -> Fact {
        self.line(label, "the pupil's date of birth", Recorded::Missing)
    }

    /// The school's own record of a field of `[commissioner]`.
    fn school(&self, field: &str) -> Recorded<String> {
        let record = &self.case.records.commissioner;
        match record.table.table("commissioner") {
            Some(table) => match table.get(field) {
                Some(value) if value.is_unreadable() => Recorded::Unread,
                Some(value) => Recorded::Known(value.said().replace('`', "")),
                None => Recorded::nothing_in(record),
            },
            None => Recorded::nothing_in(record),
        }
    }

    /// A member of staff with how to reach them: "S. Kaur, Inclusion lead,
    /// 01632 960011, skaur@oakwood.example".
    fn person(&self, key: &str) -> String {
        let people = self.case.records.commissioner.table.table("people");
        let person = people.and_then(|people| people.table(key));
        let details = ["role", "phone", "email"].into_iter();
        let details = details.filter_map(|field| person?.text(field).known());
        let name = self.case.records.person(key);
        [name]
            .into_iter()
            .chain(details)
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// Who looks after the placement, with how to reach them.
    fn lead(&self) -> Recorded<String> {
        self.row.lead.clone().map(|(key, _)| self.person(&key))
    }

    /// The last line of a check of this placement that shows something by the
    /// day asked about.
    fn check(&self, key: &str) -> Option<Line<'a>> {
        let subject = Subject::Placement(self.placement);
        let found = lines(self.case.records, &subject, key);
        let shown = found
            .lines
            .into_iter()
            .filter(|line| line.shows(self.case.known));
        shown.max_by_key(|line| line.date().known())
    }

    /// The last visit to the provider before the placement, with this pupil in
    /// it: who made it, and the day.
    fn pre_placement_visit(&self) -> Recorded<String> {
        let (Some(provider), Some(pupil)) = (self.placement.provider(), self.row.pupil.known())
        else {
            return Recorded::Missing;
        };
        let visits = provider.table.tables("visits").filter(|visit| {
            visit.text("kind").known() == Some("pre-placement")
                && visit.texts("pupils").any(|seen| seen == pupil)
        });
        let made = visits.filter_map(|visit| {
            let date = visit.date("date").known()?;
            (date <= self.case.known).then_some((date, visit.text("by").known()?))
        });
        match made.max_by_key(|(date, _)| *date) {
            Some((date, by)) => {
                let name = self.case.records.person(by);
                Recorded::Known(format!("{name}, on {}", said(date)))
            }
            None => Recorded::nothing_in(provider),
        }
    }

    /// The planned days of the direction or placement.
    fn hours(&self) -> Recorded<String> {
        self.row.hours.map(|hours| hours.to_string())
    }

    /// What the placement is to achieve, with how it is measured.
    fn objectives(&self) -> Recorded<Vec<String>> {
        let said = |objectives: Vec<Objective>| objectives.iter().map(measured).collect();
        self.row.objectives.clone().map(said)
    }

    /// Which code the school's own register takes for a session attended there.
    fn code_said(&self) -> String {
        let day = self
            .placement
            .start()
            .unwrap_or(self.case.on)
            .max(self.case.on);
        let footing = Footing::of(&self.placement, day);
        let present = code("/").map_or(Returned::Nothing, Returned::Mark);
        let home = home_code(&footing, Half::Morning, present);
        match home.code {
            Some(code) => format!(
                "The school's own register takes {code} for a morning session attended there: {}.",
                home.why
            ),
            None => format!(
                "Which code the school's own register takes for a session attended there, the records do not say: {}.",
                home.why
            ),
        }
    }

    /// The form with what is to be filled in said above it, after `first`.
    fn document(
        self,
        kind: &'static str,
        title: &str,
        first: &str,
        sections: Vec<Section>,
    ) -> Document {
        let open = match self.to_fill.len() {
            0 => "Everything is filled in from the records.".to_owned(),
            1 => format!("1 thing is to be filled in: {}.", self.to_fill[0]),
            count => format!(
                "{count} things are to be filled in: {}.",
                self.to_fill.join("; ")
            ),
        };
        Document {
            kind,
            title: title.to_owned(),
            facts: Vec::new(),
            lead: format!("{first} {open}").trim().to_owned(),
            sections,
        }
    }
}

/// "nineteen sessions in twenty, measured by attendance: 95 by 11 December 2026".
fn measured(objective: &Objective) -> String {
    let measure = objective.measure.as_ref().zip(objective.target);
    match (&objective.aim, measure) {
        (Recorded::Known(aim), Some((measure, target))) => {
            let by = match objective.by {
                Recorded::Known(by) => format!(" by {}", said(by)),
                Recorded::Missing | Recorded::Unread => String::new(),
            };
            format!("{aim} (measured by {measure}: {target}{by})")
        }
        _ => objective.said(),
    }
}

/// A field of a record in its own words, where it is one of a list of words.
fn worded(record: &Record, key: &str) -> Recorded<String> {
    Recorded::of(record.table.text(key), record).map(|word| word.replace('-', " "))
}
