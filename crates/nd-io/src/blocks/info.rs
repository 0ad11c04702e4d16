//! [`ArrayInfo`]: what a stored array says of itself.

use nd_core::{DType, Shape};

use super::attributes::{Attribute, Attributes};
use super::region::{ChunkGrid, Region, per_axis};
use crate::error::{Error, ErrorKind};

/// What a stored array says of itself: shape, element type, chunks, attributes.
///
/// # Examples
/// ```
/// use nd_core::DType;
/// use nd_io::ArrayInfo;
///
/// let mut info = ArrayInfo::new([1000, 1000], DType::F32);
/// info.chunks = Some([256, 256].into());
/// info.attributes.insert("units".into(), "kelvin".into());
/// assert_eq!((info.size(), info.nbytes()?), (1_000_000, 4_000_000));
/// assert_eq!(info.grid().counts(), [4, 4]);
/// # Ok::<(), nd_io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ArrayInfo {
    /// The extents.
    pub shape: Shape,
    /// The element type.
    pub dtype: DType,
    /// Extents of the chunks, each of which is read and written as a whole; `None` where any part
    /// is as cheap as any other. The last chunk along an axis may be shorter.
    pub chunks: Option<Shape>,
    /// How the elements are packed, in words: `"gzip 6, shuffle"`; empty when they are not.
    pub compression: String,
    /// Names of the axes, where the format has them; `None` for an axis without.
    pub dimension_names: Option<Vec<Option<String>>>,
    /// Small values stored beside the array.
    pub attributes: Attributes,
    /// The element that the format has for what was never written, where it may stand for `_FillValue` (Zarr 2).
    pub(crate) fill: Option<Attribute>,
    /// Whether the elements are characters, and numbers only by their codes (netCDF classic).
    pub(crate) is_text: bool,
}

impl ArrayInfo {
    /// An array without chunks and attributes.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    /// use nd_io::ArrayInfo;
    ///
    /// let info = ArrayInfo::new([2, 3], DType::F32);
    /// assert_eq!((&info.shape[..], info.dtype), (&[2, 3][..], DType::F32));
    /// assert!(info.chunks.is_none() && info.attributes.is_empty());
    /// ```
    #[must_use]
    pub fn new(shape: impl Into<Shape>, dtype: DType) -> Self {
        Self {
            shape: shape.into(),
            dtype,
            chunks: None,
            compression: String::new(),
            dimension_names: None,
            attributes: Attributes::new(),
            fill: None,
            is_text: false,
        }
    }

    /// Number of elements, saturating.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    /// use nd_io::ArrayInfo;
    ///
    /// assert_eq!(ArrayInfo::new([2, 3], DType::F32).size(), 6);
    /// assert_eq!(ArrayInfo::new([usize::MAX, 2], DType::F32).size(), usize::MAX);
    /// ```
    #[must_use]
    pub fn size(&self) -> usize {
        self.shape.iter().fold(1, |size: usize, &n| size.saturating_mul(n))
    }

    /// Bytes that all elements take in memory.
    ///
    /// # Errors
    /// [`ErrorKind::Shape`] when they do not fit the address space.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    /// use nd_io::ArrayInfo;
    ///
    /// assert_eq!(ArrayInfo::new([3, 5], DType::F64).nbytes()?, 120);
    /// assert!(ArrayInfo::new([1 << 40, 1 << 40], DType::F64).nbytes().is_err());
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn nbytes(&self) -> Result<usize, Error> {
        super::elements::checked_nbytes(&self.shape, self.dtype.itemsize())
    }

    /// The chunks as a grid; one chunk where there are none.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    /// use nd_io::ArrayInfo;
    ///
    /// let mut info = ArrayInfo::new([10, 10], DType::U8);
    /// assert_eq!(info.grid().len(), 1);
    /// info.chunks = Some([4, 5].into());
    /// assert_eq!(info.grid().counts(), [3, 2]);
    /// ```
    #[must_use]
    pub fn grid(&self) -> ChunkGrid {
        ChunkGrid::new(self.shape, self.chunks.unwrap_or(self.shape))
    }

    /// Regions that together are the whole array, in C order, each of at most `max_bytes` and of whole
    /// chunks: what to read and write one after the other.
    ///
    /// A region is never less than a chunk, or an element, whatever `max_bytes` says.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    /// use nd_io::{ArrayInfo, Region};
    ///
    /// let mut info = ArrayInfo::new([100, 50], DType::F64);
    /// let rows: Vec<Region> = info.blocks(12_000).collect();
    /// assert_eq!((rows.len(), rows[3]), (4, Region::new([90, 0], [10, 50])));
    ///
    /// info.chunks = Some([32, 16].into());
    /// assert_eq!(info.blocks(10_000).next(), Some(Region::new([0, 0], [32, 32]))); // two chunks
    /// assert_eq!(info.blocks(1).count(), 16); // a chunk each
    /// ```
    pub fn blocks(&self, max_bytes: usize) -> impl Iterator<Item = Region> + use<> {
        let ndim = self.shape.len();
        let mut block = self.chunks.unwrap_or_else(|| per_axis(ndim, |_| 1));
        let bytes = block.iter().fold(self.dtype.itemsize(), |bytes, &n| bytes.saturating_mul(n));
        let mut room = (max_bytes / bytes.max(1)).max(1);
        // The last axes first: what is read together then stands together.
        for axis in (0..ndim).rev() {
            let count = self.shape[axis].div_ceil(block[axis].max(1)).max(1);
            let taken = count.min(room);
            block[axis] *= taken;
            if taken < count {
                break;
            }
            room /= taken;
        }
        let grid = ChunkGrid::new(self.shape, block);
        grid.overlapping(&Region::all(self.shape)).map(move |index| grid.block(&index))
    }

    /// Checks that a region lies inside, and a buffer is as long as its elements.
    ///
    /// # Errors
    /// [`ErrorKind::Region`].
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    /// use nd_io::{ArrayInfo, Region};
    ///
    /// let info = ArrayInfo::new([3, 5], DType::U16);
    /// assert!(info.check(&Region::new([1, 0], [2, 5]), 20).is_ok());
    /// assert!(info.check(&Region::new([2, 0], [2, 5]), 20).is_err()); // leads out
    /// assert!(info.check(&Region::new([1, 0], [2, 5]), 10).is_err()); // elements take two bytes
    /// ```
    pub fn check(&self, region: &Region, nbytes: usize) -> Result<(), Error> {
        let inside = region.ndim() == self.shape.len()
            && (0..region.ndim()).all(|axis| region.stop(axis) <= self.shape[axis]);
        let want = region.size().checked_mul(self.dtype.itemsize());
        if inside && want == Some(nbytes) {
            return Ok(());
        }
        Err(ErrorKind::Region {
            region: Box::new(*region),
            shape: self.shape.to_vec(),
            nbytes: nbytes as u64,
        }
        .into())
    }
}
