//! [`solve_triangular`]: systems whose matrix is triangular, or is taken as if it were.

use super::error::SolverError;
use super::scalar::Scalar;
use super::sides::solved;
use super::split::{Part, Split};
use crate::compressed::CompressedView;
use crate::element::SparseElement;
use crate::index::Index;
use crate::orientation::Orientation;
use nd_core::{Array, ArrayLike, Triangle};

/// How triangular systems are solved.
///
/// # Examples
/// ```
/// use nd_sparse::linalg::TriangularOptions;
///
/// assert!(TriangularOptions::default().unit_diagonal(true).unit_diagonal);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TriangularOptions {
    /// Whether the diagonal is taken to be 1, whatever is stored there; not by default.
    pub unit_diagonal: bool,
}

impl TriangularOptions {
    /// Sets whether the diagonal is taken to be 1.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::TriangularOptions;
    ///
    /// assert_eq!(TriangularOptions::default().unit_diagonal(true).unit_diagonal, true);
    /// ```
    #[must_use]
    pub fn unit_diagonal(self, unit_diagonal: bool) -> Self {
        TriangularOptions { unit_diagonal }
    }
}

/// The solution of `A·x = b` with one triangle of `A`: `(n, n)`, `(n)` or `(n, k)` → the shape of `b`.
///
/// The other triangle is ignored, whatever is stored there. Several right sides are solved on all threads. NaN in `b`
/// spreads.
///
/// # Errors
/// [`SolverError::NotSquare`], [`SolverError::Shape`]; [`SolverError::ZeroDiagonal`], which names the row;
/// [`SolverError::NotFinite`] if the triangle has NaN or infinity.
///
/// # SciPy
/// `scipy.sparse.linalg.spsolve_triangular(a, b, lower)`, where entries of the other triangle take part, and what they
/// do depends on the format.
///
/// # Examples
/// ```
/// use nd_core::{Triangle, array};
/// use nd_sparse::{Csr, linalg::solve_triangular};
///
/// let a = Csr::<f64>::from_dense([[1.0, 5.0], [1.0, 1.0]]);
/// assert_eq!(solve_triangular(&a, &[1.0, 1.0], Triangle::Lower)?, array![1.0, 0.0]);
/// assert_eq!(solve_triangular(&a, &[1.0, 1.0], Triangle::Upper)?, array![-4.0, 1.0]);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
pub fn solve_triangular<'a, T: Scalar + SparseElement<I>, I: Index, O: Orientation>(
    a: impl Into<CompressedView<'a, T, I, O>>,
    b: impl ArrayLike<Elem = T>,
    triangle: Triangle,
) -> Result<Array<T>, SolverError> {
    solve_triangular_with(a, b, triangle, &TriangularOptions::default())
}

/// As [`solve_triangular`], with options.
///
/// # Errors
/// The same.
///
/// # Examples
/// ```
/// use nd_core::{Triangle, array};
/// use nd_sparse::{Csr, linalg::{TriangularOptions, solve_triangular_with}};
///
/// let a = Csr::<f64>::from_dense([[0.0, 0.0], [2.0, 0.0]]);
/// let unit = TriangularOptions::default().unit_diagonal(true);
/// assert_eq!(solve_triangular_with(&a, &[1.0, 5.0], Triangle::Lower, &unit)?, array![1.0, 3.0]);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
pub fn solve_triangular_with<'a, T: Scalar + SparseElement<I>, I: Index, O: Orientation>(
    a: impl Into<CompressedView<'a, T, I, O>>,
    b: impl ArrayLike<Elem = T>,
    triangle: Triangle,
    options: &TriangularOptions,
) -> Result<Array<T>, SolverError> {
    const OP: &str = "solve_triangular";
    let a = a.into();
    let shape = a.shape();
    if shape[0] != shape[1] {
        return Err(SolverError::NotSquare { op: OP, shape });
    }
    let rows = <T as SparseElement<I>>::filtered(a.packed(), &|lane, across, _| {
        let [row, column] = O::shape_of(lane, across);
        if triangle == Triangle::Lower { column <= row } else { column >= row }
    });
    let rows = if O::ROWS { rows } else { <T as SparseElement<I>>::transposed(rows.view()) };
    if !super::vectors::all_finite(&rows.values) {
        return Err(SolverError::NotFinite { op: OP, what: "the triangle" });
    }
    let split = Split::new(rows);
    let inverse = if options.unit_diagonal { None } else { Some(split.inverse_diagonal(OP)?) };
    let part = if triangle == Triangle::Lower { Part::Below } else { Part::Above };
    solved(OP, shape, b.view(), &|b, x| {
        x.copy_from_slice(b);
        split.solve(part, x, T::ONE, inverse.as_deref());
    })
}
