//! A record in the order of the table of fields, a register in the order of its
//! days. Lines are moved, none is changed.

use super::statements::{Is, Statement, statements};
use super::{Refusal, Replacement};
use crate::records::register::day_of;
use crate::records::{Kind, Shape, means_the_same};
use crate::source::line_column;
use crate::source::lines::{Line, compared};
use chrono::NaiveDate;
use std::ops::Range;

/// What to put in the place of what, so that a well-formed record is in order;
/// refused where a comment would come away from what it stands by.
pub fn ordered(text: &str, shape: &'static Shape) -> Result<Vec<Replacement>, Refusal> {
    let statements = statements(text)
        .ok_or_else(|| Refusal("it is written in a way that is not understood here".into()))?;
    let sections = sections(&statements);
    let after = by_field(text, &statements, &sections, shape)?;
    if !means_the_same(text, &after) {
        return Err(Refusal(
            "in another order it would not mean the same".into(),
        ));
    }
    Ok(moved(text, &after))
}

/// The same of a register: the lines by day.
pub fn ordered_days(text: &str) -> Result<Vec<Replacement>, Refusal> {
    let lines: Vec<&str> = text.split('\n').collect();
    let mut places = Vec::new();
    let mut rows: Vec<(NaiveDate, &str)> = Vec::new();
    for (at, line) in lines.iter().enumerate().skip(1) {
        let content = line.trim_end_matches('\r');
        if content.trim_matches([',', ' ', '\t']).is_empty() {
            continue;
        }
        let date = day_of(content)
            .ok_or_else(|| Refusal(format!("line {} has no date that can be read", at + 1)))?;
        places.push(at);
        rows.push((date, content));
    }
    rows.sort_by_key(|(date, _)| *date);
    let mut after: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    for (at, (_, row)) in places.into_iter().zip(rows) {
        let ending = if lines.get(at).is_some_and(|line| line.ends_with('\r')) {
            "\r"
        } else {
            ""
        };
        if let Some(line) = after.get_mut(at) {
            *line = format!("{row}{ending}");
        }
    }
    Ok(moved(text, &after.join("\n")))
}

/// A heading and its entries, as a range of statements; the first section is
/// the top of the file, which has no heading.
type Section = Range<usize>;

fn sections(statements: &[Statement]) -> Vec<Section> {
    let mut starts: Vec<usize> = (0..statements.len())
        .filter(|at| statements.get(*at).is_some_and(Statement::is_heading))
        .collect();
    starts.push(statements.len());
    let mut from = 0;
    let mut sections = Vec::new();
    for to in starts {
        if to > from {
            sections.push(from..to);
        }
        from = to;
    }
    sections
}

fn by_field(
    text: &str,
    statements: &[Statement],
    sections: &[Section],
    shape: &'static Shape,
) -> Result<String, Refusal> {
    let mut blocks = Vec::new();
    let mut heads = Vec::new();
    for section in sections {
        let of_section = statements.get(section.clone()).unwrap_or_default();
        let Some((first, last)) = of_section.first().zip(of_section.last()) else {
            continue;
        };
        let units: Vec<Unit> = of_section
            .iter()
            .map(|statement| Unit::of(text, statement.all.clone()))
            .collect();
        let within = first.is_heading().then(|| shape_at(shape, &first.path));
        let within = within.unwrap_or(Some(shape));
        let order = in_order(of_section, |statement| match (statement.is, within) {
            (Is::Entry, Some(within)) => 1 + place_in(within, statement.key()),
            (Is::Entry, None) => 1,
            _ => 0,
        });
        blocks.push(Unit {
            place: first.all.start..last.all.end,
            text: arranged(text, &units, &order)?,
        });
        heads.push(first);
    }
    let order = order_of_sections(&heads, shape);
    let end = blocks.last().map_or(0, |block| block.place.end);
    let tail = text.get(end..).unwrap_or_default();
    if has_comment(tail) && order.last().is_some_and(|last| last + 1 != order.len()) {
        return Err(parted(text, end));
    }
    let head = blocks.first().map_or(0, |block| block.place.start);
    let head = text.get(..head).unwrap_or_default();
    Ok(format!("{head}{}{tail}", arranged(text, &blocks, &order)?))
}

/// Lines that stay together.
struct Unit {
    /// Where they stood.
    place: Range<usize>,
    text: String,
}

impl Unit {
    fn of(text: &str, place: Range<usize>) -> Unit {
        Unit {
            text: text.get(place.clone()).unwrap_or_default().to_owned(),
            place,
        }
    }
}

fn in_order<T>(items: &[T], by: impl Fn(&T) -> usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|at| items.get(*at).map(&by));
    order
}

/// By the first word of their headings; what is in an entry of a list, or in a
/// table, stays behind its own heading.
fn order_of_sections(heads: &[&Statement], shape: &'static Shape) -> Vec<usize> {
    let mut entries = 0;
    let keys: Vec<[usize; 4]> = heads
        .iter()
        .map(|head| {
            if !head.is_heading() {
                return [0; 4];
            }
            let is_own = head.path.len() == 1;
            entries += usize::from(is_own && head.is == Is::ArrayHeading);
            let below = head
                .path
                .get(1)
                .zip(shape_at(shape, head.path.get(..1).unwrap_or_default()));
            [
                1 + place_in(shape, head.key()),
                entries,
                usize::from(!is_own),
                below.map_or(0, |(key, within)| place_in(within, key)),
            ]
        })
        .collect();
    in_order_of(&keys)
}

fn in_order_of(keys: &[[usize; 4]]) -> Vec<usize> {
    in_order(keys, |key| {
        // Their rank among all keys.
        keys.iter().filter(|other| *other < key).count()
    })
}

/// The place of a field in its table; what is unknown comes last.
fn place_in(shape: &Shape, key: &str) -> usize {
    let mut fields = shape.fields.iter();
    fields
        .position(|field| field.name == key)
        .unwrap_or(shape.fields.len())
}

fn shape_at(shape: &'static Shape, path: &[String]) -> Option<&'static Shape> {
    match shape.at(&path.join("."))? {
        Kind::Table(shape) | Kind::Partial(shape) | Kind::Tables(shape) | Kind::Lines(shape) => {
            Some(shape)
        }
        _ => None,
    }
}

/// The units in another order. Blank lines stay where they are; a comment that
/// stands alone stays between the two that it stands between, or nothing moves.
fn arranged(text: &str, units: &[Unit], order: &[usize]) -> Result<String, Refusal> {
    let gap = |at: usize| {
        let from = units.get(at).map_or(0, |unit| unit.place.end);
        let to = units.get(at + 1).map_or(from, |unit| unit.place.start);
        (from, text.get(from..to).unwrap_or_default())
    };
    let gaps = units.len().saturating_sub(1);
    let follows = |at: usize| order.windows(2).any(|pair| pair == [at, at + 1]);
    for at in (0..gaps).filter(|at| has_comment(gap(*at).1)) {
        if !follows(at) {
            return Err(parted(text, gap(at).0));
        }
    }
    let mut blank = (0..gaps)
        .map(|at| gap(at).1)
        .filter(|gap| !has_comment(gap));
    let mut out = String::new();
    for (position, at) in order.iter().enumerate() {
        out.push_str(units.get(*at).map_or("", |unit| &unit.text));
        let Some(next) = order.get(position + 1) else {
            break;
        };
        let own = gap(*at).1;
        if *next == at + 1 && has_comment(own) {
            out.push_str(own);
        } else {
            out.push_str(blank.next().unwrap_or("\n"));
        }
    }
    Ok(out)
}

fn has_comment(gap: &str) -> bool {
    gap.contains('#')
}

fn parted(text: &str, from: usize) -> Refusal {
    let rest = text.get(from..).unwrap_or_default();
    let line = line_column(text, from + rest.find('#').unwrap_or(0)).line;
    Refusal(format!(
        "the comment on line {line} stands alone, and putting the rest in order would take it away from what is around it; move it right above the line it is about"
    ))
}

/// The lines that have to move, each taken out at one place and put in at
/// another.
fn moved(before: &str, after: &str) -> Vec<Replacement> {
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let mut found: Vec<Replacement> = Vec::new();
    let mut at = 0;
    for line in compared(&old, &new) {
        if let Line::Same(text) = line {
            at += text.len();
            continue;
        }
        if found.last().is_none_or(|last| last.to != at) {
            found.push(Replacement::insert(at, ""));
        }
        let Some(run) = found.last_mut() else {
            continue;
        };
        match line {
            Line::Gone(text) => {
                at += text.len();
                run.to = at;
            }
            Line::New(text) | Line::Same(text) => run.text.push_str(text),
        }
    }
    found
}
