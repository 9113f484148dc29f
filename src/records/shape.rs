//! The language of the table of fields: what a field may hold.
//!
//! The tables themselves are in [`super::fields`]. The reader, *did you mean*,
//! the tests of checklists and `docs/records.md` all go by them.

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Free words.
    Text,
    /// One word of a list.
    Word(&'static [&'static str]),
    /// A day, `2026-09-01`.
    Date,
    /// A month of birth, `"2011-11"`, or a whole date.
    Month,
    /// A time of day, `09:30`.
    Time,
    /// A whole number, 0 or more.
    Whole,
    /// A number, 0 or more.
    Number,
    /// Per cent, 0 to 100.
    Percent,
    /// `true` or `false`.
    Flag,
    /// `true`, `false`, or words that say more.
    Answer,
    /// The key of something recorded elsewhere.
    Reference(To),
    /// `ap`, `school`, `home`, `remote`, or the id of another placement.
    Whereabouts,
    /// Several of a kind, in brackets.
    List(&'static Kind),
    /// A table of its own.
    Table(&'static Shape),
    /// A table of its own of which nothing need be there: a part of a record.
    Partial(&'static Shape),
    /// An array of tables, the newest last.
    Tables(&'static Shape),
    /// A table whose keys the school chooses.
    Map(&'static Kind),
    /// One line, or an array of lines, the oldest first.
    Lines(&'static Shape),
    /// Part of a check: read by the rulebook, which knows what it may hold.
    Free,
}

/// What a reference points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    Person,
    Provider,
    Site,
    Objective,
    Pupil,
    Checklist,
    Requirement,
}

/// One field of a record.
#[derive(Debug)]
pub struct Field {
    pub name: &'static str,
    pub kind: Kind,
    /// What it means, with its unit or range where it has one.
    pub meaning: &'static str,
    /// A value as it would be typed.
    pub example: &'static str,
    /// Whether the reader must find it for the record to mean anything.
    pub required: bool,
}

/// The fields of a record, or of a table in one.
#[derive(Debug)]
pub struct Shape {
    /// How the table is called in messages: "a visit".
    pub name: &'static str,
    pub fields: &'static [Field],
}

impl Shape {
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The field that a dotted path ends in, or the map it goes into.
    pub fn field_at(&self, path: &str) -> Option<&'static Field> {
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        let field = self.field(first)?;
        let rest = match (first, rest.split_once('.')) {
            ("key-contacts", Some((_role, rest))) => rest,
            _ => rest,
        };
        match field.kind {
            Kind::Table(shape) | Kind::Partial(shape) | Kind::Tables(shape) if !rest.is_empty() => {
                shape.field_at(rest)
            }
            _ => Some(field),
        }
    }

    /// The field at a dotted path such as `week.hours.ap`, through tables,
    /// arrays of tables and maps. The part after `key-contacts` is a role.
    pub fn at(&self, path: &str) -> Option<Kind> {
        let (first, rest) = match path.split_once('.') {
            Some((first, rest)) => (first, Some(rest)),
            None => (path, None),
        };
        let kind = self.field(first)?.kind;
        match (first, rest) {
            (_, None) => Some(kind),
            ("key-contacts", Some(rest)) => match rest.split_once('.') {
                Some((_role, rest)) => inside(kind, rest),
                None => Some(kind),
            },
            (_, Some(rest)) => inside(kind, rest),
        }
    }
}

fn inside(kind: Kind, path: &str) -> Option<Kind> {
    match kind {
        Kind::Table(shape) | Kind::Partial(shape) | Kind::Tables(shape) | Kind::Lines(shape) => {
            shape.at(path)
        }
        Kind::Map(inner) => match path.split_once('.') {
            Some((_, rest)) => inside(*inner, rest),
            None => Some(*inner),
        },
        _ => None,
    }
}

pub(crate) const fn field(
    name: &'static str,
    kind: Kind,
    meaning: &'static str,
    example: &'static str,
) -> Field {
    Field {
        name,
        kind,
        meaning,
        example,
        required: false,
    }
}

impl Field {
    pub(crate) const fn required(mut self) -> Field {
        self.required = true;
        self
    }
}
