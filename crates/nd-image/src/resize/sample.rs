//! What each element type is summed in, and how sums become elements again.

use super::{Filter, resized};
use crate::pixel::Pixel;
use nd_core::{Array, View};

/// Bits after the point in the weights of 8-bit pictures: Pillow's `PRECISION_BITS`. A weight
/// is below 2 in magnitude and a sample below 2⁸, so sums stay inside `i32`.
const FRACTION: u32 = 32 - 8 - 2;

/// Element types that can be resized: `u8`, `u16`, `f32` and `f64`.
pub trait Sample: Pixel {
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
    fn resized(a: View<'_, Self>, size: [usize; 2], filter: Filter) -> Array<Self>;
}

/// The method of [`Sample`] that is the same code for every type.
macro_rules! compiled_once {
    () => {
        #[inline(never)]
        fn resized(a: View<'_, Self>, size: [usize; 2], filter: Filter) -> Array<Self> {
            resized(a, size, filter)
        }
    };
}

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
