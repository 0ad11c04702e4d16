//! Stored arrays as sources.

use crate::block::Block;
use crate::chunked::{AnyChunked, Chunked};
use crate::cx::Cx;
use crate::error::{ErrorKind, Result};
use crate::node::{Need, Node, Pull};
use nd_core::Shape;
use nd_io::{Dataset, Region, StoredElement};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// A stored array.
pub(crate) struct Stored {
    pub(crate) dataset: Dataset,
    /// Its files as they were when the plan was made.
    seen: Vec<(PathBuf, Option<Seen>)>,
    /// What several files are called together.
    title: Option<String>,
}

/// What tells a file from a changed one.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Seen {
    len: u64,
    modified: Option<SystemTime>,
}

impl Seen {
    fn of(path: &Path) -> Option<Seen> {
        let meta = file_of(path)?.metadata().ok()?;
        Some(Seen { len: meta.len(), modified: meta.modified().ok() })
    }
}

/// The file or store in a path that goes on inside it.
fn file_of(path: &Path) -> Option<&Path> {
    path.ancestors().find(|part| part.exists() && !part.as_os_str().is_empty())
}

impl Stored {
    pub(crate) fn new(dataset: Dataset) -> Stored {
        let seen = dataset.path().map(|path| (path.to_owned(), Seen::of(path)));
        Stored { seen: seen.into_iter().collect(), dataset, title: None }
    }

    /// An array that is stored in several files.
    pub(super) fn of_files(dataset: Dataset, paths: Vec<PathBuf>, title: String) -> Stored {
        let seen = paths.into_iter().map(|path| {
            let seen = Seen::of(&path);
            (path, seen)
        });
        Stored { dataset, seen: seen.collect(), title: Some(title) }
    }

    /// Whether it is stored there.
    pub(crate) fn is_at(&self, path: &Path) -> bool {
        self.seen.iter().any(|(own, _)| own == path)
    }

    /// Whether a part of a chunk costs as much to read as all of it.
    pub(crate) fn is_packed(&self) -> bool {
        let info = self.dataset.info();
        info.chunks.is_some() && !info.compression.is_empty()
    }

    /// Refuses a file that is not the one of which the plan was made.
    pub(crate) fn check(&self) -> Result<()> {
        let is_same =
            |file: &&(PathBuf, Option<Seen>)| file.1.is_none() || Seen::of(&file.0) == file.1;
        match self.seen.iter().find(|file| !is_same(file)) {
            None => Ok(()),
            Some((path, _)) => {
                let path = path.display();
                Err(ErrorKind::Changed(format!("{path}: changed since it was opened")).into())
            }
        }
    }
}

impl Pull for Stored {
    fn name(&self) -> String {
        match (&self.title, self.dataset.path()) {
            (Some(title), _) => format!("read {title}"),
            (None, Some(path)) => format!("read {}", path.display()),
            (None, None) => "read".into(),
        }
    }

    fn needs(&self, _: &Node, _: &Region) -> Vec<Need> {
        Vec::new()
    }

    fn compute(
        &self,
        _: &Node,
        region: &Region,
        _: &mut Vec<Block>,
        cx: &mut Cx<'_>,
    ) -> Result<Block> {
        cx.read(&self.dataset, region).map(Block::Owned)
    }

    fn scratch(&self, node: &Node, region: &Region) -> usize {
        // Parts of several files, before they are put together.
        let together = if self.title.is_some() { node.nbytes(region) } else { 0 };
        // A chunk as it is in the file, and unpacked where only a part of it is wanted.
        let info = self.dataset.info();
        let chunk =
            info.chunks.map_or(0, |chunks| chunks.size().saturating_mul(info.dtype.itemsize()));
        together + if self.is_packed() { chunk.saturating_mul(2) } else { 0 }
    }

    fn source(&self) -> Option<&Stored> {
        Some(self)
    }

    fn identity(&self) -> String {
        format!("{} {:?}", self.name(), self.seen)
    }
}

/// Opens a stored array of any format as a chunked one; nothing is read but what it says of itself.
///
/// Paths are those of [`nd_io::open`]: `a.npy`, `run.h5/x`, `store.zarr/level/2`, `year.nc/t2m`.
///
/// # Errors
/// As [`nd_io::open`]; [`ErrorKind::DtypeMismatch`] if the elements are not `T`: nothing is cast silently.
///
/// # NumPy
/// `dask.array.from_array(np.load(path, mmap_mode='r'))`, `dask.array.from_zarr(path)`.
///
/// # Examples
/// ```
/// let path = std::env::temp_dir().join(format!("nd-ooc-open-{}.npy", std::process::id()));
/// nd_io::save(&path, &nd_core::arange(0.0, 6.0, 1.0))?;
///
/// let x = nd_ooc::open::<f64>(&path)?;
/// assert_eq!((&x * 2.0).sum().value()?, 30.0);
/// assert!(nd_ooc::open::<f32>(&path).is_err());
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn open<T: StoredElement>(path: impl AsRef<Path>) -> Result<Chunked<T>> {
    open_any(path)?.try_into()
}

/// As [`open`], whatever the element type.
///
/// # Errors
/// As [`nd_io::open`].
///
/// # Examples
/// ```
/// let path = std::env::temp_dir().join(format!("nd-ooc-any-{}.npy", std::process::id()));
/// nd_io::save(&path, &[1u8, 2])?;
/// assert_eq!(nd_ooc::open_any(&path)?.dtype().name(), "uint8");
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn open_any(path: impl AsRef<Path>) -> Result<AnyChunked> {
    Ok(AnyChunked::from(nd_io::open(path)?))
}

impl From<Dataset> for AnyChunked {
    fn from(dataset: Dataset) -> AnyChunked {
        let (shape, dtype) = (Shape::from(dataset.shape()), dataset.dtype());
        let chunks = dataset.info().chunks.unwrap_or(shape);
        AnyChunked { node: Node::chunked(Stored::new(dataset), Vec::new(), shape, dtype, chunks) }
    }
}

/// The source that a node is.
pub(crate) fn stored(node: &Arc<Node>) -> Option<&Stored> {
    match &node.kind {
        crate::node::Kind::Pull(op) => op.source(),
        crate::node::Kind::Output(..) => None,
    }
}
