//! The logarithms.
//!
//! `x = 2^k m` with `m` in `[sqrt(1/2), sqrt(2))`, then `ln m = 2 atanh(s)`, `s = (m - 1)/(m + 1)`,
//! in the arrangement `f - (f²/2 - s (f²/2 + R(s²)))` with `f = m - 1`, where the large term `f`
//! is exact (K. C. Ng's, in 4.3BSD's `log`). Polynomials from `scripts/minimax.py`.

use nd_core::simd::Isa;

use super::arith::{Real, fast_two_sum, polynomial};
use super::exp::{LN2_HIGH_F32, LN2_HIGH_F64, LN2_LOW_F32, LN2_LOW_F64};

/// `(2 atanh(s)/s - 2) / z` with `z = s²`.
const ATANH_F64: [f64; 7] = [
    0.666_666_666_666_673_4,
    0.399_999_999_994_165_25,
    0.285_714_287_420_711_1,
    0.222_221_985_993_108_94,
    0.181_835_632_074_136_53,
    0.153_140_744_533_350_41,
    0.147_957_486_797_791_3,
];
const ATANH_F32: [f32; 3] = [0.666_667_76, 0.399_775_8, 0.298_709_27];

const SQRT_HALF_F64: u64 = std::f64::consts::FRAC_1_SQRT_2.to_bits();
const SQRT_HALF_F32: u32 = std::f32::consts::FRAC_1_SQRT_2.to_bits();

/// `(k, m)` with `x = 2^k m`; meaningless unless `x` is positive and finite.
#[inline(always)]
pub(super) fn split_f64(x: f64) -> (f64, f64) {
    let small = x < f64::MIN_POSITIVE;
    let scaled = if small { x * 18_014_398_509_481_984.0 } else { x }; // 2^54
    let bias = if small { 1077.0 } else { 1023.0 };
    split_normal_f64(scaled, bias)
}

/// As [`split_f64`] for an `x` that is not subnormal; `k` is short of the exponent's 1023 by
/// what `bias` exceeds it.
///
/// No integer is converted to a float: the biased exponent is put into the low bits of 2⁵².
#[inline(always)]
pub(super) fn split_normal_f64(x: f64, bias: f64) -> (f64, f64) {
    const SHIFT: u64 = (1023 << 52) - SQRT_HALF_F64;
    const TWO_52: f64 = (1u64 << 52) as f64;
    let bits = x.to_bits().wrapping_add(SHIFT);
    let k = f64::from_bits((bits >> 52) | TWO_52.to_bits()) - (TWO_52 + bias);
    let m = f64::from_bits((bits & 0x000f_ffff_ffff_ffff).wrapping_add(SQRT_HALF_F64));
    (k, m)
}

/// As [`split_f64`].
#[inline(always)]
fn split_f32(x: f32) -> (f32, f32) {
    let small = x < f32::MIN_POSITIVE;
    let scaled = if small { x * 33_554_432.0 } else { x }; // 2^25
    let bias = if small { 152.0 } else { 127.0 };
    split_normal_f32(scaled, bias)
}

/// As [`split_normal_f64`].
#[inline(always)]
fn split_normal_f32(x: f32, bias: f32) -> (f32, f32) {
    const SHIFT: u32 = (127 << 23) - SQRT_HALF_F32;
    const TWO_23: f32 = (1u32 << 23) as f32;
    let bits = x.to_bits().wrapping_add(SHIFT);
    let k = f32::from_bits((bits >> 23) | TWO_23.to_bits()) - (TWO_23 + bias);
    let m = f32::from_bits((bits & 0x007f_ffff).wrapping_add(SQRT_HALF_F32));
    (k, m)
}

/// `y`, or the logarithm of an `x` that is zero, negative, infinite or NaN.
///
/// Comparisons with the neighbours of 0 and infinity: the compiler would gather comparisons with
/// those themselves into a classification by integer operations, which costs more.
#[inline(always)]
fn or_special_f64(x: f64, y: f64) -> f64 {
    let y = if x <= f64::MAX { y } else { x };
    let pole = if x < 0.0 { f64::NAN } else { f64::NEG_INFINITY };
    if x < f64::from_bits(1) { pole } else { y }
}

#[inline(always)]
fn or_special_f32(x: f32, y: f32) -> f32 {
    let y = if x <= f32::MAX { y } else { x };
    let pole = if x < 0.0 { f32::NAN } else { f32::NEG_INFINITY };
    if x < f32::from_bits(1) { pole } else { y }
}

/// `(f, t)` with `ln m = f + t`, `f = m - 1` and `t` small beside it.
#[inline(always)]
fn ln_sum_f64<I: Isa>(isa: I, m: f64) -> (f64, f64) {
    let f = m - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let half = 0.5 * f * f;
    let series = isa.mul_add(z, polynomial(isa, z, ATANH_F64), half);
    (f, isa.mul_add(s, series, -half))
}

/// `ln(2^k m + c)` for a `c` below an ULP, given as `c / (2^k m)`.
///
/// The small terms are added before `f`, the largest but `k ln 2`.
#[inline(always)]
pub(super) fn ln_of_f64<I: Isa>(isa: I, (k, m): (f64, f64), correction: f64) -> f64 {
    let f = m - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let half = 0.5 * f * f;
    let series = isa.mul_add(z, polynomial(isa, z, ATANH_F64), half);
    let small = isa.mul_add(s, series, isa.mul_add(k, LN2_LOW_F64, correction));
    isa.mul_add(k, LN2_HIGH_F64, f - (half - small))
}

/// `log2(2^k m)`.
#[inline(always)]
fn log2_of_f64<I: Isa>(isa: I, (k, m): (f64, f64)) -> f64 {
    use std::f64::consts::LOG2_E;
    const LOG2_E_REST: f64 = 2.035_527_374_093_103_3e-17;
    let (f, t) = ln_sum_f64(isa, m);
    let (product, error) = f64::two_prod(isa, f, LOG2_E);
    let low = isa.mul_add(t, LOG2_E, isa.mul_add(f, LOG2_E_REST, error));
    let (sum, rest) = fast_two_sum(k, product);
    sum + (rest + low)
}

/// `log10(2^k m)`.
#[inline(always)]
fn log10_of_f64<I: Isa>(isa: I, (k, m): (f64, f64)) -> f64 {
    use std::f64::consts::LOG10_E;
    const LOG10_E_REST: f64 = 1.098_319_650_216_765e-17;
    const LOG10_2_HIGH: f64 = 0.301_029_995_549_470_2; // 32 bits
    const LOG10_2_LOW: f64 = 1.145_110_089_802_183_8e-10;
    let (f, t) = ln_sum_f64(isa, m);
    let (product, error) = f64::two_prod(isa, f, LOG10_E);
    let tail = isa.mul_add(f, LOG10_E_REST, isa.mul_add(k, LOG10_2_LOW, error));
    let (sum, rest) = fast_two_sum(k * LOG10_2_HIGH, product);
    sum + (rest + isa.mul_add(t, LOG10_E, tail))
}

/// The natural logarithm. Error at most 1 ULP.
///
/// `ln(±0) = -inf`, `ln(inf) = inf`, `ln(x) = NaN` for negative `x`, NaN stays NaN.
///
/// # NumPy
/// `np.log` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::ln_f64;
///
/// assert_eq!(ln_f64(Baseline, 5e-324), -744.4400719213812); // the smallest number
/// assert_eq!(ln_f64(Baseline, 0.0), f64::NEG_INFINITY);
/// assert!(ln_f64(Baseline, -1.0).is_nan());
/// ```
#[inline(always)]
pub fn ln_f64<I: Isa>(isa: I, x: f64) -> f64 {
    or_special_f64(x, ln_of_f64(isa, split_f64(x), 0.0))
}

/// [`ln_f64`] where `is_common_f64`.
#[inline(always)]
pub(super) fn ln_common_f64<I: Isa>(isa: I, x: f64) -> f64 {
    ln_of_f64(isa, split_normal_f64(x, 1023.0), 0.0)
}

/// The logarithm to base 2. Error at most 1 ULP; exact for powers of 2.
///
/// Special values as [`ln_f64`].
///
/// # NumPy
/// `np.log2` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::log2_f64;
///
/// assert_eq!(log2_f64(Baseline, 0.125), -3.0);
/// ```
#[inline(always)]
pub fn log2_f64<I: Isa>(isa: I, x: f64) -> f64 {
    or_special_f64(x, log2_of_f64(isa, split_f64(x)))
}

/// [`log2_f64`] where `is_common_f64`.
#[inline(always)]
pub(super) fn log2_common_f64<I: Isa>(isa: I, x: f64) -> f64 {
    log2_of_f64(isa, split_normal_f64(x, 1023.0))
}

/// The logarithm to base 10. Error at most 1 ULP.
///
/// Special values as [`ln_f64`].
///
/// # NumPy
/// `np.log10` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::log10_f64;
///
/// assert_eq!(log10_f64(Baseline, 1000.0), 3.0);
/// assert_eq!(log10_f64(Baseline, f64::INFINITY), f64::INFINITY);
/// ```
#[inline(always)]
pub fn log10_f64<I: Isa>(isa: I, x: f64) -> f64 {
    or_special_f64(x, log10_of_f64(isa, split_f64(x)))
}

/// [`log10_f64`] where `is_common_f64`.
#[inline(always)]
pub(super) fn log10_common_f64<I: Isa>(isa: I, x: f64) -> f64 {
    log10_of_f64(isa, split_normal_f64(x, 1023.0))
}

/// `ln(1 + x)`, accurate near zero. Error at most 1 ULP.
///
/// `ln_1p(±0) = ±0`, `ln_1p(-1) = -inf`, NaN below -1, `ln_1p(inf) = inf`, NaN stays NaN.
///
/// # NumPy
/// `np.log1p` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::ln_1p_f64;
///
/// assert_eq!(ln_1p_f64(Baseline, 1e-20), 1e-20); // 1 + x is 1
/// assert_eq!(ln_1p_f64(Baseline, -1.0), f64::NEG_INFINITY);
/// ```
#[inline(always)]
pub fn ln_1p_f64<I: Isa>(isa: I, x: f64) -> f64 {
    let y = ln_1p_common_f64(isa, x);
    or_special_f64(1.0 + x, y).copysign(x)
}

/// [`ln_1p_f64`] where `is_common_1p_f64`: `u = 1 + x` is rounded; its error `c` comes back as `c / u`.
#[inline(always)]
pub(super) fn ln_1p_common_f64<I: Isa>(isa: I, x: f64) -> f64 {
    let u = 1.0 + x;
    let x_part = u - 1.0;
    let c = (1.0 - (u - x_part)) + (x - x_part); // Knuth's exact error of 1 + x
    ln_of_f64(isa, split_normal_f64(u, 1023.0), c / u).copysign(x)
}

/// Whether the `common` functions are right: positive, normal and finite.
#[inline(always)]
pub(super) fn is_common_f64(x: f64) -> bool {
    (f64::MIN_POSITIVE..=f64::MAX).contains(&x)
}

/// Whether [`ln_1p_common_f64`] is right.
#[inline(always)]
pub(super) fn is_common_1p_f64(x: f64) -> bool {
    (x > -1.0) & (x <= f64::MAX)
}

/// `(f, t)` with `ln m = f + t`, `f = m - 1` and `t` small beside it.
#[inline(always)]
fn ln_sum_f32<I: Isa>(isa: I, m: f32) -> (f32, f32) {
    let f = m - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let half = 0.5 * f * f;
    let series = isa.mul_add(z, polynomial(isa, z, ATANH_F32), half);
    (f, isa.mul_add(s, series, -half))
}

/// `ln(2^k m + c)` for a `c` below an ULP, given as `c / (2^k m)`.
///
/// The small terms are added before `f`, the largest but `k ln 2`.
#[inline(always)]
fn ln_of_f32<I: Isa>(isa: I, (k, m): (f32, f32), correction: f32) -> f32 {
    let f = m - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let half = 0.5 * f * f;
    let series = isa.mul_add(z, polynomial(isa, z, ATANH_F32), half);
    let small = isa.mul_add(s, series, isa.mul_add(k, LN2_LOW_F32, correction));
    isa.mul_add(k, LN2_HIGH_F32, f - (half - small))
}

/// `log2(2^k m)`.
#[inline(always)]
fn log2_of_f32<I: Isa>(isa: I, (k, m): (f32, f32)) -> f32 {
    // 12 bits of `f` times 12 bits of the constant are exact, with FMA and without.
    const HIGH: f32 = 1.442_382_8;
    const LOW: f32 = 0.000_312_228_4;
    let (f, t) = ln_sum_f32(isa, m);
    let upper = f32::from_bits(f.to_bits() & 0xffff_f000);
    let product = upper * HIGH;
    let low = isa.mul_add((f - upper) + t, std::f32::consts::LOG2_E, upper * LOW);
    let (sum, rest) = fast_two_sum(k, product);
    sum + (rest + low)
}

/// `log10(2^k m)`.
#[inline(always)]
fn log10_of_f32<I: Isa>(isa: I, (k, m): (f32, f32)) -> f32 {
    const HIGH: f32 = 0.434_082_03; // 11 bits
    const LOW: f32 = 0.000_212_450_66;
    const LOG10_2_HIGH: f32 = 0.301_025_4; // 15 bits
    const LOG10_2_LOW: f32 = 4.605_039e-6;
    let (f, t) = ln_sum_f32(isa, m);
    let upper = f32::from_bits(f.to_bits() & 0xffff_f000);
    let product = upper * HIGH;
    let tail = isa.mul_add(k, LOG10_2_LOW, upper * LOW);
    let low = isa.mul_add((f - upper) + t, std::f32::consts::LOG10_E, tail);
    let (sum, rest) = fast_two_sum(k * LOG10_2_HIGH, product);
    sum + (rest + low)
}

/// The natural logarithm. Error at most 1 ULP.
///
/// Special values as [`ln_f64`].
///
/// # NumPy
/// `np.log` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::ln_f32;
///
/// assert_eq!(ln_f32(Baseline, 2.0), std::f32::consts::LN_2);
/// assert!(ln_f32(Baseline, -1.0).is_nan());
/// ```
#[inline(always)]
pub fn ln_f32<I: Isa>(isa: I, x: f32) -> f32 {
    or_special_f32(x, ln_of_f32(isa, split_f32(x), 0.0))
}

/// [`ln_f32`] where `is_common_f32`.
#[inline(always)]
pub(super) fn ln_common_f32<I: Isa>(isa: I, x: f32) -> f32 {
    ln_of_f32(isa, split_normal_f32(x, 127.0), 0.0)
}

/// The logarithm to base 2. Error at most 1 ULP; exact for powers of 2.
///
/// Special values as [`ln_f64`].
///
/// # NumPy
/// `np.log2` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::log2_f32;
///
/// assert_eq!(log2_f32(Baseline, 1024.0), 10.0);
/// ```
#[inline(always)]
pub fn log2_f32<I: Isa>(isa: I, x: f32) -> f32 {
    or_special_f32(x, log2_of_f32(isa, split_f32(x)))
}

/// [`log2_f32`] where `is_common_f32`.
#[inline(always)]
pub(super) fn log2_common_f32<I: Isa>(isa: I, x: f32) -> f32 {
    log2_of_f32(isa, split_normal_f32(x, 127.0))
}

/// The logarithm to base 10. Error at most 1 ULP.
///
/// Special values as [`ln_f64`].
///
/// # NumPy
/// `np.log10` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::log10_f32;
///
/// assert_eq!(log10_f32(Baseline, 0.01), -2.0);
/// ```
#[inline(always)]
pub fn log10_f32<I: Isa>(isa: I, x: f32) -> f32 {
    or_special_f32(x, log10_of_f32(isa, split_f32(x)))
}

/// [`log10_f32`] where `is_common_f32`.
#[inline(always)]
pub(super) fn log10_common_f32<I: Isa>(isa: I, x: f32) -> f32 {
    log10_of_f32(isa, split_normal_f32(x, 127.0))
}

/// `ln(1 + x)`, accurate near zero. Error at most 1 ULP.
///
/// Special values as [`ln_1p_f64`].
///
/// # NumPy
/// `np.log1p` of one number.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::ln_1p_f32;
///
/// assert_eq!(ln_1p_f32(Baseline, -1e-10), -1e-10); // 1 + x is 1
/// ```
#[inline(always)]
pub fn ln_1p_f32<I: Isa>(isa: I, x: f32) -> f32 {
    let y = ln_1p_common_f32(isa, x);
    or_special_f32(1.0 + x, y).copysign(x)
}

/// [`ln_1p_f32`] where `is_common_1p_f32`: `u = 1 + x` is rounded; its error `c` comes back as `c / u`.
#[inline(always)]
pub(super) fn ln_1p_common_f32<I: Isa>(isa: I, x: f32) -> f32 {
    let u = 1.0 + x;
    let x_part = u - 1.0;
    let c = (1.0 - (u - x_part)) + (x - x_part); // Knuth's exact error of 1 + x
    ln_of_f32(isa, split_normal_f32(u, 127.0), c / u).copysign(x)
}

/// Whether the `common` functions are right: positive, normal and finite.
#[inline(always)]
pub(super) fn is_common_f32(x: f32) -> bool {
    (f32::MIN_POSITIVE..=f32::MAX).contains(&x)
}

/// Whether [`ln_1p_common_f32`] is right.
#[inline(always)]
pub(super) fn is_common_1p_f32(x: f32) -> bool {
    (x > -1.0) & (x <= f32::MAX)
}
