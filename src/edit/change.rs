//! One file as it is, and what is put in.

use crate::source::line_column;

/// Text that is put in, before the byte `at` of the old text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insertion {
    pub at: usize,
    pub text: String,
}

/// A change of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Relative to the records folder.
    pub path: String,
    /// The text that the change was worked out for.
    pub before: String,
    /// In the order of the file.
    pub insertions: Vec<Insertion>,
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
    /// The text as it shall be.
    pub fn after(&self) -> String {
        let mut after = String::with_capacity(self.before.len() + 256);
        let mut done = 0;
        for insertion in &self.insertions {
            after.push_str(self.before.get(done..insertion.at).unwrap_or_default());
            after.push_str(&insertion.text);
            done = insertion.at;
        }
        after.push_str(self.before.get(done..).unwrap_or_default());
        after
    }

    /// What to show of the change: each run of lines that it touched.
    pub fn written(&self) -> Vec<Written> {
        let after = self.after();
        let mut runs: Vec<(usize, usize)> = Vec::new();
        let mut moved = 0;
        for insertion in &self.insertions {
            let text = &insertion.text;
            let start = insertion.at + moved + (text.len() - text.trim_start().len());
            let end = insertion.at + moved + text.trim_end().len();
            moved += text.len();
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
            insertions: vec![
                Insertion {
                    at: 6,
                    text: ", 2".into(),
                },
                Insertion {
                    at: 14,
                    text: "\n[c]\nd = 3\n".into(),
                },
            ],
        };
        assert_eq!(change.after(), "a = [1, 2]\nb = 2\n\n[c]\nd = 3\n");
        let shown: Vec<_> = change
            .written()
            .into_iter()
            .map(|written| (written.first, written.last, written.text))
            .collect();
        assert_eq!(
            shown,
            [
                (1, 1, "a = [1, 2]".to_owned()),
                (4, 5, "[c]\nd = 3".to_owned())
            ]
        );
    }
}
