//! `apcheck attendance --reconcile`.

use super::{Outcome, Session, TableFormat};
use crate::calendar::{Span, span_said};
use crate::load::outside;
use crate::records::{MIS_COLUMNS, MIS_DATES, Mis, listed, read_mis};
use crate::render;
use crate::source::{Decoded, decode};
use crate::views::reconcile::reconcile;
use anyhow::{anyhow, bail};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::path::Path;

/// An export of the school's own system, and how it is compared.
pub(super) struct Reconciliation<'a> {
    pub file: &'a Path,
    pub mapping: &'a [String],
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub ids: &'a [String],
    pub format: TableFormat,
    pub exit_code: bool,
}

impl Reconciliation<'_> {
    pub(super) fn run(&self, session: &Session) -> anyhow::Result<Outcome> {
        let mis = self.read(session)?;
        let span = self.span(&mis)?;
        let reconciled = reconcile(session.case(), span, self.ids, &mis);
        let mut table = reconciled.table();
        let text = match self.format {
            TableFormat::Json => render::reconciled_json(&reconciled, session.on),
            TableFormat::Csv => render::csv(&table),
            format => {
                table.title = format!(
                    "The school's own register and what the law asks for, {}",
                    span_said(span.from, span.to.min(session.on).max(span.from))
                );
                if format == TableFormat::Md {
                    render::markdown(&table)
                } else if table.rows.is_empty() {
                    format!("Nothing differs.\n{}\n", table.notes.join("\n"))
                } else {
                    render::plain(&table, session.style.width)
                }
            }
        };
        let status = u8::from(self.exit_code && reconciled.found() > 0);
        Ok(Outcome::of(session, text, status))
    }

    fn read(&self, session: &Session) -> anyhow::Result<Mis> {
        let shown = self.file.display();
        let bytes = outside(self.file).map_err(|why| anyhow!("{shown} cannot be read: {why}"))?;
        let text = match decode(&bytes) {
            Decoded::Text(text) | Decoded::Windows1252 { text, .. } => text,
            Decoded::Unreadable(why) => bail!("{shown} cannot be read: {why}"),
        };
        let names = session.folder.pupils_names().map_err(|why| anyhow!(why))?;
        let pupils = session.records.pupils();
        read_mis(&text, &self.called()?, &pupils, names.as_ref())
            .map_err(|why| anyhow!("{shown} was not compared: {why}"))
    }

    /// What `--mapping` says columns are called.
    fn called(&self) -> anyhow::Result<BTreeMap<String, String>> {
        let mut called = BTreeMap::new();
        for mapping in self.mapping {
            let (ours, theirs) = mapping.split_once('=').unwrap_or((mapping, ""));
            if ours == "dates" && !MIS_DATES.contains(&theirs) {
                bail!("--mapping dates= can be {}", listed(&MIS_DATES));
            }
            if theirs.is_empty() || ours != "dates" && !MIS_COLUMNS.contains(&ours) {
                bail!(
                    "--mapping is written as COLUMN=HEADING, where the column is {} (or dates=day-first)",
                    listed(&MIS_COLUMNS)
                );
            }
            called.insert(ours.to_owned(), theirs.to_owned());
        }
        Ok(called)
    }

    /// The days asked about, or those that the file has.
    fn span(&self, mis: &Mis) -> anyhow::Result<Span> {
        let days = || mis.rows.iter().map(|row| row.date);
        let span = Span {
            from: self.from.or_else(|| days().min()).unwrap_or_default(),
            to: self.to.or_else(|| days().max()).unwrap_or_default(),
        };
        if mis.rows.is_empty() {
            bail!("{} has no line with a session", self.file.display());
        }
        if span.to < span.from {
            bail!(
                "no day lies between the first and the last, {}",
                span_said(span.from, span.to)
            );
        }
        Ok(span)
    }
}
