//! Reductions of groups: positions of an axis that have one label.
//!
//! `label.rs` finds the groups, `fold.rs` is the one walk over values, by a reducer; here are the
//! functions, each a call of hidden methods of the element type.

mod fold;
mod label;
mod members;
mod numbers;

pub(crate) use fold::{add_into, fold, merge_into, sums};
pub use label::{Codes, Label};
pub use members::{
    grouped_all, grouped_any, grouped_count, grouped_first, grouped_last, grouped_max, grouped_min,
};
pub use numbers::{grouped_mean, grouped_prod, grouped_std, grouped_sum, grouped_var};

use crate::moments::Averaged;
use nd_core::{Array, ArrayLike, ShapeError, View, normalize_axis};

/// One value for each group: `values[…, k, …]` is that of the positions labelled `labels[k]`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{Grouped, grouped_sum};
///
/// let days = [5, 2, 5];
/// let Grouped { labels, values } = grouped_sum(&array![[1i64, 2, 3], [4, 5, 6]], &days, 1);
/// assert_eq!(labels, [2, 5]); // in rising order
/// assert_eq!(values, array![[2, 4], [5, 10]]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Grouped<L, T> {
    /// Each label that there is, in rising order; negative ones are labels like others.
    pub labels: Vec<L>,
    /// The values, with the groups along the axis that was grouped.
    pub values: Array<T>,
}

/// The groups of `labels`, which must be one for each position of `axis`.
#[track_caller]
fn groups<L: Label>(
    op: &'static str,
    shape: &[usize],
    labels: View<'_, L>,
    axis: isize,
) -> (Codes<L>, usize) {
    let axis = normalize_axis(op, axis, shape.len()).unwrap_or_else(|error| panic!("{error}"));
    let n = shape[axis];
    if labels.shape() != [n] {
        let op = format!("{op}: labels of axis {axis}").into();
        let (left, right) = (Box::from([n]), labels.shape().into());
        panic!("{}", ShapeError::Mismatch { op, left, right });
    }
    (L::codes_of(labels), axis)
}

/// How many positions each group has.
pub(crate) fn sizes(codes: &[usize], groups: usize) -> Vec<usize> {
    let mut sizes = vec![0; groups];
    codes.iter().for_each(|&code| sizes[code] += 1);
    sizes
}

/// Sums as means: `counts` are those along `axis`.
pub(crate) fn means<T: Averaged>(
    sums: &Array<T::Work>,
    counts: &[usize],
    axis: usize,
) -> Array<T::Mean> {
    let inner: usize = sums.shape()[axis + 1..].iter().product();
    let flat = sums.view().ravel();
    let flat = flat.view().as_slice().expect("ravel is contiguous");
    let mut means = Vec::with_capacity(flat.len());
    for (i, &sum) in flat.iter().enumerate() {
        means.push(T::mean(sum, counts[i / inner % counts.len()]));
    }
    Array::from_shape_vec(sums.shape(), means)
}

/// The groups, and what `reduce` makes of the values by their codes.
#[track_caller]
fn grouped<A: ArrayLike, L: Label, U>(
    op: &'static str,
    values: A,
    labels: View<'_, L>,
    axis: isize,
    reduce: impl FnOnce(View<'_, A::Elem>, &[usize], usize, usize) -> Array<U>,
) -> Grouped<L, U> {
    let values = values.view();
    let (Codes { labels, codes }, axis) = groups(op, values.shape(), labels, axis);
    let values = reduce(values, &codes, labels.len(), axis);
    Grouped { labels, values }
}
