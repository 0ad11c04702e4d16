//! Triangular systems with many right sides.

use crate::field::Field;
use crate::matrices::quotient::quotient;
use crate::par;
use crate::products::{Update, multiply};
use faer::prelude::{Reborrow, ReborrowMut};
use faer::{MatMut, MatRef, Par};
use nd_core::Inexact;
use nd_core::simd::{Isa, Kernel, dispatch_wide};
use num_complex::ComplexFloat;
use num_traits::Float;

/// Systems of at most this order are solved by [`Leaf`].
pub(super) const LEAF: usize = 16;
/// So many right sides are one thread's.
const PANEL: usize = 128;

/// `X` in place of `B`, where `L·X = B` for a lower triangle `L`; what is above the diagonal is
/// not read, nor is the diagonal if it is `unit`. `l`: `(n, n)`, `b`: `(n, k)`.
pub(crate) fn lower<T: Field>(l: MatRef<'_, T>, unit: bool, b: MatMut<'_, T>, par: Par) {
    if b.ncols() < 2 * PANEL {
        return halves(l, unit, b, par);
    }
    par::each(panels(b), par, &|panel| halves(l, unit, panel, Par::Seq));
}

/// `X` in place of `B`, where `U·X = B` for an upper triangle `U`: as [`lower`], from behind.
pub(crate) fn upper<T: Field>(u: MatRef<'_, T>, unit: bool, b: MatMut<'_, T>, par: Par) {
    lower(u.reverse_rows_and_cols(), unit, b.reverse_rows_mut(), par);
}

/// The matrix cut into panels of columns.
pub(super) fn panels<T>(b: MatMut<'_, T>) -> Vec<MatMut<'_, T>> {
    let mut panels = Vec::with_capacity(b.ncols().div_ceil(PANEL));
    let mut rest = b;
    while rest.ncols() > PANEL {
        let (panel, more) = rest.split_at_col_mut(PANEL);
        panels.push(panel);
        rest = more;
    }
    panels.push(rest);
    panels
}

fn halves<T: Field>(l: MatRef<'_, T>, unit: bool, b: MatMut<'_, T>, par: Par) {
    let n = l.nrows();
    if n <= LEAF {
        return leaf(l, unit, b);
    }
    let half = (n / 2).next_multiple_of(LEAF);
    let (first, _, below, second) = l.split_at(half, half);
    let (mut top, mut bottom) = b.split_at_row_mut(half);
    halves(first, unit, top.rb_mut(), par);
    multiply(bottom.rb_mut(), Update::Subtract, below, top.rb(), par);
    halves(second, unit, bottom, par);
}

fn leaf<T: Field>(l: MatRef<'_, T>, unit: bool, mut b: MatMut<'_, T>) {
    let n = l.nrows();
    let mut triangle = [[T::zero(); LEAF]; LEAF];
    let mut divisors = [Divisor::Factor(T::one()); LEAF];
    for i in 0..n {
        for (j, x) in triangle[i][..i].iter_mut().enumerate() {
            *x = l[(i, j)];
        }
        if !unit {
            divisors[i] = Divisor::new(l[(i, i)]);
        }
    }
    let (triangle, divisors) = (&triangle[..n], &divisors[..n]);
    while b.ncols() > 4 {
        let width = b.ncols().min(32);
        let (mut strip, rest) = b.split_at_col_mut(width);
        strip_by::<T, 32>(triangle, divisors, strip.rb_mut());
        b = rest;
    }
    if b.ncols() > 0 {
        strip_by::<T, 4>(triangle, divisors, b);
    }
}

/// Solves for at most `W` right sides, in a copy whose rows are side by side.
fn strip_by<T: Field, const W: usize>(
    triangle: &[[T; LEAF]],
    divisors: &[Divisor<T>],
    mut b: MatMut<'_, T>,
) {
    let mut rows = [[T::zero(); W]; LEAF];
    load(b.rb(), &mut rows);
    dispatch_wide(Leaf { triangle, divisors, rows: &mut rows });
    store(&rows, b.rb_mut());
}

fn load<T: Field, const W: usize>(b: MatRef<'_, T>, rows: &mut [[T; W]; LEAF]) {
    let by_columns = b.row_stride().unsigned_abs() == 1;
    for i in 0..if by_columns { 0 } else { b.nrows() } {
        match b.row(i).try_as_row_major() {
            Some(row) => rows[i][..b.ncols()].copy_from_slice(row.as_slice()),
            None => (0..b.ncols()).for_each(|j| rows[i][j] = b[(i, j)]),
        }
    }
    for j in 0..if by_columns { b.ncols() } else { 0 } {
        for (i, row) in rows[..b.nrows()].iter_mut().enumerate() {
            row[j] = b[(i, j)];
        }
    }
}

fn store<T: Field, const W: usize>(rows: &[[T; W]; LEAF], mut b: MatMut<'_, T>) {
    let (n, k) = (b.nrows(), b.ncols());
    let by_columns = b.row_stride().unsigned_abs() == 1;
    for i in 0..if by_columns { 0 } else { n } {
        match b.rb_mut().row_mut(i).try_as_row_major_mut() {
            Some(row) => row.as_slice_mut().copy_from_slice(&rows[i][..k]),
            None => (0..k).for_each(|j| b[(i, j)] = rows[i][j]),
        }
    }
    for j in 0..if by_columns { k } else { 0 } {
        for (i, row) in rows[..n].iter().enumerate() {
            b[(i, j)] = row[j];
        }
    }
}

/// How to divide by a number of the diagonal.
#[derive(Clone, Copy)]
pub(super) enum Divisor<T> {
    /// By multiplying with its reciprocal.
    Factor(T),
    /// By dividing, because the reciprocal would overflow or lose digits.
    Itself(T),
}

impl<T: Field> Divisor<T> {
    pub(super) fn new(x: T) -> Divisor<T> {
        let size = ComplexFloat::abs(x);
        // Both far enough from the ends of the range that the squares of complex division
        // keep away from them too, or just far enough for real numbers.
        let (tiny, huge) = (T::R::min_positive_value(), T::R::max_value());
        let (low, high) = if T::IS_COMPLEX {
            (Float::sqrt(tiny) * T::R::from_count(4), Float::sqrt(huge).shared(4))
        } else {
            (tiny * T::R::from_count(4), huge.shared(4))
        };
        if size >= low && size <= high {
            Divisor::Factor(T::one().divided(x))
        } else {
            Divisor::Itself(x)
        }
    }

    #[inline(always)]
    pub(super) fn divide(self, row: &mut [T]) {
        match self {
            Divisor::Factor(f) => row.iter_mut().for_each(|x| *x *= f),
            Divisor::Itself(d) => row.iter_mut().for_each(|x| *x = quotient(*x, d)),
        }
    }
}

/// A system of order [`LEAF`] or less, row by row over `W` right sides at once.
struct Leaf<'a, T, const W: usize> {
    triangle: &'a [[T; LEAF]],
    divisors: &'a [Divisor<T>],
    rows: &'a mut [[T; W]; LEAF],
}

impl<T: Field, const W: usize> Kernel for Leaf<'_, T, W> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        for (i, (factors, divisor)) in self.triangle.iter().zip(self.divisors).enumerate() {
            let mut row = self.rows[i];
            for (&factor, done) in factors[..i].iter().zip(&*self.rows) {
                for (x, &y) in row.iter_mut().zip(done) {
                    *x -= factor * y;
                }
            }
            divisor.divide(&mut row);
            self.rows[i] = row;
        }
    }
}
