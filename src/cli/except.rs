//! `apcheck except`.

use super::differing::stands_differently;
use super::writing::{Exception, lines_of, shown, words, wrote};
use super::{Common, Outcome, Session, complete, date};
use crate::assess::{Assessment, Standing, Subject, assess, level, longest_exception};
use crate::calendar::said;
use crate::records::{Record, nearest};
use crate::render::{clean, wrapped};
use crate::rulebook::{About, Check, Requirement};
use crate::views::difference::Difference;
use crate::views::difference::said as standing_said;
use crate::views::explained::level_said;
use anyhow::{anyhow, bail};
use chrono::NaiveDate;
use clap::Args;

/// Record reasonable grounds for not following a requirement, for a time
///
/// Guidance may be departed from for a good reason. The reason, who agreed and
/// the last day it holds, at most a year on, are written into the record it is
/// about; what is excepted is still printed, and counted apart. What is law, or
/// protects the pupil directly, cannot be excepted.
///
/// The reason is printed in reports inside the school. It must not name a
/// child, nor repeat what a child said.
#[derive(Debug, Args)]
pub(super) struct Except {
    /// The requirement that is not followed
    #[arg(value_name = "REQUIREMENT", add = complete::requirements())]
    requirement: String,
    /// The placement, provider or pupil it is not followed for, or `school`
    #[arg(value_name = "ID", add = complete::ids())]
    id: String,
    /// Why, in a few words that name no child
    #[arg(long, value_name = "WORDS")]
    reason: String,
    /// The last day it holds, at most a year after it was agreed
    #[arg(long, value_name = "DATE", value_parser = date)]
    until: NaiveDate,
    /// Who agreed: a key under [people]
    #[arg(long, value_name = "PERSON", add = complete::people())]
    by: String,
    /// The day it was agreed; the day of the run unless said
    #[arg(long, value_name = "DATE", value_parser = date)]
    agreed: Option<NaiveDate>,
    /// Write it even where there is nothing to excuse on the day
    #[arg(long)]
    anyway: bool,
    /// Show what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
}

impl Except {
    pub(super) fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let (session, held) = Session::held(common, self.dry_run)?;
        let session = &session;
        let requirement = requirement(session, &self.requirement)?;
        let (subject, record) = subject(session, requirement, &self.id)?;
        let case = session.case();
        let level = level(case, requirement, subject);
        if requirement.cannot_be_excepted(level) {
            bail!(
                "`{}` {}, so no exception can be made for it; do what it asks: {}",
                requirement.id,
                requirement.bound_by(),
                requirement.fix
            );
        }
        session.check_person(&self.by)?;
        let agreed = self.agreed(session.on)?;
        let reason = words("--reason", &self.reason)?;
        let exception = Exception {
            requirement: &requirement.id,
            kind: "reasonable-grounds",
            reason: &reason,
            agreed_by: &self.by,
            agreed,
            until: self.until,
        };
        let change = session.with_exceptions(record, &[exception.entry()])?;
        let changes = [change];
        session.names_nobody(&changes)?;
        let after = session.changed(&changes)?;
        let before = assess(case, requirement, subject);
        let now = answers_in(&after, requirement, &subject);
        let excuses = session.rulebook.is_counted(requirement) && excuses_more(&before, &now);
        if !excuses && !self.anyway {
            bail!(
                "{}, so this would excuse nothing and was not written; --anyway writes it all the same",
                nothing_to_excuse(session, requirement, subject, &before)
            );
        }
        held.write(session, &changes)?;
        let [change] = &changes;
        let width = session.width();
        let mut text = format!("{}: {}\n", requirement.id, requirement.title);
        text.push_str(&format!("  {}\n", level_said(requirement, level)));
        text.push_str(&wrapped(&requirement.why, "  ", "  ", width));
        text.push_str(&format!(
            "\n{} {}:\n\n{}\n",
            wrote(self.dry_run),
            lines_of(change),
            shown(change)
        ));
        let on = said(session.on);
        let whom = match subject {
            Subject::Commissioner => "the school",
            _ => subject.id(),
        };
        text.push_str(&format!("How it stands for {whom} on {on}\n"));
        for (before, now) in before.iter().zip(&now) {
            text.push_str(&compared(
                &standing_said(before),
                &standing_said(now),
                width,
            ));
        }
        if !excuses {
            text.push_str("  It excuses nothing on this day, and `apcheck validate` says so while it is in force.\n");
        }
        let others: Vec<_> = stands_differently(session, &after, &changes)
            .into_iter()
            .filter(|other| other.requirement != requirement.id || other.subject != subject.id())
            .collect();
        text.push_str(&others_said(&others, width));
        text.push_str("\nThe reason is printed in reports inside the school. It must not name a child, nor repeat what a\nchild said.\n");
        Ok(Outcome::of(session, clean(&text), 0))
    }

    /// The day it was agreed, with both days as they may be.
    fn agreed(&self, on: NaiveDate) -> anyhow::Result<NaiveDate> {
        let agreed = self.agreed.unwrap_or(on);
        if agreed > on {
            bail!(
                "--agreed is {}, which is still to come on {}; record it once it is agreed",
                said(agreed),
                said(on)
            );
        }
        if self.until < agreed {
            bail!(
                "--until is {}, before it was agreed on {}; give the last day it holds",
                said(self.until),
                said(agreed)
            );
        }
        let longest = longest_exception(agreed);
        if self.until > longest {
            bail!(
                "--until is {}, more than a year after it was agreed; give {longest} or a day before, and agree it again then if the grounds are still there",
                said(self.until)
            );
        }
        Ok(agreed)
    }
}

fn requirement<'s>(session: &'s Session, id: &str) -> anyhow::Result<&'s Requirement> {
    let rulebook = &session.rulebook;
    match rulebook.requirement(id) {
        Some(requirement) if matches!(requirement.check, Check::Record) => Err(anyhow!(
            "`{id}` is a fault of the records, for which there are no exceptions; mend the record"
        )),
        Some(requirement) => Ok(requirement),
        None => Err(
            match nearest(id, rulebook.requirements.keys().map(String::as_str)) {
                Some(near) => anyhow!("there is no requirement `{id}`; did you mean `{near}`?"),
                None => {
                    anyhow!("there is no requirement `{id}`; `apcheck explain --all` lists them")
                }
            },
        ),
    }
}

/// Whom something is about that stands for a requirement, and the record it is
/// written into.
pub(super) fn subject<'s>(
    session: &'s Session,
    requirement: &Requirement,
    id: &str,
) -> anyhow::Result<(Subject<'s>, &'s Record)> {
    session.check_ids(&[id.to_owned()])?;
    let records = &session.records;
    let placement = records.placement(id);
    let subject = match requirement.about {
        About::Commissioner => (id == "school").then_some(Subject::Commissioner),
        About::Provider => records.providers.get(id).map(Subject::Provider),
        About::Placement => placement.map(Subject::Placement),
        About::Pupil => match placement {
            Some(placement) => placement.pupil().map(Subject::Pupil),
            None => records.pupils().get(id).copied().map(Subject::Pupil),
        },
    };
    let Some(subject) = subject else {
        bail!(
            "`{}` is about {}, which `{id}` is not; {}",
            requirement.id,
            requirement.about.said(),
            whom_to_name(session, requirement.about, id)
        );
    };
    let record = placement.map_or_else(
        || subject.record(&session.case()),
        |placement| placement.record,
    );
    Ok((subject, record))
}

/// What to write in place of an id of the wrong kind.
fn whom_to_name(session: &Session, about: About, id: &str) -> String {
    let records = &session.records;
    let of_pupil: Vec<_> = records.placements_of(id).collect();
    match about {
        About::Commissioner => "write `school`".into(),
        About::Provider => {
            let provider = records
                .placement(id)
                .and_then(|placement| placement.provider_id());
            let provider = provider.or_else(|| of_pupil.first()?.provider_id());
            provider.map_or("name the provider".into(), |provider| {
                format!("did you mean its provider, `{provider}`?")
            })
        }
        About::Placement if !of_pupil.is_empty() => {
            let ids: Vec<_> = of_pupil.iter().map(|placement| placement.id()).collect();
            format!("name the placement: {}", crate::records::listed(&ids))
        }
        About::Placement => "name the placement".into(),
        About::Pupil => "name the pupil, or one of their placements".into(),
    }
}

/// The answers to the same question in other records.
fn answers_in<'s>(
    session: &'s Session,
    requirement: &Requirement,
    subject: &Subject<'_>,
) -> Vec<Assessment<'s>> {
    let same = |other: &Subject<'_>| other.id() == subject.id();
    let subjects = crate::assess::subjects(&session.records, requirement.about);
    match (
        subjects.into_iter().find(same),
        session.rulebook.requirement(&requirement.id),
    ) {
        (Some(subject), Some(requirement)) => assess(session.case(), requirement, subject),
        _ => Vec::new(),
    }
}

/// Whether something is excepted now that was not, or was for another time.
fn excuses_more(before: &[Assessment<'_>], now: &[Assessment<'_>]) -> bool {
    before.iter().zip(now).any(|(before, now)| {
        matches!(now.standing, Standing::Excepted { .. }) && before.standing != now.standing
    })
}

/// Why there is nothing to excuse, as the beginning of a sentence.
fn nothing_to_excuse(
    session: &Session,
    requirement: &Requirement,
    subject: Subject<'_>,
    before: &[Assessment<'_>],
) -> String {
    let id = &requirement.id;
    if !session.rulebook.is_counted(requirement) {
        return format!("no checklist in use asks for `{id}`");
    }
    let here = format!("for {} on {}", subject.id(), said(session.on));
    match before.first().map(|answer| &answer.standing) {
        Some(Standing::Met { .. } | Standing::Action { .. }) => format!("`{id}` is met {here}"),
        None | Some(Standing::NotRequired { .. }) => format!("`{id}` is not required {here}"),
        Some(Standing::Outstanding { .. }) => format!(
            "`{id}` is not needed yet {here}, and these days do not cover the first day that it is"
        ),
        Some(Standing::NotEvaluated { .. }) => format!("`{id}` cannot be judged {here}"),
        Some(Standing::Excepted { .. }) => format!("`{id}` is excepted already {here}"),
        Some(Standing::Breached { .. }) => {
            format!("`{id}` is in breach {here}, which these days do not cover")
        }
    }
}

fn compared(before: &str, now: &str, width: usize) -> String {
    let rest = " ".repeat(10);
    wrapped(before, "  before  ", &rest, width) + &wrapped(now, "  after   ", &rest, width)
}

fn others_said(others: &[Difference], width: usize) -> String {
    let mut text = String::new();
    for other in others {
        text.push_str(&format!(
            "\nThis changes too: {} of {}\n{}",
            other.requirement,
            other.subject,
            compared(&other.before, &other.now, width)
        ));
    }
    text
}
