//! Whether a checklist was signed, and whether the signature still covers what
//! is there.

use super::{fails, met};
use crate::assess::signature::changed_since;
use crate::assess::{Assessment, Draft, Need, Standing};
use crate::calendar::{day_before, said};
use crate::records::{Record, Value};

const CHECKLIST: &str = "annex-b";

/// Annex B is signed for this provider, and nothing it covers has changed since.
pub(super) fn annex_b_signed<'a>(
    draft: &Draft<'a>,
    provider: &'a Record,
    _need: &Need,
) -> Vec<Assessment<'a>> {
    let case = &draft.case;
    let live = case
        .records
        .placements_at(&provider.id)
        .any(|placement| placement.is_live(case.on));
    let next_start = case
        .records
        .placements_at(&provider.id)
        .filter(|placement| !placement.never_started())
        .filter_map(|placement| placement.start())
        .filter(|start| *start > case.on)
        .min();
    let bad = |place, since, message: String| {
        if live {
            vec![fails(draft, since, place, message)]
        } else {
            vec![draft.unless_unread(
                draft.answer(
                    Standing::Outstanding {
                        by: next_start.map(day_before),
                    },
                    place,
                    message,
                ),
                None,
            )]
        }
    };
    let unread = provider
        .table
        .get("signoffs")
        .and_then(Value::unreadable_inside);
    let signed = provider.signoff(CHECKLIST, case.known);
    let Some((date, signoff)) = signed else {
        if let Some(place) = unread {
            return vec![draft.not_evaluated(place, "a sign-off could not be read".into())];
        }
        return bad(
            provider.place(),
            None,
            "Annex B is not signed for this provider".into(),
        );
    };
    if let Some(missing) = ["name", "position"]
        .into_iter()
        .find(|key| signoff.get(key).is_none())
    {
        return bad(
            signoff.place,
            Some(date),
            format!("the sign-off of {} does not give the {missing}", said(date)),
        );
    }
    let name = signoff.text("name").known().unwrap_or_default();
    let signer = format!("{name} on {}", said(date));
    let Some(checklist) = case.rulebook.checklists.get(CHECKLIST) else {
        return vec![met(
            draft,
            None,
            signoff.place,
            format!("Annex B signed by {signer}"),
        )];
    };
    match changed_since(*case, checklist, draft.subject, date) {
        Some(what) => bad(
            signoff.place,
            None,
            format!("Annex B was signed by {signer}, and since then {what}"),
        ),
        None => vec![met(
            draft,
            None,
            signoff.place,
            format!(
                "Annex B signed by {signer}; nothing it covers that has a date has changed since"
            ),
        )],
    }
}
