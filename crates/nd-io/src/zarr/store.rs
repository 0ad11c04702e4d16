//! The files of a store: read with their lengths, written whole or not at all, locked by one writer.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use super::codec::{Memory, Scratch};
use super::json;
use super::shard::Source;
use crate::atomic::LockFile;
use crate::error::{Error, ErrorKind};

/// How the names of temporary files and directories end.
pub(super) const SUFFIX: &str = ".nd-tmp";

/// The file that a writer holds its lock on.
const LOCK: &str = ".nd-lock";

/// Opens a file of a store; `None` when it is not there.
///
/// # Errors
/// The system's, and that it is no regular file: opening a pipe would wait for ever.
pub(super) fn open(path: &Path) -> Result<Option<Source<'static>>, Error> {
    let metadata = match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => metadata,
        Ok(_) => return Err(super::corrupt("not a regular file").at(path)),
        Err(error) if is_missing(&error) => return Ok(None),
        Err(error) => return Err(Error::io("open")(error).at(path)),
    };
    match File::open(path) {
        Ok(file) => Ok(Some(Source::File(file, metadata.len()))),
        Err(error) if is_missing(&error) => Ok(None),
        Err(error) => Err(Error::io("open")(error).at(path)),
    }
}

/// Whether a system error says that there is no such file: a part of the path may be a file.
fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// A metadata document, whole; `None` when it is not there.
///
/// # Errors
/// The system's, and `LimitExceeded`.
pub(super) fn document(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    let Some(Source::File(file, len)) = open(path)? else { return Ok(None) };
    if len > json::MAX_JSON {
        let (what, asked, limit) = ("metadata", len, json::MAX_JSON);
        return Err(Error::from(ErrorKind::LimitExceeded { what, asked, limit }).at(path));
    }
    let mut bytes = Vec::new();
    file.take(json::MAX_JSON)
        .read_to_end(&mut bytes)
        .map_err(|error| Error::io("read")(error).at(path))?;
    Ok(Some(bytes))
}

/// How a writer's files reach the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Visibility<'p> {
    /// Nobody sees the directory yet: files are written under their names.
    Hidden,
    /// Readers may look: files are written beside, and renamed.
    Public,
    /// So may other writers: files are written in this folder, under a name that no process has twice.
    Shared(&'p Path),
}

/// Writes a file of a store, whole; a directory that is missing is made.
///
/// # Errors
/// The system's; what was there before is there then, and no temporary file.
pub(super) fn write(path: &Path, bytes: &[u8], visibility: Visibility<'_>) -> Result<(), Error> {
    let temp = match visibility {
        Visibility::Hidden => path.to_owned(),
        // One writer holds the lock of the array, and one thread that of the chunk.
        Visibility::Public => {
            let mut name = OsStr::new(".").to_owned();
            name.push(path.file_name().unwrap_or_default());
            name.push(SUFFIX);
            path.with_file_name(name)
        }
        Visibility::Shared(folder) => folder.join(only_name()),
    };
    let made = || path.parent().map_or(Ok(()), fs::create_dir_all);
    let written = match write_file(&temp, bytes) {
        Err(error) if is_missing(&error) && !matches!(visibility, Visibility::Shared(_)) => {
            made().and_then(|()| write_file(&temp, bytes))
        }
        other => other,
    };
    let placed = match visibility {
        Visibility::Hidden => written,
        Visibility::Public => written.and_then(|()| fs::rename(&temp, path)),
        Visibility::Shared(_) => written.and_then(|()| match fs::rename(&temp, path) {
            Err(error) if is_missing(&error) => made().and_then(|()| fs::rename(&temp, path)),
            other => other,
        }),
    };
    placed.map_err(|error| {
        let _ = fs::remove_file(&temp); // the first error is the one to tell
        Error::io("write")(error).at(path)
    })
}

/// A name that no other process gives a file, and this one no other file.
fn only_name() -> String {
    static PROCESS: OnceLock<u64> = OnceLock::new();
    static NEXT: AtomicU64 = AtomicU64::new(0);
    // Process numbers of several machines may be the same; what std hashes with is random.
    let process = PROCESS.get_or_init(|| RandomState::new().build_hasher().finish());
    format!("{process:016x}-{}{SUFFIX}", NEXT.fetch_add(1, Ordering::Relaxed))
}

fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(path)?;
    file.write_all(bytes)
}

/// Makes a file's, or a directory's, content durable.
pub(super) fn sync(path: &Path) -> io::Result<()> {
    match File::open(path).and_then(|file| file.sync_all()) {
        // Some systems cannot do so with directories.
        Err(error) if path.is_dir() && error.kind() != io::ErrorKind::NotFound && !cfg!(unix) => {
            drop(error);
            Ok(())
        }
        other => other,
    }
}

/// A writer's lock on an array: its directory holds a file that is locked as long as this lives.
#[derive(Debug)]
pub(super) struct Lock(LockFile);

impl Lock {
    /// # Errors
    /// [`ErrorKind::Locked`] when another writer has it; the system's.
    pub(super) fn acquire(directory: &Path) -> Result<Self, Error> {
        let path = directory.join(LOCK);
        match LockFile::acquire(path.clone(), 0) {
            Ok(lock) => Ok(Self(lock)),
            Err(error) => Err(match error.kind() {
                io::ErrorKind::ResourceBusy => Error::from(ErrorKind::Locked).at(directory),
                _ => Error::io("lock")(error).at(path),
            }),
        }
    }

    /// The same lock, where the directory has been renamed.
    pub(super) fn moved(&mut self, directory: &Path) {
        self.0.moved(directory.join(LOCK));
    }
}

/// Buffers of threads that are not at work.
#[derive(Default)]
pub(super) struct Pool(Mutex<Vec<Memory>>);

/// Buffers that go back into their pool.
pub(super) struct Pooled<'a> {
    pool: &'a Pool,
    pub(super) scratch: Scratch,
}

impl Pool {
    pub(super) fn take(&self) -> Pooled<'_> {
        let memory = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Pooled { pool: self, scratch: Scratch::of(memory.unwrap_or_default()) }
    }
}

impl Drop for Pooled<'_> {
    fn drop(&mut self) {
        let memory = std::mem::take(&mut self.scratch).into_memory();
        self.pool.0.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
    }
}
