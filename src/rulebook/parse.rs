//! A requirement as data -> a [`Requirement`]; a fault for what it cannot accept.

use super::conditions::{CONDITIONS, Condition};
use super::example::Example;
use super::requirement::{
    About, Check, Dated, Level, Limit, Log, Needed, Requirement, Stages, Test, When,
};
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
            must_when: self.conditions(table, "must-when", about),
            when: self.conditions(table, "when", about),
            when_any: self.conditions(table, "when-any", about),
            unless: self.conditions(table, "unless", about),
            asked_where: Vec::new(),
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
            examples: table.tables("example").filter_map(Example::of).collect(),
        };
        (self.faults.len() == before).then_some(requirement)
    }

    /// Named conditions, and tests of a field of the record that is judged.
    pub(super) fn conditions(&mut self, table: &Table, key: &str, about: About) -> Vec<When> {
        let mut conditions = Vec::new();
        for value in table.get(key).map_or(&[][..], Value::items) {
            let condition = match &value.is {
                Is::Text(name) => self.named(name, value.place),
                Is::Table(test) => self.field_condition(test, value.place, about),
                _ => {
                    self.fault(
                        value.place,
                        "this is not a condition".into(),
                        "write the name of a condition in quotation marks, or a test in braces, as in { field = \"pupil.year-group\", one-of = [10, 11] }".into(),
                    );
                    None
                }
            };
            conditions.extend(condition);
        }
        conditions
    }

    /// `when`, of which all must hold, and `when-any`, of which one must, as
    /// groups of which all of one must hold.
    pub(super) fn either(&mut self, table: &Table, about: About) -> Vec<Vec<When>> {
        let all = self.conditions(table, "when", about);
        let any = self.conditions(table, "when-any", about);
        if any.is_empty() {
            return Some(all)
                .filter(|all| !all.is_empty())
                .into_iter()
                .collect();
        }
        any.into_iter()
            .map(|one| all.iter().cloned().chain([one]).collect())
            .collect()
    }

    fn named(&mut self, name: &str, place: Place) -> Option<When> {
        let condition = Condition::named(name);
        if condition.is_none() {
            let next = unknown(
                name,
                CONDITIONS.iter().map(|c| c.name),
                "`apcheck explain --conditions` lists them",
            );
            self.fault(place, format!("there is no condition `{name}`"), next);
        }
        condition.map(When::Named)
    }

    fn field_condition(&mut self, table: &Table, place: Place, about: About) -> Option<When> {
        let Some(path) = table.text("field").known() else {
            self.fault(
                place,
                "this condition does not say which field it tests".into(),
                "write it as in { field = \"pupil.year-group\", one-of = [10, 11] }".into(),
            );
            return None;
        };
        let known = |key: &str| key == "field" || TESTS.contains(&key);
        if let Some(entry) = table.entries.iter().find(|entry| !known(&entry.key)) {
            let next = unknown(&entry.key, TESTS.iter().copied(), "take it out");
            self.fault(
                entry.key_place,
                format!("a condition has no `{}`", entry.key),
                next,
            );
            return None;
        }
        let kind = self.path(path, place, about)?;
        let test = self.tested(table, place, path, kind, about)?;
        Some(When::Field {
            path: path.to_owned(),
            test,
        })
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
                dated: self.dated(check, about),
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
        self.period_of(check.get(key)?)
    }

    fn period_of(&mut self, value: &Value) -> Option<Period> {
        let text = value.text()?;
        let period = Period::parse(text);
        if period.is_none() {
            self.fault(
                value.place,
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
        let kind = self.path(&day.path, place, about)?;
        if !holds_days(kind) {
            self.fault(
                place,
                format!("`{}` does not hold a day", day.path),
                "name a field that holds a day, as in \"start + 10 school days\"".into(),
            );
            return None;
        }
        Some(day)
    }

    /// What a field of the subject's record holds; a fault where the path names
    /// none.
    fn path(&mut self, path: &str, place: Place, about: About) -> Option<Kind> {
        let shape = shape_of(about);
        if let Some(kind) = shape.at(path) {
            return Some(kind);
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
        None
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
            dated: self.dated(check, about),
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
            let kind = entries.iter().find_map(|shape| shape.field(&field));
            if let Some(kind) = kind.map(|field| field.kind) {
                if let Some((message, next)) = never_held(&field, kind, &words) {
                    self.fault(place, message, next);
                }
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

    /// Between which days a line or an entry must be dated.
    fn dated(&mut self, check: &Table, about: About) -> Dated {
        let mut limit = |key: &str| check.get(key).and_then(|value| self.limit(value, about));
        Dated {
            on_or_after: limit("on-or-after"),
            on_or_before: limit("on-or-before"),
        }
    }

    fn field(&mut self, check: &Table, about: About, way: &str) -> Option<Check> {
        let value = check.get(way)?;
        let mut paths = Vec::new();
        let mut test = Test::Recorded;
        for item in value.items() {
            let Some(path) = item.text() else { continue };
            let kind = self.path(path, item.place, about)?;
            test = self.tested(check, check.place, path, kind, about)?;
            paths.push(path.to_owned());
        }
        if paths.is_empty() {
            self.fault(
                value.place,
                "no field is named, so nothing would be checked".into(),
                "name a field; docs/records.md lists the fields there are".into(),
            );
            return None;
        }
        Some(Check::Field {
            paths,
            all: way != "any",
            test,
        })
    }

    /// The one test that a field must pass, and whether its kind allows it.
    fn tested(
        &mut self,
        table: &Table,
        place: Place,
        path: &str,
        kind: Kind,
        about: About,
    ) -> Option<Test> {
        let given: Vec<_> = TESTS
            .into_iter()
            .filter_map(|test| Some((test, table.get(test)?)))
            .collect();
        match given[..] {
            [] => Some(Test::Recorded),
            [(name, value)] => {
                if let Err((place, message, next)) = fits(path, kind, name, value) {
                    self.fault(place, message, next);
                    return None;
                }
                self.test(name, value, about)
            }
            _ => {
                self.fault(
                    place,
                    "a field has one test".into(),
                    "write a requirement for each".into(),
                );
                None
            }
        }
    }

    fn test(&mut self, name: &str, value: &Value, about: About) -> Option<Test> {
        Some(match name {
            "one-of" => Test::OneOf(value.items().iter().map(plain).collect()),
            "equals" => Test::Equals(plain(value)),
            "contains" => Test::Contains(plain(value)),
            "at-least" => Test::AtLeast(value.number()?),
            "at-most" => Test::AtMost(value.number()?),
            "within" => Test::Within(self.period_of(value)?),
            "on-or-before" => Test::OnOrBefore(self.limit(value, about)?),
            _ => Test::OnOrAfter(self.limit(value, about)?),
        })
    }

    /// A date, or a field with a period before or after it.
    fn limit(&mut self, value: &Value, about: About) -> Option<Limit> {
        match (value.date(), value.text()) {
            (Some(date), _) => Some(Limit::Date(date)),
            (None, Some(text)) => self.field_day(text, value.place, about).map(Limit::Field),
            _ => {
                self.fault(
                    value.place,
                    "this is neither a date nor a field".into(),
                    "write a date, or a field as in \"start\"".into(),
                );
                None
            }
        }
    }
}

/// The tests a field can be put to.
const TESTS: [&str; 8] = [
    "one-of",
    "equals",
    "contains",
    "at-least",
    "at-most",
    "on-or-before",
    "on-or-after",
    "within",
];

/// Whether a kind of field can be put to a test; where it cannot, what to say.
fn fits(path: &str, kind: Kind, test: &str, value: &Value) -> Result<(), (Place, String, String)> {
    let counted = matches!(kind, Kind::List(_) | Kind::Tables(_) | Kind::Lines(_));
    let inner = match kind {
        Kind::List(inner) => *inner,
        other => other,
    };
    let refuse =
        |what: &str, next: &str| Err((value.place, format!("`{path}` {what}"), next.to_owned()));
    match test {
        "at-least" | "at-most" => match inner {
            Kind::Whole | Kind::Number | Kind::Percent => Ok(()),
            _ if counted => Ok(()),
            _ => refuse(
                "is not a number, so it cannot be at least or at most one",
                "use `one-of`, `equals`, `on-or-before` or `on-or-after`",
            ),
        },
        "on-or-before" | "on-or-after" | "within" if !holds_days(kind) => refuse(
            "does not hold a day, so it cannot be earlier or later than one",
            "use `one-of`, `equals`, `at-least` or `at-most`",
        ),
        "one-of" | "equals" | "contains" => known_words(path, kind, value),
        _ => Ok(()),
    }
}

/// Whether each word is one that the field can hold.
fn known_words(path: &str, kind: Kind, value: &Value) -> Result<(), (Place, String, String)> {
    for item in value.items() {
        if let Some((message, next)) = never_held(path, kind, &[plain(item)]) {
            return Err((item.place, message, next));
        }
    }
    Ok(())
}

/// What is wrong with words that a field of an entry can never hold.
fn never_held(field: &str, kind: Kind, words: &[String]) -> Option<(String, String)> {
    let known = match kind {
        Kind::Word(known) | Kind::List(&Kind::Word(known)) => known,
        _ => return None,
    };
    let word = words.iter().find(|word| !known.contains(&word.as_str()))?;
    let all = format!("it can be {}", crate::records::listed(known));
    let next = match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? {all}"),
        None => all,
    };
    Some((format!("`{field}` is never `{word}`"), next))
}

fn holds_days(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Date | Kind::Month | Kind::List(Kind::Date | Kind::Month)
    )
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
