//! [`Npz`]: an archive of arrays, read one by one, by name.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use nd_core::time::TimeElement;
use nd_core::{AnyArray, Array, DType};

use super::directory::{self, Directory, Entry, Method};
use super::member::{Member, MemberSource};
use crate::blocks::StoredElement;
use crate::dataset::Dataset;
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;
use crate::npy::{NpyHeader, Record, load_records_from, load_strings_from, load_times_from};
use crate::position::Store;

/// How much a member may unpack to, unless the caller says otherwise.
const DEFAULT_LIMIT: u64 = 1 << 30;

/// A `.npz` archive, of which only the directory has been read.
///
/// Names are keys and nothing else: `"../x"` is a name like any other, no file is ever made of it.
/// As in NumPy, the `.npy` at the end of a member's name is not part of the array's.
///
/// # NumPy
/// `np.load` of a `.npz` file, lazy in the same way. Here stored members can also be mapped and read
/// in parts, checksums are always checked, and what unpacks to more than
/// [a limit](Self::with_limit) is refused.
///
/// # Examples
/// ```
/// use nd_core::s;
/// use nd_io::{Npz, NpzWriter};
///
/// let path = std::env::temp_dir().join(format!("nd-npz-{}.npz", std::process::id()));
/// let mut archive = NpzWriter::create(&path)?;
/// archive.add("weights", &[[1.0, 2.0], [3.0, 4.0]])?;
/// archive.add("steps", &[10_u32, 20])?;
/// archive.finish()?;
///
/// let archive = Npz::open(&path)?;
/// assert_eq!(archive.names().collect::<Vec<_>>(), ["weights", "steps"]);
/// assert_eq!(archive.load::<u32>("steps")?.into_vec(), [10, 20]);
/// assert_eq!(archive.dataset("weights")?.read::<f64>(s![.., 1])?.into_vec(), [2.0, 4.0]);
///
/// let error = archive.load::<f64>("bias").unwrap_err();
/// assert!(error.to_string().ends_with(r#"no array "bias"; there are "weights", "steps""#));
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Npz {
    store: Arc<Store>,
    directory: Directory,
    limit: u64,
    path: Option<PathBuf>,
}

impl Npz {
    /// Opens an archive: reads its directory.
    ///
    /// # Errors
    /// An [`Error`] that names the file: the system's; [`ErrorKind::Corrupt`] for what is no archive, or
    /// one whose directory does not fit the file. What is wrong with a member is an error when that one is
    /// read: encryption and methods other than stored, deflate, bzip2, lzma and zstd are
    /// [`ErrorKind::Unsupported`].
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Npz, NpzWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-npz-r-open-{}.npz", std::process::id()));
    /// let mut archive = NpzWriter::create(&path)?;
    /// archive.add("x", &[1.5, 2.5])?;
    /// archive.finish()?;
    /// assert_eq!(Npz::open(&path)?.names().count(), 1);
    /// assert!(Npz::open("no-such.npz").is_err());
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let open = || Self::of_file(File::open(path).map_err(Error::io("open"))?, path);
        open().map_err(|error| error.at(path))
    }

    /// An archive that is open.
    pub(crate) fn of_file(file: File, path: &Path) -> Result<Self> {
        let store = Store::File(file);
        let directory = directory::read(&store)?;
        let path = Some(path.to_owned());
        Ok(Self { store: Arc::new(store), directory, limit: DEFAULT_LIMIT, path })
    }

    /// An archive in memory.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    ///
    /// # Examples
    /// ```
    /// assert!(nd_io::Npz::from_bytes(b"no archive".to_vec()).is_err());
    /// ```
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self> {
        let store = Store::Memory(bytes);
        let directory = directory::read(&store)?;
        Ok(Self { store: Arc::new(store), directory, limit: DEFAULT_LIMIT, path: None })
    }

    /// Sets how many bytes a packed member may unpack to; 1 GiB unless set.
    ///
    /// A small archive can unpack to a thousand times its size. Stored members are bounded by the
    /// file, so this does not apply to them.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_io::{ErrorKind, Npz, NpzWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-npz-limit-{}.npz", std::process::id()));
    /// let mut archive = NpzWriter::create(&path)?.deflate(6);
    /// archive.add("zeros", &Array::<f64>::zeros(100_000))?;
    /// archive.finish()?;
    /// let error = Npz::open(&path)?.with_limit(1000).load::<f64>("zeros").unwrap_err();
    /// assert!(matches!(error.kind(), ErrorKind::LimitExceeded { .. }));
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_limit(self, bytes: u64) -> Self {
        Self { limit: bytes, ..self }
    }

    /// The members' names, in the order of the archive; of several of one name the last counts, and
    /// folders do not.
    ///
    /// All members are here, also those that are no arrays ([`load_bytes`](Self::load_bytes) reads them) or
    /// cannot be read. Names that are not UTF-8 are in code page 437.
    ///
    /// # NumPy
    /// `np.load(path).files`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Npz, NpzWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-npz-names-{}.npz", std::process::id()));
    /// let mut archive = NpzWriter::create(&path)?;
    /// archive.add("x", &[1.5])?;
    /// archive.add("y", &[2, 3])?;
    /// archive.finish()?;
    /// assert_eq!(Npz::open(&path)?.names().collect::<Vec<_>>(), ["x", "y"]); // without `.npy`
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.visible().map(|entry| key(&entry.name))
    }

    fn visible(&self) -> impl Iterator<Item = &Entry> {
        self.directory.entries.iter().filter(|entry| !entry.hidden && !entry.is_folder())
    }

    /// The header of an array.
    ///
    /// # Errors
    /// [`ErrorKind::NoSuchArray`], and what is wrong with the member's header.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Npz, NpzWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-npz-header-{}.npz", std::process::id()));
    /// let mut archive = NpzWriter::create(&path)?;
    /// archive.add("x", &[1.5, 2.5])?;
    /// archive.finish()?;
    /// assert_eq!(Npz::open(&path)?.header("x")?.shape(), [2]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn header(&self, name: &str) -> Result<NpyHeader> {
        self.with(name, |member| member.header())
    }

    /// Reads an array.
    ///
    /// # Errors
    /// [`ErrorKind::NoSuchArray`]; [`ErrorKind::DtypeMismatch`]; [`ErrorKind::LimitExceeded`];
    /// [`ErrorKind::Corrupt`] and [`ErrorKind::Checksum`] for a damaged member; [`ErrorKind::Npy`]
    /// for one that is no `.npy` file; the system's.
    ///
    /// # NumPy
    /// `np.load(path)[name]`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Npz, NpzWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-npz-load-{}.npz", std::process::id()));
    /// let mut archive = NpzWriter::create(&path)?;
    /// archive.add("x", &[1.5, 2.5])?;
    /// archive.finish()?;
    /// let archive = Npz::open(&path)?;
    /// assert_eq!(archive.load::<f64>("x")?.into_vec(), [1.5, 2.5]);
    /// assert!(archive.load::<f32>("x").is_err()); // nothing is cast silently
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn load<T: StoredElement>(&self, name: &str) -> Result<Array<T>> {
        self.load_as(name, Some(T::DTYPE)).map(T::take)
    }

    /// Reads an array, whatever its element type.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Npz, NpzWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-npz-load-any-{}.npz", std::process::id()));
    /// let mut archive = NpzWriter::create(&path)?;
    /// archive.add("x", &[1.5, 2.5])?;
    /// archive.finish()?;
    /// assert_eq!(Npz::open(&path)?.load_any("x")?.dtype().name(), "float64");
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn load_any(&self, name: &str) -> Result<AnyArray> {
        self.load_as(name, None)
    }

    #[inline(never)]
    pub(crate) fn load_as(&self, name: &str, wanted: Option<DType>) -> Result<AnyArray> {
        self.with(name, |member| member.read(wanted))
    }

    /// Reads an array of dates or spans of time.
    ///
    /// # Errors
    /// As [`load`](Self::load) and [`load_times`](crate::load_times).
    ///
    /// # NumPy
    /// `npz[name]` of an array of `datetime64` or `timedelta64`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Datetime64, array, time::Day};
    /// use nd_io::{Npz, NpzWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-npz-load-times-{}.npz", std::process::id()));
    /// let mut archive = NpzWriter::create(&path)?;
    /// archive.add_times("days", array![0].map(Datetime64::<Day>::new))?;
    /// archive.finish()?;
    /// let days = Npz::open(&path)?.load_times::<Datetime64<Day>>("days")?;
    /// assert_eq!(days.to_string(), "['1970-01-01']");
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn load_times<T: TimeElement>(&self, name: &str) -> Result<Array<T>> {
        self.with(name, |member| member.read_all(|reader| load_times_from(reader)))
    }

    /// Reads an array of strings.
    ///
    /// # Errors
    /// As [`load`](Self::load) and [`load_strings`](crate::load_strings).
    ///
    /// # NumPy
    /// `np.load(path)[name]`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_io::{Npz, NpzWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-npz-load-strings-{}.npz", std::process::id()));
    /// let mut archive = NpzWriter::create(&path)?;
    /// archive.add_strings("stars", &Array::from_vec(vec!["Vega", "Deneb"]))?;
    /// archive.finish()?;
    /// assert_eq!(Npz::open(&path)?.load_strings("stars")?.into_vec(), ["Vega", "Deneb"]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn load_strings(&self, name: &str) -> Result<Array<String>> {
        self.with(name, |member| member.read_all(|reader| load_strings_from(reader)))
    }

    /// Reads an array of records.
    ///
    /// # Errors
    /// As [`load`](Self::load) and [`load_records`](crate::load_records).
    ///
    /// # NumPy
    /// `np.load(path)[name]`.
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
    /// let path = std::env::temp_dir().join(format!("nd-npz-load-records-{}.npz", std::process::id()));
    /// let points = Array::from_vec(vec![Point { x: 1.0, y: 2.0 }]);
    /// let mut archive = NpzWriter::create(&path)?;
    /// archive.add_records("points", &points)?;
    /// archive.finish()?;
    /// assert_eq!(Npz::open(&path)?.load_records::<Point>("points")?, points);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn load_records<R: Record>(&self, name: &str) -> Result<Array<R>> {
        self.with(name, |member| member.read_all(|reader| load_records_from(reader)))
    }

    /// The bytes of a member, whatever they are.
    ///
    /// # Errors
    /// As [`load`](Self::load), but for what is wrong with the array.
    ///
    /// # NumPy
    /// `np.load(path)[name]` of a member whose name does not end with `.npy`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Npz, NpzWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-npz-bytes-{}.npz", std::process::id()));
    /// let mut archive = NpzWriter::create(&path)?;
    /// archive.add("x", &[1.5, 2.5])?;
    /// archive.finish()?;
    /// assert!(Npz::open(&path)?.load_bytes("x")?.starts_with(b"\x93NUMPY"));
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn load_bytes(&self, name: &str) -> Result<Vec<u8>> {
        self.with(name, |member| member.bytes())
    }

    /// An array to read slices of.
    ///
    /// Of a stored member only what is asked for is read, and its checksum is not checked; a deflated one
    /// is unpacked when the first slice is, and kept.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Npz, NpzWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-npz-dataset-{}.npz", std::process::id()));
    /// let mut archive = NpzWriter::create(&path)?;
    /// archive.add("x", &[1.5, 2.5])?;
    /// archive.finish()?;
    /// let x = Npz::open(&path)?.dataset("x")?;
    /// assert_eq!(x.read::<f64>(nd_core::s![1..])?.into_vec(), [2.5]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn dataset(&self, name: &str) -> Result<Dataset> {
        let entry = self.find(name).map_err(|error| self.named(error))?;
        let path = self.path.as_deref().unwrap_or(Path::new("")).join(name);
        let source = MemberSource::open(&self.store, entry, self.limit);
        Ok(Dataset::of_file(source.map_err(|error| error.at(&path))?, Format::Npz, &path))
    }

    /// The file of the archive, and where in it the bytes of a stored member are: start and length.
    pub(crate) fn stored(&self, name: &str) -> Result<(&Path, u64, u64)> {
        let entry = self.find(name).map_err(|error| self.named(error))?;
        let refused = |what| ErrorKind::unsupported(Format::Npz, what).into();
        let found = match (&self.path, entry.method) {
            (None, _) => Err(refused("mapping what is in memory")),
            (Some(path), Method::Stored) => directory::data_offset(&self.store, entry)
                .map(|data| (path.as_path(), data, entry.size)),
            (Some(_), _) => Err(refused("mapping a packed member; read it")),
        };
        found.map_err(|error| self.named_member(error, name))
    }

    /// All there is to know of the archive.
    pub(super) fn directory(&self) -> &Directory {
        &self.directory
    }

    /// The archive's bytes.
    pub(super) fn store(&self) -> &Store {
        &self.store
    }

    fn find(&self, name: &str) -> Result<&Entry> {
        // A member may be called by its full name too, as in NumPy.
        let mut found =
            self.visible().filter(|entry| key(&entry.name) == name || entry.name == name);
        found.next().ok_or_else(|| {
            let there = self.names().map(str::to_owned).collect();
            ErrorKind::NoSuchArray { name: name.to_owned(), there }.into()
        })
    }

    fn with<A>(&self, name: &str, read: impl FnOnce(&Member<'_>) -> Result<A>) -> Result<A> {
        let entry = self.find(name).map_err(|error| self.named(error))?;
        let member = Member { store: &self.store, entry, limit: self.limit };
        read(&member).map_err(|error| self.named_member(error, name))
    }

    fn named(&self, error: Error) -> Error {
        match &self.path {
            Some(path) => error.at(path),
            None => error,
        }
    }

    /// Names the array as a file in the archive.
    fn named_member(&self, error: Error, name: &str) -> Error {
        error.at(self.path.as_deref().unwrap_or(Path::new("")).join(name))
    }
}

/// A member's name as an array's.
pub(super) fn key(name: &str) -> &str {
    name.strip_suffix(".npy").unwrap_or(name)
}
