//! One placement as the census asks about it.

use super::Missing;
use crate::calendar::said;
use crate::records::{Placement, Record, Value, is_school};
use crate::views::recorded::Recorded;
use crate::views::register::Setting;
use chrono::NaiveDate;

/// Sessions of a whole week: a placement that takes all of them is full-time.
const FULL_WEEK: usize = 10;

/// A placement of the census.
#[derive(Clone, Debug)]
pub struct Placed {
    pub placement: String,
    pub pupil: Recorded<String>,
    /// The provider's name.
    pub provider: String,
    pub told: Told,
    pub reason: Recorded<String>,
    pub entry: NaiveDate,
    /// The last day; `None` while the placement is open.
    pub leaving: Option<NaiveDate>,
    /// Sessions a week there, by the week that held on the day asked about or
    /// on the last day.
    pub sessions: Recorded<usize>,
    /// Special educational needs on the first day, as the record has it: `none`,
    /// `sen-support`, `ehc-plan`.
    pub sen_on_entry: Recorded<String>,
}

/// By what the setting is told, as recorded: the census takes exactly one.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub urn: Recorded<String>,
    pub ukprn: Recorded<String>,
    /// `NFE`, `OOT`, `OTH` or `WBP`.
    pub setting_type: Recorded<String>,
}

impl Placed {
    /// A placement as of `on`, and what is missing or wrong in it.
    pub(super) fn of(placement: &Placement<'_>, on: NaiveDate) -> (Placed, Vec<Missing>) {
        let record = placement.record;
        let entry = placement.start().unwrap_or(on);
        let leaving = placement.ending(on).filter(|ending| *ending < on);
        let provider = placement.provider();
        let setting = Setting::of(placement);
        let pupil = placement.pupil().map(str::to_owned);
        let placed = Placed {
            placement: placement.id().to_owned(),
            pupil: pupil.map_or_else(|| Recorded::nothing_in(record), Recorded::Known),
            provider: setting.called(),
            told: Told::of(provider, setting),
            reason: Recorded::of(placement.table().text("reason"), record).map(str::to_owned),
            entry,
            leaving,
            sessions: sessions(placement, leaving.unwrap_or(on)),
            sen_on_entry: sen_on_entry(placement, entry),
        };
        let missing = placed.missing(placement, on);
        (placed, missing)
    }

    fn missing(&self, placement: &Placement<'_>, on: NaiveDate) -> Vec<Missing> {
        let arranged_by = placement.table().text("arranged-by");
        let arranged_by = Recorded::of(arranged_by, placement.record);
        let found = [
            ("pupil", lacks(&self.pupil, "enter `ref` under [pupil]")),
            (
                "who arranged it",
                lacks(
                    &arranged_by,
                    "enter `arranged-by`; the school returns what the school arranged",
                ),
            ),
            ("setting", self.told.lacks(placement)),
            (
                "reason",
                lacks(&self.reason, "enter `reason`, in the words of the census"),
            ),
            ("leaving date", ending_to_do(placement, on)),
            ("sessions per week", self.sessions_to_do()),
            ("SEN provision on entry", self.sen_to_do(placement)),
        ];
        let found = found.into_iter().filter_map(|(item, what_to_do)| {
            Some(Missing {
                placement: self.placement.clone(),
                item,
                what_to_do: what_to_do?,
            })
        });
        found.collect()
    }

    fn sessions_to_do(&self) -> Option<String> {
        if self.sessions == Recorded::Known(0) {
            return Some("the week gives no session to this provider: correct [[week]]".into());
        }
        lacks(&self.sessions, "enter the pupil's week as [[week]]")
    }

    fn sen_to_do(&self, placement: &Placement<'_>) -> Option<String> {
        let changed = changed_since(placement, self.entry).map(|since| {
            format!(
                "`send` holds since {}, after the start: look up what it was on {}, the record does not say",
                said(since),
                said(self.entry)
            )
        });
        changed.or_else(|| lacks(&self.sen_on_entry, "enter `send` under [pupil]"))
    }

    /// `full-time` where it takes all sessions of the week.
    pub fn pattern(&self) -> Option<&'static str> {
        let sessions = self.sessions.known()?;
        Some(match *sessions {
            FULL_WEEK => "full-time",
            _ => "part-time",
        })
    }

    /// `current` while open, `previous` once ended.
    pub fn association(&self) -> &'static str {
        match self.leaving {
            None => "current",
            Some(_) => "previous",
        }
    }

    /// What is missing is an empty cell, for a file that is taken in elsewhere:
    /// the list of what is missing names it.
    pub(super) fn cells(&self) -> Vec<String> {
        let text = |recorded: &Recorded<String>| recorded.known().cloned().unwrap_or_default();
        let count = |count: &usize| count.to_string();
        vec![
            text(&self.pupil),
            self.placement.clone(),
            self.provider.clone(),
            text(&self.told.urn),
            text(&self.told.ukprn),
            text(&self.told.setting_type),
            text(&self.reason),
            self.entry.to_string(),
            self.leaving.map_or(String::new(), |day| day.to_string()),
            self.association().to_owned(),
            self.pattern().unwrap_or_default().to_owned(),
            self.sessions.known().map_or(String::new(), count),
            self.sen_on_entry
                .known()
                .map_or(String::new(), |sen| sen_said(sen)),
        ]
    }
}

/// A word for special educational needs as people say it.
fn sen_said(send: &str) -> String {
    match send {
        "sen-support" => "SEN support".into(),
        "ehc-plan" => "EHC plan".into(),
        other => other.to_owned(),
    }
}

fn sessions(placement: &Placement<'_>, day: NaiveDate) -> Recorded<usize> {
    let week = placement.shared_with_pupil("week").map(|(_, week)| week);
    if week.and_then(Value::unreadable_inside).is_some() {
        return Recorded::Unread;
    }
    match placement.sessions_a_week(day) {
        Some(sessions) => Recorded::Known(sessions),
        None => Recorded::nothing_in(placement.record),
    }
}

/// What the record says, where it has not changed since the first day.
fn sen_on_entry(placement: &Placement<'_>, entry: NaiveDate) -> Recorded<String> {
    let since = placement.pupil_fact("send-since");
    if since.is_some_and(Value::is_unreadable) {
        return Recorded::Unread;
    }
    if changed_since(placement, entry).is_some() {
        return Recorded::Missing;
    }
    match placement.pupil_fact("send") {
        Some(send) => send
            .text()
            .map_or(Recorded::Unread, |send| Recorded::Known(send.to_owned())),
        None => Recorded::nothing_in(placement.record),
    }
}

/// The day on which special educational needs changed, if that was after entry.
fn changed_since(placement: &Placement<'_>, entry: NaiveDate) -> Option<NaiveDate> {
    let since = placement.pupil_fact("send-since")?.date()?;
    (since > entry).then_some(since)
}

/// What to do where something is not known.
fn lacks<T>(recorded: &Recorded<T>, enter: &str) -> Option<String> {
    match recorded {
        Recorded::Known(_) => None,
        Recorded::Missing => Some(enter.to_owned()),
        Recorded::Unread => {
            Some("what is recorded could not be read: `apcheck validate` shows where".into())
        }
    }
}

/// What to do where the ending cannot be right, or may be missing.
fn ending_to_do(placement: &Placement<'_>, on: NaiveDate) -> Option<String> {
    match (placement.start(), placement.ending(on)) {
        (Some(start), Some(ending)) if ending < start => Some(format!(
            "it ended on {}, before its start on {}: one of the two days is wrong",
            said(ending),
            said(start)
        )),
        (_, Some(_)) => None,
        (_, None) => {
            let planned = placement.planned_end(on).filter(|end| *end < on)?;
            Some(format!(
                "planned to {}, and no ending is recorded: if it has ended, `apcheck end {} --date …`; if it goes on, enter an extension",
                said(planned),
                placement.id()
            ))
        }
    }
}

impl Told {
    fn of(provider: Option<&Record>, setting: Setting) -> Told {
        let setting_type = provider.map_or(Recorded::Missing, |provider| {
            Recorded::of(provider.table.text("setting-type"), provider).map(str::to_owned)
        });
        Told {
            urn: setting.urn,
            ukprn: setting.ukprn,
            setting_type,
        }
    }

    /// What to do where not exactly one is recorded, or it is not right.
    fn lacks(&self, placement: &Placement<'_>) -> Option<String> {
        let Some(provider) = placement.provider() else {
            return Some(
                "enter `provider`, and in its file one of `urn`, `ukprn` and `setting-type`".into(),
            );
        };
        let file = format!("in providers/{}.toml", provider.id);
        let given: Vec<&str> = [
            ("`urn`", &self.urn),
            ("`ukprn`", &self.ukprn),
            ("`setting-type`", &self.setting_type),
        ]
        .into_iter()
        .filter(|(_, recorded)| **recorded != Recorded::Missing)
        .map(|(field, _)| field)
        .collect();
        let school = provider.table.text("kind").known().is_some_and(is_school);
        match given[..] {
            [] if school => Some(format!("enter `urn` {file}: it is a registered school")),
            [] => Some(format!(
                "enter one of `urn`, `ukprn` and `setting-type` {file}"
            )),
            [field] if school && field != "`urn`" => Some(format!(
                "enter `urn` in the place of {field} {file}: it is a registered school"
            )),
            [field] if self.is_unread() => {
                Some(format!("correct {field} {file}, which could not be read"))
            }
            [_] => None,
            _ => Some(format!("keep only one of {} {file}", given.join(" and "))),
        }
    }

    fn is_unread(&self) -> bool {
        let all = [&self.urn, &self.ukprn, &self.setting_type];
        all.contains(&&Recorded::Unread)
    }
}
