//! [`Ssor`]: one sweep down and one up.

use super::square_rows;
use crate::compressed::CompressedView;
use crate::linalg::error::SolverError;
use crate::linalg::operator::LinearOperator;
use crate::linalg::scalar::Scalar;
use crate::linalg::split::{Part, Split};
use crate::orientation::Orientation;

/// Symmetric successive over-relaxation: a sweep of Gauss and Seidel down and one up. Nothing is factored, so that it
/// always exists where the diagonal has no zero; positive definite where the matrix is.
///
/// # SciPy
/// None.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::{SolverOptions, Ssor, cg_with}};
///
/// let a = Csr::<f64>::diags([50, 50], &[(-1, &[-1.0; 49]), (0, &[2.0; 50]), (1, &[-1.0; 49])]);
/// let ssor = Ssor::new(&a, 1.5)?;
/// let options = SolverOptions::default().preconditioner(&ssor);
/// assert!(cg_with(&a, &[1.0; 50], &options)?.iterations < 25);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Ssor<T> {
    split: Split<T>,
    diagonal: Vec<T>,
    inverse: Vec<T>,
    omega: f64,
}

impl<T: Scalar> Ssor<T> {
    /// The preconditioner of a matrix `(n, n)`, with the factor by which sweeps exaggerate, between 0 and 2; 1 is
    /// Gauss and Seidel.
    ///
    /// # Errors
    /// [`SolverError::NotSquare`], [`SolverError::NotFinite`], [`SolverError::ZeroDiagonal`], and
    /// [`SolverError::Option`] if the factor is not between 0 and 2.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, linalg::Ssor};
    ///
    /// assert!(Ssor::new(&Csr::<f64>::eye(2), 2.5).is_err());
    /// ```
    pub fn new<'a, O: Orientation>(
        a: impl Into<CompressedView<'a, T, u32, O>>,
        omega: f64,
    ) -> Result<Self, SolverError> {
        const OP: &str = "ssor";
        if !(omega > 0.0 && omega < 2.0) {
            return Err(SolverError::Option { op: OP, what: "the factor is between 0 and 2" });
        }
        let split = square_rows(OP, a.into())?;
        let inverse = split.inverse_diagonal(OP)?;
        let diagonal = split.diagonal();
        Ok(Ssor { split, diagonal, inverse, omega })
    }

    fn weigh(&self, x: &mut [T], weight: impl Fn(T) -> T) {
        let factor = T::from_f64(self.omega * (2.0 - self.omega));
        for (x, &d) in x.iter_mut().zip(&self.diagonal) {
            *x *= factor * weight(d);
        }
    }
}

impl<T: Scalar> LinearOperator for Ssor<T> {
    type Elem = T;
    fn shape(&self) -> [usize; 2] {
        [self.diagonal.len(); 2]
    }
    fn apply(&self, x: &[T], y: &mut [T]) {
        let omega = T::from_f64(self.omega);
        y.copy_from_slice(x);
        T::solve_part(&self.split, Part::Below, y, omega, Some(&self.inverse));
        self.weigh(y, |d| d);
        T::solve_part(&self.split, Part::Above, y, omega, Some(&self.inverse));
    }
    fn has_adjoint(&self) -> bool {
        true
    }
    fn apply_adjoint(&self, x: &[T], y: &mut [T]) {
        let omega = T::from_f64(self.omega);
        y.copy_from_slice(x);
        T::solve_part(&self.split, Part::AboveAdjoint, y, omega, Some(&self.inverse));
        self.weigh(y, Scalar::conjugate);
        T::solve_part(&self.split, Part::BelowAdjoint, y, omega, Some(&self.inverse));
    }
}
