//! [`SparseError`]: what can be wrong with the parts of a sparse array.

use crate::index::Index;
use nd_core::ShapeError;

/// Parts that do not make a sparse array, or shapes that do not fit an operation.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, SparseError};
///
/// let error = Csr::<f64>::from_parts([1, 2], vec![0, 1], vec![5], vec![1.0]).unwrap_err();
/// assert_eq!(error.to_string(), "from_parts: index 5 in row or column 0 is not below the length 2");
/// assert!(matches!(error, SparseError::OutOfRange { index: 5, .. }));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SparseError {
    /// Shapes, axes or indices that do not fit.
    #[error(transparent)]
    Shape(#[from] ShapeError),
    /// An axis is too long for the type of the indices.
    #[error("{op}: an axis of length {len} needs indices of more than {bits} bits: use `usize`")]
    AxisTooLong {
        /// The operation.
        op: &'static str,
        /// The length of the axis.
        len: usize,
        /// How many bits the indices have.
        bits: u32,
    },
    /// The number of starts is not the number of rows (or columns) and one more.
    #[error("{op}: {given} starts for {lanes} rows or columns: one more than these are needed")]
    StartCount {
        /// The operation.
        op: &'static str,
        /// How many starts there are.
        given: usize,
        /// How many rows (columns, in compressed columns) the shape has.
        lanes: usize,
    },
    /// Starts have to begin at 0, not to fall, and to end at the number of entries.
    #[error("{op}: start {at} is {start}: starts go from 0 up to the number of entries, {entries}")]
    Starts {
        /// The operation.
        op: &'static str,
        /// Which of the starts.
        at: usize,
        /// Its value.
        start: usize,
        /// How many entries there are.
        entries: usize,
    },
    /// Two of the arrays that have an element for each entry have different lengths.
    #[error("{op}: {indices} indices for {values} values")]
    EntryCount {
        /// The operation.
        op: &'static str,
        /// How many indices there are.
        indices: usize,
        /// How many values there are.
        values: usize,
    },
    /// An index lies outside of its axis.
    #[error("{op}: index {index} in row or column {lane} is not below the length {len}")]
    OutOfRange {
        /// The operation.
        op: &'static str,
        /// The row (column, in compressed columns) that has it; the axis, where entries have coordinates.
        lane: usize,
        /// The index.
        index: usize,
        /// The length of the axis.
        len: usize,
    },
    /// The indices of a row (column) do not ascend: they are unsorted, or one stands there twice.
    #[error(
        "{op}: in row or column {lane} index {index} follows {before}: they have to ascend; `Coo` takes any order"
    )]
    Unsorted {
        /// The operation.
        op: &'static str,
        /// The row (column, in compressed columns).
        lane: usize,
        /// The index.
        index: usize,
        /// The one before it.
        before: usize,
    },
    /// An offset of a diagonal stands there twice.
    #[error("{op}: diagonal {offset} is given twice")]
    RepeatedDiagonal {
        /// The operation.
        op: &'static str,
        /// The offset.
        offset: isize,
    },
}

impl SparseError {
    /// Whether positions on axes of these lengths fit `I`.
    pub(crate) fn check_axes<I: Index>(op: &'static str, shape: &[usize]) -> Result<(), Self> {
        match shape.iter().find(|&&len| len > I::LONGEST) {
            None => Ok(()),
            Some(&len) => {
                let bits = 8 * size_of::<I>() as u32;
                Err(SparseError::AxisTooLong { op, len, bits })
            }
        }
    }

    /// Panics with this error's message; kept out of line so that callers stay small.
    #[cold]
    #[inline(never)]
    #[track_caller]
    pub(crate) fn panic(self) -> ! {
        panic!("{self}")
    }
}

/// Unwraps a result or panics with the error's message at the caller's place.
#[inline(always)]
#[track_caller]
pub(crate) fn ok<T, E: Into<SparseError>>(result: Result<T, E>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => error.into().panic(),
    }
}
