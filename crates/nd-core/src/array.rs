//! [`Array`]: the owner.

use crate::buffer::Buffer;
use crate::engine::bodies::{Binary, Fill, Room};
use crate::engine::course::Alike;
use crate::engine::plan::MAX_OPERANDS;
use crate::engine::walk::{Access, Operand};
use crate::error::{ShapeError, ok};
use crate::layout::Layout;
use crate::raw::{Counted, Raw};
use crate::shape::Shape;
use crate::view::View;
use crate::view_mut::ViewMut;
use std::mem::MaybeUninit;

/// An n-dimensional array that owns its elements.
///
/// The rank is dynamic (any number of axes up to [`MAX_NDIM`](crate::MAX_NDIM)), the element
/// type is static. An array owns its elements alone: [`Clone`] copies them all, and sharing
/// is `Arc<Array<T>>`, said aloud. All read methods are those of [`View`].
///
/// # NumPy
/// `numpy.ndarray` with `OWNDATA`.
///
/// # Examples
/// ```
/// use nd_core::{Array, s};
///
/// let mut a = Array::<f64>::zeros([2, 3]);
/// a[[0, 1]] = 5.0;
/// a.slice_mut(s![1, ..]).fill(1.0);
/// assert_eq!(a.shape(), [2, 3]);
/// assert_eq!(a.iter().sum::<f64>(), 8.0);
/// ```
pub struct Array<T> {
    buffer: Buffer<T>,
    raw: Raw<T>,
}

// SAFETY: an array owns its elements, as a `Vec` does; `raw` points into `buffer`.
unsafe impl<T: Send> Send for Array<T> {}
// SAFETY: as above.
unsafe impl<T: Sync> Sync for Array<T> {}

impl<T> Array<T> {
    /// Takes a vector as a 1-d array, without copying.
    ///
    /// # NumPy
    /// `np.array(list)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    ///
    /// assert_eq!(Array::from_vec(vec![1, 2, 3]).shape(), [3]);
    /// assert_eq!(Array::<f64>::from_vec(vec![]).shape(), [0]);
    /// ```
    pub fn from_vec(elements: Vec<T>) -> Array<T> {
        let layout = Layout::c_order(elements.len());
        Array::from_buffer(Buffer::from_vec(elements), layout)
    }

    /// Takes a vector as an array of `shape` in C order, without copying.
    ///
    /// # Panics
    /// If the vector's length is not the size of `shape`, or that size overflows.
    ///
    /// # NumPy
    /// `np.array(list).reshape(shape)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    ///
    /// let a = Array::from_shape_vec([2, 2], vec![1, 2, 3, 4]);
    /// assert_eq!(a[[1, 0]], 3);
    /// ```
    /// ```should_panic
    /// nd_core::Array::from_shape_vec([2, 2], vec![1, 2, 3]); // 3 elements do not fill it
    /// ```
    #[track_caller]
    pub fn from_shape_vec(shape: impl Into<Shape>, elements: Vec<T>) -> Array<T> {
        ok(Self::try_from_shape_vec(shape, elements))
    }

    /// As [`from_shape_vec`](Self::from_shape_vec), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Size`] if the length is not the size of `shape`;
    /// [`ShapeError::Overflow`] if that size overflows.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    ///
    /// assert!(Array::try_from_shape_vec([2, 2], vec![0; 4]).is_ok());
    /// assert!(Array::try_from_shape_vec([2, 2], vec![0; 5]).is_err());
    /// ```
    pub fn try_from_shape_vec(
        shape: impl Into<Shape>,
        elements: Vec<T>,
    ) -> Result<Array<T>, ShapeError> {
        Self::try_from_layout_vec("from_shape_vec", Layout::c_order, shape.into(), elements)
    }

    /// As [`from_shape_vec`](Self::from_shape_vec) in Fortran order: the first axis varies
    /// fastest in `elements`.
    ///
    /// # Panics
    /// As [`from_shape_vec`](Self::from_shape_vec).
    ///
    /// # NumPy
    /// `np.array(list).reshape(shape, order="F")`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    ///
    /// let a = Array::from_shape_vec_f([2, 2], vec![1, 2, 3, 4]);
    /// assert_eq!(a, array![[1, 3], [2, 4]]);
    /// ```
    #[track_caller]
    pub fn from_shape_vec_f(shape: impl Into<Shape>, elements: Vec<T>) -> Array<T> {
        ok(Self::try_from_shape_vec_f(shape, elements))
    }

    /// As [`from_shape_vec_f`](Self::from_shape_vec_f), for shapes that come from users.
    ///
    /// # Errors
    /// As [`try_from_shape_vec`](Self::try_from_shape_vec).
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    ///
    /// assert!(Array::try_from_shape_vec_f([2, 2], vec![1; 4]).is_ok());
    /// assert!(Array::try_from_shape_vec_f([2, 2], vec![1]).is_err());
    /// ```
    pub fn try_from_shape_vec_f(
        shape: impl Into<Shape>,
        elements: Vec<T>,
    ) -> Result<Array<T>, ShapeError> {
        Self::try_from_layout_vec("from_shape_vec_f", Layout::f_order, shape.into(), elements)
    }

    fn try_from_layout_vec(
        op: &'static str,
        layout: fn(Shape) -> Layout,
        shape: Shape,
        elements: Vec<T>,
    ) -> Result<Array<T>, ShapeError> {
        let size = shape.size_for(size_of::<T>(), op)?;
        if size != elements.len() {
            let shape = shape.as_slice().into();
            return Err(ShapeError::Size { op, given: elements.len(), shape });
        }
        Ok(Array::from_buffer(Buffer::from_vec(elements), layout(shape)))
    }

    /// A 0-d array of one element.
    ///
    /// # NumPy
    /// `np.array(x)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_core::Array::scalar(2.5);
    /// assert_eq!(a.ndim(), 0);
    /// assert_eq!(a[[]], 2.5);
    /// ```
    pub fn scalar(element: T) -> Array<T> {
        Array::from_buffer(Buffer::from_vec(vec![element]), Layout::c_order(()))
    }

    /// The buffer becomes an array; the layout reaches each of its elements exactly once.
    #[inline]
    pub(crate) fn from_buffer(buffer: Buffer<T>, layout: Layout) -> Array<T> {
        let raw = Raw { first: buffer.start(), layout };
        raw.check(buffer.start().as_ptr(), buffer.len(), true);
        debug_assert_eq!(layout.size(), buffer.len());
        Array { buffer, raw }
    }

    /// A new array that `fill` makes room for and fills. One for each type of elements, not for
    /// each of what fills it.
    ///
    /// # Safety
    /// `fill` writes elements of this type.
    #[inline(never)]
    pub(crate) unsafe fn filled_by(fill: &dyn Fill) -> Result<Array<T>, ShapeError> {
        let mut made = None;
        let make = &mut |len| {
            let buffer = made.insert(Buffer::<MaybeUninit<T>>::uninit(len));
            Operand::new(buffer.start().as_ptr(), Access::Write)
        };
        let mut layout = Layout::empty();
        // SAFETY: the caller's promise.
        unsafe { fill.fill(Room { bytes: size_of::<T>(), layout: &mut layout, make })? };
        let buffer = made.expect("who fills an array asks for room");
        // SAFETY: every element of the room was written, as `Fill` says.
        Ok(Array::from_buffer(unsafe { buffer.assume_init() }, layout))
    }

    /// A new array of a compiled function of two operands that are alike: what takes as long as
    /// adding the elements, that is laying out the result and planning the walk, is done with.
    ///
    /// # Panics
    /// If `alike` is of other operands.
    #[inline(never)]
    pub(crate) fn of_alike<U: Copy + Send>(
        a: &View<'_, U>,
        b: &View<'_, U>,
        alike: &Alike<'_>,
        kernel: Binary<U, T>,
    ) -> Array<T>
    where
        T: Copy + Send,
    {
        let size = alike.size(a.layout(), b.layout());
        let out = Buffer::<MaybeUninit<T>>::uninit(size);
        let mut at = [out.start().as_ptr().cast(); MAX_OPERANDS];
        (at[1], at[2]) = (a.as_ptr().cast_mut().cast(), b.as_ptr().cast_mut().cast());
        // SAFETY: the kernel reads two operands of this type, each of them `size` elements one after the
        // other, and writes as many of the result.
        unsafe { kernel.run(&at, size) };
        // SAFETY: all of them were written.
        Array::from_buffer(unsafe { out.assume_init() }, *a.layout())
    }

    /// Counts as the times that they are of, without a copy.
    ///
    /// # NumPy
    /// `counts.view("datetime64[D]")`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, Datetime64, array, time::Day};
    ///
    /// let days: Array<Datetime64<Day>> = Array::from_counts(array![0, 31]);
    /// assert_eq!(days.to_string(), "['1970-01-01' '1970-02-01']");
    /// ```
    #[inline]
    pub fn from_counts(counts: Array<i64>) -> Array<T>
    where
        T: Counted,
    {
        let Array { buffer, raw } = counts;
        let raw = Raw { first: raw.first.cast(), layout: raw.layout };
        // SAFETY: the same memory under the same layout, and `Counted` says that each `i64` is a `T`.
        Array { buffer: unsafe { buffer.counted() }, raw }
    }

    /// [`View::counts`], of an array that is given up.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Datetime64, array, time::Day};
    ///
    /// let days = array![1, 2].map(Datetime64::<Day>::new);
    /// assert_eq!(days.into_counts(), array![1, 2]);
    /// ```
    #[inline]
    pub fn into_counts(self) -> Array<i64>
    where
        T: Counted,
    {
        let Array { buffer, raw } = self;
        let raw = Raw { first: raw.first.cast(), layout: raw.layout };
        // SAFETY: the same memory under the same layout, and `Counted` says that each `T` is an `i64`.
        Array { buffer: unsafe { buffer.counted() }, raw }
    }

    /// A read-only view of all elements.
    ///
    /// # Examples
    /// ```
    /// let a = nd_core::array![1, 2, 3];
    /// assert_eq!(a.view().shape(), [3]);
    /// ```
    #[inline(always)]
    pub fn view(&self) -> View<'_, T> {
        // SAFETY: the owner keeps the five invariants and stays borrowed while the view lives.
        unsafe { View::from_raw(self.raw) }
    }

    /// A mutable view of all elements.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_core::array![1, 2, 3];
    /// a.view_mut().fill(7);
    /// assert_eq!(a, nd_core::array![7, 7, 7]);
    /// ```
    #[inline(always)]
    pub fn view_mut(&mut self) -> ViewMut<'_, T> {
        // SAFETY: the owner keeps the five invariants, reaches each element once, and stays
        // mutably borrowed while the view lives.
        unsafe { ViewMut::from_raw(self.raw) }
    }

    #[inline(always)]
    pub(crate) fn raw_mut(&mut self) -> &Raw<T> {
        &self.raw
    }

    /// The layout of the elements in memory.
    ///
    /// # NumPy
    /// `a.shape` and `a.strides`, which are in bytes there.
    ///
    /// # Examples
    /// ```
    /// let a = nd_core::Array::<f32>::zeros([2, 3]);
    /// assert_eq!(*a.layout().strides(), [3, 1]); // in elements
    /// assert_eq!(*a.into_transposed().layout().strides(), [1, 3]); // nothing was moved
    /// ```
    #[inline]
    pub fn layout(&self) -> &Layout {
        &self.raw.layout
    }

    /// The elements in C order. Free for a C-contiguous array that was made from a `Vec` or
    /// is small; one copy of the bytes otherwise.
    ///
    /// # NumPy
    /// `a.ravel().tolist()`, without the objects.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// assert_eq!(array![[1, 2], [3, 4]].into_vec(), [1, 2, 3, 4]);
    /// assert_eq!(array![[1, 2], [3, 4]].into_transposed().into_vec(), [1, 3, 2, 4]);
    /// ```
    pub fn into_vec(self) -> Vec<T> {
        let layout = self.raw.layout;
        if layout.is_c_contiguous() {
            return self.buffer.into_vec();
        }
        // An owner's layout is a permutation of its buffer: move each element to its place.
        let offsets = crate::walk::offsets(&layout);
        let first = self.raw.first.as_ptr() as usize - self.buffer.start().as_ptr() as usize;
        let start = first.checked_div(size_of::<T>()).unwrap_or(0) as isize;
        let mut slots: Vec<Option<T>> = self.buffer.into_vec().into_iter().map(Some).collect();
        // Each offset is reached once, so no slot is empty when its turn comes.
        offsets.filter_map(|o| slots[(start + o) as usize].take()).collect()
    }

    /// The same elements with other axes: as [`View::permute_dims`], by value and free.
    ///
    /// # Panics
    /// If `axes` is not a permutation of all axes.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    ///
    /// let a = Array::<u8>::zeros([2, 3, 4]);
    /// assert_eq!(a.into_permuted(&[2, 0, 1]).shape(), [4, 2, 3]);
    /// ```
    #[track_caller]
    pub fn into_permuted(mut self, axes: &[isize]) -> Array<T> {
        let axes = ok(crate::axes::permutation("into_permuted", axes, &self.raw.layout.shape));
        self.raw.layout = self.raw.layout.permuted(&axes);
        self
    }

    /// The transpose: all axes reversed, by value and free.
    ///
    /// # Examples
    /// ```
    /// let a = nd_core::Array::<u8>::zeros([2, 3]);
    /// assert_eq!(a.into_transposed().shape(), [3, 2]);
    /// ```
    pub fn into_transposed(mut self) -> Array<T> {
        self.raw.layout = self.raw.layout.reversed();
        self
    }

    /// Relabels the elements with `layout`, which reaches each of them once.
    pub(crate) fn with_layout(mut self, layout: Layout) -> Array<T> {
        self.raw.layout = layout;
        self.raw.check(self.buffer.start().as_ptr(), self.buffer.len(), true);
        self
    }
}

impl<T> Array<MaybeUninit<T>> {
    /// Declares all elements initialised.
    ///
    /// # Safety
    /// Every element has been written.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    ///
    /// let mut a = Array::<u32>::uninit([3]);
    /// for x in a.iter_mut() {
    ///     x.write(7);
    /// }
    /// // SAFETY: the loop above wrote every element.
    /// let a = unsafe { a.assume_init() };
    /// assert_eq!(a, nd_core::array![7, 7, 7]);
    /// ```
    #[inline]
    pub unsafe fn assume_init(self) -> Array<T> {
        let raw = Raw { first: self.raw.first.cast(), layout: self.raw.layout };
        // SAFETY: the caller's promise.
        Array { buffer: unsafe { self.buffer.assume_init() }, raw }
    }
}

impl<T: Clone> Clone for Array<T> {
    /// Copies all elements, keeping the order of the axes in memory.
    fn clone(&self) -> Array<T> {
        match self.view().as_slice_memory_order() {
            Some(slice) => Array::from_buffer(
                Buffer::collect(slice.len(), slice.iter().cloned()),
                self.raw.layout,
            ),
            None => Array::from_buffer(
                Buffer::collect(self.raw.layout.size(), self.iter().cloned()),
                Layout::c_order(self.raw.layout.shape),
            ),
        }
    }
}

impl<T> Default for Array<T> {
    /// An empty 1-d array.
    fn default() -> Array<T> {
        Array::from_vec(Vec::new())
    }
}
