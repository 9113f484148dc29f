//! `apcheck check ID CHECKLIST`: the open items one after another, as somebody
//! has the paper form in hand; all is written at once at the end.

use super::asked::asked;
use super::dialogue::{Dialogue, has_come};
use super::questions::{Question, open};
use super::{Check, Place, changes, good_for, list};
use crate::cli::differing::Writing;
use crate::cli::writing::Held;
use crate::cli::{Common, Outcome, Session};
use crate::edit::Entry;
use crate::records::Record;
use crate::render::{clean, counted, wrapped};
use anyhow::anyhow;
use chrono::NaiveDate;

const CHOICES: &str = "  y(es) / n(o) / r (not required) / s(kip) / b(ack) / q(uit): ";
const WORDS: [&str; 6] = ["yes", "no", "r", "skip", "back", "quit"];

#[derive(Clone)]
enum Answer {
    Line(Entry),
    No,
}

/// What is asked, what was answered, and what is offered for the next answer.
struct Walk<'s> {
    session: &'s Session,
    questions: Vec<Question<'s>>,
    answers: Vec<Option<Answer>>,
    by: String,
    date: NaiveDate,
    evidence: Option<String>,
}

pub(super) fn run(check: &Check, common: &Common, session: &Session) -> anyhow::Result<Outcome> {
    check.only_defaults()?;
    let open = open(session, &check.item, &check.ids)?;
    let mut walk = Walk {
        session,
        answers: vec![None; open.questions.len()],
        questions: open.questions,
        by: session.by(check.by.as_deref())?,
        date: has_come(check.date.unwrap_or(session.on), session.on)?,
        evidence: check.evidence.clone(),
    };
    walk.can_be_written()?;
    let mut out = std::io::stdout().lock();
    let mut answers = std::io::stdin().lock();
    let mut dialogue = Dialogue::new(&mut answers, &mut out);
    for elsewhere in &open.elsewhere {
        dialogue.say(&wrapped(
            elsewhere,
            "Not asked here. ",
            "  ",
            session.width(),
        ))?;
    }
    if walk.questions.is_empty() {
        let text = format!(
            "No open item of {} for {} is answered by a line, so there is nothing to ask.\n",
            check.item, check.ids
        );
        return Ok(Outcome::of(session, text, 0));
    }
    let text = if walk.ask(&mut dialogue, check.dry_run)? {
        walk.write(&mut dialogue, common, check.dry_run)?
    } else {
        "Nothing was written.\n".into()
    };
    let text = format!("\n{text}{}", walk.not_there());
    Ok(Outcome::of(session, clean(&text), 0))
}

impl Walk<'_> {
    /// Refuses at the beginning what could not be written at the end.
    fn can_be_written(&self) -> anyhow::Result<()> {
        let places = self.questions.iter().map(|question| Place {
            record: question.record,
            key: question.key.to_owned(),
            line: Entry::default(),
        });
        changes(self.session, &places.collect::<Vec<_>>())?;
        Ok(())
    }

    /// Writes to the records as they are by now.
    fn write(
        &self,
        dialogue: &mut Dialogue<'_>,
        common: &Common,
        dry_run: bool,
    ) -> anyhow::Result<String> {
        let (now, held) = self.held(dialogue, common, dry_run)?;
        let places = self.places(&now)?;
        let changes = changes(&now, &places)?;
        now.names_nobody(&changes)?;
        let writing = Writing::of(&now, changes, held)?;
        Ok(writing.write(dry_run)?.text)
    }

    /// What was answered is not thrown away because somebody else is writing
    /// at that moment.
    fn held(
        &self,
        dialogue: &mut Dialogue<'_>,
        common: &Common,
        dry_run: bool,
    ) -> anyhow::Result<(Session, Held)> {
        loop {
            match Session::held(common, dry_run) {
                Ok(held) => return Ok(held),
                Err(why) => {
                    dialogue.say(&format!("\n{why:#}.\n"))?;
                    let again = dialogue.choose("Try again? y(es) / n(o): ", &["yes", "no"]);
                    if !again.is_ok_and(|again| again == 'y') {
                        return Err(why);
                    }
                }
            }
        }
    }

    /// The file that an answer goes to.
    fn path(&self, question: &Question<'_>) -> &str {
        self.session.records.paths.of(question.record.file)
    }

    /// Asks until all is answered; whether it is to be written.
    fn ask(&mut self, dialogue: &mut Dialogue<'_>, dry_run: bool) -> anyhow::Result<bool> {
        let mut at = 0;
        loop {
            if at < self.questions.len() {
                dialogue.say(&self.shown(at))?;
                match dialogue.choose(CHOICES, &WORDS)? {
                    'y' => {
                        if let Some(line) = self.line(dialogue, at)? {
                            self.answer(&mut at, Some(Answer::Line(line)));
                        }
                    }
                    'n' => self.answer(&mut at, Some(Answer::No)),
                    'r' => {
                        if let Some(line) = self.declared(dialogue, at)? {
                            self.answer(&mut at, Some(Answer::Line(line)));
                        }
                    }
                    's' => self.answer(&mut at, None),
                    'b' => at = at.saturating_sub(1),
                    _ => at = self.questions.len(),
                }
                continue;
            }
            let lines = self.lines();
            if lines.is_empty() {
                return Ok(false);
            }
            dialogue.say(&self.all_shown())?;
            if dry_run {
                return Ok(true);
            }
            let question = format!(
                "Write {}? y(es) / n(o) / b(ack): ",
                counted(lines.len(), "line")
            );
            match dialogue.choose(&question, &["yes", "no", "back"])? {
                'y' => return Ok(true),
                'n' => return Ok(false),
                _ => at = self.questions.len() - 1,
            }
        }
    }

    fn answer(&mut self, at: &mut usize, answer: Option<Answer>) {
        if let Some(place) = self.answers.get_mut(*at) {
            *place = answer;
        }
        *at += 1;
    }

    fn question(&self, at: usize) -> anyhow::Result<&Question<'_>> {
        self.questions
            .get(at)
            .ok_or_else(|| anyhow!("there is no such question"))
    }

    fn shown(&self, at: usize) -> String {
        let Ok(question) = self.question(at) else {
            return String::new();
        };
        let width = self.session.width();
        let requirement = question.requirement;
        let number = format!("\n{} of {}  ", at + 1, self.questions.len());
        let mut text = wrapped(&question.item, &number, "  ", width);
        let title = format!(
            "{}, for {}: {}",
            requirement.id,
            question.subject.id(),
            requirement.title
        );
        text.push_str(&wrapped(&title, "  ", "    ", width));
        text.push_str(&wrapped(&requirement.why, "  ", "  ", width));
        text.push_str(&wrapped(&question.message, "  Now: ", "    ", width));
        match self.answers.get(at).and_then(Option::as_ref) {
            Some(Answer::Line(line)) => text.push_str(&format!("  Answered: {}\n", line.inline())),
            Some(Answer::No) => text.push_str("  Answered: no\n"),
            None => {}
        }
        text
    }

    /// Yes: when, and what was seen; the same as before unless said. None where
    /// the way back to the question was chosen.
    fn line(&mut self, dialogue: &mut Dialogue<'_>, at: usize) -> anyhow::Result<Option<Entry>> {
        let on = self.session.on;
        let question = self.question(at)?;
        let date = dialogue.day("Day of the check", Some(self.date), |day| has_come(day, on))?;
        let Some(date) = date else { return Ok(None) };
        let mut line = Entry::default().date("date", date).text("by", &self.by);
        if question.needs_expiry {
            let expires = dialogue.day(
                "Last day it is good for, as the document says",
                None,
                |day| good_for(day, date),
            )?;
            let Some(expires) = expires else {
                return Ok(None);
            };
            line = line.date("expires", expires);
        }
        if !question.topics.is_empty() {
            let Some(covered) = dialogue.covered(&question.topics)? else {
                return Ok(None);
            };
            if !covered.is_empty() {
                line = line.toml("covers", list(&covered));
            }
        }
        let evidence = self.words(
            dialogue,
            "Evidence, in words that name no child",
            self.evidence.as_deref(),
        )?;
        if let Some(evidence) = &evidence {
            line = line.text("evidence", evidence);
        }
        self.date = date;
        self.evidence = evidence;
        Ok(Some(line))
    }

    /// Words that name nobody; asked again until they do not, so that no answer
    /// before them is lost.
    fn words(
        &self,
        dialogue: &mut Dialogue<'_>,
        question: &str,
        usual: Option<&str>,
    ) -> anyhow::Result<Option<String>> {
        loop {
            let words = dialogue.words(question, usual)?;
            match &words {
                Some(typed) if self.session.has_names(typed)? => dialogue.say(
                    "  It has a name in it that is in names.csv; say it without the name.\n",
                )?,
                _ => return Ok(words),
            }
        }
    }

    /// Not required: why, unless it cannot be declared so.
    fn declared(&self, dialogue: &mut Dialogue<'_>, at: usize) -> anyhow::Result<Option<Entry>> {
        let question = self.question(at)?;
        let asked = asked(self.session, &question.requirement.id, true)?;
        if let Err(why) = asked.record(self.session, question.subject.id(), true) {
            dialogue.say(&wrapped(&why.to_string(), "  ", "  ", self.session.width()))?;
            return Ok(None);
        }
        let reason = self.words(
            dialogue,
            "Why it is not needed here, as a fact that names no child",
            None,
        )?;
        let Some(reason) = reason else {
            dialogue.say("  Without a reason it cannot be declared not required.\n")?;
            return Ok(None);
        };
        let line = Entry::default()
            .date("date", self.session.on)
            .text("by", &self.by);
        Ok(Some(line.text("not-required", &reason)))
    }

    /// The questions that were answered with a line.
    fn lines(&self) -> Vec<(&Question<'_>, &Entry)> {
        let answered = self.questions.iter().zip(&self.answers);
        let line = |(question, answer)| match answer {
            &Some(Answer::Line(ref line)) => Some((question, line)),
            _ => None,
        };
        answered.filter_map(line).collect()
    }

    fn all_shown(&self) -> String {
        let mut lines = self.lines();
        lines.sort_by_key(|(question, _)| self.path(question));
        let mut text = String::from("\nThis is to be written:\n");
        for of_a_file in lines.chunk_by(|(a, _), (b, _)| self.path(a) == self.path(b)) {
            if let Some((question, _)) = of_a_file.first() {
                text.push_str(&format!("  {}\n", self.path(question)));
            }
            for (question, line) in of_a_file {
                text.push_str(&format!("    {} = {}\n", question.key, line.inline()));
            }
        }
        text
    }

    /// The same lines in the records as they are by now.
    fn places<'n>(&self, now: &'n Session) -> anyhow::Result<Vec<Place<'n>>> {
        let place = |(question, line): (&Question<'_>, &Entry)| {
            let path = self.path(question);
            let record = record_at(now, path)
                .ok_or_else(|| anyhow!("{path} is not there any more, so nothing was written"))?;
            Ok(Place {
                record,
                key: question.key.to_owned(),
                line: line.clone(),
            })
        };
        self.lines().into_iter().map(place).collect()
    }

    /// What was answered with no, and where to read on.
    fn not_there(&self) -> String {
        let ids: Vec<&str> = self
            .questions
            .iter()
            .zip(&self.answers)
            .filter(|(_, answer)| matches!(answer, Some(Answer::No)))
            .map(|(question, _)| question.requirement.id.as_str())
            .collect();
        not_there(&ids, self.session.width())
    }
}

/// What was answered with no, and where to read on.
pub(super) fn not_there(ids: &[&str], width: usize) -> String {
    match ids.first() {
        None => String::new(),
        Some(first) => wrapped(
            &format!(
                "{}. What to do is in `apcheck explain {first}`.",
                ids.join(", ")
            ),
            "\nNot there yet: ",
            "  ",
            width,
        ),
    }
}

fn record_at<'n>(session: &'n Session, path: &str) -> Option<&'n Record> {
    let records = &session.records;
    [&records.commissioner]
        .into_iter()
        .chain(records.providers.values())
        .chain(records.placements.values())
        .find(|record| records.paths.of(record.file) == path)
}
