//! The sum that insurance covers.

use super::{met, missing};
use crate::assess::{Assessment, Draft, Need, lines};
use crate::records::Read;

/// Source: Employers' Liability (Compulsory Insurance) Regulations 1998.
const LEAST_SUM: f64 = 5_000_000.0;

/// The employers' liability insurance in force covers at least five million
/// pounds. That there is one is asked by `employers-liability`.
pub(super) fn employers_liability_sum<'a>(draft: &Draft<'a>, need: &Need) -> Vec<Assessment<'a>> {
    let case = &draft.case;
    let day = need.first.map_or(case.on, |first| first.max(case.on));
    let found = lines(case.records, &draft.subject, "employers-liability");
    let unread = found.lines.iter().find_map(crate::assess::Line::unread);
    if let Some(place) = found.unread.or(unread) {
        return vec![
            draft.not_evaluated(place, "the line of the insurance could not be read".into()),
        ];
    }
    let in_force = found
        .lines
        .into_iter()
        .filter(|line| !line.also && !line.is_not_required() && line.has_happened(case.known))
        .filter(|line| {
            let expires = line.table.date("expires").known();
            expires.is_some_and(|expires| day <= expires)
        })
        .max_by_key(|line| line.date().known());
    let Some(line) = in_force else {
        return vec![met(
            draft,
            None,
            draft.subject.place(case),
            "no insurance is in force whose sum could be looked at".into(),
        )];
    };
    let until = line.table.date("expires").known();
    vec![match line.table.number("cover") {
        Read::Known(sum, place) if sum >= LEAST_SUM => {
            met(draft, until, place, format!("covers £{}", pounds(sum)))
        }
        Read::Known(sum, place) => {
            let message = format!(
                "the employers' liability insurance covers £{}; the least is £{}",
                pounds(sum),
                pounds(LEAST_SUM)
            );
            missing(draft, need, place, message)
        }
        Read::Unreadable(place) => {
            draft.not_evaluated(place, "`cover` of the insurance could not be read".into())
        }
        Read::Absent => missing(
            draft,
            need,
            line.place,
            "the sum that the employers' liability insurance covers is not recorded".into(),
        ),
    }]
}

/// "5,000,000".
fn pounds(sum: f64) -> String {
    let digits = format!("{sum:.0}");
    let mut said = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            said.push(',');
        }
        said.push(digit);
    }
    said
}
