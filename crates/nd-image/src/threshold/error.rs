//! Pictures that have no threshold.

use std::error::Error;
use std::fmt;

/// Why there is no threshold.
///
/// # Examples
/// ```
/// use nd_image::{ThresholdError, threshold_otsu};
///
/// assert_eq!(threshold_otsu([1.0, f64::NAN]), Err(ThresholdError::NotFinite));
/// assert_eq!(threshold_otsu(Vec::<u8>::new()), Err(ThresholdError::Empty));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ThresholdError {
    /// There are no elements.
    Empty,
    /// There are NaN or infinite elements, or nothing else.
    NotFinite,
    /// There are fewer levels than classes.
    FewLevels {
        /// How many levels occur.
        levels: usize,
        /// How many classes were asked for.
        classes: usize,
    },
    /// The histogram, smoothed, does not come to have two maxima.
    NotBimodal,
}

impl fmt::Display for ThresholdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ThresholdError::Empty => write!(f, "threshold: no elements"),
            ThresholdError::NotFinite => write!(f, "threshold: elements that are NaN or infinite"),
            ThresholdError::FewLevels { levels, classes } => {
                write!(f, "threshold: {levels} levels cannot be {classes} classes")
            }
            ThresholdError::NotBimodal => write!(f, "threshold: the histogram has no two maxima"),
        }
    }
}

impl Error for ThresholdError {}
