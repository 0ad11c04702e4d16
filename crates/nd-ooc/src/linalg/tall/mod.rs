//! Matrices with many rows and few columns, as orthonormal columns and a triangle: TSQR (Demmel, Grigori, Hoemmen and
//! Langou 2012).
//!
//! Each panel of rows becomes a triangle; the triangles, one below the other, are a matrix of the same kind with fewer
//! rows, and so on, until one panel is left. How panels are cut is known from the shape and the element size. Back down,
//! the orthonormal columns of a panel are those of the panel alone times a square of those of the level above, which
//! are always orthonormal, however bad the matrix is.

mod columns;
pub(super) mod panels;
mod triangles;

use super::element::MatrixElement;
use super::rows;
use super::whole::whole;
use crate::chunked::Chunked;
use nd_core::{Array, Inexact, Shape, View, s};

/// A panel has so many times more rows than columns, at least: triangles take so much less than what they are of.
const TIMES: usize = 4;

/// How a matrix is cut into panels.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Cut {
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// Rows of a panel; the last one is filled up with zeros.
    pub(super) height: usize,
    /// How many panels there are.
    pub(super) count: usize,
}

impl Cut {
    fn of(n: usize, columns: usize, itemsize: usize) -> Cut {
        Cut::into(n, columns, rows(columns, itemsize).max(columns.saturating_mul(TIMES)))
    }

    /// Into panels of at most so many rows, all of the same.
    pub(super) fn into(rows: usize, columns: usize, most: usize) -> Cut {
        let count = rows.div_ceil(most).max(1);
        Cut { rows, columns, height: rows.div_ceil(count), count }
    }

    /// Rows of a panel's triangle, and columns of its orthonormal factor.
    fn kept(&self) -> usize {
        self.height.min(self.columns)
    }
}

/// A matrix and the triangles of its panels, level by level.
pub(super) struct Tall<T> {
    op: &'static str,
    levels: Vec<(Chunked<T>, Cut)>,
    /// The triangle of all, whose rows may have any sign: `(k, p)`.
    pub(super) triangle: Chunked<T>,
}

impl<T: MatrixElement> Tall<T> {
    /// Of a matrix with two axes.
    pub(super) fn of(op: &'static str, x: &Chunked<T>) -> Tall<T> {
        let (mut levels, mut x) = (Vec::new(), x.clone());
        loop {
            let cut = Cut::of(x.shape()[0], x.shape()[1], T::DTYPE.itemsize());
            let triangles = triangles::of(op, &x, cut, levels.is_empty());
            levels.push((x, cut));
            if cut.count == 1 {
                return Tall { op, levels, triangle: triangles };
            }
            x = triangles;
        }
    }

    /// Rows of the triangle, and columns of the orthonormal factor.
    pub(super) fn kept(&self) -> usize {
        self.triangle.shape()[0]
    }

    /// The triangle with a diagonal that is not negative, and the signs that make it, as a diagonal matrix.
    pub(super) fn signed(&self) -> (Chunked<T>, Chunked<T>) {
        let shape = self.triangle.node.shape;
        let square = Shape::from([self.kept(); 2]);
        let outputs = [(shape, T::DTYPE), (square, T::DTYPE)];
        let mut made = whole(self.op, &[&self.triangle.node], &outputs, 0, |inputs| {
            let (r, signs) = signed(inputs[0].typed::<T>());
            Ok(vec![r.into(), signs.into()])
        });
        let signs = Chunked::of(made.remove(1));
        (Chunked::of(made.remove(0)), signs)
    }

    /// The orthonormal columns times a matrix with as many rows, made when they are asked for.
    pub(super) fn columns(&self, turn: &Chunked<T>) -> Chunked<T> {
        let next = self.above(turn);
        let (x, cut) = &self.levels[0];
        columns::pulled(self.op, x, &next, *cut)
    }

    /// The same, kept in memory or beside the result: what is used several times.
    pub(super) fn stored_columns(&self, turn: &Chunked<T>) -> Chunked<T> {
        let next = self.above(turn);
        let (x, cut) = &self.levels[0];
        columns::stored(self.op, x, &next, *cut)
    }

    /// What the panels of the matrix itself are multiplied by.
    fn above(&self, turn: &Chunked<T>) -> Chunked<T> {
        let levels = self.levels[1..].iter().rev();
        levels.fold(turn.clone(), |next, (x, cut)| columns::stored(self.op, x, &next, *cut))
    }
}

/// A triangle with a diagonal that is not negative, and the signs that make it.
fn signed<T: MatrixElement>(r: View<'_, T>) -> (Array<T>, Array<T>) {
    let (mut r, k) = (r.to_array(), r.shape()[0]);
    let mut signs = Array::<T>::zeros([k, k]);
    let zero = <T::R as Inexact>::from_count(0);
    for i in 0..k {
        let is_negative = r[[i, i]].re() < zero;
        signs[[i, i]] = if is_negative { -T::from_count(1) } else { T::from_count(1) };
        if is_negative {
            let row = i as isize;
            let turned = r.slice(s![row, row..]).map(|x| -x);
            r.slice_mut(s![row, row..]).assign(&turned);
        }
    }
    (r, signs)
}

/// Rows of a panel, filled up with rows of zeros.
fn filled<T: MatrixElement>(rows: View<'_, T>, height: usize) -> Array<T> {
    let there = rows.shape()[0] as isize;
    let mut all = Array::zeros([height, rows.shape()[1]]);
    all.slice_mut(s![..there, ..]).assign(rows);
    all
}
