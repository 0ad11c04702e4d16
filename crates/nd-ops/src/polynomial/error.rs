//! [`PolynomialError`]: what keeps series from being divided, fitted or solved.

use nd_core::ShapeError;
use std::error::Error;
use std::fmt;

/// Coefficients or points with which something cannot be done.
///
/// # Examples
/// ```
/// use nd_ops::polynomial::{PolynomialError, chebyshev::chebdiv};
///
/// let error = chebdiv(&[1.0, 2.0], &[0.0]).unwrap_err();
/// assert_eq!(error.to_string(), "div: the divisor is 0");
/// assert_eq!(error, PolynomialError::ZeroDivisor { op: "div" });
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum PolynomialError {
    /// Shapes that do not fit; only `try_` functions return it.
    Shape(ShapeError),
    /// A divisor that is 0.
    ZeroDivisor {
        /// The operation.
        op: &'static str,
    },
    /// A NaN or an infinity.
    NotFinite {
        /// The operation.
        op: &'static str,
    },
    /// Eigenvalues that were not found in any number of steps.
    NoConvergence {
        /// The operation.
        op: &'static str,
    },
}

impl fmt::Display for PolynomialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape(error) => error.fmt(f),
            Self::ZeroDivisor { op } => write!(f, "{op}: the divisor is 0"),
            Self::NotFinite { op } => write!(f, "{op}: there is a NaN or an infinity"),
            Self::NoConvergence { op } => write!(f, "{op}: the eigenvalues were not found"),
        }
    }
}

impl Error for PolynomialError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Shape(error) => Some(error),
            _ => None,
        }
    }
}

impl From<ShapeError> for PolynomialError {
    fn from(error: ShapeError) -> PolynomialError {
        PolynomialError::Shape(error)
    }
}

/// Panics with what shapes alone reveal, and hands on the rest.
#[track_caller]
pub(crate) fn shaped<T>(result: Result<T, PolynomialError>) -> Result<T, PolynomialError> {
    match result {
        Err(PolynomialError::Shape(error)) => panic!("{error}"),
        other => other,
    }
}
