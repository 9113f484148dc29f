//! What the home school's register takes for each session at a provider.

use super::attendance::is_of;
use super::{Column, Table};
use crate::assess::Case;
use crate::attendance::{Footing, HomeCode, REASON_DAYS, Returned, home_code, sessions};
use crate::calendar::{Span, said};
use crate::records::{Half, Placement};
use chrono::NaiveDate;

/// One session, and what is entered for it.
#[derive(Clone, Debug)]
pub struct Entered<'r> {
    pub pupil: &'r str,
    pub placement: &'r str,
    pub date: NaiveDate,
    pub half: Half,
    /// `None` where the records do not say which code it is.
    pub code: Option<&'static str>,
    /// The nature of the activity, which is recorded beside B and K.
    pub activity: Option<&'r str>,
    pub why: String,
    pub footing: Footing,
}

/// The sessions at providers over a span of days, by pupil and day.
#[derive(Clone, Debug)]
pub struct Marks<'r> {
    pub span: Span,
    pub entries: Vec<Entered<'r>>,
}

pub fn marks<'r>(case: Case<'r>, span: Span, ids: &[String]) -> Marks<'r> {
    let mut entries: Vec<Entered<'r>> = case
        .records
        .all_placements()
        .filter(|placement| is_of(placement, ids))
        .flat_map(|placement| of_placement(case, placement, span))
        .collect();
    entries.sort_by_key(|entry| (entry.pupil, entry.date, entry.half, entry.placement));
    say_twice(&mut entries);
    Marks { span, entries }
}

/// A pupil cannot be in two places: both rows say so.
fn say_twice(entries: &mut [Entered<'_>]) {
    for at in 1..entries.len() {
        let (before, rest) = entries.split_at_mut(at);
        let (Some(one), Some(other)) = (before.last_mut(), rest.first_mut()) else {
            continue;
        };
        if (one.pupil, one.date, one.half) == (other.pupil, other.date, other.half) {
            let said = |id: &str| {
                format!("; {id} has the pupil in this session too, so one of the weeks is wrong")
            };
            one.why.push_str(&said(other.placement));
            other.why.push_str(&said(one.placement));
            // Which of the two is right the records do not say.
            (one.code, other.code) = (None, None);
        }
    }
}

fn of_placement<'r>(case: Case<'r>, placement: Placement<'r>, span: Span) -> Vec<Entered<'r>> {
    let Some(pupil) = placement.pupil() else {
        return Vec::new();
    };
    let activity = placement.table().text("activity").known();
    sessions(&placement, case.calendar, span, case.on)
        .iter()
        .map(|session| {
            let (date, half) = (session.date(), session.half());
            let footing = Footing::of(&placement, date);
            let HomeCode { code, mut why } = home_code(&footing, half, Returned::from(session));
            let needs_activity = matches!(code, Some("B" | "K"));
            if needs_activity && activity.is_none() {
                why.push_str("; the nature of the activity has to be recorded with it: add `activity` to the placement");
            }
            if code == Some("N") {
                why.push_str(&reason_wanted(case, date));
            }
            Entered {
                pupil,
                placement: placement.id(),
                date,
                half,
                code,
                activity: activity.filter(|_| needs_activity),
                why,
                footing,
            }
        })
        .collect()
}

/// N is for a few days only.
fn reason_wanted(case: Case<'_>, date: NaiveDate) -> String {
    match case.calendar.school_days_after(date, REASON_DAYS) {
        Ok(last) if case.on > last => {
            format!("; the reason was to be established by {}", said(last))
        }
        Ok(last) => format!("; the reason is to be established by {}", said(last)),
        Err(_) => String::new(),
    }
}

impl Marks<'_> {
    /// How many sessions have no code, the records not saying which it is.
    pub fn open(&self) -> usize {
        self.entries
            .iter()
            .filter(|entry| entry.code.is_none())
            .count()
    }

    pub fn table(&self) -> Table {
        let mut table = Table::new(
            String::new(),
            &[
                Column::words("pupil"),
                Column::date("date"),
                Column::words("session"),
                Column::words("code"),
                Column::words("activity").rank(1),
                Column::words("why"),
            ],
        );
        table.rows = self
            .entries
            .iter()
            .map(|entry| {
                vec![
                    entry.pupil.to_owned(),
                    entry.date.to_string(),
                    entry.half.short().to_owned(),
                    entry.code.unwrap_or_default().to_owned(),
                    entry.activity.unwrap_or_default().to_owned(),
                    entry.why.clone(),
                ]
            })
            .collect();
        table
    }
}
