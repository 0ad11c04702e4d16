//! Stored arrays as sources.

use crate::block::Block;
use crate::chunked::{AnyChunked, Chunked};
use crate::cx::Cx;
use crate::digest::Digest;
use crate::error::{ErrorKind, Result};
use crate::node::{Need, Node, Pull};
use crate::regions::inside;
use crate::run::fingerprint::SEEN;
use nd_core::Shape;
use nd_io::{Dataset, Region, StoredElement};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// A stored array.
pub(crate) struct Stored {
    pub(crate) dataset: Dataset,
    /// Its files as they were when the plan was made.
    seen: Vec<(PathBuf, Option<Seen>)>,
    /// What several files are called together.
    title: Option<String>,
}

/// What tells a file from a changed one, or a folder of files.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Seen {
    len: u64,
    modified: Option<SystemTime>,
    /// Which file it is: another one may have taken its name.
    file: u64,
    /// Lengths and times of the files in a folder.
    inside: u64,
}

/// Chunks of fewer bytes are read as a whole, packed or not: opening the file is most of it.
const SMALL: usize = 1 << 20;

/// How many files of a folder are looked at before and after a run: a plan over millions of chunks is to start at
/// once. Of one with more, those that come first; a run that is gone on with looks at all.
const FILES: usize = 256;

/// How many elements of a source tell how its file is read.
const BEGINNING: usize = 64;

impl Seen {
    /// A file, or a folder of which so many files are looked at.
    fn of(path: &Path, files: usize) -> Option<Seen> {
        let path = file_of(path)?;
        let meta = path.metadata().ok()?;
        let (len, modified, file) = (meta.len(), meta.modified().ok(), number(&meta));
        let inside = if meta.is_dir() { Seen::inside(path, files) } else { 0 };
        // The time of a folder changes with a lock in it, too; what counts is what the files in it say.
        let (len, modified) = if meta.is_dir() { (0, None) } else { (len, modified) };
        Some(Seen { len, modified, file, inside })
    }

    fn inside(folder: &Path, files: usize) -> u64 {
        let (mut digest, mut left, mut todo) = (Digest::new(), files, vec![folder.to_owned()]);
        while let Some(folder) = todo.pop() {
            let Ok(entries) = folder.read_dir() else { continue };
            // The order is the folder's own, which stays while nothing comes or goes.
            let paths = entries.flatten().take(left).map(|entry| entry.path());
            for path in paths {
                let hidden =
                    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".nd-"));
                let Ok(meta) = path.metadata() else { continue };
                if meta.is_dir() {
                    todo.push(path);
                } else if !hidden && left > 0 {
                    left -= 1;
                    let (len, modified) = (meta.len(), meta.modified().ok());
                    digest.add(format!("{} {len} {modified:?}", path.display()).as_bytes());
                }
            }
        }
        digest.value()
    }
}

/// What the file system calls a file, whatever its name.
#[cfg(unix)]
fn number(meta: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(meta)
}

/// Other systems do not say.
#[cfg(not(unix))]
fn number(_: &std::fs::Metadata) -> u64 {
    0
}

/// What was seen of a file, for people.
fn written(seen: &Option<Seen>) -> String {
    let Some(Seen { len, modified, file, inside }) = seen else { return "nothing".into() };
    let since = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let nanos = since.map_or(0, |since| since.as_nanos());
    format!("{len} bytes, modified {nanos}, file {file}, inside {inside:x}")
}

/// The file or store in a path that goes on inside it.
fn file_of(path: &Path) -> Option<&Path> {
    path.ancestors().find(|part| part.exists() && !part.as_os_str().is_empty())
}

impl Stored {
    pub(crate) fn new(dataset: Dataset) -> Stored {
        let seen = dataset.path().map(|path| (path.to_owned(), Seen::of(path, FILES)));
        Stored { seen: seen.into_iter().collect(), dataset, title: None }
    }

    /// An array that is stored in several files.
    pub(super) fn of_files(dataset: Dataset, paths: Vec<PathBuf>, title: String) -> Stored {
        let seen = paths.into_iter().map(|path| {
            let seen = Seen::of(&path, FILES);
            (path, seen)
        });
        Stored { dataset, seen: seen.collect(), title: Some(title) }
    }

    /// Whether a part of a chunk costs as much to read as all of it.
    pub(crate) fn is_packed(&self) -> bool {
        let info = self.dataset.info();
        // Most pictures are one chunk, which is decoded as a whole and kept.
        let is_picture = self.dataset.format().is_some_and(nd_io::Format::is_picture);
        info.chunks.is_some_and(|chunks| {
            let nbytes = chunks.size().saturating_mul(info.dtype.itemsize());
            let is_decoded = is_picture && chunks[..] == info.shape[..];
            !info.compression.is_empty() || nbytes < SMALL || is_decoded
        })
    }

    /// Whether its file, or its files, tell it from another source.
    pub(crate) fn is_known(&self) -> bool {
        !self.seen.is_empty()
    }

    /// A digest of the first elements: one file can be read as several arrays, in other orders and from other places.
    fn beginning(&self) -> u64 {
        let shape = self.dataset.shape();
        let mut room = BEGINNING;
        let mut some = Shape::from(shape);
        for axis in (0..shape.len()).rev() {
            some[axis] = shape[axis].min(room);
            room = (room / some[axis].max(1)).max(1);
        }
        let all = Region::all(shape);
        let items = inside(&all, &Region::new(all.start(), some));
        // What cannot be read is told by the run.
        self.dataset.read_any(items).map_or(0, |array| Digest::of_array(array.view()))
    }

    /// Refuses a file that is not the one of which the plan was made.
    pub(crate) fn check(&self) -> Result<()> {
        let is_same = |file: &&(PathBuf, Option<Seen>)| {
            file.1.is_none() || Seen::of(&file.0, FILES) == file.1
        };
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
        node: &Node,
        region: &Region,
        _: &mut Vec<Block>,
        cx: &mut Cx<'_>,
    ) -> Result<Block> {
        if let Some(unpacked) = cx.unpacked(node) {
            return cx.read(&unpacked, region).map(Block::Owned);
        }
        cx.read(&self.dataset, region).map(Block::Owned)
    }

    fn scratch(&self, node: &Node, region: &Region) -> usize {
        // Parts of several files, before they are put together.
        let together = if self.title.is_some() { node.nbytes(region) } else { 0 };
        let info = self.dataset.info();
        let (true, Some(chunks)) = (self.is_packed(), info.chunks) else { return together };
        let ends = |axis: usize, at: usize| {
            at.is_multiple_of(chunks[axis].max(1)) || at == node.shape[axis]
        };
        let is_whole = |axis: usize| {
            let fits = ends(axis, region.start()[axis]) && ends(axis, region.stop(axis));
            fits && region.step()[axis] == 1
        };
        let whole = self.title.is_none()
            && chunks.ndim() == region.ndim()
            && (0..region.ndim()).all(is_whole);
        // A chunk as it is in the file; and unpacked, where it does not become what is wanted as it is; and what is
        // wanted of it, where that is only a part.
        let chunk = chunks.size().saturating_mul(info.dtype.itemsize());
        let copies = match whole {
            true if *region.shape() == chunks[..] => 1,
            true => 2,
            false => 3,
        };
        together + chunk.saturating_mul(copies)
    }

    fn source(&self) -> Option<&Stored> {
        Some(self)
    }

    fn identity(&self) -> String {
        let seen = |(path, _): &(PathBuf, Option<Seen>)| written(&Seen::of(path, usize::MAX));
        let seen: Vec<String> = self.seen.iter().map(seen).collect();
        let paths: Vec<String> =
            self.seen.iter().map(|(path, _)| path.display().to_string()).collect();
        let (name, seen) = (paths.join(", "), seen.join("; "));
        // Several files are told apart by how they are joined, too.
        let joined = self.title.as_deref().unwrap_or_default();
        format!("read {joined} {name}, which begins {:016x}{SEEN}{seen}", self.beginning())
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
