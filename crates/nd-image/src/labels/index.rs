//! Which labels a function is asked about.

use crate::measured::Label;
use std::ops::{RangeFull, RangeInclusive};

/// Which labels a function is asked about: those of a list, one by one, or all positive ones as one.
///
/// Made from lists, inclusive ranges and `..`; a label may be in the list twice.
///
/// # NumPy
/// The argument `index` of `scipy.ndimage`'s measurements, whose `None` is `..`.
///
/// # Examples
/// ```
/// use nd_image::labels::{LabelIndex, mean};
///
/// let (a, labels) = ([1.0, 2.0, 6.0], [1, 1, 2]);
/// assert_eq!(mean(a, labels, [2, 1]).into_vec(), [6.0, 1.5]);
/// assert_eq!(mean(a, labels, 1..=2).into_vec(), [1.5, 6.0]);
/// assert_eq!(mean(a, labels, ..).into_vec(), [3.0]);
/// assert_eq!(LabelIndex::from([1u8, 2]), LabelIndex::Each(vec![1, 2]));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum LabelIndex<L> {
    /// All labels above zero as one.
    Positive,
    /// These, one by one.
    Each(Vec<L>),
}

impl<L> From<RangeFull> for LabelIndex<L> {
    fn from(_: RangeFull) -> Self {
        LabelIndex::Positive
    }
}

impl<L> From<Vec<L>> for LabelIndex<L> {
    fn from(list: Vec<L>) -> Self {
        LabelIndex::Each(list)
    }
}

impl<L: Clone> From<&Vec<L>> for LabelIndex<L> {
    fn from(list: &Vec<L>) -> Self {
        LabelIndex::Each(list.clone())
    }
}

impl<L: Clone> From<&[L]> for LabelIndex<L> {
    fn from(list: &[L]) -> Self {
        LabelIndex::Each(list.to_vec())
    }
}

impl<L, const N: usize> From<[L; N]> for LabelIndex<L> {
    fn from(list: [L; N]) -> Self {
        LabelIndex::Each(list.into())
    }
}

impl<L: Label> From<RangeInclusive<L>> for LabelIndex<L> {
    fn from(range: RangeInclusive<L>) -> Self {
        let ends = [*range.start(), *range.end()];
        let mut buffer = Vec::new();
        let wide = L::wide_labels(&ends, &mut buffer);
        let (first, last) = (wide[0], wide[1]);
        let (first, last) = if L::SIGNED {
            (i128::from(first), i128::from(last))
        } else {
            (i128::from(first as u64), i128::from(last as u64))
        };
        LabelIndex::Each((first..=last).map(|label| L::of_wide(label as i64)).collect())
    }
}
