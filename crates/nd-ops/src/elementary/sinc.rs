//! `sin(πx) / (πx)`.
//!
//! Quarter turns are taken off `x`, which is exact, and not off `πx`: whole numbers give 0.

use nd_core::simd::Isa;

use super::arith::{ROUND_F64, Real, quotient};
use super::atan::PI_LOW;
use super::trig::{sin_cos_reduced_f64, sin_of_f64};
use std::f64::consts::PI;

/// From here on every number is even.
const EVEN: f64 = (1u64 << 53) as f64;

/// `x = n/2 + r` but for a multiple of 2, with `|r| <= 1/4`: `r`, and `n` in the low bits.
#[inline(always)]
fn quarters(x: f64) -> (f64, u64) {
    let part = x - ((x + EVEN) - EVEN);
    let shifted = 2.0 * part + ROUND_F64;
    (part - 0.5 * (shifted - ROUND_F64), shifted.to_bits())
}

/// `sin(πx) / (πx)`. Error at most 1 ULP.
///
/// `sinc(0) = 1`, 0 at other whole numbers; NaN at the infinities, NaN stays NaN.
///
/// # NumPy
/// `np.sinc` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::sinc_f64;
///
/// assert_eq!(sinc_f64(Baseline, 0.0), 1.0);
/// assert_eq!(sinc_f64(Baseline, 3.0), 0.0); // the product with π is not rounded
/// ```
#[inline(always)]
pub fn sinc_f64<I: Isa>(isa: I, x: f64) -> f64 {
    let magnitude = x.abs();
    let clamped = if magnitude > EVEN { EVEN } else { magnitude };
    let (r, n) = quarters(clamped);
    let (angle, angle_low) = f64::two_prod(isa, r, PI);
    let [sin, cos] = sin_cos_reduced_f64(isa, angle, isa.mul_add(r, PI_LOW, angle_low));
    let odd = n & 1 == 1;
    let above = if odd { cos.0 } else { sin.0 };
    let above_low = if odd { cos.1 } else { sin.1 };
    let (below, below_low) = f64::two_prod(isa, clamped, PI);
    let below_low = isa.mul_add(clamped, PI_LOW, below_low);
    let y = quotient(isa, (above, above_low), (below, below_low));
    let y = f64::from_bits(y.to_bits() ^ ((n << 62) & (1 << 63)));
    let y = if magnitude < 1e-9 { 1.0 } else { y };
    if magnitude == f64::INFINITY { f64::NAN } else { y }
}

/// `sin(πx) / (πx)`. Error at most 0.51 ULP.
///
/// Special values as [`sinc_f64`].
///
/// # NumPy
/// `np.sinc` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::sinc_f32;
///
/// assert_eq!(sinc_f32(Baseline, -0.5), std::f32::consts::FRAC_2_PI);
/// ```
#[inline(always)]
pub fn sinc_f32<I: Isa>(isa: I, x: f32) -> f32 {
    let magnitude = f64::from(x.abs());
    let (r, n) = quarters(magnitude);
    let y = sin_of_f64(isa, PI * r, 0.0, n) / (PI * magnitude);
    let y = if magnitude < 1e-9 { 1.0 } else { y };
    (if magnitude == f64::INFINITY { f64::NAN } else { y }) as f32
}
