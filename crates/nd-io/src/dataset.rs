//! [`Dataset`]: a stored array, read by slices; [`DatasetWriter`]: one being stored, written by blocks.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use nd_core::{
    AnyArray, AnyView, Array, ArrayLike, DType, Shape, ShapeError, Slice, SliceItem, ViewMut,
};

use crate::blocks::{
    ArrayInfo, Attributes, ReadBlocks, Region, StoredElement, WriteBlocks, bytes_of, each_part,
    filled, part_of,
};
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;
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

    /// Another array made of this one, which has its name.
    pub(crate) fn instead(&self, source: impl ReadBlocks + 'static) -> Self {
        Self { source: Arc::new(source), format: self.format, path: self.path.clone() }
    }

    /// Everything it says of itself.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, array};
    /// use nd_io::Dataset;
    ///
    /// let ds = Dataset::from(AnyArray::from(array![[1, 2], [3, 4]]));
    /// assert_eq!((ds.info().size(), ds.info().nbytes()?), (4, 16));
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn info(&self) -> &ArrayInfo {
        self.source.info()
    }

    /// The extents.
    ///
    /// # NumPy
    /// `h5py.Dataset.shape`, `zarr.Array.shape`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, array};
    ///
    /// let ds = nd_io::Dataset::from(AnyArray::from(array![[1, 2, 3], [4, 5, 6]]));
    /// assert_eq!(ds.shape(), [2, 3]);
    /// ```
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        &self.info().shape
    }

    /// Number of axes.
    ///
    /// # NumPy
    /// `h5py.Dataset.ndim`, `zarr.Array.ndim`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, array};
    ///
    /// let ds = nd_io::Dataset::from(AnyArray::from(array![[1, 2, 3], [4, 5, 6]]));
    /// assert_eq!(ds.ndim(), 2);
    /// ```
    #[must_use]
    pub fn ndim(&self) -> usize {
        self.shape().len()
    }

    /// The element type.
    ///
    /// # NumPy
    /// `h5py.Dataset.dtype`, `zarr.Array.dtype`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, DType, array};
    ///
    /// let ds = nd_io::Dataset::from(AnyArray::from(array![1u8, 2]));
    /// assert_eq!(ds.dtype(), DType::U8);
    /// ```
    #[must_use]
    pub fn dtype(&self) -> DType {
        self.info().dtype
    }

    /// Extents of the chunks, each of which is read as a whole; `None` where any part is as cheap
    /// as any other.
    ///
    /// # NumPy
    /// `h5py.Dataset.chunks`, `zarr.Array.chunks`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, array};
    ///
    /// let ds = nd_io::Dataset::from(AnyArray::from(array![1u8, 2]));
    /// assert_eq!(ds.chunks(), None); // in memory every part is at hand
    /// ```
    #[must_use]
    pub fn chunks(&self) -> Option<&[usize]> {
        self.info().chunks.as_ref().map(|chunks| &chunks[..])
    }

    /// The small values stored beside it.
    ///
    /// # NumPy
    /// `h5py.Dataset.attrs`, `zarr.Array.attrs`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, array};
    ///
    /// let ds = nd_io::Dataset::from(AnyArray::from(array![1u8, 2]));
    /// assert!(ds.attributes().is_empty()); // an array in memory has none
    /// ```
    #[must_use]
    pub fn attributes(&self) -> &Attributes {
        &self.info().attributes
    }

    /// The file format, when it is a file's.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Format;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-format-{}.npy", std::process::id()));
    /// nd_io::save(&path, &[1.0])?;
    /// assert_eq!(nd_io::open(&path)?.format(), Some(Format::Npy));
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn format(&self) -> Option<Format> {
        self.format
    }

    /// The file it was opened from.
    ///
    /// # Examples
    /// ```
    /// let path = std::env::temp_dir().join(format!("nd-dataset-path-{}.npy", std::process::id()));
    /// nd_io::save(&path, &[1.0])?;
    /// assert_eq!(nd_io::open(&path)?.path(), Some(path.as_path()));
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    pub fn read<T: StoredElement>(&self, slice: impl AsRef<[SliceItem]>) -> Result<Array<T>> {
        self.read_as(slice.as_ref(), Some(T::DTYPE)).map(T::take)
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
    pub fn read_any(&self, slice: impl AsRef<[SliceItem]>) -> Result<AnyArray> {
        self.read_as(slice.as_ref(), None)
    }

    #[inline(never)]
    pub(crate) fn read_as(&self, slice: &[SliceItem], wanted: Option<DType>) -> Result<AnyArray> {
        let read = || {
            let selection = Selection::new(slice, self.shape())?;
            if !selection.is_flipped() {
                return self.read_shaped(&selection.region, selection.shape, wanted);
            }
            let forwards = self.read_shaped(&selection.region, selection.region_shape(), wanted)?;
            let turned = part_of(forwards.view(), &selection.flips)?;
            reshaped(turned, selection.shape)
        };
        read().map_err(|error| self.named(error))
    }

    /// Reads a region into a new array of a shape of as many elements.
    fn read_shaped(
        &self,
        region: &Region,
        shape: Shape,
        wanted: Option<DType>,
    ) -> Result<AnyArray> {
        self.check(wanted, region)?;
        filled(self.dtype(), shape, &mut |bytes| self.source.read_block(region, bytes))
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
    pub fn read_region<T: StoredElement>(&self, region: &Region) -> Result<Array<T>> {
        self.read_region_as(region, T::DTYPE).map(T::take)
    }

    #[inline(never)]
    fn read_region_as(&self, region: &Region, wanted: DType) -> Result<AnyArray> {
        self.read_shaped(region, Shape::from(region.shape()), Some(wanted))
            .map_err(|error| self.named(error))
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
    ) -> Result<()> {
        let shape = Shape::from(out.shape());
        if let Some(bytes) = out.as_slice_mut().and_then(T::as_bytes_mut) {
            return self.read_bytes(region, T::DTYPE, shape, bytes);
        }
        self.check_shape(region, T::DTYPE, shape)?;
        out.assign(&self.read_region::<T>(region)?);
        Ok(())
    }

    #[inline(never)]
    fn read_bytes(
        &self,
        region: &Region,
        wanted: DType,
        shape: Shape,
        out: &mut [u8],
    ) -> Result<()> {
        self.check_shape(region, wanted, shape)?;
        let mut read = || {
            self.check(Some(wanted), region)?;
            if out.is_empty() { Ok(()) } else { self.source.read_block(region, out) }
        };
        read().map_err(|error| self.named(error))
    }

    /// Refuses memory of another shape than the region's.
    #[inline(never)]
    fn check_shape(&self, region: &Region, wanted: DType, shape: Shape) -> Result<()> {
        if shape[..] == *region.shape() {
            return Ok(());
        }
        let nbytes = shape.size().saturating_mul(wanted.itemsize()) as u64;
        let (region, shape) = (Box::new(*region), self.shape().to_vec());
        Err(self.named(ErrorKind::Region { region, shape, nbytes }.into()))
    }

    /// The one check of what is read: sources rely on it.
    fn check(&self, wanted: Option<DType>, region: &Region) -> Result<()> {
        let stored = self.dtype();
        if let Some(requested) = wanted.filter(|&wanted| wanted != stored) {
            return Err(ErrorKind::DtypeMismatch { stored, requested }.into());
        }
        self.info().check(region, region.size().saturating_mul(stored.itemsize()))
    }

    pub(crate) fn named(&self, error: Error) -> Error {
        match &self.path {
            Some(path) => error.at(path),
            None => error,
        }
    }
}

/// A copy in C order, as another shape of as many elements.
fn reshaped(view: AnyView<'_>, shape: Shape) -> Result<AnyArray> {
    // Bytes that are booleans stay some.
    filled(view.dtype(), shape, &mut |out| {
        let mut rest = out;
        each_part(view, PIECE, &mut |part| {
            let (here, others) = std::mem::take(&mut rest).split_at_mut(part.len());
            here.copy_from_slice(part);
            rest = others;
            Ok(())
        })
    })
}

/// Bytes that are turned round at once.
const PIECE: usize = 1 << 20;

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

    fn read_block(&self, region: &Region, out: &mut [u8]) -> Result<()> {
        let slices: Vec<SliceItem> = (0..region.ndim())
            .map(|axis| {
                let (start, stop) = (region.start()[axis] as isize, region.stop(axis) as isize);
                let step = region.step()[axis] as isize;
                SliceItem::Range(Slice { start: Some(start), stop: Some(stop), step })
            })
            .collect();
        let part = part_of(self.array.view(), &slices)?;
        match bytes_of(part) {
            Some(bytes) => out.copy_from_slice(bytes),
            None => out.copy_from_slice(bytes_of(part.to_array().view()).unwrap_or_default()),
        }
        Ok(())
    }
}

impl ReadBlocks for Dataset {
    fn info(&self) -> &ArrayInfo {
        self.source.info()
    }

    fn read_block(&self, region: &Region, out: &mut [u8]) -> Result<()> {
        let mut read = || {
            self.info().check(region, out.len())?;
            if out.is_empty() { Ok(()) } else { self.source.read_block(region, out) }
        };
        read().map_err(|error| self.named(error))
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
    ///
    /// # Examples
    /// ```
    /// use nd_core::{DType, s};
    /// use nd_io::{CreateOptions, DatasetWriter, ZarrWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-writer-new-{}", std::process::id()));
    /// let sink = ZarrWriter::create(&path, [2], DType::U8, &CreateOptions::default())?;
    /// let out = DatasetWriter::new(sink);
    /// out.write(s![], &[1u8, 2])?;
    /// out.finish()?;
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(sink: impl WriteBlocks + 'static) -> Self {
        Self { sink: Box::new(sink), path: None }
    }

    pub(crate) fn to_file(sink: impl WriteBlocks + 'static, path: &Path) -> Self {
        Self { sink: Box::new(sink), path: Some(path.to_owned()) }
    }

    /// What is being stored.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    /// use nd_io::CreateOptions;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-writer-info-{}.npy", std::process::id()));
    /// let out = nd_io::create(&path, [2, 3], DType::U8, &CreateOptions::default())?;
    /// assert_eq!(out.info().nbytes()?, 6);
    /// # drop(out);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    ///
    /// # Examples
    /// ```
    /// use nd_core::{DType, s};
    /// use nd_io::CreateOptions;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-write-{}.npy", std::process::id()));
    /// let out = nd_io::create(&path, [2, 3], DType::I32, &CreateOptions::default())?;
    /// out.write(s![0, ..;-1], &[1, 2, 3])?; // backwards
    /// assert!(out.write(s![1, ..], &[1.0, 2.0, 3.0]).is_err()); // nothing is cast silently
    /// out.finish()?;
    /// assert_eq!(nd_io::load::<i32>(&path)?.into_vec(), [3, 2, 1, 0, 0, 0]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write<A>(&self, slice: impl AsRef<[SliceItem]>, a: A) -> Result<()>
    where
        A: ArrayLike<Elem: StoredElement>,
    {
        self.write_view(slice.as_ref(), a.view().into())
    }

    /// Writes a slice of an array whose element type is known at run time only.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, DType, array, s};
    /// use nd_io::CreateOptions;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-write-any-{}.npy", std::process::id()));
    /// let any = AnyArray::from(array![1u8, 2]);
    /// let out = nd_io::create(&path, any.shape(), any.dtype(), &CreateOptions::default())?;
    /// out.write_any(s![], &any)?;
    /// out.finish()?;
    /// assert_eq!(nd_io::load_any(&path)?, any);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_any<'a>(
        &self,
        slice: impl AsRef<[SliceItem]>,
        array: impl Into<AnyView<'a>>,
    ) -> Result<()> {
        self.write_view(slice.as_ref(), array.into())
    }

    #[inline(never)]
    fn write_view(&self, slice: &[SliceItem], view: AnyView<'_>) -> Result<()> {
        let write = || {
            let selection = Selection::new(slice, &self.info().shape)?;
            if view.shape() != &selection.shape[..] {
                let (left, right) = (Box::from(&selection.shape[..]), Box::from(view.shape()));
                let op = Box::from("DatasetWriter::write");
                return Err(ShapeError::Mismatch { op, left, right }.into());
            }
            if !selection.is_flipped() {
                return self.put(&selection.region, view);
            }
            let full = reshaped(view, selection.region_shape())?;
            self.put(&selection.region, part_of(full.view(), &selection.flips)?)
        };
        write().map_err(|error| self.named(error))
    }

    /// Writes a region.
    ///
    /// # Errors
    /// As [`write`](Self::write); [`ErrorKind::Region`] when the region is not inside or the array
    /// has another number of elements.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{DType, array};
    /// use nd_io::{CreateOptions, Region};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-write-region-{}.npy", std::process::id()));
    /// let out = nd_io::create(&path, [2, 2], DType::U8, &CreateOptions::default())?;
    /// out.write_region(&Region::new([0, 1], [2, 1]), &array![[7u8], [8]])?;
    /// assert!(out.write_region(&Region::new([1, 1], [2, 1]), &array![[7u8], [8]]).is_err());
    /// out.finish()?;
    /// assert_eq!(nd_io::load::<u8>(&path)?, array![[0, 7], [0, 8]]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_region<A>(&self, region: &Region, a: A) -> Result<()>
    where
        A: ArrayLike<Elem: StoredElement>,
    {
        self.write_region_view(region, a.view().into())
    }

    /// Writes a region of an array whose element type is known at run time only.
    ///
    /// # Errors
    /// As [`write_region`](Self::write_region).
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, DType, array};
    /// use nd_io::{CreateOptions, Region};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-write-region-any-{}.npy", std::process::id()));
    /// let out = nd_io::create(&path, [2, 2], DType::U8, &CreateOptions::default())?;
    /// out.write_region_any(&Region::new([0, 0], [1, 2]), &AnyArray::from(array![[7u8, 8]]))?;
    /// out.finish()?;
    /// assert_eq!(nd_io::load::<u8>(&path)?, array![[7, 8], [0, 0]]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_region_any<'a>(
        &self,
        region: &Region,
        array: impl Into<AnyView<'a>>,
    ) -> Result<()> {
        self.write_region_view(region, array.into())
    }

    #[inline(never)]
    pub(crate) fn write_region_view(&self, region: &Region, view: AnyView<'_>) -> Result<()> {
        self.put(region, view).map_err(|error| self.named(error))
    }

    fn put(&self, region: &Region, view: AnyView<'_>) -> Result<()> {
        let (stored, given) = (self.info().dtype, view.dtype());
        if stored != given {
            return Err(ErrorKind::WrongElements { stored, given }.into());
        }
        match bytes_of(view) {
            Some(bytes) => self.put_bytes(region, bytes),
            None => {
                let packed = view.to_array();
                self.put_bytes(region, bytes_of(packed.view()).unwrap_or_default())
            }
        }
    }

    /// Writes bytes, after the one check there is: sinks rely on it.
    pub(crate) fn put_bytes(&self, region: &Region, bytes: &[u8]) -> Result<()> {
        self.info().check(region, bytes.len())?;
        if bytes.is_empty() { Ok(()) } else { self.sink.write_block(region, bytes) }
    }

    /// Makes everything written durable, and visible under its name.
    ///
    /// # Errors
    /// The system's.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{DType, array, s};
    /// use nd_io::CreateOptions;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-writer-finish-{}.npy", std::process::id()));
    /// let out = nd_io::create(&path, [3], DType::U8, &CreateOptions::default())?;
    /// out.write(s![1..], &[7u8, 8])?;
    /// assert!(!path.exists()); // not before it is finished
    /// out.finish()?;
    /// assert_eq!(nd_io::load::<u8>(&path)?, array![0, 7, 8]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn finish(self) -> Result<()> {
        let path = self.path;
        self.sink.finish().map_err(|error| match &path {
            Some(path) => error.at(path),
            None => error,
        })
    }

    pub(crate) fn named(&self, error: Error) -> Error {
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
