//! Reports for people who never open a terminal: standings and registers laid
//! out as documents. Every figure in one comes from a view that a command of its
//! own prints too.

pub mod checklist;
pub mod for_provider;
pub mod governors;
pub mod inspection;
pub mod suppression;

use super::{Fact, Section};
use crate::calendar::said;
use crate::records::Records;
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

/// Said before everything else where a part of the records could not be read,
/// for then every number may be too small.
fn unread(records: &Records) -> Option<Section> {
    let is_unread = |id: &str| matches!(id, "file-readable" | "row-readable" | "value-readable");
    let faults = records.faults.iter();
    let count = faults.filter(|fault| is_unread(fault.id)).count();
    let places = match count {
        0 => return None,
        1 => "1 place of the records".to_owned(),
        more => format!("{more} places of the records"),
    };
    let words = format!(
        "{places} could not be read, so numbers here may be too small and something may be missing. `apcheck validate` says where, and what to mend."
    );
    Some(Section::new("Not everything could be read").words(words))
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
