//! Sliding windows and exact chunks: equal boxes laid over an array.

use crate::array::Array;
use crate::error::{ShapeError, ok};
use crate::layout::Layout;
use crate::shape::Shape;
use crate::view::View;
use crate::view_mut::ViewMut;
use crate::walk::{Offsets, offsets};

/// Equal boxes over an array, in C order of their positions; see [`View::windows`] and
/// [`View::exact_chunks`].
pub struct Windows<'a, T> {
    whole: View<'a, T>,
    piece: Layout,
    starts: Offsets,
}

/// Disjoint boxes to write to; see [`Array::exact_chunks_mut`].
pub struct ExactChunksMut<'a, T> {
    whole: ViewMut<'a, T>,
    piece: Layout,
    starts: Offsets,
}

/// The box's own layout, checked against the array's.
fn piece(op: &'static str, whole: &Layout, shape: Shape) -> Result<Layout, ShapeError> {
    if shape.ndim() != whole.ndim() || shape.contains(&0) {
        let (left, right) = (whole.shape.as_slice().into(), shape.as_slice().into());
        return Err(ShapeError::Mismatch {
            op: format!("{op} of non-zero lengths").into(),
            left,
            right,
        });
    }
    Layout::try_new(shape, whole.strides)
}

/// Every position at which the box fits.
fn sliding(whole: &Layout, piece: &Layout) -> Layout {
    let mut starts = *whole;
    for (n, &k) in starts.shape.iter_mut().zip(piece.shape.iter()) {
        *n = (*n + 1).saturating_sub(k);
    }
    starts
}

/// Positions one box apart; what is left over at the ends is not visited.
fn tiling(whole: &Layout, piece: &Layout) -> Layout {
    let mut starts = *whole;
    for axis in 0..whole.ndim() {
        let k = piece.shape[axis];
        starts.shape[axis] /= k;
        if starts.shape[axis] > 1 {
            starts.strides[axis] *= k as isize;
        }
    }
    starts
}

impl<'a, T> Iterator for Windows<'a, T> {
    type Item = View<'a, T>;

    fn next(&mut self) -> Option<View<'a, T>> {
        Some(self.whole.relaid(self.piece, self.starts.next()?))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.starts.size_hint()
    }
}
impl<T> ExactSizeIterator for Windows<'_, T> {}

impl<'a, T> Iterator for ExactChunksMut<'a, T> {
    type Item = ViewMut<'a, T>;

    fn next(&mut self) -> Option<ViewMut<'a, T>> {
        let start = self.starts.next()?;
        // Boxes one box apart share no element, and all of them fit.
        Some(self.whole.apart(self.piece, start))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.starts.size_hint()
    }
}
impl<T> ExactSizeIterator for ExactChunksMut<'_, T> {}

impl<'a, T> View<'a, T> {
    /// All boxes of `shape` inside the array, overlapping, in C order of their positions.
    ///
    /// # Panics
    /// If `shape` has another number of axes, or a length of 0.
    ///
    /// # NumPy
    /// `np.lib.stride_tricks.sliding_window_view(a, shape)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_core::array![1, 2, 3, 4];
    /// let sums: Vec<i32> = a.windows([2]).map(|w| w.iter().sum()).collect();
    /// assert_eq!(sums, [3, 5, 7]);
    /// assert_eq!(a.windows([5]).len(), 0);
    /// ```
    /// ```should_panic
    /// nd_core::array![1, 2].windows([0]);
    /// ```
    #[track_caller]
    pub fn windows(self, shape: impl Into<Shape>) -> Windows<'a, T> {
        let piece = ok(piece("windows", self.layout(), shape.into()));
        Windows { whole: self, piece, starts: offsets(&sliding(self.layout(), &piece)) }
    }

    /// All boxes of `shape` inside the array, overlapping, as one view: the last axes are those of a box.
    ///
    /// `[n, …]` and `shape` `[k, …]` → `[n - k + 1, …, k, …]`, of length 0 where a box is longer than its axis.
    /// Nothing is copied: elements are seen many times.
    ///
    /// # Panics
    /// If `shape` has another number of axes, or a length of 0, or the view more axes than an array may have.
    ///
    /// # NumPy
    /// `np.lib.stride_tricks.sliding_window_view(a, shape)`, which refuses boxes longer than their axis.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![1, 2, 3, 4];
    /// assert_eq!(a.sliding_window_view([3]), array![[1, 2, 3], [2, 3, 4]]);
    /// assert_eq!(array![[1, 2], [3, 4]].sliding_window_view([2, 1]).shape(), [1, 2, 2, 1]);
    /// assert_eq!(a.sliding_window_view([5]).shape(), [0, 5]);
    /// ```
    /// ```should_panic
    /// nd_core::array![1, 2].sliding_window_view([0]);
    /// ```
    #[track_caller]
    pub fn sliding_window_view(self, shape: impl Into<Shape>) -> View<'a, T> {
        let piece = ok(piece("sliding_window_view", self.layout(), shape.into()));
        let mut all = sliding(self.layout(), &piece);
        for (&n, &stride) in piece.shape.iter().zip(piece.strides.iter()) {
            ok(all.shape.try_push(n).and(all.strides.try_push(stride)));
        }
        ok(all.shape.size_for(size_of::<T>(), "sliding_window_view"));
        self.relaid(all, 0)
    }

    /// The array cut into boxes of `shape`; what does not fill a box at the ends is left out.
    ///
    /// # Panics
    /// If `shape` has another number of axes, or a length of 0.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![1, 2, 3, 4, 5];
    /// let chunks: Vec<_> = a.exact_chunks([2]).collect();
    /// assert_eq!(chunks, [array![1, 2], array![3, 4]]);
    /// ```
    /// ```should_panic
    /// nd_core::array![1, 2].exact_chunks([1, 1]);
    /// ```
    #[track_caller]
    pub fn exact_chunks(self, shape: impl Into<Shape>) -> Windows<'a, T> {
        let piece = ok(piece("exact_chunks", self.layout(), shape.into()));
        Windows { whole: self, piece, starts: offsets(&tiling(self.layout(), &piece)) }
    }
}

macro_rules! chunk_mut {
    ($($Type:ty, $view_mut:ident;)*) => {$(
        impl<T> $Type {
            /// The array cut into boxes of `shape`, to write to; see [`View::exact_chunks`].
            ///
            /// # Panics
            /// If `shape` has another number of axes, or a length of 0.
            ///
            /// # Examples
            /// ```
            /// let mut a = nd_core::array![1, 2, 3, 4, 5];
            /// for (k, mut chunk) in a.exact_chunks_mut([2]).enumerate() {
            ///     chunk.fill(k as i32);
            /// }
            /// assert_eq!(a, nd_core::array![0, 0, 1, 1, 5]);
            /// ```
            #[track_caller]
            pub fn exact_chunks_mut(&mut self, shape: impl Into<Shape>) -> ExactChunksMut<'_, T> {
                let piece = ok(piece("exact_chunks_mut", self.layout(), shape.into()));
                let starts = offsets(&tiling(self.layout(), &piece));
                ExactChunksMut { whole: self.$view_mut(), piece, starts }
            }
        }
    )*};
}
chunk_mut! {
    Array<T>, view_mut;
    ViewMut<'_, T>, reborrow;
}
