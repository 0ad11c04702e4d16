//! The cube root.
//!
//! `x = 2^k m`, and `k` is three times a whole number and -1, 0 or 1. A polynomial (from
//! `scripts/minimax.py`) gives the reciprocal root of `m` to 20 bits and one step of third order
//! 50; that step multiplies and does not divide. What is left of `x` then corrects the root.

use nd_core::simd::Isa;

use super::arith::{ROUND_F64, Real, polynomial};
use super::log::{split_f64, split_normal_f64};

/// `m^(-1/3)` on `[√½, √2]`.
const INVERSE: [f64; 7] = [
    2.109_981_551_056_917_3,
    -3.151_580_687_920_726_7,
    4.438_155_602_151_652,
    -4.042_625_579_527_427,
    2.253_829_943_816_076_5,
    -0.701_043_706_484_912_3,
    0.093_283_631_166_486_01,
];
/// `2^(1/3)`, whose powers need not be exact: the step makes up for it.
const ROOT_2: f64 = 1.259_921_049_894_873_2;

/// `t`, its reciprocal cube root to 50 bits and a power of 2, with `2^k m = t 2^(3 n)`.
#[inline(always)]
fn parts<I: Isa>(isa: I, (k, m): (f64, f64)) -> (f64, f64, f64) {
    let biased = isa.mul_add(k, 1.0 / 3.0, ROUND_F64 + 1023.0);
    let third = biased - (ROUND_F64 + 1023.0);
    let over = isa.mul_add(-3.0, third, k);
    let scale = f64::from_bits(biased.to_bits() << 52);
    let factor = if over > 0.5 { 2.0 } else { 1.0 };
    let factor = if over < -0.5 { 0.5 } else { factor };
    let root = if over > 0.5 { 1.0 / ROOT_2 } else { 1.0 };
    let root = if over < -0.5 { ROOT_2 } else { root };
    let t = m * factor;
    let r = polynomial(isa, m, INVERSE) * root;
    let e = isa.mul_add(-t * r, r * r, 1.0);
    let step = isa.mul_add(e, 2.0 / 9.0, 1.0 / 3.0);
    (t, isa.mul_add(r * e, step, r), scale)
}

/// The cube root. Error at most 1 ULP.
///
/// `cbrt(±0) = ±0`, `cbrt(±inf) = ±inf`, NaN stays NaN.
///
/// # NumPy
/// `np.cbrt` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::cbrt_f64;
///
/// assert_eq!(cbrt_f64(Baseline, -27.0), -3.0);
/// assert_eq!(cbrt_f64(Baseline, 1e-300), 1e-100);
/// ```
#[inline(always)]
pub fn cbrt_f64<I: Isa>(isa: I, x: f64) -> f64 {
    let (t, r, scale) = parts(isa, split_f64(x.abs()));
    let y = t * (r * r);
    let (square, square_low) = f64::two_prod(isa, y, y);
    let (cube, cube_low) = f64::two_prod(isa, square, y);
    let rest = (t - cube) - isa.mul_add(square_low, y, cube_low);
    let y = isa.mul_add(rest * (1.0 / 3.0), r * r, y) * scale;
    let finite = (x.abs() <= f64::MAX) & (x != 0.0);
    if finite { y.copysign(x) } else { x }
}

/// The cube root. Error at most 0.51 ULP.
///
/// Special values as [`cbrt_f64`].
///
/// # NumPy
/// `np.cbrt` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::cbrt_f32;
///
/// assert_eq!(cbrt_f32(Baseline, 0.125), 0.5);
/// ```
#[inline(always)]
pub fn cbrt_f32<I: Isa>(isa: I, x: f32) -> f32 {
    let wide = f64::from(x.abs()); // normal, whatever `x` is
    let (t, r, scale) = parts(isa, split_normal_f64(wide, 1023.0));
    let y = (t * (r * r) * scale) as f32;
    let finite = (x.abs() <= f32::MAX) & (x != 0.0);
    if finite { y.copysign(x) } else { x }
}
