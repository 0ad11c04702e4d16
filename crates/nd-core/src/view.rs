//! [`View`]: a read-only window on somebody's elements, and the home of all read methods.

use crate::array::Array;
use crate::buffer::Word;
use crate::error::{ShapeError, ok};
use crate::layout::Layout;
use crate::raw::{Counted, Raw};
use crate::shape::Shape;
use crate::slice::SliceItem;
use std::marker::PhantomData;

/// A read-only view of elements that live for `'a`.
///
/// Views are `Copy`: their methods take `self` and return the lifetime of the *data*, so
/// chains of slices and transposes can be returned from functions. [`Array`] and
/// [`ViewMut`](crate::ViewMut) forward every read method to the view of themselves.
///
/// # NumPy
/// What basic slicing, `.T` and `np.broadcast_to` return.
///
/// # Examples
/// ```
/// use nd_core::{View, array, s};
///
/// fn corner(a: View<'_, i32>) -> View<'_, i32> {
///     a.slice(s![..2, ..2]).t()
/// }
/// let a = array![[1, 2, 3], [4, 5, 6]];
/// assert_eq!(corner(a.view()), array![[1, 4], [2, 5]]);
/// ```
/// A view cannot outlive the elements, nor see them change:
/// ```compile_fail
/// let v = nd_core::array![1, 2].view().t(); // the array is gone at the semicolon
/// assert_eq!(v[[0]], 1);
/// ```
/// ```compile_fail
/// let mut a = nd_core::array![1, 2];
/// let v = a.view();
/// a.fill(0);
/// assert_eq!(v[[0]], 1);
/// ```
/// ```compile_fail
/// let a = nd_core::array![1, 2];
/// let v = a.view();
/// drop(a);
/// assert_eq!(v[[0]], 1);
/// ```
pub struct View<'a, T> {
    raw: Raw<T>,
    life: PhantomData<&'a T>,
}

impl<T> Clone for View<'_, T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for View<'_, T> {}

// SAFETY: a view is a shared reference to its elements.
unsafe impl<T: Sync> Send for View<'_, T> {}
// SAFETY: as above.
unsafe impl<T: Sync> Sync for View<'_, T> {}

impl<'a, T> View<'a, T> {
    /// # Safety
    /// `raw` keeps the invariants 1, 2, 4 and 5 for `'a`, and nobody writes to what it
    /// reaches meanwhile.
    #[inline(always)]
    pub(crate) unsafe fn from_raw(raw: Raw<T>) -> View<'a, T> {
        View { raw, life: PhantomData }
    }

    #[inline(always)]
    pub(crate) fn raw(&self) -> &Raw<T> {
        &self.raw
    }

    /// A 1-d view of a slice.
    ///
    /// # Examples
    /// ```
    /// use nd_core::View;
    ///
    /// assert_eq!(View::from_slice(&[1, 2, 3]).shape(), [3]);
    /// ```
    #[inline]
    pub fn from_slice(slice: &'a [T]) -> View<'a, T> {
        let first = std::ptr::NonNull::from(slice).cast();
        // SAFETY: C order over the slice's own length reaches exactly the slice.
        unsafe { View::from_raw(Raw { first, layout: Layout::c_order(slice.len()) }) }
    }

    /// A view of a slice as `shape`, in C order.
    ///
    /// # Panics
    /// If the slice's length is not the size of `shape`, or that size overflows.
    ///
    /// # NumPy
    /// `np.frombuffer(slice).reshape(shape)`.
    ///
    /// # Examples
    /// ```
    /// let v = nd_core::View::from_shape_slice([2, 2], &[1, 2, 3, 4]);
    /// assert_eq!(v[[1, 0]], 3);
    /// ```
    /// ```should_panic
    /// nd_core::View::from_shape_slice([2, 2], &[1, 2, 3]); // 3 elements do not fill it
    /// ```
    #[track_caller]
    pub fn from_shape_slice(shape: impl Into<Shape>, slice: &'a [T]) -> View<'a, T> {
        ok(Self::try_from_shape_slice(shape, slice))
    }

    /// As [`from_shape_slice`](Self::from_shape_slice), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Size`] if the length is not the size of `shape`,
    /// [`ShapeError::Overflow`] if that size overflows.
    ///
    /// # Examples
    /// ```
    /// use nd_core::View;
    ///
    /// let v = View::try_from_shape_slice([2, 2], &[1, 2, 3, 4]).unwrap();
    /// assert_eq!(v[[1, 0]], 3);
    /// assert!(View::try_from_shape_slice([2, 2], &[1, 2, 3]).is_err());
    /// ```
    pub fn try_from_shape_slice(
        shape: impl Into<Shape>,
        slice: &'a [T],
    ) -> Result<View<'a, T>, ShapeError> {
        Self::try_from_layout_slice(Layout::c_order(checked::<T>(shape.into())?), slice)
    }

    /// A view of a slice as `shape` in Fortran order: the first axis varies fastest.
    ///
    /// # Panics
    /// As [`from_shape_slice`](Self::from_shape_slice).
    ///
    /// # NumPy
    /// `np.frombuffer(slice).reshape(shape, order="F")`.
    ///
    /// # Examples
    /// ```
    /// let v = nd_core::View::from_shape_slice_f([2, 2], &[1, 2, 3, 4]);
    /// assert_eq!(v[[1, 0]], 2);
    /// ```
    #[track_caller]
    pub fn from_shape_slice_f(shape: impl Into<Shape>, slice: &'a [T]) -> View<'a, T> {
        ok(Self::try_from_shape_slice_f(shape, slice))
    }

    /// As [`from_shape_slice_f`](Self::from_shape_slice_f), for shapes that come from users.
    ///
    /// # Errors
    /// As [`try_from_shape_slice`](Self::try_from_shape_slice).
    ///
    /// # Examples
    /// ```
    /// use nd_core::View;
    ///
    /// assert!(View::try_from_shape_slice_f([2, 2], &[1, 2, 3, 4]).is_ok());
    /// assert!(View::try_from_shape_slice_f([2, 2], &[1, 2, 3]).is_err());
    /// ```
    pub fn try_from_shape_slice_f(
        shape: impl Into<Shape>,
        slice: &'a [T],
    ) -> Result<View<'a, T>, ShapeError> {
        Self::try_from_layout_slice(Layout::f_order(checked::<T>(shape.into())?), slice)
    }

    fn try_from_layout_slice(layout: Layout, slice: &'a [T]) -> Result<Self, ShapeError> {
        if layout.size() != slice.len() {
            let shape = layout.shape.as_slice().into();
            return Err(ShapeError::Size { op: "view of a slice", given: slice.len(), shape });
        }
        let first = std::ptr::NonNull::from(slice).cast();
        // SAFETY: a contiguous layout of exactly the slice's length.
        Ok(unsafe { View::from_raw(Raw { first, layout }) })
    }

    /// The elements as words of their size, for copies.
    ///
    /// # Panics
    /// If they have another size.
    #[inline]
    pub(crate) fn words<const N: usize>(self) -> View<'a, Word<N>> {
        assert_eq!(size_of::<T>(), N, "words of another size");
        let raw = Raw { first: self.raw.first.cast(), layout: self.raw.layout };
        // SAFETY: the same places; any bytes are a word, at any address.
        unsafe { View::from_raw(raw) }
    }

    /// Times as the counts that they are: the same elements, not copied.
    ///
    /// # NumPy
    /// `a.view("i8")`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Datetime64, array, time::Day};
    ///
    /// let days = array![1, 2].map(Datetime64::<Day>::new);
    /// assert_eq!(days.counts(), array![1, 2]);
    /// ```
    #[inline]
    pub fn counts(&self) -> View<'a, i64>
    where
        T: Counted,
    {
        let raw = Raw { first: self.raw.first.cast(), layout: self.raw.layout };
        // SAFETY: the same places, and `Counted` says that an `i64` is in each.
        unsafe { View::from_raw(raw) }
    }

    /// A 0-d view of one element.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_core::View::from_ref(&7)[[]], 7);
    /// ```
    #[inline]
    pub fn from_ref(element: &'a T) -> View<'a, T> {
        let first = std::ptr::NonNull::from(element);
        // SAFETY: a 0-d layout reaches the one element that the reference is for.
        unsafe { View::from_raw(Raw { first, layout: Layout::c_order(()) }) }
    }

    /// A view of memory that nobody else vouches for.
    ///
    /// # Errors
    /// [`ShapeError::Strides`] if shape and strides have different numbers of axes.
    ///
    /// # Safety
    /// Every index of `shape`, times `strides` (in elements), must reach an initialised,
    /// aligned `T` in one allocation, valid and not written to for `'a`.
    ///
    /// # NumPy
    /// `np.lib.stride_tricks.as_strided`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::View;
    ///
    /// let data = [1, 2, 3, 4];
    /// // Overlapping windows: [1 2 3] and [2 3 4].
    /// // SAFETY: the largest offset is 1 + 2, inside `data`.
    /// let v = unsafe { View::from_raw_parts(data.as_ptr(), [2, 3], [1, 1]) }.unwrap();
    /// assert_eq!(v[[1, 2]], 4);
    /// ```
    pub unsafe fn from_raw_parts(
        first: *const T,
        shape: impl Into<Shape>,
        strides: impl Into<crate::Strides>,
    ) -> Result<View<'a, T>, ShapeError> {
        let layout = Layout::try_new(shape.into(), strides.into())?;
        let first =
            std::ptr::NonNull::new(first.cast_mut()).unwrap_or(std::ptr::NonNull::dangling());
        debug_assert!(first.is_aligned(), "invariant 4: misaligned first element");
        // SAFETY: the caller's promise.
        Ok(unsafe { View::from_raw(Raw { first, layout }) })
    }

    /// The layout of the elements in memory.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![[1, 2, 3], [4, 5, 6]];
    /// assert!(a.view().layout().is_c_contiguous());
    /// assert!(a.t().layout().is_f_contiguous());
    /// ```
    #[inline(always)]
    pub fn layout(&self) -> &Layout {
        &self.raw.layout
    }

    /// The lengths of the axes.
    ///
    /// # NumPy
    /// `a.shape`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{NewAxis, array, s};
    ///
    /// let a = array![[1, 2, 3], [4, 5, 6]];
    /// assert_eq!(a.slice(s![NewAxis, 0, 1..]).shape(), [1, 2]);
    /// ```
    #[inline(always)]
    pub fn shape(&self) -> &[usize] {
        &self.raw.layout.shape
    }

    /// The distance in *elements* (NumPy: bytes) from one index to the next, for each axis.
    ///
    /// # NumPy
    /// `a.strides`, divided by `a.itemsize`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{array, s};
    ///
    /// let a = array![[1, 2, 3], [4, 5, 6]];
    /// assert_eq!(a.view().strides(), [3, 1]);
    /// assert_eq!(a.slice(s![.., ..;-2]).strides(), [3, -2]);
    /// ```
    #[inline(always)]
    pub fn strides(&self) -> &[isize] {
        &self.raw.layout.strides
    }

    /// A pointer to the first element.
    ///
    /// # NumPy
    /// `a.ctypes.data`, `a.__array_interface__["data"]`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{array, s};
    ///
    /// let a = array![[1, 2, 3], [4, 5, 6]];
    /// let last = a.slice(s![1, 2..]);
    /// assert_eq!(last.as_ptr(), a.view().as_ptr().wrapping_add(5)); // nothing was copied
    /// ```
    #[inline(always)]
    pub fn as_ptr(self) -> *const T {
        self.raw.first.as_ptr()
    }

    /// The same memory through another layout made from this one.
    #[inline(always)]
    pub(crate) fn relaid(self, layout: Layout, moved: isize) -> View<'a, T> {
        // SAFETY: callers pass what `Layout`'s narrowing functions returned for this layout.
        unsafe { View::from_raw(self.raw.relaid(layout, moved)) }
    }

    /// The elements as a slice if C order visits them one after the other.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![[1, 2], [3, 4]];
    /// assert_eq!(a.as_slice(), Some(&[1, 2, 3, 4][..]));
    /// assert_eq!(a.t().as_slice(), None);
    /// ```
    #[inline]
    pub fn as_slice(self) -> Option<&'a [T]> {
        if !self.raw.layout.is_c_contiguous() {
            return None;
        }
        // SAFETY: contiguous, in bounds, initialised and borrowed for 'a.
        Some(unsafe { std::slice::from_raw_parts(self.raw.first.as_ptr(), self.size()) })
    }

    /// The elements as a slice if C or Fortran order visits them one after the other.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![[1, 2], [3, 4]];
    /// assert_eq!(a.t().as_slice_memory_order(), Some(&[1, 2, 3, 4][..]));
    /// ```
    #[inline]
    pub fn as_slice_memory_order(self) -> Option<&'a [T]> {
        self.as_slice().or_else(|| self.t().as_slice())
    }

    /// A part of the array, made by [`s!`](crate::s): basic indexing, without copying.
    ///
    /// # Panics
    /// If the slice names more axes than there are, an index is out of bounds, or a step is
    /// 0. Ranges never panic: they are clamped.
    ///
    /// # NumPy
    /// `a[1:, -1]`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{array, s};
    ///
    /// let a = array![[1, 2, 3], [4, 5, 6]];
    /// assert_eq!(a.slice(s![.., ..;2]), array![[1, 3], [4, 6]]);
    /// ```
    /// ```should_panic
    /// # use nd_core::{array, s};
    /// array![1, 2, 3].slice(s![3]); // index 3 is out of bounds
    /// ```
    #[track_caller]
    #[inline]
    pub fn slice(self, items: impl AsRef<[SliceItem]>) -> View<'a, T> {
        ok(self.try_slice(items))
    }

    /// As [`slice`](Self::slice), for slices that come from users.
    ///
    /// # Errors
    /// [`ShapeError::IndexCount`], [`ShapeError::Index`], [`ShapeError::ZeroStep`],
    /// [`ShapeError::TwoEllipses`], or [`ShapeError::TooManyAxes`] after `NewAxis`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{array, s};
    ///
    /// assert!(array![1, 2].try_slice(s![5]).is_err());
    /// ```
    #[inline]
    pub fn try_slice(self, items: impl AsRef<[SliceItem]>) -> Result<View<'a, T>, ShapeError> {
        let (layout, moved) = self.raw.layout.sliced(items.as_ref())?;
        Ok(self.relaid(layout, moved))
    }

    /// The transpose: all axes reversed.
    ///
    /// # NumPy
    /// `a.T`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// assert_eq!(array![[1, 2], [3, 4]].t(), array![[1, 3], [2, 4]]);
    /// ```
    #[inline]
    pub fn t(self) -> View<'a, T> {
        self.relaid(self.raw.layout.reversed(), 0)
    }

    /// The view stretched to `shape` by repeating axes of length 1, without copying.
    ///
    /// # Panics
    /// If the shapes do not allow it.
    ///
    /// # NumPy
    /// `np.broadcast_to(a, shape)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![1, 2];
    /// assert_eq!(a.broadcast_to([2, 2]), array![[1, 2], [1, 2]]);
    /// ```
    /// ```should_panic
    /// nd_core::array![1, 2].broadcast_to([3]);
    /// ```
    #[track_caller]
    pub fn broadcast_to(self, shape: impl Into<Shape>) -> View<'a, T> {
        ok(self.try_broadcast_to(shape))
    }

    /// As [`broadcast_to`](Self::broadcast_to), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::BroadcastTo`] if a length differs and is not 1, or axes would go;
    /// [`ShapeError::Overflow`] if the new size overflows.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_core::array![1, 2].try_broadcast_to([3, 3]).is_err());
    /// ```
    pub fn try_broadcast_to(self, shape: impl Into<Shape>) -> Result<View<'a, T>, ShapeError> {
        let layout = self.raw.layout.broadcast_to(&shape.into())?;
        Ok(self.relaid(layout, 0))
    }
}

fn checked<T>(shape: Shape) -> Result<Shape, ShapeError> {
    shape.size_for(size_of::<T>(), "view of a slice")?;
    Ok(shape)
}

impl<'a, T> From<&'a Array<T>> for View<'a, T> {
    fn from(array: &'a Array<T>) -> View<'a, T> {
        array.view()
    }
}
