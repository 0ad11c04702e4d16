//! Quotients rounded down, of single numbers.

use nd_core::Integer;
use num_traits::Float;

/// Panics for a divisor of 0.
#[inline(always)]
pub(super) fn of_integers<T: Integer>(a: T, b: T) -> T {
    let zero = T::zero();
    let quotient = a.divided(b);
    let rest = a.minus(quotient.times(b));
    if rest != zero && (rest < zero) != (b < zero) { quotient.minus(T::one()) } else { quotient }
}

/// CPython's `float_floor_div`, and NumPy's.
#[inline(always)]
pub(super) fn of_floats<T: Float>(a: T, b: T) -> T {
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
