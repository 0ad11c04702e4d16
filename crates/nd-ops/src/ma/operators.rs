//! Operators of masked arrays; nothing is computed here.

use super::elementwise::{both, each};
use super::{Maskable, MaskedArray, MaskedOperand, MaskedView};
use half::{bf16, f16};
use nd_core::{Bits, Complex, Integer, Number};
use std::ops::{
    Add, AddAssign, BitAnd, BitAndAssign, BitOr, BitOrAssign, BitXor, BitXorAssign, Div, DivAssign,
    Mul, MulAssign, Neg, Not, Rem, RemAssign, Shl, ShlAssign, Shr, ShrAssign, Sub, SubAssign,
};

macro_rules! operators {
    ($($Op:ident $op:ident $Assign:ident $assign:ident, $Bound:ident, $f:expr;)*) => {$(
        operators!(@one $Op $op $Bound [$f]; &MaskedArray<T> MaskedArray<T> MaskedView<'_, T>);
        impl<T: Maskable + $Bound, R: MaskedOperand<T>> $Assign<R> for MaskedArray<T> {
            #[track_caller]
            fn $assign(&mut self, other: R) {
                let result = $f(self.view(), other.masked_operand());
                *self = fitting(stringify!($assign), self.shape(), result);
            }
        }
    )*};
    (@one $Op:ident $op:ident $Bound:ident [$f:expr]; $($Left:ty)*) => {$(
        impl<T: Maskable + $Bound, R: MaskedOperand<T>> $Op<R> for $Left {
            type Output = MaskedArray<T>;
            #[track_caller]
            fn $op(self, other: R) -> MaskedArray<T> {
                use super::MaskedLike;
                $f(self.masked(), other.masked_operand())
            }
        }
    )*};
}
operators! {
    Add add AddAssign add_assign, Number, super::add;
    Sub sub SubAssign sub_assign, Number, super::subtract;
    Mul mul MulAssign mul_assign, Number, super::multiply;
    Div div DivAssign div_assign, Number, super::divide;
    Rem rem RemAssign rem_assign, Number, super::remainder;
    BitAnd bitand BitAndAssign bitand_assign, Bits, |a, b| pair(a, b, |a, b| a & b);
    BitOr bitor BitOrAssign bitor_assign, Bits, |a, b| pair(a, b, |a, b| a | b);
    BitXor bitxor BitXorAssign bitxor_assign, Bits, |a, b| pair(a, b, |a, b| a ^ b);
    Shl shl ShlAssign shl_assign, Integer, |a, b| pair(a, b, |a, b| a << b);
    Shr shr ShrAssign shr_assign, Integer, |a, b| pair(a, b, |a, b| a >> b);
}

#[track_caller]
fn pair<T: Maskable>(
    a: MaskedView<'_, T>,
    b: MaskedView<'_, T>,
    f: impl FnOnce(nd_core::View<'_, T>, nd_core::View<'_, T>) -> nd_core::Array<T>,
) -> MaskedArray<T> {
    both(a, b, a.fill.or(b.fill), f)
}

/// What is assigned in place has the shape of its place.
#[track_caller]
fn fitting<T>(op: &str, shape: &[usize], result: MaskedArray<T>) -> MaskedArray<T> {
    if result.shape() != shape {
        panic!("{op}: shape {shape:?} would become {:?}", result.shape());
    }
    result
}

macro_rules! signs {
    ($($Left:ty)*) => {$(
        impl<T: Maskable + Number> Neg for $Left {
            type Output = MaskedArray<T>;
            fn neg(self) -> MaskedArray<T> {
                use super::MaskedLike;
                let a = self.masked();
                each(a, a.fill, |data| -data)
            }
        }
        impl<T: Maskable + Bits> Not for $Left {
            type Output = MaskedArray<T>;
            fn not(self) -> MaskedArray<T> {
                use super::MaskedLike;
                let a = self.masked();
                each(a, a.fill, |data| !data)
            }
        }
    )*};
}
signs!(&MaskedArray<T> MaskedArray<T> MaskedView<'_, T>);

macro_rules! scalars_left {
    ($($T:ty)*) => {$(
        scalars_left!(@each $T; Add add, Sub sub, Mul mul, Div div, Rem rem);
    )*};
    (@each $T:ty; $($Op:ident $op:ident),*) => {$(
        scalars_left!(@one $T; $Op $op; &MaskedArray<$T>);
        scalars_left!(@one $T; $Op $op; MaskedArray<$T>);
    )*};
    (@one $T:ty; $Op:ident $op:ident; $Right:ty) => {
        impl $Op<$Right> for $T {
            type Output = MaskedArray<$T>;
            // Not compiled before it is called: 160 of them.
            #[inline]
            #[track_caller]
            fn $op(self, other: $Right) -> MaskedArray<$T> {
                let alone = nd_core::View::from_ref(&self);
                MaskedView::of(alone, None, other.fill).$op(other)
            }
        }
    };
}
scalars_left! {
    i8 i16 i32 i64 isize u8 u16 u32 u64 usize f16 bf16 f32 f64 Complex<f32> Complex<f64>
}
