//! What falls due, as text: a heading for each day, and under it each thing
//! with who looks after it. Made to be read in a mail or on a narrow terminal.

use super::{clean, wrapped};
use crate::calendar::said;
use crate::views::due::{Due, Item};
use chrono::NaiveDate;

/// The width where there is no terminal to ask: that of a mail.
const WIDTH: u16 = 100;

pub fn due_text(due: &Due, on: NaiveDate, width: Option<u16>) -> String {
    let width = usize::from(width.unwrap_or(WIDTH)).max(40);
    let mut out = String::new();
    let mut heading = String::new();
    for item in &due.items {
        let this = item.heading();
        if heading != this {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&format!("{this}\n"));
            heading = this;
        }
        let message = format!("{}: {}", item.subject, item.message);
        out.push_str(&wrapped(&clean(&message), "  ", "    ", width));
        out.push_str(&wrapped(&clean(&beside(item)), "      ", "      ", width));
    }
    out.push_str(&format!("\nAs of {}, to {}.\n", said(on), said(due.until)));
    out
}

/// Who looks after it, its requirement, and how long it has been overdue.
fn beside(item: &Item) -> String {
    let who = item.lead_name.as_deref().unwrap_or("nobody named");
    let since = item.not_in_order_since();
    let since = if since.is_empty() {
        since
    } else {
        format!("not in order since {since}; ")
    };
    format!("{since}{who}; {}", item.requirement)
}
