//! Half-precision floats to and from `f32`, written so that loops over them vectorise: no
//! branches, no tables, 32-bit lanes.
//!
//! The methods of the `half` crate ask for the CPU's features at each call, and round `f64`
//! twice on its way to 16 bits.

use super::CastTo;
use half::{bf16, f16};

/// A 16-bit float.
pub(crate) trait Half: Copy {
    /// Exactly the same number.
    fn widened(self) -> f32;
    /// The nearest number, ties to even.
    fn narrowed(wide: f32) -> Self;
}

impl Half for f16 {
    #[inline(always)]
    fn widened(self) -> f32 {
        let bits = u32::from(self.to_bits());
        let (exponent, fraction) = (bits & 0x7C00, bits & 0x03FF);
        // A subnormal is its fraction, an integer, in units of 2^-24.
        let subnormal = (fraction as i32 as f32 * f32::from_bits((127 - 24) << 23)).to_bits();
        let rebias = if exponent == 0x7C00 { 2 * (127 - 15) } else { 127 - 15 };
        let normal = ((exponent | fraction) << 13) + (rebias << 23);
        let magnitude = if exponent == 0 { subnormal } else { normal };
        f32::from_bits(magnitude | (bits & 0x8000) << 16)
    }

    #[inline(always)]
    fn narrowed(wide: f32) -> f16 {
        let bits = wide.to_bits();
        let magnitude = bits & 0x7FFF_FFFF;
        // Adding 0.5, whose last place is the smallest f16, rounds to a multiple of that.
        let subnormal = (f32::from_bits(magnitude) + 0.5).to_bits().wrapping_sub(0.5f32.to_bits());
        // Just less than half of the last place kept, and one more if that place is odd: the
        // carry rounds, into the exponent if need be.
        let half = 0x0FFF + (magnitude >> 13 & 1);
        let normal = magnitude.wrapping_add(half).wrapping_sub((127 - 15) << 23) >> 13;
        let nan = 0x7E00 | magnitude >> 13 & 0x01FF;
        let finite = if magnitude < (127 - 14) << 23 { subnormal } else { normal };
        // From half-way between the largest f16 and what would be the next.
        let special = if magnitude > 0x7F80_0000 { nan } else { 0x7C00 };
        let narrow = if magnitude < 65520f32.to_bits() { finite } else { special };
        f16::from_bits((narrow | bits >> 16 & 0x8000) as u16)
    }
}

impl Half for bf16 {
    #[inline(always)]
    fn widened(self) -> f32 {
        f32::from_bits(u32::from(self.to_bits()) << 16)
    }

    #[inline(always)]
    fn narrowed(wide: f32) -> bf16 {
        let bits = wide.to_bits();
        let rounded = bits.wrapping_add(0x7FFF + (bits >> 16 & 1)) >> 16;
        let nan = bits >> 16 | 0x0040; // quiet, and not an infinity for want of low bits
        let narrow = if bits & 0x7FFF_FFFF > 0x7F80_0000 { nan } else { rounded };
        bf16::from_bits(narrow as u16)
    }
}

/// To an `f32` that rounds to 16 bits as the number itself would.
///
/// That is the `f32` *rounded to odd*: cut off, and the last bit set if that lost anything.
/// Rounding a number twice to nearest may be wrong; once to odd and then to nearest is right
/// if there are two bits to spare (Boldo and Melquiond, "Emulation of a FMA and
/// correctly-rounded sums: proved algorithms using rounding to odd", 2008).
pub(super) trait ToOdd: Copy {
    fn to_odd(self) -> f32;
}

impl ToOdd for f64 {
    #[inline(always)]
    fn to_odd(self) -> f32 {
        let nearest = self as f32;
        let back = f64::from(nearest);
        // The one below in magnitude, if rounding went up; works on the bits of either sign.
        let cut = nearest.to_bits() - u32::from(back.abs() > self.abs());
        f32::from_bits(cut | u32::from(back != self))
    }
}

impl ToOdd for u64 {
    #[inline(always)]
    fn to_odd(self) -> f32 {
        // To odd in 53 bits first, so that the step to `f64` is exact.
        let low = self & 0x7FF;
        let high = (self - low) | (u64::from(low != 0) << 11);
        let fits = self < 1 << 53;
        (if fits { self } else { high } as f64).to_odd()
    }
}

impl ToOdd for i64 {
    #[inline(always)]
    fn to_odd(self) -> f32 {
        let magnitude = self.unsigned_abs().to_odd();
        if self < 0 { -magnitude } else { magnitude }
    }
}

impl ToOdd for usize {
    #[inline(always)]
    fn to_odd(self) -> f32 {
        (self as u64).to_odd()
    }
}

impl ToOdd for isize {
    #[inline(always)]
    fn to_odd(self) -> f32 {
        (self as i64).to_odd()
    }
}

/// Types that the type named holds exactly.
macro_rules! to_odd_through {
    ($($T:ty, $Wider:ty;)*) => {$(
        impl ToOdd for $T {
            #[inline(always)]
            fn to_odd(self) -> f32 {
                let wider: $Wider = self.cast_to();
                wider.to_odd()
            }
        }
    )*};
}
to_odd_through! {
    bool, f32; i8, f32; i16, f32; u8, f32; u16, f32; f16, f32; bf16, f32;
    i32, f64; u32, f64;
}

impl ToOdd for f32 {
    #[inline(always)]
    fn to_odd(self) -> f32 {
        self
    }
}

/// Whether `y` is exactly `x`, of which it is the nearest; NaN is NaN.
#[inline(always)]
#[allow(clippy::eq_op)] // how NaN is recognised
pub(super) fn narrowed_exactly<T: CastTo<f32> + PartialEq, H: Half>(x: T, y: H) -> bool
where
    f32: CastTo<T>,
{
    let wide = y.widened();
    let back: T = wide.cast_to();
    CastTo::<T>::is_exact(wide) && (back == x || x != x)
}

#[cfg(test)]
#[path = "half_floats_tests.rs"]
mod tests;
