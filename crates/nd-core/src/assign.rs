//! Whole-array copies: fill, assign, map, cast.

use crate::array::Array;
use crate::array_like::Operand;
use crate::error::{ShapeError, ok};
use crate::shape::Shape;
use crate::view::View;
use crate::view_mut::ViewMut;
use crate::zip::zip;
use std::mem::MaybeUninit;

impl<T: Copy + Send + Sync> View<'_, T> {
    /// A copy of the elements, in C order.
    ///
    /// # NumPy
    /// `a.copy()`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{array, s};
    ///
    /// let a = array![1, 2, 3];
    /// assert_eq!(a.slice(s![..;-1]).to_array(), array![3, 2, 1]);
    /// ```
    pub fn to_array(self) -> Array<T> {
        zip((self,)).map_c(|(x,)| x)
    }

    /// A new array of what `f` returns for each element.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// assert_eq!(array![1, 2].map(|x| x * x), array![1, 4]);
    /// ```
    #[inline]
    pub fn map<R: Copy + Send>(self, f: impl Fn(T) -> R + Sync) -> Array<R> {
        zip((self,)).map(move |(x,)| f(x))
    }
}

impl<T: Copy + Send + Sync> Array<T> {
    /// The pieces one after the other along `axis`.
    ///
    /// # Panics
    /// If they do not fill `shape` exactly: their lengths along `axis` must add up to its
    /// length, the other lengths be equal.
    #[track_caller]
    pub(crate) fn joined(shape: Shape, axis: usize, pieces: &[View<'_, T>]) -> Array<T> {
        let mut out = Array::<T>::uninit(shape);
        let mut rest = out.view_mut();
        for &piece in pieces {
            let (part, after) = rest.split_at(axis as isize, piece.shape()[axis]);
            assert_eq!(part.layout().shape, piece.layout().shape, "pieces must fit");
            zip((piece,)).map_into(|(x,)| MaybeUninit::new(x), part);
            rest = after;
        }
        assert_eq!(rest.layout().shape[axis], 0, "pieces must fill the array");
        // SAFETY: the parts are cut off one after the other until nothing is left, and each
        // of them was written by a piece of exactly its shape.
        unsafe { out.assume_init() }
    }
}

macro_rules! assign {
    ($($Type:ty, $view_mut:ident;)*) => {$(
        impl<T: Copy + Send + Sync> $Type {
            /// Sets every element to `value`.
            ///
            /// # NumPy
            /// `a.fill(value)`, `a[...] = value`.
            ///
            /// # Examples
            /// ```
            /// let mut a = nd_core::array![1, 2];
            /// a.fill(7);
            /// assert_eq!(a, nd_core::array![7, 7]);
            /// ```
            pub fn fill(&mut self, value: T) {
                zip((self.$view_mut(),)).apply(move |(_,)| value);
            }

            /// Copies the elements of `source`, stretched to this shape if need be.
            ///
            /// # Panics
            /// If `source` does not broadcast to this shape.
            ///
            /// # NumPy
            /// `a[...] = source`.
            ///
            /// # Examples
            /// ```
            /// use nd_core::{array, s};
            ///
            /// let mut a = array![[1, 2], [3, 4]];
            /// a.slice_mut(s![.., 0]).assign(&array![8, 9]);
            /// assert_eq!(a, array![[8, 2], [9, 4]]);
            /// ```
            /// ```should_panic
            /// nd_core::array![1, 2].assign(&nd_core::array![1, 2, 3]);
            /// ```
            #[track_caller]
            pub fn assign(&mut self, source: impl Operand<T>) {
                ok(self.try_assign(source));
            }

            /// As [`assign`](Self::assign), for shapes that come from users.
            ///
            /// # Errors
            /// [`ShapeError::BroadcastTo`].
            ///
            /// # Examples
            /// ```
            /// use nd_core::array;
            ///
            /// assert!(array![1, 2].try_assign(&array![1, 2, 3]).is_err());
            /// ```
            pub fn try_assign(&mut self, source: impl Operand<T>) -> Result<(), ShapeError> {
                let source = source.operand().try_broadcast_to(self.layout().shape)?;
                zip((source,)).map_into(|(x,)| x, self.$view_mut());
                Ok(())
            }

            /// Replaces every element by what `f` returns for it.
            ///
            /// # Examples
            /// ```
            /// let mut a = nd_core::array![1.0, 4.0];
            /// a.map_in_place(|x: f64| x.sqrt());
            /// assert_eq!(a, nd_core::array![1.0, 2.0]);
            /// ```
            pub fn map_in_place(&mut self, f: impl Fn(T) -> T + Sync) {
                zip((self.$view_mut(),)).apply(move |(x,): (&mut T,)| f(*x));
            }
        }
    )*};
}
assign! {
    Array<T>, view_mut;
    ViewMut<'_, T>, reborrow;
}
