//! [`Store`]: the bytes of a file; [`Walk`]: one pass over its metadata, which cannot go on for ever.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

use super::cursor::{Cursor, Sizes};
use super::heap::GlobalCollection;
use super::{Result, corrupt};
use crate::error::{Error, ErrorKind};
use crate::position::{ReadAt, Store as Bytes};

/// Structures that are left out of a walk's account: a small file's may be read twice.
const SLACK: u64 = 64 << 10;

/// Milliseconds that a lock is waited for: a save keeps its own until the directory is on the disk.
const PATIENCE: u32 = 200;

/// An open file: positions are counted from its superblock, as everything in the file does.
pub(super) struct Store {
    source: Bytes,
    /// Position of the superblock.
    base: u64,
    /// Bytes from there to the end that the superblock tells.
    len: u64,
    /// How wide addresses and lengths are stored.
    pub(super) sizes: Sizes,
    /// The root group's header, once the superblock was read.
    root: u64,
    /// The folder it is in.
    folder: Option<PathBuf>,
}

impl Store {
    /// Opens a file, with the shared lock that HDF5 libraries take to read.
    ///
    /// # Errors
    /// The system's; [`ErrorKind::Locked`] while someone writes it.
    pub(super) fn open(path: &Path) -> Result<Self> {
        Ok(Self::locked(File::open(path).map_err(Error::io("open"))?)?.at(path))
    }

    /// As [`open`](Self::open), for a file that is open.
    pub(super) fn locked(file: File) -> Result<Self> {
        // A file that was just saved is its writer's for a moment more: that is waited out.
        for attempt in 0.. {
            match file.try_lock_shared() {
                Err(TryLockError::WouldBlock) if attempt < PATIENCE => {
                    std::thread::sleep(Duration::from_millis(1));
                }
                Err(TryLockError::WouldBlock) => return Err(ErrorKind::Locked.into()),
                _ => break,
            }
        }
        Self::of_file(file)
    }

    /// A file that is open already.
    pub(super) fn of_file(file: File) -> Result<Self> {
        let len = file.metadata().map_err(Error::io("read the size of"))?.len();
        Ok(Self { source: Bytes::File(file), base: 0, len, sizes: Sizes::default(), root: 0, folder: None })
    }

    /// A file in memory.
    pub(super) fn of_bytes(bytes: Vec<u8>) -> Self {
        let len = bytes.len() as u64;
        Self { source: Bytes::Memory(bytes), base: 0, len, sizes: Sizes::default(), root: 0, folder: None }
    }

    /// Notes where the file is, for those that it names.
    pub(super) fn at(mut self, path: &Path) -> Self {
        let folder = path.parent().unwrap_or(Path::new(""));
        let here = folder.as_os_str().is_empty();
        self.folder = Some(if here { PathBuf::from(".") } else { folder.to_owned() });
        self
    }

    /// The folder it is in; `None` for a file in memory.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Notes where the root group's header is.
    pub(super) fn set_root(&mut self, root: u64) {
        self.root = root;
    }

    /// Where the root group's header is.
    pub(super) fn root(&self) -> u64 {
        self.root
    }

    /// Number of bytes, from the superblock on.
    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// Position of the superblock in the file.
    pub(super) fn base(&self) -> u64 {
        self.base
    }

    /// From now on positions are counted from the superblock.
    pub(super) fn rebase(&mut self, base: u64) {
        self.base = base;
        self.len = self.len.saturating_sub(base);
    }

    /// What follows the end that the superblock tells is not the file's.
    ///
    /// # Errors
    /// [`ErrorKind::UnexpectedEof`] when the file ends before.
    pub(super) fn set_end(&mut self, end: u64) -> Result<()> {
        if end > self.len {
            let (want, got) = (end.saturating_add(self.base), self.len + self.base);
            return Err(Error::cut_off("HDF5 file", want, got));
        }
        self.len = end;
        Ok(())
    }

    /// Fails unless a part of the file lies inside it.
    pub(super) fn check(&self, at: u64, len: u64, what: &str) -> Result<()> {
        match at.checked_add(len) {
            Some(end) if end <= self.len => Ok(()),
            _ => {
                Err(corrupt(format!("{what}: {len} bytes at {at} of a file of {} bytes", self.len)))
            }
        }
    }

    /// Fills `out` with the bytes at a position.
    ///
    /// # Errors
    /// The system's; [`ErrorKind::Corrupt`] for a place that is not in the file.
    pub(super) fn read_at(&self, at: u64, out: &mut [u8], what: &str) -> Result<()> {
        self.check(at, out.len() as u64, what)?;
        self.source.read_exact_at(self.base + at, out)
    }

    /// The bytes at a position; memory is asked for after they are known to be there.
    pub(super) fn read(&self, at: u64, len: u64, what: &str) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.read_to(at, len, &mut bytes, what)?;
        Ok(bytes)
    }

    /// As [`read`](Self::read), into a buffer that is used again.
    pub(super) fn read_to(&self, at: u64, len: u64, out: &mut Vec<u8>, what: &str) -> Result<()> {
        self.check(at, len, what)?;
        let len = usize::try_from(len).map_err(|_| corrupt(what))?;
        resize(out, len)?;
        self.read_at(at, out, what)
    }
}

impl ReadAt for Store {
    fn fill_at(&self, offset: u64, out: &mut [u8]) -> Result<()> {
        self.read_at(offset, out, "elements")
    }
}

/// Makes a buffer this long; what it holds is unspecified.
///
/// # Errors
/// [`ErrorKind::AllocFailed`].
pub(super) fn resize(buffer: &mut Vec<u8>, len: usize) -> Result<()> {
    if buffer.capacity() < len {
        buffer.clear(); // nothing of it need be copied
        buffer.try_reserve_exact(len).map_err(|_| ErrorKind::AllocFailed { bytes: len })?;
    }
    buffer.resize(len, 0);
    Ok(())
}

/// One pass over the metadata of a file: it reads no more bytes than the file has.
///
/// An honest file's structures do not overlap, so that no pass reads a byte twice. Whatever leads
/// round in circles, or to the same place by ever more ways, runs out of account.
pub(super) struct Walk<'a> {
    pub(super) store: &'a Store,
    left: Cell<u64>,
    /// Collections of strings that were read: each holds many.
    collections: RefCell<BTreeMap<u64, Rc<GlobalCollection>>>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(store: &'a Store) -> Self {
        let left = Cell::new(store.len().saturating_add(SLACK));
        Self { store, left, collections: RefCell::default() }
    }

    /// Takes bytes off the account.
    ///
    /// # Errors
    /// [`ErrorKind::Corrupt`] when the pass has read more than there is.
    pub(super) fn spend(&self, bytes: u64, what: &str) -> Result<()> {
        match self.left.get().checked_sub(bytes) {
            Some(left) => {
                self.left.set(left);
                Ok(())
            }
            None => Err(corrupt(format!("{what}: structures overlap, or lead in circles"))),
        }
    }

    /// Reads a structure.
    pub(super) fn read(&self, at: u64, len: u64, what: &str) -> Result<Vec<u8>> {
        self.spend(len, what)?;
        self.store.read(at, len, what)
    }

    /// A reader of bytes, with this file's widths.
    pub(super) fn cursor<'b>(&self, bytes: &'b [u8], what: &'static str) -> Cursor<'b> {
        Cursor::new(bytes, self.store.sizes, what)
    }

    /// A collection of the global heap, read once a walk.
    pub(super) fn collection(&self, at: u64) -> Result<Rc<GlobalCollection>> {
        if let Some(collection) = self.collections.borrow().get(&at) {
            return Ok(Rc::clone(collection));
        }
        let collection = Rc::new(GlobalCollection::read(self, at)?);
        self.collections.borrow_mut().insert(at, Rc::clone(&collection));
        Ok(collection)
    }
}
