//! `ptp`: from peak to peak.

use super::Ranked;
use crate::over::Over;
use nd_core::{Array, ArrayLike};

/// The largest element less the smallest one; NaN if there is one. Integers wrap.
///
/// # Panics
/// If there is no element.
///
/// # NumPy
/// `np.ptp(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::ptp(&array![[1, 7], [3, 2]]), 6);
/// assert_eq!(nd_ops::ptp(&array![-100i8, 100]), -56); // wraps
/// ```
/// ```should_panic
/// nd_ops::ptp(&nd_core::Array::<f64>::zeros([0]));
/// ```
#[track_caller]
pub fn ptp<A: ArrayLike<Elem: Ranked>>(a: A) -> A::Elem {
    ptp_axis(a, ..)[[]]
}

/// The largest elements over some axes less the smallest ones; see [`ptp`].
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims).
///
/// # Panics
/// If an axis does not exist or is named twice, or a result would be of no element.
///
/// # NumPy
/// `np.ptp(a, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::ptp_axis(&array![[1, 7], [3, 2]], 1), array![6, 1]);
/// ```
/// ```should_panic
/// nd_ops::ptp_axis(&nd_core::array![1], 1);
/// ```
#[track_caller]
pub fn ptp_axis<A: ArrayLike<Elem: Ranked>>(a: A, axes: impl Into<Over>) -> Array<A::Elem> {
    <A::Elem as Ranked>::ptp_axis_of(a.view(), &axes.into())
}
