//! [`Error`]: what can go wrong when a plan is made or run, and where.

use nd_core::{DType, ShapeError};
use nd_io::Region;
use std::path::PathBuf;

/// What functions of this crate return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error of a plan: which operation, which part of the array, and what is wrong. One pointer wide.
///
/// # Examples
/// ```
/// let error = nd_ooc::open::<f32>("no-such.npy").unwrap_err();
/// assert!(matches!(error.kind(), nd_ooc::ErrorKind::Io(_)));
/// ```
pub struct Error(Box<Inside>);

#[derive(Debug)]
struct Inside {
    kind: ErrorKind,
    operation: Option<String>,
    region: Option<Region>,
}

/// What is wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file cannot be read or written.
    #[error("{0}")]
    Io(#[from] nd_io::Error),
    /// Shapes that do not go together, where they come from files or users.
    #[error("{0}")]
    Shape(#[from] ShapeError),
    /// More memory would be needed than the budget allows.
    #[error(
        "needs {needed} bytes at once, more than the budget of {budget}{}",
        .fits.as_ref().map(|fits| format!("; chunks of {fits:?} would fit")).unwrap_or_default()
    )]
    OverBudget {
        /// The projected peak, in bytes.
        needed: usize,
        /// The budget, in bytes.
        budget: usize,
        /// A chunk shape with which it would fit, where one is known.
        fits: Option<Vec<usize>>,
    },
    /// A function that was passed in panicked.
    #[error("panicked: {0}")]
    Panicked(String),
    /// A function that was passed in returned another shape than it should.
    #[error("returned shape {found:?} where {wanted:?} is needed")]
    BlockShape {
        /// The shape it returned.
        found: Vec<usize>,
        /// The shape of the block.
        wanted: Vec<usize>,
    },
    /// Elements that are to be stored as a type that cannot hold them all.
    #[error("storing {from} as {to} could lose information; cast first")]
    Lossy {
        /// The type there is.
        from: DType,
        /// The type that was asked for.
        to: DType,
    },
    /// The elements are of another type.
    #[error("holds {found}, not {wanted}")]
    DtypeMismatch {
        /// The type there is.
        found: DType,
        /// The type that was asked for.
        wanted: DType,
    },
    /// A file that was read changed during the run, or since the run that is to be resumed.
    #[error("{}", .0)]
    Changed(String),
    /// Several files that do not fit together.
    #[error("{}", .0)]
    Files(String),
    /// Values for which there is no result.
    #[error("{}", .0)]
    Values(String),
    /// A matrix that has no such factors, by its values.
    #[cfg(feature = "linalg")]
    #[error("{0}")]
    Linalg(#[from] nd_linalg::LinalgError),
    /// Components that cannot be labelled, or labels that cannot be measured.
    #[cfg(feature = "image")]
    #[error("{0}")]
    Label(#[from] nd_image::LabelError),
    /// A seed of a reconstruction that is beyond its mask.
    #[cfg(feature = "image")]
    #[error("{0}")]
    Seed(#[from] nd_image::SeedError),
    /// Another process is at the same run.
    #[error("{}: another process is at this run", .0.display())]
    Busy(PathBuf),
    /// An engine, or one of its workers, failed.
    #[error("{}", .0)]
    Engine(String),
    /// The run was stopped by whoever watched it.
    #[error("stopped")]
    Stopped,
}

/// An error of the system, at a file: `map_err(on_file("open", path))`.
pub(crate) fn on_file<'p>(
    action: &'static str,
    path: &'p std::path::Path,
) -> impl Fn(std::io::Error) -> Error + 'p {
    move |source| nd_io::Error::from(nd_io::ErrorKind::Io { action, source }).at(path).into()
}

impl Error {
    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// The operation in which it happened, where it was in one.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.0.operation.as_deref()
    }

    /// The part of that operation's result that was being made.
    #[must_use]
    pub fn region(&self) -> Option<&Region> {
        self.0.region.as_ref()
    }

    /// How many bytes would be needed, if there are too few.
    pub(crate) fn needed(&self) -> Option<usize> {
        match self.0.kind {
            ErrorKind::OverBudget { needed, .. } => Some(needed),
            _ => None,
        }
    }

    /// The same error, with so many bytes needed.
    pub(crate) fn needing(mut self, bytes: usize) -> Self {
        if let ErrorKind::OverBudget { needed, .. } = &mut self.0.kind {
            *needed = bytes;
        }
        self
    }

    /// The same error in an operation, unless it is in one already.
    pub(crate) fn during(mut self, operation: impl FnOnce() -> String, region: &Region) -> Self {
        if self.0.operation.is_none() {
            self.0.operation = Some(operation());
            self.0.region = Some(*region);
        }
        self
    }
}

impl<K: Into<ErrorKind>> From<K> for Error {
    #[cold]
    fn from(kind: K) -> Self {
        Self(Box::new(Inside { kind: kind.into(), operation: None, region: None }))
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(operation) = &self.0.operation {
            write!(f, "{operation}")?;
            if let Some(region) = self.0.region.filter(|region| region.ndim() > 0) {
                f.write_str(" at [")?;
                for axis in 0..region.ndim() {
                    let join = if axis == 0 { "" } else { ", " };
                    write!(f, "{join}{}..{}", region.start()[axis], region.stop(axis))?;
                }
                f.write_str("]")?;
            }
            f.write_str(": ")?;
        }
        write!(f, "{}", self.0.kind)
    }
}

impl std::fmt::Debug for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(&self.0, f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.kind {
            ErrorKind::Io(error) => error.source(),
            _ => None,
        }
    }
}
