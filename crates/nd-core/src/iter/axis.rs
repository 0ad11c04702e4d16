//! Views along an axis: one for each index of it, or one for each lane parallel to it.

use crate::array::Array;
use crate::error::ok;
use crate::layout::Layout;
use crate::shape::normalize_axis;
use crate::view::View;
use crate::view_mut::ViewMut;
use crate::walk::{Offsets, offsets};

/// The sub-arrays at each index of one axis; see [`View::axis_iter`].
pub struct AxisIter<'a, T> {
    lanes: Lanes<'a, T>,
}

/// As [`AxisIter`], to write to; see [`Array::axis_iter_mut`].
pub struct AxisIterMut<'a, T> {
    lanes: LanesMut<'a, T>,
}

/// The 1-d views parallel to one axis, in C order of the others; see [`View::lanes`].
pub struct Lanes<'a, T> {
    whole: View<'a, T>,
    piece: Layout,
    starts: Offsets,
}

/// As [`Lanes`], to write to; see [`Array::lanes_mut`].
pub struct LanesMut<'a, T> {
    whole: ViewMut<'a, T>,
    piece: Layout,
    starts: Offsets,
}

/// Splits a layout into one axis and the rest.
fn split(layout: &Layout, axis: usize) -> (Layout, Layout) {
    let mut rest = *layout;
    rest.remove_axis(axis);
    let mut one = *layout;
    for other in (0..layout.ndim()).filter(|&a| a != axis).rev() {
        one.remove_axis(other);
    }
    (one, rest)
}

impl<'a, T> Iterator for Lanes<'a, T> {
    type Item = View<'a, T>;

    fn next(&mut self) -> Option<View<'a, T>> {
        let start = self.starts.next()?;
        // An empty piece reaches nothing: it must not move out of an empty allocation.
        let moved = if self.piece.size() == 0 { 0 } else { start };
        Some(self.whole.relaid(self.piece, moved))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.starts.size_hint()
    }
}
impl<T> ExactSizeIterator for Lanes<'_, T> {}

impl<'a, T> Iterator for LanesMut<'a, T> {
    type Item = ViewMut<'a, T>;

    fn next(&mut self) -> Option<ViewMut<'a, T>> {
        let start = self.starts.next()?;
        let moved = if self.piece.size() == 0 { 0 } else { start };
        // `starts` and `piece` split the axes of `whole` between them, so each start gives other
        // elements.
        Some(self.whole.apart(self.piece, moved))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.starts.size_hint()
    }
}
impl<T> ExactSizeIterator for LanesMut<'_, T> {}

impl<'a, T> Iterator for AxisIter<'a, T> {
    type Item = View<'a, T>;
    fn next(&mut self) -> Option<View<'a, T>> {
        self.lanes.next()
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.lanes.size_hint()
    }
}
impl<T> ExactSizeIterator for AxisIter<'_, T> {}

impl<'a, T> Iterator for AxisIterMut<'a, T> {
    type Item = ViewMut<'a, T>;
    fn next(&mut self) -> Option<ViewMut<'a, T>> {
        self.lanes.next()
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.lanes.size_hint()
    }
}
impl<T> ExactSizeIterator for AxisIterMut<'_, T> {}

impl<'a, T> View<'a, T> {
    /// The sub-arrays at each index of `axis`, which they no longer have.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![[1, 2], [3, 4]];
    /// let columns: Vec<_> = a.axis_iter(1).collect();
    /// assert_eq!(columns[1], array![2, 4]);
    /// ```
    /// ```should_panic
    /// nd_core::array![1].axis_iter(1);
    /// ```
    #[track_caller]
    pub fn axis_iter(self, axis: isize) -> AxisIter<'a, T> {
        let axis = ok(normalize_axis("axis_iter", axis, self.ndim()));
        let (one, rest) = split(self.layout(), axis);
        AxisIter { lanes: Lanes { whole: self, piece: rest, starts: offsets(&one) } }
    }

    /// The sub-arrays at each index of the first axis.
    ///
    /// # Panics
    /// If the array is 0-d.
    ///
    /// # NumPy
    /// `for row in a`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![[1, 2], [3, 4]];
    /// let sums: Vec<i32> = a.outer_iter().map(|row| row.iter().sum()).collect();
    /// assert_eq!(sums, [3, 7]);
    /// ```
    #[track_caller]
    pub fn outer_iter(self) -> AxisIter<'a, T> {
        self.axis_iter(0)
    }

    /// The 1-d views parallel to `axis`, in C order of the other axes.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![[1, 2, 3], [4, 5, 6]];
    /// assert_eq!(a.lanes(0).len(), 3);
    /// assert_eq!(a.lanes(-1).next().unwrap(), array![1, 2, 3]);
    /// ```
    /// ```should_panic
    /// nd_core::array![1].lanes(1);
    /// ```
    #[track_caller]
    pub fn lanes(self, axis: isize) -> Lanes<'a, T> {
        let axis = ok(normalize_axis("lanes", axis, self.ndim()));
        let (one, rest) = split(self.layout(), axis);
        Lanes { whole: self, piece: one, starts: offsets(&rest) }
    }
}

macro_rules! iterate_axis_mut {
    ($($Type:ty, $view_mut:ident;)*) => {$(
        impl<T> $Type {
            /// The sub-arrays at each index of `axis`, to write to.
            ///
            /// # Panics
            /// If there is no such axis.
            ///
            /// # Examples
            /// ```
            /// use nd_core::array;
            ///
            /// let mut a = array![[1, 2], [3, 4]];
            /// for (k, mut column) in a.axis_iter_mut(1).enumerate() {
            ///     column.fill(k);
            /// }
            /// assert_eq!(a, array![[0, 1], [0, 1]]);
            /// ```
            #[track_caller]
            pub fn axis_iter_mut(&mut self, axis: isize) -> AxisIterMut<'_, T> {
                let axis = ok(normalize_axis("axis_iter_mut", axis, self.ndim()));
                let (one, rest) = split(self.layout(), axis);
                let whole = self.$view_mut();
                AxisIterMut { lanes: LanesMut { whole, piece: rest, starts: offsets(&one) } }
            }

            /// The sub-arrays at each index of the first axis, to write to.
            ///
            /// # Panics
            /// If the array is 0-d.
            ///
            /// # Examples
            /// ```
            /// use nd_core::array;
            ///
            /// let mut a = array![[0, 0], [0, 0]];
            /// for (i, mut row) in a.outer_iter_mut().enumerate() {
            ///     row.fill(i);
            /// }
            /// assert_eq!(a, array![[0, 0], [1, 1]]);
            /// ```
            #[track_caller]
            pub fn outer_iter_mut(&mut self) -> AxisIterMut<'_, T> {
                self.axis_iter_mut(0)
            }

            /// The 1-d views parallel to `axis`, to write to.
            ///
            /// # Panics
            /// If there is no such axis.
            ///
            /// # Examples
            /// ```
            /// use nd_core::array;
            ///
            /// let mut a = array![[3, 1], [4, 2]];
            /// for mut lane in a.lanes_mut(0) {
            ///     lane[[0]] = 0;
            /// }
            /// assert_eq!(a, array![[0, 0], [4, 2]]);
            /// ```
            #[track_caller]
            pub fn lanes_mut(&mut self, axis: isize) -> LanesMut<'_, T> {
                let axis = ok(normalize_axis("lanes_mut", axis, self.ndim()));
                let (one, rest) = split(self.layout(), axis);
                LanesMut { whole: self.$view_mut(), piece: one, starts: offsets(&rest) }
            }
        }
    )*};
}
iterate_axis_mut! {
    Array<T>, view_mut;
    ViewMut<'_, T>, reborrow;
}
