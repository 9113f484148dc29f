//! All of one placement.

use super::chronology::{self, Chronology};
use super::register::register_section;
use super::standing::Stands;
use super::week::week_section;
use crate::assess::Case;
use crate::calendar::said;
use crate::records::{Placement, Read, Stage, Table};
use crate::views::progress::doing;
use crate::views::recorded::Recorded;
use crate::views::register::{PupilRow, Site};
use crate::views::words::spoken;
use crate::views::{Fact, Section};

/// Everything about a placement, in the order in which it is read.
pub fn placement_sections(case: Case<'_>, placement: Placement<'_>) -> Vec<Section> {
    let stage = Section::new("Where it stands").facts(facts(case, &placement));
    if placement.never_started() {
        return vec![stage, chronology_section(case, &placement)];
    }
    let stands = Stands::of_placement(case, placement);
    vec![
        stage,
        stands.next_section(),
        stands.checklists_section(),
        week_section(case, &placement),
        register_section(case, &placement),
        objectives_section(case, placement),
        chronology_section(case, &placement),
        stands.not_in_order_section(),
    ]
}

/// The objectives as they were measured, and attendance by week once it began.
pub fn objectives_section(case: Case<'_>, placement: Placement<'_>) -> Section {
    let doing = doing(case, placement);
    let mut section = doing.objectives_section();
    section.heading = "Objectives and progress".into();
    let begun = matches!(placement.stage(case.on), Stage::Live | Stage::Ended);
    if begun {
        section.blocks.extend(doing.attendance_section().blocks);
    }
    section
}

/// All that was logged of the pupil here, by day.
pub fn chronology_section(case: Case<'_>, placement: &Placement<'_>) -> Section {
    chronology(case, placement).section(case)
}

pub fn chronology(case: Case<'_>, placement: &Placement<'_>) -> Chronology {
    chronology::of_placement(case, placement)
}

/// "live since 7 September 2026", "ended on 11 December 2026: objectives met".
pub fn stage_said(case: Case<'_>, placement: &Placement<'_>) -> String {
    let table = placement.table();
    let day = |day: Option<chrono::NaiveDate>| day.map_or("a day not recorded".into(), said);
    match placement.stage(case.on) {
        Stage::NeverStarted => {
            let referral = table.table("referral");
            let outcome = referral.and_then(|referral| referral.text("outcome").known());
            format!(
                "never started: the referral was {}",
                outcome.unwrap_or("declined")
            )
        }
        Stage::BeforeStart => format!("not started; planned for {}", day(placement.start())),
        Stage::Live => format!("live since {}", day(placement.start())),
        Stage::Ended => {
            let ending = table.table("ending");
            let word = |key| ending.and_then(|ending: &Table| ending.text(key).known());
            let why = word("reason").map_or(String::new(), |why| format!(": {why}"));
            let to = word("to").map_or(String::new(), |to| format!("; then {}", spoken(to)));
            format!("ended on {}{why}{to}", day(placement.ending(case.on)))
        }
    }
}

fn facts(case: Case<'_>, placement: &Placement<'_>) -> Vec<Fact> {
    let row = PupilRow::of(placement, case.on);
    let record = placement.record;
    let word = |key: &str| Recorded::of(placement.table().text(key), record);
    let mut facts = vec![
        Fact::new("Stage", stage_said(case, placement)),
        Fact::new("Pupil", row.pupil.written()),
        Fact::new("Provider", provider(placement)),
        Fact::new("Site", row.site.said(Site::said)),
        Fact::new("Planned to", row.planned_end.said(|end| said(*end))),
        Fact::new("Basis", word("basis").said(|basis| spoken(basis))),
        Fact::new("Arranged by", row.arranged_by.said(|who| spoken(who))),
        Fact::new("Registration", row.roll.written()),
        Fact::new("Activity", word("activity").written()),
        Fact::new("Commissioned for", row.reason.written()),
        Fact::new("Aim", word("aim").said(|aim| spoken(aim))),
        Fact::new("Hours a week", row.hours.written()),
    ];
    if placement.is_live(case.on) {
        facts.push(Fact::new(
            "Next review",
            row.next_review.said(|day| said(*day)),
        ));
        let remarks = row.remarks();
        if !remarks.is_empty() {
            facts.push(Fact::new("Remarks", remarks.join("; ")));
        }
    }
    let lead = row.lead.said(|(_, name)| name.clone());
    facts.push(Fact::new("Looked after by", lead));
    facts
}

/// "Larkfield Farm CIC (larkfield-farm)".
fn provider(placement: &Placement<'_>) -> String {
    let id = match placement.table().text("provider") {
        Read::Known(id, _) => id,
        Read::Absent => return "not recorded".into(),
        Read::Unreadable(_) => return "could not be read".into(),
    };
    let record = placement.provider();
    let name = record.and_then(|record| record.table.text("name").known());
    name.map_or(id.to_owned(), |name| format!("{name} ({id})"))
}
