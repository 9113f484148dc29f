//! Trend, course and attendance in words.

use super::{Against, Attendance, Course, Trend, Way};
use crate::calendar::said;
use crate::views::attendance::percent_said;

impl Way {
    pub fn said(self) -> &'static str {
        match self {
            Way::Better => "better",
            Way::Worse => "worse",
            Way::NoChange => "no change",
        }
    }
}

impl Trend {
    /// "better", "better; worse than the time before", "measured once".
    pub fn said(&self) -> String {
        match self {
            Trend::NotMeasured => "not measured".into(),
            Trend::MeasuredOnce => "measured once".into(),
            Trend::NoDirection => "cannot be told: there is no way to go".into(),
            Trend::Unread => "could not be read".into(),
            Trend::Moved { overall, lately } if overall == lately => overall.said().into(),
            Trend::Moved {
                overall,
                lately: Way::NoChange,
            } => format!("{}; no change since the time before", overall.said()),
            Trend::Moved { overall, lately } => {
                format!("{}; {} than the time before", overall.said(), lately.said())
            }
        }
    }
}

impl Course {
    /// "on course (82.8 expected)", "not measured since 1 October 2026".
    pub fn said(&self) -> String {
        match self {
            Course::Reached => "reached".into(),
            Course::OnCourse { expected } => {
                format!("on course ({} expected)", one_decimal(*expected))
            }
            Course::Behind { expected } => format!("behind ({} expected)", one_decimal(*expected)),
            Course::NotReachedBy(by) => format!(
                "{} has passed, and it was not reached when last measured",
                said(*by)
            ),
            Course::NotMeasuredSince(day) => format!("not measured since {}", said(*day)),
            Course::NotMeasured => "not measured".into(),
            Course::Unread => "could not be read".into(),
            Course::NoNumbers(why) => format!("no numbers to compare: {why}"),
        }
    }
}

impl Attendance {
    /// How much was attended, on how many sessions that rests, and how it is
    /// against what it was before.
    pub fn said(&self) -> String {
        let possible = self.summary.possible();
        let mut sentences = vec![format!("Attendance: {}.", percent_said(&self.summary))];
        if possible > 0 && possible < self.few {
            sentences.push(format!(
                "That is fewer than {} sessions, too few to mean much.",
                self.few
            ));
        }
        sentences.push(self.compared());
        let most = self.weeks.iter().map(|(_, week)| week.possible()).max();
        if let Some(most @ 1..=9) = most {
            sentences.push(format!(
                "A week has {most} sessions here at most, so one absence is {:.0} points of it.",
                100.0 / f64::from(most)
            ));
        }
        sentences.join(" ")
    }
}

impl Attendance {
    fn compared(&self) -> String {
        match self.against {
            Against::WholeWeeks { before, .. } if self.not_known => format!(
                "Before the placement it was {before:.1} %; too many sessions have no mark to compare."
            ),
            against => against.said(self.few),
        }
    }
}

impl Against {
    fn said(&self, few: u32) -> String {
        match self {
            Against::NothingBefore => {
                "How attendance was before the placement is not recorded.".into()
            }
            Against::NotComparable { before } => format!(
                "Before the placement it was {before:.1} % over whole school weeks; these are sessions at the provider only, not comparable with that."
            ),
            Against::WholeWeeks {
                before,
                now,
                sessions,
                ..
            } if *sessions < few => format!(
                "Before the placement it was {before:.1} %; whole school weeks since have {now:.1} % of {sessions} sessions, too few to compare."
            ),
            Against::WholeWeeks {
                before,
                now,
                sessions,
                ..
            } => {
                let points = (now - before).abs();
                let change = if points < 0.05 {
                    "the same".to_owned()
                } else if now > before {
                    format!("{points:.1} points better")
                } else {
                    format!("{points:.1} points worse")
                };
                format!(
                    "Over whole school weeks it is {now:.1} % of {sessions} sessions, against {before:.1} % before the placement: {change}."
                )
            }
        }
    }
}

pub(super) fn one_decimal(number: f64) -> String {
    format!("{number:.1}")
}
