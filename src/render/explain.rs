//! What a requirement or a checklist is, as text and as Markdown.

use super::wrapped;
use crate::calendar::said;
use crate::rulebook::{Check, Checklist, Requirement, Rulebook, all_said};
use crate::views::explained::{Asking, Explained};

const WIDTH: usize = 100;

/// A requirement for a terminal.
pub fn explained_text(page: &Explained<'_>) -> String {
    let requirement = page.requirement;
    let mut out = format!("{}: {}\n\n", requirement.id, requirement.title);
    let indent = " ".repeat(14);
    for (name, words) in &page.facts {
        out.push_str(&wrapped(words, &format!("{name:<14}"), &indent, WIDTH));
    }
    for (heading, words) in [
        ("Why", &requirement.why),
        ("To put it right", &requirement.fix),
    ] {
        out.push_str(&format!(
            "\n{heading}\n{}",
            wrapped(words, "  ", "  ", WIDTH)
        ));
    }
    for shown in &page.example {
        out.push_str(&format!("\nAn example{}, in {}\n", as_of(page), shown.file));
        for line in shown.text.lines() {
            out.push_str(format!("  {line}").trim_end());
            out.push('\n');
        }
    }
    out.push_str("\nSources\n");
    for source in &requirement.sources {
        out.push_str(&format!("  {source}\n"));
    }
    if let Some(differs) = &requirement.differs {
        out.push_str(&format!(
            "\nWhere a source says otherwise, or nothing\n{}",
            wrapped(differs, "  ", "  ", WIDTH)
        ));
    }
    for (heading, in_use) in [
        ("Asked for by checklists in use", true),
        ("Asked for by others", false),
    ] {
        let asking = page.asked_by.iter().filter(|one| one.in_use == in_use);
        let lines: Vec<String> = asking
            .map(|one| {
                let words = format!("{}: {}", one.checklist, one.item);
                wrapped(&words, "  ", "    ", WIDTH)
            })
            .collect();
        if !lines.is_empty() {
            out.push_str(&format!("\n{heading}\n{}", lines.concat()));
        }
    }
    out
}

/// A requirement as a page of Markdown, in a folder beside that of the checklists.
pub fn explained_markdown(page: &Explained<'_>) -> String {
    let requirement = page.requirement;
    let mut out = format!(
        "# {}\n\n`{}`\n\n| | |\n| --- | --- |\n",
        sentence(&requirement.title),
        requirement.id
    );
    for (name, words) in &page.facts {
        out.push_str(&format!("| {name} | {} |\n", cell(words)));
    }
    out.push_str(&format!(
        "\n## Why\n\n{}\n\n## To put it right\n\n{}\n",
        requirement.why, requirement.fix
    ));
    if !page.example.is_empty() {
        out.push_str(&format!("\n## An example{}\n", as_of(page)));
        for shown in &page.example {
            out.push_str(&format!(
                "\nIn `{}`:\n\n```{}\n{}\n```\n",
                shown.file,
                shown.file.rsplit('.').next().unwrap_or_default(),
                shown.text.trim_end()
            ));
        }
    }
    out.push_str("\n## Sources\n\n");
    for source in &requirement.sources {
        out.push_str(&format!("- {source}\n"));
    }
    if let Some(differs) = &requirement.differs {
        out.push_str(&format!(
            "\n## Where a source says otherwise, or nothing\n\n{differs}\n"
        ));
    }
    out.push_str("\n## Asked for by\n\n");
    for Asking {
        checklist, item, ..
    } in &page.asked_by
    {
        out.push_str(&format!(
            "- [{checklist}](../checklists/{checklist}.md): {item}\n"
        ));
    }
    out
}

/// The day of the example, where it is judged on another than usual.
fn as_of(page: &Explained<'_>) -> String {
    page.example_on
        .map_or(String::new(), |day| format!(" as of {}", said(day)))
}

/// A checklist for a terminal: its document's order beside its requirements.
pub fn checklist_text(checklist: &Checklist) -> String {
    let mut out = format!("{}: {}\n", checklist.name, titled(checklist));
    if let Some(where_asked) = where_asked(checklist) {
        out.push_str(&wrapped(&where_asked, "", "", WIDTH));
    }
    for section in &checklist.sections {
        out.push_str(&format!("\n{}\n", section.title));
        for (at, item) in section.items.iter().enumerate() {
            out.push_str(&wrapped(
                &item.text,
                &format!("{:>3}. ", at + 1),
                "     ",
                WIDTH,
            ));
            out.push_str(&wrapped(
                &item.requires.join(", "),
                "     -> ",
                "        ",
                WIDTH,
            ));
        }
    }
    out
}

/// A checklist as a page of Markdown.
pub fn checklist_markdown(rulebook: &Rulebook, checklist: &Checklist) -> String {
    let mut out = format!("# {}\n\n`{}`\n", titled(checklist), checklist.name);
    if let Some(where_asked) = where_asked(checklist) {
        out.push_str(&format!("\n{where_asked}\n"));
    }
    for section in &checklist.sections {
        out.push_str(&format!("\n## {}\n\n", section.title));
        out.push_str("| | what it asks | requirements |\n| --- | --- | --- |\n");
        for (at, item) in section.items.iter().enumerate() {
            let requires: Vec<String> = item
                .requires
                .iter()
                .map(|id| {
                    let level = rulebook.requirement(id).map_or("", |r| r.level.name());
                    format!("[`{id}`](../requirements/{id}.md) ({level})")
                })
                .collect();
            out.push_str(&format!(
                "| {} | {} | {} |\n",
                at + 1,
                cell(&item.text),
                requires.join("<br>")
            ));
        }
    }
    out
}

fn titled(checklist: &Checklist) -> String {
    match checklist.edition_beside_title() {
        Some(edition) => format!("{} ({edition})", checklist.title),
        None => checklist.title.clone(),
    }
}

/// Where a checklist asks, and whether it has to be chosen.
fn where_asked(checklist: &Checklist) -> Option<String> {
    let groups: Vec<String> = checklist.when.iter().map(|group| all_said(group)).collect();
    match (checklist.always, groups.is_empty()) {
        (true, true) => Some("In use everywhere, without being chosen.".into()),
        (true, false) => Some(format!(
            "In use without being chosen, wherever {}.",
            groups.join(", or ")
        )),
        (false, true) => None,
        (false, false) => Some(format!("Asks only where {}.", groups.join(", or "))),
    }
}

/// Every requirement in one table of Markdown.
pub fn requirements_markdown(rulebook: &Rulebook) -> String {
    let mut out = String::new();
    for (heading, faults) in [("Requirements", false), ("Faults of the records", true)] {
        let rows: Vec<&Requirement> = rulebook
            .requirements
            .values()
            .filter(|requirement| matches!(requirement.check, Check::Record) == faults)
            .collect();
        out.push_str(&format!(
            "\n## {heading}: {}\n\n| requirement | level | what must be there | asked of | checklists |\n| --- | --- | --- | --- | --- |\n",
            rows.len()
        ));
        for requirement in rows {
            out.push_str(&format!(
                "| [`{id}`](requirements/{id}.md) | {} | {} | {} | {} |\n",
                if faults {
                    "fault"
                } else {
                    requirement.level.name()
                },
                cell(&requirement.title),
                requirement.about.name(),
                rulebook.asked_by(&requirement.id).join(", "),
                id = requirement.id,
            ));
        }
    }
    out
}

/// Every checklist in one table of Markdown.
pub fn checklists_markdown(rulebook: &Rulebook) -> String {
    let mut out = String::from(
        "\n## Checklists\n\n| checklist | document | page of | items | requirements |\n| --- | --- | --- | --- | --- |\n",
    );
    for checklist in rulebook.checklists.values() {
        let mut requires: Vec<&String> =
            checklist.items().flat_map(|item| &item.requires).collect();
        requires.sort();
        requires.dedup();
        out.push_str(&format!(
            "| [{name}](checklists/{name}.md) | {} | {} | {} | {} |\n",
            cell(&titled(checklist)),
            checklist.page_of.name(),
            checklist.items().count(),
            requires.len(),
            name = checklist.name,
        ));
    }
    out
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
