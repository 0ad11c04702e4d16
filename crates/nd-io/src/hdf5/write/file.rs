//! [`Hdf5FileWriter`]: a file being made; [`Hdf5Writer`]: an array of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use nd_core::{AnyView, ArrayLike, DType, Shape};

use super::super::Result;
use super::array::ArrayWriter;
use super::edit::Hdf5Editor;
use super::encode;
use super::group::{Describer, Group, Member, begin, names};
use super::tail::Tail;
use super::texts::Texts;
use crate::atomic::LockFile;
use crate::blocks::{ArrayInfo, Attribute, Attributes, Region, StoredElement, WriteBlocks};
use crate::dataset::DatasetWriter;
use crate::error::{Error, ErrorKind};
use crate::options::CreateOptions;

/// An HDF5 file being made, of groups, arrays, texts and attributes.
///
/// Nothing has the file's name before [`finish`](Self::finish), which gives it its name in one step:
/// an error, or a process that is killed, leaves what was there before. Groups on the way to a path
/// are made. What is written is what HDF5 1.8 and later reads, h5py and netCDF with it; attributes
/// are up to 64 KiB.
///
/// # NumPy
/// `h5py.File(path, 'w')`.
///
/// # Examples
/// ```
/// use nd_core::{Array, DType, array, s};
/// use nd_io::{Compression, CreateOptions, Dataset, Hdf5File, Hdf5FileWriter};
///
/// let path = std::env::temp_dir().join(format!("nd-hdf5-writer-{}.h5", std::process::id()));
/// let mut file = Hdf5FileWriter::new(&path)?;
/// file.attribute("", "title", "two arrays")?;
/// file.save("small", &array![[1i32, 2], [3, 4]])?;
/// let options = CreateOptions::default().compression(Compression::Gzip(4)).chunks([100, 100]);
/// let large = file.create("run/large", [200, 300], DType::F64, &options)?;
/// large.write(s![..100, ..], &Array::full([100, 300], 1.5))?; // by blocks, in any order
/// file.finish()?;
///
/// let large = Dataset::new(Hdf5File::open(&path)?.dataset("run/large")?);
/// assert_eq!(large.read::<f64>(s![98..102, 7])?.into_vec(), [1.5, 1.5, 0.0, 0.0]);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Hdf5FileWriter {
    path: PathBuf,
    tail: Arc<Tail>,
    root: Group,
    texts: Texts,
}

impl Hdf5FileWriter {
    /// Begins a file.
    ///
    /// # Errors
    /// The system's; [`ErrorKind::Locked`] when someone has the existing file to himself.
    ///
    /// # NumPy
    /// `h5py.File(path, 'w')`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Hdf5FileWriter;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-h5w-new-{}.h5", std::process::id()));
    /// let mut file = Hdf5FileWriter::new(&path)?;
    /// file.save("t", &[1.5])?;
    /// assert!(!path.exists()); // not before it is finished
    /// file.finish()?;
    /// assert_eq!(nd_io::list(&path)?, ["t"]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref().to_owned();
        let tail = Tail::create(&path, encode::SUPERBLOCK).map_err(|error| error.at(&path))?;
        let (root, texts) = (Group::default(), Texts::default());
        Ok(Self { path, tail: Arc::new(tail), root, texts })
    }

    /// Makes a group, unless it exists.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] for a path that leads through something that is no group, or a bad name.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Hdf5File, Hdf5FileWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-h5w-group-{}.h5", std::process::id()));
    /// let mut file = Hdf5FileWriter::new(&path)?;
    /// file.group("a/b")?;
    /// file.finish()?;
    /// assert_eq!(Hdf5File::open(&path)?.group("a")?.names()?, ["b"]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn group(&mut self, path: &str) -> Result<()> {
        let names = names(path);
        self.root.inner(&names).map(drop).map_err(|error| error.at(&self.path))
    }

    /// Begins an array, which is then written by blocks; also while others are, on any thread.
    ///
    /// Its own `finish` does nothing: this file's does.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] for a name that is taken or bad; [`ErrorKind::Unsupported`] for what HDF5 (or
    /// this writer) cannot do: shards, Zstandard, Fortran order, chunks of an array without axes;
    /// [`ErrorKind::Shape`] for more elements than can be; the system's.
    ///
    /// # NumPy
    /// `file.create_dataset(path, shape, dtype)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{DType, s};
    /// use nd_io::{CreateOptions, DatasetWriter, Hdf5FileWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-h5w-dataset-{}.h5", std::process::id()));
    /// let mut file = Hdf5FileWriter::new(&path)?;
    /// let t = DatasetWriter::new(file.dataset("run/t", [3], DType::U8, &CreateOptions::default())?);
    /// t.write(s![1..], &[7u8, 8])?;
    /// file.finish()?;
    /// assert_eq!(nd_io::load::<u8>(path.join("run/t"))?.into_vec(), [0, 7, 8]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn dataset(
        &mut self,
        path: &str,
        shape: impl Into<Shape>,
        dtype: DType,
        options: &CreateOptions,
    ) -> Result<Hdf5Writer> {
        let array = self.begin(path, &shape.into(), dtype, options);
        Ok(Hdf5Writer::of(array.map_err(|error| error.at(&self.path))?))
    }

    fn begin(
        &mut self,
        path: &str,
        shape: &[usize],
        dtype: DType,
        options: &CreateOptions,
    ) -> Result<Arc<ArrayWriter>> {
        let slot = self.root.vacant(path)?;
        let (array, attributes) = begin(&self.tail, shape, dtype, options)?;
        slot.insert(Member::Array(Arc::clone(&array), attributes));
        Ok(array)
    }

    /// Begins an array, to be written block by block, also while others are, on any thread.
    ///
    /// Its own `finish` does nothing: this file's does.
    ///
    /// # Errors
    /// As [`dataset`](Self::dataset).
    ///
    /// # NumPy
    /// `file.create_dataset(path, shape, dtype)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{DType, s};
    /// use nd_io::{CreateOptions, Hdf5File, Hdf5FileWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-hdf5-create-{}.h5", std::process::id()));
    /// let mut file = Hdf5FileWriter::new(&path)?;
    /// let t = file.create("run/t", [3], DType::F32, &CreateOptions::default())?;
    /// t.write(s![1..], &[1.0f32, 2.0])?;
    /// file.finish()?;
    /// assert_eq!(Hdf5File::open(&path)?.root().load::<f32>("run/t")?.into_vec(), [0.0, 1.0, 2.0]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn create(
        &mut self,
        path: &str,
        shape: impl Into<Shape>,
        dtype: DType,
        options: &CreateOptions,
    ) -> Result<DatasetWriter> {
        Ok(DatasetWriter::to_file(self.dataset(path, shape, dtype, options)?, &self.path))
    }

    /// Stores an array.
    ///
    /// # Errors
    /// As [`dataset`](Self::dataset).
    ///
    /// # NumPy
    /// `file[path] = a`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Hdf5File, Hdf5FileWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-hdf5-save-{}.h5", std::process::id()));
    /// let mut file = Hdf5FileWriter::new(&path)?;
    /// file.save("run/t", &[1.5, 2.5])?;
    /// assert!(file.save("run/t", &[1.5]).is_err()); // the name is taken
    /// file.finish()?;
    /// assert_eq!(Hdf5File::open(&path)?.root().load::<f64>("run/t")?.into_vec(), [1.5, 2.5]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn save<A>(&mut self, path: &str, a: A) -> Result<()>
    where
        A: ArrayLike<Elem: StoredElement>,
    {
        self.save_view(path, a.view().into(), &CreateOptions::default())
    }

    /// [`save`](Self::save) with chosen chunks, compression and attributes.
    ///
    /// # Errors
    /// As [`dataset`](Self::dataset).
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Compression, CreateOptions, Hdf5FileWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-hdf5-savew-{}.h5", std::process::id()));
    /// let mut file = Hdf5FileWriter::new(&path)?;
    /// let packed = CreateOptions::default().compression(Compression::Gzip(4));
    /// file.save_with("zeros", &vec![0u8; 100_000], &packed)?;
    /// file.finish()?;
    /// assert!(std::fs::metadata(&path)?.len() < 5000);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn save_with<A>(&mut self, path: &str, a: A, options: &CreateOptions) -> Result<()>
    where
        A: ArrayLike<Elem: StoredElement>,
    {
        self.save_view(path, a.view().into(), options)
    }

    #[inline(never)]
    fn save_view(&mut self, path: &str, view: AnyView<'_>, options: &CreateOptions) -> Result<()> {
        let shape = Shape::try_new(view.shape())?;
        let out = self.create(path, shape, view.dtype(), options)?;
        out.write_region_view(&Region::all(shape), view)
    }

    /// Stores texts of any length, in one row.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] for a name that is taken or bad; the system's.
    ///
    /// # NumPy
    /// `file.create_dataset(path, data=texts, dtype=h5py.string_dtype())`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Hdf5File, Hdf5FileWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-h5w-texts-{}.h5", std::process::id()));
    /// let mut file = Hdf5FileWriter::new(&path)?;
    /// file.texts("stations", &["Zürich", "Oslo"])?;
    /// file.finish()?;
    /// assert_eq!(Hdf5File::open(&path)?.root().texts("stations")?.read()?, ["Zürich", "Oslo"]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn texts<S: AsRef<str>>(&mut self, path: &str, texts: &[S]) -> Result<()> {
        let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
        let mut store = || {
            let slot = self.root.vacant(path)?;
            let elements = self.texts.store(&self.tail, &texts)?;
            slot.insert(Member::Texts(elements, Attributes::new()));
            Ok(())
        };
        store().map_err(|error: Error| error.at(&self.path))
    }

    /// Gives a group, an array or texts that exist an attribute; the path `""` is the root group.
    ///
    /// # Errors
    /// [`ErrorKind::NoSuchArray`] when there is nothing at the path.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Hdf5FileWriter;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-h5w-attr-{}.h5", std::process::id()));
    /// let mut file = Hdf5FileWriter::new(&path)?;
    /// file.save("t", &[1.0])?;
    /// file.attribute("t", "units", "kelvin")?;
    /// assert!(file.attribute("u", "units", "kelvin").is_err()); // there is no such array
    /// file.finish()?;
    /// assert_eq!(nd_io::open(&path)?.attributes()["units"].as_text(), Some("kelvin"));
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn attribute(
        &mut self,
        path: &str,
        name: impl Into<String>,
        value: impl Into<Attribute>,
    ) -> Result<()> {
        let Some(attributes) = self.root.attributes_of(&names(path)) else {
            let there = self.root.members.keys().cloned().collect();
            let error = Error::from(ErrorKind::NoSuchArray { name: path.into(), there });
            return Err(error.at(&self.path));
        };
        attributes.insert(name.into(), value.into());
        Ok(())
    }

    /// Makes a name for another name: a soft link, whose target need not exist.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] for a name that is taken or bad.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Hdf5FileWriter;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-h5w-link-{}.h5", std::process::id()));
    /// let mut file = Hdf5FileWriter::new(&path)?;
    /// file.save("run/7", &[1.0])?;
    /// file.link("latest", "/run/7")?;
    /// file.finish()?;
    /// assert_eq!(nd_io::load::<f64>(path.join("latest"))?.into_vec(), [1.0]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn link(&mut self, path: &str, target: &str) -> Result<()> {
        let slot = self.root.vacant(path).map_err(|error| error.at(&self.path))?;
        slot.insert(Member::Link(target.to_owned()));
        Ok(())
    }

    /// Writes what describes all this, and gives the file its name, durably.
    ///
    /// # Errors
    /// The system's; [`ErrorKind::LimitExceeded`] for attributes over 64 KiB. The file that was there
    /// before is there still then.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Hdf5FileWriter;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-h5w-finish-{}.h5", std::process::id()));
    /// let mut file = Hdf5FileWriter::new(&path)?;
    /// file.save("t", &[1.5])?;
    /// file.finish()?;
    /// let mut file = Hdf5FileWriter::new(&path)?;
    /// file.save("u", &[1.5])?;
    /// drop(file); // given up
    /// assert_eq!(nd_io::list(&path)?, ["t"]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn finish(mut self) -> Result<()> {
        let root = std::mem::take(&mut self.root);
        self.write_all(&root).map_err(|error| error.at(&self.path))
    }

    fn write_all(&mut self, root: &Group) -> Result<()> {
        let mut describer = Describer { tail: &self.tail, texts: &mut self.texts };
        let root = describer.write_group(root)?;
        self.texts.finish(&self.tail)?;
        let superblock = encode::superblock(self.tail.end(), root);
        self.tail.write_at(0, &superblock)?;
        self.tail.finish()
    }
}

impl std::fmt::Debug for Hdf5FileWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hdf5FileWriter").field("path", &self.path).finish_non_exhaustive()
    }
}

/// An array being stored in an HDF5 file, by blocks in any order, from many threads.
///
/// Chunks are packed on all threads and go to the end of the file. Up to 64 MiB of chunks of which
/// parts are missing are kept in memory; beyond that they are unpacked and packed again.
///
/// Use it through [`DatasetWriter::new`](crate::DatasetWriter::new).
///
/// # NumPy
/// `h5py.File.create_dataset(…)[slice] = array`.
///
/// # Examples
/// ```
/// use nd_core::{Array, DType, s};
/// use nd_io::{Compression, CreateOptions, DatasetWriter, Hdf5Writer};
///
/// let path = std::env::temp_dir().join(format!("nd-hdf5-out-{}.h5", std::process::id()));
/// let mut options = CreateOptions::default().compression(Compression::Gzip(4));
/// (options.shuffle, options.extendible) = (true, true);
/// let out = DatasetWriter::new(Hdf5Writer::create(&path, "t", [10, 20], DType::F32, &options)?);
/// for i in 0..10 {
///     out.write(s![i, ..], &Array::full(20, i as f32))?;
/// }
/// out.finish()?;
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Hdf5Writer {
    array: Arc<ArrayWriter>,
    file: Owner,
    /// Keeps others from changing the file meanwhile.
    _lock: Option<LockFile>,
}

/// Who finishes the file.
enum Owner {
    /// Someone else.
    Other,
    /// The array, which is all there is in it.
    Array(Box<Hdf5FileWriter>),
    /// The array, which is added to it.
    Added(Box<Hdf5Editor>),
}

impl Hdf5Writer {
    /// An array of a file that someone else finishes.
    pub(super) fn of(array: Arc<ArrayWriter>) -> Self {
        Self { array, file: Owner::Other, _lock: None }
    }

    /// An array that is added to a file.
    pub(super) fn added(array: Arc<ArrayWriter>, editor: Hdf5Editor) -> Self {
        Self { array, file: Owner::Added(Box::new(editor)), _lock: None }
    }

    /// The same, holding a lock until it is finished.
    pub(crate) fn holding(self, lock: LockFile) -> Self {
        Self { _lock: Some(lock), ..self }
    }

    /// Begins a file of one array; its name may be a path through groups.
    ///
    /// # Errors
    /// As [`Hdf5FileWriter::new`] and [`Hdf5FileWriter::dataset`].
    ///
    /// # Examples
    /// ```
    /// use nd_core::{DType, s};
    /// use nd_io::{CreateOptions, DatasetWriter, Hdf5Writer};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-h5w-create-{}.h5", std::process::id()));
    /// let out = Hdf5Writer::create(&path, "run/t", [3], DType::U8, &CreateOptions::default())?;
    /// let out = DatasetWriter::new(out);
    /// out.write(s![1..], &[7u8, 8])?;
    /// out.finish()?;
    /// assert_eq!(nd_io::load::<u8>(path.join("run/t"))?.into_vec(), [0, 7, 8]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn create(
        path: impl AsRef<Path>,
        name: &str,
        shape: impl Into<Shape>,
        dtype: DType,
        options: &CreateOptions,
    ) -> Result<Self> {
        let mut file = Hdf5FileWriter::new(path)?;
        let array = file.dataset(name, shape, dtype, options)?.array;
        Ok(Self { array, file: Owner::Array(Box::new(file)), _lock: None })
    }
}

impl WriteBlocks for Hdf5Writer {
    fn info(&self) -> &ArrayInfo {
        &self.array.info
    }

    fn write_block(&self, region: &Region, bytes: &[u8]) -> Result<()> {
        self.array.write(region, bytes)
    }

    fn finish(self: Box<Self>) -> Result<()> {
        match self.file {
            Owner::Array(file) => file.finish(),
            Owner::Added(editor) => editor.finish(),
            Owner::Other => Ok(()),
        }
    }
}

impl std::fmt::Debug for Hdf5Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hdf5Writer").field("info", &self.array.info).finish_non_exhaustive()
    }
}
