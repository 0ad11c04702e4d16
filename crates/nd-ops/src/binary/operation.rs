//! [`BinaryOp`]: an operation of two elements.

use super::{apply, fold};
use crate::over::Over;
use nd_core::{Array, Element, View, ViewMut};

/// The bodies: once in [`BinaryOp`], for closures and what is not listed below, which are compiled
/// where they are used, and once in the operations that are folded most (`operations.rs`).
macro_rules! kernels {
    ([$($hidden:tt)*] $T:ty, $Out:ty) => {
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn apply_where_of(
            &self,
            a: View<'_, $T>,
            b: View<'_, $T>,
            mask: View<'_, bool>,
            out: ViewMut<'_, $Out>,
        ) {
            $crate::binary::apply::where_true(self, a, b, mask, out)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn accumulate_of(&self, a: View<'_, $T>, axis: usize) -> Array<$T>
        where
            Self: BinaryOp<$T, Out = $T>,
        {
            $crate::binary::fold::accumulated(self, a, axis)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn reduceat_of(&self, a: View<'_, $T>, starts: &[usize], axis: usize) -> Array<$T>
        where
            Self: BinaryOp<$T, Out = $T>,
        {
            $crate::binary::fold::segments(self, a, starts, axis)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn at_of(&self, a: ViewMut<'_, $T>, indices: &[isize], b: View<'_, $T>)
        where
            Self: BinaryOp<$T, Out = $T>,
        {
            $crate::binary::scatter::scattered(self, a, indices, b)
        }
    };
}
pub(super) use kernels;

/// An operation of two elements: [`Add`](super::Add) and its kind, and every closure
/// `Fn(T, T) -> R`.
///
/// Implement it for a type of your own where an operation has an identity, or its order does not
/// matter.
///
/// # Examples
/// ```
/// use nd_core::{Array, array};
/// use nd_ops::binary::{self, BinaryOp};
///
/// /// The larger in magnitude.
/// struct Farther;
/// impl BinaryOp<i32> for Farther {
///     type Out = i32;
///     fn name(&self) -> &'static str {
///         "farther"
///     }
///     fn apply(&self, x: i32, y: i32) -> i32 {
///         if y.abs() > x.abs() { y } else { x }
///     }
///     fn identity(&self) -> Option<i32> {
///         Some(0)
///     }
/// }
/// assert_eq!(binary::reduce(Farther, &array![3, -7, 5], 0)[[]], -7);
/// assert_eq!(binary::reduce(Farther, &Array::<i32>::zeros([0]), 0)[[]], 0);
/// ```
pub trait BinaryOp<T: Element>: Sync {
    /// What it gives.
    type Out: Element;

    /// What messages call it.
    fn name(&self) -> &'static str {
        "a closure"
    }
    /// The operation.
    fn apply(&self, x: T, y: T) -> Self::Out;
    /// What changes nothing on the left, and a fold of nothing gives.
    fn identity(&self) -> Option<Self::Out> {
        None
    }
    /// Whether a fold may take several axes: whether their order does not matter.
    fn reorders(&self) -> bool {
        false
    }

    #[doc(hidden)]
    #[track_caller]
    fn apply_of(&self, a: View<'_, T>, b: View<'_, T>) -> Array<Self::Out> {
        apply::applied(self, a, b)
    }
    #[doc(hidden)]
    #[track_caller]
    fn apply_into_of(&self, a: View<'_, T>, b: View<'_, T>, out: ViewMut<'_, Self::Out>) {
        apply::applied_into(self, a, b, out)
    }
    #[doc(hidden)]
    #[track_caller]
    fn reduce_of(&self, a: View<'_, T>, over: &Over) -> Array<T>
    where
        Self: BinaryOp<T, Out = T>,
    {
        fold::reduced(self, a, over)
    }
    kernels!([#[doc(hidden)]] T, Self::Out);
}

impl<T: Element, R: Element, F: Fn(T, T) -> R + Sync> BinaryOp<T> for F {
    type Out = R;
    #[inline(always)]
    fn apply(&self, x: T, y: T) -> R {
        self(x, y)
    }
}
