//! `apcheck sign`.

use super::compliance::check_name;
use super::differing::Writing;
use super::writing::words;
use super::{Common, Outcome, Session, complete, date};
use crate::assess::Subject;
use crate::calendar::said;
use crate::edit::{Entry, append, prepare};
use crate::records::Record;
use crate::render::{clean, wrapped};
use crate::rulebook::{About, Checklist};
use crate::views::compliance::{Counts, Item, Page, compliance};
use crate::views::compliance_page::standing_said;
use anyhow::bail;
use chrono::NaiveDate;
use clap::Args;

/// Sign a checklist for a record
///
/// Before it is written, how the checklist stands for that record is shown:
/// the counts, and each item that is not in order. A signature says that
/// somebody has looked; it puts nothing in order.
#[derive(Debug, Args)]
pub(super) struct Sign {
    /// The checklist
    #[arg(value_name = "CHECKLIST", add = complete::checklists())]
    checklist: String,
    /// The placement or provider it is signed for, or `school`
    #[arg(value_name = "ID", add = complete::ids())]
    id: String,
    /// Who signs
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Their position
    #[arg(long, value_name = "WORDS")]
    position: String,
    /// The day it was signed; the day of the run unless said
    #[arg(long, value_name = "DATE", value_parser = date)]
    date: Option<NaiveDate>,
    /// Show what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
}

impl Sign {
    pub(super) fn run(&self, common: &Common) -> anyhow::Result<Outcome> {
        let (session, held) = Session::held(common, self.dry_run)?;
        check_name(&session, &self.checklist)?;
        let record = self.record(&session)?;
        let signed = self.date.unwrap_or(session.on);
        if signed > session.on {
            bail!(
                "--date is {}, which is still to come on {}; write it once it is signed",
                said(signed),
                said(session.on)
            );
        }
        let again = record.table.tables("signoffs").any(|signoff| {
            let text = |key: &str| signoff.text(key).known();
            text("checklist") == Some(self.checklist.as_str())
                && text("name") == Some(self.name.trim())
                && signoff.date("date").known() == Some(signed)
        });
        if again {
            bail!(
                "`{}` is signed by {} on {} already, so nothing was written",
                self.checklist,
                self.name.trim(),
                said(signed)
            );
        }
        let pages = compliance(
            session.case().on(signed),
            Some(&self.checklist),
            std::slice::from_ref(&self.id),
        );
        let Some(page) = pages.iter().find(|page| page.subject == self.id) else {
            bail!(
                "`{}` does not apply to {}, so there is nothing to sign",
                self.checklist,
                self.id
            );
        };
        let entry = Entry::default()
            .text("checklist", &self.checklist)
            .text("name", &words("--name", &self.name)?)
            .text("position", &words("--position", &self.position)?)
            .date("date", signed);
        let change = prepare(&session.folder, &session.records, record, |text| {
            append(text, &record.table, "signoffs", &[entry])
        })?;
        let mut text = stands(&session, page, signed);
        let writing = Writing::of(&session, vec![change], held)?;
        text.push_str(&writing.write(self.dry_run)?.text);
        Ok(Outcome::of(&session, clean(&text), 0))
    }

    /// The record whose page the checklist is.
    fn record<'s>(&self, session: &'s Session) -> anyhow::Result<&'s Record> {
        session.check_ids(std::slice::from_ref(&self.id))?;
        let checklist = session.rulebook.checklists.get(&self.checklist);
        let subject = checklist.and_then(|checklist| page_of(session, checklist, &self.id));
        match (subject, checklist) {
            (Some(subject), _) => Ok(subject.record(&session.case())),
            (None, checklist) => {
                let about =
                    checklist.map_or("another record", |checklist| checklist.page_of.said());
                bail!(
                    "`{}` is a page about {about}, which `{}` is not",
                    self.checklist,
                    self.id
                )
            }
        }
    }
}

/// The record of that id, if the checklist is a page about such a one.
pub(super) fn page_of<'s>(
    session: &'s Session,
    checklist: &Checklist,
    id: &str,
) -> Option<Subject<'s>> {
    let records = &session.records;
    match checklist.page_of {
        About::Commissioner => (id == "school").then_some(Subject::Commissioner),
        About::Provider => records.providers.get(id).map(Subject::Provider),
        _ => records.placement(id).map(Subject::Placement),
    }
}

/// How the checklist stands: the counts, and what is not in order.
fn stands(session: &Session, page: &Page, on: NaiveDate) -> String {
    let width = session.width();
    let mut text = wrapped(
        &format!("{}, for {} on {}", page.title, page.subject, said(on)),
        "",
        "  ",
        width,
    );
    text.push_str(&wrapped(&counts_said(&page.counts), "  ", "  ", width));
    let open: Vec<&Item> = page
        .items()
        .filter(|item| !matches!(item.standing, "met" | "not-required"))
        .collect();
    for item in open {
        let standing = standing_said(item.standing);
        text.push_str(&wrapped(
            &format!("{standing}: {}", item.text),
            "  - ",
            "    ",
            width,
        ));
    }
    text.push('\n');
    text
}

fn counts_said(counts: &Counts) -> String {
    let mut said = format!("{} of {} met", counts.met, counts.of);
    for (count, standing) in [
        (counts.breached, "breached"),
        (counts.outstanding, "outstanding"),
        (counts.action, "action"),
        (counts.excepted, "excepted"),
        (counts.not_evaluated, "not-evaluated"),
        (counts.not_required, "not-required"),
    ] {
        if count > 0 {
            said.push_str(&format!(", {count} {}", standing_said(standing)));
        }
    }
    said
}
