//! `+ - * / %`, the bitwise operators, their assigning forms, and `-a`, `!a`.
//!
//! The left side is `&Array`, `Array` (whose buffer is reused), [`View`] or a scalar; the
//! right side is anything that is an [`Operand`] of the same element type.

use crate::array::Array;
use crate::array_like::Operand;
use crate::element::{Bits, Integer, Number};
use crate::view::View;
use crate::view_mut::ViewMut;
use crate::zip::zip;
use half::{bf16, f16};
use num_complex::Complex;
use std::ops::{
    Add, AddAssign, BitAnd, BitAndAssign, BitOr, BitOrAssign, BitXor, BitXorAssign, Div, DivAssign,
    Mul, MulAssign, Neg, Not, Rem, RemAssign, Shl, ShlAssign, Shr, ShrAssign, Sub, SubAssign,
};

/// `a op b` into a new array.
#[track_caller]
#[inline]
fn fresh<T: Copy + Send + Sync>(
    a: View<'_, T>,
    b: View<'_, T>,
    f: impl Fn(T, T) -> T + Sync,
) -> Array<T> {
    if b.ndim() == 0 {
        // A scalar stays in a register instead of being walked.
        let b = b[[]];
        return zip((&a,)).map(move |(a,)| f(a, b));
    }
    if a.ndim() == 0 {
        let a = a[[]];
        return zip((&b,)).map(move |(b,)| f(a, b));
    }
    // By reference: a view is a few hundred bytes, and small arrays notice.
    zip((&a, &b)).map(move |(a, b)| f(a, b))
}

/// `a = a op b`.
#[track_caller]
#[inline]
fn in_place<T: Copy + Send + Sync>(
    a: ViewMut<'_, T>,
    b: View<'_, T>,
    f: impl Fn(T, T) -> T + Sync,
) {
    if b.ndim() == 0 {
        let b = b[[]];
        return zip((a,)).apply(move |(a,): (&mut T,)| f(*a, b));
    }
    zip((a, b)).apply(move |(a, b): (&mut T, T)| f(*a, b))
}

/// `a op b` in the buffer of `a` if that has the result's shape.
#[track_caller]
#[inline]
fn reused<T: Copy + Send + Sync>(
    mut a: Array<T>,
    b: View<'_, T>,
    f: impl Fn(T, T) -> T + Sync,
) -> Array<T> {
    let fits = b.ndim() <= a.ndim() && b.try_broadcast_to(a.layout().shape).is_ok();
    if !fits {
        return fresh(a.view(), b, f);
    }
    in_place(a.view_mut(), b, f);
    a
}

macro_rules! binary {
    ($($Op:ident $op:ident $OpAssign:ident $op_assign:ident, $Bound:ident $method:ident;)*) => {$(
        impl<T: $Bound, R: Operand<T>> $Op<R> for &Array<T> {
            type Output = Array<T>;
            #[track_caller]
            #[inline]
            fn $op(self, other: R) -> Array<T> {
                fresh(self.view(), other.operand(), T::$method)
            }
        }

        impl<T: $Bound, R: Operand<T>> $Op<R> for Array<T> {
            type Output = Array<T>;
            #[track_caller]
            #[inline]
            fn $op(self, other: R) -> Array<T> {
                reused(self, other.operand(), T::$method)
            }
        }

        impl<T: $Bound, R: Operand<T>> $Op<R> for View<'_, T> {
            type Output = Array<T>;
            #[track_caller]
            #[inline]
            fn $op(self, other: R) -> Array<T> {
                fresh(self, other.operand(), T::$method)
            }
        }

        impl<T: $Bound, R: Operand<T>> $OpAssign<R> for Array<T> {
            #[track_caller]
            #[inline]
            fn $op_assign(&mut self, other: R) {
                in_place(self.view_mut(), other.operand(), T::$method)
            }
        }

        impl<T: $Bound, R: Operand<T>> $OpAssign<R> for ViewMut<'_, T> {
            #[track_caller]
            #[inline]
            fn $op_assign(&mut self, other: R) {
                in_place(self.reborrow(), other.operand(), T::$method)
            }
        }
    )*};
}
binary! {
    Add add AddAssign add_assign, Number plus;
    Sub sub SubAssign sub_assign, Number minus;
    Mul mul MulAssign mul_assign, Number times;
    Div div DivAssign div_assign, Number divided;
    Rem rem RemAssign rem_assign, Number remainder;
    BitAnd bitand BitAndAssign bitand_assign, Bits and;
    BitOr bitor BitOrAssign bitor_assign, Bits or;
    BitXor bitxor BitXorAssign bitxor_assign, Bits xor;
    Shl shl ShlAssign shl_assign, Integer shifted_left;
    Shr shr ShrAssign shr_assign, Integer shifted_right;
}

/// A scalar on the left needs one implementation for each type.
macro_rules! scalar_left {
    ($Bound:ident: $($Op:ident $op:ident $method:ident),*; $T:ty) => {$(
        impl $Op<&Array<$T>> for $T {
            type Output = Array<$T>;
            #[inline]
            fn $op(self, other: &Array<$T>) -> Array<$T> {
                zip((other,)).map(move |(x,)| $Bound::$method(self, x))
            }
        }
        impl $Op<View<'_, $T>> for $T {
            type Output = Array<$T>;
            #[inline]
            fn $op(self, other: View<'_, $T>) -> Array<$T> {
                zip((other,)).map(move |(x,)| $Bound::$method(self, x))
            }
        }
        impl $Op<Array<$T>> for $T {
            type Output = Array<$T>;
            #[inline]
            fn $op(self, mut other: Array<$T>) -> Array<$T> {
                zip((&mut other,)).apply(move |(x,): (&mut $T,)| $Bound::$method(self, *x));
                other
            }
        }
    )*};
}
macro_rules! number_left {
    ($($T:ty)*) => {$(
        scalar_left!(Number: Add add plus, Sub sub minus, Mul mul times, Div div divided,
            Rem rem remainder; $T);
    )*};
}
macro_rules! bits_left {
    ($($T:ty)*) => {$(
        scalar_left!(Bits: BitAnd bitand and, BitOr bitor or, BitXor bitxor xor; $T);
    )*};
}
number_left!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize f16 bf16 f32 f64 Complex<f32> Complex<f64>);
bits_left!(bool i8 i16 i32 i64 isize u8 u16 u32 u64 usize);

macro_rules! unary {
    ($($Op:ident $op:ident, $Bound:ident $method:ident;)*) => {$(
        impl<T: $Bound> $Op for &Array<T> {
            type Output = Array<T>;
            #[inline]
            fn $op(self) -> Array<T> {
                zip((self,)).map(|(x,)| T::$method(x))
            }
        }
        impl<T: $Bound> $Op for View<'_, T> {
            type Output = Array<T>;
            #[inline]
            fn $op(self) -> Array<T> {
                zip((self,)).map(|(x,)| T::$method(x))
            }
        }
        impl<T: $Bound> $Op for Array<T> {
            type Output = Array<T>;
            #[inline]
            fn $op(mut self) -> Array<T> {
                zip((&mut self,)).apply(|(x,): (&mut T,)| T::$method(*x));
                self
            }
        }
    )*};
}
unary! {
    Neg neg, Number negated;
    Not not, Bits inverted;
}
