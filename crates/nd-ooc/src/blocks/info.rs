//! [`BlockInfo`]: where a block is.

use nd_core::Shape;
use nd_io::Region;

/// Where a block is that a function is called with.
///
/// # Examples
/// ```
/// use nd_core::{Array, View};
/// use nd_ooc::{BlockInfo, Chunked};
///
/// let x = nd_ooc::full([4, 6], 1.0);
/// let rows = x.map_blocks(|block: View<'_, f64>, at: &BlockInfo| {
///     assert_eq!((at.index(), at.counts()), (&[0, 0][..], &[1, 1][..])); // x is one chunk
///     Array::from_fn(block.shape(), |k| (at.region().start()[0] + k[0]) as i64)
/// });
/// assert_eq!(rows.sum().value()?, 36);
/// # Ok::<(), nd_ooc::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct BlockInfo {
    pub(super) region: Region,
    pub(super) result: Region,
    pub(super) index: Shape,
    pub(super) counts: Shape,
}

impl BlockInfo {
    /// The part of the array that the block is.
    ///
    /// # Examples
    /// See [`BlockInfo`].
    #[must_use]
    pub fn region(&self) -> &Region {
        &self.region
    }

    /// The part of the result that is made of it.
    ///
    /// # Examples
    /// See [`BlockInfo`].
    #[must_use]
    pub fn result(&self) -> &Region {
        &self.result
    }

    /// Which of the chunks it is, along each axis.
    ///
    /// # Examples
    /// See [`BlockInfo`].
    #[must_use]
    pub fn index(&self) -> &[usize] {
        &self.index
    }

    /// How many chunks there are along each axis.
    ///
    /// # Examples
    /// See [`BlockInfo`].
    #[must_use]
    pub fn counts(&self) -> &[usize] {
        &self.counts
    }
}
