//! [`FftError`].

use nd_core::ShapeError;
use std::fmt;

/// A transform that does not exist.
///
/// # Examples
/// ```
/// use nd_ops::fft::{FftError, FftOptions, try_fft_with};
///
/// let error = try_fft_with(&[1.0], &FftOptions::default().n(0)).unwrap_err();
/// assert_eq!(error, FftError::NoElements { op: "fft", axis: 0 });
/// assert_eq!(error.to_string(), "fft: there is no transform of 0 elements, along axis 0");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FftError {
    /// An axis that does not exist, or is named twice.
    Axes(ShapeError),
    /// No element along an axis.
    NoElements {
        /// The operation.
        op: &'static str,
        /// The axis, counted from the front.
        axis: usize,
    },
    /// Too few elements along an axis for a cosine transform of type I.
    TooFew {
        /// The operation.
        op: &'static str,
        /// The axis, counted from the front.
        axis: usize,
    },
    /// A length below 0 that is not -1.
    Length {
        /// The operation.
        op: &'static str,
        /// The length given.
        length: isize,
    },
    /// Not as many lengths as axes.
    Lengths {
        /// The operation.
        op: &'static str,
        /// How many lengths were given.
        lengths: usize,
        /// How many axes there are.
        axes: usize,
    },
    /// More elements than the address space has room for.
    Overflow {
        /// The operation.
        op: &'static str,
        /// The shape of the result.
        shape: Box<[usize]>,
    },
}

impl fmt::Display for FftError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FftError::Axes(error) => error.fmt(f),
            FftError::NoElements { op, axis } => {
                write!(f, "{op}: there is no transform of 0 elements, along axis {axis}")
            }
            FftError::TooFew { op, axis } => {
                write!(f, "{op}: type I needs two elements, and there is one along axis {axis}")
            }
            FftError::Length { op, length } => {
                write!(f, "{op}: {length} is not a length; -1 means all elements")
            }
            FftError::Lengths { op, lengths, axes } => {
                write!(f, "{op}: {lengths} lengths were given for {axes} axes")
            }
            FftError::Overflow { op, shape } => {
                write!(
                    f,
                    "{op}: shape {shape:?} has too many elements for this machine's address space"
                )
            }
        }
    }
}

impl std::error::Error for FftError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            FftError::Axes(error) => Some(error),
            _ => None,
        }
    }
}

impl From<ShapeError> for FftError {
    fn from(error: ShapeError) -> FftError {
        FftError::Axes(error)
    }
}
