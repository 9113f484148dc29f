//! What falls due as a calendar (RFC 5545), for programs that read it again and
//! again: an all-day event for each thing, on its last good day.
//!
//! An event is known again by its UID, which names what is due and never when,
//! so that it moves when its day does.

use super::clean;
use crate::calendar::{next_day, said};
use crate::rulebook::Level;
use crate::views::due::{Due, Item};
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType as Kind, ICalendarEntry,
    ICalendarParameter, ICalendarProperty as Name, ICalendarValue, ICalendarValueType,
};
use chrono::{Datelike, NaiveDate};

/// Reminders at eight in the morning: the fewest days ahead at which one is
/// still of use, when it comes, and its first words. What is asked for every
/// week is too near for the first.
const REMINDERS: [(i64, &str, &str); 2] = [
    (8, "-P6DT16H", "In 7 days"),
    (0, "PT8H", "To be done today"),
];

/// How often a program that is subscribed to it may ask for it again.
const REFRESH: &str = "PT12H";

/// The things due as an iCalendar file, with CRLF; valid without any.
pub fn due_calendar(due: &Due, on: NaiveDate) -> String {
    let mut parts = Parts(Vec::new());
    let about = format!("What falls due to {} as of {}.", said(due.until), said(on));
    let calendar = parts.add(
        None,
        Kind::VCalendar,
        vec![
            line(Name::Version, "2.0"),
            line(Name::Prodid, "-//apcheck//due//EN"),
            line(Name::Calscale, "GREGORIAN"),
            line(Name::Method, "PUBLISH"),
            // What Google, Apple and Outlook read, beside what the standard has.
            line(Name::Other("X-WR-CALNAME".into()), &name(due)),
            line(Name::Other("X-WR-CALDESC".into()), &about),
            typed(Name::RefreshInterval, ICalendarValueType::Duration, REFRESH),
            line(Name::Other("X-PUBLISHED-TTL".into()), REFRESH),
        ],
    );
    for item in &due.items {
        add_event(&mut parts, calendar, due, item, on);
    }
    if due.items.is_empty() {
        add_time_zone(&mut parts, calendar);
    }
    ICalendar {
        components: parts.0,
    }
    .to_string()
}

/// The components of a calendar; each has the numbers of those inside it.
struct Parts(Vec<ICalendarComponent>);

impl Parts {
    /// Adds one, inside another unless it is the calendar itself, and gives its
    /// number.
    fn add(
        &mut self,
        inside: Option<u32>,
        kind: Kind,
        entries: Vec<ICalendarEntry>,
    ) -> Option<u32> {
        let number = u32::try_from(self.0.len()).ok()?;
        if let Some(outer) = inside.and_then(|outer| self.0.get_mut(outer as usize)) {
            outer.component_ids.push(number);
        }
        self.0.push(ICalendarComponent {
            component_type: kind,
            entries,
            component_ids: Vec::new(),
        });
        Some(number)
    }
}

fn add_event(parts: &mut Parts, calendar: Option<u32>, due: &Due, item: &Item, on: NaiveDate) {
    let start = item.date.unwrap_or(on);
    let stamp = format!("{}T000000Z", compact(on));
    let day = |name, day| typed(name, ICalendarValueType::Date, &compact(day));
    // An event of a later day counts as the newer one, whichever way its date
    // has moved; nothing else is remembered from one run to the next.
    let sequence = on.num_days_from_ce().to_string();
    let event = parts.add(
        calendar,
        Kind::VEvent,
        vec![
            line(Name::Uid, &uid(due, item)),
            line(Name::Dtstamp, &stamp),
            line(Name::LastModified, &stamp),
            line(Name::Sequence, &sequence),
            day(Name::Dtstart, start),
            day(Name::Dtend, next_day(start)),
            line(Name::Summary, &summary(item)),
            line(Name::Description, &description(item)),
            line(Name::Categories, category(item.level)),
            line(Name::Transp, "TRANSPARENT"),
        ],
    );
    if item.is_overdue() || item.level == Level::Good {
        return;
    }
    for (ahead, trigger, words) in REMINDERS {
        if item.days.is_some_and(|days| days >= ahead) {
            let entries = vec![
                line(Name::Action, "DISPLAY"),
                line(Name::Trigger, trigger),
                line(Name::Description, &format!("{words}: {}", thing(item))),
            ];
            parts.add(event, Kind::VAlarm, entries);
        }
    }
}

/// A calendar must hold something (RFC 5545, 3.6), or some programs refuse it.
/// Without any event it holds the time zone, which none shows.
fn add_time_zone(parts: &mut Parts, calendar: Option<u32>) {
    let tzid = vec![line(Name::Tzid, "Europe/London")];
    let zone = parts.add(calendar, Kind::VTimezone, tzid);
    for (kind, name, from, to, start, month) in [
        (
            Kind::Daylight,
            "BST",
            "+0000",
            "+0100",
            "19810329T010000",
            3,
        ),
        (
            Kind::Standard,
            "GMT",
            "+0100",
            "+0000",
            "19961027T020000",
            10,
        ),
    ] {
        let rule = format!("FREQ=YEARLY;BYMONTH={month};BYDAY=-1SU");
        let entries = vec![
            line(Name::Dtstart, start),
            line(Name::Tzoffsetfrom, from),
            line(Name::Tzoffsetto, to),
            line(Name::Tzname, name),
            line(Name::Rrule, &rule),
        ];
        parts.add(zone, kind, entries);
    }
}

/// A property; the library escapes its text and folds its line.
fn line(name: Name, text: &str) -> ICalendarEntry {
    ICalendarEntry {
        name,
        params: Vec::new(),
        values: vec![ICalendarValue::Text(clean(text))],
    }
}

/// A property with its type said: that of a day is not the usual one.
fn typed(name: Name, kind: ICalendarValueType, text: &str) -> ICalendarEntry {
    ICalendarEntry {
        params: vec![ICalendarParameter::value(kind)],
        ..line(name, text)
    }
}

/// The requirement, the record, what tells two standings apart, and the school:
/// the same for as long as the thing is due, and nowhere else.
fn uid(due: &Due, item: &Item) -> String {
    let urn = due.urn.as_deref().unwrap_or_default();
    let mut parts = vec![&*item.requirement, &item.subject, &item.key, urn];
    parts.retain(|part| !part.is_empty());
    format!("{}@apcheck", parts.join("."))
}

fn name(due: &Due) -> String {
    let school = due.school.as_deref().unwrap_or("the school");
    match &due.lead_name {
        Some(lead) => format!("Alternative provision at {school}: {lead}"),
        None => format!("Alternative provision at {school}"),
    }
}

fn summary(item: &Item) -> String {
    let word = if item.is_overdue() { "Overdue" } else { "Due" };
    format!("{word}: {}", thing(item))
}

fn thing(item: &Item) -> String {
    format!("{}: {}", item.subject, item.title)
}

fn description(item: &Item) -> String {
    // How long ago that is would be out of date tomorrow.
    let since = match item.date.filter(|_| item.is_overdue()) {
        Some(good) => format!("Not in order since {}.\n", said(next_day(good))),
        None => String::new(),
    };
    let who = match &item.lead_name {
        Some(name) => format!("Looked after by {name}."),
        None => "Nobody is named who looks after it.".to_owned(),
    };
    format!(
        "{}: {}.\n{since}{who}\n{}, {}. For more: apcheck explain {}",
        item.subject,
        item.message,
        item.requirement,
        category(item.level),
        item.requirement
    )
}

fn category(level: Level) -> &'static str {
    match level {
        Level::Good => "good practice",
        Level::Should => "guidance",
        Level::Must | Level::Fault => "law",
    }
}

fn compact(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use icalendar::Component;
    use proptest::prelude::*;

    proptest! {
        /// Whatever a text is made of, another reader has it as it was, and no
        /// line is too long.
        #[test]
        fn any_text_comes_back(text in "([a-z ]{1,30}|[,;:\\\\\"\n=\u{1b}]|END:VEVENT|é|老|👩\u{200d}👧){0,40}") {
            let mut parts = Parts(Vec::new());
            let calendar = parts.add(None, Kind::VCalendar, vec![line(Name::Version, "2.0")]);
            parts.add(calendar, Kind::VEvent, vec![line(Name::Summary, &text)]);
            let written = ICalendar { components: parts.0 }.to_string();
            prop_assert!(written.split("\r\n").all(|line| line.len() <= 75));
            let read: icalendar::Calendar = written.parse().unwrap();
            let event = read.events().next().unwrap();
            prop_assert_eq!(event.get_summary().unwrap_or_default(), clean(&text));
        }
    }
}
