//! [`InterpolateError`]: what keeps values from being interpolated.

use nd_core::ShapeError;
use std::error::Error;
use std::fmt;

/// Points or values that cannot be interpolated, or a place where there is nothing to be had.
///
/// # Examples
/// ```
/// use nd_ops::interpolate::{CubicSpline, InterpolateError};
///
/// let error = CubicSpline::new(&[0.0, 2.0, 1.0], &[0.0, 1.0, 2.0], 0).unwrap_err();
/// assert_eq!(error.to_string(), "CubicSpline: x does not increase after element 1");
/// assert!(matches!(error, InterpolateError::NotIncreasing { at: 1, .. }));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum InterpolateError {
    /// Shapes that do not fit; only `try_` functions return it.
    Shape(ShapeError),
    /// Fewer points than the method needs; only `try_` functions return it.
    TooFew {
        /// The operation.
        op: &'static str,
        /// How many points there are.
        given: usize,
        /// How many are needed.
        least: usize,
    },
    /// Coordinates that do not increase, or are NaN.
    NotIncreasing {
        /// The operation.
        op: &'static str,
        /// What should increase.
        what: &'static str,
        /// The element after which it does not.
        at: usize,
    },
    /// A NaN or an infinity where numbers are needed.
    NotFinite {
        /// The operation.
        op: &'static str,
        /// What holds it.
        what: &'static str,
    },
    /// The first and the last value of what is to be periodic differ.
    NotPeriodic {
        /// The operation.
        op: &'static str,
    },
    /// A coordinate beyond the points, where that was not allowed.
    Outside {
        /// The operation.
        op: &'static str,
        /// The axis of the grid; 0 if there is one only.
        axis: usize,
        /// The first such coordinate.
        x: f64,
    },
    /// Equations without a certain solution: knots that do not fit the points, say.
    Singular {
        /// The operation.
        op: &'static str,
    },
}

impl fmt::Display for InterpolateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape(error) => error.fmt(f),
            Self::TooFew { op, given, least } => {
                write!(f, "{op}: {given} points, and at least {least} are needed")
            }
            Self::NotIncreasing { op, what, at } => {
                write!(f, "{op}: {what} does not increase after element {at}")
            }
            Self::NotFinite { op, what } => write!(f, "{op}: {what} has a NaN or an infinity"),
            Self::NotPeriodic { op } => write!(f, "{op}: the first and the last value differ"),
            Self::Outside { op, axis, x } => {
                write!(f, "{op}: {x} is outside of the points of axis {axis}")
            }
            Self::Singular { op } => write!(f, "{op}: the equations have no certain solution"),
        }
    }
}

impl Error for InterpolateError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Shape(error) => Some(error),
            _ => None,
        }
    }
}

impl From<ShapeError> for InterpolateError {
    fn from(error: ShapeError) -> InterpolateError {
        InterpolateError::Shape(error)
    }
}

/// Panics with what shapes alone reveal, and hands on the rest.
#[track_caller]
pub(crate) fn shaped<T>(result: Result<T, InterpolateError>) -> Result<T, InterpolateError> {
    match result {
        Err(error @ (InterpolateError::Shape(_) | InterpolateError::TooFew { .. })) => {
            panic!("{error}")
        }
        other => other,
    }
}
