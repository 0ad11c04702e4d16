//! Whole-array copies: fill, assign, map, cast.

use crate::array::Array;
use crate::array_like::Operand;
use crate::engine::bodies;
use crate::error::{ShapeError, ok};
use crate::layout::Layout;
use crate::shape::Shape;
use crate::view::View;
use crate::view_mut::ViewMut;
use crate::zip::zip;

impl<T: Copy + Send + Sync> View<'_, T> {
    /// A copy of the elements, in C order.
    ///
    /// # Panics
    /// If the size overflows: a broadcast view may be larger than memory.
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
    #[track_caller]
    #[inline]
    pub fn to_array(self) -> Array<T> {
        ok(bodies::copied("to_array", self))
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

#[cold]
fn refused(source: &Layout, target: &Shape) -> ShapeError {
    ShapeError::Mismatch {
        op: "assign: the source (second) does not broadcast to the target".into(),
        left: target.as_slice().into(),
        right: source.shape.as_slice().into(),
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
                let shape = self.layout().shape;
                bodies::copy_into(View::from_ref(&value).broadcast_to(shape), self.$view_mut());
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
            /// [`ShapeError::Mismatch`] if `source` does not broadcast to this shape.
            ///
            /// # Examples
            /// ```
            /// use nd_core::array;
            ///
            /// assert!(array![1, 2].try_assign(&array![1, 2, 3]).is_err());
            /// ```
            pub fn try_assign(&mut self, source: impl Operand<T>) -> Result<(), ShapeError> {
                let (source, shape) = (source.operand(), self.layout().shape);
                let Ok(source) = source.try_broadcast_to(shape) else {
                    return Err(refused(source.layout(), &shape));
                };
                bodies::copy_into(source, self.$view_mut());
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
