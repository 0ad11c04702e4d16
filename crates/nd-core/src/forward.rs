//! The one list of read methods that owners and mutable views forward to [`View`].

use crate::array::Array;
use crate::array_like::{ArrayLike, Operand};
use crate::cast::CastTo;
use crate::cow::CowArray;
use crate::dtype::{DType, DTypeError, Typed};
use crate::element::Element;
use crate::error::ShapeError;
use crate::index::Fixed;
use crate::iter::{AxisIter, IndexedIter, Iter, Lanes, Windows};
use crate::manipulate::NewShape;
use crate::print::{PrintElement, PrintOptions};
use crate::raw::Counted;
use crate::select::{IndexElement, IndexItem};
use crate::shape::Shape;
use crate::slice::SliceItem;
use crate::trim::Trim;
use crate::view::View;
use crate::view_mut::ViewMut;

macro_rules! forward {
    (@types $list:tt $([$Type:ty])*) => {
        $( forward!(@impl [$Type] $list); )*
    };
    (@impl [$Type:ty] {$(
        $(#[$attr:meta])*
        fn $name:ident $([$($generic:tt)*])? ($($arg:ident: $Arg:ty),*) -> $Ret:ty
        $(where $Bounded:ident: $($bound:path),+)?;
    )*}) => {
        impl<T> $Type {$(
            #[doc = concat!("[`View::", stringify!($name), "`] of all elements.")]
            $(#[$attr])*
            #[inline]
            #[track_caller]
            pub fn $name $(<$($generic)*>)? (&self $(, $arg: $Arg)*) -> $Ret
            $(where $Bounded: $($bound +)+)?
            {
                self.view().$name($($arg),*)
            }
        )*}
    };
    ($($list:tt)*) => {
        forward!(@types {$($list)*} [Array<T>] [ViewMut<'_, T>] [CowArray<'_, T>]);
    };
}

/// Attributes borrow from the array itself, not from a passing view.
macro_rules! attributes {
    ($($Type:ty, $layout:ident;)*) => {$(
        impl<T> $Type {
            /// The lengths of the axes.
            ///
            /// # NumPy
            /// `a.shape`.
            ///
            /// # Examples
            /// ```
            /// use nd_core::array;
            ///
            /// let mut a = array![[1, 2, 3], [4, 5, 6]];
            /// assert_eq!(a.shape(), [2, 3]);
            /// assert_eq!(a.view_mut().shape(), [2, 3]);
            /// assert_eq!(a.reshape([3, -1]).shape(), [3, 2]);
            /// ```
            #[inline(always)]
            pub fn shape(&self) -> &[usize] {
                &self.layout().shape
            }

            /// The distance in *elements* (NumPy: bytes) from one index to the next, for
            /// each axis.
            ///
            /// # NumPy
            /// `a.strides`, divided by `a.itemsize`.
            ///
            /// # Examples
            /// ```
            /// use nd_core::{array, s};
            ///
            /// let mut a = array![[1, 2, 3], [4, 5, 6]];
            /// assert_eq!(a.strides(), [3, 1]);
            /// assert_eq!(a.slice_mut(s![..;-1, ..;2]).strides(), [-3, 2]);
            /// assert_eq!(a.reshape([3, 2]).strides(), [2, 1]);
            /// ```
            #[inline(always)]
            pub fn strides(&self) -> &[isize] {
                &self.layout().strides
            }
        }
    )*};
}
attributes! {
    Array<T>, layout;
    ViewMut<'_, T>, layout;
    CowArray<'_, T>, layout;
}

forward! {
    fn ndim() -> usize;
    fn size() -> usize;
    fn is_empty() -> bool;
    fn itemsize() -> usize;
    fn dtype() -> DType where T: Typed;
    fn nbytes() -> usize;
    fn is_c_contiguous() -> bool;
    fn is_f_contiguous() -> bool;
    fn overlaps[U](other: View<'_, U>) -> bool;
    /// # Panics
    /// If the number of axes is not `N`.
    fn dims[const N: usize]() -> [usize; N];
    fn as_ptr() -> *const T;
    fn as_slice() -> Option<&[T]>;
    fn counts() -> View<'_, i64> where T: Counted;
    fn as_slice_memory_order() -> Option<&[T]>;
    fn get(index: &[usize]) -> Option<&T>;
    /// # Errors
    /// As [`View::item`].
    fn item(index: &[isize]) -> Result<T, ShapeError> where T: Copy;
    /// # Panics
    /// As [`View::slice`].
    fn slice(items: impl AsRef<[SliceItem]>) -> View<'_, T>;
    /// # Errors
    /// As [`View::try_slice`].
    fn try_slice(items: impl AsRef<[SliceItem]>) -> Result<View<'_, T>, ShapeError>;
    fn t() -> View<'_, T>;
    fn transpose() -> View<'_, T>;
    /// # Panics
    /// As [`View::permute_dims`].
    fn permute_dims(axes: &[isize]) -> View<'_, T>;
    /// # Errors
    /// As [`View::try_permute_dims`].
    fn try_permute_dims(axes: &[isize]) -> Result<View<'_, T>, ShapeError>;
    /// # Panics
    /// As [`View::swapaxes`].
    fn swapaxes(first: isize, second: isize) -> View<'_, T>;
    /// # Panics
    /// As [`View::moveaxis`].
    fn moveaxis(source: isize, destination: isize) -> View<'_, T>;
    fn squeeze() -> View<'_, T>;
    /// # Panics
    /// As [`View::squeeze_axes`].
    fn squeeze_axes(axes: &[isize]) -> View<'_, T>;
    /// # Panics
    /// As [`View::expand_dims`].
    fn expand_dims(axis: isize) -> View<'_, T>;
    /// # Panics
    /// As [`View::flip`].
    fn flip(axis: isize) -> View<'_, T>;
    /// # Panics
    /// As [`View::diagonal`].
    fn diagonal(offset: isize) -> View<'_, T>;
    /// # Panics
    /// As [`View::broadcast_to`].
    fn broadcast_to(shape: impl Into<Shape>) -> View<'_, T>;
    /// # Errors
    /// As [`View::try_broadcast_to`].
    fn try_broadcast_to(shape: impl Into<Shape>) -> Result<View<'_, T>, ShapeError>;
    /// # Panics
    /// As [`View::reshape`].
    fn reshape(shape: impl Into<NewShape>) -> CowArray<'_, T> where T: Copy, Send, Sync;
    /// # Errors
    /// As [`View::try_reshape`].
    fn try_reshape(shape: impl Into<NewShape>) -> Result<CowArray<'_, T>, ShapeError>
        where T: Copy, Send, Sync;
    /// # Panics
    /// As [`View::reshape_view`].
    fn reshape_view(shape: impl Into<NewShape>) -> View<'_, T>;
    /// # Errors
    /// As [`View::try_reshape_view`].
    fn try_reshape_view(shape: impl Into<NewShape>) -> Result<View<'_, T>, ShapeError>;
    fn ravel() -> CowArray<'_, T> where T: Copy, Send, Sync;
    fn flatten() -> Array<T> where T: Copy, Send, Sync;
    fn to_array() -> Array<T> where T: Copy, Send, Sync;
    /// # Panics
    /// If the rank is not `N`.
    fn fixed[const N: usize]() -> Fixed<'_, T, N>;
    fn array2string(options: &PrintOptions) -> String where T: PrintElement;
    fn array2string_by(options: &PrintOptions, text: impl Fn(&T) -> String) -> String;
    fn map[R: Copy + Send](f: impl Fn(T) -> R + Sync) -> Array<R> where T: Copy, Send, Sync;
    fn cast[U: Element]() -> Array<U> where T: CastTo<U>, Element;
    /// # Errors
    /// As [`View::try_cast`].
    fn try_cast[U: Typed]() -> Result<Array<U>, DTypeError> where T: CastTo<U>, Typed;
    fn iter() -> Iter<'_, T>;
    fn indexed_iter() -> IndexedIter<'_, T>;
    /// # Panics
    /// As [`View::axis_iter`].
    fn axis_iter(axis: isize) -> AxisIter<'_, T>;
    /// # Panics
    /// As [`View::outer_iter`].
    fn outer_iter() -> AxisIter<'_, T>;
    /// # Panics
    /// As [`View::lanes`].
    fn lanes(axis: isize) -> Lanes<'_, T>;
    /// # Panics
    /// As [`View::windows`].
    fn windows(shape: impl Into<Shape>) -> Windows<'_, T>;
    /// # Panics
    /// As [`View::sliding_window_view`].
    fn sliding_window_view(shape: impl Into<Shape>) -> View<'_, T>;
    /// # Panics
    /// As [`View::exact_chunks`].
    fn exact_chunks(shape: impl Into<Shape>) -> Windows<'_, T>;
    /// # Panics
    /// As [`View::take`].
    fn take[I: IndexElement](indices: impl ArrayLike<Elem = I>, axis: isize) -> Array<T>
        where T: Element;
    /// # Errors
    /// As [`View::try_take`].
    fn try_take[I: IndexElement](
        indices: impl ArrayLike<Elem = I>, axis: isize
    ) -> Result<Array<T>, ShapeError> where T: Element;
    /// # Panics
    /// As [`View::take_flat`].
    fn take_flat[I: IndexElement](indices: impl ArrayLike<Elem = I>) -> Array<T>
        where T: Element;
    /// # Errors
    /// As [`View::try_take_flat`].
    fn try_take_flat[I: IndexElement](
        indices: impl ArrayLike<Elem = I>
    ) -> Result<Array<T>, ShapeError> where T: Element;
    /// # Panics
    /// As [`View::take_along_axis`].
    fn take_along_axis[I: IndexElement](
        indices: impl ArrayLike<Elem = I>, axis: isize
    ) -> Array<T> where T: Element;
    /// # Errors
    /// As [`View::try_take_along_axis`].
    fn try_take_along_axis[I: IndexElement](
        indices: impl ArrayLike<Elem = I>, axis: isize
    ) -> Result<Array<T>, ShapeError> where T: Element;
    /// # Panics
    /// As [`View::select`].
    fn select(mask: impl ArrayLike<Elem = bool>) -> Array<T> where T: Element;
    /// # Errors
    /// As [`View::try_select`].
    fn try_select(mask: impl ArrayLike<Elem = bool>) -> Result<Array<T>, ShapeError>
        where T: Element;
    /// # Panics
    /// As [`View::compress`].
    fn compress(mask: impl ArrayLike<Elem = bool>, axis: isize) -> Array<T> where T: Element;
    /// # Errors
    /// As [`View::try_compress`].
    fn try_compress(
        mask: impl ArrayLike<Elem = bool>, axis: isize
    ) -> Result<Array<T>, ShapeError> where T: Element;
    /// # Panics
    /// As [`View::nonzero`].
    fn nonzero() -> Vec<Array<usize>> where T: Element, Default, PartialEq;
    fn argwhere() -> Array<usize> where T: Element, Default, PartialEq;
    fn flatnonzero() -> Array<usize> where T: Element, Default, PartialEq;
    /// # Panics
    /// As [`View::index`].
    fn index(items: impl AsRef<[IndexItem]>) -> Array<T> where T: Element;
    /// # Errors
    /// As [`View::try_index`].
    fn try_index(items: impl AsRef<[IndexItem]>) -> Result<Array<T>, ShapeError>
        where T: Element;
    /// # Panics
    /// As [`View::split`].
    fn split(parts: usize, axis: isize) -> Vec<View<'_, T>>;
    /// # Panics
    /// As [`View::array_split`].
    fn array_split(parts: usize, axis: isize) -> Vec<View<'_, T>>;
    /// # Panics
    /// As [`View::split_at_indices`].
    fn split_at_indices(positions: &[usize], axis: isize) -> Vec<View<'_, T>>;
    fn flip_all() -> View<'_, T>;
    /// # Panics
    /// As [`View::flipud`].
    fn flipud() -> View<'_, T>;
    /// # Panics
    /// As [`View::fliplr`].
    fn fliplr() -> View<'_, T>;
    fn atleast_1d() -> View<'_, T>;
    fn atleast_2d() -> View<'_, T>;
    fn atleast_3d() -> View<'_, T>;
    /// # Panics
    /// As [`View::vsplit`].
    fn vsplit(parts: usize) -> Vec<View<'_, T>>;
    /// # Panics
    /// As [`View::hsplit`].
    fn hsplit(parts: usize) -> Vec<View<'_, T>>;
    /// # Panics
    /// As [`View::dsplit`].
    fn dsplit(parts: usize) -> Vec<View<'_, T>>;
    /// # Panics
    /// As [`View::unstack`].
    fn unstack(axis: isize) -> Vec<View<'_, T>>;
    fn trim_zeros(trim: Trim) -> View<'_, T> where T: Element, Default, PartialEq;
    /// # Panics
    /// As [`View::trim_zeros_axes`].
    fn trim_zeros_axes(trim: Trim, axes: &[isize]) -> View<'_, T>
        where T: Element, Default, PartialEq;
    /// # Panics
    /// As [`View::delete`].
    fn delete(what: impl Into<IndexItem>, axis: isize) -> Array<T> where T: Element;
    /// # Errors
    /// As [`View::try_delete`].
    fn try_delete(what: impl Into<IndexItem>, axis: isize) -> Result<Array<T>, ShapeError>
        where T: Element;
    /// # Panics
    /// As [`View::insert`].
    fn insert(what: impl Into<IndexItem>, values: impl Operand<T>, axis: isize) -> Array<T>
        where T: Element;
    /// # Errors
    /// As [`View::try_insert`].
    fn try_insert(
        what: impl Into<IndexItem>, values: impl Operand<T>, axis: isize
    ) -> Result<Array<T>, ShapeError> where T: Element;
    /// # Panics
    /// As [`View::resize`].
    fn resize(shape: impl Into<Shape>) -> Array<T> where T: Element, Default;
    /// # Panics
    /// As [`View::rot90`].
    fn rot90(quarters: isize, axes: [isize; 2]) -> View<'_, T>;
    /// # Panics
    /// As [`View::tile`].
    fn tile(repeats: impl Into<Shape>) -> Array<T> where T: Element;
    /// # Panics
    /// As [`View::repeat`].
    fn repeat(times: usize, axis: isize) -> Array<T> where T: Element;
    /// # Panics
    /// As [`View::repeat_each`].
    fn repeat_each(counts: impl ArrayLike<Elem = usize>, axis: isize) -> Array<T>
        where T: Element;
    /// # Panics
    /// As [`View::roll`].
    fn roll(shift: isize, axis: isize) -> Array<T> where T: Element;
}
