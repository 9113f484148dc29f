//! What a page says -> bytes. Knows nothing of rules, and prints nothing itself.

mod checklist_sheet;
mod difference;
mod doctor;
mod document;
mod document_text;
mod due;
mod explain;
mod findings;
mod github;
mod ics;
mod json;
mod junit;
mod page;
mod return_sheet;
mod sarif;
mod table;
mod workbook;

pub use checklist_sheet::checklist_workbook;
pub use difference::line_difference;
pub use doctor::doctor_text;
pub use document::document_markdown;
pub use document_text::document_text;
pub use due::due_text;
pub use explain::{
    checklist_markdown, checklist_text, checklists_markdown, explained_markdown, explained_text,
    requirements_markdown,
};
pub use findings::{Style, closing, concise, statistics, text};
pub use github::github;
pub use ics::due_calendar;
pub use json::{
    attendance_json, census_json, checklists_json, compliance_json, doctor_json, document_json,
    due_json, findings_json, marks_json, progress_json, reconciled_json, register_json, risk_json,
    rulebook_json, show_json,
};
pub use junit::junit;
pub use page::{letter, page};
pub use return_sheet::return_sheet_workbook;
pub use sarif::sarif;
pub use table::{csv, markdown, plain};
pub use workbook::tables_workbook;

/// The same text without characters that control a terminal. Tabs become
/// spaces; the number of bytes stays, so that places stay true.
pub fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => clean.push('\n'),
            '\t' => clean.push(' '),
            '\r' => clean.push(' '),
            c if c.is_control() || is_bidirectional(c) => {
                for _ in 0..c.len_utf8() {
                    clean.push('?');
                }
            }
            c => clean.push(c),
        }
    }
    clean
}

/// Characters that make a terminal show text in another order than it is read.
fn is_bidirectional(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

/// Text broken into lines at spaces, each no wider than `width` where that can
/// be; the first line begins with `first`, the others with `rest`.
pub fn wrapped(text: &str, first: &str, rest: &str, width: usize) -> String {
    let mut out = String::from(first);
    let mut used = first.chars().count();
    let mut empty = true;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if !empty && used + 1 + length > width {
            out.push('\n');
            out.push_str(rest);
            used = rest.chars().count();
            empty = true;
        }
        if !empty {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += length;
        empty = false;
    }
    out.push('\n');
    out
}

/// The same with a capital letter, as at the beginning of a sentence.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// "1 fault", "2 faults".
pub fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_at_spaces() {
        assert_eq!(
            wrapped("one two three", "- ", "  ", 9),
            "- one two\n  three\n"
        );
        assert_eq!(
            wrapped("a-very-long-word x", "", "", 5),
            "a-very-long-word\nx\n"
        );
    }

    #[test]
    fn control_characters_never_reach_the_terminal() {
        let text = "a\u{1b}[31mé\u{9b}\u{202e}\tb\r\n";
        let cleaned = clean(text);
        assert_eq!(cleaned.len(), text.len());
        assert!(cleaned.chars().all(|c| c == '\n' || !c.is_control()));
    }
}
