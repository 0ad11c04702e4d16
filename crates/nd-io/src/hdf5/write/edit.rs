//! [`Hdf5Editor`]: a file that exists, changed.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use nd_core::{AnyView, ArrayLike, DType, Shape};

use super::super::entry::Hdf5Kind;
use super::super::file::Hdf5File;
use super::super::object::{Object, Piece, kind};
use super::super::raw::RawArray;
use super::super::store::{Store, Walk};
use super::super::{Result, corrupt, superblock, unsupported};
use super::add;
use super::array::ArrayWriter;
use super::file::Hdf5Writer;
use super::group::{Describer, Group, Member, begin, names, taken};
use super::tail::Tail;
use super::texts::Texts;
use crate::atomic::LockFile;
use crate::blocks::{Region, StoredElement};
use crate::dataset::DatasetWriter;
use crate::error::{Error, ErrorKind};
use crate::options::CreateOptions;

/// Takes a lock on a file.
type TryLock = fn(&File) -> std::result::Result<(), TryLockError>;

/// An HDF5 file that exists, to which arrays are added, or whose arrays are overwritten in parts, or grow.
///
/// The changes are made to a copy, which takes the file's name on [`finish`](Self::finish): an error,
/// or a process that is killed, leaves the file as it was, and the disk must have room for both.
/// Meanwhile the file is locked for everyone.
///
/// What is changed are elements and extents, of arrays in one piece and of those in chunks with an
/// index of version 1, which HDF5 1.8 made and later libraries make unless they are told "latest".
/// Not possible: changes of arrays with other indexes or in the other byte order, smaller extents, new
/// attributes of what exists. The old tree of an array in chunks stays in the file, unused; new arrays
/// are read by HDF5 1.8 and later.
///
/// # NumPy
/// `h5py.File(path, 'r+')`, `dataset.resize`.
///
/// # Examples
/// ```
/// use nd_core::{array, s};
/// use nd_io::{CreateOptions, Dataset, DatasetWriter, Hdf5Editor, Hdf5File, Hdf5FileWriter};
///
/// let path = std::env::temp_dir().join(format!("nd-hdf5-editor-{}.h5", std::process::id()));
/// let mut file = Hdf5FileWriter::new(&path)?;
/// let mut options = CreateOptions::default().chunks([4, 2]);
/// options.extendible = true;
/// file.save_with("log", &array![[1i32, 2], [3, 4]], &options)?;
/// file.finish()?;
///
/// let mut file = Hdf5Editor::open(&path)?;
/// let log = DatasetWriter::new(file.grow("log", [3, 2])?);
/// log.write(s![2, ..], &array![5i32, 6])?; // appended
/// file.finish()?;
///
/// let log = Dataset::new(Hdf5File::open(&path)?.dataset("log")?);
/// assert_eq!(log.read::<i32>(s![.., ..])?, array![[1, 2], [3, 4], [5, 6]]);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Hdf5Editor {
    path: PathBuf,
    /// The file as it is; also the lock on it.
    file: Hdf5File,
    _lock: File,
    version: u8,
    tail: Arc<Tail>,
    arrays: Vec<Edited>,
    /// What is new, by the header of the group that exists.
    new: BTreeMap<u64, Group>,
    texts: Texts,
    /// Keeps others from changing the file meanwhile, where the one who asked does not.
    _edits: Option<LockFile>,
}

/// An array that may have been changed.
struct Edited {
    at: u64,
    array: Arc<ArrayWriter>,
    /// Where in the file the address of its elements or of their tree is.
    layout_at: u64,
    /// Where its extents are.
    dims_at: u64,
    version: u8,
    pieces: Vec<Piece>,
}

impl Hdf5Editor {
    /// Opens a file to change it.
    ///
    /// # Errors
    /// The system's; [`ErrorKind::Locked`] when anyone reads or writes it; what is wrong with the
    /// file; [`ErrorKind::Unsupported`] for one with a user block or addresses that are not of 8 bytes.
    ///
    /// # NumPy
    /// `h5py.File(path, 'r+')`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Hdf5Editor;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-hdf5-edit-open-{}.h5", std::process::id()));
    /// nd_io::save(path.join("a"), &[1.0])?;
    /// let editor = Hdf5Editor::open(&path)?;
    /// assert!(Hdf5Editor::open(&path).is_err()); // one at a time
    /// drop(editor); // given up: the file is as it was
    /// assert_eq!(nd_io::list(&path)?, ["a"]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let open = || {
            let edits = LockFile::of_edits(path).map_err(Error::io("create"))?;
            Ok(Self { _edits: Some(edits), ..Self::begin(path, File::try_lock)? })
        };
        open().map_err(|error: Error| error.at(path))
    }

    /// Opens a file to add to it, while others read it as it was.
    pub(crate) fn beside_readers(path: &Path) -> Result<Self> {
        Self::begin(path, File::try_lock_shared).map_err(|error| error.at(path))
    }

    fn begin(path: &Path, lock: TryLock) -> Result<Self> {
        let original = OpenOptions::new().read(true).write(true).open(path);
        let mut original = original.map_err(Error::io("open"))?;
        let len = original.metadata().map_err(Error::io("open"))?.len();
        // The copy is begun first: that looks whether the file is locked, and would find our lock.
        let tail = Tail::create(path, len.next_multiple_of(8))?;
        if matches!(lock(&original), Err(TryLockError::WouldBlock)) {
            return Err(ErrorKind::Locked.into());
        }
        tail.copy_from(&mut original)?;
        let lock = original.try_clone().map_err(Error::io("open"))?;
        let mut store = Store::of_file(original)?;
        let version = superblock::read(&mut store)?.version;
        store.check_end()?;
        if store.base() != 0 || store.sizes.offset != 8 || store.sizes.length != 8 {
            return Err(unsupported("changes to files with a user block or short addresses"));
        }
        let again = lock.try_clone().map_err(Error::io("open"))?;
        let file = Hdf5File::of_store(Store::of_file(again)?)?;
        let (path, tail, arrays) = (path.to_owned(), Arc::new(tail), Vec::new());
        let (new, texts) = (BTreeMap::new(), Texts::default());
        Ok(Self { path, file, _lock: lock, version, tail, arrays, new, texts, _edits: None })
    }

    /// An array, to overwrite parts of it.
    ///
    /// Its own `finish` does nothing: the editor's does.
    ///
    /// # Errors
    /// As [`Hdf5Group::dataset`](crate::Hdf5Group::dataset); [`ErrorKind::Unsupported`] for arrays that
    /// cannot be changed, and for one that was asked for before.
    ///
    /// # Examples
    /// ```
    /// use nd_core::s;
    /// use nd_io::{DatasetWriter, Hdf5Editor};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-edit-dataset-{}.h5", std::process::id()));
    /// nd_io::save(path.join("t"), &[1, 2, 3])?;
    /// let mut file = Hdf5Editor::open(&path)?;
    /// let t = DatasetWriter::new(file.dataset("t")?);
    /// t.write(s![1], &nd_core::Array::full((), 20))?;
    /// file.finish()?;
    /// assert_eq!(nd_io::load::<i32>(path.join("t"))?.into_vec(), [1, 20, 3]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn dataset(&mut self, path: &str) -> Result<Hdf5Writer> {
        self.edit(path, None).map_err(|error| error.at(&self.path))
    }

    /// An array, made larger: what it gains has the fill value until it is written.
    ///
    /// # Errors
    /// As [`dataset`](Self::dataset); [`ErrorKind::Unsupported`] for extents that are smaller, or over
    /// the limits the array was made with.
    ///
    /// # Examples
    /// ```
    /// use nd_core::s;
    /// use nd_io::{CreateOptions, DatasetWriter, Hdf5Editor};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-edit-grow-{}.h5", std::process::id()));
    /// nd_io::save_with(path.join("t"), &[1, 2], &CreateOptions::default().extendible(true))?;
    /// let mut file = Hdf5Editor::open(&path)?;
    /// let t = DatasetWriter::new(file.grow("t", [4])?);
    /// t.write(s![2..], &[3, 4])?;
    /// file.finish()?;
    /// assert_eq!(nd_io::load::<i32>(path.join("t"))?.into_vec(), [1, 2, 3, 4]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn grow(&mut self, path: &str, shape: impl Into<Shape>) -> Result<Hdf5Writer> {
        self.edit(path, Some(shape.into())).map_err(|error| error.at(&self.path))
    }

    fn edit(&mut self, path: &str, shape: Option<Shape>) -> Result<Hdf5Writer> {
        let info = crate::ReadBlocks::info(&self.file.dataset(path)?).clone();
        let store = Arc::clone(self.file.store());
        let found = self.file.root().resolve(path)?;
        let (file, at) = found.ok_or_else(|| corrupt("links: they changed"))?;
        if !Arc::ptr_eq(file.store(), &store) {
            return Err(unsupported(format!("changes to \"{path}\", which is in another file")));
        }
        if self.arrays.iter().any(|array| array.at == at) {
            return Err(unsupported(format!("changes to \"{path}\" twice; finish in between")));
        }
        let walk = Walk::new(&store);
        let object = Object::read(&walk, at)?;
        let raw = RawArray::open(&store, &walk, &object)?;
        let message = |kind: u16| {
            let found = object.all(kind).find(|message| !message.is_shared());
            found.ok_or_else(|| unsupported("changes to shared descriptions"))
        };
        let (layout, space) = (message(kind::LAYOUT)?, message(kind::DATASPACE)?);
        if layout.data.first() != Some(&3) {
            return Err(unsupported(format!(
                "changes to \"{path}\", whose layout is of a later version"
            )));
        }
        let shape = shape.unwrap_or(info.shape);
        raw.space.allows(&shape)?;
        let chunked = info.chunks.is_some();
        let array = Arc::new(ArrayWriter::existing(&self.tail, &raw, info, shape)?);
        self.arrays.push(Edited {
            at,
            array: Arc::clone(&array),
            layout_at: layout.at + if chunked { 3 } else { 2 },
            dims_at: space.at + raw.space.dims_at as u64,
            version: object.version,
            pieces: object.pieces,
        });
        Ok(Hdf5Writer::of(array))
    }

    /// Begins a new array, to be written block by block; it takes the place of one of that name.
    ///
    /// Groups on the way to it are made. Its own `finish` does nothing: the editor's does. What the old
    /// array took of the file is not used again.
    ///
    /// # Errors
    /// As [`Hdf5FileWriter::create`](crate::Hdf5FileWriter::create), but for a name that is taken by an
    /// array; [`ErrorKind::Io`] for one that a group or texts have.
    ///
    /// # NumPy
    /// `file.create_dataset(path, shape, dtype)`, of a file opened with `'r+'`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{DType, s};
    /// use nd_io::{CreateOptions, Hdf5Editor};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-hdf5-add-{}.h5", std::process::id()));
    /// nd_io::save(path.join("a"), &[1.0])?;
    /// let mut file = Hdf5Editor::open(&path)?;
    /// let b = file.create("deep/b", [3], DType::U8, &CreateOptions::default())?;
    /// b.write(s![..2], &[7u8, 8])?;
    /// file.finish()?;
    /// assert_eq!(nd_io::load::<u8>(path.join("deep/b"))?.into_vec(), [7, 8, 0]);
    /// assert_eq!(nd_io::load::<f64>(path.join("a"))?.into_vec(), [1.0]);
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
        let array = self.add(path, &shape.into(), dtype, options);
        let array = array.map_err(|error| error.at(&self.path))?;
        Ok(DatasetWriter::to_file(Hdf5Writer::of(array), &self.path))
    }

    /// Stores a new array; it takes the place of one of that name.
    ///
    /// # Errors
    /// As [`create`](Self::create).
    ///
    /// # NumPy
    /// `file[path] = a`, of a file opened with `'r+'`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Hdf5Editor;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-hdf5-editsave-{}.h5", std::process::id()));
    /// nd_io::save(path.join("a"), &[1.0])?;
    /// let mut file = Hdf5Editor::open(&path)?;
    /// file.save("a", &[true, false])?;
    /// file.save("b", &[2.5])?;
    /// file.finish()?;
    /// assert_eq!(nd_io::load::<bool>(path.join("a"))?.into_vec(), [true, false]);
    /// assert_eq!(nd_io::list(&path)?, ["a", "b"]);
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
    /// As [`create`](Self::create).
    ///
    /// # NumPy
    /// `file.create_dataset(path, data=a, …)`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Compression, CreateOptions, Hdf5Editor};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-hdf5-edit-with-{}.h5", std::process::id()));
    /// nd_io::save(path.join("a"), &[1.0])?;
    /// let mut file = Hdf5Editor::open(&path)?;
    /// let packed = CreateOptions::default().compression(Compression::Gzip(4)).chunks([1000]);
    /// file.save_with("zeros", &vec![0u8; 100_000], &packed)?;
    /// file.finish()?;
    /// assert!(std::fs::metadata(&path)?.len() < 50_000);
    /// assert_eq!(nd_io::load::<u8>(path.join("zeros"))?.size(), 100_000);
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

    /// A new array, which finishes the file too.
    pub(crate) fn alone(
        mut self,
        path: &str,
        shape: Shape,
        dtype: DType,
        options: &CreateOptions,
    ) -> Result<Hdf5Writer> {
        let array = self.add(path, &shape, dtype, options)?;
        Ok(Hdf5Writer::added(array, self))
    }

    fn add(
        &mut self,
        path: &str,
        shape: &[usize],
        dtype: DType,
        options: &CreateOptions,
    ) -> Result<Arc<ArrayWriter>> {
        let (group, rest) = self.place(path)?;
        let slot = self.new.entry(group).or_default().vacant(&rest)?;
        let (array, attributes) = begin(&self.tail, shape, dtype, options)?;
        slot.insert(Member::Array(Arc::clone(&array), attributes));
        Ok(array)
    }

    /// The last group on a path that exists, and how the path goes on from there.
    fn place(&self, path: &str) -> Result<(u64, String)> {
        let mut group = self.file.root();
        let mut names = names(path);
        while names.len() > 1 {
            match group.names()?.iter().any(|name| name == names[0]) {
                false => break,
                true if group.kind(names[0])? != Hdf5Kind::Group => {
                    return Err(add::no_group(names[0]));
                }
                true => group = group.group(names.remove(0))?,
            }
        }
        if let [name] = names[..]
            && group.names()?.iter().any(|other| other == name)
            && group.kind(name)? != Hdf5Kind::Numbers
        {
            return Err(taken(format!("\"{path}\" exists already, and is no array of numbers")));
        }
        Ok((group.header(), names.join("/")))
    }

    /// Writes what is new, and makes the groups name it.
    fn write_new(&mut self) -> Result<()> {
        let store = Arc::clone(self.file.store());
        for (at, group) in std::mem::take(&mut self.new) {
            let mut describer = Describer { tail: &self.tail, texts: &mut self.texts };
            let mut members = Vec::new();
            for (name, member) in &group.members {
                members.push((name.clone(), describer.write_member(member)?));
            }
            let relinked = add::relink(&Walk::new(&store), &self.tail, at, &members)?;
            if relinked.had_table && at == self.file.root().header() {
                // The first superblocks keep a copy of the root's table: it is none any more.
                match self.version {
                    0 => self.tail.write_at(72, &[0; 4])?,
                    1 => self.tail.write_at(76, &[0; 4])?,
                    _ => {}
                }
            }
        }
        self.texts.finish(&self.tail)
    }

    /// Makes the changes visible under the file's name, durably.
    ///
    /// # Errors
    /// The system's. The file is then as it was.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Hdf5Editor;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-hdf5-edit-finish-{}.h5", std::process::id()));
    /// nd_io::save(path.join("a"), &[1.0])?;
    /// let mut file = Hdf5Editor::open(&path)?;
    /// file.save("b", &[2.0])?;
    /// file.finish()?;
    /// assert_eq!(nd_io::list(&path)?, ["a", "b"]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn finish(mut self) -> Result<()> {
        self.write_all().map_err(|error| error.at(&self.path))
    }

    fn write_all(&mut self) -> Result<()> {
        self.write_new()?;
        for edited in &self.arrays {
            if let Some(at) = edited.array.finish_elements()? {
                self.tail.write_at(edited.layout_at, &at.to_le_bytes())?;
            }
            for (k, &extent) in edited.array.info.shape.iter().enumerate() {
                let at = edited.dims_at + 8 * k as u64;
                self.tail.write_at(at, &(extent as u64).to_le_bytes())?;
            }
            if edited.version == 2 {
                edited
                    .pieces
                    .iter()
                    .try_for_each(|piece| add::sum(&self.tail, piece.at, piece.len))?;
            }
        }
        let end = self.tail.end().to_le_bytes();
        match self.version {
            0 => self.tail.write_at(40, &end)?,
            1 => self.tail.write_at(44, &end)?,
            _ => {
                self.tail.write_at(28, &end)?;
                add::sum(&self.tail, 0, 48)?;
            }
        }
        self.tail.finish()
    }
}

impl std::fmt::Debug for Hdf5Editor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hdf5Editor").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Tail {
    /// Begins as another file's copy.
    fn copy_from(&self, original: &mut File) -> Result<()> {
        let mut part = vec![0; 1 << 20];
        let mut at = 0;
        loop {
            let got = match io::Read::read(original, &mut part) {
                Ok(0) => return Ok(()),
                Ok(got) => got,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(Error::io("read")(error)),
            };
            self.write_at(at, &part[..got])?;
            at += got as u64;
        }
    }
}
