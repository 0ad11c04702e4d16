//! What every stored array has in common: what it says of itself, and how parts of it are read and
//! written. Formats fill this in; [`Dataset`](crate::Dataset) and out-of-core plans stand on it.

mod attributes;
mod info;
mod region;

mod elements;
mod strided;

#[cfg(feature = "pictures")]
mod bands;
mod contiguous;
#[cfg(any(feature = "hdf5", feature = "pictures", feature = "zarr"))]
mod locks;
mod plain;

pub use attributes::{Attribute, Attributes};
pub use elements::{ByteOrder, MapElement, StoredElement};
pub use info::ArrayInfo;
pub use region::{ChunkGrid, Region};

#[cfg(feature = "pictures")]
pub(crate) use bands::Bands;
pub(crate) use contiguous::{Contiguous, check_room};
pub(crate) use elements::{
    bools, bytes_of, checked_nbytes, each_part, filled, filled_parts, part_of, swap_bytes,
    swap_size,
};
#[cfg(any(feature = "hdf5", feature = "pictures", feature = "zarr"))]
pub(crate) use locks::ChunkLocks;
pub(crate) use plain::{PlainEditor, PlainSink, PlainSource};
pub(crate) use strided::{Strided, copy_strided};

use crate::error::Result;

/// An array, stored anywhere, of which rectangular parts can be read.
///
/// The bytes handed over are elements in C order and in this machine's byte order; complex numbers
/// are their two parts, booleans are bytes 0 and 1 (whoever makes `bool`s of them checks that).
/// Implementations are read from many threads at once.
///
/// Held to its word by [`conformance`](crate::conformance) (feature `conformance`).
///
/// # Examples
/// An array that is computed when it is read:
/// ```
/// use nd_core::{DType, s};
/// use nd_io::{ArrayInfo, Dataset, Error, ReadBlocks, Region};
///
/// struct Squares(ArrayInfo);
///
/// impl ReadBlocks for Squares {
///     fn info(&self) -> &ArrayInfo {
///         &self.0
///     }
///
///     fn read_block(&self, region: &Region, out: &mut [u8]) -> Result<(), Error> {
///         for (k, bytes) in out.chunks_exact_mut(8).enumerate() {
///             let i = (region.start()[0] + k * region.step()[0]) as u64;
///             bytes.copy_from_slice(&(i * i).to_ne_bytes());
///         }
///         Ok(())
///     }
/// }
///
/// let squares = Dataset::new(Squares(ArrayInfo::new([1_000_000], DType::U64)));
/// assert_eq!(squares.read::<u64>(s![2..10;3])?.into_vec(), [4, 25, 64]);
/// # Ok::<(), Error>(())
/// ```
pub trait ReadBlocks: Send + Sync {
    /// What is stored.
    fn info(&self) -> &ArrayInfo;

    /// Fills `out` with the elements of a region.
    ///
    /// The caller has checked that the region lies inside the array, holds elements, and that `out` is
    /// exactly as long as they are: [`Dataset`](crate::Dataset) does, once, so that implementations need
    /// not. What `out` holds after an error is unspecified.
    ///
    /// # Errors
    /// The system's, and whatever is wrong with the file.
    fn read_block(&self, region: &Region, out: &mut [u8]) -> Result<()>;
}

/// An array being stored, of which rectangular parts can be written, in any order, from many threads.
///
/// Bytes are as in [`ReadBlocks`]. What was never written reads as zero, or as the fill value the
/// array was created with. Blocks that do not overlap may be written at the same time, also when
/// they share a chunk; of overlapping ones, one wins, element by element.
pub trait WriteBlocks: Send + Sync {
    /// What is being stored.
    fn info(&self) -> &ArrayInfo;

    /// Writes the elements of a region.
    ///
    /// The caller has checked that the region lies inside the array, holds elements, and that `bytes` is
    /// exactly as long as they are: [`DatasetWriter`](crate::DatasetWriter) does.
    ///
    /// # Errors
    /// The system's. The region's old content may then be lost, other regions' not.
    fn write_block(&self, region: &Region, bytes: &[u8]) -> Result<()>;

    /// Makes everything written durable and the array visible under its name.
    ///
    /// A writer that is dropped without this leaves what was there before, as far as the format
    /// can: always where an array is one file.
    ///
    /// # Errors
    /// The system's.
    fn finish(self: Box<Self>) -> Result<()>;
}
