//! One index for each lane: what `argsort` and `argmax` give back.

use crate::array::Array;
use crate::array_like::{ArrayLike, Operand};
use crate::buffer::Filling;
use crate::element::Element;
use crate::error::{ShapeError, ok};
use crate::layout::Layout;
use crate::select::element::{IndexElement, outside, wrap};
use crate::shape::{Shape, broadcast_for, normalize_axis};
use crate::view::View;
use crate::view_mut::ViewMut;

/// How the walk goes: the shape of the indices once stretched, and where in the array each of
/// them starts looking (the axis itself has stride 0).
struct Along {
    shape: Shape,
    starts: Layout,
    len: usize,
    step: isize,
    axis: usize,
}

impl Along {
    fn new(
        op: &'static str,
        array: &Layout,
        indices: &[usize],
        axis: isize,
    ) -> Result<Along, ShapeError> {
        let axis = normalize_axis(op, axis, array.ndim())?;
        if indices.len() != array.ndim() {
            let (left, right) = (array.shape.as_slice().into(), indices.into());
            let op = format!("{op} (array, then indices)").into();
            return Err(ShapeError::Mismatch { op, left, right });
        }
        let mut starts = *array;
        // Seen from the indices the axis may have any length.
        (starts.shape[axis], starts.strides[axis]) = (1, 0);
        let shape = broadcast_for(op, &[&starts.shape, indices])?;
        let starts = starts.broadcast_to(&shape)?;
        Ok(Along { shape, starts, len: array.shape[axis], step: array.strides[axis], axis })
    }

    /// The offset that each index leads to, in C order of the indices.
    fn offsets<I: IndexElement>(
        &self,
        op: &'static str,
        indices: View<'_, I>,
    ) -> impl Iterator<Item = Result<isize, ShapeError>> {
        let (len, step, axis) = (self.len, self.step, self.axis);
        let starts = crate::walk::offsets(&self.starts);
        starts.zip(indices.broadcast_to(self.shape)).map(move |(start, index)| {
            let place = wrap(index.to_index(), len);
            if place < len {
                Ok(start + place as isize * step)
            } else {
                Err(outside(op, index.to_index(), axis, len))
            }
        })
    }
}

impl<T: Element> View<'_, T> {
    /// For each entry of `indices`, the element at that position of its lane along `axis`.
    ///
    /// `indices`: as many axes as `self`; the other axes broadcast → the shape of the
    /// indices, so stretched. Negative indices count from the end.
    ///
    /// # Panics
    /// If there is no such axis, the numbers of axes differ, the other axes do not broadcast,
    /// or an index is out of bounds.
    ///
    /// # NumPy
    /// `np.take_along_axis(a, indices, axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![[30, 10, 20], [5, 6, 4]];
    /// let order = array![[1, 2, 0], [2, 0, 1]]; // an argsort along axis 1
    /// assert_eq!(a.take_along_axis(&order, 1), array![[10, 20, 30], [4, 5, 6]]);
    /// assert_eq!(a.take_along_axis(&[[-1]], 1), array![[20], [4]]);
    /// ```
    /// ```should_panic
    /// nd_core::array![1, 2].take_along_axis(&[2], 0);
    /// ```
    #[track_caller]
    pub fn take_along_axis<I: IndexElement>(
        self,
        indices: impl ArrayLike<Elem = I>,
        axis: isize,
    ) -> Array<T> {
        ok(self.try_take_along_axis(indices, axis))
    }

    /// As [`take_along_axis`](Self::take_along_axis), for indices that come from users or
    /// data.
    ///
    /// # Errors
    /// [`ShapeError::Axis`], [`ShapeError::Mismatch`] for another number of axes,
    /// [`ShapeError::Broadcast`], [`ShapeError::Index`].
    ///
    /// # Examples
    /// ```
    /// assert!(nd_core::array![1, 2].try_take_along_axis(&[2], 0).is_err());
    /// ```
    pub fn try_take_along_axis<I: IndexElement>(
        self,
        indices: impl ArrayLike<Elem = I>,
        axis: isize,
    ) -> Result<Array<T>, ShapeError> {
        let indices = indices.view();
        let along = Along::new("take_along_axis", self.layout(), indices.shape(), axis)?;
        let mut out = Filling::new(along.shape.size_for(size_of::<T>(), "take_along_axis")?);
        for offset in along.offsets("take_along_axis", indices) {
            out.push(*self.at_offset(offset?));
        }
        Ok(Array::from_buffer(out.finish(), Layout::c_order(along.shape)))
    }
}

macro_rules! put_along {
    ($($Type:ty, $view_mut:ident;)*) => {$(
        impl<T: Element> $Type {
            /// Writes `values` where [`take_along_axis`](View::take_along_axis) would read.
            ///
            /// `values` broadcasts to the shape of the (stretched) indices. Where two of them
            /// lead to one element, the last value stays.
            ///
            /// # Panics
            /// As `take_along_axis`, and if `values` does not broadcast.
            ///
            /// # NumPy
            /// `np.put_along_axis(a, indices, values, axis)`.
            ///
            /// # Examples
            /// ```
            /// use nd_core::array;
            ///
            /// let mut a = array![[30, 10, 20], [5, 6, 4]];
            /// a.put_along_axis(&[[0], [1]], 99, 1); // the largest of each row
            /// assert_eq!(a, array![[99, 10, 20], [5, 99, 4]]);
            /// ```
            /// ```should_panic
            /// nd_core::array![1, 2].put_along_axis(&[2], 0, 0);
            /// ```
            #[track_caller]
            pub fn put_along_axis<I: IndexElement>(
                &mut self,
                indices: impl ArrayLike<Elem = I>,
                values: impl Operand<T>,
                axis: isize,
            ) {
                ok(self.try_put_along_axis(indices, values, axis));
            }

            /// As [`put_along_axis`](Self::put_along_axis), for indices that come from users
            /// or data. Nothing is written if an index is out of bounds.
            ///
            /// # Errors
            /// Those of [`View::try_take_along_axis`], and [`ShapeError::BroadcastTo`].
            ///
            /// # Examples
            /// ```
            /// assert!(nd_core::array![1, 2].try_put_along_axis(&[2], 0, 0).is_err());
            /// ```
            pub fn try_put_along_axis<I: IndexElement>(
                &mut self,
                indices: impl ArrayLike<Elem = I>,
                values: impl Operand<T>,
                axis: isize,
            ) -> Result<(), ShapeError> {
                let (op, indices) = ("put_along_axis", indices.view());
                let along = Along::new(op, self.layout(), indices.shape(), axis)?;
                let values = values.operand().try_broadcast_to(along.shape)?;
                let offsets: Vec<isize> = along.offsets(op, indices).collect::<Result<_, _>>()?;
                let mut target = self.$view_mut();
                for (&offset, &value) in offsets.iter().zip(values) {
                    *target.at_offset_mut(offset) = value;
                }
                Ok(())
            }
        }
    )*};
}
put_along! {
    Array<T>, view_mut;
    ViewMut<'_, T>, reborrow;
}
