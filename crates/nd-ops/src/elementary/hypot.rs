//! The length of a vector of two.
//!
//! Squares are formed after scaling by a power of two, so that none over- or underflows where
//! the length does not, and one step of Newton's corrects what their sum lost: C. F. Borges,
//! "An improved algorithm for hypot(a, b)", 2019.

use nd_core::simd::Isa;

use super::arith::{Real, fast_two_sum};

/// `√(x² + y²)`.
///
/// Error at most 0.51 ULP. Infinite if either is, even beside NaN, as C99 has it; NaN
/// otherwise if either is.
///
/// # NumPy
/// `np.hypot` of two numbers.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::hypot_f64;
///
/// let far = 2f64.powi(600);
/// assert_eq!(hypot_f64(Baseline, 3.0 * far, 4.0 * far), 5.0 * far); // whose squares overflow
/// assert_eq!(hypot_f64(Baseline, f64::NAN, f64::INFINITY), f64::INFINITY);
/// ```
#[inline(always)]
pub fn hypot_f64<I: Isa>(isa: I, x: f64, y: f64) -> f64 {
    const TWO_500: f64 = f64::from_bits((1023 + 500) << 52);
    const TWO_NEG_500: f64 = f64::from_bits((1023 - 500) << 52);
    const TWO_600: f64 = f64::from_bits((1023 + 600) << 52);
    const TWO_NEG_600: f64 = f64::from_bits((1023 - 600) << 52);
    let (x, y) = (x.abs(), y.abs());
    let (large, small) = if x > y { (x, y) } else { (y, x) };
    let up = if large < TWO_NEG_500 { TWO_600 } else { 1.0 };
    let up = if large > TWO_500 { TWO_NEG_600 } else { up };
    let down = if large < TWO_NEG_500 { TWO_NEG_600 } else { 1.0 };
    let down = if large > TWO_500 { TWO_600 } else { down };
    let (a, b) = (large * up, small * up);
    let (a_square, a_low) = f64::two_prod(isa, a, a);
    let (b_square, b_low) = f64::two_prod(isa, b, b);
    let (sum, low) = fast_two_sum(a_square, b_square);
    let root = sum.sqrt();
    let (square, square_low) = f64::two_prod(isa, root, root);
    let rest = ((sum - square) - square_low) + (low + (a_low + b_low));
    // The root of 0 has nothing to be corrected.
    let correction = if sum > 0.0 { rest / (2.0 * root) } else { 0.0 };
    let length = if sum.is_nan() { sum } else { (root + correction) * down };
    if (x == f64::INFINITY) | (y == f64::INFINITY) { f64::INFINITY } else { length }
}

/// As [`hypot_f64`], through `f64`.
///
/// # NumPy
/// `np.hypot` of two numbers.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::hypot_f32;
///
/// assert_eq!(hypot_f32(Baseline, -3e30, 4e30), 5e30);
/// ```
#[inline(always)]
pub fn hypot_f32<I: Isa>(isa: I, x: f32, y: f32) -> f32 {
    let (wide_x, wide_y) = (f64::from(x), f64::from(y));
    let length = isa.mul_add(wide_x, wide_x, wide_y * wide_y).sqrt() as f32;
    let infinite = (x.abs() == f32::INFINITY) | (y.abs() == f32::INFINITY);
    if infinite { f32::INFINITY } else { length }
}
