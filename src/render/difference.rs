//! Two texts line by line, as version control shows them.

use crate::source::lines::{Line, compared};

/// Lines around a change that are shown with it.
const AROUND: usize = 2;

/// What changed in a file; empty where nothing did.
pub fn line_difference(path: &str, before: &str, after: &str) -> String {
    let lines = compared(
        &before.lines().collect::<Vec<_>>(),
        &after.lines().collect::<Vec<_>>(),
    );
    let is_near = |at: usize| {
        let from = at.saturating_sub(AROUND);
        lines
            .iter()
            .skip(from)
            .take(at - from + AROUND + 1)
            .any(|line| !matches!(line, Line::Same(_)))
    };
    let mut out = String::new();
    let mut number = 0;
    let mut shown = false;
    for (at, line) in lines.iter().enumerate() {
        number += usize::from(!matches!(line, Line::New(_)));
        if !is_near(at) {
            shown = false;
            continue;
        }
        if !shown {
            out.push_str(&format!("--- {path}, from line {}\n", number.max(1)));
            shown = true;
        }
        out.push_str(&match line {
            Line::Same(text) => format!(" {text}\n"),
            Line::Gone(text) => format!("-{text}\n"),
            Line::New(text) => format!("+{text}\n"),
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moved_is_shown_with_what_is_around_it() {
        let shown = line_difference("x", "a\nb\nc\nd\ne\nf\n", "a\nb\nc\ne\nd\nf\n");
        assert_eq!(shown, "--- x, from line 2\n b\n c\n-d\n e\n+d\n f\n");
        assert_eq!(line_difference("x", "a\n", "a\n"), "");
    }
}
