//! [`SolverError`] and [`Unsolved`]: why there is no solution, and the best that there is.

use super::scalar::Scalar;
use super::solution::Solution;
use nd_core::ShapeError;

/// Why a system has no solution, or none was found.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::{SolverError, solve_triangular}};
/// use nd_core::Triangle;
///
/// let a = Csr::<f64>::from_dense([[1.0, 0.0], [1.0, 0.0]]);
/// let error = solve_triangular(&a, &[1.0, 1.0], Triangle::Lower).unwrap_err();
/// assert_eq!(error.to_string(), "solve_triangular: the diagonal element of row 1 is zero");
/// assert!(matches!(error, SolverError::ZeroDiagonal { row: 1, .. }));
/// ```
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SolverError {
    /// Shapes that do not fit each other.
    #[error(transparent)]
    Shape(#[from] ShapeError),
    /// A matrix that has to be square is not.
    #[error("{op}: the matrix has to be square, and its shape is {shape:?}")]
    NotSquare {
        /// The operation.
        op: &'static str,
        /// The shape.
        shape: [usize; 2],
    },
    /// NaN or infinity, given or come about.
    #[error("{op}: {what} has an element that is NaN or infinite")]
    NotFinite {
        /// The operation.
        op: &'static str,
        /// What has it.
        what: &'static str,
    },
    /// The matrix is singular: in this column no pivot was left.
    #[error("{op}: the matrix is singular: column {column} depends on others")]
    Singular {
        /// The operation.
        op: &'static str,
        /// The first column without a pivot, in the order of the elimination.
        column: usize,
    },
    /// The matrix is not positive definite: at this row the pivot is not positive.
    #[error("{op}: the matrix is not positive definite: the pivot of row {row} is not positive")]
    NotPositiveDefinite {
        /// The operation.
        op: &'static str,
        /// The first such row, in the order of the elimination.
        row: usize,
    },
    /// An operator that has to be Hermitian is not.
    #[error("{op}: the operator is not Hermitian")]
    NotHermitian {
        /// The operation.
        op: &'static str,
    },
    /// A diagonal element that is divided by is zero.
    #[error("{op}: the diagonal element of row {row} is zero")]
    ZeroDiagonal {
        /// The operation.
        op: &'static str,
        /// The row.
        row: usize,
    },
    /// The pattern is not the one that the symbolic factorisation is of.
    #[error("{op}: the entries do not stand where those of the factored matrix did")]
    OtherPattern {
        /// The operation.
        op: &'static str,
    },
    /// An operator without an adjoint, where one is needed.
    #[error("{op} needs the adjoint, which the operator does not have")]
    NoAdjoint {
        /// The operation.
        op: &'static str,
    },
    /// An option that has no meaning.
    #[error("{op}: {what}")]
    Option {
        /// The operation.
        op: &'static str,
        /// What is wrong.
        what: &'static str,
    },
    /// An iteration did not reach its tolerance.
    #[error(
        "{op}: no convergence in {iterations} iterations: the residual is {residual:e}, {tolerance:e} is asked for"
    )]
    NoConvergence {
        /// The operation.
        op: &'static str,
        /// How many iterations were made.
        iterations: usize,
        /// The residual that was reached.
        residual: f64,
        /// The residual that is asked for.
        tolerance: f64,
    },
    /// An iteration cannot go on: it would divide by zero.
    #[error("{op}: breakdown in iteration {iteration}: {why}")]
    Breakdown {
        /// The operation.
        op: &'static str,
        /// The iteration.
        iteration: usize,
        /// What vanished.
        why: &'static str,
    },
    /// The callback asked to stop.
    #[error("{op}: stopped by the callback in iteration {iteration}")]
    Stopped {
        /// The operation.
        op: &'static str,
        /// The iteration.
        iteration: usize,
    },
    /// There is not enough memory for the factors.
    #[error("{op}: not enough memory for the factors")]
    Memory {
        /// The operation.
        op: &'static str,
    },
    /// A small dense problem within the iteration has no answer.
    #[error("{op}: the projected problem has no answer: {why}")]
    Projected {
        /// The operation.
        op: &'static str,
        /// What the dense solver says.
        why: String,
    },
}

/// An iteration that ended without a solution: why, and the best approximation that it had.
///
/// Becomes its [`SolverError`] with `?`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::{SolverError, SolverOptions, cg_with}};
///
/// let a = Csr::<f64>::diags([3, 3], &[(0, &[1.0, 20.0, 300.0])]);
/// let options = SolverOptions::default().max_iterations(1);
/// let unsolved = cg_with(&a, &[1.0, 1.0, 1.0], &options).unwrap_err();
/// assert!(matches!(unsolved.reason, SolverError::NoConvergence { iterations: 1, .. }));
/// let best = unsolved.best.expect("an approximation");
/// assert_eq!(best.x.size(), 3);
/// ```
#[derive(Clone, Debug)]
pub struct Unsolved<T: Scalar> {
    /// Why there is no solution.
    pub reason: SolverError,
    /// The approximation with the smallest residual that was kept, if the iteration began. Its residual is at most
    /// twice that of the best one.
    pub best: Option<Box<Solution<T>>>,
}

impl<T: Scalar> std::fmt::Display for Unsolved<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.reason.fmt(f)
    }
}

impl<T: Scalar> std::error::Error for Unsolved<T> {}

impl<T: Scalar> From<SolverError> for Unsolved<T> {
    fn from(reason: SolverError) -> Self {
        Unsolved { reason, best: None }
    }
}

impl<T: Scalar> From<Unsolved<T>> for SolverError {
    fn from(unsolved: Unsolved<T>) -> Self {
        unsolved.reason
    }
}
