//! Progress for other programs.

use super::{day, printed, rounded};
use crate::attendance::Summary;
use crate::views::progress::{Against, Course, Doing, Objective, Progress, Trend, Way};
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Serialize)]
struct ProgressJson<'a> {
    schema: &'static str,
    as_of: String,
    placements: Vec<DoingJson<'a>>,
}

#[derive(Serialize)]
pub(super) struct DoingJson<'a> {
    placement: &'a str,
    pupil: Option<&'a str>,
    provider: Option<&'a str>,
    start: String,
    ended: Option<String>,
    lead_name: Option<&'a str>,
    /// What is said where nothing improved over two reviews.
    no_improvement: Option<&'a str>,
    /// A part of the objectives or measurements could not be read.
    incomplete: bool,
    objectives: Vec<ObjectiveJson<'a>>,
    attendance: AttendanceJson,
}

#[derive(Serialize)]
struct ObjectiveJson<'a> {
    key: &'a str,
    aim: Option<&'a str>,
    area: Option<&'a str>,
    measure: Option<&'a str>,
    baseline: Option<f64>,
    target: Option<f64>,
    by: Option<String>,
    lead_name: Option<&'a str>,
    latest: Option<f64>,
    measured_on: Option<String>,
    times_measured: usize,
    /// `not-measured`, `measured-once`, `no-direction`, `unreadable`, `better`,
    /// `worse` or `no-change`.
    trend: &'static str,
    /// The latest measurement against the one before; null where there are not
    /// two.
    since_the_time_before: Option<&'static str>,
    /// `reached`, `on-course`, `behind`, `not-reached`, `not-measured-since`,
    /// `not-measured`, `unreadable` or `no-numbers`.
    course: &'static str,
    /// Where an even way would have it on the day it was measured.
    expected: Option<f64>,
}

#[derive(Serialize)]
struct AttendanceJson {
    remote: bool,
    attended: u32,
    possible: u32,
    no_return: u32,
    unreadable: u32,
    percent: Option<f64>,
    /// Fewer sessions than a percentage should rest on.
    few: bool,
    /// Too many sessions have no mark for the percentages to be known.
    not_known: bool,
    before: Option<f64>,
    /// Null where what was before cannot be compared.
    whole_week_percent: Option<f64>,
    whole_week_sessions: Option<u32>,
    weeks: Vec<WeekJson>,
}

#[derive(Serialize)]
struct WeekJson {
    week_of: String,
    attended: u32,
    possible: u32,
    no_return: u32,
    unreadable: u32,
    percent: Option<f64>,
}

pub fn progress_json(progress: &Progress, on: NaiveDate) -> String {
    printed(&ProgressJson {
        schema: "apcheck-progress/1",
        as_of: day(on),
        placements: progress.placements.iter().map(doing).collect(),
    })
}

pub(super) fn doing(doing: &Doing) -> DoingJson<'_> {
    DoingJson {
        placement: &doing.placement,
        pupil: doing.pupil.known().map(String::as_str),
        provider: doing.provider.known().map(String::as_str),
        start: day(doing.start),
        ended: doing.ended.map(day),
        lead_name: doing.lead.known().map(String::as_str),
        no_improvement: doing.stood_still.as_deref(),
        incomplete: doing.unread,
        objectives: doing.objectives.iter().map(objective).collect(),
        attendance: attendance(doing),
    }
}

fn objective(objective: &Objective) -> ObjectiveJson<'_> {
    let numbers = &objective.numbers;
    let latest = numbers.latest();
    let (course, expected) = course(&objective.course);
    let (trend, lately) = trend(&objective.trend);
    ObjectiveJson {
        key: &objective.key,
        aim: objective.aim.as_deref(),
        area: objective.area.as_deref(),
        measure: objective.measure.as_deref(),
        baseline: numbers.baseline,
        target: numbers.target,
        by: numbers.by.map(day),
        lead_name: objective.lead.as_deref(),
        latest: latest.map(|(_, value)| value),
        measured_on: latest.map(|(date, _)| day(date)),
        times_measured: numbers.times(),
        trend,
        since_the_time_before: lately,
        course,
        expected: expected.map(rounded),
    }
}

fn way(way: Way) -> &'static str {
    match way {
        Way::Better => "better",
        Way::Worse => "worse",
        Way::NoChange => "no-change",
    }
}

fn trend(trend: &Trend) -> (&'static str, Option<&'static str>) {
    match trend {
        Trend::NotMeasured => ("not-measured", None),
        Trend::MeasuredOnce => ("measured-once", None),
        Trend::NoDirection => ("no-direction", None),
        Trend::Unread => ("unreadable", None),
        Trend::Moved { overall, lately } => (way(*overall), Some(way(*lately))),
    }
}

fn course(course: &Course) -> (&'static str, Option<f64>) {
    match course {
        Course::Reached => ("reached", None),
        Course::OnCourse { expected } => ("on-course", Some(*expected)),
        Course::Behind { expected } => ("behind", Some(*expected)),
        Course::NotReachedBy(_) => ("not-reached", None),
        Course::NotMeasuredSince(_) => ("not-measured-since", None),
        Course::NotMeasured => ("not-measured", None),
        Course::NoNumbers(_) => ("no-numbers", None),
        Course::Unread => ("unreadable", None),
    }
}

fn attendance(doing: &Doing) -> AttendanceJson {
    let attendance = &doing.attendance;
    let summary = &attendance.summary;
    let (before, whole_weeks) = match attendance.against {
        Against::NothingBefore => (None, None),
        Against::NotComparable { before } => (Some(before), None),
        Against::WholeWeeks {
            before,
            now,
            sessions,
            ..
        } => (Some(before), Some((now, sessions))),
    };
    AttendanceJson {
        remote: attendance.remote,
        attended: summary.attended,
        possible: summary.possible(),
        no_return: summary.no_return,
        unreadable: summary.unreadable,
        percent: summary.percent().map(rounded),
        few: summary.possible() < attendance.few,
        not_known: attendance.not_known,
        before,
        whole_week_percent: whole_weeks.map(|(now, _)| rounded(now)),
        whole_week_sessions: whole_weeks.map(|(_, sessions)| sessions),
        weeks: attendance.weeks.iter().map(week).collect(),
    }
}

fn week((monday, summary): &(NaiveDate, Summary)) -> WeekJson {
    WeekJson {
        week_of: day(*monday),
        attended: summary.attended,
        possible: summary.possible(),
        no_return: summary.no_return,
        unreadable: summary.unreadable,
        percent: summary.percent().map(rounded),
    }
}
