//! Findings as workflow commands, which GitHub shows beside the lines of a
//! change.

use super::clean;
use super::findings::closing;
use crate::source::Snippets;
use crate::views::findings::{Finding, Findings};
use chrono::NaiveDate;

/// A command for what was found in all, and one for each finding: an error for
/// what fails, a warning for what does not, a notice for a note. The answer
/// comes first because only ten of a kind are shown.
///
/// Nothing is printed that is no command: the runner looks for commands in
/// every line, and a line must not become one by what is in a record.
pub fn github(findings: &Findings, snippets: &Snippets, on: NaiveDate) -> String {
    let answer = clean(closing(findings, on).trim_end());
    let mut out = format!("::notice title=apcheck::{}\n", data(&answer));
    for finding in &findings.list {
        out.push_str(&command(finding, snippets));
    }
    out
}

fn command(finding: &Finding, snippets: &Snippets) -> String {
    let kind = match (finding.fails, finding.note) {
        (true, _) => "error",
        (false, false) => "warning",
        (false, true) => "notice",
    };
    let spot = snippets.spot(finding.place);
    let title = format!("{}: {}", finding.subject, finding.id);
    let message = format!("{}\nNext: {}", finding.message, finding.next);
    format!(
        "::{kind} file={},line={},col={},title={}::{}\n",
        property(&clean(&spot.path)),
        spot.at.line,
        spot.at.column,
        property(&clean(&title)),
        data(&clean(&message))
    )
}

/// Text behind the `::`, as the runner takes it apart again.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Text of a property, which also ends at a colon or a comma.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What the runner does to read it.
    fn unescaped(text: &str) -> String {
        text.replace("%0D", "\r")
            .replace("%0A", "\n")
            .replace("%3A", ":")
            .replace("%2C", ",")
            .replace("%25", "%")
    }

    proptest! {
        #[test]
        fn any_text_is_one_line_and_comes_back(text in "[a%0-9AD:,\r\n\"'😀é\u{1b}]{0,40}") {
            let data = data(&text);
            let property = property(&text);
            prop_assert!(!data.contains(['\r', '\n']));
            prop_assert!(!property.contains(['\r', '\n', ':', ',']));
            prop_assert_eq!(unescaped(&data), text.clone());
            prop_assert_eq!(unescaped(&property), text);
        }
    }
}
