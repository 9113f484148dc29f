//! Reads TOML that schools have damaged, so that one mistake spoils one field.
//!
//! The parser reports every error it can; what it cannot get over is blanked
//! out statement by statement, at the same length, and parsed again, so that
//! all places stay true.

use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// A value that is written but cannot be read.
#[derive(Clone, Debug)]
pub(crate) struct Damaged {
    /// Where the parser now finds the value.
    pub at: usize,
    /// What is written, in the file's own text.
    pub raw: Range<usize>,
    /// What the parser said, for what we have no better words for.
    pub parser: String,
}

/// A fault of the text itself.
#[derive(Clone, Debug)]
pub(crate) enum Broken {
    /// A merge conflict was left in the file.
    Conflict(Range<usize>),
    /// The key is there twice; the second is at the range.
    Twice(Range<usize>),
    /// The heading is there twice.
    HeadingTwice(Range<usize>),
    /// A heading that is not closed or not well formed.
    Heading(Range<usize>),
    /// A line that is no `key = value`; its first word may be a key.
    NoEquals { line: Range<usize>, word: String },
    /// A space that only looks like one.
    OddSpace(Range<usize>),
    /// So much is wrong that the file was given up.
    GivenUp(Range<usize>),
}

#[derive(Clone)]
pub(crate) struct Repaired {
    /// The text with what could not be parsed blanked out; same length.
    pub text: String,
    pub damaged: Vec<Damaged>,
    pub broken: Vec<Broken>,
}

/// How often a text is parsed again, and how many bytes in all: each round gets
/// over one mistake.
const ROUNDS: usize = 200;
const BYTES: usize = 32 * 1024 * 1024;

/// A text with more mistakes than this is no record.
const MISTAKES: usize = 1000;

/// Finds all damage. The text that comes back parses but for `damaged`.
pub(crate) fn repair(original: &str) -> Repaired {
    let mut repaired = Repaired {
        text: original.to_owned(),
        damaged: Vec::new(),
        broken: Vec::new(),
    };
    if let Some(conflict) = merge_conflict(original) {
        repaired.text = blank_all(original);
        repaired.broken.push(Broken::Conflict(conflict));
        return repaired;
    }
    odd_spaces(&mut repaired);
    unclosed(&mut repaired);
    let mut stuck = Stuck::default();
    for _ in 0..ROUNDS.min(1 + BYTES / original.len().max(1)) {
        let (table, errors) = DeTable::parse_recoverable(&repaired.text);
        if errors.is_empty() {
            return repaired;
        }
        if errors.len() > MISTAKES {
            break;
        }
        let mut values = Vec::new();
        spans(table.get_ref(), &mut values);
        let errors = sorted(errors, original.len());
        let structural = errors
            .iter()
            .find(|error| !error.is_duplicate() && error.value(&values, &repaired.text).is_none());
        let Some(error) = structural else {
            finish(&mut repaired, original, &errors, &values);
            return repaired;
        };
        let at = error.span.start;
        let parser = error.message.clone();
        match stuck.times(at) {
            0 => {
                stuck.before = Some(repaired.clone());
                mend(&mut repaired, original, at, parser);
            }
            1 => {
                repaired = stuck.before.take().unwrap_or(repaired);
                mend_above(&mut repaired, original, at, parser);
            }
            _ => leave_out(&mut repaired, at),
        }
    }
    repaired.text = blank_all(original);
    repaired.damaged.clear();
    repaired.broken = vec![Broken::GivenUp(0..0)];
    repaired
}

/// Where the parser stopped last, how often it has stopped there, and what the
/// text was before the first attempt to mend it there.
#[derive(Default)]
struct Stuck {
    at: Option<usize>,
    times: usize,
    before: Option<Repaired>,
}

impl Stuck {
    /// How often the parser has stopped at `at` before.
    fn times(&mut self, at: usize) -> usize {
        self.times = if self.at == Some(at) {
            self.times + 1
        } else {
            0
        };
        self.at = Some(at);
        self.times
    }
}

/// Turns spaces that only look like one into ordinary ones, at the same length.
fn odd_spaces(repaired: &mut Repaired) {
    const ODD: [char; 4] = ['\u{a0}', '\u{200b}', '\u{202f}', '\u{feff}'];
    let found: Vec<Range<usize>> = repaired
        .text
        .char_indices()
        .filter(|(_, c)| ODD.contains(c))
        .map(|(at, c)| at..at + c.len_utf8())
        .collect();
    let mut last_line = None;
    for range in found {
        blank(&mut repaired.text, range.clone());
        let line = line_at(&repaired.text, range.start);
        if last_line.as_ref() != Some(&line) {
            repaired.broken.push(Broken::OddSpace(range));
        }
        last_line = Some(line);
    }
}

/// Damages each statement whose bracket is never closed: where the next heading
/// comes, or the next key that is indented no further, it is still open. The
/// parser would take what follows for a part of it.
fn unclosed(repaired: &mut Repaired) {
    let text = repaired.text.clone();
    let mut opened: Option<Range<usize>> = None;
    let mut open = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let key = is_key(line);
        let begins = |statement: &Range<usize>| {
            is_heading(line) || key && indented(line) <= indented(&text[statement.clone()])
        };
        if let Some(statement) = opened.take_if(|statement| begins(statement)) {
            damage_value(repaired, statement, String::new());
        }
        if opened.is_none() && key {
            (opened, open) = (Some(at..at), 0);
        }
        at += line.len();
        open += brackets(line);
        opened = opened
            .filter(|_| open > 0)
            .map(|statement| statement.start..at);
    }
    if let Some(statement) = opened {
        damage_value(repaired, statement, String::new());
    }
}

struct SyntaxError {
    span: Range<usize>,
    message: String,
}

impl SyntaxError {
    fn is_duplicate(&self) -> bool {
        self.message == "duplicate key"
    }

    /// The value that the error lies in or right behind.
    fn value<'a>(&self, values: &'a [Range<usize>], text: &str) -> Option<&'a Range<usize>> {
        // What is said of the whole statement is not about its last value.
        let of_statement = ["table", "array", "key-value", "unexpected key or value"];
        if of_statement
            .iter()
            .any(|words| self.message.contains(words))
        {
            return None;
        }
        values.iter().find(|value| {
            let inside = value.start <= self.span.start && self.span.end <= value.end;
            // At the very start of a value the parser missed what comes before.
            let before =
                self.span.is_empty() && self.span.start == value.start && !value.is_empty();
            inside && !before && (!value.is_empty() || is_behind_equals(text, value.start))
        })
    }
}

/// Whether a value would stand here. The parser takes a number that follows a
/// comma for a key, and gives it an empty value.
fn is_behind_equals(text: &str, at: usize) -> bool {
    text[..at].trim_end().ends_with('=')
}

fn sorted(errors: Vec<toml::de::Error>, length: usize) -> Vec<SyntaxError> {
    let mut errors: Vec<_> = errors
        .into_iter()
        .map(|error| {
            let span = error.span().unwrap_or(length..length);
            SyntaxError {
                span: span.start.min(length)..span.end.min(length),
                message: error.message().to_owned(),
            }
        })
        .collect();
    errors.sort_by_key(|error| (error.span.start, error.span.end));
    errors
}

/// Spans of all values that are neither tables nor arrays.
fn spans(table: &DeTable<'_>, found: &mut Vec<Range<usize>>) {
    for value in table.values() {
        value_spans(value.span(), value.get_ref(), found);
    }
}

fn value_spans(span: Range<usize>, value: &DeValue<'_>, found: &mut Vec<Range<usize>>) {
    match value {
        DeValue::Table(table) => spans(table, found),
        DeValue::Array(items) => {
            for item in items.iter() {
                value_spans(item.span(), item.get_ref(), found);
            }
        }
        _ => found.push(span),
    }
}

/// All that is left are damaged values and duplicates.
fn finish(
    repaired: &mut Repaired,
    original: &str,
    errors: &[SyntaxError],
    values: &[Range<usize>],
) {
    for error in errors {
        if error.is_duplicate() {
            let line = line_at(original, error.span.start);
            if original[line.clone()].trim_start().starts_with('[') {
                // The parser reads the lines of both as one table.
                repaired
                    .broken
                    .push(Broken::HeadingTwice(trimmed(original, line)));
            } else {
                repaired.broken.push(Broken::Twice(error.span.clone()));
            }
        } else if let Some(value) = error.value(values, original)
            && !repaired
                .damaged
                .iter()
                .any(|damaged| damaged.at == value.start)
        {
            repaired.damaged.push(Damaged {
                at: value.start,
                raw: value.clone(),
                parser: error.message.clone(),
            });
        }
    }
}

/// Blanks out the statement that an error at `at` belongs to.
fn mend(repaired: &mut Repaired, original: &str, at: usize, parser: String) {
    let text = &repaired.text;
    let line = line_at(text, at);
    let content = trimmed(text, line.clone());
    if content.is_empty() && line.start > 0 {
        // The parser noticed at the end of what came before.
        let earlier = text[..line.start].trim_end().len();
        let earlier = text[..earlier]
            .char_indices()
            .next_back()
            .map_or(0, |(at, _)| at);
        return mend_line(repaired, original, line_at(text, earlier), earlier, parser);
    }
    mend_line(repaired, original, line, at, parser);
}

/// Blanks out the statement that opened a bracket further up, where mending the
/// line itself did not help.
fn mend_above(repaired: &mut Repaired, original: &str, at: usize, parser: String) {
    let line = line_at(&repaired.text, at);
    match unclosed_before(&repaired.text, line.start) {
        Some(opened) => {
            let statement = line_at(&repaired.text, opened).start..line.start;
            mend_statement(repaired, original, statement, parser);
        }
        None => leave_out(repaired, at),
    }
}

/// Blanks out the line where nothing else helped, so that what follows is read.
fn leave_out(repaired: &mut Repaired, at: usize) {
    let line = line_at(&repaired.text, at);
    repaired.broken.push(Broken::NoEquals {
        line: trimmed(&repaired.text, line.clone()),
        word: String::new(),
    });
    blank(&mut repaired.text, line);
}

fn mend_line(
    repaired: &mut Repaired,
    original: &str,
    line: Range<usize>,
    at: usize,
    parser: String,
) {
    let text = repaired.text.clone();
    let content = trimmed(&text, line.clone());
    let starts_statement = is_key(&text[line.clone()]) || is_heading(&text[line.clone()]);
    let statement = match unclosed_before(&text, line.start) {
        // An unclosed bracket further up is what stopped the parser here, unless
        // the line is a part of what stands in the brackets.
        Some(opened)
            if !starts_statement
                || at <= content.start
                || indented(&text[line.clone()]) <= indented(&text[opened..]) =>
        {
            opened..line.start
        }
        _ => line,
    };
    mend_statement(repaired, original, statement, parser);
}

fn mend_statement(
    repaired: &mut Repaired,
    original: &str,
    statement: Range<usize>,
    parser: String,
) {
    let text = repaired.text.clone();
    let end = statement_end(&text, &statement);
    let statement = statement.start..end;
    let content = trimmed(&text, statement.clone());
    if is_heading(&text[statement.clone()]) {
        let block = statement.start..next_heading(&text, end);
        repaired.broken.push(Broken::Heading(trimmed(
            original,
            line_at(original, content.start),
        )));
        blank(&mut repaired.text, block);
    } else if is_key(&text[statement.clone()]) {
        damage_value(repaired, statement, parser);
    } else {
        let word: String = text[content.clone()]
            .chars()
            .take_while(|&c| c.is_alphanumeric() || c == '-' || c == '_')
            .collect();
        repaired.broken.push(Broken::NoEquals {
            line: content,
            word,
        });
        blank(&mut repaired.text, statement);
    }
}

/// Keeps the key and puts a harmless value where the unreadable one was.
fn damage_value(repaired: &mut Repaired, statement: Range<usize>, parser: String) {
    let text = &repaired.text;
    let equals = statement.start + text[statement.clone()].find('=').unwrap_or(0);
    let after = equals + 1..statement.end;
    let raw = trimmed(text, after.clone());
    let mut blanked = repaired.text.clone();
    blank(&mut blanked, after.clone());
    let at = if raw.is_empty() {
        equals + 1
    } else {
        raw.start
    };
    if at < blanked.len() && blanked.as_bytes()[at] == b' ' {
        blanked.replace_range(at..=at, "0");
        repaired.damaged.push(Damaged { at, raw, parser });
    } else {
        let key = trimmed(text, statement.start..equals);
        repaired.broken.push(Broken::NoEquals {
            word: text[key].to_owned(),
            line: trimmed(text, statement.clone()),
        });
        blank(&mut blanked, statement);
    }
    repaired.text = blanked;
}

/// Where the bracket was opened that is still open at `at`, if one is.
fn unclosed_before(text: &str, at: usize) -> Option<usize> {
    let mut start = at;
    while start > 0 {
        let line = line_at(text, start - 1);
        let content = &text[line.clone()];
        if is_heading(content) {
            return None;
        }
        if is_key(content) {
            return (brackets(&text[line.start..at]) > 0).then_some(line.start);
        }
        start = line.start;
    }
    None
}

/// How many more brackets are opened than closed, outside of quotation marks and
/// comments.
fn brackets(text: &str) -> i32 {
    let mut open = 0;
    for line in text.lines() {
        let mut quoted = None;
        for c in line.chars() {
            match (quoted, c) {
                (Some(mark), c) if c == mark => quoted = None,
                (Some(_), _) => {}
                (None, '"' | '\'') => quoted = Some(c),
                (None, '#') => break,
                (None, '[' | '{') => open += 1,
                (None, ']' | '}') => open -= 1,
                (None, _) => {}
            }
        }
    }
    open
}

/// How far the first line is indented.
fn indented(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}

/// The end of a statement: the lines that follow up to the next key or heading.
fn statement_end(text: &str, statement: &Range<usize>) -> usize {
    let mut end = statement.end;
    while end < text.len() {
        let next = line_at(text, end + 1);
        let content = text[next.clone()].trim_start();
        let belongs = content.starts_with(['{', '}', ']', '"', '\'']) || content.starts_with("[\"");
        if !belongs || is_key(&text[next.clone()]) {
            break;
        }
        end = next.end;
    }
    end
}

fn next_heading(text: &str, from: usize) -> usize {
    let mut at = from;
    while at < text.len() {
        let line = line_at(text, at + 1);
        if is_heading(&text[line.clone()]) {
            return line.start;
        }
        at = line.end.max(at + 1);
    }
    text.len()
}

fn is_heading(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with('[')
        && line
            .trim_start_matches('[')
            .trim_start()
            .starts_with(|c: char| c.is_alphanumeric() || c == '_')
        && !line
            .chars()
            .take_while(|&c| c != '#')
            .any(|c| matches!(c, '=' | ',' | '{'))
}

fn is_key(line: &str) -> bool {
    line.split_once('=').is_some_and(|(key, _)| {
        let key = key.trim();
        let key = key
            .strip_prefix('"')
            .and_then(|key| key.strip_suffix('"'))
            .unwrap_or(key);
        !key.is_empty()
            && key
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '\''))
    })
}

/// The line that holds byte `at`, without its line ending.
fn line_at(text: &str, at: usize) -> Range<usize> {
    let at = at.min(text.len());
    let start = text.as_bytes()[..at]
        .iter()
        .rposition(|&b| b == b'\n')
        .map_or(0, |n| n + 1);
    let end = text.as_bytes()[at..]
        .iter()
        .position(|&b| b == b'\n')
        .map_or(text.len(), |n| at + n);
    start..end
}

/// The range without white space and comments around it.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let content = &text[range.clone()];
    let start = range.start + (content.len() - content.trim_start().len());
    let content = text[start..range.end].trim_end();
    start..start + content.len()
}

fn blank(text: &mut String, range: Range<usize>) {
    let blanked = blank_all(&text[range.clone()]);
    text.replace_range(range, &blanked);
}

/// The same number of bytes, nothing but spaces and line ends.
fn blank_all(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte == b'\n' || byte == b'\r' {
                char::from(byte)
            } else {
                ' '
            }
        })
        .collect()
}

/// The lines of a conflict that was never resolved.
fn merge_conflict(text: &str) -> Option<Range<usize>> {
    let starts = |marker: &str| {
        text.starts_with(marker)
            .then_some(0)
            .or_else(|| text.find(&format!("\n{marker}")).map(|at| at + 1))
    };
    let first = starts("<<<<<<< ")?;
    starts(">>>>>>> ")?;
    Some(line_at(text, first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Repaired {
        let repaired = repair(text);
        assert_eq!(repaired.text.len(), text.len());
        repaired
    }

    #[test]
    fn what_follows_a_broken_line_is_still_read() {
        for broken in [
            "nokey",
            "a b = 1",
            "x = [ 1, 2",
            "x = { a = 1, b = 2",
            "= 3",
            "x = \"abc",
            "x = 3,5",
            "[[",
            "x =",
            "x = [",
            "x = {",
            "x = [\ny = [\"a\"]",
            "x = [ { a = 1, b = [, c = 2 } ]",
        ] {
            let text = format!("a = 1\n{broken}\nb = 3\n[c]\nd = 4\n");
            let repaired = check(&text);
            let (table, _) = DeTable::parse_recoverable(&repaired.text);
            let table = table.get_ref();
            assert!(table.get("b").is_some(), "{broken}: {:?}", repaired.text);
            assert!(table.get("c").is_some(), "{broken}: {:?}", repaired.text);
            assert_eq!(
                repaired.damaged.len() + repaired.broken.len(),
                1,
                "{broken}: {:?} {:?}",
                repaired.damaged,
                repaired.broken
            );
        }
    }

    #[test]
    fn a_broken_heading_takes_its_block_with_it() {
        let repaired = check("a = 1\n[checks\nx = 1\ny = 2\n[c]\nd = 4\n");
        assert!(matches!(&repaired.broken[..], [Broken::Heading(_)]));
        assert!(repaired.damaged.is_empty());
    }

    #[test]
    fn a_merge_conflict_is_one_fault() {
        let repaired = check("a = 1\n<<<<<<< HEAD\nb = 2\n=======\nb = 3\n>>>>>>> other\n");
        assert!(matches!(&repaired.broken[..], [Broken::Conflict(range)] if *range == (6..18)));
    }
}
