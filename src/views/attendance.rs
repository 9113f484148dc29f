//! Who attended: one row for each placement, pupil, provider or week.

use super::{Attended, Column, Table};
use crate::assess::Case;
use crate::attendance::{Flag, Summary, summarise, whole_weeks};
use crate::calendar::{Span, add_days, day_before, monday};
use crate::records::{Placement, Value};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// By what the rows are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Placement,
    Pupil,
    Provider,
    Week,
}

#[derive(Clone, Debug)]
pub struct Row {
    pub subject: String,
    pub summary: Summary,
    /// Per cent before the placement, over whole school weeks.
    pub baseline: Option<f64>,
    /// Per cent now over whole school weeks, and the sessions it rests on.
    pub whole_weeks: Option<(f64, u32)>,
    /// Percentage points against the baseline; only where both are over whole
    /// weeks.
    pub change: Option<f64>,
    pub flag: Option<Flag>,
    /// Attendance of each week: `None` where no session was possible.
    pub weeks: Vec<Option<f64>>,
}

#[derive(Clone, Debug)]
pub struct Attendance {
    pub span: Span,
    pub by: By,
    pub rows: Vec<Row>,
    pub total: Summary,
    /// Placements taught remotely, whose sessions are recorded as absence
    /// whatever the pupil did.
    pub remote: Vec<String>,
}

/// Attendance at the providers over a span of days, up to the day of `case`.
pub fn attendance(case: Case<'_>, span: Span, by: By, ids: &[String]) -> Attendance {
    let placements: Vec<Placement<'_>> = case
        .records
        .all_placements()
        .filter(|placement| is_of(placement, ids))
        .filter(|placement| was_live(placement, &case, span))
        .collect();
    let mut total = Summary::default();
    for placement in &placements {
        total.add(&summarise(placement, case.calendar, span, case.on));
    }
    let remote = placements
        .iter()
        .filter(|placement| placement.is_remote())
        .map(|placement| placement.id().to_owned())
        .collect();
    let rows = match by {
        By::Week => weeks(span, case.on)
            .map(|week| row(&case, label(week), &placements, week, false))
            .filter(|row| row.summary != Summary::default())
            .collect(),
        _ => {
            let mut groups: BTreeMap<String, Vec<Placement<'_>>> = BTreeMap::new();
            for placement in placements {
                let key = match by {
                    By::Pupil => placement.pupil(),
                    By::Provider => placement.provider_id(),
                    _ => Some(placement.id()),
                };
                groups
                    .entry(key.unwrap_or("not recorded").to_owned())
                    .or_default()
                    .push(placement);
            }
            groups
                .into_iter()
                .map(|(key, placements)| row(&case, key, &placements, span, by != By::Provider))
                .collect()
        }
    };
    Attendance {
        span,
        by,
        rows,
        total,
        remote,
    }
}

/// Whether a placement is named, or its pupil or provider is; all are where
/// nothing is named.
pub(super) fn is_of(placement: &Placement<'_>, ids: &[String]) -> bool {
    let named = |id: &String| {
        placement.id() == id || placement.pupil() == Some(id) || placement.provider_id() == Some(id)
    };
    ids.is_empty() || ids.iter().any(named)
}

/// Whether a placement was live on any day of a span, up to the day of `case`.
pub(super) fn was_live(placement: &Placement<'_>, case: &Case<'_>, span: Span) -> bool {
    let last = span.to.min(case.on);
    !placement.never_started()
        && placement.start().is_some_and(|start| start <= last)
        && placement
            .ending(case.on)
            .is_none_or(|ending| ending >= span.from)
}

/// Attendance of each week of a span over all placements named.
pub(super) fn weekly(case: Case<'_>, span: Span, ids: &[String]) -> Vec<Attended> {
    let placements: Vec<Placement<'_>> = case
        .records
        .all_placements()
        .filter(|placement| is_of(placement, ids) && was_live(placement, &case, span))
        .collect();
    let week = |week: Span| {
        let mut summary = Summary::default();
        for placement in &placements {
            summary.add(&summarise(placement, case.calendar, week, case.on));
        }
        Attended {
            monday: monday(week.from),
            percent: summary.percent(),
            possible: summary.possible(),
        }
    };
    weeks(span, case.on).map(week).collect()
}

fn label(week: Span) -> String {
    format!("week of {}", monday(week.from))
}

/// The weeks of a span, Monday to Sunday, cut at its ends.
fn weeks(span: Span, on: NaiveDate) -> impl Iterator<Item = Span> {
    let last = span.to.min(on);
    let mut from = span.from;
    std::iter::from_fn(move || {
        if from > last {
            return None;
        }
        let next = add_days(monday(from), 7);
        let week = Span {
            from,
            to: day_before(next).min(last),
        };
        from = next;
        Some(week)
    })
}

fn row(
    case: &Case<'_>,
    subject: String,
    placements: &[Placement<'_>],
    span: Span,
    compare: bool,
) -> Row {
    let sum = |span: Span| {
        let mut summary = Summary::default();
        for placement in placements {
            summary.add(&summarise(placement, case.calendar, span, case.on));
        }
        summary
    };
    let summary = sum(span);
    let first = placements.first().filter(|_| compare);
    let baseline = first
        .and_then(|placement| placement.shared_with_pupil("baseline"))
        .and_then(|(_, value)| Value::table(value)?.number("attendance").known());
    let whole = first
        .and_then(|placement| whole_weeks(placement, case.calendar, span, case.on))
        .and_then(|weeks| Some((weeks.percent()?, weeks.possible)));
    Row {
        subject,
        baseline,
        change: baseline
            .zip(whole)
            .map(|(baseline, (now, _))| now - baseline),
        whole_weeks: whole,
        flag: summary.flag(case.records).filter(|_| compare),
        weeks: weeks(span, case.on)
            .map(|week| sum(week).percent())
            .collect(),
        summary,
    }
}

impl Flag {
    pub fn said(self) -> &'static str {
        match self {
            Flag::Severe => "absent from half or more of its sessions",
            Flag::Persistent => "absent from 10 % or more of its sessions",
            Flag::NotKnown => "not known, too few sessions returned",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Flag::Severe => "severe",
            Flag::Persistent => "persistent",
            Flag::NotKnown => "not-known",
        }
    }
}

/// "92.3 % of 26", with what was not returned beside it.
pub fn percent_said(summary: &Summary) -> String {
    let missing = summary.no_return + summary.unreadable;
    let possible = summary.possible();
    let rate = match summary.percent() {
        Some(percent) if missing > 0 => format!("{percent:.1} % of {possible} returned"),
        Some(percent) => format!("{percent:.1} % of {possible}"),
        None => "no session possible".into(),
    };
    let mut words = vec![rate];
    if summary.no_return > 0 {
        words.push(format!("{} not returned", summary.no_return));
    }
    if summary.unreadable > 0 {
        words.push(format!("{} not readable", summary.unreadable));
    }
    words.join(", ")
}

/// Weekly attendance as a line of bars; a dot where no session was possible.
pub fn spark(weeks: &[Option<f64>]) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    weeks
        .iter()
        .map(|week| match week {
            None => '·',
            Some(percent) => {
                let steps = [12.5, 25.0, 37.5, 50.0, 62.5, 75.0, 87.5];
                BARS[steps.iter().filter(|step| *percent >= **step).count()]
            }
        })
        .collect()
}

/// The columns, and whether they are only for a spreadsheet: the page says the
/// same in its per cent.
const COLUMNS: [(Column, bool); 11] = [
    (Column::number("attended"), true),
    (Column::number("possible"), true),
    (Column::words("attendance"), false),
    (Column::number("authorised").rank(2), false),
    (Column::number("unauthorised").rank(2), false),
    (Column::number("late").rank(3), false),
    (Column::number("no return"), true),
    (Column::number("before").rank(1), false),
    (Column::words("change").rank(1), false),
    (Column::words("by week").rank(4), false),
    (Column::words("at this provider"), false),
];

impl Attendance {
    /// For reading: what the percentages rest on stands beside them.
    pub fn table(&self) -> Table {
        let mut table = self.laid_out(|sheet_only| !sheet_only);
        table.drop_empty_columns();
        table
    }

    /// For a spreadsheet: every number in a column of its own.
    pub fn sheet(&self) -> Table {
        self.laid_out(|_| true)
    }

    fn laid_out(&self, wanted: impl Fn(bool) -> bool) -> Table {
        let first = match self.by {
            By::Placement => "placement",
            By::Pupil => "pupil",
            By::Provider => "provider",
            By::Week => "week",
        };
        let columns = COLUMNS
            .iter()
            .filter(|(_, sheet_only)| wanted(*sheet_only))
            .map(|(column, _)| *column);
        let columns: Vec<_> = std::iter::once(Column::words(first))
            .chain(columns)
            .collect();
        let mut table = Table::new(String::new(), &columns);
        let total = Row {
            subject: "in all".into(),
            summary: self.total,
            baseline: None,
            whole_weeks: None,
            change: None,
            flag: None,
            weeks: Vec::new(),
        };
        let total = Some(&total).filter(|_| self.rows.len() > 1);
        for row in self.rows.iter().chain(total) {
            let cells = row.cells();
            let cells = cells
                .into_iter()
                .zip(&COLUMNS)
                .filter(|(_, (_, sheet_only))| wanted(*sheet_only))
                .map(|(cell, _)| cell);
            table
                .rows
                .push(std::iter::once(row.subject.clone()).chain(cells).collect());
        }
        if self
            .rows
            .iter()
            .any(|row| row.baseline.is_some() && row.change.is_none())
        {
            table.notes.push("Not comparable: attendance before was measured over whole school weeks, and for these rows only the sessions at the provider are on record. Add [[school-attendance]] to the placement.".into());
        }
        if self.rows.iter().any(|row| row.summary.no_return > 0) {
            table.notes.push("A session without a mark is neither present nor absent, and is not among those possible.".into());
        }
        if !self.remote.is_empty() {
            table.notes.push(format!("Taught remotely: {}. A session taught remotely is recorded as an absence, so these figures do not say whether the pupil took part.", self.remote.join(", ")));
        }
        table
    }
}

impl Row {
    /// The cells of [`COLUMNS`].
    fn cells(&self) -> [String; 11] {
        let summary = &self.summary;
        let change = match (self.change, self.whole_weeks, self.baseline) {
            (Some(change), Some((now, sessions)), _) => {
                format!("{change:+.1} points, {now:.1} % of {sessions} in whole weeks")
            }
            (None, _, Some(_)) => "not comparable".into(),
            _ => String::new(),
        };
        [
            summary.attended.to_string(),
            summary.possible().to_string(),
            percent_said(summary),
            summary.authorised.to_string(),
            summary.unauthorised.to_string(),
            summary.late.to_string(),
            summary.no_return.to_string(),
            self.baseline
                .map_or(String::new(), |baseline| format!("{baseline:.1} %")),
            change,
            spark(&self.weeks),
            self.flag
                .map_or(String::new(), |flag| flag.said().to_owned()),
        ]
    }
}
