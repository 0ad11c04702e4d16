//! [`NpyFault`]: what can be wrong with a `.npy` file that no other format knows.

use nd_core::DType;
use nd_core::time::TimeError;

/// What is wrong with a `.npy` header, or with the request made of the format; inside
/// [`ErrorKind::Npy`](crate::ErrorKind::Npy).
///
/// # Examples
/// ```
/// use nd_io::{ErrorKind, NpyFault};
///
/// let error = nd_io::npy_from_bytes::<f64>(b"P5 640 480").unwrap_err();
/// assert!(matches!(error.kind(), ErrorKind::Npy(NpyFault::NotNpy { .. })));
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NpyFault {
    /// The file does not begin with the six magic bytes.
    #[error("not a .npy file: it begins with \"{found}\" where \"\\x93NUMPY\" is required")]
    NotNpy {
        /// The first bytes, escaped.
        found: String,
    },
    /// A format version other than 1.0, 2.0 and 3.0.
    #[error("format version {major}.{minor} is not known (1.0, 2.0 and 3.0 are)")]
    UnsupportedVersion {
        /// The seventh byte of the file.
        major: u8,
        /// The eighth byte of the file.
        minor: u8,
    },
    /// The length field announces a header over the limit; nothing of it was read.
    #[error("header length {len} is over the limit of {max} bytes")]
    HeaderTooLong {
        /// The announced length.
        len: u64,
        /// The limit.
        max: u64,
    },
    /// A version 3.0 header that is not UTF-8.
    #[error("header is not UTF-8 at its byte {offset}")]
    HeaderEncoding {
        /// Offset of the offending byte from the start of the header.
        offset: usize,
    },
    /// The header is not a Python dictionary literal.
    #[error("header, byte {offset}: expected {expected}, found {found}")]
    HeaderSyntax {
        /// Offset from the start of the header's text.
        offset: usize,
        /// What the grammar allows there.
        expected: &'static str,
        /// What stands there.
        found: String,
    },
    /// A key that the format does not know.
    #[error("header has the unknown key '{key}' (known: 'descr', 'fortran_order', 'shape')")]
    UnknownKey {
        /// The key, shortened when long.
        key: String,
    },
    /// A key that stands twice.
    #[error("header has the key '{key}' twice")]
    DuplicateKey {
        /// The key.
        key: &'static str,
    },
    /// A key that is required and absent.
    #[error("header lacks the key '{key}'")]
    MissingKey {
        /// The key.
        key: &'static str,
    },
    /// A key whose value is of the wrong Python type.
    #[error("header, '{key}': expected {expected}, found {found}")]
    WrongType {
        /// The key.
        key: &'static str,
        /// The Python type the format requires.
        expected: &'static str,
        /// What stands there.
        found: &'static str,
    },
    /// An extent that is not an integer from 0 to `isize::MAX`.
    #[error("header, 'shape', axis {axis}: expected an integer from 0 to 2^63 - 1, found {found}")]
    BadDimension {
        /// The axis, counted from 0.
        axis: usize,
        /// What stands there.
        found: &'static str,
    },
    /// More axes than an array can have.
    #[error("header, 'shape': {ndim} dimensions, an array can have at most {max}")]
    TooManyDimensions {
        /// The number in the header.
        ndim: usize,
        /// The limit, `nd_core::MAX_NDIM`.
        max: usize,
    },
    /// An object array: pickled Python objects, which are code.
    #[error("header, 'descr': object arrays hold pickled Python objects, which are never run here")]
    ObjectDtype,
    /// A record type that contradicts itself.
    #[error("bad record dtype: {what}")]
    BadRecord {
        /// How.
        what: String,
    },
    /// A structured (record) array.
    #[error("header, 'descr': a record array has no element type here: read it with load_records")]
    StructuredDtype,
    /// Times that 64 bits cannot count in the unit that was asked for.
    #[error("the file's times: {why}")]
    Times {
        /// What is wrong, and where.
        why: TimeError,
    },
    /// The file's records are not those that were asked for.
    #[error("the file holds records of {file}, {requested} was requested: {what}")]
    RecordMismatch {
        /// The file's type.
        file: Box<str>,
        /// The requested type.
        requested: Box<str>,
        /// The first difference.
        what: String,
    },
    /// Text that is not in its encoding.
    #[error("element {index} is not valid {encoding}")]
    BadText {
        /// Position in the file.
        index: usize,
        /// UTF-8 or UTF-32.
        encoding: &'static str,
    },
    /// The array cannot grow as asked.
    #[error("cannot append: {what}")]
    Append {
        /// Why.
        what: String,
    },
    /// A dtype that no element type here corresponds to.
    #[error("header, 'descr': '{descr}' is not supported: {why}")]
    UnsupportedDtype {
        /// The descr string, shortened when long.
        descr: String,
        /// The family it belongs to.
        why: &'static str,
    },
    /// The element type has no NumPy type code, so no `.npy` file can hold it.
    #[error(
        "{dtype} has no NumPy type code: cast to float32, which is exact, or save the bits as uint16"
    )]
    NoDescr {
        /// The element type.
        dtype: DType,
    },
}

/// A piece of the file for a message: at most 40 characters of it.
pub(crate) fn shortened(text: &str) -> String {
    let mut chars = text.chars();
    let mut short: String = chars.by_ref().take(40).flat_map(char::escape_default).collect();
    if chars.next().is_some() {
        short.push('…');
    }
    short
}
