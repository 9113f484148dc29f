//! Two versions of a record.

use super::conflict::conflict;
use super::items::merge_items;
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

struct Merge {
    shape: &'static Shape,
    newline: &'static str,
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
    fn piece(
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
            Kind::Lines(_) | Kind::Tables(_) => merge_items(base, ours, theirs, path.len()),
            _ => None,
        }
    }

    /// The entries of a list, `[[x]]`: those of both; new ones by their day.
    fn list(
        &mut self,
        base: &Pieces,
        ours: &Pieces,
        theirs: &Pieces,
        list: &[String],
    ) -> Option<Vec<Slot>> {
        let (was, mine, other) = (base.entries(list), ours.entries(list), theirs.entries(list));
        let my_of = paired(&was, &mine);
        let other_of = paired(&was, &other);
        let mut merged: Vec<Slot> = Vec::new();
        let their = |of: usize| {
            let at = other_of.get(of).copied().flatten()?;
            other.get(at).copied()
        };
        for (at, piece) in mine.iter().enumerate() {
            let kept = match my_of.iter().position(|pair| *pair == Some(at)) {
                Some(of) => self.piece(was.get(of).copied(), Some(*piece), their(of), None)?,
                None => Some((*piece).clone()),
            };
            if kept.is_none() && piece.gap.contains('#') {
                return None;
            }
            merged.push(Slot {
                is_ours: true,
                piece: kept,
            });
        }
        // Gone from ours, and changed in theirs.
        for (of, base) in was.iter().enumerate() {
            let is_gone = my_of.get(of).copied().flatten().is_none();
            if is_gone && their(of).is_some_and(|theirs| theirs.text != base.text) {
                merged.push(Slot {
                    is_ours: false,
                    piece: self.piece(Some(base), None, their(of), None)?,
                });
            }
        }
        // What both have added is there once.
        let is_new = |at: &usize| !my_of.contains(&Some(*at));
        let mut added: Vec<&str> = (0..mine.len())
            .filter(is_new)
            .filter_map(|at| mine.get(at).map(|piece| piece.text.as_str()))
            .collect();
        for (at, piece) in other.iter().enumerate() {
            if other_of.contains(&Some(at)) {
                continue;
            }
            match added.iter().position(|text| *text == piece.text) {
                Some(same) => {
                    added.swap_remove(same);
                }
                None => self.add(&mut merged, piece)?,
            }
        }
        Some(merged)
    }

    /// An entry that only they have, before the first that is younger. Two with
    /// the same key are one.
    fn add(&mut self, merged: &mut Vec<Slot>, new: &Piece) -> Option<()> {
        let key = |piece: &Piece| {
            let first = piece.known_by.first();
            first.filter(|key| key.starts_with("key=")).cloned()
        };
        let new_key = key(new);
        let same = merged.iter_mut().find_map(|slot| {
            let piece = slot.piece.as_mut()?;
            (new_key.is_some() && key(piece) == new_key).then_some(piece)
        });
        if let Some(same) = same {
            if let Some(piece) = self.piece(None, Some(&same.clone()), Some(new), None)? {
                *same = piece;
            }
            return Some(());
        }
        let is_older = |slot: &Slot| match &slot.piece {
            Some(piece) => piece.date.is_none() || piece.date <= new.date,
            None => false,
        };
        let at = merged.iter().rposition(is_older).map_or(0, |at| at + 1);
        let mut new = Piece {
            gap: self.newline.repeat(2),
            ..new.clone()
        };
        let first = merged.first_mut().and_then(|slot| slot.piece.as_mut());
        if at == 0
            && let Some(first) = first
        {
            std::mem::swap(&mut new.gap, &mut first.gap);
        }
        merged.insert(
            at,
            Slot {
                is_ours: false,
                piece: Some(new),
            },
        );
        Some(())
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

/// An entry of a merged list; without a piece where it is to be left out.
struct Slot {
    /// Whether it stands in ours, and so in the place that it has there.
    is_ours: bool,
    piece: Option<Piece>,
}

/// The next entry of ours, with the new ones that stand before it; behind the
/// last of ours all that are left.
fn up_to_next_of_ours(slots: &mut VecDeque<Slot>) -> Vec<Piece> {
    let next = slots.iter().position(|slot| slot.is_ours);
    let more = next.is_some_and(|next| slots.iter().skip(next + 1).any(|slot| slot.is_ours));
    let count = match next {
        Some(next) if more => next + 1,
        _ => slots.len(),
    };
    slots.drain(..count).filter_map(|slot| slot.piece).collect()
}

/// For each entry of the base the one that it has become: the same, or one that
/// is known by the same.
fn paired(base: &[&Piece], now: &[&Piece]) -> Vec<Option<usize>> {
    let mut taken = BTreeSet::new();
    let mut pairs: Vec<Option<usize>> = vec![None; base.len()];
    type Same = fn(&Piece, &Piece) -> bool;
    let the_same: [Same; 2] = [
        |one, other| one.text == other.text,
        |one, other| !one.known_by.is_empty() && one.known_by == other.known_by,
    ];
    for same in the_same {
        for (of, pair) in base
            .iter()
            .zip(pairs.iter_mut())
            .filter(|(_, pair)| pair.is_none())
        {
            let found = (0..now.len()).find(|at| {
                !taken.contains(at) && now.get(*at).is_some_and(|piece| same(of, piece))
            });
            if let Some(at) = found {
                taken.insert(at);
                *pair = Some(at);
            }
        }
    }
    pairs
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
