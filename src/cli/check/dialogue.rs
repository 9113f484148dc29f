//! Questions and answers at a terminal, or from a file in its place.

use crate::calendar::said;
use crate::cli::date;
use crate::records::nearest;
use crate::render::{capitalised, clean};
use anyhow::{Context as _, bail};
use chrono::NaiveDate;
use std::io::{BufRead, IsTerminal, Write};

pub(super) struct Dialogue<'io> {
    answers: &'io mut dyn BufRead,
    out: &'io mut dyn Write,
    /// Whether what is typed stands on the screen already.
    is_terminal: bool,
}

impl<'io> Dialogue<'io> {
    pub(super) fn new(answers: &'io mut dyn BufRead, out: &'io mut dyn Write) -> Dialogue<'io> {
        Dialogue {
            answers,
            out,
            is_terminal: std::io::stdin().is_terminal(),
        }
    }

    pub(super) fn say(&mut self, text: &str) -> anyhow::Result<()> {
        self.out
            .write_all(clean(text).as_bytes())
            .and_then(|()| self.out.flush())
            .context("the question could not be printed, so nothing was written")
    }

    /// The answer to a question, without blanks around it.
    pub(super) fn ask(&mut self, question: &str) -> anyhow::Result<String> {
        self.say(question)?;
        let mut answer = String::new();
        let read = self
            .answers
            .read_line(&mut answer)
            .context("the answer could not be read, so nothing was written")?;
        if read == 0 {
            self.say("\n")?;
            bail!("the answers ended before the last question, so nothing was written");
        }
        let answer = answer.trim().to_owned();
        if !self.is_terminal {
            self.say(&format!("{answer}\n"))?;
        }
        Ok(answer)
    }

    /// One of some letters, or the word that begins with it.
    pub(super) fn choose(&mut self, question: &str, words: &[&str]) -> anyhow::Result<char> {
        loop {
            let answer = self.ask(question)?.to_lowercase();
            let meant = words
                .iter()
                .find(|word| !answer.is_empty() && word.starts_with(&answer));
            if let Some(letter) = meant.and_then(|word| word.chars().next()) {
                return Ok(letter);
            }
            let letters: Vec<_> = words.iter().filter_map(|word| word.get(..1)).collect();
            self.say(&format!("  Write one of {}.\n", letters.join(", ")))?;
        }
    }

    /// A day, asked again until it is one that `is_right` has nothing against;
    /// none where the way back was chosen.
    pub(super) fn day(
        &mut self,
        question: &str,
        usual: Option<NaiveDate>,
        is_right: impl Fn(NaiveDate) -> anyhow::Result<NaiveDate>,
    ) -> anyhow::Result<Option<NaiveDate>> {
        let question = match usual {
            Some(usual) => format!("  {question}, or b(ack) [{usual}]: "),
            None => format!("  {question}, or b(ack): "),
        };
        loop {
            let answer = self.ask(&question)?;
            if is_back(&answer) {
                return Ok(None);
            }
            let day = match usual.filter(|_| answer.is_empty()) {
                Some(usual) => Ok(usual),
                None => date(&answer).map_err(anyhow::Error::msg),
            };
            match day.and_then(&is_right) {
                Ok(day) => return Ok(Some(day)),
                Err(why) => self.say(&format!("  {}.\n", capitalised(&why.to_string())))?,
            }
        }
    }

    /// Words; what was answered before is taken for no answer, and nothing for
    /// a hyphen.
    pub(super) fn words(
        &mut self,
        question: &str,
        usual: Option<&str>,
    ) -> anyhow::Result<Option<String>> {
        let shown = usual.map_or("none".to_owned(), |usual| format!("{usual}; - for none"));
        let answer = self.ask(&format!("  {question} [{shown}]: "))?;
        let words: Vec<_> = answer.split_whitespace().collect();
        Ok(match &words[..] {
            [] => usual.map(str::to_owned),
            ["-"] => None,
            words => Some(words.join(" ")),
        })
    }

    /// Which topics the document covers. Nothing is taken for granted.
    pub(super) fn covered<'q>(
        &mut self,
        topics: &[&'q str],
    ) -> anyhow::Result<Option<Vec<&'q str>>> {
        let question = format!(
            "  Which of these does it say: {} (all, none, some with commas between, or b(ack))? ",
            topics.join(", ")
        );
        loop {
            let answer = self.ask(&question)?;
            match &*answer {
                "" => {}
                answer if is_back(answer) => return Ok(None),
                "all" => return Ok(Some(topics.to_vec())),
                "none" => return Ok(Some(Vec::new())),
                answer => {
                    let typed: Vec<&str> = answer.split(',').map(str::trim).collect();
                    let known = |typed: &str| topics.iter().find(|topic| **topic == typed).copied();
                    let Some(unknown) = typed.iter().find(|typed| known(typed).is_none()) else {
                        return Ok(Some(typed.into_iter().filter_map(known).collect()));
                    };
                    let near = nearest(unknown, topics.iter().copied())
                        .map_or(String::new(), |near| format!("; did you mean `{near}`?"));
                    self.say(&format!("  There is no `{unknown}` among them{near}\n"))?;
                }
            }
        }
    }
}

fn is_back(answer: &str) -> bool {
    matches!(answer.to_lowercase().as_str(), "b" | "back")
}

/// "12 October 2026 is still to come".
pub(super) fn has_come(day: NaiveDate, on: NaiveDate) -> anyhow::Result<NaiveDate> {
    if day > on {
        bail!(
            "{} is still to come; write the check once it is made",
            said(day)
        );
    }
    Ok(day)
}
