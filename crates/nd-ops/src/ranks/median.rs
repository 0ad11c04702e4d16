//! `median`.

use super::{Ranked, Wanted};
use crate::moments::Averaged;
use crate::over::Over;
use nd_core::{Array, ArrayLike};

/// The median of all elements; NaN if one is, or if there are none.
///
/// The middle element, or the mean of the two in the middle. Types as in [`Averaged`].
///
/// # NumPy
/// `np.median(a)`, without its warnings.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::median(&array![4, 1, 3, 2]), 2.5);
/// ```
pub fn median<A: ArrayLike<Elem: Ranked>>(a: A) -> <A::Elem as Averaged>::Mean {
    median_axis(a, ..)[[]]
}

/// The medians over some axes; see [`median`].
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims).
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `np.median(a, axis)`, without its warnings.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::median_axis(&array![[1, 9], [3, 5], [8, 7]], 0), array![3.0, 7.0]);
/// ```
/// ```should_panic
/// nd_ops::median_axis(&nd_core::array![1.0], 1);
/// ```
#[track_caller]
pub fn median_axis<A: ArrayLike<Elem: Ranked>>(
    a: A,
    axes: impl Into<Over>,
) -> Array<<A::Elem as Averaged>::Mean> {
    let over = axes.into();
    <A::Elem as Ranked>::ranks_axis_of("median", a.view(), &over, Wanted::Median, false)
}

/// The median of the elements that are not NaN; NaN if there are none.
///
/// The middle element, or the mean of the two in the middle. Types as in [`Averaged`].
///
/// # NumPy
/// `np.nanmedian(a)`, without its warnings.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nanmedian(&array![4.0, f64::NAN, 1.0, 2.0]), 2.0);
/// ```
pub fn nanmedian<A: ArrayLike<Elem: Ranked>>(a: A) -> <A::Elem as Averaged>::Mean {
    nanmedian_axis(a, ..)[[]]
}

/// The medians over some axes of the elements that are not NaN; see [`nanmedian`].
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims).
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `np.nanmedian(a, axis)`, without its warnings.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nanmedian_axis(&array![[1.0, f64::NAN], [3.0, 5.0], [8.0, 7.0]], 0), array![3.0, 6.0]);
/// ```
/// ```should_panic
/// nd_ops::nanmedian_axis(&nd_core::array![1.0], 1);
/// ```
#[track_caller]
pub fn nanmedian_axis<A: ArrayLike<Elem: Ranked>>(
    a: A,
    axes: impl Into<Over>,
) -> Array<<A::Elem as Averaged>::Mean> {
    let over = axes.into();
    <A::Elem as Ranked>::ranks_axis_of("nanmedian", a.view(), &over, Wanted::Median, true)
}
