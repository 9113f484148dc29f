//! Which way an objective goes, and whether it is on course: the one place of
//! this rule. `docs/standings.md` tells it in words.
//!
//! The sources ask that progress is measured and a placement that does not help
//! is changed; how a number is read is this program's own choice. A direction is
//! taken from the baseline and the target alone, for only they say whether more
//! or less is better. No value is ever made up between two measurements.

use super::Case;
use crate::calendar::{self, NoTerm, Rhythm, Span, Window};
use crate::records::{Placement, Table, Value};
use chrono::NaiveDate;

/// The numbers of one objective, as they were known on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Numbers {
    /// Where it began, on the first day of the placement.
    pub baseline: Option<f64>,
    pub target: Option<f64>,
    /// The first day of the placement.
    pub start: Option<NaiveDate>,
    /// The day on which the target is to be reached.
    pub by: Option<NaiveDate>,
    /// One value a day, in the order of the days.
    measured: Vec<(NaiveDate, f64)>,
    /// A number, a day or a measurement could not be read.
    unread: bool,
}

/// Whether a value is nearer the target than another, or past it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Better,
    Worse,
    NoChange,
}

/// What the measurements show, one after another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// Something it rests on could not be read.
    Unread,
    NotMeasured,
    MeasuredOnce,
    /// Without a baseline and a target apart from it, nobody can say which way
    /// is better.
    NoDirection,
    Moved {
        /// The latest value against the first measured.
        overall: Way,
        /// The latest value against the one before.
        lately: Way,
    },
}

/// Whether the target will be reached in time, if it goes on evenly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Course {
    /// Something it rests on could not be read.
    Unread,
    /// The latest value is at the target or past it.
    Reached,
    /// At or past where it would be if it moved evenly, to one decimal.
    OnCourse {
        expected: f64,
    },
    /// Short of that.
    Behind {
        expected: f64,
    },
    /// Its day has passed, and the latest value is short of the target.
    NotReachedBy(NaiveDate),
    /// Too long ago to say anything of today.
    NotMeasuredSince(NaiveDate),
    NotMeasured,
    /// What is missing that could be compared with.
    NoNumbers(&'static str),
}

impl Numbers {
    /// Those of one objective of a placement: measurements from the first day of
    /// the placement to `known`. One that has no number, or a day that could not
    /// be read, is left out.
    pub fn of(placement: &Placement<'_>, objective: &Table, known: NaiveDate) -> Numbers {
        let start = placement.start();
        let key = objective.text("key").known();
        let entries = placement.table().tables("progress");
        let measured = entries
            .filter(|entry| key.is_some() && entry.text("objective").known() == key)
            .filter_map(|entry| Some((entry.date("date").known()?, entry.number("value").known()?)))
            .filter(|(date, _)| *date <= known && start.is_none_or(|start| *date >= start));
        let numbers = Numbers {
            baseline: objective.number("baseline").known(),
            target: objective.number("target").known(),
            start,
            by: objective.date("by").known(),
            measured: Vec::new(),
            unread: is_unread(placement, objective),
        };
        numbers.with(measured)
    }

    /// The same with these measurements, in whatever order they are given. Of
    /// several on one day the least flattering counts.
    #[must_use]
    pub fn with(mut self, measured: impl IntoIterator<Item = (NaiveDate, f64)>) -> Numbers {
        let upwards = self.way() >= 0.0;
        let mut measured: Vec<(NaiveDate, f64)> = measured.into_iter().collect();
        measured.sort_by(|(day, value), (other, against)| {
            let flattering = value.total_cmp(against);
            let flattering = if upwards {
                flattering
            } else {
                flattering.reverse()
            };
            day.cmp(other).then(flattering)
        });
        measured.dedup_by_key(|(day, _)| *day);
        self.measured = measured;
        self
    }

    /// From where it began to the target: above zero where more is better; zero
    /// where it is not known.
    fn way(&self) -> f64 {
        match (self.baseline, self.target) {
            (Some(baseline), Some(target)) => target - baseline,
            _ => 0.0,
        }
    }

    pub fn latest(&self) -> Option<(NaiveDate, f64)> {
        self.measured.last().copied()
    }

    /// The days it was measured on, in order.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        self.measured.iter().map(|(day, _)| *day)
    }

    /// How many days it was measured on.
    pub fn times(&self) -> usize {
        self.measured.len()
    }

    fn moved(&self, from: f64, to: f64) -> Way {
        let towards = (to - from) * self.way();
        if towards > 0.0 {
            Way::Better
        } else if towards < 0.0 {
            Way::Worse
        } else {
            Way::NoChange
        }
    }

    /// Which way the measurements go. The baseline is none of them: it was taken
    /// before, and often in another way.
    pub fn trend(&self) -> Trend {
        match self.measured[..] {
            _ if self.unread => Trend::Unread,
            [] => Trend::NotMeasured,
            [_] => Trend::MeasuredOnce,
            [..] if self.way() == 0.0 => Trend::NoDirection,
            [(_, first), .., (_, latest)] => {
                let before = self.measured[self.measured.len() - 2].1;
                Trend::Moved {
                    overall: self.moved(first, latest),
                    lately: self.moved(before, latest),
                }
            }
        }
    }

    /// Whether it is on course on a day. The latest value is held against an even
    /// way from the baseline on the first day of the placement to the target on
    /// its day, as that was on the day of the measurement. `due` is the last day
    /// by which it was to be measured anew; after that only what was reached is
    /// still said.
    pub fn course(&self, on: NaiveDate, due: Option<NaiveDate>) -> Course {
        if self.unread {
            return Course::Unread;
        }
        let Some((measured, value)) = self.latest() else {
            return Course::NotMeasured;
        };
        let Some(target) = self.target else {
            return Course::NoNumbers("no target is recorded");
        };
        let Some(baseline) = self.baseline else {
            return Course::NoNumbers("where it began is not recorded");
        };
        if self.way() == 0.0 {
            return Course::NoNumbers("the target is where it began");
        }
        if self.moved(target, value) != Way::Worse {
            return Course::Reached;
        }
        let (Some(start), Some(by)) = (self.start, self.by) else {
            return Course::NoNumbers("no day is set for the target");
        };
        if on > by {
            return Course::NotReachedBy(by);
        }
        if due.is_some_and(|due| on > due) {
            return Course::NotMeasuredSince(measured);
        }
        let passed = Span {
            from: start,
            to: by,
        }
        .share_passed(measured);
        // As exact as it is printed, so that nothing is behind itself.
        let expected = ((baseline + self.way() * passed) * 10.0).round() / 10.0;
        if self.moved(expected, value) == Way::Worse {
            Course::Behind { expected }
        } else {
            Course::OnCourse { expected }
        }
    }
}

/// Whether a number or a day of an objective, or of what may be a measurement of
/// it, could not be read.
fn is_unread(placement: &Placement<'_>, objective: &Table) -> bool {
    let unread = |table: &Table, keys: &[&str]| {
        let mut values = keys.iter().filter_map(|key| table.get(key));
        values.any(Value::is_unreadable)
    };
    let key = objective.text("key").known();
    let own = unread(objective, &["key", "baseline", "target", "by"]);
    let progress = placement.table().get("progress");
    let items = progress.map_or(&[][..], Value::items);
    own || progress.is_some_and(Value::is_unreadable)
        || items.iter().any(|item| match item.table() {
            None => true,
            Some(entry) => {
                let of_another = entry
                    .text("objective")
                    .known()
                    .is_some_and(|of| Some(of) != key);
                !of_another && unread(entry, &["date", "objective", "value"])
            }
        })
}

/// By when an objective is to be measured next, once in each half term, by the
/// days on which it was. `None` when the placement ends before that.
///
/// # Errors
/// Where no term is recorded for a day that is needed.
pub fn next_measurement(
    case: &Case<'_>,
    placement: &Placement<'_>,
    start: NaiveDate,
    measured: &[NaiveDate],
) -> Result<Option<NaiveDate>, NoTerm> {
    let window = Window {
        first: start,
        last: placement.ending(case.known),
    };
    let rhythm = Rhythm::HalfTerm { at_least: 1 };
    calendar::due_as_of(case.calendar, &rhythm, window, measured, case.on)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    /// From 60 on 1 September to 90 on 1 December: a point every three days.
    fn rising(measured: &[(NaiveDate, f64)]) -> Numbers {
        let numbers = Numbers {
            baseline: Some(60.0),
            target: Some(90.0),
            start: Some(day(9, 1)),
            by: Some(day(12, 1)),
            ..Numbers::default()
        };
        numbers.with(measured.iter().copied())
    }

    /// From 10 down to 0 in the same time.
    fn falling(measured: &[(NaiveDate, f64)]) -> Numbers {
        let numbers = Numbers {
            baseline: Some(10.0),
            target: Some(0.0),
            ..rising(&[])
        };
        numbers.with(measured.iter().copied())
    }

    #[test]
    fn the_trend_goes_towards_the_target_whichever_way_it_lies() {
        let moved = |overall, lately| Trend::Moved { overall, lately };
        let (early, later) = (day(9, 10), day(9, 20));
        assert_eq!(rising(&[]).trend(), Trend::NotMeasured);
        assert_eq!(rising(&[(early, 70.0)]).trend(), Trend::MeasuredOnce);
        assert_eq!(
            rising(&[(early, 70.0), (later, 71.0)]).trend(),
            moved(Way::Better, Way::Better)
        );
        assert_eq!(
            falling(&[(early, 7.0), (later, 8.0)]).trend(),
            moved(Way::Worse, Way::Worse)
        );
        assert_eq!(
            falling(&[(early, 7.0), (later, 3.0), (day(10, 1), 5.0)]).trend(),
            moved(Way::Better, Way::Worse)
        );
        assert_eq!(
            rising(&[(early, 92.0), (later, 95.0)]).trend(),
            moved(Way::Better, Way::Better)
        );
        let aimless = Numbers {
            target: None,
            ..rising(&[(early, 70.0), (later, 71.0)])
        };
        assert_eq!(aimless.trend(), Trend::NoDirection);
    }

    #[test]
    fn it_is_on_course_where_an_even_way_would_have_it() {
        let on = day(10, 20);
        // A third of the way on 1 October, 30 of 91 days.
        let expected = 69.9;
        let at = |value| rising(&[(day(10, 1), value)]).course(on, None);
        assert_eq!(at(69.0), Course::Behind { expected });
        assert_eq!(at(69.9), Course::OnCourse { expected });
        assert_eq!(at(90.0), Course::Reached);
        let expected = 6.7;
        let down = |value| falling(&[(day(10, 1), value)]).course(on, None);
        assert_eq!(down(7.0), Course::Behind { expected });
        assert_eq!(down(6.0), Course::OnCourse { expected });
        assert_eq!(down(0.0), Course::Reached);
    }

    #[test]
    fn what_is_not_known_is_not_said() {
        let numbers = rising(&[(day(10, 1), 80.0)]);
        let due = Some(day(10, 23));
        assert_eq!(
            numbers.course(day(11, 20), due),
            Course::NotMeasuredSince(day(10, 1))
        );
        assert_eq!(
            numbers.course(day(12, 2), due),
            Course::NotReachedBy(day(12, 1))
        );
        assert_eq!(rising(&[]).course(day(10, 1), due), Course::NotMeasured);
        let without = |numbers: Numbers| numbers.course(day(10, 1), due);
        assert!(matches!(
            without(Numbers {
                baseline: None,
                ..numbers.clone()
            }),
            Course::NoNumbers(_)
        ));
        assert!(matches!(
            without(Numbers {
                by: None,
                ..numbers
            }),
            Course::NoNumbers(_)
        ));
    }

    fn measurements() -> impl Strategy<Value = Vec<(NaiveDate, f64)>> {
        let one = (0..90_u32, 0..20_u32);
        let day_of = |days| calendar::add_days(day(9, 1), days);
        prop::collection::vec(one, 0..12).prop_map(move |list| {
            list.into_iter()
                .map(|(days, value)| (day_of(days), f64::from(value) * 5.0))
                .collect()
        })
    }

    proptest! {
        #[test]
        fn nothing_depends_on_the_order_of_the_entries(
            list in measurements(),
            seed in any::<prop::sample::Index>(),
        ) {
            let mut turned = list.clone();
            if !turned.is_empty() {
                let by = seed.index(turned.len());
                turned.rotate_left(by);
                turned.reverse();
            }
            for numbers in [rising, falling] {
                let (one, other) = (numbers(&list), numbers(&turned));
                prop_assert_eq!(one.trend(), other.trend());
                prop_assert_eq!(one.course(day(10, 20), None), other.course(day(10, 20), None));
            }
        }

        /// The same numbers turned round say the same.
        #[test]
        fn up_and_down_are_alike(list in measurements()) {
            let down: Vec<_> = list.iter().map(|(day, value)| (*day, -value)).collect();
            let one = rising(&list);
            let other = Numbers {
                baseline: Some(-60.0),
                target: Some(-90.0),
                ..rising(&[])
            };
            prop_assert_eq!(one.trend(), other.with(down).trend());
        }
    }
}
