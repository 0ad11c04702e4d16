//! Sums, products, means and variances of groups.

use super::measures::one_axis;
use super::{Grouped, Label, grouped};
use crate::{AddedIn, Averaged, Over, Summable};
use nd_core::ArrayLike;

/// The sum of each group along `axis`.
///
/// `values: (…, n, …)`, `labels: (n)` → `(…, groups, …)`, in rising order of labels. Types as in
/// [`Summable`]: integers wrap. The rounding errors of floats are carried along, so they do not
/// grow with the size of a group. NaN and infinities stay in their group; no position, no group.
///
/// # Panics
/// If there is no such axis, or labels are not 1-d of its length.
///
/// # NumPy
/// `np.add.at`; pandas' `groupby(labels).sum(skipna=False)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let sums = nd_ops::grouped_sum(&array![1.0, 2.0, 4.0], &[1, -1, 1], 0);
/// assert_eq!((sums.labels, sums.values), (vec![-1, 1], array![2.0, 5.0]));
/// ```
/// ```should_panic
/// nd_ops::grouped_sum(&[1.0, 2.0], &[1, 2, 3], 0); // a label too many
/// ```
#[track_caller]
pub fn grouped_sum<A: ArrayLike<Elem: Summable>, L: Label>(
    values: A,
    labels: impl ArrayLike<Elem = L>,
    axis: isize,
) -> Grouped<L, <A::Elem as Summable>::Sum> {
    grouped("grouped_sum", values, labels.view(), axis, |values, codes, groups, axis| {
        <A::Elem as Summable>::narrow_all(A::Elem::grouped_sum_of(values, codes, groups, axis))
    })
}

/// The product of each group along `axis`; see [`grouped_sum`].
///
/// # Panics
/// If there is no such axis, or labels are not 1-d of its length.
///
/// # NumPy
/// `np.multiply.at`; pandas' `groupby(labels).prod(skipna=False)`.
///
/// # Examples
/// ```
/// let products = nd_ops::grouped_prod(&[2i64, 3, 5], &[0, 1, 0], 0);
/// assert_eq!(products.values, nd_core::array![10, 3]);
/// ```
/// ```should_panic
/// nd_ops::grouped_prod(&[1, 2], &[1, 2], 1);
/// ```
#[track_caller]
pub fn grouped_prod<A: ArrayLike<Elem: Summable>, L: Label>(
    values: A,
    labels: impl ArrayLike<Elem = L>,
    axis: isize,
) -> Grouped<L, <A::Elem as Summable>::Sum> {
    grouped("grouped_prod", values, labels.view(), axis, |values, codes, groups, axis| {
        <A::Elem as Summable>::narrow_all(A::Elem::grouped_prod_of(values, codes, groups, axis))
    })
}

/// The mean of each group along `axis`: its [sum](grouped_sum) by its size, in the types of
/// [`Averaged`].
///
/// # Panics
/// If there is no such axis, or labels are not 1-d of its length.
///
/// # NumPy
/// pandas' `groupby(labels).mean(skipna=False)`.
///
/// # Examples
/// ```
/// let means = nd_ops::grouped_mean(&[1, 2, 4], &[1, 0, 1], 0);
/// assert_eq!(means.values, nd_core::array![2.0, 2.5]);
/// ```
/// ```should_panic
/// nd_ops::grouped_mean(&[1, 2], &[1], 0);
/// ```
#[track_caller]
pub fn grouped_mean<A: ArrayLike<Elem: Averaged>, L: Label>(
    values: A,
    labels: impl ArrayLike<Elem = L>,
    axis: isize,
) -> Grouped<L, <A::Elem as Averaged>::Mean> {
    grouped("grouped_mean", values, labels.view(), axis, A::Elem::grouped_mean_of)
}

/// The variance of each group along an axis, divided by the size less the [`ddof`](crate::ddof())
/// of the axis; NaN, or infinite, where that is not positive, as [`var_ddof`](crate::var_ddof).
///
/// # Panics
/// If there is no such axis or more than one, or labels are not 1-d of its length.
///
/// # NumPy
/// pandas' `groupby(labels).var(ddof, skipna=False)`, where `ddof` is 1 unless given.
///
/// # Examples
/// ```
/// let variances = nd_ops::grouped_var(&[1.0, 7.0, 3.0], &[1, 0, 1], 0);
/// assert_eq!(variances.values, nd_core::array![0.0, 1.0]);
/// ```
/// ```should_panic
/// nd_ops::grouped_var(&[1.0, 2.0], &[1, 2], 1);
/// ```
#[track_caller]
pub fn grouped_var<A: ArrayLike<Elem: Averaged>, L: Label>(
    values: A,
    labels: impl ArrayLike<Elem = L>,
    axis: impl Into<Over>,
) -> Grouped<L, <A::Elem as Averaged>::Spread> {
    let over: Over = axis.into();
    let axis = one_axis("grouped_var", &over, values.view().ndim());
    grouped("grouped_var", values, labels.view(), axis, |values, codes, groups, axis| {
        A::Elem::grouped_variance_of(values, codes, groups, axis, over.ddof(), false)
    })
}

/// The standard deviation of each group along an axis, with the [`ddof`](crate::ddof()) of the
/// axis; see [`grouped_var`].
///
/// # Panics
/// If there is no such axis or more than one, or labels are not 1-d of its length.
///
/// # NumPy
/// pandas' `groupby(labels).std(ddof, skipna=False)`, where `ddof` is 1 unless given.
///
/// # Examples
/// ```
/// let deviations = nd_ops::grouped_std(&[1.0, 7.0, 5.0], &[1, 0, 1], 0);
/// assert_eq!(deviations.values, nd_core::array![0.0, 2.0]);
/// ```
/// ```should_panic
/// nd_ops::grouped_std(&[1.0, 2.0], &[1, 2], 1);
/// ```
#[track_caller]
pub fn grouped_std<A: ArrayLike<Elem: Averaged>, L: Label>(
    values: A,
    labels: impl ArrayLike<Elem = L>,
    axis: impl Into<Over>,
) -> Grouped<L, <A::Elem as Averaged>::Spread> {
    let over: Over = axis.into();
    let axis = one_axis("grouped_std", &over, values.view().ndim());
    grouped("grouped_std", values, labels.view(), axis, |values, codes, groups, axis| {
        A::Elem::grouped_variance_of(values, codes, groups, axis, over.ddof(), true)
    })
}
