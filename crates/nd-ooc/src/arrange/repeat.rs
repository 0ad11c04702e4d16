//! An array again and again.

use super::parts::{Course, Parts};
use super::reshape::reshaped;
use crate::regions::per_axis;
use nd_core::{MAX_NDIM, Shape, ShapeError};
use std::sync::Arc;

both! {
    /// The array again and again: so many times along each axis, the last ones if fewer are given; more make new axes
    /// in front.
    ///
    /// # Panics
    /// If a length overflows.
    ///
    /// # NumPy
    /// `np.tile(a, repeats)`.
    ///
    /// # Examples
    /// ```
    /// let x = nd_ooc::arange(0, 2, 1).tile([2, 2]);
    /// assert_eq!(x.compute()?, nd_core::array![[0, 1, 0, 1], [0, 1, 0, 1]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn tile(&self, repeats: impl Into<Shape>) -> Self {
        let repeats = repeats.into();
        let ndim = repeats.ndim().max(self.ndim());
        assert!(ndim <= MAX_NDIM, "tile: {ndim} axes");
        let full = |values: &[usize]| {
            per_axis(ndim, |at| (at + values.len()).checked_sub(ndim).map_or(1, |at| values[at]))
        };
        let (repeats, mut node) = (full(&repeats), reshaped(&self.node, full(self.shape())));
        for axis in 0..ndim {
            let len = node.shape[axis];
            let Some(all) = len.checked_mul(repeats[axis]) else {
                panic!("{}", ShapeError::Overflow { op: "tile", shape: node.shape[..].into() })
            };
            if repeats[axis] != 1 {
                let course = Course::Wrapped { from: 0, len };
                node = Parts { name: "tile", axis, course }.node(vec![Arc::clone(&node)], all);
            }
        }
        Self::of(node)
    }
}
