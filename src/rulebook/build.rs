//! Builds the rulebook: the built-in data, the school's own checklists and
//! what it has tightened.

use super::conditions::{CONDITIONS, Condition};
use super::requirement::{
    About, Check, Checklist, Item, Level, Limit, Log, Needed, Requirement, Section, Stages, Test,
};
use crate::calendar::{FieldDay, Period, Rhythm};
use crate::records::{
    Fault, Is, Kind, Read, Record, Records, Shape, Table, Value, fields, nearest, read,
};
use crate::source::{Paths, Place};
use std::collections::{BTreeMap, BTreeSet};

const REQUIREMENTS: &[&str] = &[
    include_str!("requirements/records.toml"),
    include_str!("requirements/school.toml"),
    include_str!("requirements/provider.toml"),
    include_str!("requirements/provider-staff.toml"),
    include_str!("requirements/provider-premises.toml"),
    include_str!("requirements/provider-agreed.toml"),
    include_str!("requirements/placement-decision.toml"),
    include_str!("requirements/placement-safe.toml"),
    include_str!("requirements/placement-plan.toml"),
    include_str!("requirements/week.toml"),
    include_str!("requirements/running.toml"),
    include_str!("requirements/ending.toml"),
];

const CHECKLISTS: &[&str] = &[
    include_str!("checklists/annex-a.toml"),
    include_str!("checklists/annex-b.toml"),
];

/// Checklists, requirements and keys of checks that are known by name and that
/// no data stands behind yet; one to a line.
const NOT_YET_ENCODED: &str = include_str!("not-yet-encoded.txt");

/// The checklist of faults of the records, and that of the law: always in use.
pub const RECORDS: &str = "records";
pub const LAW: &str = "law";

#[derive(Debug)]
pub struct Rulebook {
    pub requirements: BTreeMap<String, Requirement>,
    pub checklists: BTreeMap<String, Checklist>,
    /// The checklists in use, in the order chosen; `records` and `law` first.
    pub in_use: Vec<String>,
    /// Checklists that stop a start, whatever the level of their items.
    pub gate: Vec<String>,
    not_yet_encoded: BTreeSet<&'static str>,
    /// Faults of the school's own checklists and choices.
    pub faults: Vec<Fault>,
    /// Names in use that are known but not encoded yet: the name and its place.
    pub notes: Vec<(String, Place)>,
}

impl Rulebook {
    /// Only what is built in.
    pub fn built_in() -> Rulebook {
        let mut builder = Builder::new();
        builder.built_in();
        builder.rulebook
    }

    /// What is built in, with the school's own checklists and choices.
    pub fn of(records: &Records) -> Rulebook {
        let mut builder = Builder::new();
        builder.built_in();
        for record in &records.checklists {
            builder.checklist(&record.table, Some(record));
            if record.table.get("name").is_none() {
                builder.unread.insert(record.id.clone());
            }
        }
        builder.unknown_items();
        builder.choices(&records.commissioner);
        builder.tightened(&records.commissioner);
        builder.rulebook
    }

    pub fn requirement(&self, id: &str) -> Option<&Requirement> {
        self.requirements.get(id)
    }

    /// Whether a name is known though nothing is encoded behind it.
    pub fn is_not_yet_encoded(&self, name: &str) -> bool {
        self.not_yet_encoded.contains(name)
    }

    /// The requirements that count here: asked for by a checklist in use, law,
    /// or marked as never to be excepted.
    pub fn counted(&self) -> impl Iterator<Item = &Requirement> {
        self.requirements.values().filter(|requirement| {
            !matches!(requirement.check, Check::Record) && self.is_counted(requirement)
        })
    }

    fn is_counted(&self, requirement: &Requirement) -> bool {
        self.is_law(requirement)
            || self.in_use.iter().any(|name| {
                self.checklists
                    .get(name)
                    .is_some_and(|checklist| checklist.asks_for(&requirement.id))
            })
    }

    /// Whether nobody has to choose it: every `must`, what becomes one, and
    /// what can never be excepted.
    pub fn is_law(&self, requirement: &Requirement) -> bool {
        requirement.level == Level::Must
            || !requirement.must_when.is_empty()
            || !requirement.exceptable
    }

    /// The names of the checklists that ask for a requirement.
    pub fn asked_by(&self, requirement: &str) -> Vec<&str> {
        self.checklists
            .values()
            .filter(|checklist| checklist.asks_for(requirement))
            .map(|checklist| checklist.name.as_str())
            .collect()
    }

    /// Whether a checklist named in `gate` asks for it.
    pub fn is_in_gate(&self, requirement: &str) -> bool {
        self.gate.iter().any(|name| {
            self.checklists
                .get(name)
                .is_some_and(|checklist| checklist.asks_for(requirement))
        })
    }
}

struct Builder {
    rulebook: Rulebook,
    /// The school's own checklists that could not be read.
    unread: BTreeSet<String>,
}

impl Builder {
    fn new() -> Builder {
        Builder {
            rulebook: Rulebook {
                requirements: BTreeMap::new(),
                checklists: BTreeMap::new(),
                in_use: vec![RECORDS.into(), LAW.into()],
                gate: Vec::new(),
                not_yet_encoded: NOT_YET_ENCODED
                    .lines()
                    .map(str::trim)
                    .filter(|line| !line.is_empty() && !line.starts_with('#'))
                    .collect(),
                faults: Vec::new(),
                notes: Vec::new(),
            },
            unread: BTreeSet::new(),
        }
    }

    fn built_in(&mut self) {
        let mut paths = Paths::default();
        for text in REQUIREMENTS {
            let reading = read(paths.add("built in"), text, &fields::CHECKLIST);
            for table in reading.table.tables("requirement") {
                self.requirement(table, None);
            }
        }
        for text in CHECKLISTS {
            let reading = read(paths.add("built in"), text, &fields::CHECKLIST);
            self.checklist(&reading.table, None);
        }
        self.records_checklist();
    }

    /// The checklist `records` is made of the faults and of what says that the
    /// records contradict themselves.
    fn records_checklist(&mut self) {
        let item = |requirement: &Requirement| Item {
            text: requirement.title.clone(),
            requires: vec![requirement.id.clone()],
            place: None,
        };
        let contradictions = ["one-place-at-a-time", "placement-not-past-end"];
        let requirements = || self.rulebook.requirements.values();
        let faults = requirements()
            .filter(|requirement| matches!(requirement.check, Check::Record))
            .map(item)
            .collect();
        let contradicting = requirements()
            .filter(|requirement| contradictions.contains(&requirement.id.as_str()))
            .map(item)
            .collect();
        let law = requirements()
            .filter(|requirement| {
                !matches!(requirement.check, Check::Record) && self.rulebook.is_law(requirement)
            })
            .map(item)
            .collect();
        let checklists = [
            (
                RECORDS,
                "Faults of the records",
                vec![
                    ("What could not be read or cannot be right", faults),
                    ("Records that contradict one another", contradicting),
                ],
            ),
            (
                LAW,
                "The law, and what can never be set aside",
                vec![("Wherever it applies", law)],
            ),
        ];
        for (name, title, sections) in checklists {
            let sections = sections
                .into_iter()
                .map(|(title, items)| Section {
                    title: title.into(),
                    items,
                })
                .collect();
            self.rulebook.checklists.insert(
                name.into(),
                Checklist {
                    name: name.into(),
                    title: title.into(),
                    edition: None,
                    page_of: About::Commissioner,
                    sections,
                    built_in: true,
                },
            );
        }
    }

    fn fault(&mut self, id: &'static str, place: Place, message: String, next: String) {
        self.rulebook
            .faults
            .push(Fault::new(id, place, message, next));
    }

    fn checklist(&mut self, table: &Table, own: Option<&Record>) {
        for requirement in table.tables("requirement") {
            self.requirement(requirement, own);
        }
        let (Some(name), Some(title)) = (table.text("name").known(), table.text("title").known())
        else {
            return;
        };
        if let Some(record) = own {
            if name != record.id {
                let place = table
                    .get("name")
                    .map_or(record.place(), |value| value.place);
                self.fault(
                    "id-unique",
                    place,
                    format!(
                        "the checklist calls itself `{name}`, but its file is `{}.toml`",
                        record.id
                    ),
                    "give both the same name".into(),
                );
            }
            if self.rulebook.checklists.contains_key(name) {
                let place = table
                    .get("name")
                    .map_or(record.place(), |value| value.place);
                self.fault(
                    "id-unique",
                    place,
                    format!("there is a checklist `{name}` already"),
                    "choose another name for this one, and for its file".into(),
                );
                return;
            }
        }
        let sections = table
            .tables("section")
            .map(|section| Section {
                title: section.text("title").known().unwrap_or_default().to_owned(),
                items: section
                    .tables("item")
                    .map(|item| self.item(item, own.is_some()))
                    .collect(),
            })
            .collect();
        let checklist = Checklist {
            name: name.to_owned(),
            title: title.to_owned(),
            edition: table.text("edition").known().map(str::to_owned),
            page_of: about(table.text("for").known().unwrap_or("placement")),
            sections,
            built_in: false,
        };
        self.rulebook.checklists.insert(name.to_owned(), checklist);
    }

    fn item(&mut self, item: &Table, own: bool) -> Item {
        let requires = item.get("requires");
        Item {
            text: item.text("text").known().unwrap_or_default().to_owned(),
            requires: item.texts("requires").map(str::to_owned).collect(),
            place: requires.filter(|_| own).map(|value| value.place),
        }
    }

    /// Items of the school's own checklists that name no known requirement.
    fn unknown_items(&mut self) {
        let mut faults = Vec::new();
        for checklist in self.rulebook.checklists.values() {
            for item in checklist.items() {
                let Some(place) = item.place else { continue };
                for id in &item.requires {
                    faults.push((id.clone(), place));
                }
            }
        }
        for (id, place) in faults {
            self.known_requirement(&id, place);
        }
    }

    fn known_requirement(&mut self, id: &str, place: Place) {
        if self.rulebook.requirements.contains_key(id) {
            return;
        }
        if self.rulebook.is_not_yet_encoded(id) {
            self.rulebook.notes.push((id.to_owned(), place));
            return;
        }
        let next = unknown(
            id,
            self.rulebook.requirements.keys().map(String::as_str),
            "`apcheck explain --all` lists them",
        );
        self.fault(
            "requirement-known",
            place,
            format!("there is no requirement `{id}`"),
            next,
        );
    }

    fn choices(&mut self, commissioner: &Record) {
        let Some(chosen) = commissioner.table.table("checklists") else {
            return;
        };
        for (list, gate) in [("use", false), ("gate", true)] {
            for value in chosen.get(list).map_or(&[][..], Value::items) {
                let Some(name) = value.text() else { continue };
                if self.rulebook.checklists.contains_key(name) {
                    let kept = if gate {
                        &mut self.rulebook.gate
                    } else {
                        &mut self.rulebook.in_use
                    };
                    if !kept.iter().any(|known| known == name) {
                        kept.push(name.to_owned());
                    }
                } else if self.rulebook.is_not_yet_encoded(name) {
                    self.rulebook.notes.push((name.to_owned(), value.place));
                } else if !self.unread.contains(name) {
                    let next = unknown(
                        name,
                        self.rulebook.checklists.keys().map(String::as_str),
                        "`apcheck explain --all` lists them",
                    );
                    self.fault(
                        "requirement-known",
                        value.place,
                        format!("there is no checklist `{name}`"),
                        next,
                    );
                }
            }
        }
    }

    fn requirement(&mut self, table: &Table, own: Option<&Record>) {
        let Some(id) = table.text("id").known() else {
            return;
        };
        if let Some(record) = own {
            let place = table.get("id").map_or(record.place(), |value| value.place);
            if !is_id(id) {
                return self.fault(
                    "id-well-formed",
                    place,
                    format!("`{id}` is not an id of a requirement"),
                    "use small letters, digits and hyphens".into(),
                );
            }
            if self.rulebook.requirements.contains_key(id) || self.rulebook.is_not_yet_encoded(id) {
                return self.fault(
                    "id-unique",
                    place,
                    format!("there is a requirement `{id}` already"),
                    "choose another id for this one; begin it with the name of the school or trust"
                        .into(),
                );
            }
        }
        let mut parser = Parser { faults: Vec::new() };
        let requirement = parser.requirement(id, table);
        self.rulebook.faults.append(&mut parser.faults);
        if let Some(requirement) = requirement {
            self.rulebook
                .requirements
                .insert(id.to_owned(), requirement);
        }
    }

    /// What the school has tightened; loosening is a fault.
    fn tightened(&mut self, commissioner: &Record) {
        let Some(tightened) = commissioner.table.table("requirements") else {
            return;
        };
        for entry in &tightened.entries {
            let Some(changes) = entry.value.table() else {
                continue;
            };
            if !self.rulebook.requirements.contains_key(&*entry.key) {
                self.known_requirement(&entry.key, entry.key_place);
                continue;
            }
            let Some(requirement) = self.rulebook.requirements.get_mut(&*entry.key) else {
                continue;
            };
            let mut refused = Vec::new();
            for change in &changes.entries {
                if &*change.key == "reason" {
                    requirement.tightened = change.value.text().map(str::to_owned);
                } else if let Err(why) = tighten(requirement, &change.key, &change.value) {
                    refused.push((change.value.place, why));
                }
            }
            for (place, why) in refused {
                self.fault(
                    "requirement-tightened",
                    place,
                    format!("`{}` cannot be changed like this: {why}", entry.key),
                    "only make it tighter here; to follow less than the source asks, record an exception with a reason and an end".into(),
                );
            }
        }
    }
}

/// Applies one change; the error says why it is not a tightening.
fn tighten(requirement: &mut Requirement, key: &str, value: &Value) -> Result<(), String> {
    let looser = |now: &str| Err(format!("its source asks for {now}"));
    let period = || {
        value
            .text()
            .and_then(Period::parse)
            .ok_or_else(|| "this is not a period".to_owned())
    };
    let not_here = || Err(format!("it has no `{key}`"));
    match (key, &mut requirement.check) {
        ("level", _) => {
            let level = value
                .text()
                .and_then(Level::parse)
                .ok_or("this is not a level")?;
            if level < requirement.level {
                return looser(requirement.level.name());
            }
            requirement.level = level;
        }
        ("renew", Check::Evidence { renew, .. } | Check::Log(Log { renew, .. })) => {
            let new = period()?;
            if let Some(old) = renew.filter(|old| old.rough_days() < new.rough_days()) {
                return looser(&old.said());
            }
            *renew = Some(new);
        }
        (
            "every",
            Check::Log(Log {
                rhythm: Some(rhythm),
                at_least,
                ..
            }),
        ) => {
            let text = value.text().unwrap_or_default();
            let new = Rhythm::parse(text, *at_least).ok_or("this is not a rhythm")?;
            if roughly(&new) > roughly(rhythm) {
                return looser(&rhythm.said());
            }
            *rhythm = new;
        }
        (
            "times",
            Check::Log(Log {
                rhythm: Some(Rhythm::Times { times }),
                ..
            }),
        ) => {
            let new = count(value)?;
            if new < *times {
                return looser(&format!("{times}"));
            }
            *times = new;
        }
        ("at-least", Check::Log(Log { at_least, .. })) => {
            let new = count(value)?;
            if new < *at_least {
                return looser(&format!("{at_least}"));
            }
            *at_least = new;
        }
        (
            "at-least",
            Check::Field {
                test: Test::AtLeast(floor),
                ..
            },
        ) => {
            let new = value.number().ok_or("this is not a number")?;
            if new < *floor {
                return looser(&format!("{floor}"));
            }
            *floor = new;
        }
        (
            "at-most",
            Check::Field {
                test: Test::AtMost(ceiling),
                ..
            },
        ) => {
            let new = value.number().ok_or("this is not a number")?;
            if new > *ceiling {
                return looser(&format!("{ceiling}"));
            }
            *ceiling = new;
        }
        _ => return not_here(),
    }
    Ok(())
}

fn count(value: &Value) -> Result<u32, String> {
    let number = value.number().unwrap_or(0.0);
    if (1.0..=1000.0).contains(&number) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "1 to 1000"
        )]
        Ok(number as u32)
    } else {
        Err("this is not a count from 1 up".into())
    }
}

/// Days between entries, roughly, to tell the closer of two rhythms.
fn roughly(rhythm: &Rhythm) -> u32 {
    match rhythm {
        Rhythm::Every(period) => period.rough_days(),
        Rhythm::HalfTerm { at_least } => 42 / (*at_least).max(1),
        Rhythm::Term { at_least } => 84 / (*at_least).max(1),
        Rhythm::Times { times } => 84 / (*times).max(1),
        Rhythm::Stages(stages) => stages
            .iter()
            .map(|stage| roughly(&stage.rhythm))
            .max()
            .unwrap_or(0),
    }
}

fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn about(word: &str) -> About {
    match word {
        "commissioner" => About::Commissioner,
        "provider" => About::Provider,
        "pupil" => About::Pupil,
        _ => About::Placement,
    }
}

fn unknown<'a>(typed: &str, known: impl Iterator<Item = &'a str>, otherwise: &str) -> String {
    match nearest(typed, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => otherwise.to_owned(),
    }
}

/// Reads one requirement. What it cannot accept is a fault at its place, and
/// the requirement is then left out rather than checked half.
struct Parser {
    faults: Vec<Fault>,
}

impl Parser {
    fn fault(&mut self, place: Place, message: String, next: String) {
        self.faults
            .push(Fault::new("rule-well-formed", place, message, next));
    }

    fn requirement(&mut self, id: &str, table: &Table) -> Option<Requirement> {
        let before = self.faults.len();
        let text = |key: &str| table.text(key).known().map(str::to_owned);
        let about = about(table.text("about").known()?);
        let needed = match table.text("needed").known()? {
            "always" => Needed::Always,
            "before-start" => Needed::BeforeStart,
            "during" => Needed::During,
            "at-end" => Needed::AtEnd,
            _ => Needed::UntilSettled,
        };
        let by = match table.text("by") {
            Read::Known(text, place) => self.field_day(text, place, about),
            _ => None,
        };
        let check_table = table.table("check");
        let check = match (table.text("check"), check_table) {
            (_, Some(check)) => self.check(check, about)?,
            _ => return None,
        };
        let place = table.get("needed").map_or(table.place, |value| value.place);
        if needed == Needed::AtEnd && matches!(about, About::Provider | About::Commissioner) {
            self.fault(
                place,
                "`at-end` is for placements and pupils only".into(),
                "choose `always`, `before-start` or `during`".into(),
            );
        }
        let has_rhythm = matches!(&check, Check::Log(log) if log.rhythm.is_some());
        if needed == Needed::During && by.is_none() && !has_rhythm {
            self.fault(
                place,
                "`during` needs a day: nothing says when it is first due".into(),
                "add `by = \"start + 10 school days\"`, or a rhythm to the check".into(),
            );
        }
        let requirement = Requirement {
            id: id.to_owned(),
            title: text("title")?,
            about,
            level: table.text("level").known().and_then(Level::parse)?,
            must_when: self.conditions(table, "must-when"),
            when: self.conditions(table, "when"),
            when_any: self.conditions(table, "when-any"),
            unless: self.conditions(table, "unless"),
            needed,
            by,
            check,
            exceptable: table.flag("exception").known().unwrap_or(true),
            whoever_arranges: table.flag("whoever-arranges").known().unwrap_or(false),
            since: table.date("since").known(),
            until: table.date("until").known(),
            why: text("why")?,
            fix: text("fix")?,
            sources: table.texts("sources").map(str::to_owned).collect(),
            differs: text("differs"),
            tightened: None,
        };
        (self.faults.len() == before).then_some(requirement)
    }

    fn conditions(&mut self, table: &Table, key: &str) -> Vec<&'static Condition> {
        let mut conditions = Vec::new();
        for value in table.get(key).map_or(&[][..], Value::items) {
            let Some(name) = value.text() else { continue };
            match Condition::named(name) {
                Some(condition) => conditions.push(condition),
                None => {
                    let next = unknown(
                        name,
                        CONDITIONS.iter().map(|c| c.name),
                        "`apcheck explain --conditions` lists them",
                    );
                    self.fault(value.place, format!("there is no condition `{name}`"), next);
                }
            }
        }
        conditions
    }

    fn check(&mut self, check: &Table, about: About) -> Option<Check> {
        let ways: Vec<_> = ["evidence", "log", "field", "all", "any", "computed"]
            .into_iter()
            .filter(|way| check.get(way).is_some())
            .collect();
        let [way] = ways[..] else {
            self.fault(
                check.place,
                "a check is made in exactly one way".into(),
                "give one of `evidence`, `log`, `field`, `all`, `any` or `computed`".into(),
            );
            return None;
        };
        match way {
            "evidence" => Some(Check::Evidence {
                key: check.text("evidence").known()?.to_owned(),
                renew: self.period(check, "renew"),
                expires: check.flag("expires").known().unwrap_or(false),
                covers: check.texts("covers").map(str::to_owned).collect(),
            }),
            "log" => self.log(check, about).map(Check::Log),
            "computed" => match check.text("computed").known()? {
                "record" => Some(Check::Record),
                name if crate::computed::is_known(name) => Some(Check::Computed(name.to_owned())),
                name => {
                    let next = unknown(
                        name,
                        crate::computed::names(),
                        "use one of the other ways to check",
                    );
                    self.fault(
                        check.place,
                        format!("there is no computed check `{name}`"),
                        next,
                    );
                    None
                }
            },
            _ => self.field(check, about, way),
        }
    }

    fn period(&mut self, check: &Table, key: &str) -> Option<Period> {
        let Read::Known(text, place) = check.text(key) else {
            return None;
        };
        let period = Period::parse(text);
        if period.is_none() {
            self.fault(
                place,
                format!("`{text}` is not a period"),
                "write a number and days, school days, weeks or months, as in \"12 months\"".into(),
            );
        }
        period
    }

    fn field_day(&mut self, text: &str, place: Place, about: About) -> Option<FieldDay> {
        let Some(day) = FieldDay::parse(text) else {
            self.fault(
                place,
                format!("`{text}` is not a day"),
                "write a field and a period, as in \"start + 10 school days\"".into(),
            );
            return None;
        };
        self.path(&day.path, place, about).then_some(day)
    }

    /// Whether the path names a field of the subject's record.
    fn path(&mut self, path: &str, place: Place, about: About) -> bool {
        let shape = shape_of(about);
        if shape.at(path).is_some() {
            return true;
        }
        let first = path.split('.').next().unwrap_or(path);
        let next = unknown(
            first,
            shape.fields.iter().map(|field| field.name),
            "docs/records.md lists the fields there are",
        );
        self.fault(
            place,
            format!("there is no field `{path}` in {}", shape.name),
            next,
        );
        false
    }

    fn log(&mut self, check: &Table, about: About) -> Option<Log> {
        let mut names = Vec::new();
        let mut entries: Vec<&'static Shape> = Vec::new();
        for value in check.get("log")?.items() {
            let name = value.text()?;
            let own = shape_of(about).field(name);
            let providers = (about != About::Commissioner)
                .then(|| fields::PROVIDER.field(name))
                .flatten();
            match own.or(providers).map(|field| field.kind) {
                Some(Kind::Tables(shape)) => {
                    names.push(name.to_owned());
                    entries.push(shape);
                }
                _ => {
                    let logs = shape_of(about)
                        .fields
                        .iter()
                        .filter(|field| matches!(field.kind, Kind::Tables(_)))
                        .map(|field| field.name);
                    let next = unknown(name, logs, "docs/records.md lists the logs there are");
                    self.fault(value.place, format!("there is no log `{name}`"), next);
                    return None;
                }
            }
        }
        let at_least = check
            .get("at-least")
            .and_then(|value| count(value).ok())
            .unwrap_or(1);
        Some(Log {
            filter: self.wanted(check, "where", &entries),
            has: self.wanted(check, "has", &entries),
            rhythm: self.rhythm(check, at_least),
            renew: self.period(check, "renew"),
            at_least,
            names,
        })
    }

    /// `where` and `has`: fields, each with the words it must hold.
    fn wanted(
        &mut self,
        check: &Table,
        key: &str,
        entries: &[&'static Shape],
    ) -> Vec<(String, Vec<String>)> {
        let Some(value) = check.get(key) else {
            return Vec::new();
        };
        let pairs: Vec<(String, Vec<String>, Place)> = match &value.is {
            Is::Table(table) => table
                .entries
                .iter()
                .map(|entry| {
                    (
                        entry.key.to_string(),
                        entry.value.items().iter().map(plain).collect(),
                        entry.key_place,
                    )
                })
                .collect(),
            _ => value
                .items()
                .iter()
                .filter_map(|item| Some((item.text()?.to_owned(), Vec::new(), item.place)))
                .collect(),
        };
        let mut wanted = Vec::new();
        for (field, words, place) in pairs {
            // A visit counts as a contact, so `with` may be asked of both.
            if entries.iter().any(|shape| shape.field(&field).is_some()) {
                wanted.push((field, words));
            } else {
                let known = entries
                    .iter()
                    .flat_map(|shape| shape.fields)
                    .map(|field| field.name);
                let next = unknown(&field, known, "docs/records.md lists the fields there are");
                self.fault(
                    place,
                    format!("entries of this log have no field `{field}`"),
                    next,
                );
            }
        }
        wanted
    }

    fn rhythm(&mut self, check: &Table, at_least: u32) -> Option<Rhythm> {
        if let Some(times) = check.get("times") {
            return match (count(times), check.text("per").known()) {
                (Ok(times), Some("term")) => Some(Rhythm::Times { times }),
                (Ok(at_least), Some("half-term")) => Some(Rhythm::HalfTerm { at_least }),
                _ => {
                    self.fault(
                        times.place,
                        "`times` is a count from 1 up, with `per = \"term\"` beside it".into(),
                        "write times = 2, per = \"term\"".into(),
                    );
                    None
                }
            };
        }
        let every = check.get("every")?;
        if let Some(text) = every.text() {
            let rhythm = Rhythm::parse(text, at_least);
            if rhythm.is_none() {
                self.fault(
                    every.place,
                    format!("`{text}` is not a rhythm"),
                    "write \"half-term\", \"term\", or a period such as \"1 week\"".into(),
                );
            }
            return rhythm;
        }
        let mut stages = Vec::new();
        for stage in every.items().iter().filter_map(Value::table) {
            let weeks = stage.get("weeks").and_then(|weeks| count(weeks).ok());
            let rhythm = stage
                .text("every")
                .known()
                .and_then(|text| Rhythm::parse(text, at_least));
            match rhythm {
                Some(rhythm) => stages.push(Stages { weeks, rhythm }),
                None => {
                    self.fault(
                        every.place,
                        "a stage of this rhythm is not well formed".into(),
                        "write { weeks = 4, every = \"1 week\" }; the last one without `weeks`"
                            .into(),
                    );
                    return None;
                }
            }
        }
        Some(Rhythm::Stages(stages))
    }

    fn field(&mut self, check: &Table, about: About, way: &str) -> Option<Check> {
        let value = check.get(way)?;
        let paths: Vec<String> = value
            .items()
            .iter()
            .filter_map(Value::text)
            .map(str::to_owned)
            .collect();
        for path in &paths {
            if !self.path(path, value.place, about) {
                return None;
            }
        }
        let tests = [
            "one-of",
            "equals",
            "contains",
            "at-least",
            "at-most",
            "on-or-before",
            "on-or-after",
        ];
        let given: Vec<_> = tests
            .into_iter()
            .filter(|test| check.get(test).is_some())
            .collect();
        if given.len() > 1 {
            self.fault(
                check.place,
                "a field has one test".into(),
                "write a requirement for each".into(),
            );
            return None;
        }
        let test = match given.first() {
            None => Test::Recorded,
            Some(&name) => self.test(name, check.get(name)?, about)?,
        };
        Some(Check::Field {
            paths,
            all: way != "any",
            test,
        })
    }

    fn test(&mut self, name: &str, value: &Value, about: About) -> Option<Test> {
        Some(match name {
            "one-of" => Test::OneOf(value.items().iter().map(plain).collect()),
            "equals" => Test::Equals(plain(value)),
            "contains" => Test::Contains(plain(value)),
            "at-least" => Test::AtLeast(value.number()?),
            "at-most" => Test::AtMost(value.number()?),
            _ => {
                let limit = match (value.date(), value.text()) {
                    (Some(date), _) => Limit::Date(date),
                    (None, Some(text)) => Limit::Field(self.field_day(text, value.place, about)?),
                    _ => {
                        self.fault(
                            value.place,
                            "this is neither a date nor a field".into(),
                            "write a date, or a field as in \"start\"".into(),
                        );
                        return None;
                    }
                };
                if name == "on-or-before" {
                    Test::OnOrBefore(limit)
                } else {
                    Test::OnOrAfter(limit)
                }
            }
        })
    }
}

fn shape_of(about: About) -> &'static Shape {
    match about {
        About::Commissioner => &fields::COMMISSIONER,
        About::Provider => &fields::PROVIDER,
        About::Placement | About::Pupil => &fields::PLACEMENT,
    }
}

/// A value as a plain word to compare with.
pub(crate) fn plain(value: &Value) -> String {
    match &value.is {
        Is::Text(text) => text.to_string(),
        Is::Number(number) => number.to_string(),
        Is::Flag(flag) => flag.to_string(),
        Is::Date(date) => date.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_built_in_has_no_faults() {
        let mut paths = Paths::default();
        for text in REQUIREMENTS.iter().chain(CHECKLISTS) {
            let reading = read(paths.add("built in"), text, &fields::CHECKLIST);
            let faults: Vec<_> = reading
                .faults
                .iter()
                .filter(|fault| {
                    !(fault.id == "field-present"
                        && fault.message.starts_with("a checklist has no"))
                })
                .collect();
            assert!(
                faults.is_empty(),
                "{faults:#?}\n{}",
                &text[..200.min(text.len())]
            );
        }
        let rulebook = Rulebook::built_in();
        assert!(rulebook.faults.is_empty(), "{:#?}", rulebook.faults);
        for checklist in rulebook.checklists.values() {
            for item in checklist.items() {
                for id in &item.requires {
                    assert!(
                        rulebook.requirements.contains_key(id),
                        "{}: {id}",
                        checklist.name
                    );
                }
            }
        }
    }
}
