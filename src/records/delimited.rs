//! A text of cells: comma, semicolon or tab, with quotation marks.

/// A quotation mark was opened in this line and column, both from 0, and never
/// closed, so that it would swallow all that follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unclosed {
    pub row: usize,
    pub column: usize,
}

/// The cells, one list for each line of the text; a cell in quotation marks may
/// go over several lines, which then are empty. `None` finds the separator.
pub fn cells_of(text: &str, separator: Option<char>) -> Result<Vec<Vec<String>>, Unclosed> {
    let separator = separator.unwrap_or_else(|| usual_separator(text));
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut lines = 0;
    let mut chars = text.chars().peekable();
    while chars.peek().is_some() {
        let mut cell = String::new();
        let quoted = chars.next_if_eq(&'"').is_some();
        let mut closed = !quoted;
        while let Some(c) = chars.next_if(|c| !closed || (*c != separator && *c != '\n')) {
            match c {
                '"' if !closed && chars.next_if_eq(&'"').is_none() => closed = true,
                '\r' if closed && chars.peek() == Some(&'\n') => {}
                c => {
                    lines += usize::from(c == '\n');
                    cell.push(c);
                }
            }
        }
        if !closed {
            return Err(Unclosed {
                row: rows.len(),
                column: row.len(),
            });
        }
        row.push(cell);
        if chars.next() != Some(separator) {
            rows.push(std::mem::take(&mut row));
            rows.resize_with(rows.len() + std::mem::take(&mut lines), Vec::new);
        } else if chars.peek().is_none() {
            row.push(String::new());
        }
    }
    if !row.is_empty() {
        rows.push(row);
    }
    Ok(rows)
}

/// The separator that the fullest of the first lines has most of.
fn usual_separator(text: &str) -> char {
    let most = |separator: &char| {
        let counts = text
            .lines()
            .take(20)
            .map(|line| line.matches(*separator).count());
        counts.max().unwrap_or_default()
    };
    // Of equals the last wins, and a comma is the usual one.
    ['\t', ';', ','].into_iter().max_by_key(most).unwrap_or(',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_those_a_spreadsheet_shows() {
        let rows = cells_of("a;\"b;\"\"c\"\"\";\r\n\r\nx;y\n", None).unwrap();
        assert_eq!(rows, [vec!["a", "b;\"c\"", ""], vec![""], vec!["x", "y"]]);
        let rows = cells_of("a,\"b\nc\",d\ne,f", None).unwrap();
        assert_eq!(rows, [vec!["a", "b\nc", "d"], vec![], vec!["e", "f"]]);
        assert_eq!(cells_of("a,", None).unwrap(), [vec!["a", ""]]);
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed_is_said() {
        let unclosed = cells_of("a,b\nc,\"d\ne,f\n", None).unwrap_err();
        assert_eq!(unclosed, Unclosed { row: 1, column: 1 });
    }
}
