//! [`NpzWriter`]: an archive of arrays, written one after the other.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};

use nd_core::time::TimeElement;
use nd_core::{AnyView, ArrayLike};

use super::copied;
use super::deflate::Deflate;
use super::directory::{CENTRAL, END, END64, Entry, LOCAL, LOCATOR, Method, ZIP64};
use super::read::{Npz, key};
use crate::atomic::{AtomicFile, LockFile};
use crate::blocks::StoredElement;
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;
use crate::npy::{
    NpyOptions, Record, write_npy_to, write_records_to, write_strings_to, write_times_to,
};
use crate::position::{read_exact_at, write_all_at};

/// Data begin at a multiple of this, so that a map of a member is aligned for every element type.
pub(super) const ALIGN: u64 = 64;

/// The extra field that only makes room, as Android's archives have it.
pub(super) const PADDING: u16 = 0xd935;

/// A header that does not say when: 1 January 1980, the first day there is in an archive.
const DATE: u16 = 0x21;

/// Bytes that are copied at a time.
pub(super) const COPIED: usize = 1 << 20;

/// The version that can read 64-bit sizes, 4.5.
const VERSION: u16 = 45;

/// Names are UTF-8.
const UTF8: u16 = 1 << 11;

/// Saves arrays of one element type under names, as they are.
///
/// For arrays of several types, and to deflate them, use [`NpzWriter`].
///
/// # Errors
/// As [`NpzWriter`]'s methods.
///
/// # NumPy
/// `np.savez(path, **arrays)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let path = std::env::temp_dir().join(format!("nd-savez-{}.npz", std::process::id()));
/// nd_io::save_npz(&path, [("x", &array![1.0, 2.0]), ("y", &array![3.0])])?;
/// assert_eq!(nd_io::Npz::open(&path)?.load::<f64>("y")?.into_vec(), [3.0]);
/// assert!(nd_io::save_npz(&path, [("x", &array![1.0]), ("x", &array![2.0])]).is_err()); // twice
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn save_npz<'a, A>(
    path: impl AsRef<Path>,
    arrays: impl IntoIterator<Item = (&'a str, A)>,
) -> Result<()>
where
    A: ArrayLike<Elem: StoredElement>,
{
    let mut archive = NpzWriter::create(path)?;
    for (name, array) in arrays {
        archive.add(name, array)?;
    }
    archive.finish()
}

/// A `.npz` archive being written, member by member; it replaces an existing one when it is
/// [finished](Self::finish), whole.
///
/// # NumPy
/// `np.savez` and `np.savez_compressed`, which need all arrays at once. What is written is read by
/// NumPy. Members that are not deflated begin at multiples of 64 bytes, to be
/// [mapped](crate::Npz::mmap); deflating uses all threads.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_io::{Npz, NpzWriter};
///
/// let path = std::env::temp_dir().join(format!("nd-npz-write-{}.npz", std::process::id()));
/// let mut archive = NpzWriter::create(&path)?.deflate(6);
/// archive.add("zeros", &Array::<f64>::zeros([100, 100]))?;
/// archive.add_strings("labels", &Array::from_vec(vec!["a", "b"]))?;
/// assert!(archive.add("zeros", &[1.0]).is_err()); // the name is taken
/// archive.finish()?;
/// assert!(std::fs::metadata(&path)?.len() < 2000);
/// assert_eq!(Npz::open(&path)?.load_strings("labels")?.into_vec(), ["a", "b"]);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct NpzWriter {
    file: AtomicFile,
    /// Where the next member begins.
    at: u64,
    entries: Vec<Entry>,
    names: HashSet<String>,
    level: Option<u32>,
    /// What was said about the archive that this one began with.
    comment: Vec<u8>,
    path: PathBuf,
    /// Of one that was begun with the members there are: keeps others from changing them meanwhile.
    _edits: Option<LockFile>,
}

impl NpzWriter {
    /// Begins an archive. What has the path now stays until the archive is finished.
    ///
    /// # Errors
    /// An [`Error`] that names the file: the system's; [`ErrorKind::Locked`].
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Npz, NpzWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-npz-create-{}.npz", std::process::id()));
    /// let archive = NpzWriter::create(&path)?;
    /// assert!(!path.exists()); // not before it is finished
    /// archive.finish()?;
    /// assert_eq!(Npz::open(&path)?.names().count(), 0);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn create(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let file = AtomicFile::create_exclusive(path)
            .map_err(|error| Error::io("create")(error).at(path))?;
        let (entries, names, comment) = (Vec::new(), HashSet::new(), Vec::new());
        let path = path.to_owned();
        Ok(Self { file, at: 0, entries, names, level: None, comment, path, _edits: None })
    }

    /// Begins with the members of an archive that is there, to add some; of none, if there is none.
    ///
    /// The members are copied as they are, packed or not, also those that nd cannot read, and so is the
    /// archive's comment.
    ///
    /// # Errors
    /// As [`create`](Self::create) and [`Npz::open`](crate::Npz::open).
    ///
    /// # NumPy
    /// None: `zipfile.ZipFile(path, 'a')`, which changes the file in place.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Npz, NpzWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-npz-open-{}.npz", std::process::id()));
    /// nd_io::save(path.join("a"), &[1.0])?;
    /// let mut archive = NpzWriter::open(&path)?;
    /// assert!(archive.add("a", &[2.0]).is_err()); // the name is taken
    /// # drop(archive);
    /// let mut archive = NpzWriter::open(&path)?;
    /// archive.add("b", &[2.0])?;
    /// archive.finish()?;
    /// assert_eq!(Npz::open(&path)?.names().collect::<Vec<_>>(), ["a", "b"]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let lock = LockFile::of_edits(path).map_err(Error::io("create"));
        let lock = lock.map_err(|error| error.at(path))?;
        Ok(Self { _edits: Some(lock), ..Self::open_without(path, "")? })
    }

    /// As [`open`](Self::open), leaving out the member of a name.
    pub(super) fn open_without(path: &Path, name: &str) -> Result<Self> {
        let mut this = Self::create(path)?;
        match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_file() && metadata.len() == 0 => return Ok(this),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(this),
            _ => {}
        }
        let old = Npz::open(path)?;
        // A member `a` is no array `a`, and stays.
        let replaced = format!("{name}.npy");
        let directory = old.directory();
        if directory.shift > 0 {
            let what = "adding to an archive that something else stands in front of; NpzWriter::create makes a new one";
            return Err(Error::from(ErrorKind::unsupported(Format::Npz, what)).at(path));
        }
        let copied = directory.entries.iter().filter(|entry| replaced != entry.name);
        let copied = copied.into_iter().try_for_each(|entry| {
            let copy = copied::copy(old.store(), directory, entry, this.file.file(), this.at)?;
            this.at = copy.end;
            this.names.insert(key(&entry.name).to_owned());
            this.entries.push(copy.entry);
            Ok(())
        });
        copied.map_err(|error: Error| error.at(path))?;
        this.comment.clone_from(&directory.comment);
        Ok(this)
    }

    /// The file being written.
    pub(super) fn file(&self) -> &File {
        self.file.file()
    }

    /// Makes room for a member of so many bytes that is not packed; returns where they begin.
    pub(super) fn begin_stored(&mut self, name: &str, bytes: u64) -> Result<u64> {
        let entry = self.entry(name)?;
        let start = self.at + local_header(&entry).len() as u64;
        let end = start.checked_add(bytes).ok_or_else(|| {
            Error::from(ErrorKind::unsupported(Format::Npz, "an archive over 2^64 bytes"))
        })?;
        self.file.file().set_len(end).map_err(Error::io("extend"))?;
        self.entries.push(Entry { size: bytes, packed: bytes, ..entry });
        self.at = end;
        Ok(start)
    }

    /// Sums the member that was begun last, when all of its bytes are written.
    pub(super) fn end_stored(&mut self, name: &str, start: u64) -> Result<()> {
        let file = self.file.file();
        let Some(entry) = self.entries.last_mut() else { return Ok(()) };
        debug_assert_eq!(key(&entry.name), name, "members are written one after the other");
        let (mut sum, mut part, mut done) = (crc32fast::Hasher::new(), vec![0; COPIED], 0);
        while done < entry.size {
            let count = (entry.size - done).min(COPIED as u64) as usize;
            read_exact_at(file, start + done, &mut part[..count])?;
            sum.update(&part[..count]);
            done += count as u64;
        }
        entry.crc = sum.finalize();
        write_all_at(file, entry.offset, &local_header(entry))
    }

    /// Deflates the members added from now on, at a level from 0 to 9; NumPy's is 6.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_io::NpzWriter;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-npz-deflate-{}.npz", std::process::id()));
    /// let mut archive = NpzWriter::create(&path)?.deflate(6);
    /// archive.add("zeros", &Array::<f64>::zeros(100_000))?;
    /// archive.finish()?;
    /// assert!(std::fs::metadata(&path)?.len() < 10_000);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn deflate(self, level: u32) -> Self {
        Self { level: Some(level), ..self }
    }

    /// Adds an array.
    ///
    /// After an error the archive cannot be gone on with; drop it.
    ///
    /// # Errors
    /// An [`Error`] that names the file: [`ErrorKind::Unsupported`] for a name that is empty, taken,
    /// absolute, or has a part `..` or a NUL character (unpackers make files of names); the system's.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Npz, NpzWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-npz-add-{}.npz", std::process::id()));
    /// let mut archive = NpzWriter::create(&path)?;
    /// archive.add("x", &[1.5, 2.5])?;
    /// archive.finish()?;
    /// assert_eq!(Npz::open(&path)?.load::<f64>("x")?.into_vec(), [1.5, 2.5]);
    /// assert!(NpzWriter::create(&path)?.add("../y", &[1.5]).is_err()); // would unpack elsewhere
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn add<A>(&mut self, name: &str, a: A) -> Result<()>
    where
        A: ArrayLike<Elem: StoredElement>,
    {
        self.add_view(name, a.view().into(), &NpyOptions::default())
    }

    /// Adds an array whose element type is known at run time only.
    ///
    /// # Errors
    /// As [`add`](Self::add), and [`NpyFault::NoDescr`](crate::NpyFault::NoDescr) for bfloat16.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, array};
    /// use nd_io::{Npz, NpzWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-npz-add-any-{}.npz", std::process::id()));
    /// let mut archive = NpzWriter::create(&path)?;
    /// archive.add_any("x", &AnyArray::from(array![1u8, 2]))?;
    /// archive.finish()?;
    /// assert_eq!(Npz::open(&path)?.load::<u8>("x")?.into_vec(), [1, 2]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn add_any<'a>(&mut self, name: &str, array: impl Into<AnyView<'a>>) -> Result<()> {
        self.add_view(name, array.into(), &NpyOptions::default())
    }

    #[inline(never)]
    pub(super) fn add_view(
        &mut self,
        name: &str,
        view: AnyView<'_>,
        options: &NpyOptions,
    ) -> Result<()> {
        self.add_with(name, &mut |out| write_npy_to(out, view, options))
    }

    /// Adds an array of dates or spans of time.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Timedelta64, array, time::Second};
    /// use nd_io::{Npz, NpzWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-npz-add-times-{}.npz", std::process::id()));
    /// let mut archive = NpzWriter::create(&path)?;
    /// archive.add_times("waits", array![90].map(Timedelta64::<Second>::new))?;
    /// archive.finish()?;
    /// let waits = Npz::open(&path)?.load_times::<Timedelta64<Second>>("waits")?;
    /// assert_eq!(waits.counts(), array![90]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn add_times<A>(&mut self, name: &str, times: A) -> Result<()>
    where
        A: ArrayLike<Elem: TimeElement>,
    {
        self.add_with(name, &mut |out| write_times_to(out, &times))
    }

    /// Adds an array of strings.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Npz, NpzWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-npz-add-strings-{}.npz", std::process::id()));
    /// let mut archive = NpzWriter::create(&path)?;
    /// archive.add_strings("names", &nd_core::Array::from_vec(vec!["a", "b"]))?;
    /// archive.finish()?;
    /// assert_eq!(Npz::open(&path)?.load_strings("names")?.into_vec(), ["a", "b"]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn add_strings<A>(&mut self, name: &str, array: A) -> Result<()>
    where
        A: ArrayLike<Elem: AsRef<str>>,
    {
        self.add_with(name, &mut |out| write_strings_to(out, &array))
    }

    /// Adds an array of records.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_io::{Npz, NpzWriter, Record};
    ///
    /// # use nd_io::zerocopy::{FromBytes, Immutable, IntoBytes};
    /// #[derive(Debug, Clone, Copy, PartialEq, Record, FromBytes, IntoBytes, Immutable)]
    /// # #[zerocopy(crate = "nd_io::zerocopy")]
    /// #[repr(C)]
    /// struct Point { x: f32, y: f32 }
    ///
    /// let path = std::env::temp_dir().join(format!("nd-npz-add-records-{}.npz", std::process::id()));
    /// let mut archive = NpzWriter::create(&path)?;
    /// archive.add_records("points", &Array::from_vec(vec![Point { x: 1.0, y: 2.0 }]))?;
    /// archive.finish()?;
    /// assert_eq!(Npz::open(&path)?.load_records::<Point>("points")?.into_vec()[0].y, 2.0);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn add_records<A>(&mut self, name: &str, array: A) -> Result<()>
    where
        A: ArrayLike<Elem: Record>,
    {
        self.add_with(name, &mut |out| write_records_to(out, &array))
    }

    /// Writes the directory, and puts the archive in its place, durably.
    ///
    /// # Errors
    /// The system's; the old file is then as it was.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Npz, NpzWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-npz-finish-{}.npz", std::process::id()));
    /// let mut archive = NpzWriter::create(&path)?;
    /// archive.add("x", &[1.5])?;
    /// drop(archive); // given up: there is no file
    /// assert!(!path.exists());
    /// let mut archive = NpzWriter::create(&path)?;
    /// archive.add("x", &[2.5])?;
    /// archive.finish()?;
    /// assert_eq!(Npz::open(&path)?.load::<f64>("x")?.into_vec(), [2.5]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn finish(mut self) -> Result<()> {
        let finish = |this: &mut Self| -> Result<()> {
            let directory = directory(&this.entries, this.at, &this.comment);
            write_all_at(this.file.file(), this.at, &directory)
        };
        finish(&mut self).map_err(|error| error.at(&self.path))?;
        let path = self.path;
        let committed = self.file.commit().map_err(Error::io("finish writing"));
        committed.map_err(|error| error.at(path))
    }

    fn add_with(
        &mut self,
        name: &str,
        write: &mut dyn FnMut(&mut dyn Write) -> Result<()>,
    ) -> Result<()> {
        self.add_member(name, write).map_err(|error| error.at(self.path.join(name)))
    }

    fn add_member(
        &mut self,
        name: &str,
        write: &mut dyn FnMut(&mut dyn Write) -> Result<()>,
    ) -> Result<()> {
        let mut entry = self.entry(name)?;
        // Written again below: only then are checksum and sizes known.
        let header = local_header(&entry);
        let data = self.at + header.len() as u64;
        let mut file = self.file.file();
        file.seek(io::SeekFrom::Start(data)).map_err(Error::io("write"))?;
        (entry.crc, entry.size, entry.packed) = match self.level {
            None => {
                let mut sum = Sum { out: file, crc: crc32fast::Hasher::new(), bytes: 0 };
                write(&mut sum)?;
                (sum.crc.finalize(), sum.bytes, sum.bytes)
            }
            Some(level) => {
                let mut deflate = Deflate::new(file, level);
                write(&mut deflate)?;
                deflate.finish().map_err(Error::io("write"))?
            }
        };
        write_all_at(self.file.file(), self.at, &local_header(&entry))?;
        self.at = data + entry.packed;
        self.entries.push(entry);
        Ok(())
    }
}

impl NpzWriter {
    /// A new member, of which nothing is known but its name and place.
    fn entry(&mut self, name: &str) -> Result<Entry> {
        check_name(name)?;
        if !self.names.insert(name.to_owned()) {
            let what = format!("two arrays called {name:?}");
            return Err(ErrorKind::unsupported(Format::Npz, what).into());
        }
        let method = if self.level.is_some() { Method::Deflated } else { Method::Stored };
        Ok(Entry::new(format!("{name}.npy"), method, self.at))
    }
}

/// Refuses names that would be somewhere else when an archive is unpacked.
fn check_name(name: &str) -> Result<()> {
    let outside = name.starts_with(['/', '\\'])
        || name.split(['/', '\\']).any(|part| part == "..")
        || name.get(1..2) == Some(":");
    let wrong = match name {
        "" => "an empty name".to_owned(),
        _ if name.contains('\0') => format!("the name {name:?}: it has a NUL character"),
        _ if outside => format!("the name {name:?}: it leads out of the archive"),
        _ if name.len() > 60_000 => format!("a name of {} bytes", name.len()),
        _ => return Ok(()),
    };
    Err(ErrorKind::unsupported(Format::Npz, wrong).into())
}

/// Writes on, and sums.
struct Sum<W> {
    out: W,
    crc: crc32fast::Hasher,
    bytes: u64,
}

impl<W: Write> Write for Sum<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.out.write(bytes)?;
        self.crc.update(&bytes[..count]);
        self.bytes += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Little-endian fields, one after the other.
#[derive(Default)]
struct Fields(Vec<u8>);

impl Fields {
    fn u16(mut self, value: u16) -> Self {
        self.0.extend(value.to_le_bytes());
        self
    }

    fn u32(mut self, value: u32) -> Self {
        self.0.extend(value.to_le_bytes());
        self
    }

    fn u64(mut self, value: u64) -> Self {
        self.0.extend(value.to_le_bytes());
        self
    }

    fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.extend(bytes);
        self
    }

    /// What a member's own header and its entry in the directory say alike; sizes are in the 64-bit field.
    fn described(self, entry: &Entry) -> Self {
        self.u16(UTF8)
            .u16(entry.method.code())
            .u16(0)
            .u16(DATE)
            .u32(entry.crc)
            .u32(u32::MAX)
            .u32(u32::MAX)
            .u16(entry.name.len() as u16)
    }
}

/// A member's own header, padded so that its data are aligned. Its length does not depend on the sizes.
fn local_header(entry: &Entry) -> Vec<u8> {
    let before = entry.offset + 30 + entry.name.len() as u64 + 20 + 4;
    let padding = (ALIGN - before % ALIGN) % ALIGN;
    Fields::default()
        .u32(LOCAL)
        .u16(VERSION)
        .described(entry)
        .u16(24 + padding as u16)
        .bytes(entry.name.as_bytes())
        .u16(ZIP64)
        .u16(16)
        .u64(entry.size)
        .u64(entry.packed)
        .u16(PADDING)
        .u16(padding as u16)
        .bytes(&vec![0; padding as usize])
        .0
}

/// The central directory and the end records, to be written at `at`.
fn directory(entries: &[Entry], at: u64, comment: &[u8]) -> Vec<u8> {
    let mut all = Fields::default();
    for entry in entries {
        if !entry.record.is_empty() {
            all = all.bytes(&entry.record);
            continue;
        }
        all = all
            .u32(CENTRAL)
            .u16(VERSION)
            .u16(VERSION)
            .described(entry)
            .u16(28)
            .u16(0)
            .u16(0)
            .u16(0)
            .u32(0)
            .u32(u32::MAX)
            .bytes(entry.name.as_bytes())
            .u16(ZIP64)
            .u16(24)
            .u64(entry.size)
            .u64(entry.packed)
            .u64(entry.offset);
    }
    let (size, count) = (all.0.len() as u64, entries.len() as u64);
    let small = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
    let few = u16::try_from(count).unwrap_or(u16::MAX);
    let wide = few == u16::MAX || small(size) == u32::MAX || small(at) == u32::MAX;
    if wide {
        all = all
            .u32(END64)
            .u64(44)
            .u16(VERSION)
            .u16(VERSION)
            .u32(0)
            .u32(0)
            .u64(count)
            .u64(count)
            .u64(size)
            .u64(at)
            .u32(LOCATOR)
            .u32(0)
            .u64(at + size)
            .u32(1);
    }
    let (few, size, at) =
        if wide { (u16::MAX, u32::MAX, u32::MAX) } else { (few, small(size), small(at)) };
    let all = all.u32(END).u16(0).u16(0).u16(few).u16(few).u32(size).u32(at);
    all.u16(comment.len() as u16).bytes(comment).0
}
