//! The fields of a table as flags: whatever the table of fields holds can be
//! typed on the command line.

use super::writing::words;
use super::{Session, as_key, complete, date};
use crate::edit::{Entry, quoted};
use crate::records::{Field, Kind, Record, Shape, Table, To, Value, listed, nearest};
use crate::render::capitalised;
use anyhow::{anyhow, bail};
use chrono::NaiveTime;
use clap::{Arg, ArgAction, ArgMatches};

/// A flag for each field that can be typed; a table in the table has a flag
/// for each of its fields.
pub(super) fn flags(shape: &'static Shape) -> Vec<Arg> {
    leaves(shape)
        .into_iter()
        .map(|leaf| flag(&leaf.option, leaf.field))
        .collect()
}

/// A field, and the flag it is typed with.
struct Leaf {
    option: String,
    field: &'static Field,
}

fn leaves(shape: &'static Shape) -> Vec<Leaf> {
    let mut found = Vec::new();
    for field in shape.fields {
        match field.kind {
            Kind::Table(inner) => found.extend(inner.fields.iter().map(|inner| Leaf {
                option: format!("{}-{}", field.name, inner.name),
                field: inner,
            })),
            kind if value_name(&kind).is_some() => found.push(Leaf {
                option: field.name.to_owned(),
                field,
            }),
            _ => {}
        }
    }
    found
}

/// What stands for a value in the help; `None` for what cannot be typed.
fn value_name(kind: &Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::Text | Kind::Answer => "WORDS",
        Kind::Word(_) => "WORD",
        Kind::Date => "DATE",
        Kind::Month => "MONTH",
        Kind::Time => "TIME",
        Kind::Whole | Kind::Number | Kind::Percent => "NUMBER",
        Kind::Flag => "YES|NO",
        Kind::Reference(To::Person) => "PERSON",
        Kind::Reference(_) | Kind::Whereabouts => "KEY",
        Kind::List(Kind::Table(_)) => "FIELDS",
        Kind::List(inner) => return value_name(inner).map(|_| "LIST"),
        _ => return None,
    })
}

fn flag(option: &str, field: &'static Field) -> Arg {
    let several = matches!(field.kind, Kind::List(_));
    let flag = Arg::new(option.to_owned())
        .long(option.to_owned())
        .value_name(value_name(&field.kind).unwrap_or("WORDS"))
        .action(if several {
            ArgAction::Append
        } else {
            ArgAction::Set
        })
        .help(help(option, field));
    match field.kind {
        Kind::Reference(To::Person) => flag.add(complete::people()),
        Kind::Word(words) => flag.add(complete::words(words)),
        _ => flag,
    }
}

/// The meaning, what is taken where it is not typed, and what it may be.
fn help(option: &str, field: &Field) -> String {
    let meaning = match option {
        "date" => format!("{}; the day of the run unless said", field.meaning),
        "by" => format!(
            "{}: a key under [people]; whoever git says you are unless said",
            field.meaning
        ),
        _ => field.meaning.to_owned(),
    };
    let meaning = capitalised(&meaning);
    match field.kind {
        Kind::Word(words) => format!("{meaning}: {}", words.join(", ")),
        Kind::List(Kind::Word(words)) => {
            format!("{meaning}, with commas between: {}", words.join(", "))
        }
        Kind::List(Kind::Table(shape)) => {
            let inside: Vec<_> = shape
                .fields
                .iter()
                .map(|field| format!("{}=…", field.name))
                .collect();
            format!("{meaning}, each as \"{}\"", inside.join(", "))
        }
        Kind::List(_) => format!("{meaning}, with commas between"),
        _ => meaning,
    }
}

/// What the keys in an entry may point to.
pub(super) struct Around<'a> {
    pub session: &'a Session,
    pub placement: Option<&'a Record>,
    pub provider: Option<&'a Record>,
}

impl Around<'_> {
    /// The entry that the flags make, its fields in the order of the table.
    /// `instead` gives, as TOML, what was not typed.
    pub(super) fn entry(
        &self,
        shape: &'static Shape,
        matches: &ArgMatches,
        instead: impl Fn(&'static Field) -> anyhow::Result<Option<String>>,
    ) -> anyhow::Result<Entry> {
        let mut entry = Entry::default();
        for field in shape.fields {
            let value = match field.kind {
                Kind::Table(inner) => self.table(field.name, inner, matches)?,
                _ if value_name(&field.kind).is_none() => None,
                _ => self.typed(field.name, field, matches)?,
            };
            let value = match value {
                None => instead(field)?,
                value => value,
            };
            if let Some(value) = value {
                entry = entry.toml(field.name, value);
            }
        }
        Ok(entry)
    }

    /// A table in braces, of the flags that begin with its name.
    fn table(
        &self,
        name: &str,
        shape: &'static Shape,
        matches: &ArgMatches,
    ) -> anyhow::Result<Option<String>> {
        let mut table = Entry::default();
        for field in shape.fields {
            if let Some(value) = self.typed(&format!("{name}-{}", field.name), field, matches)? {
                table = table.toml(field.name, value);
            }
        }
        Ok((table != Entry::default()).then(|| table.inline()))
    }

    fn typed(
        &self,
        option: &str,
        field: &Field,
        matches: &ArgMatches,
    ) -> anyhow::Result<Option<String>> {
        let Some(typed) = matches.get_many::<String>(option) else {
            return Ok(None);
        };
        let typed: Vec<&str> = typed.map(String::as_str).collect();
        let option = format!("--{option}");
        match field.kind {
            Kind::List(inner) => {
                let parts: Vec<&str> = match inner {
                    Kind::Table(_) => typed,
                    _ => typed.iter().flat_map(|typed| typed.split(',')).collect(),
                };
                let items: Vec<String> = parts
                    .into_iter()
                    .map(|part| self.value(&option, inner, part))
                    .collect::<anyhow::Result<_>>()?;
                Ok(Some(format!("[{}]", items.join(", "))))
            }
            kind => typed
                .last()
                .map(|typed| self.value(&option, &kind, typed))
                .transpose(),
        }
    }

    /// One value as TOML.
    fn value(&self, option: &str, kind: &Kind, typed: &str) -> anyhow::Result<String> {
        let typed = &*words(option, typed)?;
        match kind {
            Kind::Word(allowed) => word(option, allowed, typed),
            Kind::Date => date(typed)
                .map(|date| date.to_string())
                .map_err(|why| anyhow!("{option}: {why}")),
            Kind::Time => NaiveTime::parse_from_str(&typed.replace('.', ":"), "%H:%M")
                .map(|time| time.format("%H:%M").to_string())
                .map_err(|_| anyhow!("{option}: this is not a time of day; write it as 09:30")),
            Kind::Whole | Kind::Number | Kind::Percent => number(option, kind, typed),
            Kind::Flag => yes_or_no(typed)
                .map(|flag| flag.to_string())
                .ok_or_else(|| anyhow!("{option}: write yes or no")),
            Kind::Answer => {
                Ok(yes_or_no(typed).map_or_else(|| quoted(typed), |flag| flag.to_string()))
            }
            Kind::Reference(to) => self.reference(option, *to, typed),
            Kind::Table(shape) => self.in_braces(option, shape, typed),
            _ => Ok(quoted(typed)),
        }
    }

    /// `what=…, by=…` as a table.
    fn in_braces(
        &self,
        option: &str,
        shape: &'static Shape,
        typed: &str,
    ) -> anyhow::Result<String> {
        let mut parts: Vec<(&'static Field, String)> = Vec::new();
        for part in typed.split(',') {
            let known = part
                .split_once('=')
                .and_then(|(name, value)| Some((shape.field(name.trim())?, value)));
            match (known, parts.last_mut()) {
                (Some((field, value)), _) => parts.push((field, value.to_owned())),
                // A comma in the words themselves.
                (None, Some((_, value))) => value.push_str(&format!(",{part}")),
                (None, None) => {
                    let names: Vec<_> = shape
                        .fields
                        .iter()
                        .map(|field| format!("{}=…", field.name))
                        .collect();
                    bail!("{option}: write it as \"{}\"", names.join(", "));
                }
            }
        }
        let mut table = Entry::default();
        for (field, value) in parts {
            table = table.toml(field.name, self.value(option, &field.kind, &value)?);
        }
        Ok(table.inline())
    }

    /// A key that is recorded where it points to.
    fn reference(&self, option: &str, to: To, typed: &str) -> anyhow::Result<String> {
        let records = &self.session.records;
        let keys = |record: Option<&Record>, array: &str| -> Option<Vec<String>> {
            let table = &record?.table;
            let key = |entry: &Table| entry.text("key").known().map(str::to_owned);
            let unread = table.get(array).is_some_and(Value::is_unreadable);
            (!unread).then(|| table.tables(array).filter_map(key).collect())
        };
        let (what, place, known) = match to {
            To::Person => {
                self.session.check_person(typed)?;
                return Ok(quoted(typed));
            }
            To::Site => ("site", "of this provider", keys(self.provider, "sites")),
            To::Objective => (
                "objective",
                "of this placement",
                keys(self.placement, "objectives"),
            ),
            To::Pupil => (
                "pupil",
                "in these records",
                Some(records.pupils().into_iter().map(str::to_owned).collect()),
            ),
            To::Provider => (
                "provider",
                "in these records",
                Some(records.providers.keys().cloned().collect()),
            ),
            To::Checklist | To::Requirement => return Ok(quoted(typed)),
        };
        let Some(known) = known else {
            return Ok(quoted(typed));
        };
        if known.iter().any(|known| known == typed) {
            return Ok(quoted(typed));
        }
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let next = match nearest(typed, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => "none is recorded yet; record it there first".into(),
            None if known.len() <= 12 => format!("it can be {}", listed(&known)),
            None => "record it there first".into(),
        };
        Err(anyhow!(
            "{option}: there is no {what} {} {place}; {next}",
            as_key(typed)
        ))
    }
}

fn word(option: &str, allowed: &[&str], typed: &str) -> anyhow::Result<String> {
    if allowed.contains(&typed) {
        return Ok(quoted(typed));
    }
    let near = nearest(typed, allowed.iter().copied())
        .map_or(String::new(), |near| format!("did you mean `{near}`? "));
    let can_be = format!("{near}it can be {}", listed(allowed));
    Err(anyhow!(
        "{option} cannot be {}; {}",
        as_key(typed),
        can_be.replace("? it", "? It")
    ))
}

fn number(option: &str, kind: &Kind, typed: &str) -> anyhow::Result<String> {
    let digits = without_thousands(&typed.replace(['_', '£', '%', ' '], ""));
    let number = digits
        .parse::<f64>()
        .ok()
        .filter(|number| number.is_finite() && (0.0..=1e12).contains(number));
    match (kind, number) {
        (Kind::Whole, Some(number)) if number.fract() != 0.0 => {
            Err(anyhow!("{option}: write a whole number"))
        }
        (Kind::Percent, Some(number)) if number > 100.0 => {
            Err(anyhow!("{option}: write per cent, from 0 to 100"))
        }
        (_, Some(number)) => Ok(number.to_string()),
        (_, None) => Err(anyhow!(
            "{option}: this is not a number; write it in digits"
        )),
    }
}

/// Commas between thousands taken out; any other comma is left, and is no number.
fn without_thousands(typed: &str) -> String {
    let (whole, rest) = typed.split_once('.').unwrap_or((typed, ""));
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let threes = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    if threes && !rest.contains(',') {
        typed.replace(',', "")
    } else {
        typed.to_owned()
    }
}

fn yes_or_no(typed: &str) -> Option<bool> {
    match &*typed.to_lowercase() {
        "yes" | "y" | "true" => Some(true),
        "no" | "n" | "false" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_is_one_between_thousands_or_no_number() {
        for (typed, read) in [
            ("12", Some("12")),
            ("1,234", Some("1234")),
            ("10,000,000", Some("10000000")),
            ("1,234.5", Some("1234.5")),
            ("50%", Some("50")),
            ("1,5", None),
            ("12,5", None),
            ("1234,567", None),
            ("1,23,456", None),
            ("1.234,5", None),
        ] {
            let number = number("--value", &Kind::Number, typed).ok();
            assert_eq!(number.as_deref(), read, "{typed}");
        }
    }
}
