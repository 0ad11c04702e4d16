//! What signals and filters can be, beyond their shapes, that has no result.

use std::error::Error;
use std::fmt;

/// Why a filter cannot be applied, or a signal not be treated.
///
/// # Examples
/// ```
/// use nd_ops::signal::{SignalError, lfilter};
///
/// let error = lfilter(&[1.0], &[0.0, 1.0], &[1.0], -1).unwrap_err();
/// assert!(matches!(error, SignalError::LeadingZero { .. }));
/// assert_eq!(error.to_string(), "lfilter: the first coefficient of the denominator is 0");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum SignalError {
    /// The coefficient that all others are divided by is 0.
    LeadingZero {
        /// The operation.
        op: &'static str,
    },
    /// No coefficients are given.
    NoCoefficients {
        /// The operation.
        op: &'static str,
    },
    /// A section whose fourth coefficient is not 1.
    Section {
        /// The operation.
        op: &'static str,
        /// The number of the section.
        section: usize,
        /// Its fourth coefficient.
        found: f64,
    },
    /// The filter has no steady state: a pole lies at 1.
    Unsteady {
        /// The operation.
        op: &'static str,
    },
    /// The signal is not longer than what it is to be extended by.
    TooShort {
        /// The operation.
        op: &'static str,
        /// How many elements there are.
        len: usize,
        /// The extension, which has to be shorter.
        padding: usize,
    },
    /// NaN or an infinity where a line or a polynomial is to be fitted.
    NotFinite {
        /// The operation.
        op: &'static str,
    },
    /// A complex root whose conjugate is missing.
    Unpaired {
        /// The operation.
        op: &'static str,
    },
    /// The index of a peak that the signal does not have.
    Peak {
        /// The operation.
        op: &'static str,
        /// The index.
        peak: usize,
        /// How many elements the signal has.
        len: usize,
    },
    /// Windows that overlap in a way that leaves elements without any weight.
    NotInvertible {
        /// The operation.
        op: &'static str,
    },
}

impl fmt::Display for SignalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SignalError::LeadingZero { op } => {
                write!(f, "{op}: the first coefficient of the denominator is 0")
            }
            SignalError::NoCoefficients { op } => write!(f, "{op}: no coefficients are given"),
            SignalError::Section { op, section, found } => {
                write!(f, "{op}: the fourth coefficient of section {section} is {found}, not 1")
            }
            SignalError::Unsteady { op } => {
                write!(f, "{op}: the filter has a pole at 1, and so no steady state")
            }
            SignalError::TooShort { op, len, padding } => write!(
                f,
                "{op}: a signal of {len} elements cannot be extended by {padding}: more elements are needed than that"
            ),
            SignalError::NotFinite { op } => write!(f, "{op}: NaN or an infinity in the signal"),
            SignalError::Unpaired { op } => {
                write!(f, "{op}: a complex root without its conjugate")
            }
            SignalError::Peak { op, peak, len } => {
                write!(f, "{op}: peak {peak} of a signal of {len} elements")
            }
            SignalError::NotInvertible { op } => {
                write!(f, "{op}: windows that overlap so leave elements without weight")
            }
        }
    }
}

impl Error for SignalError {}
