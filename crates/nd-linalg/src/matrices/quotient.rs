//! Quotients and products that are right wherever their results are in range, whatever
//! happens on the way.

use crate::field::Field;
use crate::matrices::exponents::{exponent, ldexp};
use num_traits::{Float, Zero};

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
    ldexp(x, -e).divided(ldexp(y, -e))
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
            let mantissa = ldexp(next, -e);
            product = if number.is_some() { product * mantissa } else { mantissa };
            total += e;
        }
    }
    ldexp(product, total.clamp(-4000, 4000))
}
