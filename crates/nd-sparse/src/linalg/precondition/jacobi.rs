//! [`Jacobi`]: the diagonal alone.

use super::square_rows;
use crate::compressed::CompressedView;
use crate::linalg::error::SolverError;
use crate::linalg::operator::LinearOperator;
use crate::linalg::scalar::Scalar;
use crate::linalg::vectors::update;
use crate::orientation::Orientation;

/// The inverse of the diagonal: costs nothing, and helps where the rows differ in size.
///
/// # SciPy
/// `diags_array(1 / a.diagonal())`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::{Jacobi, LinearOperator}};
///
/// let a = Csr::<f64>::from_dense([[2.0, 1.0], [0.0, 4.0]]);
/// let mut y = [0.0; 2];
/// Jacobi::new(&a)?.apply(&[1.0, 1.0], &mut y);
/// assert_eq!(y, [0.5, 0.25]);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Jacobi<T> {
    inverse: Vec<T>,
}

impl<T: Scalar> Jacobi<T> {
    /// The preconditioner of a matrix `(n, n)`.
    ///
    /// # Errors
    /// [`SolverError::NotSquare`], [`SolverError::NotFinite`], [`SolverError::ZeroDiagonal`].
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::Jacobi};
    ///
    /// assert!(Jacobi::new(&Csr::<f64>::zeros([2, 2])).is_err());
    /// ```
    pub fn new<'a, O: Orientation>(
        a: impl Into<CompressedView<'a, T, u32, O>>,
    ) -> Result<Self, SolverError> {
        const OP: &str = "jacobi";
        Ok(Jacobi { inverse: square_rows(OP, a.into())?.inverse_diagonal(OP)? })
    }
}

impl<T: Scalar> LinearOperator for Jacobi<T> {
    type Elem = T;
    fn shape(&self) -> [usize; 2] {
        [self.inverse.len(); 2]
    }
    fn apply(&self, x: &[T], y: &mut [T]) {
        y.copy_from_slice(x);
        update(y, &self.inverse, |y, d| y * d);
    }
    fn has_adjoint(&self) -> bool {
        true
    }
    fn apply_adjoint(&self, x: &[T], y: &mut [T]) {
        y.copy_from_slice(x);
        update(y, &self.inverse, |y, d| y * d.conjugate());
    }
}
