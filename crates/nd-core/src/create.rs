//! New arrays from nothing but a shape.

use crate::array::Array;
use crate::buffer::{Buffer, ZeroBits};
use crate::error::{ShapeError, ok};
use crate::layout::Layout;
use crate::shape::Shape;
use crate::walk::offsets;
use num_traits::One;
use std::mem::MaybeUninit;

/// The size of `shape`, checked to fit the address space.
fn size<T>(op: &'static str, shape: &Shape) -> Result<usize, ShapeError> {
    shape.size_for(size_of::<T>(), op)
}

impl<T: ZeroBits> Array<T> {
    /// All zeros. Large arrays get pages that the system zeroes when they are first touched:
    /// until then they cost neither time nor memory.
    ///
    /// # Panics
    /// If the size overflows.
    ///
    /// # NumPy
    /// `np.zeros(shape)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    ///
    /// assert_eq!(Array::<f64>::zeros([2, 2])[[1, 1]], 0.0);
    /// assert!(Array::<f64>::zeros([0, 3]).is_empty());
    /// ```
    #[track_caller]
    pub fn zeros(shape: impl Into<Shape>) -> Array<T> {
        let shape = shape.into();
        let buffer = Buffer::zeros(ok(size::<T>("zeros", &shape)));
        Array::from_buffer(buffer, Layout::c_order(shape))
    }

    /// As [`zeros`](Self::zeros), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Overflow`] if the size overflows, [`ShapeError::Memory`] if there is
    /// not that much memory.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    ///
    /// assert!(Array::<f64>::try_zeros([2, 2]).is_ok());
    /// assert!(Array::<f64>::try_zeros([1 << 40, 1 << 40]).is_err());
    /// ```
    pub fn try_zeros(shape: impl Into<Shape>) -> Result<Array<T>, ShapeError> {
        let shape = shape.into();
        let len = size::<T>("zeros", &shape)?;
        let out_of_memory = ShapeError::Memory { op: "zeros", bytes: len * size_of::<T>() };
        let buffer = Buffer::try_zeros(len).ok_or(out_of_memory)?;
        Ok(Array::from_buffer(buffer, Layout::c_order(shape)))
    }
}

impl<T> Array<T> {
    /// Elements that are not initialised: write all of them, then
    /// [`assume_init`](Array::assume_init).
    ///
    /// # Panics
    /// If the size overflows.
    ///
    /// # NumPy
    /// `np.empty(shape)`, but safe.
    ///
    /// # Examples
    /// ```
    /// let a = nd_core::Array::<f64>::uninit([1000, 1000]);
    /// assert_eq!(a.size(), 1_000_000);
    /// ```
    #[track_caller]
    pub fn uninit(shape: impl Into<Shape>) -> Array<MaybeUninit<T>> {
        let shape = shape.into();
        let buffer = Buffer::<MaybeUninit<T>>::uninit(ok(size::<T>("uninit", &shape)));
        Array::from_buffer(buffer, Layout::c_order(shape))
    }

    /// What `f` returns for each index, called in C order.
    ///
    /// # Panics
    /// If the size overflows.
    ///
    /// # NumPy
    /// `np.fromfunction(f, shape)`, called once for each element.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    ///
    /// let a = Array::from_fn([2, 3], |index| 10 * index[0] + index[1]);
    /// assert_eq!(a, array![[0, 1, 2], [10, 11, 12]]);
    /// ```
    #[track_caller]
    pub fn from_fn(shape: impl Into<Shape>, mut f: impl FnMut(&[usize]) -> T) -> Array<T> {
        let shape = shape.into();
        let len = ok(size::<T>("from_fn", &shape));
        let layout = Layout::c_order(shape);
        let mut walk = offsets(&layout);
        let elements = std::iter::from_fn(|| {
            let index = *walk.index();
            walk.next().map(|_| f(&index))
        });
        Array::from_buffer(Buffer::collect(len, elements), layout)
    }
}

impl<T: Clone> Array<T> {
    /// A copy of a slice as an array of `shape`, in C order.
    ///
    /// # Panics
    /// If the slice's length is not the size of `shape`, or that size overflows.
    ///
    /// # NumPy
    /// `np.array(list).reshape(shape)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    ///
    /// assert_eq!(Array::from_shape_slice([2, 2], &[1, 2, 3, 4]), array![[1, 2], [3, 4]]);
    /// ```
    /// ```should_panic
    /// nd_core::Array::from_shape_slice([2, 2], &[1, 2, 3]); // 3 elements do not fill it
    /// ```
    #[track_caller]
    pub fn from_shape_slice(shape: impl Into<Shape>, elements: &[T]) -> Array<T> {
        ok(Self::try_from_shape_slice(shape, elements))
    }

    /// As [`from_shape_slice`](Self::from_shape_slice), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Size`] if the length is not the size of `shape`;
    /// [`ShapeError::Overflow`] if that size overflows.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    ///
    /// assert!(Array::try_from_shape_slice([2, 2], &[0; 4]).is_ok());
    /// assert!(Array::try_from_shape_slice([2, 2], &[0; 5]).is_err());
    /// ```
    pub fn try_from_shape_slice(
        shape: impl Into<Shape>,
        elements: &[T],
    ) -> Result<Array<T>, ShapeError> {
        let shape = shape.into();
        let len = size::<T>("from_shape_slice", &shape)?;
        if len != elements.len() {
            let (given, shape) = (elements.len(), shape.as_slice().into());
            return Err(ShapeError::Size { op: "from_shape_slice", given, shape });
        }
        let copy = Buffer::collect(len, elements.iter().cloned());
        Ok(Array::from_buffer(copy, Layout::c_order(shape)))
    }

    /// The same value everywhere.
    ///
    /// # Panics
    /// If the size overflows.
    ///
    /// # NumPy
    /// `np.full(shape, value)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    ///
    /// assert_eq!(Array::full([2], 7), array![7, 7]);
    /// ```
    #[track_caller]
    pub fn full(shape: impl Into<Shape>, value: T) -> Array<T> {
        let shape = shape.into();
        let len = ok(size::<T>("full", &shape));
        let elements = std::iter::repeat_with(|| value.clone());
        Array::from_buffer(Buffer::collect(len, elements), Layout::c_order(shape))
    }

    /// As [`full`](Self::full), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Overflow`] if the size overflows, [`ShapeError::Memory`] if there is
    /// not that much memory.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    ///
    /// assert!(Array::try_full([2, 2], 7).is_ok());
    /// assert!(Array::try_full([1 << 40, 1 << 40], 7).is_err());
    /// ```
    pub fn try_full(shape: impl Into<Shape>, value: T) -> Result<Array<T>, ShapeError>
    where
        T: Copy,
    {
        let shape = shape.into();
        let len = size::<T>("full", &shape)?;
        let out_of_memory = ShapeError::Memory { op: "full", bytes: len * size_of::<T>() };
        let buffer = Buffer::<MaybeUninit<T>>::try_uninit(len).ok_or(out_of_memory)?;
        Ok(Array::from_buffer(buffer.tabulate(|_| value), Layout::c_order(shape)))
    }

    /// All ones.
    ///
    /// # Panics
    /// If the size overflows.
    ///
    /// # NumPy
    /// `np.ones(shape)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    ///
    /// assert_eq!(Array::<f32>::ones([2]), array![1.0, 1.0]);
    /// ```
    #[track_caller]
    pub fn ones(shape: impl Into<Shape>) -> Array<T>
    where
        T: One,
    {
        Array::full(shape, T::one())
    }
}
