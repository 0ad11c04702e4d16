//! Labels of text, of options, and of several parts.

use super::label::{Codes, Label};
use nd_core::{Array, ArrayLike, ShapeError, View};
use std::cmp::Ordering;
use std::collections::HashMap;

/// The groups of text: numbered as they are met, and then put in order.
fn texts<'a>(all: &[&'a str]) -> (Vec<&'a str>, Vec<usize>) {
    let mut places = HashMap::new();
    let mut kinds = Vec::new();
    let mut met = Vec::with_capacity(all.len());
    for &text in all {
        met.push(*places.entry(text).or_insert_with(|| {
            kinds.push(text);
            kinds.len() - 1
        }));
    }
    let mut order: Vec<usize> = (0..kinds.len()).collect();
    order.sort_unstable_by_key(|&k| kinds[k]);
    let mut place = vec![0; kinds.len()];
    order.iter().enumerate().for_each(|(rank, &k)| place[k] = rank);
    let codes = met.into_iter().map(|k| place[k]).collect();
    (order.into_iter().map(|k| kinds[k]).collect(), codes)
}

macro_rules! text {
    ($([$($life:lifetime)?] $T:ty;)*) => {$(
        impl $(<$life>)? Label for $T {
            fn order(&self, other: &$T) -> Ordering {
                self.cmp(other)
            }
            #[inline(never)]
            fn codes_of(labels: View<'_, $T>) -> Codes<$T> {
                let all: Vec<&str> = labels.iter().map(|text| text.as_ref()).collect();
                let (_, codes) = texts(&all);
                let groups = codes.iter().max().map_or(0, |&most| most + 1);
                let all: Vec<&$T> = labels.iter().collect();
                let firsts = super::label::firsts(groups, &codes);
                Codes { labels: firsts.into_iter().map(|k| all[k].clone()).collect(), codes }
            }
        }
    )*};
}
text! {
    ['a] &'a str;
    [] String;
}

impl<L: Label> Label for Option<L> {
    fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            _ if self.is_missing() || other.is_missing() => {
                self.is_missing().cmp(&other.is_missing())
            }
            (Some(left), Some(right)) => left.order(right),
            _ => Ordering::Equal,
        }
    }
    fn is_missing(&self) -> bool {
        self.as_ref().is_none_or(L::is_missing)
    }
}

/// Codes of pairs of codes, in their order, and the pairs that there are.
fn pairs(
    left: &[usize],
    right: &[usize],
    kinds: usize,
    missing: (Option<usize>, Option<usize>),
) -> (Vec<usize>, Vec<usize>) {
    let number = |k: usize| {
        let lost = Some(left[k]) == missing.0 || Some(right[k]) == missing.1;
        if lost { i64::MAX } else { (left[k] * kinds + right[k]) as i64 }
    };
    let numbers: Vec<i64> = (0..left.len()).map(number).collect();
    let (found, codes) = super::codes::coded(&numbers);
    (super::label::firsts(found.len(), &codes), codes)
}

/// The place of the missing label.
fn missing<L: Label>(labels: &[L]) -> Option<usize> {
    labels.last().filter(|last| last.is_missing()).map(|_| labels.len() - 1)
}

impl<A: Label, B: Label> Label for (A, B) {
    fn order(&self, other: &Self) -> Ordering {
        let missing = self.is_missing().cmp(&other.is_missing());
        let parts = || self.0.order(&other.0).then_with(|| self.1.order(&other.1));
        if self.is_missing() || other.is_missing() { missing } else { parts() }
    }
    fn is_missing(&self) -> bool {
        self.0.is_missing() || self.1.is_missing()
    }
    fn codes_of(labels: View<'_, Self>) -> Codes<Self> {
        let all: Vec<&Self> = labels.iter().collect();
        let left: Vec<A> = all.iter().map(|label| label.0.clone()).collect();
        let right: Vec<B> = all.iter().map(|label| label.1.clone()).collect();
        let left = A::codes_of(View::from_slice(&left));
        let right = B::codes_of(View::from_slice(&right));
        let lost = (missing(&left.labels), missing(&right.labels));
        let (kinds, codes) = pairs(&left.codes, &right.codes, right.labels.len(), lost);
        Codes { labels: kinds.into_iter().map(|k| all[k].clone()).collect(), codes }
    }
}

impl<A: Label, B: Label, C: Label> Label for (A, B, C) {
    fn order(&self, other: &Self) -> Ordering {
        let nested = |label: &Self| ((label.0.clone(), label.1.clone()), label.2.clone());
        nested(self).order(&nested(other))
    }
    fn is_missing(&self) -> bool {
        self.0.is_missing() || self.1.is_missing() || self.2.is_missing()
    }
    fn codes_of(labels: View<'_, Self>) -> Codes<Self> {
        let nested = |label: &Self| ((label.0.clone(), label.1.clone()), label.2.clone());
        let all: Vec<((A, B), C)> = labels.iter().map(nested).collect();
        let Codes { labels, codes } = <((A, B), C)>::codes_of(View::from_slice(&all));
        Codes { labels: labels.into_iter().map(|((a, b), c)| (a, b, c)).collect(), codes }
    }
}

/// Columns of labels that name groups together: pairs and triples of arrays, see [`label_columns`].
pub trait LabelColumns {
    /// A label of each column.
    type Label: Label;
    #[doc(hidden)]
    fn joined(&self) -> Array<Self::Label>;
}

#[track_caller]
fn together(left: &[usize], right: &[usize]) {
    if left.len() != 1 || left != right {
        let op = "label_columns".into();
        panic!("{}", ShapeError::Mismatch { op, left: left.into(), right: right.into() });
    }
}

impl<A: ArrayLike<Elem: Label>, B: ArrayLike<Elem: Label>> LabelColumns for (A, B) {
    type Label = (A::Elem, B::Elem);
    #[track_caller]
    fn joined(&self) -> Array<Self::Label> {
        let (a, b) = (self.0.view(), self.1.view());
        together(a.shape(), b.shape());
        Array::from_vec(a.iter().cloned().zip(b.iter().cloned()).collect())
    }
}

impl<A, B, C> LabelColumns for (A, B, C)
where
    A: ArrayLike<Elem: Label>,
    B: ArrayLike<Elem: Label>,
    C: ArrayLike<Elem: Label>,
{
    type Label = (A::Elem, B::Elem, C::Elem);
    #[track_caller]
    fn joined(&self) -> Array<Self::Label> {
        let (a, b, c) = (self.0.view(), self.1.view(), self.2.view());
        together(a.shape(), b.shape());
        together(a.shape(), c.shape());
        let pairs = a.iter().cloned().zip(b.iter().cloned());
        Array::from_vec(pairs.zip(c.iter().cloned()).map(|((a, b), c)| (a, b, c)).collect())
    }
}

/// Labels of several columns, for groups that differ in any of them: `((n), (n)) → (n)` pairs.
///
/// Groups are in the order of the first column, then of the second. A label with a missing part
/// is missing.
///
/// # Panics
/// If the columns are not 1-d of one length.
///
/// # NumPy
/// pandas' `groupby([first, second])`.
///
/// # Examples
/// ```
/// use nd_ops::{grouped_sum, label_columns};
///
/// let (years, shops) = ([2020, 2021, 2020], vec!["b", "a", "b"]);
/// let sums = grouped_sum(&[1i64, 2, 4], &label_columns((&years, &shops)), 0);
/// assert_eq!(sums.labels, [(2020, "b"), (2021, "a")]);
/// assert_eq!(sums.values, nd_core::array![5, 2]);
/// ```
/// ```should_panic
/// nd_ops::label_columns((&[1, 2], &[1]));
/// ```
#[track_caller]
pub fn label_columns<C: LabelColumns>(columns: C) -> Array<C::Label> {
    columns.joined()
}
