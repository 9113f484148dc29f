//! The register for other programs. What is not recorded is null.

use super::{day, printed};
use crate::views::recorded::Recorded;
use crate::views::register::{
    Contact, Counted, Objective, ProviderRow, PupilRow, Register, Setting, Site,
};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct RegisterJson<'a> {
    schema: &'static str,
    as_of: String,
    /// A pupil at two providers is counted once; what is paused is left out.
    pupils_in_all: usize,
    pupils: Vec<PupilJson<'a>>,
    paused: Vec<PupilJson<'a>>,
    providers: Vec<ProviderJson<'a>>,
    starting_soon: Vec<StartingJson<'a>>,
    without_start: &'a [String],
    /// Placements of which it cannot be told whether they were live.
    unsure: Vec<UnsureJson<'a>>,
}

#[derive(Serialize)]
struct PupilJson<'a> {
    pupil: Option<&'a str>,
    placement: &'a str,
    provider: SettingJson<'a>,
    site: Option<SiteJson<'a>>,
    registration: Option<&'a str>,
    dual_registered_from: Option<String>,
    start: String,
    planned_end: Option<String>,
    first_planned_end: Option<String>,
    past_planned_end: bool,
    last_day: Option<String>,
    hours_a_week: Option<f64>,
    reason: Option<&'a str>,
    objectives: Vec<ObjectiveJson<'a>>,
    next_review: Option<String>,
    next_review_has_passed: bool,
    lead: Option<&'a str>,
    lead_name: Option<&'a str>,
    arranged_by: Option<&'a str>,
    mode: Option<&'a str>,
    part_time_until: Option<String>,
    paused_from: Option<String>,
    paused_until: Option<String>,
    /// Fields of which a part could not be read: their null is not an answer.
    could_not_be_read: Vec<&'static str>,
}

#[derive(Serialize)]
struct SettingJson<'a> {
    id: Option<&'a str>,
    name: Option<&'a str>,
    kind: Option<&'a str>,
    urn: Option<&'a str>,
    ukprn: Option<&'a str>,
    contacts: Vec<ContactJson<'a>>,
}

#[derive(Serialize)]
struct ContactJson<'a> {
    role: &'a str,
    name: Option<&'a str>,
    phone: Option<&'a str>,
    email: Option<&'a str>,
}

#[derive(Serialize)]
struct SiteJson<'a> {
    address: Option<&'a str>,
    postcode: Option<&'a str>,
    run_by: Option<&'a str>,
}

#[derive(Serialize)]
struct ObjectiveJson<'a> {
    aim: Option<&'a str>,
    measure: Option<&'a str>,
    target: Option<f64>,
    by: Option<String>,
}

#[derive(Serialize)]
struct ProviderJson<'a> {
    provider: SettingJson<'a>,
    pupils: usize,
    paused: usize,
    reasons: &'a BTreeMap<String, usize>,
    since: String,
    hours_a_week: f64,
    hours_not_known_for: usize,
    contacts: CountedJson,
    visits: CountedJson,
    visits_by_kind: BTreeMap<&'a str, CountedJson>,
    sites: Vec<SiteJson<'a>>,
    lead: Option<&'a str>,
}

#[derive(Serialize)]
struct CountedJson {
    this_term: Option<usize>,
    last: Option<String>,
    /// There may be more: part of the log could not be read.
    part_could_not_be_read: bool,
}

#[derive(Serialize)]
struct StartingJson<'a> {
    placement: &'a str,
    start: String,
}

#[derive(Serialize)]
struct UnsureJson<'a> {
    placement: &'a str,
    why: &'static str,
}

pub fn register_json(register: &Register, on: NaiveDate) -> String {
    let starting = register.starting.iter();
    let unsure = register.unsure.iter();
    printed(&RegisterJson {
        schema: "apcheck-register/1",
        as_of: day(on),
        pupils_in_all: register.count(),
        pupils: register.pupils.iter().map(pupil).collect(),
        paused: register.paused.iter().map(pupil).collect(),
        providers: register.providers.iter().map(provider).collect(),
        starting_soon: starting
            .map(|starting| StartingJson {
                placement: &starting.placement,
                start: day(starting.start),
            })
            .collect(),
        without_start: &register.without_start,
        unsure: unsure
            .map(|(placement, why)| UnsureJson { placement, why })
            .collect(),
    })
}

fn pupil(row: &PupilRow) -> PupilJson<'_> {
    let (paused_from, paused_until) = row.paused.unzip();
    PupilJson {
        pupil: text(&row.pupil),
        placement: &row.placement,
        provider: setting(&row.provider),
        site: row.site.known().map(site),
        registration: text(&row.roll),
        dual_registered_from: row.dual_from.map(day),
        start: day(row.start),
        planned_end: row.planned_end.known().copied().map(day),
        first_planned_end: row.first_planned_end.map(day),
        past_planned_end: row.past_planned_end,
        last_day: row.last_day.map(day),
        hours_a_week: row.hours.known().copied(),
        reason: text(&row.reason),
        objectives: listed(&row.objectives, objective),
        next_review: row.next_review.known().copied().map(day),
        next_review_has_passed: row.review_has_passed,
        lead: row.lead.known().map(|(key, _)| key.as_str()),
        lead_name: row.lead.known().map(|(_, name)| name.as_str()),
        arranged_by: text(&row.arranged_by),
        mode: row.mode.as_deref(),
        part_time_until: row.part_time_until.map(day),
        paused_from: paused_from.map(day),
        paused_until: paused_until.flatten().map(day),
        could_not_be_read: unread(row),
    }
}

fn unread(row: &PupilRow) -> Vec<&'static str> {
    let fields = [
        ("pupil", row.pupil == Recorded::Unread),
        ("site", site_unread(&row.site)),
        ("registration", row.roll == Recorded::Unread),
        ("planned_end", row.planned_end == Recorded::Unread),
        ("hours_a_week", row.hours == Recorded::Unread),
        ("reason", row.reason == Recorded::Unread),
        ("objectives", row.objectives == Recorded::Unread),
        ("next_review", row.next_review == Recorded::Unread),
        ("lead", row.lead == Recorded::Unread),
        ("arranged_by", row.arranged_by == Recorded::Unread),
    ];
    let unread = fields.into_iter().filter(|(_, unread)| *unread);
    unread.map(|(field, _)| field).collect()
}

fn site_unread(site: &Recorded<Site>) -> bool {
    let parts = |site: &Site| [&site.address, &site.postcode].contains(&&Recorded::Unread);
    *site == Recorded::Unread || site.known().is_some_and(parts)
}

fn setting(of: &Setting) -> SettingJson<'_> {
    SettingJson {
        id: of.id.as_deref(),
        name: text(&of.name),
        kind: text(&of.kind),
        urn: text(&of.urn),
        ukprn: text(&of.ukprn),
        contacts: of.contacts.iter().map(contact).collect(),
    }
}

fn contact(of: &Contact) -> ContactJson<'_> {
    ContactJson {
        role: &of.role,
        name: of.name.as_deref(),
        phone: of.phone.as_deref(),
        email: of.email.as_deref(),
    }
}

fn site(of: &Site) -> SiteJson<'_> {
    SiteJson {
        address: text(&of.address),
        postcode: text(&of.postcode),
        run_by: of.run_by.as_deref(),
    }
}

fn objective(of: &Objective) -> ObjectiveJson<'_> {
    ObjectiveJson {
        aim: text(&of.aim),
        measure: of.measure.as_deref(),
        target: of.target,
        by: of.by.known().copied().map(day),
    }
}

fn provider(row: &ProviderRow) -> ProviderJson<'_> {
    let kinds = row.visits_by_kind.iter();
    ProviderJson {
        provider: setting(&row.provider),
        pupils: row.pupils,
        paused: row.paused,
        reasons: &row.reasons,
        since: day(row.since),
        hours_a_week: row.hours,
        hours_not_known_for: row.hours_missing,
        contacts: counted(row.contacts),
        visits: counted(row.visits),
        visits_by_kind: kinds
            .map(|(kind, of)| (kind.as_str(), counted(*of)))
            .collect(),
        sites: listed(&row.sites, site),
        lead: text(&row.lead),
    }
}

fn counted(of: Counted) -> CountedJson {
    CountedJson {
        this_term: of.this_term,
        last: of.last.map(day),
        part_could_not_be_read: of.unread,
    }
}

fn text(recorded: &Recorded<String>) -> Option<&str> {
    recorded.known().map(String::as_str)
}

fn listed<'a, T, J>(recorded: &'a Recorded<Vec<T>>, json: impl Fn(&'a T) -> J) -> Vec<J> {
    let list = recorded.known().map_or(&[][..], Vec::as_slice);
    list.iter().map(json).collect()
}
