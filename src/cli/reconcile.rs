//! `apcheck attendance --reconcile`.

use super::form::{Answer, Form, headed};
use super::{Outcome, Session};
use crate::calendar::{Span, span_said};
use crate::load::outside;
use crate::records::{MIS_COLUMNS, MIS_DATES, Mis, listed, read_mis};
use crate::render;
use crate::source::{Decoded, decode};
use crate::views::reconcile::{Reconciled, reconcile};
use crate::views::{Document, Table};
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
    pub form: &'a Form,
    pub exit_code: bool,
}

impl Reconciliation<'_> {
    pub(super) fn run(&self, session: &Session) -> anyhow::Result<Outcome> {
        let mis = self.read(session)?;
        let span = self.span(&mis)?;
        let reconciled = reconcile(session.case(), span, self.ids, &mis);
        let status = u8::from(self.exit_code && reconciled.found() > 0);
        self.form.given(session, &reconciled, status)
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

impl Answer for Reconciled {
    fn text(&self, session: &Session) -> String {
        let mut table = self.table();
        if table.rows.is_empty() {
            return format!("Nothing differs.\n{}\n", table.notes.join("\n"));
        }
        table.title = title(self, session);
        render::plain(&table, session.style.width)
    }

    fn json(&self, session: &Session) -> String {
        render::reconciled_json(self, session.on)
    }

    fn rows(&self) -> Table {
        self.table()
    }

    fn sheets(&self) -> Vec<Table> {
        let mut table = self.table();
        table.title = "Differing".into();
        vec![table]
    }

    fn document(&self, session: &Session) -> Document {
        let (title, facts) = (title(self, session), headed(session));
        Document::of_tables("reconciled", title, facts, vec![self.table()])
    }
}

fn title(reconciled: &Reconciled, session: &Session) -> String {
    let Span { from, to } = reconciled.span;
    let to = to.min(session.on).max(from);
    format!(
        "The school's own register and what the law asks for, {}",
        span_said(from, to)
    )
}
