//! [`SolverOptions`]: when an iteration ends, and what helps it.

use super::operator::{LinearOperator, Operator};
use super::scalar::Scalar;
use std::fmt;
use std::ops::ControlFlow;

/// Called after each iteration with its number and the norm of the residual; breaks off the iteration if it says so.
pub type Callback<'a> = dyn Fn(usize, f64) -> ControlFlow<()> + 'a;

/// How systems are solved by iteration.
///
/// An iteration ends when the norm of `b - A·x` is at most `max(rtol·norm(b), atol)`.
///
/// # SciPy
/// `rtol`, `atol`, `maxiter`, `M`, `x0`, `callback`, `restart`, `damp`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::{Jacobi, SolverOptions, cg_with}};
///
/// let a = Csr::<f64>::from_dense([[4.0, 1.0], [1.0, 3.0]]);
/// let jacobi = Jacobi::new(&a)?;
/// let options = SolverOptions::default().rtol(1e-12).preconditioner(&jacobi);
/// let solution = cg_with(&a, &[1.0, 2.0], &options)?;
/// assert!((solution.x[[0]] - 1.0 / 11.0).abs() < 1e-12);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
#[non_exhaustive]
pub struct SolverOptions<'a, T: Scalar> {
    /// The residual that is good enough, as a share of the norm of `b`; 1e-5 by default.
    pub rtol: f64,
    /// The residual that is good enough; 0 by default.
    pub atol: f64,
    /// The most iterations; ten times the number of unknowns by default.
    pub max_iterations: Option<usize>,
    /// What the residual is multiplied by: an approximation to the inverse of the matrix. None by default.
    pub preconditioner: Option<&'a Operator<'a, T>>,
    /// Where the iteration starts; at zero by default.
    pub x0: Option<&'a [T]>,
    /// After how many steps `gmres` and `lgmres` start anew; 30 by default.
    pub restart: usize,
    /// The weight of the norm of `x` in `lsqr` and `lsmr`; 0 by default.
    pub damp: f64,
    /// What is called after each iteration.
    pub callback: Option<&'a Callback<'a>>,
}

impl<T: Scalar> Default for SolverOptions<'_, T> {
    fn default() -> Self {
        SolverOptions {
            rtol: 1e-5,
            atol: 0.0,
            max_iterations: None,
            preconditioner: None,
            x0: None,
            restart: 30,
            damp: 0.0,
            callback: None,
        }
    }
}

impl<T: Scalar> Clone for SolverOptions<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Scalar> Copy for SolverOptions<'_, T> {}

impl<T: Scalar> fmt::Debug for SolverOptions<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SolverOptions")
            .field("rtol", &self.rtol)
            .field("atol", &self.atol)
            .field("max_iterations", &self.max_iterations)
            .field("preconditioner", &self.preconditioner.map(LinearOperator::shape))
            .field("x0", &self.x0)
            .field("restart", &self.restart)
            .field("damp", &self.damp)
            .field("callback", &self.callback.is_some())
            .finish()
    }
}

impl<'a, T: Scalar> SolverOptions<'a, T> {
    /// Sets the residual that is good enough, as a share of the norm of `b`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::SolverOptions;
    ///
    /// assert_eq!(SolverOptions::<f64>::default().rtol(1e-8).rtol, 1e-8);
    /// ```
    #[must_use]
    pub fn rtol(self, rtol: f64) -> Self {
        SolverOptions { rtol, ..self }
    }

    /// Sets the residual that is good enough.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::SolverOptions;
    ///
    /// assert_eq!(SolverOptions::<f64>::default().atol(1e-8).atol, 1e-8);
    /// ```
    #[must_use]
    pub fn atol(self, atol: f64) -> Self {
        SolverOptions { atol, ..self }
    }

    /// Sets the most iterations.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::SolverOptions;
    ///
    /// assert_eq!(SolverOptions::<f64>::default().max_iterations(50).max_iterations, Some(50));
    /// ```
    #[must_use]
    pub fn max_iterations(self, max_iterations: usize) -> Self {
        SolverOptions { max_iterations: Some(max_iterations), ..self }
    }

    /// Sets the preconditioner: an operator that is near the inverse of the matrix.
    #[must_use]
    pub fn preconditioner(self, preconditioner: &'a Operator<'a, T>) -> Self {
        SolverOptions { preconditioner: Some(preconditioner), ..self }
    }

    /// Sets where the iteration starts.
    #[must_use]
    pub fn x0(self, x0: &'a [T]) -> Self {
        SolverOptions { x0: Some(x0), ..self }
    }

    /// Sets after how many steps `gmres` and `lgmres` start anew.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::SolverOptions;
    ///
    /// assert_eq!(SolverOptions::<f64>::default().restart(10).restart, 10);
    /// ```
    #[must_use]
    pub fn restart(self, restart: usize) -> Self {
        SolverOptions { restart, ..self }
    }

    /// Sets the weight of the norm of `x` in `lsqr` and `lsmr`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::SolverOptions;
    ///
    /// assert_eq!(SolverOptions::<f64>::default().damp(0.5).damp, 0.5);
    /// ```
    #[must_use]
    pub fn damp(self, damp: f64) -> Self {
        SolverOptions { damp, ..self }
    }

    /// Sets what is called after each iteration.
    #[must_use]
    pub fn callback(self, callback: &'a Callback<'a>) -> Self {
        SolverOptions { callback: Some(callback), ..self }
    }
}
