//! [`Split`]: the rows of a square matrix, each cut at its diagonal element, and what is solved with the two parts.

use super::error::SolverError;
use super::scalar::Scalar;
use crate::index::Index;
use crate::packed::{Packed, PackedRef, partition};

/// Rows with the places where the parts below and above the diagonal end and begin.
#[derive(Clone, Debug)]
#[doc(hidden)]
pub struct Split<T, I = u32> {
    pub(crate) rows: Packed<T, I>,
    /// For each row where its first entry on the diagonal or above it stands.
    pub(crate) below: Vec<usize>,
    /// For each row where its first entry above the diagonal stands.
    pub(crate) above: Vec<usize>,
}

/// Which part of a matrix is solved with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[doc(hidden)]
pub enum Part {
    Below,
    Above,
    BelowAdjoint,
    AboveAdjoint,
}

impl<T: Scalar, I: Index> Split<T, I> {
    pub(crate) fn new(rows: Packed<T, I>) -> Self {
        let view = rows.view();
        let cut = |row: usize, first: &dyn Fn(usize) -> bool| {
            let (indices, _) = view.lane(row);
            view.starts[row] + partition(indices.len(), |at| first(indices[at].position()))
        };
        let lanes = 0..view.lanes();
        let below = lanes.clone().map(|row| cut(row, &|column| column < row)).collect();
        let above = lanes.map(|row| cut(row, &|column| column <= row)).collect();
        Split { rows, below, above }
    }

    pub(crate) fn view(&self) -> PackedRef<'_, T, I> {
        self.rows.view()
    }

    pub(crate) fn n(&self) -> usize {
        self.below.len()
    }

    /// The diagonal; zero where nothing is stored.
    pub(crate) fn diagonal(&self) -> Vec<T> {
        let at = |(&below, &above)| if below < above { self.rows.values[below] } else { T::ZERO };
        self.below.iter().zip(&self.above).map(at).collect()
    }

    /// What the diagonal is divided by.
    pub(crate) fn inverse_diagonal(&self, op: &'static str) -> Result<Vec<T>, SolverError> {
        let inverse = |(row, d): (usize, T)| match T::ONE / d {
            _ if d.is_zero() => Err(SolverError::ZeroDiagonal { op, row }),
            inverse => Ok(inverse),
        };
        self.diagonal().into_iter().enumerate().map(inverse).collect()
    }

    #[inline(always)]
    fn entries(&self, from: usize, to: usize) -> impl Iterator<Item = (usize, T)> {
        let indices = self.rows.indices[from..to].iter();
        indices.zip(&self.rows.values[from..to]).map(|(index, &value)| (index.position(), value))
    }

    /// Solves with one of the parts, in place.
    pub(crate) fn solve(&self, part: Part, x: &mut [T], factor: T, inverse: Option<&[T]>) {
        match part {
            Part::Below => self.solve_lower(x, factor, inverse),
            Part::Above => self.solve_upper(x, factor, inverse),
            Part::BelowAdjoint => self.solve_lower_adjoint(x, factor, inverse),
            Part::AboveAdjoint => self.solve_upper_adjoint(x, factor, inverse),
        }
    }

    /// `x = (1/d + f·L)⁻¹·x`, where L is what is below the diagonal and `inverse` is d.
    fn solve_lower(&self, x: &mut [T], factor: T, inverse: Option<&[T]>) {
        for row in 0..self.n() {
            let mut sum = T::ZERO;
            for (column, value) in self.entries(self.rows.starts[row], self.below[row]) {
                sum += value * x[column];
            }
            let rest = x[row] - factor * sum;
            x[row] = inverse.map_or(rest, |d| rest * d[row]);
        }
    }

    /// `x = (1/d + f·U)⁻¹·x`, where U is what is above the diagonal.
    fn solve_upper(&self, x: &mut [T], factor: T, inverse: Option<&[T]>) {
        for row in (0..self.n()).rev() {
            let mut sum = T::ZERO;
            for (column, value) in self.entries(self.above[row], self.rows.starts[row + 1]) {
                sum += value * x[column];
            }
            let rest = x[row] - factor * sum;
            x[row] = inverse.map_or(rest, |d| rest * d[row]);
        }
    }

    /// As [`solve_lower`](Self::solve_lower), with the adjoint of the matrix.
    fn solve_lower_adjoint(&self, x: &mut [T], factor: T, inverse: Option<&[T]>) {
        for row in (0..self.n()).rev() {
            if let Some(d) = inverse {
                x[row] *= d[row].conjugate();
            }
            let scaled = factor.conjugate() * x[row];
            for (column, value) in self.entries(self.rows.starts[row], self.below[row]) {
                x[column] -= value.conjugate() * scaled;
            }
        }
    }

    /// As [`solve_upper`](Self::solve_upper), with the adjoint of the matrix.
    fn solve_upper_adjoint(&self, x: &mut [T], factor: T, inverse: Option<&[T]>) {
        for row in 0..self.n() {
            if let Some(d) = inverse {
                x[row] *= d[row].conjugate();
            }
            let scaled = factor.conjugate() * x[row];
            for (column, value) in self.entries(self.above[row], self.rows.starts[row + 1]) {
                x[column] -= value.conjugate() * scaled;
            }
        }
    }

    /// One sweep of Gauss and Seidel over `A·x = b`, downwards or upwards.
    pub(crate) fn sweep(&self, inverse: &[T], b: &[T], x: &mut [T], down: bool) {
        let n = self.n();
        for at in 0..n {
            let row = if down { at } else { n - 1 - at };
            let mut sum = T::ZERO;
            for (column, value) in self.entries(self.rows.starts[row], self.below[row]) {
                sum += value * x[column];
            }
            for (column, value) in self.entries(self.above[row], self.rows.starts[row + 1]) {
                sum += value * x[column];
            }
            x[row] = (b[row] - sum) * inverse[row];
        }
    }
}
