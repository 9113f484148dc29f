//! A check's lines, and lists written in brackets: those of both are kept.

use crate::records::{Item, items_of};

/// Whether two new items of one day are two, as in a log, or one that both have
/// written differently, as the lines of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OfADay {
    One,
    Several,
}

/// The statement with the items of both versions, oldest first; `None` where
/// both changed the same one, or where a list over several lines lost one.
pub(super) fn merge_items(
    base: Option<&str>,
    ours: &str,
    theirs: &str,
    depth: usize,
    of_a_day: OfADay,
) -> Option<String> {
    let read = |text: &str| items_of(text, depth);
    let (place, our_items) = read(ours)?;
    let (_, their_items) = read(theirs)?;
    let base_items = match base {
        Some(base) => read(base)?.1,
        None => Vec::new(),
    };
    let texts = |text: &str, items: &[Item]| -> Vec<String> {
        items
            .iter()
            .filter_map(|item| text.get(item.span.clone()))
            .map(str::to_owned)
            .collect()
    };
    let was = texts(base.unwrap_or_default(), &base_items);
    let our_texts = texts(ours, &our_items);
    let their_texts = texts(theirs, &their_items);
    let gone = |text: &String| was.contains(text) && !their_texts.contains(text);
    let is_new = |text: &String| !was.contains(text) && !our_texts.contains(text);
    let new: Vec<(&Item, &String)> = their_items
        .iter()
        .zip(&their_texts)
        .filter(|(_, text)| is_new(text))
        .collect();
    let contradicts = |(item, _): &(&Item, &String)| {
        our_items.iter().zip(&our_texts).any(|(ours, text)| {
            !was.contains(text)
                && (item.key.is_some() && item.key == ours.key
                    || of_a_day == OfADay::One && item.key.is_none() && item.date == ours.date)
        })
    };
    if new.iter().any(contradicts) {
        return None;
    }
    let known: Vec<&str> = [
        comments(ours, &our_items),
        comments(base.unwrap_or_default(), &base_items),
    ]
    .concat();
    if comments(theirs, &their_items)
        .iter()
        .any(|comment| !known.contains(comment))
    {
        return None;
    }
    let written = ours.get(place.clone())?;
    if written.contains('\n') {
        if our_texts.iter().any(gone) {
            return None;
        }
        return Some(on_lines(ours, place.start, &our_items, &new));
    }
    let mut all: Vec<(Option<&str>, &str)> = our_items
        .iter()
        .zip(&our_texts)
        .filter(|(_, text)| !gone(text))
        .chain(new)
        .map(|(item, text)| (item.date.as_deref(), text.as_str()))
        .collect();
    if all.iter().all(|(date, _)| date.is_some()) {
        all.sort_by_key(|(date, _)| *date);
    }
    let all: Vec<&str> = all.into_iter().map(|(_, text)| text).collect();
    let value = match all[..] {
        [one] if written.starts_with('{') => one.to_owned(),
        _ => format!("[{}]", all.join(", ")),
    };
    let (before, after) = (ours.get(..place.start)?, ours.get(place.end..)?);
    Some(format!("{before}{value}{after}"))
}

/// The comments around and between the items.
fn comments<'t>(text: &'t str, items: &[Item]) -> Vec<&'t str> {
    let starts = items.iter().map(|item| item.span.start).chain([text.len()]);
    let ends = [0]
        .into_iter()
        .chain(items.iter().map(|item| item.span.end));
    ends.zip(starts)
        .filter_map(|(from, to)| text.get(from..to))
        .flat_map(str::lines)
        .filter_map(|line| Some(line.get(line.find('#')?..)?.trim()))
        .collect()
}

/// New items on lines of their own, each before the first that is younger, or
/// behind the last. The list begins at `start`.
fn on_lines(ours: &str, start: usize, items: &[Item], new: &[(&Item, &String)]) -> String {
    let newline = if ours.contains("\r\n") { "\r\n" } else { "\n" };
    let mut text = ours.to_owned();
    // From the last to the first, so that the places before stay true.
    for (item, new) in new.iter().rev() {
        let younger = items
            .iter()
            .find(|other| item.date.is_some() && other.date > item.date);
        let start_of_line = |at: usize| {
            text.get(..at)
                .and_then(|text| text.rfind('\n'))
                .map_or(0, |at| at + 1)
        };
        match (younger, items.last()) {
            (Some(younger), _) => {
                let line = start_of_line(younger.span.start);
                let indent = text
                    .get(line..younger.span.start)
                    .unwrap_or_default()
                    .to_owned();
                match indent.trim().is_empty() {
                    true => text.insert_str(line, &format!("{indent}{new},{newline}")),
                    false => text.insert_str(younger.span.start, &format!("{new}, ")),
                }
            }
            (None, Some(last)) => text.insert_str(last.span.end, &format!(",{newline}{new}")),
            (None, None) => text.insert_str(start + 1, &format!("{newline}{new},")),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_both_are_kept_oldest_first() {
        let merge = |base: &str, ours: &str, theirs: &str| {
            merge_items(Some(base), ours, theirs, 1, OfADay::One)
        };
        assert_eq!(
            merge(
                "c = { date = 1 } # x",
                "c = [{ date = 1 }, { date = 3 }] # x",
                "c = { date = 2 } # x"
            )
            .as_deref(),
            Some("c = [{ date = 2 }, { date = 3 }] # x")
        );
        assert_eq!(
            merge_items(
                None,
                "a.c = { date = 3 }",
                "a.c = { date = 2 }",
                2,
                OfADay::One
            )
            .as_deref(),
            Some("a.c = [{ date = 2 }, { date = 3 }]")
        );
        assert_eq!(
            merge(
                "c = [\n  { date = 1 }, # one\n]",
                "c = [\n  { date = 1 }, # one\n  { date = 4 }\n]",
                "c = [\n  { date = 1 }, # one\n  { date = 2 },\n  { date = 5 },\n]"
            )
            .as_deref(),
            Some("c = [\n  { date = 1 }, # one\n  { date = 2 },\n  { date = 4 },\n{ date = 5 }\n]")
        );
        assert_eq!(
            merge(
                "c = [\n]",
                "c = [ # none yet\n]",
                "c = [\n  { date = 1 },\n  { date = 2 },\n]"
            )
            .as_deref(),
            Some("c = [\n{ date = 1 },\n{ date = 2 }, # none yet\n]")
        );
        assert_eq!(
            merge(
                "c = { date = 1 }",
                "c = { date = 2, by = 1 }",
                "c = { date = 2, by = 3 }"
            ),
            None
        );
    }
}
