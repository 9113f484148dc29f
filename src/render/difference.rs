//! Two texts line by line, as version control shows them.

/// Lines around a change that are shown with it.
const AROUND: usize = 2;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Line<'t> {
    Same(&'t str),
    Gone(&'t str),
    New(&'t str),
}

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

/// The longest run of lines that both have, and what is between.
fn compared<'t>(old: &[&'t str], new: &[&'t str]) -> Vec<Line<'t>> {
    // How many lines can be the same from here on.
    let width = new.len() + 1;
    let mut same = vec![0u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            same[i * width + j] = if old[i] == new[j] {
                same[(i + 1) * width + j + 1] + 1
            } else {
                same[(i + 1) * width + j].max(same[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut lines = Vec::new();
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            lines.push(Line::Same(old[i]));
            i += 1;
            j += 1;
        } else if j >= new.len()
            || i < old.len() && same[(i + 1) * width + j] >= same[i * width + j + 1]
        {
            lines.push(Line::Gone(old[i]));
            i += 1;
        } else {
            lines.push(Line::New(new[j]));
            j += 1;
        }
    }
    lines
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
