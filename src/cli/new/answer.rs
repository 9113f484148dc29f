//! One answer: put into a record of its own and read, so that what is said of
//! it is what the reader says.

use super::questions::{Form, ID};
use crate::cli::Session;
use crate::edit::quoted;
use crate::edit::template::Values;
use crate::records::{Kind, Reading, To, Value, nearest, read, unknown_references};
use crate::source::Paths;

/// Why an answer is not taken.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    pub message: String,
    /// What to do.
    pub next: String,
    /// What was meant, perhaps.
    pub near: Option<String>,
}

/// The answers so far, and what they are checked against.
pub(super) struct Answers<'s> {
    pub session: &'s Session,
    pub form: &'static Form,
    pub values: Values,
}

impl Answers<'_> {
    /// An answer as it is to stand in the record.
    pub(super) fn read(&self, path: &str, typed: &str) -> Result<String, Wrong> {
        let typed = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        let near = self.near(path, &typed);
        self.checked(path, &typed).map_err(|mut wrong| {
            wrong.near = near;
            wrong
        })
    }

    fn checked(&self, path: &str, typed: &str) -> Result<String, Wrong> {
        if path == ID {
            return self.unused_id(typed);
        }
        let shape = self.form.template.shape;
        let kind = shape.at(path).filter(is_one_value);
        let kind = kind.filter(|_| !is_check(path));
        let Some(kind) = kind else {
            return Err(self.no_field(path));
        };
        let is_day = crate::cli::date(typed.trim_matches('"')).is_ok();
        if path == "pupil.ref" && (is_day || !is_id(typed.trim_matches('"'))) {
            return Err(wrong(
                "a pupil's reference has small letters, digits and hyphens, as in p014",
                "write the reference of the school's own, never a name; `apcheck new pupil-ref` gives one that is unused",
            ));
        }
        if path == "pupil.ref"
            && let Some(what @ ("a provider" | "a placement" | "the school" | "a checklist")) =
                self.used_by(typed.trim_matches('"'))
        {
            return Err(wrong(
                &format!("`{typed}` is the id of {what} already"),
                "give the pupil a reference that nothing else has",
            ));
        }
        // The sites are those of the provider.
        let provider = self.values.get("provider").filter(|_| path == "site");
        let before = provider.map_or(String::new(), |provider| format!("provider = {provider}\n"));
        let text = self
            .form
            .template
            .alone(&before, path, &as_toml(kind, typed));
        let Reading { table, faults, .. } = read(Paths::default().add(""), &text, shape);
        let unknown = unknown_references(&self.session.records, &table, shape);
        let fault = faults
            .into_iter()
            .filter(|fault| fault.id != "field-present")
            .chain(unknown)
            .next();
        if let Some(fault) = fault {
            return Err(wrong(&fault.message, &fault.next));
        }
        let value = value_at(&table, path);
        let place = value.map(|value| value.place.start as usize..value.place.end as usize);
        match place.and_then(|place| text.get(place)) {
            Some(value) => Ok(value.to_owned()),
            None => Err(wrong(
                &format!("`{path}` cannot be read"),
                "write one value, on one line",
            )),
        }
    }

    /// Checks an id: of the right letters, and of nothing else in the records.
    fn unused_id(&self, id: &str) -> Result<String, Wrong> {
        if crate::cli::date(id).is_ok() {
            return Err(wrong(
                "this id is a date",
                "an id has small letters a to z, digits and hyphens, as in p014-hillside-farm",
            ));
        }
        if !is_id(id) {
            return Err(wrong(
                "this id has letters that an id cannot have",
                "an id has small letters a to z, digits and hyphens",
            ));
        }
        match self.used_by(id) {
            None => Ok(id.to_owned()),
            Some(what) => Err(wrong(
                &format!("the id `{id}` is that of {what} already"),
                "write one that nothing else has",
            )),
        }
    }

    /// What has an id already.
    pub(super) fn used_by(&self, id: &str) -> Option<&'static str> {
        let records = &self.session.records;
        if id == "school" {
            Some("the school")
        } else if records.providers.contains_key(id) {
            Some("a provider")
        } else if records.placements.contains_key(id) {
            Some("a placement")
        } else if records.pupils().contains(id) {
            Some("a pupil")
        } else if records
            .checklists
            .iter()
            .any(|checklist| checklist.id == id)
        {
            Some("a checklist")
        } else {
            None
        }
    }

    fn no_field(&self, path: &str) -> Wrong {
        let shape = self.form.template.shape;
        if is_check(path) {
            return wrong(
                "a check is not part of a new record",
                "record it under [checks] once it was made, with its day and who made it",
            );
        }
        if shape.at(path).is_some() {
            return wrong(
                &format!("`{path}` is more than one value"),
                "give its fields one by one, or write it into the file afterwards",
            );
        }
        let asked = self.form.questions.iter().map(|question| question.path);
        let next = match nearest(path, asked) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("docs/records.md lists the fields of a {}", self.form.name),
        };
        wrong(&format!("`{path}` is not a field of {}", shape.name), &next)
    }

    /// The words or keys that can be the answer; none where anything can.
    pub(super) fn words(&self, path: &str) -> Vec<&str> {
        let records = &self.session.records;
        match self.form.template.shape.at(path) {
            Some(Kind::Word(words)) => words.to_vec(),
            Some(Kind::Flag) => vec!["yes", "no"],
            Some(Kind::Reference(To::Provider)) => keys(records.providers.keys()),
            Some(Kind::Reference(To::Person)) => self.session.people(),
            Some(Kind::Reference(To::Site)) => {
                let provider = super::questions::plain(&self.values, "provider");
                let provider = provider.and_then(|provider| records.providers.get(provider));
                let sites = provider
                    .into_iter()
                    .flat_map(|provider| provider.table.tables("sites"));
                sites.filter_map(|site| site.text("key").known()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The word or key that was begun, or mistyped.
    fn near(&self, path: &str, typed: &str) -> Option<String> {
        let words = self.words(path);
        let only = |is_meant: &dyn Fn(&str) -> bool| {
            let mut meant = words.iter().filter(|word| is_meant(word));
            meant.next().filter(|_| meant.next().is_none())
        };
        let begun = only(&|word| word.starts_with(typed));
        match begun.or_else(|| only(&|word| word.contains(typed))) {
            Some(only) if !typed.is_empty() => Some((*only).to_owned()),
            _ => nearest(typed, words).map(str::to_owned),
        }
    }
}

fn keys<'a>(keys: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
    keys.map(String::as_str).collect()
}

fn wrong(message: &str, next: &str) -> Wrong {
    Wrong {
        message: message.to_owned(),
        next: next.to_owned(),
        near: None,
    }
}

/// Small letters, digits and hyphens.
fn is_id(id: &str) -> bool {
    let letter = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    !id.is_empty() && id.bytes().all(letter)
}

/// Whether a path leads into a check.
fn is_check(path: &str) -> bool {
    path.split('.').any(|part| part == "checks")
}

fn is_one_value(kind: &Kind) -> bool {
    match kind {
        Kind::List(inner) => is_one_value(inner),
        kind => !matches!(
            kind,
            Kind::Table(_)
                | Kind::Partial(_)
                | Kind::Tables(_)
                | Kind::Map(_)
                | Kind::Lines(_)
                | Kind::Free
        ),
    }
}

/// What was typed, with the quotation marks and brackets that nobody types.
fn as_toml(kind: Kind, typed: &str) -> String {
    match kind {
        Kind::List(_) if typed.starts_with('[') => typed.to_owned(),
        Kind::List(inner) => {
            let mut parts: Vec<String> = typed
                .split(',')
                .map(|part| as_toml(*inner, part.trim()))
                .collect();
            // One word for a day is both its sessions.
            if matches!(inner, Kind::Whereabouts) && parts.len() == 1 {
                parts.extend(parts.clone());
            }
            format!("[{}]", parts.join(", "))
        }
        Kind::Flag | Kind::Answer if matches!(typed, "yes" | "y" | "true") => "true".into(),
        Kind::Flag | Kind::Answer if matches!(typed, "no" | "n" | "false") => "false".into(),
        Kind::Text
        | Kind::Word(_)
        | Kind::Month
        | Kind::Answer
        | Kind::Reference(_)
        | Kind::Whereabouts => {
            let is_quoted = typed.len() > 1 && typed.starts_with('"') && typed.ends_with('"');
            if is_quoted {
                typed.to_owned()
            } else {
                quoted(typed)
            }
        }
        _ => typed.to_owned(),
    }
}

fn value_at<'t>(table: &'t crate::records::Table, path: &str) -> Option<&'t Value> {
    table.at(path).into_iter().next_back()
}
