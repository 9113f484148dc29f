//! Records x rulebook x day -> standings. Pure; nothing else decides anything.
//!
//! The order in which a standing is found is that of [`assess`]: condition,
//! not-required line, the check itself, action, exception; each step sees only
//! what the one before let through.

mod cover;
mod dates;
mod evidence;
mod exceptions;
mod faults;
mod field;
mod keys;
mod lines;
mod log;
mod need;
mod standing;

pub use faults::faults;
pub use lines::Line;
pub use need::{Need, Phase};
pub use standing::{Assessment, Evidence, Lapse, Standing};

use crate::calendar::{Calendar, day_before, said};
use crate::records::{Fault, Placement, Record, Records, Stage};
use crate::rulebook::{About, Check, Condition, Holds, Needed, Requirement, Rulebook};
use crate::rulebook::{Asked, Day};
use crate::source::Place;
use chrono::NaiveDate;

/// What everything is judged by: the records, the rulebook and the day.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    pub records: &'a Records,
    pub rulebook: &'a Rulebook,
    pub calendar: &'a Calendar,
    /// The day asked about.
    pub on: NaiveDate,
    /// What is dated after this day has not happened. It is `on`, but for the
    /// gate, which asks about the start with what is recorded today.
    pub known: NaiveDate,
}

impl<'a> Case<'a> {
    /// The same on another day, knowing no more than was recorded by then.
    pub fn on(self, day: NaiveDate) -> Case<'a> {
        Case {
            on: day,
            known: self.known.min(day),
            ..self
        }
    }

    /// The gate: the start of a placement, with what is recorded today.
    pub fn at_start(self, start: NaiveDate) -> Case<'a> {
        Case { on: start, ..self }
    }
}

/// What is wrong with the records as records.
#[derive(Debug, Default)]
pub struct Faults {
    pub list: Vec<Fault>,
    /// Names in use that are known but not encoded yet, and where.
    pub not_encoded: Vec<(String, Place)>,
}

/// Whose record is judged.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    Commissioner,
    Provider(&'a Record),
    Placement(Placement<'a>),
    Pupil(&'a str),
}

impl<'a> Subject<'a> {
    /// The id that stands for it everywhere.
    pub fn id(&self) -> &'a str {
        match self {
            Subject::Commissioner => "school",
            Subject::Provider(record) => &record.id,
            Subject::Placement(placement) => placement.id(),
            Subject::Pupil(pupil) => pupil,
        }
    }

    pub fn about(&self) -> About {
        match self {
            Subject::Commissioner => About::Commissioner,
            Subject::Provider(_) => About::Provider,
            Subject::Placement(_) => About::Placement,
            Subject::Pupil(_) => About::Pupil,
        }
    }

    /// The records in which its evidence may stand.
    pub fn sources(&self, records: &'a Records) -> Vec<&'a Record> {
        match self {
            Subject::Commissioner => vec![&records.commissioner],
            Subject::Provider(record) => vec![record],
            Subject::Placement(placement) => vec![placement.record],
            Subject::Pupil(pupil) => records
                .placements_of(pupil)
                .map(|placement| placement.record)
                .collect(),
        }
    }

    /// All its placements, whatever their stage.
    pub fn placements(&self, records: &'a Records) -> Vec<Placement<'a>> {
        match self {
            Subject::Commissioner => records.all_placements().collect(),
            Subject::Provider(record) => records.placements_at(&record.id).collect(),
            Subject::Placement(placement) => vec![*placement],
            Subject::Pupil(pupil) => records.placements_of(pupil).collect(),
        }
    }

    /// Where to point for what is not there at all.
    pub fn place(&self, case: &Case<'a>) -> Place {
        match self {
            Subject::Commissioner => case.records.commissioner.place(),
            Subject::Provider(record) => record.place(),
            Subject::Placement(placement) => placement.place(),
            Subject::Pupil(pupil) => {
                let placements: Vec<_> = case.records.placements_of(pupil).collect();
                let live = placements
                    .iter()
                    .find(|placement| placement.is_live(case.on));
                live.or(placements.first())
                    .map_or(case.records.commissioner.place(), Placement::place)
            }
        }
    }
}

/// All subjects of a kind, sorted by id.
pub fn subjects(records: &Records, about: About) -> Vec<Subject<'_>> {
    match about {
        About::Commissioner => vec![Subject::Commissioner],
        About::Provider => records.providers.values().map(Subject::Provider).collect(),
        About::Placement => records.all_placements().map(Subject::Placement).collect(),
        About::Pupil => records.pupils().into_iter().map(Subject::Pupil).collect(),
    }
}

/// How one requirement stands for one subject. One answer, but for what is
/// needed until settled: one for each entry.
pub fn assess<'a>(
    case: Case<'a>,
    requirement: &'a Requirement,
    subject: Subject<'a>,
) -> Vec<Assessment<'a>> {
    let draft = Draft {
        case,
        requirement,
        subject,
    };
    let need = match need::need(&case, requirement, &subject) {
        Ok(need) => need,
        Err(no_term) => return vec![draft.without_term(no_term.0)],
    };
    // What has ended stands as on its last day, with what was known then.
    let draft = match need.ended {
        Some(last) => Draft {
            case: case.on(last),
            ..draft
        },
        None => draft,
    };
    let mut assessments = draft.find(&need);
    for assessment in &mut assessments {
        if let Some(last) = need.ended {
            assessment.end(last);
        }
    }
    assessments
}

/// An answer in the making.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    pub case: Case<'a>,
    pub requirement: &'a Requirement,
    pub subject: Subject<'a>,
}

impl<'a> Draft<'a> {
    fn find(&self, need: &Need) -> Vec<Assessment<'a>> {
        if let Some(reason) = self.never_asked() {
            return vec![self.not_required(reason, None)];
        }
        if let (Some(first), Some(last)) = (need.first, need.last)
            && first > last
        {
            return vec![
                self.not_required("not in force while it would have been needed".into(), None),
            ];
        }
        if let Some(place) = self.unread_dates(need) {
            return vec![self.not_evaluated(
                place,
                "`start` or the ending of a placement could not be read".into(),
            )];
        }
        match self.conditions() {
            Ok(None) => {}
            Ok(Some(reason)) => return vec![self.not_required(reason, None)],
            Err(unknown) => return vec![*unknown],
        }
        let level = self.level();
        if !self.requirement.cannot_be_excepted(level)
            && let Some(line) = lines::not_required(self)
        {
            let reason = line.table.text("not-required").known().unwrap_or_default();
            let evidence = line.evidence(self.case.records);
            return vec![self.not_required(reason.to_owned(), Some(evidence))];
        }
        let assessments = match &self.requirement.check {
            Check::Evidence { .. } => vec![evidence::check(self, need)],
            Check::Log(log) => vec![log::check(self, need, log)],
            Check::Field { paths, all, test } => vec![field::check(self, need, paths, *all, test)],
            Check::Computed(name) => crate::computed::check(self, need, name),
            Check::Record => Vec::new(),
        };
        assessments
            .into_iter()
            .map(|mut assessment| {
                assessment.level = level;
                exceptions::apply(self, need, assessment)
            })
            .collect()
    }

    /// Why the requirement is never asked of this subject, if it is not.
    fn never_asked(&self) -> Option<String> {
        if matches!(self.subject, Subject::Commissioner) {
            let none = self.case.records.placements.is_empty();
            return none.then(|| "no placement is recorded yet".into());
        }
        if let Subject::Placement(placement) = self.subject
            && placement.never_started()
            && self.requirement.needed != Needed::Always
        {
            return Some("the referral was declined or withdrawn".into());
        }
        if let (Subject::Placement(placement), Needed::BeforeStart, Some(since)) = (
            self.subject,
            self.requirement.needed,
            self.requirement.since,
        ) && placement.start().is_some_and(|start| start < since)
        {
            return Some(format!(
                "it began before {}, when this came into force",
                said(since)
            ));
        }
        if !self.requirement.whoever_arranges && self.is_the_authoritys() {
            return Some("arranged by the local authority".into());
        }
        None
    }

    /// Whether the local authority arranged all placements that count: those
    /// live on the day, or if there are none, those that were not declined.
    fn is_the_authoritys(&self) -> bool {
        let mut placements = self.subject.placements(self.case.records);
        placements.retain(|placement| !placement.never_started());
        if placements
            .iter()
            .any(|placement| placement.is_live(self.case.on))
        {
            placements.retain(|placement| placement.is_live(self.case.on));
        }
        !placements.is_empty()
            && placements
                .iter()
                .all(Placement::arranged_by_local_authority)
    }

    /// The start or ending of a placement that could not be read, where it
    /// decides whether the requirement is needed.
    fn unread_dates(&self, need: &Need) -> Option<Place> {
        let lasting = matches!(self.subject, Subject::Provider(_) | Subject::Commissioner);
        let sure = match self.requirement.needed {
            Needed::UntilSettled => true,
            Needed::Always => lasting,
            _ => lasting && need.phase == Phase::Within,
        };
        if sure {
            return None;
        }
        self.subject
            .placements(self.case.records)
            .iter()
            .find_map(Placement::unread_dates)
    }

    /// `Ok(None)` when the requirement applies, `Ok` with the reason when it
    /// does not, and the answer when that cannot be told.
    fn conditions(&self) -> Result<Option<String>, Box<Assessment<'a>>> {
        let requirement = self.requirement;
        if !requirement.is_conditional() {
            return Ok(None);
        }
        let asked = self.asked();
        for condition in &requirement.when {
            if !self.holds(condition.holds(&asked))? {
                return Ok(Some(format!("asked only where {}", condition.meaning)));
            }
        }
        if !requirement.when_any.is_empty() {
            let answers: Vec<Holds> = requirement
                .when_any
                .iter()
                .map(|condition| condition.holds(&asked))
                .collect();
            if !answers.contains(&Holds::Yes) {
                for answer in answers {
                    self.holds(answer)?;
                }
                let meanings: Vec<_> = requirement
                    .when_any
                    .iter()
                    .map(|condition| condition.meaning)
                    .collect();
                return Ok(Some(format!("asked only where {}", meanings.join(", or "))));
            }
        }
        for condition in &requirement.unless {
            if self.holds(condition.holds(&asked))? {
                return Ok(Some(format!("not asked where {}", condition.meaning)));
            }
        }
        Ok(None)
    }

    fn holds(&self, answer: Holds) -> Result<bool, Box<Assessment<'a>>> {
        match answer {
            Holds::Yes => Ok(true),
            Holds::No => Ok(false),
            Holds::Unknown { place, why } => Err(Box::new(self.not_evaluated(place, why))),
            Holds::NoTerm(day) => Err(Box::new(self.without_term(day))),
        }
    }

    fn asked(&self) -> Asked<'a> {
        let all = self.subject.placements(self.case.records);
        let live: Vec<_> = all
            .iter()
            .copied()
            .filter(|placement| placement.stage(self.case.on) == Stage::Live)
            .collect();
        let single = matches!(self.subject, Subject::Placement(_));
        Asked {
            records: self.case.records,
            about: self.subject.about(),
            provider: match self.subject {
                Subject::Provider(record) => Some(record),
                _ => None,
            },
            placements: if single || live.is_empty() { all } else { live },
            day: Day {
                calendar: self.case.calendar,
                on: self.case.on,
            },
        }
    }

    /// The level here: `must` where a condition makes it so.
    fn level(&self) -> crate::rulebook::Level {
        if self.requirement.must_when.is_empty() {
            return self.requirement.level;
        }
        let asked = self.asked();
        let must = |condition: &&'static Condition| condition.holds(&asked) == Holds::Yes;
        if self.requirement.must_when.iter().any(must) {
            crate::rulebook::Level::Must
        } else {
            self.requirement.level
        }
    }

    pub(crate) fn answer(
        &self,
        standing: Standing,
        place: Place,
        message: String,
    ) -> Assessment<'a> {
        Assessment {
            requirement: self.requirement,
            subject: self.subject,
            level: self.requirement.level,
            standing,
            lapses: Vec::new(),
            place,
            other: None,
            message,
            next: self.requirement.fix.clone(),
            evidence: None,
            backlog: None,
            left_out: None,
            judged_on: self.case.on,
            key: String::new(),
        }
    }

    fn not_required(&self, reason: String, evidence: Option<Evidence>) -> Assessment<'a> {
        let message = format!("not required: {reason}");
        let mut answer = self.answer(
            Standing::NotRequired { reason },
            self.subject.place(&self.case),
            message,
        );
        answer.evidence = evidence;
        answer
    }

    pub(crate) fn not_evaluated(&self, place: Place, why: String) -> Assessment<'a> {
        let message = format!("cannot be judged: {why}");
        let mut answer = self.answer(
            Standing::NotEvaluated {
                place,
                why,
                term: None,
            },
            place,
            message,
        );
        answer.next = "mend what is there, then run this again".into();
        answer
    }

    pub(crate) fn without_term(&self, day: NaiveDate) -> Assessment<'a> {
        let place = self.case.records.commissioner.place();
        let why = format!("no term is recorded for {}", said(day));
        let mut answer = self.not_evaluated(place, why.clone());
        answer.standing = Standing::NotEvaluated {
            place,
            why,
            term: Some(day),
        };
        answer
    }

    /// A negative answer, unless it rests on something that could not be read:
    /// then nothing is said of it.
    pub(crate) fn unless_unread(
        &self,
        answer: Assessment<'a>,
        unread: Option<Place>,
    ) -> Assessment<'a> {
        if !matches!(
            answer.standing,
            Standing::Breached { .. } | Standing::Outstanding { .. }
        ) {
            return answer;
        }
        let incomplete = self
            .subject
            .sources(self.case.records)
            .into_iter()
            .find(|record| !record.complete)
            .map(Record::place);
        match unread.or(incomplete) {
            Some(place) => {
                let mut not_evaluated =
                    self.not_evaluated(place, "something it rests on could not be read".into());
                not_evaluated.lapses = answer.lapses;
                not_evaluated
            }
            None => answer,
        }
    }

    /// `outstanding` by the day before `first`.
    pub(crate) fn outstanding_before(first: Option<NaiveDate>) -> Standing {
        Standing::Outstanding {
            by: first.map(day_before),
        }
    }
}
