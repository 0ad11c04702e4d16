//! The same elements with other axes: attributes, permutations, reshaping.

use crate::array::Array;
use crate::axes::{normalize_axes, permutation};
use crate::cow::CowArray;
use crate::error::{ShapeError, ok};
use crate::layout::Layout;
use crate::shape::{MAX_NDIM, PerAxis, Shape, normalize_axis};
use crate::view::View;

/// The shape that [`reshape`](View::reshape) takes: lengths, one of which may be `-1`.
#[derive(Clone, Copy, Debug)]
pub struct NewShape(PerAxis<isize>);

macro_rules! new_shape {
    ($($I:ty)*) => {$(
        impl<const N: usize> From<[$I; N]> for NewShape {
            fn from(lengths: [$I; N]) -> NewShape {
                // A length beyond `isize` cannot be met: it is refused like any wrong size.
                NewShape(PerAxis::from(lengths.map(|n| isize::try_from(n).unwrap_or(isize::MAX))))
            }
        }
        impl From<$I> for NewShape {
            fn from(length: $I) -> NewShape {
                NewShape::from([length])
            }
        }
    )*};
}
new_shape!(i32 isize usize);

impl From<Shape> for NewShape {
    fn from(shape: Shape) -> NewShape {
        NewShape::from(shape.as_slice())
    }
}

impl From<&[usize]> for NewShape {
    /// # Panics
    /// If there are more than [`MAX_NDIM`] lengths.
    #[track_caller]
    fn from(lengths: &[usize]) -> NewShape {
        let mut out = PerAxis::filled(lengths.len().min(MAX_NDIM), 0);
        if lengths.len() > MAX_NDIM {
            ShapeError::TooManyAxes { op: "reshape", ndim: lengths.len() }.panic();
        }
        for (slot, &n) in out.iter_mut().zip(lengths) {
            *slot = isize::try_from(n).unwrap_or(isize::MAX);
        }
        NewShape(out)
    }
}

impl NewShape {
    /// Finds the length of the `-1` axis, and checks the size.
    fn resolve(&self, from: &Shape) -> Result<Shape, ShapeError> {
        let refuse =
            || ShapeError::Reshape { from: from.as_slice().into(), to: self.0.as_slice().into() };
        let mut shape = Shape::filled(self.0.ndim(), 1);
        let mut unknown = None;
        for (axis, &n) in self.0.iter().enumerate() {
            if n == -1 && unknown.is_none() {
                unknown = Some(axis);
            } else {
                shape[axis] = usize::try_from(n).map_err(|_| refuse())?;
            }
        }
        let known = shape.checked_size().ok_or_else(refuse)?;
        let size = from.size();
        if let Some(axis) = unknown {
            if known == 0 || !size.is_multiple_of(known) {
                return Err(refuse());
            }
            shape[axis] = size / known;
        } else if known != size {
            return Err(refuse());
        }
        Ok(shape)
    }
}

impl<'a, T> View<'a, T> {
    /// The number of axes.
    ///
    /// # NumPy
    /// `a.ndim`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{array, s};
    ///
    /// let a = array![[1, 2], [3, 4]];
    /// assert_eq!(a.view().ndim(), 2);
    /// assert_eq!(a.slice(s![0, 1]).ndim(), 0);
    /// ```
    #[inline]
    pub fn ndim(self) -> usize {
        self.layout().ndim()
    }

    /// The number of elements.
    ///
    /// # NumPy
    /// `a.size`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    ///
    /// assert_eq!(array![[1, 2], [3, 4]].view().size(), 4);
    /// assert_eq!(array![7].broadcast_to([5, 3]).size(), 15); // as often as an index reaches it
    /// assert_eq!(Array::full((), 7).view().size(), 1);
    /// ```
    #[inline]
    pub fn size(self) -> usize {
        self.layout().size()
    }

    /// Whether there is no element.
    ///
    /// # NumPy
    /// `a.size == 0`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    ///
    /// assert!(Array::<i32>::zeros([3, 0]).view().is_empty());
    /// assert!(!Array::<i32>::zeros(()).view().is_empty()); // 0-d: one element
    /// ```
    #[inline]
    pub fn is_empty(self) -> bool {
        self.shape().contains(&0)
    }

    /// The size of one element in bytes.
    ///
    /// # NumPy
    /// `a.itemsize`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Complex, array};
    ///
    /// assert_eq!(array![1u8].view().itemsize(), 1);
    /// assert_eq!(array![Complex::new(1f32, 0.0)].view().itemsize(), 8);
    /// ```
    #[inline]
    pub fn itemsize(self) -> usize {
        size_of::<T>()
    }

    /// The size of all elements in bytes, each counted as often as an index reaches it.
    ///
    /// # NumPy
    /// `a.nbytes`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    ///
    /// let a = Array::<f32>::zeros([2, 3]);
    /// assert_eq!(a.nbytes(), 24);
    /// assert_eq!(a.broadcast_to([4, 2, 3]).nbytes(), 96); // though no memory was added
    /// ```
    #[inline]
    pub fn nbytes(self) -> usize {
        self.size().saturating_mul(size_of::<T>())
    }

    /// Whether C order visits the elements one after the other in memory.
    ///
    /// # NumPy
    /// `a.flags.c_contiguous`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{array, s};
    ///
    /// let a = array![[1, 2], [3, 4]];
    /// assert!(a.is_c_contiguous() && a.slice(s![1]).is_c_contiguous());
    /// assert!(!a.t().is_c_contiguous() && !a.slice(s![.., 1]).is_c_contiguous());
    /// ```
    #[inline]
    pub fn is_c_contiguous(self) -> bool {
        self.layout().is_c_contiguous()
    }

    /// Whether Fortran order visits the elements one after the other in memory.
    ///
    /// # NumPy
    /// `a.flags.f_contiguous`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![[1, 2], [3, 4]];
    /// assert!(a.t().is_f_contiguous() && !a.is_f_contiguous());
    /// ```
    #[inline]
    pub fn is_f_contiguous(self) -> bool {
        self.layout().is_f_contiguous()
    }

    /// Whether the memory ranges of two views meet; like NumPy's bounds check it may be
    /// `true` for views whose elements interleave.
    ///
    /// # NumPy
    /// `np.may_share_memory(a, b)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{array, s};
    ///
    /// let a = array![1, 2, 3, 4];
    /// assert!(a.slice(s![..3]).overlaps(a.slice(s![2..])));
    /// assert!(!a.slice(s![..2]).overlaps(a.slice(s![2..])));
    /// ```
    pub fn overlaps<U>(self, other: View<'_, U>) -> bool {
        match (self.byte_range(), other.byte_range()) {
            (Some((a, b)), Some((c, d))) => a < d && c < b,
            _ => false,
        }
    }

    fn byte_range(self) -> Option<(isize, isize)> {
        let (low, high) = self.layout().offset_range()?;
        let (at, item) = (self.as_ptr() as isize, size_of::<T>() as isize);
        Some((at + low * item, at + (high + 1) * item))
    }

    /// The lengths of all axes, for a known number of them.
    ///
    /// # Panics
    /// If the number of axes is not `N`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_core::Array::<f32>::zeros([3, 4]);
    /// let [h, w] = a.dims();
    /// assert_eq!((h, w), (3, 4));
    /// ```
    /// ```should_panic
    /// let [h, w] = nd_core::Array::<f32>::zeros([3]).dims();
    /// ```
    #[track_caller]
    #[inline]
    pub fn dims<const N: usize>(self) -> [usize; N] {
        match self.shape().try_into() {
            Ok(lengths) => lengths,
            Err(_) => panic!("dims: {N} axes wanted, shape {:?} has {}", self.shape(), self.ndim()),
        }
    }

    /// Axes in the order `axes`; negative ones count from the end.
    ///
    /// # Panics
    /// If `axes` is not a permutation of all axes.
    ///
    /// # NumPy
    /// `np.permute_dims(a, axes)`, `a.transpose(axes)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_core::Array::<u8>::zeros([2, 3, 4]);
    /// assert_eq!(a.permute_dims(&[2, 0, 1]).shape(), [4, 2, 3]);
    /// ```
    /// ```should_panic
    /// nd_core::Array::<u8>::zeros([2, 3]).permute_dims(&[0, 0]);
    /// ```
    #[track_caller]
    pub fn permute_dims(self, axes: &[isize]) -> View<'a, T> {
        ok(self.try_permute_dims(axes))
    }

    /// As [`permute_dims`](Self::permute_dims), for axes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Permutation`].
    ///
    /// # Examples
    /// ```
    /// assert!(nd_core::array![1, 2].try_permute_dims(&[1]).is_err());
    /// ```
    pub fn try_permute_dims(self, axes: &[isize]) -> Result<View<'a, T>, ShapeError> {
        let axes = permutation("permute_dims", axes, &self.layout().shape)?;
        Ok(self.relaid(self.layout().permuted(&axes), 0))
    }

    /// All axes reversed; [`t`](Self::t) by NumPy's long name.
    ///
    /// # NumPy
    /// `a.transpose()`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    ///
    /// let a = Array::<u8>::zeros([2, 3, 4]);
    /// assert_eq!(a.transpose().shape(), [4, 3, 2]);
    /// ```
    pub fn transpose(self) -> View<'a, T> {
        self.t()
    }

    /// Two axes exchanged.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # NumPy
    /// `np.swapaxes(a, first, second)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_core::Array::<u8>::zeros([2, 3, 4]);
    /// assert_eq!(a.swapaxes(0, -1).shape(), [4, 3, 2]);
    /// ```
    /// ```should_panic
    /// nd_core::array![1].swapaxes(0, 1);
    /// ```
    #[track_caller]
    pub fn swapaxes(self, first: isize, second: isize) -> View<'a, T> {
        let first = ok(normalize_axis("swapaxes", first, self.ndim()));
        let second = ok(normalize_axis("swapaxes", second, self.ndim()));
        let mut layout = *self.layout();
        layout.shape.swap(first, second);
        layout.strides.swap(first, second);
        self.relaid(layout, 0)
    }

    /// One axis moved to another place; the others keep their order.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # NumPy
    /// `np.moveaxis(a, source, destination)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_core::Array::<u8>::zeros([2, 3, 4]);
    /// assert_eq!(a.moveaxis(0, -1).shape(), [3, 4, 2]);
    /// ```
    /// ```should_panic
    /// nd_core::array![1].moveaxis(1, 0);
    /// ```
    #[track_caller]
    pub fn moveaxis(self, source: isize, destination: isize) -> View<'a, T> {
        let source = ok(normalize_axis("moveaxis", source, self.ndim()));
        let destination = ok(normalize_axis("moveaxis", destination, self.ndim()));
        let mut axes: Vec<usize> = (0..self.ndim()).filter(|&a| a != source).collect();
        axes.insert(destination, source);
        self.relaid(self.layout().permuted(&axes), 0)
    }

    /// Without the axes of length 1.
    ///
    /// # NumPy
    /// `np.squeeze(a)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_core::array![[[1, 2]]].squeeze().shape(), [2]);
    /// ```
    pub fn squeeze(self) -> View<'a, T> {
        let mut layout = *self.layout();
        for axis in (0..self.ndim()).rev() {
            if layout.shape[axis] == 1 {
                layout.remove_axis(axis);
            }
        }
        self.relaid(layout, 0)
    }

    /// Without the named axes, each of length 1.
    ///
    /// # Panics
    /// If there is no such axis, it is named twice, or its length is not 1.
    ///
    /// # NumPy
    /// `np.squeeze(a, axis)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_core::array![[[1, 2]]].squeeze_axes(&[0]).shape(), [1, 2]);
    /// ```
    /// ```should_panic
    /// nd_core::array![[1, 2]].squeeze_axes(&[1]);
    /// ```
    #[track_caller]
    pub fn squeeze_axes(self, axes: &[isize]) -> View<'a, T> {
        let mut named: Vec<usize> = ok(normalize_axes("squeeze", axes, self.ndim())).to_vec();
        named.sort_unstable();
        let mut layout = *self.layout();
        for &axis in named.iter().rev() {
            if layout.shape[axis] != 1 {
                ShapeError::NotUnit { axis, shape: self.shape().into() }.panic();
            }
            layout.remove_axis(axis);
        }
        self.relaid(layout, 0)
    }

    /// With a new axis of length 1 at `axis` of the result.
    ///
    /// # Panics
    /// If `axis` is not an axis of the result, or it would have too many.
    ///
    /// # NumPy
    /// `np.expand_dims(a, axis)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_core::array![1, 2];
    /// assert_eq!(a.expand_dims(0).shape(), [1, 2]);
    /// assert_eq!(a.expand_dims(-1).shape(), [2, 1]);
    /// ```
    /// ```should_panic
    /// nd_core::array![1, 2].expand_dims(2);
    /// ```
    #[track_caller]
    pub fn expand_dims(self, axis: isize) -> View<'a, T> {
        let axis = ok(normalize_axis("expand_dims", axis, self.ndim() + 1));
        let mut layout = *self.layout();
        ok(layout.insert_axis(axis));
        self.relaid(layout, 0)
    }

    /// One axis backwards.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # NumPy
    /// `np.flip(a, axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// assert_eq!(array![1, 2, 3].flip(0), array![3, 2, 1]);
    /// ```
    /// ```should_panic
    /// nd_core::array![1, 2].flip(1);
    /// ```
    #[track_caller]
    pub fn flip(self, axis: isize) -> View<'a, T> {
        let axis = ok(normalize_axis("flip", axis, self.ndim()));
        let mut layout = *self.layout();
        let moved = layout.flip(axis);
        let moved = if layout.size() == 0 { 0 } else { moved };
        self.relaid(layout, moved)
    }

    /// The rows from the last to the first: axis 0 backwards.
    ///
    /// # Panics
    /// If there is no axis.
    ///
    /// # NumPy
    /// `np.flipud(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// assert_eq!(array![[1, 2], [3, 4]].flipud(), array![[3, 4], [1, 2]]);
    /// ```
    #[track_caller]
    pub fn flipud(self) -> View<'a, T> {
        ok(normalize_axis("flipud", 0, self.ndim()));
        self.flip(0)
    }

    /// The columns from the last to the first: axis 1 backwards.
    ///
    /// # Panics
    /// If there are fewer than two axes.
    ///
    /// # NumPy
    /// `np.fliplr(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// assert_eq!(array![[1, 2], [3, 4]].fliplr(), array![[2, 1], [4, 3]]);
    /// ```
    /// ```should_panic
    /// nd_core::array![1, 2].fliplr(); // a vector has no columns
    /// ```
    #[track_caller]
    pub fn fliplr(self) -> View<'a, T> {
        ok(normalize_axis("fliplr", 1, self.ndim()));
        self.flip(1)
    }

    /// The `offset`-th diagonal of the first two axes, as a new last axis.
    ///
    /// # Panics
    /// If there are fewer than two axes.
    ///
    /// # NumPy
    /// `np.diagonal(a, offset)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![[1, 2, 3], [4, 5, 6]];
    /// assert_eq!(a.diagonal(0), array![1, 5]);
    /// assert_eq!(a.diagonal(1), array![2, 6]);
    /// assert_eq!(a.diagonal(7).shape(), [0]);
    /// ```
    #[track_caller]
    pub fn diagonal(self, offset: isize) -> View<'a, T> {
        if self.ndim() < 2 {
            panic!("diagonal: two axes needed, shape {:?} has {}", self.shape(), self.ndim());
        }
        let mut layout = *self.layout();
        let (rows, columns) = (layout.shape[0], layout.shape[1]);
        let (down, right) = (layout.strides[0], layout.strides[1]);
        let skip = offset.unsigned_abs();
        let (len, moved) = if offset >= 0 {
            (rows.min(columns.saturating_sub(skip)), right.wrapping_mul(offset))
        } else {
            (columns.min(rows.saturating_sub(skip)), down.wrapping_mul(offset.wrapping_neg()))
        };
        layout.remove_axis(0);
        layout.remove_axis(0);
        ok(layout.shape.try_push(len));
        ok(layout.strides.try_push(down + right));
        let moved = if layout.size() == 0 { 0 } else { moved };
        self.relaid(layout, moved)
    }

    /// The same elements, in C order, as another shape, where no copy is needed for it.
    ///
    /// # Panics
    /// If the sizes differ, or the elements do not lie so that a view could show them.
    ///
    /// # NumPy
    /// `a.reshape(shape, copy=False)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![[1, 2], [3, 4]];
    /// assert_eq!(a.reshape_view([-1]), array![1, 2, 3, 4]);
    /// ```
    /// ```should_panic
    /// nd_core::array![[1, 2], [3, 4]].t().reshape_view([4]); // no stride leads through 1, 3, 2, 4
    /// ```
    #[track_caller]
    pub fn reshape_view(self, shape: impl Into<NewShape>) -> View<'a, T> {
        ok(self.try_reshape_view(shape))
    }

    /// As [`reshape_view`](Self::reshape_view), for shapes that come from users, and for views whose
    /// strides do.
    ///
    /// # Errors
    /// [`ShapeError::Reshape`] if the sizes differ, [`ShapeError::Strides`] if the elements
    /// do not lie so that a view could show them.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![[1, 2], [3, 4]];
    /// assert!(a.try_reshape_view([4]).is_ok());
    /// assert!(a.t().try_reshape_view([4]).is_err());
    /// ```
    pub fn try_reshape_view(self, shape: impl Into<NewShape>) -> Result<View<'a, T>, ShapeError> {
        let old = self.layout();
        let shape = shape.into().resolve(&old.shape)?;
        let layout = old.reshaped(&shape).ok_or_else(|| ShapeError::Strides {
            op: "reshape",
            shape: old.shape.as_slice().into(),
            strides: old.strides.as_slice().into(),
            why: "cannot be re-cut without copying",
        })?;
        Ok(self.relaid(layout, 0))
    }
}

impl<'a, T: Copy + Send + Sync> View<'a, T> {
    /// The same elements, in C order, as another shape: a view where possible, else a copy.
    /// One length may be `-1`: it is found from the size.
    ///
    /// # Panics
    /// If the sizes differ, a length is negative, or `-1` does not divide the size.
    ///
    /// # NumPy
    /// `a.reshape(shape)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![0, 1, 2, 3, 4, 5];
    /// assert_eq!(a.reshape([2, -1]), array![[0, 1, 2], [3, 4, 5]]);
    /// ```
    /// ```should_panic
    /// nd_core::array![0, 1, 2].reshape([2, -1]);
    /// ```
    #[track_caller]
    pub fn reshape(self, shape: impl Into<NewShape>) -> CowArray<'a, T> {
        ok(self.try_reshape(shape))
    }

    /// As [`reshape`](Self::reshape), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Reshape`].
    ///
    /// # Examples
    /// ```
    /// assert!(nd_core::array![0, 1, 2].try_reshape([4]).is_err());
    /// ```
    pub fn try_reshape(self, shape: impl Into<NewShape>) -> Result<CowArray<'a, T>, ShapeError> {
        let shape = shape.into().resolve(&self.layout().shape)?;
        Ok(match self.layout().reshaped(&shape) {
            Some(layout) => CowArray::View(self.relaid(layout, 0)),
            None => CowArray::Owned(self.to_array().with_layout(Layout::c_order(shape))),
        })
    }

    /// All elements in one axis, in C order and without gaps: a view where they lie so, else a copy.
    ///
    /// # NumPy
    /// `a.ravel()`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// assert_eq!(array![[1, 2], [3, 4]].t().ravel(), array![1, 3, 2, 4]);
    /// ```
    pub fn ravel(self) -> CowArray<'a, T> {
        if self.is_c_contiguous() {
            return self.reshape(self.size());
        }
        CowArray::Owned(self.flatten())
    }

    /// All elements in one axis, in C order, always as a copy.
    ///
    /// # NumPy
    /// `a.flatten()`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![[1, 2], [3, 4]];
    /// let mut flat = a.t().flatten();
    /// flat[[0]] = 9; // a copy: `a` keeps its elements
    /// assert_eq!((flat, a[[0, 0]]), (array![9, 3, 2, 4], 1));
    /// ```
    pub fn flatten(self) -> Array<T> {
        self.to_array().into_reshaped(self.size())
    }
}

impl<T: Copy + Send + Sync> Array<T> {
    /// The same elements, in C order, as another shape: free for a C-contiguous array.
    ///
    /// # Panics
    /// As [`View::reshape`].
    ///
    /// # Examples
    /// ```
    /// let a = nd_core::Array::<i32>::zeros([6]);
    /// assert_eq!(a.into_reshaped([3, -1]).shape(), [3, 2]);
    /// ```
    /// ```should_panic
    /// nd_core::Array::<i32>::zeros([6]).into_reshaped([4]);
    /// ```
    #[track_caller]
    pub fn into_reshaped(self, shape: impl Into<NewShape>) -> Array<T> {
        let shape = ok(shape.into().resolve(&self.layout().shape));
        if self.layout().is_c_contiguous() {
            return self.with_layout(Layout::c_order(shape));
        }
        self.view().to_array().with_layout(Layout::c_order(shape))
    }
}
