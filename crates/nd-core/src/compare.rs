//! `==` for whole arrays, and the element-wise comparisons.

use crate::array::Array;
use crate::array_like::{ArrayLike, Operand};
use crate::cow::CowArray;
use crate::element::Element;
use crate::engine::bodies;
use crate::engine::course::CHEAP;
use crate::engine::lanes::Tuple;
use crate::error::ok;
use crate::kernels::Comparison;
use crate::view::View;
use crate::view_mut::ViewMut;

/// Same shape and equal elements.
fn same<T: PartialEq<U>, U>(a: View<'_, T>, b: View<'_, U>) -> bool {
    if a.shape() != b.shape() {
        return false;
    }
    match (a.as_slice(), b.as_slice()) {
        (Some(a), Some(b)) => a == b,
        _ => a.iter().zip(b.iter()).all(|(x, y)| x == y),
    }
}

macro_rules! partial_eq {
    ($($A:ty, $B:ty;)*) => {$(
        impl<T: PartialEq<U>, U> PartialEq<$B> for $A {
            /// Whether both have the same shape and all elements are equal.
            ///
            /// # NumPy
            /// `np.array_equal(a, b)`; the element-wise `a == b` is [`equal`].
            fn eq(&self, other: &$B) -> bool {
                same(self.view(), other.view())
            }
        }
    )*};
    (@each $($A:ty)*) => {$(
        partial_eq! {
            $A, Array<U>;
            $A, View<'_, U>;
            $A, ViewMut<'_, U>;
            $A, CowArray<'_, U>;
        }
        impl<T: Eq> Eq for $A {}
    )*};
}
partial_eq!(@each Array<T> View<'_, T> ViewMut<'_, T> CowArray<'_, T>);

/// A comparison of elements of a listed type, by the loop that was compiled for it.
#[track_caller]
#[inline(never)]
fn listed<T: Element>(op: Comparison, a: &View<'_, T>, b: &View<'_, T>) -> Array<bool> {
    let kernel = T::COMPARED.expect("asked for listed types only")(op);
    ok(bodies::compiled(op.name(), &(a, b).laned(), kernel, CHEAP))
}

macro_rules! comparisons {
    ($($name:ident $op:tt $Op:ident $bound:ident, $numpy:literal, $said:literal, $left:literal $right:literal $yes:literal;)*) => {$(
        #[doc = concat!("Where elements of `a` are ", $said, " those of `b`.")]
        ///
        /// `a`, `b`: any shapes that broadcast → `bool` of the common shape. A comparison with
        /// NaN is `false`, except `not_equal`, which is `true`.
        ///
        /// # Panics
        /// If the shapes do not broadcast together.
        ///
        /// # NumPy
        #[doc = concat!("`np.", stringify!($name), "(a, b)`, `", $numpy, "`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_core::{array, ", stringify!($name), "};")]
        ///
        #[doc = concat!("let a = array![", $left, ", ", $right, "];")]
        #[doc = concat!("assert_eq!(", stringify!($name), "(&a, ", $right, "), array![", $yes, "]);")]
        /// ```
        #[track_caller]
        #[inline]
        pub fn $name<A: ArrayLike>(a: A, b: impl Operand<A::Elem>) -> Array<bool>
        where
            A::Elem: Element + $bound,
        {
            let (a, b) = (a.view(), b.operand());
            if const { A::Elem::COMPARED.is_some() } {
                listed(Comparison::$Op, &a, &b)
            } else {
                let any = |(a, b): (A::Elem, A::Elem)| a $op b;
                ok(bodies::map(stringify!($name), &(&a, &b).laned(), false, any, CHEAP))
            }
        }
    )*};
}
comparisons! {
    equal == Equal PartialEq, "a == b", "equal to", "1" "2" "false, true";
    not_equal != NotEqual PartialEq, "a != b", "not equal to", "1" "2" "true, false";
    less < Less PartialOrd, "a < b", "less than", "1" "2" "true, false";
    less_equal <= LessEqual PartialOrd, "a <= b", "less than or equal to", "1" "2" "true, true";
    greater > Greater PartialOrd, "a > b", "greater than", "3" "2" "true, false";
    greater_equal >= GreaterEqual PartialOrd, "a >= b", "greater than or equal to", "3" "2" "true, true";
}
