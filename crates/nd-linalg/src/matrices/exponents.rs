//! Powers of two and sizes of numbers.

use crate::field::{Field, Real};
use nd_core::{View, zip};
use num_traits::Float;

/// The largest absolute value of a part, real or imaginary; NaN counts for nothing.
pub(crate) fn largest<T: Field>(a: View<'_, T>) -> T::R {
    let zero = <T::R as num_traits::Zero>::zero;
    zip((&a,)).fold(zero, |most, (x,)| Float::max(most, part(x)), Float::max)
}

/// The larger of the absolute values of both parts.
#[inline(always)]
pub(crate) fn part<T: Field>(x: T) -> T::R {
    Float::max(Float::abs(x.re()), Float::abs(x.im()))
}

/// The exponent of a finite number, `⌊log₂ x⌋`; 0 for 0.
pub(crate) fn exponent<R: Real>(x: R) -> i32 {
    let (mantissa, exponent, _) = Float::integer_decode(x);
    match mantissa {
        0 => 0,
        _ => i32::from(exponent) + 63 - mantissa.leading_zeros() as i32,
    }
}

/// `x · 2^exponent`. In two steps, as the factor alone may not be a number.
pub(crate) fn ldexp<T: Field>(x: T, exponent: i32) -> T {
    if exponent == 0 {
        return x;
    }
    let two = <T::R as num_traits::One>::one() + num_traits::One::one();
    let half = exponent / 2;
    let (first, second) = (Float::powi(two, half), Float::powi(two, exponent - half));
    // Part by part: a complex product with an infinite factor makes NaN of zeros.
    let scaled = |x: T::R| x * first * second;
    T::from_parts(scaled(x.re()), scaled(x.im()))
}

/// A constant among the real numbers.
pub(crate) fn number<R: Real>(x: f64) -> R {
    R::from_f64(x).expect("a float has every f64, rounded")
}
