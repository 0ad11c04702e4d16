//! [`MmapArray`] and [`MmapArrayMut`]: `.npy` files as arrays, without reading them.
//!
//! The only module of this crate with `unsafe` in it. All of it is about one
//! promise that the compiler cannot check and no operating system enforces:
//! that nobody changes the file behind a Rust reference into it.

mod grow;
mod guard;
mod parts;

pub use guard::guard_maps;

use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::time::Duration;

use memmap2::{Mmap, MmapMut, MmapOptions};
use nd_core::{ArrayLike, DType, Shape, View, ViewMut};

use crate::atomic::AtomicFile;
use crate::blocks::{ByteOrder, MapElement, checked_nbytes};
use crate::error::{Error, ErrorKind, Result};
use crate::npy::{FileOrder, NpyHeader, NpyVersion, check_dtype, check_length};

/// A `.npy` file mapped for reading: an array larger than memory, read where it is touched.
///
/// The map takes a shared lock on the file (`flock`), so that while it lives
/// nobody can open the file with [`MmapArrayMut::open`]. [`save`](crate::save)
/// may replace the file: the map keeps the old one.
///
/// # NumPy
/// `np.load(path, mmap_mode='r')`.
///
/// # Examples
/// ```
/// use nd_io::MmapArray;
///
/// let path = std::env::temp_dir().join(format!("nd-mmap-{}.npy", std::process::id()));
/// nd_io::save(&path, &[[1.0, 2.0], [3.0, 4.0]])?;
/// // SAFETY: the file is ours, nothing else writes it.
/// let map = unsafe { MmapArray::<f64>::open(&path)? };
/// assert_eq!(map.view()[[1, 0]], 3.0);
///
/// // SAFETY: as above.
/// let error = unsafe { MmapArray::<f32>::open(&path) }.unwrap_err();
/// assert!(error.to_string().contains("the file holds float64, float32 was requested"));
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct MmapArray<T> {
    mapped: Mapped<T, Mmap>,
}

/// A `.npy` file mapped for reading and writing.
///
/// [`open`](Self::open) and [`create`](Self::create) write to the file and hold
/// its exclusive lock (`flock`) while they live;
/// [`open_copy_on_write`](Self::open_copy_on_write) keeps its changes in
/// memory. What is written reaches the disk when the system sees fit, or with
/// [`flush`](Self::flush).
///
/// # NumPy
/// `np.load(path, mmap_mode='r+')`, `mmap_mode='c'`, and
/// `np.lib.format.open_memmap(path, 'w+')`.
///
/// # Examples
/// ```
/// use nd_io::{FileOrder, MmapArray, MmapArrayMut};
///
/// let path = std::env::temp_dir().join(format!("nd-mmap-mut-{}.npy", std::process::id()));
/// // SAFETY: the file is ours, nothing else writes it.
/// let mut map = unsafe { MmapArrayMut::<i32>::create(&path, [2, 3], FileOrder::C)? };
/// map.view_mut()[[1, 2]] = 7;
/// map.flush()?;
/// assert_eq!(nd_io::load::<i32>(&path)?.into_vec(), [0, 0, 0, 0, 0, 7]);
///
/// // SAFETY: as above.
/// let second = unsafe { MmapArray::<i32>::open(&path) };
/// assert!(second.unwrap_err().to_string().contains("locked"));
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct MmapArrayMut<T> {
    mapped: Mapped<T, MmapMut>,
    /// Whether the memory is the file's; copy-on-write maps have nothing to flush.
    writes_through: bool,
}

/// How a map is going to be read, for the system's read-ahead.
///
/// # Examples
/// ```
/// use nd_io::{Access, MmapArray};
///
/// let path = std::env::temp_dir().join(format!("nd-mmap-advise-{}.npy", std::process::id()));
/// nd_io::save(&path, &[1u8, 2, 3])?;
/// // SAFETY: the file is ours, nothing else writes it.
/// let map = unsafe { MmapArray::<u8>::open(&path)? };
/// map.advise(Access::Sequential)?;
/// assert_eq!(map.view().iter().sum::<u8>(), 6);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Access {
    /// No particular pattern.
    Normal,
    /// From front to back: read ahead much, drop early.
    Sequential,
    /// Here and there: do not read ahead.
    Random,
    /// All of it, soon: begin to read now.
    WillNeed,
}

/// A mapped file and what its header says.
struct Mapped<T, M> {
    /// Before the map, so that it is dropped first.
    watch: Option<guard::Watch>,
    map: M,
    shape: Shape,
    fortran_order: bool,
    offset: usize,
    /// Keeps the lock; closing the file would release it.
    file: File,
    /// What the file says of itself; `None` for raw ones.
    header: Option<NpyHeader>,
    element: PhantomData<T>,
}

impl<T> Mapped<T, MmapMut> {
    /// Maps the file anew, which has that many bytes now.
    fn remap(&mut self, length: usize) -> Result<()> {
        // SAFETY: whoever made this map promised that nobody else changes the file while it lives; the
        // exclusive lock is still held, and no reference into the old map outlives `&mut self`.
        let map = unsafe { MmapOptions::new().len(length).map_mut(&self.file) };
        let map = map.map_err(Error::io("map"))?;
        self.watch = guard::Watch::new(&map);
        self.map = map;
        Ok(())
    }
}

impl<T: MapElement, M: Deref<Target = [u8]>> Mapped<T, M> {
    fn new(map: M, layout: MapLayout, file: File) -> Self {
        let MapLayout { shape, fortran_order, offset, header } = layout;
        let watch = guard::Watch::new(&map);
        Self { watch, map, shape, fortran_order, offset, file, header, element: PhantomData }
    }

    /// Whether the file lost something of the map since it was made; only a guard notices.
    fn check(&self) -> Result<()> {
        match self.watch.as_ref().is_some_and(guard::Watch::is_lost) {
            true => Err(ErrorKind::MapLost.into()),
            false => Ok(()),
        }
    }

    fn items(&self) -> &[u8] {
        let nbytes = self.shape.iter().product::<usize>() * size_of::<T>();
        &self.map[self.offset..][..nbytes]
    }

    fn view(&self) -> View<'_, T> {
        let items = bytemuck::cast_slice(self.items());
        let view = if self.fortran_order {
            View::try_from_shape_slice_f(self.shape, items)
        } else {
            View::try_from_shape_slice(self.shape, items)
        };
        view.expect("the map was made for the shape")
    }

    fn view_mut(&mut self) -> ViewMut<'_, T>
    where
        M: DerefMut,
    {
        let nbytes = self.shape.iter().product::<usize>() * size_of::<T>();
        let items = bytemuck::cast_slice_mut(&mut self.map[self.offset..][..nbytes]);
        let view = if self.fortran_order {
            ViewMut::try_from_shape_slice_f(self.shape, items)
        } else {
            ViewMut::try_from_shape_slice(self.shape, items)
        };
        view.expect("the map was made for the shape")
    }
}

impl<T: MapElement> MmapArray<T> {
    /// Maps a file for reading.
    ///
    /// `u8` also maps boolean files, as zeros and ones.
    ///
    /// # Safety
    /// While the map lives, nobody may write to the part of the file that holds the array, or truncate
    /// it: references into the map are references into the file. Programs that use this crate cannot,
    /// since maps for writing need the exclusive lock and [`save`](crate::save) replaces files rather
    /// than overwriting them; others ignore the lock, and the caller answers for them. A file that is
    /// truncated under a map kills the process with SIGBUS when the lost part is touched. If that cannot be
    /// excluded, use [`load`](crate::load).
    ///
    /// # Errors
    /// An [`Error`] that names the file: the system's errors, everything [`NpyHeader::read`] refuses,
    /// [`ErrorKind::Locked`] when the file is mapped for writing, [`ErrorKind::DtypeMismatch`],
    /// [`ErrorKind::ForeignByteOrder`], [`ErrorKind::UnalignedData`], and
    /// [`ErrorKind::UnexpectedEof`] or [`ErrorKind::TrailingBytes`] when the file's size is not what
    /// its header says.
    ///
    /// # NumPy
    /// `np.load(path, mmap_mode='r')`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::MmapArray;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-mmap-open-{}.npy", std::process::id()));
    /// nd_io::save(&path, &[1.5, 2.5])?;
    /// // SAFETY: the file is ours, nothing else writes it.
    /// let map = unsafe { MmapArray::<f64>::open(&path)? };
    /// assert_eq!(map.view()[[1]], 2.5);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub unsafe fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let mapped = open(path, Lock::Shared, Bools::AsBytes, |file, len| {
            // SAFETY: nobody changes the file while it is mapped: the caller's promise.
            unsafe { MmapOptions::new().len(len).map(file) }
        });
        Ok(Self { mapped: mapped.map_err(|error| error.at(path))? })
    }

    /// The array.
    ///
    /// # Examples
    /// ```
    /// use nd_io::MmapArray;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-mmap-view-{}.npy", std::process::id()));
    /// nd_io::save(&path, &[1.5, 2.5])?;
    /// // SAFETY: the file is ours, nothing else writes it.
    /// let map = unsafe { MmapArray::<f64>::open(&path)? };
    /// assert_eq!(map.view().iter().sum::<f64>(), 4.0);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn view(&self) -> View<'_, T> {
        self.mapped.view()
    }

    /// Computes something from the array, and makes sure that it was all there.
    ///
    /// With [`guard_maps`] in force, a file that was truncated meanwhile is an error instead of the end
    /// of the process. Without, this is [`view`](Self::view).
    ///
    /// # Errors
    /// [`ErrorKind::MapLost`].
    ///
    /// # Examples
    /// ```
    /// use nd_io::MmapArray;
    ///
    /// nd_io::guard_maps()?;
    /// let path = std::env::temp_dir().join(format!("nd-mmap-with-{}.npy", std::process::id()));
    /// nd_io::save(&path, &[1u64, 2, 3])?;
    /// // SAFETY: nobody writes to the file; that it is truncated, the guard notices.
    /// let map = unsafe { MmapArray::<u64>::open(&path)? };
    /// assert_eq!(map.with(|a| a.iter().sum::<u64>())?, 6);
    ///
    /// std::fs::OpenOptions::new().write(true).open(&path)?.set_len(0)?;
    /// assert!(map.with(|a| a.iter().sum::<u64>()).is_err());
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with<R>(&self, compute: impl FnOnce(View<'_, T>) -> R) -> Result<R> {
        let result = compute(self.view());
        self.mapped.check().map(|()| result)
    }

    /// Tells the system how the map will be read; without effect where it does not care.
    ///
    /// # Errors
    /// The system's.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Access, MmapArray};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-mmap-advise-{}.npy", std::process::id()));
    /// nd_io::save(&path, &[1.5, 2.5])?;
    /// // SAFETY: the file is ours, nothing else writes it.
    /// let map = unsafe { MmapArray::<f64>::open(&path)? };
    /// map.advise(Access::Sequential)?;
    /// assert_eq!(map.view()[[1]], 2.5); // it changes nothing but the speed
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn advise(&self, access: Access) -> io::Result<()> {
        #[cfg(unix)]
        self.mapped.map.advise(access.advice())?;
        let _ = access;
        Ok(())
    }
}

impl<T: MapElement> MmapArrayMut<T> {
    /// Maps an existing file for reading and writing; its shape stays.
    ///
    /// # Safety
    /// As for [`MmapArray::open`]: while the map lives, nobody else may write to the part of the file
    /// that holds the array, or truncate it. The exclusive lock keeps users of this crate from it, in this
    /// process and in others.
    ///
    /// # Errors
    /// As [`MmapArray::open`]; [`ErrorKind::Locked`] when the file is mapped at all, other than
    /// by programs that do not lock. File systems without locks are refused.
    ///
    /// # NumPy
    /// `np.load(path, mmap_mode='r+')`, which takes no lock.
    ///
    /// # Examples
    /// ```
    /// use nd_io::MmapArrayMut;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-mmap-rw-{}.npy", std::process::id()));
    /// nd_io::save(&path, &[1u8, 2, 3])?;
    /// // SAFETY: the file is ours, nothing else writes it.
    /// let mut map = unsafe { MmapArrayMut::<u8>::open(&path)? };
    /// map.view_mut()[[0]] = 100;
    /// // SAFETY: as above.
    /// assert!(unsafe { MmapArrayMut::<u8>::open(&path) }.is_err()); // one writer at a time
    /// drop(map);
    /// assert_eq!(nd_io::load::<u8>(&path)?[[0]], 100);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub unsafe fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let mapped = open(path, Lock::Exclusive, Bools::Refuse, |file, len| {
            // SAFETY: nobody else changes the file while it is mapped: the caller's promise.
            unsafe { MmapOptions::new().len(len).map_mut(file) }
        });
        let mapped = mapped.map_err(|error| error.at(path))?;
        Ok(Self { mapped, writes_through: true })
    }

    /// Maps an existing file for reading, and for writing to a private copy of the pages written.
    ///
    /// The file itself never changes, and need not be writable.
    ///
    /// # Safety
    /// As for [`MmapArray::open`]: pages not yet written are still the file's.
    ///
    /// # Errors
    /// As [`MmapArray::open`].
    ///
    /// # NumPy
    /// `np.load(path, mmap_mode='c')`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::MmapArrayMut;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-mmap-cow-{}.npy", std::process::id()));
    /// nd_io::save(&path, &[1u8, 2, 3])?;
    /// // SAFETY: the file is ours, nothing else writes it.
    /// let mut map = unsafe { MmapArrayMut::<u8>::open_copy_on_write(&path)? };
    /// map.view_mut()[[0]] = 100;
    /// assert_eq!(map.view()[[0]], 100);
    /// assert_eq!(nd_io::load::<u8>(&path)?[[0]], 1);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub unsafe fn open_copy_on_write(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let mapped = open(path, Lock::Shared, Bools::AsBytes, |file, len| {
            // SAFETY: nobody changes the file while it is mapped: the caller's promise.
            unsafe { MmapOptions::new().len(len).map_copy(file) }
        });
        let mapped = mapped.map_err(|error| error.at(path))?;
        Ok(Self { mapped, writes_through: false })
    }

    /// Creates a file of zeros in the given shape and maps it for writing.
    ///
    /// The file is sparse: it takes disk space where it is written. It appears under its name
    /// complete, and replaces an existing file as [`save`](crate::save) would. [`FileOrder::Keep`]
    /// means C order here.
    ///
    /// # Safety
    /// As for [`open`](Self::open). Besides, a write to a map that finds the disk full kills the process
    /// with SIGBUS; write such arrays with [`save`](crate::save), which returns an error.
    ///
    /// # Errors
    /// An [`Error`] that names the file: [`ErrorKind::ShapeOverflow`], [`ErrorKind::Locked`]
    /// when the existing file is mapped for writing, and the system's errors, among them
    /// that of a file larger than the file system allows.
    ///
    /// # NumPy
    /// `np.lib.format.open_memmap(path, 'w+', dtype, shape, fortran_order)`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{FileOrder, MmapArrayMut};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-mmap-create-{}.npy", std::process::id()));
    /// // SAFETY: the file is ours, nothing else writes it.
    /// let mut map = unsafe { MmapArrayMut::<i32>::create(&path, [2, 3], FileOrder::C)? };
    /// map.view_mut()[[1, 2]] = 7;
    /// drop(map);
    /// assert_eq!(nd_io::load::<i32>(&path)?.into_vec(), [0, 0, 0, 0, 0, 7]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub unsafe fn create(
        path: impl AsRef<Path>,
        shape: impl Into<Shape>,
        order: FileOrder,
    ) -> Result<Self> {
        let path = path.as_ref();
        let mapped = create(path, shape.into(), order == FileOrder::Fortran, |file, len| {
            // SAFETY: nobody else changes the file while it is mapped: the caller's promise.
            unsafe { MmapOptions::new().len(len).map_mut(file) }
        });
        let mapped = mapped.map_err(|error| error.at(path))?;
        Ok(Self { mapped, writes_through: true })
    }

    /// The array, for reading.
    ///
    /// # Examples
    /// ```
    /// use nd_io::MmapArrayMut;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-mmap-mut-view-{}.npy", std::process::id()));
    /// nd_io::save(&path, &[1u8, 2, 3])?;
    /// // SAFETY: the file is ours, nothing else writes it.
    /// let mut map = unsafe { MmapArrayMut::<u8>::open(&path)? };
    /// map.view_mut()[[0]] = 9;
    /// assert_eq!(map.view().to_array().into_vec(), [9, 2, 3]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn view(&self) -> View<'_, T> {
        self.mapped.view()
    }

    /// The array, for writing.
    ///
    /// # Examples
    /// ```
    /// use nd_io::MmapArrayMut;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-mmap-view-mut-{}.npy", std::process::id()));
    /// nd_io::save(&path, &[1u8, 2, 3])?;
    /// // SAFETY: the file is ours, nothing else writes it.
    /// let mut map = unsafe { MmapArrayMut::<u8>::open(&path)? };
    /// map.view_mut().fill(7);
    /// drop(map);
    /// assert_eq!(nd_io::load::<u8>(&path)?.into_vec(), [7, 7, 7]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn view_mut(&mut self) -> ViewMut<'_, T> {
        self.mapped.view_mut()
    }

    /// As [`view_mut`](Self::view_mut), and makes sure that the file was all there: see
    /// [`MmapArray::with`]. What was written to a lost part is lost.
    ///
    /// # Errors
    /// [`ErrorKind::MapLost`].
    ///
    /// # Examples
    /// ```
    /// use nd_io::MmapArrayMut;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-mmap-with-mut-{}.npy", std::process::id()));
    /// nd_io::save(&path, &[1u8, 2, 3])?;
    /// nd_io::guard_maps()?; // those that are made from now on
    /// // SAFETY: nobody writes to the file; that it is truncated, the guard notices.
    /// let mut map = unsafe { MmapArrayMut::<u8>::open(&path)? };
    /// map.with_mut(|mut a| a.fill(7))?;
    /// std::fs::OpenOptions::new().write(true).open(&path)?.set_len(0)?;
    /// assert!(map.with_mut(|mut a| a.fill(8)).is_err()); // lost
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_mut<R>(&mut self, compute: impl FnOnce(ViewMut<'_, T>) -> R) -> Result<R> {
        let result = compute(self.view_mut());
        self.mapped.check().map(|()| result)
    }

    /// Writes what changed to the disk, and returns when it is there.
    ///
    /// Copy-on-write maps have nothing to write. Dropping a map without this
    /// loses nothing but the certainty: the system writes later.
    ///
    /// # Errors
    /// The system's, an I/O error of the disk for one.
    ///
    /// # NumPy
    /// `map.flush()`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::MmapArrayMut;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-mmap-mut-flush-{}.npy", std::process::id()));
    /// nd_io::save(&path, &[1u8, 2, 3])?;
    /// // SAFETY: the file is ours, nothing else writes it.
    /// let mut map = unsafe { MmapArrayMut::<u8>::open(&path)? };
    /// map.view_mut()[[0]] = 9;
    /// map.flush()?; // on the disk now
    /// assert_eq!(nd_io::load::<u8>(&path)?.into_vec(), [9, 2, 3]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn flush(&self) -> io::Result<()> {
        if self.writes_through { self.mapped.map.flush() } else { Ok(()) }
    }

    /// Writes what changed in the elements `from..to` of the file's order to the disk, and returns when
    /// it is there.
    ///
    /// Elements are counted in the order of the file; the first axis of a C-order file has
    /// `size / shape[0]` of them a row.
    ///
    /// # Errors
    /// The system's; [`io::ErrorKind::InvalidInput`] for elements that are not there.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{FileOrder, MmapArrayMut};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-mmap-flush-{}.npy", std::process::id()));
    /// // SAFETY: the file is ours, nothing else writes it.
    /// let mut map = unsafe { MmapArrayMut::<f32>::create(&path, [100, 10], FileOrder::C)? };
    /// map.view_mut()[[5, 0]] = 1.0;
    /// map.flush_elements(50..60)?; // row 5
    /// assert!(map.flush_elements(0..1001).is_err());
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn flush_elements(&self, elements: std::ops::Range<usize>) -> io::Result<()> {
        let size = self.mapped.shape.iter().product::<usize>();
        if elements.start > elements.end || elements.end > size {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "elements outside the array"));
        }
        if !self.writes_through || elements.is_empty() {
            return Ok(());
        }
        let start = self.mapped.offset + elements.start * size_of::<T>();
        self.mapped.map.flush_range(start, elements.len() * size_of::<T>())
    }

    /// Tells the system how the map will be used; without effect where it does not care.
    ///
    /// # Errors
    /// The system's.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Access, MmapArrayMut};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-mmap-mut-advise-{}.npy", std::process::id()));
    /// nd_io::save(&path, &[1.5, 2.5])?;
    /// // SAFETY: the file is ours, nothing else writes it.
    /// let map = unsafe { MmapArrayMut::<f64>::open(&path)? };
    /// map.advise(Access::Random)?;
    /// assert_eq!(map.view()[[1]], 2.5); // it changes nothing but the speed
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn advise(&self, access: Access) -> io::Result<()> {
        #[cfg(unix)]
        self.mapped.map.advise(access.advice())?;
        let _ = access;
        Ok(())
    }
}

impl<T: MapElement> ArrayLike for MmapArray<T> {
    type Elem = T;

    fn view(&self) -> View<'_, T> {
        self.mapped.view()
    }
}

impl<T: MapElement> ArrayLike for MmapArrayMut<T> {
    type Elem = T;

    fn view(&self) -> View<'_, T> {
        self.mapped.view()
    }
}

impl<T: MapElement> fmt::Debug for MmapArray<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        describe::<T>(f, "MmapArray", &self.mapped.shape)
    }
}

impl<T: MapElement> fmt::Debug for MmapArrayMut<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        describe::<T>(f, "MmapArrayMut", &self.mapped.shape)
    }
}

/// The elements are not shown: that could read the whole disk.
fn describe<T: MapElement>(f: &mut fmt::Formatter<'_>, name: &str, shape: &[usize]) -> fmt::Result {
    f.debug_struct(name).field("dtype", &T::DTYPE).field("shape", &shape).finish_non_exhaustive()
}

impl Access {
    #[cfg(unix)]
    fn advice(self) -> memmap2::Advice {
        match self {
            Self::Normal => memmap2::Advice::Normal,
            Self::Sequential => memmap2::Advice::Sequential,
            Self::Random => memmap2::Advice::Random,
            Self::WillNeed => memmap2::Advice::WillNeed,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Lock {
    Shared,
    Exclusive,
}

/// Whether a boolean file may be mapped as bytes: not for writing, or it would cease to be one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bools {
    AsBytes,
    Refuse,
}

/// Where the array is in a file that is to be mapped.
struct MapLayout {
    shape: Shape,
    fortran_order: bool,
    offset: usize,
    header: Option<NpyHeader>,
}

/// Opens, locks, checks and maps an existing `.npy` file.
fn open<T: MapElement, M: Deref<Target = [u8]>>(
    path: &Path,
    lock: Lock,
    bools: Bools,
    map: impl FnOnce(&File, usize) -> io::Result<M>,
) -> Result<Mapped<T, M>> {
    open_with(path, lock, |file| layout::<T>(file, bools, None), map)
}

/// Opens, locks and maps an existing file, laid out as `layout` finds.
fn open_with<T: MapElement, M: Deref<Target = [u8]>>(
    path: &Path,
    lock: Lock,
    layout: impl FnOnce(&mut File) -> Result<MapLayout>,
    map: impl FnOnce(&File, usize) -> io::Result<M>,
) -> Result<Mapped<T, M>> {
    let mut options = OpenOptions::new();
    options.read(true).write(lock == Lock::Exclusive);
    let mut file = options.open(path).map_err(Error::io("open"))?;
    acquire(&file, lock)?;
    let layout = layout(&mut file)?;
    if !layout.offset.is_multiple_of(align_of::<T>()) {
        let (offset, align) = (layout.offset as u64, align_of::<T>());
        return Err(ErrorKind::UnalignedData { offset, align }.into());
    }
    let nbytes = checked_nbytes(&layout.shape, size_of::<T>())?;
    let map = map(&file, layout.offset + nbytes).map_err(Error::io("map"))?;
    Ok(Mapped::new(map, layout, file))
}

/// What the header of a `.npy` file says, if it can be mapped as it is; `length` is that of a part
/// of a file.
fn layout<T: MapElement>(file: &mut File, bools: Bools, length: Option<u64>) -> Result<MapLayout> {
    let header = NpyHeader::read(file)?;
    let bool_bytes = header.dtype() == DType::Bool && T::DTYPE == DType::U8;
    if !(bool_bytes && bools == Bools::AsBytes) {
        check_dtype(&header, Some(T::DTYPE))?;
    }
    if !header.byte_order().is_native() {
        let order = header.byte_order().mark();
        return Err(ErrorKind::ForeignByteOrder { dtype: header.dtype(), order }.into());
    }
    let whole = file.metadata().map_err(Error::io("open"))?.len();
    check_length(&header, length.unwrap_or(whole))?;
    Ok(MapLayout {
        shape: Shape::from(header.shape()),
        fortran_order: header.fortran_order(),
        offset: usize::try_from(header.data_offset()).expect("a header is at most 64 KiB"),
        header: Some(header),
    })
}

/// Creates, locks and maps a file of zeros, and only then gives it its name.
fn create<T: MapElement, M: Deref<Target = [u8]>>(
    path: &Path,
    shape: Shape,
    fortran_order: bool,
    map: impl FnOnce(&File, usize) -> io::Result<M>,
) -> Result<Mapped<T, M>> {
    checked_nbytes(&shape, size_of::<T>())?;
    let header =
        NpyHeader::render(T::DTYPE, ByteOrder::NATIVE, &shape, fortran_order, NpyVersion::V1)?;
    let offset = header.len();
    let parsed = Some(NpyHeader::read(&mut &header[..])?);
    create_with(path, &header, MapLayout { shape, fortran_order, offset, header: parsed }, map)
}

/// A new file that begins with `start` and is zeros from there on, as long as the layout needs.
fn create_with<T: MapElement, M: Deref<Target = [u8]>>(
    path: &Path,
    start: &[u8],
    layout: MapLayout,
    map: impl FnOnce(&File, usize) -> io::Result<M>,
) -> Result<Mapped<T, M>> {
    let shape = &layout.shape;
    let overflow = || {
        Error::from(ErrorKind::ShapeOverflow { shape: shape.to_vec(), itemsize: size_of::<T>() })
    };
    let nbytes = checked_nbytes(shape, size_of::<T>())?;
    let length = nbytes.checked_add(layout.offset).ok_or_else(overflow)?;
    let mut file = AtomicFile::create_exclusive(path).map_err(Error::io("create"))?;
    file.write_all(start).map_err(Error::io("write"))?;
    file.file().set_len(length as u64).map_err(Error::io("extend"))?;
    let map = map(file.file(), length).map_err(Error::io("map"))?;
    let file = file.commit_file().map_err(Error::io("finish writing"))?;
    Ok(Mapped::new(map, layout, file))
}

/// Locks the file, or says that someone else has.
///
/// A save looks at locks for microseconds: that is waited out, a map is not.
fn acquire(file: &File, lock: Lock) -> Result<()> {
    const ATTEMPTS: usize = 20;
    for _ in 0..ATTEMPTS {
        let outcome = match lock {
            Lock::Shared => file.try_lock_shared(),
            Lock::Exclusive => file.try_lock(),
        };
        match outcome {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(1)),
            // Where the file system has no locks, nobody holds one: enough to read, not to write.
            Err(TryLockError::Error(_)) if lock == Lock::Shared => return Ok(()),
            Err(TryLockError::Error(error)) => return Err(Error::io("lock")(error)),
        }
    }
    Err(ErrorKind::Locked.into())
}
