//! Reductions of groups: positions of an axis that have one label.
//!
//! `label.rs` finds the groups, `codes.rs` and `composite.rs` how; `fold.rs` is the one walk over
//! values by a reducer, in their order; `gathered.rs` is the walk that brings the values of each
//! group together, for what needs all of them or has options (`measures.rs`). `rows.rs` is what has
//! a result for each position.

mod codes;
mod composite;
mod fold;
mod gathered;
mod indices;
mod kernels;
mod label;
mod measures;
mod members;
mod numbers;
mod options;
mod places;
mod regular;
mod rows;

pub use composite::{LabelColumns, label_columns};
#[allow(unused_imports)] // of hidden methods of element traits
pub(crate) use fold::{add_into, fold, merge_into, sums};
pub use indices::{group_indices, grouped_reduce};
pub use kernels::GroupKernels;
pub use label::{Codes, Label};
pub use measures::{
    grouped_max_with, grouped_mean_with, grouped_median, grouped_median_with, grouped_min_with,
    grouped_prod_with, grouped_quantile, grouped_quantile_with, grouped_sem, grouped_sem_with,
    grouped_std_with, grouped_sum_with, grouped_var_with,
};
pub use members::{
    grouped_all, grouped_any, grouped_count, grouped_first, grouped_last, grouped_max, grouped_min,
};
pub use numbers::{grouped_mean, grouped_prod, grouped_std, grouped_sum, grouped_var};
pub use options::GroupOptions;
pub(crate) use options::{Keyed, NONE};
pub use places::{
    grouped_all_with, grouped_any_with, grouped_argmax, grouped_argmax_with, grouped_argmin,
    grouped_argmin_with, grouped_count_with, grouped_first_with, grouped_last_with, grouped_nth,
    grouped_nth_with, grouped_nunique, grouped_nunique_with,
};
pub use regular::{BinEnd, BinOrigin, RegularBinError, RegularBinOptions, RegularBins};
pub use rows::{
    RankMethod, grouped_cumcount, grouped_cummax, grouped_cummax_with, grouped_cummin,
    grouped_cummin_with, grouped_cumprod, grouped_cumprod_with, grouped_cumsum,
    grouped_cumsum_with, grouped_ngroup, grouped_rank, grouped_rank_with, grouped_transform,
};

use crate::Averaged;
use nd_core::{Array, ArrayLike, Element, ShapeError, View, normalize_axis};

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

impl<L: Label, T: Element> Grouped<L, T> {
    /// The values of the groups that `labels` name, in their order, and `missing` where there is no such
    /// group: of bins or categories of which some are empty.
    ///
    /// # Panics
    /// If there is no such axis, or it is not that of the groups.
    ///
    /// # NumPy
    /// pandas' `reindex(labels, fill_value=missing)`; `groupby(…, observed=False)`.
    ///
    /// # Examples
    /// ```
    /// let sums = nd_ops::grouped_sum(&[1i64, 2, 4], &["c", "a", "c"][..], 0);
    /// let all = sums.for_labels(&["a", "b", "c"][..], 0, 0);
    /// assert_eq!(all.values, nd_core::array![2, 0, 5]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn for_labels(
        &self,
        labels: impl ArrayLike<Elem = L>,
        axis: isize,
        missing: T,
    ) -> Grouped<L, T> {
        let wanted: Vec<L> = labels.view().iter().cloned().collect();
        let values = self.picked(View::from_slice(&wanted), axis, missing, "for_labels");
        Grouped { labels: wanted, values }
    }

    /// For each position the value of its group, and `missing` where its label has none: an array of the
    /// shape of the one that was grouped.
    ///
    /// # Panics
    /// If there is no such axis, or it is not that of the groups.
    ///
    /// # NumPy
    /// pandas' `groupby(labels).transform("mean")`; `values[codes]`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let (a, labels) = (array![1.0, 2.0, 5.0], [7, 8, 7]);
    /// let means = nd_ops::grouped_mean(&a, &labels, 0);
    /// assert_eq!(&a - means.spread_back(&labels, 0, f64::NAN), array![-2.0, 0.0, 2.0]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn spread_back(
        &self,
        labels: impl ArrayLike<Elem = L>,
        axis: isize,
        missing: T,
    ) -> Array<T> {
        self.picked(labels.view(), axis, missing, "spread_back")
    }

    #[track_caller]
    fn picked(&self, wanted: View<'_, L>, axis: isize, missing: T, op: &'static str) -> Array<T> {
        let axis = normalize_axis(op, axis, self.values.ndim());
        let axis = axis.unwrap_or_else(|error| panic!("{error}"));
        let groups = self.labels.len();
        assert!(self.values.shape()[axis] == groups, "{op}: axis {axis} is not that of the groups");
        let all: Vec<L> = self.labels.iter().chain(wanted.iter()).cloned().collect();
        let codes = L::codes_of(View::from_slice(&all)).codes;
        let mut place = vec![groups; codes.iter().max().map_or(0, |&most| most + 1)];
        codes[..groups].iter().enumerate().for_each(|(k, &code)| place[code] = k);
        let mut shape = self.values.shape().to_vec();
        shape[axis] = 1;
        let filler = Array::full(shape, missing);
        let padded = nd_core::concat(&[self.values.view(), filler.view()], axis as isize);
        let places: Vec<usize> = codes[groups..].iter().map(|&code| place[code]).collect();
        padded.take(places, axis as isize)
    }
}

/// The axis, whose length labels must have.
#[track_caller]
fn labelled(op: &'static str, shape: &[usize], labels: &[usize], axis: isize) -> usize {
    let axis = normalize_axis(op, axis, shape.len()).unwrap_or_else(|error| panic!("{error}"));
    let n = shape[axis];
    if labels != [n] {
        let op = format!("{op}: labels of axis {axis}").into();
        let (left, right) = (Box::from([n]), labels.into());
        panic!("{}", ShapeError::Mismatch { op, left, right });
    }
    axis
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
    let mut means = nd_core::huge::room(flat.len());
    if inner > 0 {
        for (row, sums) in flat.chunks_exact(inner).enumerate() {
            let count = counts[row % counts.len()];
            means.extend(sums.iter().map(|&sum| T::mean(sum, count)));
        }
    }
    Array::from_shape_vec(sums.shape(), means)
}

/// The groups, and what `reduce` makes of the values by their codes.
#[track_caller]
fn grouped<A: ArrayLike<Elem: Element>, L: Label, U>(
    op: &'static str,
    values: A,
    labels: View<'_, L>,
    axis: isize,
    reduce: impl FnOnce(View<'_, A::Elem>, &[usize], usize, usize) -> Array<U>,
) -> Grouped<L, U> {
    let values = values.view();
    let axis = labelled(op, values.shape(), labels.shape(), axis);
    let Keyed { labels, codes, dropped } = Keyed::new(labels, &GroupOptions::default());
    let values = if dropped {
        let kept: Vec<usize> = (0..codes.len()).filter(|&k| codes[k] != NONE).collect();
        let codes: Vec<usize> = kept.iter().map(|&k| codes[k]).collect();
        reduce(values.take(kept, axis as isize).view(), &codes, labels.len(), axis)
    } else {
        reduce(values, &codes, labels.len(), axis)
    };
    Grouped { labels, values }
}
