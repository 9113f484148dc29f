//! One pupil's placement as the register has it.

use super::setting::{Setting, Site};
use crate::calendar::{Span, said};
use crate::records::{Placement, Table, Value, dates};
use crate::views::recorded::Recorded;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// A live placement.
#[derive(Clone, Debug)]
pub struct PupilRow {
    pub placement: String,
    /// The pupil's pseudonym.
    pub pupil: Recorded<String>,
    pub provider: Setting,
    /// The site that the placement names.
    pub site: Recorded<Site>,
    /// On whose roll the pupil is: `single` or `dual`.
    pub roll: Recorded<String>,
    /// The first day on both rolls.
    pub dual_from: Option<NaiveDate>,
    pub start: NaiveDate,
    /// The planned last day, by the latest extension.
    pub planned_end: Recorded<NaiveDate>,
    /// The planned end before any extension, where there was one.
    pub first_planned_end: Option<NaiveDate>,
    /// The planned end has passed, and no ending is recorded.
    pub past_planned_end: bool,
    /// The last day, where the ending is the day asked about.
    pub last_day: Option<NaiveDate>,
    /// Hours a week that the pupil is taught there.
    pub hours: Recorded<f64>,
    /// Why it was commissioned.
    pub reason: Recorded<String>,
    pub objectives: Recorded<Vec<Objective>>,
    /// The next review that is fixed.
    pub next_review: Recorded<NaiveDate>,
    /// That day has passed, and no review is recorded since.
    pub review_has_passed: bool,
    /// Who looks after it: the key of a person, and their name.
    pub lead: Recorded<(String, String)>,
    /// Who commissioned it: `school` or `local-authority`.
    pub arranged_by: Recorded<String>,
    /// How it is taught, where not in person: `remote`, `outreach`.
    pub mode: Option<String>,
    /// The last day of an agreed part-time timetable that holds on the day.
    pub part_time_until: Option<NaiveDate>,
    /// From when, and until when where that is known, it is stopped.
    pub paused: Option<(NaiveDate, Option<NaiveDate>)>,
}

/// What a placement is to achieve.
#[derive(Clone, Debug, PartialEq)]
pub struct Objective {
    pub aim: Recorded<String>,
    /// How it is measured, and the value to be reached.
    pub measure: Option<String>,
    pub target: Option<f64>,
    pub by: Recorded<NaiveDate>,
}

impl PupilRow {
    /// On whose roll the pupil is, in words: "this school's only".
    pub fn roll_said_in_full(&self) -> Recorded<String> {
        let dual = match self.dual_from {
            Some(from) => format!("dual registered, with the provider, from {}", said(from)),
            None => "dual registered, with the provider".into(),
        };
        self.roll.clone().map(|roll| match roll.as_str() {
            "dual" => dual,
            _ => "single registered, on this school's roll only".into(),
        })
    }

    /// Of a placement that is live on `on`.
    pub(in crate::views) fn of(placement: &Placement<'_>, on: NaiveDate) -> PupilRow {
        let record = placement.record;
        let table = placement.table();
        let text = |key| Recorded::of(table.text(key), record).map(str::to_owned);
        let known = |key| table.text(key).known();
        let planned_end = planned_end(placement, on);
        let ending = placement.ending(on);
        let past = planned_end.known().is_some_and(|end| *end < on) && ending.is_none();
        let next_review = next_review(placement, on);
        let pupil = table.table("pupil").map(|pupil| pupil.text("ref"));
        PupilRow {
            placement: placement.id().to_owned(),
            pupil: pupil.map_or_else(
                || Recorded::nothing_in(record),
                |reference| Recorded::of(reference, record).map(str::to_owned),
            ),
            provider: Setting::of(placement),
            site: site(placement),
            roll: text("registration"),
            dual_from: table.date("dual-registered-from").known(),
            start: placement.start().unwrap_or(on),
            first_planned_end: table
                .date("end")
                .known()
                .filter(|first| planned_end.known().is_some_and(|end| end != first)),
            planned_end,
            past_planned_end: past,
            last_day: ending,
            hours: hours(placement, on),
            reason: text("reason"),
            objectives: objectives(placement),
            review_has_passed: next_review.known().is_some_and(|review| *review < on),
            next_review,
            lead: Recorded::of(table.text("lead"), record).map(|key| {
                let name = placement.records.person(key);
                (key.to_owned(), name.to_owned())
            }),
            arranged_by: text("arranged-by"),
            mode: known("mode")
                .filter(|mode| *mode != "in-person")
                .map(str::to_owned),
            part_time_until: part_time_until(placement, on),
            paused: pause(placement, on),
        }
    }

    /// What is to be known beside the columns, each a few words.
    pub fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        if let Some((from, until)) = self.paused {
            let until = until.map_or("with no end recorded".into(), |until| {
                format!("to {}", said(until))
            });
            remarks.push(format!("paused from {} {until}", said(from)));
        }
        if let Some(day) = self.last_day {
            remarks.push(format!("ends on {}", said(day)));
        }
        if self.past_planned_end {
            remarks.push("past its planned end, and no ending is recorded".into());
        }
        if self.review_has_passed {
            remarks.push("no review is recorded since the day fixed for it".into());
        }
        if let Some(first) = self.first_planned_end {
            remarks.push(format!("extended, first planned to {}", said(first)));
        }
        if let Some(until) = self.part_time_until {
            remarks.push(format!("part-time timetable to {}", said(until)));
        }
        match self.mode.as_deref() {
            Some("remote") => remarks.push("taught remotely".into()),
            Some("outreach") => remarks.push("the provider comes to the school".into()),
            _ => {}
        }
        if self
            .arranged_by
            .known()
            .is_some_and(|who| who == "local-authority")
        {
            remarks.push("arranged by the local authority".into());
        }
        remarks
    }
}

/// How many pupils there are: one with two placements is one. A placement whose
/// pupil is not known counts as one.
pub(super) fn pupils<'r>(rows: impl IntoIterator<Item = &'r PupilRow>) -> usize {
    let mut known = BTreeSet::new();
    let mut not_known = 0;
    for row in rows {
        match row.pupil.known() {
            Some(pupil) => {
                known.insert(pupil);
            }
            None => not_known += 1,
        }
    }
    known.len() + not_known
}

fn site(placement: &Placement<'_>) -> Recorded<Site> {
    let key = Recorded::of(placement.table().text("site"), placement.record);
    match (key, placement.provider()) {
        (Recorded::Known(key), Some(provider)) => Site::with_key(key, provider),
        (Recorded::Unread, _) => Recorded::Unread,
        _ => Recorded::Missing,
    }
}

/// The planned end, where all that it rests on could be read.
fn planned_end(placement: &Placement<'_>, on: NaiveDate) -> Recorded<NaiveDate> {
    let extensions = placement.table().get("extensions");
    if extensions.and_then(Value::unreadable_inside).is_some() {
        return Recorded::Unread;
    }
    match placement.planned_end(on) {
        Some(end) => Recorded::Known(end),
        None => Recorded::of(placement.table().date("end"), placement.record),
    }
}

/// Hours a week by the week that holds on the day, or that the placement begins
/// with.
fn hours(placement: &Placement<'_>, on: NaiveDate) -> Recorded<f64> {
    Recorded::of(placement.hours_at_provider("hours", on), placement.record)
}

fn objectives(placement: &Placement<'_>) -> Recorded<Vec<Objective>> {
    let record = placement.record;
    let objective = |table: &Table| Objective {
        aim: Recorded::of(table.text("aim"), record).map(str::to_owned),
        measure: table.text("measure").known().map(str::to_owned),
        target: table.number("target").known(),
        by: Recorded::of(table.date("by"), record),
    };
    let list: Vec<Objective> = placement
        .table()
        .tables("objectives")
        .map(objective)
        .collect();
    let written = placement.table().get("objectives");
    if !list.is_empty() {
        return Recorded::Known(list);
    }
    match written {
        Some(value) if value.unreadable_inside().is_some() => Recorded::Unread,
        _ => Recorded::nothing_in(record),
    }
}

/// The next review as it is fixed: what the last review held fixed, or else the
/// first day after it of those fixed at the outset.
fn next_review(placement: &Placement<'_>, on: NaiveDate) -> Recorded<NaiveDate> {
    let table = placement.table();
    let held = |review: &&Table| review.date("date").known().is_some_and(|date| date <= on);
    let last = table
        .tables("reviews")
        .filter(held)
        .max_by_key(|review| review.date("date").known());
    if let Some(next) = last.and_then(|review| review.date("next").known()) {
        return Recorded::Known(next);
    }
    let after = last.and_then(|review| review.date("date").known());
    let fixed = dates(table, "review-dates");
    let next = fixed
        .into_iter()
        .filter(|day| after.is_none_or(|after| *day > after))
        .min();
    match next {
        Some(day) => Recorded::Known(day),
        None if unread(placement, &["reviews", "review-dates"]) => Recorded::Unread,
        None => Recorded::nothing_in(placement.record),
    }
}

fn unread(placement: &Placement<'_>, keys: &[&str]) -> bool {
    let values = keys.iter().filter_map(|key| placement.table().get(key));
    values
        .into_iter()
        .any(|value| value.unreadable_inside().is_some())
}

fn part_time_until(placement: &Placement<'_>, on: NaiveDate) -> Option<NaiveDate> {
    let (_, value) = placement.shared_with_pupil("part-time")?;
    let table = value.table()?;
    let span = Span {
        from: table.date("from").known()?,
        to: table.date("until").known()?,
    };
    span.contains(on).then_some(span.to)
}

/// The pause that holds on a day.
fn pause(placement: &Placement<'_>, on: NaiveDate) -> Option<(NaiveDate, Option<NaiveDate>)> {
    let mut pauses = placement.table().tables("pauses");
    pauses.find_map(|pause| {
        let from = pause.date("from").known()?;
        let until = pause.date("until").known();
        let holds = from <= on && until.is_none_or(|until| on <= until);
        holds.then_some((from, until))
    })
}

impl Objective {
    /// "nineteen sessions in twenty (by 11 December 2026)".
    pub fn said(&self) -> String {
        let aim = match &self.aim {
            Recorded::Known(aim) => aim.clone(),
            other => format!("aim {}", other.written()),
        };
        match self.by {
            Recorded::Known(by) => format!("{aim} (by {})", said(by)),
            by => format!("{aim} (by when {})", by.written()),
        }
    }
}
