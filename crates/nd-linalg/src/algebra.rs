//! [`ArrayAlgebra`]: products as methods.

use crate::{LinalgElement, LinalgError, ProductElement};
use nd_core::{Array, ArrayLike, CowArray, View, ViewMut};
use nd_ops::Summable;

macro_rules! algebra {
    ($($(#[$doc:meta])* fn $name:ident($($arg:ident: $Arg:ty),*) -> $Ret:ty where $Bound:path;)*) => {
        /// Products and what else is asked of a matrix, as methods of [`Array`], [`View`],
        /// [`ViewMut`] and [`CowArray`]. Each is the function of the same name.
        ///
        /// # Examples
        /// ```
        /// use nd_core::array;
        /// use nd_linalg::ArrayAlgebra;
        ///
        /// let a = array![[1.0, 2.0], [3.0, 4.0]];
        /// assert_eq!(a.matmul(&a), array![[7.0, 10.0], [15.0, 22.0]]);
        /// assert_eq!(array![1, 2].dot([3, 4]), 11);
        /// assert_eq!(a.trace(), 5.0);
        /// ```
        pub trait ArrayAlgebra<T> {
            #[doc(hidden)]
            fn whole(&self) -> View<'_, T>;

            $(
                #[doc = concat!("[`", stringify!($name), "`](crate::", stringify!($name), "()) of this array.")]
                $(#[$doc])*
                #[track_caller]
                fn $name(&self $(, $arg: $Arg)*) -> $Ret
                where
                    T: $Bound,
                {
                    crate::$name(self.whole() $(, $arg)*)
                }
            )*
        }
    };
}

algebra! {
    /// # Panics
    /// If one of both does not have one axis, or the lengths differ.
    fn dot(other: impl ArrayLike<Elem = T>) -> T where ProductElement;
    /// # Panics
    /// If an operand has no axis, the inner lengths differ, or the leading axes do not broadcast.
    fn matmul(other: impl ArrayLike<Elem = T>) -> Array<T> where ProductElement;
    /// # Panics
    /// If this has fewer than two axes or the vector has none, the inner lengths differ, or the
    /// leading axes do not broadcast.
    fn matvec(vector: impl ArrayLike<Elem = T>) -> Array<T> where ProductElement;
    /// # Panics
    /// If the sizes differ.
    fn vdot(other: impl ArrayLike<Elem = T>) -> T where ProductElement;
    /// # Panics
    /// If the lengths of the last axes differ.
    fn inner(other: impl ArrayLike<Elem = T>) -> Array<T> where ProductElement;
    /// # Panics
    /// If the result would be too large.
    fn outer(other: impl ArrayLike<Elem = T>) -> Array<T> where ProductElement;
    /// # Panics
    /// If this does not have two axes.
    fn trace() -> T::Sum where Summable;
    /// # Panics
    /// If this is not a square matrix.
    fn det() -> T::Field where LinalgElement;
    /// # Panics
    /// If these are not square matrices.
    ///
    /// # Errors
    /// As the function.
    fn inv() -> Result<Array<T::Field>, LinalgError> where LinalgElement;
}

macro_rules! types {
    ($($Type:ty)*) => {$(
        impl<T> ArrayAlgebra<T> for $Type {
            #[inline(always)]
            fn whole(&self) -> View<'_, T> {
                self.view()
            }
        }
    )*};
}
types!(Array<T> View<'_, T> ViewMut<'_, T> CowArray<'_, T>);
