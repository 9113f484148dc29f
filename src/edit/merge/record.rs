//! Two versions of a record.

use super::conflict::conflict;
use super::items::{OfADay, merge_items};
use super::list::{Slot, up_to_next_of_ours};
use super::pieces::{Name, Piece, Pieces, pieces};
use super::{Merged, changed};
use crate::records::{Kind, Shape, is_well_formed};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Merges well-formed records; `None` where they are written in a way that is
/// not understood here, or where a comment that stands alone has changed.
pub fn merge_records(
    base: &str,
    ours: &str,
    theirs: &str,
    shape: &'static Shape,
) -> Option<Merged> {
    if ![base, ours, theirs].iter().all(|text| is_well_formed(text)) {
        return None;
    }
    let mut merge = Merge {
        shape,
        newline: if ours.contains("\r\n") { "\r\n" } else { "\n" },
        contradictions: Vec::new(),
    };
    // Line endings are not what anybody has changed.
    let alike = |text: &str| text.replace("\r\n", "\n").replace('\n', merge.newline);
    let (base, theirs) = (alike(base), alike(theirs));
    let text = merge.texts(&base, ours, &theirs, None)?;
    let is_sound = !merge.contradictions.is_empty() || is_well_formed(&text);
    is_sound.then_some(Merged {
        text,
        contradictions: merge.contradictions,
    })
}

pub(super) struct Merge {
    shape: &'static Shape,
    pub(super) newline: &'static str,
    contradictions: Vec<String>,
}

impl Merge {
    /// A record, or the part of one that begins with the heading `part`.
    fn texts(
        &mut self,
        base: &str,
        ours: &str,
        theirs: &str,
        part: Option<&Name>,
    ) -> Option<String> {
        let read = |text: &str| pieces(text, part.is_some());
        let base = match base {
            "" if part.is_some() => None,
            base => Some(read(base)?),
        };
        let base = base.unwrap_or_else(|| Pieces {
            heading: String::new(),
            pieces: Vec::new(),
            tail: String::new(),
        });
        let (ours, theirs) = (read(ours)?, read(theirs)?);
        let lone = theirs.lone_comments();
        if lone != base.lone_comments() && lone != ours.lone_comments() {
            return None;
        }
        let heading = match changed(&base.heading, &ours.heading, &theirs.heading) {
            Some(heading) => heading.clone(),
            None => return None,
        };
        let mut merged: Vec<Piece> = Vec::new();
        let mut lists: BTreeMap<&[String], VecDeque<Slot>> = BTreeMap::new();
        for piece in &ours.pieces {
            match &piece.name {
                Name::Entry(list) => {
                    if !lists.contains_key(&**list) {
                        lists.insert(list, self.list(&base, &ours, &theirs, list)?.into());
                    }
                    if let Some(slots) = lists.get_mut(&**list) {
                        merged.extend(up_to_next_of_ours(slots));
                    }
                }
                name => {
                    let (was, now) = (base.find(name), theirs.find(name));
                    let kept = self.piece(was, Some(piece), now, part)?;
                    if kept.is_none() && piece.gap.contains('#') {
                        return None;
                    }
                    merged.extend(kept);
                }
            }
        }
        self.only_theirs(&base, &ours, &theirs, &mut merged, part)?;
        let head = match (part, ours.pieces.first()) {
            (None, Some(first)) => first.gap.as_str(),
            _ => "",
        };
        let mut text = heading;
        for (at, piece) in merged.iter().enumerate() {
            text.push_str(match (at, part) {
                (0, None) => head,
                _ if piece.gap.contains('\n') => &piece.gap,
                _ => self.newline,
            });
            text.push_str(&piece.text);
        }
        text.push_str(&ours.tail);
        Some(text)
    }

    /// One field or table; `None` inside where it is to be left out.
    pub(super) fn piece(
        &mut self,
        base: Option<&Piece>,
        ours: Option<&Piece>,
        theirs: Option<&Piece>,
        part: Option<&Name>,
    ) -> Option<Option<Piece>> {
        fn text(piece: Option<&Piece>) -> Option<&str> {
            piece.map(|piece| piece.text.as_str())
        }
        let any = ours.or(theirs)?;
        let with = |text: String| {
            Some(Some(Piece {
                text,
                ..any.clone()
            }))
        };
        match changed(text(base), text(ours), text(theirs)) {
            Some(Some(text)) => return with(text.to_owned()),
            Some(None) => return Some(None),
            None => {}
        }
        if let (Some(ours), Some(theirs)) = (ours, theirs) {
            let was = text(base);
            let so_far = self.contradictions.len();
            let merged = match &ours.name {
                Name::Field(path) => self.field(path, part, was, &ours.text, &theirs.text),
                name => self.texts(
                    was.unwrap_or_default(),
                    &ours.text,
                    &theirs.text,
                    Some(name),
                ),
            };
            if let Some(merged) = merged {
                return with(merged);
            }
            self.contradictions.truncate(so_far);
        }
        self.contradictions.push(said(any, part));
        let (ours, theirs) = (
            text(ours).unwrap_or_default(),
            text(theirs).unwrap_or_default(),
        );
        with(conflict(ours, theirs, self.newline))
    }

    /// A field that both have changed: the lines of a check, or a list.
    fn field(
        &self,
        path: &[String],
        part: Option<&Name>,
        base: Option<&str>,
        ours: &str,
        theirs: &str,
    ) -> Option<String> {
        let part = part.map_or(&[][..], Name::path);
        let whole: Vec<&str> = part.iter().chain(path).map(String::as_str).collect();
        match self.shape.at(&whole.join("."))? {
            Kind::Lines(_) => merge_items(base, ours, theirs, path.len(), OfADay::One),
            Kind::Tables(_) => merge_items(base, ours, theirs, path.len(), OfADay::Several),
            _ => None,
        }
    }

    /// What ours does not have at all: fields behind the one they stand behind
    /// in theirs, tables and lists at the end.
    fn only_theirs(
        &mut self,
        base: &Pieces,
        ours: &Pieces,
        theirs: &Pieces,
        merged: &mut Vec<Piece>,
        part: Option<&Name>,
    ) -> Option<()> {
        let mut before: Option<&Name> = None;
        let mut lists: BTreeSet<&[String]> = BTreeSet::new();
        for piece in &theirs.pieces {
            let name = &piece.name;
            let new = match name {
                Name::Entry(list) if !ours.entries(list).is_empty() => Vec::new(),
                Name::Entry(list) if !lists.insert(list) => Vec::new(),
                Name::Entry(list) => {
                    let slots = self.list(base, ours, theirs, list)?;
                    slots.into_iter().filter_map(|slot| slot.piece).collect()
                }
                name if ours.find(name).is_some() => Vec::new(),
                name => {
                    let found = self.piece(base.find(name), None, Some(piece), part)?;
                    found.into_iter().collect()
                }
            };
            for mut new in new {
                let is_field = matches!(name, Name::Field(_));
                let last_field = merged
                    .iter()
                    .rposition(|piece| matches!(piece.name, Name::Field(_)));
                let behind =
                    before.and_then(|name| merged.iter().rposition(|piece| piece.name == *name));
                let at = match is_field {
                    true => behind.or(last_field).map_or(0, |at| at + 1),
                    false => merged.len(),
                };
                new.gap = self.newline.repeat(if is_field { 1 } else { 2 });
                merged.insert(at, new);
            }
            before = Some(name);
        }
        Some(())
    }
}

/// What is in contradiction, in words.
fn said(piece: &Piece, part: Option<&Name>) -> String {
    let name = piece.name.path().join(".");
    match (&piece.name, part) {
        (Name::Field(_), Some(part)) => format!("`{name}` under `{}`", part.path().join(".")),
        (Name::Entry(_), _) => match &piece.date {
            Some(date) => format!("the entry of `{name}` of {date}"),
            None => format!("an entry of `{name}`"),
        },
        _ => format!("`{name}`"),
    }
}
