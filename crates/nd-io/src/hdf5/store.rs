//! [`Store`]: the bytes of a file; [`Walk`]: one pass over its metadata, which cannot go on for ever.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

use super::cursor::{Cursor, Sizes};
use super::datatype::Datatype;
use super::heap::GlobalCollection;
use super::object::{self, kind};
use super::shared::SharedMessages;
use super::{Result, corrupt};
use crate::error::{Error, ErrorKind};
use crate::position::{ReadAt, Store as Bytes};

/// What a file may make of its bytes: deflate packs no better than 1032 to 1, and what was never written
/// takes no bytes at all.
const RATIO: u64 = 1032;
const UNWRITTEN: u64 = 128 << 20;

/// What a file may make of bytes that are pointed to from many places.
const SHARED_RATIO: u64 = 16;
const SHARED: u64 = 64 << 20;

/// Milliseconds that a lock is waited for: a save keeps its own until the directory is on the disk.
const PATIENCE: u32 = 200;

/// An open file: positions are counted from its superblock, as everything in the file does.
pub(super) struct Store {
    source: Bytes,
    /// Position of the superblock.
    base: u64,
    /// Bytes from there on.
    len: u64,
    /// As many as the superblock tells.
    told: u64,
    /// The object header that goes on with the superblock, if one does.
    pub(super) extension: Option<u64>,
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
        Ok(Self::new(Bytes::File(file), len))
    }

    /// A file in memory.
    pub(super) fn of_bytes(bytes: Vec<u8>) -> Self {
        let len = bytes.len() as u64;
        Self::new(Bytes::Memory(bytes), len)
    }

    fn new(source: Bytes, len: u64) -> Self {
        Self {
            source,
            base: 0,
            len,
            told: 0,
            extension: None,
            sizes: Sizes::default(),
            root: 0,
            folder: None,
        }
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

    /// Notes the end that the superblock tells. While another process writes the file that is no more
    /// than an opinion: what is there counts, and what is missing is missed when it is asked for.
    pub(super) fn set_end(&mut self, end: u64) {
        self.told = end;
    }

    /// Fails if the file ends before its superblock says.
    ///
    /// # Errors
    /// [`ErrorKind::UnexpectedEof`].
    pub(super) fn check_end(&self) -> Result<()> {
        self.check(0, self.told.max(self.len), "HDF5 file")
    }

    /// Bytes that may be made of the file's, where the file tells how many: packed, shared or never
    /// written ones.
    pub(super) fn limit(&self) -> u64 {
        self.len.saturating_mul(RATIO).saturating_add(UNWRITTEN)
    }

    /// Bytes of texts and lists that may be made of the file's. Each has bytes of its own, as libraries
    /// write them; elements that were never written share those of the fill value.
    fn shared_limit(&self) -> u64 {
        self.len.saturating_mul(SHARED_RATIO).saturating_add(SHARED)
    }

    /// Fails unless a part of the file lies inside it.
    pub(super) fn check(&self, at: u64, len: u64, what: &str) -> Result<()> {
        match at.checked_add(len) {
            Some(end) if end <= self.len => Ok(()),
            Some(end) if end <= self.told => {
                let (want, got) = (self.told + self.base, self.len + self.base);
                Err(Error::cut_off(format!("HDF5 file ({what})"), want, got))
            }
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

/// Parts of a file or of a heap that one pass has read, none of which an honest file needs twice.
#[derive(Default)]
pub(super) struct Seen(BTreeMap<u64, u64>);

impl Seen {
    /// Notes a part.
    ///
    /// # Errors
    /// [`ErrorKind::Corrupt`] where it overlaps another: the way is a circle, or leads to one place by
    /// ever more ways.
    pub(super) fn take(&mut self, at: u64, len: u64, what: &str) -> Result<()> {
        let end = at.saturating_add(len.max(1));
        let before = self.0.range(..end).next_back();
        if before.is_some_and(|(_, &other)| other > at) {
            return Err(corrupt(format!("{what}: structures overlap at {at}, or lead in circles")));
        }
        self.0.insert(at, end);
        Ok(())
    }
}

/// One pass over the metadata of a file, which ends whatever the file says.
///
/// Each structure that leads on (a node of a tree, a piece of an object header, a block) is read once
/// in a traversal, and none overlaps another: so a pass reads no more of them than the file has. What
/// honest files point to from many places (a named type, a collection of texts) is read once and kept;
/// each of those who point to it takes bytes of its own. Only what many texts together come to, where
/// they share their bytes, is no bound of the file's: that one is counted.
pub(super) struct Walk<'a> {
    pub(super) store: &'a Store,
    once: RefCell<Seen>,
    headers: RefCell<Headers>,
    collections: RefCell<Collections>,
    datatypes: RefCell<BTreeMap<Vec<u8>, Rc<Datatype>>>,
    /// The heaps of messages that objects share, once they were looked for.
    messages: RefCell<Option<Rc<SharedMessages>>>,
    /// Bytes of texts and lists that may still be made.
    left: Cell<u64>,
}

/// Object headers that were read.
#[derive(Default)]
struct Headers {
    at: BTreeSet<u64>,
    pieces: Seen,
}

/// Collections of texts and lists that were read: each holds many.
#[derive(Default)]
struct Collections {
    read: BTreeMap<u64, Rc<GlobalCollection>>,
    places: Seen,
}

impl<'a> Walk<'a> {
    pub(super) fn new(store: &'a Store) -> Self {
        Self {
            store,
            once: RefCell::default(),
            headers: RefCell::default(),
            collections: RefCell::default(),
            datatypes: RefCell::default(),
            messages: RefCell::default(),
            left: Cell::new(store.shared_limit()),
        }
    }

    /// Counts bytes that are made of what may be pointed to from many places.
    ///
    /// # Errors
    /// [`ErrorKind::LimitExceeded`] for more than a file of this size warrants.
    pub(super) fn make(&self, bytes: u64, what: &'static str) -> Result<()> {
        let limit = self.store.shared_limit();
        let left = self.left.get().checked_sub(bytes).ok_or(ErrorKind::LimitExceeded {
            what,
            asked: limit.saturating_sub(self.left.get()).saturating_add(bytes),
            limit,
        })?;
        self.left.set(left);
        Ok(())
    }

    /// Reads a structure.
    pub(super) fn read(&self, at: u64, len: u64, what: &str) -> Result<Vec<u8>> {
        self.store.read(at, len, what)
    }

    /// Reads a structure that this walk comes to once.
    ///
    /// # Errors
    /// As [`read`](Self::read); [`ErrorKind::Corrupt`] for the second time.
    pub(super) fn read_once(&self, at: u64, len: u64, what: &str) -> Result<Vec<u8>> {
        self.once.borrow_mut().take(at, len, what)?;
        self.store.read(at, len, what)
    }

    /// Whether an object header is met for the first time.
    pub(super) fn first_visit(&self, header: u64) -> bool {
        self.headers.borrow_mut().at.insert(header)
    }

    /// Notes a piece of an object header.
    pub(super) fn header_piece(&self, at: u64, len: u64) -> Result<()> {
        self.headers.borrow_mut().pieces.take(at, len, "object header")
    }

    /// A reader of bytes, with this file's widths.
    pub(super) fn cursor<'b>(&self, bytes: &'b [u8], what: &'static str) -> Cursor<'b> {
        Cursor::new(bytes, self.store.sizes, what)
    }

    /// A collection of the global heap, read once a walk.
    pub(super) fn collection(&self, at: u64) -> Result<Rc<GlobalCollection>> {
        let all = &mut *self.collections.borrow_mut();
        if let Some(collection) = all.read.get(&at) {
            return Ok(Rc::clone(collection));
        }
        let collection = Rc::new(GlobalCollection::read(self, at, &mut all.places)?);
        all.read.insert(at, Rc::clone(&collection));
        Ok(collection)
    }

    /// The type in a message; one that another object holds is read once a walk.
    pub(super) fn datatype(&self, bytes: &[u8], is_shared: bool) -> Result<Rc<Datatype>> {
        if !is_shared {
            return Ok(Rc::new(Datatype::parse(bytes)?));
        }
        if let Some(datatype) = self.datatypes.borrow().get(bytes) {
            return Ok(Rc::clone(datatype));
        }
        let found = object::shared(self, bytes, kind::DATATYPE)?;
        let datatype = Rc::new(Datatype::parse(&found)?);
        self.datatypes.borrow_mut().insert(bytes.to_vec(), Rc::clone(&datatype));
        Ok(datatype)
    }

    /// The heaps of messages that objects share.
    pub(super) fn messages(&self) -> Result<Rc<SharedMessages>> {
        if let Some(messages) = &*self.messages.borrow() {
            return Ok(Rc::clone(messages));
        }
        let messages = Rc::new(SharedMessages::read(self)?);
        *self.messages.borrow_mut() = Some(Rc::clone(&messages));
        Ok(messages)
    }
}
