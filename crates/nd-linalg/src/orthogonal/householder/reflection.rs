//! One reflection after the other.

use super::essential;
use crate::field::Field;
use crate::matrices::dense;
use crate::matrices::exponents::{exponent, ldexp};
use crate::matrices::quotient::quotient;
use crate::products::{Update, multiply_adjoint};
use faer::prelude::{Reborrow, ReborrowMut};
use faer::{Mat, MatMut};
use nd_core::simd::{Isa, Kernel, dispatch};
use num_complex::ComplexFloat;
use num_traits::{Float, Zero};

/// `1 − τ·v·vᴴ`, which turns a column into a multiple of the first unit vector.
#[derive(Clone, Copy)]
pub(crate) struct Reflection<T> {
    pub(crate) tau: T,
}

impl<T: Field> Reflection<T> {
    /// Makes the reflection of a column whose adjoint leaves only a first element, which is
    /// real: that is in the column afterwards, and below it `v` without its leading 1.
    pub(crate) fn make(column: &mut [T]) -> Reflection<T> {
        let Some((head, tail)) = column.split_first_mut() else {
            return Reflection { tau: T::zero() };
        };
        let below = norm(tail);
        if below.is_zero() && head.im().is_zero() {
            return Reflection { tau: T::zero() };
        }
        let length = Float::hypot(ComplexFloat::abs(*head), below);
        if length < T::R::min_positive_value() / T::R::epsilon() {
            return Reflection::make_denormal(column);
        }
        // The sign that does not cancel.
        let beta = if head.re() > T::R::zero() { -length } else { length };
        let alpha = *head;
        let tau = quotient(T::from_real(beta) - alpha, T::from_real(beta));
        let divisor = alpha - T::from_real(beta);
        tail.iter_mut().for_each(|x| *x = quotient(*x, divisor));
        *head = T::from_real(beta);
        Reflection { tau }
    }

    /// Denormal numbers have too few digits for a reflection that is orthogonal: it is made
    /// from the column at a scale where they have all.
    #[cold]
    fn make_denormal(column: &mut [T]) -> Reflection<T> {
        let shift = -2 * exponent(T::R::epsilon());
        column.iter_mut().for_each(|x| *x = ldexp(*x, shift));
        let reflection = Reflection::make(column);
        column[0] = ldexp(column[0], -shift);
        reflection
    }
}

/// The Euclidean length of a column.
pub(crate) fn norm<T: Field>(x: &[T]) -> T::R {
    let sum = dispatch(Dot { x, y: x }).re();
    // Squares that are far from both ends of the range, and as many as fit in memory.
    let low = T::R::min_positive_value() / (T::R::epsilon() * T::R::epsilon());
    if sum > low && Float::is_finite(sum) {
        return Float::sqrt(sum);
    }
    dense::length(x.iter().copied())
}

/// `C − τ·v·(vᴴ·C)` in place of a column `c`, where `v` is 1 and then `tail`.
pub(crate) fn reflect<T: Field>(tau: T, tail: &[T], c: &mut [T]) {
    if !tau.is_zero() {
        dispatch(Reflect { tau, tail, c });
    }
}

struct Reflect<'a, T> {
    tau: T,
    tail: &'a [T],
    c: &'a mut [T],
}

impl<T: Field> Kernel for Reflect<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let Some((head, rest)) = self.c.split_first_mut() else { return };
        let dot = *head + Dot { x: self.tail, y: rest }.run(isa);
        let factor = self.tau * dot;
        *head -= factor;
        for (c, &v) in rest.iter_mut().zip(self.tail) {
            *c -= factor * v;
        }
    }
}

/// `xᴴ·y`, in eight sums: always the same ones.
struct Dot<'a, T> {
    x: &'a [T],
    y: &'a [T],
}

impl<T: Field> Kernel for Dot<'_, T> {
    type Output = T;

    #[inline(always)]
    fn run<I: Isa>(self, _: I) -> T {
        let mut sums = [T::zero(); 16];
        let (xs, x_rest) = self.x.as_chunks::<16>();
        let (ys, y_rest) = self.y.as_chunks::<16>();
        for (x, y) in xs.iter().zip(ys) {
            for i in 0..16 {
                sums[i] += x[i].conj() * y[i];
            }
        }
        for ((sum, x), &y) in sums.iter_mut().zip(x_rest).zip(y_rest) {
            *sum += x.conj() * y;
        }
        let mut width = 8;
        while width > 0 {
            for i in 0..width {
                sums[i] += sums[i + width];
            }
            width /= 2;
        }
        sums[0]
    }
}

/// Factors a panel of a few columns, and returns its `T`.
pub(super) fn leaf<T: Field>(mut a: MatMut<'_, T>) -> Mat<T> {
    let w = a.ncols();
    let mut taus = Vec::with_capacity(w);
    for j in 0..w {
        let (mut left, right) = a.rb_mut().split_at_col_mut(j + 1);
        let column = slice(left.rb_mut(), j);
        let reflection = Reflection::make(&mut column[j..]);
        taus.push(reflection.tau);
        let tail = &column[j + 1..];
        // The adjoint reflection: τ conjugated.
        let mut right = right;
        for c in 0..right.ncols() {
            reflect(reflection.tau.conj(), tail, &mut slice(right.rb_mut(), c)[j..]);
        }
    }
    triangle(&taus, &essential(a.rb()))
}

/// `T` column by column, from the `τ` and `V`.
pub(super) fn triangle<T: Field>(taus: &[T], v: &Mat<T>) -> Mat<T> {
    let mut products = dense::zeros::<T>(taus.len(), taus.len());
    multiply_adjoint(products.as_mut(), Update::Replace, v.as_ref(), v.as_ref(), faer::Par::Seq);
    let mut t = dense::zeros::<T>(taus.len(), taus.len());
    for (j, &tau) in taus.iter().enumerate() {
        for i in 0..j {
            let sum = (i..j).fold(T::zero(), |sum, k| sum + t[(i, k)] * products[(k, j)]);
            t[(i, j)] = -tau * sum;
        }
        t[(j, j)] = tau;
    }
    t
}

/// A column of a matrix that has contiguous ones.
pub(super) fn slice<T>(a: MatMut<'_, T>, j: usize) -> &mut [T] {
    let column = a.col_mut(j).try_as_col_major_mut();
    column.expect("the caller has contiguous columns").as_slice_mut()
}
