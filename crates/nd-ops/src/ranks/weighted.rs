//! Quantiles of elements with weights.

use super::Ranked;
use crate::moments::Averaged;
use crate::order::refuse_empty;
use nd_core::{Array, ArrayLike, ShapeError, View, normalize_axis, threads};
use num_traits::Zero;
use std::fmt;

/// Why weights have no quantile.
///
/// # NumPy
/// The `ValueError`s of `np.quantile(…, weights=…)`.
///
/// # Examples
/// ```
/// use nd_ops::{WeightError, quantile_weighted};
///
/// assert_eq!(quantile_weighted([1.0, 2.0], 0.5, [1.0, -1.0]), Err(WeightError::Negative { place: 1 }));
/// assert_eq!(quantile_weighted([1.0, 2.0], 0.5, [0.0, 0.0]), Err(WeightError::Total { total: 0.0 }));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum WeightError {
    /// A weight is below 0.
    Negative {
        /// Where in its lane.
        place: usize,
    },
    /// The weights of a lane add up to nothing, to infinity or to NaN.
    Total {
        /// Their sum.
        total: f64,
    },
}

impl fmt::Display for WeightError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Negative { place } => write!(f, "quantile: the weight at {place} is negative"),
            Self::Total { total } => write!(f, "quantile: weights that add up to {total}"),
        }
    }
}

impl std::error::Error for WeightError {}

/// The body: weights have the shape of the elements.
#[track_caller]
pub(super) fn along<T: Ranked>(
    a: View<'_, T>,
    weights: View<'_, f64>,
    q: f64,
    axis: usize,
) -> Result<Array<T::Mean>, WeightError> {
    let shape = a.shape();
    let (n, kept) = (shape[axis], [&shape[..axis], &shape[axis + 1..]].concat());
    let lanes: usize = kept.iter().product();
    if n == 0 && lanes > 0 {
        refuse_empty("quantile", shape, n);
    }
    let elements = a.moveaxis(axis as isize, -1).to_array().into_vec();
    let weights = weights.moveaxis(axis as isize, -1).to_array().into_vec();
    let results = threads::collect(lanes, &|lane| {
        let range = lane * n..(lane + 1) * n;
        of_lane(&elements[range.clone()], &weights[range], q)
    });
    let results: Vec<T::Mean> = results.into_iter().collect::<Result<_, _>>()?;
    Ok(Array::from_shape_vec(kept, results))
}

/// The first element, in order, up to which the share `q` of all weight lies.
fn of_lane<T: Ranked>(lane: &[T], weights: &[f64], q: f64) -> Result<T::Mean, WeightError> {
    if let Some(place) = weights.iter().position(|&weight| weight < 0.0) {
        return Err(WeightError::Negative { place });
    }
    let order = T::argsort_of(View::from_slice(lane), 0);
    let mut sum = 0.0;
    let sums: Vec<f64> = order
        .iter()
        .map(|&at| {
            sum += weights[at];
            sum
        })
        .collect();
    if !(sum > 0.0 && sum.is_finite()) {
        return Err(WeightError::Total { total: sum });
    }
    if lane.iter().any(|x| x.is_missing()) {
        return Ok(T::mean(T::Work::zero(), 0));
    }
    // What has no weight is before every share, also before none.
    let found = sums.iter().position(|&part| part > 0.0 && part / sum >= q);
    let place = found.unwrap_or(lane.len() - 1);
    Ok(T::mean(lane[order[[place]]].widened(), 1))
}

/// The element up to which the fraction `q` of all weight lies; NaN if an element is.
///
/// `a` and `weights` of one shape. The first element, in order, at which the sum of the weights so far is at least the
/// fraction `q` of all weight; elements without weight are none. Types as in [`Averaged`].
///
/// # Panics
/// If the shapes differ, `q` is not in `0..=1`, or there is no element.
///
/// # Errors
/// [`WeightError`]: a weight is negative, or they add up to nothing, infinity or NaN.
///
/// # NumPy
/// `np.quantile(a, q, weights=weights, method="inverted_cdf")`, the one method that has weights.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::quantile_weighted([3.0, 1.0, 2.0], 0.5, [4.0, 1.0, 1.0]), Ok(3.0));
/// ```
/// ```should_panic
/// let _ = nd_ops::quantile_weighted([3.0, 1.0], 0.5, [4.0]);
/// ```
#[track_caller]
pub fn quantile_weighted<A: ArrayLike<Elem: Ranked>>(
    a: A,
    q: f64,
    weights: impl ArrayLike<Elem = f64>,
) -> Result<<A::Elem as Averaged>::Mean, WeightError> {
    let (a, weights) = (a.view(), weights.view());
    let (flat, all) = (a.ravel(), weights.ravel());
    check(q, a.shape(), weights.shape());
    Ok(<A::Elem as Ranked>::weighted_of(flat.view(), all.view(), q, 0)?[[]])
}

/// As [`quantile_weighted`], of each lane along an axis.
///
/// `a: (…, n, …)`, weights of the same shape, or `(n,)` for all lanes → `(…, …)`.
///
/// # Panics
/// If there is no such axis, the shapes do not fit, `q` is not in `0..=1`, or lanes have no element.
///
/// # Errors
/// [`WeightError`], of the first lane that has one.
///
/// # NumPy
/// `np.quantile(a, q, axis, weights=weights, method="inverted_cdf")`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let a = array![[1, 2], [3, 4], [5, 6]];
/// let medians = nd_ops::quantile_weighted_axis(&a, 0.5, [0.0, 1.0, 1.0], 0);
/// assert_eq!(medians, Ok(array![3.0, 4.0]));
/// ```
#[track_caller]
pub fn quantile_weighted_axis<A: ArrayLike<Elem: Ranked>>(
    a: A,
    q: f64,
    weights: impl ArrayLike<Elem = f64>,
    axis: isize,
) -> Result<Array<<A::Elem as Averaged>::Mean>, WeightError> {
    let (a, weights) = (a.view(), weights.view());
    let axis = normalize_axis("quantile", axis, a.ndim()).unwrap_or_else(|error| panic!("{error}"));
    let stretched;
    let weights = if weights.ndim() == 1 && a.ndim() > 1 {
        check(q, &a.shape()[axis..=axis], weights.shape());
        let mut shape = vec![1; a.ndim()];
        shape[axis] = weights.size();
        stretched = weights.to_array().into_reshaped(&shape[..]);
        stretched.broadcast_to(a.shape())
    } else {
        check(q, a.shape(), weights.shape());
        weights
    };
    <A::Elem as Ranked>::weighted_of(a, weights, q, axis)
}

#[track_caller]
fn check(q: f64, shape: &[usize], weights: &[usize]) {
    if !(0.0..=1.0).contains(&q) {
        panic!("quantile: {q} is not in the range from 0 to 1");
    }
    if shape != weights {
        let op = "quantile (elements, then weights)".into();
        panic!("{}", ShapeError::Mismatch { op, left: shape.into(), right: weights.into() });
    }
}
