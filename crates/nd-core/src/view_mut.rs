//! [`ViewMut`]: a window on somebody's elements that may write to them.

use crate::error::{ShapeError, ok};
use crate::layout::Layout;
use crate::raw::Raw;
use crate::shape::{Shape, Strides, normalize_axis};
use crate::slice::SliceItem;
use crate::view::View;
use std::marker::PhantomData;

/// A mutable view of elements that live for `'a`; nobody else reaches them meanwhile.
///
/// # Examples
/// ```
/// use nd_core::{Array, s};
///
/// let mut a = Array::<i32>::zeros([2, 3]);
/// let mut v = a.view_mut();
/// v.slice_mut(s![.., 1]).fill(9);
/// assert_eq!(a.into_vec(), [0, 9, 0, 0, 9, 0]);
/// ```
/// There is one at a time, it does not copy, and it does not take a longer lifetime in:
/// ```compile_fail
/// let mut a = nd_core::array![1, 2];
/// let (mut v, mut w) = (a.view_mut(), a.view_mut());
/// v[[0]] = w[[1]];
/// ```
/// ```compile_fail
/// let mut a = nd_core::array![1, 2];
/// let mut v = a.view_mut();
/// let w = v.reborrow();
/// v[[0]] = 5;
/// assert_eq!(w[[0]], 1);
/// ```
/// ```compile_fail
/// let mut a = nd_core::array![1, 2];
/// let mut lanes = a.lanes_mut(0);
/// a.fill(0);
/// lanes.next().unwrap()[[0]] = 1;
/// ```
/// ```compile_fail
/// use nd_core::{View, ViewMut};
///
/// // Elements of a shorter life must not be written where longer ones are expected.
/// fn shorten<'a, 'b>(v: ViewMut<'a, &'static str>) -> ViewMut<'a, &'b str> {
///     v
/// }
/// ```
pub struct ViewMut<'a, T> {
    raw: Raw<T>,
    life: PhantomData<&'a mut T>,
}

// SAFETY: a mutable view is a unique reference to its elements.
unsafe impl<T: Send> Send for ViewMut<'_, T> {}
// SAFETY: as above; sharing it gives shared access only.
unsafe impl<T: Sync> Sync for ViewMut<'_, T> {}

impl<'a, T> ViewMut<'a, T> {
    /// # Safety
    /// `raw` keeps the five invariants for `'a`, and nothing else reaches its elements.
    #[inline(always)]
    pub(crate) unsafe fn from_raw(raw: Raw<T>) -> ViewMut<'a, T> {
        ViewMut { raw, life: PhantomData }
    }

    #[inline(always)]
    pub(crate) fn raw(&self) -> &Raw<T> {
        &self.raw
    }

    #[inline(always)]
    pub(crate) fn raw_mut(&mut self) -> &Raw<T> {
        &self.raw
    }

    /// A 1-d view of a slice.
    ///
    /// # Examples
    /// ```
    /// let mut data = [1, 2, 3];
    /// nd_core::ViewMut::from_slice(&mut data).fill(0);
    /// assert_eq!(data, [0, 0, 0]);
    /// ```
    pub fn from_slice(slice: &'a mut [T]) -> ViewMut<'a, T> {
        let layout = Layout::c_order(slice.len());
        let first = std::ptr::NonNull::from(slice).cast();
        // SAFETY: C order over the slice's own length reaches exactly the slice, once.
        unsafe { ViewMut::from_raw(Raw { first, layout }) }
    }

    /// A view of a slice as `shape`, in C order.
    ///
    /// # Panics
    /// If the slice's length is not the size of `shape`, or that size overflows.
    ///
    /// # Examples
    /// ```
    /// let mut data = [1, 2, 3, 4];
    /// nd_core::ViewMut::from_shape_slice([2, 2], &mut data)[[1, 0]] = 0;
    /// assert_eq!(data, [1, 2, 0, 4]);
    /// ```
    #[track_caller]
    pub fn from_shape_slice(shape: impl Into<Shape>, slice: &'a mut [T]) -> ViewMut<'a, T> {
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
    /// use nd_core::ViewMut;
    ///
    /// let mut data = [1, 2, 3, 4];
    /// assert!(ViewMut::try_from_shape_slice([2, 2], &mut data).is_ok());
    /// assert!(ViewMut::try_from_shape_slice([3], &mut data).is_err());
    /// ```
    pub fn try_from_shape_slice(
        shape: impl Into<Shape>,
        slice: &'a mut [T],
    ) -> Result<ViewMut<'a, T>, ShapeError> {
        let layout = *View::try_from_shape_slice(shape, slice)?.layout();
        let first = std::ptr::NonNull::from(slice).cast();
        // SAFETY: the layout was checked against the slice and is contiguous.
        Ok(unsafe { ViewMut::from_raw(Raw { first, layout }) })
    }

    /// As [`from_shape_slice`](Self::from_shape_slice), in Fortran order.
    ///
    /// # Panics
    /// As there.
    ///
    /// # Examples
    /// ```
    /// let mut data = [1, 2, 3, 4];
    /// nd_core::ViewMut::from_shape_slice_f([2, 2], &mut data)[[1, 0]] = 0;
    /// assert_eq!(data, [1, 0, 3, 4]);
    /// ```
    #[track_caller]
    pub fn from_shape_slice_f(shape: impl Into<Shape>, slice: &'a mut [T]) -> ViewMut<'a, T> {
        ok(Self::try_from_shape_slice_f(shape, slice))
    }

    /// As [`from_shape_slice_f`](Self::from_shape_slice_f), for shapes that come from users.
    ///
    /// # Errors
    /// As [`try_from_shape_slice`](Self::try_from_shape_slice).
    ///
    /// # Examples
    /// ```
    /// use nd_core::ViewMut;
    ///
    /// let mut data = [1, 2, 3, 4];
    /// assert!(ViewMut::try_from_shape_slice_f([2, 2], &mut data).is_ok());
    /// assert!(ViewMut::try_from_shape_slice_f([3], &mut data).is_err());
    /// ```
    pub fn try_from_shape_slice_f(
        shape: impl Into<Shape>,
        slice: &'a mut [T],
    ) -> Result<ViewMut<'a, T>, ShapeError> {
        let layout = *View::try_from_shape_slice_f(shape, slice)?.layout();
        let first = std::ptr::NonNull::from(slice).cast();
        // SAFETY: the layout was checked against the slice and is contiguous.
        Ok(unsafe { ViewMut::from_raw(Raw { first, layout }) })
    }

    /// A view of memory that nobody else vouches for.
    ///
    /// # Errors
    /// [`ShapeError::Strides`] if shape and strides have different numbers of axes, or two
    /// indices would reach the same element.
    ///
    /// # Safety
    /// Every index of `shape`, times `strides` (in elements), must reach an initialised,
    /// aligned `T` in one allocation that is valid for `'a` and reached by nothing else
    /// meanwhile.
    ///
    /// # Examples
    /// ```
    /// use nd_core::ViewMut;
    ///
    /// let mut data = [1, 2, 3, 4];
    /// // SAFETY: offsets 0 and 2 lie inside `data`, which is not used meanwhile.
    /// let mut v = unsafe { ViewMut::from_raw_parts(data.as_mut_ptr(), [2], [2]) }.unwrap();
    /// v.fill(0);
    /// assert_eq!(data, [0, 2, 0, 4]);
    /// // SAFETY: never reached: the strides are refused.
    /// assert!(unsafe { ViewMut::from_raw_parts(data.as_mut_ptr(), [4], [0]) }.is_err());
    /// ```
    pub unsafe fn from_raw_parts(
        first: *mut T,
        shape: impl Into<Shape>,
        strides: impl Into<Strides>,
    ) -> Result<ViewMut<'a, T>, ShapeError> {
        let layout = Layout::try_new(shape.into(), strides.into())?;
        if layout.overlaps_itself() {
            return Err(ShapeError::Strides {
                op: "ViewMut::from_raw_parts",
                shape: layout.shape.as_slice().into(),
                strides: layout.strides.as_slice().into(),
                why: "let two indices reach the same element",
            });
        }
        let first = std::ptr::NonNull::new(first).unwrap_or(std::ptr::NonNull::dangling());
        debug_assert!(first.is_aligned(), "invariant 4: misaligned first element");
        // SAFETY: the caller's promise; meeting indices were refused above.
        Ok(unsafe { ViewMut::from_raw(Raw { first, layout }) })
    }

    /// A read-only view of the same elements.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let mut a = array![1, 2, 3];
    /// let mut v = a.view_mut();
    /// let doubled = v.view() + v.view(); // a view that writes cannot be there twice
    /// v.assign(&doubled);
    /// assert_eq!(a, array![2, 4, 6]);
    /// ```
    #[inline(always)]
    pub fn view(&self) -> View<'_, T> {
        // SAFETY: `self` is borrowed while the view lives, so nobody writes.
        unsafe { View::from_raw(self.raw) }
    }

    /// A mutable view of the same elements for a shorter time.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_core::array![1, 2];
    /// let mut v = a.view_mut();
    /// v.reborrow().fill(5); // `v` can be used again afterwards
    /// assert_eq!(v[[0]], 5);
    /// ```
    #[inline(always)]
    pub fn reborrow(&mut self) -> ViewMut<'_, T> {
        // SAFETY: `self` is mutably borrowed while the new view lives.
        unsafe { ViewMut::from_raw(self.raw) }
    }

    /// A read-only view for the data's whole lifetime, giving up the right to write.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{View, ViewMut};
    ///
    /// fn cleared(mut a: ViewMut<'_, i32>) -> View<'_, i32> {
    ///     a.fill(0);
    ///     a.into_view()
    /// }
    /// assert_eq!(cleared(nd_core::array![1, 2].view_mut()), nd_core::array![0, 0]);
    /// ```
    #[inline(always)]
    pub fn into_view(self) -> View<'a, T> {
        // SAFETY: the unique access ends here and becomes shared access.
        unsafe { View::from_raw(self.raw) }
    }

    /// The layout of the elements in memory.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{array, s};
    ///
    /// let mut a = array![[1, 2, 3], [4, 5, 6]];
    /// assert_eq!(*a.slice_mut(s![.., 1]).layout().strides(), [3]);
    /// ```
    #[inline(always)]
    pub fn layout(&self) -> &Layout {
        &self.raw.layout
    }

    /// A pointer to the first element.
    ///
    /// # NumPy
    /// `a.ctypes.data`, `a.__array_interface__["data"]`.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_core::array![[1, 2], [3, 4]];
    /// let first = a.view_mut().t_mut().as_mut_ptr();
    /// assert_eq!(first.cast_const(), a.view().as_ptr()); // a transpose begins where the array does
    /// ```
    #[inline(always)]
    pub fn as_mut_ptr(&mut self) -> *mut T {
        self.raw.first.as_ptr()
    }

    /// A part of the view that lives as long as the data, for iterators that hand out parts:
    /// callers cut all of them from this view's layout, so that no two share an element, and
    /// hand out each once.
    #[inline(always)]
    pub(crate) fn apart(&mut self, layout: Layout, moved: isize) -> ViewMut<'a, T> {
        // SAFETY: the callers' promise keeps invariants 2 and 3; the view itself is only asked
        // for further parts.
        unsafe { ViewMut::from_raw(self.raw.relaid(layout, moved)) }
    }

    /// As [`apart`](Self::apart), of one element: callers pass the offset of each valid index
    /// once.
    #[inline(always)]
    pub(crate) fn element_apart(&mut self, offset: isize) -> &'a mut T {
        self.raw.layout.check_offset(offset);
        // SAFETY: as there.
        unsafe { self.raw.first.offset(offset).as_mut() }
    }

    /// The same memory through another layout made from this one.
    #[inline(always)]
    pub(crate) fn relaid(self, layout: Layout, moved: isize) -> ViewMut<'a, T> {
        // SAFETY: callers pass what `Layout`'s narrowing functions returned for this layout;
        // none of those makes two indices meet, except `broadcast_to`, which is not used here.
        unsafe { ViewMut::from_raw(self.raw.relaid(layout, moved)) }
    }

    /// The elements as a mutable slice if C order visits them one after the other, for the
    /// data's whole lifetime.
    ///
    /// # Examples
    /// ```
    /// use nd_core::s;
    ///
    /// let mut a = nd_core::array![[1, 2], [3, 4]];
    /// let row = a.slice_mut(s![1]).into_slice().unwrap(); // lives as long as the borrow of `a`
    /// row.reverse();
    /// assert_eq!(a, nd_core::array![[1, 2], [4, 3]]);
    /// assert!(a.slice_mut(s![.., 1]).into_slice().is_none());
    /// ```
    #[inline]
    pub fn into_slice(self) -> Option<&'a mut [T]> {
        if !self.raw.layout.is_c_contiguous() {
            return None;
        }
        let size = self.raw.layout.size();
        // SAFETY: contiguous, in bounds, initialised and uniquely borrowed for 'a.
        Some(unsafe { std::slice::from_raw_parts_mut(self.raw.first.as_ptr(), size) })
    }

    /// A part of the view, by value: the result lives as long as the data.
    ///
    /// # Panics
    /// As [`View::slice`].
    ///
    /// # Examples
    /// ```
    /// use nd_core::{ViewMut, s};
    ///
    /// fn first_row(a: ViewMut<'_, i32>) -> ViewMut<'_, i32> {
    ///     a.into_sliced(s![0])
    /// }
    /// let mut a = nd_core::array![[1, 2], [3, 4]];
    /// first_row(a.view_mut()).fill(0);
    /// assert_eq!(a, nd_core::array![[0, 0], [3, 4]]);
    /// ```
    #[track_caller]
    #[inline]
    pub fn into_sliced(self, items: impl AsRef<[SliceItem]>) -> ViewMut<'a, T> {
        ok(self.try_into_sliced(items))
    }

    /// As [`into_sliced`](Self::into_sliced), for slices that come from users.
    ///
    /// # Errors
    /// As [`View::try_slice`].
    ///
    /// # Examples
    /// ```
    /// use nd_core::s;
    ///
    /// let mut a = nd_core::array![[1, 2], [3, 4]];
    /// assert!(a.view_mut().try_into_sliced(s![1]).is_ok());
    /// assert!(a.view_mut().try_into_sliced(s![9]).is_err());
    /// ```
    #[inline]
    pub fn try_into_sliced(
        self,
        items: impl AsRef<[SliceItem]>,
    ) -> Result<ViewMut<'a, T>, ShapeError> {
        let (layout, moved) = self.raw.layout.sliced(items.as_ref())?;
        Ok(self.relaid(layout, moved))
    }

    /// The transpose, by value.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_core::array![[1, 2], [3, 4]];
    /// a.view_mut().into_t()[[0, 1]] = 9;
    /// assert_eq!(a, nd_core::array![[1, 2], [9, 4]]);
    /// ```
    #[inline]
    pub fn into_t(self) -> ViewMut<'a, T> {
        let layout = self.raw.layout.reversed();
        self.relaid(layout, 0)
    }

    /// Axes in the order `axes`, by value.
    ///
    /// # Panics
    /// If `axes` is not a permutation of all axes.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_core::Array::<u8>::zeros([2, 3, 4]);
    /// assert_eq!(a.view_mut().into_permuted(&[2, 0, 1]).shape(), [4, 2, 3]);
    /// ```
    #[track_caller]
    pub fn into_permuted(self, axes: &[isize]) -> ViewMut<'a, T> {
        ok(self.try_into_permuted(axes))
    }

    /// As [`into_permuted`](Self::into_permuted), for axes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Permutation`] if `axes` is not a permutation of all axes.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_core::array![[1, 2], [3, 4]];
    /// assert!(a.view_mut().try_into_permuted(&[1, 0]).is_ok());
    /// assert!(a.view_mut().try_into_permuted(&[1, 1]).is_err());
    /// ```
    pub fn try_into_permuted(self, axes: &[isize]) -> Result<ViewMut<'a, T>, ShapeError> {
        let axes = crate::axes::permutation("permute_dims", axes, &self.raw.layout.shape)?;
        let layout = self.raw.layout.permuted(&axes);
        Ok(self.relaid(layout, 0))
    }

    /// One axis reversed, by value.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_core::array![1, 2, 3];
    /// a.view_mut().into_flipped(0)[[0]] = 9;
    /// assert_eq!(a, nd_core::array![1, 2, 9]);
    /// ```
    #[track_caller]
    pub fn into_flipped(self, axis: isize) -> ViewMut<'a, T> {
        ok(self.try_into_flipped(axis))
    }

    /// As [`into_flipped`](Self::into_flipped), for an axis that comes from users.
    ///
    /// # Errors
    /// [`ShapeError::Axis`] if there is no such axis.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_core::array![1, 2, 3];
    /// assert!(a.view_mut().try_into_flipped(-1).is_ok());
    /// assert!(a.view_mut().try_into_flipped(1).is_err());
    /// ```
    pub fn try_into_flipped(self, axis: isize) -> Result<ViewMut<'a, T>, ShapeError> {
        let mut layout = self.raw.layout;
        let moved = layout.flip(normalize_axis("flip", axis, layout.ndim())?);
        let moved = if layout.size() == 0 { 0 } else { moved };
        Ok(self.relaid(layout, moved))
    }

    /// The same elements in another shape, without copying, by value.
    ///
    /// # Panics
    /// If the sizes differ, or the elements are not spaced so that the new shape could reach them.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_core::array![1, 2, 3, 4];
    /// a.view_mut().into_reshaped([2, 2])[[1, 0]] = 9;
    /// assert_eq!(a, nd_core::array![1, 2, 9, 4]);
    /// ```
    #[track_caller]
    pub fn into_reshaped(self, shape: impl Into<Shape>) -> ViewMut<'a, T> {
        ok(self.try_into_reshaped(shape))
    }

    /// As [`into_reshaped`](Self::into_reshaped), for shapes that come from users, and for views whose
    /// strides do.
    ///
    /// # Errors
    /// [`ShapeError::Reshape`] if the sizes differ, [`ShapeError::Strides`] if the elements
    /// are not spaced so that the new shape could reach them.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_core::array![[1, 2], [3, 4]];
    /// assert!(a.view_mut().try_into_reshaped([4]).is_ok());
    /// assert!(a.t_mut().try_into_reshaped([4]).is_err());
    /// ```
    pub fn try_into_reshaped(self, shape: impl Into<Shape>) -> Result<ViewMut<'a, T>, ShapeError> {
        let shape = shape.into();
        let old = self.raw.layout;
        if shape.checked_size() != Some(old.size()) {
            let to = shape.iter().map(|&n| n as isize).collect();
            return Err(ShapeError::Reshape { from: old.shape.as_slice().into(), to });
        }
        let layout = old.reshaped(&shape).ok_or_else(|| ShapeError::Strides {
            op: "reshape",
            shape: old.shape.as_slice().into(),
            strides: old.strides.as_slice().into(),
            why: "cannot be re-cut without copying",
        })?;
        Ok(self.relaid(layout, 0))
    }

    /// Two views, of the indices below `at` and from `at` on, along `axis`.
    ///
    /// # Panics
    /// If there is no such axis, or `at` is beyond its length.
    ///
    /// # NumPy
    /// `np.split(a, [at], axis)`, for writing.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let mut a = array![1, 2, 3];
    /// let (mut low, high) = a.view_mut().split_at(0, 1);
    /// low[[0]] = high[[1]];
    /// assert_eq!(a, array![3, 2, 3]);
    /// ```
    #[track_caller]
    pub fn split_at(self, axis: isize, at: usize) -> (ViewMut<'a, T>, ViewMut<'a, T>) {
        let layout = self.raw.layout;
        let axis = ok(normalize_axis("split_at", axis, layout.ndim()));
        let n = layout.shape[axis];
        if at > n {
            ShapeError::Index { op: "split_at", index: at as isize, axis, len: n }.panic();
        }
        let (mut low, mut high) = (layout, layout);
        low.shape[axis] = at;
        high.shape[axis] = n - at;
        let moved = if high.size() == 0 { 0 } else { at as isize * layout.strides[axis] };
        // SAFETY: the two layouts are disjoint parts of this view along one axis, and the
        // view itself is consumed.
        unsafe {
            (
                ViewMut::from_raw(self.raw.relaid(low, 0)),
                ViewMut::from_raw(self.raw.relaid(high, moved)),
            )
        }
    }
}

/// The methods that both [`Array`](crate::Array) and [`ViewMut`] have for writing; each
/// forwards to the by-value method of the reborrowed view.
macro_rules! forward_writes {
    ($(impl[$($gen:tt)*] $Type:ty, $view_mut:ident;)*) => {$(
        impl<$($gen)*> $Type {
            /// The elements as a mutable slice if C order visits them one after the other.
            ///
            /// # Examples
            /// ```
            /// let mut a = nd_core::array![[1, 2], [3, 4]];
            /// a.as_slice_mut().unwrap()[3] = 9;
            /// assert_eq!(a[[1, 1]], 9);
            /// assert!(a.t_mut().as_slice_mut().is_none());
            /// ```
            #[inline]
            pub fn as_slice_mut(&mut self) -> Option<&mut [T]> {
                self.$view_mut().into_slice()
            }

            /// The elements as a mutable slice if C or Fortran order visits them one after
            /// the other.
            ///
            /// # Examples
            /// ```
            /// use nd_core::{Array, array};
            ///
            /// let mut a = Array::from_shape_vec_f([2, 2], vec![1, 2, 3, 4]);
            /// a.as_slice_memory_order_mut().unwrap()[1] = 9;
            /// assert_eq!(a, array![[1, 3], [9, 4]]);
            /// ```
            #[inline]
            pub fn as_slice_memory_order_mut(&mut self) -> Option<&mut [T]> {
                if self.layout().is_c_contiguous() {
                    self.$view_mut().into_slice()
                } else {
                    self.$view_mut().into_t().into_slice()
                }
            }

            /// A part of the array to write to; see [`View::slice`].
            ///
            /// # Panics
            /// As [`View::slice`].
            ///
            /// # NumPy
            /// `a[1:, -1] = …`.
            ///
            /// # Examples
            /// ```
            /// use nd_core::{array, s};
            ///
            /// let mut a = array![[1, 2], [3, 4]];
            /// a.slice_mut(s![.., -1]).fill(0);
            /// assert_eq!(a, array![[1, 0], [3, 0]]);
            /// ```
            #[track_caller]
            #[inline]
            pub fn slice_mut(&mut self, items: impl AsRef<[SliceItem]>) -> ViewMut<'_, T> {
                self.$view_mut().into_sliced(items)
            }

            /// As [`slice_mut`](Self::slice_mut), for slices that come from users.
            ///
            /// # Errors
            /// As [`View::try_slice`].
            ///
            /// # Examples
            /// ```
            /// use nd_core::{array, s};
            ///
            /// let mut a = array![[1, 2], [3, 4]];
            /// assert!(a.try_slice_mut(s![1]).is_ok());
            /// assert!(a.try_slice_mut(s![2]).is_err());
            /// ```
            #[inline]
            pub fn try_slice_mut(
                &mut self,
                items: impl AsRef<[SliceItem]>,
            ) -> Result<ViewMut<'_, T>, ShapeError> {
                self.$view_mut().try_into_sliced(items)
            }

            /// The transpose, to write to.
            ///
            /// # Examples
            /// ```
            /// use nd_core::array;
            ///
            /// let mut a = array![[1, 2], [3, 4]];
            /// a.t_mut().assign(&array![[5, 6], [7, 8]]);
            /// assert_eq!(a, array![[5, 7], [6, 8]]);
            /// ```
            #[inline]
            pub fn t_mut(&mut self) -> ViewMut<'_, T> {
                self.$view_mut().into_t()
            }

            /// Axes in the order `axes`, to write to; see [`View::permute_dims`].
            ///
            /// # Panics
            /// If `axes` is not a permutation of all axes.
            ///
            /// # Examples
            /// ```
            /// use nd_core::Array;
            ///
            /// let mut a = Array::<i32>::zeros([2, 3, 4]);
            /// a.permute_dims_mut(&[2, 0, 1])[[3, 1, 0]] = 7;
            /// assert_eq!(a[[1, 0, 3]], 7);
            /// ```
            #[track_caller]
            pub fn permute_dims_mut(&mut self, axes: &[isize]) -> ViewMut<'_, T> {
                self.$view_mut().into_permuted(axes)
            }

            /// One axis reversed, to write to; see [`View::flip`].
            ///
            /// # Panics
            /// If there is no such axis.
            ///
            /// # Examples
            /// ```
            /// use nd_core::array;
            ///
            /// let mut a = array![0, 0, 0];
            /// a.flip_mut(0).assign(&array![1, 2, 3]);
            /// assert_eq!(a, array![3, 2, 1]);
            /// ```
            #[track_caller]
            pub fn flip_mut(&mut self, axis: isize) -> ViewMut<'_, T> {
                self.$view_mut().into_flipped(axis)
            }
        }
    )*};
}

forward_writes! {
    impl[T] crate::Array<T>, view_mut;
    impl[T] ViewMut<'_, T>, reborrow;
}
