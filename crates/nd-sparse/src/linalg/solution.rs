//! [`Solution`]: what an iteration ends with.

use super::scalar::Scalar;
use nd_core::Array;

/// The result of an iterative solver.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::cg};
///
/// let a = Csr::<f64>::from_dense([[2.0, -1.0], [-1.0, 2.0]]);
/// let solution = cg(&a, &[1.0, 1.0])?;
/// assert!((solution.x[[0]] - 1.0).abs() < 1e-9);
/// assert_eq!(solution.history.len(), solution.iterations + 1);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Solution<T: Scalar> {
    /// The solution, `(n)`.
    pub x: Array<T>,
    /// How many iterations were made.
    pub iterations: usize,
    /// The norm of `b - A·x`, calculated from this `x`.
    pub residual: f64,
    /// The norm of the residual before the first iteration and after each, as the method estimates it.
    pub history: Vec<f64>,
}
