//! `apcheck compliance`.

use super::{Outcome, Session, TableFormat};
use crate::calendar::said;
use crate::records::nearest;
use crate::render;
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
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// Only this checklist; those in use when none is named
    #[arg(long, value_name = "NAME")]
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
            _ if pages.is_empty() => "No checklist in use is laid out for these records. A checklist of one's own for the school has `for = \"commissioner\"`.\n".into(),
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
    let near = nearest(name, known.iter().copied()).map_or_else(
        || format!("; there are {}", crate::records::listed(&known)),
        |near| format!("; did you mean `{near}`?"),
    );
    Err(anyhow!("there is no checklist `{name}`{near}"))
}
