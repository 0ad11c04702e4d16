//! `+ - * / %`, the bitwise operators, their assigning forms, and `-a`, `!a`.
//!
//! The left side is `&Array`, `Array` (whose buffer is reused), [`View`], what `reshape` returns
//! or a scalar; the right side is anything that is an [`Operand`] of the same element type.
//! Nothing is computed here: the loops are those of the element type, compiled with it.

use crate::any::Arithmetic;
use crate::array::Array;
use crate::array_like::{ArrayLike, Operand};
use crate::cow::CowArray;
use crate::divide::refuse_divisors;
use crate::element::{Bits, Element, Integer, Number};
use crate::engine::bodies::{self, Binary, Side};
use crate::engine::course::{Alike, CHEAP};
use crate::engine::lanes::Tuple;
use crate::error::ok;
use crate::kernels::{Bitwise, Shift};
use crate::layout::Layout;
use crate::view::View;
use crate::view_mut::ViewMut;
use half::{bf16, f16};
use num_complex::Complex;
use std::ops::{
    Add, AddAssign, BitAnd, BitAndAssign, BitOr, BitOrAssign, BitXor, BitXorAssign, Div, DivAssign,
    Mul, MulAssign, Neg, Not, Rem, RemAssign, Shl, ShlAssign, Shr, ShrAssign, Sub, SubAssign,
};

/// `a op b` into a new array.
#[track_caller]
#[inline]
fn fresh<T: Element>(
    op: &'static str,
    a: View<'_, T>,
    b: View<'_, T>,
    kernel: Binary<T, T>,
) -> Array<T> {
    if let Some(alike) = Alike::of(a.layout(), b.layout()) {
        return Array::of_alike(&a, &b, &alike, kernel);
    }
    // By reference: a view is a few hundred bytes, and small arrays notice.
    ok(bodies::compiled(op, &(&a, &b).laned(), kernel, CHEAP))
}

/// `a op b` into an array that exists: what `add_into` and its kind of nd-ops are.
///
/// # Panics
/// If the shapes do not broadcast together to that of `out`, or an integer is divided by 0.
#[doc(hidden)]
#[track_caller]
pub fn arithmetic_into<T: Number>(
    op: Arithmetic,
    a: View<'_, T>,
    b: View<'_, T>,
    out: ViewMut<'_, T>,
) {
    let name = match op {
        Arithmetic::Add => "add_into",
        Arithmetic::Subtract => "subtract_into",
        Arithmetic::Multiply => "multiply_into",
        Arithmetic::Divide => "divide_into",
        Arithmetic::Remainder => "remainder_into",
    };
    if matches!(op, Arithmetic::Divide | Arithmetic::Remainder) && !a.is_empty() {
        refuse_divisors(name, b);
    }
    ok(bodies::compiled_into(name, &(&a, &b).laned(), out, T::arithmetic(op), CHEAP));
}

/// `a = a op b`.
#[track_caller]
#[inline]
fn in_place<T: Element>(op: &'static str, a: ViewMut<'_, T>, b: View<'_, T>, kernel: Binary<T, T>) {
    ok(bodies::compiled_in_place(op, a, b, Side::Left, kernel))
}

/// `a op b` in the buffer of `a` if that has the result's shape.
#[track_caller]
#[inline]
fn reused<T: Element>(
    op: &'static str,
    mut a: Array<T>,
    b: View<'_, T>,
    kernel: Binary<T, T>,
) -> Array<T> {
    if !fits(a.layout(), b.layout()) {
        return fresh(op, a.view(), b, kernel);
    }
    in_place(op, a.view_mut(), b, kernel);
    a
}

/// Whether `b` stretches to the shape of `a`.
fn fits(a: &Layout, b: &Layout) -> bool {
    b.ndim() <= a.ndim() && b.broadcast_to(&a.shape).is_ok()
}

/// `a op b` in the buffer of `b`, where `a` is a scalar.
#[track_caller]
#[inline]
fn reused_right<T: Element>(
    op: &'static str,
    a: &T,
    mut b: Array<T>,
    kernel: Binary<T, T>,
) -> Array<T> {
    ok(bodies::compiled_in_place(op, b.view_mut(), View::from_ref(a), Side::Right, kernel));
    b
}

/// An operator: its loop, and its name for messages.
trait Operator<T> {
    const NAME: &'static str;
    fn kernel() -> Binary<T, T>;
    /// Panics if there is no result for some right side.
    #[track_caller]
    #[inline(always)]
    fn check(_: View<'_, T>) {}
}

macro_rules! operator {
    ($($Name:ident $said:literal, $Bound:ident $($kernel:ident)::+ ($op:expr) $(, $check:ident)?;)*) => {$(
        struct $Name;
        impl<T: $Bound> Operator<T> for $Name {
            const NAME: &'static str = $said;
            #[inline(always)]
            fn kernel() -> Binary<T, T> {
                $($kernel)::+($op)
            }
            $(
                #[track_caller]
                #[inline(always)]
                fn check(divisors: View<'_, T>) {
                    $check($said, divisors);
                }
            )?
        }
    )*};
}
operator! {
    Plus "add", Number T::arithmetic(Arithmetic::Add);
    Minus "subtract", Number T::arithmetic(Arithmetic::Subtract);
    Times "multiply", Number T::arithmetic(Arithmetic::Multiply);
    Over "divide", Number T::arithmetic(Arithmetic::Divide), refuse_divisors;
    Rest "remainder", Number T::arithmetic(Arithmetic::Remainder), refuse_divisors;
    And "bitwise_and", Bits T::bitwise(Bitwise::And);
    Or "bitwise_or", Bits T::bitwise(Bitwise::Or);
    Xor "bitwise_xor", Bits T::bitwise(Bitwise::Xor);
    Left "left_shift", Integer T::shift(Shift::Left);
    Right "right_shift", Integer T::shift(Shift::Right);
}

/// The right sides that an operator has for a left side of `T`: operands of the same numbers, and of times what
/// [`time`](crate::time) says. One trait for both, so that numbers on the right still tell the type on the left.
macro_rules! right_sides {
    ($($Right:ident $Name:ident;)*) => {$(
        #[doc = concat!("What may stand on the right of the operator \"", stringify!($Name), "\" of arrays of `T`.")]
        #[doc(hidden)]
        #[diagnostic::on_unimplemented(
            message = "`{Self}` is not an array or scalar of `{T}`",
            label = "element types must be equal: nothing is converted silently",
            note = "a number is written as the element type is: `2.0` beside floats, `2` beside integers",
            note = "an array is converted first: `a.cast::<f64>()`; times are `a.to_unit::<Day>()?`"
        )]
        pub trait $Right<T> {
            /// The elements of the result.
            type Made;
            /// The operation, with an array or view on the left.
            #[track_caller]
            fn after(&self, left: View<'_, T>) -> Array<Self::Made>;
            /// The same, where the left side's memory may be used.
            #[track_caller]
            fn after_owned(&self, left: Array<T>) -> Array<Self::Made>;
        }

        impl<T: Number, R: Operand<T>> $Right<T> for R {
            type Made = T;
            #[track_caller]
            #[inline]
            fn after(&self, left: View<'_, T>) -> Array<T> {
                let other = self.operand();
                if !left.is_empty() {
                    <$Name as Operator<T>>::check(other);
                }
                fresh(<$Name as Operator<T>>::NAME, left, other, $Name::kernel())
            }
            #[track_caller]
            #[inline]
            fn after_owned(&self, left: Array<T>) -> Array<T> {
                let other = self.operand();
                if !left.is_empty() {
                    <$Name as Operator<T>>::check(other);
                }
                reused(<$Name as Operator<T>>::NAME, left, other, $Name::kernel())
            }
        }
    )*};
}
right_sides! {
    Addend Plus;
    Subtrahend Minus;
    Divisor Over;
    Modulus Rest;
}

/// The operators that times have too.
macro_rules! shared {
    (@borrowed $Op:ident $op:ident $Right:ident: $($Left:ty)*) => {$(
        impl<T, R: $Right<T>> $Op<R> for $Left {
            type Output = Array<R::Made>;
            #[track_caller]
            #[inline]
            fn $op(self, other: R) -> Array<R::Made> {
                other.after(self.view())
            }
        }
    )*};
    ($($Op:ident $op:ident $OpAssign:ident $op_assign:ident, $Right:ident $Name:ident;)*) => {$(
        shared!(@borrowed $Op $op $Right: &Array<T> View<'_, T> &View<'_, T> &ViewMut<'_, T>
            &CowArray<'_, T>);
        impl<T, R: $Right<T>> $Op<R> for Array<T> {
            type Output = Array<R::Made>;
            #[track_caller]
            #[inline]
            fn $op(self, other: R) -> Array<R::Made> {
                other.after_owned(self)
            }
        }
        impl<T, R: $Right<T>> $Op<R> for CowArray<'_, T> {
            type Output = Array<R::Made>;
            #[track_caller]
            #[inline]
            fn $op(self, other: R) -> Array<R::Made> {
                match self {
                    CowArray::View(view) => view.$op(other),
                    CowArray::Owned(array) => array.$op(other),
                }
            }
        }
        binary!(@assign $OpAssign $op_assign Number $Name:
            Array<T>, view_mut; ViewMut<'_, T>, reborrow;);
    )*};
}

macro_rules! binary {
    (@borrowed $Op:ident $op:ident $Bound:ident $Name:ident: $($Left:ty)*) => {$(
        impl<T: $Bound, R: Operand<T>> $Op<R> for $Left {
            type Output = Array<T>;
            #[track_caller]
            #[inline]
            fn $op(self, other: R) -> Array<T> {
                let other = other.operand();
                if !self.is_empty() {
                    <$Name as Operator<T>>::check(other);
                }
                fresh(<$Name as Operator<T>>::NAME, self.view(), other, $Name::kernel())
            }
        }
    )*};
    (@owned $Op:ident $op:ident $Bound:ident $Name:ident) => {
        impl<T: $Bound, R: Operand<T>> $Op<R> for Array<T> {
            type Output = Array<T>;
            #[track_caller]
            #[inline]
            fn $op(self, other: R) -> Array<T> {
                let other = other.operand();
                if !self.is_empty() {
                    <$Name as Operator<T>>::check(other);
                }
                reused(<$Name as Operator<T>>::NAME, self, other, $Name::kernel())
            }
        }
        impl<T: $Bound, R: Operand<T>> $Op<R> for CowArray<'_, T> {
            type Output = Array<T>;
            #[track_caller]
            #[inline]
            fn $op(self, other: R) -> Array<T> {
                match self {
                    CowArray::View(view) => view.$op(other),
                    CowArray::Owned(array) => array.$op(other),
                }
            }
        }
    };
    (@assign $Op:ident $op:ident $Bound:ident $Name:ident: $($Left:ty, $view_mut:ident;)*) => {$(
        impl<T: $Bound, R: Operand<T>> $Op<R> for $Left {
            #[track_caller]
            #[inline]
            fn $op(&mut self, other: R) {
                let other = other.operand();
                if !self.is_empty() {
                    <$Name as Operator<T>>::check(other);
                }
                in_place(<$Name as Operator<T>>::NAME, self.$view_mut(), other, $Name::kernel())
            }
        }
    )*};
    ($($Op:ident $op:ident $OpAssign:ident $op_assign:ident, $Bound:ident $Name:ident;)*) => {$(
        binary!(@borrowed $Op $op $Bound $Name: &Array<T> View<'_, T> &View<'_, T>
            &ViewMut<'_, T> &CowArray<'_, T>);
        binary!(@owned $Op $op $Bound $Name);
        binary!(@assign $OpAssign $op_assign $Bound $Name:
            Array<T>, view_mut; ViewMut<'_, T>, reborrow;);
    )*};
}
shared! {
    Add add AddAssign add_assign, Addend Plus;
    Sub sub SubAssign sub_assign, Subtrahend Minus;
    Div div DivAssign div_assign, Divisor Over;
    Rem rem RemAssign rem_assign, Modulus Rest;
}
binary! {
    Mul mul MulAssign mul_assign, Number Times;
    BitAnd bitand BitAndAssign bitand_assign, Bits And;
    BitOr bitor BitOrAssign bitor_assign, Bits Or;
    BitXor bitxor BitXorAssign bitxor_assign, Bits Xor;
    Shl shl ShlAssign shl_assign, Integer Left;
    Shr shr ShrAssign shr_assign, Integer Right;
}

/// A scalar on the left needs one implementation for each type.
macro_rules! scalar_left {
    ($Op:ident $op:ident $Name:ident; $T:ty; $($Right:ty)*) => {
        $(
            impl $Op<$Right> for $T {
                type Output = Array<$T>;
                #[track_caller]
                #[inline]
                fn $op(self, other: $Right) -> Array<$T> {
                    let other = other.view();
                    <$Name as Operator<$T>>::check(other);
                    let name = <$Name as Operator<$T>>::NAME;
                    fresh(name, View::from_ref(&self), other, $Name::kernel())
                }
            }
        )*
        impl $Op<Array<$T>> for $T {
            type Output = Array<$T>;
            #[track_caller]
            #[inline]
            fn $op(self, other: Array<$T>) -> Array<$T> {
                <$Name as Operator<$T>>::check(other.view());
                reused_right(<$Name as Operator<$T>>::NAME, &self, other, $Name::kernel())
            }
        }
        impl $Op<CowArray<'_, $T>> for $T {
            type Output = Array<$T>;
            #[track_caller]
            #[inline]
            fn $op(self, other: CowArray<'_, $T>) -> Array<$T> {
                match other {
                    CowArray::View(view) => self.$op(view),
                    CowArray::Owned(array) => self.$op(array),
                }
            }
        }
    };
}
macro_rules! scalars_left {
    ([$($Op:ident $op:ident $Name:ident),*]: $T:ty) => {$(
        scalar_left!($Op $op $Name; $T; &Array<$T> View<'_, $T> &View<'_, $T> &ViewMut<'_, $T>
            &CowArray<'_, $T>);
    )*};
}
macro_rules! number_left {
    ($($T:ty)*) => {$(
        scalars_left!([Add add Plus, Sub sub Minus, Mul mul Times, Div div Over, Rem rem Rest]: $T);
    )*};
}
macro_rules! bits_left {
    ($($T:ty)*) => {$(
        scalars_left!([BitAnd bitand And, BitOr bitor Or, BitXor bitxor Xor]: $T);
    )*};
}
number_left!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize f16 bf16 f32 f64 Complex<f32> Complex<f64>);
bits_left!(bool i8 i16 i32 i64 isize u8 u16 u32 u64 usize);

macro_rules! unary {
    (@borrowed $Op:ident $op:ident $Bound:ident $kernel:ident $name:literal: $($Type:ty)*) => {$(
        impl<T: $Bound> $Op for $Type {
            type Output = Array<T>;
            #[inline]
            fn $op(self) -> Array<T> {
                ok(bodies::compiled($name, &(&self.view(),).laned(), T::$kernel(), CHEAP))
            }
        }
    )*};
    ($($Op:ident $op:ident, $Bound:ident $kernel:ident $name:literal;)*) => {$(
        unary!(@borrowed $Op $op $Bound $kernel $name: &Array<T> View<'_, T> &View<'_, T>
            &ViewMut<'_, T> &CowArray<'_, T>);
        impl<T: $Bound> $Op for Array<T> {
            type Output = Array<T>;
            #[inline]
            fn $op(mut self) -> Array<T> {
                ok(bodies::compiled_alone($name, self.view_mut(), T::$kernel()));
                self
            }
        }
        impl<T: $Bound> $Op for CowArray<'_, T> {
            type Output = Array<T>;
            #[inline]
            fn $op(self) -> Array<T> {
                match self {
                    CowArray::View(view) => view.$op(),
                    CowArray::Owned(array) => array.$op(),
                }
            }
        }
    )*};
}
unary! {
    Neg neg, Number negation "negative";
    Not not, Bits inversion "invert";
}
