//! Reports for people who never open a terminal: standings and registers laid
//! out as documents. Every figure in one comes from a view that a command of its
//! own prints too.

pub mod checklist;
pub mod for_provider;
pub mod governors;
pub mod inspection;
pub mod suppression;

use super::Fact;
use crate::calendar::said;
use chrono::NaiveDate;

/// What stands at the top of every report.
#[derive(Clone, Debug)]
pub struct Head {
    pub school: String,
    /// The revision of the records in git, with what is not committed; `None`
    /// where git knows nothing of them.
    pub revision: Option<String>,
    pub on: NaiveDate,
}

impl Head {
    /// The school, the day and the revision.
    pub fn facts(&self) -> Vec<Fact> {
        let revision = self.revision.as_deref();
        vec![
            Fact::new("School", &*self.school),
            Fact::new("As of", said(self.on)),
            Fact::new(
                "Records",
                revision.unwrap_or("not under version control, so no revision can be named"),
            ),
        ]
    }
}
