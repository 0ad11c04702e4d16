//! The angle of a point, and so the arc tangent.
//!
//! Of the two coordinates `a` is the smaller, `b` the larger. The angle of `(a, b)` is that of
//! `c`, one of 0, 1/2 and 1, and `atan(q)` with `q = (a - c b) / (b + c a)`, which is at most 1/4:
//! one division, whatever the octant. Polynomials from `scripts/minimax.py`.

use nd_core::simd::Isa;

use super::arith::{Real, fast_two_sum, polynomial};
use std::f64::consts::{FRAC_PI_2, PI};

/// `(atan(q)/q - 1) / z` with `z = q²`, `q <= 1/4`.
const ATAN_F64: [f64; 8] = [
    -0.333_333_333_333_325_4,
    0.199_999_999_995_853_77,
    -0.142_857_142_118_097_72,
    0.111_111_047_307_094_15,
    -0.090_906_035_354_235_62,
    0.076_837_391_017_181_3,
    -0.065_259_037_702_610_6,
    0.046_081_965_699_505_66,
];
/// The same to 32 bits, for results in `f32`.
const ATAN_F32: [f64; 4] = [
    -0.333_333_248_651_224_2,
    0.199_986_721_959_369,
    -0.142_206_433_157_201_9,
    0.098_365_764_024_722_84,
];
/// `atan(1/2)` and `π/4` in two parts, the rest of `π/2`.
const HALF: (f64, f64) = (0.463_647_609_000_806_1, 2.269_877_745_296_168_7e-17);
const ONE: (f64, f64) = (std::f64::consts::FRAC_PI_4, 3.061_616_997_868_383e-17);
pub(super) const FRAC_PI_2_LOW: f64 = 6.123_233_995_736_766e-17;
pub(super) const PI_LOW: f64 = 1.224_646_799_147_353_2e-16;

/// Which `c`: its bounds are such that `a - c b` is exact and `q` at most 1/4.
#[inline(always)]
fn step(a: f64, b: f64) -> (f64, (f64, f64)) {
    let (low, high) = (a >= 0.25 * b, a > 0.720_8 * b);
    let c = if low { 0.5 } else { 0.0 };
    let base = if low { HALF.0 } else { 0.0 };
    let rest = if low { HALF.1 } else { 0.0 };
    let c = if high { 1.0 } else { c };
    (c, (if high { ONE.0 } else { base }, if high { ONE.1 } else { rest }))
}

/// `atan(a / b)` as a sum, for `0 <= a <= b` with `b` within `2^±900`.
#[inline(always)]
fn angle_f64<I: Isa>(isa: I, a: f64, b: f64) -> (f64, f64) {
    let (c, (base, base_low)) = step(a, b);
    let above = a - c * b;
    let (below, below_low) = fast_two_sum(b, c * a);
    let inverse = 1.0 / below;
    let q = above * inverse;
    let (product, error) = f64::two_prod(isa, q, below);
    let rest = ((above - product) - error) - q * below_low;
    let z = q * q;
    let small = isa.mul_add(rest, inverse, base_low);
    let tail = isa.mul_add(q * z, polynomial(isa, z, ATAN_F64), small);
    let (sum, sum_error) = fast_two_sum(base, q);
    fast_two_sum(sum, sum_error + tail)
}

/// As [`angle_f64`], to 32 bits, for any `b > 0` that is an `f32`.
#[inline(always)]
fn angle_f32<I: Isa>(isa: I, a: f64, b: f64) -> f64 {
    let (c, (base, _)) = step(a, b);
    let q = (a - c * b) / (b + c * a);
    let z = q * q;
    base + isa.mul_add(q * z, polynomial(isa, z, ATAN_F32), q)
}

/// The arc tangent, from -π/2 to π/2. Error at most 1 ULP.
///
/// `atan(±0) = ±0`, `atan(±inf) = ±π/2`, NaN stays NaN.
///
/// # NumPy
/// `np.arctan` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::atan_f64;
///
/// assert_eq!(atan_f64(Baseline, 1.0), std::f64::consts::FRAC_PI_4);
/// assert_eq!(atan_f64(Baseline, f64::NEG_INFINITY), -std::f64::consts::FRAC_PI_2);
/// ```
#[inline(always)]
pub fn atan_f64<I: Isa>(isa: I, x: f64) -> f64 {
    const LARGE: f64 = (1u128 << 100) as f64; // as good as infinite
    let magnitude = x.abs();
    let magnitude = if magnitude > LARGE { LARGE } else { magnitude };
    let steep = magnitude > 1.0;
    let a = if steep { 1.0 } else { magnitude };
    let b = if steep { magnitude } else { 1.0 };
    let (angle, low) = angle_f64(isa, a, b);
    let (rest, rest_error) = fast_two_sum(FRAC_PI_2, -angle);
    let complement = rest + (rest_error + (FRAC_PI_2_LOW - low));
    let y = if steep { complement } else { angle };
    y.copysign(x)
}

/// The arc tangent. Error at most 0.51 ULP.
///
/// Special values as [`atan_f64`].
///
/// # NumPy
/// `np.arctan` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::atan_f32;
///
/// assert_eq!(atan_f32(Baseline, -1.0), -std::f32::consts::FRAC_PI_4);
/// ```
#[inline(always)]
pub fn atan_f32<I: Isa>(isa: I, x: f32) -> f32 {
    let magnitude = f64::from(x.abs());
    let magnitude = if magnitude > 1e30 { 1e30 } else { magnitude };
    let steep = magnitude > 1.0;
    let a = if steep { 1.0 } else { magnitude };
    let b = if steep { magnitude } else { 1.0 };
    let angle = angle_f32(isa, a, b);
    let y = if steep { FRAC_PI_2 - angle } else { angle };
    (y as f32).copysign(x)
}

/// The magnitudes `(smaller, larger)` of a point's coordinates, as they may be divided: their
/// quotient is what it was, or what C99 wants of zeros and infinities.
#[inline(always)]
fn divisible(a: f64, b: f64) -> (f64, f64) {
    const UP: f64 = f64::from_bits((1023 + 200) << 52);
    const DOWN: f64 = f64::from_bits((1023 - 200) << 52);
    const LARGE: f64 = f64::from_bits((1023 + 700) << 52);
    // A point is on the diagonal if both are infinite, and on the axis if both are 0.
    let finite = if b == f64::INFINITY { 0.0 } else { a };
    let a = if a == f64::INFINITY { 1.0 } else { finite };
    let b = if (b == f64::INFINITY) | (b == 0.0) { 1.0 } else { b };
    // Also the rests of a division of subnormals are to be representable.
    let scale = if b < LARGE { UP } else { DOWN };
    (a * scale, b * scale)
}

/// The angle between the positive x-axis and the point `(x, y)`, from -π to π. Error at most
/// 1 ULP.
///
/// C99's special values: the sign is that of `y`, also for zeros; `atan2(±0, +0) = ±0`,
/// `atan2(±0, -0) = ±π`, infinite points lie on the axes and diagonals, and NaN where either is.
///
/// # NumPy
/// `np.arctan2` of two numbers.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::atan2_f64;
///
/// assert_eq!(atan2_f64(Baseline, 1.0, -1.0), 3.0 * std::f64::consts::FRAC_PI_4);
/// // The zeros say from which side the negative axis is reached.
/// assert_eq!(atan2_f64(Baseline, -0.0, -1.0), -std::f64::consts::PI);
/// ```
#[inline(always)]
pub fn atan2_f64<I: Isa>(isa: I, y: f64, x: f64) -> f64 {
    let (up, along) = (y.abs(), x.abs());
    let steep = up > along;
    let (a, b) = if steep { (along, up) } else { (up, along) };
    let (a, b) = divisible(a, b);
    let (angle, low) = angle_f64(isa, a, b);
    // What the angle is taken off: π/2 on the steep side, π on the left, both in turn there.
    let (rest, rest_error) = fast_two_sum(FRAC_PI_2, -angle);
    let (rest, rest_low) = fast_two_sum(rest, rest_error + (FRAC_PI_2_LOW - low));
    let angle = if steep { rest } else { angle };
    let low = if steep { rest_low } else { low };
    let (back, back_error) = fast_two_sum(PI, -angle);
    let back = back + (back_error + (PI_LOW - low));
    let angle = if x.is_sign_negative() { back } else { angle };
    let angle = if x.is_nan() | y.is_nan() { f64::NAN } else { angle };
    angle.copysign(y)
}

/// The angle between the positive x-axis and the point `(x, y)`. Error at most 0.51 ULP.
///
/// Special values as [`atan2_f64`].
///
/// # NumPy
/// `np.arctan2` of two numbers.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::atan2_f32;
///
/// assert_eq!(atan2_f32(Baseline, f32::INFINITY, f32::INFINITY), std::f32::consts::FRAC_PI_4);
/// ```
#[inline(always)]
pub fn atan2_f32<I: Isa>(isa: I, y: f32, x: f32) -> f32 {
    let (up, along) = (f64::from(y.abs()), f64::from(x.abs()));
    let steep = up > along;
    let (a, b) = if steep { (along, up) } else { (up, along) };
    let both = a == f64::INFINITY;
    let a = if both { 1.0 } else { a };
    let b = if both | (b == 0.0) { 1.0 } else { b };
    let b = if b == f64::INFINITY { 1e300 } else { b };
    let angle = angle_f32(isa, a, b);
    let angle = if steep { FRAC_PI_2 - angle } else { angle };
    let angle = if x.is_sign_negative() { PI - angle } else { angle };
    let angle = if x.is_nan() | y.is_nan() { f64::NAN } else { angle };
    (angle as f32).copysign(y)
}
