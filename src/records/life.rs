//! The days of a placement that everything asks about, read once.

use super::Table;
use chrono::NaiveDate;

/// From when to when a placement is live, by its own record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Life {
    pub(super) start: Option<NaiveDate>,
    /// The last day, where it has an ending that could be read.
    pub(super) ending: Option<NaiveDate>,
    /// The referral was declined or withdrawn.
    pub(super) never_started: bool,
    pub(super) arranged_by_local_authority: bool,
}

impl Life {
    pub(super) fn of(placement: &Table) -> Life {
        let ending = placement.table("ending");
        let referral = placement.table("referral");
        let outcome = referral.and_then(|referral| referral.text("outcome").known());
        Life {
            start: placement.date("start").known(),
            ending: ending.and_then(|ending| ending.date("date").known()),
            never_started: matches!(outcome, Some("declined" | "withdrawn")),
            arranged_by_local_authority: placement.text("arranged-by").known()
                == Some("local-authority"),
        }
    }
}
