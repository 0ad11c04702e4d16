//! What members of groups say together: their number, extremes, truth, the first and the last.

use super::{GroupOptions, Grouped, Keyed, Label, NONE, grouped};
use crate::{Ordered, Truth};
use nd_core::{Array, ArrayLike, Element, ShapeError};

/// How many positions have each label; NaN among values is no reason not to count them.
///
/// `labels: (n)` → `(groups)`, in rising order of labels.
///
/// # Panics
/// If labels are not 1-d.
///
/// # NumPy
/// `np.unique(labels, return_counts=True)`; pandas' `groupby(labels).size()`.
///
/// # Examples
/// ```
/// let sizes = nd_ops::grouped_count(&[7, -2, 7]);
/// assert_eq!((sizes.labels, sizes.values), (vec![-2, 7], nd_core::array![1, 2]));
/// ```
/// ```should_panic
/// nd_ops::grouped_count(&[[7, 2]]);
/// ```
#[track_caller]
pub fn grouped_count<L: Label>(labels: impl ArrayLike<Elem = L>) -> Grouped<L, usize> {
    let labels = labels.view();
    if labels.ndim() != 1 {
        let (op, expected, shape) = ("grouped_count", "1", labels.shape().into());
        panic!("{}", ShapeError::Rank { op, expected, shape });
    }
    let Keyed { labels, codes, .. } = Keyed::new(labels, &GroupOptions::default());
    let mut sizes = vec![0; labels.len()];
    codes.iter().filter(|&&code| code != NONE).for_each(|&code| sizes[code] += 1);
    Grouped { labels, values: Array::from_vec(sizes) }
}

/// The largest of each group along `axis`, NaN if one is.
///
/// `values: (…, n, …)`, `labels: (n)` → `(…, groups, …)`, in rising order of labels.
///
/// # Panics
/// If there is no such axis, or labels are not 1-d of its length.
///
/// # NumPy
/// `np.maximum.at`; pandas' `groupby(labels).max(skipna=False)`.
///
/// # Examples
/// ```
/// let largest = nd_ops::grouped_max(&[4, 9, 6], &[1, 0, 1], 0);
/// assert_eq!(largest.values, nd_core::array![9, 6]);
/// ```
/// ```should_panic
/// nd_ops::grouped_max(&[1, 2], &[1, 2], 1);
/// ```
#[track_caller]
pub fn grouped_max<A: ArrayLike<Elem: Ordered>, L: Label>(
    values: A,
    labels: impl ArrayLike<Elem = L>,
    axis: isize,
) -> Grouped<L, A::Elem> {
    grouped("grouped_max", values, labels.view(), axis, A::Elem::grouped_max_of)
}

/// The smallest of each group along `axis`, NaN if one is; see [`grouped_max`].
///
/// # Panics
/// If there is no such axis, or labels are not 1-d of its length.
///
/// # NumPy
/// `np.minimum.at`; pandas' `groupby(labels).min(skipna=False)`.
///
/// # Examples
/// ```
/// let smallest = nd_ops::grouped_min(&[4, 9, 6], &[1, 0, 1], 0);
/// assert_eq!(smallest.values, nd_core::array![9, 4]);
/// ```
/// ```should_panic
/// nd_ops::grouped_min(&[1, 2], &[1, 2], 1);
/// ```
#[track_caller]
pub fn grouped_min<A: ArrayLike<Elem: Ordered>, L: Label>(
    values: A,
    labels: impl ArrayLike<Elem = L>,
    axis: isize,
) -> Grouped<L, A::Elem> {
    grouped("grouped_min", values, labels.view(), axis, A::Elem::grouped_min_of)
}

/// Whether any of each group along `axis` is true (not zero; NaN is true); see [`grouped_max`].
///
/// # Panics
/// If there is no such axis, or labels are not 1-d of its length.
///
/// # NumPy
/// `np.logical_or.at`; pandas' `groupby(labels).any(skipna=False)`.
///
/// # Examples
/// ```
/// let any = nd_ops::grouped_any(&[0, 3, 0], &[1, 1, 0], 0);
/// assert_eq!(any.values, nd_core::array![false, true]);
/// ```
/// ```should_panic
/// nd_ops::grouped_any(&[1, 2], &[1, 2], 1);
/// ```
#[track_caller]
pub fn grouped_any<A: ArrayLike<Elem: Truth>, L: Label>(
    values: A,
    labels: impl ArrayLike<Elem = L>,
    axis: isize,
) -> Grouped<L, bool> {
    grouped("grouped_any", values, labels.view(), axis, |values, codes, groups, axis| {
        bool::grouped_max_of(A::Elem::truths_of(values).view(), codes, groups, axis)
    })
}

/// Whether all of each group along `axis` are true (not zero; NaN is true); see
/// [`grouped_max`].
///
/// # Panics
/// If there is no such axis, or labels are not 1-d of its length.
///
/// # NumPy
/// `np.logical_and.at`; pandas' `groupby(labels).all(skipna=False)`.
///
/// # Examples
/// ```
/// let all = nd_ops::grouped_all(&[0, 3, 4], &[1, 1, 0], 0);
/// assert_eq!(all.values, nd_core::array![true, false]);
/// ```
/// ```should_panic
/// nd_ops::grouped_all(&[1, 2], &[1, 2], 1);
/// ```
#[track_caller]
pub fn grouped_all<A: ArrayLike<Elem: Truth>, L: Label>(
    values: A,
    labels: impl ArrayLike<Elem = L>,
    axis: isize,
) -> Grouped<L, bool> {
    grouped("grouped_all", values, labels.view(), axis, |values, codes, groups, axis| {
        bool::grouped_min_of(A::Elem::truths_of(values).view(), codes, groups, axis)
    })
}

/// The first of each group along `axis`, whatever it is.
///
/// `values: (…, n, …)`, `labels: (n)` → `(…, groups, …)`, in rising order of labels.
///
/// # Panics
/// If there is no such axis, or labels are not 1-d of its length.
///
/// # NumPy
/// `a[np.unique(labels, return_index=True)[1]]`; pandas' `groupby(labels).first(skipna=False)`.
///
/// # Examples
/// ```
/// let first = nd_ops::grouped_first(&['a', 'b', 'c'], &[1, 0, 1], 0);
/// assert_eq!(first.values, nd_core::array!['b', 'a']);
/// ```
/// ```should_panic
/// nd_ops::grouped_first(&[1, 2], &[1, 2], 1);
/// ```
#[track_caller]
pub fn grouped_first<A: ArrayLike<Elem: Element>, L: Label>(
    values: A,
    labels: impl ArrayLike<Elem = L>,
    axis: isize,
) -> Grouped<L, A::Elem> {
    grouped("grouped_first", values, labels.view(), axis, |values, codes, groups, axis| {
        let mut first = vec![0; groups];
        codes.iter().enumerate().rev().for_each(|(k, &code)| first[code] = k);
        values.take(first, axis as isize)
    })
}

/// The last of each group along `axis`, whatever it is; see [`grouped_first`].
///
/// # Panics
/// If there is no such axis, or labels are not 1-d of its length.
///
/// # NumPy
/// pandas' `groupby(labels).last(skipna=False)`.
///
/// # Examples
/// ```
/// let last = nd_ops::grouped_last(&['a', 'b', 'c'], &[1, 0, 1], 0);
/// assert_eq!(last.values, nd_core::array!['b', 'c']);
/// ```
/// ```should_panic
/// nd_ops::grouped_last(&[1, 2], &[1, 2], 1);
/// ```
#[track_caller]
pub fn grouped_last<A: ArrayLike<Elem: Element>, L: Label>(
    values: A,
    labels: impl ArrayLike<Elem = L>,
    axis: isize,
) -> Grouped<L, A::Elem> {
    grouped("grouped_last", values, labels.view(), axis, |values, codes, groups, axis| {
        let mut last = vec![0; groups];
        codes.iter().enumerate().for_each(|(k, &code)| last[code] = k);
        values.take(last, axis as isize)
    })
}
