//! Quotients rounded down and what they leave, of single numbers.

use nd_core::Integer;
use num_traits::Float;

/// Quotient rounded down, and remainder with the sign of the divisor.
#[inline(always)]
pub(super) fn floored<T: Integer>(a: T, b: T) -> (T, T) {
    let zero = T::zero();
    if b == zero {
        return (zero, zero);
    }
    let quotient = a.divided(b);
    let rest = a.minus(quotient.times(b));
    if rest != zero && (rest < zero) != (b < zero) {
        (quotient.minus(T::one()), rest.plus(b))
    } else {
        (quotient, rest)
    }
}

/// CPython's `float_floor_div`, and NumPy's.
#[inline(always)]
pub(super) fn float_quotient<T: Float>(a: T, b: T) -> T {
    if b == T::zero() {
        return a / b;
    }
    let rest = a % b;
    // Whole but for rounding, because the remainder is exact.
    let mut quotient = (a - rest) / b;
    if rest != T::zero() && (rest < T::zero()) != (b < T::zero()) {
        quotient = quotient - T::one();
    }
    if quotient == T::zero() {
        return T::zero().copysign(a / b);
    }
    let down = quotient.floor();
    if quotient - down > T::from(0.5).expect("every float has one half") {
        down + T::one()
    } else {
        down
    }
}

/// CPython's `float_rem`, and NumPy's.
#[inline(always)]
pub(super) fn float_modulo<T: Float>(a: T, b: T) -> T {
    let rest = a % b;
    if b == T::zero() {
        rest // NaN
    } else if rest == T::zero() {
        T::zero().copysign(b)
    } else if (rest < T::zero()) != (b < T::zero()) {
        rest + b
    } else {
        rest
    }
}
