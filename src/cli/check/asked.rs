//! What is checked: a key of `[checks]`, and the requirements that ask for it.

use crate::assess::{Subject, is_insurance, level};
use crate::cli::Session;
use crate::cli::except::subject;
use crate::cli::log::word_of;
use crate::records::{Record, nearest};
use crate::rulebook::{Check, Requirement};
use anyhow::{anyhow, bail};

/// A check by its key.
pub(super) struct Asked<'s> {
    pub key: String,
    pub requirements: Vec<&'s Requirement>,
}

/// The check named by its key or by a requirement. One that is not shown by a
/// line can only be declared not required.
pub(super) fn asked<'s>(
    session: &'s Session,
    item: &str,
    not_required: bool,
) -> anyhow::Result<Asked<'s>> {
    let rulebook = &session.rulebook;
    let key = match rulebook.requirement(item) {
        Some(requirement) => match &requirement.check {
            Check::Evidence { key, .. } => key.clone(),
            Check::Record => {
                bail!("`{item}` is a fault of the records, not a check; mend the record")
            }
            _ if not_required => item.to_owned(),
            other => bail!(
                "`{item}` is not shown by a line: {}",
                shown_by(other, requirement)
            ),
        },
        None => item.to_owned(),
    };
    let mut requirements: Vec<&Requirement> = rulebook
        .requirements
        .values()
        .filter(|requirement| asks_for(requirement, &key))
        .collect();
    // What counts here is said first.
    requirements.sort_by_key(|requirement| !rulebook.is_counted(requirement));
    if requirements.is_empty() {
        return Err(unknown(session, item));
    }
    Ok(Asked { key, requirements })
}

fn asks_for(requirement: &Requirement, key: &str) -> bool {
    match &requirement.check {
        Check::Evidence { key: asked, .. } => asked == key,
        Check::Record => false,
        _ => requirement.id == key,
    }
}

/// What shows a requirement that is not shown by a line, and what to do.
pub(super) fn shown_by(check: &Check, requirement: &Requirement) -> String {
    match check {
        Check::Log(log) => match log.names.iter().find_map(|name| word_of(name)) {
            Some(word) => format!("entries of a log show it; `apcheck log {word}` adds one"),
            None => format!(
                "entries of {} show it; add one in the file",
                log.names.join(" or ")
            ),
        },
        Check::Field { paths, .. } => format!(
            "what {} says of {} shows it; write it there",
            requirement.about.file(),
            paths.join(", ")
        ),
        _ => format!(
            "it is worked out from the records; `apcheck explain {}` says from what",
            requirement.id
        ),
    }
}

fn unknown(session: &Session, item: &str) -> anyhow::Error {
    let rulebook = &session.rulebook;
    let keys = rulebook
        .requirements
        .values()
        .filter_map(|requirement| match &requirement.check {
            Check::Evidence { key, .. } => Some(key.as_str()),
            _ => None,
        });
    let names = rulebook
        .requirements
        .keys()
        .chain(rulebook.checklists.keys());
    match nearest(item, names.map(String::as_str).chain(keys)) {
        Some(near) => anyhow!("there is no check or checklist `{item}`; did you mean `{near}`?"),
        None => {
            anyhow!("there is no check or checklist `{item}`; `apcheck explain --all` lists them")
        }
    }
}

impl<'s> Asked<'s> {
    /// The requirements that count here; where none does, all of them.
    pub(super) fn counted(&self, session: &Session) -> Vec<&'s Requirement> {
        let all = self.requirements.iter().copied();
        let counted: Vec<_> = all
            .clone()
            .filter(|requirement| session.rulebook.is_counted(requirement))
            .collect();
        if counted.is_empty() {
            all.collect()
        } else {
            counted
        }
    }

    /// The record of `id` in which its line stands.
    pub(super) fn record(
        &self,
        session: &'s Session,
        id: &str,
        not_required: bool,
    ) -> anyhow::Result<&'s Record> {
        let mut found = None;
        let mut refused = None;
        for requirement in &self.requirements {
            match subject(session, requirement, id) {
                Ok((subject, record)) => {
                    if not_required {
                        can_be_declared(session, requirement, subject)?;
                    }
                    found = found.or(Some(record));
                }
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        match (found, refused) {
            (Some(record), _) => Ok(record),
            (None, Some(error)) => Err(error),
            (None, None) => Err(unknown(session, &self.key)),
        }
    }

    /// Refuses a line without an expiry where one is asked for.
    pub(super) fn needs_no_expiry(&self, session: &Session, also: &[String]) -> anyhow::Result<()> {
        let others = also
            .iter()
            .filter_map(|item| asked(session, item, false).ok());
        let others: Vec<_> = others.flat_map(|asked| asked.requirements).collect();
        let needs = self
            .requirements
            .iter()
            .chain(&others)
            .find(|requirement| needs_expiry(requirement));
        match needs {
            Some(requirement) => Err(anyhow!(
                "`{}` runs out on a day of its own, so nothing was written; look at the document and give the last day it is good for: --expires YYYY-MM-DD",
                requirement.id
            )),
            None => Ok(()),
        }
    }

    /// The keys of other checks of the same kind of record.
    pub(super) fn also(&self, session: &Session, items: &[String]) -> anyhow::Result<Vec<String>> {
        let mut keys = Vec::new();
        for item in items {
            let other = asked(session, item.trim(), false)?;
            if is_insurance(&other.key) {
                bail!(
                    "`{item}` runs out on a day of its own, so no other document answers it; write a line for it alone"
                );
            }
            let same = |requirement: &&Requirement| {
                self.requirements
                    .iter()
                    .any(|own| own.about.file() == requirement.about.file())
            };
            if !other.requirements.iter().any(same) {
                let about = other
                    .requirements
                    .first()
                    .map_or("another record", |other| other.about.said());
                bail!(
                    "`{item}` is about {about}, so a line of `{}` cannot answer it; write it there",
                    self.key
                );
            }
            if other.key != self.key && !keys.contains(&other.key) {
                keys.push(other.key);
            }
        }
        Ok(keys)
    }

    /// Topics, with a slip of the hand refused.
    pub(super) fn topics(&self, typed: &[String]) -> anyhow::Result<Vec<String>> {
        let known: Vec<&str> = self
            .requirements
            .iter()
            .flat_map(|requirement| topics_of(requirement))
            .map(String::as_str)
            .collect();
        let mut topics = Vec::new();
        for topic in typed
            .iter()
            .map(|topic| topic.trim())
            .filter(|topic| !topic.is_empty())
        {
            if let Some(near) = nearest(topic, known.iter().copied()).filter(|near| *near != topic)
            {
                bail!("--covers: there is no topic `{topic}`; did you mean `{near}`?");
            }
            topics.push(topic.to_owned());
        }
        Ok(topics)
    }
}

/// The topics that a document must cover.
pub(super) fn topics_of(requirement: &Requirement) -> &[String] {
    match &requirement.check {
        Check::Evidence { covers, .. } => covers,
        _ => &[],
    }
}

pub(super) fn needs_expiry(requirement: &Requirement) -> bool {
    matches!(requirement.check, Check::Evidence { expires: true, .. })
}

/// Refuses to declare not required what is law or protects the pupil directly.
fn can_be_declared<'s>(
    session: &'s Session,
    requirement: &'s Requirement,
    subject: Subject<'s>,
) -> anyhow::Result<()> {
    let level = level(session.case(), requirement, subject);
    if requirement.cannot_be_excepted(level) {
        bail!(
            "`{}` {}, so it cannot be declared not required; do what it asks: {}",
            requirement.id,
            requirement.bound_by(),
            requirement.fix
        );
    }
    Ok(())
}
