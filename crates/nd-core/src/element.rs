//! [`Element`] and [`Number`]: what a value needs so that arrays of it can be computed with.

use half::{bf16, f16};
use num_complex::Complex;
use num_traits::{One, Zero};
use std::fmt::Debug;

/// A value that functions over arrays compute with: copied freely, shared between threads.
///
/// [`Array<T>`](crate::Array) holds any `T`; functions and operators ask for `T: Element`.
/// Implement it (it has no methods) for your own record types.
///
/// # Examples
/// ```
/// use nd_core::{Array, Element};
///
/// #[derive(Clone, Copy, Debug, PartialEq)]
/// struct Point { x: f32, y: f32 }
/// impl Element for Point {}
///
/// let a = Array::full([2, 2], Point { x: 0.0, y: 1.0 });
/// assert_eq!(a[[1, 1]].y, 1.0);
/// ```
pub trait Element: Copy + Send + Sync + 'static {}

/// Types whose all-zero bytes are their zero, so that [`Array::zeros`](crate::Array::zeros)
/// need not write anything.
///
/// # Safety
/// A value whose bytes are all zero must be valid, and be what "zero" means for the type.
pub unsafe trait ZeroBits: Element {}

/// Elements to calculate with: integers, floats and complex numbers.
///
/// Integer arithmetic wraps, in every build profile, as NumPy's does.
///
/// # Examples
/// ```
/// use nd_core::Number;
///
/// assert_eq!(250u8.plus(10), 4);
/// assert_eq!(i32::MIN.negated(), i32::MIN);
/// ```
pub trait Number: Element + ZeroBits + Zero + One + Default + PartialEq + Debug {
    /// `self + other`; wraps for integers.
    fn plus(self, other: Self) -> Self;
    /// `self - other`; wraps for integers.
    fn minus(self, other: Self) -> Self;
    /// `self * other`; wraps for integers.
    fn times(self, other: Self) -> Self;
    /// `self / other`; truncates for integers, as Rust does.
    ///
    /// # Panics
    /// If `other` is an integer zero.
    fn divided(self, other: Self) -> Self;
    /// `self % other`, with the sign of `self`, as Rust has it.
    ///
    /// # Panics
    /// If `other` is an integer zero.
    fn remainder(self, other: Self) -> Self;
    /// `-self`; wraps for integers.
    fn negated(self) -> Self;
}

/// Elements with bitwise operators: `bool` and the integers.
///
/// # Examples
/// ```
/// use nd_core::{Bits, array};
///
/// assert_eq!(true.xor(true), false);
/// assert_eq!(!&array![true, false], array![false, true]);
/// ```
pub trait Bits: Element {
    /// `self & other`.
    fn and(self, other: Self) -> Self;
    /// `self | other`.
    fn or(self, other: Self) -> Self;
    /// `self ^ other`.
    fn xor(self, other: Self) -> Self;
    /// `!self`.
    fn inverted(self) -> Self;
}

/// The integers, signed and unsigned.
///
/// # Examples
/// ```
/// use nd_core::Integer;
///
/// assert_eq!(1u8.shifted_left(9), 0); // all bits are gone, as in NumPy
/// assert_eq!((-8i32).shifted_right(40), -1);
/// ```
pub trait Integer: Number + Bits + Ord {
    /// `self << by`; 0 if `by` is negative or not less than the width.
    fn shifted_left(self, by: Self) -> Self;
    /// `self >> by`; 0 (-1 for negative `self`) if `by` is negative or not less than the width.
    fn shifted_right(self, by: Self) -> Self;
}

macro_rules! elements {
    ($($T:ty)*) => {$(
        impl Element for $T {}
        // SAFETY: zero bytes are `false`, 0 or +0.0.
        unsafe impl ZeroBits for $T {}
    )*};
}
elements!(bool i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f16 bf16 f32 f64);
elements!(Complex<f32> Complex<f64>);

impl Element for char {}
impl<T: Element> Element for Option<T> {}
impl<A: Element, B: Element> Element for (A, B) {}

macro_rules! integers {
    ($($T:ty)*) => {$(
        impl Number for $T {
            #[inline(always)]
            fn plus(self, other: Self) -> Self { self.wrapping_add(other) }
            #[inline(always)]
            fn minus(self, other: Self) -> Self { self.wrapping_sub(other) }
            #[inline(always)]
            fn times(self, other: Self) -> Self { self.wrapping_mul(other) }
            #[inline(always)]
            fn divided(self, other: Self) -> Self { self.wrapping_div(other) }
            #[inline(always)]
            fn remainder(self, other: Self) -> Self { self.wrapping_rem(other) }
            #[inline(always)]
            fn negated(self) -> Self { self.wrapping_neg() }
        }
        impl Integer for $T {
            #[inline(always)]
            fn shifted_left(self, by: Self) -> Self {
                u32::try_from(by).ok().and_then(|n| self.checked_shl(n)).unwrap_or(0)
            }
            #[inline(always)]
            fn shifted_right(self, by: Self) -> Self {
                let n = u32::try_from(by).unwrap_or(u32::MAX);
                // Shifting by all bits but one, twice, leaves only the sign.
                self.checked_shr(n).unwrap_or((self >> (Self::BITS - 1)) >> 1)
            }
        }
    )*};
}
integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

macro_rules! floats {
    ($($T:ty)*) => {$(
        impl Number for $T {
            #[inline(always)]
            fn plus(self, other: Self) -> Self { self + other }
            #[inline(always)]
            fn minus(self, other: Self) -> Self { self - other }
            #[inline(always)]
            fn times(self, other: Self) -> Self { self * other }
            #[inline(always)]
            fn divided(self, other: Self) -> Self { self / other }
            #[inline(always)]
            fn remainder(self, other: Self) -> Self { self % other }
            #[inline(always)]
            fn negated(self) -> Self { -self }
        }
    )*};
}
floats!(f16 bf16 f32 f64);

macro_rules! complex {
    ($($T:ty)*) => {$(
        impl Number for $T {
            #[inline(always)]
            fn plus(self, other: Self) -> Self { self + other }
            #[inline(always)]
            fn minus(self, other: Self) -> Self { self - other }
            #[inline(always)]
            fn times(self, other: Self) -> Self { self * other }
            #[inline(always)]
            fn divided(self, other: Self) -> Self { quotient(self, other) }
            #[inline(always)]
            fn remainder(self, other: Self) -> Self { self % other }
            #[inline(always)]
            fn negated(self) -> Self { -self }
        }
    )*};
}
complex!(Complex<f32> Complex<f64>);

/// `x / y` without needless overflow: by the larger part of the divisor (R. L. Smith,
/// "Algorithm 116: Complex division", 1962), as NumPy does. By zero: as the parts by 0.
#[inline(always)]
fn quotient<T: num_traits::Float>(x: Complex<T>, y: Complex<T>) -> Complex<T> {
    let (re, im) = (y.re.abs(), y.im.abs());
    if re == T::zero() && im == T::zero() {
        return Complex::new(x.re / re, x.im / re);
    }
    if re >= im {
        let ratio = y.im / y.re;
        let scale = T::one() / (y.re + y.im * ratio);
        Complex::new((x.re + x.im * ratio) * scale, (x.im - x.re * ratio) * scale)
    } else {
        let ratio = y.re / y.im;
        let scale = T::one() / (y.im + y.re * ratio);
        Complex::new((x.re * ratio + x.im) * scale, (x.im * ratio - x.re) * scale)
    }
}

macro_rules! bits {
    ($($T:ty)*) => {$(
        impl Bits for $T {
            #[inline(always)]
            fn and(self, other: Self) -> Self { self & other }
            #[inline(always)]
            fn or(self, other: Self) -> Self { self | other }
            #[inline(always)]
            fn xor(self, other: Self) -> Self { self ^ other }
            #[inline(always)]
            fn inverted(self) -> Self { !self }
        }
    )*};
}
bits!(bool i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);
