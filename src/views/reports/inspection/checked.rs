//! What each provider was checked for and when, and who went there.

use crate::assess::{Assessment, Case, Standing, Subject};
use crate::records::{Record, Table as Fields};
use crate::views::compliance_page::{sign, standing_said};
use crate::views::register::Register;
use crate::views::words::spoken;
use crate::views::{Column, Section, Standings, Table};

/// Each provider that a pupil is at today, with everything that is asked of it.
pub(super) fn section(case: Case<'_>, standings: &Standings<'_>, register: &Register) -> Section {
    let mut section = Section::new("What each provider was checked for, and when");
    for provider in providers(case, register) {
        let name = provider.table.text("name").known().unwrap_or(&provider.id);
        let of =
            Section::new(name).table(checks(case, standings, provider), "Nothing is asked of it.");
        section.sections.push(of);
    }
    section
}

/// The providers where a pupil is today, by id.
fn providers<'a>(case: Case<'a>, register: &Register) -> Vec<&'a Record> {
    let there = |provider: &&Record| {
        register
            .providers
            .iter()
            .any(|row| row.provider.id.as_ref() == Some(&provider.id))
    };
    case.records.providers.values().filter(there).collect()
}

fn checks(case: Case<'_>, standings: &Standings<'_>, provider: &Record) -> Table {
    let mut table = Table::new(
        "",
        &[
            Column::words(""),
            Column::words("what"),
            Column::words("how it stands"),
            Column::date("date"),
            Column::words("who"),
            Column::date("good to"),
        ],
    );
    let about = |answer: &&Assessment<'_>| {
        matches!(answer.subject, Subject::Provider(record) if record.id == provider.id)
            && !matches!(answer.standing, Standing::NotRequired { .. })
    };
    let mut answers: Vec<&Assessment<'_>> = standings.all.iter().filter(about).collect();
    answers.sort_by_key(|answer| (answer.standing.rank(), answer.requirement.title.as_str()));
    table.rows = answers.iter().map(|answer| row(&case, answer)).collect();
    table
}

fn row(case: &Case<'_>, answer: &Assessment<'_>) -> Vec<String> {
    let name = answer.standing.name();
    let evidence = answer.evidence.as_ref();
    let date =
        |date: Option<chrono::NaiveDate>| date.map_or(String::new(), |date| date.to_string());
    let title = &answer.requirement.title;
    let what = match answer.standing {
        Standing::Met { .. } => title.clone(),
        _ => format!("{title}\n· {}", answer.message),
    };
    let until = match answer.standing {
        Standing::Met { until } => until.filter(|until| *until >= case.on),
        _ => None,
    };
    vec![
        sign(name).to_owned(),
        what,
        standing_said(name).to_owned(),
        date(evidence.and_then(|evidence| evidence.date)),
        evidence
            .and_then(|evidence| evidence.by.clone())
            .unwrap_or_default(),
        date(until),
    ]
}

/// Every visit recorded to the providers that a pupil is at today.
pub(super) fn visits(case: Case<'_>, register: &Register) -> Section {
    let mut table = Table::new(
        "",
        &[
            Column::date("date"),
            Column::words("provider"),
            Column::words("kind"),
            Column::words("who"),
            Column::words("pupils seen"),
            Column::words("outcome"),
        ],
    );
    for provider in providers(case, register) {
        for (date, visit) in dated(&provider.table, "visits", case) {
            let pupils: Vec<&str> = visit.texts("pupils").collect();
            table.rows.push(vec![
                date.to_string(),
                provider
                    .table
                    .text("name")
                    .known()
                    .unwrap_or(&provider.id)
                    .to_owned(),
                word(visit, "kind"),
                person(case, visit),
                pupils.join(", "),
                word(visit, "outcome"),
            ]);
        }
    }
    table.rows.sort_by(|one, other| other.cmp(one));
    Section::new("Visits").table(table, "No visit is recorded.")
}

/// Every review of the placements that are live today.
pub(super) fn reviews(case: Case<'_>) -> Section {
    let mut table = Table::new(
        "",
        &[
            Column::words("placement"),
            Column::date("date"),
            Column::words("kind"),
            Column::words("who"),
            Column::words("with"),
            Column::words("outcome"),
            Column::date("next"),
        ],
    );
    for placement in case
        .records
        .all_placements()
        .filter(|placement| placement.is_live(case.on))
    {
        for (date, review) in dated(placement.table(), "reviews", case) {
            let with: Vec<&str> = review.texts("with").collect();
            let next = review.date("next").known();
            table.rows.push(vec![
                placement.id().to_owned(),
                date.to_string(),
                word(review, "kind"),
                person(case, review),
                with.join(", "),
                word(review, "outcome"),
                next.map_or(String::new(), |next| next.to_string()),
            ]);
        }
    }
    Section::new("Reviews of the placements").table(table, "No review is recorded.")
}

/// The entries of a log that have happened, oldest first.
pub(super) fn dated<'a>(
    table: &'a Fields,
    log: &'a str,
    case: Case<'_>,
) -> Vec<(chrono::NaiveDate, &'a Fields)> {
    let entries = table
        .tables(log)
        .filter_map(|entry| Some((entry.date("date").known()?, entry)));
    let mut entries: Vec<_> = entries.filter(|(date, _)| *date <= case.known).collect();
    entries.sort_by_key(|(date, _)| *date);
    entries
}

/// A word of the table of fields as it is read: "home school".
pub(super) fn word(entry: &Fields, key: &str) -> String {
    let word = entry.text(key).known();
    word.map_or_else(|| "not recorded".into(), spoken)
}

fn person(case: Case<'_>, entry: &Fields) -> String {
    let key = entry.text("by").known();
    key.map_or("not recorded", |key| case.records.person(key))
        .to_owned()
}
