//! The register of a placement at a glance.

use crate::assess::Case;
use crate::attendance::{Class, Sessions, Summary, sessions};
use crate::calendar::{Span, monday, said};
use crate::records::Placement;
use crate::views::attendance::percent_said;
use crate::views::{Cell, CellKind, Chart, Section, Shape, Week};
use chrono::Datelike;

/// Every session that was due, a week after the other, with its mark.
pub fn register_section(case: Case<'_>, placement: &Placement<'_>) -> Section {
    let section = Section::new("The register");
    let sessions = due(case, placement);
    let Some(first) = sessions.first() else {
        return section.words("No session at the provider was due yet.");
    };
    let mut summary = Summary::default();
    sessions.iter().for_each(|session| summary.count(session));
    let caption = format!("The register from {}", said(first.date()));
    section
        .words(format!("Attendance: {}.", percent_said(&summary)))
        .words(if placement.is_remote() {
            "Taught remotely: each session is recorded as an absence whatever the pupil did."
        } else {
            ""
        })
        .chart(Chart::new(caption, Shape::HeatMap(weeks(&sessions))))
}

/// The weeks with a session that was due, for other programs too.
pub fn register_weeks(case: Case<'_>, placement: &Placement<'_>) -> Vec<Week> {
    weeks(&due(case, placement))
}

fn due<'r>(case: Case<'_>, placement: &Placement<'r>) -> Vec<Sessions<'r>> {
    let span = Span {
        from: placement.start().unwrap_or(case.on),
        to: case.on,
    };
    sessions(placement, case.calendar, span, case.on)
}

fn weeks(sessions: &[Sessions<'_>]) -> Vec<Week> {
    let of_week =
        |one: &Sessions<'_>, other: &Sessions<'_>| monday(one.date()) == monday(other.date());
    let weeks = sessions.chunk_by(of_week);
    weeks
        .filter_map(|sessions| {
            let mut week = Week {
                monday: monday(sessions.first()?.date()),
                sessions: Default::default(),
            };
            for session in sessions {
                let weekday = session.date().weekday().num_days_from_monday();
                let at = usize::try_from(weekday).ok()? * 2 + session.half().index();
                *week.sessions.get_mut(at)? = Some(cell(session));
            }
            Some(week)
        })
        .collect()
}

fn cell(session: &Sessions<'_>) -> Cell {
    let (mark, kind) = match session {
        Sessions::NoReturn(..) => ("", CellKind::NoReturn),
        Sessions::Unreadable(..) => ("", CellKind::Unreadable),
        Sessions::Marked(_, _, mark, code) => (
            &*mark.text,
            match code.class {
                Class::Attending => CellKind::Present,
                Class::AuthorisedAbsence => CellKind::Authorised,
                Class::UnauthorisedAbsence => CellKind::Unauthorised,
                Class::NotPossible => CellKind::NotPossible,
                Class::ApprovedActivity | Class::NotCollected => CellKind::Unreadable,
            },
        ),
    };
    Cell {
        mark: mark.to_owned(),
        kind,
    }
}
