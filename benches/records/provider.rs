//! A provider.

use super::dice::Dice;
use super::placement::pupil;
use super::register::DAYS;
use super::school::school_days;
use super::{AT_A_PROVIDER, File};
use chrono::Datelike;
use std::fmt::Write;

/// What sort of place a provider is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Setting {
    Unit,
    Farm,
    Workshop,
    Tutor,
}

/// Every fourth provider is a unit with whole days, and the others have mornings.
pub(crate) fn setting(provider: usize) -> Setting {
    [
        Setting::Farm,
        Setting::Workshop,
        Setting::Unit,
        Setting::Tutor,
    ][provider % 4]
}

impl Setting {
    fn kind(self) -> &'static str {
        match self {
            Setting::Unit => "pru",
            Setting::Farm => "non-school",
            Setting::Workshop => "work-based",
            Setting::Tutor => "tutor",
        }
    }

    fn id(self) -> &'static str {
        match self {
            Setting::Unit => "fosse-lane-pru",
            Setting::Farm => "larkfield-farm",
            Setting::Workshop => "quarry-road-motors",
            Setting::Tutor => "kestrel-tuition",
        }
    }

    pub(crate) fn whole_days(self) -> bool {
        self == Setting::Unit
    }

    pub(crate) fn activities(self) -> [&'static str; 2] {
        match self {
            Setting::Unit => [
                "core subjects in a small group",
                "mentoring and core subjects",
            ],
            Setting::Farm => ["animal care, hedging", "gardening, functional skills"],
            Setting::Workshop => ["motor vehicle, level 1", "bicycle repair"],
            Setting::Tutor => ["English and mathematics", "science, one to one"],
        }
    }

    pub(crate) fn times(self) -> &'static str {
        if self.whole_days() {
            "morning-starts = 08:50:00, break = [12:00:00, 12:40:00], afternoon-ends = 14:50:00"
        } else {
            "morning-starts = 09:00:00, morning-ends = 12:00:00"
        }
    }

    /// What only this sort of place asks of a placement.
    pub(crate) fn extra_check(self) -> &'static str {
        match self {
            Setting::Workshop => "preview-authority-told = { date = 2025-08-28, by = \"ska\" }\n",
            _ => "",
        }
    }

    fn who(self, number: usize) -> String {
        match self {
            Setting::Unit => format!("urn = {}", 100_000 + number % 900_000),
            Setting::Workshop => "setting-type = \"WBP\"".into(),
            Setting::Tutor => "setting-type = \"OOT\"".into(),
            Setting::Farm => "setting-type = \"OTH\"".into(),
        }
    }
}

/// The id of the provider of that number.
pub(crate) fn provider_id(number: usize) -> String {
    format!("{}-{number:04}", setting(number).id())
}

/// What is wrong with a provider; one in ten has something.
fn insurance(number: usize) -> (&'static str, &'static str) {
    match number % 30 {
        9 => ("2026-05-31", "10_000_000"),
        19 => ("2026-08-31", "5_000_00"),
        _ => ("2026-08-31", "10_000_000"),
    }
}

/// `providers/<id>.toml`.
pub(crate) fn provider(number: usize) -> File {
    let setting = setting(number);
    let mut dice = Dice::of(number + 2_000_000);
    let mut text = head(number, setting, &mut dice);
    logs(&mut text, number, &mut dice);
    tables(&mut text, setting);
    checks(&mut text, number, setting);
    File {
        path: format!("providers/{}.toml", provider_id(number)),
        bytes: text.into_bytes(),
    }
}

fn head(number: usize, setting: Setting, dice: &mut Dice) -> String {
    let village = dice.one_of(&["Thursby", "Melbrook", "Ashlode", "Wexcombe"]);
    let dsl = match number % 30 {
        29 => "",
        _ => {
            "  { role = \"dsl\", name = \"C. Obi\", phone = \"01632 960202\", email = \"dsl@provider.example\" },\n"
        }
    };
    format!(
        "\
name = \"{} number {number}\"
kind = \"{}\"
{}
lead = \"ska\"
capacity = {{ full-time-pupils-declared = 0, of-them-ehc-plan-or-looked-after = 0, declared = 2025-09-01 }}
sites = [
  {{ key = \"main\", risk = \"lower\", address = \"{number} Mill Lane, {village}\", postcode = \"LE14 0ZX\" }},
]
key-contacts = [
  {{ role = \"head\", name = \"D. Amory\", phone = \"01632 960201\", email = \"head@provider.example\" }},
{dsl}\
  {{ role = \"deputy-dsl\", name = \"M. Farrow\", phone = \"01632 960203\", email = \"deputy@provider.example\" }},
  {{ role = \"placement-lead\", name = \"B. Ncube\", phone = \"01632 960204\", email = \"office@provider.example\" }},
]
",
        setting.id().replace('-', " "),
        setting.kind(),
        setting.who(number),
    )
}

/// Visits and contacts, an entry on each line; one contact is about all pupils there.
fn logs(text: &mut String, number: usize, dice: &mut Dice) {
    let first = number * AT_A_PROVIDER;
    let pupils: Vec<String> = (first..first + AT_A_PROVIDER)
        .map(|number| format!("\"{}\"", pupil(number)))
        .collect();
    let pupils = pupils.join(", ");
    text.push_str("visits = [\n");
    for (date, kind) in [
        ("2025-08-27", "pre-placement"),
        ("2025-10-08", "quality"),
        ("2025-11-26", "welfare"),
        ("2026-01-28", "quality"),
        ("2026-03-11", "welfare"),
        ("2026-05-06", "quality"),
        ("2026-06-24", "welfare"),
    ] {
        let announced = dice.once_in(2);
        let _ = writeln!(
            text,
            "  {{ date = {date}, by = \"ska\", kind = \"{kind}\", site = \"main\", looked-at = [\"safeguarding\", \"curriculum\", \"attendance\", \"behaviour\", \"wellbeing\", \"health-and-safety\"], announced = {announced}, pupils = [{pupils}], pupil-views = \"glad to be there\", outcome = \"satisfied\" }},"
        );
    }
    text.push_str("]\ncontacts = [\n");
    // A call a week, on its last school day.
    for week in school_days(DAYS).chunk_by(|a, b| a.iso_week() == b.iso_week()) {
        let date = week[week.len() - 1];
        let _ = writeln!(
            text,
            "  {{ date = {date}, by = \"mbe\", with = \"provider\", how = \"phone\", pupils = [{pupils}] }},"
        );
    }
    text.push_str("]\nsignoffs = [\n");
    let _ = writeln!(
        text,
        "  {{ checklist = \"annex-b\", name = \"S. Kaur\", position = \"Inclusion lead\", date = 2026-07-20 }},\n]"
    );
}

fn tables(text: &mut String, setting: Setting) {
    text.push_str(
        "
[agreed]
absence-reported-by = 09:30:00
absence-reported-to = \"attendance@oakwood.example\"
calls-home = \"school\"
calls-home-by = 10:00:00
welfare-checks = \"school\"
concerns-to = \"rok\"
accidents-to = \"rok\"
reports-every = \"half-term\"
returns-every = \"day\"
",
    );
    if setting == Setting::Tutor {
        text.push_str("\n[codes]\nY = \"present\"\nLATE = \"late\"\nILL = \"I\"\n");
    }
}

fn checks(text: &mut String, number: usize, setting: Setting) {
    let (expires, cover) = insurance(number);
    let _ = write!(
        text,
        "
[checks]
registration-checked = {{ date = 2025-08-26, by = \"rok\", evidence = \"the public register looked at\" }}
due-diligence = {{ date = 2025-08-26, by = \"hdt\", also = [\"written-agreement\"], evidence = \"panel, item 2\" }}
letter-of-assurance = {{ date = 2025-08-26, by = \"rok\", covers = [\"identity\", \"right-to-work\", \"references\", \"dbs-barred-list\"], evidence = \"letter from the head\" }}
scr-seen = {{ date = 2025-08-27, by = \"rok\" }}
notifies-staff-changes = {{ date = 2025-08-26, by = \"rok\" }}
annual-safeguarding-assurance = {{ date = 2025-08-26, by = \"rok\" }}
safeguarding-policy = {{ date = 2025-08-26, by = \"rok\", expires = 2026-08-31, also = [\"related-policies-received\", \"behaviour-process\", \"concern-procedure\"] }}
our-policies-shared = {{ date = 2025-08-26, by = \"rok\" }}
dsl-trained = {{ date = 2025-08-20, by = \"rok\" }}
staff-safeguarding-trained = {{ date = 2025-08-26, by = \"rok\", also = [\"staff-prevent-trained\", \"local-procedures-known\", \"works-with-other-services\"] }}
data-protection = {{ date = 2025-08-26, by = \"rok\" }}
staff-qualified = {{ date = 2025-08-27, by = \"ska\" }}
curriculum-checked = {{ date = 2025-08-27, by = \"ska\" }}
"
    );
    if setting == Setting::Unit {
        text.push_str("ofsted-report = { date = 2025-08-26, by = \"ska\" }\n");
        return;
    }
    let _ = write!(
        text,
        "\
premises-suitable = {{ date = 2025-08-27, by = \"lra\", also = [\"fire-safety\"], evidence = \"visit form\" }}
first-aid = {{ date = 2025-08-27, by = \"lra\" }}
health-and-safety = {{ date = 2025-08-27, by = \"lra\", also = [\"significant-risks-form\"] }}
employers-liability = {{ date = 2025-08-27, by = \"ska\", expires = {expires}, cover = {cover} }}
external-audit = {{ date = 2025-06-10, by = \"rok\", expires = 2026-10-31 }}
public-liability = {{ date = 2025-08-27, by = \"ska\", expires = 2026-08-31, cover = 10_000_000 }}
"
    );
}
