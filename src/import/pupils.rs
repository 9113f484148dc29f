//! Whom a cell means.

use super::Case;
use super::plan::By;
use crate::records::{Called, Names};

/// Finds pupils by what a file calls them.
pub(super) struct Pupils<'r> {
    case: Case<'r>,
    by: Finds<'r>,
}

enum Finds<'r> {
    Ref,
    Name(&'r Names),
    Upn(&'r Names),
}

impl<'r> Pupils<'r> {
    pub(super) fn new(case: Case<'r>, by: By) -> Result<Pupils<'r>, String> {
        let names = |what: &str| {
            case.names.ok_or_else(|| {
                format!(
                    "it calls pupils by their {what}, so names.csv (ref,name,born,upn) is needed beside apcheck.toml, and it is not there"
                )
            })
        };
        let by = match by {
            By::Ref => Finds::Ref,
            By::Name => Finds::Name(names("names")?),
            By::Upn => Finds::Upn(names("numbers")?),
        };
        Ok(Pupils { case, by })
    }

    /// The `ref` of a pupil with a placement at the provider; or why there is
    /// none, without what is in the cell.
    pub(super) fn find(&self, called: &str) -> Result<&'r str, String> {
        let provider = &self.case.provider.id;
        let (reference, what) = match self.by {
            Finds::Ref => (Called::One(called), "ref"),
            Finds::Name(names) => (names.by_name(called), "name"),
            Finds::Upn(names) => (names.by_upn(called), "number"),
        };
        let reference = match reference {
            Called::One(reference) => reference,
            Called::Nobody => {
                return Err(format!(
                    "has a {what} that nobody in names.csv has; add it to names.csv, or correct it in the file"
                ));
            }
            Called::Several => {
                return Err(format!(
                    "has a {what} that several pupils in names.csv have; have the file call them by their ref"
                ));
            }
        };
        let mut here = self
            .case
            .records
            .placements_at(provider)
            .filter_map(|placement| placement.pupil());
        here.find(|pupil| pupil.eq_ignore_ascii_case(reference.trim()))
            .ok_or_else(|| format!("is a pupil who has no placement at {provider}"))
    }
}
