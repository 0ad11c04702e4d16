//! [`Index`]: the type in which positions along an axis are kept.

use std::fmt::Debug;

/// The type in which the positions of stored entries are kept: `u32`, or `usize` for axes longer than 2³².
///
/// Row starts are always `usize`, so that the number of entries has no limit but memory: `u32` limits the
/// length of an axis alone. Nothing narrows in silence; where an axis does not fit, there is an error.
///
/// # SciPy
/// `int32` or `int64` for positions and starts together, chosen by the values; here by the type.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, Index};
///
/// assert_eq!(<u32 as Index>::LONGEST, 1 << 32);
/// let long = Csr::<f64, usize>::zeros([2, 1 << 40]);
/// assert_eq!(long.shape(), [2, 1 << 40]);
/// ```
pub trait Index: sealed::Sealed + Copy + Ord + Default + Debug + Send + Sync + 'static {
    /// The longest axis whose positions all fit.
    const LONGEST: usize;

    /// The position as an index; it must be less than [`LONGEST`](Self::LONGEST).
    fn from_position(position: usize) -> Self;

    /// The index as a position.
    fn position(self) -> usize;
}

impl Index for u32 {
    // On machines whose `usize` has 32 bits every axis is short enough.
    const LONGEST: usize = if usize::BITS > 32 { 1 << (usize::BITS / 2) } else { usize::MAX };

    #[inline(always)]
    fn from_position(position: usize) -> u32 {
        debug_assert!(position < Self::LONGEST, "position {position} in 32 bits");
        position as u32
    }

    #[inline(always)]
    fn position(self) -> usize {
        self as usize
    }
}

impl Index for usize {
    const LONGEST: usize = usize::MAX;

    #[inline(always)]
    fn from_position(position: usize) -> usize {
        position
    }

    #[inline(always)]
    fn position(self) -> usize {
        self
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for u32 {}
    impl Sealed for usize {}
}
