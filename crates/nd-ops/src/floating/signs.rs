//! Signs of floats, zeros and infinities among them.

use super::{Floating, sign_and_rest};
use nd_core::{Array, ArrayLike, Number, Operand};
use num_traits::Zero;

#[inline(always)]
pub(super) fn is_negative<T: Floating>(x: T) -> bool {
    x.stored() & sign_and_rest::<T>().0 != T::Word::zero()
}

#[inline(always)]
pub(super) fn with_sign_of<T: Floating>(x: T, y: T) -> T {
    let (sign, rest) = sign_and_rest::<T>();
    T::of_stored((x.stored() & rest) | (y.stored() & sign))
}

/// 0 below 0, 1 above, `at_zero` at 0, NaN for NaN.
#[inline(always)]
pub(super) fn step<T: Floating>(x: T, at_zero: T) -> T {
    let zero = T::zero();
    let y = if x > zero { T::one() } else { zero };
    let y = if x == zero { at_zero } else { y };
    if x.partial_cmp(&x).is_none() { x } else { y }
}

/// Whether the sign is negative, for each element: also that of a zero or a NaN.
///
/// # NumPy
/// `np.signbit(a)` of floats.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::signbit(&array![-1.0, -0.0, 0.0]), array![true, true, false]);
/// ```
pub fn signbit<A: ArrayLike<Elem: Floating>>(a: A) -> Array<bool> {
    A::Elem::signbit_of(a.view())
}

/// Whether it is minus infinity, for each element.
///
/// # NumPy
/// `np.isneginf(a)` of floats.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let a = array![f64::NEG_INFINITY, f64::INFINITY, f64::NAN];
/// assert_eq!(nd_ops::isneginf(&a), array![true, false, false]);
/// ```
pub fn isneginf<A: ArrayLike<Elem: Floating>>(a: A) -> Array<bool> {
    A::Elem::infinite_of(a.view(), A::Elem::INFINITE.negated())
}

/// Whether it is infinity, for each element.
///
/// # NumPy
/// `np.isposinf(a)` of floats.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let a = array![f64::NEG_INFINITY, f64::INFINITY, f64::NAN];
/// assert_eq!(nd_ops::isposinf(&a), array![false, true, false]);
/// ```
pub fn isposinf<A: ArrayLike<Elem: Floating>>(a: A) -> Array<bool> {
    A::Elem::infinite_of(a.view(), A::Elem::INFINITE)
}

/// Each element of `a` with the sign of the matching element of `b`.
///
/// `a`, `b`: any shapes that broadcast. Also of zeros, infinities and NaN.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.copysign(a, b)` of floats.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::copysign(&array![1.5, -2.0], &array![-0.0, 1.0]), array![-1.5, 2.0]);
/// ```
#[track_caller]
pub fn copysign<A: ArrayLike<Elem: Floating>>(a: A, b: impl Operand<A::Elem>) -> Array<A::Elem> {
    A::Elem::copysign_of(a.view(), b.operand())
}

/// 0 for each element of `a` below 0, 1 above 0, and the matching element of `b` where it is 0.
///
/// `a`, `b`: any shapes that broadcast. NaN in `a` stays.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.heaviside(a, b)` of floats.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::heaviside(&array![-1.5, -0.0, 2.0], 0.5), array![0.0, 0.5, 1.0]);
/// ```
#[track_caller]
pub fn heaviside<A: ArrayLike<Elem: Floating>>(a: A, b: impl Operand<A::Elem>) -> Array<A::Elem> {
    A::Elem::heaviside_of(a.view(), b.operand())
}
