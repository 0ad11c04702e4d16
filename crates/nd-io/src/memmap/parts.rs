//! Maps of arrays inside files: raw ones, and members of archives.

use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::path::Path;

use memmap2::MmapOptions;
use nd_core::Shape;

use super::{Bools, Lock, MapLayout, MmapArray, MmapArrayMut, create_with, layout, open_with};
use crate::blocks::{MapElement, checked_nbytes};
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;
use crate::npz::Npz;
use crate::raw::RawOptions;

impl<T: MapElement> MmapArray<T> {
    /// Maps numbers of a raw file for reading.
    ///
    /// # Safety
    /// As for [`open`](Self::open).
    ///
    /// # Errors
    /// An [`Error`] that names the file: the system's; [`ErrorKind::Locked`](crate::ErrorKind::Locked);
    /// [`ErrorKind::ForeignByteOrder`]; [`ErrorKind::UnalignedData`] for an offset that is no
    /// multiple of the element's alignment; [`ErrorKind::UnexpectedEof`] when the file is too short.
    ///
    /// # NumPy
    /// `np.memmap(path, dtype, 'r', offset, shape, order)`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{MmapArray, RawOptions};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-mmap-raw-{}.raw", std::process::id()));
    /// nd_io::save_raw(&path, &[1u16, 2, 3, 4])?;
    /// let options = RawOptions::default().offset(2).shape([3]);
    /// // SAFETY: the file is ours, nothing else writes it.
    /// let map = unsafe { MmapArray::<u16>::open_raw(&path, &options)? };
    /// assert_eq!(map.view().to_array().into_vec(), [2, 3, 4]);
    ///
    /// let odd = RawOptions::default().offset(1);
    /// // SAFETY: as above.
    /// assert!(unsafe { MmapArray::<u16>::open_raw(&path, &odd) }.is_err()); // not aligned
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub unsafe fn open_raw(path: impl AsRef<Path>, options: &RawOptions) -> Result<Self> {
        let path = path.as_ref();
        let mapped = open_with(
            path,
            Lock::Shared,
            |file| raw_layout::<T>(file, options),
            |file, len| {
                // SAFETY: nobody changes the file while it is mapped: the caller's promise.
                unsafe { MmapOptions::new().len(len).map(file) }
            },
        );
        Ok(Self { mapped: mapped.map_err(|error| error.at(path))? })
    }
}

impl<T: MapElement> MmapArrayMut<T> {
    /// Maps numbers of an existing raw file for reading and writing.
    ///
    /// # Safety
    /// As for [`open`](Self::open).
    ///
    /// # Errors
    /// As [`MmapArray::open_raw`].
    ///
    /// # NumPy
    /// `np.memmap(path, dtype, 'r+', offset, shape, order)`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{MmapArrayMut, RawOptions};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-mmap-mut-raw-{}.raw", std::process::id()));
    /// std::fs::write(&path, [1u8, 2, 3, 4])?;
    /// // SAFETY: the file is ours, nothing else writes it.
    /// let mut map = unsafe { MmapArrayMut::<u8>::open_raw(&path, &RawOptions::default().offset(2))? };
    /// map.view_mut().fill(9);
    /// drop(map);
    /// assert_eq!(std::fs::read(&path)?, [1, 2, 9, 9]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub unsafe fn open_raw(path: impl AsRef<Path>, options: &RawOptions) -> Result<Self> {
        let path = path.as_ref();
        let layout = |file: &mut File| raw_layout::<T>(file, options);
        let mapped = open_with(path, Lock::Exclusive, layout, |file, len| {
            // SAFETY: nobody else changes the file while it is mapped: the caller's promise.
            unsafe { MmapOptions::new().len(len).map_mut(file) }
        });
        let mapped = mapped.map_err(|error| error.at(path))?;
        Ok(Self { mapped, writes_through: true })
    }

    /// Maps numbers of an existing raw file for reading, and for writing to a private copy of the
    /// pages written: the file never changes.
    ///
    /// # Safety
    /// As for [`MmapArray::open`]: pages not yet written are still the file's.
    ///
    /// # Errors
    /// As [`MmapArray::open_raw`].
    ///
    /// # NumPy
    /// `np.memmap(path, dtype, 'c', offset, shape, order)`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{MmapArrayMut, RawOptions};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-mmap-raw-cow-{}.raw", std::process::id()));
    /// nd_io::save_raw(&path, &[1u16, 2])?;
    /// let options = RawOptions::default();
    /// // SAFETY: the file is ours, nothing else writes it.
    /// let mut map = unsafe { MmapArrayMut::<u16>::open_raw_copy_on_write(&path, &options)? };
    /// map.view_mut()[[0]] = 7;
    /// assert_eq!(nd_io::load_raw::<u16>(&path, &options)?.into_vec(), [1, 2]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub unsafe fn open_raw_copy_on_write(
        path: impl AsRef<Path>,
        options: &RawOptions,
    ) -> Result<Self> {
        let path = path.as_ref();
        let layout = |file: &mut File| raw_layout::<T>(file, options);
        let mapped = open_with(path, Lock::Shared, layout, |file, len| {
            // SAFETY: nobody changes the file while it is mapped: the caller's promise.
            unsafe { MmapOptions::new().len(len).map_copy(file) }
        });
        let mapped = mapped.map_err(|error| error.at(path))?;
        Ok(Self { mapped, writes_through: false })
    }

    /// Creates a raw file of zeros and maps it for writing: `offset` bytes, then the array.
    ///
    /// The file is sparse, appears complete, and replaces an existing one, as with
    /// [`create`](Self::create).
    ///
    /// # Safety
    /// As for [`create`](Self::create).
    ///
    /// # Errors
    /// An [`Error`] that names the file: [`ErrorKind::Unsupported`] when the options have
    /// no shape; [`ErrorKind::ForeignByteOrder`]; [`ErrorKind::UnalignedData`] for an offset that
    /// is no multiple of the element's alignment; [`ErrorKind::ShapeOverflow`];
    /// [`ErrorKind::Locked`](crate::ErrorKind::Locked); the system's.
    ///
    /// # NumPy
    /// `np.memmap(path, dtype, 'w+', offset, shape, order)`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{MmapArrayMut, RawOptions};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-mmap-raw-new-{}.raw", std::process::id()));
    /// let options = RawOptions::default().shape([2, 3]).offset(8);
    /// // SAFETY: the file is ours, nothing else writes it.
    /// let mut map = unsafe { MmapArrayMut::<f32>::create_raw(&path, &options)? };
    /// map.view_mut()[[1, 2]] = 7.0;
    /// drop(map);
    /// assert_eq!(nd_io::load_raw::<f32>(&path, &options)?[[1, 2]], 7.0);
    ///
    /// // How large a new file is, nobody can guess.
    /// // SAFETY: as above.
    /// assert!(unsafe { MmapArrayMut::<f32>::create_raw(&path, &RawOptions::default()) }.is_err());
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub unsafe fn create_raw(path: impl AsRef<Path>, options: &RawOptions) -> Result<Self> {
        let path = path.as_ref();
        let layout = new_raw_layout::<T>(options).map_err(|error| error.at(path))?;
        let mapped = create_with(path, &[], layout, |file, len| {
            // SAFETY: nobody else changes the file while it is mapped: the caller's promise.
            unsafe { MmapOptions::new().len(len).map_mut(file) }
        });
        let mapped = mapped.map_err(|error| error.at(path))?;
        Ok(Self { mapped, writes_through: true })
    }
}

/// Where the array is in a file that does not exist yet.
fn new_raw_layout<T: MapElement>(options: &RawOptions) -> Result<MapLayout> {
    refuse_foreign::<T>(options)?;
    let Some(shape) = options.shape else {
        return Err(ErrorKind::unsupported(Format::Raw, "a new file without a shape").into());
    };
    let offset = usize::try_from(options.offset).unwrap_or(usize::MAX);
    if offset % align_of::<T>() != 0 {
        return Err(
            ErrorKind::UnalignedData { offset: options.offset, align: align_of::<T>() }.into()
        );
    }
    Ok(MapLayout { shape, fortran_order: options.fortran_order, offset, header: None })
}

/// Maps show the file's bytes as they are.
fn refuse_foreign<T: MapElement>(options: &RawOptions) -> Result<()> {
    if options.byte_order.is_native() || size_of::<T>() == 1 {
        return Ok(());
    }
    let order = options.byte_order.mark();
    Err(ErrorKind::ForeignByteOrder { dtype: T::DTYPE, order }.into())
}

/// Where the caller says that the array is, if the file is long enough.
fn raw_layout<T: MapElement>(file: &mut File, options: &RawOptions) -> Result<MapLayout> {
    refuse_foreign::<T>(options)?;
    let length = file.metadata().map_err(Error::io("open"))?.len();
    let room = length.saturating_sub(options.offset);
    let all = usize::try_from(room / size_of::<T>() as u64).unwrap_or(usize::MAX);
    let shape = options.shape.unwrap_or(Shape::from(all));
    let want = checked_nbytes(&shape, size_of::<T>())? as u64;
    if room < want {
        return Err(ErrorKind::UnexpectedEof { what: "data".into(), want, got: room }.into());
    }
    // The file is longer, so the offset fits wherever a map of it does.
    let offset = usize::try_from(options.offset).unwrap_or(usize::MAX);
    Ok(MapLayout { shape, fortran_order: options.fortran_order, offset, header: None })
}

impl Npz {
    /// Maps a stored array of the archive.
    ///
    /// Archives of this crate have their data where a map needs them; in NumPy's they are aligned by
    /// chance.
    ///
    /// # Safety
    /// As for [`MmapArray::open`].
    ///
    /// # Errors
    /// As [`load`](Self::load) and [`MmapArray::open`];
    /// [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) for a deflated member and for an archive
    /// in memory.
    ///
    /// # NumPy
    /// `np.load(path, mmap_mode='r')` ignores the mode for `.npz` files, and reads.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Npz, NpzWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-npz-map-{}.npz", std::process::id()));
    /// let mut archive = NpzWriter::create(&path)?;
    /// archive.add("a", &[1.5, 2.5])?;
    /// archive.finish()?;
    /// // SAFETY: the file is ours, nothing else writes it.
    /// let map = unsafe { Npz::open(&path)?.mmap::<f64>("a")? };
    /// assert_eq!(map.view().to_array().into_vec(), [1.5, 2.5]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub unsafe fn mmap<T: MapElement>(&self, name: &str) -> Result<MmapArray<T>> {
        let (path, data, size) = self.stored(name)?;
        let layout = |file: &mut File| {
            file.seek(SeekFrom::Start(data)).map_err(Error::io("read"))?;
            let mut layout = layout::<T>(file, Bools::AsBytes, Some(size))?;
            layout.offset =
                usize::try_from(data).unwrap_or(usize::MAX).saturating_add(layout.offset);
            Ok(layout)
        };
        let mapped = open_with(path, Lock::Shared, layout, |file, len| {
            // SAFETY: nobody changes the file while it is mapped: the caller's promise.
            unsafe { MmapOptions::new().len(len).map(file) }
        });
        Ok(MmapArray { mapped: mapped.map_err(|error| error.at(path.join(name)))? })
    }
}
