//! [`Balance`]: a similar matrix whose eigenvalues are found more exactly.
//!
//! James, Langou and Lowery, "On matrix balancing and eigenvector computation" (2014), which is
//! LAPACK's `gebal`: eigenvalues that can be read off are moved to the ends by permuting, then
//! rows and columns of the rest are brought to one size by powers of two.

use crate::field::{Field, Real};
use crate::matrices::dense;
use crate::matrices::exponents::{exponent, ldexp, number, part};
use faer::Mat;
use num_traits::Zero;

/// How a matrix was permuted and scaled.
pub(crate) struct Balance {
    /// Which of the original's rows each row is.
    order: Vec<usize>,
    /// The exponents that columns were multiplied by, and rows divided.
    exponents: Vec<i32>,
}

impl Balance {
    /// Balances a square matrix near 1.
    pub(crate) fn of<T: Field>(a: &mut Mat<T>) -> Balance {
        let n = a.nrows();
        let mut balance = Balance { order: (0..n).collect(), exponents: vec![0; n] };
        let (first, end) = balance.permute(a);
        balance.scale(a, first, end);
        balance
    }

    /// Moves rows that are zero beside the diagonal to the end, such columns to the start.
    /// Returns the range of the rest.
    fn permute<T: Field>(&mut self, a: &mut Mat<T>) -> (usize, usize) {
        let (mut first, mut end) = (0, a.nrows());
        while let Some(row) =
            (first..end).rev().find(|&i| (first..end).all(|j| i == j || a[(i, j)].is_zero()))
        {
            end -= 1;
            self.exchange(a, row, end);
        }
        while let Some(column) =
            (first..end).find(|&j| (first..end).all(|i| i == j || a[(i, j)].is_zero()))
        {
            self.exchange(a, column, first);
            first += 1;
        }
        (first, end)
    }

    fn exchange<T: Field>(&mut self, a: &mut Mat<T>, i: usize, j: usize) {
        if i == j {
            return;
        }
        self.order.swap(i, j);
        for k in 0..a.nrows() {
            let (x, y) = (a[(k, i)], a[(k, j)]);
            (a[(k, i)], a[(k, j)]) = (y, x);
        }
        for k in 0..a.nrows() {
            let (x, y) = (a[(i, k)], a[(j, k)]);
            (a[(i, k)], a[(j, k)]) = (y, x);
        }
    }

    /// Brings column and row `i` to the same length, for each `i`, until little is gained.
    fn scale<T: Field>(&mut self, a: &mut Mat<T>, first: usize, end: usize) {
        // Each round that changes anything shortens a row and its column by a twentieth, so
        // the rounds end; the limit is for the case that rounding keeps them alive.
        for _ in 0..100 {
            let mut changed = false;
            for i in first..end {
                let exponent = gain(a, i, first, end);
                let total = self.exponents[i] + exponent;
                if exponent == 0 || total.abs() > limit::<T>() {
                    continue;
                }
                changed = true;
                self.exponents[i] = total;
                for k in 0..a.nrows() {
                    a[(k, i)] = ldexp(a[(k, i)], exponent);
                }
                for k in 0..a.nrows() {
                    a[(i, k)] = ldexp(a[(i, k)], -exponent);
                }
            }
            if !changed {
                return;
            }
        }
    }

    /// Eigenvectors of the original from those of the balanced matrix, each near 1: their own
    /// length may be more than there are numbers for.
    pub(crate) fn undo<T: Field>(&self, vectors: &mut Mat<T>) {
        let n = vectors.nrows();
        for j in 0..vectors.ncols() {
            let sizes = (0..n).map(|i| (part(vectors[(i, j)]), self.exponents[i]));
            let exponents = sizes.filter(|(size, _)| !size.is_zero());
            let most = exponents.map(|(size, grown)| exponent(size) + grown).max().unwrap_or(0);
            let column: Vec<T> =
                (0..n).map(|i| ldexp(vectors[(i, j)], self.exponents[i] - most)).collect();
            for (&place, x) in self.order.iter().zip(column) {
                vectors[(place, j)] = x;
            }
        }
    }
}

/// How far exponents go: vectors near 1 stay normal numbers.
fn limit<T: Field>() -> i32 {
    if size_of::<T::R>() == 4 { 60 } else { 500 }
}

/// The exponent by which column `i` should grow and its row shrink.
fn gain<T: Field>(a: &Mat<T>, i: usize, first: usize, end: usize) -> i32 {
    let column = dense::length((first..end).map(|k| a[(k, i)]));
    let row = dense::length((first..end).map(|k| a[(i, k)]));
    even_out(column, row, limit::<T>())
}

/// The exponent that brings two lengths nearest to each other; 0 if that would not shorten both
/// together by a twentieth.
fn even_out<R: Real>(column: R, row: R, limit: i32) -> i32 {
    if column.is_zero() || row.is_zero() {
        return 0;
    }
    let two = number::<R>(2.0);
    let (mut c, mut r, mut exponent) = (column, row, 0);
    while c < r / two && exponent < limit {
        (c, r, exponent) = (c * two, r / two, exponent + 1);
    }
    while c / two >= r && exponent > -limit {
        (c, r, exponent) = (c / two, r * two, exponent - 1);
    }
    if c + r < number::<R>(0.95) * (column + row) { exponent } else { 0 }
}
