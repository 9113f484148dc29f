//! The open items of a checklist, as questions.

use super::asked::{needs_expiry, shown_by, topics_of};
use crate::assess::Subject;
use crate::cli::Session;
use crate::cli::compliance::check_name;
use crate::cli::sign::page_of;
use crate::records::Record;
use crate::rulebook::{About, Check, Requirement};
use crate::views::compliance::{Line, compliance};
use anyhow::bail;

/// Something a line would answer.
pub(super) struct Question<'s> {
    pub item: String,
    pub requirement: &'s Requirement,
    pub subject: Subject<'s>,
    pub record: &'s Record,
    pub key: &'s str,
    /// How it stands now.
    pub message: String,
    /// The topics that the document is asked to cover, by whatever counts here.
    pub topics: Vec<&'s str>,
    pub needs_expiry: bool,
}

/// The open items, and of those that no line answers, what does.
#[derive(Default)]
pub(super) struct Open<'s> {
    pub questions: Vec<Question<'s>>,
    pub elsewhere: Vec<String>,
}

pub(super) fn open<'s>(session: &'s Session, name: &str, id: &str) -> anyhow::Result<Open<'s>> {
    check_name(session, name)?;
    session.check_ids(&[id.to_owned()])?;
    let case = session.case();
    let checklist = session.rulebook.checklists.get(name);
    let page_subject = checklist.and_then(|checklist| page_of(session, checklist, id));
    let Some(page_subject) = page_subject else {
        let about = checklist.map_or("another record", |checklist| checklist.page_of.said());
        bail!("`{name}` is a page about {about}, which `{id}` is not");
    };
    let pages = compliance(case, Some(name), &[id.to_owned()]);
    let Some(page) = pages.iter().find(|page| page.subject == id) else {
        bail!("`{name}` does not apply to {id}, so there is nothing to ask");
    };
    let mut found = Open::default();
    for item in page.items() {
        for line in item.lines.iter().filter(|line| is_open(line)) {
            let Some(requirement) = session.rulebook.requirement(&line.requirement) else {
                continue;
            };
            let Some((subject, record)) = subject(session, requirement, line, page_subject) else {
                continue;
            };
            if let Check::Evidence { key, .. } = &requirement.check {
                let asked =
                    |other: &Question<'_>| other.key == key && other.record.file == record.file;
                if !found.questions.iter().any(asked) {
                    let alike: Vec<_> = (session.rulebook.counted())
                        .filter(|other| is_shown_by(other, key))
                        .chain([requirement])
                        .collect();
                    let mut topics: Vec<&str> = Vec::new();
                    for topic in alike.iter().flat_map(|other| topics_of(other)) {
                        if !topics.contains(&topic.as_str()) {
                            topics.push(topic);
                        }
                    }
                    found.questions.push(Question {
                        topics,
                        needs_expiry: alike.into_iter().any(needs_expiry),
                        item: item.text.clone(),
                        requirement,
                        subject,
                        record,
                        key,
                        message: line.message.clone(),
                    });
                }
            } else {
                let what = shown_by(&requirement.check, requirement);
                let said = format!("{}: {what}", item.text);
                if !found.elsewhere.contains(&said) {
                    found.elsewhere.push(said);
                }
            }
        }
    }
    Ok(found)
}

fn is_shown_by(requirement: &Requirement, key: &str) -> bool {
    matches!(&requirement.check, Check::Evidence { key: asked, .. } if asked == key)
}

fn is_open(line: &Line) -> bool {
    !matches!(line.standing, "met" | "not-required" | "excepted")
}

/// Whom a line of the page is about, and the record its answer goes to.
fn subject<'s>(
    session: &'s Session,
    requirement: &Requirement,
    line: &Line,
    page: Subject<'s>,
) -> Option<(Subject<'s>, &'s Record)> {
    let records = &session.records;
    let subject = match requirement.about {
        About::Commissioner => Subject::Commissioner,
        About::Provider => Subject::Provider(records.providers.get(&line.subject)?),
        About::Placement => Subject::Placement(records.placement(&line.subject)?),
        About::Pupil => Subject::Pupil(records.pupils().get(line.subject.as_str()).copied()?),
    };
    let record = match (subject, page) {
        // Of a pupil's placements, the one whose page it is.
        (Subject::Pupil(_), Subject::Placement(placement)) => placement.record,
        _ => subject.record(&session.case()),
    };
    Some((subject, record))
}
