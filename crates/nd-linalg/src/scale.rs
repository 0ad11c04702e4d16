//! [`Scale`]: the power of two that brings a matrix near 1.
//!
//! faer's algorithms square numbers, and fail on finite matrices whose squares are not finite
//! or vanish. Multiplying by a power of two costs no digit.

use crate::dense;
use crate::field::{Field, Real};
use crate::mat::to_faer;
use faer::Mat;
use nd_core::{View, zip};
use num_traits::Float;

/// A power of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scale {
    exponent: i32,
}

impl Scale {
    /// That of the largest part of a finite matrix; none if no square is at risk.
    pub(crate) fn of<T: Field>(a: View<'_, T>) -> Scale {
        // Fourth powers of what is left alone are still normal numbers.
        let limit = if size_of::<T::R>() == 4 { 28 } else { 250 };
        let exponent = exponent(largest(a));
        Scale { exponent: if exponent.abs() <= limit { 0 } else { exponent } }
    }

    /// The exponent of the power of two.
    pub(crate) fn exponent(self) -> i32 {
        self.exponent
    }

    /// This or half of it: a power of four, which has a root.
    pub(crate) fn even(self) -> Scale {
        Scale { exponent: self.exponent & !1 }
    }

    /// The root of a power of four.
    pub(crate) fn root(self) -> Scale {
        Scale { exponent: self.exponent / 2 }
    }

    /// The quotient of two.
    pub(crate) fn over(self, other: Scale) -> Scale {
        Scale { exponent: self.exponent - other.exponent }
    }

    /// Whether the matrix stays as it is.
    pub(crate) fn is_one(self) -> bool {
        self.exponent == 0
    }

    /// The scaled solution of `a·x = b`, at its own size: `self` is `a`'s scale.
    pub(crate) fn solution<T: Field>(self, of_b: Scale, x: T) -> T {
        ldexp(x, of_b.exponent - self.exponent)
    }

    /// A number of the matrix, scaled.
    pub(crate) fn down<T: Field>(self, x: T) -> T {
        ldexp(x, -self.exponent)
    }

    /// A result of the scaled matrix, at its own size: infinite where that is too large.
    pub(crate) fn up<T: Field>(self, x: T) -> T {
        ldexp(x, self.exponent)
    }

    /// The scaled matrix, column by column.
    pub(crate) fn matrix<T: Field>(self, a: View<'_, T>) -> Mat<T> {
        let a = to_faer(a);
        match self.is_one() {
            true => dense::from_fn(a.nrows(), a.ncols(), |i, j| a[(i, j)]),
            false => dense::from_fn(a.nrows(), a.ncols(), |i, j| self.down(a[(i, j)])),
        }
    }
}

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
