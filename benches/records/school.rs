//! The school's own file, and the school days it means.

use apcheck::calendar::{Calendar, Span, Term};
use chrono::NaiveDate;
use std::fmt::Write;

/// The first of the terms that registers are written for; the one before is there for
/// what was agreed in it.
const FIRST: usize = 1;

/// The terms of two school years and the summer before: first day, half term, last day.
const TERMS: [(&str, [&str; 4]); 7] = [
    (
        "Summer 2025",
        ["2025-04-14", "2025-05-26", "2025-05-30", "2025-07-21"],
    ),
    (
        "Autumn 2025",
        ["2025-09-01", "2025-10-27", "2025-10-31", "2025-12-19"],
    ),
    (
        "Spring 2026",
        ["2026-01-05", "2026-02-16", "2026-02-20", "2026-03-27"],
    ),
    (
        "Summer 2026",
        ["2026-04-13", "2026-05-25", "2026-05-29", "2026-07-21"],
    ),
    (
        "Autumn 2026",
        ["2026-09-01", "2026-10-26", "2026-10-30", "2026-12-18"],
    ),
    (
        "Spring 2027",
        ["2027-01-04", "2027-02-15", "2027-02-19", "2027-03-25"],
    ),
    (
        "Summer 2027",
        ["2027-04-12", "2027-05-31", "2027-06-04", "2027-07-21"],
    ),
];

/// The days on which the school trains its staff.
const CLOSED: [&str; 6] = [
    "2025-09-01",
    "2025-09-02",
    "2025-11-03",
    "2026-01-05",
    "2026-02-23",
    "2026-06-01",
];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_default()
}

/// The first `count` school days of the records.
pub(crate) fn school_days(count: usize) -> Vec<NaiveDate> {
    let terms: Vec<Term> = TERMS
        .iter()
        .map(|(name, [first, from, to, last])| Term {
            name: (*name).to_owned(),
            span: Span {
                from: day(first),
                to: day(last),
            },
            half_term: Some(Span {
                from: day(from),
                to: day(to),
            }),
            closed: CLOSED.iter().map(|closed| day(closed)).collect(),
        })
        .collect();
    let whole = Span {
        from: day(TERMS[FIRST].1[0]),
        to: day(TERMS[TERMS.len() - 1].1[3]),
    };
    let calendar = Calendar::new(terms);
    let mut days = calendar.school_days(whole).unwrap_or_default().to_vec();
    days.truncate(count);
    days
}

/// `apcheck.toml`.
pub(crate) fn school() -> String {
    let mut text = String::from(HEAD);
    for (name, [first, from, to, last]) in TERMS {
        let within = CLOSED
            .iter()
            .filter(|closed| first <= **closed && **closed <= last);
        let closed: Vec<&str> = within.copied().collect();
        let _ = write!(
            text,
            "\n[[terms]]\nname = \"{name}\"\nstart = {first}\nhalf-term = [{from}, {to}]\nend = {last}\nclosed = [{}]\n",
            closed.join(", ")
        );
    }
    text + TAIL
}

const HEAD: &str = "\
# Invented records, made to measure apcheck.
format = 1

[commissioner]
name = \"Oakwood Trust\"
kind = \"academy\"
type = \"mainstream\"
urn = 100001
local-authority = \"Leicestershire\"

[hours]
full-time = 25.0
registration = 18.0

[people]
hdt = { name = \"H. Dutton\", role = \"Headteacher\", phone = \"01632 960012\", email = \"head@oakwood.example\" }
rok = { name = \"R. Okafor\", role = \"DSL\", phone = \"01632 960010\", email = \"dsl@oakwood.example\" }
ska = { name = \"S. Kaur\", role = \"Inclusion lead\", phone = \"01632 960011\", email = \"skaur@oakwood.example\" }
tpr = { name = \"T. Prescott\", role = \"SENCo\", phone = \"01632 960014\", email = \"senco@oakwood.example\" }
mbe = { name = \"M. Bell\", role = \"Attendance lead\", phone = \"01632 960013\", email = \"attendance@oakwood.example\" }
lra = { name = \"L. Rahman\", role = \"health and safety adviser, competent person\", phone = \"01632 960016\", email = \"lrahman@oakwood.example\" }

[checklists]
use = [\"kcsie-2025\", \"arranging-ap-2025\", \"annex-a\", \"annex-b\"]
gate = [\"annex-a\"]
";

const TAIL: &str = "
[checks]
section-19-duty-understood = { date = 2025-09-01, by = \"hdt\" }
referral-route-in-place = { date = 2025-09-01, by = \"ska\" }
ap-policy-reviewed = { date = 2025-09-01, by = \"hdt\" }
staff-aware-of-policy = { date = 2025-09-01, by = \"hdt\" }
key-staff-trained = { date = 2025-09-01, by = \"rok\" }
staff-know-how-to-report = { date = 2025-09-01, by = \"rok\", also = [\"key-staff-see-what-they-need\"] }
attendance-procedure-covers-ap = { date = 2025-09-01, by = \"mbe\" }
vulnerability-policy = { date = 2025-09-01, by = \"rok\" }
dbs-copies-not-kept = { date = 2025-09-01, by = \"hdt\" }
records-kept-securely = { date = 2025-09-01, by = \"hdt\" }
la-liaison-agreed = { date = 2025-09-01, by = \"ska\" }

[[governor-reports]]
date = 2025-12-08
by = \"hdt\"
covers = [\"quality-checks\", \"attendance\", \"outcomes\", \"incidents\", \"plans\", \"timescales\"]
anonymised = true

[[governor-reports]]
date = 2026-03-16
by = \"hdt\"
covers = [\"quality-checks\", \"attendance\", \"outcomes\", \"incidents\", \"plans\", \"timescales\"]
anonymised = true

[[governor-reports]]
date = 2026-07-06
by = \"hdt\"
covers = [\"quality-checks\", \"attendance\", \"outcomes\", \"incidents\", \"plans\", \"timescales\"]
anonymised = true
";
