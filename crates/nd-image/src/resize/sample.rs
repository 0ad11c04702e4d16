//! What each element type is summed in, and how sums become elements again.

use super::plan::{ResizePlan, resized};
use nd_core::{Array, Number, View, bf16, f16};
use std::ops::Range;

mod sealed {
    pub trait Sealed {}
}

/// Bits after the point in the weights of 8-bit pictures: Pillow's `PRECISION_BITS`. A weight
/// is below 2 in magnitude and a sample below 2⁸, so sums stay inside `i32`.
const FRACTION: u32 = 32 - 8 - 2;

/// Element types that can be resized: all integers and floats.
///
/// `u8` is computed in fixed point, as Pillow does; all others in `f64`, which has 53 bits: integers of 64
/// bits keep theirs in [`Filter::Nearest`](crate::Filter::Nearest) only.
pub trait Sample: Number + sealed::Sealed {
    /// The type of weights and sums: fixed point for `u8`, `f64` for the others.
    #[doc(hidden)]
    type Sum: Copy
        + Default
        + Send
        + Sync
        + std::ops::Add<Output = Self::Sum>
        + std::ops::Mul<Output = Self::Sum>
        + 'static;
    /// What sums start from.
    #[doc(hidden)]
    const START: Self::Sum;
    /// A weight in the type of the sums.
    #[doc(hidden)]
    fn weight(w: f64) -> Self::Sum;
    /// The sample in the type of the sums; exact.
    #[doc(hidden)]
    fn lift(self) -> Self::Sum;
    /// The element nearest to a sum, saturating.
    #[doc(hidden)]
    fn finish(sum: Self::Sum) -> Self;
    /// A picture of two or three axes in another size. Compiled here, once a type.
    #[doc(hidden)]
    fn resized(a: View<'_, Self>, plan: &ResizePlan<Self>, part: [Range<usize>; 2]) -> Array<Self>;
}

/// The method of [`Sample`] that is the same code for every type.
macro_rules! compiled_once {
    () => {
        #[inline(never)]
        fn resized(
            a: View<'_, Self>,
            plan: &ResizePlan<Self>,
            part: [Range<usize>; 2],
        ) -> Array<Self> {
            resized(a, plan, part)
        }
    };
}

impl sealed::Sealed for u8 {}
impl Sample for u8 {
    type Sum = i32;
    const START: i32 = 1 << (FRACTION - 1);
    fn weight(w: f64) -> i32 {
        (w * f64::from(1 << FRACTION) + 0.5f64.copysign(w)) as i32
    }
    #[inline(always)]
    fn lift(self) -> i32 {
        i32::from(self)
    }
    #[inline(always)]
    fn finish(sum: i32) -> u8 {
        (sum >> FRACTION).clamp(0, 255) as u8
    }
    compiled_once!();
}

impl sealed::Sealed for u16 {}
impl Sample for u16 {
    type Sum = f64;
    const START: f64 = 0.0;
    fn weight(w: f64) -> f64 {
        w
    }
    #[inline(always)]
    fn lift(self) -> f64 {
        f64::from(self)
    }
    #[inline(always)]
    fn finish(sum: f64) -> u16 {
        // The clamp comes first; what is left is non-negative, so truncation is the floor.
        (sum.clamp(0.0, 65535.0) + 0.5) as i32 as u16
    }
    compiled_once!();
}

impl sealed::Sealed for f32 {}
impl Sample for f32 {
    type Sum = f64;
    const START: f64 = 0.0;
    fn weight(w: f64) -> f64 {
        w
    }
    #[inline(always)]
    fn lift(self) -> f64 {
        f64::from(self)
    }
    #[inline(always)]
    fn finish(sum: f64) -> f32 {
        sum as f32
    }
    compiled_once!();
}

impl sealed::Sealed for f64 {}
impl Sample for f64 {
    type Sum = f64;
    const START: f64 = 0.0;
    fn weight(w: f64) -> f64 {
        w
    }
    #[inline(always)]
    fn lift(self) -> f64 {
        self
    }
    #[inline(always)]
    fn finish(sum: f64) -> f64 {
        sum
    }
    compiled_once!();
}

/// Types whose sums are doubles.
macro_rules! in_doubles {
    ($($T:ident: $lift:expr, $finish:expr;)*) => {$(
        impl sealed::Sealed for $T {}
        impl Sample for $T {
            type Sum = f64;
            const START: f64 = 0.0;
            fn weight(w: f64) -> f64 {
                w
            }
            #[inline(always)]
            fn lift(self) -> f64 {
                $lift(self)
            }
            #[inline(always)]
            fn finish(sum: f64) -> $T {
                $finish(sum)
            }
            compiled_once!();
        }
    )*};
}

/// Halves go away from zero, as in Pillow's mode I; `as` saturates.
#[inline(always)]
fn away(sum: f64) -> f64 {
    sum + 0.5f64.copysign(sum)
}

in_doubles! {
    i8: f64::from, |sum| away(sum) as i8;
    i16: f64::from, |sum| away(sum) as i16;
    u32: f64::from, |sum| away(sum) as u32;
    i32: f64::from, |sum| away(sum) as i32;
    u64: |x| x as f64, |sum| away(sum) as u64;
    i64: |x| x as f64, |sum| away(sum) as i64;
    usize: |x| x as f64, |sum| away(sum) as usize;
    isize: |x| x as f64, |sum| away(sum) as isize;
    f16: f64::from, f16::from_f64;
    bf16: f64::from, bf16::from_f64;
}
