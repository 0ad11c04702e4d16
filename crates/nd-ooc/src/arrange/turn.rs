//! Axes backwards, and around.

use super::axes::resolved;
use super::parts::{Course, Parts};
use crate::node::Node;
use nd_core::{Slice, SliceItem};
use std::sync::Arc;

/// The elements moved along an axis, those that fall off coming in at the other end.
fn rolled(node: &Arc<Node>, shift: isize, axis: usize) -> Arc<Node> {
    let len = node.shape[axis];
    let from =
        (shift as i128).checked_rem_euclid(len as i128).map_or(0, |by| (len - by as usize) % len);
    if from == 0 {
        return Arc::clone(node);
    }
    Parts { name: "roll", axis, course: Course::Wrapped { from, len } }
        .node(vec![Arc::clone(node)], len)
}

both! {
    /// One axis backwards.
    ///
    /// # Panics
    /// If the axis does not exist.
    ///
    /// # NumPy
    /// `np.flip(a, axis)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ooc::arange(0, 3, 1).flip(0).compute()?, nd_core::array![2, 1, 0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn flip(&self, axis: isize) -> Self {
        let axis = resolved("flip", axis, self.ndim());
        let mut items = vec![SliceItem::Range(Slice::ALL); self.ndim()];
        items[axis] = SliceItem::Range(Slice::ALL.step_by(-1));
        self.slice(items)
    }

    /// All axes backwards.
    ///
    /// # NumPy
    /// `np.flip(a)`.
    ///
    /// # Examples
    /// ```
    /// let x = nd_ooc::Chunked::from(nd_core::array![[1, 2], [3, 4]]);
    /// assert_eq!(x.flip_all().compute()?, nd_core::array![[4, 3], [2, 1]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    pub fn flip_all(&self) -> Self {
        self.slice(vec![SliceItem::Range(Slice::ALL.step_by(-1)); self.ndim()])
    }

    /// The elements moved along an axis, towards its end for a positive `shift`; those that fall off come in at the
    /// other end.
    ///
    /// # Panics
    /// If the axis does not exist.
    ///
    /// # NumPy
    /// `np.roll(a, shift, axis)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ooc::arange(0, 4, 1).roll(1, 0).compute()?, nd_core::array![3, 0, 1, 2]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn roll(&self, shift: isize, axis: isize) -> Self {
        Self::of(rolled(&self.node, shift, resolved("roll", axis, self.ndim())))
    }

    /// The elements moved along several axes: by so much along which axis. Shifts along one axis add up.
    ///
    /// # Panics
    /// If an axis does not exist.
    ///
    /// # NumPy
    /// `np.roll(a, shifts, axes)`.
    ///
    /// # Examples
    /// ```
    /// let x = nd_ooc::Chunked::from(nd_core::array![[1, 2], [3, 4]]);
    /// assert_eq!(x.roll_axes(&[(1, 0), (1, 1)]).compute()?, nd_core::array![[4, 3], [2, 1]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn roll_axes(&self, shifts: &[(isize, isize)]) -> Self {
        let axes: Vec<usize> =
            shifts.iter().map(|&(_, axis)| resolved("roll", axis, self.ndim())).collect();
        let mut node = Arc::clone(&self.node);
        for (&(shift, _), axis) in shifts.iter().zip(axes) {
            node = rolled(&node, shift, axis);
        }
        Self::of(node)
    }
}
