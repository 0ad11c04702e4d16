//! Powers of two: multiplying with them is exact, so that numbers can be moved away from the
//! ends of their range and back.

use crate::field::Field;
use num_complex::ComplexFloat;
use num_traits::{Float, NumCast, Zero};

/// The exponent `e` of a finite number that is not zero: `2^e ≤ |x| < 2^(e+1)`.
pub(crate) fn exponent<R: Float>(x: R) -> i32 {
    let (digits, exponent, _) = Float::integer_decode(x);
    exponent as i32 + 63 - digits.leading_zeros() as i32
}

/// `x · 2^e`, for any `e`: as `ldexp` in C.
pub(crate) fn times_power<T: Field>(x: T, e: i32) -> T {
    // Of steps that no float type's range is too small for.
    let step = |e: i32| {
        let two: T::R = <T::R as NumCast>::from(2.0).expect("2 is in every type");
        T::from_real(Float::powi(two, e))
    };
    let (mut x, mut rest) = (x, e.clamp(-5000, 5000));
    while rest != 0 {
        let part = rest.clamp(-100, 100);
        x *= step(part);
        rest -= part;
    }
    x
}

/// `x / y`, right wherever the quotient is in range.
#[inline(always)]
pub(crate) fn quotient<T: Field>(x: T, y: T) -> T {
    if T::IS_COMPLEX { complex_quotient(x, y) } else { x / y }
}

/// Complex division multiplies by something like a reciprocal, which a small divisor's
/// overflows: divisors far from 1 are brought there first.
fn complex_quotient<T: Field>(x: T, y: T) -> T {
    let size = y.l1_norm();
    let (low, high) = (T::R::min_positive_value(), T::R::max_value());
    let safe = size > Float::sqrt(low) && size < Float::sqrt(high);
    if safe || size.is_zero() || !Float::is_finite(size) {
        return x.divided(y);
    }
    let e = exponent(size);
    times_power(x, -e).divided(times_power(y, -e))
}

/// A product that is in range whenever the whole is, whatever its parts are.
pub(crate) fn product<T: Field>(factors: impl Iterator<Item = T> + Clone) -> T {
    let (low, high) = (T::R::min_positive_value(), T::R::max_value());
    let (low, high) = (Float::sqrt(low), Float::sqrt(high));
    let mut product = T::one();
    let mut smooth = true;
    for x in factors.clone() {
        product *= x;
        let size = product.l1_norm();
        smooth &= size > low && size < high;
    }
    if smooth { product } else { by_mantissas(factors) }
}

#[cold]
fn by_mantissas<T: Field>(factors: impl Iterator<Item = T>) -> T {
    let (mut product, mut total) = (T::one(), 0);
    for x in factors {
        for number in [Some(x), None] {
            let next = number.unwrap_or(product);
            let size = next.l1_norm();
            if size.is_zero() || !Float::is_finite(size) {
                // Zero, infinity and NaN are what they are at any scale.
                product = if number.is_some() { product * next } else { product };
                continue;
            }
            let e = exponent(size);
            let mantissa = times_power(next, -e);
            product = if number.is_some() { product * mantissa } else { mantissa };
            total += e;
        }
    }
    times_power(product, total)
}
