//! The same as sheets of a workbook, a row for each thing with its record.

use super::{Happened, Part, Shown};
use crate::views::compliance_page::standing_said;
use crate::views::progress::Progress;
use crate::views::{Chart, Column, Section, Shape, Table};

/// The parts of a provider's page that are tables of their own.
const OF_A_PROVIDER: [&str; 4] = ["Sites", "Who is who", "Pupils there now", "Checks"];

impl Shown {
    /// Every sheet that has a row, the chronology first.
    pub fn all_sheets(&self) -> Vec<Table> {
        let mut sheets = vec![
            self.next_sheet(),
            self.checklists_sheet(),
            self.past_sheet(),
            self.register_sheet(),
        ];
        let progress = Progress {
            placements: self
                .parts
                .iter()
                .filter_map(|part| part.doing.clone())
                .collect(),
            left_out: Vec::new(),
        };
        sheets.extend([progress.sheet(), progress.weeks_sheet()]);
        let of_provider = self.sections.iter();
        let of_provider =
            of_provider.filter(|section| OF_A_PROVIDER.contains(&section.heading.as_str()));
        sheets.extend(of_provider.flat_map(Section::tables));
        sheets.retain(|sheet| !sheet.rows.is_empty());
        sheets.insert(0, self.chronology_sheet());
        sheets
    }

    /// Everything that was logged, a row each; a visit that is of two placements
    /// of a pupil is there once.
    pub fn chronology_sheet(&self) -> Table {
        let mut table = Table::new(
            "Chronology",
            &[
                Column::date("date"),
                Column::words("record"),
                Column::words("what"),
                Column::words("who"),
                Column::words("details"),
            ],
        );
        let mut happened: Vec<&Happened> = Vec::new();
        for part in &self.parts {
            for one in &part.chronology.happened {
                let is_another_record = one.record != part.id;
                if !(is_another_record && happened.contains(&one)) {
                    happened.push(one);
                }
            }
        }
        happened.sort_by_key(|one| (one.date.is_none(), one.date));
        table.rows = happened.into_iter().map(Happened::sheet_cells).collect();
        table
    }

    fn next_sheet(&self) -> Table {
        let columns = [
            Column::words("record"),
            Column::date("last good day"),
            Column::words("how it stands"),
            Column::words("what"),
            Column::words("looked after by"),
        ];
        self.sheet("What comes next", &columns, |part| {
            let rows = part.next.iter().map(|item| {
                vec![
                    item.date.map_or(String::new(), |date| date.to_string()),
                    standing_said(item.standing).to_owned(),
                    item.message.clone(),
                    item.lead_name.clone().unwrap_or_default(),
                ]
            });
            rows.collect()
        })
    }

    fn checklists_sheet(&self) -> Table {
        let columns = [
            Column::words("record"),
            Column::words("checklist"),
            Column::words("item"),
            Column::words("how it stands"),
            Column::words("why"),
        ];
        self.sheet("Checklists", &columns, |part| {
            let items = part.checklists.iter().flat_map(|page| {
                let items = page.items();
                items.map(|item| (page.title.clone(), item))
            });
            let rows = items.map(|(title, item)| {
                let why: Vec<&str> = item
                    .open_lines()
                    .map(|line| line.message.as_str())
                    .collect();
                let standing = standing_said(item.standing).to_owned();
                vec![title, item.text.clone(), standing, why.join("; ")]
            });
            rows.collect()
        })
    }

    fn past_sheet(&self) -> Table {
        let columns = [
            Column::words("record"),
            Column::words("what"),
            Column::date("not in order from"),
            Column::date("to"),
        ];
        self.sheet("In the past", &columns, |part| {
            let past = part.not_in_order.iter();
            let rows = past.flat_map(|(what, spans)| {
                spans
                    .iter()
                    .map(|span| vec![what.clone(), span.from.to_string(), span.to.to_string()])
            });
            rows.collect()
        })
    }

    fn register_sheet(&self) -> Table {
        let chart = |part: &Part| Chart::new("", Shape::HeatMap(part.weeks.clone())).table();
        let columns = self
            .parts
            .first()
            .map_or_else(Vec::new, |part| chart(part).columns);
        let columns = [&[Column::words("record")][..], &columns].concat();
        self.sheet("Register", &columns, |part| chart(part).rows)
    }

    /// The rows of each record with its id before them.
    fn sheet(
        &self,
        title: &str,
        columns: &[Column],
        rows: impl Fn(&Part) -> Vec<Vec<String>>,
    ) -> Table {
        let mut table = Table::new(title, columns);
        for part in &self.parts {
            let with_id = |row: Vec<String>| [vec![part.id.clone()], row].concat();
            table.rows.extend(rows(part).into_iter().map(with_id));
        }
        table
    }
}
