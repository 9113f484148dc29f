//! Counts so small that they might tell who is meant are not shown.

/// Counts below this are not shown: from 1 to 4.
pub const LEAST: usize = 5;

/// What stands in the place of a count that is not shown.
pub const NOT_SHOWN: &str = "not shown";

/// What a page with such counts says of them.
pub const WHY: &str = "Counts from 1 to 4 are not shown, nor another where one could be worked out from the rest: so few might tell who is meant.";

/// The parts of a whole that is known, `None` for each that may not be shown.
/// Where what is left out could be worked out from the whole, more is left out.
pub fn parts(counts: &[usize]) -> Vec<Option<usize>> {
    let small = |count: usize| (1..LEAST).contains(&count);
    let mut shown: Vec<Option<usize>> = counts
        .iter()
        .map(|count| Some(*count).filter(|count| !small(*count)))
        .collect();
    while let Some(next) = needed_to_hide(counts, &shown) {
        shown[next] = None;
    }
    shown
}

/// Which part has to be left out too, so that none of the others is known from
/// the whole: the smallest that says anything.
fn needed_to_hide(counts: &[usize], shown: &[Option<usize>]) -> Option<usize> {
    let hidden: Vec<usize> = counts
        .iter()
        .zip(shown)
        .filter(|(_, shown)| shown.is_none())
        .map(|(count, _)| *count)
        .collect();
    if hidden.is_empty() {
        return None;
    }
    let sum: usize = hidden.iter().sum();
    let all_small = hidden.iter().all(|count| *count < LEAST);
    let told = hidden.len() == 1
        || all_small && (sum == hidden.len() || sum == hidden.len() * (LEAST - 1));
    let others = counts.iter().zip(shown).enumerate();
    others
        .filter(|(_, (count, shown))| told && shown.is_some() && **count > 0)
        .min_by_key(|(_, (count, _))| **count)
        .map(|(at, _)| at)
}

/// A count as it may be printed: all of it, or `not shown`.
pub fn said(count: Option<usize>) -> String {
    count.map_or_else(|| NOT_SHOWN.to_owned(), |count| count.to_string())
}

/// A count that is no part of a whole.
pub fn alone(count: usize, public: bool) -> String {
    said(Some(count).filter(|count| !public || *count == 0 || *count >= LEAST))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_small_part_takes_another_with_it() {
        assert_eq!(parts(&[10, 3, 7, 0]), [Some(10), None, None, Some(0)]);
        assert_eq!(parts(&[10, 6]), [Some(10), Some(6)]);
        // Two ones: their sum tells both.
        assert_eq!(parts(&[9, 1, 1, 6]), [Some(9), None, None, None]);
        assert_eq!(parts(&[9, 1, 2]), [Some(9), None, None]);
        assert_eq!(parts(&[2]), [None]);
    }

    proptest! {
        #[test]
        fn what_is_left_out_cannot_be_worked_out(counts in prop::collection::vec(0_usize..12, 1..8)) {
            let shown = parts(&counts);
            for (count, shown) in counts.iter().zip(&shown) {
                prop_assert!(shown.is_none_or(|shown| shown == *count && (shown == 0 || shown >= LEAST)));
            }
            let hidden: Vec<usize> = counts.iter().zip(&shown).filter(|(_, shown)| shown.is_none()).map(|(count, _)| *count).collect();
            let left = counts.iter().zip(&shown).any(|(count, shown)| shown.is_some() && *count > 0);
            prop_assert!(hidden.len() != 1 || !left);
        }
    }
}
