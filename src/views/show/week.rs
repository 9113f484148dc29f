//! The week of a pupil as a grid: where in each session, and for how many hours.

use crate::assess::Case;
use crate::calendar::{add_days, monday, said};
use crate::records::{Half, Placement, Whereabouts};
use crate::views::words::spoken;
use crate::views::{Column, Section, Table};
use chrono::NaiveDate;

const DAYS: [&str; 5] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];

/// The week that holds on the day of `case`: before the start that of the first
/// day, after the end that of the last.
pub fn week_section(case: Case<'_>, placement: &Placement<'_>) -> Section {
    let section = Section::new("The week");
    let day = day(case, placement);
    let Some((_, week)) = placement.week_on(day) else {
        return section.words("The week is not recorded, so it is not known where the pupil is.");
    };
    let from = week.date("from").known();
    let since = from.map_or(String::new(), |from| format!("From {}.", said(from)));
    section
        .words(since)
        .table(grid(placement, day), "")
        .words(hours(placement, day))
        .words(changes(placement, day))
}

fn day(case: Case<'_>, placement: &Placement<'_>) -> NaiveDate {
    let day = placement.ending(case.on).unwrap_or(case.on);
    placement.start().map_or(day, |start| day.max(start))
}

fn grid(placement: &Placement<'_>, day: NaiveDate) -> Table {
    let columns = DAYS.map(Column::words);
    let columns: Vec<Column> = [Column::words("")].into_iter().chain(columns).collect();
    let mut table = Table::new("", &columns);
    for half in Half::BOTH {
        let days = (0..5).map(|weekday| {
            let date = add_days(monday(day), weekday);
            let place = placement.whereabouts_in_week_of(day, date, half);
            place.map_or("not recorded".into(), |place| name(placement, place))
        });
        let cells = std::iter::once(half.said().to_owned()).chain(days);
        table.rows.push(cells.collect());
    }
    table
}

/// Where that is: a provider by its key, another placement's as well.
fn name(placement: &Placement<'_>, place: Whereabouts<'_>) -> String {
    match place {
        Whereabouts::Placement(id) => provider_of(placement, id),
        Whereabouts::School => "school".into(),
        Whereabouts::Home => "home".into(),
        Whereabouts::Remote => "remote".into(),
    }
}

fn provider_of(placement: &Placement<'_>, id: &str) -> String {
    let other = placement.records.placement(id);
    let provider = other.and_then(|other| other.provider_id());
    provider.unwrap_or(id).to_owned()
}

/// "Taught hours a week: larkfield-farm 10, school 15; 25 in all."
fn hours(placement: &Placement<'_>, day: NaiveDate) -> String {
    let Some((owner, week)) = placement.week_on(day) else {
        return String::new();
    };
    let Some(hours) = week.table("hours") else {
        return "Taught hours are not recorded.".into();
    };
    let each: Vec<String> = hours
        .entries
        .iter()
        .map(|entry| {
            let place = match &*entry.key {
                "ap" => provider_of(placement, owner.id()),
                key if placement.records.placement(key).is_some() => provider_of(placement, key),
                key => spoken(key),
            };
            let number = entry.value.number();
            let number = number.map_or("could not be read".into(), |number| number.to_string());
            format!("{place} {number}")
        })
        .collect();
    let in_all = placement.hours_in_all("hours", day).unwrap_or(0.0);
    format!("Taught hours a week: {}; {in_all} in all.", each.join(", "))
}

/// That another week holds from a later day on.
fn changes(placement: &Placement<'_>, day: NaiveDate) -> String {
    let Some((_, weeks)) = placement.shared_with_pupil("week") else {
        return String::new();
    };
    let weeks = weeks.items().iter().filter_map(|week| week.table());
    let later = weeks.filter_map(|week| week.date("from").known());
    let next = later.filter(|from| *from > day).min();
    next.map_or(String::new(), |from| {
        format!("Another week holds from {}.", said(from))
    })
}
