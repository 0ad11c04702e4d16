//! `var` and `std`.

use super::{Averaged, Moments};
use crate::over::Over;
use nd_core::{Array, ArrayLike};
use num_traits::AsPrimitive;

/// The variance of all elements (the mean squared distance from the mean); NaN if there are
/// none.
///
/// # NumPy
/// `np.var(a)`; computed in one pass, measured from an element and merged as Chan's method
/// does, so the last bits may differ: they are right further from zero than NumPy's, and
/// equal elements have a variance of exactly 0.
///
/// # Examples
/// ```
/// use nd_core::{Array, array};
///
/// assert_eq!(nd_ops::var(&array![1.0, 3.0]), 1.0);
/// assert!(nd_ops::var(&Array::<f64>::zeros([0])).is_nan());
/// ```
pub fn var<A: ArrayLike<Elem: Averaged>>(a: A) -> <A::Elem as Averaged>::Spread {
    var_ddof(a, 0)
}

/// The variance with divisor `count - ddof`: 1 for a sample's unbiased estimate.
///
/// NaN or infinite if `ddof` is not less than the count.
///
/// # NumPy
/// `np.var(a, ddof=ddof)`; `correction` in the Array API.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::var_ddof(&nd_core::array![1.0, 3.0], 1), 2.0);
/// assert!(nd_ops::var_ddof(&nd_core::array![1f64], 1).is_nan());
/// ```
pub fn var_ddof<A: ArrayLike<Elem: Averaged>>(
    a: A,
    ddof: impl AsPrimitive<f64>,
) -> <A::Elem as Averaged>::Spread {
    <A::Elem as Averaged>::moments_of(a.view()).var(ddof.as_())
}

/// The standard deviation of all elements; NaN if there are none.
///
/// # NumPy
/// `np.std(a)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::std(&nd_core::array![1.0, 5.0]), 2.0);
/// assert!(nd_ops::std(&nd_core::Array::<f64>::zeros([0])).is_nan());
/// ```
pub fn std<A: ArrayLike<Elem: Averaged>>(a: A) -> <A::Elem as Averaged>::Spread {
    std_ddof(a, 0)
}

/// The standard deviation with divisor `count - ddof`; see [`var_ddof`].
///
/// # NumPy
/// `np.std(a, ddof=ddof)`.
///
/// # Examples
/// ```
/// let sample = nd_ops::std_ddof(&nd_core::array![1.0, 3.0], 1);
/// assert_eq!(sample, 2f64.sqrt());
/// assert!(nd_ops::std_ddof(&nd_core::array![1f64], 1).is_nan());
/// ```
pub fn std_ddof<A: ArrayLike<Elem: Averaged>>(
    a: A,
    ddof: impl AsPrimitive<f64>,
) -> <A::Elem as Averaged>::Spread {
    <A::Elem as Averaged>::moments_of(a.view()).std(ddof.as_())
}

/// The variances over some axes, divided by the count less the [`ddof`](crate::ddof()) of the
/// axes; see [`var`].
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims).
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `np.var(a, axis, ddof=…, keepdims=…)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::ddof;
///
/// assert_eq!(nd_ops::var_axis(&array![[1.0, 2.0], [3.0, 6.0]], 0), array![1.0, 4.0]);
/// assert_eq!(nd_ops::var_axis(&array![[1.0, 3.0]], ddof(1, 1)), array![2.0]);
/// ```
/// ```should_panic
/// nd_ops::var_axis(&nd_core::array![1.0], 1);
/// ```
#[track_caller]
pub fn var_axis<A: ArrayLike<Elem: Averaged>>(
    a: A,
    axes: impl Into<Over>,
) -> Array<<A::Elem as Averaged>::Spread> {
    <A::Elem as Averaged>::variance_axis_of("var", a.view(), &axes.into(), Moments::var)
}

/// The standard deviations over some axes, with the [`ddof`](crate::ddof()) of the axes; see
/// [`std()`].
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `np.std(a, axis, ddof=…, keepdims=…)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let a = array![[1.0, 2.0], [3.0, 6.0]];
/// assert_eq!(nd_ops::std_axis(&a, 0), array![1.0, 2.0]);
/// assert_eq!(nd_ops::std_axis(&a, nd_ops::ddof(1, 0)), array![2f64.sqrt(), 8f64.sqrt()]);
/// ```
/// ```should_panic
/// nd_ops::std_axis(&nd_core::array![1.0], 1);
/// ```
#[track_caller]
pub fn std_axis<A: ArrayLike<Elem: Averaged>>(
    a: A,
    axes: impl Into<Over>,
) -> Array<<A::Elem as Averaged>::Spread> {
    <A::Elem as Averaged>::variance_axis_of("std", a.view(), &axes.into(), Moments::std)
}
