//! The larger and the smaller of two, element by element.

use super::Ordered;
use nd_core::{Array, ArrayLike, Operand};

/// The larger of each pair; NaN if either is.
///
/// `a`, `b`: any shapes that broadcast.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.maximum(a, b)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::maximum(&array![1, 5], 3), array![3, 5]);
/// assert!(nd_ops::maximum(&array![f64::NAN], 0.0)[[0]].is_nan());
/// ```
#[track_caller]
pub fn maximum<A: ArrayLike<Elem: Ordered>>(a: A, b: impl Operand<A::Elem>) -> Array<A::Elem> {
    <A::Elem as Ordered>::maximum_of(a.view(), b.operand())
}

/// The smaller of each pair; NaN if either is.
///
/// `a`, `b`: any shapes that broadcast.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.minimum(a, b)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::minimum(&array![1, 5], 3), array![1, 3]);
/// ```
#[track_caller]
pub fn minimum<A: ArrayLike<Elem: Ordered>>(a: A, b: impl Operand<A::Elem>) -> Array<A::Elem> {
    <A::Elem as Ordered>::minimum_of(a.view(), b.operand())
}

/// The larger of each pair, or the one that is not NaN.
///
/// `a`, `b`: any shapes that broadcast. Of equal ones, zeros of both signs among them, that of `a`.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.fmax(a, b)`. NaN wherever there is one: [`maximum`].
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::fmax(&array![f64::NAN, 1.0, 5.0], 3.0), array![3.0, 3.0, 5.0]);
/// assert!(nd_ops::fmax(&array![f64::NAN], f64::NAN)[[0]].is_nan());
/// ```
#[track_caller]
pub fn fmax<A: ArrayLike<Elem: Ordered>>(a: A, b: impl Operand<A::Elem>) -> Array<A::Elem> {
    <A::Elem as Ordered>::fmax_of(a.view(), b.operand())
}

/// The smaller of each pair, or the one that is not NaN.
///
/// `a`, `b`: any shapes that broadcast. Of equal ones, zeros of both signs among them, that of `a`.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.fmin(a, b)`. NaN wherever there is one: [`minimum`].
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::fmin(&array![f64::NAN, 1.0, 5.0], 3.0), array![3.0, 1.0, 3.0]);
/// assert!(nd_ops::fmin(&array![f64::NAN], f64::NAN)[[0]].is_nan());
/// ```
#[track_caller]
pub fn fmin<A: ArrayLike<Elem: Ordered>>(a: A, b: impl Operand<A::Elem>) -> Array<A::Elem> {
    <A::Elem as Ordered>::fmin_of(a.view(), b.operand())
}

/// Each element moved into `low..=high`; NaN if any of the three is.
///
/// `a`, `low`, `high`: any shapes that broadcast. Where `low > high` the result is `high`.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.clip(a, low, high)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::clip(&array![-2, 3, 9], 0, 5), array![0, 3, 5]);
/// ```
#[track_caller]
pub fn clip<A: ArrayLike<Elem: Ordered>>(
    a: A,
    low: impl Operand<A::Elem>,
    high: impl Operand<A::Elem>,
) -> Array<A::Elem> {
    <A::Elem as Ordered>::clip_of(a.view(), low.operand(), high.operand())
}
