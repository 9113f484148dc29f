//! The entries of a list, `[[x]]`, of two versions of a record.

use super::pieces::{Piece, Pieces};
use super::record::Merge;
use std::collections::{BTreeSet, VecDeque};

impl Merge {
    /// The entries of a list, `[[x]]`: those of both; new ones by their day.
    pub(super) fn list(
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
            let was_of = my_of.iter().position(|pair| *pair == Some(at));
            let kept = match was_of {
                Some(of) => self.piece(was.get(of).copied(), Some(*piece), their(of), None)?,
                None => Some((*piece).clone()),
            };
            if kept.is_none() && piece.gap.contains('#') {
                return None;
            }
            merged.push(Slot {
                is_ours: true,
                is_new: was_of.is_none(),
                piece: kept,
            });
        }
        // Gone from ours, and changed in theirs.
        for (of, base) in was.iter().enumerate() {
            let is_gone = my_of.get(of).copied().flatten().is_none();
            if is_gone && their(of).is_some_and(|theirs| theirs.text != base.text) {
                merged.push(Slot {
                    is_ours: false,
                    is_new: false,
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

    /// An entry that only they have, before the first that is younger. Two
    /// that both have added with the same key, or from the same day, are one.
    fn add(&mut self, merged: &mut Vec<Slot>, new: &Piece) -> Option<()> {
        let key = |piece: &Piece| {
            let first = piece.known_by.first();
            let is_one = |by: &&String| by.starts_with("key=") || by.starts_with("from=");
            first.filter(is_one).cloned()
        };
        let new_key = key(new);
        let same = merged.iter_mut().find_map(|slot| {
            let piece = slot.piece.as_mut().filter(|_| slot.is_new)?;
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
                is_new: false,
                piece: Some(new),
            },
        );
        Some(())
    }
}

/// An entry of a merged list; without a piece where it is to be left out.
pub(super) struct Slot {
    /// Whether it stands in ours, and so in the place that it has there.
    is_ours: bool,
    /// Whether it is in ours, and was not in what both began with.
    is_new: bool,
    pub(super) piece: Option<Piece>,
}

/// The next entry of ours, with the new ones that stand before it; behind the
/// last of ours all that are left.
pub(super) fn up_to_next_of_ours(slots: &mut VecDeque<Slot>) -> Vec<Piece> {
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
