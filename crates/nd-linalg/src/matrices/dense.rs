//! Matrices column by column, as the kernels like them, and the arithmetic between kernels.

use crate::field::Field;
use crate::mat::{from_faer, from_faer_mut, to_faer, to_faer_mut};
use crate::matrices::exponents::part;
use crate::products::{Update, multiply};
use faer::{Mat, MatMut, MatRef, Par};
use nd_core::{Element, View, ViewMut};
use num_complex::ComplexFloat;
use num_traits::{Float, Zero};
use std::ops::Range;

/// Elements in C order as a matrix to write: `(m, n)`.
pub(crate) fn rows<T>(piece: &mut [T], m: usize, n: usize) -> MatMut<'_, T> {
    let view = ViewMut::try_from_shape_slice([m, n], piece);
    to_faer_mut(view.expect("a piece is one matrix"))
}

/// The blocks of an `(m, n)` matrix, rows and columns of each: so small that while one is
/// transposed, neither side leaves the first cache.
fn blocks(m: usize, n: usize) -> impl Iterator<Item = (Range<usize>, Range<usize>)> {
    const SIDE: usize = 16;
    let cut = |len: usize| (0..len).step_by(SIDE).map(move |at| at..len.min(at + SIDE));
    cut(m).flat_map(move |rows| cut(n).map(move |cols| (rows.clone(), cols)))
}

/// Matrices of so many elements are turned round by all threads.
const LARGE: usize = 1 << 12;

/// Writes a matrix in C order.
pub(crate) fn write<T: Element>(m: MatRef<'_, T>, piece: &mut [T]) {
    let (rows, cols) = m.shape();
    if rows * cols < LARGE {
        return write_fn(rows, cols, piece, |i, j| m[(i, j)]);
    }
    let view = ViewMut::try_from_shape_slice([rows, cols], piece);
    view.expect("a piece is one matrix").assign(from_faer(m));
}

/// A copy of an array, column by column.
pub(crate) fn columns<T: Field>(a: View<'_, T>) -> Mat<T> {
    let [m, n] = a.dims();
    if m * n < LARGE {
        let a = to_faer(a);
        return from_fn(m, n, |i, j| a[(i, j)]);
    }
    let mut out = zeros(m, n);
    from_faer_mut(out.as_mut()).assign(a);
    out
}

/// Writes what `f` says in C order, `(m, n)`; `f` reads a matrix column by column.
pub(crate) fn write_fn<T>(m: usize, n: usize, piece: &mut [T], f: impl Fn(usize, usize) -> T) {
    for (rows, cols) in blocks(m, n) {
        for i in rows {
            for (j, out) in cols.clone().zip(&mut piece[i * n..][cols.clone()]) {
                *out = f(i, j);
            }
        }
    }
}

/// Transposes a square matrix in place: `(n, n)`.
pub(crate) fn transpose<T>(a: &mut [T], n: usize) {
    for (rows, cols) in blocks(n, n).filter(|(rows, cols)| rows.start >= cols.start) {
        for i in rows {
            for j in cols.start..cols.end.min(i) {
                a.swap(i * n + j, j * n + i);
            }
        }
    }
}

/// A matrix of what `f` says, `(m, n)`; `f` reads one row by row.
pub(crate) fn from_fn<T: Field>(m: usize, n: usize, f: impl Fn(usize, usize) -> T) -> Mat<T> {
    let mut out = zeros(m, n);
    for (rows, cols) in blocks(m, n) {
        for j in cols {
            for i in rows.clone() {
                out[(i, j)] = f(i, j);
            }
        }
    }
    out
}

/// Zeros: `(m, n)`.
pub(crate) fn zeros<T: Field>(m: usize, n: usize) -> Mat<T> {
    Mat::from_fn(m, n, |_, _| T::zero())
}

/// Ones on the diagonal: `(n, n)`.
pub(crate) fn identity<T: Field>(n: usize) -> Mat<T> {
    Mat::from_fn(n, n, |i, j| if i == j { T::one() } else { T::zero() })
}

/// A copy.
pub(crate) fn copy<T: Field>(m: MatRef<'_, T>) -> Mat<T> {
    Mat::from_fn(m.nrows(), m.ncols(), |i, j| m[(i, j)])
}

/// The conjugate transpose.
pub(crate) fn adjoint<T: Field>(m: MatRef<'_, T>) -> Mat<T> {
    from_fn(m.ncols(), m.nrows(), |i, j| m[(j, i)].conj())
}

/// The product of two matrices.
pub(crate) fn product<T: Field>(a: MatRef<'_, T>, b: MatRef<'_, T>, par: Par) -> Mat<T> {
    let mut out = zeros(a.nrows(), b.ncols());
    multiply(out.as_mut(), Update::Replace, a, b, par);
    out
}

/// `Σ cₖ · mₖ`, of matrices of one shape.
pub(crate) fn combination<T: Field>(terms: &[(T, &Mat<T>)]) -> Mat<T> {
    let (_, first) = terms[0];
    Mat::from_fn(first.nrows(), first.ncols(), |i, j| {
        terms.iter().fold(T::zero(), |sum, (c, m)| sum + *c * m[(i, j)])
    })
}

/// The largest sum of absolute values in a column.
pub(crate) fn norm_one<T: Field>(m: MatRef<'_, T>) -> T::R {
    let column = |j| (0..m.nrows()).fold(T::R::zero(), |sum, i| sum + m[(i, j)].abs());
    (0..m.ncols()).map(column).fold(T::R::zero(), Float::max)
}

/// Conjugates in place; nothing for real numbers.
pub(crate) fn conjugate<T: Field>(elements: &mut [T]) {
    if T::IS_COMPLEX {
        elements.iter_mut().for_each(|x| *x = x.conj());
    }
}

/// The Euclidean length of numbers, without overflow on the way.
pub(crate) fn length<T: Field>(x: impl Iterator<Item = T> + Clone) -> T::R {
    let largest = x.clone().fold(T::R::zero(), |most, x| Float::max(most, part(x)));
    if largest.is_zero() || !Float::is_finite(largest) {
        return largest;
    }
    let square = |x: T| {
        let (re, im) = (x.re() / largest, x.im() / largest);
        re * re + im * im
    };
    largest * Float::sqrt(x.fold(T::R::zero(), |sum, x| sum + square(x)))
}

/// `x / by`, part by part: a complex quotient squares `by`.
#[inline(always)]
pub(crate) fn shortened<T: Field>(x: T, by: T::R) -> T {
    T::from_parts(x.re() / by, x.im() / by)
}

/// Whether every number is finite.
pub(crate) fn is_finite<T: Field>(m: MatRef<'_, T>) -> bool {
    (0..m.ncols()).all(|j| (0..m.nrows()).all(|i| ComplexFloat::is_finite(m[(i, j)])))
}
