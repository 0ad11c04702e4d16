//! `cummax` and `cummin`: extremes so far.

use super::Ordered;
use nd_core::{Array, ArrayLike, normalize_axis};

/// The largest element so far, along an axis; NaN from the first NaN on.
///
/// `a: (…, n, …)` → `(…, n, …)`.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.maximum.accumulate(a, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::cummax_axis(&array![[1, 5, 2], [4, 3, 6]], 1), array![[1, 5, 5], [4, 4, 6]]);
/// ```
/// ```should_panic
/// nd_ops::cummax_axis(&nd_core::array![1], 1);
/// ```
#[track_caller]
pub fn cummax_axis<A: ArrayLike<Elem: Ordered>>(a: A, axis: isize) -> Array<A::Elem> {
    let view = a.view();
    let axis = normalize_axis("cummax", axis, view.ndim()).unwrap_or_else(|e| panic!("{e}"));
    <A::Elem as Ordered>::cummax_of(view, axis)
}

/// The smallest element so far, along an axis; NaN from the first NaN on.
///
/// `a: (…, n, …)` → `(…, n, …)`.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.minimum.accumulate(a, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::cummin_axis(&array![[1, 5, 2], [4, 3, 6]], 0), array![[1, 5, 2], [1, 3, 2]]);
/// ```
/// ```should_panic
/// nd_ops::cummin_axis(&nd_core::array![1], 1);
/// ```
#[track_caller]
pub fn cummin_axis<A: ArrayLike<Elem: Ordered>>(a: A, axis: isize) -> Array<A::Elem> {
    let view = a.view();
    let axis = normalize_axis("cummin", axis, view.ndim()).unwrap_or_else(|e| panic!("{e}"));
    <A::Elem as Ordered>::cummin_of(view, axis)
}
