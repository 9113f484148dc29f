//! `apcheck compliance`.

use super::{Outcome, Session, TableFormat, complete};
use crate::calendar::said;
use crate::records::nearest;
use crate::render;
use crate::rulebook::{About, all_said};
use crate::views::Table;
use crate::views::compliance::{Page, compliance};
use crate::views::compliance_page::{ROW_COLUMNS, matrix};
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
    /// The form of the answer
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    format: TableFormat,
}

impl Compliance {
    pub(super) fn run(&self, session: &Session) -> anyhow::Result<Outcome> {
        session.check_ids(&self.ids)?;
        if let Some(name) = &self.checklist {
            check_name(session, name)?;
        }
        let pages = compliance(session.case(), self.checklist.as_deref(), &self.ids);
        let text = match self.format {
            TableFormat::Json => render::compliance_json(&pages, session.on),
            TableFormat::Csv => {
                let mut table = Table::new("", ROW_COLUMNS);
                table.rows = pages.iter().flat_map(Page::rows).collect();
                render::csv(&table)
            }
            _ if pages.is_empty() => nothing(session, self.checklist.as_deref()),
            TableFormat::Md => tables(&pages)
                .iter()
                .map(render::markdown)
                .collect::<Vec<_>>()
                .join("\n"),
            TableFormat::Text => {
                let drawn: Vec<String> = tables(&pages)
                    .iter()
                    .map(|table| render::plain(table, session.style.width))
                    .collect();
                format!("{}\nAs of {}.\n", drawn.join("\n"), said(session.on))
            }
        };
        Ok(Outcome::of(session, text, 0))
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

fn check_name(session: &Session, name: &str) -> anyhow::Result<()> {
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
