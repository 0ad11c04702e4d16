//! [`Error`]: what can be wrong with a file, in any format, and the file's name around it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use nd_core::{DType, ShapeError};

use crate::blocks::Region;
use crate::format::Format;
use crate::npy::NpyFault;

/// What functions of this crate return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error of reading or writing a file: which file, and what is wrong with it. One pointer wide.
///
/// `Display` names the file (when there is one), the part of it that is meant, what was found and
/// what is allowed. Match on [`kind`](Self::kind).
///
/// # Examples
/// ```
/// use nd_io::{Error, ErrorKind, Format};
///
/// let error = Error::from(ErrorKind::corrupt(Format::Zarr, "zarr.json: no \"shape\""));
/// assert_eq!(error.to_string(), "not valid Zarr: zarr.json: no \"shape\"");
/// assert_eq!(error.at("a.zarr").to_string(), "a.zarr: not valid Zarr: zarr.json: no \"shape\"");
///
/// let error = nd_io::load::<f64>("no-such.npy").unwrap_err();
/// assert!(matches!(error.kind(), ErrorKind::Io { .. }));
/// assert!(error.to_string().starts_with("no-such.npy: cannot open"));
/// ```
pub struct Error(Box<Inside>);

#[derive(Debug)]
struct Inside {
    path: Option<PathBuf>,
    kind: ErrorKind,
}

impl Error {
    /// What is wrong.
    ///
    /// # Examples
    /// ```
    /// use nd_io::ErrorKind;
    ///
    /// let error = nd_io::open("a.zip").unwrap_err();
    /// assert!(matches!(error.kind(), ErrorKind::Io { action: "open", .. }));
    /// ```
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// The file, when the data came from or went to a named one.
    ///
    /// # Examples
    /// ```
    /// let error = nd_io::open("no-such.npy").unwrap_err();
    /// assert_eq!(error.path(), Some("no-such.npy".as_ref()));
    /// assert_eq!(nd_io::npy_from_bytes::<u8>(b"").unwrap_err().path(), None);
    /// ```
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.0.path.as_deref()
    }

    /// The same error about a named file, unless it names one already.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Error, ErrorKind};
    ///
    /// let error = Error::from(ErrorKind::Locked).at("inner").at("outer");
    /// assert_eq!(error.path(), Some("inner".as_ref()));
    /// ```
    #[must_use]
    pub fn at(mut self, path: impl AsRef<Path>) -> Self {
        self.0.path.get_or_insert_with(|| path.as_ref().to_owned());
        self
    }

    /// A system error in words: `map_err(Error::io("open"))`.
    ///
    /// `ResourceBusy` that is not the system's is how the atomic writer says that the target is locked.
    pub(crate) fn io(action: &'static str) -> impl Fn(io::Error) -> Self {
        move |source| match (source.kind(), source.raw_os_error()) {
            (io::ErrorKind::ResourceBusy, None) => ErrorKind::Locked.into(),
            // A stream of ours in another's hands.
            _ if source.get_ref().is_some_and(|inner| inner.is::<Self>()) => {
                match source.downcast::<Self>() {
                    Ok(error) => error,
                    Err(source) => ErrorKind::Io { action, source }.into(),
                }
            }
            _ => ErrorKind::Io { action, source }.into(),
        }
    }

    /// A file that ends too soon.
    pub(crate) fn cut_off(what: impl Into<String>, want: u64, got: u64) -> Self {
        ErrorKind::UnexpectedEof { what: what.into(), want, got }.into()
    }

    /// Memory that the system has not.
    pub(crate) fn no_memory(bytes: usize) -> Self {
        ErrorKind::AllocFailed { bytes }.into()
    }
}

impl From<ErrorKind> for Error {
    #[cold]
    fn from(kind: ErrorKind) -> Self {
        Self(Box::new(Inside { path: None, kind }))
    }
}

impl From<NpyFault> for Error {
    #[cold]
    fn from(fault: NpyFault) -> Self {
        ErrorKind::Npy(fault).into()
    }
}

impl From<ShapeError> for Error {
    #[cold]
    fn from(error: ShapeError) -> Self {
        ErrorKind::Shape(error).into()
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inside { path, kind } = &*self.0;
        f.debug_struct("Error").field("path", path).field("kind", kind).finish()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.path {
            Some(path) => write!(f, "{}: {}", path.display(), self.0.kind),
            None => self.0.kind.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // The kind's text is already part of ours, so its own cause comes next.
        std::error::Error::source(&self.0.kind)
    }
}

/// What is wrong with a file, or with the request made of it.
///
/// # Examples
/// ```
/// use nd_io::{Error, ErrorKind};
///
/// fn too_large(error: &Error) -> bool {
///     matches!(error.kind(), ErrorKind::LimitExceeded { .. })
/// }
/// let error = Error::from(ErrorKind::LimitExceeded { what: "member \"a\"", asked: 9, limit: 5 });
/// assert!(too_large(&error));
/// assert_eq!(error.to_string(), "over the limit: member \"a\" takes 9 bytes, 5 are allowed");
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The operating system refused: no such file, no permission, disk full, ….
    #[error("cannot {action}: {source}")]
    Io {
        /// What was being done: `open`, `read`, `write`, ….
        action: &'static str,
        /// The system's own error.
        source: io::Error,
    },
    /// Another writer, or a memory map, holds the file.
    #[error("locked: another writer or a memory map has the file in use")]
    Locked,
    /// A writer died while it was putting a new array in the place of an old one. Both are whole;
    /// [`repair`](crate::repair) brings back the old one.
    #[error("a writer died while it replaced this; the old array is whole in {}: nd_io::repair brings it back", kept.display())]
    Interrupted {
        /// Where the old array is.
        kept: PathBuf,
    },
    /// A fault of a `.npy` file, or of a `.npy` member of an archive.
    #[error(transparent)]
    Npy(NpyFault),
    /// Neither the first bytes nor the extension tell the format.
    #[error("unknown format: {why}")]
    UnknownFormat {
        /// What was found, and what is known.
        why: String,
    },
    /// The file breaks the rules of its format.
    #[error("not valid {format}: {what}")]
    Corrupt {
        /// The format.
        format: Format,
        /// Where and how.
        what: String,
    },
    /// The file ends too soon.
    #[error("truncated: {what} takes {want} bytes, {got} are there")]
    UnexpectedEof {
        /// The part that is cut off.
        what: String,
        /// Bytes it should have.
        want: u64,
        /// Bytes there are.
        got: u64,
    },
    /// Bytes follow the last element.
    #[error("trailing bytes: {extra} behind the array (read_npy reads arrays one after another)")]
    TrailingBytes {
        /// How many.
        extra: u64,
    },
    /// A checksum that is stored with the data differs from theirs.
    #[error("checksum mismatch: {what}: the data are damaged")]
    Checksum {
        /// What was summed.
        what: String,
    },
    /// Something that the format allows and this crate does not do, or the other way round.
    #[error("not supported in {format}: {what}")]
    Unsupported {
        /// The format.
        format: Format,
        /// What, and what to do about it.
        what: String,
    },
    /// The file holds no array of that name, or several of which none was named.
    #[error("{}", missing(name, there))]
    NoSuchArray {
        /// The name asked for; empty when the file holds several arrays and none was named.
        name: String,
        /// Some of the names there are; one empty name where the file is one array without a name.
        there: Vec<String>,
    },
    /// A file of several arrays, to be written without saying which.
    #[error("the format {format} holds arrays by name: add one to the path, as in {example}")]
    NameNeeded {
        /// The format.
        format: Format,
        /// A path with a name.
        example: String,
    },
    /// The element type asked for is not the stored one; nothing is cast silently.
    #[error("the file holds {stored}, {requested} was requested (load it as {stored} and cast)")]
    DtypeMismatch {
        /// The stored element type.
        stored: DType,
        /// The requested one.
        requested: DType,
    },
    /// The elements given are not of the type that the file is to hold; nothing is cast silently.
    #[error("the file is to hold {stored}, {given} was given (cast to {stored} first)")]
    WrongElements {
        /// The element type that the file was made for.
        stored: DType,
        /// That of the array.
        given: DType,
    },
    /// A slice, region or shape that does not fit the stored array.
    #[error(transparent)]
    Shape(ShapeError),
    /// The byte size of the array does not fit the address space.
    #[error("shape {shape:?} with items of {itemsize} bytes overflows the address space")]
    ShapeOverflow {
        /// The shape.
        shape: Vec<usize>,
        /// Bytes an item.
        itemsize: usize,
    },
    /// A region that does not lie inside the array, or a buffer that is not as long as its elements.
    #[error("a block of {nbytes} bytes for {region:?} does not fit an array of shape {shape:?}")]
    Region {
        /// The region.
        region: Box<Region>,
        /// The array's shape.
        shape: Vec<usize>,
        /// Length of the buffer.
        nbytes: u64,
    },
    /// A byte of a boolean array that is neither 0 nor 1.
    #[error("data, element {index}: byte {byte:#04x} is not a boolean (0 or 1)")]
    BadBool {
        /// Position among the elements read.
        index: usize,
        /// The byte.
        byte: u8,
    },
    /// More memory than the caller allows, or than the file can honestly fill.
    #[error("over the limit: {what} takes {asked} bytes, {limit} are allowed")]
    LimitExceeded {
        /// What is too large.
        what: &'static str,
        /// Bytes it would take.
        asked: u64,
        /// Bytes that are allowed.
        limit: u64,
    },
    /// The system has not that much memory.
    #[error("out of memory: {bytes} bytes were refused")]
    AllocFailed {
        /// Bytes asked for.
        bytes: usize,
    },
    /// Text that cannot be read as what was asked for.
    #[error("{}: {what}", place(*line, *column))]
    Text {
        /// Line, from 1, comments and empty lines counted; 0 when no line is meant.
        line: u64,
        /// Column of the table, from 1; 0 when the whole line is meant.
        column: u64,
        /// What is wrong.
        what: String,
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
    #[error(
        "{dtype} of foreign byte order '{order}' cannot be used in place (load and save it again)"
    )]
    ForeignByteOrder {
        /// The element type.
        dtype: DType,
        /// The order mark of the file, `<` or `>`.
        order: char,
    },
    /// The file was truncated while it was mapped; what was read since then is not its content.
    #[error("the file was truncated while it was mapped")]
    MapLost,
}

impl ErrorKind {
    /// The file breaks the rules of its format.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{ErrorKind, Format};
    ///
    /// let kind = ErrorKind::corrupt(Format::Npz, "two members are called \"a\"");
    /// assert_eq!(kind.to_string(), "not valid .npz: two members are called \"a\"");
    /// ```
    pub fn corrupt(format: Format, what: impl Into<String>) -> Self {
        Self::Corrupt { format, what: what.into() }
    }

    /// The format allows it and this crate does not do it, or the other way round.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{ErrorKind, Format};
    ///
    /// let kind = ErrorKind::unsupported(Format::Hdf5, "shards (Zarr has them)");
    /// assert_eq!(kind.to_string(), "not supported in HDF5: shards (Zarr has them)");
    /// ```
    pub fn unsupported(format: Format, what: impl Into<String>) -> Self {
        Self::Unsupported { format, what: what.into() }
    }
}

/// Where in a text something is.
fn place(line: u64, column: u64) -> String {
    match (line, column) {
        (0, 0) => "text".to_owned(),
        (0, _) => format!("column {column}"),
        (_, 0) => format!("line {line}"),
        _ => format!("line {line}, column {column}"),
    }
}

/// That an array is not there, and what is.
fn missing(name: &str, there: &[String]) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<String> = there.iter().take(SHOWN).map(|name| format!("{name:?}")).collect();
    let more = if there.len() > SHOWN { ", …" } else { "" };
    match (name, there) {
        ("", []) => "it holds no array".to_owned(),
        (_, []) => format!("no array {name:?}; it holds none"),
        (_, [only]) if only.is_empty() => {
            format!("no array {name:?} inside: the file is one array, leave the name out")
        }
        ("", _) => {
            let (first, shown) = (&there[0], shown.join(", "));
            format!(
                "several arrays: name one at the end of the path, as …/{first}; there are {shown}{more}"
            )
        }
        _ => format!("no array {name:?}; there are {}{more}", shown.join(", ")),
    }
}
