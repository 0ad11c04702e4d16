//! [`Tail`]: a new file, to whose end everything is written.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use super::super::Result;
use crate::atomic::AtomicFile;
use crate::error::Error;
use crate::position::{read_up_to, write_all_at};

/// A file that is written, and takes its name in the end.
pub(super) struct Tail {
    /// `None` when it has its name.
    file: RwLock<Option<AtomicFile>>,
    end: AtomicU64,
}

impl Tail {
    /// Begins a file, leaving room for what comes first.
    pub(super) fn create(path: &Path, room: u64) -> Result<Self> {
        let file = AtomicFile::create_exclusive(path).map_err(Error::io("create"))?;
        Ok(Self { file: RwLock::new(Some(file)), end: AtomicU64::new(room) })
    }

    /// Room for so many bytes, nobody else's.
    pub(super) fn room(&self, len: u64) -> u64 {
        self.end.fetch_add(len.next_multiple_of(8), Ordering::Relaxed)
    }

    /// Writes to the end, and tells where.
    pub(super) fn append(&self, bytes: &[u8]) -> Result<u64> {
        let at = self.room(bytes.len() as u64);
        self.write_at(at, bytes)?;
        Ok(at)
    }

    pub(super) fn write_at(&self, at: u64, bytes: &[u8]) -> Result<()> {
        let file = self.file();
        write_all_at(open(&file)?, at, bytes)
    }

    /// Reads what was written; what was not yet is zeros.
    pub(super) fn read_at(&self, at: u64, out: &mut [u8]) -> Result<()> {
        let file = self.file();
        let got = read_up_to(open(&file)?, at, out)?;
        out[got..].fill(0);
        Ok(())
    }

    /// Gives the file its full length, and its name.
    pub(super) fn finish(&self) -> Result<()> {
        let mut file = self.file.write().unwrap_or_else(PoisonError::into_inner);
        let Some(file) = file.take() else { return Err(closed()) };
        let end = self.end.load(Ordering::Relaxed);
        file.file().set_len(end).map_err(Error::io("write"))?;
        file.commit().map_err(Error::io("write"))
    }

    /// Where the file ends so far.
    pub(super) fn end(&self) -> u64 {
        self.end.load(Ordering::Relaxed)
    }

    fn file(&self) -> RwLockReadGuard<'_, Option<AtomicFile>> {
        self.file.read().unwrap_or_else(PoisonError::into_inner)
    }
}

fn open(file: &Option<AtomicFile>) -> Result<&File> {
    file.as_ref().map(AtomicFile::file).ok_or_else(closed)
}

fn closed() -> Error {
    Error::io("write")(io::Error::other("the file is finished"))
}
