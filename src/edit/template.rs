//! A new record from its template: what was answered takes the place of the
//! example, and what was not stays as a remark that teaches.

use crate::records::{Kind, Shape};
use std::collections::BTreeMap;

/// A template of `records-template`, and the table of fields it goes by.
#[derive(Debug)]
pub struct Template {
    pub text: &'static str,
    pub shape: &'static Shape,
}

pub static PROVIDER: Template = Template {
    text: include_str!("../../records-template/provider.toml"),
    shape: &crate::records::fields::PROVIDER,
};

pub static PLACEMENT: Template = Template {
    text: include_str!("../../records-template/placement.toml"),
    shape: &crate::records::fields::PLACEMENT,
};

/// Values in TOML by their dotted paths; the part after `key-contacts` is a role.
pub type Values = BTreeMap<String, String>;

/// A heading with the lines under it; the first block has none.
#[derive(Debug, Default)]
struct Block {
    heading: Option<&'static str>,
    /// What the paths of its lines begin with: `pupil`, `key-contacts.dsl`.
    prefix: String,
    lines: Vec<Line>,
}

/// `key = value   # remark`.
#[derive(Debug)]
struct Line {
    key: &'static str,
    value: &'static str,
    remark: Option<Remark>,
}

#[derive(Debug)]
struct Remark {
    text: &'static str,
    column: usize,
}

impl Template {
    /// The text of a record with these values.
    pub fn filled(&self, values: &Values) -> String {
        let mut left = values.clone();
        let mut text = String::new();
        for block in self.blocks() {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&block.filled(&mut left));
        }
        // Those of a table before those of the tables in it.
        let mut left: Vec<_> = left
            .iter()
            .map(|(path, value)| (Place::of(self.shape, path), value))
            .collect();
        left.sort_by(|(a, _), (b, _)| {
            (&a.root, a.depth, &a.headings).cmp(&(&b.root, b.depth, &b.headings))
        });
        let mut before = String::new();
        for (place, value) in left {
            if place.headings != before {
                let inner = place
                    .headings
                    .strip_prefix(&before)
                    .filter(|_| !before.is_empty());
                text.push_str(&format!("\n{}", inner.unwrap_or(&place.headings)));
                before = place.headings;
            }
            text.push_str(&format!("{} = {value}\n", place.key));
        }
        text
    }

    /// A record with this one value, and what belongs before it.
    pub fn alone(&self, before: &str, path: &str, value: &str) -> String {
        let Place { headings, key, .. } = Place::of(self.shape, path);
        format!("{before}{headings}{key} = {value}\n")
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = vec![Block::default()];
        for line in self.text.lines() {
            if line.starts_with('[') {
                blocks.push(Block {
                    heading: Some(line),
                    prefix: heading_of(line).to_owned(),
                    lines: Vec::new(),
                });
            } else if let (Some(line), Some(block)) = (Line::of(line), blocks.last_mut()) {
                block.add(line);
            }
        }
        blocks
    }
}

impl Block {
    fn add(&mut self, line: Line) {
        if self.prefix == "key-contacts" && line.key == "role" {
            self.prefix = format!("key-contacts.{}", line.value.trim_matches('"'));
        }
        self.lines.push(line);
    }

    /// Takes the values it has a place for out of `left`.
    fn filled(&self, left: &mut Values) -> String {
        let mut lines = String::new();
        let mut used = false;
        for line in &self.lines {
            let path = joined(&self.prefix, line.key);
            let is_role = self.prefix.starts_with("key-contacts.") && line.key == "role";
            match taken(left, &path) {
                Some(value) => {
                    used = true;
                    lines.push_str(&line.with(&value));
                }
                None if is_role && is_asked(left, &self.prefix) => {
                    lines.push_str(&line.with(line.value));
                }
                None => lines.push_str(&line.as_remark()),
            }
        }
        for (path, value) in rest_of(left, &self.prefix) {
            used = true;
            let key = path.rsplit('.').next().unwrap_or(&path);
            lines.push_str(&format!("{key} = {value}\n"));
        }
        match self.heading {
            None => lines,
            // Checks are added here, so the heading is there for them.
            Some(heading) if used || self.prefix == "checks" => format!("{heading}\n{lines}"),
            Some(heading) => format!("{}\n{lines}", remarked_heading(heading)),
        }
    }
}

/// The heading as a remark, with its own remark where it was.
fn remarked_heading(heading: &str) -> String {
    format!("# {}", heading.replacen("   #", " #", 1))
}

impl Line {
    fn of(line: &'static str) -> Option<Line> {
        let (key, rest) = line.split_once(" = ")?;
        let (value, remark) = match rest.split_once("  #") {
            None => (rest, None),
            Some((value, _)) => {
                let column = line.find("  #")? + 2;
                let text = line.get(column..)?;
                (value.trim_end(), Some(Remark { text, column }))
            }
        };
        Some(Line { key, value, remark })
    }

    fn with(&self, value: &str) -> String {
        self.remarked(&format!("{} = {value}", self.key))
    }

    fn as_remark(&self) -> String {
        self.remarked(&format!("# {} = {}", self.key, self.value))
    }

    fn remarked(&self, start: &str) -> String {
        match &self.remark {
            None => format!("{start}\n"),
            Some(remark) => {
                let width = remark.column.saturating_sub(2);
                format!("{start:width$}  {}\n", remark.text)
            }
        }
    }
}

/// The value at a path; several below it as one table in braces.
fn taken(left: &mut Values, path: &str) -> Option<String> {
    if let Some(value) = left.remove(path) {
        return Some(value);
    }
    let below = below(left, path);
    if below.is_empty() {
        return None;
    }
    let fields: Vec<String> = below
        .iter()
        .filter_map(|inner| {
            let key = inner.get(path.len() + 1..)?;
            Some(format!("{key} = {}", left.remove(inner)?))
        })
        .collect();
    Some(format!("{{ {} }}", fields.join(", ")))
}

fn below(left: &Values, path: &str) -> Vec<String> {
    let start = format!("{path}.");
    let inside = |other: &&String| other.starts_with(&start);
    left.keys().filter(inside).cloned().collect()
}

fn is_asked(left: &Values, prefix: &str) -> bool {
    !below(left, prefix).is_empty()
}

/// Values that belong in a block and have no line in the template.
fn rest_of(left: &mut Values, prefix: &str) -> Vec<(String, String)> {
    let depth = if prefix.is_empty() {
        0
    } else {
        prefix.split('.').count()
    };
    let here: Vec<String> = left
        .keys()
        .filter(|path| {
            path.split('.').count() == depth + 1
                && (prefix.is_empty() || path.starts_with(&format!("{prefix}.")))
        })
        .cloned()
        .collect();
    here.into_iter()
        .filter_map(|path| left.remove_entry(&path))
        .collect()
}

fn joined(prefix: &str, key: &str) -> String {
    if prefix.is_empty() {
        key.to_owned()
    } else {
        format!("{prefix}.{key}")
    }
}

fn heading_of(line: &str) -> &str {
    line.split(']')
        .next()
        .unwrap_or_default()
        .trim_start_matches('[')
}

/// Where a value stands: under which headings, by which key.
struct Place {
    headings: String,
    key: String,
    /// The first of the headings, with the role where it has one.
    root: String,
    /// How many tables it is in.
    depth: usize,
}

impl Place {
    fn of(shape: &Shape, path: &str) -> Place {
        let mut parts: Vec<&str> = path.split('.').collect();
        let key = parts.pop().unwrap_or_default().to_owned();
        let depth = parts.len();
        let mut root = String::new();
        let mut headings = String::new();
        if let Some(first) = parts.first().copied() {
            let several = matches!(shape.at(first), Some(Kind::Tables(_)));
            root = first.to_owned();
            if several {
                headings.push_str(&format!("[[{first}]]\n"));
            }
            if first == "key-contacts" && parts.len() > 1 {
                let role = parts.remove(1);
                root = format!("{first}.{role}");
                headings.push_str(&format!("role = \"{role}\"\n"));
            }
            if !several || parts.len() > 1 {
                headings.push_str(&format!("[{}]\n", parts.join(".")));
            }
        }
        Place {
            headings,
            key,
            root,
            depth,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::{is_well_formed, read};
    use crate::source::Paths;

    fn values(of: &[(&str, &str)]) -> Values {
        of.iter()
            .map(|(path, value)| ((*path).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn a_template_is_a_record_of_its_kind_without_a_fault() {
        for template in [&PROVIDER, &PLACEMENT] {
            let reading = read(
                Paths::default().add("x.toml"),
                template.text,
                template.shape,
            );
            assert!(reading.faults.is_empty(), "{:?}", reading.faults);
            let lines = template
                .blocks()
                .iter()
                .map(|block| block.lines.len())
                .sum::<usize>();
            let written = template
                .text
                .lines()
                .filter(|line| line.contains(" = "))
                .count();
            assert_eq!(lines, written);
        }
    }

    #[test]
    fn what_is_not_answered_stays_as_a_remark() {
        let text = PROVIDER.filled(&values(&[
            ("name", "\"Oak Farm\""),
            ("kind", "\"tutor\""),
            ("employees", "false"),
            ("key-contacts.head.phone", "\"1\""),
            ("key-contacts.deputy-dsl.phone", "\"2\""),
            ("capacity.declared", "2026-10-01"),
        ]));
        assert!(is_well_formed(&text), "{text}");
        assert!(
            text.starts_with("name = \"Oak Farm\"\nkind = \"tutor\"                    # pru"),
            "{text}"
        );
        assert!(
            text.contains("\nemployees = false\n\n# [[sites]]"),
            "{text}"
        );
        assert!(
            text.contains(
                "\n\n[[key-contacts]]\nrole = \"head\"\n# name = \"A. Reed\"\nphone = \"1\"\n"
            ),
            "{text}"
        );
        assert!(text.contains("\n# letter-of-assurance = {"), "{text}");
        assert!(text.ends_with("\n[capacity]\ndeclared = 2026-10-01\n\n[[key-contacts]]\nrole = \"deputy-dsl\"\nphone = \"2\"\n"), "{text}");
    }

    #[test]
    fn several_values_of_one_line_stand_in_braces() {
        let text = PLACEMENT.filled(&values(&[
            ("provider", "\"oak-farm\""),
            ("week.hours.ap", "10"),
            ("week.hours.school", "15"),
        ]));
        assert!(
            text.contains("\nhours = { ap = 10, school = 15 }        # taught\n"),
            "{text}"
        );
        assert!(text.contains("\n# mon = [\"ap\", \"ap\"]\n"), "{text}");
    }
}
