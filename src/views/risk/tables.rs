//! The risk register as a page, and as a sheet with a column for every number.

use super::{Register, Row, Standing};
use crate::attendance::{Lately, Summary};
use crate::calendar::said;
use crate::views::attendance::percent_said;
use crate::views::{Column, Document, Fact, Section, Table};
use std::collections::BTreeMap;

const COLUMNS: &[Column] = &[
    Column::words("band"),
    Column::words("placement"),
    Column::words("why"),
    Column::date("since").rank(2),
    Column::words("done since"),
    Column::words("attended").rank(4),
    Column::words("lately").rank(3),
    Column::words("looked after by").rank(1),
];

const SHEET: &[Column] = &[
    Column::words("band"),
    Column::words("placement"),
    Column::words("pupil"),
    Column::words("provider"),
    Column::words("why"),
    Column::date("since"),
    Column::words("done since"),
    Column::date("last done"),
    Column::number("possible"),
    Column::number("attended"),
    Column::number("per cent"),
    Column::number("authorised"),
    Column::number("unauthorised"),
    Column::number("late"),
    Column::number("no return"),
    Column::number("not readable"),
    Column::number("per cent lately"),
    Column::number("sessions lately"),
    Column::number("per cent before"),
    Column::number("sessions before"),
    Column::words("looked after by"),
];

impl Register {
    /// The register as a page.
    pub fn page(&self, facts: Vec<Fact>) -> Document {
        let mut table = Table::new("", COLUMNS);
        table.rows = self.rows.iter().map(Row::cells).collect();
        table.drop_empty_columns();
        Document {
            kind: "risk-register",
            title: "Attendance and punctuality risk register".into(),
            facts,
            lead: self.lead(),
            sections: vec![
                Section::new("").table(table, "No placement is live."),
                Section::new("What the bands mean").list(self.bands.clone()),
            ],
        }
    }

    /// "11 placements: 1 severe, 2 at risk, 8 secure."
    fn lead(&self) -> String {
        if self.rows.is_empty() {
            return String::new();
        }
        let bands = self
            .rows
            .chunk_by(|one, other| one.standing.said() == other.standing.said());
        let counts: Vec<String> = bands
            .map(|rows| format!("{} {}", rows.len(), rows[0].standing.said()))
            .collect();
        let plural = if self.rows.len() == 1 { "" } else { "s" };
        format!(
            "{} placement{plural}, from the first day of each: {}.",
            self.rows.len(),
            counts.join(", ")
        )
    }

    /// A column for every number.
    pub fn sheet(&self) -> Table {
        let mut table = Table::new("Risk register", SHEET);
        table.rows = self.rows.iter().map(Row::sheet_cells).collect();
        table.notes.clone_from(&self.bands);
        table
    }
}

impl Row {
    fn cells(&self) -> Vec<String> {
        vec![
            self.standing.said().to_owned(),
            self.placement.clone(),
            self.standing.why(),
            self.since(),
            self.done_said(),
            match self.standing {
                Standing::Remote => String::new(),
                _ => percent_said(&self.summary),
            },
            self.lately_said(),
            self.lead.written(),
        ]
    }

    fn since(&self) -> String {
        let since = self.standing.since();
        since.map_or(String::new(), |since| since.to_string())
    }

    /// "2 contacts, 1 review, the last on 9 October 2026"; or that nothing was
    /// done. Empty where there is no worry.
    pub fn done_said(&self) -> String {
        if self.standing.since().is_none() {
            return String::new();
        }
        let unread = if self.logs_unread {
            "; a part of the logs could not be read"
        } else {
            ""
        };
        let Some((last, _)) = self.done.last() else {
            return format!("nothing recorded since{unread}");
        };
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, kind) in &self.done {
            *kinds.entry(kind).or_default() += 1;
        }
        let kinds: Vec<String> = kinds
            .into_iter()
            .map(|(kind, count)| match count {
                1 => format!("1 {kind}"),
                more => format!("{more} {kind}s"),
            })
            .collect();
        let last = said(*last);
        match self.done.len() {
            1 => format!("{} on {last}{unread}", kinds.join(", ")),
            _ => format!("{}, the last on {last}{unread}", kinds.join(", ")),
        }
    }

    /// "+12 points": attendance of the last weeks against those before.
    fn lately_said(&self) -> String {
        self.lately.map_or(String::new(), |lately| {
            format!("{:+.0} points", -lately.drop())
        })
    }

    fn sheet_cells(&self) -> Vec<String> {
        let summary = &self.summary;
        let percent = |of: &Summary| {
            of.percent()
                .map_or(String::new(), |percent| format!("{percent:.1}"))
        };
        let of_lately =
            |cell: &dyn Fn(&Lately) -> String| self.lately.as_ref().map_or(String::new(), cell);
        let last = self.done.last().map(|(date, _)| date.to_string());
        vec![
            self.standing.said().to_owned(),
            self.placement.clone(),
            self.pupil.written(),
            self.provider.written(),
            self.standing.why(),
            self.since(),
            self.done_said(),
            last.unwrap_or_default(),
            summary.possible().to_string(),
            summary.attended.to_string(),
            percent(summary),
            summary.authorised.to_string(),
            summary.unauthorised.to_string(),
            summary.late.to_string(),
            summary.no_return.to_string(),
            summary.unreadable.to_string(),
            of_lately(&|lately| percent(&lately.lately)),
            of_lately(&|lately| lately.lately.possible().to_string()),
            of_lately(&|lately| percent(&lately.before)),
            of_lately(&|lately| lately.before.possible().to_string()),
            self.lead.written(),
        ]
    }
}
