//! One file as it is, and what is put in.

use crate::source::line_column;

/// Text that takes the place of the bytes `from` to `to` of the old text; of
/// none where they are the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    pub from: usize,
    pub to: usize,
    pub text: String,
}

impl Replacement {
    /// Text put in before the byte `at`.
    pub fn insert(at: usize, text: impl Into<String>) -> Replacement {
        Replacement {
            from: at,
            to: at,
            text: text.into(),
        }
    }
}

/// A change of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Relative to the records folder.
    pub path: String,
    /// The text that the change was worked out for; empty where there is no
    /// file yet.
    pub before: String,
    /// Whether the file is made by the change.
    pub is_new: bool,
    /// In the order of the file, none over another.
    pub replacements: Vec<Replacement>,
}

/// Lines of a changed file that are new, or have something new in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The first and the last, counted from 1.
    pub first: usize,
    pub last: usize,
    pub text: String,
}

impl Change {
    /// A file that is not there yet.
    pub fn new_file(path: &str, text: String) -> Change {
        Change {
            path: path.to_owned(),
            before: String::new(),
            is_new: true,
            replacements: vec![Replacement::insert(0, text)],
        }
    }

    /// The text as it shall be.
    pub fn after(&self) -> String {
        let mut after = String::with_capacity(self.before.len() + 256);
        let mut done = 0;
        for new in &self.replacements {
            after.push_str(self.before.get(done..new.from).unwrap_or_default());
            after.push_str(&new.text);
            done = new.to;
        }
        after.push_str(self.before.get(done..).unwrap_or_default());
        after
    }

    /// What to show of the change: each run of lines that it touched.
    pub fn written(&self) -> Vec<Written> {
        let after = self.after();
        let mut runs: Vec<(usize, usize)> = Vec::new();
        let mut done = 0;
        let mut at = 0;
        for new in &self.replacements {
            at += new.from.saturating_sub(done);
            let text = &new.text;
            let start = at + (text.len() - text.trim_start().len());
            let end = at + text.trim_end().len();
            at += text.len();
            done = new.to;
            let first = line_column(&after, start).line;
            let last = line_column(&after, end).line;
            match runs.last_mut() {
                Some(run) if first <= run.1 + 1 => run.1 = last,
                _ => runs.push((first, last)),
            }
        }
        let lines: Vec<&str> = after.lines().collect();
        runs.into_iter()
            .map(|(first, last)| Written {
                first,
                last,
                text: lines.get(first - 1..last).unwrap_or_default().join("\n"),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_the_lines_that_were_touched() {
        let change = Change {
            path: "x.toml".into(),
            before: "a = [1]\nb = 2\n".into(),
            is_new: false,
            replacements: vec![
                Replacement::insert(6, ", 2"),
                Replacement {
                    from: 12,
                    to: 13,
                    text: "5".into(),
                },
                Replacement::insert(14, "\n[c]\nd = 3\n"),
            ],
        };
        assert_eq!(change.after(), "a = [1, 2]\nb = 5\n\n[c]\nd = 3\n");
        let shown: Vec<_> = change
            .written()
            .into_iter()
            .map(|written| (written.first, written.last, written.text))
            .collect();
        assert_eq!(
            shown,
            [
                (1, 2, "a = [1, 2]\nb = 5".to_owned()),
                (4, 5, "[c]\nd = 3".to_owned())
            ]
        );
    }
}
