//! Whether anything recorded stands in the way of a start.

use crate::assess::{Assessment, Case, Standing, Subject, assess};
use crate::calendar::{Span, next_day};
use crate::records::Placement;
use crate::rulebook::{Level, Needed, Requirement, Rulebook};
use chrono::NaiveDate;

/// How the start of one placement stands.
#[derive(Clone, Debug)]
pub struct Gate {
    pub placement: String,
    pub start: Option<NaiveDate>,
    /// Requirements that stand in the way, of how many.
    pub in_the_way: usize,
    pub of: usize,
    pub faults: usize,
    /// Each checklist of the gate, then the law and the guidance.
    pub parts: Vec<Part>,
}

/// How many of a part are met, of how many, and what of the rest.
#[derive(Clone, Debug, Default)]
pub struct Part {
    pub title: String,
    pub met: usize,
    pub of: usize,
    pub to_do: usize,
    pub excepted: usize,
    /// What is neither met nor accounted for: items of a checklist, else requirements.
    pub missing: Vec<String>,
}

/// Judges the start of a placement, as on its first day with what is recorded
/// by the day of `case`; and the answers that stand in the way.
pub(super) fn judge<'a>(
    case: Case<'a>,
    placement: Placement<'a>,
    fail_on: Level,
) -> (Gate, Vec<Assessment<'a>>) {
    let answers = answers(case, placement);
    let parts = parts(case.rulebook, &answers);
    let of = answers.len();
    let in_the_way: Vec<Assessment<'a>> = answers
        .into_iter()
        .filter(|answer| stands_in_the_way(case.rulebook, answer, fail_on))
        .collect();
    let gate = Gate {
        placement: placement.id().to_owned(),
        start: placement.start(),
        in_the_way: in_the_way.len(),
        of,
        faults: 0,
        parts,
    };
    (gate, in_the_way)
}

/// What is needed always or before the start, of the placement, its pupil, its
/// provider and the school.
fn answers<'a>(case: Case<'a>, placement: Placement<'a>) -> Vec<Assessment<'a>> {
    let case = placement.start().map_or(case, |start| case.at_start(start));
    let subjects = [
        Some(Subject::Placement(placement)),
        placement.pupil().map(Subject::Pupil),
        placement.provider().map(Subject::Provider),
        Some(Subject::Commissioner),
    ];
    let mut answers = Vec::new();
    for subject in subjects.into_iter().flatten() {
        for requirement in case.rulebook.counted() {
            let before = matches!(
                requirement.needed,
                Needed::Always | Needed::BeforeStart | Needed::UntilSettled
            );
            if requirement.about == subject.about() && before {
                answers.extend(assess(case, requirement, subject));
            }
        }
    }
    answers.retain(|answer| match answer.standing {
        Standing::NotRequired { .. } => false,
        // Without a first day, what is needed before it is needed now.
        Standing::Outstanding { .. } => answer.requirement.needed == Needed::BeforeStart,
        _ => true,
    });
    answers
}

/// Whether a start lies within so many school days of the day asked about.
pub(super) fn is_near(case: &Case<'_>, start: NaiveDate, ahead: f64) -> bool {
    let span = Span {
        from: next_day(case.on),
        to: start,
    };
    if start <= case.on {
        return false;
    }
    match case.calendar.school_days(span) {
        #[expect(clippy::cast_precision_loss, reason = "a count of days")]
        Ok(days) => days.len() as f64 <= ahead,
        // Where a term is missing, days of the week stand for school days.
        Err(_) => (start - case.on).num_days() <= 7,
    }
}

fn stands_in_the_way(rulebook: &Rulebook, answer: &Assessment<'_>, fail_on: Level) -> bool {
    let strict = answer.level >= Level::Must || !answer.requirement.exceptable;
    let asked = answer.level >= fail_on || rulebook.is_in_gate(&answer.requirement.id);
    match answer.standing {
        Standing::Breached { .. }
        | Standing::Outstanding { .. }
        | Standing::NotEvaluated { .. } => asked,
        Standing::Action { .. } => strict,
        _ => false,
    }
}

/// Each gate checklist by its items, then the law, then the guidance.
fn parts(rulebook: &Rulebook, answers: &[Assessment<'_>]) -> Vec<Part> {
    let mut parts = Vec::new();
    for name in &rulebook.gate {
        let Some(checklist) = rulebook.checklists.get(name) else {
            continue;
        };
        let mut part = Part {
            title: short_title(&checklist.title),
            ..Part::default()
        };
        for item in checklist.items() {
            let standings = answers
                .iter()
                .filter(|answer| item.requires.contains(&answer.requirement.id))
                .map(|answer| &answer.standing);
            if let Some(worst) = standings.min_by_key(|standing| standing.rank()) {
                part.count(worst, &item.text);
            }
        }
        parts.push(part);
    }
    let is_law = |requirement: &Requirement| rulebook.is_law(requirement);
    for (title, law) in [("law", true), ("guidance", false)] {
        let mut part = Part {
            title: title.into(),
            ..Part::default()
        };
        for answer in answers
            .iter()
            .filter(|answer| is_law(answer.requirement) == law)
        {
            part.count(&answer.standing, &answer.requirement.id);
        }
        parts.push(part);
    }
    parts
}

impl Part {
    fn count(&mut self, standing: &Standing, name: &str) {
        self.of += 1;
        match standing {
            Standing::Met { .. } => self.met += 1,
            Standing::Action { .. } => self.to_do += 1,
            Standing::Excepted { .. } => self.excepted += 1,
            _ => self.missing.push(name.to_owned()),
        }
    }
}

/// "Annex A" of "Annex A: before a placement (…)".
pub fn short_title(title: &str) -> String {
    title
        .split([':', '('])
        .next()
        .unwrap_or(title)
        .trim()
        .to_owned()
}
