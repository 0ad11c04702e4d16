//! What can be wrong with a `.npy` file: one variant a fault, and the file's name around it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use nd_core::DType;

/// An error of reading, writing or mapping a `.npy` file: which file, and what is wrong with it.
///
/// `Display` names the file (when there is one), the field of the header it
/// is about, what was found and what is allowed. Match on [`kind`](Self::kind).
///
/// # Examples
/// ```
/// use nd_io::NpyErrorKind;
///
/// let error = nd_io::load::<f64>("no-such.npy").unwrap_err();
/// assert!(matches!(error.kind(), NpyErrorKind::Io { .. }));
/// assert!(error.to_string().starts_with("no-such.npy: cannot open"));
///
/// let error = nd_io::npy_from_bytes::<f64>(b"P5 640 480").unwrap_err();
/// assert!(matches!(error.kind(), NpyErrorKind::NotNpy { .. }));
/// assert_eq!(error.path(), None);
/// ```
#[derive(Debug)]
pub struct NpyError {
    path: Option<PathBuf>,
    kind: NpyErrorKind,
}

impl NpyError {
    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> &NpyErrorKind {
        &self.kind
    }

    /// The file, when the data came from or went to a named one.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The file, if there is one, and what is wrong.
    pub(crate) fn into_parts(self) -> (Option<PathBuf>, NpyErrorKind) {
        (self.path, self.kind)
    }

    /// The same error about a named file.
    pub(crate) fn at(kind: NpyErrorKind, path: &Path) -> Self {
        Self { path: Some(path.to_owned()), kind }
    }
}

impl From<NpyErrorKind> for NpyError {
    fn from(kind: NpyErrorKind) -> Self {
        Self { path: None, kind }
    }
}

impl fmt::Display for NpyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.path {
            Some(path) => write!(f, "{}: {}", path.display(), self.kind),
            None => self.kind.fmt(f),
        }
    }
}

impl std::error::Error for NpyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // The kind's text is already part of ours, so its own cause comes next.
        std::error::Error::source(&self.kind)
    }
}

/// What is wrong with a `.npy` file, or with the request made of it.
///
/// # Examples
/// ```
/// use nd_io::{NpyError, NpyErrorKind};
///
/// fn is_cut_off(error: &NpyError) -> bool {
///     matches!(error.kind(), NpyErrorKind::UnexpectedEof { .. })
/// }
///
/// let mut file = Vec::new();
/// nd_io::write_npy(&mut file, &[1.0, 2.0])?;
/// let error = nd_io::npy_from_bytes::<f64>(&file[..140]).unwrap_err();
/// assert!(is_cut_off(&error));
/// assert_eq!(error.to_string(), "truncated: data takes 16 bytes, 12 are there");
/// # Ok::<(), NpyError>(())
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NpyErrorKind {
    /// The operating system refused: no such file, no permission, disk full, ….
    #[error("cannot {action}: {source}")]
    Io {
        /// What was being done: `open`, `read`, `write`, ….
        action: &'static str,
        /// The system's own error.
        source: io::Error,
    },
    /// Another memory map or writer holds the file.
    #[error("locked: the file is in use by a memory map or another writer")]
    Locked,
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
    /// The byte size of the array does not fit the address space.
    #[error("shape {shape:?} with items of {itemsize} bytes overflows the address space")]
    ShapeOverflow {
        /// The shape.
        shape: Vec<usize>,
        /// Bytes an item.
        itemsize: usize,
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
    /// The file holds another element type than was asked for.
    #[error("the file holds {file}, {requested} was requested (load it as {file} and cast)")]
    DtypeMismatch {
        /// The file's element type.
        file: DType,
        /// The requested element type.
        requested: DType,
    },
    /// The element type has no NumPy type code, so no `.npy` file can hold it.
    #[error(
        "{dtype} has no NumPy type code: cast to float32, which is exact, or save the bits as uint16"
    )]
    NoDescr {
        /// The element type.
        dtype: DType,
    },
    /// The file ends too early.
    #[error("truncated: {field} takes {want} bytes, {got} are there")]
    UnexpectedEof {
        /// The part of the file that is cut: `magic string`, `header length`, `header`, `data`.
        field: &'static str,
        /// Bytes that part takes.
        want: u64,
        /// Bytes of it that are there.
        got: u64,
    },
    /// Bytes follow the last element.
    #[error("trailing bytes: {extra} behind the array (read_npy reads arrays one after another)")]
    TrailingBytes {
        /// How many.
        extra: u64,
    },
    /// A boolean that is neither 0 nor 1.
    #[error("data, element {index}: byte {byte:#04x} is not a boolean (0 or 1)")]
    BadBool {
        /// Position in the file's own element order.
        index: usize,
        /// The byte.
        byte: u8,
    },
    /// The memory for the array is not to be had.
    #[error("cannot allocate {bytes} bytes for the array")]
    AllocFailed {
        /// Size of the request.
        bytes: usize,
    },
    /// The data start at an offset at which elements cannot be mapped.
    #[error(
        "cannot map: data start at byte {offset}, not a multiple of {align} (load and save it again)"
    )]
    UnalignedData {
        /// Offset of the first element in the file.
        offset: u64,
        /// Alignment of the element type.
        align: usize,
    },
    /// The elements are in the other byte order than this machine's.
    #[error("cannot map: {dtype} of foreign byte order '{order}' (load and save it again)")]
    ForeignByteOrder {
        /// The element type.
        dtype: DType,
        /// The order mark of the file, `<` or `>`.
        order: char,
    },
}

impl NpyErrorKind {
    /// For `map_err`: an operating system error with what was being done.
    ///
    /// `ResourceBusy` that is not the system's is how the atomic writer says that the target is locked.
    pub(crate) fn io(action: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| match (source.kind(), source.raw_os_error()) {
            (io::ErrorKind::ResourceBusy, None) => Self::Locked,
            _ => Self::Io { action, source },
        }
    }
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
