//! The arc sine and the arc cosine.
//!
//! Up to 1/2 a polynomial from `scripts/minimax.py`; above, where the slope grows without bound,
//! that of half the angle: `acos(x) = 2 asin(√((1 - x)/2))`.

use nd_core::simd::Isa;

use super::arith::{Real, fast_two_sum, polynomial};
use super::atan::{FRAC_PI_2_LOW, PI_LOW};
use std::f64::consts::{FRAC_PI_2, PI};

/// `(asin(s)/s - 1) / z` with `z = s²`, `s <= 1/2`.
const ASIN_F64: [f64; 13] = [
    0.166_666_666_666_667_6,
    0.074_999_999_999_707_98,
    0.044_642_857_174_665_11,
    0.030_381_942_703_529_22,
    0.022_372_215_143_780_187,
    0.017_351_608_683_875_034,
    0.013_980_865_765_422_177,
    0.011_398_504_528_642_215,
    0.010_782_726_333_116_72,
    0.003_696_419_321_266_056,
    0.021_733_200_709_241_278,
    -0.021_037_418_016_066_598,
    0.032_653_733_712_877_574,
];
/// The same to 31 bits, for results in `f32`.
const ASIN_F32: [f64; 6] = [
    0.166_666_599_686_983_5,
    0.075_005_056_559_580_34,
    0.044_516_650_381_830_62,
    0.031_810_434_512_925_75,
    0.014_427_735_071_892_118,
    0.037_532_496_931_897_46,
];

/// `asin(s) = s + rest` for the `s` of a magnitude: itself, or from half the complement.
#[inline(always)]
fn arc_f64<I: Isa>(isa: I, magnitude: f64) -> (f64, f64) {
    let large = magnitude > 0.5;
    let half = 0.5 * (1.0 - magnitude); // exact where it is used
    let z = if large { half } else { magnitude * magnitude };
    let root = half.sqrt();
    let (square, square_low) = f64::two_prod(isa, root, root);
    let lost = (half - square) - square_low;
    // The root of 0 has nothing to be corrected.
    let correction = if half > 0.0 { lost / (2.0 * root) } else { 0.0 };
    let s = if large { root } else { magnitude };
    let s_low = if large { correction } else { 0.0 };
    (s, isa.mul_add(s * z, polynomial(isa, z, ASIN_F64), s_low))
}

/// As [`arc_f64`], to 31 bits, and in one number.
#[inline(always)]
fn arc_f32<I: Isa>(isa: I, magnitude: f64) -> f64 {
    let large = magnitude > 0.5;
    let half = 0.5 * (1.0 - magnitude);
    let z = if large { half } else { magnitude * magnitude };
    let root = half.sqrt();
    let s = if large { root } else { magnitude };
    isa.mul_add(s * z, polynomial(isa, z, ASIN_F32), s)
}

/// The arc sine, from -π/2 to π/2. Error at most 1 ULP.
///
/// `asin(±0) = ±0`; NaN outside -1 to 1, NaN stays NaN.
///
/// # NumPy
/// `np.arcsin` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::asin_f64;
///
/// assert_eq!(asin_f64(Baseline, -1.0), -std::f64::consts::FRAC_PI_2);
/// assert!(asin_f64(Baseline, 1.5).is_nan());
/// ```
#[inline(always)]
pub fn asin_f64<I: Isa>(isa: I, x: f64) -> f64 {
    let magnitude = x.abs();
    let (s, rest) = arc_f64(isa, magnitude);
    let (upper, lost) = fast_two_sum(FRAC_PI_2, -2.0 * s);
    let large = upper + (lost + (FRAC_PI_2_LOW - 2.0 * rest));
    let y = if magnitude > 0.5 { large } else { s + rest };
    y.copysign(x)
}

/// The arc sine. Error at most 0.51 ULP.
///
/// Special values as [`asin_f64`].
///
/// # NumPy
/// `np.arcsin` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::asin_f32;
///
/// assert_eq!(asin_f32(Baseline, 0.5), std::f32::consts::FRAC_PI_6);
/// assert!(asin_f32(Baseline, -0.0).is_sign_negative());
/// ```
#[inline(always)]
pub fn asin_f32<I: Isa>(isa: I, x: f32) -> f32 {
    let magnitude = f64::from(x.abs());
    let arc = arc_f32(isa, magnitude);
    let y = if magnitude > 0.5 { FRAC_PI_2 - 2.0 * arc } else { arc };
    (y as f32).copysign(x)
}

/// The arc cosine, from 0 to π. Error at most 1 ULP.
///
/// `acos(1) = 0`; NaN outside -1 to 1, NaN stays NaN.
///
/// # NumPy
/// `np.arccos` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::acos_f64;
///
/// assert_eq!(acos_f64(Baseline, -1.0), std::f64::consts::PI);
/// assert_eq!(acos_f64(Baseline, 1.0), 0.0);
/// assert!(acos_f64(Baseline, 1.5).is_nan());
/// ```
#[inline(always)]
pub fn acos_f64<I: Isa>(isa: I, x: f64) -> f64 {
    let magnitude = x.abs();
    let (s, rest) = arc_f64(isa, magnitude);
    let large = magnitude > 0.5;
    // The base less the arc: π/2 less that of `x`, or π or 0 less twice that of the complement.
    let s = if large { 2.0 * s } else { s };
    let rest = if large { 2.0 * rest } else { rest };
    let left = x < 0.0;
    let near_pole = if left { (PI, PI_LOW) } else { (0.0, 0.0) };
    let (base, base_low) = if large { near_pole } else { (FRAC_PI_2, FRAC_PI_2_LOW) };
    // Near 1 the complement's arc is added to nothing, elsewhere on the right it is taken off.
    let off = left == large;
    let (s, rest) = if off { (-s, -rest) } else { (s, rest) };
    let (sum, lost) = fast_two_sum(base, s);
    sum + (lost + (base_low + rest))
}

/// The arc cosine. Error at most 0.51 ULP.
///
/// Special values as [`acos_f64`].
///
/// # NumPy
/// `np.arccos` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::acos_f32;
///
/// assert_eq!(acos_f32(Baseline, 0.5), std::f32::consts::FRAC_PI_3);
/// ```
#[inline(always)]
pub fn acos_f32<I: Isa>(isa: I, x: f32) -> f32 {
    let magnitude = f64::from(x.abs());
    let arc = arc_f32(isa, magnitude);
    let large = magnitude > 0.5;
    let near_pole = if x < 0.0 { PI } else { 0.0 };
    let base = if large { near_pole } else { FRAC_PI_2 };
    let arc = if large { 2.0 * arc } else { arc };
    let y = if (x < 0.0) == large { base - arc } else { base + arc };
    y as f32
}
