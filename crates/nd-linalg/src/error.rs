//! [`LinalgError`]: why a matrix has no answer.

use nd_core::ShapeError;

/// What the values of a matrix rule out.
///
/// `matrix` says which matrix of a stack it was: its index among the stack's leading axes,
/// empty when a single matrix was given. Of several, the first is reported.
///
/// # Examples
/// ```
/// use nd_linalg::{LinalgError, inv};
///
/// let error = inv([[1.0, 2.0], [2.0, 4.0]]).unwrap_err();
/// assert!(matches!(error, LinalgError::Singular { pivot: 1, .. }));
/// assert_eq!(error.to_string(), "inv: the matrix is singular: pivot 1 is zero");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LinalgError {
    /// A pivot is exactly zero: there is no inverse, no single solution.
    #[error("{op}: {} is singular: pivot {pivot} is zero", name(matrix))]
    Singular {
        /// The operation.
        op: &'static str,
        /// The place of the pivot on the diagonal, from 0.
        pivot: usize,
        /// Which matrix of a stack.
        matrix: Box<[usize]>,
    },
    /// Two matrices of which every combination is singular: their eigenvalues are not determined.
    #[error(
        "{op}: {} and its partner are a singular pair: det(a - λ·b) is 0 for every λ",
        name(matrix)
    )]
    SingularPair {
        /// The operation.
        op: &'static str,
        /// Which matrix of a stack.
        matrix: Box<[usize]>,
    },
    /// A matrix that had to be positive definite is not.
    #[error("{op}: {} is not positive definite: its leading minor of order {} is not positive", name(matrix), index + 1)]
    NotPositiveDefinite {
        /// The operation.
        op: &'static str,
        /// The place on the diagonal, from 0, where it showed.
        index: usize,
        /// Which matrix of a stack.
        matrix: Box<[usize]>,
    },
    /// An iteration did not end within its limit.
    #[error("{op}: {} did not converge in {iterations} iterations", name(matrix))]
    NoConvergence {
        /// The operation.
        op: &'static str,
        /// How many iterations were made.
        iterations: usize,
        /// Which matrix of a stack.
        matrix: Box<[usize]>,
    },
    /// A NaN or an infinity, where there is no answer with one.
    #[error("{op}: the element at {index:?} is NaN or infinite")]
    NonFinite {
        /// The operation.
        op: &'static str,
        /// The index of the first such element in the array given.
        index: Box<[usize]>,
    },
    /// Shapes that do not fit; only the `try_` functions return it, the others panic.
    #[error(transparent)]
    Shape(#[from] ShapeError),
}

/// How a message calls the matrix.
fn name(matrix: &[usize]) -> String {
    match matrix {
        [] => "the matrix".into(),
        index => format!("matrix {index:?} of the stack"),
    }
}

/// The result, or a panic at the caller's place if it is about shapes.
#[inline(always)]
#[track_caller]
pub(crate) fn shaped<R>(result: Result<R, LinalgError>) -> Result<R, LinalgError> {
    match result {
        Err(LinalgError::Shape(error)) => panic(error),
        result => result,
    }
}

/// The value, or a panic at the caller's place.
#[inline(always)]
#[track_caller]
pub(crate) fn ok<R>(result: Result<R, ShapeError>) -> R {
    match result {
        Ok(value) => value,
        Err(error) => panic(error),
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn panic(error: ShapeError) -> ! {
    panic!("{error}")
}
