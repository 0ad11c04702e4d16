//! The element types that filters take, and what each is computed in.

use crate::axes::{self, Pass};
use crate::mode::Mode;
use crate::neighbourhood::{self, Around};
use nd_core::simd::Isa;
use nd_core::{Array, View};
use std::ops::{Add, Mul, Sub};

mod sealed {
    pub trait Sealed {}
    impl Sealed for u8 {}
    impl Sealed for u16 {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
}

/// Element types that the filters take: `u8`, `u16`, `f32` and `f64`.
///
/// `u8`, `u16` and `f64` are computed in `f64`, in the order of additions that SciPy uses, and
/// give SciPy's bits. `f32` is computed in `f32`, with fused multiply-adds where the CPU has
/// them: within 1e-6 of the sum of `|weight × sample|`, several times as fast.
pub trait Pixel: nd_core::Number + PartialOrd + sealed::Sealed {
    /// The float type in which sums are accumulated.
    #[doc(hidden)]
    type Acc: Real;
    /// The value as a float; exact.
    #[doc(hidden)]
    fn widen(self) -> Self::Acc;
    /// The float as an element: truncated towards zero, then wrapped to the type's range, as
    /// SciPy (that is, a C cast) does.
    #[doc(hidden)]
    fn narrow(x: Self::Acc) -> Self;
    /// The passes one after another. Compiled here, once a type, and not in every crate that filters.
    #[doc(hidden)]
    fn filtered(a: View<'_, Self>, passes: &[Pass], mode: Mode) -> Array<Self>;
    /// The correlation with a kernel of the array's rank; compiled once a type.
    #[doc(hidden)]
    fn correlated(a: View<'_, Self>, kernel: &Around, mode: Mode) -> Array<Self>;
}

/// The methods of [`Pixel`] that are the same code for every type.
macro_rules! compiled_once {
    () => {
        #[inline(never)]
        fn filtered(a: View<'_, Self>, passes: &[Pass], mode: Mode) -> Array<Self> {
            axes::run(a, passes, mode)
        }
        #[inline(never)]
        fn correlated(a: View<'_, Self>, kernel: &Around, mode: Mode) -> Array<Self> {
            neighbourhood::correlate(a, kernel, mode)
        }
    };
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

impl Pixel for f32 {
    type Acc = f32;
    #[inline(always)]
    fn widen(self) -> f32 {
        self
    }
    #[inline(always)]
    fn narrow(x: f32) -> f32 {
        x
    }
    compiled_once!();
}

impl Pixel for f64 {
    type Acc = f64;
    #[inline(always)]
    fn widen(self) -> f64 {
        self
    }
    #[inline(always)]
    fn narrow(x: f64) -> f64 {
        x
    }
    compiled_once!();
}

impl Pixel for u8 {
    type Acc = f64;
    #[inline(always)]
    fn widen(self) -> f64 {
        f64::from(self)
    }
    #[inline(always)]
    fn narrow(x: f64) -> u8 {
        x as i32 as u8
    }
    compiled_once!();
}

impl Pixel for u16 {
    type Acc = f64;
    #[inline(always)]
    fn widen(self) -> f64 {
        f64::from(self)
    }
    #[inline(always)]
    fn narrow(x: f64) -> u16 {
        x as i32 as u16
    }
    compiled_once!();
}
