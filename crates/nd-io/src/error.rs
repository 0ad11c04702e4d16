//! [`Error`]: what can be wrong with a file, in any format, and the file's name around it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use nd_core::{DType, ShapeError};

use crate::blocks::Region;
use crate::format::Format;
use crate::npy::{NpyError, NpyErrorKind};

/// An error of reading or writing a file: which file, and what is wrong with it.
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
/// ```
#[derive(Debug)]
pub struct Error {
    path: Option<PathBuf>,
    kind: Box<ErrorKind>,
}

impl Error {
    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// The file, when the data came from or went to a named one.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The system's error, if it is one.
    pub(crate) fn into_io(self) -> Option<io::Error> {
        match *self.kind {
            ErrorKind::Io { source, .. } => Some(source),
            _ => None,
        }
    }

    /// The same error about a named file, unless it names one already.
    #[must_use]
    pub fn at(mut self, path: impl AsRef<Path>) -> Self {
        self.path.get_or_insert_with(|| path.as_ref().to_owned());
        self
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self { path: None, kind: Box::new(kind) }
    }
}

impl From<NpyErrorKind> for ErrorKind {
    /// Faults that every format knows keep their name; the rest stays a `.npy` fault.
    fn from(kind: NpyErrorKind) -> Self {
        match kind {
            NpyErrorKind::Io { action, source } => Self::Io { action, source },
            NpyErrorKind::Locked => Self::Locked,
            NpyErrorKind::AllocFailed { bytes } => Self::AllocFailed { bytes },
            NpyErrorKind::BadBool { index, byte } => Self::BadBool { index, byte },
            NpyErrorKind::DtypeMismatch { file, requested } => {
                Self::DtypeMismatch { stored: file, requested }
            }
            other => Self::Npy(other),
        }
    }
}

impl From<NpyErrorKind> for Error {
    fn from(kind: NpyErrorKind) -> Self {
        ErrorKind::from(kind).into()
    }
}

impl From<NpyError> for Error {
    fn from(error: NpyError) -> Self {
        let (path, kind) = error.into_parts();
        Self { path, kind: Box::new(kind.into()) }
    }
}

impl From<ShapeError> for Error {
    fn from(error: ShapeError) -> Self {
        ErrorKind::Shape(error).into()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.path {
            Some(path) => write!(f, "{}: {}", path.display(), self.kind),
            None => self.kind.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // The kind's text is already part of ours, so its own cause comes next.
        std::error::Error::source(&*self.kind)
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
    /// A fault of a `.npy` file, or of a `.npy` member of an archive.
    #[error(transparent)]
    Npy(NpyErrorKind),
    /// Neither the first bytes nor the extension tell the format.
    #[error("unknown format: it begins with \"{found}\"")]
    UnknownFormat {
        /// The first bytes, escaped.
        found: String,
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
    /// A checksum that is stored with the data differs from theirs.
    #[error("checksum mismatch: {what}: the data are damaged")]
    Checksum {
        /// What was summed.
        what: String,
    },
    /// Something that the format allows and this crate does not do.
    #[error("not supported in {format}: {what}")]
    Unsupported {
        /// The format.
        format: Format,
        /// What, and what to do about it.
        what: String,
    },
    /// The file holds no array of that name.
    #[error("no array \"{name}\"; {}", listed(there))]
    NoSuchArray {
        /// The name asked for; empty when the file holds several arrays and none was named.
        name: String,
        /// Some of the names there are.
        there: Vec<String>,
    },
    /// The element type asked for is not the stored one; nothing is cast silently.
    #[error("dtype mismatch: stored {stored}, requested {requested}")]
    DtypeMismatch {
        /// The stored element type.
        stored: DType,
        /// The requested one.
        requested: DType,
    },
    /// A slice, region or shape that does not fit the stored array.
    #[error(transparent)]
    Shape(ShapeError),
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
    #[error("bad bool: element {index} is {byte}, not 0 or 1")]
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
    #[error("line {line}, column {column}: {what}")]
    Text {
        /// Line, from 1, comments and empty lines counted.
        line: u64,
        /// Column of the table, from 1; 0 when the whole line is meant.
        column: u64,
        /// What is wrong.
        what: String,
    },
    /// The file was truncated while it was mapped; what was read since then is not its content.
    #[error("the file was truncated while it was mapped")]
    MapLost,
}

impl ErrorKind {
    /// A system error in words: `map_err(ErrorKind::io("open"))`.
    pub(crate) fn io(action: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { action, source }
    }

    /// The error of making a file that another writer or a map may hold.
    pub(crate) fn create() -> impl FnOnce(io::Error) -> Self {
        |source| match source.kind() {
            io::ErrorKind::ResourceBusy => Self::Locked,
            _ => Self::Io { action: "create", source },
        }
    }

    /// The file breaks the rules of its format.
    pub fn corrupt(format: Format, what: impl Into<String>) -> Self {
        Self::Corrupt { format, what: what.into() }
    }

    /// The format allows it and this crate does not do it.
    pub fn unsupported(format: Format, what: impl Into<String>) -> Self {
        Self::Unsupported { format, what: what.into() }
    }
}

/// A few names, for a message.
fn listed(names: &[String]) -> String {
    const SHOWN: usize = 8;
    if names.is_empty() {
        return "the file holds none".to_owned();
    }
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("{name:?}")).collect();
    let more = if names.len() > SHOWN { ", …" } else { "" };
    format!("there are {}{more}", shown.join(", "))
}
