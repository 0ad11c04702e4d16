//! The representable numbers next to a float.

use super::{Floating, sign_and_rest};
use nd_core::{Array, ArrayLike, Operand};
use num_traits::{One, WrappingAdd, WrappingSub, Zero};

/// The next number after `x` on the way to `y`: `y` itself if they are equal, NaN if either is.
#[inline(always)]
pub(super) fn towards<T: Floating>(x: T, y: T) -> T {
    let (sign, rest) = sign_and_rest::<T>();
    let (zero, one) = (T::Word::zero(), T::Word::one());
    let (word, magnitude) = (x.stored(), x.stored() & rest);
    // Away from zero the word grows.
    let outward = (x < y) == (word & sign == zero);
    let moved = if outward { word.wrapping_add(&one) } else { word.wrapping_sub(&one) };
    let moved = if magnitude == zero { (y.stored() & sign) | one } else { moved };
    let moved = if x == y { y.stored() } else { moved };
    let moved = if x.partial_cmp(&x).is_none() { word } else { moved };
    let moved = if y.partial_cmp(&y).is_none() { y.stored() } else { moved };
    T::of_stored(moved)
}

/// The distance to the next number away from zero, with the sign of `x`.
#[inline(always)]
pub(super) fn gap<T: Floating>(x: T) -> T {
    let (sign, rest) = sign_and_rest::<T>();
    let magnitude = x.stored() & rest;
    let next = T::of_stored(magnitude + T::Word::one());
    let gap = next.minus(T::of_stored(magnitude));
    let sign = if magnitude == T::Word::zero() { T::Word::zero() } else { x.stored() & sign };
    let gap = T::of_stored(gap.stored() | sign);
    if magnitude < T::INFINITE.stored() { gap } else { T::INFINITE.minus(T::INFINITE) }
}

/// The next representable number after each element of `a` on the way to that of `b`.
///
/// `a`, `b`: any shapes that broadcast. `b` where they are equal, which turns 0 into -0; NaN
/// where either is. The largest number is followed by infinity.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.nextafter(a, b)` of floats.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::nextafter(&array![1.0, 0.0], f64::INFINITY), array![1.0 + f64::EPSILON, 5e-324]);
/// ```
#[track_caller]
pub fn nextafter<A: ArrayLike<Elem: Floating>>(a: A, b: impl Operand<A::Elem>) -> Array<A::Elem> {
    A::Elem::nextafter_of(a.view(), b.operand())
}

/// How far the next representable number away from zero is, for each element, with its sign.
///
/// The smallest subnormal for both zeros, infinite for the largest number, NaN for infinities and
/// NaN.
///
/// # NumPy
/// `np.spacing(a)` of floats.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::spacing(&array![1.0, -4.0]), array![f64::EPSILON, -4.0 * f64::EPSILON]);
/// ```
pub fn spacing<A: ArrayLike<Elem: Floating>>(a: A) -> Array<A::Elem> {
    A::Elem::spacing_of(a.view())
}
