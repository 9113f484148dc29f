//! What the census asks of a setting.

use super::{met, missing};
use crate::assess::{Assessment, Draft, Need};
use crate::records::Record;
use crate::records::is_school;

/// A setting is told by exactly one of these.
const TOLD_BY: [&str; 3] = ["urn", "ukprn", "setting-type"];

pub(super) fn census_setting_recorded<'a>(
    draft: &Draft<'a>,
    provider: &'a Record,
    need: &Need,
) -> Vec<Assessment<'a>> {
    let given: Vec<(&str, &crate::records::Value)> = TOLD_BY
        .into_iter()
        .filter_map(|field| Some((field, provider.table.get(field)?)))
        .collect();
    if let Some((field, value)) = given.iter().find(|(_, value)| value.is_unreadable()) {
        return vec![draft.not_evaluated(value.place, format!("`{field}` could not be read"))];
    }
    let school = provider.table.text("kind").known().is_some_and(is_school);
    vec![match given[..] {
        [(field, value)] if school && field != "urn" => missing(
            draft,
            need,
            value.place,
            format!("a registered school is told by its `urn`, but `{field}` is recorded"),
        ),
        [(field, value)] => met(
            draft,
            None,
            value.place,
            format!("`{field}` is {}", value.said()),
        ),
        [] => missing(
            draft,
            need,
            provider.place(),
            "none of `urn`, `ukprn` and `setting-type` is recorded; the census asks for one".into(),
        ),
        [(_, first), ..] => {
            let names: Vec<String> = given
                .iter()
                .map(|(field, _)| format!("`{field}`"))
                .collect();
            missing(
                draft,
                need,
                first.place,
                format!(
                    "{} are recorded; the census takes only one",
                    names.join(" and ")
                ),
            )
        }
    }]
}
