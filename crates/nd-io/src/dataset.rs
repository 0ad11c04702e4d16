//! [`Dataset`]: a stored array, read by slices; [`DatasetWriter`]: one being stored, written by blocks.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use nd_core::{
    AnyArray, AnyView, Array, ArrayLike, DType, Shape, Slice, SliceItem, View, ViewMut, with_dtype,
};

use crate::blocks::{ArrayInfo, Attributes, ReadBlocks, Region, WriteBlocks};
use crate::error::{Error, ErrorKind};
use crate::format::Format;
use crate::npy::{Codec, StoredElement};
use crate::selection::Selection;

/// A stored array of any size and format: it knows its shape, and reads any slice without the rest.
///
/// From [`open`](crate::open), or from any [`ReadBlocks`]. Cheap to clone; may be read from many
/// threads.
///
/// # Examples
/// ```
/// use nd_core::{Array, s};
///
/// let path = std::env::temp_dir().join(format!("nd-dataset-{}.npy", std::process::id()));
/// nd_io::save(&path, &Array::from_shape_vec([2, 3], vec![1.0f32, 2.0, 3.0, 4.0, 5.0, 6.0]))?;
///
/// let ds = nd_io::open(&path)?;
/// assert_eq!((ds.shape(), ds.dtype().name()), (&[2, 3][..], "float32"));
/// assert_eq!(ds.read::<f32>(s![.., -1])?.into_vec(), [3.0, 6.0]); // eight bytes are read
/// assert!(ds.read::<f64>(s![..]).is_err()); // nothing is cast silently
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Dataset {
    source: Arc<dyn ReadBlocks>,
    format: Option<Format>,
    path: Option<PathBuf>,
}

impl Dataset {
    /// An array that is not one of this crate's files.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    /// use nd_io::{ArrayInfo, Dataset, Error, ReadBlocks, Region};
    ///
    /// struct Ones(ArrayInfo);
    /// impl ReadBlocks for Ones {
    ///     fn info(&self) -> &ArrayInfo {
    ///         &self.0
    ///     }
    ///     fn read_block(&self, _: &Region, out: &mut [u8]) -> Result<(), Error> {
    ///         out.fill(1);
    ///         Ok(())
    ///     }
    /// }
    /// let ones = Dataset::new(Ones(ArrayInfo::new([1 << 40], DType::U8)));
    /// assert_eq!(ones.read::<u8>([nd_core::SliceItem::Index(-1)])?.into_vec(), [1]);
    /// # Ok::<(), Error>(())
    /// ```
    #[must_use]
    pub fn new(source: impl ReadBlocks + 'static) -> Self {
        Self { source: Arc::new(source), format: None, path: None }
    }

    /// A file's array.
    pub(crate) fn of_file(source: impl ReadBlocks + 'static, format: Format, path: &Path) -> Self {
        Self { source: Arc::new(source), format: Some(format), path: Some(path.to_owned()) }
    }

    /// The source, for the suite that tests it.
    #[cfg(feature = "conformance")]
    pub(crate) fn source(&self) -> &dyn ReadBlocks {
        &*self.source
    }

    /// Everything it says of itself.
    #[must_use]
    pub fn info(&self) -> &ArrayInfo {
        self.source.info()
    }

    /// The extents.
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        &self.info().shape
    }

    /// Number of axes.
    #[must_use]
    pub fn ndim(&self) -> usize {
        self.shape().len()
    }

    /// The element type.
    #[must_use]
    pub fn dtype(&self) -> DType {
        self.info().dtype
    }

    /// Extents of the chunks, each of which is read as a whole; `None` where any part is as cheap
    /// as any other.
    #[must_use]
    pub fn chunks(&self) -> Option<&[usize]> {
        self.info().chunks.as_ref().map(|chunks| &chunks[..])
    }

    /// The small values stored beside it.
    #[must_use]
    pub fn attributes(&self) -> &Attributes {
        &self.info().attributes
    }

    /// The file format, when it is a file's.
    #[must_use]
    pub fn format(&self) -> Option<Format> {
        self.format
    }

    /// The file it was opened from.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Reads a slice, and nothing but it.
    ///
    /// # Errors
    /// [`ErrorKind::DtypeMismatch`], [`ErrorKind::Shape`] for a slice that does not fit, and all
    /// that can be wrong with a file.
    ///
    /// # NumPy
    /// `h5py.Dataset.__getitem__`, `zarr.Array.__getitem__`, and slicing of `np.load(…,
    /// mmap_mode='r')`; negative steps included.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, array, s};
    /// use nd_io::Dataset;
    ///
    /// let ds = Dataset::from(AnyArray::from(array![[1, 2, 3], [4, 5, 6]]));
    /// assert_eq!(ds.read::<i32>(s![-1, ..;-1])?, array![6, 5, 4]);
    /// assert!(ds.read::<i32>(s![2]).is_err()); // there is no third row
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn read<T: StoredElement>(
        &self,
        slice: impl AsRef<[SliceItem]>,
    ) -> Result<Array<T>, Error> {
        let selection = Selection::new(slice.as_ref(), self.shape())?;
        let mut array = self.read_region::<T>(&selection.region)?;
        if selection.is_flipped() {
            array = array.try_slice(&selection.flips)?.to_array();
        }
        Ok(array.into_reshaped(selection.shape))
    }

    /// Reads a slice as what it is.
    ///
    /// # Errors
    /// As [`read`](Self::read), but for the element type.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, array, s};
    /// use nd_io::Dataset;
    ///
    /// let ds = Dataset::from(AnyArray::from(array![1.5, 2.5]));
    /// assert_eq!(ds.read_any(s![1..])?.dtype().name(), "float64");
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn read_any(&self, slice: impl AsRef<[SliceItem]>) -> Result<AnyArray, Error> {
        let slice = slice.as_ref();
        with_dtype!(self.dtype(), T => self.read::<T>(slice).map(AnyArray::from))
    }

    /// Reads a region into a new array of the region's shape.
    ///
    /// # Errors
    /// As [`read`](Self::read); [`ErrorKind::Region`] for a region that is not inside.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, array};
    /// use nd_io::{Dataset, Region};
    ///
    /// let ds = Dataset::from(AnyArray::from(array![[1, 2, 3], [4, 5, 6]]));
    /// assert_eq!(ds.read_region::<i32>(&Region::new([0, 1], [2, 2]))?, array![[2, 3], [5, 6]]);
    /// assert!(ds.read_region::<i32>(&Region::new([1, 1], [2, 2])).is_err()); // leads out
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn read_region<T: StoredElement>(&self, region: &Region) -> Result<Array<T>, Error> {
        self.check(T::DTYPE, region)?;
        let bytes = region.size().saturating_mul(size_of::<T>());
        let mut array = Array::<T>::try_zeros(Shape::from(region.shape()))
            .map_err(|_| Error::from(ErrorKind::AllocFailed { bytes }))?;
        match array.as_slice_mut() {
            Some(items) => self.fill(region, items)?,
            None => unreachable!("fresh arrays are contiguous"),
        }
        Ok(array)
    }

    /// Reads a region into memory there is: a buffer that is used again and again, a part of an array.
    ///
    /// # Errors
    /// As [`read_region`](Self::read_region); [`ErrorKind::Region`] when `out` has another shape than
    /// the region. What `out` holds after an error is unspecified.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, Array, array, s};
    /// use nd_io::{Dataset, Region};
    ///
    /// let ds = Dataset::from(AnyArray::from(array![1, 2, 3]));
    /// let mut buffer = Array::<i32>::zeros([2, 3]);
    /// ds.read_into(&Region::new([0], [3]), buffer.slice_mut(s![1, ..]))?;
    /// assert_eq!(buffer, array![[0, 0, 0], [1, 2, 3]]);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn read_into<T: StoredElement>(
        &self,
        region: &Region,
        mut out: ViewMut<'_, T>,
    ) -> Result<(), Error> {
        self.check(T::DTYPE, region)?;
        if out.shape() != region.shape() {
            let nbytes = out.size().saturating_mul(size_of::<T>()) as u64;
            let (region, shape) = (Box::new(*region), self.shape().to_vec());
            return Err(self.named(ErrorKind::Region { region, shape, nbytes }.into()));
        }
        if let Some(items) = out.as_slice_mut() {
            return self.fill(region, items);
        }
        let array = self.read_region::<T>(region)?;
        out.assign(&array);
        Ok(())
    }

    fn fill<T: StoredElement>(&self, region: &Region, items: &mut [T]) -> Result<(), Error> {
        if items.is_empty() {
            return Ok(());
        }
        T::fill_block(items, |bytes| self.source.read_block(region, bytes))
            .map_err(|error| self.named(error))
    }

    fn check(&self, requested: DType, region: &Region) -> Result<(), Error> {
        let stored = self.dtype();
        if stored != requested {
            return Err(self.named(ErrorKind::DtypeMismatch { stored, requested }.into()));
        }
        let nbytes = region.size().saturating_mul(stored.itemsize());
        self.info().check(region, nbytes).map_err(|error| self.named(error))
    }

    fn named(&self, error: Error) -> Error {
        match &self.path {
            Some(path) => error.at(path),
            None => error,
        }
    }
}

impl From<AnyArray> for Dataset {
    /// An array in memory, to go where a stored one is wanted.
    fn from(array: AnyArray) -> Self {
        let info = ArrayInfo::new(array.shape(), array.dtype());
        Self::new(InMemory { array, info })
    }
}

/// An array in memory as a stored one.
struct InMemory {
    array: AnyArray,
    info: ArrayInfo,
}

impl ReadBlocks for InMemory {
    fn info(&self) -> &ArrayInfo {
        &self.info
    }

    fn read_block(&self, region: &Region, out: &mut [u8]) -> Result<(), Error> {
        self.info.check(region, out.len())?;
        let slices: Vec<SliceItem> = (0..region.ndim())
            .map(|axis| {
                let (start, stop) = (region.start()[axis] as isize, region.stop(axis) as isize);
                let step = region.step()[axis] as isize;
                SliceItem::Range(Slice { start: Some(start), stop: Some(stop), step })
            })
            .collect();
        let view = AnyView::from(&self.array);
        with_dtype!(view, |view| {
            let part = view.try_slice(&slices)?.to_array();
            out.copy_from_slice(Codec::as_bytes(part.as_slice().expect("copies are contiguous")));
        });
        Ok(())
    }
}

impl ReadBlocks for Dataset {
    fn info(&self) -> &ArrayInfo {
        self.source.info()
    }

    fn read_block(&self, region: &Region, out: &mut [u8]) -> Result<(), Error> {
        self.source.read_block(region, out).map_err(|error| self.named(error))
    }
}

impl fmt::Debug for Dataset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dataset")
            .field("path", &self.path)
            .field("dtype", &self.dtype())
            .field("shape", &self.shape())
            .field("chunks", &self.chunks())
            .finish_non_exhaustive()
    }
}

/// An array being stored: blocks in any order, from many threads, and [`finish`](Self::finish).
///
/// From [`create`](crate::create), or from any [`WriteBlocks`]. Dropped without `finish`, the file
/// that was there before stays, as far as the format can.
///
/// # Examples
/// ```
/// use nd_core::{Array, DType, s};
/// use nd_io::CreateOptions;
///
/// let path = std::env::temp_dir().join(format!("nd-writer-{}.npy", std::process::id()));
/// let out = nd_io::create(&path, [4, 2], DType::F64, &CreateOptions::default())?;
/// out.write(s![2.., ..], &Array::full([2, 2], 7.0))?; // any order
/// out.write(s![..2, ..], &Array::full([2, 2], 1.0))?;
/// assert!(out.write(s![0, ..], &Array::full(3, 0.0)).is_err()); // shapes differ
/// out.finish()?;
///
/// assert_eq!(nd_io::load::<f64>(&path)?.slice(s![.., 0]).to_array().into_vec(), [1.0, 1.0, 7.0, 7.0]);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct DatasetWriter {
    sink: Box<dyn WriteBlocks>,
    path: Option<PathBuf>,
}

impl DatasetWriter {
    /// An array that is not to be one of this crate's files.
    #[must_use]
    pub fn new(sink: impl WriteBlocks + 'static) -> Self {
        Self { sink: Box::new(sink), path: None }
    }

    pub(crate) fn to_file(sink: impl WriteBlocks + 'static, path: &Path) -> Self {
        Self { sink: Box::new(sink), path: Some(path.to_owned()) }
    }

    /// The sink, for the suite that tests it.
    #[cfg(feature = "conformance")]
    pub(crate) fn sink(&self) -> &dyn WriteBlocks {
        &*self.sink
    }

    /// What is being stored.
    #[must_use]
    pub fn info(&self) -> &ArrayInfo {
        self.sink.info()
    }

    /// Writes a slice.
    ///
    /// The slice is one of [`Dataset::read`]; the array has the shape that reading it would give.
    ///
    /// # Errors
    /// [`ErrorKind::DtypeMismatch`], [`ErrorKind::Shape`] when the slice does not fit the stored array
    /// or the array not the slice, and the system's.
    pub fn write<A>(&self, slice: impl AsRef<[SliceItem]>, array: &A) -> Result<(), Error>
    where
        A: ArrayLike<Elem: StoredElement> + ?Sized,
    {
        self.write_view(slice.as_ref(), array.view())
    }

    /// Writes a slice of an array whose element type is known at run time only.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn write_any<'a>(
        &self,
        slice: impl AsRef<[SliceItem]>,
        array: impl Into<AnyView<'a>>,
    ) -> Result<(), Error> {
        let view: AnyView<'a> = array.into();
        with_dtype!(view, |view| self.write_view(slice.as_ref(), view))
    }

    fn write_view<T: StoredElement>(
        &self,
        slice: &[SliceItem],
        view: View<'_, T>,
    ) -> Result<(), Error> {
        let selection = Selection::new(slice, &self.info().shape)?;
        if view.shape() != &selection.shape[..] {
            let (left, right) = (Box::from(&selection.shape[..]), Box::from(view.shape()));
            let op = Box::from("DatasetWriter::write");
            return Err(self.named(nd_core::ShapeError::Mismatch { op, left, right }.into()));
        }
        if !selection.is_flipped() {
            return self.write_region_of(&selection.region, view);
        }
        let full = view.to_array().into_reshaped(selection.region_shape());
        self.write_region_of(&selection.region, full.try_slice(&selection.flips)?)
    }

    /// Writes a region.
    ///
    /// # Errors
    /// As [`write`](Self::write); [`ErrorKind::Region`] when the region is not inside or the array
    /// has another number of elements.
    pub fn write_region<A>(&self, region: &Region, array: &A) -> Result<(), Error>
    where
        A: ArrayLike<Elem: StoredElement> + ?Sized,
    {
        self.write_region_of(region, array.view())
    }

    fn write_region_of<T: StoredElement>(
        &self,
        region: &Region,
        view: View<'_, T>,
    ) -> Result<(), Error> {
        let stored = self.info().dtype;
        if stored != T::DTYPE {
            let kind = ErrorKind::DtypeMismatch { stored, requested: T::DTYPE };
            return Err(self.named(kind.into()));
        }
        let nbytes = view.size().saturating_mul(size_of::<T>());
        self.info().check(region, nbytes).map_err(|error| self.named(error))?;
        if nbytes == 0 {
            return Ok(());
        }
        let packed;
        let items = match view.as_slice() {
            Some(items) => items,
            None => {
                packed = view.to_array();
                packed.as_slice().expect("copies are contiguous")
            }
        };
        self.sink.write_block(region, T::as_bytes(items)).map_err(|error| self.named(error))
    }

    /// Makes everything written durable, and visible under its name.
    ///
    /// # Errors
    /// The system's.
    pub fn finish(self) -> Result<(), Error> {
        let path = self.path;
        self.sink.finish().map_err(|error| match &path {
            Some(path) => error.at(path),
            None => error,
        })
    }

    fn named(&self, error: Error) -> Error {
        match &self.path {
            Some(path) => error.at(path),
            None => error,
        }
    }
}

impl fmt::Debug for DatasetWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DatasetWriter")
            .field("path", &self.path)
            .field("dtype", &self.info().dtype)
            .field("shape", &self.info().shape)
            .finish_non_exhaustive()
    }
}
