//! `nanmean`, `nanvar`, `nanstd`.

use super::{Averaged, Moments};
use crate::over::Over;
use crate::sums::AddedIn;
use nd_core::{Array, ArrayLike};
use num_traits::AsPrimitive;

/// The mean of the elements that are not NaN; NaN if there are none.
///
/// # NumPy
/// `np.nanmean(a)`, without its warning; with the same bits for contiguous 1-d `f32` and `f64`
/// arrays.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nanmean(&array![1.0, f64::NAN, 4.0]), 2.5);
/// assert!(nd_ops::nanmean(&array![f64::NAN]).is_nan());
/// ```
pub fn nanmean<A: ArrayLike<Elem: Averaged>>(a: A) -> <A::Elem as Averaged>::Mean {
    let view = a.view();
    let count = <A::Elem as AddedIn<<A::Elem as Averaged>::Work>>::count_numbers_of(view);
    <A::Elem as Averaged>::mean(AddedIn::nansum_of(view), count)
}

/// The means over some axes of the elements that are not NaN; see [`nanmean`].
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims).
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `np.nanmean(a, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nanmean_axis(&array![[1.0, f64::NAN], [3.0, 5.0]], 0), array![2.0, 5.0]);
/// ```
/// ```should_panic
/// nd_ops::nanmean_axis(&nd_core::array![1.0], 1);
/// ```
#[track_caller]
pub fn nanmean_axis<A: ArrayLike<Elem: Averaged>>(
    a: A,
    axes: impl Into<Over>,
) -> Array<<A::Elem as Averaged>::Mean> {
    <A::Elem as Averaged>::nanmean_axis_of("nanmean", a.view(), &axes.into())
}

/// The variance of the elements that are not NaN; NaN if there are none.
///
/// # NumPy
/// `np.nanvar(a)`, without its warning; computed as [`var`](crate::var()) is.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nanvar(&array![1.0, f64::NAN, 3.0]), 1.0);
/// assert!(nd_ops::nanvar(&array![f64::NAN]).is_nan());
/// ```
pub fn nanvar<A: ArrayLike<Elem: Averaged>>(a: A) -> <A::Elem as Averaged>::Spread {
    nanvar_ddof(a, 0)
}

/// The variance of the elements that are not NaN with divisor `count - ddof`; see [`nanvar`].
///
/// NaN if `ddof` is not less than the count of those elements. (For integers as
/// [`var_ddof`](crate::var_ddof).)
///
/// # NumPy
/// `np.nanvar(a, ddof=ddof)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nanvar_ddof(&array![1.0, f64::NAN, 3.0], 1), 2.0);
/// assert!(nd_ops::nanvar_ddof(&array![1.0, 2.0, f64::NAN], 2).is_nan());
/// ```
pub fn nanvar_ddof<A: ArrayLike<Elem: Averaged>>(
    a: A,
    ddof: impl AsPrimitive<f64>,
) -> <A::Elem as Averaged>::Spread {
    <A::Elem as Averaged>::number_moments_of(a.view()).nanvar(ddof.as_())
}

/// The standard deviation of the elements that are not NaN; NaN if there are none.
///
/// # NumPy
/// `np.nanstd(a)`, without its warning.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::nanstd(&nd_core::array![1.0, f64::NAN, 5.0]), 2.0);
/// ```
pub fn nanstd<A: ArrayLike<Elem: Averaged>>(a: A) -> <A::Elem as Averaged>::Spread {
    nanstd_ddof(a, 0)
}

/// The standard deviation of the elements that are not NaN with divisor `count - ddof`; see
/// [`nanvar_ddof`].
///
/// # NumPy
/// `np.nanstd(a, ddof=ddof)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::nanstd_ddof(&nd_core::array![1.0, f64::NAN, 3.0], 1), 2f64.sqrt());
/// ```
pub fn nanstd_ddof<A: ArrayLike<Elem: Averaged>>(
    a: A,
    ddof: impl AsPrimitive<f64>,
) -> <A::Elem as Averaged>::Spread {
    <A::Elem as Averaged>::number_moments_of(a.view()).nanstd(ddof.as_())
}

/// The variances over some axes of the elements that are not NaN, with the
/// [`ddof`](crate::ddof()) of the axes; see [`nanvar_ddof`].
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims).
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `np.nanvar(a, axis, ddof=…, keepdims=…)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nanvar_axis(&array![[1.0, 2.0], [3.0, f64::NAN]], 0), array![1.0, 0.0]);
/// ```
/// ```should_panic
/// nd_ops::nanvar_axis(&nd_core::array![1.0], 1);
/// ```
#[track_caller]
pub fn nanvar_axis<A: ArrayLike<Elem: Averaged>>(
    a: A,
    axes: impl Into<Over>,
) -> Array<<A::Elem as Averaged>::Spread> {
    let over = axes.into();
    let moments = <A::Elem as Averaged>::number_moments_axis_of("nanvar", a.view(), &over);
    <A::Elem as Averaged>::finish_variances_of(moments.view(), over.ddof(), Moments::nanvar)
}

/// The standard deviations over some axes of the elements that are not NaN, with the
/// [`ddof`](crate::ddof()) of the axes; see [`nanvar_ddof`].
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `np.nanstd(a, axis, ddof=…, keepdims=…)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nanstd_axis(&array![[1.0, 2.0], [5.0, f64::NAN]], 0), array![2.0, 0.0]);
/// ```
/// ```should_panic
/// nd_ops::nanstd_axis(&nd_core::array![1.0], 1);
/// ```
#[track_caller]
pub fn nanstd_axis<A: ArrayLike<Elem: Averaged>>(
    a: A,
    axes: impl Into<Over>,
) -> Array<<A::Elem as Averaged>::Spread> {
    let over = axes.into();
    let moments = <A::Elem as Averaged>::number_moments_axis_of("nanstd", a.view(), &over);
    <A::Elem as Averaged>::finish_variances_of(moments.view(), over.ddof(), Moments::nanstd)
}
