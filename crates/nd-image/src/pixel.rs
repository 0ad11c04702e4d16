//! The element types that filters take, and what each is computed in.

use crate::axes::{self, Pass};
use crate::neighbourhood::{self, Around};
use crate::ranks::Ranked;
use crate::rounding::{Rounding, int32, int64, uint64};
use crate::threshold::local::Rule;
use crate::threshold::{self, Levels, LocalThresholdOptions, ThresholdError};
use crate::wide;
use crate::windows::{Span, means};
use nd_core::simd::Isa;
use nd_core::{Array, Number, View, zip};
use std::ops::{Add, Mul, Sub};

mod sealed {
    pub trait Sealed {}
    macro_rules! sealed {
        ($($type:ty)*) => {$(impl Sealed for $type {})*};
    }
    sealed!(i8 i16 i32 i64 u8 u16 u32 u64 f32 f64);
}

/// Element types that the filters take: integers of 8 to 64 bits, `f32` and `f64`.
///
/// `f64` and integers are computed in `f64`, in the order of additions that SciPy uses, and
/// give SciPy's bits ([`Rounding`] has another way). `f32` is computed in `f32`, with fused
/// multiply-adds where the CPU has them: within 1e-6 of the sum of `|weight × sample|`, several times
/// as fast. Integers of 64 bits beyond 2⁵³ are rounded to `f64` first, as in SciPy.
pub trait Pixel: nd_core::Number + PartialOrd + sealed::Sealed {
    /// The float type in which sums are accumulated, and which filters that make floats of integers
    /// return: `f32` for itself, `f64` for all others.
    type Acc: Real + Ranked + Pixel<Acc = Self::Acc>;
    /// Whether the type is an integer.
    #[doc(hidden)]
    const WHOLE: bool;
    /// The value as `f64`; exact but for integers beyond 2⁵³.
    #[doc(hidden)]
    fn double(self) -> f64;
    /// The value as a float; exact but for integers beyond 2⁵³.
    #[doc(hidden)]
    fn widen(self) -> Self::Acc;
    /// The float as an element: truncated towards zero, then wrapped to the type's range, as
    /// SciPy (that is, a C cast) does.
    #[doc(hidden)]
    fn narrow(x: Self::Acc) -> Self;
    /// The nearest element.
    #[doc(hidden)]
    fn nearest(x: f64) -> Self;
    /// The passes one after another. Compiled here, once a type, and not in every crate that filters.
    #[doc(hidden)]
    fn filtered(a: View<'_, Self>, passes: &[Pass], rounding: Rounding) -> Array<Self>;
    /// The correlation with a kernel of the array's rank; compiled once a type.
    #[doc(hidden)]
    fn correlated(a: View<'_, Self>, kernel: &Around, rounding: Rounding) -> Array<Self>;
    /// The means of windows along axes; compiled once a type.
    #[doc(hidden)]
    fn averaged(a: View<'_, Self>, spans: &[Span], rounding: Rounding) -> Array<Self>;
    /// Sums, element by element; compiled once a type, as the two that follow.
    #[doc(hidden)]
    fn plus_each(a: View<'_, Self>, b: View<'_, Self>) -> Array<Self>;
    /// Products, element by element.
    #[doc(hidden)]
    fn times_each(a: View<'_, Self>, b: View<'_, Self>) -> Array<Self>;
    /// Square roots, of integers truncated.
    #[doc(hidden)]
    fn root_each(a: View<'_, Self>) -> Array<Self>;
    /// `a + amount · a + other · b`, element by element.
    #[doc(hidden)]
    fn enhanced(a: View<'_, Self>, b: View<'_, Self>, amount: f64, other: f64) -> Array<Self>;
    /// The elements as floats.
    #[doc(hidden)]
    fn wide_each(a: View<'_, Self>) -> Array<Self::Acc>;
    /// How often which level occurs; compiled once a type, as those that follow.
    #[doc(hidden)]
    fn levels(a: View<'_, Self>, nbins: usize) -> Result<Levels, ThresholdError>;
    /// Li's threshold.
    #[doc(hidden)]
    fn li(a: View<'_, Self>) -> Result<f64, ThresholdError>;
    /// The mean.
    #[doc(hidden)]
    fn mean(a: View<'_, Self>) -> Result<f64, ThresholdError>;
    /// Thresholds by the mean or median of the surroundings.
    #[doc(hidden)]
    fn local(a: View<'_, Self>, sizes: &[usize], how: &LocalThresholdOptions) -> Array<Self::Acc>;
    /// Thresholds by the mean and deviation of the surroundings.
    #[doc(hidden)]
    fn of_moments(a: View<'_, Self>, sizes: &[usize], rule: Rule) -> Array<Self::Acc>;
    /// What lies above `low` and hangs together with what lies above `high`.
    #[doc(hidden)]
    fn hysteresis(a: View<'_, Self>, low: f64, high: f64) -> Array<bool>;
}

/// The methods of [`Pixel`] that work element by element.
macro_rules! each {
    ($type:ident, $root:expr) => {
        #[inline(never)]
        fn plus_each(a: View<'_, $type>, b: View<'_, $type>) -> Array<$type> {
            zip((&a, &b)).map(|(a, b)| a.plus(b))
        }
        #[inline(never)]
        fn times_each(a: View<'_, $type>, b: View<'_, $type>) -> Array<$type> {
            zip((&a, &b)).map(|(a, b)| a.times(b))
        }
        #[inline(never)]
        fn root_each(a: View<'_, $type>) -> Array<$type> {
            a.map($root)
        }
        #[inline(never)]
        fn enhanced(
            a: View<'_, $type>,
            b: View<'_, $type>,
            amount: f64,
            other: f64,
        ) -> Array<$type> {
            zip((&a, &b)).map(|(a, b)| {
                let (a, b) = (a.double(), b.double());
                <$type as Pixel>::nearest(a + amount * a + other * b)
            })
        }
        #[inline(never)]
        fn wide_each(a: View<'_, $type>) -> Array<Self::Acc> {
            a.map(|x| x.widen())
        }
        #[inline(never)]
        fn levels(a: View<'_, $type>, nbins: usize) -> Result<Levels, ThresholdError> {
            threshold::levels(a, nbins)
        }
        #[inline(never)]
        fn li(a: View<'_, $type>) -> Result<f64, ThresholdError> {
            threshold::li(a)
        }
        #[inline(never)]
        fn mean(a: View<'_, $type>) -> Result<f64, ThresholdError> {
            threshold::mean(a)
        }
        #[inline(never)]
        #[track_caller]
        fn local(
            a: View<'_, $type>,
            sizes: &[usize],
            how: &LocalThresholdOptions,
        ) -> Array<Self::Acc> {
            threshold::local(a, sizes, how)
        }
        #[inline(never)]
        #[track_caller]
        fn of_moments(a: View<'_, $type>, sizes: &[usize], rule: Rule) -> Array<Self::Acc> {
            threshold::of_moments(a, sizes, rule)
        }
        #[inline(never)]
        fn hysteresis(a: View<'_, $type>, low: f64, high: f64) -> Array<bool> {
            threshold::hysteresis(a, low, high)
        }
    };
}

/// The float types: nothing is rounded.
macro_rules! floats {
    ($($type:ident)*) => {$(
        impl Pixel for $type {
            type Acc = $type;
            const WHOLE: bool = false;
            #[inline(always)]
            fn double(self) -> f64 {
                self.into()
            }
            #[inline(always)]
            fn widen(self) -> $type {
                self
            }
            #[inline(always)]
            fn narrow(x: $type) -> $type {
                x
            }
            #[inline(always)]
            fn nearest(x: f64) -> $type {
                x as $type
            }
            #[inline(never)]
            fn filtered(a: View<'_, $type>, passes: &[Pass], _: Rounding) -> Array<$type> {
                axes::run(a, passes, None)
            }
            #[inline(never)]
            fn correlated(a: View<'_, $type>, kernel: &Around, _: Rounding) -> Array<$type> {
                neighbourhood::correlate(a, kernel)
            }
            #[inline(never)]
            fn averaged(a: View<'_, $type>, spans: &[Span], _: Rounding) -> Array<$type> {
                means::$type(a, spans, None)
            }
            each!($type, |x: $type| x.sqrt());
        }
    )*};
}

/// Integers, and how a sum becomes one in C. `native` ones have machinery of their own.
macro_rules! integers {
    ($($type:ident $narrow:expr, $native:ident $average:ident;)*) => {$(
        impl Pixel for $type {
            type Acc = f64;
            const WHOLE: bool = true;
            #[inline(always)]
            fn double(self) -> f64 {
                self as f64
            }
            #[inline(always)]
            fn widen(self) -> f64 {
                self as f64
            }
            #[inline(always)]
            fn narrow(x: f64) -> $type {
                $narrow(x)
            }
            #[inline(always)]
            fn nearest(x: f64) -> $type {
                x.round_ties_even() as $type
            }
            #[inline(never)]
            fn filtered(a: View<'_, $type>, passes: &[Pass], rounding: Rounding) -> Array<$type> {
                if $native(rounding) {
                    return axes::run(a, passes, None);
                }
                if passes.is_empty() {
                    return a.to_array(); // 64 bits do not pass through f64
                }
                wide::through(a, rounding, &|a, settle| axes::run(a, passes, settle))
            }
            #[inline(never)]
            fn correlated(a: View<'_, $type>, kernel: &Around, rounding: Rounding) -> Array<$type> {
                if $native(rounding) {
                    return neighbourhood::correlate(a, kernel);
                }
                wide::through(a, rounding, &|a, _| neighbourhood::correlate(a, kernel))
            }
            #[inline(never)]
            fn averaged(a: View<'_, $type>, spans: &[Span], rounding: Rounding) -> Array<$type> {
                $average(a, spans, rounding)
            }
            each!($type, |x: $type| (x as f64).sqrt() as $type);
        }
    )*};
}

/// Whether a type with machinery of its own needs no other.
fn truncated(rounding: Rounding) -> bool {
    rounding == Rounding::Truncate
}

/// A type without.
fn wide(_: Rounding) -> bool {
    false
}

/// Means in `f64`.
fn average<T: Pixel<Acc = f64>>(a: View<'_, T>, spans: &[Span], rounding: Rounding) -> Array<T> {
    if spans.is_empty() {
        return a.to_array();
    }
    wide::through(a, rounding, &|a, settle| means::f64(a, spans, settle))
}

/// Means in 16 bits where they fit.
fn average_bytes(a: View<'_, u8>, spans: &[Span], rounding: Rounding) -> Array<u8> {
    if truncated(rounding) && means::fits(spans) {
        return means::u8(a, spans);
    }
    average(a, spans, rounding)
}

floats!(f32 f64);
integers! {
    u8 |x| x as i32 as u8, truncated average_bytes;
    u16 |x| x as i32 as u16, truncated average;
    i8 |x| int32(x) as i8, wide average;
    i16 |x| int32(x) as i16, wide average;
    i32 int32, wide average;
    u32 |x| int64(x) as u32, wide average;
    i64 int64, wide average;
    u64 uint64, wide average;
}

/// The float types in which sums are accumulated.
pub trait Real:
    Copy
    + Default
    + Send
    + Sync
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + sealed::Sealed
    + 'static
{
    /// Whether additions may be regrouped between passes (no promise of SciPy's bits).
    #[doc(hidden)]
    const ROUGH: bool;
    /// The nearest value.
    #[doc(hidden)]
    fn from_f64(x: f64) -> Self;
    /// `w * x + acc`.
    #[doc(hidden)]
    fn mul_add<I: Isa>(isa: I, w: Self, x: Self, acc: Self) -> Self;
}

impl Real for f32 {
    const ROUGH: bool = true;
    #[inline(always)]
    fn from_f64(x: f64) -> f32 {
        x as f32
    }
    #[inline(always)]
    fn mul_add<I: Isa>(isa: I, w: f32, x: f32, acc: f32) -> f32 {
        isa.mul_add(w, x, acc)
    }
}

impl Real for f64 {
    const ROUGH: bool = false;
    #[inline(always)]
    fn from_f64(x: f64) -> f64 {
        x
    }
    // Two roundings on every CPU: SciPy is compiled for plain x86-64, and a fused product
    // would move sums that sit on a whole number, which truncation then turns into one grey
    // level.
    #[inline(always)]
    fn mul_add<I: Isa>(_: I, w: f64, x: f64, acc: f64) -> f64 {
        w * x + acc
    }
}
