//! [`Hdf5Editor`]: a file that exists, changed.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use nd_core::Shape;

use super::super::checksum::lookup3;
use super::super::file::Hdf5File;
use super::super::object::{Object, Piece, kind};
use super::super::raw::RawArray;
use super::super::store::{Store, Walk};
use super::super::{Result, corrupt, superblock, unsupported};
use super::array::ArrayWriter;
use super::file::Hdf5Writer;
use super::tail::Tail;
use crate::error::ErrorKind;

/// An HDF5 file that exists, whose arrays are overwritten in parts, or grow.
///
/// The changes are made to a copy, which takes the file's name on [`finish`](Self::finish): an error,
/// or a process that is killed, leaves the file as it was, and the disk must have room for both.
/// Meanwhile the file is locked for everyone.
///
/// What is changed are elements and extents, of arrays in one piece and of those in chunks with an
/// index of version 1, which HDF5 1.8 made and later libraries make unless they are told "latest".
/// Not possible: arrays with other indexes or in the other byte order, smaller extents, new arrays,
/// new attributes. The old tree of an array in chunks stays in the file, unused.
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
/// let mut file = Hdf5FileWriter::create(&path)?;
/// let mut options = CreateOptions::default().chunks([4, 2]);
/// options.extendible = true;
/// file.array("log", &array![[1i32, 2], [3, 4]], &options)?;
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
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref().to_owned();
        Self::begin(&path).map_err(|error| error.at(&path))
    }

    fn begin(path: &Path) -> Result<Self> {
        let original = OpenOptions::new().read(true).write(true).open(path);
        let mut original = original.map_err(ErrorKind::io("open"))?;
        let len = original.metadata().map_err(ErrorKind::io("open"))?.len();
        // The copy is begun first: that looks whether the file is locked, and would find our lock.
        let tail = Tail::create(path, len.next_multiple_of(8))?;
        if matches!(original.try_lock(), Err(TryLockError::WouldBlock)) {
            return Err(ErrorKind::Locked.into());
        }
        tail.copy_from(&mut original)?;
        let lock = original.try_clone().map_err(ErrorKind::io("open"))?;
        let mut store = Store::of_file(original)?;
        let version = superblock::read(&mut store)?.version;
        if store.base() != 0 || store.sizes.offset != 8 || store.sizes.length != 8 {
            return Err(unsupported("changes to files with a user block or short addresses"));
        }
        let again = lock.try_clone().map_err(ErrorKind::io("open"))?;
        let file = Hdf5File::of_store(Store::of_file(again)?)?;
        let (tail, arrays) = (Arc::new(tail), Vec::new());
        Ok(Self { path: path.to_owned(), file, _lock: lock, version, tail, arrays })
    }

    /// An array, to overwrite parts of it.
    ///
    /// Its own `finish` does nothing: the editor's does.
    ///
    /// # Errors
    /// As [`Hdf5Group::dataset`](crate::Hdf5Group::dataset); [`ErrorKind::Unsupported`] for arrays that
    /// cannot be changed, and for one that was asked for before.
    pub fn dataset(&mut self, path: &str) -> Result<Hdf5Writer> {
        self.edit(path, None).map_err(|error| error.at(&self.path))
    }

    /// An array, made larger: what it gains has the fill value until it is written.
    ///
    /// # Errors
    /// As [`dataset`](Self::dataset); [`ErrorKind::Unsupported`] for extents that are smaller, or over
    /// the limits the array was made with.
    pub fn grow(&mut self, path: &str, shape: impl Into<Shape>) -> Result<Hdf5Writer> {
        self.edit(path, Some(shape.into())).map_err(|error| error.at(&self.path))
    }

    fn edit(&mut self, path: &str, shape: Option<Shape>) -> Result<Hdf5Writer> {
        let info = crate::ReadBlocks::info(&self.file.dataset(path)?).clone();
        let store = Arc::clone(self.file.store());
        let at = self.file.root().resolve(path)?.ok_or_else(|| corrupt("links: they changed"))?;
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

    /// Makes the changes visible under the file's name, durably.
    ///
    /// # Errors
    /// The system's. The file is then as it was.
    pub fn finish(self) -> Result<()> {
        self.write_all().map_err(|error| error.at(&self.path))
    }

    fn write_all(&self) -> Result<()> {
        for edited in &self.arrays {
            if let Some(at) = edited.array.finish_elements()? {
                self.tail.write_at(edited.layout_at, &at.to_le_bytes())?;
            }
            for (k, &extent) in edited.array.info.shape.iter().enumerate() {
                let at = edited.dims_at + 8 * k as u64;
                self.tail.write_at(at, &(extent as u64).to_le_bytes())?;
            }
            if edited.version == 2 {
                edited.pieces.iter().try_for_each(|piece| self.sum(piece.at, piece.len))?;
            }
        }
        let end = self.tail.end().to_le_bytes();
        match self.version {
            0 => self.tail.write_at(40, &end)?,
            1 => self.tail.write_at(44, &end)?,
            _ => {
                self.tail.write_at(28, &end)?;
                self.sum(0, 48)?;
            }
        }
        self.tail.finish()
    }

    /// Makes the checksum at the end of a structure fit again.
    fn sum(&self, at: u64, len: u64) -> Result<()> {
        let len = usize::try_from(len).ok().filter(|&len| len >= 4);
        let mut bytes = vec![0; len.ok_or_else(|| corrupt("object header: its size"))? - 4];
        self.tail.read_at(at, &mut bytes)?;
        self.tail.write_at(at + bytes.len() as u64, &lookup3(&bytes).to_le_bytes())
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
                Err(error) => return Err(ErrorKind::io("read")(error).into()),
            };
            self.write_at(at, &part[..got])?;
            at += got as u64;
        }
    }
}
