//! The rows of a checklist that was filled in, held against the records.

use super::super::asked::asked;
use super::super::dialogue::has_come;
use super::super::questions::{Open, Question};
use super::super::{Place, good_for, is_written, list};
use crate::cli::Session;
use crate::edit::Entry;
use crate::import::{FilledChecklist, Problem};
use crate::records::{Names, Record, Value, nearest};
use crate::views::checklist_sheet::{
    ABOUT, ANSWER, ANSWERS, BY, COVERS, DATE, GOOD_TO, REQUIREMENT, WORDS,
};
use chrono::NaiveDate;

/// What the rows came to.
#[derive(Default)]
pub(super) struct Answers<'s> {
    pub places: Vec<Place<'s>>,
    pub problems: Vec<Problem>,
    /// What was answered with no.
    pub no: Vec<String>,
    /// Lines that are there already.
    pub there: usize,
}

/// A sheet that came back, held against the records.
pub(super) struct Filled<'s> {
    pub session: &'s Session,
    pub open: Open<'s>,
    /// Who made the checks of rows that do not say.
    pub by: Option<&'s str>,
    pub names: Option<Names>,
    pub sheet: FilledChecklist,
}

/// What one row says.
enum Answer<'s> {
    Line(Place<'s>),
    /// The line is there already.
    There,
    No(String),
}

/// A line on its way, and the reason where it says that it is not required.
struct Made {
    line: Entry,
    not_required: Option<String>,
}

impl<'s> Filled<'s> {
    pub(super) fn answers(&self) -> Answers<'_> {
        let mut answers = Answers::default();
        for row in self.sheet.rows() {
            match self.answer(row, &mut answers.problems) {
                None => {}
                Some(Answer::Line(place)) => answers.places.push(place),
                Some(Answer::There) => answers.there += 1,
                Some(Answer::No(requirement)) => answers.no.push(requirement),
            }
        }
        answers
    }

    /// What a row says; what cannot be used of it is added to the problems.
    fn answer(&self, row: usize, problems: &mut Vec<Problem>) -> Option<Answer<'_>> {
        let requirement = self.words(row, REQUIREMENT, problems)?;
        let Some(answer) = self.words(row, ANSWER, problems) else {
            let others = [DATE, BY, WORDS, GOOD_TO, COVERS];
            let filled = |heading: &&str| !matches!(self.sheet.words(row, heading), Ok(None));
            if others.iter().any(filled) {
                let why = format!("is empty, though the row is filled in; choose {CHOICE}");
                problems.push(self.sheet.problem(row, ANSWER, why));
            }
            return None;
        };
        let about = self.words(row, ABOUT, problems)?;
        let [yes, no, not_required] = ANSWERS;
        let made = match answer.to_lowercase().as_str() {
            answer if answer == no => return Some(Answer::No(requirement)),
            answer if answer == yes => self.yes(row, &requirement, problems),
            answer if answer == not_required => self.not_required(row, problems),
            _ => {
                let why = format!("is no answer; choose {CHOICE}");
                problems.push(self.sheet.problem(row, ANSWER, why));
                return None;
            }
        }?;
        match self.placed(&requirement, &about, &made) {
            Ok(answer) => Some(answer),
            Err(why) => {
                problems.push(self.sheet.problem(row, ANSWER, why));
                None
            }
        }
    }

    /// Where a line goes, unless it is there already.
    fn placed(&self, requirement: &str, about: &str, made: &Made) -> Result<Answer<'_>, String> {
        let said = |why: anyhow::Error| format!("cannot be taken: {why}");
        let asked_for =
            asked(self.session, requirement, made.not_required.is_some()).map_err(said)?;
        let record = self.record(about)?;
        if is_there(record, &asked_for.key, made) {
            return Ok(Answer::There);
        }
        let question = self.question(&asked_for.key, record).ok_or_else(|| {
            format!(
                "cannot be taken: `{}` of {about} is not open any more; take the answer out, or add another line with `apcheck check {about} {}`",
                asked_for.key, asked_for.key
            )
        })?;
        if made.not_required.is_some() {
            let subject = question.subject.id();
            asked_for
                .record(self.session, subject, true)
                .map_err(said)?;
        }
        Ok(Answer::Line(Place {
            record: question.record,
            key: question.key.to_owned(),
            line: made.line.clone(),
        }))
    }

    /// The open question that a line of that key in that record would answer.
    fn question(&self, key: &str, record: &Record) -> Option<&Question<'s>> {
        let mut questions = self.open.questions.iter();
        questions.find(|question| question.key == key && question.record.file == record.file)
    }

    /// The record in which a line about `about` stands; of a pupil, the
    /// placement whose sheet it is.
    fn record(&self, about: &str) -> Result<&'s Record, String> {
        let records = &self.session.records;
        if about == "school" {
            return Ok(&records.commissioner);
        }
        let named = |id: &str| records.placements.get(id);
        let record = records.providers.get(about).or_else(|| named(about));
        let of_pupil = || {
            let is_pupil = records.pupils().contains(about);
            named(&self.sheet.record).filter(|_| is_pupil)
        };
        record
            .or_else(of_pupil)
            .ok_or_else(|| "cannot be taken: what the row is about is not in these records".into())
    }

    /// A yes: the day, who, and what was seen.
    fn yes(&self, row: usize, requirement: &str, problems: &mut Vec<Problem>) -> Option<Made> {
        let before = problems.len();
        let mut wrong = |heading: &str, why: String| {
            problems.push(self.sheet.problem(row, heading, why));
        };
        let date = match self.sheet.day(row, DATE) {
            Ok(Some(date)) => has_come(date, self.session.on)
                .map_err(|why| wrong(DATE, format!("is too late: {why}")))
                .ok(),
            Ok(None) => {
                wrong(DATE, "is empty; a yes needs the day of the check".into());
                None
            }
            Err(problem) => {
                problems.push(problem);
                None
            }
        };
        let good_to = self.good_to(row, requirement, date, problems);
        let covers = self.covers(row, requirement, problems);
        let by = self.by(row, problems);
        let words = self.free_words(row, problems);
        let (date, by) = (date?, by?);
        let mut line = Entry::default().date("date", date).text("by", &by);
        if let Some(expires) = good_to {
            line = line.date("expires", expires);
        }
        if !covers.is_empty() {
            line = line.toml("covers", list(&covers));
        }
        if let Some(words) = &words {
            line = line.text("evidence", words);
        }
        let made = Made {
            line,
            not_required: None,
        };
        (problems.len() == before).then_some(made)
    }

    /// Not required: why, and the day it was said.
    fn not_required(&self, row: usize, problems: &mut Vec<Problem>) -> Option<Made> {
        let before = problems.len();
        let date = match self.sheet.day(row, DATE) {
            Ok(date) => date.unwrap_or(self.session.on),
            Err(problem) => {
                problems.push(problem);
                self.session.on
            }
        };
        let by = self.by(row, problems);
        let words = self.free_words(row, problems);
        if words.is_none() && problems.len() == before {
            let why = "is empty; not required needs the reason, as a fact that names no child";
            problems.push(self.sheet.problem(row, WORDS, why));
        }
        let (by, reason) = (by?, words?);
        let line = Entry::default().date("date", date).text("by", &by);
        let made = Made {
            line: line.text("not-required", &reason),
            not_required: Some(reason),
        };
        (problems.len() == before).then_some(made)
    }

    fn good_to(
        &self,
        row: usize,
        requirement: &str,
        date: Option<NaiveDate>,
        problems: &mut Vec<Problem>,
    ) -> Option<NaiveDate> {
        let needs = self
            .open
            .questions
            .iter()
            .any(|question| question.requirement.id == requirement && question.needs_expiry);
        let why = match self.sheet.day(row, GOOD_TO) {
            Ok(None) if needs => {
                "is empty; this document runs out on a day of its own, give the last day it is good for".into()
            }
            Ok(None) => return None,
            Ok(Some(day)) => match date.map(|date| good_for(day, date)) {
                Some(Err(why)) => format!("cannot be right: {why}"),
                _ => return Some(day),
            },
            Err(problem) => {
                problems.push(problem);
                return None;
            }
        };
        problems.push(self.sheet.problem(row, GOOD_TO, why));
        None
    }

    /// The topics; one that is nearly another is a slip.
    fn covers(&self, row: usize, requirement: &str, problems: &mut Vec<Problem>) -> Vec<String> {
        let Some(typed) = self.words(row, COVERS, problems) else {
            return Vec::new();
        };
        let mut questions = self.open.questions.iter();
        let question = questions.find(|question| question.requirement.id == requirement);
        let known = question.map_or(&[][..], |question| &question.topics);
        let topics = typed.split(',').map(|topic| topic.trim().to_lowercase());
        let topics: Vec<String> = topics.filter(|topic| !topic.is_empty()).collect();
        for topic in &topics {
            let near = nearest(topic, known.iter().copied()).filter(|near| near != topic);
            if let Some(near) = near {
                let why =
                    format!("has a topic that is none of those asked for; did you mean `{near}`?");
                problems.push(self.sheet.problem(row, COVERS, why));
            }
        }
        topics
    }

    /// Who: a key or a name under `[people]`; without either whoever git says.
    fn by(&self, row: usize, problems: &mut Vec<Problem>) -> Option<String> {
        let before = problems.len();
        let typed = self.words(row, BY, problems);
        if problems.len() > before {
            return None;
        }
        let Some(typed) = typed else {
            let who = self.session.by(self.by);
            return who
                .map_err(|why| {
                    problems.push(self.sheet.problem(row, BY, format!("is empty: {why}")));
                })
                .ok();
        };
        let people = self.session.people();
        let is_meant = |key: &&&str| {
            **key == typed
                || self
                    .session
                    .records
                    .person(key)
                    .eq_ignore_ascii_case(&typed)
        };
        let found = people.iter().find(is_meant).map(|key| (*key).to_owned());
        if found.is_none() {
            let why = "names nobody under [people] in apcheck.toml; write one of the keys on the sheet People";
            problems.push(self.sheet.problem(row, BY, why));
        }
        found
    }

    /// Evidence or a reason; a pupil's name has no place in it.
    fn free_words(&self, row: usize, problems: &mut Vec<Problem>) -> Option<String> {
        let words = self.words(row, WORDS, problems)?;
        if self
            .names
            .as_ref()
            .is_some_and(|names| names.are_in(&words))
        {
            let why = "has a name in it that is in names.csv; say it without the name";
            problems.push(self.sheet.problem(row, WORDS, why));
            return None;
        }
        Some(words)
    }

    fn words(&self, row: usize, heading: &str, problems: &mut Vec<Problem>) -> Option<String> {
        self.sheet
            .words(row, heading)
            .map_err(|problem| problems.push(problem))
            .ok()
            .flatten()
    }
}

const CHOICE: &str = "yes, no or not required";

/// Whether the line stands in the record already; of what is not required, one
/// with the same reason, since its day is that of the first time.
fn is_there(record: &Record, key: &str, made: &Made) -> bool {
    if made.not_required.is_none() {
        return is_written(record, key, &made.line);
    }
    let checks = record.table.table("checks");
    let lines = checks.and_then(|checks| checks.get(key));
    let lines = lines.map_or(&[][..], Value::items).iter();
    let mut reasons = lines.filter_map(|line| line.table()?.text("not-required").known());
    reasons.any(|reason| Some(reason) == made.not_required.as_deref())
}
