//! [`Columns`]: a matrix by columns in double precision, as it is factored.

use crate::compressed::CompressedView;
use crate::element::SparseElement;
use crate::index::Index;
use crate::linalg::error::SolverError;
use crate::linalg::scalar::Scalar;
use crate::orientation::Orientation;
use faer::sparse::SymbolicSparseColMatRef;
use nd_core::huge;

/// Where the entries of each column start, their rows, and their values.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct Columns<D> {
    pub(super) rows: usize,
    pub(super) starts: Vec<usize>,
    pub(super) indices: Vec<usize>,
    pub(super) values: Vec<D>,
}

impl<D: Scalar> Columns<D> {
    /// From any compressed matrix; NaN and infinity are refused.
    pub(super) fn new<T, I, O>(
        op: &'static str,
        a: CompressedView<'_, T, I, O>,
    ) -> Result<Self, SolverError>
    where
        T: Scalar<Double = D> + SparseElement<I>,
        I: Index,
        O: Orientation,
    {
        if !crate::linalg::vectors::all_finite(a.packed().values) {
            return Err(SolverError::NotFinite { op, what: "the matrix" });
        }
        let transposed;
        let packed = if O::ROWS {
            transposed = <T as SparseElement<I>>::transposed(a.packed());
            transposed.view()
        } else {
            a.packed()
        };
        Ok(Columns {
            rows: packed.across,
            starts: packed.starts.to_vec(),
            indices: packed.indices.iter().map(|index| index.position()).collect(),
            values: packed.values.iter().map(|value| value.to_double()).collect(),
        })
    }

    /// The same, where there have to be as many rows as columns.
    pub(super) fn square<T, I, O>(
        op: &'static str,
        a: CompressedView<'_, T, I, O>,
    ) -> Result<Self, SolverError>
    where
        T: Scalar<Double = D> + SparseElement<I>,
        I: Index,
        O: Orientation,
    {
        let shape = a.shape();
        if shape[0] != shape[1] {
            return Err(SolverError::NotSquare { op, shape });
        }
        Self::new(op, a)
    }

    pub(super) fn columns(&self) -> usize {
        self.starts.len() - 1
    }

    pub(super) fn column(&self, column: usize) -> impl Iterator<Item = (usize, D)> {
        let range = self.starts[column]..self.starts[column + 1];
        self.indices[range.clone()].iter().copied().zip(self.values[range].iter().copied())
    }

    pub(super) fn same_pattern(&self, other: &Columns<D>) -> bool {
        (self.rows, &self.starts, &self.indices) == (other.rows, &other.starts, &other.indices)
    }

    /// The pattern as faer reads it: it is canonical, so that none of its checks fails.
    pub(super) fn pattern(&self) -> SymbolicSparseColMatRef<'_, usize> {
        let columns = self.columns();
        SymbolicSparseColMatRef::new_checked(self.rows, columns, &self.starts, None, &self.indices)
    }

    /// The transpose, not conjugated.
    pub(super) fn transposed(&self) -> Columns<D> {
        let mut next = vec![0; self.rows + 1];
        self.indices.iter().for_each(|&row| next[row + 1] += 1);
        for row in 0..self.rows {
            next[row + 1] += next[row];
        }
        let starts = next.clone();
        let mut indices = huge::advised(vec![0; self.indices.len()]);
        let mut values = huge::advised(vec![D::ZERO; self.values.len()]);
        for column in 0..self.columns() {
            for (row, value) in self.column(column) {
                indices[next[row]] = column;
                values[next[row]] = value;
                next[row] += 1;
            }
        }
        Columns { rows: self.columns(), starts, indices, values }
    }

    /// Whether it is its own adjoint, and its diagonal positive: what is tried as a positive definite matrix.
    pub(super) fn may_be_definite(&self) -> bool {
        let other = self.transposed();
        let pairs = self.values.iter().zip(&other.values);
        let diagonal = (0..self.columns())
            .all(|j| self.column(j).any(|(i, d)| i == j && d.real() > 0.0 && d.imaginary() == 0.0));
        diagonal
            && self.same_pattern(&other)
            && pairs.into_iter().all(|(&a, &b)| a == b.conjugate())
    }
}
