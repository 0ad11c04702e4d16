//! The tangent: sine over cosine, or minus cosine over sine, after an odd number of quarter
//! turns, which takes a division anyway.

use nd_core::simd::Isa;

use super::arith::quotient;
use super::far;
use super::trig::{
    far_f32, far_f64, quarter_turns_f32, quarter_turns_f64, sin_cos_reduced_f32,
    sin_cos_reduced_f64,
};

/// The tangent for `|x| <= far_f64()`, infinities and NaN.
#[inline(always)]
pub(super) fn tan_near_f64<I: Isa>(isa: I, x: f64) -> f64 {
    let (r, low, quarters) = quarter_turns_f64(isa, x);
    let [sin, cos] = sin_cos_reduced_f64(isa, r, low);
    let odd = quarters & 1 == 1;
    let above = if odd { cos } else { sin };
    let below = if odd { sin } else { cos };
    let y = quotient(isa, above, below);
    let sign = (quarters << 63) ^ (x.to_bits() & (1 << 63));
    f64::from_bits(y.to_bits() ^ sign)
}

/// The tangent for `|x| <= far_f32()`, infinities and NaN.
#[inline(always)]
pub(super) fn tan_near_f32<I: Isa>(isa: I, x: f32) -> f32 {
    let (r, low, quarters) = quarter_turns_f32(isa, x);
    let [sin, cos] = sin_cos_reduced_f32(isa, r, low);
    let odd = quarters & 1 == 1;
    let above = if odd { cos } else { sin };
    let below = if odd { sin } else { cos };
    let y = quotient(isa, above, below);
    let sign = (quarters << 31) ^ (x.to_bits() & (1 << 31));
    f32::from_bits(y.to_bits() ^ sign)
}

/// The tangent, correct over the whole range. Error at most 1 ULP.
///
/// `tan(±0) = ±0`, `tan(±inf) = NaN`, NaN stays NaN.
///
/// # NumPy
/// `np.tan` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::tan_f64;
///
/// assert_eq!(tan_f64(Baseline, std::f64::consts::FRAC_PI_2), 1.633123935319537e16); // π/2 is rounded
/// ```
#[inline(always)]
pub fn tan_f64<I: Isa>(isa: I, x: f64) -> f64 {
    if x.abs() > far_f64::<I>() { far::tan(x) } else { tan_near_f64(isa, x) }
}

/// The tangent, correct over the whole range. Error at most 1 ULP.
///
/// Special values as [`tan_f64`].
///
/// # NumPy
/// `np.tan` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::tan_f32;
///
/// assert_eq!(tan_f32(Baseline, std::f32::consts::FRAC_PI_4), 1.0);
/// assert!(tan_f32(Baseline, f32::NEG_INFINITY).is_nan());
/// ```
#[inline(always)]
pub fn tan_f32<I: Isa>(isa: I, x: f32) -> f32 {
    if x.abs() > far_f32::<I>() { tan_f64(isa, f64::from(x)) as f32 } else { tan_near_f32(isa, x) }
}
