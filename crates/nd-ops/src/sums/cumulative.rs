//! `cumsum` and `cumprod`, also of the elements that are not NaN.

use super::Summable;
use nd_core::{Array, ArrayLike, normalize_axis, s};

/// The running sums of all elements in C order, as a 1-d array.
///
/// Added one after the other, as NumPy does, with the same bits (16-bit floats are added up in
/// `f32`, and each result rounded once). Types as in [`Summable`].
///
/// # NumPy
/// `np.cumsum(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::cumsum(&array![[1i64, 2], [3, 4]]), array![1, 3, 6, 10]);
/// ```
pub fn cumsum<A: ArrayLike<Elem: Summable>>(a: A) -> Array<<A::Elem as Summable>::Sum> {
    let flat = a.view().ravel();
    <A::Elem as Summable>::cumsum_of(flat.slice(s![..]), 0)
}

/// The running sums along an axis.
///
/// `a: (…, n, …)` → `(…, n, …)`.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.cumsum(a, axis)`; `np.cumulative_sum` in the Array API.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::cumsum_axis(&array![[1i64, 2], [3, 4]], 0), array![[1, 2], [4, 6]]);
/// ```
/// ```should_panic
/// nd_ops::cumsum_axis(&nd_core::array![1], 1);
/// ```
#[track_caller]
pub fn cumsum_axis<A: ArrayLike<Elem: Summable>>(
    a: A,
    axis: isize,
) -> Array<<A::Elem as Summable>::Sum> {
    let view = a.view();
    let axis = normalize_axis("cumsum", axis, view.ndim()).unwrap_or_else(|e| panic!("{e}"));
    <A::Elem as Summable>::cumsum_of(view, axis)
}

/// The running products of all elements in C order, as a 1-d array.
///
/// Integers wrap. Types as in [`Summable`].
///
/// # NumPy
/// `np.cumprod(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::cumprod(&array![[1i64, 2], [3, 4]]), array![1, 2, 6, 24]);
/// ```
pub fn cumprod<A: ArrayLike<Elem: Summable>>(a: A) -> Array<<A::Elem as Summable>::Sum> {
    let flat = a.view().ravel();
    <A::Elem as Summable>::cumprod_of(flat.slice(s![..]), 0)
}

/// The running products along an axis; see [`cumprod`].
///
/// `a: (…, n, …)` → `(…, n, …)`.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.cumprod(a, axis)`; `np.cumulative_prod` in the Array API.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::cumprod_axis(&array![[1i64, 2], [3, 4]], 0), array![[1, 2], [3, 8]]);
/// ```
/// ```should_panic
/// nd_ops::cumprod_axis(&nd_core::array![1.0], 1);
/// ```
#[track_caller]
pub fn cumprod_axis<A: ArrayLike<Elem: Summable>>(
    a: A,
    axis: isize,
) -> Array<<A::Elem as Summable>::Sum> {
    let view = a.view();
    let axis = normalize_axis("cumprod", axis, view.ndim()).unwrap_or_else(|e| panic!("{e}"));
    <A::Elem as Summable>::cumprod_of(view, axis)
}

/// The running sums of all elements in C order, as a 1-d array.
///
/// NaN counts as 0. Types as in [`Summable`].
///
/// # NumPy
/// `np.nancumsum(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nancumsum(&array![1.0, f64::NAN, 2.0]), array![1.0, 1.0, 3.0]);
/// ```
pub fn nancumsum<A: ArrayLike<Elem: Summable>>(a: A) -> Array<<A::Elem as Summable>::Sum> {
    let flat = a.view().ravel();
    <A::Elem as Summable>::nancumsum_of(flat.slice(s![..]), 0)
}

/// The running sums along an axis; see [`nancumsum`].
///
/// `a: (…, n, …)` → `(…, n, …)`.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.nancumsum(a, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nancumsum_axis(&array![[f64::NAN, 2.0], [3.0, 4.0]], 0), array![[0.0, 2.0], [3.0, 6.0]]);
/// ```
/// ```should_panic
/// nd_ops::nancumsum_axis(&nd_core::array![1.0], 1);
/// ```
#[track_caller]
pub fn nancumsum_axis<A: ArrayLike<Elem: Summable>>(
    a: A,
    axis: isize,
) -> Array<<A::Elem as Summable>::Sum> {
    let view = a.view();
    let axis = normalize_axis("nancumsum", axis, view.ndim()).unwrap_or_else(|e| panic!("{e}"));
    <A::Elem as Summable>::nancumsum_of(view, axis)
}

/// The running products of all elements in C order, as a 1-d array.
///
/// NaN counts as 1. Types as in [`Summable`].
///
/// # NumPy
/// `np.nancumprod(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nancumprod(&array![2.0, f64::NAN, 3.0]), array![2.0, 2.0, 6.0]);
/// ```
pub fn nancumprod<A: ArrayLike<Elem: Summable>>(a: A) -> Array<<A::Elem as Summable>::Sum> {
    let flat = a.view().ravel();
    <A::Elem as Summable>::nancumprod_of(flat.slice(s![..]), 0)
}

/// The running products along an axis; see [`nancumprod`].
///
/// `a: (…, n, …)` → `(…, n, …)`.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.nancumprod(a, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nancumprod_axis(&array![[f64::NAN, 2.0], [3.0, 4.0]], 0), array![[1.0, 2.0], [3.0, 8.0]]);
/// ```
/// ```should_panic
/// nd_ops::nancumprod_axis(&nd_core::array![1.0], 1);
/// ```
#[track_caller]
pub fn nancumprod_axis<A: ArrayLike<Elem: Summable>>(
    a: A,
    axis: isize,
) -> Array<<A::Elem as Summable>::Sum> {
    let view = a.view();
    let axis = normalize_axis("nancumprod", axis, view.ndim()).unwrap_or_else(|e| panic!("{e}"));
    <A::Elem as Summable>::nancumprod_of(view, axis)
}
