//! A well-formed TOML text as its statements: headings and entries, each with
//! the comment that stands right above it.

use std::ops::Range;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Statement {
    /// The comment lines right above it, and the statement itself with what
    /// stands behind it on its line; without the end of the line.
    pub all: Range<usize>,
    /// The statement itself, without the comment above.
    pub body: Range<usize>,
    pub is: Is,
    /// The dotted key, or the name of the heading.
    pub path: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Is {
    /// `[x]`
    Heading,
    /// `[[x]]`
    ArrayHeading,
    /// `x = …`
    Entry,
}

impl Statement {
    pub(super) fn is_heading(&self) -> bool {
        self.is != Is::Entry
    }

    pub(super) fn key(&self) -> &str {
        self.path.first().map_or("", String::as_str)
    }
}

/// The statements of a text; `None` where it is written in a way that is not
/// understood here.
pub(super) fn statements(text: &str) -> Option<Vec<Statement>> {
    let mut found = Vec::new();
    let mut comment = None;
    let mut at = 0;
    while at < text.len() {
        let line_end = end_of_line(text, at);
        let line = text.get(at..line_end)?;
        let start = at + (line.len() - line.trim_start().len());
        let first = line.trim().bytes().next();
        match first {
            None => comment = None,
            Some(b'#') => {
                comment.get_or_insert(at);
            }
            Some(first) => {
                let (is, path, end) = match first {
                    b'[' => heading(text, start)?,
                    _ => entry(text, start)?,
                };
                let end = at + text.get(at..end)?.trim_end().len();
                found.push(Statement {
                    all: comment.take().unwrap_or(at)..end,
                    body: at..end,
                    is,
                    path,
                });
                at = end_of_line(text, end) + 1;
                continue;
            }
        }
        at = line_end + 1;
    }
    Some(found)
}

fn end_of_line(text: &str, at: usize) -> usize {
    text.get(at..)
        .and_then(|rest| rest.find('\n'))
        .map_or(text.len(), |end| at + end)
}

fn heading(text: &str, start: usize) -> Option<(Is, Vec<String>, usize)> {
    let is_array = text.get(start..)?.starts_with("[[");
    let (path, after) = key(text, start + 1 + usize::from(is_array))?;
    text.get(after..)?
        .starts_with(']')
        .then_some(match is_array {
            true => (Is::ArrayHeading, path, end_of_line(text, after)),
            false => (Is::Heading, path, end_of_line(text, after)),
        })
}

fn entry(text: &str, start: usize) -> Option<(Is, Vec<String>, usize)> {
    let (path, after) = key(text, start)?;
    if !text.get(after..)?.starts_with('=') {
        return None;
    }
    Some((Is::Entry, path, end_of_value(text, after + 1)?))
}

/// A dotted key, and where it ends, blanks behind it included.
fn key(text: &str, start: usize) -> Option<(Vec<String>, usize)> {
    let mut path = Vec::new();
    let mut at = start;
    loop {
        at += blanks(text, at);
        let rest = text.get(at..)?;
        let (part, length) = match rest.chars().next()? {
            quote @ ('"' | '\'') => {
                let inside = rest.get(1..)?;
                let end = inside.find(quote)?;
                let part = inside.get(..end)?;
                // A key with an escape in it is nothing a record has.
                if part.contains(['\\', '\n']) {
                    return None;
                }
                (part, end + 2)
            }
            _ => {
                let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
                let end = rest.find(|c| !is_bare(c))?;
                (rest.get(..end).filter(|part| !part.is_empty())?, end)
            }
        };
        path.push(part.to_owned());
        at += length;
        at += blanks(text, at);
        if !text.get(at..)?.starts_with('.') {
            return Some((path, at));
        }
        at += 1;
    }
}

fn blanks(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.len() - rest.trim_start_matches([' ', '\t']).len()
}

/// The end of the line on which the value that begins at `at` ends.
fn end_of_value(text: &str, mut at: usize) -> Option<usize> {
    let mut depth = 0usize;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        at += match rest.as_bytes().first()? {
            b'"' | b'\'' => string(rest)?,
            b'#' => end_of_line(rest, 0),
            b'[' | b'{' => {
                depth += 1;
                1
            }
            b']' | b'}' => {
                depth = depth.checked_sub(1)?;
                1
            }
            b'\n' if depth == 0 => return Some(at),
            _ => rest.chars().next()?.len_utf8(),
        };
    }
    (depth == 0).then_some(text.len())
}

/// How long the string is that the text begins with.
fn string(text: &str) -> Option<usize> {
    let quote = text.chars().next()?;
    let thrice: String = [quote; 3].iter().collect();
    let close = if text.starts_with(&thrice) {
        &*thrice
    } else {
        &thrice[..1]
    };
    let mut at = close.len();
    loop {
        let rest = text.get(at..)?;
        if rest.starts_with(close) {
            // Two more quotation marks may stand before those that close it.
            let more = rest.len() - rest.trim_start_matches(quote).len() - close.len();
            let more = if close.len() == 3 { more.min(2) } else { 0 };
            return Some(at + close.len() + more);
        }
        let c = rest.chars().next()?;
        at += c.len_utf8();
        if c == '\\' && quote == '"' {
            at += text.get(at..)?.chars().next()?.len_utf8();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_has_the_comment_above_it_and_its_whole_value() {
        let text = "# alone\n\n# of a\na = \"x # \\\" y\" # behind\nb.\"c d\" = [\n  1, # ]\n]\r\n\n[[e]]\nf = \"\"\"\n[g]\n\"\"\"\"\n";
        let found: Vec<_> = statements(text)
            .unwrap()
            .into_iter()
            .map(|statement| {
                (
                    text[statement.all].to_owned(),
                    statement.path.join("."),
                    statement.is,
                )
            })
            .collect();
        let expected = [
            ("# of a\na = \"x # \\\" y\" # behind", "a", Is::Entry),
            ("b.\"c d\" = [\n  1, # ]\n]", "b.c d", Is::Entry),
            ("[[e]]", "e", Is::ArrayHeading),
            ("f = \"\"\"\n[g]\n\"\"\"\"", "f", Is::Entry),
        ]
        .map(|(text, path, is)| (text.to_owned(), path.to_owned(), is));
        assert_eq!(found, expected);
        assert!(statements("a = [1\n").is_none());
    }
}
