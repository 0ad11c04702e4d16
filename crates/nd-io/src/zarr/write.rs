//! [`ZarrWriter`]: an array being stored, block by block.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use nd_core::{DType, Shape, threads};

use super::codec::{Buffers, Scratch, resize};
use super::create::{self, Pending};
use super::hits::Hits;
use super::metadata::{ZarrMetadata, ZarrVersion, unravel};
use super::place::Place;
use super::shard::{self, Builder, Source};
use super::store::{self, Lock, Pool, Visibility};
use super::{array, unsupported};
use crate::blocks::{ArrayInfo, ChunkLocks, Region, Strided, WriteBlocks, copy_strided};
use crate::dataset::DatasetWriter;
use crate::error::{Error, ErrorKind};
use crate::options::CreateOptions;

/// A Zarr array of version 3 being stored: blocks in any order, from many threads.
///
/// - [`create`](Self::create) writes a new array beside the old one, if there is one, and
///   [`finish`](WriteBlocks::finish) puts it in its place: whoever dies before leaves the old one.
/// - [`open`](Self::open) writes into an array that is there. Every chunk (or shard) is replaced as
///   a whole, so a reader sees it as it was or as it is; whoever dies leaves some chunks old, some
///   new, each of them whole.
///
/// One writer at a time: a second one gets [`ErrorKind::Locked`].
///
/// # Zarr
/// `zarr.create_array(path, …)` and `zarr.open_array(path, mode='r+')`, which lock nothing.
///
/// # Examples
/// ```
/// use nd_core::{DType, s};
/// use nd_io::{Compression, CreateOptions, ZarrArray, ZarrWriter};
///
/// let path = std::env::temp_dir().join(format!("nd-zarr-writer-{}", std::process::id()));
/// let options = CreateOptions::default().chunks([10]).compression(Compression::Gzip(6));
/// ZarrWriter::create(&path, [100], DType::I32, &options)?.into_writer().finish()?;
///
/// let writer = ZarrWriter::open(&path)?;
/// assert!(ZarrWriter::open(&path).is_err()); // locked
/// let out = writer.into_writer();
/// out.write(s![5..8], &[1, 2, 3])?;
/// out.finish()?;
/// let ds = ZarrArray::open(&path)?.into_dataset();
/// assert_eq!(ds.read::<i32>(s![4..9])?.into_vec(), [0, 1, 2, 3, 0]);
/// # std::fs::remove_dir_all(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct ZarrWriter {
    /// Where files are written: the array's directory, or a hidden one until it is finished.
    root: PathBuf,
    target: PathBuf,
    metadata: ZarrMetadata,
    stage: Stage,
    durable: bool,
    skip_fill: bool,
    locks: ChunkLocks,
    pool: Pool,
    written: Mutex<BTreeSet<Vec<usize>>>,
}

/// Whether readers see the array already.
enum Stage {
    New(Pending),
    InPlace {
        _lock: Lock,
    },
    /// And other writers may be at it.
    Together {
        temporary: PathBuf,
    },
}

impl ZarrWriter {
    /// Begins a new array, which replaces the one at `path`, if there is one, when it is finished.
    ///
    /// Without chunks in the options they are about 2 MiB each. `shuffle` is blosc's; `checksum` is
    /// the codec `crc32c`; `fortran_order` is the codec `transpose`. A shard is packed in memory.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`] for what Zarr does not have, [`ErrorKind::Corrupt`] for shards
    /// that are not made of whole chunks, [`ErrorKind::LimitExceeded`] for chunks or shards above
    /// 2 GiB, [`ErrorKind::Shape`], [`ErrorKind::Locked`] while another writer has the array, and
    /// [`ErrorKind::Io`], also when something else than an array has that name.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{DType, s};
    /// use nd_io::{CreateOptions, ZarrWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-zarr-w-create-{}.zarr", std::process::id()));
    /// let out = ZarrWriter::create(&path, [4], DType::U8, &CreateOptions::default())?.into_writer();
    /// out.write(s![1..3], &[7u8, 8])?;
    /// out.finish()?;
    /// assert_eq!(nd_io::load::<u8>(&path)?.into_vec(), [0, 7, 8, 0]);
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn create(
        path: impl AsRef<Path>,
        shape: impl Into<Shape>,
        dtype: DType,
        options: &CreateOptions,
    ) -> Result<Self, Error> {
        Self::create_as(path.as_ref(), shape.into(), dtype, options, ZarrVersion::V3)
    }

    /// [`create`](Self::create) of either version.
    pub(super) fn create_as(
        path: &Path,
        shape: Shape,
        dtype: DType,
        options: &CreateOptions,
        version: ZarrVersion,
    ) -> Result<Self, Error> {
        let metadata =
            create::metadata(shape, dtype, options, version).map_err(|error| error.at(path))?;
        let pending = Pending::begin(path, &metadata).map_err(|error| error.at(path))?;
        let root = pending.directory().to_owned();
        Ok(Self::new(root, path, metadata, Stage::New(pending)).durable(options.durable))
    }

    /// Opens an array of version 3 to write into it, chunk by chunk.
    ///
    /// # Errors
    /// Those of [`ZarrArray::open`](crate::ZarrArray::open), [`ErrorKind::Locked`] while another
    /// writer has the array, [`ErrorKind::Unsupported`] for version 2.
    ///
    /// # Examples
    /// ```
    /// use nd_core::s;
    /// use nd_io::ZarrWriter;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-zarr-w-open-{}.zarr", std::process::id()));
    /// nd_io::save(&path, &[1.5, 2.5])?;
    /// let writer = ZarrWriter::open(&path)?;
    /// assert!(ZarrWriter::open(&path).is_err()); // locked
    /// let out = writer.into_writer();
    /// out.write(s![0..1], &[9.0])?;
    /// out.finish()?;
    /// assert_eq!(nd_io::load::<f64>(&path)?.into_vec(), [9.0, 2.5]);
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        create::recover(path).map_err(|error| error.at(path))?;
        let none = || {
            let kind = ErrorKind::NoSuchArray { name: String::new(), there: Vec::new() };
            Error::from(kind).at(path)
        };
        let place = Place::Directory(path.to_owned());
        array::load(&place)?.ok_or_else(none)?;
        let lock = Lock::acquire(path)?;
        // Once more: it may have been replaced before the lock was ours.
        let metadata = array::load(&place)?.ok_or_else(none)?;
        metadata.layout.chain.check_known().map_err(|error| error.at(path))?;
        if metadata.version() != ZarrVersion::V3 {
            return Err(unsupported("writing version 2").at(path));
        }
        Ok(Self::new(path.to_owned(), path, metadata, Stage::InPlace { _lock: lock }))
    }

    /// Opens an array of version 3 of which several processes write chunks, each of them others; see
    /// [`edit_together`](crate::edit_together).
    ///
    /// # Errors
    /// Those of [`open`](Self::open) but [`ErrorKind::Locked`].
    pub(crate) fn open_together(path: &Path, temporary: &Path) -> Result<Self, Error> {
        let none = || {
            let kind = ErrorKind::NoSuchArray { name: String::new(), there: Vec::new() };
            Error::from(kind).at(path)
        };
        let metadata = array::load(&Place::Directory(path.to_owned()))?.ok_or_else(none)?;
        metadata.layout.chain.check_known().map_err(|error| error.at(path))?;
        if metadata.version() != ZarrVersion::V3 {
            return Err(unsupported("writing version 2").at(path));
        }
        let stage = Stage::Together { temporary: temporary.to_owned() };
        Ok(Self::new(path.to_owned(), path, metadata, stage))
    }

    fn new(root: PathBuf, target: &Path, metadata: ZarrMetadata, stage: Stage) -> Self {
        Self {
            root,
            target: target.to_owned(),
            metadata,
            stage,
            durable: true,
            skip_fill: false,
            locks: ChunkLocks::new(),
            pool: Pool::default(),
            written: Mutex::default(),
        }
    }

    /// Whether [`finish`](WriteBlocks::finish) waits until everything is on the disk, so that a
    /// power failure cannot take it back; the default. Without it, this is as safe against the
    /// death of the process, and faster where the disk is slower than the codecs. An array that is
    /// replaced is always waited for.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{DType, s};
    /// use nd_io::{CreateOptions, ZarrWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-zarr-w-durable-{}.zarr", std::process::id()));
    /// let writer = ZarrWriter::create(&path, [2], DType::U8, &CreateOptions::default())?;
    /// let out = writer.durable(false).into_writer(); // what is made again at no cost
    /// out.write(s![..], &[7u8, 8])?;
    /// out.finish()?;
    /// assert_eq!(nd_io::load::<u8>(&path)?.into_vec(), [7, 8]);
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn durable(self, durable: bool) -> Self {
        Self { durable, ..self }
    }

    /// Whether chunks that hold nothing but the fill value are left out, or removed. By default they
    /// are written, so that a chunk that is there is one that was written.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{DType, s};
    /// use nd_io::{CreateOptions, ZarrWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-zarr-w-skip-{}.zarr", std::process::id()));
    /// let files = |skip| -> Result<usize, Box<dyn std::error::Error>> {
    ///     let options = CreateOptions::default().chunks([2]);
    ///     let writer = ZarrWriter::create(&path, [4], DType::U8, &options)?.skip_fill(skip);
    ///     let out = writer.into_writer();
    ///     out.write(s![..], &[0u8, 0, 0, 7])?;
    ///     out.finish()?;
    ///     Ok(std::fs::read_dir(path.join("c"))?.count())
    /// };
    /// assert_eq!((files(false)?, files(true)?), (2, 1)); // of the chunk of zeros there is no file
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn skip_fill(self, skip_fill: bool) -> Self {
        Self { skip_fill, ..self }
    }

    /// What the array's metadata say.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    /// use nd_io::{CreateOptions, ZarrWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-zarr-w-meta-{}.zarr", std::process::id()));
    /// let options = CreateOptions::default().chunks([10]);
    /// let writer = ZarrWriter::create(&path, [100], DType::U8, &options)?;
    /// assert_eq!(writer.metadata().info().chunks, Some([10].into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn metadata(&self) -> &ZarrMetadata {
        &self.metadata
    }

    /// The writer to give slices to.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{DType, s};
    /// use nd_io::{CreateOptions, ZarrWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-zarr-w-into-{}.zarr", std::process::id()));
    /// let out = ZarrWriter::create(&path, [2, 2], DType::U8, &CreateOptions::default())?.into_writer();
    /// out.write(s![1, ..], &[7u8, 8])?;
    /// out.finish()?;
    /// assert_eq!(nd_io::load::<u8>(&path)?.into_vec(), [0, 0, 7, 8]);
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn into_writer(self) -> DatasetWriter {
        let path = self.target.clone();
        DatasetWriter::to_file(self, &path)
    }

    fn visibility(&self) -> Visibility<'_> {
        match &self.stage {
            Stage::New(_) => Visibility::Hidden,
            Stage::InPlace { .. } => Visibility::Public,
            Stage::Together { temporary } => Visibility::Shared(temporary),
        }
    }

    /// Writes what the region has of one file.
    fn write_file(&self, job: &Job<'_>, index: &Shape, scratch: &mut Scratch) -> Result<(), Error> {
        let outer = &self.metadata.layout.outer;
        let whole = block_of(index, outer);
        let Some((local, mine)) = job.region.within(&whole) else { return Ok(()) };
        let path = self.metadata.layout.keys.path(&self.root, index);
        // Two writers of one file must not both read it before either writes it.
        let _held = self.locks.lock(index);
        let done = match self.metadata.layout.sharding {
            None => self.write_chunk(job, &path, &whole, &local, &mine, scratch),
            Some(_) => self.write_shard(job, &path, &whole, &local, &mine, scratch),
        };
        done.map_err(|error| error.at(&path))?;
        self.written.lock().unwrap_or_else(PoisonError::into_inner).insert(index.to_vec());
        Ok(())
    }

    fn write_chunk(
        &self,
        job: &Job<'_>,
        path: &Path,
        whole: &Region,
        local: &Region,
        mine: &Region,
        scratch: &mut Scratch,
    ) -> Result<(), Error> {
        let Scratch { stored, chunk, buffers } = scratch;
        let part = Part { local, mine };
        let old = if self.covers(whole, local) { None } else { store::open(path)? };
        let range = old.as_ref().map(|old| 0..old.len());
        let old = old.zip(range);
        let elements = self.elements(job, &part, old, stored, chunk, buffers)?;
        if self.skip_fill && self.metadata.layout.fill.is_all(elements) {
            return remove(path);
        }
        let chain = &self.metadata.layout.chain;
        if chain.is_plain() && !chain.swapped {
            return store::write(path, elements, self.visibility());
        }
        stored.clear();
        chain.encode(elements, self.metadata.form(), stored, buffers)?;
        store::write(path, stored, self.visibility())
    }

    /// The elements of a chunk after the write: the caller's own memory where that holds all of it.
    fn elements<'b>(
        &self,
        job: &Job<'b>,
        part: &Part<'_>,
        old: Option<(Source<'_>, std::ops::Range<u64>)>,
        stored: &mut Vec<u8>,
        chunk: &'b mut Vec<u8>,
        buffers: &mut Buffers,
    ) -> Result<&'b [u8], Error> {
        let metadata = &self.metadata;
        let (extents, itemsize) = (metadata.inner(), metadata.itemsize());
        let from = Strided::of(job.region.shape(), part.mine, itemsize);
        if *part.local == Region::all(extents) && is_one_run(part.mine, job.region.shape()) {
            return Ok(&job.bytes[from.offset..from.offset + metadata.inner_nbytes()]);
        }
        resize(chunk, metadata.inner_nbytes())?;
        match old {
            Some((mut source, range)) => {
                let stored = source.bytes(range, stored)?;
                metadata.decode_inner(stored, chunk, buffers)?;
            }
            None if *part.local != Region::all(extents) => metadata.layout.fill.fill(chunk),
            None => {}
        }
        let to = Strided::of(extents, part.local, itemsize);
        copy_strided(job.bytes, from, chunk, to, part.local.shape(), itemsize);
        Ok(chunk)
    }

    /// Writes a shard anew: chunks that the region does not touch keep the bytes they have.
    fn write_shard(
        &self,
        job: &Job<'_>,
        path: &Path,
        whole: &Region,
        local: &Region,
        mine: &Region,
        scratch: &mut Scratch,
    ) -> Result<(), Error> {
        let Some(sharding) = &self.metadata.layout.sharding else { return Ok(()) };
        let grid = self.metadata.inner_counts();
        let mut old = match self.covers(whole, local) {
            true => None,
            false => store::open(path)?.map(read_whole).transpose()?,
        };
        let index = match &mut old {
            Some(bytes) => {
                Some(shard::read_index(sharding, grid.len(), &mut Source::Bytes(bytes))?)
            }
            None => None,
        };
        let old_chunk = |at: usize| match (&old, &index) {
            (Some(bytes), Some(index)) => {
                let range = index.range(at)?;
                Ok(range.map(|range| &bytes[range.start as usize..range.end as usize]))
            }
            _ => Ok::<_, Error>(None),
        };
        let Scratch { stored: out, chunk, buffers } = scratch;
        let mut builder = Builder::new(sharding, grid.len(), out)?;
        let mut between = Vec::new();
        for at in 0..grid.len() {
            let block = grid.block(&unravel(at, grid.counts()));
            let old = old_chunk(at)?;
            builder.push(|out| {
                let Some((within, of_local)) = local.within(&block) else {
                    out.extend_from_slice(old.unwrap_or_default());
                    return Ok(old.is_some());
                };
                let mine = shifted(&of_local, mine.start());
                let start = whole.start().iter().zip(block.start()).map(|(a, b)| a + b);
                let whole = Region::new(Shape::from(start.collect::<Vec<_>>()), block.shape());
                let part = Part { local: &within, mine: &mine };
                let old = old.filter(|_| !self.covers(&whole, &within));
                let old = old.map(|bytes| (Source::Bytes(bytes), 0..bytes.len() as u64));
                let elements = self.elements(job, &part, old, &mut between, chunk, buffers)?;
                if self.skip_fill && self.metadata.layout.fill.is_all(elements) {
                    return Ok(false);
                }
                self.metadata.layout.chain.encode(elements, self.metadata.form(), out, buffers)?;
                Ok(true)
            })?;
        }
        if builder.finish()? { store::write(path, out, self.visibility()) } else { remove(path) }
    }

    /// Whether a part of a block is all of it that lies inside the array.
    fn covers(&self, whole: &Region, local: &Region) -> bool {
        let shape = &self.metadata.info.shape;
        (0..shape.len()).all(|axis| {
            let inside = shape[axis].saturating_sub(whole.start()[axis]).min(whole.shape()[axis]);
            local.shape()[axis] == inside
        })
    }
}

/// A region being written.
struct Job<'a> {
    region: &'a Region,
    bytes: &'a [u8],
}

/// The part of a chunk that is written, and where that is in the region.
struct Part<'a> {
    local: &'a Region,
    mine: &'a Region,
}

impl WriteBlocks for ZarrWriter {
    fn info(&self) -> &ArrayInfo {
        self.metadata.info()
    }

    fn write_block(&self, region: &Region, bytes: &[u8]) -> Result<(), Error> {
        if bytes.is_empty() {
            return Ok(());
        }
        let hits = Hits::new(region, &self.metadata.layout.outer);
        let job = Job { region, bytes };
        threads::try_run_scratch(hits.len(), &|| self.pool.take(), &|pooled, at| {
            let index = hits.index(&unravel(at, hits.counts()));
            self.write_file(&job, &index, &mut pooled.scratch)
        })
    }

    fn finish(self: Box<Self>) -> Result<(), Error> {
        let this = *self;
        // Else both could be lost.
        let replaces = matches!(&this.stage, Stage::New(pending) if pending.replaces());
        let durable = this.durable || replaces;
        if durable {
            this.sync()?;
        }
        match this.stage {
            Stage::New(pending) => pending.commit(durable),
            Stage::InPlace { .. } | Stage::Together { .. } => Ok(()),
        }
    }
}

impl ZarrWriter {
    /// Makes every file that was written durable, and the directories they are in.
    fn sync(&self) -> Result<(), Error> {
        let written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let keys = self.metadata.layout.keys;
        let mut files: Vec<PathBuf> =
            written.iter().map(|index| keys.path(&self.root, index)).collect();
        let documents: &[&str] = match self.metadata.version() {
            ZarrVersion::V3 => &["zarr.json"],
            ZarrVersion::V2 => &[".zattrs", ".zarray"],
        };
        files.extend(documents.iter().map(|name| self.root.join(name)));
        let mut directories = BTreeSet::new();
        for file in &files {
            let below = file.ancestors().skip(1).take_while(|path| path.starts_with(&self.root));
            directories.extend(below.map(Path::to_owned));
        }
        files.extend(directories);
        threads::try_run(files.len(), &|i| match store::sync(&files[i]) {
            // Left out again, as nothing but the fill value.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && self.skip_fill => Ok(()),
            Err(error) => Err(Error::io("sync")(error).at(&files[i])),
            Ok(()) => Ok(()),
        })
    }
}

impl fmt::Debug for ZarrWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ZarrWriter")
            .field("path", &self.target)
            .field("metadata", &self.metadata)
            .finish_non_exhaustive()
    }
}

/// The elements of a file, also those over the end of the array.
fn block_of(index: &[usize], extents: &Shape) -> Region {
    let start: Vec<usize> = index.iter().zip(extents.iter()).map(|(i, n)| i * n).collect();
    Region::new(Shape::from(start), *extents)
}

/// A region without gaps, moved.
fn shifted(region: &Region, by: &[usize]) -> Region {
    let start: Vec<usize> = region.start().iter().zip(by).map(|(a, b)| a + b).collect();
    Region::new(Shape::from(start), Shape::from(region.shape()))
}

/// Whether a part of a buffer of `shape` has no gaps.
fn is_one_run(part: &Region, shape: &[usize]) -> bool {
    let first = part.shape().iter().position(|&n| n > 1).unwrap_or(part.ndim());
    (first + 1..part.ndim()).all(|axis| part.shape()[axis] == shape[axis])
}

fn read_whole(mut source: Source<'_>) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    resize(&mut bytes, usize::try_from(source.len()).unwrap_or(usize::MAX))?;
    source.read(0, &mut bytes)?;
    Ok(bytes)
}

fn remove(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::io("remove")(error))
        }
        _ => Ok(()),
    }
}
