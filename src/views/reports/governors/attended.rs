//! Attendance at the providers, and against what it was before.

use super::{Term, suppression};
use crate::attendance::Summary;
use crate::views::attendance::{By, Row, attendance, percent_said, weekly};
use crate::views::{Chart, Column, Section, Shape, Table, Weekly};

pub(super) fn sections(term: &Term<'_, '_>) -> Vec<Section> {
    let heading = "Attendance at the providers";
    if term.asked.public && term.pupils.len() < suppression::LEAST {
        let words = "Not shown: so few pupils are placed that their own attendance would be told.";
        return vec![Section::new(heading).words(words)];
    }
    let span = term.asked.span;
    let all = attendance(term.case, span, By::Provider, &[]);
    let mut weeks = Weekly {
        weeks: weekly(term.case, span, &[]),
        baseline: None,
    };
    weeks.weeks.retain(|week| term.may_show(week.possible));
    let remote = match all.remote.len() {
        0 => String::new(),
        _ => "Among them are placements taught remotely, whose sessions are recorded as absence whether or not the pupil took part.".into(),
    };
    vec![
        Section::new(heading)
            .words(format!(
                "All placements together: {}.",
                term.attendance_said(&all.total)
            ))
            .words(remote)
            .chart(Chart::new(
                "Attendance by week, all placements together",
                Shape::Weekly(weeks),
            ))
            .table(
                by_provider(term, &all.rows),
                "Attendance by provider is not shown: no provider has five of the pupils or more, and it would be their own.",
            ),
        against_before(term),
    ]
}

/// Attendance at each provider with enough pupils; that of fewer is their own.
fn by_provider(term: &Term<'_, '_>, rows: &[Row]) -> Table {
    let mut table = Table::new(
        "Attendance by provider",
        &[
            Column::words("provider"),
            Column::number("attended"),
            Column::number("possible"),
            Column::number("per cent"),
            Column::number("no return"),
        ],
    );
    for row in rows {
        let pupils = term.pupils_at(&row.subject);
        let Summary {
            attended,
            no_return,
            ..
        } = row.summary;
        let percent = row.summary.percent();
        let cells = if pupils < suppression::LEAST {
            vec![suppression::NOT_SHOWN.to_owned(); 4]
        } else {
            vec![
                term.sessions(attended),
                term.sessions(row.summary.possible()),
                percent.map_or(String::new(), |percent| format!("{percent:.1}")),
                term.sessions(no_return),
            ]
        };
        let name = term.provider(Some(&row.subject));
        table
            .rows
            .push(std::iter::once(name).chain(cells).collect());
    }
    table.rows.sort();
    let hidden = |row: &Vec<String>| row[1] == suppression::NOT_SHOWN;
    if table.rows.iter().all(hidden) {
        table.rows.clear();
    }
    if table
        .rows
        .iter()
        .any(|row| row[1] == suppression::NOT_SHOWN)
    {
        table.notes.push("Attendance at a provider that has fewer than five of the pupils is not shown: it would be their own.".into());
    }
    table
}

impl Term<'_, '_> {
    /// Whether a number of sessions may be shown to those who read this.
    fn may_show(&self, sessions: u32) -> bool {
        !self.asked.public || sessions == 0 || sessions as usize >= suppression::LEAST
    }

    fn sessions(&self, sessions: u32) -> String {
        suppression::said(Some(sessions as usize).filter(|_| self.may_show(sessions)))
    }

    /// The percentage with what it rests on; few sessions that were not returned
    /// are left out where everybody may read it.
    fn attendance_said(&self, summary: &Summary) -> String {
        let missing = [summary.no_return, summary.unreadable];
        let parts = missing.iter().chain([&summary.attended]);
        if parts.copied().all(|sessions| self.may_show(sessions)) {
            return percent_said(summary);
        }
        match summary
            .percent()
            .filter(|_| self.may_show(summary.attended))
        {
            Some(percent) => format!("{percent:.1} % of {} returned", summary.possible()),
            None => suppression::NOT_SHOWN.into(),
        }
    }

    fn pupils_at(&self, provider: &str) -> usize {
        let here = self
            .placements
            .iter()
            .filter(|placement| placement.provider_id() == Some(provider));
        let pupils: std::collections::BTreeSet<_> =
            here.filter_map(|placement| placement.pupil()).collect();
        pupils.len()
    }
}

/// How many pupils attend more, and how many less, than before.
fn against_before(term: &Term<'_, '_>) -> Section {
    let rows = attendance(term.case, term.asked.span, By::Pupil, &[]).rows;
    // To one decimal, as `apcheck attendance` has it.
    let tenths = |row: &Row| row.change.map(|change| (change * 10.0).round());
    let comparable: Vec<f64> = rows.iter().filter_map(tenths).collect();
    let count = |is: &dyn Fn(f64) -> bool| comparable.iter().filter(|change| is(**change)).count();
    let counts = [
        count(&|change| change > 0.0),
        count(&|change| change == 0.0),
        count(&|change| change < 0.0),
        rows.len() - comparable.len(),
    ];
    let labels = [
        "higher than before the placement",
        "the same as before",
        "lower than before",
        "cannot be compared",
    ];
    let mut table = Table::new(
        "",
        &[Column::words("attendance now"), Column::number("pupils")],
    );
    for ((label, count), shown) in labels.iter().zip(counts).zip(term.parts(&counts, false)) {
        if count > 0 {
            table.rows.push(vec![(*label).to_owned(), shown]);
        }
    }
    table.notes.push("Compared over whole school weeks only, at school and at the providers together. Where the records do not have both, it cannot be compared.".into());
    Section::new("Attendance against what it was before").table(table, "")
}
