//! [`solve`]: a system solved once.

use super::cholesky::cholesky;
use super::columns::Columns;
use super::lu::lu;
use crate::compressed::CompressedView;
use crate::element::SparseElement;
use crate::index::Index;
use crate::linalg::error::SolverError;
use crate::linalg::scalar::Scalar;
use crate::orientation::Orientation;
use nd_core::{Array, ArrayLike};

/// The solution of `A·x = b`: `(n, n)`, `(n)` or `(n, k)` → the shape of `b`.
///
/// By [`cholesky`] if the matrix is Hermitian, its diagonal is positive, and it turns out to be positive definite, by
/// [`lu`] if not. What is solved more than once is factored once.
///
/// # Errors
/// [`SolverError::NotSquare`], [`SolverError::Shape`]; [`SolverError::NotFinite`] if the matrix has NaN or infinity;
/// [`SolverError::Singular`], which names a column; [`SolverError::Memory`]. NaN in `b` spreads.
///
/// # SciPy
/// `scipy.sparse.linalg.spsolve(a, b)`, which answers NaN or raises, and flattens `(n, 1)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_sparse::{Csr, linalg::solve};
///
/// let a = Csr::<f64>::from_dense([[1.0, 2.0], [3.0, 4.0]]);
/// assert_eq!(solve(&a, [[3.0], [7.0]])?.shape(), [2, 1]);
/// assert!(solve(&Csr::<f64>::from_dense([[1.0, 2.0], [2.0, 4.0]]), &[1.0, 2.0]).is_err());
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
pub fn solve<'a, T: Scalar + SparseElement<I>, I: Index, O: Orientation>(
    a: impl Into<CompressedView<'a, T, I, O>>,
    b: impl ArrayLike<Elem = T>,
) -> Result<Array<T>, SolverError> {
    let a = a.into();
    let columns = Columns::<T::Double>::square("solve", a)?;
    let (n, shape) = (columns.columns(), b.view().shape().to_vec());
    if shape.first() != Some(&n) || shape.len() > 2 {
        // The same error as without factors, before any is made.
        return crate::linalg::sides::solved("solve", [n, n], b.view(), &|_, _| ());
    }
    if columns.may_be_definite() {
        match cholesky(a) {
            Ok(factor) => return factor.solve(b),
            Err(SolverError::NotPositiveDefinite { .. } | SolverError::NotFinite { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    lu(a)?.solve(b)
}
