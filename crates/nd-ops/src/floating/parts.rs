//! Floats taken apart and put together.

use super::{Floating, sign_and_rest, signs};
use nd_core::{Array, ArrayLike, Operand};
use num_traits::{One, ToPrimitive, Zero};

/// `x = m 2^e` with `m` in `[1/2, 1)`; zeros, infinities and NaN with 0.
#[inline(always)]
pub(super) fn fraction_and_exponent<T: Floating>(x: T) -> (T, i32) {
    let (_, rest) = sign_and_rest::<T>();
    let one = T::Word::one();
    let infinity = T::INFINITE.stored();
    let magnitude = x.stored() & rest;
    let small = magnitude < (one << T::FRACTION);
    // Enough to make the smallest subnormal a normal number.
    let normal = if small { x.times(T::nearest((1u64 << (T::FRACTION + 2)) as f64)) } else { x };
    let word = normal.stored();
    let biased = ((word & infinity) >> T::FRACTION).to_u16().unwrap_or(0);
    let of_half = (infinity >> (T::FRACTION + 1)) - one; // the stored exponent of 1/2
    let below = of_half.to_u16().unwrap_or(0);
    let extra = if small { T::FRACTION as i32 + 2 } else { 0 };
    let exponent = i32::from(biased) - i32::from(below) - extra;
    let fraction = T::of_stored((word & !infinity) | (of_half << T::FRACTION));
    let plain = (magnitude != T::Word::zero()) & (magnitude < infinity);
    if plain { (fraction, exponent) } else { (x, 0) }
}

/// What is behind the point, and what is before it, both with the sign of `x`.
#[inline(always)]
pub(super) fn fraction_and_whole<T: Floating>(x: T) -> (T, T) {
    let whole = x.to_zero();
    let fraction = if whole == x { T::zero() } else { x.minus(whole) };
    (signs::with_sign_of(fraction, x), whole)
}

/// `2^n` for an `n` of a normal number.
#[inline(always)]
fn power(n: i32) -> f64 {
    f64::from_bits(((n + 1023) as u64) << 52)
}

/// `x · 2^n` for an `x` of a narrower type, for which the product is exact, or far out of range.
#[inline(always)]
pub(super) fn scaled_within(x: f64, n: i32) -> f64 {
    x * power(n.clamp(-500, 500))
}

/// `x · 2^n`, rounded once: the first steps down stop short of where a product could be
/// subnormal, whose rounding would be the first of two.
#[inline(always)]
pub(super) fn scaled(x: f64, n: i32) -> f64 {
    const UP: i32 = 1023;
    const DOWN: i32 = -1022 + 53;
    let n = n.clamp(-2400, 2400);
    let mut x = x;
    let mut left = n;
    for _ in 0..2 {
        let step = if left > UP { UP } else { 0 };
        let step = if left < -1022 { DOWN } else { step };
        x *= power(step);
        left -= step;
    }
    x * power(left.clamp(-1022, UP))
}

/// Each element as a fraction and an exponent: `a = fraction · 2^exponent`.
///
/// `(fractions, exponents)`, both of the shape of `a`; magnitudes of fractions are in `[1/2, 1)`.
/// Zeros, infinities and NaN stay, with exponent 0.
///
/// # NumPy
/// `np.frexp(a)` of floats.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let (fractions, exponents) = nd_ops::frexp(&array![8.0, -0.3, 0.0]);
/// assert_eq!(fractions, array![0.5, -0.6, 0.0]);
/// assert_eq!(exponents, array![4, -1, 0]);
/// ```
pub fn frexp<A: ArrayLike<Elem: Floating>>(a: A) -> (Array<A::Elem>, Array<i32>) {
    A::Elem::frexp_of(a.view())
}

/// Each element of `a` times 2 to the power of the matching element of `exponents`.
///
/// `a`, `exponents`: any shapes that broadcast. Rounded once where the result is subnormal;
/// overflows to infinity.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.ldexp(a, exponents)` of floats.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::ldexp(&array![0.5, 3.0], &array![4, -1]), array![8.0, 1.5]);
/// assert_eq!(nd_ops::ldexp(&array![1.0], -1074), array![5e-324]);
/// ```
#[track_caller]
pub fn ldexp<A: ArrayLike<Elem: Floating>>(a: A, exponents: impl Operand<i32>) -> Array<A::Elem> {
    A::Elem::ldexp_of(a.view(), exponents.operand())
}

/// What is behind the point of each element, and what is before it.
///
/// `(fractions, wholes)`, both of the shape of `a` and with the signs of its elements. Infinities
/// have the fraction 0; NaN stays NaN in both.
///
/// # NumPy
/// `np.modf(a)` of floats.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let (fractions, wholes) = nd_ops::modf(&array![2.5, -0.25]);
/// assert_eq!((fractions, wholes), (array![0.5, -0.25], array![2.0, -0.0]));
/// ```
pub fn modf<A: ArrayLike<Elem: Floating>>(a: A) -> (Array<A::Elem>, Array<A::Elem>) {
    A::Elem::modf_of(a.view())
}
