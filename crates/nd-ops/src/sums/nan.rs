//! `nansum` and `nanprod`.

use super::{AddedIn, Summable};
use crate::over::Over;
use nd_core::{Array, ArrayLike};

/// The sum of the elements that are not NaN; 0 if there are none. Types as for
/// [`sum`](crate::sum()).
///
/// # NumPy
/// `np.nansum(a)`, with the same bits for contiguous 1-d arrays.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nansum(&array![1.5, f64::NAN, 2.0]), 3.5);
/// assert_eq!(nd_ops::nansum(&array![f64::NAN]), 0.0);
/// ```
pub fn nansum<A: ArrayLike<Elem: Summable>>(a: A) -> <A::Elem as Summable>::Sum {
    <A::Elem as Summable>::narrow(AddedIn::nansum_of(a.view()))
}

/// The sums over some axes of the elements that are not NaN; see [`nansum`].
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims).
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `np.nansum(a, axis)`; the last bits may differ as for [`sum_axis`](crate::sum_axis).
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nansum_axis(&array![[1.0, f64::NAN], [3.0, 4.0]], 0), array![4.0, 4.0]);
/// ```
/// ```should_panic
/// nd_ops::nansum_axis(&nd_core::array![1.0], 1);
/// ```
#[track_caller]
pub fn nansum_axis<A: ArrayLike<Elem: Summable>>(
    a: A,
    axes: impl Into<Over>,
) -> Array<<A::Elem as Summable>::Sum> {
    let sums = AddedIn::nansum_axis_of("nansum", a.view(), &axes.into());
    <A::Elem as Summable>::narrow_all(sums)
}

/// The product of the elements that are not NaN; 1 if there are none. Types as for
/// [`sum`](crate::sum()).
///
/// # NumPy
/// `np.nanprod(a)`; floats are multiplied in another order, so the last bits may differ.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nanprod(&array![1.5, f64::NAN, 2.0]), 3.0);
/// assert_eq!(nd_ops::nanprod(&array![f64::NAN]), 1.0);
/// ```
pub fn nanprod<A: ArrayLike<Elem: Summable>>(a: A) -> <A::Elem as Summable>::Sum {
    <A::Elem as Summable>::nanprod_of(a.view())
}

/// The products over some axes of the elements that are not NaN; see [`nanprod`].
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `np.nanprod(a, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nanprod_axis(&array![[2.0, f64::NAN], [3.0, 4.0]], 1), array![2.0, 12.0]);
/// ```
/// ```should_panic
/// nd_ops::nanprod_axis(&nd_core::array![1.0], 1);
/// ```
#[track_caller]
pub fn nanprod_axis<A: ArrayLike<Elem: Summable>>(
    a: A,
    axes: impl Into<Over>,
) -> Array<<A::Elem as Summable>::Sum> {
    <A::Elem as Summable>::nanprod_axis_of(a.view(), &axes.into())
}
