//! `cumsum` and `cumprod`, also of the elements that are not NaN.

use super::Summable;
use nd_core::{Array, ArrayLike, concat, normalize_axis, s};
use num_traits::{One, Zero};

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
/// `np.cumsum(a, axis)`.
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
/// `np.cumprod(a, axis)`.
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

/// What [`cumulative_sum_with`] and [`cumulative_prod_with`] begin with.
///
/// # Examples
/// ```
/// use nd_ops::CumulativeOptions;
///
/// assert!(!CumulativeOptions::default().include_initial);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CumulativeOptions {
    /// Whether the sum, or product, of no element stands before the others.
    pub include_initial: bool,
}

impl CumulativeOptions {
    /// Whether the sum, or product, of no element stands before the others.
    ///
    /// # NumPy
    /// `include_initial`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::{CumulativeOptions, cumulative_prod_with};
    ///
    /// let from_one = CumulativeOptions::default().include_initial(true);
    /// assert_eq!(cumulative_prod_with(&array![2i64, 3, 4], 0, &from_one), array![1, 2, 6, 24]);
    /// ```
    pub fn include_initial(self, include_initial: bool) -> CumulativeOptions {
        CumulativeOptions { include_initial }
    }
}

/// The running sums along an axis, the Array API's way; see [`cumsum`].
///
/// `a: (…, n, …)` → `(…, n, …)`.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.cumulative_sum(a, axis=axis)`; there the axis may be left out for one axis.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::cumulative_sum(&array![1i64, 2, 3], 0), array![1, 3, 6]);
/// ```
#[track_caller]
pub fn cumulative_sum<A: ArrayLike<Elem: Summable>>(
    a: A,
    axis: isize,
) -> Array<<A::Elem as Summable>::Sum> {
    cumulative_sum_with(a, axis, &CumulativeOptions::default())
}

/// As [`cumulative_sum`], perhaps from 0 on.
///
/// `a: (…, n, …)` → `(…, n, …)`, or `(…, n + 1, …)` with the initial value.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.cumulative_sum(a, axis=axis, include_initial=…)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{CumulativeOptions, cumulative_sum_with};
///
/// let options = CumulativeOptions::default().include_initial(true);
/// assert_eq!(cumulative_sum_with(&array![1i64, 2, 3], 0, &options), array![0, 1, 3, 6]);
/// ```
#[track_caller]
pub fn cumulative_sum_with<A: ArrayLike<Elem: Summable>>(
    a: A,
    axis: isize,
    options: &CumulativeOptions,
) -> Array<<A::Elem as Summable>::Sum> {
    let view = a.view();
    let at = normalize_axis("cumulative_sum", axis, view.ndim()).unwrap_or_else(|e| panic!("{e}"));
    let results = <A::Elem as Summable>::cumsum_of(view, at);
    if !options.include_initial {
        return results;
    }
    let mut shape = view.shape().to_vec();
    shape[at] = 1;
    let initial = Array::full(shape.as_slice(), <A::Elem as Summable>::Sum::zero());
    concat(&[initial.view(), results.view()], axis)
}

/// The running products along an axis, the Array API's way; see [`cumprod`].
///
/// `a: (…, n, …)` → `(…, n, …)`.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.cumulative_prod(a, axis=axis)`; there the axis may be left out for one axis.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::cumulative_prod(&array![1i64, 2, 3], 0), array![1, 2, 6]);
/// ```
#[track_caller]
pub fn cumulative_prod<A: ArrayLike<Elem: Summable>>(
    a: A,
    axis: isize,
) -> Array<<A::Elem as Summable>::Sum> {
    cumulative_prod_with(a, axis, &CumulativeOptions::default())
}

/// As [`cumulative_prod`], perhaps from 1 on.
///
/// `a: (…, n, …)` → `(…, n, …)`, or `(…, n + 1, …)` with the initial value.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.cumulative_prod(a, axis=axis, include_initial=…)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{CumulativeOptions, cumulative_prod_with};
///
/// let options = CumulativeOptions::default().include_initial(true);
/// assert_eq!(cumulative_prod_with(&array![1i64, 2, 3], 0, &options), array![1, 1, 2, 6]);
/// ```
#[track_caller]
pub fn cumulative_prod_with<A: ArrayLike<Elem: Summable>>(
    a: A,
    axis: isize,
    options: &CumulativeOptions,
) -> Array<<A::Elem as Summable>::Sum> {
    let view = a.view();
    let at = normalize_axis("cumulative_prod", axis, view.ndim()).unwrap_or_else(|e| panic!("{e}"));
    let results = <A::Elem as Summable>::cumprod_of(view, at);
    if !options.include_initial {
        return results;
    }
    let mut shape = view.shape().to_vec();
    shape[at] = 1;
    let initial = Array::full(shape.as_slice(), <A::Elem as Summable>::Sum::one());
    concat(&[initial.view(), results.view()], axis)
}
