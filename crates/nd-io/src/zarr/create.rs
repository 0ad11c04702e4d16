//! New arrays: what the options ask for as metadata, and a directory that appears whole.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use nd_core::{DType, Shape};

use super::codec::{Blosc, Chain, Compressor, Shuffle, Step, check_zstd};
use super::fill::Fill;
use super::keys::ChunkKeys;
use super::metadata::{Layout, Sharding, ZarrMetadata, ZarrVersion};
use super::store::{self, Lock, SUFFIX, Visibility};
use super::{unsupported, v2_write, v3};
use crate::blocks::ArrayInfo;
use crate::error::{Error, ErrorKind};
use crate::options::{Compression, CreateOptions};

/// Bytes that a chunk is to have where the caller does not say.
const CHUNK: usize = 2 << 20;

/// The metadata that options ask for; of version 2 with a folder for each axis.
///
/// # Errors
/// `Unsupported` for what Zarr does not have; those of shapes and chunks.
pub(super) fn metadata(
    shape: Shape,
    dtype: DType,
    options: &CreateOptions,
    version: ZarrVersion,
) -> Result<ZarrMetadata, Error> {
    let mut info = ArrayInfo::new(shape, dtype);
    let inner = chunks(&shape, dtype, options);
    let fill = match options.fill_value {
        Some(number) => Fill::of_number(number, dtype)?,
        None => Fill::zero(dtype),
    };
    if let Some(names) = &options.dimension_names {
        if names.len() != shape.len() {
            let (n, ndim) = (names.len(), shape.len());
            return Err(unsupported(format!("{n} dimension_names for {ndim} axes")));
        }
        info.dimension_names = Some(names.iter().cloned().map(Some).collect());
    }
    info.attributes = options.attributes.clone();
    let mut steps = steps(options, dtype)?;
    if options.checksum {
        steps.push(Step::Crc32c);
    }
    info.chunks = Some(inner);
    info.compression = v3::words(&steps);
    let transpose = (options.fortran_order && shape.len() > 1)
        .then(|| Shape::from((0..shape.len()).rev().collect::<Vec<_>>()));
    let little = |steps| Chain { steps, ..Chain::plain(cfg!(target_endian = "big")) };
    let sharding = options.shards.map(|_| Sharding {
        index: little(vec![Step::Crc32c]),
        checksums: 4,
        index_first: false,
    });
    let layout = Layout {
        version,
        outer: options.shards.unwrap_or(inner),
        keys: ChunkKeys { prefixed: version == ZarrVersion::V3, separator: '/', uncounted: 0 },
        fill,
        chain: Chain { transpose, ..little(steps) },
        sharding,
    };
    ZarrMetadata::new(info, layout)
}

fn steps(options: &CreateOptions, dtype: DType) -> Result<Vec<Step>, Error> {
    if options.levels > 0 {
        return Err(unsupported(
            "smaller levels of itself: each is an array, named by a Multiscale",
        ));
    }
    if let Compression::Zstd(_) = options.compression {
        check_zstd()?;
    }
    let blosc = |compressor, level| {
        let (shuffle, typesize) = (Shuffle::Bytes, dtype.itemsize());
        vec![Step::Blosc(Blosc { compressor, level, shuffle, typesize })]
    };
    Ok(match (options.compression, options.shuffle) {
        (Compression::None, false) => Vec::new(),
        (Compression::None, true) => blosc(Compressor::Lz4, 5),
        (Compression::Gzip(level), false) if level <= 9 => vec![Step::Gzip { level }],
        (Compression::Gzip(level), true) if level <= 9 => blosc(Compressor::Zlib, level as i32),
        (Compression::Zstd(level), false) if level <= 22 => {
            vec![Step::Zstd { level, checksum: false }]
        }
        // Blosc has levels to 9; those of zstd are asked for as they are.
        (Compression::Zstd(level), true) if (0..=9).contains(&level) => {
            blosc(Compressor::Zstd, level)
        }
        (other, shuffle) => {
            let shuffle = if shuffle { " with shuffle" } else { "" };
            return Err(unsupported(format!("compression {other}{shuffle}")));
        }
    })
}

/// The chunks of an array: those that are asked for, or some that suit it.
pub(crate) fn chunks(shape: &[usize], dtype: DType, options: &CreateOptions) -> Shape {
    let shards = options.shards.as_ref().map(|shards| &shards[..]);
    options.chunks.unwrap_or_else(|| suited(shape, shards, dtype.itemsize()))
}

/// Chunks of about [`CHUNK`] bytes: the longest extent halved until they are small enough, so that
/// no axis is much more expensive to cross than another. Within shards, extents that divide theirs.
fn suited(shape: &[usize], shards: Option<&[usize]>, itemsize: usize) -> Shape {
    let whole = shards.unwrap_or(shape);
    let mut chunks: Vec<usize> = whole.iter().map(|&n| n.max(1)).collect();
    let nbytes =
        |chunks: &[usize]| chunks.iter().fold(itemsize, |bytes: usize, &n| bytes.saturating_mul(n));
    while nbytes(&chunks) > CHUNK {
        let halved = |n: usize| match shards {
            None => n.div_ceil(2),
            Some(_) => (1..=n / 2).rev().find(|d| n.is_multiple_of(*d)).unwrap_or(1),
        };
        let Some(longest) = chunks.iter_mut().max().filter(|n| **n > 1) else { break };
        *longest = halved(*longest);
    }
    Shape::from(chunks)
}

/// A directory that is to become an array, or to replace one.
#[derive(Debug)]
pub(super) struct Pending {
    temp: PathBuf,
    target: PathBuf,
    lock: Option<Lock>,
    /// The lock of the array that is there, if any.
    old: Option<Lock>,
}

impl Pending {
    /// Begins a new array at `path`, beside whatever is there.
    ///
    /// # Errors
    /// [`ErrorKind::Locked`] when another writer has the array that is there; [`ErrorKind::Io`] when
    /// something else than an array is there, which is not replaced; the system's.
    pub(super) fn begin(path: &Path, metadata: &ZarrMetadata) -> Result<Self, Error> {
        let texts = match metadata.version() {
            ZarrVersion::V3 => vec![("zarr.json", v3::array_json(metadata)?)],
            ZarrVersion::V2 => vec![
                (".zattrs", super::attributes::to_json(&metadata.info.attributes)?),
                (".zarray", v2_write::array_json(metadata)?),
            ],
        };
        recover(path)?;
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let named = |error| Error::io("create")(error).at(path);
        let old = match replaceable(&target).map_err(named)? {
            true => Some(Lock::acquire(&target)?),
            false => None,
        };
        let (temp, lock) = temporary(&target).map_err(named)?;
        let pending = Self { temp, target, lock: Some(lock), old };
        for (name, text) in texts {
            store::write(&pending.temp.join(name), text.as_bytes(), Visibility::Hidden)?;
        }
        Ok(pending)
    }

    /// Where the array is until it is finished.
    pub(super) fn directory(&self) -> &Path {
        &self.temp
    }

    /// Whether an array is there already.
    pub(super) fn replaces(&self) -> bool {
        self.old.is_some()
    }

    /// Gives the array its name.
    ///
    /// # Errors
    /// The system's; what was there before is there then.
    pub(super) fn commit(mut self, durable: bool) -> Result<(), Error> {
        let named = |error| Error::io("rename")(error);
        let target = self.target.clone();
        let moved = old_name(&target);
        let lock = self.lock.take();
        // Elsewhere a directory with an open file cannot be renamed.
        let mut lock = lock.filter(|_| cfg!(unix));
        let mut old = self.old.take();
        let replaced = old.is_some();
        if replaced {
            let permissions = fs::metadata(&target).map(|metadata| metadata.permissions());
            let kept = permissions.and_then(|kept| fs::set_permissions(&self.temp, kept));
            kept.map_err(|error| named(error).at(&target))?;
            if !cfg!(unix) {
                old = None;
            }
            fs::rename(&target, &moved).map_err(|error| named(error).at(&target))?;
            if let Some(old) = &mut old {
                old.moved(&moved);
            }
        }
        if let Err(error) = fs::rename(&self.temp, &target) {
            if replaced {
                let _ = fs::rename(&moved, &target); // the first error is the one to tell
                if let Some(old) = &mut old {
                    old.moved(&target);
                }
            }
            return Err(named(error).at(&target));
        }
        if let Some(lock) = &mut lock {
            lock.moved(&target);
        }
        self.temp = PathBuf::new(); // nothing is left to remove
        let synced = if durable { store::sync(parent(&target)) } else { Ok(()) };
        drop(old);
        if replaced {
            let _ = fs::remove_dir_all(&moved); // what stays is swept by the next writer
        }
        synced.map_err(|error| Error::io("sync")(error).at(&target))
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if self.temp != Path::new("") {
            // Nothing can be reported from here; what stays is swept by the next writer.
            let _ = fs::remove_dir_all(&self.temp);
        }
    }
}

/// Whether an array (or an empty directory) is there to be replaced; `false` when nothing is.
fn replaceable(target: &Path) -> io::Result<bool> {
    let refuse = |what: &str| Err(io::Error::new(io::ErrorKind::AlreadyExists, what.to_owned()));
    let metadata = match fs::metadata(target) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    if !metadata.is_dir() {
        return refuse("a file has that name");
    }
    let is_array = target.join(".zarray").is_file()
        || fs::read_to_string(target.join("zarr.json")).is_ok_and(|text| {
            super::json::Object::parse(&text, "")
                .and_then(|object| object.value::<String>("node_type"))
                .is_ok_and(|node| node.as_deref() == Some("array"))
        });
    if is_array || fs::read_dir(target)?.next().is_none() {
        return Ok(true);
    }
    refuse("a directory that is no Zarr array has that name")
}

/// A fresh directory beside the target, and the lock on it; those that dead writers left are removed.
fn temporary(target: &Path) -> io::Result<(PathBuf, Lock)> {
    const SLOTS: usize = 64;
    let mut mine = None;
    for slot in 0..SLOTS {
        let temp = hidden(target, &slot.to_string());
        let stale = temp.is_dir() && Lock::acquire(&temp).is_ok();
        if stale {
            fs::remove_dir_all(&temp)?;
        }
        if mine.is_none() && !temp.exists() {
            match fs::create_dir(&temp) {
                Ok(()) => mine = Lock::acquire(&temp).ok().map(|lock| (temp, lock)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        } else if mine.is_some() && !stale && slot >= 8 {
            break;
        }
    }
    mine.ok_or_else(|| io::ErrorKind::ResourceBusy.into())
}

/// Puts back the old array where a writer died between the two renames that replace it, and removes
/// it where one died after them; whether it put something back. A living writer is through in a moment,
/// which is waited out.
///
/// # Errors
/// [`ErrorKind::Locked`] while a writer lives; the system's.
pub(super) fn recover(path: &Path) -> Result<bool, Error> {
    let moved = old_name(path);
    for _ in 0..PATIENCE {
        if !moved.is_dir() {
            return Ok(false);
        }
        match Lock::acquire(&moved) {
            Ok(mut lock) if !path.exists() => {
                fs::rename(&moved, path).map_err(Error::io("rename"))?;
                lock.moved(path);
                return Ok(true);
            }
            Ok(_) => {
                // Nobody's array any more; what stays is removed by the next one who looks.
                let _ = fs::remove_dir_all(&moved);
                return Ok(false);
            }
            Err(_) if path.exists() => return Ok(false),
            Err(_) => std::thread::sleep(Duration::from_millis(1)),
        }
    }
    Err(ErrorKind::Locked.into())
}

/// Milliseconds that a writer may take between two renames.
const PATIENCE: u32 = 100;

/// Fails where nothing is at a path because a writer died between the two renames that replace an
/// array; a living one is waited for.
///
/// # Errors
/// [`ErrorKind::Interrupted`].
pub(crate) fn refuse_interrupted(path: &Path) -> Result<(), Error> {
    let kept = old_name(path);
    for _ in 0..PATIENCE {
        if path.exists() || !kept.is_dir() {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    Err(ErrorKind::Interrupted { kept }.into())
}

/// As [`recover`], for whoever asks for it.
///
/// # Errors
/// Those of [`recover`], and that nothing is there.
pub(crate) fn repair(path: &Path) -> Result<bool, Error> {
    let done = recover(path)?;
    fs::metadata(path).map_err(Error::io("open"))?;
    Ok(done)
}

fn old_name(target: &Path) -> PathBuf {
    hidden(target, "old")
}

/// The name of a directory beside the target that is not to be seen.
fn hidden(target: &Path, tag: &str) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.{tag}{SUFFIX}"))
}

fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}
