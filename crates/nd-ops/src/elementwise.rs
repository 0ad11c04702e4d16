//! Simple functions of each element: roots, rounding, signs, choices, classification.

use crate::reductions::Ordered;
use half::{bf16, f16};
use nd_core::{Array, ArrayLike, Element, Number, Operand, zip};
use num_complex::Complex;

/// Real numbers with a sign and a fraction; for integers rounding changes nothing.
///
/// # Examples
/// ```
/// use nd_ops::Rounded;
///
/// assert_eq!(Rounded::half_even(2.5), 2.0);
/// assert_eq!(Rounded::down(7), 7);
/// ```
pub trait Rounded: Number + PartialOrd {
    /// The largest whole number that is not larger.
    fn down(self) -> Self;
    /// The smallest whole number that is not smaller.
    fn up(self) -> Self;
    /// The whole number next towards zero.
    fn to_zero(self) -> Self;
    /// The nearest whole number; halves go to the even one.
    fn half_even(self) -> Self;
    /// -1, 0 or 1; NaN for NaN.
    fn signum_or_zero(self) -> Self;
}

macro_rules! rounded_integers {
    ($($T:ty)*) => {$(
        impl Rounded for $T {
            #[inline(always)]
            fn down(self) -> Self { self }
            #[inline(always)]
            fn up(self) -> Self { self }
            #[inline(always)]
            fn to_zero(self) -> Self { self }
            #[inline(always)]
            fn half_even(self) -> Self { self }
            #[inline(always)]
            #[allow(unused_comparisons)] // the same body serves unsigned types
            fn signum_or_zero(self) -> Self {
                <Self as Number>::minus((self > 0) as Self, (self < 0) as Self)
            }
        }
    )*};
}
rounded_integers!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);

macro_rules! rounded_floats {
    ($($T:ty)*) => {$(
        impl Rounded for $T {
            #[inline(always)]
            fn down(self) -> Self { self.floor() }
            #[inline(always)]
            fn up(self) -> Self { self.ceil() }
            #[inline(always)]
            fn to_zero(self) -> Self { self.trunc() }
            #[inline(always)]
            fn half_even(self) -> Self { self.round_ties_even() }
            #[inline(always)]
            fn signum_or_zero(self) -> Self {
                if self > 0.0 { 1.0 } else if self < 0.0 { -1.0 } else if self == 0.0 { 0.0 } else { self }
            }
        }
    )*};
}
rounded_floats!(f32 f64);

macro_rules! rounded_halves {
    ($($T:ty)*) => {$(
        impl Rounded for $T {
            #[inline(always)]
            fn down(self) -> Self { Self::from_f32(self.to_f32().floor()) }
            #[inline(always)]
            fn up(self) -> Self { Self::from_f32(self.to_f32().ceil()) }
            #[inline(always)]
            fn to_zero(self) -> Self { Self::from_f32(self.to_f32().trunc()) }
            #[inline(always)]
            fn half_even(self) -> Self { Self::from_f32(self.to_f32().round_ties_even()) }
            #[inline(always)]
            fn signum_or_zero(self) -> Self { Self::from_f32(self.to_f32().signum_or_zero()) }
        }
    )*};
}
rounded_halves!(f16 bf16);

/// Numbers with a magnitude: itself without the sign, or the length of a complex number.
///
/// # Examples
/// ```
/// use nd_ops::Magnitude;
///
/// assert_eq!(Magnitude::magnitude(-3), 3);
/// assert_eq!(Magnitude::magnitude(i8::MIN), i8::MIN); // wraps, as NumPy's
/// ```
pub trait Magnitude: Number {
    /// The type of magnitudes.
    type Size: Element;
    /// The magnitude; wraps for the smallest integer of a signed type.
    fn magnitude(self) -> Self::Size;
}

macro_rules! magnitude {
    ($($T:ty, $Size:ty, $f:expr;)*) => {$(
        impl Magnitude for $T {
            type Size = $Size;
            #[inline(always)]
            fn magnitude(self) -> $Size {
                let f: fn($T) -> $Size = $f;
                f(self)
            }
        }
    )*};
}
magnitude! {
    i8, i8, i8::wrapping_abs;
    i16, i16, i16::wrapping_abs;
    i32, i32, i32::wrapping_abs;
    i64, i64, i64::wrapping_abs;
    isize, isize, isize::wrapping_abs;
    u8, u8, |x| x;
    u16, u16, |x| x;
    u32, u32, |x| x;
    u64, u64, |x| x;
    usize, usize, |x| x;
    f16, f16, |x| f16::from_bits(x.to_bits() & 0x7fff);
    bf16, bf16, |x| bf16::from_bits(x.to_bits() & 0x7fff);
    f32, f32, f32::abs;
    f64, f64, f64::abs;
    Complex<f32>, f32, |z| z.re.hypot(z.im);
    Complex<f64>, f64, |z| z.re.hypot(z.im);
}

/// Numbers with a square root of their own type.
pub trait Root: Number {
    /// The principal square root; NaN below zero.
    fn root(self) -> Self;
}
impl Root for f32 {
    #[inline(always)]
    fn root(self) -> f32 {
        self.sqrt()
    }
}
impl Root for f64 {
    #[inline(always)]
    fn root(self) -> f64 {
        self.sqrt()
    }
}
impl Root for f16 {
    #[inline(always)]
    fn root(self) -> f16 {
        f16::from_f32(self.to_f32().sqrt())
    }
}
impl Root for bf16 {
    #[inline(always)]
    fn root(self) -> bf16 {
        bf16::from_f32(self.to_f32().sqrt())
    }
}
impl Root for Complex<f32> {
    #[inline(always)]
    fn root(self) -> Self {
        self.sqrt()
    }
}
impl Root for Complex<f64> {
    #[inline(always)]
    fn root(self) -> Self {
        self.sqrt()
    }
}

/// Elements that may be NaN or infinite; integers and `bool` never are.
pub trait Classified: Element {
    /// Whether it is NaN; a complex number if either part is.
    fn nan(self) -> bool;
    /// Whether it is infinite; a complex number if either part is.
    fn infinite(self) -> bool;
    /// Whether it is neither.
    #[inline(always)]
    fn finite(self) -> bool {
        !self.nan() & !self.infinite()
    }
}

macro_rules! classified {
    ($nan:expr, $infinite:expr; $($T:ty)*) => {$(
        impl Classified for $T {
            #[inline(always)]
            fn nan(self) -> bool {
                let nan: fn($T) -> bool = $nan;
                nan(self)
            }
            #[inline(always)]
            fn infinite(self) -> bool {
                let infinite: fn($T) -> bool = $infinite;
                infinite(self)
            }
        }
    )*};
}
classified!(|_| false, |_| false; bool i8 i16 i32 i64 isize u8 u16 u32 u64 usize);
classified!(|x| x.is_nan(), |x| x.is_infinite(); f16 bf16 f32 f64);
classified!(
    |z| z.re.is_nan() | z.im.is_nan(),
    |z| z.re.is_infinite() | z.im.is_infinite();
    Complex<f32> Complex<f64>
);

macro_rules! simple_functions {
    ($($name:ident $Bound:ident $method:ident -> $Out:ty, $numpy:literal, $said:literal, $notes:literal,
        $x:literal $y:literal;)*) => {$(
        #[doc = concat!($said, ", for each element.")]
        ///
        #[doc = $notes]
        ///
        /// # NumPy
        #[doc = concat!("`np.", $numpy, "(a)`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_core::array;
        ///
        #[doc = concat!("assert_eq!(nd_ops::", stringify!($name), "(&array![", $x, "]), array![", $y, "]);")]
        /// ```
        pub fn $name<A: ArrayLike<Elem: $Bound>>(a: A) -> Array<$Out> {
            zip((a.view(),)).map(|(x,)| x.$method())
        }
    )*};
}
simple_functions! {
    sqrt Root root -> A::Elem, "sqrt", "The square root", "NaN below zero; -0 stays -0.", "4.0" "2.0";
    abs Magnitude magnitude -> <A::Elem as Magnitude>::Size, "abs", "The magnitude",
        "The length of a complex number. The smallest integer of a signed type stays as it is.", "-3, 2" "3, 2";
    sign Rounded signum_or_zero -> A::Elem, "sign", "-1, 0 or 1", "NaN for NaN.", "-3.5, 0.0" "-1.0, 0.0";
    floor Rounded down -> A::Elem, "floor", "The largest whole number that is not larger",
        "NaN and infinities stay.", "-1.5, 2.5" "-2.0, 2.0";
    ceil Rounded up -> A::Elem, "ceil", "The smallest whole number that is not smaller",
        "NaN and infinities stay.", "-1.5, 2.5" "-1.0, 3.0";
    trunc Rounded to_zero -> A::Elem, "trunc", "The next whole number towards zero",
        "NaN and infinities stay.", "-1.5, 2.5" "-1.0, 2.0";
    round Rounded half_even -> A::Elem, "round", "The nearest whole number, halves to the even one",
        "NaN and infinities stay.", "0.5, 1.5" "0.0, 2.0";
    isnan Classified nan -> bool, "isnan", "Whether it is NaN", "Never for integers.",
        "1.0, f64::NAN" "false, true";
    isinf Classified infinite -> bool, "isinf", "Whether it is infinite", "Never for integers.",
        "1.0, f64::INFINITY" "false, true";
    isfinite Classified finite -> bool, "isfinite", "Whether it is neither NaN nor infinite",
        "Always for integers.", "1.0, f64::NAN" "true, false";
}

/// Each element multiplied with itself; integers wrap.
///
/// # NumPy
/// `np.square(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::square(&array![3, -4]), array![9, 16]);
/// ```
pub fn square<A: ArrayLike<Elem: Number>>(a: A) -> Array<A::Elem> {
    zip((a.view(),)).map(|(x,)| x.times(x))
}

/// 1 divided by each element; for integers 0, 1 or -1.
///
/// # Panics
/// If an integer element is 0.
///
/// # NumPy
/// `np.reciprocal(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::reciprocal(&array![4.0, 0.0]), array![0.25, f64::INFINITY]);
/// ```
#[track_caller]
pub fn reciprocal<A: ArrayLike<Elem: Number>>(a: A) -> Array<A::Elem> {
    zip((a.view(),)).map(|(x,)| <A::Elem as num_traits::One>::one().divided(x))
}

/// The larger of each pair; NaN if either is.
///
/// `a`, `b`: any shapes that broadcast.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.maximum(a, b)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::maximum(&array![1, 5], 3), array![3, 5]);
/// assert!(nd_ops::maximum(&array![f64::NAN], 0.0)[[0]].is_nan());
/// ```
#[track_caller]
pub fn maximum<A: ArrayLike<Elem: Ordered>>(a: A, b: impl Operand<A::Elem>) -> Array<A::Elem> {
    zip((a.view(), b.operand())).map(|(a, b)| a.larger(b))
}

/// The smaller of each pair; NaN if either is.
///
/// `a`, `b`: any shapes that broadcast.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.minimum(a, b)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::minimum(&array![1, 5], 3), array![1, 3]);
/// ```
#[track_caller]
pub fn minimum<A: ArrayLike<Elem: Ordered>>(a: A, b: impl Operand<A::Elem>) -> Array<A::Elem> {
    zip((a.view(), b.operand())).map(|(a, b)| a.smaller(b))
}

/// Each element moved into `low..=high`; NaN if any of the three is.
///
/// `a`, `low`, `high`: any shapes that broadcast. Where `low > high` the result is `high`.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.clip(a, low, high)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::clip(&array![-2, 3, 9], 0, 5), array![0, 3, 5]);
/// ```
#[track_caller]
pub fn clip<A: ArrayLike<Elem: Ordered>>(
    a: A,
    low: impl Operand<A::Elem>,
    high: impl Operand<A::Elem>,
) -> Array<A::Elem> {
    zip((a.view(), low.operand(), high.operand())).map(|(x, low, high)| x.larger(low).smaller(high))
}

/// Elements of `a` where `condition` holds, of `b` elsewhere.
///
/// `condition`, `a`, `b`: any shapes that broadcast.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.where(condition, a, b)`; `where` is a keyword of Rust.
///
/// # Examples
/// ```
/// use nd_core::{array, greater};
///
/// let a = array![-1.0, 2.0];
/// assert_eq!(nd_ops::where_(greater(&a, 0.0), &a, 0.0), array![0.0, 2.0]);
/// ```
/// ```should_panic
/// # use nd_core::array;
/// nd_ops::where_(&array![true, false], &array![1, 2, 3], 0);
/// ```
#[track_caller]
pub fn where_<A: ArrayLike<Elem: Element>>(
    condition: impl ArrayLike<Elem = bool>,
    a: A,
    b: impl Operand<A::Elem>,
) -> Array<A::Elem> {
    zip((condition.view(), a.view(), b.operand())).map(|(c, a, b)| if c { a } else { b })
}
