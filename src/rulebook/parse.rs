//! A requirement as data -> a [`Requirement`]; a fault for what it cannot accept.

mod conditions;
mod field;
mod log;

use super::example::Example;
use super::requirement::{About, Check, Dated, Level, Limit, Needed, Requirement};
use crate::calendar::{FieldDay, Period};
use crate::records::{Fault, Is, Kind, Read, Shape, Table, Value, fields, nearest};
use crate::source::Place;
use std::borrow::Cow;

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
        let must_when = self.conditions(table, "must-when", about);
        let when = self.conditions(table, "when", about);
        let when_any = self.conditions(table, "when-any", about);
        let unless = self.conditions(table, "unless", about);
        let check = self.check(table.table("check")?, about)?;
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
            must_when,
            when,
            when_any,
            unless,
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
            place: None,
        };
        (self.faults.len() == before).then_some(requirement)
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
        let elsewhere = [About::Commissioner, About::Provider, About::Placement]
            .into_iter()
            .find(|other| shape_of(*other).at(path).is_some());
        let next = match elsewhere {
            Some(other) => format!(
                "{} has it: a requirement that tests it is `about = \"{}\"`",
                shape_of(other).name,
                other.name()
            ),
            None => nearest_field(shape, path),
        };
        self.fault(
            place,
            format!("there is no field `{path}` in {}", shape.name),
            next,
        );
        None
    }

    /// Between which days a line or an entry must be dated.
    fn dated(&mut self, check: &Table, about: About) -> Dated {
        let mut limit = |key: &str| check.get(key).and_then(|value| self.limit(value, about));
        Dated {
            on_or_after: limit("on-or-after"),
            on_or_before: limit("on-or-before"),
        }
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

/// The field that may be meant by a path: as much of the path as there is, and
/// the nearest name within it.
fn nearest_field(shape: &'static Shape, path: &str) -> String {
    let (mut known, mut within, mut wrong) = (String::new(), shape, path);
    while let Some((first, rest)) = wrong.split_once('.')
        && let Some(
            Kind::Table(inner) | Kind::Partial(inner) | Kind::Tables(inner) | Kind::Lines(inner),
        ) = within.at(first)
    {
        known = format!("{known}{first}.");
        (within, wrong) = (inner, rest);
    }
    let (first, rest) = wrong.split_at(wrong.find('.').unwrap_or(wrong.len()));
    match nearest(first, within.fields.iter().map(|field| field.name)) {
        Some(near) if within.at(&format!("{near}{rest}")).is_some() => {
            format!("did you mean `{known}{near}{rest}`?")
        }
        Some(near) => format!("did you mean `{known}{near}`?"),
        None => "docs/records.md lists the fields there are".into(),
    }
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
pub(crate) fn plain(value: &Value) -> Cow<'_, str> {
    match &value.is {
        Is::Text(text) => Cow::Borrowed(text),
        Is::Number(number) => Cow::Owned(number.to_string()),
        Is::Flag(flag) => Cow::Borrowed(if *flag { "true" } else { "false" }),
        Is::Date(date) => Cow::Owned(date.to_string()),
        _ => Cow::Borrowed(""),
    }
}

/// The plain words of a list.
pub(super) fn words(value: &Value) -> Vec<String> {
    let plain = |item| plain(item).into_owned();
    value.items().iter().map(plain).collect()
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
