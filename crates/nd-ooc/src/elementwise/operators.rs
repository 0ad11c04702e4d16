//! `+ - * / %`, `& | ^`, negation and comparisons.

use super::{lift1, lift2};
use crate::chunked::Chunked;
use crate::source::full;
use nd_core::{Array, Bits, Number, Typed};
use std::ops::{Add, BitAnd, BitOr, BitXor, Div, Mul, Neg, Not, Rem, Sub};

/// What may stand beside a chunked array in an expression: another one, an array in memory, or a number.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ooc::Chunked;
///
/// let x = Chunked::from(array![1.0, 2.0, 3.0]);
/// let y = (&x + 1.0) * &array![1.0, 10.0, 100.0] - &x;
/// assert_eq!(y.compute()?, array![1.0, 28.0, 397.0]);
/// # Ok::<(), nd_ooc::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand beside a chunked array of `{T}`",
    note = "element types are never mixed silently: convert first, `x.cast::<f64>()`"
)]
pub trait ChunkedOperand<T> {
    /// As a chunked array; numbers have no axes.
    fn into_chunked(self) -> Chunked<T>;
}

impl<T: Typed> ChunkedOperand<T> for Chunked<T> {
    fn into_chunked(self) -> Chunked<T> {
        self
    }
}

impl<T: Typed> ChunkedOperand<T> for &Chunked<T> {
    fn into_chunked(self) -> Chunked<T> {
        self.clone()
    }
}

impl<T: Typed> ChunkedOperand<T> for T {
    fn into_chunked(self) -> Chunked<T> {
        full((), self)
    }
}

impl<T: Typed> ChunkedOperand<T> for Array<T> {
    fn into_chunked(self) -> Chunked<T> {
        self.into()
    }
}

impl<T: Typed> ChunkedOperand<T> for &Array<T> {
    fn into_chunked(self) -> Chunked<T> {
        self.clone().into()
    }
}

macro_rules! binary {
    ($($Op:ident $op:ident $sign:tt $Bound:ident;)*) => {$(
        impl<T: Typed + $Bound, R: ChunkedOperand<T>> $Op<R> for &Chunked<T> {
            type Output = Chunked<T>;
            /// # Panics
            /// If the shapes do not broadcast together.
            #[track_caller]
            fn $op(self, other: R) -> Chunked<T> {
                lift2(stringify!($op), self, &other.into_chunked(), |a, b| a $sign b)
            }
        }

        impl<T: Typed + $Bound, R: ChunkedOperand<T>> $Op<R> for Chunked<T> {
            type Output = Chunked<T>;
            /// # Panics
            /// If the shapes do not broadcast together.
            #[track_caller]
            fn $op(self, other: R) -> Chunked<T> {
                &self $sign other
            }
        }
    )*};
}
binary! {
    Add add + Number;
    Sub sub - Number;
    Mul mul * Number;
    Div div / Number;
    Rem rem % Number;
    BitAnd bitand & Bits;
    BitOr bitor | Bits;
    BitXor bitxor ^ Bits;
}

macro_rules! scalar_left {
    ($($T:ty)*) => {$(
        scalar_left!(@ $T, Add add +, Sub sub -, Mul mul *, Div div /, Rem rem %);
    )*};
    (@ $T:ty, $($Op:ident $op:ident $sign:tt),*) => {$(
        impl $Op<&Chunked<$T>> for $T {
            type Output = Chunked<$T>;
            #[track_caller]
            fn $op(self, other: &Chunked<$T>) -> Chunked<$T> {
                full((), self) $sign other
            }
        }
        impl $Op<Chunked<$T>> for $T {
            type Output = Chunked<$T>;
            #[track_caller]
            fn $op(self, other: Chunked<$T>) -> Chunked<$T> {
                full((), self) $sign other
            }
        }
    )*};
}
scalar_left!(i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 nd_core::f16 nd_core::bf16);
scalar_left!(nd_core::Complex<f32> nd_core::Complex<f64>);

macro_rules! unary {
    ($($Op:ident $op:ident $sign:tt $Bound:ident;)*) => {$(
        impl<T: Typed + $Bound> $Op for &Chunked<T> {
            type Output = Chunked<T>;
            fn $op(self) -> Chunked<T> {
                lift1(stringify!($op), "", self, |a| $sign a)
            }
        }
        impl<T: Typed + $Bound> $Op for Chunked<T> {
            type Output = Chunked<T>;
            fn $op(self) -> Chunked<T> {
                $sign &self
            }
        }
    )*};
}
unary! {
    Neg neg - Number;
    Not not ! Bits;
}

macro_rules! comparisons {
    ($($name:ident $said:literal $left:literal $right:literal $yes:literal;)*) => {$(
        impl<T: Typed> Chunked<T> {
            #[doc = concat!("Where elements are ", $said, " those of `other`.")]
            ///
            /// Any shapes that broadcast → `bool` of the common shape. A comparison with NaN is `false`, except
            /// `not_equal`, which is `true`.
            ///
            /// # Panics
            /// If the shapes do not broadcast together.
            ///
            /// # NumPy
            #[doc = concat!("`np.", stringify!($name), "(a, b)`.")]
            ///
            /// # Examples
            /// ```
            /// use nd_core::array;
            /// use nd_ooc::Chunked;
            ///
            #[doc = concat!("let x = Chunked::from(array![", $left, ", ", $right, "]);")]
            #[doc = concat!("assert_eq!(x.", stringify!($name), "(", $right, ").compute()?, array![", $yes, "]);")]
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[track_caller]
            pub fn $name(&self, other: impl ChunkedOperand<T>) -> Chunked<bool>
            where
                T: PartialOrd,
            {
                lift2(stringify!($name), self, &other.into_chunked(), |a, b| nd_core::$name(a, b))
            }
        }
    )*};
}
comparisons! {
    less "less than" "1" "2" "true, false";
    less_equal "at most" "1" "2" "true, true";
    greater "greater than" "1" "2" "false, false";
    greater_equal "at least" "1" "2" "false, true";
}

macro_rules! equalities {
    ($($name:ident $said:literal $yes:literal;)*) => {$(
        impl<T: Typed> Chunked<T> {
            #[doc = concat!("Where elements ", $said, " those of `other`.")]
            ///
            /// Any shapes that broadcast → `bool` of the common shape. NaN equals nothing.
            ///
            /// # Panics
            /// If the shapes do not broadcast together.
            ///
            /// # NumPy
            #[doc = concat!("`np.", stringify!($name), "(a, b)`.")]
            ///
            /// # Examples
            /// ```
            /// use nd_core::array;
            /// use nd_ooc::Chunked;
            ///
            /// let x = Chunked::from(array![1, 2]);
            #[doc = concat!("assert_eq!(x.", stringify!($name), "(2).compute()?, array![", $yes, "]);")]
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[track_caller]
            pub fn $name(&self, other: impl ChunkedOperand<T>) -> Chunked<bool>
            where
                T: PartialEq,
            {
                lift2(stringify!($name), self, &other.into_chunked(), |a, b| nd_core::$name(a, b))
            }
        }
    )*};
}
equalities! {
    equal "equal" "false, true";
    not_equal "differ from" "true, false";
}
