//! [`Element`] and [`Number`]: what a value needs so that arrays of it can be computed with.

use crate::any::Arithmetic;
use crate::buffer::ZeroBits;
use crate::cast::Half;
use crate::engine::bodies::{Binary, Unary};
use crate::kernels::{self, Bitwise, Comparison, Shift};
use crate::view::View;
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
pub trait Element: Copy + Send + Sync + 'static {
    /// The compiled comparisons of the listed types; others are compared by generic code.
    #[doc(hidden)]
    const COMPARED: Option<fn(Comparison) -> Binary<Self, bool>> = None;
}

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
    /// What is left of `self` when `other` has been taken from it as often as fits, with the
    /// sign of `other`; NaN for a float by 0. Complex numbers: as
    /// [`truncated_remainder`](Self::truncated_remainder).
    ///
    /// # Panics
    /// If `other` is an integer zero.
    ///
    /// # NumPy
    /// `a % b`, `np.remainder`.
    fn remainder(self, other: Self) -> Self;
    /// Rust's and C's `self % other`, with the sign of `self`; NaN for a float by 0.
    ///
    /// # Panics
    /// If `other` is an integer zero.
    ///
    /// # NumPy
    /// `np.fmod`.
    fn truncated_remainder(self, other: Self) -> Self;
    /// `-self`; wraps for integers.
    fn negated(self) -> Self;

    /// The loop of an operator over contiguous elements.
    #[doc(hidden)]
    fn arithmetic(op: Arithmetic) -> Binary<Self, Self> {
        kernels::arithmetic(op)
    }
    /// The loop of [`negated`](Self::negated).
    #[doc(hidden)]
    fn negation() -> Unary<Self, Self> {
        kernels::negation()
    }
    /// NaN, of types that have it.
    #[doc(hidden)]
    fn not_a_number() -> Option<Self> {
        None
    }
    /// Where the first divisor is that there is no quotient by.
    #[doc(hidden)]
    fn zero_divisor(divisors: View<'_, Self>) -> Option<Box<[usize]>> {
        let _ = divisors;
        None
    }
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

    /// The loop of an operator over contiguous elements.
    #[doc(hidden)]
    fn bitwise(op: Bitwise) -> Binary<Self, Self> {
        kernels::bitwise(op)
    }
    /// The loop of [`inverted`](Self::inverted).
    #[doc(hidden)]
    fn inversion() -> Unary<Self, Self> {
        kernels::inversion()
    }
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

    /// The loop of an operator over contiguous elements.
    #[doc(hidden)]
    fn shift(op: Shift) -> Binary<Self, Self> {
        kernels::shift(op)
    }
}

macro_rules! elements {
    ($($T:ty)*) => {$(
        impl Element for $T {
            const COMPARED: Option<fn(Comparison) -> Binary<$T, bool>> = {
                #[inline(never)]
                fn compared(op: Comparison) -> Binary<$T, bool> {
                    kernels::comparison(op)
                }
                Some(compared)
            };
        }
    )*};
}
elements!(bool i8 i16 i32 i64 isize u8 u16 u32 u64 usize f16 bf16 f32 f64);
elements!(Complex<f32> Complex<f64>);

impl Element for i128 {}
impl Element for u128 {}
impl Element for char {}
impl<T: Element> Element for Option<T> {}
impl<A: Element, B: Element> Element for (A, B) {}

/// The loops of a type that are compiled here, once, and not where they are called.
macro_rules! compiled {
    (number) => {
        #[inline(never)]
        fn arithmetic(op: Arithmetic) -> Binary<Self, Self> {
            kernels::arithmetic(op)
        }
        #[inline(never)]
        fn negation() -> Unary<Self, Self> {
            kernels::negation()
        }
    };
    (bits) => {
        #[inline(never)]
        fn bitwise(op: Bitwise) -> Binary<Self, Self> {
            kernels::bitwise(op)
        }
        #[inline(never)]
        fn inversion() -> Unary<Self, Self> {
            kernels::inversion()
        }
    };
    (integer) => {
        #[inline(never)]
        fn shift(op: Shift) -> Binary<Self, Self> {
            kernels::shift(op)
        }
    };
    (none) => {};
}

macro_rules! integers {
    ($number:ident $integer:ident: $($T:ty)*) => {$(
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
            #[allow(unused_comparisons)]
            fn remainder(self, other: Self) -> Self {
                let rest = self.truncated_remainder(other);
                if rest != 0 && (rest < 0) != (other < 0) { rest.wrapping_add(other) } else { rest }
            }
            #[inline(always)]
            fn truncated_remainder(self, other: Self) -> Self {
                self.wrapping_rem(other)
            }
            #[inline(always)]
            fn negated(self) -> Self { self.wrapping_neg() }

            compiled!($number);
            #[inline(never)]
            fn zero_divisor(divisors: View<'_, Self>) -> Option<Box<[usize]>> {
                kernels::first_zero(divisors)
            }
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

            compiled!($integer);
        }
    )*};
}
integers!(number integer: i8 i16 i32 i64 isize u8 u16 u32 u64 usize);
integers!(none none: i128 u128);

/// NumPy's `remainder`: the sign of the divisor, also for a remainder of zero.
#[inline(always)]
fn floored<T: num_traits::Float>(x: T, y: T) -> T {
    let rest = x % y;
    if rest == T::zero() {
        T::zero().copysign(y)
    } else if (rest < T::zero()) != (y < T::zero()) {
        rest + y
    } else {
        rest
    }
}

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
            fn remainder(self, other: Self) -> Self { floored(self, other) }
            #[inline(always)]
            fn truncated_remainder(self, other: Self) -> Self { self % other }
            #[inline(always)]
            fn negated(self) -> Self { -self }

            compiled!(number);
            fn not_a_number() -> Option<Self> {
                Some(Self::NAN)
            }
        }
    )*};
}
floats!(f32 f64);

/// Computed in `f32` and rounded: for `+ - * /` that is the correctly rounded result, as
/// `f32` has more than twice the bits.
macro_rules! half_floats {
    ($($T:ty)*) => {$(
        impl Number for $T {
            #[inline(always)]
            fn plus(self, other: Self) -> Self { Half::narrowed(self.widened() + other.widened()) }
            #[inline(always)]
            fn minus(self, other: Self) -> Self { Half::narrowed(self.widened() - other.widened()) }
            #[inline(always)]
            fn times(self, other: Self) -> Self { Half::narrowed(self.widened() * other.widened()) }
            #[inline(always)]
            fn divided(self, other: Self) -> Self {
                Half::narrowed(self.widened() / other.widened())
            }
            #[inline(always)]
            fn remainder(self, other: Self) -> Self {
                Half::narrowed(floored(self.widened(), other.widened()))
            }
            #[inline(always)]
            fn truncated_remainder(self, other: Self) -> Self {
                Half::narrowed(self.widened() % other.widened())
            }
            #[inline(always)]
            fn negated(self) -> Self { -self }

            compiled!(number);
            fn not_a_number() -> Option<Self> {
                Some(Self::NAN)
            }
        }
    )*};
}
half_floats!(f16 bf16);

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
            fn truncated_remainder(self, other: Self) -> Self { self % other }
            #[inline(always)]
            fn negated(self) -> Self { -self }

            compiled!(number);
            fn not_a_number() -> Option<Self> {
                Some(Self { re: f32::NAN.into(), im: f32::NAN.into() })
            }
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
    ($bits:ident: $($T:ty)*) => {$(
        impl Bits for $T {
            #[inline(always)]
            fn and(self, other: Self) -> Self { self & other }
            #[inline(always)]
            fn or(self, other: Self) -> Self { self | other }
            #[inline(always)]
            fn xor(self, other: Self) -> Self { self ^ other }
            #[inline(always)]
            fn inverted(self) -> Self { !self }

            compiled!($bits);
        }
    )*};
}
bits!(bits: bool i8 i16 i32 i64 isize u8 u16 u32 u64 usize);
bits!(none: i128 u128);
