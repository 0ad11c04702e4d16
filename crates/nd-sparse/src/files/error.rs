//! [`SparseFileError`]: what is wrong with a file of text.

use super::lines::LineFault;
use crate::error::SparseError;

/// What is wrong with a Harwell–Boeing file or a list of edges.
///
/// # Examples
/// ```
/// use nd_sparse::{SparseFileError, read_edge_list};
///
/// let error = read_edge_list::<f64, u32>("0 1\n1 x\n".as_bytes()).unwrap_err();
/// assert_eq!(error.to_string(), "list of edges, line 2: \"x\" is not the number of a node");
/// assert!(matches!(error, SparseFileError::Syntax { line: 2, .. }));
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SparseFileError {
    /// The system's, or what unpacks the file has found.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The text breaks the rules of the format.
    #[error("{format}, line {line}: {what}")]
    Syntax {
        /// The format.
        format: &'static str,
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        what: String,
    },
    /// The format allows it, and it is not read.
    #[error("{format}: {what}")]
    Unsupported {
        /// The format.
        format: &'static str,
        /// What it is.
        what: String,
    },
    /// The values are of a kind that the element type does not have.
    #[error("{format}: values are {field}, which {wanted} does not hold")]
    Field {
        /// The format.
        format: &'static str,
        /// The kind in the file.
        field: &'static str,
        /// The element type that was asked for.
        wanted: &'static str,
    },
    /// The matrix is too large for the indices.
    #[error(transparent)]
    Sparse(#[from] SparseError),
}

impl SparseFileError {
    /// A fault in a line.
    pub(super) fn line(format: &'static str, line: u64, what: impl Into<String>) -> Self {
        SparseFileError::Syntax { format, line, what: what.into() }
    }

    /// A line that cannot be read.
    pub(super) fn of_line(format: &'static str, line: u64, fault: LineFault) -> Self {
        match fault {
            LineFault::Io(error) => SparseFileError::Io(error),
            LineFault::Wrong(what) => Self::line(format, line, what),
        }
    }
}
