//! How one answer is found: condition, not-required line, the check itself,
//! action, exception, in that order.

use super::conditions::{all_hold, condition_holds};
use super::need::{self, Need, Phase};
use super::{
    Asking, Assessment, Case, Evidence, Standing, Subject, evidence, exceptions, field, lines, log,
};
use crate::calendar::{day_before, said};
use crate::records::{Placement, Record};
use crate::rulebook::{Asked, Check, Holds, Level, Needed, Requirement, When, all_said};
use crate::source::Place;
use chrono::NaiveDate;

/// An answer in the making.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    pub case: Case<'a>,
    pub requirement: &'a Requirement,
    pub subject: Subject<'a>,
}

impl<'a> Draft<'a> {
    pub(crate) fn asking(&self) -> Asking<'a> {
        Asking {
            case: self.case,
            subject: self.subject,
        }
    }

    pub(super) fn find(&self, need: &Need) -> Vec<Assessment<'a>> {
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
        if let Some(place) = self.unread_arranger() {
            return vec![self.not_evaluated(place, "`arranged-by` could not be read".into())];
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

    /// Who arranged a placement, where that could not be read and decides whether
    /// this is asked.
    fn unread_arranger(&self) -> Option<Place> {
        if self.requirement.whoever_arranges {
            return None;
        }
        let placements = self.subject.placements(self.case.records);
        let arranger =
            |placement: &Placement<'_>| placement.table().text("arranged-by").unreadable();
        let unread = placements.iter().find_map(arranger)?;
        let others = placements.iter().any(|placement| {
            arranger(placement).is_none() && !placement.arranged_by_local_authority()
        });
        let lasting = matches!(self.subject, Subject::Provider(_) | Subject::Commissioner);
        (!(lasting && others)).then_some(unread)
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
        let asked = self.asking().asked();
        for condition in &requirement.when {
            if !self.known(condition_holds(&self.asking(), condition, &asked))? {
                return Ok(Some(format!("asked only where {}", condition.meaning())));
            }
        }
        let any: Vec<&[When]> = requirement
            .when_any
            .iter()
            .map(std::slice::from_ref)
            .collect();
        if let Some(reason) = self.one_of(&any, &asked)? {
            return Ok(Some(reason));
        }
        for condition in &requirement.unless {
            if self.known(condition_holds(&self.asking(), condition, &asked))? {
                return Ok(Some(format!("not asked where {}", condition.meaning())));
            }
        }
        let asked_where: Vec<&[When]> = requirement.asked_where.iter().map(Vec::as_slice).collect();
        self.one_of(&asked_where, &asked)
    }

    /// Why it is not asked, if none of several groups of conditions holds.
    fn one_of(
        &self,
        groups: &[&[When]],
        asked: &Asked<'a>,
    ) -> Result<Option<String>, Box<Assessment<'a>>> {
        if groups.is_empty() {
            return Ok(None);
        }
        let answers: Vec<Holds> = groups
            .iter()
            .map(|group| all_hold(&self.asking(), group, asked))
            .collect();
        if answers.contains(&Holds::Yes) {
            return Ok(None);
        }
        for answer in answers {
            self.known(answer)?;
        }
        let meanings: Vec<_> = groups.iter().map(|group| all_said(group)).collect();
        Ok(Some(format!("asked only where {}", meanings.join(", or "))))
    }

    fn known(&self, answer: Holds) -> Result<bool, Box<Assessment<'a>>> {
        match answer {
            Holds::Yes => Ok(true),
            Holds::No => Ok(false),
            Holds::Unknown { place, why } => Err(Box::new(self.not_evaluated(place, why))),
            Holds::NoTerm(day) => Err(Box::new(self.without_term(day))),
        }
    }

    /// The level here: `must` where a condition makes it so.
    pub(super) fn level(&self) -> Level {
        if self.requirement.must_when.is_empty() {
            return self.requirement.level;
        }
        let asked = self.asking().asked();
        let must =
            |condition: &When| condition_holds(&self.asking(), condition, &asked) == Holds::Yes;
        if self.requirement.must_when.iter().any(must) {
            Level::Must
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
    /// then nothing is said of it, nor of days on which it was not in order.
    pub(crate) fn unless_unread(
        &self,
        mut answer: Assessment<'a>,
        unread: Option<Place>,
    ) -> Assessment<'a> {
        let Some(place) = unread.or_else(|| self.incomplete()) else {
            return answer;
        };
        answer.lapses.clear();
        match answer.standing {
            Standing::Breached { .. } | Standing::Outstanding { .. } => {
                self.not_evaluated(place, "something it rests on could not be read".into())
            }
            _ => answer,
        }
    }

    /// The record of the subject of which a part could not be read.
    fn incomplete(&self) -> Option<Place> {
        let mut sources = self.subject.sources(self.case.records).into_iter();
        sources.find(|record| !record.complete).map(Record::place)
    }

    /// The run of live days of a provider that the day falls in, or the next one.
    pub(crate) fn while_live(&self) -> Need {
        need::while_live(&self.case, self.requirement, &self.subject)
    }

    /// `outstanding` by the day before `first`.
    pub(crate) fn outstanding_before(first: Option<NaiveDate>) -> Standing {
        Standing::Outstanding {
            by: first.map(day_before),
        }
    }
}
