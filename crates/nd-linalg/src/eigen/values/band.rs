//! From a Hermitian matrix to a band: below the band, panel after panel of columns is reflected
//! to zero, and what is right of a panel is reflected from both sides.
//!
//! Only the lower half is kept, but for squares along the diagonal, which are whole: products
//! with the matrix take them as they are, and what is below them from both sides.

use crate::field::Field;
use crate::matrices::dense;
use crate::matrices::exponents::number;
use crate::orthogonal::householder::Block;
use crate::par;
use crate::products::{Update, add_adjoint, multiply, multiply_adjoint, multiply_by_adjoint};
use faer::prelude::{Reborrow, ReborrowMut};
use faer::{Mat, MatMut, MatRef, Par};
use std::ops::Range;

/// How many diagonals below the main one the band has: a multiple of the tiles' rows in products
/// and of what registers hold.
pub(super) const BAND: usize = 24;
/// The side of the squares along the diagonal.
const SQUARE: usize = 128;

/// The lower half of `a`, `(n, n)` with contiguous columns, becomes a band of the same
/// eigenvalues, below which are numbers without a meaning.
pub(super) fn reduce<T: Field>(mut a: MatMut<'_, T>, par: Par) {
    let n = a.nrows();
    for square in squares(0, n) {
        for j in square.clone() {
            for i in square.start..j {
                a[(i, j)] = num_complex::ComplexFloat::conj(a[(j, i)]);
            }
        }
    }
    for start in (0..n).step_by(BAND) {
        let below = start + BAND;
        if below + 1 >= n {
            break;
        }
        let (left, right) = a.rb_mut().split_at_col_mut(below);
        let panel = left.submatrix_mut(below, start, n - below, BAND);
        // Too little for threads to wait for each other.
        let reflections = Block::of(panel, Par::Seq);
        let rest = right.subrows_mut(below, n - below);
        let par = if n - below < 2 * SQUARE { Par::Seq } else { par };
        reflect(rest, &squares(below, n), &reflections, par);
    }
}

/// The squares from row `start` on, counted from there.
fn squares(start: usize, n: usize) -> Vec<Range<usize>> {
    let ends = (start + 1..n + 1).filter(|&end| end == n || end % SQUARE == 0);
    let mut from = start;
    ends.map(|end| std::mem::replace(&mut from, end)..end)
        .map(|square| square.start - start..square.end - start)
        .collect()
}

/// `Qᴴ·S·Q` in place of `S`, where `Q = 1 − V·T·Vᴴ`: `S − X·Vᴴ − V·Xᴴ`, where
/// `X = W − V·Tᴴ·Vᴴ·W/2` and `W = S·V·T`.
fn reflect<T: Field>(s: MatMut<'_, T>, squares: &[Range<usize>], q: &Block<T>, par: Par) {
    let (v, t) = (q.v(), q.t());
    let (m, p) = (v.nrows(), v.ncols());
    let mut w = dense::zeros::<T>(m, p);
    let parts = rows(w.as_mut(), squares);
    par::each(parts, par, &|(square, out)| turned(s.rb(), square, v, t, out));

    let mut inner = dense::zeros::<T>(p, p);
    multiply_adjoint(inner.as_mut(), v, w.as_ref(), Par::Seq);
    let mut half = dense::zeros::<T>(p, p);
    multiply_adjoint(half.as_mut(), t, inner.as_ref(), Par::Seq);
    let one_half = T::from_real(number(0.5));
    let half = Mat::from_fn(p, p, |i, j| half[(i, j)] * one_half);
    multiply(w.as_mut(), Update::Subtract, v, half.as_ref(), Par::Seq);

    let x = w.as_ref();
    let pairs = |first: MatRef<'_, T>, second: MatRef<'_, T>| {
        Mat::from_fn(m, 2 * p, |i, j| if j < p { first[(i, j)] } else { second[(i, j - p)] })
    };
    let (left, right) = (pairs(x, v), pairs(v, x));
    let mut parts = Vec::with_capacity(squares.len());
    let mut rest = s;
    for square in squares {
        let (part, more) = rest.split_at_col_mut(square.len());
        parts.push((square, part.subrows_mut(square.start, m - square.start)));
        rest = more;
    }
    par::each(parts, par, &|(square, part)| {
        let left = left.as_ref().subrows(square.start, m - square.start);
        let right = right.as_ref().subrows(square.start, square.len());
        multiply_by_adjoint(part, Update::Subtract, left, right, Par::Seq);
    });
}

/// A matrix cut into the rows of each square.
fn rows<'s, 'm, T>(
    m: MatMut<'m, T>,
    squares: &'s [Range<usize>],
) -> Vec<(&'s Range<usize>, MatMut<'m, T>)> {
    let mut rest = m;
    let mut parts = Vec::with_capacity(squares.len());
    for square in squares {
        let (part, more) = rest.split_at_row_mut(square.len());
        parts.push((square, part));
        rest = more;
    }
    parts
}

/// The rows of a square of `S·V·T`: what is left of the square and in it, and what is above the
/// diagonal, which is the adjoint of what is below.
fn turned<T: Field>(
    s: MatRef<'_, T>,
    square: &Range<usize>,
    v: MatRef<'_, T>,
    t: MatRef<'_, T>,
    out: MatMut<'_, T>,
) {
    let below = s.nrows() - square.end;
    let mut product = dense::zeros::<T>(square.len(), v.ncols());
    let left = s.submatrix(square.start, 0, square.len(), square.end);
    multiply(product.as_mut(), Update::Replace, left, v.subrows(0, square.end), Par::Seq);
    if below > 0 {
        let under = s.submatrix(square.end, square.start, below, square.len());
        add_adjoint(product.as_mut(), under, v.subrows(square.end, below), Par::Seq);
    }
    multiply(out, Update::Replace, product.as_ref(), t, Par::Seq);
}
