//! The inverse hyperbolic functions: logarithms of `1 + u`.
//!
//! `u` is a sum of two, because near zero it is the result and has to have all its digits.

use nd_core::simd::Isa;

use super::arith::{Real, fast_two_sum, polynomial};
use super::log::{ln_of_f64, split_normal_f64};
use super::pow;
use std::f64::consts::LN_2;

/// Beyond this `√(x² ± 1)` is `x` to the last bit.
const FAR: f64 = (1u64 << 30) as f64;

/// `ln(2^doublings (1 + u))` for `u = high + low` with `high >= 0`; `doublings` is not 0 where the
/// sum is so large that the 1 is lost.
#[inline(always)]
fn ln_1p_sum<I: Isa>(isa: I, (high, low): (f64, f64), doublings: f64) -> f64 {
    let one = if doublings > 0.0 { 0.0 } else { 1.0 };
    let sum = one + high;
    let high_part = sum - one;
    let lost = (one - (sum - high_part)) + (high - high_part); // Knuth's exact error
    let (k, m) = split_normal_f64(sum, 1023.0);
    let correction = (lost + low) / sum;
    ln_of_f64(isa, (k + doublings, m), correction)
}

/// `√v`, for `v = high + low`, as a sum.
#[inline(always)]
fn root_sum<I: Isa>(isa: I, high: f64, low: f64) -> (f64, f64) {
    let root = high.sqrt();
    let (square, square_low) = f64::two_prod(isa, root, root);
    let rest = ((high - square) - square_low) + low;
    (root, if high > 0.0 { rest / (2.0 * root) } else { 0.0 })
}

/// The inverse hyperbolic sine. Error at most 1 ULP.
///
/// `asinh(±0) = ±0`, `asinh(±inf) = ±inf`, NaN stays NaN.
///
/// # NumPy
/// `np.arcsinh` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::asinh_f64;
///
/// assert_eq!(asinh_f64(Baseline, 1e-9), 1e-9);
/// assert!((asinh_f64(Baseline, -f64::MAX) + 710.475_860_073_944).abs() < 1e-12); // its square overflows
/// ```
#[inline(always)]
pub fn asinh_f64<I: Isa>(isa: I, x: f64) -> f64 {
    let magnitude = x.abs();
    let far = magnitude > FAR;
    let t = if far { 1.0 } else { magnitude };
    // u = t + t²/(1 + √(1 + t²))
    let (square, square_low) = f64::two_prod(isa, t, t);
    let above = 1.0 + square;
    let part = above - 1.0;
    let above_low = ((1.0 - (above - part)) + (square - part)) + square_low;
    let (root, root_low) = root_sum(isa, above, above_low);
    let (below, below_low) = fast_two_sum(root, 1.0);
    let inverse = 1.0 / below;
    let q = square * inverse;
    let (product, product_low) = f64::two_prod(isa, q, below);
    let rest = ((square - product) - product_low) + (square_low - q * (below_low + root_low));
    let (large, small) = if q > t { (q, t) } else { (t, q) };
    let (high, low) = fast_two_sum(large, small);
    let low = isa.mul_add(rest, inverse, low);
    let sum = if far { (magnitude, 0.0) } else { (high, low) };
    let y = ln_1p_sum(isa, sum, if far { 1.0 } else { 0.0 });
    // Squares of the smallest are 0, and their halves not representable.
    let usual = (magnitude > 1e-150) & (magnitude <= f64::MAX);
    if usual { y.copysign(x) } else { x }
}

/// The inverse hyperbolic cosine. Error at most 1 ULP.
///
/// `acosh(1) = 0`, NaN below 1, `acosh(inf) = inf`, NaN stays NaN.
///
/// # NumPy
/// `np.arccosh` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::acosh_f64;
///
/// assert_eq!(acosh_f64(Baseline, 1.0), 0.0);
/// assert!(acosh_f64(Baseline, 0.5).is_nan());
/// ```
#[inline(always)]
pub fn acosh_f64<I: Isa>(isa: I, x: f64) -> f64 {
    let far = x > FAR;
    let t = if far { 1.0 } else { x - 1.0 }; // exact
    // u = t + √(2 t + t²)
    let (square, square_low) = f64::two_prod(isa, t, t);
    let (large, small) = if t > 2.0 { (square, 2.0 * t) } else { (2.0 * t, square) };
    let (inside, inside_low) = fast_two_sum(large, small);
    let (root, root_low) = root_sum(isa, inside, inside_low + square_low);
    let (high, low) = fast_two_sum(root, t); // the root is the larger
    let sum = if far { (x, 0.0) } else { (high, low + root_low) };
    let y = ln_1p_sum(isa, sum, if far { 1.0 } else { 0.0 });
    let y = if x <= f64::MAX { y } else { x };
    if x < 1.0 { f64::NAN } else { y }
}

/// The inverse hyperbolic tangent. Error at most 1 ULP.
///
/// `atanh(±0) = ±0`, `atanh(±1) = ±inf`, NaN beyond, NaN stays NaN.
///
/// # NumPy
/// `np.arctanh` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::atanh_f64;
///
/// assert_eq!(atanh_f64(Baseline, 1e-9), 1e-9);
/// assert_eq!(atanh_f64(Baseline, -1.0), f64::NEG_INFINITY);
/// ```
#[inline(always)]
pub fn atanh_f64<I: Isa>(isa: I, x: f64) -> f64 {
    let magnitude = x.abs();
    // u = 2 x / (1 - x)
    let above = 2.0 * magnitude;
    let (below, below_low) = fast_two_sum(1.0, -magnitude);
    let inverse = 1.0 / below;
    let q = above * inverse;
    let (product, product_low) = f64::two_prod(isa, q, below);
    let rest = ((above - product) - product_low) - q * below_low;
    let y = 0.5 * ln_1p_sum(isa, (q, rest * inverse), 0.0);
    let y = if magnitude < 1e-290 { magnitude } else { y };
    let y = if magnitude < 1.0 { y } else { f64::INFINITY };
    let y = if magnitude > 1.0 { f64::NAN } else { y };
    if x.is_nan() { x } else { y.copysign(x) }
}

/// `ln(1 + u)` to 33 bits, for `u >= 0`.
#[inline(always)]
fn ln_1p_short<I: Isa>(isa: I, u: f64) -> f64 {
    let (k, m) = split_normal_f64(1.0 + u, 1023.0);
    // Where nothing was taken out, `m - 1` is `u` without its last digits.
    let f = if k == 0.0 { u } else { m - 1.0 };
    let s = f / (2.0 + f);
    let z = s * s;
    isa.mul_add(k, LN_2, s * isa.mul_add(z, polynomial(isa, z, pow::ATANH_F32), 2.0))
}

/// The inverse hyperbolic sine. Error at most 0.51 ULP.
///
/// Special values as [`asinh_f64`].
///
/// # NumPy
/// `np.arcsinh` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::asinh_f32;
///
/// assert_eq!(asinh_f32(Baseline, 1.0), 0.881_373_6);
/// ```
#[inline(always)]
pub fn asinh_f32<I: Isa>(isa: I, x: f32) -> f32 {
    let t = f64::from(x.abs());
    let square = t * t;
    let y = ln_1p_short(isa, t + square / (1.0 + (1.0 + square).sqrt()));
    let y = if x.abs() <= f32::MAX { y as f32 } else { x };
    y.copysign(x)
}

/// The inverse hyperbolic cosine. Error at most 0.51 ULP.
///
/// Special values as [`acosh_f64`].
///
/// # NumPy
/// `np.arccosh` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::acosh_f32;
///
/// assert_eq!(acosh_f32(Baseline, 2.0), 1.316_957_9);
/// assert_eq!(acosh_f32(Baseline, f32::INFINITY), f32::INFINITY);
/// ```
#[inline(always)]
pub fn acosh_f32<I: Isa>(isa: I, x: f32) -> f32 {
    let t = f64::from(x) - 1.0;
    let y = ln_1p_short(isa, t + (t * (t + 2.0)).sqrt());
    let y = if x <= f32::MAX { y as f32 } else { x };
    if x < 1.0 { f32::NAN } else { y }
}

/// The inverse hyperbolic tangent. Error at most 0.51 ULP.
///
/// Special values as [`atanh_f64`].
///
/// # NumPy
/// `np.arctanh` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::atanh_f32;
///
/// assert_eq!(atanh_f32(Baseline, 0.5), 0.549_306_15);
/// assert!(atanh_f32(Baseline, 1.5).is_nan());
/// ```
#[inline(always)]
pub fn atanh_f32<I: Isa>(isa: I, x: f32) -> f32 {
    let t = f64::from(x.abs());
    let y = (0.5 * ln_1p_short(isa, 2.0 * t / (1.0 - t))) as f32;
    let y = if t < 1.0 { y } else { f32::INFINITY };
    let y = if t > 1.0 { f32::NAN } else { y };
    if x.is_nan() { x } else { y.copysign(x) }
}
