//! The questions, one after another. Answers are read line by line, from
//! a terminal or from whatever stands in for one.

use super::answer::{Answers, Wrong};
use super::likeness::Offer;
use super::questions::{ID, Question};
use crate::cli::writing::shown;
use crate::edit::Change;
use crate::render::{clean, wrapped};
use anyhow::{Context as _, bail};
use std::collections::BTreeMap;
use std::io::{BufRead, Write};

/// Where the questions are asked.
pub(super) struct Talk<'t> {
    pub answers: &'t mut dyn BufRead,
    pub out: &'t mut dyn Write,
    pub width: usize,
    /// Whether what is read is to be written too, since nobody types it.
    pub echo: bool,
}

/// What was answered to one question.
enum Reply {
    Value(String),
    LeftOut,
    Back,
}

const HELP: &str = "Enter keeps what stands in brackets, or leaves the line out; - leaves it out; b goes one step back; ? explains. Nothing is written before the end.";

impl Talk<'_> {
    /// Asks what has no answer yet. The questions that were offered an answer
    /// and kept it are not told apart from others: they were seen.
    pub(super) fn ask_all(&mut self, record: &mut Answers<'_>) -> anyhow::Result<()> {
        let given: Vec<String> = record.values.keys().cloned().collect();
        let mut asked: Vec<&'static str> = Vec::new();
        let mut earlier: BTreeMap<&str, String> = BTreeMap::new();
        self.say(&wrapped(HELP, "", "", self.width))?;
        loop {
            let next = record.form.questions.iter().find(|question| {
                let path = question.path;
                !asked.contains(&path)
                    && !given.iter().any(|given| given == path)
                    && (question.when)(&record.values)
                    && !record.is_shared(path)
            });
            let back = match next {
                Some(question) => {
                    let before = earlier.get(question.path).cloned();
                    let offer = before.map(|value| Offer { value, from: None });
                    let offer = offer.or_else(|| record.offer(question));
                    match self.ask(record, question, offer)? {
                        Reply::Value(value) => {
                            earlier.insert(question.path, value.clone());
                            record.values.insert(question.path.to_owned(), value);
                            if question.path == "pupil.ref" {
                                self.say(&record.shared_said())?;
                            }
                            asked.push(question.path);
                            false
                        }
                        Reply::LeftOut => {
                            earlier.remove(question.path);
                            asked.push(question.path);
                            false
                        }
                        Reply::Back => true,
                    }
                }
                None => !self.is_agreed(record)?,
            };
            if !back {
                if next.is_none() {
                    return Ok(());
                }
                continue;
            }
            match asked.pop() {
                Some(path) => {
                    record.values.remove(path);
                }
                None => self.say("This is the first question.\n")?,
            }
        }
    }

    fn ask(
        &mut self,
        record: &Answers<'_>,
        question: &Question,
        mut offer: Option<Offer>,
    ) -> anyhow::Result<Reply> {
        let path = question.path;
        self.say(&format!("\n{}", self.described(record, question)))?;
        loop {
            let shown = offer.as_ref().map_or(String::new(), offered);
            let typed = self.line(&format!("{shown}> "), !is_personal(path))?;
            let typed = match (typed.trim(), &offer) {
                ("", None) | ("-", _) if record.is_required(path) => {
                    self.say(&format!(
                        "  This one is needed. {}\n",
                        record.example(question)
                    ))?;
                    continue;
                }
                ("", None) | ("-", _) => return Ok(Reply::LeftOut),
                ("", Some(offer)) => offer.value.clone(),
                ("b", _) => return Ok(Reply::Back),
                ("?", _) => {
                    self.say(&self.explained(record, question))?;
                    continue;
                }
                (typed, _) => typed.to_owned(),
            };
            match record.read(path, &typed) {
                Ok(value) => return Ok(Reply::Value(value)),
                Err(Wrong {
                    message,
                    next,
                    near,
                }) => {
                    self.say(&wrapped(
                        &format!("{message}; {next}"),
                        "  ",
                        "  ",
                        self.width,
                    ))?;
                    if let Some(value) = near {
                        offer = Some(Offer { value, from: None });
                    }
                }
            }
        }
    }

    /// What is asked: the field, its meaning, and the words there are.
    fn described(&self, record: &Answers<'_>, question: &Question) -> String {
        let (meaning, _) = record.meaning(question);
        let mut text = wrapped(
            &format!("{}: {meaning}", question.path),
            "",
            "  ",
            self.width,
        );
        let words = record.words(question.path);
        if words.is_empty() {
            text.push_str(&format!("  {}\n", record.example(question)));
        } else {
            text.push_str(&wrapped(&words.join(" | "), "  ", "  ", self.width));
        }
        text
    }

    fn explained(&self, record: &Answers<'_>, question: &Question) -> String {
        let mut text = self.described(record, question);
        if !record.words(question.path).is_empty() {
            text.push_str(&format!("  {}\n", record.example(question)));
        }
        let needed = if record.is_required(question.path) {
            "It is needed: without it the record means nothing."
        } else {
            "It may be left out now; `apcheck validate` says once it is missing."
        };
        text.push_str(&wrapped(needed, "  ", "  ", self.width));
        text + &wrapped(HELP, "  ", "  ", self.width)
    }

    /// Shows the record; false goes one step back.
    fn is_agreed(&mut self, record: &Answers<'_>) -> anyhow::Result<bool> {
        let change = Change::new_file(&record.path(), record.text());
        self.say(&format!("\n{}:\n\n{}\n", change.path, shown(&change)))?;
        loop {
            match self.line("Write this? [yes] > ", true)?.trim() {
                "" | "y" | "yes" => return Ok(true),
                "b" => return Ok(false),
                "n" | "no" => bail!("nothing was written"),
                _ => self.say("  Enter writes it; b goes one step back; n writes nothing.\n")?,
            }
        }
    }

    fn say(&mut self, text: &str) -> anyhow::Result<()> {
        self.out
            .write_all(clean(text).as_bytes())
            .and_then(|()| self.out.flush())
            .context("the question could not be asked, so nothing was written")
    }

    /// Reads an answer; `echoed` where it may be shown.
    fn line(&mut self, prompt: &str, echoed: bool) -> anyhow::Result<String> {
        self.say(prompt)?;
        let mut line = String::new();
        let read = self.answers.read_line(&mut line);
        if read.context("the answer could not be read, so nothing was written")? == 0 {
            self.say("\n")?;
            bail!("the answers ended before the last question, so nothing was written");
        }
        if self.echo {
            let shown = if echoed { line.trim_end() } else { "" };
            self.say(&format!("{shown}\n"))?;
        }
        Ok(line)
    }
}

/// What may turn out to be a name or a date of birth is not repeated.
fn is_personal(path: &str) -> bool {
    matches!(path, "pupil.ref" | "pupil.born")
}

/// "[farm, as in p003-larkfield-farm] ".
fn offered(offer: &Offer) -> String {
    let value = offer.value.trim_matches('"');
    match &offer.from {
        Some(from) => format!("[{value}, as in {from}] "),
        None => format!("[{value}] "),
    }
}

impl Answers<'_> {
    /// What a field means, and an example as it would be typed.
    fn meaning(&self, question: &Question) -> (&'static str, &'static str) {
        let field = self.form.template.shape.field_at(question.path);
        let of_field = field.map_or(("", ""), |field| (field.meaning, field.example));
        question.says.unwrap_or(of_field)
    }

    fn example(&self, question: &Question) -> String {
        let (_, example) = self.meaning(question);
        let typed: String = example
            .chars()
            .filter(|c| !matches!(c, '"' | '[' | ']'))
            .collect();
        let unused = match question.path {
            "pupil.ref" => super::pupil_ref::unused(self.session).next(),
            _ => None,
        };
        match unused {
            Some(unused) => format!("for example: {typed}; {unused} is the next that is unused"),
            None => format!("for example: {typed}"),
        }
    }

    /// Whether a record means nothing without it.
    pub(super) fn is_required(&self, path: &str) -> bool {
        let field = self.form.template.shape.field_at(path);
        path == ID
            || path == "pupil.ref"
            || !path.contains('.') && field.is_some_and(|field| field.required)
    }
}
