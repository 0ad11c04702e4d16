//! The exponential functions.
//!
//! `x = n ln 2 + r` with `|r| <= ln 2 / 2` (Cody & Waite, "Software Manual for the Elementary
//! Functions", 1980: the constant in two parts), then a polynomial for `e^r` and an exact
//! scaling by `2^n`. The polynomials come from `scripts/minimax.py`.

use nd_core::simd::Isa;

use super::arith::{
    ROUND_F32, ROUND_F64, add_product, fast_two_sum, polynomial, scale_f32, scale_f64,
};

/// `ln 2` to 32 bits, so that `n` times it is exact, and what is missing.
pub(super) const LN2_HIGH_F64: f64 = 0.693_147_180_369_123_8;
pub(super) const LN2_LOW_F64: f64 = 1.908_214_929_270_587_7e-10;
/// `ln 2` to 15 bits and the rest.
pub(super) const LN2_HIGH_F32: f32 = 0.693_145_75;
pub(super) const LN2_LOW_F32: f32 = 1.428_606_8e-6;

/// `(e^r - 1 - r) / r²`, for an error relative to `e^r`.
const EXP_F64: [f64; 10] = [
    0.500_000_000_000_001_1,
    0.166_666_666_666_664_44,
    0.041_666_666_666_526_51,
    0.008_333_333_333_476_675,
    0.001_388_888_894_456_531_2,
    0.000_198_412_695_423_905_47,
    2.480_149_212_568_518e-5,
    2.755_755_575_896_493_6e-6,
    2.763_060_156_662_394e-7,
    2.500_952_642_959_727_8e-8,
];
const EXP_F32: [f32; 5] =
    [0.499_999_94, 0.166_665_18, 0.041_668_262, 0.008_368_977, 0.001_381_956_9];
/// `(2^f - 1 - f ln 2) / f²`, for an error relative to `2^f`.
pub(super) const EXP2_F64: [f64; 10] = [
    0.240_226_506_959_101_22,
    0.055_504_108_664_820_834,
    0.009_618_129_107_597_082,
    0.001_333_355_814_666_004_2,
    0.000_154_035_304_539_171,
    1.525_273_357_075_691_6e-5,
    1.321_543_668_871_834_3e-6,
    1.017_817_541_886_472_6e-7,
    7.073_565_364_527_393e-9,
    4.437_589_954_689_158e-10,
];
const EXP2_F32: [f32; 5] =
    [0.240_226_48, 0.055_503_614, 0.009_618_483_5, 0.001_339_052_9, 0.000_153_363_76];
/// `(e^r - 1 - r) / r²`, for an error relative to `e^r - 1`.
const EXPM1_F64: [f64; 11] = [
    0.5,
    0.166_666_666_666_666_77,
    0.041_666_666_666_666_68,
    0.008_333_333_333_321_367,
    0.001_388_888_888_887_740_8,
    0.000_198_412_698_868_733_82,
    2.480_158_734_076_587_2e-5,
    2.755_724_339_881_103e-6,
    2.755_725_901_749_166_4e-7,
    2.510_933_579_594_833_8e-8,
    2.091_957_695_785_799e-9,
];
const EXPM1_F32: [f32; 6] =
    [0.5, 0.166_666_67, 0.041_666_478, 0.008_333_167, 0.001_393_373, 0.000_199_814_43];

/// `e^x`. Error at most 1 ULP.
///
/// `exp(-inf) = 0`, `exp(inf) = inf`, NaN stays NaN; overflows to infinity above 709.78 and
/// underflows gradually below -708.4.
///
/// # NumPy
/// `np.exp` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::exp_f64;
///
/// assert_eq!(exp_f64(Baseline, 1.0), std::f64::consts::E);
/// assert_eq!(exp_f64(Baseline, 710.0), f64::INFINITY);
/// ```
#[inline(always)]
pub fn exp_f64<I: Isa>(isa: I, x: f64) -> f64 {
    let x = if x > 710.0 { 710.0 } else { x };
    let x = if x < -746.0 { -746.0 } else { x };
    let biased = isa.mul_add(x, std::f64::consts::LOG2_E, ROUND_F64 + 2046.0);
    let n = biased - (ROUND_F64 + 2046.0);
    let r = isa.mul_add(-n, LN2_LOW_F64, isa.mul_add(-n, LN2_HIGH_F64, x));
    let (sum, error) = fast_two_sum(1.0, r);
    let y = sum + isa.mul_add(r * r, polynomial(isa, r, EXP_F64), error);
    scale_f64(y, biased.to_bits() & 0xfff)
}

/// `e^x`. Error at most 1 ULP.
///
/// Special values as [`exp_f64`]; overflows above 88.72, subnormal below -87.34.
///
/// # NumPy
/// `np.exp` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::exp_f32;
///
/// assert_eq!(exp_f32(Baseline, 1.0), std::f32::consts::E);
/// assert_eq!(exp_f32(Baseline, 89.0), f32::INFINITY);
/// ```
#[inline(always)]
pub fn exp_f32<I: Isa>(isa: I, x: f32) -> f32 {
    let x = if x > 89.0 { 89.0 } else { x };
    let x = if x < -104.0 { -104.0 } else { x };
    let biased = isa.mul_add(x, std::f32::consts::LOG2_E, ROUND_F32 + 254.0);
    let n = biased - (ROUND_F32 + 254.0);
    let r = isa.mul_add(-n, LN2_LOW_F32, isa.mul_add(-n, LN2_HIGH_F32, x));
    let (sum, error) = fast_two_sum(1.0, r);
    let y = sum + isa.mul_add(r * r, polynomial(isa, r, EXP_F32), error);
    scale_f32(y, biased.to_bits() & 0x1ff)
}

/// `2^x`. Error at most 1 ULP; exact for integers.
///
/// `exp2(-inf) = 0`, `exp2(inf) = inf`, NaN stays NaN.
///
/// # NumPy
/// `np.exp2` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::exp2_f64;
///
/// assert_eq!(exp2_f64(Baseline, -1074.0), 5e-324); // the smallest number
/// assert_eq!(exp2_f64(Baseline, 0.5), std::f64::consts::SQRT_2);
/// ```
#[inline(always)]
pub fn exp2_f64<I: Isa>(isa: I, x: f64) -> f64 {
    let x = if x > 1025.0 { 1025.0 } else { x };
    let x = if x < -1077.0 { -1077.0 } else { x };
    exp2_sum_f64(isa, x, 0.0)
}

/// `2^(x + low)` for `x` in `[-1077, 1025]` (or NaN) and a `low` below an ULP or so of `x`.
#[inline(always)]
pub(super) fn exp2_sum_f64<I: Isa>(isa: I, x: f64, low: f64) -> f64 {
    const LN2_REST: f64 = 2.319_046_813_846_299_6e-17; // ln 2 - LN_2
    let biased = x + (ROUND_F64 + 2046.0);
    let (f, low) = fast_two_sum(x - (biased - (ROUND_F64 + 2046.0)), low);
    let small = isa.mul_add(low, std::f64::consts::LN_2, f * LN2_REST);
    let tail = isa.mul_add(f * f, polynomial(isa, f, EXP2_F64), small);
    let y = add_product(isa, 1.0, f, std::f64::consts::LN_2, tail);
    scale_f64(y, biased.to_bits() & 0xfff)
}

/// `2^x`. Error at most 1 ULP; exact for integers.
///
/// Special values as [`exp2_f64`].
///
/// # NumPy
/// `np.exp2` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::exp2_f32;
///
/// assert_eq!(exp2_f32(Baseline, 10.0), 1024.0);
/// assert_eq!(exp2_f32(Baseline, 128.0), f32::INFINITY);
/// ```
#[inline(always)]
pub fn exp2_f32<I: Isa>(isa: I, x: f32) -> f32 {
    const LN2_REST: f32 = -1.904_654_2e-9; // ln 2 - LN_2
    let x = if x > 129.0 { 129.0 } else { x };
    let x = if x < -151.0 { -151.0 } else { x };
    let biased = x + (ROUND_F32 + 254.0);
    let f = x - (biased - (ROUND_F32 + 254.0));
    let tail = isa.mul_add(f * f, polynomial(isa, f, EXP2_F32), f * LN2_REST);
    let y = add_product(isa, 1.0, f, std::f32::consts::LN_2, tail);
    scale_f32(y, biased.to_bits() & 0x1ff)
}

/// `e^x - 1` as a sum, without the sign of a zero, for `x` in `[-60, 710]` (or NaN).
///
/// The reduction keeps the low part of `r`, and `2^n - 1` is added in halves, so that
/// `n = 1024` needs no second scaling.
#[inline(always)]
pub(super) fn expm1_core_f64<I: Isa>(isa: I, x: f64) -> (f64, f64) {
    let biased = isa.mul_add(x, std::f64::consts::LOG2_E, ROUND_F64 + 1022.0);
    let n = biased - (ROUND_F64 + 1022.0);
    let upper = isa.mul_add(-n, LN2_HIGH_F64, x);
    let r = isa.mul_add(-n, LN2_LOW_F64, upper);
    let low = isa.mul_add(-n, LN2_LOW_F64, upper - r);
    let tail = isa.mul_add(r * r, polynomial(isa, r, EXPM1_F64), low);
    let half = f64::from_bits(biased.to_bits() << 52); // 2^(n - 1)
    let (sum, error) = fast_two_sum(half - 0.5, half * r);
    let (sum, error) = fast_two_sum(sum, isa.mul_add(half, tail, error));
    (2.0 * sum, 2.0 * error)
}

/// As [`expm1_core_f64`], for `x` in `[-30, 89]`.
#[inline(always)]
pub(super) fn expm1_core_f32<I: Isa>(isa: I, x: f32) -> (f32, f32) {
    let biased = isa.mul_add(x, std::f32::consts::LOG2_E, ROUND_F32 + 126.0);
    let n = biased - (ROUND_F32 + 126.0);
    let upper = isa.mul_add(-n, LN2_HIGH_F32, x);
    let r = isa.mul_add(-n, LN2_LOW_F32, upper);
    let low = isa.mul_add(-n, LN2_LOW_F32, upper - r);
    let tail = isa.mul_add(r * r, polynomial(isa, r, EXPM1_F32), low);
    let half = f32::from_bits(biased.to_bits() << 23); // 2^(n - 1)
    let (sum, error) = fast_two_sum(half - 0.5, half * r);
    let (sum, error) = fast_two_sum(sum, isa.mul_add(half, tail, error));
    (2.0 * sum, 2.0 * error)
}

/// `e^x - 1`, accurate near zero. Error at most 1.25 ULP.
///
/// `expm1(±0) = ±0`, `expm1(-inf) = -1`, `expm1(inf) = inf`, NaN stays NaN.
///
/// # NumPy
/// `np.expm1` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::expm1_f64;
///
/// assert_eq!(expm1_f64(Baseline, 1e-20), 1e-20); // e^x itself is 1
/// assert_eq!(expm1_f64(Baseline, f64::NEG_INFINITY), -1.0);
/// ```
#[inline(always)]
pub fn expm1_f64<I: Isa>(isa: I, x: f64) -> f64 {
    let clamped = if x > 710.0 { 710.0 } else { x };
    let clamped = if clamped < -60.0 { -60.0 } else { clamped };
    let (y, _) = expm1_core_f64(isa, clamped);
    // Also the sign of zero, and the subnormals, whose halves are rounded.
    if x.abs() < 1e-300 { x } else { y }
}

/// `e^x - 1`, accurate near zero. Error at most 1.25 ULP.
///
/// Special values as [`expm1_f64`].
///
/// # NumPy
/// `np.expm1` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::expm1_f32;
///
/// assert_eq!(expm1_f32(Baseline, 1e-10), 1e-10); // e^x itself is 1
/// ```
#[inline(always)]
pub fn expm1_f32<I: Isa>(isa: I, x: f32) -> f32 {
    let clamped = if x > 89.0 { 89.0 } else { x };
    let clamped = if clamped < -30.0 { -30.0 } else { clamped };
    let (y, _) = expm1_core_f32(isa, clamped);
    if x.abs() < 1e-30 { x } else { y }
}
