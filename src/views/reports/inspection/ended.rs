//! Placements that ended, and where the pupils went.

use super::checked::{dated, word};
use crate::assess::Case;
use crate::calendar::said;
use crate::records::Placement;
use crate::views::{Column, Section, Table};
use chrono::NaiveDate;

pub(super) fn section(case: Case<'_>, since: NaiveDate) -> Section {
    let mut table = Table::new(
        "",
        &[
            Column::words("placement"),
            Column::date("began"),
            Column::date("ended"),
            Column::words("why"),
            Column::words("where to"),
            Column::words("looked at afterwards"),
        ],
    );
    let placements = case.records.all_placements();
    let ended = placements.filter_map(|placement| Some((placement.ending(case.on)?, placement)));
    let mut ended: Vec<_> = ended
        .filter(|(last, _)| *last >= since && *last <= case.on)
        .collect();
    ended.sort_by_key(|(last, placement)| (std::cmp::Reverse(*last), placement.id()));
    for (last, placement) in ended {
        table.rows.push(row(case, last, placement));
    }
    Section::new(format!("Placements that ended since {}", said(since)))
        .table(table, "No placement has ended since then.")
}

fn row(case: Case<'_>, last: NaiveDate, placement: Placement<'_>) -> Vec<String> {
    let ending = placement.table().table("ending");
    let reason = ending.and_then(|ending| ending.text("reason").known());
    let looks: Vec<String> = dated(placement.table(), "after-return", case)
        .into_iter()
        .map(|(date, look)| format!("{}: settled {}", said(date), word(look, "settled")))
        .collect();
    vec![
        placement.id().to_owned(),
        placement
            .start()
            .map_or(String::new(), |start| start.to_string()),
        last.to_string(),
        reason.unwrap_or("not recorded").to_owned(),
        ending.map_or_else(|| "not recorded".into(), |ending| word(ending, "to")),
        if looks.is_empty() {
            "not yet".into()
        } else {
            looks.join("; ")
        },
    ]
}
