//! New arrays and views whose elements are written through [`Slots`].

use crate::array::Array;
use crate::buffer::{Buffer, Filled, Slots, filled};
use crate::error::{ShapeError, ok};
use crate::layout::Layout;
use crate::shape::Shape;
use crate::view_mut::ViewMut;

impl<T: Copy> Array<T> {
    /// A new array, in C order, whose elements `fill` writes.
    ///
    /// # Panics
    /// If the size overflows.
    ///
    /// # NumPy
    /// `a = np.empty(shape)` and a loop, without the chance to forget an element.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    ///
    /// let mut n = 0;
    /// let a = Array::from_slots([2, 2], |slots| {
    ///     slots.fill_with(|| {
    ///         n += 1;
    ///         n
    ///     })
    /// });
    /// assert_eq!(a, array![[1, 2], [3, 4]]);
    /// ```
    #[track_caller]
    pub fn from_slots(
        shape: impl Into<Shape>,
        fill: impl for<'s> FnOnce(Slots<'s, T>) -> Filled<'s>,
    ) -> Array<T> {
        let shape = shape.into();
        let len = ok(shape.size_for(size_of::<T>(), "from_slots"));
        Array::from_buffer(filled(Buffer::uninit(len), fill), Layout::c_order(shape))
    }

    /// As [`from_slots`](Self::from_slots), in parts of at most `part` elements on all
    /// threads: `fill` is told where in the array, in C order, its part begins.
    ///
    /// # Panics
    /// If the size overflows, or `part` is 0.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    ///
    /// let a = Array::from_slots_parallel([5], 2, |start, slots| {
    ///     let mut n = start;
    ///     slots.fill_with(|| {
    ///         n += 1;
    ///         n
    ///     })
    /// });
    /// assert_eq!(a, array![1, 2, 3, 4, 5]);
    /// ```
    #[track_caller]
    pub fn from_slots_parallel(
        shape: impl Into<Shape>,
        part: usize,
        fill: impl for<'s> Fn(usize, Slots<'s, T>) -> Filled<'s> + Sync,
    ) -> Array<T>
    where
        T: Send,
    {
        assert!(part > 0, "from_slots_parallel: parts of no elements");
        Array::from_slots(shape, |slots| slots.fill_parts(part, &fill))
    }

    /// As [`from_slots_parallel`](Self::from_slots_parallel), for shapes that come from users or files.
    ///
    /// # Errors
    /// [`ShapeError::Overflow`] if the size overflows, [`ShapeError::Memory`] if there is
    /// not that much memory.
    ///
    /// # Panics
    /// If `part` is 0.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    ///
    /// let a = Array::try_from_slots_parallel([3], 2, |start, slots| slots.fill_with(|| start));
    /// assert_eq!(a.unwrap(), array![0, 0, 2]);
    ///
    /// let endless = [1 << 40, 1 << 40];
    /// assert!(Array::try_from_slots_parallel(endless, 2, |_, slots| slots.fill_with(|| 0)).is_err());
    /// ```
    pub fn try_from_slots_parallel(
        shape: impl Into<Shape>,
        part: usize,
        fill: impl for<'s> Fn(usize, Slots<'s, T>) -> Filled<'s> + Sync,
    ) -> Result<Array<T>, ShapeError>
    where
        T: Send,
    {
        assert!(part > 0, "try_from_slots_parallel: parts of no elements");
        let (shape, op) = (shape.into(), "from_slots_parallel");
        let len = shape.size_for(size_of::<T>(), op)?;
        let out_of_memory = ShapeError::Memory { op, bytes: len * size_of::<T>() };
        let buffer = Buffer::try_uninit(len).ok_or(out_of_memory)?;
        let buffer = filled(buffer, |slots| slots.fill_parts(part, &fill));
        Ok(Array::from_buffer(buffer, Layout::c_order(shape)))
    }
}

impl<T: Copy> ViewMut<'_, T> {
    /// Overwrites every element in C order with what `fill` writes, in as few parts as lie
    /// one after the other in memory: one if the view is C-contiguous.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array, s};
    ///
    /// let mut a = Array::<i32>::zeros([2, 3]);
    /// let mut n = 0;
    /// a.slice_mut(s![.., ..;2]).fill_slots(|slots| {
    ///     slots.fill_with(|| {
    ///         n += 1;
    ///         n
    ///     })
    /// });
    /// assert_eq!(a, array![[1, 0, 2], [3, 0, 4]]);
    /// ```
    pub fn fill_slots(&mut self, mut fill: impl for<'s> FnMut(Slots<'s, T>) -> Filled<'s>) {
        if let Some(elements) = self.as_slice_mut() {
            fill(Slots::over(elements));
            return;
        }
        for element in self.iter_mut() {
            fill(Slots::over(std::slice::from_mut(element)));
        }
    }

    /// As [`fill_slots`](Self::fill_slots), in parts of at most `part` elements on all
    /// threads if the view is C-contiguous; `false`, with nothing written, if it is not.
    ///
    /// # Panics
    /// If `part` is 0.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_core::Array::<usize>::zeros([4]);
    /// a.view_mut().fill_slots_parallel(2, |start, slots| slots.fill_with(|| start));
    /// assert_eq!(a, nd_core::array![0, 0, 2, 2]);
    /// ```
    pub fn fill_slots_parallel(
        &mut self,
        part: usize,
        fill: impl for<'s> Fn(usize, Slots<'s, T>) -> Filled<'s> + Sync,
    ) -> bool
    where
        T: Send,
    {
        assert!(part > 0, "fill_slots_parallel: parts of no elements");
        let Some(elements) = self.as_slice_mut() else { return false };
        Slots::over(elements).fill_parts(part, &fill);
        true
    }
}
