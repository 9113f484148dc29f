//! A pupil's whole week, over all placements.

use super::{day_of_week, due, fails, met};
use crate::assess::{Assessment, Draft, Need};
use crate::calendar::{Span, add_days, day_before, monday, said};
use crate::records::{Half, Placement, Value, Whereabouts};
use crate::source::Place;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The pupil's placements that count on the day looked at, that day, and
/// whether it is still to come.
pub(super) struct Week<'a> {
    pub(super) placements: Vec<Placement<'a>>,
    pub(super) day: NaiveDate,
    pub(super) ahead: bool,
}

impl<'a> Week<'a> {
    pub(super) fn of(draft: &Draft<'a>) -> Option<Week<'a>> {
        let all = draft.subject.placements(draft.case.records);
        let (day, ahead) = day_of_week(draft, &all)?;
        let placements = all
            .into_iter()
            .filter(|placement| placement.is_live(day))
            .collect();
        Some(Week {
            placements,
            day,
            ahead,
        })
    }

    /// The ten sessions from Monday morning on.
    pub(super) fn sessions(&self) -> impl Iterator<Item = (NaiveDate, Half)> + use<'a> {
        let monday = monday(self.day);
        (0..5).flat_map(move |weekday| Half::BOTH.map(|half| (add_days(monday, weekday), half)))
    }

    /// Live days before any week holds, when it is not known where the pupil was.
    fn days_before_the_first_week(&self) -> Vec<Span> {
        let gap = |placement: &Placement<'a>| {
            let from = placement.start()?;
            let (_, weeks) = placement.shared_with_pupil("week")?;
            let weeks = weeks.items().iter().filter_map(Value::table);
            let first = weeks
                .map(|week| week.date("from").known().unwrap_or(NaiveDate::MIN))
                .min()?;
            (from < first && first <= self.day).then(|| Span {
                from,
                to: day_before(first),
            })
        };
        self.placements.iter().find_map(gap).into_iter().collect()
    }

    pub(super) fn answer(
        &self,
        draft: &Draft<'a>,
        place: Place,
        message: String,
    ) -> Assessment<'a> {
        if self.ahead {
            due(draft, Some(day_before(self.day)), place, message)
        } else {
            let since = self
                .placements
                .iter()
                .filter_map(|placement| placement.week_on(self.day))
                .filter_map(|(_, week)| week.date("from").known())
                .max();
            let start = self.placements.iter().filter_map(Placement::start).min();
            fails(draft, since.max(start), place, message)
        }
    }
}

pub(super) fn session_said(date: NaiveDate, half: Half) -> String {
    format!("{} {}", date.format("%A"), half.said())
}

pub(super) fn nothing_live<'a>(draft: &Draft<'a>) -> Vec<Assessment<'a>> {
    vec![met(
        draft,
        None,
        draft.subject.place(&draft.case),
        "no placement of this pupil is live".into(),
    )]
}

pub(super) fn week_place(placement: &Placement<'_>, day: NaiveDate) -> Place {
    placement
        .week_on(day)
        .map_or(placement.place(), |(_, week)| week.place)
}

/// A value of the week that could not be read.
pub(super) fn unread(week: &Week<'_>) -> Option<Place> {
    week.placements.iter().find_map(|placement| {
        let (_, value) = placement.shared_with_pupil("week")?;
        value.unreadable_inside()
    })
}

/// In no session of the school week is it unknown where the pupil is.
pub(super) fn every_session_accounted_for<'a>(
    draft: &Draft<'a>,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    let Some(week) = Week::of(draft) else {
        return nothing_live(draft);
    };
    if let Some(place) = unread(&week) {
        return vec![draft.not_evaluated(place, "part of the week could not be read".into())];
    }
    let Some(placement) = week.placements.first() else {
        return nothing_live(draft);
    };
    let place = week_place(placement, week.day);
    if placement.week_on(week.day).is_none() {
        return vec![week.answer(
            draft,
            place,
            "`week` is not recorded, so it is not known where the pupil is in any session".into(),
        )];
    }
    let live: Vec<&str> = week.placements.iter().map(Placement::id).collect();
    let mut unknown = Vec::new();
    let mut at_ended = BTreeMap::new();
    for (date, half) in week.sessions() {
        match week
            .placements
            .iter()
            .find_map(|placement| placement.whereabouts_in_week_of(week.day, date, half))
        {
            None => unknown.push(session_said(date, half)),
            Some(Whereabouts::Placement(id)) if !live.contains(&id) => {
                at_ended
                    .entry(id)
                    .or_insert_with(|| session_said(date, half));
            }
            Some(_) => {}
        }
    }
    if !unknown.is_empty() {
        return vec![week.answer(
            draft,
            place,
            format!(
                "it is not recorded where the pupil is on {}",
                unknown.join(", ")
            ),
        )];
    }
    if let Some((id, session)) = at_ended.first_key_value() {
        let message = format!(
            "the week has the pupil at `{id}` on {session}, but that placement is not live on {}",
            said(week.day)
        );
        return vec![week.answer(draft, place, message)];
    }
    let mut answer = met(
        draft,
        None,
        place,
        "every session of the week has a place".into(),
    );
    answer.lapses = week.days_before_the_first_week();
    vec![answer]
}

/// No session puts the pupil in two places.
pub(super) fn one_place_at_a_time<'a>(draft: &Draft<'a>, _need: &Need) -> Vec<Assessment<'a>> {
    let Some(week) = Week::of(draft) else {
        return nothing_live(draft);
    };
    if let Some(place) = unread(&week) {
        return vec![draft.not_evaluated(place, "part of the week could not be read".into())];
    }
    for (date, half) in week.sessions() {
        let mut first: Option<(&Placement<'a>, Whereabouts<'a>)> = None;
        for placement in &week.placements {
            let Some(at) = placement.whereabouts_in_week_of(week.day, date, half) else {
                continue;
            };
            match first {
                None => first = Some((placement, at)),
                Some((_, other)) if other == at => {}
                Some((other_placement, other)) => {
                    let place = week_place(placement, week.day);
                    let message = clash(
                        &session_said(date, half),
                        (other_placement, other),
                        (placement, at),
                    );
                    let mut answer = week.answer(draft, place, message);
                    answer.other = Some((
                        week_place(other_placement, week.day),
                        "the other week".into(),
                    ));
                    return vec![answer];
                }
            }
        }
    }
    let place = week
        .placements
        .first()
        .map_or(draft.subject.place(&draft.case), |placement| {
            week_place(placement, week.day)
        });
    vec![met(
        draft,
        None,
        place,
        "no session is in two places".into(),
    )]
}

/// What two weeks say of one session.
fn clash(
    session: &str,
    one: (&Placement<'_>, Whereabouts<'_>),
    other: (&Placement<'_>, Whereabouts<'_>),
) -> String {
    if let (Whereabouts::Placement(first), Whereabouts::Placement(second)) = (one.1, other.1) {
        return format!("on {session} the pupil is expected at both `{first}` and `{second}`");
    }
    format!(
        "on {session} the pupil is {} by the week of `{}`, but {} by that of `{}`",
        whereabouts_said(one.1),
        one.0.id(),
        whereabouts_said(other.1),
        other.0.id()
    )
}

fn whereabouts_said(at: Whereabouts<'_>) -> String {
    match at {
        Whereabouts::Placement(id) => format!("at `{id}`"),
        Whereabouts::School => "at school".into(),
        Whereabouts::Home => "at home".into(),
        Whereabouts::Remote => "taught remotely".into(),
    }
}
