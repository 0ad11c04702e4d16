//! Iteration: over elements, indexed elements, axes, lanes, windows and chunks.
//!
//! These are for code that wants one thing at a time. Whole-array arithmetic is faster
//! through operators and [`zip`](crate::zip), which see runs of elements.

mod axis;
mod elements;
mod windows;

pub use axis::{AxisIter, AxisIterMut, Lanes, LanesMut};
pub use elements::{IndexedIter, IndexedIterMut, Iter, IterMut};
pub use windows::{ExactChunksMut, Windows};
