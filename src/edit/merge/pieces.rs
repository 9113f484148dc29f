//! A text as the pieces that are merged one by one.

use crate::edit::statements::{Is, Statement, statements};
use std::collections::BTreeSet;

/// What a piece is: pieces with the same name in two versions are the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// A field, by its key.
    Field(Vec<String>),
    /// A table with a heading, `[x]`.
    Table(Vec<String>),
    /// An entry of a list, `[[x]]`, with the tables in it.
    Entry(Vec<String>),
}

impl Name {
    pub(super) fn path(&self) -> &[String] {
        match self {
            Name::Field(path) | Name::Table(path) | Name::Entry(path) => path,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// What stands before it.
    pub gap: String,
    pub text: String,
    pub name: Name,
    /// By which an entry is known again when something in it has changed.
    pub known_by: Vec<String>,
    /// The day of an entry, as written.
    pub date: Option<String>,
}

/// A whole text: the heading that it begins with, where it is a part of
/// a record; its pieces; and what stands behind the last.
pub(super) struct Pieces {
    pub heading: String,
    pub pieces: Vec<Piece>,
    pub tail: String,
}

/// The fields by which an entry is known.
const KNOWN_BY: [&str; 8] = [
    "key",
    "date",
    "from",
    "requirement",
    "role",
    "checklist",
    "objective",
    "kind",
];

/// The pieces of a text, which `is_part` begins with its own heading; `None`
/// where it is written in a way that is not understood here.
pub(super) fn pieces(text: &str, is_part: bool) -> Option<Pieces> {
    let statements = statements(text)?;
    let own = usize::from(is_part);
    let mut done = match is_part {
        true => statements.first()?.all.end,
        false => 0,
    };
    let heading = text.get(..done)?.to_owned();
    let mut lists: BTreeSet<Vec<String>> = BTreeSet::new();
    let mut groups: Vec<(Name, Vec<&Statement>)> = Vec::new();
    for statement in statements.iter().skip(own) {
        let path = &statement.path;
        let open = matches!(groups.last(), Some((Name::Table(_) | Name::Entry(_), _)));
        let within = matches!(groups.last(), Some((Name::Entry(list), _)) if path.len() > list.len() && path.starts_with(list));
        match (statement.is, groups.last_mut()) {
            (Is::Entry, Some((_, group))) if open => group.push(statement),
            (Is::Entry, _) => groups.push((Name::Field(path.clone()), vec![statement])),
            (_, Some((_, group))) if within => group.push(statement),
            // A table of an entry that stands away from it.
            _ if lists
                .iter()
                .any(|list| path.len() > list.len() && path.starts_with(list)) =>
            {
                return None;
            }
            (Is::ArrayHeading, _) => {
                lists.insert(path.clone());
                groups.push((Name::Entry(path.clone()), vec![statement]));
            }
            (Is::Heading, _) => groups.push((Name::Table(path.clone()), vec![statement])),
        }
    }
    let mut pieces = Vec::new();
    for (name, group) in groups {
        let (first, last) = (group.first()?, group.last()?);
        let own: Vec<_> = group
            .iter()
            .skip(1)
            .take_while(|statement| !statement.is_heading())
            .collect();
        let value = |key: &str| {
            let field = own.iter().find(|field| field.path == [key])?;
            value_of(text, field)
        };
        let known_by = KNOWN_BY
            .iter()
            .filter_map(|key| Some(format!("{key}={}", value(key)?)));
        pieces.push(Piece {
            gap: text.get(done..first.all.start)?.to_owned(),
            text: text.get(first.all.start..last.all.end)?.to_owned(),
            known_by: known_by.collect(),
            date: value("date").or_else(|| value("from")),
            name,
        });
        done = last.all.end;
    }
    Some(Pieces {
        heading,
        pieces,
        tail: text.get(done..)?.to_owned(),
    })
}

/// A value as written, without what stands behind it.
fn value_of(text: &str, statement: &Statement) -> Option<String> {
    let (_, value) = text.get(statement.body.clone())?.split_once('=')?;
    let value = value.trim();
    let value = match value.starts_with(['"', '\'']) {
        true => value,
        false => value.split(['#', ' ']).next()?,
    };
    Some(value.to_owned())
}

impl Pieces {
    /// The comments that stand alone, in order.
    pub(super) fn lone_comments(&self) -> Vec<&str> {
        let gaps = self.pieces.iter().map(|piece| piece.gap.as_str());
        gaps.chain([self.tail.as_str()])
            .flat_map(str::lines)
            .map(str::trim)
            .filter(|line| line.starts_with('#'))
            .collect()
    }

    pub(super) fn find(&self, name: &Name) -> Option<&Piece> {
        self.pieces.iter().find(|piece| piece.name == *name)
    }

    pub(super) fn entries(&self, list: &[String]) -> Vec<&Piece> {
        let is = |piece: &&Piece| matches!(&piece.name, Name::Entry(path) if path == list);
        self.pieces.iter().filter(is).collect()
    }
}
