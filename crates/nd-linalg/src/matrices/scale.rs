//! [`Scale`]: the power of two that brings a matrix into the range where its numbers can be
//! squared.
//!
//! faer's algorithms square numbers, and fail on finite matrices whose squares are not finite
//! or vanish. Multiplying by a power of two costs no digit as long as nothing becomes too small,
//! so a large matrix is not brought to 1 but, as LAPACK does it, just as far down as it must.

use crate::field::Field;
use crate::mat::to_faer;
use crate::matrices::dense;
use crate::matrices::exponents::{exponent, largest, ldexp};
use faer::Mat;
use nd_core::View;

/// A power of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scale {
    exponent: i32,
}

impl Scale {
    /// That of a finite matrix for algorithms that square its numbers; none if no square is at
    /// risk.
    pub(crate) fn of<T: Field>(a: View<'_, T>) -> Scale {
        Scale::within(a, if size_of::<T::R>() == 4 { 40 } else { 450 })
    }

    /// That which brings any matrix near 1, whose fourth powers may be at risk: what is small
    /// beside its largest element may become 0.
    pub(crate) fn near_one<T: Field>(a: View<'_, T>) -> Scale {
        let exponent = exponent(largest(a));
        let limit = if size_of::<T::R>() == 4 { 28 } else { 250 };
        Scale { exponent: if exponent.abs() <= limit { 0 } else { exponent } }
    }

    /// That for algorithms that multiply numbers of two matrices, and square the products.
    pub(crate) fn of_pair<T: Field>(a: View<'_, T>) -> Scale {
        Scale::within(a, if size_of::<T::R>() == 4 { 28 } else { 250 })
    }

    /// That for algorithms that add numbers up and multiply by others near 1.
    pub(crate) fn without_squares<T: Field>(a: View<'_, T>) -> Scale {
        Scale::within(a, if size_of::<T::R>() == 4 { 118 } else { 1000 })
    }

    /// That which brings the largest part of a finite matrix down to `2^limit`, or, if it is
    /// below `2^-limit`, up to 1.
    fn within<T: Field>(a: View<'_, T>, limit: i32) -> Scale {
        let exponent = match exponent(largest(a)) {
            large if large > limit => large - limit,
            small if small < -limit => small,
            _ => 0,
        };
        Scale { exponent }
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

    /// The product of two.
    pub(crate) fn times(self, other: Scale) -> Scale {
        Scale { exponent: self.exponent + other.exponent }
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
        if self.is_one() {
            return dense::columns(a);
        }
        let a = to_faer(a);
        dense::from_fn(a.nrows(), a.ncols(), |i, j| self.down(a[(i, j)]))
    }
}
