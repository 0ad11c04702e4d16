//! [`AtomicFile`]: a file that appears whole or not at all.
//!
//! The recipe is the usual one (SQLite's and every package manager's): write
//! a temporary file beside the target, `fsync` it, rename it over the
//! target, `fsync` the directory. A process killed at any instant leaves the
//! old file or the new one, never a mixture and never nothing.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::flusher::{self, Flusher};

/// How the names of temporary files end.
const SUFFIX: &str = ".nd-tmp";

/// How far beyond the temporary files that are there stale ones are looked for: as many writers
/// of one target at once as can be killed without leaving a file behind for good.
const SLOTS_AHEAD: usize = 8;

/// How many symbolic links are followed before they are taken for a circle; Linux's own limit.
const MAX_LINKS: usize = 40;

/// Takes a lock on a file, one way or the other.
type TryLock = fn(&File) -> Result<(), TryLockError>;

/// A writer's lock on its temporary file. Shared will do: whoever thinks it stale needs the exclusive
/// one, and those who read the file once it is renamed want to share. But on Windows a shared lock
/// keeps its own holder from writing.
const WRITER: TryLock = if cfg!(windows) { File::try_lock } else { File::try_lock_shared };

/// A file being written that replaces its target in one step, on [`commit`](Self::commit).
///
/// Until then the target is untouched, and dropping the value removes what was written.
///
/// - A symbolic link is followed: what it points to is replaced, the link stays.
/// - The permissions (and, where allowed, the owner) of an existing target are kept; a target without
///   write permission is refused, as opening it for writing would be. Other hard links to the old
///   file keep the old content.
/// - A target that is no regular file (`/dev/stdout`, a named pipe) is opened and written directly:
///   a device cannot be replaced, and nothing can be taken back.
/// - A target that is mapped for writing is refused, with [`io::ErrorKind::ResourceBusy`]: the map's
///   writes would go nowhere.
/// - Temporary files that a killed process left for the same target are removed. They are told from
///   those of a living writer by the lock that every writer holds on its own.
///
/// # Examples
/// ```
/// use std::io::Write;
///
/// let path = std::env::temp_dir().join(format!("nd-atomic-{}", std::process::id()));
/// std::fs::write(&path, "old")?;
///
/// let mut file = nd_io::AtomicFile::create(&path)?;
/// file.write_all(b"half of the n")?;
/// drop(file); // gave up
/// assert_eq!(std::fs::read(&path)?, b"old");
///
/// let mut file = nd_io::AtomicFile::create(&path)?;
/// file.write_all(b"new")?;
/// file.commit()?;
/// assert_eq!(std::fs::read(&path)?, b"new");
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct AtomicFile {
    /// The temporary file, or a target that is no regular file.
    file: File,
    /// Where the temporary file is and where it goes; `None` for direct writes and when committed.
    pending: Option<Pending>,
    /// Whether a power failure is to be survived.
    durable: bool,
    /// Sends a large file to the disk before it is whole.
    flusher: Flusher,
}

#[derive(Debug)]
struct Pending {
    temp: PathBuf,
    target: PathBuf,
    /// Whether the temporary file stays when it is given up, for whoever goes on with it.
    stays: bool,
}

impl AtomicFile {
    /// Begins to write `path`: opens a temporary file in its directory.
    ///
    /// # Errors
    /// The directory does not exist or cannot be written, the target is a
    /// directory or is write-protected, or a memory map holds it
    /// ([`io::ErrorKind::ResourceBusy`]).
    ///
    /// # Examples
    /// ```
    /// let path = std::env::temp_dir().join(format!("nd-atomic-create-{}", std::process::id()));
    /// let file = nd_io::AtomicFile::create(&path)?;
    /// assert!(!path.exists()); // not before it is committed
    /// drop(file);
    /// assert!(nd_io::AtomicFile::create(path.join("no/such/folder")).is_err());
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn create(path: impl AsRef<Path>) -> io::Result<Self> {
        Self::create_locked(path.as_ref(), WRITER)
    }

    /// As [`create`](Self::create), with the exclusive lock on the new file from the start; regular
    /// files only.
    pub(crate) fn create_exclusive(path: &Path) -> io::Result<Self> {
        let this = Self::create_locked(path, File::try_lock)?;
        match this.pending {
            Some(_) => Ok(this),
            None => Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file")),
        }
    }

    fn create_locked(path: &Path, lock: TryLock) -> io::Result<Self> {
        let existing = match fs::metadata(path) {
            Ok(metadata) => Some(metadata),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        if let Some(metadata) = &existing {
            if !metadata.is_file() {
                let file = OpenOptions::new().write(true).open(path)?;
                return Ok(Self {
                    file,
                    pending: None,
                    durable: true,
                    flusher: Flusher::default(),
                });
            }
            refuse_if_held(path)?;
        }
        let target = resolve_links(path)?;
        let (file, temp) = open_temp(&target, existing.as_ref(), lock)?;
        let pending = Some(Pending { temp, target, stays: false });
        let this = Self { file, pending, durable: true, flusher: Flusher::default() };
        if let Some(metadata) = &existing {
            keep_ownership(&this.file, metadata);
            this.file.set_permissions(metadata.permissions())?;
        }
        Ok(this)
    }

    /// Goes on with a file called `partial`, which is made if it is not there and stays when it is given up.
    ///
    /// # Errors
    /// [`io::ErrorKind::ResourceBusy`] while another process has it; those of [`create`](Self::create).
    #[cfg(feature = "pictures")]
    pub(crate) fn go_on(path: &Path, partial: &Path) -> io::Result<Self> {
        let target = resolve_links(path)?;
        if target.exists() {
            if !target.is_file() {
                return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
            }
            refuse_if_held(&target)?;
        }
        let mut options = OpenOptions::new();
        let file = options.read(true).write(true).create(true).truncate(false).open(partial)?;
        lock(&file)?;
        let pending = Some(Pending { temp: partial.to_owned(), target, stays: true });
        Ok(Self { file, pending, durable: true, flusher: Flusher::default() })
    }

    /// Whether [`commit`](Self::commit) waits until everything is on the disk, so that a power failure cannot take it
    /// back; the default. Without it a new file is as safe against the death of the process. A file that is
    /// replaced is always waited for: else both could be lost.
    ///
    /// # Examples
    /// ```
    /// use std::io::Write;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-atomic-scratch-{}", std::process::id()));
    /// let mut file = nd_io::AtomicFile::create(&path)?.durable(false);
    /// file.write_all(b"made again at no cost")?;
    /// file.commit()?;
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn durable(mut self, durable: bool) -> Self {
        let replaces = self.pending.as_ref().is_none_or(|pending| pending.target.exists());
        self.durable = durable || replaces;
        self
    }

    /// The file being written, for what `Write` cannot do: positions, a length.
    pub(crate) fn file(&self) -> &File {
        &self.file
    }

    /// Puts the new content in the target's place, durably unless [told otherwise](Self::durable).
    ///
    /// # Errors
    /// Whatever the system reports while flushing or renaming; the target then has its old content,
    /// with one exception: if only the last step fails, the `fsync` of the directory, the new content
    /// is in place but might not survive a power failure.
    ///
    /// # Examples
    /// ```
    /// use std::io::Write;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-atomic-commit-{}", std::process::id()));
    /// let mut file = nd_io::AtomicFile::create(&path)?;
    /// file.write_all(b"all of it")?;
    /// file.commit()?;
    /// assert_eq!(std::fs::read(&path)?, b"all of it");
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn commit(self) -> io::Result<()> {
        self.commit_file().map(drop)
    }

    /// As [`commit`](Self::commit), and hands out the file, for whoever goes on to map it.
    pub(crate) fn commit_file(mut self) -> io::Result<File> {
        let file = self.file.try_clone()?;
        let Some(pending) = &self.pending else {
            return match file.sync_all() {
                // Pipes and terminals have nothing to synchronise and say so.
                Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(file),
                other => other.map(|()| file),
            };
        };
        self.flusher.finish()?;
        if self.durable {
            file.sync_all()?;
        }
        fs::rename(&pending.temp, &pending.target)?;
        let directory = parent(&pending.target).to_owned();
        self.pending = None; // nothing is left to remove
        if self.durable {
            sync_directory(&directory)?;
        }
        Ok(file)
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let flushed = self.durable && self.pending.is_some();
        let part = if flushed { &bytes[..bytes.len().min(flusher::STEP)] } else { bytes };
        let written = self.file.write(part)?;
        if flushed {
            self.flusher.wrote(&self.file, written);
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for AtomicFile {
    fn drop(&mut self) {
        if let Some(pending) = self.pending.as_ref().filter(|pending| !pending.stays) {
            // Nothing can be reported from here; what stays behind is swept by the next save.
            let _ = fs::remove_file(&pending.temp);
        }
    }
}

/// Takes the exclusive lock on a file.
///
/// Some hold a lock for microseconds only: a save that looks at it, a process that was just forked and has
/// not yet become another program. They are waited for.
///
/// # Errors
/// [`io::ErrorKind::ResourceBusy`] when another has it; the system's.
pub(crate) fn lock(file: &File) -> io::Result<()> {
    patiently(file, File::try_lock)
}

fn patiently(file: &File, lock: TryLock) -> io::Result<()> {
    for _ in 0..20 {
        match lock(file) {
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(1)),
            Err(TryLockError::Error(error)) => return Err(error),
            Ok(()) => return Ok(()),
        }
    }
    Err(io::ErrorKind::ResourceBusy.into())
}

/// A lock that is a file: who has it locked has the lock, and removes it in the end.
///
/// For what is more than one file, or is read, changed and replaced: the lock on a file goes with the
/// file when another takes its name. The system drops the lock of a process that dies; what it leaves is
/// an empty file that the next one takes over.
#[derive(Debug)]
pub(crate) struct LockFile {
    file: Option<File>,
    path: PathBuf,
}

impl LockFile {
    /// Takes the lock that is the file `path`, and waits for so many milliseconds if another has it.
    ///
    /// # Errors
    /// [`io::ErrorKind::ResourceBusy`] when another has it still; the system's.
    pub(crate) fn acquire(path: PathBuf, patience: u32) -> io::Result<Self> {
        let mut waited = 0;
        loop {
            // Followed, it would make a file wherever it leads to.
            if fs::symlink_metadata(&path).is_ok_and(|found| found.is_symlink()) {
                let what = format!("{} is a symbolic link, not a lock", path.display());
                return Err(io::Error::new(io::ErrorKind::InvalidInput, what));
            }
            let mut options = OpenOptions::new();
            options.read(true).write(true).create(true).truncate(false);
            let file = options.open(&path)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) if waited < patience => {
                    waited += 1;
                    std::thread::sleep(Duration::from_millis(1));
                    continue;
                }
                Err(TryLockError::WouldBlock) => return Err(io::ErrorKind::ResourceBusy.into()),
                // A file system without locks: there is nothing to wait for.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
                Err(TryLockError::Error(error)) => return Err(error),
            }
            // Its last holder may have removed it between the two steps.
            if is_at(&file, &path) {
                return Ok(Self { file: Some(file), path });
            }
        }
    }

    /// Takes the lock of those who read a file, change it and put the result in its place.
    ///
    /// # Errors
    /// As [`acquire`](Self::acquire), after two seconds.
    pub(crate) fn of_edits(path: &Path) -> io::Result<Self> {
        let target = resolve_links(path)?;
        let lock = parent(&target).join(format!("{}edit{SUFFIX}", prefix(&target)?));
        Self::acquire(lock, 2000)
    }

    /// The same lock, where the directory it is in has been renamed.
    #[cfg(feature = "zarr")]
    pub(crate) fn moved(&mut self, path: PathBuf) {
        self.path = path;
    }
}

impl Drop for LockFile {
    fn drop(&mut self) {
        // Removed while it is held: who opened it in between sees that it is not there any more.
        if cfg!(unix) {
            let _ = fs::remove_file(&self.path);
        }
        self.file = None;
    }
}

/// The file that a chain of symbolic links ends in, whether it exists or not.
fn resolve_links(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        match fs::read_link(&path) {
            Ok(link) => path = parent(&path).join(link),
            // Not a link, or not there: whatever else is wrong comes out when it is opened.
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::new(io::ErrorKind::InvalidInput, "too many levels of symbolic links"))
}

/// The directory a file is in; `.` for a bare name.
fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

/// Fails if the target is write-protected, or mapped for writing by anyone who locks.
fn refuse_if_held(target: &Path) -> io::Result<()> {
    let file = OpenOptions::new().read(true).write(true).open(target)?;
    patiently(&file, File::try_lock_shared).or_else(|error| match error.kind() {
        io::ErrorKind::ResourceBusy => Err(error),
        // On a file system without locks nobody can have locked it.
        _ => Ok(()),
    })
}

/// How the names of the target's temporary files begin: enough of its name to recognise, and a hash
/// of all of it, since names can be as long as the system allows.
fn prefix(target: &Path) -> io::Result<String> {
    let name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let short: String = name.to_string_lossy().chars().take(32).collect();
    Ok(format!(".{short}.{:016x}.", fnv1a(name)))
}

/// The 64-bit Fowler–Noll–Vo hash 1a (<http://www.isthe.com/chongo/tech/comp/fnv/>): short, and the
/// same in every version of this crate, which std's hasher is not.
fn fnv1a(name: &OsStr) -> u64 {
    name.as_encoded_bytes().iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Opens a fresh temporary file for the target and locks it, and removes those that no living
/// process holds.
///
/// A writer holds a lock on its temporary file until that is renamed or
/// removed, and the system drops the lock with the process. So getting the
/// exclusive lock proves the writer dead: no process identifier to compare,
/// which would be reused, and mean nothing in another container. The names are
/// numbered, so that no directory is listed, which may hold a million files.
fn open_temp(
    target: &Path,
    existing: Option<&fs::Metadata>,
    lock: TryLock,
) -> io::Result<(File, PathBuf)> {
    let prefix = prefix(target)?;
    let mut mine = None;
    let mut free = 0;
    for slot in 0.. {
        let temp = parent(target).join(format!("{prefix}{slot}{SUFFIX}"));
        if is_held(&temp)? {
            free = 0;
            continue;
        }
        if mine.is_none() {
            mine = claim(&temp, existing, lock)?.map(|file| (file, temp));
        }
        free += 1;
        if free >= SLOTS_AHEAD
            && let Some(mine) = mine.take()
        {
            return Ok(mine);
        }
    }
    unreachable!("the numbers do not end")
}

/// Whether a living writer has this temporary file; a dead one's is removed.
fn is_held(temp: &Path) -> io::Result<bool> {
    let file = match OpenOptions::new().read(true).write(true).open(temp) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        // No file can be opened any more (ENFILE, EMFILE): the next one would not be free either.
        Err(error) if cfg!(unix) && matches!(error.raw_os_error(), Some(23 | 24)) => {
            return Err(error);
        }
        Err(_) => return Ok(true),
    };
    // The name is compared while the lock is held: the file may have been renamed to its target
    // since it was opened, and the name taken by the next writer.
    if file.try_lock().is_ok() && is_at(&file, temp) {
        return Ok(fs::remove_file(temp).is_err());
    }
    Ok(true)
}

/// Creates and locks a temporary file, unless another process is faster.
fn claim(temp: &Path, existing: Option<&fs::Metadata>, lock: TryLock) -> io::Result<Option<File>> {
    let file = match create_new(temp, existing) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(None),
        Err(error) => return Err(error),
    };
    // Between creation and lock it looks like a dead writer's, and may have been removed.
    let taken = matches!(lock(&file), Err(TryLockError::WouldBlock)) || !is_at(&file, temp);
    Ok((!taken).then_some(file))
}

/// Whether the name is still that of this very file.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(file), Ok(named)) => identity(file) == identity(named),
        _ => false,
    }
}

/// Other systems do not say which file it is.
#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

/// Creates the temporary file, from the start no more accessible than the target.
#[cfg(unix)]
fn create_new(temp: &Path, existing: Option<&fs::Metadata>) -> io::Result<File> {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    let mut options = OpenOptions::new();
    if let Some(metadata) = existing {
        options.mode(metadata.permissions().mode() & 0o700 | 0o200);
    }
    options.read(true).write(true).create_new(true).open(temp)
}

#[cfg(not(unix))]
fn create_new(temp: &Path, _: Option<&fs::Metadata>) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create_new(true).open(temp)
}

/// Gives the file the owner and group of the target, as far as the user may.
#[cfg(unix)]
fn keep_ownership(file: &File, existing: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let Ok(now) = file.metadata() else { return };
    if (now.uid(), now.gid()) != (existing.uid(), existing.gid()) {
        // Only root may give files away, everyone else keeps what they write: not an error.
        let _ = fchown(file, Some(existing.uid()), Some(existing.gid()))
            .or_else(|_| fchown(file, None, Some(existing.gid())));
    }
}

#[cfg(not(unix))]
fn keep_ownership(_: &File, _: &fs::Metadata) {}

/// Makes the rename itself durable.
#[cfg(unix)]
fn sync_directory(directory: &Path) -> io::Result<()> {
    match File::open(directory)?.sync_all() {
        // Some file systems cannot synchronise a directory and say so.
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        other => other,
    }
}

/// Other systems cannot open a directory as a file.
#[cfg(not(unix))]
fn sync_directory(_: &Path) -> io::Result<()> {
    Ok(())
}
