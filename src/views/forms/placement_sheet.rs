//! The placement sheet, in the order and the words of the Leicestershire
//! alternative provision handbook, appendix 1.

use super::Filling;
use crate::assess::Case;
use crate::calendar::said;
use crate::records::Placement;
use crate::views::recorded::Recorded;
use crate::views::{Document, Section};

/// The sheet of a placement.
pub fn placement_sheet<'a>(
    case: Case<'a>,
    placement: Placement<'a>,
    name: Option<&'a str>,
) -> Document {
    let mut form = Filling::of(case, placement, name);
    let provider = form.row.provider.name.clone();
    let start = Recorded::of(placement.table().date("start"), placement.record);
    let end = form.row.planned_end;
    let outcomes = form.objectives().map(|objectives| objectives.join("; "));
    let exit = exit_strategy(&form);
    let (school, hours, visit, lead) = (
        form.school("name"),
        form.hours(),
        form.pre_placement_visit(),
        form.lead(),
    );
    let facts = vec![
        form.line("School Name", "the school's name", school),
        form.pupil_name("Pupil Name"),
        form.date_of_birth("Pupil date of birth"),
        form.line("Name of alternative provision", "the provider's name", provider),
        form.line(
            "Number of hours child/young person will be attending per week",
            "the hours a week there",
            hours,
        ),
        form.day("Proposed start date", "the start", start),
        form.day("Proposed end date", "the planned end", end),
        form.line(
            "What are the learning outcomes / success criteria for the placement?",
            "the outcomes and how success is measured",
            outcomes,
        ),
        form.line(
            "Is there an exit strategy in place?",
            "whether there is an exit strategy",
            exit,
        ),
        form.line(
            "Name of staff member who completed the pre-placement visit to establish that it can meet all of the pupil's needs",
            "who made the visit before the placement",
            visit,
        ),
        form.line("Your name and contact details", "your name and how to reach you", lead),
    ];
    let code = Section::new("Attendance code").words(form.code_said());
    let sections = vec![Section::default().facts(facts), code];
    form.document(
        "placement-sheet",
        "Alternative Provision – Placement Sheet",
        "",
        sections,
    )
}

/// The plan that is on record for what comes after, with the aim.
fn exit_strategy(form: &Filling<'_>) -> Recorded<String> {
    let plans = [
        ("reintegration-plan", "a plan for the return to school"),
        ("next-step-plan", "a plan for the next step"),
    ];
    let record = form.placement.record;
    let aim = match super::worded(record, "aim") {
        Recorded::Known(aim) => format!("; the aim is {aim}"),
        Recorded::Missing | Recorded::Unread => String::new(),
    };
    let made = plans.into_iter().find_map(|(key, plan)| {
        let line = form.check(key)?;
        Some((plan, line.date().known()?))
    });
    match made {
        Some((plan, date)) => Recorded::Known(format!("Yes: {plan}, of {}{aim}", said(date))),
        None => Recorded::nothing_in(record),
    }
}
