//! A placement and its register.

use super::dice::Dice;
use super::fault::{Fault, fault};
use super::provider::{Setting, provider_id, setting};
use super::register::{DAYS, Sessions, register};
use super::{AT_A_PROVIDER, File};
use std::fmt::Write;

/// The days of the reviews, one in each half term.
const REVIEWS: [&str; 6] = [
    "2025-10-14",
    "2025-11-27",
    "2026-01-29",
    "2026-03-12",
    "2026-05-07",
    "2026-06-25",
];

const CONTACTS: [&str; 10] = [
    "2025-09-12",
    "2025-10-17",
    "2025-11-14",
    "2025-12-12",
    "2026-02-06",
    "2026-03-20",
    "2026-04-30",
    "2026-05-15",
    "2026-06-26",
    "2026-07-17",
];

/// One pupil in so many is at two providers, in the mornings and the afternoons.
const TWO_PROVIDERS: usize = 40;

/// Whether the placement is the afternoons of a pupil who is elsewhere in the mornings.
fn is_second(number: usize) -> bool {
    number % TWO_PROVIDERS == AT_A_PROVIDER
}

/// The pupil of the placement of that number.
pub(crate) fn pupil(number: usize) -> String {
    format!("p{:06}", number + 1 - usize::from(is_second(number)))
}

fn placement_id(number: usize) -> String {
    format!("{}-{}", pupil(number), provider_id(number / AT_A_PROVIDER))
}

/// A placement and its register.
pub(crate) fn placement(number: usize) -> [File; 2] {
    let provider = number / AT_A_PROVIDER;
    let id = placement_id(number);
    let fault = fault(number);
    let mut dice = Dice::of(number);
    let text = record(number, fault, &mut dice);
    let bytes = match fault {
        Fault::Windows1252 => text
            .chars()
            .map(|c| u8::try_from(c).unwrap_or(b'?'))
            .collect(),
        _ => text.into_bytes(),
    };
    let sessions = match setting(provider) {
        Setting::Unit => Sessions::Both,
        _ if is_second(number) => Sessions::Afternoon,
        _ => Sessions::Morning,
    };
    let register = register(&mut dice, DAYS, sessions, fault);
    [
        File {
            path: format!("placements/{id}.toml"),
            bytes,
        },
        File {
            path: format!("attendance/{id}.csv"),
            bytes: register.into_bytes(),
        },
    ]
}

fn record(number: usize, fault: Fault, dice: &mut Dice) -> String {
    let setting = setting(number / AT_A_PROVIDER);
    let mut text = head(number, setting, fault, dice);
    logs(&mut text, number / AT_A_PROVIDER, fault, dice);
    if fault == Fault::Broken {
        text.push_str("evidence = \"not closed\n");
    }
    facts(&mut text, number, setting, fault, dice);
    plan(&mut text, dice);
    checks(&mut text, setting, fault);
    text
}

fn head(number: usize, setting: Setting, fault: Fault, dice: &mut Dice) -> String {
    let provider = match fault {
        Fault::NoProvider => "the-old-mill".to_owned(),
        _ => provider_id(number / AT_A_PROVIDER),
    };
    let start = match fault {
        Fault::NoStart => "# start = not known yet",
        Fault::BritishDate => "start = \"03/09/2025\"",
        _ => "start = 2025-09-03",
    };
    let end = if fault == Fault::EndBeforeStart {
        "2025-09-01"
    } else {
        "2026-12-18"
    };
    let tier = if fault == Fault::UnknownKey {
        "teir"
    } else {
        "tier"
    };
    let basis = if fault == Fault::UnknownWord {
        "off-site"
    } else {
        "agreed"
    };
    let registration = match setting {
        Setting::Unit => "registration = \"dual\"\ndual-registered-from = 2025-09-03",
        _ => "registration = \"single\"",
    };
    let activity = dice.one_of(&setting.activities());
    let reason = dice.one_of(&["behaviour", "attendance", "mental health", "a fresh start"]);
    format!(
        "\
provider = \"{provider}\"
site = \"main\"                   # a site of that provider
basis = \"{basis}\"
arranged-by = \"school\"
mode = \"in-person\"
{registration}
activity = \"{activity}\"
reason = \"{reason}\"
{tier} = \"2\"
lead = \"ska\"
authorised = {{ date = 2025-07-14, by = \"hdt\" }}
{start}
end = {end}                  # as planned; never overwritten, see extensions
review-dates = [2025-10-14, 2025-11-27, 2026-01-29, 2026-03-12, 2026-05-07, 2026-06-25]
report-to = \"the office\"
times = {{ {} }}
aim = \"reintegration\"
",
        setting.times()
    )
}

fn facts(text: &mut String, number: usize, setting: Setting, fault: Fault, dice: &mut Dice) {
    // The facts of a pupil are the same in both placements.
    let mut person = Dice::of(number - usize::from(is_second(number)) + 1_000_000);
    let meals = person.once_in(2);
    let send = person.one_of(&["none", "sen-support", "sen-support"]);
    let born = 1 + person.below(8);
    let (tried, cost) = (
        dice.one_of(&["mentor", "report card", "key adult"]),
        150 + dice.below(200),
    );
    let reason = match fault {
        Fault::Windows1252 => "the caf\u{e9} project ended",
        _ => "three suspensions in the spring term",
    };
    let _ = write!(
        text,
        "cost = {{ per-week = {cost}.00, charged-when-absent = true }}
transport = {{ how = \"walk\" }}

[referral]
date = 2025-07-03
by = \"ska\"
reason = \"{reason}\"
tried = [\"{tried}\", \"reduced movement at lunch\"]
outcome = \"agreed\"

[pupil]
ref = \"{}\"
born = \"2012-0{born}\"
year-group = 9
send = \"{send}\"
looked-after = false
social-care = \"none\"
free-school-meals = {meals}
health-plan = false
",
        pupil(number)
    );
    if !is_second(number) {
        week(text, number, setting);
    }
}

/// Where the pupil is; a second placement need not repeat it.
fn week(text: &mut String, number: usize, setting: Setting) {
    let second = placement_id(number + 1);
    let (day, hours) = match setting {
        Setting::Unit => ("[\"ap\", \"ap\"]".into(), "ap = 25.0".into()),
        _ if is_second(number + 1) => (
            format!("[\"ap\", \"{second}\"]"),
            format!("ap = 13.0, {second} = 12.0"),
        ),
        _ => (
            "[\"ap\", \"school\"]".into(),
            "ap = 13.0, school = 12.0".into(),
        ),
    };
    text.push_str("\n[[week]]\nfrom = 2025-09-03\n");
    for weekday in ["mon", "tue", "wed", "thu", "fri"] {
        let _ = writeln!(text, "{weekday} = {day}");
    }
    let _ = writeln!(text, "hours = {{ {hours} }}");
}

fn plan(text: &mut String, dice: &mut Dice) {
    let before = 60 + dice.below(20);
    let _ = write!(
        text,
        "
[baseline]
from = 2025-04-28
to = 2025-07-18
attendance = {before}.4

[[objectives]]
key = \"attend\"
area = \"attendance\"
aim = \"nine sessions in ten\"
measure = \"attendance\"
baseline = {before}.4
target = 90.0
by = 2026-12-11
lead = \"mbe\"
"
    );
    for (date, better) in [("2025-10-17", 8), ("2026-06-26", 14)] {
        let _ = write!(
            text,
            "\n[[progress]]\ndate = {date}\nobjective = \"attend\"\nvalue = {}.0\n",
            before + better
        );
    }
}

fn checks(text: &mut String, setting: Setting, fault: Fault) {
    let expires = if fault == Fault::OutOfDate {
        "2026-05-31"
    } else {
        "2026-12-18"
    };
    let consent = match fault {
        Fault::NoConsent => "",
        _ => "parental-consent = { date = 2025-08-28, by = \"ska\" }\n",
    };
    let _ = write!(
        text,
        "
[checks]
{consent}\
parents-informed = {{ date = 2025-08-28, by = \"ska\", also = [\"parents-told-of-risks\"], evidence = \"letter\" }}
pupil-and-parents-consulted = {{ date = 2025-07-10, by = \"ska\", covers = [\"pupil\", \"parents\", \"teachers\"] }}
la-notified = {{ date = 2025-08-28, by = \"ska\" }}
location-and-route-checked = {{ date = 2025-08-28, by = \"ska\" }}
provider-meets-needs = {{ date = 2025-08-28, by = \"tpr\", also = [\"needs-shared\"] }}
risk-assessment = {{ date = 2025-08-28, by = \"rok\", expires = {expires}, covers = [\"travel\", \"site\", \"health\", \"safeguarding\"] }}
emergency-contacts-given = {{ date = 2025-08-28, by = \"mbe\", also = [\"transport-arranged\"] }}
free-school-meal-arranged = {{ date = 2025-08-28, by = \"mbe\" }}
objectives-shared = {{ date = 2025-08-28, by = \"ska\", covers = [\"provider\", \"pupil\", \"parents\"] }}
personalised-plan = {{ date = 2025-08-28, by = \"ska\", also = [\"curriculum-plan\", \"assessment-agreed\", \"english-and-maths-offered\", \"curriculum-breadth\"] }}
reintegration-plan = {{ date = 2025-08-28, by = \"ska\", also = [\"pastoral-support-agreed\"], covers = [\"readiness\", \"timetable\", \"support\"] }}
induction = {{ date = 2025-09-03, by = \"ska\", also = [\"baseline-assessment\"] }}
{}",
        setting.extra_check()
    );
}

/// Reviews, contacts and reports, an entry on each line.
fn logs(text: &mut String, provider: usize, fault: Fault, dice: &mut Dice) {
    text.push_str("reviews = [\n");
    for (at, date) in REVIEWS.into_iter().enumerate() {
        if fault == Fault::NoReview && at == 3 {
            continue;
        }
        let kind = if at == 3 { "mid-point" } else { "regular" };
        let views = dice.one_of(&["likes it", "wants to go on", "lunch is easier there"]);
        let _ = writeln!(
            text,
            "  {{ date = {date}, by = \"ska\", kind = \"{kind}\", with = [\"pupil\", \"parent\", \"provider\"], confirmed = [\"attending\", \"safe\", \"well\", \"needs-met\", \"on-course\", \"reintegration\"], outcome = \"continue\", pupil-views = \"{views}\", parent-views = \"calmer at home\" }},"
        );
    }
    text.push_str("]\ncontacts = [\n");
    for (at, date) in CONTACTS.into_iter().enumerate() {
        let with = if matches!(at, 2 | 8) {
            "pupil"
        } else {
            "parent"
        };
        let how = dice.one_of(&["phone", "meeting", "e-mail"]);
        let _ = writeln!(
            text,
            "  {{ date = {date}, by = \"mbe\", with = \"{with}\", how = \"{how}\" }},"
        );
    }
    text.push_str("]\nreports = [\n");
    for date in [
        "2025-10-17",
        "2025-12-12",
        "2026-02-06",
        "2026-03-20",
        "2026-05-15",
        "2026-07-10",
    ] {
        let _ = writeln!(
            text,
            "  {{ date = {date}, covers = [\"attendance\", \"progress\", \"behaviour\"] }},"
        );
    }
    let _ = writeln!(
        text,
        "]\nshared = [\n  {{ date = 2025-08-28, with = \"{}\", what = [\"chronology\", \"needs\"], by = \"rok\" }},\n]",
        provider_id(provider)
    );
}
