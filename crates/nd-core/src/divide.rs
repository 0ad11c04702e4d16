//! [`DivideError`]: integers have no quotient by 0.

use crate::element::Number;
use crate::error::ShapeError;
use crate::shape::broadcast_shapes;
use crate::view::View;
use std::fmt;

/// Why there is no quotient, or nothing that a division leaves.
///
/// # NumPy
/// A `ValueError` for shapes; division of an integer by 0 is 0 there, with a warning.
///
/// # Examples
/// ```
/// use nd_core::DivideError;
///
/// let error = DivideError::Zero { op: "remainder", index: [2].into() };
/// assert_eq!(
///     error.to_string(),
///     "remainder: an integer divided by 0, at index [2]; floats have infinity and NaN for that"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DivideError {
    /// The shapes do not broadcast together.
    Shapes(ShapeError),
    /// An integer is divided by 0.
    Zero {
        /// The operation, by NumPy's name.
        op: &'static str,
        /// Where the first 0 is among the divisors.
        index: Box<[usize]>,
    },
}

impl fmt::Display for DivideError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DivideError::Shapes(error) => error.fmt(f),
            DivideError::Zero { op, index } => {
                write!(f, "{op}: an integer divided by 0")?;
                if !index.is_empty() {
                    write!(f, ", at index {index:?}")?;
                }
                f.write_str("; floats have infinity and NaN for that")
            }
        }
    }
}

impl std::error::Error for DivideError {}

/// Whether every element of `a` has a quotient by that of `b`, which stretches to it or it to `b`.
///
/// A loop on another thread could not say whose division it was.
///
/// # Errors
/// [`DivideError`], with `op` as the operation.
#[doc(hidden)]
pub fn check_quotients<T: Number>(
    op: &'static str,
    a: View<'_, T>,
    b: View<'_, T>,
) -> Result<(), DivideError> {
    broadcast_shapes(&[a.shape(), b.shape()]).map_err(|error| {
        DivideError::Shapes(match error {
            ShapeError::Broadcast { shapes, .. } => ShapeError::Broadcast { op, shapes },
            other => other,
        })
    })?;
    if a.is_empty() {
        return Ok(());
    }
    check_divisors(op, b)
}

/// As [`check_quotients`], where the shapes are looked at later.
pub(crate) fn check_divisors<T: Number>(
    op: &'static str,
    divisors: View<'_, T>,
) -> Result<(), DivideError> {
    match T::zero_divisor(divisors) {
        Some(index) => Err(DivideError::Zero { op, index }),
        None => Ok(()),
    }
}

/// Panics where an integer is divided by 0.
#[track_caller]
#[inline(always)]
pub(crate) fn refuse_divisors<T: Number>(op: &'static str, divisors: View<'_, T>) {
    if let Err(error) = check_divisors(op, divisors) {
        panic!("{error}");
    }
}
