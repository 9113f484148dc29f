//! A requirement as data -> a [`Requirement`]; a fault for what it cannot accept.

use super::conditions::{CONDITIONS, Condition};
use super::requirement::{About, Check, Level, Limit, Log, Needed, Requirement, Stages, Test};
use crate::calendar::{FieldDay, Period, Rhythm};
use crate::records::{Fault, Is, Kind, Read, Shape, Table, Value, fields, nearest};
use crate::source::Place;

/// Reads one requirement. What it cannot accept is a fault at its place, and
/// the requirement is then left out rather than checked half.
pub(super) struct Parser {
    pub faults: Vec<Fault>,
}

impl Parser {
    fn fault(&mut self, place: Place, message: String, next: String) {
        self.faults
            .push(Fault::new("rule-well-formed", place, message, next));
    }

    pub(super) fn requirement(&mut self, id: &str, table: &Table) -> Option<Requirement> {
        let before = self.faults.len();
        let text = |key: &str| table.text(key).known().map(str::to_owned);
        let about = about(table.text("about").known()?);
        let needed = match table.text("needed").known().unwrap_or("always") {
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
        let has_days = match &check {
            Check::Log(log) => log.rhythm.is_some(),
            Check::Computed(_) => true,
            _ => false,
        };
        if needed == Needed::During && by.is_none() && !has_days {
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

/// A count from 1 up.
pub(super) fn count(value: &Value) -> Result<u32, String> {
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

pub(super) fn about(word: &str) -> About {
    match word {
        "commissioner" => About::Commissioner,
        "provider" => About::Provider,
        "pupil" => About::Pupil,
        _ => About::Placement,
    }
}

/// *Did you mean*, or what else to do.
pub(super) fn unknown<'a>(
    typed: &str,
    known: impl Iterator<Item = &'a str>,
    otherwise: &str,
) -> String {
    match nearest(typed, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => otherwise.to_owned(),
    }
}
