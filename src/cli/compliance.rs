//! `apcheck compliance`.

use super::form::{Answer, Form, Format, headed};
use super::{Outcome, Session, complete};
use crate::calendar::said;
use crate::records::nearest;
use crate::render;
use crate::rulebook::{About, all_said};
use crate::views::compliance::{Page, compliance};
use crate::views::compliance_page::{ROW_COLUMNS, matrix};
use crate::views::{Document, Table};
use anyhow::anyhow;
use clap::Args;

/// Lay each checklist out in its own order, with how every item stands
///
/// With one record, each checklist is a page: the standing of every item, when
/// it was evidenced, by whom, and to which day it is good. With several, it is
/// the records against the items.
#[derive(Debug, Args)]
pub(super) struct Compliance {
    /// Placements, providers or pupils, or `school`; all that are live or about to start when none is named
    #[arg(value_name = "ID", add = complete::ids())]
    ids: Vec<String>,
    /// Only this checklist; those in use when none is named
    #[arg(long, value_name = "NAME", add = complete::checklists())]
    checklist: Option<String>,
    #[command(flatten)]
    form: Form,
}

impl Compliance {
    pub(super) fn run(&self, session: &Session) -> anyhow::Result<Outcome> {
        session.check_ids(&self.ids)?;
        if let Some(name) = &self.checklist {
            check_name(session, name)?;
        }
        let pages = compliance(session.case(), self.checklist.as_deref(), &self.ids);
        if pages.is_empty() && matches!(self.form.format, Format::Text | Format::Md) {
            let text = nothing(session, self.checklist.as_deref());
            return Ok(Outcome::of(session, text, 0));
        }
        self.form.given(session, &pages, 0)
    }
}

impl Answer for Vec<Page> {
    fn text(&self, session: &Session) -> String {
        let drawn: Vec<String> = tables(self)
            .iter()
            .map(|table| render::plain(table, session.style.width))
            .collect();
        format!("{}\nAs of {}.\n", drawn.join("\n"), said(session.on))
    }

    fn json(&self, session: &Session) -> String {
        render::compliance_json(self, session.on)
    }

    fn rows(&self) -> Table {
        let mut table = Table::new("", ROW_COLUMNS);
        table.rows = self.iter().flat_map(Page::rows).collect();
        table
    }

    /// A sheet for each checklist, with every requirement of every record.
    fn sheets(&self) -> Vec<Table> {
        let checklists = self.chunk_by(|a, b| a.checklist == b.checklist);
        checklists
            .map(|pages| {
                let mut table = pages.to_vec().rows();
                table.title = pages[0].checklist.clone();
                table
            })
            .collect()
    }

    fn document(&self, session: &Session) -> Document {
        let facts = headed(session);
        Document::of_tables(
            "compliance",
            "How the checklists stand",
            facts,
            tables(self),
        )
    }
}

/// Why there is no page.
fn nothing(session: &Session, name: Option<&str>) -> String {
    let Some(checklist) = name.and_then(|name| session.rulebook.checklists.get(name)) else {
        return "No checklist in use is laid out for these records; `[checklists]` in apcheck.toml says which are in use.\n".into();
    };
    let of = match checklist.page_of {
        About::Commissioner => "the school: name `school`, or no record at all",
        About::Provider => "a provider",
        About::Placement => "a placement",
        About::Pupil => "a pupil",
    };
    let conditions: Vec<String> = checklist.when.iter().map(|all| all_said(all)).collect();
    let only = if conditions.is_empty() {
        String::new()
    } else {
        format!(". It is asked only where: {}", conditions.join("; or "))
    };
    format!(
        "`{}` has no page for what was named. It is laid out for {of}{only}.\n",
        checklist.name
    )
}

/// A page for a checklist with one record, a matrix for one with several.
fn tables(pages: &[Page]) -> Vec<Table> {
    pages
        .chunk_by(|a, b| a.checklist == b.checklist)
        .map(|pages| match pages {
            [page] => page.table(),
            pages => matrix(pages),
        })
        .collect()
}

pub(super) fn check_name(session: &Session, name: &str) -> anyhow::Result<()> {
    let known: Vec<&str> = session
        .rulebook
        .checklists
        .values()
        .filter(|checklist| !checklist.made)
        .map(|checklist| checklist.name.as_str())
        .collect();
    if known.contains(&name) {
        return Ok(());
    }
    if session.rulebook.checklists.contains_key(name) {
        return Err(anyhow!(
            "`{name}` is not a document, so it is not laid out as a page; `apcheck explain {name}` lists what is in it"
        ));
    }
    let near = nearest(name, known.iter().copied()).map_or_else(
        || format!("; there are {}", crate::records::listed(&known)),
        |near| format!("; did you mean `{near}`?"),
    );
    Err(anyhow!("there is no checklist `{name}`{near}"))
}
