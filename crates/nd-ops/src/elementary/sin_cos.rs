//! Sine and cosine.

use nd_core::simd::Isa;

use super::far;
use super::trig::{far_f32, far_f64, quarter_turns_f32, quarter_turns_f64, sin_of_f32, sin_of_f64};

/// The sine for `|x| <= far_f64()`, infinities and NaN.
#[inline(always)]
pub(super) fn sin_near_f64<I: Isa>(isa: I, x: f64) -> f64 {
    let (r, low, quarters) = quarter_turns_f64(isa, x);
    let y = sin_of_f64(isa, r, low, quarters);
    f64::from_bits(y.to_bits() ^ (x.to_bits() & (1 << 63)))
}

/// The sine for `|x| <= far_f32()`, infinities and NaN.
#[inline(always)]
pub(super) fn sin_near_f32<I: Isa>(isa: I, x: f32) -> f32 {
    let (r, low, quarters) = quarter_turns_f32(isa, x);
    let y = sin_of_f32(isa, r, low, quarters);
    f32::from_bits(y.to_bits() ^ (x.to_bits() & (1 << 31)))
}

/// The cosine for `|x| <= far_f64()`, infinities and NaN.
#[inline(always)]
pub(super) fn cos_near_f64<I: Isa>(isa: I, x: f64) -> f64 {
    let (r, low, quarters) = quarter_turns_f64(isa, x);
    sin_of_f64(isa, r, low, quarters.wrapping_add(1))
}

/// The cosine for `|x| <= far_f32()`, infinities and NaN.
#[inline(always)]
pub(super) fn cos_near_f32<I: Isa>(isa: I, x: f32) -> f32 {
    let (r, low, quarters) = quarter_turns_f32(isa, x);
    sin_of_f32(isa, r, low, quarters.wrapping_add(1))
}

/// The sine, correct over the whole range. Error at most 1 ULP.
///
/// `sin(±0) = ±0`, `sin(±inf) = NaN`, NaN stays NaN.
///
/// # NumPy
/// `np.sin` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::sin_f64;
///
/// assert_eq!(sin_f64(Baseline, 1e22), -0.8522008497671888); // of many turns
/// assert!(sin_f64(Baseline, f64::INFINITY).is_nan());
/// ```
#[inline(always)]
pub fn sin_f64<I: Isa>(isa: I, x: f64) -> f64 {
    if x.abs() > far_f64::<I>() { far::sin(x) } else { sin_near_f64(isa, x) }
}

/// The sine, correct over the whole range. Error at most 1 ULP.
///
/// Special values as [`sin_f64`].
///
/// # NumPy
/// `np.sin` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::sin_f32;
///
/// assert_eq!(sin_f32(Baseline, std::f32::consts::PI), -8.742_278e-8); // π is rounded
/// ```
#[inline(always)]
pub fn sin_f32<I: Isa>(isa: I, x: f32) -> f32 {
    if x.abs() > far_f32::<I>() { sin_f64(isa, f64::from(x)) as f32 } else { sin_near_f32(isa, x) }
}

/// The cosine, correct over the whole range. Error at most 1 ULP.
///
/// `cos(±0) = 1`, `cos(±inf) = NaN`, NaN stays NaN.
///
/// # NumPy
/// `np.cos` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::cos_f64;
///
/// assert_eq!(cos_f64(Baseline, -0.0), 1.0);
/// assert_eq!(cos_f64(Baseline, std::f64::consts::PI), -1.0);
/// ```
#[inline(always)]
pub fn cos_f64<I: Isa>(isa: I, x: f64) -> f64 {
    if x.abs() > far_f64::<I>() { far::cos(x) } else { cos_near_f64(isa, x) }
}

/// The cosine, correct over the whole range. Error at most 1 ULP.
///
/// Special values as [`cos_f64`].
///
/// # NumPy
/// `np.cos` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::cos_f32;
///
/// assert_eq!(cos_f32(Baseline, 1.0), 0.540_302_3);
/// ```
#[inline(always)]
pub fn cos_f32<I: Isa>(isa: I, x: f32) -> f32 {
    if x.abs() > far_f32::<I>() { cos_f64(isa, f64::from(x)) as f32 } else { cos_near_f32(isa, x) }
}
