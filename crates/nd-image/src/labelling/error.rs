//! What can be wrong with labels.

use std::fmt;

/// Why labels could not be made or used.
///
/// # Examples
/// ```
/// use nd_image::{LabelError, LabelOptions, label_with};
///
/// let crooked = LabelOptions::default().structure([true, true, false]);
/// assert_eq!(label_with([true], &crooked).unwrap_err(), LabelError::Asymmetric);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LabelError {
    /// There are more components than labels; counted before those of different parts are joined.
    TooMany {
        /// How many components there are.
        count: u64,
    },
    /// The structure is not the same when reversed along all axes.
    Asymmetric,
    /// A label far greater than the array has elements, by which a table would have to be as long.
    TooLarge {
        /// The label.
        label: u64,
    },
    /// A pair of labels names a chunk or a label that there is not.
    Unknown {
        /// The chunk.
        chunk: usize,
        /// The label.
        label: u32,
    },
}

impl fmt::Display for LabelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LabelError::TooMany { count } => {
                write!(f, "label: {count} components, labels are at most {}", u32::MAX)
            }
            LabelError::Asymmetric => {
                write!(f, "label: the structure differs from itself reversed along all axes")
            }
            LabelError::TooLarge { label } => {
                write!(f, "label {label} is too large for a table of all labels below it")
            }
            LabelError::Unknown { chunk, label } => {
                write!(f, "merge_labels: there is no label {label} in chunk {chunk}")
            }
        }
    }
}

impl std::error::Error for LabelError {}
