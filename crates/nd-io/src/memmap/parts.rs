//! Maps of arrays inside files: raw ones, and members of archives.

use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::path::Path;

use memmap2::MmapOptions;
use nd_core::Shape;

use super::{Bools, Lock, MapLayout, MmapArray, MmapArrayMut, layout, open_with};
use crate::error::Error;
use crate::npy::{MapElement, NpyErrorKind, checked_nbytes};
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
    /// [`NpyErrorKind::ForeignByteOrder`]; [`NpyErrorKind::UnalignedData`] for an offset that is no
    /// multiple of the element's alignment; [`NpyErrorKind::UnexpectedEof`] when the file is too short.
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
    /// let options = RawOptions { offset: 2, shape: Some([3].into()), ..RawOptions::default() };
    /// // SAFETY: the file is ours, nothing else writes it.
    /// let map = unsafe { MmapArray::<u16>::open_raw(&path, &options)? };
    /// assert_eq!(map.view().to_array().into_vec(), [2, 3, 4]);
    ///
    /// let odd = RawOptions { offset: 1, ..RawOptions::default() };
    /// // SAFETY: as above.
    /// assert!(unsafe { MmapArray::<u16>::open_raw(&path, &odd) }.is_err()); // not aligned
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub unsafe fn open_raw(path: impl AsRef<Path>, options: &RawOptions) -> Result<Self, Error> {
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
        Ok(Self { mapped: mapped.map_err(|kind| Error::from(kind).at(path))? })
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
    pub unsafe fn open_raw(path: impl AsRef<Path>, options: &RawOptions) -> Result<Self, Error> {
        let path = path.as_ref();
        let layout = |file: &mut File| raw_layout::<T>(file, options);
        let mapped = open_with(path, Lock::Exclusive, layout, |file, len| {
            // SAFETY: nobody else changes the file while it is mapped: the caller's promise.
            unsafe { MmapOptions::new().len(len).map_mut(file) }
        });
        let mapped = mapped.map_err(|kind| Error::from(kind).at(path))?;
        Ok(Self { mapped, writes_through: true })
    }
}

/// Where the caller says that the array is, if the file is long enough.
fn raw_layout<T: MapElement>(
    file: &mut File,
    options: &RawOptions,
) -> Result<MapLayout, NpyErrorKind> {
    if !options.byte_order.is_native() && size_of::<T>() > 1 {
        let order = options.byte_order.mark();
        return Err(NpyErrorKind::ForeignByteOrder { dtype: T::DTYPE, order });
    }
    let length = file.metadata().map_err(NpyErrorKind::io("open"))?.len();
    let room = length.saturating_sub(options.offset);
    let all = usize::try_from(room / size_of::<T>() as u64).unwrap_or(usize::MAX);
    let shape = options.shape.unwrap_or(Shape::from(all));
    let want = checked_nbytes(&shape, size_of::<T>())? as u64;
    if room < want {
        return Err(NpyErrorKind::UnexpectedEof { field: "data", want, got: room });
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
    pub unsafe fn mmap<T: MapElement>(&self, name: &str) -> Result<MmapArray<T>, Error> {
        let (path, data, size) = self.stored(name)?;
        let layout = |file: &mut File| {
            file.seek(SeekFrom::Start(data)).map_err(NpyErrorKind::io("read"))?;
            let mut layout = layout::<T>(file, Bools::AsBytes, Some(size))?;
            layout.offset =
                usize::try_from(data).unwrap_or(usize::MAX).saturating_add(layout.offset);
            Ok(layout)
        };
        let mapped = open_with(path, Lock::Shared, layout, |file, len| {
            // SAFETY: nobody changes the file while it is mapped: the caller's promise.
            unsafe { MmapOptions::new().len(len).map(file) }
        });
        Ok(MmapArray { mapped: mapped.map_err(|kind| Error::from(kind).at(path.join(name)))? })
    }
}
