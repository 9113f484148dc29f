//! A report as text for a terminal or a mail.

use super::table::drawn;
use super::{clean, wrapped};
use crate::attendance::code;
use crate::calendar::said;
use crate::views::{
    Bar, Block, Cell, CellKind, Chart, Document, Fact, Section, Shape, Table, Week, Weekly,
};

/// How wide lines of prose are where there is no terminal to ask, and at most.
const WIDEST: u16 = 100;

/// The document with headings, aligned facts, tables, and each chart in as few
/// lines as its numbers need. `width` is that of the terminal, if there is one.
pub fn document_text(document: &Document, width: Option<u16>) -> String {
    let page = Page { width };
    let mut out = page.heading(&document.title, '=');
    out.push_str(&page.facts(&document.facts));
    if !document.lead.is_empty() {
        out.push('\n');
        out.push_str(&page.words(&document.lead));
    }
    for section in &document.sections {
        out.push_str(&page.section(section, 1));
    }
    out
}

/// What everything is fitted to.
#[derive(Clone, Copy)]
struct Page {
    width: Option<u16>,
}

impl Page {
    fn prose(self) -> usize {
        usize::from(self.width.unwrap_or(WIDEST).min(WIDEST))
    }

    fn heading(self, heading: &str, line: char) -> String {
        let heading = clean(heading).replace('\n', " ");
        let long = heading.chars().count().min(self.prose());
        let under: String = std::iter::repeat_n(line, long).collect();
        format!("{heading}\n{under}\n")
    }

    fn section(self, section: &Section, depth: usize) -> String {
        let mut out = String::new();
        if !section.heading.is_empty() {
            out.push('\n');
            out.push_str(&self.heading(&section.heading, if depth == 1 { '-' } else { '.' }));
        }
        for (at, block) in section.blocks.iter().enumerate() {
            if at > 0 || section.heading.is_empty() {
                out.push('\n');
            }
            out.push_str(&self.block(block));
        }
        for inner in &section.sections {
            out.push_str(&self.section(inner, depth + 1));
        }
        out
    }

    fn block(self, block: &Block) -> String {
        match block {
            Block::Words(words) => self.words(words),
            Block::List(list) => list.iter().map(|line| self.item("- ", line)).collect(),
            Block::Facts(facts) => self.facts(facts),
            Block::Table(table) => self.table(table),
            Block::Chart(chart) => self.chart(chart),
            Block::Signature(places) => places
                .iter()
                .map(|place| format!("{place}: ____________________\n"))
                .collect(),
        }
    }

    fn words(self, words: &str) -> String {
        wrapped(&clean(words), "", "", self.prose())
    }

    /// Lines of which the first begins with `first`, and the others are as far
    /// in.
    fn item(self, first: &str, words: &str) -> String {
        let rest = " ".repeat(first.chars().count());
        wrapped(&clean(words), first, &rest, self.prose())
    }

    /// Each label before what it says, all of which begins in one column.
    fn facts(self, facts: &[Fact]) -> String {
        let longest = facts.iter().map(|fact| fact.label.chars().count()).max();
        let longest = longest.unwrap_or(0) + 2;
        facts
            .iter()
            .map(|fact| self.item(&format!("{:<longest$}", fact.label), &fact.value))
            .collect()
    }

    fn table(self, table: &Table) -> String {
        let (mut text, left_out) = drawn(table, self.width);
        if !left_out.is_empty() {
            text.push_str(&format!(
                "Left out, for want of width: {}. A wider window has them, and so has --format html.\n",
                left_out.join(", ")
            ));
        }
        text
    }

    fn chart(self, chart: &Chart) -> String {
        let mut out = self.words(&chart.caption);
        match &chart.shape {
            Shape::Weekly(weekly) => out.push_str(&weekly_lines(weekly)),
            Shape::HeatMap(weeks) => {
                out.push_str(&strip(weeks));
                out.push_str(&self.words(&legend(weeks)));
            }
            Shape::Bars(bars) => out.extend(bars.iter().map(|bar| self.item("- ", &counted(bar)))),
            Shape::TimeLine(line) => {
                for (day, what) in &line.days {
                    let first = format!("{:<20}", said(*day));
                    out.push_str(&self.item(&first, &what.join("; ")));
                }
            }
        }
        out
    }
}

/// "pupils: 3 met, 1 not met".
fn counted(bar: &Bar) -> String {
    let parts = bar.parts.iter().filter(|(_, count)| *count > 0);
    let parts: Vec<String> = parts
        .map(|(name, count)| format!("{count} {name}").trim_end().to_owned())
        .collect();
    let parts = if parts.is_empty() {
        "none".into()
    } else {
        parts.join(", ")
    };
    format!("{}: {parts}", bar.label)
}

/// A line for each week: its per cent, the sessions it rests on, and a bar.
fn weekly_lines(weekly: &Weekly) -> String {
    let mut out = String::new();
    for week in &weekly.weeks {
        let day = week.monday.format("%-d %b %Y").to_string();
        let line = match week.percent {
            None => format!("{day:>11}  no mark to count"),
            Some(percent) => format!(
                "{day:>11}  {percent:>5.1} % of {:<3} {}",
                week.possible,
                bar(percent)
            ),
        };
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out.push_str(&weekly.baseline.map_or(String::new(), |baseline| {
        format!("     before  {baseline:>5.1} %        {}\n", bar(baseline))
    }));
    out
}

/// A bar of twenty squares for a hundred per cent.
fn bar(percent: f64) -> String {
    let squares = (0..20_u8).filter(|square| f64::from(*square) * 5.0 + 2.5 <= percent);
    squares.map(|_| '█').collect()
}

const DAYS: [&str; 5] = ["Mon", "Tue", "Wed", "Thu", "Fri"];
const NOT_DUE: &str = "·";
const NO_RETURN: &str = "?";
const UNREADABLE: &str = "#";

fn sign(cell: Option<&Cell>) -> &str {
    match cell {
        None => NOT_DUE,
        Some(cell) if cell.kind == CellKind::NoReturn => NO_RETURN,
        Some(cell) if cell.kind == CellKind::Unreadable => UNREADABLE,
        Some(cell) => &cell.mark,
    }
}

/// A line for each week with the marks of its ten sessions, a day's together.
fn strip(weeks: &[Week]) -> String {
    let signs = weeks.iter().flat_map(|week| week.sessions.iter());
    let longest = signs.map(|cell| sign(cell.as_ref()).chars().count()).max();
    let each = longest.unwrap_or(1).max(1);
    let a_day = (each * 2 + 1).max(3);
    let cells = |days: Vec<String>| {
        let padded: Vec<String> = days.iter().map(|day| format!("{day:<a_day$}")).collect();
        padded.join("  ").trim_end().to_owned()
    };
    let heads = cells(DAYS.map(str::to_owned).to_vec());
    let mut out = format!("{:<11}  {heads}\n", "week of");
    for week in weeks {
        let days = week.sessions.chunks(2).map(|day| {
            let signs = day.iter().map(|cell| clean(sign(cell.as_ref())));
            let signs: Vec<String> = signs.map(|sign| format!("{sign:<each$}")).collect();
            signs.join(" ")
        });
        let monday = week.monday.format("%-d %b %Y").to_string();
        out.push_str(&format!("{monday:>11}  {}\n", cells(days.collect())));
    }
    out
}

/// What each mark of the strip means, those that count as present first.
fn legend(weeks: &[Week]) -> String {
    let mut marks: Vec<(CellKind, &str)> = weeks
        .iter()
        .flat_map(|week| week.sessions.iter().flatten())
        .map(|cell| (cell.kind, sign(Some(cell))))
        .collect();
    let order = |kind: CellKind| CellKind::ALL.iter().position(|one| *one == kind);
    marks.sort_by_key(|(kind, mark)| (order(*kind), *mark));
    marks.dedup();
    let meaning = |(kind, mark): &(CellKind, &str)| {
        let code =
            code(mark).filter(|_| !matches!(kind, CellKind::NoReturn | CellKind::Unreadable));
        let meaning = code.map_or(kind.said(), |code| code.meaning);
        let counted = match kind {
            CellKind::Authorised => ": absent, authorised",
            CellKind::Unauthorised => ": absent, not authorised",
            CellKind::NotPossible => ": not counted",
            _ => "",
        };
        format!("{} {meaning}{counted}", clean(mark))
    };
    let meanings: Vec<String> = marks.iter().map(meaning).collect();
    format!("{NOT_DUE} no session there; {}", meanings.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::{Attended, Column};
    use chrono::NaiveDate;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 9, day).unwrap()
    }

    fn cell(mark: &str, kind: CellKind) -> Option<Cell> {
        let mark = mark.to_owned();
        Some(Cell { mark, kind })
    }

    #[test]
    fn everything_has_its_place() {
        let mut table = Table::new("", &[Column::words("who"), Column::number("many")]);
        table.rows.push(vec!["pupils".into(), "12".into()]);
        let part = Section::new("Within").list(vec!["one".into(), "a longer thing".into()]);
        let mut section = Section::new("A section")
            .words("Some words that are longer than the line is wide.")
            .table(table, "");
        section.sections.push(part);
        let document = Document {
            title: "A title".into(),
            facts: vec![Fact::new("School", "Oakwood"), Fact::new("On", "a day")],
            lead: "First of all.".into(),
            sections: vec![section],
            ..Document::default()
        };
        assert_eq!(
            document_text(&document, Some(30)),
            "A title\n=======\nSchool  Oakwood\nOn      a day\n\nFirst of all.\n\nA section\n---------\nSome words that are longer\nthan the line is wide.\n\n who     many\n pupils    12\n\nWithin\n......\n- one\n- a longer thing\n"
        );
    }

    #[test]
    fn a_register_is_a_line_a_week_with_what_its_marks_mean() {
        let mut sessions = [const { None }; 10];
        sessions[2] = cell("/", CellKind::Present);
        sessions[3] = cell("Y1", CellKind::NotPossible);
        sessions[4] = cell("", CellKind::NoReturn);
        let week = Week {
            monday: day(7),
            sessions,
        };
        let chart = Chart::new("The register", Shape::HeatMap(vec![week]));
        let text = Page { width: None }.chart(&chart);
        assert_eq!(
            text.lines().take(3).collect::<Vec<_>>(),
            [
                "The register",
                "week of      Mon    Tue    Wed    Thu    Fri",
                " 7 Sep 2026  ·  ·   /  Y1  ?  ·   ·  ·   ·  ·",
            ]
        );
        assert!(text.contains("? no return"), "{text}");
    }

    #[test]
    fn a_week_has_the_sessions_it_rests_on_beside_it() {
        let week = |monday, percent, possible| Attended {
            monday,
            percent,
            possible,
        };
        let weekly = Weekly {
            weeks: vec![week(day(7), Some(75.0), 4), week(day(14), None, 0)],
            baseline: Some(50.0),
        };
        assert_eq!(
            weekly_lines(&weekly),
            " 7 Sep 2026   75.0 % of 4   ███████████████\n14 Sep 2026  no mark to count\n     before   50.0 %        ██████████\n"
        );
    }
}
