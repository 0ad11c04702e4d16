//! `average`: means with weights.

use super::Averaged;
use crate::over::Over;
use crate::sums::AddedIn;
use nd_core::{Array, ArrayLike, Axes, View};
use num_traits::Zero;
use std::fmt;

/// The weights of an average add up to zero.
///
/// # NumPy
/// The `ZeroDivisionError` of `np.average`.
///
/// # Examples
/// ```
/// let error = nd_ops::average([1.0, 2.0], [1.0, -1.0]).unwrap_err();
/// assert_eq!(error.to_string(), "average: weights that add up to zero");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ZeroWeights;

impl fmt::Display for ZeroWeights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("average: weights that add up to zero")
    }
}

impl std::error::Error for ZeroWeights {}

/// The mean of all elements, each as often as its weight says; NaN where an element or a weight
/// is, also for elements of weight 0.
///
/// `a` and `weights` have the same shape. Weights are of the type in which the mean is
/// computed ([`Averaged`]): `f64` for integers.
///
/// # Panics
/// If the shapes differ.
///
/// # Errors
/// If the weights add up to zero, as no weights do.
///
/// # NumPy
/// `np.average(a, weights=weights)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::average(&array![1, 2, 6], &array![1.0, 1.0, 2.0]), Ok(3.75));
/// ```
/// ```should_panic
/// let _ = nd_ops::average([1.0, 2.0], [1.0]);
/// ```
#[track_caller]
pub fn average<A: ArrayLike<Elem: Averaged>>(
    a: A,
    weights: impl ArrayLike<Elem = <A::Elem as Averaged>::Work>,
) -> Result<<A::Elem as Averaged>::Mean, ZeroWeights> {
    average_axis(a, .., weights).map(|all| all[[]])
}

/// The means over some axes, each element as often as its weight says; see [`average`].
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims). `weights` have
/// the shape of `a`, or only the axes that are averaged, in the order in which `a` has them.
///
/// # Panics
/// If an axis does not exist or is named twice, or the weights have another shape.
///
/// # Errors
/// If the weights of a result add up to zero.
///
/// # NumPy
/// `np.average(a, axis, weights)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let a = array![[1.0, 2.0], [4.0, 6.0]];
/// assert_eq!(nd_ops::average_axis(&a, 1, [1.0, 3.0]), Ok(array![1.75, 5.5]));
/// ```
/// ```should_panic
/// let _ = nd_ops::average_axis([[1.0, 2.0]], 1, [1.0, 2.0, 3.0]);
/// ```
#[track_caller]
pub fn average_axis<A: ArrayLike<Elem: Averaged>>(
    a: A,
    axes: impl Into<Over>,
    weights: impl ArrayLike<Elem = <A::Elem as Averaged>::Work>,
) -> Result<Array<<A::Elem as Averaged>::Mean>, ZeroWeights> {
    let (view, over, weights) = (a.view(), axes.into(), weights.view());
    let axes = over.axes_only("average", view.ndim());
    let weights = spread_out(weights, view.shape(), &axes);
    let weights = weights.broadcast_to(view.shape());
    let totals =
        <<A::Elem as Averaged>::Work as AddedIn<_>>::sum_axis_of("average", weights, &over);
    if totals.iter().any(Zero::is_zero) {
        return Err(ZeroWeights);
    }
    let sums = <A::Elem as Averaged>::weighted_sums_of("average", view, weights, &over);
    Ok(<A::Elem as Averaged>::shares_of(sums.view(), totals.view()))
}

/// Weights with as many axes as what they weigh.
#[track_caller]
fn spread_out<'a, W>(weights: View<'a, W>, shape: &[usize], axes: &Axes) -> View<'a, W> {
    if weights.shape() == shape {
        return weights;
    }
    let averaged: Vec<usize> =
        (0..shape.len()).filter(|d| axes.contains(d)).map(|d| shape[d]).collect();
    if weights.shape() != averaged {
        panic!(
            "average: weights of shape {:?} for elements of shape {shape:?} over axes {:?}",
            weights.shape(),
            &axes[..]
        );
    }
    let mut weights = weights;
    for axis in (0..shape.len()).filter(|axis| !axes.contains(axis)) {
        weights = weights.expand_dims(axis as isize);
    }
    weights
}
