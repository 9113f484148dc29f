//! What is open: not in order, to be done, asked of a provider, or not closed.

use super::checked::{dated, word};
use crate::assess::{Assessment, Case, Standing};
use crate::views::due::items;
use crate::views::{Column, Section, Standings, Table};

pub(super) fn section(case: Case<'_>, standings: &Standings<'_>) -> Section {
    let mut section = Section::new("What is open");
    section.sections = vec![
        Section::new("Not in order today").table(
            overdue(case, standings),
            "Nothing that is asked for is overdue.",
        ),
        Section::new("Something to do").table(actions(case, standings), "Nothing is noted."),
        Section::new("Incidents, complaints and concerns that are not closed")
            .table(unsettled(case), "None is open."),
        Section::new("Guidance departed from for reasonable grounds")
            .table(exceptions(standings), "Nowhere at present."),
    ];
    section
}

/// What `apcheck due` calls overdue.
fn overdue(case: Case<'_>, standings: &Standings<'_>) -> Table {
    let mut table = Table::new(
        "",
        &[
            Column::words("record"),
            Column::words("what"),
            Column::words("not in order since"),
            Column::words("looked after by"),
        ],
    );
    let items = items(case, &standings.all, case.on);
    for item in items.iter().filter(|item| item.is_overdue()) {
        table.rows.push(vec![
            item.subject.clone(),
            item.message.clone(),
            item.not_in_order_since(),
            item.lead_name
                .clone()
                .unwrap_or_else(|| "nobody named".into()),
        ]);
    }
    table
}

/// Checks with something noted to do, and what visits asked of providers.
fn actions(case: Case<'_>, standings: &Standings<'_>) -> Table {
    let mut table = Table::new(
        "",
        &[
            Column::words("record"),
            Column::words("what"),
            Column::date("by"),
        ],
    );
    for answer in &standings.all {
        if let Standing::Action { by } = answer.standing {
            let by = by.map_or(String::new(), |by| by.to_string());
            let cells = [answer.subject.id().to_owned(), answer.message.clone(), by];
            table.rows.push(cells.to_vec());
        }
    }
    for provider in case.records.providers.values() {
        for (_, visit) in dated(&provider.table, "visits", case) {
            let done = |action: &&crate::records::Table| {
                action
                    .date("done")
                    .known()
                    .is_some_and(|done| done <= case.known)
            };
            for action in visit.tables("actions").filter(|action| !done(action)) {
                let by = action.date("by").known();
                table.rows.push(vec![
                    provider.id.clone(),
                    action
                        .text("what")
                        .known()
                        .unwrap_or("not recorded")
                        .to_owned(),
                    by.map_or(String::new(), |by| by.to_string()),
                ]);
            }
        }
    }
    table
}

/// What is not settled yet: pointers, never the account.
fn unsettled(case: Case<'_>) -> Table {
    let mut table = Table::new(
        "",
        &[
            Column::date("date"),
            Column::words("record"),
            Column::words("what"),
            Column::words("category"),
            Column::words("reference"),
            Column::words("decision"),
        ],
    );
    let providers = case.records.providers.values();
    let of_providers = providers.flat_map(|provider| {
        [
            ("incidents", "incident", "kind"),
            ("complaints", "complaint", "stage"),
        ]
        .map(|what| (&*provider.id, &provider.table, what))
    });
    let of_placements = case.records.all_placements().map(|placement| {
        (
            placement.id(),
            placement.table(),
            ("concerns", "concern", "category"),
        )
    });
    for (id, fields, (log, what, category)) in of_providers.chain(of_placements) {
        let settled = if log == "concerns" {
            "reviewed"
        } else {
            "closed"
        };
        for (date, entry) in dated(fields, log, case) {
            if entry
                .date(settled)
                .known()
                .is_some_and(|day| day <= case.known)
            {
                continue;
            }
            let reference = entry.text("ref").known().unwrap_or("not recorded");
            table.rows.push(vec![
                date.to_string(),
                id.to_owned(),
                what.to_owned(),
                word(entry, category),
                reference.to_owned(),
                word(entry, "decision"),
            ]);
        }
    }
    table.rows.sort();
    table
}

fn exceptions(standings: &Standings<'_>) -> Table {
    let mut table = Table::new(
        "",
        &[
            Column::words("record"),
            Column::words("what is departed from"),
            Column::words("why"),
            Column::words("agreed by"),
            Column::date("until"),
        ],
    );
    let row = |answer: &Assessment<'_>| match &answer.standing {
        Standing::Excepted {
            until,
            reason,
            agreed_by,
        } => Some(vec![
            answer.subject.id().to_owned(),
            answer.requirement.title.clone(),
            reason.clone(),
            agreed_by.clone(),
            until.to_string(),
        ]),
        _ => None,
    };
    table.rows = standings.all.iter().filter_map(row).collect();
    table.rows.sort();
    table.rows.dedup();
    table
}
