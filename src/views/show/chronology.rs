//! Everything that was logged, by day.

use crate::assess::Case;
use crate::calendar::said;
use crate::records::{
    Is, Kind, Logged, Placement, Record, Shape, Stage, Table, To, Value, fields, logged,
};
use crate::views::words::{in_words, spoken};
use crate::views::{Column, Section, Table as Page};
use chrono::NaiveDate;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// `None` where no day is recorded, or it could not be read.
    pub date: Option<NaiveDate>,
    /// The record it is of: a visit that a placement shows is in its provider's.
    pub record: String,
    /// What kind of thing: "visit", "check".
    pub kind: String,
    /// The name of who did it.
    pub who: String,
    /// The rest in words.
    pub what: String,
}

/// What happened up to the day of a case.
#[derive(Clone, Debug, Default)]
pub struct Chronology {
    /// By day; what has none comes last.
    pub happened: Vec<Happened>,
    /// How many entries are dated later, and so are not among them.
    pub later: usize,
    /// Whether a part of the records could not be read.
    pub unread: bool,
}

/// Of a placement: what its own file says, and what its provider's says of the
/// pupil.
pub(super) fn of_placement(case: Case<'_>, placement: &Placement<'_>) -> Chronology {
    let record = placement.record;
    let logged = placement.logged();
    let mut all: Vec<Happened> = logged
        .iter()
        .map(|logged| happened(case, logged, &["pupils"]))
        .collect();
    all.extend(checks(case, record, &record.table, ""));
    all.extend(bounds(case, placement));
    let provider = placement.provider().into_iter();
    let unread = provider.chain([record]).any(|record| !record.whole);
    Chronology::of(case, all, unread)
}

/// Of a provider: all that its own file says.
pub(super) fn of_provider(case: Case<'_>, provider: &Record) -> Chronology {
    let logged = logged(provider, &fields::PROVIDER);
    let mut all: Vec<Happened> = logged
        .iter()
        .map(|logged| happened(case, logged, &["checks"]))
        .collect();
    all.extend(checks(case, provider, &provider.table, ""));
    for site in provider.table.tables("sites") {
        let of = site.text("key").known().unwrap_or("a site");
        all.extend(checks(case, provider, site, &format!("{of}, ")));
    }
    Chronology::of(case, all, !provider.whole)
}

/// The first day, which is no entry of a log.
fn bounds(case: Case<'_>, placement: &Placement<'_>) -> Option<Happened> {
    let start = placement.start().filter(|_| {
        !matches!(
            placement.stage(case.on),
            Stage::NeverStarted | Stage::BeforeStart
        )
    })?;
    Some(Happened {
        date: Some(start),
        record: placement.id().to_owned(),
        kind: "start".into(),
        who: String::new(),
        what: "the first day".into(),
    })
}

fn happened(case: Case<'_>, logged: &Logged<'_>, but: &[&str]) -> Happened {
    let records = case.records;
    let (who_field, who) = who(case, logged.shape, logged.entry);
    let said_already = [logged.day_field, who_field];
    let but: Vec<&str> = but.iter().copied().chain(said_already).collect();
    let (kind, what) = if logged.log == "exceptions" {
        exception(case, logged, &but)
    } else {
        let words = in_words(records, logged.shape, logged.entry, &but);
        (without_article(logged.shape.name), words)
    };
    Happened {
        date: logged.date,
        record: logged.record.id.clone(),
        kind: kind.to_owned(),
        who,
        what,
    }
}

/// What is not followed, by its title, and why.
fn exception(case: Case<'_>, logged: &Logged<'_>, but: &[&str]) -> (&'static str, String) {
    let kind = match logged.entry.text("kind").known() {
        Some("backlog") => "not done, taken down",
        _ => "reasonable grounds recorded",
    };
    let requirement = logged.entry.text("requirement").known().unwrap_or_default();
    let but: Vec<&str> = but.iter().copied().chain(["requirement", "kind"]).collect();
    let words = in_words(case.records, logged.shape, logged.entry, &but);
    (kind, joined(&[title(case, requirement), words]))
}

/// The title of a requirement, or the key of a line that no requirement has.
fn title(case: Case<'_>, key: &str) -> String {
    let requirement = case.rulebook.requirement(key);
    requirement.map_or_else(|| spoken(key), |known| known.title.clone())
}

/// Those of the parts that say anything.
fn joined(parts: &[String]) -> String {
    let said = parts.iter().filter(|part| !part.is_empty());
    said.map(String::as_str).collect::<Vec<_>>().join("; ")
}

/// "visit" of "a visit".
pub(super) fn without_article(name: &str) -> &str {
    ["a ", "an ", "the "]
        .iter()
        .find_map(|article| name.strip_prefix(article))
        .unwrap_or(name)
}

/// Who did it: the first field that holds one of the staff; for a sign-off, who
/// signed.
fn who(case: Case<'_>, shape: &'static Shape, entry: &Table) -> (&'static str, String) {
    let is_person = |kind: Kind| matches!(kind, Kind::Reference(To::Person));
    let person = shape.fields.iter().find(|field| is_person(field.kind));
    let signed = shape
        .field("name")
        .filter(|_| shape.field("position").is_some());
    let Some(field) = person.or(signed) else {
        return ("", String::new());
    };
    let key = entry.text(field.name).known().unwrap_or_default();
    (field.name, case.records.person(key).to_owned())
}

/// The lines of `[checks]`, those renewed too.
fn checks(case: Case<'_>, record: &Record, table: &Table, of: &str) -> Vec<Happened> {
    let Some(checks) = table.table("checks") else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for entry in &checks.entries {
        let lines: &[Value] = match &entry.value.is {
            Is::List(lines) => lines,
            _ => std::slice::from_ref(&entry.value),
        };
        for line in lines.iter().filter_map(Value::table) {
            let (who_field, who) = who(case, &fields::LINE, line);
            let but = ["date", "also", who_field];
            let words = in_words(case.records, &fields::LINE, line, &but);
            let also = line.texts("also").map(|key| title(case, key));
            let also: Vec<String> = also.collect();
            let also = match also.len() {
                0 => String::new(),
                _ => format!("with: {}", also.join(", ")),
            };
            let title = format!("{of}{}", title(case, &entry.key));
            all.push(Happened {
                date: line.date("date").known(),
                record: record.id.clone(),
                kind: "check".into(),
                who,
                what: joined(&[title, words, also]),
            });
        }
    }
    all
}

impl Chronology {
    fn of(case: Case<'_>, all: Vec<Happened>, unread: bool) -> Chronology {
        let count = all.len();
        let past = |one: &Happened| one.date.is_none_or(|date| date <= case.known);
        let mut happened: Vec<Happened> = all.into_iter().filter(past).collect();
        // The order of the table of fields stays within a day.
        happened.sort_by_key(|one| (one.date.is_none(), one.date));
        Chronology {
            later: count - happened.len(),
            happened,
            unread,
        }
    }

    pub fn section(&self, case: Case<'_>) -> Section {
        let mut table = Page::new("", COLUMNS);
        table.rows = self.happened.iter().map(Happened::cells).collect();
        let later = match self.later {
            0 => String::new(),
            1 => format!(
                "1 entry is dated after {} and is left out.",
                said(case.known)
            ),
            more => format!(
                "{more} entries are dated after {} and are left out.",
                said(case.known)
            ),
        };
        let unread = if self.unread {
            "A part of the records could not be read, so something may be missing here; `apcheck validate` says where."
        } else {
            ""
        };
        Section::new("Chronology")
            .table(table, "Nothing is logged.")
            .words(later)
            .words(unread)
    }

    /// The entries of some kinds as a table without that column.
    pub(super) fn table_of(&self, kinds: &[&str]) -> Page {
        let mut table = Page::new("", COLUMNS);
        let of_kind = |one: &&Happened| kinds.contains(&one.kind.as_str());
        let rows = self.happened.iter().filter(of_kind);
        table.rows = rows.map(Happened::cells).collect();
        if kinds.len() == 1 {
            table.drop_column(1);
        }
        table
    }
}

const COLUMNS: &[Column] = &[
    Column::date("date"),
    Column::words("what"),
    Column::words("who"),
    Column::words("details"),
];

impl Happened {
    fn cells(&self) -> Vec<String> {
        let date = self.date.map(|date| date.to_string());
        vec![
            date.unwrap_or_else(|| "day not known".into()),
            self.kind.clone(),
            self.who.clone(),
            self.what.clone(),
        ]
    }

    /// The same with the record, as a row of a spreadsheet.
    pub(super) fn sheet_cells(&self) -> Vec<String> {
        let date = self.date.map_or(String::new(), |date| date.to_string());
        vec![
            date,
            self.record.clone(),
            self.kind.clone(),
            self.who.clone(),
            self.what.clone(),
        ]
    }
}
